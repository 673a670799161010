package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

var batchDay = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)

func newKey(ctx context.Context, b *store.Batch, agency ids.Agency, key string) *store.Answer[int64] {
	return store.Ask(b, func(q *dbsqlc.Queries) (int64, error) {
		return q.ClaimKey(ctx, dbsqlc.ClaimKeyParams{AgencyID: agency, Key: key, Operation: "x", BodyHash: []byte{1}, At: batchDay})
	})
}

func readKey(ctx context.Context, b *store.Batch, agency ids.Agency, key string) *store.Answer[dbsqlc.IdempotencyKey] {
	return store.Ask(b, func(q *dbsqlc.Queries) (dbsqlc.IdempotencyKey, error) { return q.ReadKey(ctx, agency, key) })
}

// A batch answers each question with its own rows, in order, and what was put in
// without a question is done between them.
func TestBatchAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		batch func(pgx.Tx) *store.Batch
	}{
		{"in one round trip", func(pgx.Tx) *store.Batch { return &store.Batch{} }},
		{"at once", func(tx pgx.Tx) *store.Batch { return store.AtOnce(dbsqlc.New(tx)) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx, tx, agency := t.Context(), storetest.Tx(t), ids.New[ids.Agency](batchDay)
			b := c.batch(tx)
			first, second := newKey(ctx, b, agency, "a"), newKey(ctx, b, agency, "a")
			caseID := ids.New[ids.Case](batchDay)
			if err := b.Queries().SaveKey(ctx, dbsqlc.SaveKeyParams{AgencyID: agency, Key: "a", CaseID: caseID}); err != nil {
				t.Fatal(err)
			}
			there, gone := readKey(ctx, b, agency, "a"), readKey(ctx, b, agency, "b")
			organs := store.Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.CaseAgenciesRow, error) { return q.CaseAgencies(ctx, caseID) })
			if err := b.Send(ctx, tx); err != nil {
				t.Fatal(err)
			}
			if first.Value != 1 || second.Value != 0 {
				t.Errorf("the key was taken %d and %d times, want 1 and 0", first.Value, second.Value)
			}
			if there.Err != nil || there.Value.CaseID != caseID {
				t.Errorf("the key leads to %s (%v), want %s", there.Value.CaseID, there.Err, caseID)
			}
			if !errors.Is(gone.Err, pgx.ErrNoRows) {
				t.Errorf("a key that nobody took: %v", gone.Err)
			}
			if organs.Err != nil || len(organs.Value) != 0 {
				t.Errorf("organs of no case: %v (%v)", organs.Value, organs.Err)
			}
		})
	}
}

// What fails inside a batch fails the batch, and no answer behind it looks as if
// it had been given.
func TestBatchFails(t *testing.T) {
	t.Parallel()
	ctx, tx, agency := t.Context(), storetest.Tx(t), ids.New[ids.Agency](batchDay)
	b := &store.Batch{}
	before := newKey(ctx, b, agency, "a")
	broken := b.Queries().InsertLeaf(ctx, ids.New[ids.Event](batchDay)) // no such event
	behind := readKey(ctx, b, agency, "a")
	if broken != nil {
		t.Fatalf("queueing is not sending: %v", broken)
	}
	if b.Send(ctx, tx) == nil {
		t.Fatal("a leaf without an event was taken")
	}
	if before.Err != nil || before.Value != 1 {
		t.Errorf("the answer before: %d, %v", before.Value, before.Err)
	}
	if behind.Err == nil {
		t.Error("the answer behind looks given")
	}
}

// The job queue writes through a transaction of its own kind: its copies join the
// batch, its questions do not wait for it.
func TestBatchTakesTheJobQueue(t *testing.T) {
	t.Parallel()
	ctx, tx, agency := t.Context(), storetest.Tx(t), ids.New[ids.Agency](batchDay)
	b := &store.Batch{}
	through := b.Tx(tx)
	rows := [][]any{{agency, "a", "x", []byte{1}, batchDay}, {agency, "b", "x", []byte{2}, batchDay}}
	n, err := through.CopyFrom(ctx, pgx.Identifier{"public", "idempotency_keys"}, []string{"agency_id", "key", "operation", "body_hash", "at"}, pgx.CopyFromRows(rows))
	if err != nil || n != 2 {
		t.Fatalf("queued %d rows (%v), want 2", n, err)
	}
	count := func() (n int) {
		t.Helper()
		if err := through.QueryRow(ctx, "SELECT count(*) FROM idempotency_keys WHERE agency_id = $1", agency).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := count(); n != 0 {
		t.Errorf("%d rows before the batch was sent", n)
	}
	if err := b.Send(ctx, tx); err != nil {
		t.Fatal(err)
	}
	if n := count(); n != 2 {
		t.Errorf("%d rows after the batch was sent, want 2", n)
	}
}
