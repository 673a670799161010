package reviews_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/xianjie-hub/xianjie/policies/reviews"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

var loaded = sync.OnceValues(rules.Load)

func book(t *testing.T) *rules.Book {
	t.Helper()
	b, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBuiltInSheetsAreSound(t *testing.T) {
	t.Parallel()
	for _, p := range reviews.CheckBuiltIn(book(t)) {
		t.Error(p)
	}
}

// sound is a sheet without a fault; every case below spoils it in one place.
const sound = `sheets:
  - id: sample_sheet
    title: {zh: 样例, en: Sample}
    kind: criminal
    senders: [environment]
    from: 2024-01-01
    to: 2024-12-31
    points: 3
    basis: [{doc: "17", article: 第六条}]
    lines:
      - id: report
        title: {zh: 调查报告, en: Report}
        todo: {zh: 上传, en: Upload it}
        points: 3
        confidence: high
        gate: fwd_materials_complete
        none: items_none
        check: material
        codes: [doc_investigation_report]
      - id: officer
        title: {zh: 主办人, en: Officer}
        todo: {zh: 填写, en: Fill it in}
        confidence: high
        check: fields
        fields: [{name: officer, zh: 主办人, en: officer}]
      - id: unit
        title: {zh: 意见, en: Opinion}
        todo: {zh: 提出, en: Give it}
        confidence: flagged
        check: flags
        flags: [legal_opinion]
`

func TestEveryFaultIsFound(t *testing.T) {
	t.Parallel()
	again := sound + strings.TrimPrefix(sound, "sheets:\n")
	for _, c := range []struct {
		name, from, to string
		line           int
		text           string
	}{
		{"not YAML", "sheets:\n", "sheets: [\n", 0, "did not find"},
		{"unknown field", "    kind: criminal\n", "    kind: criminal\n    sort: 1\n", 5, "field sort not found"},
		{"bad date", "2024-01-01", "2024-02-31", 6, "not a date"},
		{"bad number", "        points: 3\n", "        points: many\n", 14, "not a number"},
		{"id", "id: sample_sheet", "id: Sample", 2, "id is not words"},
		{"title", "{zh: 样例, en: Sample}", "{zh: 样例}", 2, "title missing"},
		{"kind", "kind: criminal", "kind: theft", 4, `unknown kind "theft"`},
		{"sender of another kind", "[environment]", "[police]", 5, `no organ of sector "police"`},
		{"unknown sector", "[environment]", "[weather]", 5, `no organ of sector "weather"`},
		{"no day", "    from: 2024-01-01\n", "", 2, "from missing"},
		{"ends before it begins", "to: 2024-12-31", "to: 2023-12-31", 7, "to lies before from"},
		{"points", "points: 3\n    basis", "points: 4\n    basis", 8, "add up to 3, not to 4"},
		{"no basis", `    basis: [{doc: "17", article: 第六条}]` + "\n", "", 2, "basis missing"},
		{"unknown document", `doc: "17"`, "doc: nope", 9, "unknown document nope"},
		{"no article", `, article: 第六条`, "", 9, "article missing"},
		{"line id", "id: report", "id: the report", 11, "id is not words"},
		{"line title", "{zh: 调查报告, en: Report}", "{en: Report}", 11, "title missing"},
		{"todo", "{zh: 上传, en: Upload it}", "{zh: 上传}", 11, "todo missing"},
		{"confidence", "confidence: flagged", "confidence: sure", 29, `unknown confidence "sure"`},
		{"no confidence", "        confidence: flagged\n", "", 26, `unknown confidence ""`},
		{"unknown rule", "gate: fwd_materials_complete", "gate: fwd_nothing", 16, `unknown rule "fwd_nothing"`},
		{"gate of a line not sure of", "confidence: high\n        gate", "confidence: flagged\n        gate", 16, "a gate needs high confidence"},
		{"gate of a rule not sure of", "gate: fwd_materials_complete", "gate: rev_pp_opinion_serve_3", 16, "a gate needs high confidence"},
		{"none", "none: items_none", "none: nothing", 17, `no entry "nothing"`},
		{"check", "check: material", "check: luck", 18, `unknown check "luck"`},
		{"material", "[doc_investigation_report]", "[doc_map]", 19, `no material "doc_map"`},
		{"material of nothing", "        codes: [doc_investigation_report]\n", "", 18, "needs codes or words"},
		{"entry", "name: officer,", "name: chief,", 25, `no entry "chief"`},
		{"label", ", en: officer}", "}", 25, "label missing"},
		{"no fields", "        fields: [{name: officer, zh: 主办人, en: officer}]\n", "", 24, "needs fields"},
		{"flag", "[legal_opinion]", "[luck]", 31, `no flag "luck"`},
		{"a flag that is no yes or no", "[legal_opinion]", "[supplement_rounds]", 31, "no flag"},
		{"what the check does not read", "        flags: [legal_opinion]\n", "        flags: [legal_opinion]\n        sealed: true\n", 30, "sealed means nothing to the check flags"},
		{"bonus", "        check: flags\n", "        check: flags\n        bonus: true\n", 30, "bonus without points"},
		{"term", "        check: flags\n        flags: [legal_opinion]\n", "        check: agreement\n        term: luck\n", 31, `no term "luck"`},
		{"no term", "        check: flags\n        flags: [legal_opinion]\n", "        check: agreement\n", 30, "needs term"},
		{"term that words alone show", "        check: flags\n        flags: [legal_opinion]\n", "        check: agreement\n        term: wording\n", 31, "needs words"},
		{"words for what the case holds", "        check: flags\n        flags: [legal_opinion]\n", "        check: agreement\n        term: told\n        words: [说明]\n", 31, "words mean nothing"},
		{"line twice", "id: officer", "id: report", 20, "line given twice"},
		{"at the same time", sound, again, 32, "holds at the same time"},
		{"no lines", sound[strings.Index(sound, "    lines:"):], "    lines: []\n", 2, "no lines"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(sound, c.from, c.to, 1)
			if text == sound {
				t.Fatal("the case spoils nothing")
			}
			fsys := fstest.MapFS{"local.yaml": {Data: []byte(text)}}
			found := reviews.Problems(fsys, book(t))
			for _, p := range found {
				if p.File == "local.yaml" && (c.line == 0 || p.Line == c.line) && strings.Contains(p.Text, c.text) {
					if _, err := reviews.LoadFS(fsys, book(t)); err == nil {
						t.Error("a broken sheet loads")
					}
					return
				}
			}
			t.Errorf("want line %d %q, found %s", c.line, c.text, fmt.Sprint(found))
		})
	}
	if _, err := reviews.LoadFS(fstest.MapFS{"local.yaml": {Data: []byte(sound)}}, book(t)); err != nil {
		t.Error("the sound sheet:", err)
	}
}
