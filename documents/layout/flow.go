package layout

// placed is a piece at its height on a page.
type placed struct {
	piece
	y float64
}

// flow distributes pieces over pages.
type flow struct {
	area  area
	pages [][]placed
	y     float64
}

func paginate(pieces []piece, a area) [][]placed {
	f := &flow{area: a}
	f.newPage()
	for len(pieces) > 0 {
		n := chain(pieces)
		pieces = append(f.place(pieces[:n:n]), pieces[n:]...)
	}
	return f.pages
}

// chain counts the pieces at the front that must share a page.
func chain(pieces []piece) int {
	n := 1
	for n < len(pieces) && pieces[n-1].keep {
		n++
	}
	return n
}

// place puts a chain on the page, or on the next one if it does not fit. What
// is left of a row that had to be cut is given back, to be placed again.
func (f *flow) place(group []piece) (rest []piece) {
	if group[0].page {
		if !f.empty() {
			f.newPage()
		}
		return group[1:]
	}
	if group[0].blank && f.empty() {
		return group[1:]
	}
	room := f.area.bottom() - f.y
	switch {
	case height(group) <= room+0.01:
		for _, p := range group {
			f.put(p)
		}
		return nil
	case group[0].row != nil && !group[0].row.head && (f.empty() || worthCutting(group[0].row, room)):
		if first, rest, ok := group[0].row.split(room); ok {
			f.put(piece{height: first.height(), row: first})
			f.newPage()
			f.repeat(rest.heads)
			return append([]piece{{height: rest.height(), row: rest, keep: group[0].keep}}, group[1:]...)
		}
	}
	if f.empty() { // taller than a page and not to be cut: let it go piece by piece
		f.put(group[0])
		if len(group) > 1 && f.y+group[1].height > f.area.bottom() {
			f.newPage()
		}
		return group[1:]
	}
	f.newPage()
	if r := group[0].row; r != nil {
		f.repeat(r.heads)
		if len(r.heads) > 0 && height(group) > f.area.bottom()-f.y {
			if first, rest, ok := r.split(f.area.bottom() - f.y); ok {
				f.put(piece{height: first.height(), row: first})
				f.newPage()
				f.repeat(rest.heads)
				return append([]piece{{height: rest.height(), row: rest, keep: group[0].keep}}, group[1:]...)
			}
			f.put(group[0])
			return group[1:]
		}
	}
	return group
}

// worthCutting says that a row is tall and would leave much of the page empty.
func worthCutting(r *row, room float64) bool {
	return r.lines() > 6 && room > 5*r.pitch
}

func (f *flow) newPage() { f.pages, f.y = append(f.pages, nil), f.area.top }

func (f *flow) empty() bool { return len(f.pages[len(f.pages)-1]) == 0 }

func (f *flow) repeat(heads []*row) {
	for _, h := range heads {
		f.put(piece{height: h.height(), row: h})
	}
}

func (f *flow) put(p piece) {
	last := len(f.pages) - 1
	y := f.y
	if p.bottom {
		y = f.area.bottom() - p.height
	}
	f.pages[last] = append(f.pages[last], placed{p, y})
	f.y = y + p.height
}

func height(group []piece) float64 {
	h := 0.0
	for _, p := range group {
		h += p.height
	}
	return h
}
