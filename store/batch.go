package store

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Batch collects statements of a verb and sends them in one round trip: on the
// write path the round trips cost more than the statements. What returns rows
// goes in with Ask; what returns none also through Queries.
type Batch struct {
	queued pgx.Batch
	atOnce *dbsqlc.Queries // set: nothing is collected
	failed error
}

// AtOnce gives a batch that collects nothing: every statement runs when it is
// put in. So one function serves callers with a batch and callers without.
func AtOnce(q *dbsqlc.Queries) *Batch { return &Batch{atOnce: q} }

// Queries gives the generated statements, queued instead of sent.
func (b *Batch) Queries() *dbsqlc.Queries {
	if b.atOnce != nil {
		return b.atOnce
	}
	return dbsqlc.New(queue{b})
}

// Send sends everything queued and reports the first error.
func (b *Batch) Send(ctx context.Context, tx pgx.Tx) error {
	if b.atOnce != nil || b.queued.Len() == 0 {
		return b.failed
	}
	return tx.SendBatch(ctx, &b.queued).Close()
}

// Tx gives the transaction with its writes queued into the batch: statements
// without rows and copies wait for Send, questions go through at once. For the
// job queue, which brings its own statements.
func (b *Batch) Tx(tx pgx.Tx) pgx.Tx {
	if b.atOnce != nil {
		return tx
	}
	return queueTx{tx, b}
}

type queueTx struct {
	pgx.Tx
	b *Batch
}

func (t queueTx) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	return queue{t.b}.Exec(ctx, sql, args...)
}

// CopyFrom queues an insert per row: COPY has a protocol of its own and would
// cost its own round trip, which a row or two are not worth.
func (t queueTx) CopyFrom(_ context.Context, table pgx.Identifier, columns []string, src pgx.CopyFromSource) (n int64, err error) {
	places, names := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		places[i], names[i] = "$"+strconv.Itoa(i+1), pgx.Identifier{c}.Sanitize()
	}
	sql := "INSERT INTO " + table.Sanitize() + " (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(places, ", ") + ")"
	for ; src.Next(); n++ {
		row, err := src.Values()
		if err != nil {
			return n, err
		}
		t.b.queued.Queue(sql, row...)
	}
	return n, src.Err()
}

// Answer is what a question was answered with, once its batch has been sent.
type Answer[T any] struct {
	Value T
	Err   error // pgx.ErrNoRows where one row was asked for and there is none
}

// Ask puts a question into a batch. The function calls exactly one generated
// statement: once when it is queued, to learn the statement, and once more to
// read its rows.
func Ask[T any](b *Batch, question func(*dbsqlc.Queries) (T, error)) *Answer[T] {
	a := &Answer[T]{}
	if b.atOnce != nil {
		if a.Value, a.Err = question(b.atOnce); a.Err != nil && b.failed == nil && !errors.Is(a.Err, pgx.ErrNoRows) {
			b.failed = a.Err
		}
		return a
	}
	var heard hearing
	_, a.Err = question(dbsqlc.New(&heard))
	if !errors.Is(a.Err, errHeard) {
		panic("store: a question must be one statement")
	}
	b.queued.Queue(heard.sql, heard.args...).Query(func(rows pgx.Rows) error {
		a.Value, a.Err = question(dbsqlc.New(reading{rows}))
		if errors.Is(a.Err, pgx.ErrNoRows) {
			return nil
		}
		return a.Err
	})
	return a
}

var (
	errBatched = errors.New("a queue takes only statements without rows: use Ask")
	errHeard   = errors.New("a statement was heard, not sent")
)

// queue takes statements whose answer nobody reads.
type queue struct{ b *Batch }

func (q queue) Exec(_ context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	q.b.queued.Queue(sql, args...)
	return pgconn.CommandTag{}, nil
}

func (queue) Query(context.Context, string, ...any) (pgx.Rows, error) { return nil, errBatched }

func (queue) QueryRow(context.Context, string, ...any) pgx.Row { return noRow{errBatched} }

// hearing learns what statement a question is.
type hearing struct {
	sql  string
	args []any
}

func (h *hearing) Exec(_ context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	h.sql, h.args = sql, args
	return pgconn.CommandTag{}, errHeard
}

func (h *hearing) Query(_ context.Context, sql string, args ...any) (pgx.Rows, error) {
	h.sql, h.args = sql, args
	return nil, errHeard
}

func (h *hearing) QueryRow(_ context.Context, sql string, args ...any) pgx.Row {
	h.sql, h.args = sql, args
	return noRow{errHeard}
}

// reading lets a question read the rows it was answered with.
type reading struct{ rows pgx.Rows }

func (r reading) Exec(context.Context, string, ...any) (pgconn.CommandTag, error) {
	r.rows.Close()
	return r.rows.CommandTag(), r.rows.Err()
}

func (r reading) Query(context.Context, string, ...any) (pgx.Rows, error) { return r.rows, nil }

func (r reading) QueryRow(context.Context, string, ...any) pgx.Row { return oneRow(r) }

type oneRow reading

func (r oneRow) Scan(dest ...any) error {
	defer r.rows.Close()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return pgx.ErrNoRows
	}
	if err := r.rows.Scan(dest...); err != nil {
		return err
	}
	r.rows.Close()
	return r.rows.Err()
}

type noRow struct{ err error }

func (n noRow) Scan(...any) error { return n.err }
