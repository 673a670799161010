package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/federation/peersim"
)

// courier is a bundle of one envelope with its evidence, and whose fingerprint it needs.
func courier(t *testing.T) (file string, root federation.Fingerprint) {
	t.Helper()
	sim, err := peersim.New("hub.sc.example", "四川演示平台", "https://hub.sc.example", rand.Reader, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	evidence := []byte("证据，演示虚构。")
	digest := sim.Keep(evidence)
	e := sim.Draft(federation.Address{Hub: "hub.cq.example", Agency: ids.New[ids.Agency](time.Now())}, "")
	e.Attachments = []federation.Attachment{{Name: "证据.txt", Media: "text/plain", Bytes: int64(len(evidence)), SHA256: digest}}
	raw, err := sim.Seal(e)
	if err != nil {
		t.Fatal(err)
	}
	metadata, root := sim.Metadata()
	var b bytes.Buffer
	if err := federation.WriteBundle(&b, federation.Outgoing{
		ID: ids.New[federation.Message](time.Now()), From: sim.Name, To: e.To.Hub, CreatedAt: time.Now(), Metadata: metadata, Envelopes: [][]byte{raw},
		Attachments: []federation.OutgoingFile{{SHA256: digest, Bytes: int64(len(evidence)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(evidence)), nil }}},
	}, sim.Signers()[1]); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "bundle.zip")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file, root
}

// shown runs the command and gives its JSON and exit code.
func shown(t *testing.T, c bundleShowCmd) (bundleReport, int) {
	t.Helper()
	var out bytes.Buffer
	c.JSON, c.out = true, &out
	err := c.Run()
	code := 0
	if e, failed := errors.AsType[exitError](err); failed {
		code = e.code
	} else if err != nil {
		t.Fatal(err)
	}
	var r bundleReport
	if out.Len() > 0 {
		if err := json.Unmarshal(out.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
	}
	return r, code
}

func TestBundleShow(t *testing.T) {
	t.Parallel()
	file, root := courier(t)
	r, code := shown(t, bundleShowCmd{File: file, Root: []string{root.String()}})
	if code != 0 || !r.Verified || len(r.Pinned) != 1 || len(r.Envelopes) != 1 || len(r.Files) != 1 || r.Files[0].Name != "证据.txt" {
		t.Errorf("exit %d: %+v", code, r)
	}
	r, code = shown(t, bundleShowCmd{File: file})
	if code != 1 || r.Verified || r.Reason != federation.ReasonUnknownSender {
		t.Errorf("without a fingerprint: exit %d, %+v", code, r)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	altered := filepath.Join(t.TempDir(), "altered.zip")
	if err := os.WriteFile(altered, bytes.Replace(raw, []byte("证据，"), []byte("证言，"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if r, code = shown(t, bundleShowCmd{File: altered, Root: []string{root.String()}}); code != 1 || r.Verified {
		t.Errorf("altered: exit %d, %+v", code, r)
	}
	if r, code = shown(t, bundleShowCmd{File: "bundle.go"}); code != 1 || r.Reason != federation.ReasonMalformed {
		t.Errorf("no bundle: exit %d, %+v", code, r)
	}
	if _, code = shown(t, bundleShowCmd{File: "nowhere.zip"}); code != exitUnchecked {
		t.Errorf("no file: exit %d", code)
	}
	if _, code = shown(t, bundleShowCmd{File: file, Root: []string{"12 34"}}); code != exitUnchecked {
		t.Errorf("half a fingerprint: exit %d", code)
	}
	for _, lang := range []string{"zh", "en"} {
		var out strings.Builder
		if err := (bundleShowCmd{File: file, Root: []string{root.String()}, Lang: lang, out: &out}).Run(); err != nil || !strings.Contains(out.String(), "证据.txt") {
			t.Errorf("%s: %v\n%s", lang, err, out.String())
		}
	}
}
