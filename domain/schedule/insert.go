package schedule

import (
	"math"
	"slices"
)

// option is a way to place a visit.
type option struct {
	tour     int // to join, or -1: a new one
	position int
	slot     int
	team     []int
	vehicles []int
	cost     int64
}

const never = math.MaxInt64

// enough is how many half days are looked at for a new tour of a visit that nothing
// ties to one.
const enough = 6

// best gives the cheapest way to place a visit, and what the second cheapest tour
// would cost; never if there is none.
func (s *state) best(v int) (o option, second int64) {
	x, p := &s.p.visits[v], s.p
	o, second = option{cost: never}, never
	keep := func(c option) {
		switch {
		case c.cost < o.cost:
			o, second = c, o.cost
		case c.cost < second:
			second = c.cost
		}
	}
	for i := range s.tours {
		t := &s.tours[i]
		if len(t.stops) == 0 || len(t.stops) >= p.in.PerHalf || p.visits[t.stops[0]].group != x.group || !x.open(t.slot) || !p.serves(t.team, x) {
			continue
		}
		if position, extra, ok := s.between(t, v); ok {
			c := s.price(x, t.slot, t.team) + p.w.Travel*int64(extra)
			for _, m := range t.team {
				c += p.w.Uneven * int64(2*s.load[m]+1)
			}
			keep(option{tour: i, position: position, slot: t.slot, team: t.team, cost: c})
		}
	}
	keep(s.fresh(v))
	return o, second
}

// between finds where in a tour a visit costs the least travel, if there is time.
func (s *state) between(t *tour, v int) (position, extra int, ok bool) {
	p, d := s.p, s.p.visits[v].district
	busy := p.visits[v].minutes
	for _, u := range t.stops {
		busy += p.visits[u].minutes
	}
	extra = math.MaxInt
	from := 0
	for i := 0; i <= len(t.stops); i++ {
		to := 0
		if i < len(t.stops) {
			to = p.visits[t.stops[i]].district
		}
		if e := p.travel[from][d] + p.travel[d][to] - p.travel[from][to]; e < extra {
			position, extra = i, e
		}
		from = to
	}
	return position, extra, busy+t.road+extra <= p.in.HalfDay
}

// price is what a visit costs beside its travel with a team in a slot.
func (s *state) price(x *visit, slot int, team []int) int64 {
	sub, moved, exchanged := s.p.changes(x, slot, team)
	return s.p.w.Substitute*sub + s.p.w.Moved*moved + s.p.w.Exchanged*exchanged
}

// fresh is the cheapest new tour for a visit. Half days with the most officers to spare
// come first: the work spreads over the period, and a sick leave finds somebody free.
func (s *state) fresh(v int) option {
	p, x := s.p, &s.p.visits[v]
	o := option{tour: -1, cost: never}
	road := p.travel[0][x.district] + p.travel[x.district][0]
	if road+x.minutes > p.in.HalfDay {
		return o
	}
	tied := len(x.drawn) > 0 || x.wasSlot
	found := 0
	for _, slot := range s.roomy(x) {
		team := s.teamFor(x, slot)
		if team == nil {
			continue
		}
		vehicles, ok := s.seats(slot, len(team))
		if !ok {
			continue
		}
		c := s.price(x, slot, team)
		floor := c == 0
		c += p.w.Tour + p.w.Travel*int64(road)
		for _, m := range team {
			c += p.w.Uneven * int64(2*s.load[m]+1)
		}
		if c < o.cost {
			o = option{tour: -1, slot: slot, team: team, vehicles: vehicles, cost: c}
		}
		if found++; tied && floor || !tied && found >= enough {
			break
		}
	}
	return o
}

// roomy lists the half days that have officers enough for a visit: its own from before
// first, then those with the most to spare, early ones before late ones.
func (s *state) roomy(x *visit) []int {
	if x.first < 0 {
		return nil
	}
	p := s.p
	s.order = s.order[:0]
	for slot := x.first; slot <= x.last; slot++ {
		spare := len(p.officers)
		for _, n := range x.needs {
			spare = min(spare, s.idle[slot*len(p.agencies)+n.agency]-n.officers)
		}
		if spare < 0 {
			continue
		}
		if slot == x.was {
			spare = len(p.officers) + 1
		}
		s.order = append(s.order, spare<<16|(1<<16-1-slot))
	}
	slices.SortFunc(s.order, func(a, b int) int { return b - a })
	for i := range s.order {
		s.order[i] = 1<<16 - 1 - s.order[i]&(1<<16-1)
	}
	return s.order
}

// teamFor is the cheapest team for a visit in a slot, or nil.
func (s *state) teamFor(x *visit, slot int) []int {
	p := s.p
	team, _ := p.pick(x, func(o int) bool { return s.free(o, slot) }, func(o int) int64 {
		c := p.w.Uneven * int64(2*s.load[o]+1)
		if len(x.drawn) > 0 && !x.drawn[o] {
			c += p.w.Substitute
		}
		if len(x.team) > 0 && !x.team[o] {
			c += p.w.Exchanged
		}
		return c
	})
	return team
}

// place carries an option out.
func (s *state) place(v int, o option) {
	if o.tour < 0 {
		s.add(tour{slot: o.slot, team: o.team, vehicles: o.vehicles, stops: []int{v}})
		return
	}
	s.change(o.tour, func(t *tour) { t.stops = slices.Insert(t.stops, o.position, v) })
}

// refill places visits by regret: first the one that loses most if its best place is
// taken. What finds no place stays out.
func (s *state) refill(list []int) {
	list = slices.Clone(list)
	for len(list) > 0 {
		at, most := -1, int64(-1)
		var chosen option
		for i, v := range list {
			o, second := s.best(v)
			if o.cost == never || o.cost >= s.p.w.Unscheduled {
				continue
			}
			regret := min(second, s.p.w.Unscheduled) - o.cost
			if regret > most {
				at, most, chosen = i, regret, o
			}
		}
		if at < 0 {
			return
		}
		s.place(list[at], chosen)
		list = slices.Delete(list, at, at+1)
	}
}
