package blobs_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/blobs"
)

var ctx = context.Background()

func newID() ids.Evidence {
	return ids.New[ids.Evidence](time.Date(2026, 9, 30, 12, 0, 0, 0, time.UTC))
}

func TestUploadResumes(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	id := newID()
	if at, err := s.Begin(id); err != nil || at != 0 {
		t.Fatalf("%d, %v", at, err)
	}
	cut := errors.New("connection lost")
	at, err := s.Append(ctx, id, 0, io.MultiReader(strings.NewReader("hello "), iotest.ErrReader(cut)), enough)
	if !errors.Is(err, cut) || at != 6 {
		t.Fatalf("cut at %d, %v", at, err)
	}
	s, err = blobs.Open(dir) // the hub was restarted
	if err != nil {
		t.Fatal(err)
	}
	if at, err := s.Begin(id); err != nil || at != 6 {
		t.Fatalf("begun again at %d, %v", at, err)
	}
	if at, err := s.Append(ctx, id, 6, strings.NewReader("world"), enough); err != nil || at != 11 {
		t.Fatalf("%d, %v", at, err)
	}
	if at, err := s.Offset(id); err != nil || at != 11 {
		t.Errorf("%d, %v", at, err)
	}
	b, err := s.Finish(ctx, id, sha256.Sum256([]byte("hello world")))
	if err != nil || b.Size != 11 || b.Detected != "text/plain; charset=utf-8" || b.SM3 == [32]byte{} {
		t.Fatalf("%+v, %v", b, err)
	}
	if got := files(t, dir); len(got) != 1 || !bytes.Equal(content(t, s, b.SHA256), []byte("hello world")) {
		t.Errorf("files %v", got)
	}
	if _, err := s.Offset(id); fault.KindOf(err) != fault.Missing {
		t.Errorf("a finished upload is still there: %v", err)
	}
}

func TestUploadWrongOffset(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	id := newID()
	if _, err := s.Append(ctx, id, 0, strings.NewReader("x"), enough); fault.KindOf(err) != fault.Missing {
		t.Errorf("never begun: %v", err)
	}
	if _, err := s.Begin(id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, id, 0, strings.NewReader("abc"), enough); err != nil {
		t.Fatal(err)
	}
	for _, offset := range []int64{0, 2, 4, -1} {
		at, err := s.Append(ctx, id, offset, strings.NewReader("x"), enough)
		where, ok := errors.AsType[*blobs.OffsetError](err)
		if fault.KindOf(err) != fault.Clash || !ok || where.Current != 3 || at != 3 {
			t.Errorf("offset %d: %d, %v", offset, at, err)
		}
	}
	if at, err := s.Offset(id); err != nil || at != 3 {
		t.Errorf("it moved to %d, %v", at, err)
	}
}

func TestUploadLimit(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	id := newID()
	if _, err := s.Begin(id); err != nil {
		t.Fatal(err)
	}
	if at, err := s.Append(ctx, id, 0, strings.NewReader("abc"), 5); err != nil || at != 3 {
		t.Fatal(at, err)
	}
	if at, err := s.Append(ctx, id, 3, strings.NewReader("def"), 5); fault.KindOf(err) != fault.Invalid || at != 3 {
		t.Errorf("beyond the limit: %d, %v", at, err)
	}
	if at, err := s.Append(ctx, id, 3, strings.NewReader("de"), 5); err != nil || at != 5 {
		t.Errorf("to the limit: %d, %v", at, err)
	}
}

func TestUploadDigestDiffers(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	id := newID()
	if _, err := s.Begin(id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, id, 0, strings.NewReader("abc"), enough); err != nil {
		t.Fatal(err)
	}
	_, err := s.Finish(ctx, id, sha256.Sum256([]byte("abd")))
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind != fault.Invalid || f.Code != "evidence.digest_differs" {
		t.Errorf("%v", err)
	}
	if got := files(t, dir); len(got) != 0 {
		t.Errorf("left %v", got)
	}
}

// Two senders of one upload: one of them is told to wait, and the bytes are those of one.
func TestUploadOneSenderAtATime(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	other, err := blobs.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	id := newID()
	if _, err := s.Begin(id); err != nil {
		t.Fatal(err)
	}
	r, w := io.Pipe()
	done := make(chan error)
	go func() {
		_, err := s.Append(ctx, id, 0, r, enough)
		done <- err
	}()
	if _, err := w.Write([]byte("first")); err != nil { // returns when the first sender is reading
		t.Fatal(err)
	}
	_, err = other.Append(ctx, id, 0, strings.NewReader("second"), enough)
	if f, ok := errors.AsType[*fault.Error](err); !ok || f.Kind != fault.Clash || f.Code != "evidence.upload_busy" {
		t.Errorf("second sender: %v", err)
	}
	if _, err := other.Finish(ctx, id, blobs.Digest{}); fault.KindOf(err) != fault.Clash {
		t.Errorf("finished under the sender's hands: %v", err)
	}
	if n, err := other.Clean(time.Now().Add(time.Hour)); err != nil || n != 0 {
		t.Errorf("cleaned away under the sender's hands: %d, %v", n, err)
	}
	w.Close()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if _, err := s.Finish(ctx, id, sha256.Sum256([]byte("first"))); err != nil {
		t.Error(err)
	}
}

func TestFinishIsSafeToRepeatAfterACrash(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	id, data := newID(), []byte("evidence")
	// crash between making the file read-only and renaming it
	part := filepath.Join(dir, "uploads", id.String()+".part")
	if err := os.WriteFile(part, data, 0o400); err != nil {
		t.Fatal(err)
	}
	if at, err := s.Begin(id); err != nil || at != int64(len(data)) {
		t.Fatalf("%d, %v", at, err)
	}
	if b, err := s.Finish(ctx, id, sha256.Sum256(data)); err != nil || b.Size != 8 {
		t.Errorf("%+v, %v", b, err)
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("files %v", got)
	}
}

func TestCleanByAge(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	old, fresh := newID(), newID()
	for _, id := range []ids.Evidence{old, fresh} {
		if _, err := s.Begin(id); err != nil {
			t.Fatal(err)
		}
	}
	b, err := s.Put(ctx, strings.NewReader("kept"), enough)
	if err != nil {
		t.Fatal(err)
	}
	// crash of Put between write and rename
	dead := filepath.Join(dir, "incoming", "put-1")
	if err := os.WriteFile(dead, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC)
	for path, at := range map[string]time.Time{
		dead: day.Add(-time.Hour),
		filepath.Join(dir, "uploads", old.String()+".part"):                                             day.Add(-time.Hour),
		filepath.Join(dir, "uploads", fresh.String()+".part"):                                           day.Add(time.Hour),
		filepath.Join(dir, "objects", b.SHA256.String()[:2], b.SHA256.String()[2:4], b.SHA256.String()): day.Add(-1000 * time.Hour),
	} {
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.Clean(day); err != nil || n != 2 {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := s.Offset(old); fault.KindOf(err) != fault.Missing {
		t.Errorf("the stale upload is still there: %v", err)
	}
	if _, err := s.Offset(fresh); err != nil {
		t.Error(err)
	}
	if string(content(t, s, b.SHA256)) != "kept" {
		t.Error("a content was cleaned away")
	}
	if err := s.Abandon(fresh); err != nil {
		t.Error(err)
	}
	if err := s.Abandon(fresh); err != nil {
		t.Error(err)
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("files %v", got)
	}
}

// TestCleanLeavesWhatIsTakenIn: whatever the clock says of a file's age — it may have
// jumped —, what is being taken in is not cleaned away, at no moment between its
// creation and its name.
func TestCleanLeavesWhatIsTakenIn(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	over := make(chan struct{})
	var cleaning sync.WaitGroup
	cleaning.Go(func() {
		for {
			select {
			case <-over:
				return
			default:
			}
			if _, err := s.Clean(time.Now().Add(time.Hour)); err != nil {
				t.Error(err)
				return
			}
		}
	})
	for i := range 300 {
		b, err := s.Put(ctx, strings.NewReader("evidence "+strconv.Itoa(i)), enough)
		if err != nil {
			t.Errorf("content %d: %v", i, err)
			break
		}
		if _, err := s.Verify(ctx, b.SHA256); err != nil {
			t.Errorf("content %d: %v", i, err)
		}
	}
	close(over)
	cleaning.Wait()
}
