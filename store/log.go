package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// logLock is the advisory lock of the one process that sequences.
const logLock = 0x78696a6c6f67 // "xijlog"

// Log is the Merkle log over all events, as the sequencer writes it.
type Log struct{ pool *pgxpool.Pool }

// NewLog opens the log on a pool that connects as hub_worker.
func NewLog(pool *pgxpool.Pool) *Log { return &Log{pool} }

// Exclusive implements record.Log: one transaction, one writer among all
// processes. The lock ends with the transaction, also when the process dies.
func (l *Log) Exclusive(ctx context.Context, f func(context.Context, record.LogStore) error) error {
	return Write(ctx, l.pool, ids.Agency{}, func(tx pgx.Tx) error {
		q := dbsqlc.New(tx)
		got, err := q.TryLogLock(ctx, logLock)
		if err != nil {
			return fmt.Errorf("take the log's lock: %w", err)
		}
		if !got {
			return record.ErrBusy
		}
		return f(ctx, logStore{q})
	})
}

// logStore is the log inside a transaction that holds the lock.
type logStore struct{ q *dbsqlc.Queries }

// TreeSize counts the leaves: with every batch a checkpoint of its size is kept.
func (l logStore) TreeSize(ctx context.Context) (int64, error) { return l.q.TreeSize(ctx) }

// ReadHashes implements record.LogStore.
func (l logStore) ReadHashes(ctx context.Context, indexes []int64) ([]tlog.Hash, error) {
	return LogHashes(ctx, l.q, indexes)
}

// LogHashes reads stored hashes of the log, in the order asked for.
func LogHashes(ctx context.Context, q *dbsqlc.Queries, indexes []int64) ([]tlog.Hash, error) {
	rows, err := q.ReadHashes(ctx, indexes)
	if err != nil {
		return nil, err
	}
	found := make(map[int64]tlog.Hash, len(rows))
	for _, r := range rows {
		h, ok := treeHash(r.Hash)
		if !ok {
			return nil, fmt.Errorf("stored hash %d of the log is no digest", r.Idx)
		}
		found[r.Idx] = h
	}
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		h, ok := found[index]
		if !ok {
			return nil, fmt.Errorf("stored hash %d of the log is missing", index)
		}
		out[i] = h
	}
	return out, nil
}

// AppendHashes implements record.LogStore.
func (l logStore) AppendHashes(ctx context.Context, first int64, hashes []tlog.Hash) error {
	indexes, columns := make([]int64, len(hashes)), make([][]byte, len(hashes))
	for i := range hashes {
		indexes[i], columns[i] = first+int64(i), hashes[i][:]
	}
	return l.q.InsertHashes(ctx, indexes, columns)
}

// Unsequenced implements record.LogStore.
func (l logStore) Unsequenced(ctx context.Context, limit int) ([]record.Leaf, error) {
	rows, err := l.q.Unsequenced(ctx, int32(limit))
	if err != nil {
		return nil, err
	}
	leaves := make([]record.Leaf, len(rows))
	for i, r := range rows {
		leaves[i] = record.Leaf{
			Index: record.NoLeaf, Event: r.EventID, Subject: record.Subject{Kind: r.SubjectKind, ID: r.SubjectID}, Seq: r.Seq, Hash: chainHash(r.Hash),
		}
	}
	return leaves, nil
}

// SetLeaf implements record.LogStore.
func (l logStore) SetLeaf(ctx context.Context, leaves []record.Leaf) error {
	events, indexes := make([]ids.Entry, len(leaves)), make([]int64, len(leaves))
	for i, leaf := range leaves {
		events[i], indexes[i] = ids.Entry(leaf.Event), leaf.Index
	}
	n, err := l.q.SetLeaves(ctx, events, indexes)
	if err == nil && n != int64(len(leaves)) {
		err = fmt.Errorf("%d of %d events took their leaf", n, len(leaves))
	}
	return err
}

// LastCheckpoint implements record.LogStore.
func (l logStore) LastCheckpoint(ctx context.Context) ([]byte, error) {
	row, err := l.q.LastCheckpoint(ctx)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return row.Note, err
}

// SaveCheckpoint implements record.LogStore.
func (l logStore) SaveCheckpoint(ctx context.Context, c record.Checkpoint, msg []byte) error {
	return l.q.InsertCheckpoint(ctx, c.Size, msg, c.Time)
}

// chainHash reads a column that somebody may have tampered with: what is no
// digest becomes the zero hash, which no event has.
func chainHash(column []byte) (h record.Hash) {
	if len(column) == len(h) {
		copy(h[:], column)
	}
	return h
}

func treeHash(column []byte) (h tlog.Hash, ok bool) {
	if len(column) != len(h) {
		return h, false
	}
	return tlog.Hash(slices.Clone(column)), true
}
