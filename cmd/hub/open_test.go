package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/federation/peersim"
)

// ranHub is what a command line of the hub printed, and its exit code.
func ranHub(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	c := hubCommand(t, nil, args...)
	var out, bad bytes.Buffer
	c.Stdout, c.Stderr = &out, &bad
	err := c.Run()
	if exit, failed := errors.AsType[*exec.ExitError](err); failed {
		return out.String(), bad.String(), exit.ExitCode()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), bad.String(), 0
}

// ownKey makes a key as an organ does, and gives its public half as metadata name it.
func ownKey(t *testing.T, agency ids.Agency) (file string, key federation.EncryptionKey) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "organ.key")
	if out, bad, code := ranHub(t, "keys", "organ", "new", "--out", file); code != 0 || !strings.Contains(out, file) {
		t.Fatalf("exit %d: %s%s", code, out, bad)
	}
	raw, err := os.ReadFile(file + ".pub.json")
	if err != nil {
		t.Fatal(err)
	}
	var public jose.JSONWebKey
	if err := json.Unmarshal(raw, &public); err != nil || !public.IsPublic() {
		t.Fatalf("what goes to the operator is no public key: %v", err)
	}
	point, ok := public.Key.(*ecdsa.PublicKey)
	if !ok {
		t.Fatal("not P-256")
	}
	if key, err = federation.NewEncryptionKey(point, agency, time.Now().Add(-time.Hour), time.Now().AddDate(1, 0, 0), false); err != nil {
		t.Fatal(err)
	}
	return file, key
}

// A key of an organ is made once: the private half is nobody else's to read, and a second run
// writes over nothing.
func TestOrganKeyCommand(t *testing.T) {
	t.Parallel()
	file, _ := ownKey(t, ids.New[ids.Agency](time.Now()))
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the private key is %v, %v", info.Mode(), err)
	}
	if _, bad, code := ranHub(t, "keys", "organ", "new", "--out", file); code == 0 || bad == "" {
		t.Errorf("a second run: exit %d, %q", code, bad)
	}
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the key was written over: %v", err)
	}
}

// sealedPage is what the page of a case gives: a sealed file and what proves it, with the
// sender's metadata and its fingerprint.
func sealedPage(t *testing.T) (dir, organKey, page, file, metadata, root string) {
	t.Helper()
	sim, err := peersim.New("hub.sc.example", "四川演示平台", "https://hub.sc.example", rand.Reader, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	agency := ids.New[ids.Agency](time.Now())
	organKey, key := ownKey(t, agency)
	e := sim.Draft(federation.Address{Hub: "hub.cq.example", Agency: agency}, "")
	raw, err := federation.SealFile(federation.FileInside{Name: "../录音文字稿.txt", Media: "text/plain", Content: []byte("只给接收机关看，演示虚构。")}, key, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	e.Attachments = []federation.Attachment{{Name: "密封附件.jwe", Media: federation.MediaSealedFile, Bytes: int64(len(raw)), SHA256: federation.HashOf(raw)}}
	envelope, err := sim.Seal(e)
	if err != nil {
		t.Fatal(err)
	}
	signed, print := sim.Metadata()
	proof, err := json.Marshal(federation.SealedFile{Parts: []federation.SealedMessage{}, Files: []federation.SealedProof{{
		Message: e.ID, Evidence: ids.New[ids.Evidence](time.Now()), SHA256: federation.HashOf(raw), Envelope: envelope, Received: time.Now(),
	}}})
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return dir, organKey, write("密封内容.json", proof), write("密封附件.jwe", raw), write("metadata.jws", signed), print.String()
}

// A file that came sealed opens on the organ's own machine, with its key and nothing else; the
// fingerprint from paper proves who sent it, and what does not hold opens nothing.
func TestOpenCommand(t *testing.T) {
	t.Parallel()
	dir, key, page, file, metadata, root := sealedPage(t)
	open := func(args ...string) (opened []openedPart, code int) {
		t.Helper()
		out, bad, code := ranHub(t, append([]string{"open", "--json"}, args...)...)
		if err := json.Unmarshal([]byte(out), &opened); err != nil && code != exitUnchecked {
			t.Fatalf("exit %d: %s%s", code, out, bad)
		}
		return opened, code
	}
	into := filepath.Join(dir, "opened")
	if err := os.Mkdir(into, 0o700); err != nil {
		t.Fatal(err)
	}
	got, code := open(page, "--file", file, "--key", key, "--metadata", metadata, "--root", root, "--out", into)
	if code != 0 || len(got) != 1 || !got[0].Verified || got[0].Written != filepath.Join(into, "录音文字稿.txt") {
		t.Fatalf("exit %d: %+v", code, got)
	}
	if text, err := os.ReadFile(got[0].Written); err != nil || string(text) != "只给接收机关看，演示虚构。" {
		t.Errorf("%q, %v", text, err)
	}
	if got, code := open(page, "--file", file, "--key", key, "--out", into); code != 1 || got[0].Error == "" {
		t.Errorf("over the file that is there: exit %d, %+v", code, got)
	}
	alone := t.TempDir()
	if got, code := open(file, "--key", key, "--out", alone); code != 0 || got[0].Verified {
		t.Errorf("the file alone: exit %d, %+v", code, got)
	}
	other, _ := ownKey(t, ids.New[ids.Agency](time.Now()))
	if got, code := open(page, "--file", file, "--key", other, "--out", t.TempDir()); code != 1 || !strings.Contains(got[0].Error, "私钥不在") {
		t.Errorf("with another key: exit %d, %+v", code, got)
	}
	if _, code := open(page, "--file", file, "--key", page); code != exitUnchecked {
		t.Errorf("with what is no key: exit %d", code)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(raw), ".")
	parts[3] = strings.Map(func(r rune) rune {
		if r == 'A' {
			return 'B'
		}
		return 'A'
	}, parts[3][:8]) + parts[3][8:]
	altered := filepath.Join(dir, "altered.jwe")
	if err := os.WriteFile(altered, []byte(strings.Join(parts, ".")), 0o600); err != nil {
		t.Fatal(err)
	}
	nothing := t.TempDir()
	if got, code := open(altered, "--key", key, "--out", nothing); code != 1 || got[0].Error == "" {
		t.Errorf("altered: exit %d, %+v", code, got)
	}
	if got, code := open(page, "--file", altered, "--key", key, "--out", nothing); code != 1 || !strings.Contains(got[0].Error, "没有函件") {
		t.Errorf("a file that no message names: exit %d, %+v", code, got)
	}
	if left, err := os.ReadDir(nothing); err != nil || len(left) != 0 {
		t.Errorf("%d files were written, %v", len(left), err)
	}
}
