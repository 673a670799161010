package record

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Log opens the stored log for one writer at a time.
type Log interface {
	// Exclusive runs f in one transaction that holds the log's advisory lock, and
	// commits if f returns nil. It returns ErrBusy, without calling f, when another process has it.
	Exclusive(ctx context.Context, f func(context.Context, LogStore) error) error
}

// ErrBusy says that another process is sequencing.
var ErrBusy = errors.New("the log is being sequenced elsewhere")

// LogStore is the log inside one such transaction.
type LogStore interface {
	// TreeSize counts the leaves.
	TreeSize(ctx context.Context) (int64, error)
	// ReadHashes gives stored hashes in the order asked for; a missing one is an error.
	ReadHashes(ctx context.Context, indexes []int64) ([]tlog.Hash, error)
	// AppendHashes stores hashes at the indexes first, first+1, …
	AppendHashes(ctx context.Context, first int64, hashes []tlog.Hash) error
	// Unsequenced gives up to limit events without a leaf, in order of event id.
	// "Has no leaf" and not "is newer than": commits are not ordered by id.
	Unsequenced(ctx context.Context, limit int) ([]Leaf, error)
	// SetLeaf marks each event with its Leaf.Index.
	SetLeaf(ctx context.Context, leaves []Leaf) error
	// LastCheckpoint gives the newest signed note, nil if there is none.
	LastCheckpoint(ctx context.Context) ([]byte, error)
	// SaveCheckpoint stores a signed note.
	SaveCheckpoint(ctx context.Context, c Checkpoint, msg []byte) error
}

// Sequencer gives events their place in the log and signs checkpoints. Run one
// RunOnce at a time per process; processes exclude one another through the Log.
type Sequencer struct {
	Log    Log
	Signer note.Signer
	File   *CheckpointFile // outside the database
	Clock  func() time.Time
	Batch  int // events per run, 1,000 if zero
}

// Run is what one run did.
type Run struct {
	Added      int        // events that got a leaf
	More       bool       // the batch was full: run again at once
	Checkpoint Checkpoint // newest; zero while the log is empty
}

// RunOnce sequences one batch: leaves, hashes, marks and the signed checkpoint in one
// transaction, and after its commit the checkpoint into the file. A crash between
// the two leaves the file behind; the next run catches it up.
//
// It refuses, with a fault "record.rolled_back", to sign a tree that does not continue
// the file's last checkpoint: the database is older than what was already published,
// or was rewritten. It returns ErrBusy if another process is at it.
func (s *Sequencer) RunOnce(ctx context.Context) (Run, error) {
	var run Run
	var msg []byte
	err := s.Log.Exclusive(ctx, func(ctx context.Context, store LogStore) error {
		var err error
		run, msg, err = s.sequence(ctx, store)
		return err
	})
	if err != nil {
		return Run{}, fmt.Errorf("sequence: %w", err)
	}
	if len(msg) > 0 && run.Checkpoint.Size > s.File.Last().Size {
		if err := s.File.Append(msg); err != nil {
			return run, fmt.Errorf("sequence: %w", err)
		}
	}
	return run, nil
}

func (s *Sequencer) sequence(ctx context.Context, store LogStore) (Run, []byte, error) {
	size, err := store.TreeSize(ctx)
	if err != nil {
		return Run{}, nil, fmt.Errorf("read the log's size: %w", err)
	}
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		return store.ReadHashes(ctx, indexes)
	})
	if err := s.continues(size, reader); err != nil {
		return Run{}, nil, err
	}
	limit := s.Batch
	if limit <= 0 {
		limit = 1000
	}
	leaves, err := store.Unsequenced(ctx, limit)
	if err != nil {
		return Run{}, nil, fmt.Errorf("read what is new: %w", err)
	}
	if len(leaves) == 0 {
		return s.idle(ctx, store)
	}
	hashes := make([]tlog.Hash, len(leaves))
	for i := range leaves {
		leaves[i].Index = size + int64(i)
		hashes[i] = LeafHash(leaves[i].Hash)
	}
	added, root, err := grow(size, hashes, reader)
	if err != nil {
		return Run{}, nil, err
	}
	if err := store.AppendHashes(ctx, tlog.StoredHashCount(size), added); err != nil {
		return Run{}, nil, fmt.Errorf("store hashes: %w", err)
	}
	if err := store.SetLeaf(ctx, leaves); err != nil {
		return Run{}, nil, fmt.Errorf("mark leaves: %w", err)
	}
	c := Checkpoint{s.Signer.Name(), size + int64(len(leaves)), root, s.Clock().UTC().Truncate(time.Second)}
	msg, err := c.Sign(s.Signer)
	if err != nil {
		return Run{}, nil, err
	}
	if err := store.SaveCheckpoint(ctx, c, msg); err != nil {
		return Run{}, nil, fmt.Errorf("store the checkpoint: %w", err)
	}
	return Run{len(leaves), len(leaves) == limit, c}, msg, nil
}

// idle gives the newest checkpoint again, so that a file left behind catches up.
func (s *Sequencer) idle(ctx context.Context, store LogStore) (Run, []byte, error) {
	msg, err := store.LastCheckpoint(ctx)
	if err != nil {
		return Run{}, nil, fmt.Errorf("read the last checkpoint: %w", err)
	}
	if len(msg) == 0 {
		return Run{}, nil, nil
	}
	c, err := OpenCheckpoint(msg, note.VerifierList(s.File.key))
	if err != nil {
		return Run{}, nil, err
	}
	return Run{Checkpoint: c}, msg, nil
}

// continues checks the tree against the last checkpoint that left the database.
func (s *Sequencer) continues(size int64, r tlog.HashReader) error {
	last := s.File.Last()
	if last.Size == 0 {
		return nil
	}
	if size >= last.Size {
		root, err := tlog.TreeHash(last.Size, r)
		if err != nil {
			return fmt.Errorf("hash the published tree: %w", err)
		}
		if root == last.Root {
			return nil
		}
	}
	return fault.New(fault.Internal, "record.rolled_back", fault.T(
		fmt.Sprintf("数据库中的记录与库外检查点不一致（检查点 %d 条，数据库 %d 条）：可能恢复了旧备份或记录被改写，已停止签发检查点。请先核查，再将检查点文件移走保存。", last.Size, size),
		fmt.Sprintf("The record in the database does not continue the checkpoint outside it (checkpoint %d leaves, database %d): an old backup was restored or the record was rewritten. No checkpoint is signed. Investigate first, then move the checkpoint file aside and keep it.", last.Size, size)))
}
