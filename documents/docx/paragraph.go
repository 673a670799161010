package docx

import (
	"math"
	"strconv"
	"strings"

	"github.com/xianjie-hub/xianjie/documents/layout"
)

// faces are the East Asian fonts by role, as GB/T 9704-2012 names them. Every
// run names its face, so that no theme of a machine decides.
var faces = map[layout.Role]string{
	layout.Body:    "仿宋_GB2312",
	layout.Title:   "方正小标宋简体",
	layout.Heading: "黑体",
	numerals:       "宋体",
}

// numerals is the face of page numbers (§7.5: 半角宋体阿拉伯数字).
const numerals layout.Role = -1

// paragraph is one paragraph before it is written. Lengths are points.
type paragraph struct {
	style         string // its name in styles.xml
	text          string // a tab goes to the next stop, a newline breaks the line
	role          layout.Role
	size, line    float64 // line: exact distance of lines
	before, after float64
	first, left   float64 // indents; a negative first hangs
	right         float64
	align         string // jc; empty: left
	stops         []stop
	colour        string // RRGGBB; empty: automatic
	under         *element
	outline       bool   // a heading of the first level
	keep          bool   // with what follows
	breaks        bool   // begins a page
	grid          bool   // characters stand on the grid of 28
	field         string // what stands at fieldMark
}

// stop is a tab stop.
type stop struct {
	kind   string
	at     float64
	leader string
}

func (p *paragraph) element() *element {
	pr := el("w:pPr", nil, el("w:pStyle", attrs{"w:val", p.style}))
	if p.keep {
		pr.add(el("w:keepNext", nil))
	}
	if p.breaks {
		pr.add(el("w:pageBreakBefore", nil))
	}
	if p.under != nil {
		pr.add(el("w:pBdr", nil, p.under))
	}
	if len(p.stops) > 0 {
		tabs := el("w:tabs", nil)
		for _, s := range p.stops {
			a := attrs{"w:val", s.kind}
			if s.leader != "" {
				a = append(a, "w:leader", s.leader)
			}
			tabs.add(el("w:tab", append(a, "w:pos", twips(s.at))))
		}
		pr.add(tabs)
	}
	// No extra room between Chinese and digits: 28 characters a line stay 28.
	// Lines do not snap: they stand at their exact distance, which is the grid's
	// or was moved closer. Characters snap by the properties of their run.
	pr.add(el("w:autoSpaceDE", attrs{"w:val", "0"}), el("w:autoSpaceDN", attrs{"w:val", "0"}), el("w:snapToGrid", attrs{"w:val", "0"}))
	pr.add(el("w:spacing", attrs{"w:before", twips(p.before), "w:after", twips(p.after), "w:line", twips(max(p.line, 1)), "w:lineRule", "exact"}))
	pr.add(p.indents())
	if p.align != "" {
		pr.add(el("w:jc", attrs{"w:val", p.align}))
	}
	if p.outline {
		pr.add(el("w:outlineLvl", attrs{"w:val", "0"}))
	}
	pr.add(p.run())
	out := el("w:p", nil, pr)
	before, after, field := strings.Cut(p.text, fieldMark)
	out.add(p.runs(before)...)
	if field && p.field != "" {
		out.add(el("w:fldSimple", attrs{"w:instr", p.field}, el("w:r", nil, p.run(), words("w:t", "1", nil))))
	}
	return out.add(p.runs(after)...)
}

// fieldMark is where a field stands in a text of our own.
const fieldMark = "\x00"

// indents are given in characters too, so that they follow when an office
// changes the size of its text.
func (p *paragraph) indents() *element {
	a := attrs{}
	chars := func(name string, points float64) {
		if n := points / p.size; math.Abs(n-math.Round(n)) < 0.001 {
			a = append(a, name+"Chars", strconv.Itoa(100*int(math.Round(n))))
		}
	}
	if p.left != 0 {
		a = append(a, "w:left", twips(p.left))
	}
	if p.right != 0 {
		chars("w:right", p.right)
		a = append(a, "w:right", twips(p.right))
	}
	switch {
	case p.first < 0:
		a = append(a, "w:hanging", twips(-p.first))
	case p.first > 0:
		chars("w:firstLine", p.first)
		a = append(a, "w:firstLine", twips(p.first))
	default:
		a = append(a, "w:firstLineChars", "0", "w:firstLine", "0")
	}
	return el("w:ind", a)
}

// run gives the properties of the paragraph's runs.
func (p *paragraph) run() *element {
	face := faces[p.role]
	pr := el("w:rPr", nil, el("w:rFonts", attrs{"w:hint", "eastAsia", "w:ascii", face, "w:hAnsi", face, "w:eastAsia", face, "w:cs", face}))
	if !p.grid {
		pr.add(el("w:snapToGrid", attrs{"w:val", "0"}))
	}
	if p.colour != "" {
		pr.add(el("w:color", attrs{"w:val", p.colour}))
	}
	return pr.add(el("w:sz", attrs{"w:val", halves(p.size)}), el("w:szCs", attrs{"w:val", halves(p.size)}))
}

// runs writes text with its tabs and line breaks.
func (p *paragraph) runs(text string) []*element {
	if text == "" {
		return nil
	}
	r := el("w:r", nil, p.run())
	flush := func(s string) {
		if s != "" {
			r.add(words("w:t", s, attrs{"xml:space", "preserve"}))
		}
	}
	start := 0
	for i, c := range text {
		switch c {
		case '\t':
			flush(text[start:i])
			r.add(el("w:tab", nil))
			start = i + 1
		case '\n':
			flush(text[start:i])
			r.add(el("w:br", nil))
			start = i + 1
		}
	}
	flush(text[start:])
	return []*element{r}
}
