package record_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
)

func TestKeyring(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "keys")
	ring, err := record.OpenKeyring(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ring.Load(record.KeyLog); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a key that is not there: %v", err)
	}
	key, err := ring.LoadOrCreate(record.KeyLog)
	if err != nil || len(key.ID) != 43 {
		t.Fatalf("key %q, %v", key.ID, err)
	}
	again, err := ring.LoadOrCreate(record.KeyLog)
	if err != nil || !again.Private.Equal(key.Private) || again.ID != key.ID {
		t.Errorf("the key changed: %v", err)
	}
	agency, err := ring.LoadOrCreate(record.AgencyKey(ids.New[ids.Agency](noon)))
	if err != nil || agency.ID == key.ID {
		t.Errorf("agency key %q, %v", agency.ID, err)
	}
	path := filepath.Join(dir, "log.pem")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("%v, %v: something is left behind", entries, err)
	}
	for _, name := range []string{"", "../log", "a/b", "Log"} {
		if _, err := ring.LoadOrCreate(name); !errors.Is(err, record.ErrFormat) {
			t.Errorf("name %q: %v", name, err)
		}
	}
}

func TestKeyringRefusesAnExposedKey(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "keys")
	ring, err := record.OpenKeyring(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ring.LoadOrCreate(record.KeyHub); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "hub.pem")
	exposed := func(err error) bool {
		f, ok := errors.AsType[*fault.Error](err)
		return ok && f.Code == "record.key_exposed"
	}
	for _, mode := range []fs.FileMode{0o644, 0o640, 0o604, 0o620} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := ring.Load(record.KeyHub); !exposed(err) {
			t.Errorf("mode %v: %v", mode, err)
		}
		if _, err := ring.LoadOrCreate(record.KeyHub); !exposed(err) {
			t.Errorf("mode %v, or create: %v", mode, err)
		}
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := record.OpenKeyring(dir); !exposed(err) {
		t.Errorf("directory open to all: %v", err)
	}
}

func TestKeyringRefusesWhatIsNoKey(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "keys")
	ring, err := record.OpenKeyring(dir)
	if err != nil {
		t.Fatal(err)
	}
	const rsaLike = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
	for _, content := range []string{"", "nonsense", rsaLike} {
		if err := os.WriteFile(filepath.Join(dir, "hub.pem"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ring.LoadOrCreate(record.KeyHub); !errors.Is(err, record.ErrKeyFile) {
			t.Errorf("%q: %v", content, err)
		}
	}
}

// Processes that start at once share one key.
func TestKeyringIsMadeOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "keys")
	var group sync.WaitGroup
	made := make([]string, 16)
	for i := range made {
		group.Go(func() {
			ring, err := record.OpenKeyring(dir)
			if err != nil {
				t.Error(err)
				return
			}
			key, err := ring.LoadOrCreate(record.KeyHub)
			if err != nil {
				t.Error(err)
			}
			made[i] = key.ID
		})
	}
	group.Wait()
	for _, id := range made {
		if id != made[0] || id == "" {
			t.Errorf("keys %v", made)
			break
		}
	}
}
