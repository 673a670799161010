package casework_test

import (
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// TestListMarksUnverifiedClocks: a line whose clock stands on a rule of low
// confidence says so (依据未核实); one checked at second hand does not.
func TestListMarksUnverifiedClocks(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	confidence := func(low bool) (id, edition string) {
		for _, r := range d.Rules.All() {
			if r.Confidence == map[bool]deadline.Confidence{true: deadline.Low, false: deadline.Flagged}[low] {
				return r.ID, r.Edition
			}
		}
		t.Fatal("the book holds no such rule")
		return "", ""
	}
	for _, low := range []bool{true, false} {
		rule, edition := confidence(low)
		d.exec(t, "delete from clocks where rule_id = $1", rule)
		d.exec(t, "update clocks set state = 'met'")
		d.exec(t, `insert into clocks (id, case_id, rule_id, edition, owes_id, state, started_at, due_at, due_day, flagged, started_by)
			values ($1, $2, $3, $4, $5, 'running', $6, $7, $8, true, $9)`,
			ids.New[ids.Clock](at(2, 9, 0)), d.id, rule, edition, d.Police.ID, at(2, 9, 0), endOf(9), civil.DateOf(endOf(9)), ids.New[ids.Event](at(2, 9, 0)))
		d.exec(t, "update participations set due_at = $1 where case_id = $2 and agency_id = $3", endOf(9), d.id, d.Police.ID)
		page, err := d.Inbox(t.Context(), d.Police.Handler, casework.Box("received"), casework.Filter{}, nil, 10)
		if err != nil || len(page.Rows) != 1 {
			t.Fatalf("%d lines: %v", len(page.Rows), err)
		}
		if got := d.Unverified(page.Rows[0]); got != low {
			t.Errorf("%s: marked %v, want %v", rule, got, low)
		}
		sent, err := d.Inbox(t.Context(), d.Env.Handler, casework.Box("sent"), casework.Filter{}, nil, 10)
		if err != nil || len(sent.Rows) != 1 || d.Unverified(sent.Rows[0]) {
			t.Errorf("%s: the sender's line carries another organ's mark (%v)", rule, err)
		}
	}
}
