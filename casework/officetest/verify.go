package officetest

import (
	"context"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Verify checks everything that must hold of a case after every flow: its chain
// of events, and what the participations say of part, turn and line.
func (h *House) Verify(t testing.TB, id ids.Case) {
	t.Helper()
	h.verifyChain(t, id)
	q := dbsqlc.New(h.DB.Worker)
	row, err := q.ReadCase(t.Context(), id)
	if err != nil {
		t.Fatalf("read the case: %v", err)
	}
	l, err := store.LoadCase(t.Context(), q, row)
	if err != nil {
		t.Fatal(err)
	}
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
		if c.Owes == agency && !c.Paused && !c.Option && !c.Internal && !referral.Background(c.Rule) && !c.DueAt.IsZero() && (first.IsZero() || c.DueAt.Before(first)) {
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
func (h *House) verifyChain(t testing.TB, id ids.Case) {
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
