package rules_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xianjie-hub/xianjie/policies/rules"
)

func TestBuiltInPacksAreSound(t *testing.T) {
	t.Parallel()
	for _, p := range rules.CheckBuiltIn() {
		t.Error(p)
	}
}

// sound is a pack without a fault; every case below spoils it in one place.
const sound = `region: "310000"
rules:
  - id: loc_sample_rule
    title: {zh: 样例, en: Sample}
    says: {zh: 做某事, en: do something}
    trigger: {zh: 某日, en: some day}
    owes: sender
    n: 3
    unit: calendar_days
    counting: cal_17
    suspend: [{reason: s, rule: fwd_penalty_clock_suspended, says: {zh: 停, en: rest}, basis: [{doc: "17", article: 一}]}]
    extend: [{by: superior, who: {zh: 上级, en: superior}, n: 3, unit: calendar_days, max: 1, rule: fwd_decide_transfer, basis: [{doc: "17", article: 一}]}]
    applies_to: [environment]
    from: 2020-01-01
    to: 2020-12-31
    basis: [{doc: "17", article: 第一条}]
    confidence: high
`

func TestCheckFindsEveryFault(t *testing.T) {
	t.Parallel()
	second := "  - id: loc_sample_rule\n" + strings.SplitN(sound, "loc_sample_rule\n", 2)[1]
	for _, c := range []struct {
		name, from, to string
		line           int
		text           string
	}{
		{"unknown field", "owes: sender", "owes: sender\n    ows: sender", 8, "field ows not found"},
		{"bad date", "2020-01-01", "2020-02-30", 14, "not a date"},
		{"no basis", `    basis: [{doc: "17", article: 第一条}]` + "\n", "", 3, "basis missing"},
		{"unknown document", `[{doc: "17", article: 第一条}]`, "[{doc: nope, article: 一}]", 16, "unknown document nope"},
		{"unknown unit", "unit: calendar_days\n    c", "unit: fortnights\n    c", 9, `unknown unit "fortnights"`},
		{"unknown counting", "cal_17", "cal_18", 10, "unknown counting mode cal_18"},
		{"unknown sector", "[environment]", "[weather]", 13, `unknown sector "weather"`},
		{"unknown region", "310000", "990000", 1, "unknown region 990000"},
		{"unknown role", "owes: sender", "owes: nobody", 7, `unknown role "nobody"`},
		{"unknown confidence", "confidence: high", "confidence: sure", 17, `unknown confidence "sure"`},
		{"number missing", "    n: 3\n    unit", "    unit", 3, "n missing"},
		{"number of a gate", "unit: calendar_days\n    c", "unit: gate\n    c", 8, "n given for unit gate"},
		{"hours counted as days", "unit: calendar_days\n    c", "unit: hours\n    c", 10, "hours with a counting mode for days"},
		{"ends before it begins", "to: 2020-12-31", "to: 2019-12-31", 15, "to lies before from"},
		{"suspension by an unknown rule", "rule: fwd_penalty_clock_suspended", "rule: fwd_nothing", 11, "suspension names unknown rule fwd_nothing"},
		{"extension by an unknown rule", "rule: fwd_decide_transfer", "rule: fwd_nothing", 12, "extension names unknown rule fwd_nothing"},
		{"extension in another unit", "n: 3, unit: calendar_days", "n: 3, unit: months", 12, `extension in unit "months"`},
		{"one language", "en: Sample", `en: ""`, 4, "title missing in a language"},
		{"bad id", "id: loc_sample_rule", "id: sample", 3, "id is not words"},
		{"not YAML", "rules:", "rules: [", 0, "did not find"},
		{"edition twice", "confidence: high\n", "confidence: high\n" + second, 18, "edition 310000-2020-01-01 given twice"},
		{"overlap", "confidence: high\n", "confidence: high\n" + strings.Replace(second, "2020-01-01", "2020-06-01", 1), 18, "in force at the same time"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			pack := strings.Replace(sound, c.from, c.to, 1)
			if pack == sound {
				t.Fatal("the case spoils nothing")
			}
			found := rules.Check(fstest.MapFS{"local/pack.yaml": {Data: []byte(pack)}})
			for _, p := range found {
				if p.File == "local/pack.yaml" && (c.line == 0 || p.Line == c.line) && strings.Contains(p.Text, c.text) {
					return
				}
			}
			t.Errorf("want line %d %q, found %s", c.line, c.text, fmt.Sprint(found))
		})
	}
}

// A folder without registers adds to the built-in packs.
func TestLocalPackIsAnAddition(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{"local/pack.yaml": {Data: []byte(sound)}}
	if found := rules.Check(fsys); len(found) != 0 {
		t.Fatal(found)
	}
	b, err := rules.LoadFS(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if !b.Has("loc_sample_rule") || !b.Has("fwd_decide_transfer") {
		t.Error("the book lacks the new rule or the old ones")
	}
	if _, err := rules.LoadFS(fstest.MapFS{"local/pack.yaml": {Data: []byte(strings.Replace(sound, "n: 3", "n: x", 1))}}); err == nil {
		t.Error("a broken pack loads")
	}
}
