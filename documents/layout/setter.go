package layout

import (
	"strconv"
	"strings"
)

// piece is the smallest thing that stands on one page.
type piece struct {
	height float64
	keep   bool // stays on the page of the next piece
	blank  bool // dropped at the top of a page
	page   bool // begins a page
	bottom bool // stands at the bottom of its page
	row    *row // a table's row, which may be split
	draw   func(p *pen, y float64)
}

// setter turns blocks into pieces.
type setter struct {
	ruler  *ruler
	area   area
	text   style
	pieces []piece
}

func (s *setter) add(p piece) { s.pieces = append(s.pieces, p) }

// keepLast ties the last n pieces to what follows.
func (s *setter) keepLast(n int) {
	for i := max(0, len(s.pieces)-n); i < len(s.pieces); i++ {
		s.pieces[i].keep = true
	}
}

func (s *setter) style(role Role, size float64) style {
	st := s.text.sized(size)
	st.role = role
	return st
}

// sized is the style at another size, its lines apart in proportion; 0 keeps it.
func (st style) sized(size float64) style {
	if size > 0 && size != st.size {
		st.pitch *= size / st.size
		st.size = size
	}
	return st
}

func (s *setter) addLine(l line, align Align, keep bool) {
	switch align {
	case Centre:
		l.indent = (s.area.width - l.width()) / 2
	case Right:
		l.indent = s.area.width - l.width()
	}
	s.add(piece{height: l.style.pitch, keep: keep, draw: func(p *pen, y float64) {
		p.line(l, s.area.left, baseline(y, l.style.pitch, l.style.size), black)
	}})
}

func (b Gap) set(s *setter) error {
	s.add(piece{height: b.Lines * s.text.pitch, blank: true})
	return nil
}

func (NewPage) set(s *setter) error {
	s.add(piece{page: true})
	return nil
}

func (b Line) set(s *setter) error {
	st := s.style(b.Role, b.Size)
	if b.Before > 0 {
		s.add(piece{height: b.Before * s.text.pitch, blank: true, keep: true})
	}
	for _, part := range strings.Split(b.Text, "\n") {
		lines, err := s.ruler.wrap(part, st, s.area.width, indents{}, false)
		if err != nil {
			return err
		}
		for i, l := range lines {
			s.addLine(l, b.Align, b.Keep || i+1 < len(lines))
		}
	}
	if b.After > 0 {
		s.add(piece{height: b.After * s.text.pitch, blank: true, keep: b.Keep})
	}
	return nil
}

func (b Para) set(s *setter) error {
	st := s.style(b.Role, b.Size)
	if b.Follows {
		s.keepLast(1)
	}
	in := indents{first: 2 * st.size}
	if b.Flush {
		in.first = 0
	}
	for _, part := range strings.Split(b.Text, "\n") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		lines, err := s.ruler.wrap(part, st, s.area.width, in, true)
		if err != nil {
			return err
		}
		for i, l := range lines {
			// No single first or last line on a page of its own.
			lone := len(lines) > 1 && (i == 0 || i == len(lines)-2)
			s.addLine(l, Left, b.Keep || lone)
		}
	}
	return nil
}

// set aligns turned lines with the first character of the name (§7.3.4). One
// annex has no number.
func (b Annexes) set(s *setter) error {
	st := s.style(Body, 0)
	for i, name := range b.Names {
		label := "附件："
		if i > 0 {
			label = "　　　"
		}
		if len(b.Names) > 1 {
			label += strconv.Itoa(i+1) + "．"
		}
		glyphs, err := s.ruler.glyphs(label, st)
		if err != nil {
			return err
		}
		in := indents{first: 2 * st.size, turned: 2*st.size + extent(glyphs, st.size)}
		lines, err := s.ruler.wrap(label+name, st, s.area.width, in, false)
		if err != nil {
			return err
		}
		for k, l := range lines {
			s.addLine(l, Left, k+1 < len(lines))
		}
	}
	return nil
}

func (b Cut) set(s *setter) error {
	l, err := s.single(b.Text, s.style(Body, Size4))
	if err != nil {
		return err
	}
	s.add(piece{height: 2 * s.text.pitch, keep: true, draw: func(p *pen, y float64) {
		mid := y + s.text.pitch
		side := (s.area.width - l.width()) / 2
		p.dashed(s.area.left, s.area.left+side-6, mid)
		p.dashed(s.area.right()-side+6, s.area.right(), mid)
		p.line(l, s.area.left+side, baseline(mid-10, 20, l.style.size), black)
	}})
	return nil
}

// single sets a text in one line, whatever its length.
func (s *setter) single(text string, st style) (line, error) {
	glyphs, err := s.ruler.glyphs(text, st)
	return line{glyphs: glyphs, style: st}, err
}
