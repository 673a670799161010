package docx

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/xianjie-hub/xianjie/documents/layout"
)

// table is a form or a list. Its rows may have different columns: the grid has
// an edge wherever a row has one, and cells span.
type table struct {
	floats bool // stands at the bottom of the type area (版记)
	left   int  // twips from the edge of the page, where it floats
	width  int
	edges  []int // twips from the left edge, ascending, 0 first
	rows   []row
	pad    [2]int // twips above and below, left and right
}

type row struct {
	height int // at least, twips
	head   bool
	whole  bool // is not cut by the end of a page
	cells  []cell
}

type cell struct {
	left, right int // twips
	merge       string
	align       string // vAlign
	rules       *element
	paragraphs  []*paragraph
}

// tallest is the number of lines above which a row may be cut by a page's end.
const tallest = 6

func (b *body) table(defs []layout.Row) *table {
	t := &table{width: tw(b.frame.Width), pad: [2]int{tw(layout.CellPad), tw(layout.CellPad)}}
	size, pitch := b.frame.Cell()
	for _, def := range defs {
		r := row{head: def.Head}
		total, lines := 0.0, 1.0
		for _, c := range def.Columns {
			total += c.Share
		}
		share := 0.0
		for i, c := range def.Columns {
			left := b.edge(share / total)
			share += c.Share
			right := b.edge(share / total)
			text := ""
			if i < len(def.Cells) {
				text = def.Cells[i]
			}
			made, n := cellOf(def, c, text, size, pitch, float64(right-left)/20-2*layout.CellPad)
			made.left, made.right = left, right
			if text == layout.Merged {
				made.merge = t.mergeUp(left, right)
			}
			if i+1 == len(def.Columns) && def.Foot != "" {
				spare := max(def.Lines, lines) - n - 1
				foot := cellText(def.Foot, layout.Body, size, pitch, "right", false)
				if c.Top && spare > 0 {
					foot[0].before = spare * pitch
				} else if !c.Top {
					made.align = "bottom"
				}
				made.paragraphs = append(trimmed(made.paragraphs), foot...)
				n += float64(len(foot))
			}
			lines = max(lines, n)
			r.cells = append(r.cells, made)
		}
		r.height = tw(max(def.Lines, 1)*pitch + 2*layout.CellPad)
		r.whole = lines <= tallest
		if def.Head {
			r.keep()
		}
		t.rows = append(t.rows, r)
	}
	t.findEdges()
	return t
}

func (b *body) edge(share float64) int {
	return int(math.Round(share * float64(tw(b.frame.Width))))
}

// cellOf sets one cell and estimates its lines.
func cellOf(def layout.Row, c layout.Column, text string, size, pitch, width float64) (cell, float64) {
	role, align := layout.Body, map[layout.Align]string{layout.Centre: "center", layout.Right: "right"}[c.Align]
	if c.Label || def.Head {
		role = layout.Heading
	}
	if def.Head {
		align = "center"
	}
	if text == layout.Merged {
		text = ""
	}
	out := cell{align: "center", paragraphs: cellText(text, role, size, pitch, align, c.Top)}
	if c.Top {
		out.align = "top"
	}
	lines := 0.0
	for _, p := range trimmed(out.paragraphs) {
		lines += max(1, math.Ceil((layout.Ems(p.text)*size+p.first)/width-0.01))
	}
	return out, lines
}

// cellText gives at least one paragraph: a cell without one is no cell.
func cellText(text string, role layout.Role, size, pitch float64, align string, running bool) []*paragraph {
	var out []*paragraph
	for _, part := range strings.Split(text, "\n") {
		if part = strings.TrimRight(part, " "); part == "" {
			continue
		}
		p := &paragraph{style: "Cell", text: part, role: role, size: size, line: pitch, align: align}
		if running {
			p.align, p.first = "both", 2*size
		}
		out = append(out, p)
	}
	if len(out) == 0 {
		out = append(out, &paragraph{style: "Cell", role: role, size: size, line: pitch, align: align})
	}
	return out
}

// trimmed leaves out the empty paragraph of an empty cell.
func trimmed(ps []*paragraph) []*paragraph {
	if len(ps) == 1 && ps[0].text == "" {
		return nil
	}
	return ps
}

// mergeUp joins a cell to the one above it, if that has the same edges.
func (t *table) mergeUp(left, right int) string {
	if len(t.rows) == 0 {
		return ""
	}
	above := t.rows[len(t.rows)-1].cells
	for i := range above {
		if above[i].left == left && above[i].right == right {
			if above[i].merge == "" {
				above[i].merge = "restart"
			}
			return "continue"
		}
	}
	return ""
}

// findEdges collects the edges of every row. Edges less than 0.75 mm apart are
// one: a sliver of a column is a nuisance to whoever edits the table.
func (t *table) findEdges() {
	const sliver = 43
	all := []int{0, t.width}
	for _, r := range t.rows {
		for _, c := range r.cells {
			all = append(all, c.left, c.right)
		}
	}
	slices.Sort(all)
	t.edges = []int{0}
	for _, x := range all {
		if x-t.edges[len(t.edges)-1] > sliver && (t.width-x > sliver || x == t.width) {
			t.edges = append(t.edges, x)
		}
	}
}

// at is the number of the edge nearest to x.
func (t *table) at(x int) int {
	best := 0
	for i, e := range t.edges {
		if math.Abs(float64(e-x)) < math.Abs(float64(t.edges[best]-x)) {
			best = i
		}
	}
	return best
}

func (t *table) keepLast() {
	if n := len(t.rows); n > 0 {
		t.rows[n-1].keep()
	}
}

func (r *row) keep() {
	for _, c := range r.cells {
		for _, p := range c.paragraphs {
			p.keep = true
		}
	}
}

func (t *table) element() *element {
	pr := el("w:tblPr", nil)
	if t.floats {
		pr.add(el("w:tblpPr", attrs{"w:leftFromText", "0", "w:rightFromText", "0", "w:vertAnchor", "margin", "w:horzAnchor", "page", "w:tblpX", strconv.Itoa(t.left), "w:tblpYSpec", "bottom"}),
			el("w:tblOverlap", attrs{"w:val", "never"}))
	}
	pr.add(el("w:tblW", attrs{"w:w", strconv.Itoa(t.width), "w:type", "dxa"}))
	if !t.floats {
		pr.add(el("w:tblInd", attrs{"w:w", "0", "w:type", "dxa"}))
		rules := el("w:tblBorders", nil)
		for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
			rules.add(rule("w:"+side, 0.5))
		}
		pr.add(rules)
	}
	margins := el("w:tblCellMar", nil)
	for i, side := range []string{"top", "left", "bottom", "right"} {
		margins.add(el("w:"+side, attrs{"w:w", strconv.Itoa(t.pad[i%2]), "w:type", "dxa"}))
	}
	pr.add(el("w:tblLayout", attrs{"w:type", "fixed"}), margins)
	grid := el("w:tblGrid", nil)
	for i := 1; i < len(t.edges); i++ {
		grid.add(el("w:gridCol", attrs{"w:w", strconv.Itoa(t.edges[i] - t.edges[i-1])}))
	}
	out := el("w:tbl", nil, pr, grid)
	for _, r := range t.rows {
		out.add(t.rowElement(r))
	}
	return out
}

func (t *table) rowElement(r row) *element {
	pr := el("w:trPr", nil)
	if r.whole || r.head {
		pr.add(el("w:cantSplit", nil))
	}
	pr.add(el("w:trHeight", attrs{"w:val", strconv.Itoa(r.height), "w:hRule", "atLeast"}))
	if r.head {
		pr.add(el("w:tblHeader", nil))
	}
	out := el("w:tr", nil, pr)
	for _, c := range r.cells {
		from, to := t.at(c.left), t.at(c.right)
		cp := el("w:tcPr", nil, el("w:tcW", attrs{"w:w", strconv.Itoa(t.edges[to] - t.edges[from]), "w:type", "dxa"}))
		if to-from > 1 {
			cp.add(el("w:gridSpan", attrs{"w:val", strconv.Itoa(to - from)}))
		}
		if c.merge != "" {
			cp.add(el("w:vMerge", attrs{"w:val", c.merge}))
		}
		cp.add(c.rules, el("w:vAlign", attrs{"w:val", c.align}))
		tc := el("w:tc", nil, cp)
		for _, p := range c.paragraphs {
			tc.add(p.element())
		}
		out.add(tc)
	}
	return out
}

func rule(name string, width float64) *element {
	return el(name, attrs{"w:val", "single", "w:sz", eighths(width), "w:space", "0", "w:color", "000000"})
}

// colophon is the 版记 (§7.4): a table without upright rules that floats on the
// last lines of the page, in 四号, one character in from both edges.
func (b *body) colophon(c layout.Colophon) {
	b.keepLast()
	size, line := layout.Size4, 21.0
	t := &table{floats: true, left: tw(b.frame.Left), width: tw(b.frame.Width), pad: [2]int{tw(2), 0}}
	add := func(p *paragraph, top, bottom float64) {
		p.style, p.role, p.size, p.line, p.right = "Colophon", layout.Body, size, line, size
		t.rows = append(t.rows, row{whole: true, height: tw(line + 4), cells: []cell{{
			right: t.width, align: "center", paragraphs: []*paragraph{p},
			rules: el("w:tcBorders", nil, rule("w:top", top), rule("w:bottom", bottom)),
		}}})
	}
	first := layout.ThickRule
	if len(c.Copies) > 0 {
		add(&paragraph{text: "抄送：" + strings.Join(c.Copies, "，") + "。", align: "both", left: 4 * size, first: -3 * size}, first, layout.ThinRule)
		first = layout.ThinRule
	}
	add(&paragraph{text: c.PrintedBy + "\t" + c.PrintedOn, left: size, stops: []stop{{kind: "right", at: b.frame.Width - size}}}, first, layout.ThickRule)
	t.findEdges()
	b.items = append(b.items, item{table: t})
}
