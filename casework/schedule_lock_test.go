package casework_test

import (
	"sync"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// TestTwoSchedulesAtOnce: planners who schedule two plans of the same people at the same
// moment send nobody to two doors in one half day.
func TestTwoSchedulesAtOnce(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	plans := []casework.Plan{w.drawn(t), w.drawn(t)}
	for _, p := range plans {
		_, err := w.PlanVisits(t.Context(), w.env, p.ID)
		ok(t, err)
	}
	held, err := w.DB.Owner.Begin(t.Context()) // both wait here, and go on together
	ok(t, err)
	_, err = held.Exec(t.Context(), "SELECT 1 FROM inspection_plans FOR UPDATE")
	ok(t, err)
	var holder string
	ok(t, held.QueryRow(t.Context(), "SELECT pg_current_xact_id()::text").Scan(&holder))
	var both sync.WaitGroup
	errs := make([]error, len(plans))
	for i, p := range plans {
		both.Go(func() { _, errs[i] = w.MakeSchedule(t.Context(), w.env, p.ID) })
	}
	for waiting := 0; waiting < len(plans); { // until both stand before their rows
		ok(t, w.DB.Owner.QueryRow(t.Context(), "SELECT count(*) FROM pg_locks WHERE NOT granted AND transactionid::text = $1", holder).Scan(&waiting))
	}
	ok(t, held.Commit(t.Context()))
	both.Wait()
	for _, err := range errs {
		ok(t, err)
	}
	rows, err := w.DB.Owner.Query(t.Context(), `SELECT inspector_id, count(*) FROM officer_bookings GROUP BY inspector_id, day, half HAVING count(DISTINCT plan_id) > 1`)
	ok(t, err)
	for rows.Next() {
		var officer ids.Entry
		var n int
		ok(t, rows.Scan(&officer, &n))
		t.Errorf("officer %s is sent to %d doors in one half day", officer, n)
	}
	ok(t, rows.Err())
	for _, p := range plans {
		s, err := w.Schedule(t.Context(), w.env, p.ID)
		ok(t, err)
		if s.Scheduled == 0 {
			t.Errorf("nothing was scheduled: %+v", s.Terms)
		}
	}
}
