package items_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/routing"
	"github.com/xianjie-hub/xianjie/policies/items"
)

func onDay(t testing.TB, s string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestStarterListIsSound(t *testing.T) {
	t.Parallel()
	for _, p := range items.CheckBuiltIn() {
		t.Error(p)
	}
	l := items.BuiltIn()
	for _, b := range [][]int{{len(l.Law.Place)}, {len(l.Law.Level)}, {len(l.Law.Township)}, {len(l.Law.Dispute)}} {
		if b[0] == 0 {
			t.Error("an article on jurisdiction is missing")
		}
	}
}

// The code changes the article of an item on the day it takes effect; what was
// routed before keeps the article of its day.
func TestEditionFollowsTheDay(t *testing.T) {
	t.Parallel()
	for day, article := range map[string]string{"2026-08-14": "第一百一十九条第一款", "2026-08-15": "第一千一百三十一条第一款", "2015-06-01": ""} {
		e := routing.Edition(items.BuiltIn().Items, "air-straw", "430903", onDay(t, day))
		switch {
		case e == nil && article != "":
			t.Errorf("%s: no edition", day)
		case e != nil && e.Basis[0].Article != article:
			t.Errorf("%s: %s", day, e.Basis[0].Article)
		}
	}
}

// What is wrong with a list is said with file and line.
func TestUnsoundListIsReported(t *testing.T) {
	t.Parallel()
	law, err := os.ReadFile("law.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const good = "  - {code: a-b, kind: penalty, title: {zh: 甲, en: A}, sectors: [market], editions: [{basis: [{doc: code, article: 第一条}], confidence: high}]}\n"
	for change, want := range map[string]string{
		"":                                   "",
		"doc: code=>doc: nothing":            "national.yaml:3: a-b: from missing",
		"article: 第一条=>article: ''":          "national.yaml:3: basis names no document",
		"sectors: [market]=>sectors: [moon]": "national.yaml:3: a-b: unknown sector",
		"kind: penalty=>kind: fun":           "national.yaml:3: a-b: unknown kind",
		"zh: 甲, en: A=>zh: 甲":                "national.yaml:3: a-b: title missing",
		"confidence: high=>confidence: sure": "national.yaml:3: a-b: unknown confidence",
		"confidence: high=>confidence: high, to: 2020-01-01":   "national.yaml:3: a-b: to lies before from",
		"sectors: [market]=>sectors: [market], levels: [moon]": "national.yaml:3: a-b: unknown level",
		"sectors: [market]=>sectors: [market], colour: red":    "national.yaml:3: field colour",
		"article: 第一条}]=>article: 第一条}], from: soon":           "national.yaml:3",
	} {
		text := good
		if old, next, ok := strings.Cut(change, "=>"); ok {
			text = strings.Replace(good, old, next, 1)
		}
		dir := fstest.MapFS{"law.yaml": {Data: law}, "national.yaml": {Data: []byte("items:\n\n" + text)}}
		if got := said(dir); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: reported %q, want %q", change, got, want)
		}
	}
	twice := fstest.MapFS{"law.yaml": {Data: law}, "national.yaml": {Data: []byte("items:\n\n" + good + good)}}
	if got := said(twice); !strings.Contains(got, "national.yaml:3: a-b: two editions hold at the same time") {
		t.Errorf("two editions at once: %q", got)
	}
}

func said(dir fs.FS) string {
	var b strings.Builder
	for _, p := range items.Check(dir) {
		b.WriteString(p.String() + "\n")
	}
	return b.String()
}
