package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/devkit/postgres"
	"github.com/xianjie-hub/xianjie/devkit/story"
	"github.com/xianjie-hub/xianjie/documents/documentstest"
)

const hubCommandVar = "XIANJIE_TEST_COMMAND"

// TestHubCommand is the body of a child: the command line of the hub with its exit code.
// In an ordinary run it has nothing to do.
func TestHubCommand(t *testing.T) {
	text := os.Getenv(hubCommandVar)
	if text == "" {
		return
	}
	if err := json.Unmarshal([]byte(text), &os.Args); err != nil {
		t.Fatal(err)
	}
	main()
	os.Exit(0) // before this binary prints that its tests passed
}

// hubCommand is a command line of the hub, in a process of its own.
func hubCommand(t *testing.T, env []string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(append([]string{"hub"}, args...))
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), self, "-test.run=^TestHubCommand$")
	c.Env = append(append(os.Environ(), env...), hubCommandVar+"="+string(text))
	return c
}

// TestDemoProvesAReferral: two demos at once on a machine that has an installation, whose
// database, address, mail server and checkpoints neither may touch.
func TestDemoProvesAReferral(t *testing.T) {
	t.Parallel()
	checkpoints := filepath.Join(t.TempDir(), "checkpoints")
	installation := []string{
		"DATABASE_URL=postgres://hub_app@127.0.0.1:1/installed", "HUB_OWNER_DATABASE=postgres://hub_owner@127.0.0.1:1/installed",
		"HUB_PUBLIC_URL=http://127.0.0.1:1", "HUB_SMTP_ADDR=127.0.0.1:1", "HUB_CHECKPOINT_FILE=" + checkpoints,
	}
	type demo struct {
		*exec.Cmd
		dir            string
		stdout, stderr bytes.Buffer
	}
	reachable, err := postgres.TempRoot() // by the server's user: a folder of the test is not
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.MkdirTemp(reachable, "demos-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(root) })
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	var both [2]demo
	for i := range both {
		d := &both[i]
		d.dir = filepath.Join(t.TempDir(), "papers")
		d.Cmd = hubCommand(t, append(installation, "TMPDIR="+root), "demo", "--json", "--out", d.dir)
		d.Stdout, d.Stderr = &d.stdout, &d.stderr
		if err := d.Start(); err != nil {
			t.Fatal(err)
		}
	}
	for i := range both {
		d := &both[i]
		if err := d.Wait(); err != nil {
			t.Errorf("demo %d: %v\n%s", i, err, d.stderr.String())
			continue
		}
		proves(t, d.stdout.Bytes())
		keeps(t, d.dir)
	}
	leavesNothing(t, root)
	if _, err := os.Stat(checkpoints); err == nil {
		t.Error("the demo wrote to the checkpoints of the installation")
	}
}

// proves holds what a demo printed to what it promises.
func proves(t *testing.T, stdout []byte) {
	t.Helper()
	read := json.NewDecoder(bytes.NewReader(stdout))
	var said map[string]json.RawMessage
	if err := read.Decode(&said); err != nil {
		t.Fatalf("%v in %s", err, stdout)
	}
	if _, err := read.Token(); err != io.EOF {
		t.Errorf("more than one object: %s", stdout)
	}
	for _, key := range []string{"acts", "clocks", "deliveries", "outsider_status", "duplicate_cases", "record_verified"} {
		if said[key] == nil {
			t.Errorf("no %s", key)
		}
	}
	var out story.Outcome
	if err := json.Unmarshal(stdout, &out); err != nil {
		t.Fatal(err)
	}
	if err := holds(&out); err != nil {
		t.Error(err)
	}
	var paper bool
	for _, a := range out.Acts {
		paper = paper || a.Action == "record.confirmed"
	}
	if !paper {
		t.Error("no act was taken from paper and confirmed")
	}
}

// keeps: the papers that were issued are kept as issued, and the volume.
func keeps(t *testing.T, dir string) {
	t.Helper()
	for name, want := range map[string]struct {
		title string
		draft bool
	}{
		"transfer_letter.pdf": {title: "移送书"}, "approval_form.pdf": {title: "审批表"}, "service_receipt.pdf": {"送达回证", true}, "案卷.pdf": {"移送书", false},
	} {
		pdf, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
			continue
		}
		text := strings.Join(documentstest.PageTexts(t, pdf), "")
		if !strings.Contains(text, want.title) {
			t.Errorf("%s does not say %s: %.200s", name, want.title, text)
		}
		if draft := strings.Contains(text, "草稿"); draft != want.draft {
			t.Errorf("%s: kept as a draft %t", name, draft)
		}
	}
}

// leavesNothing: neither a process that works in the folder where the demos kept their
// databases, nor anything in that folder.
func leavesNothing(t *testing.T, root string) {
	t.Helper()
	left, err := os.ReadDir(root)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range lines {
		if line, err := os.ReadFile(at); err == nil && bytes.Contains(line, []byte(root)) { // it may have ended since
			t.Errorf("still running: %s", bytes.ReplaceAll(line, []byte{0}, []byte(" ")))
		}
	}
}

// TestDemoThatDoesNotHold: whatever is missing is said, last of all on the error stream.
func TestDemoThatDoesNotHold(t *testing.T) {
	t.Parallel()
	good := func() *story.Outcome {
		return &story.Outcome{
			Acts: make([]story.Act, 12), Clocks: slices.Repeat([]story.ClockOut{{Rule: "r", Article: "第一条"}}, 6), Deliveries: make([]story.Delivery, 6),
			OutsiderStatus: 404, RecordVerified: true,
		}
	}
	if err := holds(good()); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*story.Outcome){
		"acts":     func(o *story.Outcome) { o.Acts = o.Acts[1:] },
		"clocks":   func(o *story.Outcome) { o.Clocks = o.Clocks[1:] },
		"notices":  func(o *story.Outcome) { o.Deliveries = o.Deliveries[1:] },
		"outsider": func(o *story.Outcome) { o.OutsiderStatus = 403 },
		"retry":    func(o *story.Outcome) { o.DuplicateCases = 1 },
		"verify":   func(o *story.Outcome) { o.RecordVerified = false },
		"article":  func(o *story.Outcome) { o.Clocks[3].Article = "" },
	} {
		out := good()
		spoil(out)
		if err := holds(out); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	c := hubCommand(t, nil, "demo", "--json", "--out", "/dev/null/papers")
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
	if err == nil || c.ProcessState.ExitCode() != 1 || stdout.Len() != 0 || !strings.Contains(lines[len(lines)-1], "folder for documents") {
		t.Errorf("%v, printed %q, at last %q", err, stdout.String(), lines[len(lines)-1])
	}
}
