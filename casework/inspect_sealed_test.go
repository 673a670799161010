package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// small is a plan of environment alone that draws two enterprises, opened by its planner.
func (w inspection) small(t *testing.T) (casework.Plan, casework.Drawn) {
	t.Helper()
	in := w.newPlan(t)
	in.Agencies, in.Strata = nil, []casework.Stratum{{Name: "A", Minimum: 1, Denominator: 1}, {Name: "C", Minimum: 1, Denominator: 1}}
	p, err := w.MakePlan(t.Context(), w.env, in)
	ok(t, err)
	_, err = w.FreezePlan(t.Context(), w.env, p.ID, draw.Open, 0)
	ok(t, err)
	p, err = w.DrawPlan(t.Context(), w.env, p.ID, "")
	ok(t, err)
	d, err := w.OpenDraw(t.Context(), w.env, p.ID, "安排检查")
	ok(t, err)
	return p, d
}

// carriedOut takes an arranged visit to its end, with nothing found.
func (w inspection) carriedOut(t *testing.T, c casework.SiteCheck, who ...casework.Actor) {
	t.Helper()
	heads := map[ids.Agency]casework.Actor{w.env.Agency: w.envHead, w.market.Agency: w.Market.Head, w.Police.ID: w.Police.Head}
	for _, p := range c.Parts {
		_, err := w.ApproveSiteCheck(t.Context(), heads[p.AgencyID], c.ID, casework.SiteApproval{})
		ok(t, err)
	}
	w.onTheDay(c)
	_, err := w.BeginSiteCheck(t.Context(), w.env, c.ID, true, "")
	ok(t, err)
	for _, a := range who {
		at, err := w.SiteCheck(t.Context(), a, c.ID)
		ok(t, err)
		_, err = w.RecordSiteCheck(t.Context(), a, c.ID, answers(at, a, 0))
		ok(t, err)
	}
	_, err = w.FinishSiteCheck(t.Context(), w.env, c.ID, "clean", "")
	ok(t, err)
}

// TestPublishingWaitsForTheVisits: while the period lasts the word of a head is not
// enough; each drawn enterprise has been visited, or its visit was called off.
func TestPublishingWaitsForTheVisits(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, d := w.small(t)
	publish := func() error {
		_, err := w.PublishDraw(t.Context(), w.envHead, p.ID, true)
		return err
	}
	arrange := func(i int) casework.SiteCheck {
		t.Helper()
		c, err := w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{Plan: p.ID, Code: d.Visits[i].Code, Day: p.FromOn.AddDays(i / 2), Half: []string{"am", "pm"}[i%2], Purpose: "抽查"})
		ok(t, err)
		return c
	}
	if f := wants(t, publish(), fault.Rule, "draw.unvisited"); f.RuleID != "insp_draw_confidential" || !strings.Contains(f.Detail.ZH, "还有2家") {
		t.Errorf("refused with %+v under %q", f.Detail, f.RuleID)
	}
	report := func(a casework.Actor, open, named int, tells bool) {
		t.Helper()
		r, err := w.SiteReport(t.Context(), a, p.ID)
		ok(t, err)
		if r.Open != open || len(r.Unvisited) != named {
			t.Errorf("%s reads %d not visited and %+v", a.Name, r.Open, r.Unvisited)
		}
		sheet, err := r.XLSX()
		ok(t, err)
		text, err := documents.WorkbookCSV(sheet)
		if err != nil || strings.Contains(text, d.Visits[1].Name) != tells {
			t.Errorf("%s takes along %s, %v", a.Name, text, err)
		}
	}
	report(w.env, 2, 2, true)
	report(w.envHead, 2, 0, false) // no planner
	w.carriedOut(t, arrange(0), w.env)
	report(w.env, 1, 1, true)
	if f := wants(t, publish(), fault.Rule, "draw.unvisited"); !strings.Contains(f.Detail.ZH, "还有1家") {
		t.Errorf("refused with %+v", f.Detail)
	}
	second := arrange(1)
	wants(t, publish(), fault.Rule, "draw.visits_not_done")
	_, err := w.CancelSiteCheck(t.Context(), w.env, second.ID, "企业已搬迁")
	ok(t, err)
	report(w.env, 0, 0, true)     // called off, with its reason
	report(w.envHead, 0, 0, true) // was asked to approve it
	ok(t, publish())
}

// TestProgrammeAndActual: a programme of the year or month counts the enterprises that its
// organ visited in its days, a special one those of the plans that rest on it.
func TestProgrammeAndActual(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, d := w.small(t)
	c, err := w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{Plan: p.ID, Code: d.Visits[0].Code, Day: p.FromOn, Half: "am", Purpose: "抽查"})
	ok(t, err)
	w.carriedOut(t, c, w.env)
	for _, x := range []struct {
		kind  string
		month int // after that of the visit
		want  int
	}{{casework.Annual, 0, 1}, {casework.Monthly, 0, 1}, {casework.Monthly, 1, 0}, {casework.Special, 0, 0}} {
		in := special()
		in.Kind = x.kind
		in.From = civil.Date{Year: c.Day.Year, Month: c.Day.Month + time.Month(x.month), Day: 1}
		in.To = in.From.AddDays(27)
		made, err := w.MakeProgramme(t.Context(), w.env, in)
		ok(t, err)
		made, err = w.ApproveProgramme(t.Context(), w.envHead, made.ID, casework.Approval{Authority: "区政府", Document: "演示〔2026〕4号"})
		ok(t, err)
		if made.Visited != x.want {
			t.Errorf("%s from %s counts %d visited, not %d", x.kind, in.From, made.Visited, x.want)
		}
	}
}

// TestCalledOffVisitStaysSealed: the name of an enterprise whose visit was called off is
// no more to be known than before, for it may be visited yet.
func TestCalledOffVisitStaysSealed(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, c, name := w.arranged(t)
	_, err := w.CancelSiteCheck(t.Context(), w.env, c.ID, "暴雨")
	ok(t, err)
	for _, day := range []string{"before", "after"} {
		for _, a := range []casework.Actor{w.Env.Desk, w.Market.Desk} {
			page, err := w.SiteChecks(t.Context(), a, casework.SiteQuery{Plan: p.ID, Size: 50})
			ok(t, err)
			list := page.Checks
			seen, err := w.SiteCheck(t.Context(), a, c.ID)
			ok(t, err)
			if !seen.Sealed || seen.ObjectCode+seen.ObjectName != "" || !list[0].Sealed || list[0].ObjectName != "" || len(list[0].Parts) != 2 || len(list[0].Officers) != 4 {
				t.Errorf("%s its day %s reads %q", day, a.Name, seen.ObjectName)
			}
		}
		w.onTheDay(c)
	}
	if seen, err := w.SiteCheck(t.Context(), w.env, c.ID); err != nil || seen.ObjectName != name {
		t.Errorf("the planner reads %q, %v", seen.ObjectName, err)
	}
	w.after(p)
	_, err = w.PublishDraw(t.Context(), w.env, p.ID, false)
	ok(t, err)
	if seen, err := w.SiteCheck(t.Context(), w.Env.Desk, c.ID); err != nil || seen.ObjectName != name {
		t.Errorf("published, it shows %q, %v", seen.ObjectName, err)
	}
}

// TestOtherPlansDrawIsNotTold: what a plan left out because another has drawn it is told
// neither to its own planners nor to the public while the other is sealed.
func TestOtherPlansDrawIsNotTold(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	first, drawn := w.small(t)
	in := w.newPlan(t) // market takes part in this one alone
	in.To = first.ToOn.AddDays(-1)
	second, err := w.MakePlan(t.Context(), w.env, in)
	ok(t, err)
	_, err = w.JoinPlan(t.Context(), w.market, second.ID, []ids.Entry{w.item(t, w.market, "S-1")})
	ok(t, err)
	_, err = w.FreezePlan(t.Context(), w.env, second.ID, draw.Open, 0)
	ok(t, err)
	second, err = w.DrawPlan(t.Context(), w.env, second.ID, "")
	ok(t, err)
	if second.Rounds[0].ObjectsOut != 2+2 {
		t.Fatalf("left out %d", second.Rounds[0].ObjectsOut)
	}
	for _, a := range []casework.Actor{w.market, w.env} {
		d, err := w.OpenDraw(t.Context(), a, second.ID, "安排检查")
		ok(t, err)
		if len(d.Out) != 2 || d.Sealed != 2 || slices.ContainsFunc(d.Out, func(x draw.ExcludedObject) bool { return x.ID == drawn.Visits[0].Code || x.ID == drawn.Visits[1].Code }) {
			t.Errorf("%s reads %d sealed and %+v", a.Name, d.Sealed, d.Out)
		}
	}
	w.after(second) // the last day of the first
	publish := func() error {
		_, err := w.PublishDraw(t.Context(), w.env, second.ID, false)
		return err
	}
	if f := wants(t, publish(), fault.Rule, "draw.other_sealed"); f.RuleID != "insp_draw_confidential" || !strings.Contains(f.Detail.ZH, "2家") {
		t.Errorf("refused with %+v under %q", f.Detail, f.RuleID)
	}
	for i, v := range drawn.Visits {
		c, err := w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{Plan: first.ID, Code: v.Code, Day: first.ToOn, Half: "am", Purpose: "抽查"})
		ok(t, err)
		w.carriedOut(t, c, w.env)
		if i == 0 {
			wants(t, publish(), fault.Rule, "draw.other_sealed")
		}
	}
	ok(t, publish())
	all, err := w.PublishedDraw(t.Context(), w.market, second.ID)
	ok(t, err)
	if len(all.Out) != 4 || all.Sealed != 0 {
		t.Errorf("published, it leaves out %+v", all.Out)
	}
}

// TestArrangedVisitIsNotMerged: once the check of either visit is arranged, approved and
// invited to, the two are no pair, and a proposal that was made before is refused.
func TestArrangedVisitIsNotMerged(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, s, other, theirs := w.twoPlans(t)
	target, police := s.Visits[2], w.Police.Handler
	m, err := w.ProposeMerge(t.Context(), w.env, p.ID, target.ID, theirs[0].ID)
	ok(t, err)
	id := m.Merges[0].ID
	c, err := w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{Plan: p.ID, Code: target.Code, Day: target.Day, Half: target.Half, Purpose: "部门联合抽查"})
	ok(t, err)
	_, err = w.DecideMerge(t.Context(), police, other.ID, id, true, "")
	wants(t, err, fault.Rule, "visit.arranged")
	_, err = w.DecideMerge(t.Context(), police, other.ID, id, false, "已经安排")
	ok(t, err)
	w.toldOf(t, "merge.decline", w.env)
	if m, err := w.Merges(t.Context(), w.env, p.ID); err != nil || len(m.Pairs) != 0 || m.Merges[0].State != "declined" || m.Merges[0].Reason != "已经安排" {
		t.Errorf("arranged and declined: %+v, %v", m, err)
	}
	_, err = w.CancelSiteCheck(t.Context(), w.env, c.ID, "改为合并检查")
	ok(t, err)
	m, err = w.ProposeMerge(t.Context(), w.env, p.ID, target.ID, theirs[0].ID)
	ok(t, err)
	at := slices.IndexFunc(m.Merges, func(x casework.Merge) bool { return x.State == "proposed" })
	_, err = w.DecideMerge(t.Context(), police, other.ID, m.Merges[at].ID, true, "")
	ok(t, err)
	publish := func() error {
		_, err := w.PublishDraw(t.Context(), w.Police.Head, other.ID, true)
		return err
	}
	wants(t, publish(), fault.Rule, "draw.unvisited") // nobody has been there
	c, err = w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{Plan: p.ID, Code: target.Code, Day: target.Day, Half: target.Half, Purpose: "综合查一次"})
	ok(t, err)
	wants(t, publish(), fault.Rule, "draw.unvisited")
	past := civil.DateOf(w.Now()).AddDays(-1)
	_, err = w.DB.Owner.Exec(t.Context(), "UPDATE inspection_plans SET from_on = $2, to_on = $2 WHERE id = $1", other.ID, past)
	ok(t, err)
	wants(t, publish(), fault.Rule, "draw.merged_sealed") // its own period is over, the visit is still to come
	w.carriedOut(t, c, w.env, w.market, police)
	ok(t, publish()) // visited in the course of the other plan
}

// TestVisitsFarApartAreNoPair: what lies outside the window of the planner is not proposed.
func TestVisitsFarApartAreNoPair(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, s, other, theirs := w.twoPlans(t)
	planned, err := w.MakeSchedule(t.Context(), w.Police.Handler, other.ID)
	ok(t, err)
	apart := max(s.Visits[2].Day.DaysUntil(planned.Visits[0].Day), planned.Visits[0].Day.DaysUntil(s.Visits[2].Day))
	for _, x := range []struct{ move, window, pairs int }{{0, max(apart, 1), 1}, {7, max(apart, 1), 0}} {
		v := planned.Visits[0]
		day := v.Day.AddDays(x.move)
		if x.move > 0 {
			for !w.Rules.Calendar().IsWorkingDay(day) || max(s.Visits[2].Day.DaysUntil(day), day.DaysUntil(s.Visits[2].Day)) <= x.window {
				day = day.AddDays(1)
			}
			_, err = w.MoveVisit(t.Context(), w.Police.Handler, v.ID, casework.NewPlace{Version: v.Version, Day: day, Half: v.Half})
			ok(t, err)
		}
		set, err := w.ScheduleSettings(t.Context(), w.env)
		ok(t, err)
		set.Window = x.window
		ok(t, w.SetScheduleSettings(t.Context(), w.env, set))
		m, err := w.Merges(t.Context(), w.env, p.ID)
		ok(t, err)
		if len(m.Pairs) != x.pairs {
			t.Errorf("%s and %s with a window of %d days: %+v", s.Visits[2].Day, day, x.window, m.Pairs)
		}
	}
	_, err = w.ProposeMerge(t.Context(), w.env, p.ID, s.Visits[2].ID, theirs[0].ID)
	wants(t, err, fault.Rule, "merge.no_pair")
}
