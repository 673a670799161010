package record

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// logCheck follows the stored hashes of the log from the first and builds its
// tree anew from the leaves.
type logCheck struct {
	leaves []tlog.Hash
	edge   []tlog.Hash // roots of the complete subtrees so far, left to right
	whole  bool        // no gap
}

// follow reads all stored hashes, checks inner ones against the leaves below
// them, and gives marks the root at every size that a checkpoint speaks of.
func (l *logCheck) follow(ctx context.Context, src Source, m *marks, report *Report) error {
	var next int64      // expected index
	var due []tlog.Hash // inner hashes that must follow the last leaf
	l.whole = true
	for h, err := range src.Hashes(ctx) {
		if err != nil {
			return fmt.Errorf("read the log: %w", err)
		}
		if h.Index != next {
			l.whole = false
			break
		}
		next++
		if len(due) > 0 {
			if due[0] != h.Hash {
				report.found(Finding{Code: LogDamaged, Leaf: h.Index})
			}
			due = due[1:]
			continue
		}
		due = l.push(h.Hash)
		m.grown(int64(len(l.leaves)), l)
	}
	report.LogSize = int64(len(l.leaves))
	if !l.whole || len(due) > 0 {
		l.whole = false
		report.found(Finding{Code: LogGap, Leaf: next})
		return nil
	}
	if report.LogSize > 0 {
		report.LogRoot = l.root().String()
	}
	return nil
}

// push adds a leaf and gives the hashes of the subtrees that it completes.
func (l *logCheck) push(leaf tlog.Hash) (completed []tlog.Hash) {
	node := leaf
	for n := len(l.leaves); n&1 == 1; n >>= 1 {
		last := len(l.edge) - 1
		node = tlog.NodeHash(l.edge[last], node)
		l.edge = l.edge[:last]
		completed = append(completed, node)
	}
	l.edge = append(l.edge, node)
	l.leaves = append(l.leaves, leaf)
	return completed
}

// root folds the edge from the right (RFC 6962 §2.1). The log must not be empty.
func (l *logCheck) root() tlog.Hash {
	node := l.edge[len(l.edge)-1]
	for i := len(l.edge) - 2; i >= 0; i-- {
		node = tlog.NodeHash(l.edge[i], node)
	}
	return node
}
