package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestRulesCheckReadsReviewSheets: a broken sheet is refused with file and line.
func TestRulesCheckReadsReviewSheets(t *testing.T) {
	t.Parallel()
	sound, err := os.ReadFile("../../policies/reviews/reverse.yaml")
	if err != nil {
		t.Fatal(err)
	}
	check := func(text string) (string, error) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "reverse.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		err := rulesCheckCmd{Reviews: dir, out: &out}.Run()
		return out.String(), err
	}
	if out, err := check(string(sound)); err != nil || out != "ok\n" {
		t.Errorf("the delivered sheet: %v %s", err, out)
	}
	out, err := check(strings.Replace(string(sound), "check: person", "check: luck", 1))
	at := 1 + strings.Count(string(sound)[:strings.Index(string(sound), "check: person")], "\n")
	if want := "reverse.yaml:" + strconv.Itoa(at) + ": limitation_checked: unknown check \"luck\"\n"; err == nil || out != want {
		t.Errorf("%v %q, want %q", err, out, want)
	}
}
