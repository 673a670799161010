package casework_test

import (
	"slices"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
)

// TestLimitsOfInspectionsAreTold: the result of a visit, a finding and a programme are told
// of to the organ that owes them three days before the day, and once after it, then also to
// its head; what is done is not told of, and nothing names an enterprise.
func TestLimitsOfInspectionsAreTold(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	_, c, _ := w.arranged(t)
	for _, head := range []casework.Actor{w.envHead, w.Market.Head} {
		_, err := w.ApproveSiteCheck(t.Context(), head, c.ID, casework.SiteApproval{})
		ok(t, err)
	}
	w.onTheDay(c)
	_, err := w.BeginSiteCheck(t.Context(), w.env, c.ID, true, "")
	ok(t, err)
	for _, a := range []casework.Actor{w.env, w.market} {
		at, err := w.SiteCheck(t.Context(), a, c.ID)
		ok(t, err)
		_, err = w.RecordSiteCheck(t.Context(), a, c.ID, answers(at, a, 1))
		ok(t, err)
	}
	c, err = w.FinishSiteCheck(t.Context(), w.env, c.ID, "problems", "")
	ok(t, err)
	office := w.WithPool(w.DB.Worker)
	remind := func(day civil.Date, want int) {
		t.Helper()
		w.Clock.Set(day.Start())
		if n, err := office.RemindInspections(t.Context()); err != nil || n != want {
			t.Errorf("on %s %d limits told, want %d: %v", day, n, want, err)
		}
	}
	finding := c.Findings[0].DueOn
	if !finding.AddDays(1).Before(c.PublishBy.AddDays(-3)) {
		t.Fatalf("due %s and %s: not one after the other", finding, c.PublishBy)
	}
	remind(finding.AddDays(-4), 0)
	remind(finding.AddDays(-3), 2) // each agency found something
	remind(finding, 0)
	_, err = w.RectifyFinding(t.Context(), w.market, c.Findings[slices.IndexFunc(c.Findings, func(f casework.SiteFinding) bool { return f.AgencyID == w.market.Agency })].ID, civil.DateOf(w.Clock.Now()), "已整改")
	ok(t, err)
	remind(finding, 1)            // somebody has to look at it
	remind(finding.AddDays(1), 1) // and environment alone has not seen to it
	remind(finding.AddDays(8), 1) // nobody has looked
	remind(c.PublishBy.AddDays(-3), 1)
	remind(c.PublishBy.AddDays(-3), 0)
	_, err = w.PublishSiteCheck(t.Context(), w.envHead, c.ID)
	ok(t, err)
	remind(c.PublishBy.AddDays(1), 0) // published in time
	p, err := w.MakeProgramme(t.Context(), w.env, special())
	ok(t, err)
	p, err = w.ApproveProgramme(t.Context(), w.envHead, p.ID, casework.Approval{Authority: "区政府", Document: "演示〔2026〕3号"})
	ok(t, err)
	remind(p.DueOn.AddDays(-4), 0)
	remind(p.DueOn.AddDays(-3), 1)
	remind(p.DueOn.AddDays(1), 1)
	remind(p.DueOn.AddDays(30), 0)
	for topic, want := range map[string]int{"inspection.finding_soon": 2, "inspection.finding_late": 2, "inspection.result_soon": 1, "inspection.programme_soon": 1, "inspection.programme_late": 2} { // a late one is also the head's
		if got := w.told(t, topic); len(got) != want {
			t.Errorf("%s is told %d times, not %d", topic, len(got), want)
		}
	}
}
