package record

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Options say against what a record is verified.
type Options struct {
	Keys        note.Verifiers // the log's public keys, retired ones included
	File        []byte         // content of the checkpoint file; nil if none is given
	MaxFindings int            // findings kept in the report, 1,000 if zero; all are counted
}

// Verify reads the whole record once and reports everything that does not hold:
// edited, reordered, moved and deleted events, values changed or blanked without an act,
// and, against checkpoints, a log that was cut or rewritten. A deleted tail of the log and a
// restored old dump are found only with Options.File, which the database's
// administrator can't reach.
//
// It keeps 33 bytes per event in memory. The error is the source's; a record that
// does not hold is a report, not an error.
func Verify(ctx context.Context, src Source, opt Options) (Report, error) {
	report := Report{limit: opt.MaxFindings, FileGiven: opt.File != nil}
	if report.limit <= 0 {
		report.limit = 1000
	}
	v := verifier{report: &report}
	if err := v.marks.load(ctx, src, opt, &report); err != nil {
		return report, err
	}
	if err := v.log.follow(ctx, src, &v.marks, &report); err != nil {
		return report, err
	}
	v.seen = make([]bool, len(v.log.leaves))
	if err := v.records(ctx, src); err != nil {
		return report, err
	}
	if err := v.unseen(ctx, src); err != nil {
		return report, err
	}
	v.marks.settle(&v.log, &report)
	return report, nil
}

type verifier struct {
	report   *Report
	marks    marks
	log      logCheck
	seen     []bool // by leaf
	floating []floating
}

// floating is an event that says it is not anchored.
type floating struct {
	leaf tlog.Hash
	at   Finding
}

func (v *verifier) records(ctx context.Context, src Source) error {
	var c chain
	for r, err := range src.Records(ctx) {
		if err != nil {
			return fmt.Errorf("read events: %w", err)
		}
		if c.seen == nil || r.Event.Subject != c.subject {
			c.end()
			c = chain{report: v.report}
			v.report.Subjects++
		}
		v.report.Events++
		v.anchor(&r, c.add(&r))
	}
	c.end()
	return nil
}

// anchor compares an event with its leaf.
func (v *verifier) anchor(r *Record, digest Hash) {
	e := &r.Event
	at := Finding{Subject: e.Subject, Seq: e.Seq, Event: e.ID, Leaf: r.Leaf}
	leaf := LeafHash(digest)
	switch {
	case r.Leaf == NoLeaf:
		at.Leaf = 0
		v.floating = append(v.floating, floating{leaf, at})
		v.report.Unanchored++
		if old := v.report.OldestUnanchored; old.IsZero() || e.RecordedAt.Before(old) {
			v.report.OldestUnanchored = e.RecordedAt
		}
	case r.Leaf < 0 || r.Leaf >= int64(len(v.log.leaves)):
		v.report.found(at.as(Misplaced))
	case v.log.leaves[r.Leaf] != leaf:
		v.report.found(at.as(Misplaced))
		v.seen[r.Leaf] = true // said once, not again as deleted
	default:
		v.seen[r.Leaf] = true
	}
}

// unseen reports leaves that no event claims: the event's mark was taken away,
// or the event is gone.
func (v *verifier) unseen(ctx context.Context, src Source) error {
	var gone []int64
	lost := map[tlog.Hash]int64{}
	for leaf, seen := range v.seen {
		if !seen {
			lost[v.log.leaves[leaf]] = int64(leaf)
		}
	}
	if len(lost) == 0 {
		return nil
	}
	for _, f := range v.floating {
		if leaf, ok := lost[f.leaf]; ok {
			f.at.Leaf = leaf
			v.seen[leaf] = true
			v.report.found(f.at.as(Unmarked))
		}
	}
	for leaf, seen := range v.seen {
		if !seen {
			gone = append(gone, int64(leaf))
		}
	}
	return v.name(ctx, src, gone)
}

// name reports leaves without event, with the names the register of leaves gives them.
func (v *verifier) name(ctx context.Context, src Source, gone []int64) error {
	const batch = 1000
	for start := 0; start < len(gone); start += batch {
		part := gone[start:min(start+batch, len(gone))]
		names, err := src.LeafNames(ctx, part)
		if err != nil {
			return fmt.Errorf("name lost leaves: %w", err)
		}
		known := make(map[int64]Leaf, len(names))
		for _, n := range names {
			known[n.Index] = n
		}
		for _, leaf := range part {
			n := known[leaf]
			v.report.found(Finding{Code: Deleted, Subject: n.Subject, Seq: n.Seq, Event: n.Event, Leaf: leaf})
		}
	}
	return nil
}
