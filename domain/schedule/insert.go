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

// choice is the cheapest way to place a visit, and what the second cheapest costs;
// never if there is none.
type choice struct {
	option
	second int64
}

func (c *choice) offer(o option) {
	switch {
	case o.cost < c.cost:
		c.option, c.second = o, c.cost
	case o.cost < c.second:
		c.second = o.cost
	}
}

// best looks for the cheapest way to place a visit.
func (s *state) best(v int) choice {
	p, x := s.p, &s.p.visits[v]
	c := choice{option{cost: never}, never}
	for i := range s.tours {
		c.offer(s.joining(v, i))
	}
	least := p.w.Tour + p.w.Travel*int64(p.travel[0][x.district]+p.travel[x.district][0])
	if c.cost < least {
		c.second = min(c.second, least) // a new tour cannot be cheaper: it need not be looked for
		return c
	}
	c.offer(s.fresh(v))
	return c
}

// joining is what it costs that a visit becomes a stop of a tour.
func (s *state) joining(v, i int) option {
	p, x, t := s.p, &s.p.visits[v], &s.tours[i]
	o := option{tour: i, slot: t.slot, team: t.team, cost: never}
	if len(t.stops) == 0 || len(t.stops) >= p.in.PerHalf || p.visits[t.stops[0]].group != x.group || !x.open(t.slot) || !p.serves(t.team, x) {
		return o
	}
	position, extra, ok := s.between(t, v)
	if !ok {
		return o
	}
	o.position, o.cost = position, s.price(x, t.slot, t.team)+p.w.Travel*int64(extra)
	for _, m := range t.team {
		o.cost += p.w.Uneven * int64(2*s.load[m]+1)
	}
	return o
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

// place carries an option out, and says which tour it was.
func (s *state) place(v int, o option) int {
	if o.tour < 0 {
		return s.add(tour{slot: o.slot, team: o.team, vehicles: o.vehicles, stops: []int{v}})
	}
	s.change(o.tour, func(t *tour) { t.stops = slices.Insert(t.stops, o.position, v) })
	return o.tour
}

// refill places visits by regret: first the one that loses most if its best place is
// taken. What finds no place stays out. Only what a placement touched is looked at anew.
func (s *state) refill(list []int) {
	list = slices.Clone(list)
	options := make([]choice, len(list))
	for i, v := range list {
		options[i] = s.best(v)
	}
	for len(list) > 0 {
		at, most := -1, int64(-1)
		for i := range list {
			if o := options[i]; o.cost < s.p.w.Unscheduled {
				if regret := min(o.second, s.p.w.Unscheduled) - o.cost; regret > most {
					at, most = i, regret
				}
			}
		}
		if at < 0 {
			return
		}
		slot, changed := options[at].slot, s.place(list[at], options[at].option)
		list, options = slices.Delete(list, at, at+1), slices.Delete(options, at, at+1)
		for i, v := range list {
			if o := options[i]; o.tour == changed || o.tour < 0 && o.slot == slot || o.cost == never {
				options[i] = s.best(v)
			} else {
				options[i].offer(s.joining(v, changed))
			}
		}
	}
}
