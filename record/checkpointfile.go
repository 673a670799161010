package record

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"golang.org/x/mod/sumdb/note"
)

// CheckpointFile keeps the log's checkpoints outside the database: signed notes
// one after the other, a blank line behind each, never rewritten. Put it on
// another disk or host; `chattr +a` fits it. To start a new one, move it away
// and keep it.
type CheckpointFile struct {
	mu   sync.Mutex
	file *os.File
	key  note.Verifier
	last Checkpoint
	torn bool // the last write did not end; close it before the next
}

// OpenCheckpointFile opens or creates the file. What a crash cut off in the middle of a
// write was never acknowledged; it is closed with a blank line by the next write and skipped by readers.
func OpenCheckpointFile(path string, key note.Verifier) (*CheckpointFile, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = createSynced(path)
	}
	if err != nil {
		return nil, fmt.Errorf("open checkpoint file: %w", err)
	}
	c := &CheckpointFile{file: f, key: key}
	if err := c.load(); err != nil {
		return nil, errors.Join(fmt.Errorf("read checkpoint file: %w", err), f.Close())
	}
	return c, nil
}

func createSynced(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (c *CheckpointFile) load() error {
	content, err := io.ReadAll(c.file)
	if err != nil {
		return err
	}
	for _, msg := range SplitNotes(content) {
		got, err := OpenCheckpoint(msg, note.VerifierList(c.key))
		if err == nil && got.Size >= c.last.Size {
			c.last = got
		}
	}
	c.torn = len(content) > 0 && !bytes.HasSuffix(content, []byte("\n\n"))
	return nil
}

// Last is the newest checkpoint in the file, zero if there is none.
func (c *CheckpointFile) Last() Checkpoint {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}

// Append adds one signed note, in one write, and returns when it is on disk. It
// refuses a note that the file's key did not sign.
func (c *CheckpointFile) Append(msg []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	got, err := OpenCheckpoint(msg, note.VerifierList(c.key))
	if err != nil {
		return fmt.Errorf("append checkpoint: %w", err)
	}
	if err := c.write(append(bytes.Clone(msg), '\n')); err != nil {
		return fmt.Errorf("append checkpoint: %w", err)
	}
	c.last = got
	return nil
}

func (c *CheckpointFile) write(b []byte) error {
	if c.torn {
		b = append([]byte("\n\n"), b...)
	}
	c.torn = true
	if _, err := c.file.Write(b); err != nil {
		return err
	}
	c.torn = false
	return c.file.Sync()
}

// Close closes the file.
func (c *CheckpointFile) Close() error { return c.file.Close() }

// SplitNotes cuts the content of a checkpoint file into signed notes. Pieces that are not a
// text followed by signature lines (a torn write) are left out.
func SplitNotes(content []byte) [][]byte {
	var notes [][]byte
	var body []byte
	for _, block := range bytes.Split(content, []byte("\n\n")) {
		block = bytes.Trim(block, "\n")
		switch {
		case len(block) == 0:
		case !bytes.HasPrefix(block, []byte("— ")):
			body = block
		case body != nil:
			msg := append(append(bytes.Clone(body), "\n\n"...), block...)
			notes = append(notes, append(msg, '\n'))
			body = nil
		}
	}
	return notes
}

// syncDir makes a new name in a directory survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
