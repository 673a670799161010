package record

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// leafEvent marks leaf data that is an event's chain hash.
const leafEvent = 0x01

// LeafHash gives the leaf of the log (RFC 6962 §2.1) for an event's chain hash.
func LeafHash(chain Hash) tlog.Hash {
	var data [1 + HashSize]byte
	data[0] = leafEvent
	copy(data[1:], chain[:])
	return tlog.RecordHash(data[:])
}

// grow computes the stored hashes that leaves add to a tree of the given size,
// and the new root. r is asked once for the tree's right edge.
func grow(size int64, leaves []tlog.Hash, r tlog.HashReader) (added []tlog.Hash, root tlog.Hash, err error) {
	first := tlog.StoredHashCount(size)
	near := overlay{first: first, edge: map[int64]tlog.Hash{}, below: r}
	if err := near.load(size); err != nil {
		return nil, root, fmt.Errorf("read the log's edge: %w", err)
	}
	near.added = make([]tlog.Hash, 0, 2*len(leaves)+64)
	for i, leaf := range leaves {
		more, err := tlog.StoredHashesForRecordHash(size+int64(i), leaf, &near)
		if err != nil {
			return nil, root, fmt.Errorf("append leaf %d: %w", size+int64(i), err)
		}
		near.added = append(near.added, more...)
	}
	root, err = tlog.TreeHash(size+int64(len(leaves)), &near)
	if err != nil {
		return nil, root, fmt.Errorf("hash the tree: %w", err)
	}
	return near.added, root, nil
}

// overlay answers from the hashes just added and from the edge of the old tree,
// so that a batch costs one read of the store however long it is.
type overlay struct {
	first int64 // index of added[0]
	added []tlog.Hash
	edge  map[int64]tlog.Hash
	below tlog.HashReader
}

// load reads the roots of the complete subtrees that make up the old tree.
func (o *overlay) load(size int64) error {
	indexes := edgeOf(size)
	if len(indexes) == 0 {
		return nil
	}
	hashes, err := o.below.ReadHashes(indexes)
	if err != nil {
		return err
	}
	if len(hashes) != len(indexes) {
		return fmt.Errorf("asked for %d hashes, got %d", len(indexes), len(hashes))
	}
	for i, index := range indexes {
		o.edge[index] = hashes[i]
	}
	return nil
}

// edgeOf gives the indexes of the roots of the largest complete subtrees, left to right.
func edgeOf(size int64) []int64 {
	var out []int64
	var done int64
	for level := 62; level >= 0; level-- {
		if size&(1<<level) != 0 {
			out = append(out, tlog.StoredHashIndex(level, done>>level))
			done += 1 << level
		}
	}
	return out
}

// ReadHashes implements tlog.HashReader.
func (o *overlay) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if at := index - o.first; at >= 0 && at < int64(len(o.added)) {
			out[i] = o.added[at]
			continue
		}
		h, ok := o.edge[index]
		if !ok {
			return nil, fmt.Errorf("hash %d is neither new nor on the edge", index)
		}
		out[i] = h
	}
	return out, nil
}

// ProveInclusion proves that the tree of the given size holds a leaf.
// The proof is checked with CheckInclusion.
func ProveInclusion(size, leaf int64, r tlog.HashReader) (tlog.RecordProof, error) {
	return tlog.ProveRecord(size, leaf, r)
}

// CheckInclusion checks, with nothing but a receipt's chain hash and a signed
// checkpoint, that the event stands in the log.
func CheckInclusion(proof tlog.RecordProof, c Checkpoint, leaf int64, chain Hash) error {
	return tlog.CheckRecord(proof, c.Size, c.Root, leaf, LeafHash(chain))
}

// ProveConsistency proves that the tree of size newer continues the one of size older.
func ProveConsistency(newer, older int64, r tlog.HashReader) (tlog.TreeProof, error) {
	return tlog.ProveTree(newer, older, r)
}

// CheckConsistency checks that the log of one checkpoint continues that of an older one.
func CheckConsistency(proof tlog.TreeProof, newer, older Checkpoint) error {
	return tlog.CheckTree(proof, newer.Size, newer.Root, older.Size, older.Root)
}
