package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/federation/peersim"
)

// The simulator is made, pinned by a hub, and played from files, as an installer does.
func TestPeersimFromFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	made := peersimInitCmd{Dir: dir, Name: "sim.example", Endpoint: "http://127.0.0.1:1", out: &bytes.Buffer{}}
	if err := made.Run(); err != nil {
		t.Fatal(err)
	}
	if err := made.Run(); err == nil {
		t.Error("a simulator is replaced")
	}
	var target *peersim.Hub
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { target.Handler().ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	target, err := peersim.New("target.example", "演示平台", server.URL, rand.Reader, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	saved, err := os.Open(filepath.Join(dir, simState))
	if err != nil {
		t.Fatal(err)
	}
	defer saved.Close()
	sim, err := peersim.Load(saved, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := target.Pin(sim.Metadata()); err != nil {
		t.Fatal(err)
	}
	raw, root := target.Metadata()
	path := filepath.Join(dir, "target.jose")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	run := peersimRunCmd{Dir: dir, Metadata: path, Root: root.String(), JSON: true, out: &out}
	if err := run.Run(); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	var r simReport
	if err := json.Unmarshal(out.Bytes(), &r); err != nil || r.Failed != 0 || r.Passed < 60 || r.Target != "target.example" {
		t.Errorf("%d passed, %d failed, %v", r.Passed, r.Failed, err)
	}
	run.Root = federation.Fingerprint{}.String()
	if err := run.Run(); err == nil {
		t.Error("played under another fingerprint")
	}
}
