package main

import (
	"bytes"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/devkit/story"
)

// TestStoryAcrossTheBorder: real case C over two hubs as hub dev --hubs 2 starts them,
// with every claim of the demo; and what an operator carries when the line is down.
func TestStoryAcrossTheBorder(t *testing.T) {
	t.Parallel()
	two, err := startTwo(t.Context(), twoOptions{Listen: "127.0.0.1:0", Unsafe: true, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := two.stop(); err != nil {
			t.Error(err)
		}
	})
	// What make run-two leaves behind: a case that came through, one that waits to be signed
	// for; told again, nothing.
	sent := func() (n int) {
		t.Helper()
		if err := two.hubs[0].office.Pool.QueryRow(t.Context(), "select count(*) from envelopes").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for range 2 {
		if err := story.TellAcross(t.Context(), two.hubs[0].url, two.hubs[1].url); err != nil {
			t.Fatal(err)
		}
		if n := sent(); n != 5 {
			t.Errorf("%d messages were told, want 4 of the one case and 1 of the other", n)
		}
	}
	out, err := demoCmd{JSON: true, Out: t.TempDir()}.across(t.Context(), two, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if err := crossHolds(out); err != nil {
		t.Error(err)
	}
	if out.Looks < 10 || out.Bundles < 4 {
		t.Errorf("%d looks, %d bundles", out.Looks, out.Bundles)
	}
	var said bytes.Buffer
	ask := peerSelftestCmd{peerFlags: peerFlags{out: &said}, Hub: story.Chongqing.Hub}
	if err := ask.ask(t.Context(), two.hubs[0].office); err != nil {
		t.Errorf("the self-test of two good hubs: %v", err)
	}
	two.wires.Cut()
	if err := ask.ask(t.Context(), two.hubs[0].office); err == nil || !bytes.Contains(said.Bytes(), []byte("no answer")) {
		t.Errorf("the self-test over a cut line: %v, %s", err, said.String())
	}
	if err := story.AskAcross(t.Context(), two.hubs[0].url, two.hubs[1].url); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "out.zip")
	if err := (bundleExportCmd{peerFlags: peerFlags{out: &said}, Hub: story.Chongqing.Hub, Out: file}).write(t.Context(), two.hubs[0].office); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := (bundleImportCmd{peerFlags: peerFlags{out: &said}, File: file}).take(t.Context(), two.hubs[1].office); err != nil {
			t.Error(err)
		}
	}
	if !bytes.Contains(said.Bytes(), []byte("messages 1")) || !bytes.Contains(said.Bytes(), []byte("files 1")) {
		t.Errorf("carried: %s", said.String())
	}
	for i, h := range two.hubs {
		p, err := h.office.Peer(t.Context(), casework.CommandLine(), two.hubs[1-i].config.Name)
		if err != nil || p.State != casework.PeerTrusted || p.SeenAt == nil {
			t.Errorf("%s knows its partner as %+v, %v", h.config.Name, p, err)
		}
	}
	if two.hubs[0].config.DatabaseURL == two.hubs[1].config.DatabaseURL {
		t.Error("both hubs share a database")
	}
}
