package blobs_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/blobs"
)

const fullDir = "HUB_TEST_FULL_DISK"

// TestMain also plays the process whose disk fills up: with the variable set it works in
// that directory under a file-size limit of the kernel, which fails a write in its middle as a full disk does.
func TestMain(m *testing.M) {
	if dir := os.Getenv(fullDir); dir != "" {
		if err := fillUp(dir); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestFullDisk(t *testing.T) {
	t.Parallel()
	_, dir := open(t)
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), fullDir+"="+dir)
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got := files(t, dir)
	if len(got) != 1 || !strings.HasPrefix(got[0], "uploads/") {
		t.Errorf("left %v, want nothing but the upload that can go on", got)
	}
}

func fillUp(dir string) error {
	const limit = 100_000
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		return err
	}
	s, err := blobs.Open(dir)
	if err != nil {
		return err
	}
	big := bytes.Repeat([]byte("x"), 2*limit)
	_, err = s.Put(ctx, bytes.NewReader(big), enough)
	if f, ok := errors.AsType[*fault.Error](err); !ok || f.Kind != fault.Unavailable || !strings.Contains(f.Detail.EN, "full") {
		return fmt.Errorf("put: %w", err)
	}
	var id ids.Evidence
	id[0] = 1
	if _, err := s.Begin(id); err != nil {
		return err
	}
	at, err := s.Append(ctx, id, 0, bytes.NewReader(big), enough)
	if fault.KindOf(err) != fault.Unavailable || at != limit {
		return fmt.Errorf("append: %d, %w", at, err)
	}
	if now, err := s.Offset(id); err != nil || now != at {
		return fmt.Errorf("offset %d, said %d, %w", now, at, err)
	}
	return nil
}
