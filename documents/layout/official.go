package layout

import "strings"

func (b RedHead) set(s *setter) error {
	organ, err := s.single(b.Organ, style{role: Title, size: RedHeadSize})
	if err != nil {
		return err
	}
	if w, most := organ.natural(), 0.94*s.area.width; w > most {
		organ.style.size *= most / w
	}
	number, err := s.single(b.Number, s.style(Body, 0))
	if err != nil {
		return err
	}
	numberTop := RedHeadDrop + organ.style.size + 2*linePitch
	ruleTop := numberTop + linePitch + RedRuleBelow
	s.add(piece{height: ruleTop + 2*linePitch, keep: true, draw: func(p *pen, y float64) {
		organ.indent = (s.area.width - organ.width()) / 2
		p.line(organ, s.area.left, y+RedHeadDrop+0.88*organ.style.size, red)
		number.indent = (s.area.width - number.width()) / 2
		p.line(number, s.area.left, baseline(y+numberTop, linePitch, number.style.size), black)
		p.rule(s.area.left, y+ruleTop, s.area.right(), y+ruleTop, RedRuleWidth, red)
	}})
	return nil
}

// set puts the date four characters from the right edge and the organ centred
// over it, with two lines above them for the seal. At least two lines of text
// stay on the signature's page.
func (b Sign) set(s *setter) error {
	st := s.style(Body, 0)
	s.keepLast(2)
	date, err := s.single(b.Date, st)
	if err != nil {
		return err
	}
	organ, err := s.single(b.Organ, st)
	if err != nil {
		return err
	}
	right := s.area.width - 4*st.size
	date.indent = right - date.width()
	organ.indent = date.indent + (date.width()-organ.width())/2
	if over := organ.indent + organ.width() - s.area.width; over > 0 {
		organ.indent -= over
	}
	s.add(piece{height: 2 * st.pitch, keep: true})
	s.addLine(organ, Left, true)
	s.addLine(date, Left, len(b.Notes) > 0)
	for i, note := range b.Notes {
		if err := (Para{Text: note}).set(s); err != nil {
			return err
		}
		if i+1 < len(b.Notes) {
			s.keepLast(1)
		}
	}
	return nil
}

// set lays the 版记 out in 四号, one character in from both edges.
func (b Colophon) set(s *setter) error {
	st := style{role: Body, size: Size4, pitch: 21}
	inner := s.area.width - 2*Size4
	var rows [][]line
	if len(b.Copies) > 0 {
		in := indents{turned: 3 * Size4} // turned lines stand under the first organ
		lines, err := s.ruler.wrap("抄送："+strings.Join(b.Copies, "，")+"。", st, inner, in, true)
		if err != nil {
			return err
		}
		rows = append(rows, lines)
	}
	by, err := s.single(b.PrintedBy, st)
	if err != nil {
		return err
	}
	on, err := s.single(b.PrintedOn, st)
	if err != nil {
		return err
	}
	on.indent = inner - on.width()
	height := 8.0
	for _, lines := range rows {
		height += float64(len(lines))*st.pitch + 4
	}
	height += st.pitch + 4
	s.keepLast(1)
	s.add(piece{height: height, bottom: true, draw: func(p *pen, y float64) {
		y += 8
		p.rule(s.area.left, y, s.area.right(), y, ThickRule, black)
		for _, lines := range rows {
			y += 2
			for _, l := range lines {
				p.line(l, s.area.left+Size4, baseline(y, st.pitch, st.size), black)
				y += st.pitch
			}
			y += 2
			p.rule(s.area.left, y, s.area.right(), y, ThinRule, black)
		}
		y += 2
		p.line(by, s.area.left+Size4, baseline(y, st.pitch, st.size), black)
		p.line(on, s.area.left+Size4, baseline(y, st.pitch, st.size), black)
		y += st.pitch + 2
		p.rule(s.area.left, y, s.area.right(), y, ThickRule, black)
	}})
	return nil
}
