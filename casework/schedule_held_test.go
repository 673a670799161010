package casework_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/schedule"
)

// members are the officers of a visit, in the order of their ids.
func members(v casework.Visit) (list []string) {
	for _, m := range v.Team {
		list = append(list, m.InspectorID.String())
	}
	slices.Sort(list)
	return list
}

// arrange makes the check of a scheduled visit.
func (w inspection) arrange(t *testing.T, p casework.Plan, v casework.Visit) casework.SiteCheck {
	t.Helper()
	c, err := w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{Plan: p.ID, Code: v.Code, Day: v.Day, Half: v.Half, Purpose: "部门联合抽查"})
	ok(t, err)
	return c
}

// TestSickLeaveAfterArranging: scheduled anew after a sick leave, an arranged visit keeps
// day and team, as voucher and invitation have them, and the schedule says who cannot go;
// its others stay booked. Called off, it gets a substitute.
func TestSickLeaveAfterArranging(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, before := w.scheduled(t)
	v := before.Visits[0]
	c := w.arrange(t, p, v)
	sick := v.Team[slices.IndexFunc(v.Team, func(m casework.VisitOfficer) bool { return m.AgencyID == w.env.Agency })]
	ok(t, w.SetAbsence(t.Context(), w.env, sick.InspectorID, []casework.Away{{From: v.Day, To: v.Day}}, nil, nil))
	for range 2 { // and again, from where it left things
		s, err := w.MakeSchedule(t.Context(), w.env, p.ID)
		ok(t, err)
		got := s.Visits[0]
		if got.Day != v.Day || got.Half != v.Half || got.Version != v.Version || !slices.Equal(members(got), members(v)) {
			t.Fatalf("scheduled anew the arranged visit is %+v", got)
		}
		if s.Scheduled != 7 || s.Unscheduled != 0 || len(s.Reasons) != 1 {
			t.Fatalf("%d scheduled, %d not, reasons %+v", s.Scheduled, s.Unscheduled, s.Reasons)
		}
		if r := s.Reasons[0]; r.Code != casework.HeldByCheck || r.Visit != v.ID.String() || len(r.Officers) != 1 || r.Officers[0].Officer != sick.InspectorID.String() || r.Officers[0].Code != schedule.Away {
			t.Errorf("explained as %+v", r)
		}
		for _, other := range s.Visits[1:] {
			if other.Day == v.Day && other.Half == v.Half && slices.ContainsFunc(members(other), func(id string) bool { return slices.Contains(members(v), id) }) {
				t.Errorf("visit %d takes officers of the arranged one: %v", other.Number, members(other))
			}
		}
	}
	_, err := w.CancelSiteCheck(t.Context(), w.env, c.ID, "执法人员病假")
	ok(t, err)
	s, err := w.MakeSchedule(t.Context(), w.env, p.ID)
	ok(t, err)
	if slices.Contains(members(s.Visits[0]), sick.InspectorID.String()) && s.Visits[0].Day == v.Day || len(s.Reasons) != 0 {
		t.Errorf("called off, it is %+v with %+v", s.Visits[0], s.Reasons)
	}
}

// TestArrangedBeforeScheduled: a visit that was arranged before it had a half day gets
// that of its check, whether the check came before the visits were laid out or after.
func TestArrangedBeforeScheduled(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p := w.drawn(t)
	d, err := w.OpenDraw(t.Context(), w.env, p.ID, "安排检查")
	ok(t, err)
	last := p.ToOn
	for !w.Rules.Calendar().IsWorkingDay(last) {
		last = last.AddDays(-1)
	}
	make := func(at int, half string) {
		_, err := w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{Plan: p.ID, Code: d.Visits[at].Code, Day: last, Half: half, Purpose: "抽查"})
		ok(t, err)
	}
	make(0, "am")
	_, err = w.PlanVisits(t.Context(), w.env, p.ID)
	ok(t, err)
	make(1, "pm")
	s, err := w.MakeSchedule(t.Context(), w.env, p.ID)
	ok(t, err)
	for _, x := range []struct{ at, half string }{{d.Visits[0].Code, "am"}, {d.Visits[1].Code, "pm"}} {
		v := s.Visits[slices.IndexFunc(s.Visits, func(v casework.Visit) bool { return v.Code == x.at })]
		if v.Day != last || v.Half != x.half {
			t.Errorf("visit %d is on %s %s, its check on %s %s", v.Number, v.Day, v.Half, last, x.half)
		}
	}
}

// TestTeamIsAskedAtTheDoor: leave, a recusal or a certificate of which the hub learned
// after a check was arranged and approved keeps it from beginning, and says what to do.
func TestTeamIsAskedAtTheDoor(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	_, c, _ := w.arranged(t)
	for _, head := range []casework.Actor{w.envHead, w.Market.Head} {
		_, err := w.ApproveSiteCheck(t.Context(), head, c.ID, casework.SiteApproval{})
		ok(t, err)
	}
	w.onTheDay(c)
	one := c.Officers[slices.IndexFunc(c.Officers, func(x casework.SiteOfficer) bool { return x.AgencyID == w.env.Agency })]
	refused := func(code, says string) {
		t.Helper()
		_, err := w.BeginSiteCheck(t.Context(), w.env, c.ID, true, "")
		if f := wants(t, err, fault.Rule, code); !strings.Contains(f.Detail.ZH, says) || !strings.Contains(f.Detail.ZH, "取消这次检查，重新排期、换人后再安排") || !strings.Contains(f.Detail.EN, "calls the check off") {
			t.Errorf("refused with %+v", f.Detail)
		}
	}
	absent := func(leave []casework.Away, from []string) {
		ok(t, w.SetAbsence(t.Context(), w.env, one.InspectorID, leave, from, nil))
	}
	absent([]casework.Away{{From: c.Day, To: c.Day}}, nil)
	refused("site.officer_away", "请假")
	absent(nil, []string{c.ObjectCode})
	refused("site.officer_recused", "回避")
	absent(nil, nil)
	for _, x := range []struct{ set, says string }{{"certificate_until = '2026-01-05'", "已经失效"}, {"certificate = ''", "没有执法证"}} {
		_, err := w.DB.Owner.Exec(t.Context(), "update inspectors set "+x.set+" where id = $1", one.InspectorID.String())
		ok(t, err)
		refused("site.officer_uncertified", x.says)
	}
	_, err := w.DB.Owner.Exec(t.Context(), "update inspectors set certificate = $2, certificate_until = '2027-12-31' where id = $1", one.InspectorID.String(), one.Certificate)
	ok(t, err)
	c, err = w.BeginSiteCheck(t.Context(), w.market, c.ID, true, "") // by either agency
	ok(t, err)
	if c.State != "begun" {
		t.Errorf("it is %s", c.State)
	}
}
