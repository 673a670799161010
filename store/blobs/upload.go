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
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// OffsetError is the cause of the fault "evidence.offset": the sender goes on from Current.
type OffsetError struct{ Current int64 }

func (e *OffsetError) Error() string { return fmt.Sprintf("the upload stands at byte %d", e.Current) }

// Begin starts a resumable upload under the id of the evidence, or finds the one
// that is there. It returns the offset to go on from.
func (s *Store) Begin(id ids.Evidence) (int64, error) {
	f, err := os.OpenFile(s.part(id), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return s.Offset(id)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return 0, unavailable("begin upload", err)
	}
	return 0, syncDir(filepath.Join(s.dir, uploadsDir))
}

// Offset says how far an upload is. One that was never begun, or was cleaned
// away, is a fault of kind Missing.
func (s *Store) Offset(id ids.Evidence) (int64, error) {
	info, err := os.Stat(s.part(id))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, missing(err)
	}
	if err != nil {
		return 0, unavailable("read upload", err)
	}
	return info.Size(), nil
}

// Append adds bytes at offset, which must be where the upload stands, and returns where
// it stands now, also with an error: what arrived before a cut is kept and on disk. A wrong
// offset is a fault of kind Clash caused by an *OffsetError; so is a second sender at the same
// time. More than limit bytes in all is a fault of kind Invalid, and keeps nothing of r.
func (s *Store) Append(ctx context.Context, id ids.Evidence, offset int64, r io.Reader, limit int64) (int64, error) {
	f, at, err := s.hold(id, os.O_RDWR)
	if err != nil {
		return at, err
	}
	defer f.Close()
	if offset != at {
		return at, wrongOffset(at)
	}
	if _, err := f.Seek(at, io.SeekStart); err != nil {
		return at, unavailable("append to upload", err)
	}
	n, err := io.Copy(f, io.LimitReader(withContext(ctx, r), limit-at+1))
	if err == nil && at+n > limit {
		return at, errors.Join(tooLarge(limit), f.Truncate(at))
	}
	if err := f.Sync(); err != nil {
		return at, errors.Join(unavailable("append to upload", err), f.Truncate(at))
	}
	if err != nil {
		return at + n, broken("append to upload", err)
	}
	return at + n, nil
}

// Finish makes an upload a content. Its bytes must have the digest that the sender
// computed: otherwise the fault is "evidence.digest_differs" of kind Invalid and the upload is dropped,
// because nobody can tell which of its bytes are wrong. Repeating it
// after success is a fault of kind Missing; the content is there.
func (s *Store) Finish(ctx context.Context, id ids.Evidence, expected Digest) (Blob, error) {
	f, _, err := s.hold(id, os.O_RDONLY)
	if err != nil {
		return Blob{}, err
	}
	defer f.Close()
	in := newIntake(io.Discard)
	if _, err := io.Copy(in, withContext(ctx, f)); err != nil {
		return Blob{}, broken("finish upload", err)
	}
	blob := in.blob()
	if blob.SHA256 != expected {
		return Blob{}, errors.Join(differs(), os.Remove(s.part(id)))
	}
	if err := errors.Join(f.Chmod(0o400), f.Sync()); err != nil {
		return Blob{}, unavailable("finish upload", err)
	}
	return blob, s.adopt(ctx, s.part(id), blob.SHA256)
}

// Abandon drops an upload; one that is not there is no error.
func (s *Store) Abandon(id ids.Evidence) error {
	if err := os.Remove(s.part(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unavailable("abandon upload", err)
	}
	return nil
}

// part is a path made of a UUID's digits only.
func (s *Store) part(id ids.Evidence) string {
	return filepath.Join(s.dir, uploadsDir, id.String()+".part")
}

// hold opens an upload for this caller alone and says where it stands.
func (s *Store) hold(id ids.Evidence, flag int) (*os.File, int64, error) {
	path := s.part(id)
	f, err := os.OpenFile(path, flag, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, missing(err)
	}
	if err != nil {
		return nil, 0, unavailable("open upload", err)
	}
	at, err := own(f, path)
	if err != nil {
		return nil, at, errors.Join(err, f.Close())
	}
	return f, at, nil
}

// own locks the file and makes sure that it still has its name: whoever finished the upload
// between our open and our lock made it a content, and that must not be written to.
func own(f *os.File, path string) (int64, error) {
	locked := lock(f)
	mine, err := f.Stat()
	if err != nil {
		return 0, unavailable("read upload", err)
	}
	if !locked {
		return mine.Size(), inUse(mine.Size())
	}
	named, err := os.Stat(path)
	if err != nil || !os.SameFile(mine, named) {
		return 0, missing(fs.ErrNotExist)
	}
	return mine.Size(), nil
}

func wrongOffset(at int64) error {
	return fault.Wrap(fault.Clash, "evidence.offset", fault.T(
		fmt.Sprintf("上传位置不符，请从第 %d 字节继续。", at),
		fmt.Sprintf("The upload stands elsewhere: go on from byte %d.", at)), &OffsetError{at})
}
