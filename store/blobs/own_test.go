package blobs

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Between a sender's open and its lock another may finish the upload: the open file is then a
// content, and must not be written to.
func TestOwnRefusesAFinishedUpload(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.part")
	if err := os.WriteFile(path, []byte("evidence"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if at, err := own(f, path); err != nil || at != 8 {
		t.Fatalf("%d, %v", at, err)
	}
	if err := os.Rename(path, path+".object"); err != nil {
		t.Fatal(err)
	}
	if _, err := own(f, path); fault.KindOf(err) != fault.Missing {
		t.Errorf("after it was finished: %v", err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := own(f, path); fault.KindOf(err) != fault.Missing {
		t.Errorf("after it was begun anew: %v", err)
	}
}
