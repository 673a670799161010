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

func TestSweep(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	lay := func(name string, parts ...string) string {
		dir := filepath.Join(root, name)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		for _, part := range parts {
			if part == "data" {
				if err := os.Mkdir(filepath.Join(dir, part), 0o700); err != nil {
					t.Fatal(err)
				}
			} else if err := os.WriteFile(filepath.Join(dir, part), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	dead := lay(tempPrefix+"dead", "lock", "data")
	spared := []string{
		lay(tempPrefix+"beginning", "lock"),
		lay(tempPrefix+"living", "lock", "data"),
		lay("other", "lock", "data"),
	}
	lock, err := lockFile(filepath.Join(spared[1], "lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	sweep(root)
	if _, err := os.Stat(dead); err == nil {
		t.Error("what a killed owner left is still there")
	}
	for _, dir := range spared {
		if _, err := os.Stat(dir); err != nil {
			t.Errorf("%s was swept away", filepath.Base(dir))
		}
	}
}
