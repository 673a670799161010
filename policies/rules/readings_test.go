package rules_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	cited      = regexp.MustCompile("`((?:fwd|rev|det|adm|dmg|pil|insp|clk|xpr)_[A-Za-z0-9_]+)`")
	citedMode  = regexp.MustCompile("`(?:counting: )?(cal_[a-z0-9_]+)`")
	noRulePart = "## Rows of the rule book without a rule"
)

// TestReadings: docs/readings.md names only rules and counting modes that
// exist, all nineteen conflicts, and as rows without a rule only such rows.
func TestReadings(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../docs/readings.md")
	if err != nil {
		t.Fatal(err)
	}
	with, without, ok := strings.Cut(string(raw), noRulePart)
	if !ok {
		t.Fatalf("readings.md lacks %q", noRulePart)
	}
	b := book(t)
	for _, m := range cited.FindAllStringSubmatch(with, -1) {
		if !b.Has(m[1]) {
			t.Errorf("readings.md names %s, which is in no pack", m[1])
		}
	}
	for _, line := range strings.Split(without, "\n") {
		if m := cited.FindStringSubmatch(line); strings.HasPrefix(line, "| `") && m != nil && b.Has(m[1]) {
			t.Errorf("%s is said to have no rule, but has one", m[1])
		}
	}
	counting, err := os.ReadFile("counting.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range citedMode.FindAllStringSubmatch(string(raw), -1) {
		if !strings.Contains(string(counting), "- id: "+m[1]+"\n") {
			t.Errorf("readings.md names counting mode %s, which does not exist", m[1])
		}
	}
	for i := 1; i <= 19; i++ {
		if !strings.Contains(with, fmt.Sprintf("| C%d |", i)) {
			t.Errorf("conflict C%d is missing", i)
		}
	}
}
