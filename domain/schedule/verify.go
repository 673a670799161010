package schedule

import (
	"cmp"
	"slices"
)

// Problem is a rule that a schedule breaks.
type Problem struct {
	Visit   string `json:"visit,omitempty"`
	Code    Code   `json:"code"`
	Agency  string `json:"agency,omitempty"`
	Officer string `json:"officer,omitempty"`
	Slot    *Slot  `json:"slot,omitempty"`
}

// Rules that a schedule breaks and that keep nobody from a visit by themselves.
const (
	Unknown   Code = "unknown"   // names what the instance does not hold
	Twice     Code = "twice"     // a visit, an officer or a vehicle stands in two tours of a half day
	Missing   Code = "missing"   // neither scheduled nor explained
	Full      Code = "per_half"  // too many enterprises in a tour
	Strangers Code = "team"      // visits of different agencies in one tour
	Announced Code = "announced" // what was announced was moved
	Sum       Code = "objective" // the objective is another
)

// Check names every rule that a schedule breaks (核验); none is the answer one wants. It
// shares with the search how an instance is read, and nothing of how it is solved.
func Check(in *Instance, out *Schedule) (list []Problem, err error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	p, err := compile(in)
	if err != nil {
		return nil, err
	}
	c := checker{p: p, officers: map[string]int{}, vehicles: map[string]int{}, visits: map[string]int{}, seen: map[int]bool{}, taken: map[string]bool{}}
	for i, o := range in.Officers {
		c.officers[o.ID] = i
	}
	for i, v := range in.Vehicles {
		c.vehicles[v.ID] = i
	}
	for i, v := range in.Visits {
		c.visits[v.ID] = i
	}
	for i := range out.Tours {
		c.tour(&out.Tours[i])
	}
	for _, r := range out.Unscheduled {
		v, known := c.visits[r.Visit]
		if !known {
			c.say(Problem{Visit: r.Visit, Code: Unknown})
			continue
		}
		if c.seen[v] {
			c.say(Problem{Visit: r.Visit, Code: Twice})
		}
		c.seen[v] = true
	}
	for i, v := range in.Visits {
		if !c.seen[i] {
			c.say(Problem{Visit: v.ID, Code: Missing})
		}
	}
	if len(c.list) == 0 && (c.terms(out) != out.Terms || in.weights().Weigh(out.Terms) != out.Objective || out.Bound > out.Objective) {
		c.say(Problem{Code: Sum})
	}
	return c.list, nil
}

type checker struct {
	p                          *problem
	officers, vehicles, visits map[string]int
	seen                       map[int]bool
	taken                      map[string]bool // slot and officer or vehicle
	list                       []Problem
}

func (c *checker) say(x Problem) { c.list = append(c.list, x) }

func (c *checker) tour(t *Tour) {
	at, slot := c.p.slotOf(t.Slot), t.Slot
	if at < 0 {
		c.say(Problem{Code: NoDay, Slot: &slot})
		return
	}
	if len(t.Visits) > c.p.in.PerHalf {
		c.say(Problem{Visit: t.Visits[0], Code: Full, Slot: &slot})
	}
	var team, stops []int
	for _, id := range t.Officers {
		o, known := c.officers[id]
		switch in := c.p.in; {
		case !known:
			c.say(Problem{Officer: id, Code: Unknown, Slot: &slot})
			continue
		case in.Officers[o].Until.IsZero() || in.Officers[o].Until.Before(slot.Day):
			c.say(Problem{Officer: id, Code: Uncertified, Slot: &slot})
		case slices.ContainsFunc(in.Officers[o].Away, func(s Span) bool { return s.covers(slot) }):
			c.say(Problem{Officer: id, Code: Away, Slot: &slot})
		}
		c.once("o"+id, Problem{Officer: id, Code: Twice, Slot: &slot})
		team = append(team, o)
	}
	for _, id := range t.Visits {
		v, known := c.visits[id]
		if !known {
			c.say(Problem{Visit: id, Code: Unknown})
			continue
		}
		if c.seen[v] {
			c.say(Problem{Visit: id, Code: Twice})
		}
		c.seen[v] = true
		stops = append(stops, v)
		c.visit(v, at, team)
	}
	c.vehiclesOf(t, len(team))
	minutes := c.p.onRoad(stops)
	for _, v := range stops {
		minutes += c.p.visits[v].minutes
	}
	if minutes > c.p.in.HalfDay {
		c.say(Problem{Visit: cmp.Or(t.Visits...), Code: NoTime, Slot: &slot})
	}
}

// once claims somebody or something for a half day.
func (c *checker) once(who string, x Problem) {
	key := x.Slot.Day.String() + string(x.Slot.Half) + who
	if c.taken[key] {
		c.say(x)
	}
	c.taken[key] = true
}

func (c *checker) vehiclesOf(t *Tour, people int) {
	if len(c.p.vehicles) == 0 {
		return
	}
	slot := t.Slot
	for _, id := range t.Vehicles {
		v, known := c.vehicles[id]
		switch {
		case !known:
			c.say(Problem{Officer: id, Code: Unknown, Slot: &slot})
			continue
		case slices.ContainsFunc(c.p.in.Vehicles[v].Away, func(s Span) bool { return s.covers(slot) }):
			c.say(Problem{Officer: id, Code: Away, Slot: &slot})
		}
		c.once("v"+id, Problem{Officer: id, Code: Twice, Slot: &slot})
		people -= c.p.in.Vehicles[v].Seats
	}
	if people > 0 {
		c.say(Problem{Visit: cmp.Or(t.Visits...), Code: NoVehicle, Slot: &slot})
	}
}

// visit asks whether a team may make a visit in a slot.
func (c *checker) visit(v, at int, team []int) {
	p, in := c.p, &c.p.in.Visits[v]
	x, slot := &p.visits[v], p.slots[at]
	if !in.Fixed && !x.open(at) {
		c.say(Problem{Visit: in.ID, Code: NoDay, Slot: &slot})
	}
	if in.Fixed && in.Was.Slot != slot {
		c.say(Problem{Visit: in.ID, Code: Announced, Slot: &slot})
	}
	for _, n := range in.Needs {
		there, known := 0, map[string]bool{}
		for _, o := range team {
			if who := &p.in.Officers[o]; who.Agency == n.Agency {
				there++
				for _, k := range who.Competences {
					known[k] = true
				}
			}
		}
		if there != n.Officers {
			c.say(Problem{Visit: in.ID, Code: NoOfficers, Agency: n.Agency, Slot: &slot})
		}
		if slices.ContainsFunc(n.Competences, func(k string) bool { return !known[k] }) {
			c.say(Problem{Visit: in.ID, Code: NoSkill, Agency: n.Agency, Slot: &slot})
		}
	}
	for _, o := range team {
		who := &p.in.Officers[o]
		switch {
		case slices.Contains(in.Recused, who.ID):
			c.say(Problem{Visit: in.ID, Officer: who.ID, Code: Withdrawn, Slot: &slot})
		case len(who.Territory) > 0 && !slices.Contains(who.Territory, in.District):
			c.say(Problem{Visit: in.ID, Officer: who.ID, Code: Elsewhere, Slot: &slot})
		case !slices.ContainsFunc(in.Needs, func(n Need) bool { return n.Agency == who.Agency }):
			c.say(Problem{Visit: in.ID, Officer: who.ID, Code: Strangers, Slot: &slot})
		}
	}
}

// terms counts anew what the objective is made of.
func (c *checker) terms(out *Schedule) Terms {
	p := c.p
	t := Terms{Unscheduled: int64(len(out.Unscheduled)), Tours: int64(len(out.Tours))}
	load, total, share := map[string]int64{}, map[string]int64{}, map[string]int64{}
	for _, x := range out.Tours {
		var stops, team []int
		for _, id := range x.Visits {
			stops = append(stops, c.visits[id])
		}
		for _, id := range x.Officers {
			team = append(team, c.officers[id])
			load[id] += int64(len(x.Visits))
		}
		t.Travel += int64(p.onRoad(stops))
		for _, v := range stops {
			sub, moved, exchanged := p.changes(&p.visits[v], p.slotOf(x.Slot), team)
			t.Substitutes, t.Moved, t.Exchanged = t.Substitutes+sub, t.Moved+moved, t.Exchanged+exchanged
		}
	}
	for i, o := range p.in.Officers {
		if slices.Contains(p.officers[i].free, true) {
			share[o.Agency]++
		}
		total[o.Agency] += load[o.ID]
		t.Uneven += load[o.ID] * load[o.ID]
	}
	for agency, n := range total {
		t.Uneven -= even(n, share[agency])
	}
	return t
}
