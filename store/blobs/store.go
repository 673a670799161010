// Package blobs keeps the bytes of evidence (电子证据材料): a directory in which
// each content is one read-only file named by its SHA-256, so nothing is ever
// changed and nothing is kept twice.
//
//	objects/ab/cd/abcd…  the contents
//	incoming/            what is being written; a name here is never a content
//	uploads/<id>.part    resumable uploads
//
// What is kept is never unpacked, decoded or executed here. Who may read it is
// not this package's business.
package blobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Digest is the SHA-256 of a content and its name in the store. No text from
// outside ever becomes a path.
type Digest [sha256.Size]byte

// ParseDigest reads 64 hexadecimal digits.
func ParseDigest(s string) (Digest, error) {
	raw, err := hex.DecodeString(s)
	if err != nil || len(raw) != sha256.Size {
		return Digest{}, fault.New(fault.Invalid, "evidence.digest", fault.T(
			"摘要应为64位十六进制数字（SHA-256）。", "A digest is 64 hexadecimal digits (SHA-256)."))
	}
	return Digest(raw), nil
}

// String gives 64 lower-case hexadecimal digits.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// Blob is one content as it was taken in.
type Blob struct {
	SHA256   Digest
	SM3      [32]byte // GB/T 32905-2016
	Size     int64    // bytes
	Detected string   // media type read from the first bytes, never the claimed one
}

// Store is one directory.
type Store struct{ dir string }

const (
	objectsDir  = "objects"
	incomingDir = "incoming"
	uploadsDir  = "uploads"
)

// Open opens the store, making its directories (mode 0700). Several processes may have it open.
func Open(dir string) (*Store, error) {
	for _, sub := range []string{objectsDir, incomingDir, uploadsDir} {
		if err := makeDir(filepath.Join(dir, sub)); err != nil {
			return nil, fmt.Errorf("open evidence store: %w", err)
		}
	}
	return &Store{dir}, nil
}

// Get opens a content for reading and seeking. A missing one is a fault of kind Missing. The bytes
// are not checked again on the way: see Verify.
func (s *Store) Get(d Digest) (io.ReadSeekCloser, error) {
	f, err := os.Open(s.object(d))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing(err)
	}
	if err != nil {
		return nil, unavailable("read evidence", err)
	}
	return f, nil
}

// ErrDamaged says that a content on disk no longer has its digest.
var ErrDamaged = errors.New("evidence on disk does not have its digest")

// Verify reads a content through and compares it with its name. It returns ErrDamaged if they
// differ, a fault of kind Missing if there is none.
func (s *Store) Verify(ctx context.Context, d Digest) (Blob, error) {
	f, err := s.Get(d)
	if err != nil {
		return Blob{}, err
	}
	defer f.Close()
	in := newIntake(io.Discard)
	if _, err := io.Copy(in, withContext(ctx, f)); err != nil {
		return Blob{}, fmt.Errorf("verify evidence: %w", err)
	}
	got := in.blob()
	if got.SHA256 != d {
		return got, fmt.Errorf("%s: %w", d, ErrDamaged)
	}
	return got, nil
}

func (s *Store) object(d Digest) string {
	name := d.String()
	return filepath.Join(s.dir, objectsDir, name[:2], name[2:4], name)
}
