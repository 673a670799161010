package casework_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// TestReportOfMergedVisits: two plans make one visit. At the door it counts once, with the
// plan that makes it; the enterprise counts for both; a finding counts with the plan whose
// item it is on. The figures of the year say how many visits were saved, and of what.
func TestReportOfMergedVisits(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, s, other, theirs := w.twoPlans(t)
	police := w.Police.Handler
	m, err := w.ProposeMerge(t.Context(), w.env, p.ID, s.Visits[2].ID, theirs[0].ID)
	ok(t, err)
	_, err = w.DecideMerge(t.Context(), police, other.ID, m.Merges[0].ID, true, "")
	ok(t, err)
	s, err = w.MakeSchedule(t.Context(), w.env, p.ID)
	ok(t, err)
	v := s.Visits[2]
	c, err := w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{Plan: p.ID, Code: v.Code, Day: v.Day, Half: v.Half, Purpose: "综合查一次"})
	ok(t, err)
	before, err := w.SiteReport(t.Context(), police, other.ID)
	ok(t, err)
	if before.MergedOut != 1 || before.MergedMade != 0 || before.Enterprises != 0 || before.Open != 1 {
		t.Errorf("before the visit their plan reports %+v", figures(before))
	}
	for _, head := range []casework.Actor{w.envHead, w.Market.Head, w.Police.Head} {
		_, err = w.ApproveSiteCheck(t.Context(), head, c.ID, casework.SiteApproval{})
		ok(t, err)
	}
	w.onTheDay(c)
	_, err = w.BeginSiteCheck(t.Context(), w.env, c.ID, true, "")
	ok(t, err)
	for a, findings := range map[*casework.Actor]int{&w.env: 0, &w.market: 1, &police: 2} {
		at, err := w.SiteCheck(t.Context(), *a, c.ID)
		ok(t, err)
		_, err = w.RecordSiteCheck(t.Context(), *a, c.ID, answers(at, *a, findings))
		ok(t, err)
	}
	_, err = w.FinishSiteCheck(t.Context(), w.env, c.ID, "problems", "各部门一次进门")
	ok(t, err)
	ours, err := w.SiteReport(t.Context(), w.env, p.ID)
	ok(t, err)
	if got, want := figures(ours), (reportOf{Planned: 1, Actions: 1, Visits: 1, Enterprises: 1, In: 1, Found: 1, Other: 2}); got != want {
		t.Errorf("the plan that makes the visit reports %+v, not %+v", got, want)
	}
	away, err := w.SiteReport(t.Context(), police, other.ID)
	ok(t, err)
	if got, want := figures(away), (reportOf{Actions: 1, Enterprises: 1, Out: 1, Made: 1, Found: 2, There: 2}); got != want || away.Open != 0 || away.Drawn != 1 {
		t.Errorf("the plan whose visit went reports %+v, not %+v; %d open", got, want, away.Open)
	}
	for _, r := range []casework.SiteReport{ours, away} {
		file, err := r.CSV()
		ok(t, err)
		if !strings.Contains(string(file), casework.MergedNote().ZH) || !strings.Contains(string(file), "并入其他方案实施") {
			t.Errorf("the file does not explain: %s", file)
		}
	}

	year := func(a casework.Actor, district string, own bool, from civil.Date) casework.JointFigures {
		f, err := w.JointFigures(t.Context(), a, from, from.AddDays(364), district, own)
		ok(t, err)
		return f
	}
	first := civil.Date{Year: v.Day.Year, Month: 1, Day: 1}
	f := year(w.market, "", false, first)
	if want := (casework.JointLine{Visits: 1, Joint: 1, Saved: 2, Merged: 1}); f.Total != want || f.Total.Rate() != 1000 || len(f.Districts) != 1 || f.Districts[0].District != "000003" || !slices.Equal(f.Teams, []casework.TeamSize{{Agencies: 3, Visits: 1}}) {
		t.Errorf("the year is %+v", f)
	}
	w.after(p)
	w.caseDriven(t, civil.DateOf(w.Clock.Now()), "pm", true)
	if f = year(w.Police.Head, "", false, first); f.Total.Visits != 2 || f.Total.Joint != 1 || f.Total.Rate() != 500 || f.Total.CaseDriven != 1 || f.Total.Saved != 2 {
		t.Errorf("with a visit of one agency the year is %+v", f.Total)
	}
	if f = year(police, "", true, first); f.Total.Visits != 1 || f.Total.Rate() != 1000 {
		t.Errorf("the police took part in %+v", f.Total)
	}
	for name, none := range map[string]casework.JointFigures{"another district": year(police, "000001", false, first), "another year": year(police, "", false, first.AddDays(-365))} {
		if none.Total.Visits+none.Total.Saved != 0 {
			t.Errorf("%s counts %+v", name, none.Total)
		}
	}
	_, err = w.JointFigures(t.Context(), police, first, first.AddDays(-1), "", false)
	wants(t, err, fault.Invalid, "invalid")
}

// reportOf are the figures of a report that a merge moves.
type reportOf struct{ Planned, Actions, Visits, Enterprises, Out, Made, In, Found, There, Other int }

func figures(r casework.SiteReport) reportOf {
	return reportOf{r.Planned, r.Actions, r.Visits, r.Enterprises, r.MergedOut, r.MergedMade, r.MergedIn, r.Found, r.FoundThere, r.FoundOther}
}

// caseDriven is a check of one agency at an enterprise of its own choice; done or waiting.
func (w inspection) caseDriven(t *testing.T, day civil.Date, half string, done bool) casework.SiteCheck {
	t.Helper()
	people, err := w.Inspectors(t.Context(), w.env)
	ok(t, err)
	n := casework.NewSiteCheck{Code: "910000000000000001", Name: "被举报企业（演示虚构）", District: "000003", Day: day, Half: half, Purpose: "举报核查", Items: []ids.Entry{w.item(t, w.env, "S-1")}, Officers: []ids.Entry{people[0].ID, people[1].ID}}
	if done {
		n.Urgent = "正在偷排"
	}
	c, err := w.MakeSiteCheck(t.Context(), w.env, n)
	ok(t, err)
	if done {
		c, err = w.BeginSiteCheck(t.Context(), w.env, c.ID, true, "")
		ok(t, err)
		_, err = w.RecordSiteCheck(t.Context(), w.env, c.ID, answers(c, w.env, 0))
		ok(t, err)
		c, err = w.FinishSiteCheck(t.Context(), w.env, c.ID, "clean", "")
		ok(t, err)
	}
	return c
}

// TestCalledOffVisitsAreReported with number and reason, which whoever may not know what
// was drawn does not read.
func TestCalledOffVisitsAreReported(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, c, name := w.arranged(t)
	_, err := w.CancelSiteCheck(t.Context(), w.env, c.ID, name+"停产（演示虚构）")
	ok(t, err)
	r, err := w.SiteReport(t.Context(), w.env, p.ID)
	ok(t, err)
	if len(r.CalledOff) != 1 || r.Planned != 0 || r.CalledOff[0].Number != c.Number || r.CalledOff[0].Name != name || !strings.Contains(r.CalledOff[0].Reason, "停产") || r.CalledOff[0].ArrangedAnew {
		t.Errorf("called off: %+v, %d arranged", r.CalledOff, r.Planned)
	}
	other, err := w.SiteReport(t.Context(), w.Market.Desk, p.ID)
	ok(t, err)
	file, err := other.CSV()
	ok(t, err)
	if x := other.CalledOff; len(x) != 1 || !x[0].Sealed || x[0].Name+x[0].Code+x[0].Reason != "" || strings.Contains(string(file), name) || !strings.Contains(string(file), c.Number) {
		t.Errorf("who may not know reads %+v", x)
	}
	_, err = w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{Plan: p.ID, Code: c.ObjectCode, Day: p.FromOn, Half: "pm", Purpose: "改期"})
	ok(t, err)
	if r, err = w.SiteReport(t.Context(), w.env, p.ID); err != nil || !r.CalledOff[0].ArrangedAnew || r.Planned != 1 {
		t.Errorf("arranged anew: %+v, %v", r.CalledOff, err)
	}
}

// TestChecksByPage: every visit stands on one page, in its order, and on no other.
func TestChecksByPage(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	var all []string
	today := civil.DateOf(w.Clock.Now())
	for i := range 5 {
		all = append(all, w.caseDriven(t, today.AddDays(i/2), []string{"am", "pm"}[i%2], false).Number)
	}
	slices.Reverse(all)
	var got []string
	q := casework.SiteQuery{Size: 2}
	for pages := 1; ; pages++ {
		p, err := w.SiteChecks(t.Context(), w.env, q)
		ok(t, err)
		for _, c := range p.Checks {
			got = append(got, c.Number)
		}
		if p.Waiting != 5 {
			t.Errorf("%d wait", p.Waiting)
		}
		if q.After = p.Next; q.After == "" {
			if pages != 3 {
				t.Errorf("%d pages", pages)
			}
			break
		}
	}
	if !slices.Equal(got, all) {
		t.Errorf("by page %v, at once %v", got, all)
	}
	list, err := w.SiteChecks(t.Context(), w.envHead, casework.SiteQuery{Show: "own", Size: 50})
	ok(t, err)
	if len(list.Checks) != 0 {
		t.Errorf("the head goes along with %d", len(list.Checks))
	}
	if list, err = w.SiteChecks(t.Context(), w.env, casework.SiteQuery{Show: "own", Size: 50}); err != nil || len(list.Checks) != 5 {
		t.Errorf("who arranged them finds %d, %v", len(list.Checks), err)
	}
	_, err = w.SiteChecks(t.Context(), w.env, casework.SiteQuery{After: "昨天", Size: 2})
	wants(t, err, fault.Invalid, "invalid")
}

// TestCaseDrivenCheckSaysWhere: of an enterprise that the library does not know the
// district is asked for, so that the letter outside the own area is.
func TestCaseDrivenCheckSaysWhere(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	s, err := w.ScheduleSettings(t.Context(), w.env)
	ok(t, err)
	s.Area = []string{"000003"}
	ok(t, w.SetScheduleSettings(t.Context(), w.env, s))
	people, err := w.Inspectors(t.Context(), w.env)
	ok(t, err)
	today := civil.DateOf(w.Clock.Now())
	n := casework.NewSiteCheck{Code: "910000000000000009", Name: "外地企业（演示虚构）", Day: today, Half: "am", Purpose: "举报核查", Urgent: "正在偷排", Items: []ids.Entry{w.item(t, w.env, "S-1")}, Officers: []ids.Entry{people[0].ID, people[1].ID}}
	_, err = w.MakeSiteCheck(t.Context(), w.env, n)
	if f := wants(t, err, fault.Invalid, "invalid"); len(f.Fields) != 1 || f.Fields[0].Path != "body.district" || f.RuleID != "insp_remote_area" {
		t.Errorf("asked with %+v under %q", f.Fields, f.RuleID)
	}
	n.District = "000009"
	_, err = w.MakeSiteCheck(t.Context(), w.env, n)
	wants(t, err, fault.Rule, "site.no_letter")
	n.Letter = &casework.AssistanceLetter{Organ: "外区生态环境局", Number: "外环协〔2026〕1号", On: today}
	c, err := w.MakeSiteCheck(t.Context(), w.env, n)
	ok(t, err)
	if c.District != "000009" || !c.NeedsLetter {
		t.Errorf("kept in %q, needs a letter: %v", c.District, c.NeedsLetter)
	}
	objects, _, err := w.CheckObjects(t.Context(), w.env, "", "", "", 1)
	ok(t, err)
	n = casework.NewSiteCheck{Code: objects[0].Code, Name: objects[0].Name, Day: today, Half: "pm", Purpose: "举报核查", Items: n.Items, Officers: n.Officers}
	if c, err = w.MakeSiteCheck(t.Context(), w.env, n); err != nil || c.District != "000003" {
		t.Errorf("the library says %q, %v", c.District, err)
	}
}
