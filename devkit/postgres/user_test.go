package postgres

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBinDir(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PG_BINDIR", dir)
	if _, err := BinDir(); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("an empty PG_BINDIR: got %v", err)
	}
	program := func(dir, name string) {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	program(dir, "postgres")
	program(dir, "initdb")
	if got, err := BinDir(); err != nil || got != dir {
		t.Errorf("PG_BINDIR: got %q, %v", got, err)
	}
	for _, version := range []string{"9", "15", "17"} {
		program(filepath.Join(dir, version, "bin"), "postgres")
		if version != "17" { // client programs only
			program(filepath.Join(dir, version, "bin"), "initdb")
		}
	}
	if got := newestPackaged(dir); got != filepath.Join(dir, "15", "bin") {
		t.Errorf("newest complete version: got %q", got)
	}
}

func TestPlace(t *testing.T) {
	t.Parallel()
	closed := filepath.Join(t.TempDir(), "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	who := account{uid: 4242, gid: 4242, dropped: true}
	if got := who.blockedAt(filepath.Join(closed, "pg")); got == "" {
		t.Error("a directory of mode 0700 lets a third user pass")
	}
	if got := (account{}).blockedAt(closed); got != "" {
		t.Errorf("a caller who stays himself is blocked at %s", got)
	}
	if os.Geteuid() != 0 {
		return
	}
	got, err := Place(filepath.Join(closed, "pg"))
	if err != nil || !strings.HasPrefix(got, "/var/tmp/xianjie-") {
		t.Errorf("as root, below a closed directory: got %q, %v", got, err)
	}
	if again, _ := Place(filepath.Join(closed, "pg")); again != got {
		t.Errorf("the place moved from %q to %q", got, again)
	}
}
