package casework_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// TestMergeWindowHoldsByPeriod: while a visit has no time its plan's period stands for it,
// and the window of the planner holds; once both have times that lie further apart, a
// proposal made before is not accepted.
func TestMergeWindowHoldsByPeriod(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, s, other, theirs := w.twoPlans(t)
	target := s.Visits[2]
	m, err := w.Merges(t.Context(), w.env, p.ID)
	ok(t, err)
	window := m.Window
	period := func(from, to int) {
		t.Helper()
		_, err := w.DB.Owner.Exec(t.Context(), "UPDATE inspection_plans SET from_on = $2, to_on = $3 WHERE id = $1", other.ID, target.Day.AddDays(from), target.Day.AddDays(to))
		ok(t, err)
		m, err = w.Merges(t.Context(), w.env, p.ID)
		ok(t, err)
	}
	if period(window+1, window+20); len(m.Pairs) != 0 {
		t.Errorf("%d days apart at least, a window of %d, and still a pair: %+v", window+1, window, m.Pairs)
	}
	if period(window, window+20); len(m.Pairs) != 1 || m.Pairs[0].Days != window || m.Pairs[0].Most != window+20 {
		t.Fatalf("at the edge of the window: %+v", m.Pairs)
	}
	m, err = w.ProposeMerge(t.Context(), w.env, p.ID, target.ID, theirs[0].ID)
	ok(t, err)
	place := func(days int) {
		t.Helper()
		_, err := w.DB.Owner.Exec(t.Context(), "UPDATE inspection_visits SET day = $2, half = 'am' WHERE id = $1", theirs[0].ID, target.Day.AddDays(days))
		ok(t, err)
	}
	place(window + 5)
	_, err = w.DecideMerge(t.Context(), w.Police.Handler, other.ID, m.Merges[0].ID, true, "")
	if f := wants(t, err, fault.Rule, "merge.too_far"); !strings.Contains(f.Detail.ZH, "排期参数") {
		t.Errorf("refused with %+v", f.Detail)
	}
	place(window)
	_, err = w.DecideMerge(t.Context(), w.Police.Handler, other.ID, m.Merges[0].ID, true, "")
	ok(t, err)
}

// TestMergeOfBusyOfficers: who would join a visit by a merge must be free in its half day;
// called off, the other check holds nobody.
func TestMergeOfBusyOfficers(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, s, other, theirs := w.twoPlans(t)
	target, police := s.Visits[2], w.Police.Handler
	m, err := w.ProposeMerge(t.Context(), w.env, p.ID, target.ID, theirs[0].ID)
	ok(t, err)
	var team []ids.Entry
	for _, x := range theirs[0].Team {
		team = append(team, x.InspectorID)
	}
	c, err := w.MakeSiteCheck(t.Context(), police, casework.NewSiteCheck{
		Code: "910000000000000001", Name: "被举报企业（演示虚构）", District: "000003", Day: target.Day, Half: target.Half, Purpose: "举报核查", Items: []ids.Entry{w.item(t, police, "G-1")}, Officers: team,
	})
	ok(t, err)
	decide := func() error {
		_, err := w.DecideMerge(t.Context(), police, other.ID, m.Merges[0].ID, true, "")
		return err
	}
	if f := wants(t, decide(), fault.Clash, "merge.officer_busy"); !strings.Contains(f.Detail.ZH, c.Number) {
		t.Errorf("refused with %+v", f.Detail)
	}
	_, err = w.CancelSiteCheck(t.Context(), police, c.ID, "重复举报")
	ok(t, err)
	ok(t, decide())
}
