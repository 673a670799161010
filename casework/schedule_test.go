package casework_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/schedule"
)

// scheduled is a plan whose visits have their half days.
func (w inspection) scheduled(t *testing.T) (casework.Plan, casework.Schedule) {
	t.Helper()
	p := w.drawn(t)
	_, err := w.PlanVisits(t.Context(), w.env, p.ID)
	ok(t, err)
	s, err := w.MakeSchedule(t.Context(), w.env, p.ID)
	ok(t, err)
	return p, s
}

// TestScheduleOfAPlan: the drawn teams go, on working days of the period, and who may
// not know what was drawn reads when and not where.
func TestScheduleOfAPlan(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p := w.drawn(t)
	_, err := w.MakeSchedule(t.Context(), w.env, p.ID)
	wants(t, err, fault.Rule, "schedule.run_not_now") // no visits yet
	ok(t, w.SetScheduleSettings(t.Context(), w.env, casework.ScheduleSettings{
		Base: "000003", HalfDay: 200, Visit: 60, PerHalf: 2, Near: 10, Far: 30, Window: 14, Vehicles: []casework.VehicleLine{{Name: "一号车", Seats: 5}, {Name: "二号车", Seats: 7}},
	}))
	_, err = w.PlanVisits(t.Context(), w.env, p.ID)
	ok(t, err)
	_, err = w.MakeSchedule(t.Context(), w.market, p.ID)
	wants(t, err, fault.Denied, "not_allowed")
	s, err := w.MakeSchedule(t.Context(), w.env, p.ID)
	ok(t, err)
	if s.Number != 1 || s.Kind != "run" || s.Scheduled != 7 || s.Unscheduled != 0 || s.Bound <= 0 || s.Bound > s.Objective || s.Terms.Substitutes != 0 {
		t.Fatalf("scheduled as %+v", s)
	}
	for _, v := range s.Visits {
		if v.Day.Before(p.FromOn) || v.Day.After(p.ToOn) || !w.Rules.Calendar().IsWorkingDay(v.Day) || v.Half != "am" && v.Half != "pm" || len(v.Team) != 4 || len(v.Vehicles) != 1 || v.Name == "" {
			t.Errorf("visit %d is %+v", v.Number, v)
		}
	}
	for _, a := range []casework.Actor{w.envHead, w.Market.Head} {
		seen, err := w.Schedule(t.Context(), a, p.ID)
		ok(t, err)
		if seen.Visits[0].Code+seen.Visits[0].Name != "" || seen.Visits[0].Day.IsZero() || len(seen.Reasons)+len(seen.Moves) > 0 {
			t.Errorf("%s reads %+v", a.Name, seen.Visits[0])
		}
	}
	if f := casework.CountVisits(s.Visits); f.Visits != 7 || f.Joint != 7 || f.Saved != 7 || f.Rate() != 1000 {
		t.Errorf("counted %+v", f)
	}
	w.sealed(t, p)
	_, err = w.Schedule(t.Context(), w.Police.Handler, p.ID)
	wants(t, err, fault.Missing, "not_found")
}

// TestReplanAfterSickLeave: what was announced keeps its half day, what nobody's leave
// touches stays, and every move names whose leave it was.
func TestReplanAfterSickLeave(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, before := w.scheduled(t)
	announced := before.Visits[0]
	_, err := w.AnnounceVisit(t.Context(), w.market, announced.ID, announced.Version)
	wants(t, err, fault.Denied, "not_allowed")
	_, err = w.AnnounceVisit(t.Context(), w.env, announced.ID, announced.Version+1)
	wants(t, err, fault.Stale, "stale")
	told, err := w.AnnounceVisit(t.Context(), w.env, announced.ID, announced.Version)
	ok(t, err)
	_, err = w.AnnounceVisit(t.Context(), w.env, announced.ID, told.Visits[0].Version)
	wants(t, err, fault.Rule, "visit.announce_not_now")
	var mine []ids.Entry
	for _, m := range announced.Team {
		if m.AgencyID == w.env.Agency {
			mine = append(mine, m.InspectorID)
		}
	}
	sick := mine[0]
	ok(t, w.SetAbsence(t.Context(), w.env, sick, []casework.Away{{From: announced.Day, To: announced.Day}}, nil, nil))
	after, err := w.MakeSchedule(t.Context(), w.env, p.ID)
	ok(t, err)
	if after.Kind != "replan" || after.Unscheduled != 0 || after.Terms.Substitutes != 1 {
		t.Fatalf("scheduled anew as %+v", after)
	}
	if got := w.told(t, "visit.replan"); !slices.Equal(got, []ids.Agency{w.market.Agency}) {
		t.Errorf("told %v that visits moved", got)
	}
	for i, v := range after.Visits {
		was := before.Visits[i]
		hit := was.Day == announced.Day && slices.ContainsFunc(was.Team, func(m casework.VisitOfficer) bool { return m.InspectorID == sick })
		stayed := v.Day == was.Day && v.Half == was.Half && slices.EqualFunc(v.Team, was.Team, func(a, b casework.VisitOfficer) bool { return a.InspectorID == b.InspectorID })
		if stayed == hit {
			t.Errorf("visit %d of the sick one %v stayed %v", v.Number, hit, stayed)
		}
		if v.ID == announced.ID && (v.Day != was.Day || v.Half != was.Half || len(v.Team) != 4) {
			t.Errorf("the announced visit is %+v", v)
		}
	}
	for _, m := range after.Moves {
		if m.Code != schedule.Away || !slices.Equal(m.Who, []string{sick.String()}) {
			t.Errorf("moved as %+v", m)
		}
	}
}

// TestMoveByHand asks every rule, and says what stands against it and whom.
func TestMoveByHand(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, s := w.scheduled(t)
	v := s.Visits[0]
	day := p.FromOn
	for !w.Rules.Calendar().IsWorkingDay(day) || slices.ContainsFunc(s.Visits, func(x casework.Visit) bool { return x.Day == day }) {
		day = day.AddDays(1)
	}
	move := func(a casework.Actor, to casework.NewPlace) error {
		_, err := w.MoveVisit(t.Context(), a, v.ID, to)
		return err
	}
	wants(t, move(w.Police.Handler, casework.NewPlace{Version: v.Version, Day: day, Half: "am"}), fault.Missing, "not_found")
	wants(t, move(w.market, casework.NewPlace{Version: v.Version, Day: day, Half: "am"}), fault.Denied, "not_allowed")
	wants(t, move(w.env, casework.NewPlace{Version: v.Version + 1, Day: day, Half: "am"}), fault.Stale, "stale")
	f := wants(t, move(w.env, casework.NewPlace{Version: v.Version, Day: p.ToOn.AddDays(1), Half: "am"}), fault.Rule, "visit.move_refused")
	if !strings.Contains(f.Detail.ZH, "不是检查期间内的工作日") {
		t.Errorf("refused with %v", f.Detail)
	}
	officer := v.Team[slices.IndexFunc(v.Team, func(m casework.VisitOfficer) bool { return m.AgencyID == w.env.Agency })]
	ok(t, w.SetAbsence(t.Context(), w.env, officer.InspectorID, []casework.Away{{From: day, To: day}}, nil, nil))
	f = wants(t, move(w.env, casework.NewPlace{Version: v.Version, Day: day, Half: "pm"}), fault.Rule, "visit.move_refused")
	if f.Detail.ZH != "不能调整到这个时间："+officer.Number+"届时请假或者另有检查" {
		t.Errorf("refused with %v", f.Detail)
	}
	ok(t, w.SetAbsence(t.Context(), w.env, officer.InspectorID, nil, nil, nil))
	f = wants(t, move(w.env, casework.NewPlace{Version: v.Version, Day: day, Half: "pm", Officers: []ids.Entry{officer.InspectorID}}), fault.Rule, "visit.move_refused")
	if !strings.Contains(f.Detail.ZH, "派出人数不符") {
		t.Errorf("refused with %v", f.Detail)
	}
	ok(t, move(w.env, casework.NewPlace{Version: v.Version, Day: day, Half: "pm"}))
	now, err := w.Visits(t.Context(), w.env, p.ID)
	ok(t, err)
	if now[0].Day != day || now[0].Half != "pm" || now[0].Version != v.Version+1 || now[1].Version != s.Visits[1].Version {
		t.Errorf("moved to %+v", now[0])
	}
	_, err = w.AnnounceVisit(t.Context(), w.env, v.ID, v.Version+1)
	ok(t, err)
	wants(t, move(w.env, casework.NewPlace{Version: v.Version + 2, Day: day, Half: "am"}), fault.Invalid, "invalid")
	ok(t, move(w.env, casework.NewPlace{Version: v.Version + 2, Day: day, Half: "am", Reason: "企业停电"}))
}

// twoPlans are the scheduled plan of two agencies and one of the police that has drawn the
// enterprise of its third visit, and that alone.
func (w inspection) twoPlans(t *testing.T) (p casework.Plan, s casework.Schedule, other casework.Plan, theirs []casework.Visit) {
	t.Helper()
	w.load(t, w.Police.Handler, casework.Items, "事项编码,版本,事项名称,依据,专业,公布日期\nG-1,1,治安检查,法,,2026-01-05\n")
	people := "编号,姓名,执法证号,有效期至,专业\n"
	for i := range 4 {
		people += fmt.Sprintf("P-%d,民警,DEMO-P%d,2027-12-31,治安\n", i, i)
	}
	w.load(t, w.Police.Handler, casework.Inspecting, people)
	p, s = w.scheduled(t)
	target := s.Visits[2]
	w.load(t, w.Police.Handler, casework.Objects, "统一社会信用代码,名称,风险等级,状态,区划\n"+target.Code+","+target.Name+",A,存续,000003\n")
	police := w.Police.Handler
	var err error
	other, err = w.MakePlan(t.Context(), police, casework.NewPlan{
		Title: "治安检查", CheckType: "daily", From: p.FromOn, To: p.ToOn, PerAgency: 2, Items: []ids.Entry{w.item(t, police, "G-1")}, Strata: []casework.Stratum{{Name: "A", Numerator: 1, Denominator: 1}},
	})
	ok(t, err)
	_, err = w.FreezePlan(t.Context(), police, other.ID, draw.Open, 0)
	ok(t, err)
	_, err = w.DrawPlan(t.Context(), police, other.ID, "")
	ok(t, err)
	_, err = w.OpenDraw(t.Context(), police, other.ID, "安排")
	ok(t, err)
	theirs, err = w.PlanVisits(t.Context(), police, other.ID)
	ok(t, err)
	return p, s, other, theirs
}

// TestMergedVisit: two plans of different agencies meet at one enterprise; the planner
// of the other plan accepts, and one visit remains, with the agencies and items of both.
func TestMergedVisit(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, s, other, theirs := w.twoPlans(t)
	target, police := s.Visits[2], w.Police.Handler
	m, err := w.Merges(t.Context(), w.env, p.ID)
	ok(t, err)
	if len(m.Pairs) != 1 || m.Pairs[0].VisitID != target.ID || m.Pairs[0].OtherTitle != "治安检查" || m.Pairs[0].Number != target.Number {
		t.Fatalf("pairs are %+v", m.Pairs)
	}
	for _, a := range []casework.Actor{w.envHead, w.market, w.Market.Head} { // no named planner who opened the draw
		_, err = w.Merges(t.Context(), a, p.ID)
		wants(t, err, fault.Rule, "visit.not_opened")
	}
	_, err = w.ProposeMerge(t.Context(), w.env, p.ID, s.Visits[0].ID, theirs[0].ID)
	if f := wants(t, err, fault.Rule, "merge.no_pair"); f.RuleID != "insp_merge_rule" {
		t.Errorf("refused under %q", f.RuleID)
	}
	m, err = w.ProposeMerge(t.Context(), w.env, p.ID, target.ID, theirs[0].ID)
	ok(t, err)
	if len(m.Pairs) != 0 || len(m.Merges) != 1 || !m.Merges[0].Ours {
		t.Fatalf("proposed as %+v", m)
	}
	w.toldOf(t, "merge.propose", police)
	id := m.Merges[0].ID
	_, err = w.DecideMerge(t.Context(), w.env, p.ID, id, true, "")
	wants(t, err, fault.Rule, "merge.decide_not_now") // the other side decides
	_, err = w.DecideMerge(t.Context(), police, other.ID, id, false, "")
	wants(t, err, fault.Invalid, "invalid") // with a reason
	m, err = w.DecideMerge(t.Context(), police, other.ID, id, true, "")
	ok(t, err)
	if m.Merges[0].State != "accepted" {
		t.Errorf("decided as %+v", m.Merges)
	}
	w.toldOf(t, "merge.accept", w.env)
	s, err = w.MakeSchedule(t.Context(), w.env, p.ID)
	ok(t, err)
	v := s.Visits[2]
	if len(v.Parts) != 3 || len(v.Team) != 6 || v.Day != target.Day || s.Terms.Substitutes != 0 {
		t.Errorf("one visit is %+v", v)
	}
	theirs, err = w.Visits(t.Context(), police, other.ID)
	ok(t, err)
	if theirs[0].State != "cancelled" || theirs[0].MergedInto != v.ID || casework.CountVisits(theirs).Merged != 1 {
		t.Errorf("the other visit is %+v", theirs[0])
	}
	w.sealed(t, p)
}

// TestScheduleSettingsAreKept, and refused where they make no sense.
func TestScheduleSettingsAreKept(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	first, err := w.ScheduleSettings(t.Context(), w.env)
	ok(t, err)
	first.Travel, first.Vehicles = []casework.TravelLine{{From: "003", To: "004", Minutes: 25}}, []casework.VehicleLine{{Name: "一号车", Seats: 5}}
	ok(t, w.SetScheduleSettings(t.Context(), w.env, first))
	first.Vehicles = []casework.VehicleLine{{Name: "二号车", Seats: 7}} // the first is retired
	ok(t, w.SetScheduleSettings(t.Context(), w.env, first))
	got, err := w.ScheduleSettings(t.Context(), w.env)
	ok(t, err)
	if fmt.Sprint(got) != fmt.Sprint(first) {
		t.Errorf("kept as %+v, set as %+v", got, first)
	}
	first.Visit, first.Vehicles = first.HalfDay+1, append(first.Vehicles, first.Vehicles[0])
	if f := wants(t, w.SetScheduleSettings(t.Context(), w.env, first), fault.Invalid, "invalid"); len(f.Fields) != 2 {
		t.Errorf("refused with %+v", f.Fields)
	}
	wants(t, w.SetScheduleSettings(t.Context(), w.Env.Legal, got), fault.Denied, "not_allowed")
}
