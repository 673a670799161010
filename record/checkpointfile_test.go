package record_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/xianjie-hub/xianjie/record"
)

// Whatever byte the power goes at, what was acknowledged before is read and what
// comes after can be written.
func TestCheckpointFileSurvivesATornWrite(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 30, 1)
	for range 3 {
		o.act(t, o.cases[0], "referral.step")
		o.sequence(t)
	}
	whole, err := os.ReadFile(o.path)
	if err != nil {
		t.Fatal(err)
	}
	two := len(whole) * 2 / 3
	if bytes.Index(whole[two:], []byte("hub.example/log\n3\n")) != 0 {
		t.Fatal("the third record does not begin where it should")
	}
	for cut := two; cut <= len(whole); cut++ {
		path := filepath.Join(t.TempDir(), "checkpoints")
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := record.OpenCheckpointFile(path, o.key)
		if err != nil {
			t.Fatal(err)
		}
		last := file.Last().Size
		if last != 2 && (last != 3 || cut < len(whole)-2) {
			t.Fatalf("cut at %d: last is %d", cut-two, last)
		}
		if err := file.Append(o.Notes[2]); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		report := (&office{MemorySource: o.MemorySource, path: path, key: o.key}).verify(t, true)
		if !report.OK() || report.FileCheckpoints < 3 || report.Newest.Size != 3 {
			t.Fatalf("cut at %d:\n%s", cut-two, report.Text("en"))
		}
	}
}

func TestCheckpointFileRefusesAForeignNote(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 31, 1)
	o.act(t, o.cases[0], "referral.step")
	o.sequence(t)
	other := newOffice(t, 32, 1)
	if err := other.file.Append(o.Notes[0]); err == nil {
		t.Error("appended")
	}
	if content, err := os.ReadFile(other.path); err != nil || len(content) != 0 {
		t.Errorf("%q, %v", content, err)
	}
	// in the file it is a finding, not something to skip
	if err := os.WriteFile(o.path, fmt.Appendf(nil, "%s\n%s\n", o.Notes[0], signedByAnother(t, o)), 0o600); err != nil {
		t.Fatal(err)
	}
	if report := o.verify(t, true); report.Total != 1 || report.Findings[0].Code != record.BadCheckpoint || !report.Findings[0].InFile {
		t.Error(report.Text("en"))
	}
}

func signedByAnother(t *testing.T, o *office) []byte {
	t.Helper()
	forger, _ := logKey(t, [32]byte{9})
	msg, err := o.file.Last().Sign(forger)
	if err != nil {
		t.Fatal(err)
	}
	return msg
}

func FuzzSplitNotes(f *testing.F) {
	f.Add([]byte("a\n1\nx\n\n— a b\n\n"))
	f.Add([]byte("\n\n— a b"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, n := range record.SplitNotes(b) {
			if !bytes.Contains(n, []byte("\n\n— ")) {
				t.Errorf("%q is not a note", n)
			}
		}
	})
}
