package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Read runs f in a read-only transaction that sees what the agency may see.
// The zero agency sees no case. An error of f comes back as it is; when no
// connection can be had the error is a fault of kind Unavailable.
func Read(ctx context.Context, pool *pgxpool.Pool, agency ids.Agency, f func(pgx.Tx) error) error {
	return inTx(ctx, pool, "begin read only", agency, f)
}

// Write runs f in a read-write transaction on behalf of the agency and commits
// when f returns nil. An error of f rolls back and comes back as it is. An
// error of the commit itself leaves open whether it happened: the caller's
// idempotency key finds out.
func Write(ctx context.Context, pool *pgxpool.Pool, agency ids.Agency, f func(pgx.Tx) error) error {
	return inTx(ctx, pool, "begin read write", agency, f)
}

// One runs f on one connection without a transaction: for a single statement on
// what belongs to no agency (sessions, people, organs), where begin and commit
// would cost more than the statement. Row-level security shows it no case.
func One(ctx context.Context, pool *pgxpool.Pool, f func(*pgxpool.Conn) error) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return beginFailure(err)
	}
	defer conn.Release()
	if err = f(conn); err != nil && conn.Conn().IsClosed() {
		return beginFailure(err)
	}
	return err
}

func inTx(ctx context.Context, pool *pgxpool.Pool, begin string, agency ids.Agency, f func(pgx.Tx) error) (err error) {
	// One round trip for both. The agency is 16 bytes printed as hex, never text
	// from outside, so it needs no parameter.
	tx, err := pool.BeginTx(ctx, pgx.TxOptions{
		BeginQuery: begin + "; set local hub.agency = '" + agencyText(agency) + "'",
	})
	if err != nil {
		return beginFailure(err)
	}
	done := false
	defer func() {
		if !done { // f failed or panicked
			_ = tx.Rollback(context.WithoutCancel(ctx)) // a connection that cannot roll back is dropped by the pool
		}
	}()
	if err := f(tx); err != nil {
		return err
	}
	done = true
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func agencyText(agency ids.Agency) string {
	if agency.IsZero() {
		return "" // the policies read it as no agency
	}
	return agency.String()
}

// beginFailure tells an unreachable database from a refused statement.
func beginFailure(err error) error {
	if _, refused := errors.AsType[*pgconn.PgError](err); refused {
		return fmt.Errorf("begin: %w", err)
	}
	return fault.Wrap(fault.Unavailable, "store.unavailable",
		fault.T("数据库暂时无法连接，请稍后重试。", "The database cannot be reached right now; please try again later."),
		fmt.Errorf("begin: %w", err))
}
