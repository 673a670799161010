package rules

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Threshold is a case in which an act may be a crime (涉嫌犯罪移送标准), as far as
// words and a figure can say so. It is advice and no finding.
type Threshold struct {
	ID         string
	Says       fault.Text
	From       civil.Date // the day from which the text holds
	Basis      []fault.Basis
	Confidence deadline.Confidence
	words      [][]string // of every group one, in one sentence
	least      float64    // 0: words are enough
	units      map[string]float64
	figure     *regexp.Regexp // a number with one of the units
}

// Thresholds are all of them, in the order of the article.
func (b *Book) Thresholds() []Threshold { return b.thresholds.list }

// Watches reports whether the facts of a kind of case are looked at.
func (b *Book) Watches(kind string) bool { return slices.Contains(b.thresholds.kinds, kind) }

// thresholdTable is what thresholds.yaml holds.
type thresholdTable struct {
	kinds, unless []string
	list          []Threshold
}

type thresholdsFile struct {
	Kinds      []string `yaml:"kinds"`
	Unless     []string `yaml:"unless"`
	Thresholds []struct {
		ID         line         `yaml:"id"`
		Says       text         `yaml:"says"`
		Basis      []basisField `yaml:"basis"`
		Confidence string       `yaml:"confidence"`
		Words      [][]string   `yaml:"words"`
		Figure     *struct {
			Least float64            `yaml:"least"`
			Units map[string]float64 `yaml:"units"`
		} `yaml:"figure"`
	} `yaml:"thresholds"`
}

// readThresholds reads the thresholds, and checks them.
func (r *reader) readThresholds() {
	const file = "thresholds.yaml"
	var f thresholdsFile
	r.decode(packs, file, &f)
	r.thresholds = thresholdTable{kinds: f.Kinds, unless: f.Unless}
	for _, x := range f.Thresholds {
		bad := func(wrong bool, text string) {
			if wrong {
				r.report(file, x.ID.Line, x.ID.Value, text)
			}
		}
		t := Threshold{ID: x.ID.Value, Says: x.Says.fault(), Basis: r.basis(file, x.ID, x.Basis), Confidence: deadline.Confidence(x.Confidence), words: x.Words}
		bad(x.Says.ZH == "" || x.Says.EN == "", "says is missing in a language")
		bad(len(t.Basis) == 0, "basis missing")
		bad(!slices.Contains(deadline.Confidences, t.Confidence), "unknown confidence "+x.Confidence)
		bad(slices.ContainsFunc(r.thresholds.list, func(o Threshold) bool { return o.ID == t.ID }), "named twice")
		bad(len(x.Words) == 0 || slices.ContainsFunc(x.Words, func(g []string) bool { return len(g) == 0 || slices.Contains(g, "") }), "words are missing: it would be thought of always")
		if len(x.Basis) > 0 {
			t.From = r.documents[x.Basis[0].Doc].From.Date
		}
		if x.Figure != nil {
			t.least, t.units = x.Figure.Least, x.Figure.Units
			bad(t.least <= 0 || len(t.units) == 0, "a figure needs its least and its units")
			units := slices.SortedFunc(maps.Keys(t.units), func(a, b string) int { return len(b) - len(a) }) // 万元 before 元
			for i, u := range units {
				bad(t.units[u] <= 0, "unit "+u+" counts nothing")
				units[i] = regexp.QuoteMeta(u)
			}
			t.figure = regexp.MustCompile(`([0-9][0-9,]*(?:\.[0-9]+)?|[一二两三四五六七八九十百]+)\s*[余多]?\s*(` + strings.Join(units, "|") + `)`)
		}
		r.thresholds.list = append(r.thresholds.list, t)
	}
}
