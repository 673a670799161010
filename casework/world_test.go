package casework_test

import (
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

func house(t testing.TB) *officetest.House {
	t.Helper()
	return officetest.New(t, storetest.DB(t))
}

// count asks the database as its owner, past row-level security of the app.
func count(t testing.TB, h *officetest.House, sql string, args ...any) (n int) {
	t.Helper()
	if err := h.DB.Owner.QueryRow(t.Context(), "select count(*) from "+sql, args...).Scan(&n); err != nil {
		t.Fatalf("count %s: %v", sql, err)
	}
	return n
}

// jobs counts the jobs in the queue.
func jobs(t testing.TB, h *officetest.House) int { return count(t, h, store.RiverSchema+".river_job") }

// loaded gives a case with its rows, as a worker sees it.
func loaded(t testing.TB, h *officetest.House, id ids.Case) *store.Loaded {
	t.Helper()
	q := dbsqlc.New(h.DB.Worker)
	c, err := q.ReadCase(t.Context(), id)
	if err != nil {
		t.Fatalf("read the case: %v", err)
	}
	l, err := store.LoadCase(t.Context(), q, c)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func snapshot(t testing.TB, h *officetest.House, id ids.Case) referral.Snapshot {
	t.Helper()
	return loaded(t, h, id).Snapshot
}

// clock gives the clock of a rule that has not ended, else one that has.
func clock(t testing.TB, h *officetest.House, id ids.Case, rule string) dbsqlc.Clock {
	t.Helper()
	var found *dbsqlc.Clock
	for _, c := range loaded(t, h, id).Clocks {
		if c.RuleID == rule && (found == nil || c.State == "running" || c.State == "paused") {
			found = &c
		}
	}
	if found == nil {
		t.Fatalf("the case has no clock %s", rule)
	}
	return *found
}

func running(t testing.TB, h *officetest.House, id ids.Case, rule string) (n int) {
	t.Helper()
	for _, c := range snapshot(t, h, id).Clocks {
		if c.Rule == rule && !c.Paused {
			n++
		}
	}
	return n
}

// refused runs a step on the newest version and wants this refusal.
func refused(t *testing.T, h *officetest.House, a casework.Actor, r casework.Request, kind fault.Kind, code string) *fault.Error {
	t.Helper()
	if r.Key.Value == "" {
		r.Key = officetest.NewKey(string(r.Action))
	}
	if r.Version == 0 {
		r.Version = loaded(t, h, r.Case).Case.Version
	}
	_, err := h.Act(t.Context(), a, r)
	return wants(t, err, kind, code)
}

// verify checks everything that must hold of a case after every flow.
func verify(t testing.TB, h *officetest.House, id ids.Case) {
	t.Helper()
	h.Verify(t, id)
}

// advance moves the clock on by hours.
func advance(h *officetest.House, hours int) { h.Clock.Advance(time.Duration(hours) * time.Hour) }

// justNow gives the actor a login of this moment.
func justNow(h *officetest.House, a casework.Actor) casework.Actor {
	a.StepUpAt = h.Clock.Now()
	return a
}
