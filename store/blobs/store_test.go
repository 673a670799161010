package blobs_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/store/blobs"
)

const enough = 1 << 30

func open(t *testing.T) (*blobs.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "evidence")
	s, err := blobs.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

// files lists what is in the store, relative to it.
func files(t *testing.T, dir string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, path)
			out = append(out, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func content(t *testing.T, s *blobs.Store, d blobs.Digest) []byte {
	t.Helper()
	f, err := s.Get(d)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPut(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	// digests of "abc": FIPS 180-4 and GB/T 32905-2016, appendix A.1
	const sha, sm3 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
	b, err := s.Put(context.Background(), iotest.OneByteReader(strings.NewReader("abc")), 3)
	if err != nil {
		t.Fatal(err)
	}
	if b.SHA256.String() != sha || hex.EncodeToString(b.SM3[:]) != sm3 || b.Size != 3 || b.Detected != "text/plain; charset=utf-8" {
		t.Errorf("%+v", b)
	}
	if got := files(t, dir); len(got) != 1 || got[0] != "objects/ba/78/"+sha {
		t.Errorf("files %v", got)
	}
	if info, err := os.Stat(filepath.Join(dir, "objects/ba/78", sha)); err != nil || info.Mode().Perm() != 0o400 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if string(content(t, s, b.SHA256)) != "abc" {
		t.Error("other bytes came out")
	}
	if again, err := s.Put(context.Background(), strings.NewReader("abc"), enough); err != nil || again != b {
		t.Errorf("again: %+v, %v", again, err)
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("kept twice: %v", got)
	}
	if pdf, err := s.Put(context.Background(), iotest.OneByteReader(strings.NewReader("%PDF-1.7\n")), enough); err != nil || pdf.Detected != "application/pdf" {
		t.Errorf("type of what comes byte by byte: %+v, %v", pdf, err)
	}
	if v, err := s.Verify(context.Background(), b.SHA256); err != nil || v != b {
		t.Errorf("verify: %+v, %v", v, err)
	}
}

func TestGetSeeks(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	b, err := s.Put(context.Background(), strings.NewReader("0123456789"), enough)
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Get(b.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Seek(7, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(f); err != nil || string(rest) != "789" {
		t.Errorf("%q, %v", rest, err)
	}
	if _, err := s.Get(blobs.Digest{1}); fault.KindOf(err) != fault.Missing {
		t.Errorf("a content that is not there: %v", err)
	}
	if _, err := s.Verify(context.Background(), blobs.Digest{1}); fault.KindOf(err) != fault.Missing {
		t.Errorf("verify what is not there: %v", err)
	}
}

func TestPutLeavesNothingHalf(t *testing.T) {
	t.Parallel()
	cut := errors.New("connection lost")
	ctx, cancel := context.WithCancel(context.Background())
	for name, c := range map[string]struct {
		ctx   context.Context
		r     io.Reader
		limit int64
		ok    func(error) bool
	}{
		"cut":       {context.Background(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(cut)), enough, func(err error) bool { return errors.Is(err, cut) }},
		"too large": {context.Background(), strings.NewReader("1234"), 3, func(err error) bool { return fault.KindOf(err) == fault.Invalid }},
		"cancelled": {ctx, readThen("half", cancel), enough, func(err error) bool { return errors.Is(err, context.Canceled) }},
	} {
		s, dir := open(t)
		if _, err := s.Put(c.ctx, c.r, c.limit); !c.ok(err) {
			t.Errorf("%s: %v", name, err)
		}
		if got := files(t, dir); len(got) != 0 {
			t.Errorf("%s: left %v", name, got)
		}
	}
}

// readThen gives text, calls f, and gives more.
func readThen(text string, f func()) io.Reader {
	return io.MultiReader(strings.NewReader(text), readerFunc(func([]byte) (int, error) { f(); return 0, nil }))
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestConcurrentPutsOfOneContent(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	other, err := blobs.Open(dir) // another process
	if err != nil {
		t.Fatal(err)
	}
	data := bytes.Repeat([]byte("evidence"), 50_000)
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			store := []*blobs.Store{s, other}[i%2]
			if b, err := store.Put(context.Background(), bytes.NewReader(data), enough); err != nil || b.SHA256 != sha256.Sum256(data) {
				t.Errorf("%+v, %v", b, err)
			}
		})
	}
	group.Wait()
	if got := files(t, dir); len(got) != 1 || !bytes.Equal(content(t, s, sha256.Sum256(data)), data) {
		t.Errorf("files %v", got)
	}
}

func TestDamageIsFoundAndHealed(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	b, err := s.Put(context.Background(), strings.NewReader("evidence"), enough)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, files(t, dir)[0])
	if err := errors.Join(os.Chmod(path, 0o600), os.WriteFile(path, []byte("Evidence"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Verify(context.Background(), b.SHA256); !errors.Is(err, blobs.ErrDamaged) {
		t.Errorf("damage not found: %v", err)
	}
	if _, err := s.Put(context.Background(), strings.NewReader("evidence"), enough); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Verify(context.Background(), b.SHA256); err != nil {
		t.Errorf("the same content again did not heal it: %v", err)
	}
}

func TestParseDigest(t *testing.T) {
	t.Parallel()
	want := blobs.Digest(sha256.Sum256(nil))
	if got, err := blobs.ParseDigest(want.String()); err != nil || got != want {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"", "../../etc/passwd", want.String()[:62], want.String() + "00", strings.Repeat("g", 64)} {
		if _, err := blobs.ParseDigest(bad); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestDestroy: a content is overwritten before it goes, so that who had it open reads
// nothing more of it; destroying again is no error, and other contents stay.
func TestDestroy(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	gone, err := s.Put(ctx, strings.NewReader("secret"), enough)
	if err != nil {
		t.Fatal(err)
	}
	stays, err := s.Put(ctx, strings.NewReader("evidence"), enough)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := s.Get(gone.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	for range 2 {
		if err := s.Destroy(gone.SHA256); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := io.ReadAll(reader); err != nil || bytes.Contains(left, []byte("secret")) {
		t.Errorf("an open file still reads %q, %v", left, err)
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("left %v", got)
	}
	if got := content(t, s, stays.SHA256); string(got) != "evidence" {
		t.Errorf("the other content is %q", got)
	}
}
