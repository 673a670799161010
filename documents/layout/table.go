package layout

import "strings"

// Tables are set smaller than text: 小四 with 1.5 lines, as forms are. CellPad
// is the room between a rule and the text.
const (
	cellSize = 12.0
	CellPad  = 3.5
	border   = 0.5
)

// cellStyle gives the size and pitch of a table in text of a size.
func cellStyle(text float64) (size, pitch float64) {
	size = max(cellSize*min(1, text/size3), 7.5)
	if text < cellSize {
		size = text
	}
	return size, size * 1.5
}

// row is a row of a table, measured.
type row struct {
	columns []Column
	edges   []float64 // x of every vertical rule, from the left edge
	cells   [][]line
	merged  []bool // cells joined to the one above
	foot    []line
	pitch   float64
	least   float64
	head    bool
	heads   []*row // rows repeated above this one on a new page
}

func (b Table) set(s *setter) error {
	var heads []*row
	for i, def := range b.Rows {
		r, err := s.row(def)
		if err != nil {
			return err
		}
		r.heads = heads
		if def.Head {
			heads = append(heads, r)
		}
		s.add(piece{height: r.height(), row: r, keep: def.Head && i+1 < len(b.Rows)})
	}
	return nil
}

func (s *setter) row(def Row) (*row, error) {
	size, pitch := cellStyle(s.text.size)
	r := &row{columns: def.Columns, pitch: pitch, head: def.Head, least: def.Lines}
	total := 0.0
	for _, c := range def.Columns {
		total += c.Share
	}
	x := s.area.left
	r.edges = append(r.edges, x)
	for i, c := range def.Columns {
		w := s.area.width * c.Share / total
		x += w
		r.edges = append(r.edges, x)
		role := Body
		if c.Label || def.Head {
			role = Heading
		}
		text := ""
		if i < len(def.Cells) {
			text = def.Cells[i]
		}
		align := c.Align
		if def.Head {
			align = Centre
		}
		r.merged = append(r.merged, text == Merged)
		if text == Merged {
			text = ""
		}
		lines, err := s.cell(text, style{role: role, size: size, pitch: r.pitch}, w-2*CellPad, align, c.Top)
		if err != nil {
			return nil, err
		}
		r.cells = append(r.cells, lines)
	}
	if def.Foot != "" {
		last := r.edges[len(r.edges)-1] - r.edges[len(r.edges)-2] - 2*CellPad
		foot, err := s.cell(def.Foot, style{role: Body, size: size, pitch: r.pitch}, last, Right, false)
		if err != nil {
			return nil, err
		}
		r.foot = foot
	}
	return r, nil
}

func (s *setter) cell(text string, st style, width float64, align Align, paragraphs bool) ([]line, error) {
	var out []line
	for _, part := range strings.Split(text, "\n") {
		if part = strings.TrimRight(part, " "); part == "" {
			continue
		}
		in := indents{}
		if paragraphs {
			in.first = 2 * st.size
		}
		lines, err := s.ruler.wrap(part, st, width, in, paragraphs)
		if err != nil {
			return nil, err
		}
		for i := range lines {
			switch align {
			case Centre:
				lines[i].indent = max(0, (width-lines[i].width())/2)
			case Right:
				lines[i].indent = max(0, width-lines[i].width())
			}
		}
		out = append(out, lines...)
	}
	return out, nil
}

// lines counts the lines of text of the row, the foot among them.
func (r *row) lines() int {
	n := 0
	for i, c := range r.cells {
		k := len(c)
		if i == len(r.cells)-1 {
			k += len(r.foot)
		}
		n = max(n, k)
	}
	return n
}

func (r *row) height() float64 {
	return max(float64(r.lines()), r.least, 1)*r.pitch + 2*CellPad
}

// split cuts the row so that its first part is at most height tall. Cells in
// the middle are labels and stand in both parts; the foot stays in the second.
// It refuses where either part would be too small to be worth a cut.
func (r *row) split(height float64) (first, rest *row, ok bool) {
	n := int((height - 2*CellPad) / r.pitch)
	if n < 3 || r.lines()-n < 2 {
		return nil, nil, false
	}
	a, b := *r, *r
	a.foot, a.least = nil, 0
	a.cells, b.cells = nil, nil
	for i, c := range r.cells {
		if !r.columns[i].Top && len(c) <= n {
			a.cells, b.cells = append(a.cells, c), append(b.cells, c)
			continue
		}
		k := min(n, len(c))
		a.cells, b.cells = append(a.cells, c[:k]), append(b.cells, c[k:])
	}
	b.least = max(0, r.least-float64(n))
	return &a, &b, b.height() < r.height()
}

// draw sets the row with its upper rules; opens says that it begins a table or
// a page, closes that it ends one.
func (r *row) draw(p *pen, y float64, opens, closes bool) {
	h := r.height()
	for i := range r.cells {
		if opens || !r.merged[i] {
			p.rule(r.edges[i], y, r.edges[i+1], y, border, black)
		}
	}
	if closes {
		p.rule(r.edges[0], y+h, r.edges[len(r.edges)-1], y+h, border, black)
	}
	for _, x := range r.edges {
		p.rule(x, y, x, y+h, border, black)
	}
	for i, lines := range r.cells {
		inner := h - 2*CellPad
		if i == len(r.cells)-1 {
			inner -= float64(len(r.foot)) * r.pitch
		}
		top := y + CellPad
		if !r.columns[i].Top {
			top += (inner - float64(len(lines))*r.pitch) / 2
		}
		for k, l := range lines {
			p.line(l, r.edges[i]+CellPad, baseline(top+float64(k)*r.pitch, r.pitch, l.style.size), black)
		}
	}
	top := y + h - CellPad - float64(len(r.foot))*r.pitch
	for k, l := range r.foot {
		p.line(l, r.edges[len(r.edges)-2]+CellPad, baseline(top+float64(k)*r.pitch, r.pitch, l.style.size), black)
	}
}
