package record_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/xianjie-hub/xianjie/record"
)

// TestSealerFollowsARotation: a process that runs opens what another one sealed with a
// key that was added beside it, and a file that others can read is refused.
func TestSealerFollowsARotation(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "keys")
	keys, err := record.OpenKeyring(dir)
	if err != nil {
		t.Fatal(err)
	}
	running, err := keys.Sealer()
	if err != nil {
		t.Fatal(err)
	}
	before, err := running.Seal("p", "s")
	if err != nil {
		t.Fatal(err)
	}
	next, err := keys.RotateSealing()
	if err != nil {
		t.Fatal(err)
	}
	after, err := next.Seal("p", "s")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{after, before} {
		if got, err := running.Open("p", text); err != nil || got != "s" {
			t.Errorf("%q opens as %q, %v", text, got, err)
		}
	}
	if running.Current(before) || !running.Current(after) {
		t.Error("it does not seal with the new key")
	}
	if err := os.Chmod(filepath.Join(dir, "sealing.keys"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := keys.Sealer(); err == nil {
		t.Error("a file that others can read was taken")
	}
}
