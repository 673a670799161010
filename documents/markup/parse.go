package markup

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/xianjie-hub/xianjie/documents/layout"
)

// Sizes a template may ask for, by the names of Chinese type.
var sizes = map[string]float64{
	"一号": 26, "小一": 24, "二号": 22, "小二": 18, "三号": 15.75, "小三": 15,
	"四号": 14, "小四": 12, "五号": 10.5, "小五": 9,
}

// Parse turns a finished text into a paper. Marks and properties of the file
// are left to the caller.
func Parse(text string) (layout.Paper, error) {
	var p parser
	all, err := directives(strings.Map(blanks, strings.ReplaceAll(text, "\r\n", "\n")))
	if err != nil {
		return layout.Paper{}, err
	}
	for _, d := range all {
		if err := p.directive(d); err != nil {
			return layout.Paper{}, fmt.Errorf("@%s: %w", d.name, err)
		}
	}
	p.endTable()
	return p.paper, nil
}

// blanks turns every blank but the ideographic one into a space: fonts rarely
// have glyphs for the others.
func blanks(r rune) rune {
	switch {
	case r == '\r':
		return '\n'
	case r == '\t', r != '\u3000' && unicode.Is(unicode.Zs, r):
		return ' '
	}
	return r
}

type parser struct {
	paper   layout.Paper
	columns []layout.Column
	rows    []layout.Row
	least   float64 // lines the next row has at least
}

func (p *parser) add(b layout.Block) {
	p.endTable()
	p.paper.Blocks = append(p.paper.Blocks, b)
}

func (p *parser) endTable() {
	if len(p.rows) > 0 {
		p.paper.Blocks = append(p.paper.Blocks, layout.Table{Rows: p.rows})
		p.rows = nil
	}
}

func (p *parser) directive(d directive) error {
	switch d.name {
	case "p":
		p.add(layout.Para{Text: d.arg(0)})
	case "to":
		p.add(layout.Para{Text: d.arg(0), Flush: true})
	case "flush":
		p.add(layout.Para{Text: d.arg(0), Flush: true})
	case "h1":
		p.add(layout.Para{Text: d.arg(0), Role: layout.Heading, Keep: true})
	case "fine":
		p.add(layout.Para{Text: d.arg(0), Size: sizes["五号"], Follows: true})
	case "redhead":
		p.add(layout.RedHead{Organ: d.arg(0), Number: d.arg(1)})
	case "organ":
		p.add(layout.Line{Text: d.arg(0), Role: layout.Title, Size: sizes["小二"], Align: layout.Centre, Keep: true})
	case "title":
		p.add(layout.Line{Text: d.arg(0), Role: layout.Title, Size: sizes["二号"], Align: layout.Centre, After: 1, Keep: true})
	case "number":
		p.add(layout.Line{Text: d.arg(0), Align: layout.Right, Keep: true})
	case "caption":
		p.add(layout.Line{Text: d.arg(0), Role: layout.Heading, Size: sizes["四号"], Before: 0.4, Keep: true})
	case "annex":
		p.add(layout.NewPage{})
		p.add(layout.Line{Text: d.arg(0), Role: layout.Heading, Keep: true, After: 0.6})
		p.add(layout.Line{Text: d.arg(1), Role: layout.Title, Size: sizes["二号"], Align: layout.Centre, After: 0.6, Keep: true})
	case "newpage":
		p.add(layout.NewPage{})
	case "annexes":
		p.add(layout.Annexes{Names: full(d.args)})
	case "cut":
		p.add(layout.Cut{Text: d.arg(0)})
	case "sign":
		p.add(layout.Sign{Organ: d.arg(0), Date: d.arg(1), Notes: full(d.args[min(2, len(d.args)):])})
	case "colophon":
		p.add(layout.Colophon{Copies: full(strings.Split(d.arg(0), "\n")), PrintedBy: d.arg(1), PrintedOn: d.arg(2)})
	case "gap":
		return p.gap(d.arg(0))
	case "size":
		return p.size(d.arg(0))
	case "onepage":
		p.paper.OnePage = true
	case "form":
		p.paper.Form = true
	case "columns", "tall", "row", "head", "foot", "endtable":
		return p.table(d)
	default:
		return fmt.Errorf("no such directive")
	}
	return nil
}

func (p *parser) gap(arg string) error {
	n, err := strconv.ParseFloat(arg, 64)
	if err != nil {
		return fmt.Errorf("takes a number of lines: %w", err)
	}
	p.add(layout.Gap{Lines: n})
	return nil
}

func (p *parser) size(arg string) error {
	size, ok := sizes[arg]
	if !ok {
		return fmt.Errorf("unknown size of type")
	}
	p.paper.Size = size
	return nil
}

func (p *parser) table(d directive) error {
	switch d.name {
	case "endtable":
		p.endTable()
	case "columns":
		columns, err := columnsOf(strings.Fields(d.arg(0)))
		if err != nil {
			return err
		}
		p.columns = columns
	case "tall":
		n, err := strconv.ParseFloat(d.arg(0), 64)
		if err != nil {
			return fmt.Errorf("takes a number of lines: %w", err)
		}
		p.least = n
	case "row", "head":
		if len(d.args) != len(p.columns) {
			return fmt.Errorf("%d cells in %d columns", len(d.args), len(p.columns))
		}
		p.rows = append(p.rows, layout.Row{Columns: p.columns, Cells: d.args, Lines: p.least, Head: d.name == "head"})
		p.least = 0
	case "foot":
		if len(p.rows) == 0 {
			return fmt.Errorf("stands after a row")
		}
		p.rows[len(p.rows)-1].Foot = d.arg(0)
	}
	return nil
}

// columnsOf reads column specs: a share of the width and letters, c centred,
// r right, t text from the top, b label in the face of headings.
func columnsOf(specs []string) ([]layout.Column, error) {
	var out []layout.Column
	for _, spec := range specs {
		digits := strings.TrimRight(spec, "crtb")
		share, err := strconv.ParseFloat(digits, 64)
		if err != nil || share <= 0 {
			return nil, fmt.Errorf("column %q: not a share of the width", spec)
		}
		c := layout.Column{Share: share}
		for _, letter := range spec[len(digits):] {
			switch letter {
			case 'c':
				c.Align = layout.Centre
			case 'r':
				c.Align = layout.Right
			case 't':
				c.Top = true
			case 'b':
				c.Label, c.Align = true, layout.Centre
			}
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("names no column")
	}
	return out, nil
}

// full drops empty strings.
func full(in []string) []string {
	var out []string
	for _, s := range in {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}
