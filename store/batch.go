package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Batch collects the writes of a verb and sends them in one round trip: on the
// write path the round trips cost more than the statements. It serves queries
// that return no rows; the others fail.
type Batch struct{ queued pgx.Batch }

var errBatched = errors.New("a batch takes only statements without rows")

// Queries gives the generated statements, queued instead of sent.
func (b *Batch) Queries() *dbsqlc.Queries { return dbsqlc.New(b) }

// Exec queues a statement.
func (b *Batch) Exec(_ context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	b.queued.Queue(sql, args...)
	return pgconn.CommandTag{}, nil
}

// Query refuses.
func (b *Batch) Query(context.Context, string, ...any) (pgx.Rows, error) { return nil, errBatched }

// QueryRow refuses when it is scanned.
func (b *Batch) QueryRow(context.Context, string, ...any) pgx.Row { return noRow{} }

type noRow struct{}

func (noRow) Scan(...any) error { return errBatched }

// Send sends everything queued and reports the first error.
func (b *Batch) Send(ctx context.Context, tx pgx.Tx) error {
	if b.queued.Len() == 0 {
		return nil
	}
	return tx.SendBatch(ctx, &b.queued).Close()
}
