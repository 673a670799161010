package record

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sort"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// MemorySource is a record in memory: what a dossier carries to be verified
// offline. It implements Source, Log and LogStore; it is not safe for concurrent use.
type MemorySource struct {
	List   []Record       // in any order
	Tree   []tlog.Hash    // stored hashes by index
	Notes  [][]byte       // signed checkpoints, oldest first
	Leaves map[int64]Leaf // register of leaves
}

// Add puts an event and its openings into the record, not anchored yet.
func (m *MemorySource) Add(e Event, openings []Opening) {
	m.List = append(m.List, Record{Event: e, Openings: openings, Leaf: NoLeaf})
}

// Head gives the last event of a subject: the seq and hash that the next one
// builds on, zero for a new subject.
func (m *MemorySource) Head(s Subject) (seq int64, hash Hash) {
	for i := range m.List {
		if e := &m.List[i].Event; e.Subject == s && e.Seq > seq {
			seq, hash = e.Seq, e.Hash
		}
	}
	return seq, hash
}

// Records implements Source.
func (m *MemorySource) Records(context.Context) iter.Seq2[Record, error] {
	sorted := slices.Clone(m.List)
	slices.SortStableFunc(sorted, func(a, b Record) int {
		x, y := &a.Event, &b.Event
		return cmp.Or(cmp.Compare(x.Subject.Kind, y.Subject.Kind), cmp.Compare(x.Subject.ID, y.Subject.ID), cmp.Compare(x.Seq, y.Seq))
	})
	return func(yield func(Record, error) bool) {
		for _, r := range sorted {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// Hashes implements Source.
func (m *MemorySource) Hashes(context.Context) iter.Seq2[StoredHash, error] {
	return func(yield func(StoredHash, error) bool) {
		for i, h := range m.Tree {
			if !yield(StoredHash{int64(i), h}, nil) {
				return
			}
		}
	}
}

// Checkpoints implements Source.
func (m *MemorySource) Checkpoints(context.Context) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, n := range m.Notes {
			if !yield(n, nil) {
				return
			}
		}
	}
}

// LeafNames implements Source.
func (m *MemorySource) LeafNames(_ context.Context, leaves []int64) ([]Leaf, error) {
	var out []Leaf
	for _, index := range leaves {
		if l, ok := m.Leaves[index]; ok {
			out = append(out, l)
		}
	}
	return out, nil
}

// Exclusive implements Log: memory has one writer, and an error undoes everything.
func (m *MemorySource) Exclusive(ctx context.Context, f func(context.Context, LogStore) error) error {
	before := m.Clone()
	err := f(ctx, m)
	if err != nil {
		*m = *before
	}
	return err
}

// Clone copies the record as far as its methods can change it.
func (m *MemorySource) Clone() *MemorySource {
	return &MemorySource{slices.Clone(m.List), slices.Clone(m.Tree), slices.Clone(m.Notes), maps.Clone(m.Leaves)}
}

// TreeSize implements LogStore.
func (m *MemorySource) TreeSize(context.Context) (int64, error) {
	return int64(sort.Search(len(m.Tree), func(n int) bool {
		return tlog.StoredHashCount(int64(n)+1) > int64(len(m.Tree))
	})), nil
}

// ReadHashes implements LogStore.
func (m *MemorySource) ReadHashes(_ context.Context, indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(m.Tree)) {
			return nil, fmt.Errorf("the log has no hash %d", index)
		}
		out[i] = m.Tree[index]
	}
	return out, nil
}

// AppendHashes implements LogStore.
func (m *MemorySource) AppendHashes(_ context.Context, first int64, hashes []tlog.Hash) error {
	if first != int64(len(m.Tree)) {
		return fmt.Errorf("append at %d, the log ends at %d", first, len(m.Tree))
	}
	m.Tree = append(m.Tree, hashes...)
	return nil
}

// Unsequenced implements LogStore.
func (m *MemorySource) Unsequenced(_ context.Context, limit int) ([]Leaf, error) {
	var out []Leaf
	for _, r := range m.List {
		if r.Leaf == NoLeaf {
			out = append(out, Leaf{NoLeaf, r.Event.ID, r.Event.Subject, r.Event.Seq, r.Event.Hash})
		}
	}
	slices.SortFunc(out, func(a, b Leaf) int { return slices.Compare(a.Event[:], b.Event[:]) })
	return out[:min(limit, len(out))], nil
}

// SetLeaf implements LogStore.
func (m *MemorySource) SetLeaf(_ context.Context, leaves []Leaf) error {
	at := make(map[ids.Event]int64, len(leaves))
	if m.Leaves == nil {
		m.Leaves = map[int64]Leaf{}
	}
	for _, l := range leaves {
		at[l.Event] = l.Index
		m.Leaves[l.Index] = l
	}
	for i := range m.List {
		if index, ok := at[m.List[i].Event.ID]; ok {
			m.List[i].Leaf = index
		}
	}
	return nil
}

// LastCheckpoint implements LogStore.
func (m *MemorySource) LastCheckpoint(context.Context) ([]byte, error) {
	if len(m.Notes) == 0 {
		return nil, nil
	}
	return m.Notes[len(m.Notes)-1], nil
}

// SaveCheckpoint implements LogStore.
func (m *MemorySource) SaveCheckpoint(_ context.Context, _ Checkpoint, msg []byte) error {
	m.Notes = append(m.Notes, msg)
	return nil
}
