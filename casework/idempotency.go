package casework

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Key makes a retry harmless. It lives as long as the case.
type Key struct {
	Value     string // Idempotency-Key header
	Operation string // operation id of the contract
	BodyHash  []byte // SHA-256 of address and body
}

// earlier is what the first call with the same key did.
type earlier struct{ Case ids.Case }

// ask puts the taking of the key into a batch, ahead of everything else: a twin
// that is still running holds the row, and we wait for it, up to the lock time-out.
func (k Key) ask(ctx context.Context, b *store.Batch, a Actor, now time.Time) *store.Answer[int64] {
	return store.Ask(b, func(q *dbsqlc.Queries) (int64, error) {
		return q.ClaimKey(ctx, dbsqlc.ClaimKeyParams{AgencyID: a.Agency, Key: k.Value, Operation: k.Operation, BodyHash: k.BodyHash, At: now})
	})
}

// claim takes the key, or says what the first call with it did.
func claim(ctx context.Context, q *dbsqlc.Queries, a Actor, k Key, now time.Time) (*earlier, error) {
	return claimed(ctx, q, a, k, k.ask(ctx, store.AtOnce(q), a, now))
}

// claimed says what the first call with a key did, if this is not the first.
func claimed(ctx context.Context, q *dbsqlc.Queries, a Actor, k Key, taken *store.Answer[int64]) (*earlier, error) {
	if taken.Err != nil {
		return nil, twin(taken, taken.Err)
	}
	if taken.Value == 1 {
		return nil, nil
	}
	row, err := q.ReadKey(ctx, a.Agency, k.Value)
	if err != nil {
		return nil, err
	}
	if row.Operation != k.Operation || !bytes.Equal(row.BodyHash, k.BodyHash) {
		return nil, fault.New(fault.Invalid, "idempotency.other_body", fault.T("同一幂等键已用于另一请求", "This idempotency key was used for a different request"))
	}
	return &earlier{Case: row.CaseID}, nil
}

// twin tells a twin that is still running from other failures of the batch that
// was to take the key.
func twin(taken *store.Answer[int64], failed error) error {
	if pg, ok := errors.AsType[*pgconn.PgError](taken.Err); ok && pg.Code == "55P03" { // lock_not_available
		return fault.Wrap(fault.Clash, "idempotency.in_flight", fault.T("相同的请求正在办理", "The same request is still being worked on"), failed)
	}
	return failed
}

// settle notes what the call with this key did.
func settle(ctx context.Context, q *dbsqlc.Queries, a Actor, k Key, id ids.Case) error {
	return q.SaveKey(ctx, dbsqlc.SaveKeyParams{AgencyID: a.Agency, Key: k.Value, CaseID: id})
}
