package schedule

import "slices"

// state is a schedule while it is made. Every change of a tour is taken out, changed
// and put in again; take and put keep the books.
type state struct {
	p       *problem
	tours   []tour
	spare   []int  // tours without stops, to be used again
	at      []int  // tour of a visit, or -1
	busy    []bool // slot × officer
	used    []bool // slot × vehicle
	idle    []int  // slot × agency: officers free and not busy
	load    []int  // visits of an officer
	square  []int64
	total   []int64 // visits × officers, by agency
	share   []int   // officers of an agency who can go anywhere at all
	terms   Terms
	order   []int        // scratch of roomy
	journal map[int]tour // how touched tours were, while something is tried
}

// tour is a team, a half day and its stops in order.
type tour struct {
	slot     int
	team     []int
	vehicles []int
	stops    []int
	road     int
}

func (t tour) copy() tour {
	t.team, t.vehicles, t.stops = slices.Clone(t.team), slices.Clone(t.vehicles), slices.Clone(t.stops)
	return t
}

func newState(p *problem) *state {
	s := &state{
		p: p, at: make([]int, len(p.visits)), busy: make([]bool, len(p.slots)*len(p.officers)), used: make([]bool, len(p.slots)*len(p.vehicles)),
		idle: make([]int, len(p.slots)*len(p.agencies)), load: make([]int, len(p.officers)), square: make([]int64, len(p.agencies)), total: make([]int64, len(p.agencies)), share: make([]int, len(p.agencies)),
	}
	for i := range s.at {
		s.at[i] = -1
	}
	for _, o := range p.officers {
		if slices.Contains(o.free, true) {
			s.share[o.agency]++
		}
		for slot, free := range o.free {
			if free {
				s.idle[slot*len(p.agencies)+o.agency]++
			}
		}
	}
	s.terms.Unscheduled = int64(len(p.visits))
	return s
}

func (s *state) free(o, slot int) bool {
	return s.p.officers[o].free[slot] && !s.busy[slot*len(s.p.officers)+o]
}

// put books a tour, take undoes it.
func (s *state) put(i int) { s.book(i, 1) }

func (s *state) take(i int) { s.book(i, -1) }

func (s *state) book(i int, sign int64) {
	t, p := &s.tours[i], s.p
	if len(t.stops) == 0 {
		return
	}
	on := sign > 0
	stops := len(t.stops)
	for _, o := range t.team {
		a := p.officers[o].agency
		s.busy[t.slot*len(p.officers)+o] = on
		s.idle[t.slot*len(p.agencies)+a] -= int(sign)
		was := int64(s.load[o])
		s.load[o] += int(sign) * stops
		now := int64(s.load[o])
		s.square[a] += now*now - was*was
		s.total[a] += sign * int64(stops)
	}
	for _, v := range t.vehicles {
		s.used[t.slot*len(p.vehicles)+v] = on
	}
	for _, v := range t.stops {
		s.at[v] = -1
		if on {
			s.at[v] = i
		}
		sub, moved, exchanged := p.changes(&p.visits[v], t.slot, t.team)
		s.terms.Substitutes += sign * sub
		s.terms.Moved += sign * moved
		s.terms.Exchanged += sign * exchanged
	}
	s.terms.Unscheduled -= sign * int64(stops)
	s.terms.Tours += sign
	s.terms.Travel += sign * int64(t.road)
}

// changes counts how a team in a slot differs from who was drawn and from what was.
func (p *problem) changes(v *visit, slot int, team []int) (substitutes, moved, exchanged int64) {
	if len(v.drawn) == 0 && !v.wasSlot {
		return 0, 0, 0
	}
	for _, o := range team {
		if len(v.drawn) > 0 && !v.drawn[o] {
			substitutes++
		}
		if len(v.team) > 0 && !v.team[o] {
			exchanged++
		}
	}
	if v.wasSlot && v.was != slot {
		moved = 1
	}
	return substitutes, moved, exchanged
}

// cost is the objective of what stands.
func (s *state) cost() int64 {
	t := s.terms
	t.Uneven = s.uneven()
	return s.p.w.Weigh(t)
}

// uneven is the sum of squared loads above that of the most even sharing.
func (s *state) uneven() (sum int64) {
	for a := range s.square {
		sum += s.square[a] - even(s.total[a], int64(s.share[a]))
	}
	return sum
}

// even is the least sum of squares of n whole numbers that add up to total.
func even(total, n int64) int64 {
	if n == 0 {
		return 0
	}
	q, r := total/n, total%n
	return (n-r)*q*q + r*(q+1)*(q+1)
}

// touch remembers a tour before it is changed.
func (s *state) touch(i int) {
	if s.journal == nil {
		return
	}
	if _, known := s.journal[i]; !known {
		s.journal[i] = s.tours[i].copy()
	}
}

// change takes a tour out, lets f change it and puts it in again.
func (s *state) change(i int, f func(t *tour)) {
	s.touch(i)
	s.take(i)
	t := &s.tours[i]
	f(t)
	if t.road = s.p.onRoad(t.stops); len(t.stops) == 0 {
		*t = tour{}
		s.spare = append(s.spare, i)
	}
	s.put(i)
}

// add books a new tour, and says which it is.
func (s *state) add(t tour) int {
	i := len(s.tours)
	if n := len(s.spare); n > 0 {
		i, s.spare = s.spare[n-1], s.spare[:n-1]
	} else {
		s.tours = append(s.tours, tour{})
	}
	s.touch(i)
	t.road = s.p.onRoad(t.stops)
	s.tours[i] = t
	s.put(i)
	return i
}

// remove takes a visit off.
func (s *state) remove(v int) {
	s.change(s.at[v], func(t *tour) { t.stops = slices.DeleteFunc(t.stops, func(x int) bool { return x == v }) })
}

// try begins to remember, back undoes everything since, and keep forgets.
func (s *state) try() { s.journal = map[int]tour{} }

func (s *state) keep() { s.journal = nil }

func (s *state) back() {
	for i := range s.journal {
		s.take(i)
	}
	for i, old := range s.journal {
		s.tours[i] = old
	}
	for i := range s.journal {
		s.put(i)
	}
	s.journal = nil
	s.spare = s.spare[:0]
	for i := range s.tours {
		if len(s.tours[i].stops) == 0 {
			s.spare = append(s.spare, i)
		}
	}
}
