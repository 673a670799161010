package rules_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

// TestBadPacks: every file of testdata/bad says in its first line what is wrong
// with it, and where; that, and that line, is what the check reports.
func TestBadPacks(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 25 {
		t.Fatalf("%d bad packs, %v", len(files), err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(string(text), "\n")
			var line int
			if n, err := fmt.Sscanf(first, "# want %d:", &line); n != 1 {
				t.Fatalf("first line %q: %v", first, err)
			}
			_, want, _ := strings.Cut(first, ": ")
			_, found := rules.Compose(rules.Layer{File: name, Text: text})
			for _, p := range found {
				if p.File == name && p.Line == line && strings.Contains(p.Text, want) {
					return
				}
			}
			t.Errorf("want line %d %q, found %s", line, want, fmt.Sprint(found))
		})
	}
}

const local = `name: local
region: "310000"
rules:
  - id: loc_sample_rule
    title: {zh: 样例, en: Sample}
    says: {zh: 做某事, en: do something}
    trigger: {zh: 某日, en: some day}
    owes: sender
    n: 3
    unit: calendar_days
    counting: cal_17
    applies_to: [environment]
    from: 2026-01-01
    basis: [{doc: loc1, article: 第一条}]
    confidence: high
documents:
  loc1: {title: 样例协议, from: 2026-01-01}
`

func layer(name, text string) rules.Layer { return rules.Layer{File: name, Text: []byte(text)} }

func composed(t *testing.T, layers ...rules.Layer) *rules.Book {
	t.Helper()
	b, problems := rules.Compose(layers...)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return b
}

// A pack adds rules, ends an edition of the book and begins another, and its
// next version keeps what clocks of the first one run under.
func TestLayers(t *testing.T) {
	t.Parallel()
	first := layer("local.yaml", local)
	b := composed(t, first)
	if r, err := b.Pick("loc_sample_rule", day(t, "2026-03-01"), "310105", "environment"); err != nil || r.N != 3 || r.Basis[0].Document != "样例协议" {
		t.Errorf("%+v, %v", r, err)
	}
	second := strings.Replace(local, "    n: 3", "    edition: second\n    n: 5", 1)
	first.Ended = true
	b = composed(t, first, layer("local.yaml", second))
	if r, err := b.Pick("loc_sample_rule", day(t, "2026-03-01"), "310105", "environment"); err != nil || r.N != 5 {
		t.Errorf("the second version is not picked: %+v, %v", r, err)
	}
	if r, ok := b.Edition("loc_sample_rule", "310000-2026-01-01"); !ok || r.N != 3 {
		t.Error("clocks of the first version have lost their rule")
	}
	if _, problems := rules.Compose(first, layer("local.yaml", strings.Replace(local, "n: 3", "n: 4", 1))); len(problems) != 1 || !strings.Contains(problems[0].Text, "in other words") {
		t.Errorf("an edition that clocks run under was changed: %v", problems)
	}
	ended := `name: national
rules:
  - id: fwd_decide_transfer
    title: {zh: 决定移送, en: Decide on the transfer}
    says: {zh: 五日, en: five days}
    trigger: {zh: 报告, en: the report}
    owes: sender
    n: 5
    unit: calendar_days
    counting: cal_17
    applies_to: [environment]
    ends: [2017-01-25]
    from: 2027-01-01
    basis: [{doc: "17", article: 第五条}]
    confidence: high
`
	b = composed(t, layer("national.yaml", ended))
	for on, n := range map[string]int{"2026-12-31": 3, "2027-01-01": 5} {
		if r, err := b.Pick("fwd_decide_transfer", day(t, on), "310105", "environment"); err != nil || r.N != n {
			t.Errorf("on %s %d days, want %d (%v)", on, r.N, n, err)
		}
	}
}

// A rule of low confidence starts no clock until it is switched on.
func TestSwitches(t *testing.T) {
	t.Parallel()
	pick := func(b *rules.Book) deadline.Rule {
		r, err := b.Pick("dmg_preliminary_check", day(t, "2026-09-30"), "", "environment")
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if !pick(composed(t)).Off() {
		t.Error("a low rule is on by itself")
	}
	on := layer("sw.yaml", "name: sw\nswitches:\n  - {rule: dmg_preliminary_check, on: true}\n")
	if pick(composed(t, on)).Off() {
		t.Error("the switch does nothing")
	}
	off := layer("sw2.yaml", "name: sw2\nswitches:\n  - {rule: dmg_preliminary_check, on: false}\n")
	if !pick(composed(t, on, off)).Off() {
		t.Error("a later switch does nothing")
	}
}

// A holiday table makes its year certain and takes the place of an earlier one.
func TestHolidayTable(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/holidays/2027.yaml")
	if err != nil {
		t.Fatal(err)
	}
	b := composed(t, rules.Layer{File: "2027.yaml", Text: text})
	if cal := b.Calendar(); !cal.Loaded(2027) || cal.IsWorkingDay(day(t, "2027-02-08")) || composed(t).Calendar().Loaded(2027) {
		t.Error("the table of 2027 is not used")
	}
	other := layer("2027.yaml", strings.Replace(string(text), "2027-02-11", "2027-02-13", 1))
	if b = composed(t, rules.Layer{File: "2027.yaml", Text: text, Ended: true}, other); b.Calendar().IsWorkingDay(day(t, "2027-02-12")) {
		t.Error("the corrected table is not used")
	}
}

// One broken file holds up no other, and clocks under its editions keep them.
func TestComposeSound(t *testing.T) {
	t.Parallel()
	broken := strings.Replace(strings.Replace(local, "name: local", "name: other", 1), "    from: 2026-01-01", "    edition: x\n    from: 2026-01-01", 1)
	b, problems := rules.ComposeSound(layer("local.yaml", local), layer("other.yaml", broken))
	if len(problems) == 0 {
		t.Fatal("two editions at the same time are no problem")
	}
	if r, err := b.Pick("loc_sample_rule", day(t, "2026-03-01"), "310105", "environment"); err != nil || r.Edition != "310000-2026-01-01" {
		t.Errorf("%+v, %v", r, err)
	}
	if _, ok := b.Edition("loc_sample_rule", "x"); !ok {
		t.Error("the edition of the broken file is lost")
	}
}
