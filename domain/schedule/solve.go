package schedule

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Solve makes a schedule: greedy by difficulty, then a large neighbourhood search that
// takes some visits out and puts them back by regret, for a number of steps. It fails
// with schedule.instance if the instance contradicts itself.
func Solve(in *Instance) (*Schedule, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	p, err := compile(in)
	if err != nil {
		return nil, err
	}
	s := newState(p)
	s.resume()
	s.build()
	steps := in.Steps
	if steps == 0 {
		steps = stepsFor(len(p.visits))
	}
	s.search(steps)
	s.polish()
	return s.result(steps), nil
}

// stepsFor suits the search to the size, so that a quarter of a district takes a
// second and ten thousand enterprises less than a minute.
func stepsFor(visits int) int { return min(3_000, 40*visits) }

// resume takes up what an earlier schedule had, as far as it still holds: visits of one
// half day and one team were one tour. What was announced comes first.
func (s *state) resume() {
	p := s.p
	type key struct {
		slot  int
		group int
		team  string
	}
	were := map[key][]int{}
	var keys []key
	for _, fixed := range []bool{true, false} {
		for v := range p.visits {
			x := &p.visits[v]
			if team := p.before(x); x.fixed == fixed && x.wasSlot && x.open(x.was) && s.stands(x, team) {
				k := key{x.was, x.group, word(team)}
				if were[k] == nil {
					keys = append(keys, k)
				}
				were[k] = append(were[k], v)
			}
		}
	}
	for _, k := range keys {
		stops := were[k]
		stops = stops[:min(len(stops), p.in.PerHalf)]
		for ; len(stops) > 0; stops = stops[:len(stops)-1] {
			if best := p.order(stops); p.lasts(best) <= p.in.HalfDay {
				stops = best
				break
			}
		}
		if len(stops) == 0 {
			continue
		}
		team := p.before(&p.visits[stops[0]])
		if vehicles, ok := s.seats(k.slot, len(team)); ok && !slices.ContainsFunc(team, func(o int) bool { return !s.free(o, k.slot) }) {
			s.add(tour{slot: k.slot, team: team, vehicles: vehicles, stops: stops})
		}
	}
}

// lasts is how many minutes a tour takes.
func (p *problem) lasts(stops []int) int {
	sum := p.onRoad(stops)
	for _, v := range stops {
		sum += p.visits[v].minutes
	}
	return sum
}

func word(team []int) string {
	b := make([]byte, 0, 3*len(team))
	for _, o := range team {
		b = append(b, byte(o), byte(o>>8), ' ')
	}
	return string(b)
}

// before is the team that a visit had, in the order of the instance.
func (p *problem) before(x *visit) (team []int) {
	for o := range p.officers {
		if x.team[o] {
			team = append(team, o)
		}
	}
	return team
}

// stands reports whether a visit's earlier team may still go in its earlier slot.
func (s *state) stands(x *visit, team []int) bool {
	p := s.p
	for _, o := range team {
		if !s.free(o, x.was) {
			return false
		}
	}
	for _, n := range x.needs {
		there := 0
		for _, o := range team {
			if p.officers[o].agency == n.agency {
				there++
			}
		}
		if there != n.officers {
			return false
		}
	}
	return len(team) == x.officersN && p.serves(team, x) && p.travel[0][x.district]+x.minutes+p.travel[x.district][0] <= p.in.HalfDay
}

// build places what has no place: announced visits first, then those that the fewest
// half days and officers are open to, a district at a time.
func (s *state) build() {
	p := s.p
	var list []int
	room := make([]int, len(p.visits))
	for v := range p.visits {
		if s.at[v] < 0 {
			list = append(list, v)
		}
		x := &p.visits[v]
		room[v] = x.last - x.first + 1
		for o := range p.officers {
			if x.drawn[o] {
				room[v] = min(room[v], p.freeIn(o, x))
			}
		}
	}
	slices.SortStableFunc(list, func(a, b int) int {
		x, y := &p.visits[a], &p.visits[b]
		if x.fixed != y.fixed {
			return map[bool]int{true: -1, false: 1}[x.fixed]
		}
		return cmp.Or(room[a]-room[b], x.group-y.group, p.travel[0][y.district]-p.travel[0][x.district], x.district-y.district, y.minutes-x.minutes)
	})
	for _, v := range list {
		if c := s.best(v); c.cost < p.w.Unscheduled {
			s.place(v, c.option)
		}
	}
}

func (p *problem) freeIn(o int, x *visit) (n int) {
	for slot := max(0, x.first); slot <= x.last; slot++ {
		if p.officers[o].free[slot] {
			n++
		}
	}
	return n
}

// few is how many visits one step takes out at most.
const few = 9

// search tries steps changes and keeps those that do not make it worse.
func (s *state) search(steps int) {
	p := s.p
	if len(p.visits) == 0 {
		return
	}
	r := rand.New(rand.NewPCG(p.in.Seed, 0x7363686564))
	cost := s.cost()
	for range steps {
		s.try()
		var out []int
		switch r.IntN(5) {
		case 0:
			s.rebalance(r)
		case 1:
			out = s.leastFull(r)
		default:
			out = s.related(r)
		}
		out = slices.DeleteFunc(out, func(v int) bool { return s.locked(v) })
		for _, v := range out {
			if s.at[v] >= 0 {
				s.remove(v)
			}
		}
		if len(out) > 0 {
			s.refill(out)
		}
		if now := s.cost(); now <= cost {
			cost = now
			s.keep()
		} else {
			s.back()
		}
	}
}

// related chooses a visit, one that found no place if there are any, and others of
// tours that could give or take: those of its half day and those near its district.
func (s *state) related(r *rand.Rand) []int {
	p := s.p
	seed := r.IntN(len(p.visits))
	if s.terms.Unscheduled > 0 && r.IntN(2) == 0 {
		for range len(p.visits) {
			if s.at[seed] < 0 {
				break
			}
			seed = (seed + 1) % len(p.visits)
		}
	}
	x := &p.visits[seed]
	slot := -1
	if s.at[seed] >= 0 {
		slot = s.tours[s.at[seed]].slot
	} else if x.first >= 0 && x.last >= x.first {
		slot = x.first + r.IntN(x.last-x.first+1)
	}
	out := []int{seed}
	start := r.IntN(max(1, len(s.tours)))
	for i := range s.tours {
		t := &s.tours[(start+i)%len(s.tours)]
		if len(out) >= few || len(t.stops) == 0 {
			continue
		}
		if near := p.visits[t.stops[0]].district == x.district && r.IntN(4) == 0; near || t.slot == slot {
			out = append(out, t.stops...)
		}
	}
	return unique(out)
}

// leastFull empties a tour that has room and one more of its group, so that two
// half-empty ones may become one.
func (s *state) leastFull(r *rand.Rand) []int {
	if len(s.tours) == 0 {
		return nil
	}
	start := r.IntN(len(s.tours))
	var out []int
	for i := range s.tours {
		t := &s.tours[(start+i)%len(s.tours)]
		if len(t.stops) == 0 || len(t.stops) >= s.p.in.PerHalf || len(out) > 0 && s.p.visits[out[0]].group != s.p.visits[t.stops[0]].group {
			continue
		}
		if out = append(out, t.stops...); len(out) >= s.p.in.PerHalf {
			break
		}
	}
	return unique(out)
}

// locked visits were announced and have a team that can go: nobody touches them.
func (s *state) locked(v int) bool { return s.p.visits[v].fixed && s.at[v] >= 0 }

func unique(list []int) []int {
	slices.Sort(list)
	return slices.Compact(list)
}

// rebalance lets an officer with little take the place of one with much in one tour.
func (s *state) rebalance(r *rand.Rand) {
	p := s.p
	if len(s.tours) == 0 {
		return
	}
	i := r.IntN(len(s.tours))
	t := &s.tours[i]
	if len(t.stops) == 0 || slices.ContainsFunc(t.stops, s.locked) {
		return
	}
	k := r.IntN(len(t.team))
	busy := t.team[k]
	other, least := -1, s.load[busy]-len(t.stops)
	for _, o := range p.byAgency[p.officers[busy].agency] {
		if s.load[o] < least && s.free(o, t.slot) {
			other, least = o, s.load[o]
		}
	}
	if other < 0 {
		return
	}
	team := slices.Clone(t.team)
	team[k] = other
	for _, v := range t.stops {
		if !p.serves(team, &p.visits[v]) {
			return
		}
	}
	s.change(i, func(t *tour) { t.team = team })
}
