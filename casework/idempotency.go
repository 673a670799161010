package casework

import (
	"bytes"
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"errors"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
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

// claim takes the key, or says what the first call with it did. A twin that is
// still running holds the row: we wait for it, up to the lock time-out.
func claim(ctx context.Context, q *dbsqlc.Queries, a Actor, k Key, now time.Time) (*earlier, error) {
	n, err := q.ClaimKey(ctx, dbsqlc.ClaimKeyParams{AgencyID: a.Agency, Key: k.Value, Operation: k.Operation, BodyHash: k.BodyHash, At: now})
	if err != nil {
		if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == "55P03" { // lock_not_available
			return nil, fault.Wrap(fault.Clash, "idempotency.in_flight", fault.T("相同的请求正在办理", "The same request is still being worked on"), err)
		}
		return nil, err
	}
	if n == 1 {
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

// settle notes what the call with this key did.
func settle(ctx context.Context, q *dbsqlc.Queries, a Actor, k Key, id ids.Case) error {
	return q.SaveKey(ctx, dbsqlc.SaveKeyParams{AgencyID: a.Agency, Key: k.Value, CaseID: id})
}
