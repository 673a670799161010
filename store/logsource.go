package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// ReadRecord gives f the stored record to be verified, all of it as it stood at
// one instant (REPEATABLE READ, read-only). The role must see every case:
// hub_audit or hub_worker. It streams by pages; memory does not grow with the
// record.
func ReadRecord(ctx context.Context, pool *pgxpool.Pool, f func(record.Source) error) error {
	err := pgx.BeginTxFunc(ctx, pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		var bound bool
		// hub_app would see an empty record and find nothing wrong with it.
		if err := tx.QueryRow(ctx, "select pg_has_role(current_user, $1, 'usage') and not pg_has_role(current_user, $2, 'usage')", RoleApp, RoleWorker).Scan(&bound); err != nil {
			return fmt.Errorf("read the role's rights: %w", err)
		}
		if bound {
			return errors.New("the role " + RoleApp + " does not see the whole record: connect as " + RoleAudit)
		}
		return f(&source{dbsqlc.New(tx)})
	})
	if err != nil {
		return fmt.Errorf("read the record: %w", err)
	}
	return nil
}

// pageSize is how many rows one statement of a stream fetches.
const pageSize = 2000

// source is the record inside one snapshot. What a row holds is given as it is,
// also when it makes no sense: that is for the verification to say.
type source struct{ q *dbsqlc.Queries }

// Records implements record.Source.
func (s *source) Records(ctx context.Context) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		after := dbsqlc.EventPageParams{PageSize: pageSize}
		for {
			page, err := s.records(ctx, after)
			if err != nil {
				yield(record.Record{}, err)
				return
			}
			for _, r := range page {
				if !yield(r, nil) {
					return
				}
			}
			if len(page) < pageSize {
				return
			}
			last := page[len(page)-1].Event
			after.SubjectKind, after.SubjectID, after.Seq, after.ID = last.Subject.Kind, last.Subject.ID, last.Seq, ids.Entry(last.ID)
		}
	}
}

func (s *source) records(ctx context.Context, after dbsqlc.EventPageParams) ([]record.Record, error) {
	rows, err := s.q.EventPage(ctx, after)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	events := make([]ids.Entry, len(rows))
	for i, r := range rows {
		events[i] = ids.Entry(r.ID)
	}
	values, err := s.q.ValuesOf(ctx, events)
	if err != nil {
		return nil, fmt.Errorf("read values: %w", err)
	}
	openings := make(map[ids.Event][]record.Opening, len(rows))
	for _, v := range values {
		openings[v.EventID] = append(openings[v.EventID], record.Opening{Name: v.Name, Salt: v.Salt, Value: v.Value})
	}
	page := make([]record.Record, len(rows))
	for i, r := range rows {
		page[i] = stored(r)
		page[i].Openings = openings[r.ID]
	}
	return page, nil
}

// stored converts a row, whose columns may have been tampered with.
func stored(r dbsqlc.EventPageRow) record.Record {
	e := record.Event{
		ID: r.ID, Subject: record.Subject{Kind: r.SubjectKind, ID: r.SubjectID}, Seq: r.Seq, Kind: r.Kind,
		OccurredAt: r.OccurredAt, RecordedAt: r.RecordedAt,
		Actor: record.Actor{Agency: r.AgencyID, Recorder: r.RecorderID, Function: r.Function},
		Prev:  chainHash(r.Prev), Hash: chainHash(r.Hash),
	}
	if json.Unmarshal(r.Commitments, &e.Fields) != nil {
		e.Fields = nil // the digest then shows that the event was edited
	}
	out := record.Record{Event: e, Encoded: r.Encoded, User: &r.UserID, Leaf: record.NoLeaf}
	if r.Leaf != nil {
		out.Leaf = *r.Leaf
	}
	return out
}

// Hashes implements record.Source.
func (s *source) Hashes(ctx context.Context) iter.Seq2[record.StoredHash, error] {
	return pages(-1, func(after int64) ([]dbsqlc.LogHash, error) { return s.q.HashPage(ctx, after, pageSize) },
		func(r dbsqlc.LogHash) (int64, record.StoredHash) {
			h, _ := treeHash(r.Hash) // what is no digest does not fit its neighbours
			return r.Idx, record.StoredHash{Index: r.Idx, Hash: h}
		})
}

// Checkpoints implements record.Source.
func (s *source) Checkpoints(ctx context.Context) iter.Seq2[[]byte, error] {
	return pages(-1, func(after int64) ([]dbsqlc.CheckpointPageRow, error) { return s.q.CheckpointPage(ctx, after, pageSize) },
		func(r dbsqlc.CheckpointPageRow) (int64, []byte) { return r.Size, r.Note })
}

// LeafNames implements record.Source.
func (s *source) LeafNames(ctx context.Context, leaves []int64) ([]record.Leaf, error) {
	rows, err := s.q.NameLeaves(ctx, leaves)
	if err != nil {
		return nil, fmt.Errorf("read the register of leaves: %w", err)
	}
	out := make([]record.Leaf, 0, len(rows))
	for _, r := range rows {
		leaf := record.Leaf{Index: *r.Leaf, Event: r.EventID, Hash: chainHash(r.Hash)} // never NULL: the query asks by leaf
		if r.SubjectID != nil {
			leaf.Subject, leaf.Seq = record.Subject{Kind: *r.SubjectKind, ID: *r.SubjectID}, *r.Seq
		}
		out = append(out, leaf)
	}
	return out, nil
}

// pages streams a table by a numeric key.
func pages[Row, T any](after int64, read func(after int64) ([]Row, error), convert func(Row) (int64, T)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for {
			rows, err := read(after)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, r := range rows {
				key, value := convert(r)
				if !yield(value, nil) {
					return
				}
				after = key
			}
			if len(rows) < pageSize {
				return
			}
		}
	}
}
