package main

import (
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

// blocks are the commands of a document, in its order.
func blocks(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range regexp.MustCompile("(?ms)^```sh\n(.*?)^```$").FindAllStringSubmatch(string(text), -1) {
		out = append(out, m[1])
	}
	return strings.Join(out, "\n")
}

// throwAwayHub is a whole hub with the organs of the story and no cases. One process has
// one hub, else: a test that takes it runs alone.
func throwAwayHub(t *testing.T) *devHub {
	t.Helper()
	figures := prometheus.DefaultRegisterer
	t.Cleanup(func() { prometheus.DefaultRegisterer = figures })
	prometheus.DefaultRegisterer = prometheus.NewRegistry()
	h, err := startHub(t.Context(), hubOptions{Listen: "127.0.0.1:0", Unsafe: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.stop(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// TestPartnerQuickstart runs the commands of the quick start, as they stand there,
// against a whole hub: two systems register, get bound tokens, and one sends the
// other a lead.
func TestPartnerQuickstart(t *testing.T) {
	commands := blocks(t, "../../docs/partner-quickstart.md")
	if other := blocks(t, "../../docs/partner-quickstart.zh-CN.md"); other != commands {
		t.Error("the two languages of the quick start give different commands")
	}
	h := throwAwayHub(t)
	script := filepath.Join(t.TempDir(), "quickstart.sh")
	if err := os.WriteFile(script, []byte(commands), 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", script)
	run.Env = append(os.Environ(), "HUB="+h.url, "TMPDIR="+t.TempDir(), "LC_ALL=C.UTF-8")
	got, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	for _, want := range []string{"the webhook is genuine: act", "the file arrived as it was", "%PDF-", "delivered", `"client";q=600;w=60`} {
		if !strings.Contains(string(got), want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
