package casework_test

import (
	"context"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/record"
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

// verify checks everything that must hold of a case after every flow: its chain
// of events, what the participations say of turn and line, and that each stored
// clock is what its rule gives.
func verify(t testing.TB, h *officetest.House, id ids.Case) {
	t.Helper()
	verifyChain(t, h, id)
	l := loaded(t, h, id)
	proc, err := referral.For(l.Snapshot.Kind)
	if err != nil {
		t.Fatal(err)
	}
	turns := referral.Turns(proc, l.Snapshot)
	seen := map[ids.Agency]bool{}
	for _, p := range l.Parts {
		seen[p.AgencyID] = true
		if p.Turn != turns[p.AgencyID] {
			t.Errorf("%s: turn is %v, want %v", p.Relation, p.Turn, turns[p.AgencyID])
		}
		if p.Stage != string(l.Snapshot.State) {
			t.Errorf("%s: stage %s, want %s", p.Relation, p.Stage, l.Snapshot.State)
		}
		if want := earliest(l.Snapshot.Clocks, p.AgencyID); !sameInstant(p.DueAt, want) {
			t.Errorf("%s: due %v, want %v", p.Relation, p.DueAt, want)
		}
	}
	for agency := range turns {
		if !seen[agency] {
			t.Errorf("it is the turn of %s, which has no part in the case", agency)
		}
	}
	for party, organ := range map[referral.Party]*referral.Organ{referral.Sender: &l.Snapshot.Sender, referral.Receiver: l.Snapshot.Receiver, referral.Procuratorate: l.Snapshot.Copied} {
		if organ == nil {
			continue
		}
		ok := slices.ContainsFunc(l.Parts, func(p dbsqlc.Participation) bool {
			return p.AgencyID == organ.ID && p.Relation == string(party)
		})
		if !ok {
			t.Errorf("the %s does not take part as such", party)
		}
	}
	if held := l.Snapshot.Custody; held != l.Snapshot.Sender.ID && (l.Snapshot.Receiver == nil || held != l.Snapshot.Receiver.ID) {
		t.Error("neither sender nor receiver holds the custody")
	}
}

func earliest(clocks []referral.RunningClock, agency ids.Agency) (first time.Time) {
	for _, c := range clocks {
		if c.Owes == agency && !c.Paused && !c.Option && !referral.Background(c.Rule) && !c.DueAt.IsZero() && (first.IsZero() || c.DueAt.Before(first)) {
			first = c.DueAt
		}
	}
	return first
}

func sameInstant(p *time.Time, want time.Time) bool {
	if p == nil {
		return want.IsZero()
	}
	return p.Equal(want)
}

// verifyChain runs the verifier over the chain of one case.
func verifyChain(t testing.TB, h *officetest.House, id ids.Case) {
	t.Helper()
	subject := record.Subject{Kind: "case", ID: id.String()}
	n := 0
	err := store.ReadRecord(t.Context(), h.DB.Worker, func(src record.Source) error {
		findings, err := record.VerifyChain(only(t.Context(), src, subject, &n))
		for _, f := range findings {
			t.Errorf("the record of the case does not hold: %+v", f)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n == 0 {
		t.Error("the case has no record")
	}
}

func only(ctx context.Context, src record.Source, subject record.Subject, n *int) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		for r, err := range src.Records(ctx) {
			if err == nil && r.Event.Subject != subject {
				continue
			}
			*n++
			if !yield(r, err) {
				return
			}
		}
	}
}

// advance moves the clock on by hours.
func advance(h *officetest.House, hours int) { h.Clock.Advance(time.Duration(hours) * time.Hour) }

// justNow gives the actor a login of this moment.
func justNow(h *officetest.House, a casework.Actor) casework.Actor {
	a.StepUpAt = h.Clock.Now()
	return a
}
