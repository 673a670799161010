package record

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// marks are the signed checkpoints that the log has to agree with.
type marks struct {
	list []mark // by size
	next int    // first one larger than the log so far
}

type mark struct {
	Checkpoint
	inFile bool
	root   tlog.Hash // what the log has at this size
}

// load opens the checkpoints of the database and of the file.
func (m *marks) load(ctx context.Context, src Source, opt Options, report *Report) error {
	for msg, err := range src.Checkpoints(ctx) {
		if err != nil {
			return fmt.Errorf("read checkpoints: %w", err)
		}
		if c, err := OpenCheckpoint(msg, opt.Keys); err == nil {
			m.add(c, false, report)
			report.Checkpoints++
		} else {
			report.found(Finding{Code: BadCheckpoint})
		}
	}
	for _, msg := range SplitNotes(opt.File) {
		c, err := OpenCheckpoint(msg, opt.Keys)
		switch {
		case err == nil:
			m.add(c, true, report)
			report.FileCheckpoints++
		case torn(msg):
			report.FileTorn++
		default:
			report.found(Finding{Code: BadCheckpoint, InFile: true})
		}
	}
	if report.FileGiven && report.FileCheckpoints == 0 {
		report.found(Finding{Code: NoCheckpoint, InFile: true})
	}
	slices.SortStableFunc(m.list, func(a, b mark) int { return int(min(max(a.Size-b.Size, -1), 1)) })
	return nil
}

func (m *marks) add(c Checkpoint, inFile bool, report *Report) {
	m.list = append(m.list, mark{Checkpoint: c, inFile: inFile})
	if c.Size >= report.Newest.Size {
		report.Newest = c
	}
}

// grown is told each size of the log in turn.
func (m *marks) grown(size int64, l *logCheck) {
	for m.next < len(m.list) && m.list[m.next].Size <= size {
		if m.list[m.next].Size == size {
			m.list[m.next].root = l.root()
		}
		m.next++
	}
}

// settle says where the log is shorter than a checkpoint or differs from it: of the
// database's and of the file's each the largest that is missing and the smallest that differs.
func (m *marks) settle(l *logCheck, report *Report) {
	size := int64(len(l.leaves))
	var signed int64 // largest size that the database's checkpoints sign
	for _, inFile := range []bool{false, true} {
		var short, other *mark
		for i := range m.list {
			c := &m.list[i]
			switch {
			case c.inFile != inFile || c.Size == 0:
			case c.Size > size:
				short = c
			case c.root != c.Root && other == nil:
				other = c
			case !inFile && c.root == c.Root:
				signed = c.Size
			}
		}
		if short != nil {
			report.found(Finding{Code: RolledBack, Leaf: short.Size, InFile: inFile})
		}
		if other != nil {
			report.found(Finding{Code: Rewritten, Leaf: other.Size, InFile: inFile})
		}
	}
	if signed < size {
		report.found(Finding{Code: Unsigned, Leaf: signed})
	}
}

// torn reports whether the last signature line is cut off: not even the length of an
// Ed25519 signature behind a key hash.
func torn(msg []byte) bool {
	lines := bytes.Split(bytes.TrimRight(msg, "\n"), []byte("\n"))
	words := bytes.Split(lines[len(lines)-1], []byte(" "))
	raw, err := base64.StdEncoding.DecodeString(string(words[len(words)-1]))
	return err != nil || len(raw) != 4+64
}
