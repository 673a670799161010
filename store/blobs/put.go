package blobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Put takes in a content of at most limit bytes. When it returns, the bytes are on
// disk under their digest; a content that is there already is kept once. On any error
// nothing is left: too large is a fault of kind Invalid, a full disk one of kind
// Unavailable; the reader's own error is wrapped.
func (s *Store) Put(ctx context.Context, r io.Reader, limit int64) (Blob, error) {
	tmp, err := s.incoming()
	if err != nil {
		return Blob{}, err
	}
	defer tmp.Close() // until it has its name the lock keeps Clean away; its bytes are synced by then
	blob, err := s.take(ctx, tmp, r, limit)
	if err != nil {
		return Blob{}, errors.Join(err, os.Remove(tmp.Name()))
	}
	return blob, nil
}

// incoming makes a file that only this caller holds. Where Clean was at it between its
// creation and the lock, because it looks old to a clock that has jumped, another one
// is made.
func (s *Store) incoming() (*os.File, error) {
	for {
		tmp, err := os.CreateTemp(filepath.Join(s.dir, incomingDir), "put-*")
		if err != nil {
			return nil, unavailable("take in evidence", err)
		}
		if _, err = own(tmp, tmp.Name()); err == nil {
			return tmp, nil
		}
		gone := fault.KindOf(err) == fault.Missing || fault.KindOf(err) == fault.Clash
		err = errors.Join(err, tmp.Close())
		if removed := os.Remove(tmp.Name()); removed != nil && !errors.Is(removed, fs.ErrNotExist) {
			err = errors.Join(err, removed)
		}
		if !gone {
			return nil, unavailable("take in evidence", err)
		}
	}
}

func (s *Store) take(ctx context.Context, tmp *os.File, r io.Reader, limit int64) (Blob, error) {
	in := newIntake(tmp)
	n, err := io.Copy(in, io.LimitReader(withContext(ctx, r), limit+1))
	if err == nil && n > limit {
		err = tooLarge(limit)
	}
	if err != nil {
		return Blob{}, broken("take in evidence", err)
	}
	if err := errors.Join(tmp.Chmod(0o400), tmp.Sync()); err != nil {
		return Blob{}, unavailable("take in evidence", err)
	}
	blob := in.blob()
	return blob, s.adopt(ctx, tmp.Name(), blob.SHA256)
}

// adopt gives a finished, synced file its name. An object that is there already
// stays, unless it is damaged: then the new bytes heal it.
func (s *Store) adopt(ctx context.Context, path string, d Digest) error {
	target := s.object(d)
	dir := filepath.Dir(target)
	_, err := s.Verify(ctx, d)
	if ctx.Err() != nil {
		return fmt.Errorf("take in evidence: %w", ctx.Err())
	}
	if err != nil {
		if err := makeDir(dir); err != nil {
			return unavailable("take in evidence", err)
		}
		if err := os.Rename(path, target); err != nil {
			return unavailable("take in evidence", err)
		}
		return syncDir(dir)
	}
	// Whoever put it there may not have synced its name yet, and we are about to vouch for it.
	if err := syncDir(dir); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil {
		return unavailable("take in evidence", err)
	}
	return nil
}

// makeDir makes a directory and its parents so that their names survive a power cut.
func makeDir(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if err := makeDir(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(parent)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return unavailable("sync evidence directory", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return unavailable("sync evidence directory", err)
	}
	return nil
}

// withContext ends a copy when the request does.
func withContext(ctx context.Context, r io.Reader) io.Reader { return contextReader{ctx, r} }

type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

func tooLarge(limit int64) error {
	return fault.New(fault.Invalid, "evidence.too_large", fault.T(
		fmt.Sprintf("文件超过上限 %d 字节。", limit), fmt.Sprintf("The file exceeds the limit of %d bytes.", limit)))
}
