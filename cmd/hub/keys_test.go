package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// sealedHub is a database whose issuer has a client secret, and the keys that seal it.
type sealedHub struct {
	*storetest.Database
	keys   string // folder
	office casework.Office
}

func newSealedHub(t *testing.T) *sealedHub {
	t.Helper()
	h := &sealedHub{Database: storetest.DB(t), keys: t.TempDir()}
	if _, err := adminRun(t, h.Database, initArgs("--issuer-url", "https://idp.example.test", "--role-map", "hub-operator=operator,hub-admin=admin")...); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Owner.Exec(t.Context(), "update issuers set client_secret = 'cl1ent-secret'"); err != nil {
		t.Fatal(err)
	}
	h.office = casework.Office{Pool: h.App, Now: time.Now}
	h.restart(t)
	if n, err := h.office.SealSecrets(t.Context()); err != nil || n != 1 {
		t.Fatalf("sealed %d, %v", n, err)
	}
	return h
}

// restart gives the office the keys that lie in the folder, as a new process reads them.
func (h *sealedHub) restart(t *testing.T) {
	t.Helper()
	keys, err := record.OpenKeyring(h.keys)
	if err != nil {
		t.Fatal(err)
	}
	if h.office.Sealing, err = keys.Sealer(); err != nil {
		t.Fatal(err)
	}
}

// secret is what a login at the issuer would use, and how it lies in the database.
func (h *sealedHub) secret(t *testing.T) (clear, sealed string) {
	t.Helper()
	row, err := h.office.IssuerByCode(t.Context(), "ops")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Owner.QueryRow(t.Context(), "select client_secret from issuers").Scan(&sealed); err != nil {
		t.Fatal(err)
	}
	return row.ClientSecret, sealed
}

func (h *sealedHub) file(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(h.keys, "sealing.keys"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (h *sealedHub) rotate() (string, error) {
	var out bytes.Buffer
	err := rotateSealingCmd{Keys: h.keys, DatabaseURL: h.AppURL, out: &out, options: []store.Option{store.AllowUnsafe()}}.Run()
	return out.String(), err
}

// TestRotateSealing: the command adds a key, seals with it what the old one sealed, and
// a process that runs goes on reading without being told.
func TestRotateSealing(t *testing.T) {
	t.Parallel()
	h := newSealedHub(t)
	before, was := h.secret(t)
	old := h.file(t)
	out, err := h.rotate()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(h.file(t), old) || strings.Count(h.file(t), "\n") != strings.Count(old, "\n")+1 {
		t.Errorf("the file of keys went from %d to %d bytes", len(old), len(h.file(t)))
	}
	after, is := h.secret(t) // the office still has the ring of before
	if before != "cl1ent-secret" || after != before {
		t.Errorf("the secret was %q and is %q", before, after)
	}
	_, id, _ := strings.Cut(is, "sealed:v1:")
	id, _, _ = strings.Cut(id, ":")
	if was == is || id == "" || !strings.Contains(out, id) || !strings.Contains(out, "1 rows") {
		t.Errorf("%q became %q: %s", was, is, out)
	}
	if err := os.WriteFile(filepath.Join(h.keys, "sealing.keys"), []byte(old), 0o600); err != nil {
		t.Fatal(err)
	}
	h.restart(t)
	if _, err := h.office.IssuerByCode(t.Context(), "ops"); err == nil {
		t.Error("the old key alone opens what the new one sealed")
	}
}

// TestRotateSealingNeedsTheKeys: where a key is missing nothing is added and nothing is
// sealed: the file has to come back first.
func TestRotateSealingNeedsTheKeys(t *testing.T) {
	t.Parallel()
	h := newSealedHub(t)
	_, was := h.secret(t)
	path := filepath.Join(h.keys, "sealing.keys")
	kept := h.file(t)

	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := h.rotate(); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "backup") {
		t.Errorf("without the file: %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("keys were made that open nothing")
	}

	h.restart(t) // makes another ring, as hub serve would on a new machine
	other := h.file(t)
	if _, err := h.rotate(); err == nil || !strings.Contains(err.Error(), "backup") {
		t.Errorf("with other keys: %v", err)
	}
	if h.file(t) != other {
		t.Error("a key was added beside one that is missing")
	}

	if err := os.WriteFile(path, []byte(kept), 0o600); err != nil {
		t.Fatal(err)
	}
	h.restart(t)
	if clear, is := h.secret(t); clear != "cl1ent-secret" || is != was {
		t.Errorf("after the file came back the secret is %q, %q", clear, is)
	}
	if _, err := h.rotate(); err != nil {
		t.Errorf("after the file came back: %v", err)
	}
	if err := (rotateSealingCmd{Keys: filepath.Join(h.keys, "elsewhere"), DatabaseURL: h.AppURL}).Run(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
