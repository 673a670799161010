package rules_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// explainedOnly heads the paragraph of docs/readings.md on rules that no case starts.
const explainedOnly = "- **Numbers that are explained and started by no case.**"

// TestEveryNumberIsStartedOrSaid: a rule with a number is started by the tables of the
// procedures or by the office, or docs/readings.md says that it is explained only and why.
// Nothing is listed there that is started.
func TestEveryNumberIsStartedOrSaid(t *testing.T) {
	t.Parallel()
	var code strings.Builder
	for _, dir := range []string{"../../domain", "../../casework"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			code.Write(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile("../../docs/readings.md")
	if err != nil {
		t.Fatal(err)
	}
	_, said, _ := strings.Cut(string(raw), explainedOnly)
	said, _, _ = strings.Cut(said, "\n- **")
	said, _, _ = strings.Cut(said, "\n\n")
	counted := 0
	for _, r := range book(t).All() {
		if r.N == 0 {
			continue
		}
		counted++
		started, listed := strings.Contains(code.String(), "\""+r.ID+"\""), strings.Contains(said, "`"+r.ID+"`")
		if !started && !listed {
			t.Errorf("%s has a number, is started by nothing, and docs/readings.md does not say why", r.ID)
		}
		if started && listed {
			t.Errorf("%s is said to be explained only, and is started", r.ID)
		}
	}
	if counted < 80 {
		t.Errorf("only %d rules have a number", counted)
	}
}
