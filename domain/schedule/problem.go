package schedule

import (
	"fmt"
	"slices"
)

// problem is an instance with numbers for names: what the search works on.
type problem struct {
	in       *Instance
	w        Weights
	slots    []Slot
	agencies []string
	officers []officer
	byAgency [][]int // officers of an agency, in the order of the instance
	visits   []visit
	groups   int
	travel   [][]int // minutes; the base is district 0
	vehicles []vehicle
}

type officer struct {
	agency    int
	knows     uint64 // competences
	territory []bool // by district; nil: all
	free      []bool // by slot: certified, and not away
}

type vehicle struct {
	seats int
	free  []bool
}

type visit struct {
	district  int
	minutes   int
	group     int // visits of one group can be made by one team
	needs     []need
	recused   map[int]bool
	drawn     map[int]bool
	first     int // slots, both included; first > last: none
	last      int
	was       int // slot, or -1
	wasSlot   bool
	team      map[int]bool // it had
	fixed     bool
	officersN int // of all agencies
}

type need struct {
	agency, officers int
	knows            uint64
}

func compile(in *Instance) (*problem, error) {
	p := &problem{in: in, w: in.weights()}
	for _, d := range in.Days {
		p.slots = append(p.slots, Slot{d, Morning}, Slot{d, Afternoon})
	}
	agency, competence, district := map[string]int{}, map[string]int{}, map[string]int{in.Base: 0}
	number := func(in map[string]int, name string) int {
		n, ok := in[name]
		if !ok {
			n = len(in)
			in[name] = n
		}
		return n
	}
	set := func(names []string) (s uint64) {
		for _, n := range names {
			if c := number(competence, n); c < maxCompetences {
				s |= 1 << c
			}
		}
		return s
	}
	for _, v := range in.Visits {
		number(district, v.District)
		for _, n := range v.Needs {
			number(agency, n.Agency)
			set(n.Competences)
		}
	}
	if len(competence) > maxCompetences || len(district) > maxDistricts {
		return nil, wrong(fmt.Sprintf("专业超过%d种或者区划超过%d个", maxCompetences, maxDistricts), fmt.Sprintf("more than %d competences or %d districts", maxCompetences, maxDistricts))
	}
	p.distances(district)
	index := map[string]int{}
	for i, o := range in.Officers {
		index[o.ID] = i
		x := officer{agency: number(agency, o.Agency), free: p.freeSlots(o.Away)}
		for _, c := range o.Competences {
			if n, asked := competence[c]; asked {
				x.knows |= 1 << n
			}
		}
		for s, at := range p.slots {
			x.free[s] = x.free[s] && !o.Until.IsZero() && !o.Until.Before(at.Day)
		}
		if len(o.Territory) > 0 {
			x.territory = make([]bool, len(district))
			for _, d := range o.Territory {
				if n, ok := district[d]; ok {
					x.territory[n] = true
				}
			}
		}
		p.officers = append(p.officers, x)
	}
	p.agencies, p.byAgency = make([]string, len(agency)), make([][]int, len(agency))
	for name, n := range agency {
		p.agencies[n] = name
	}
	for i, o := range p.officers {
		p.byAgency[o.agency] = append(p.byAgency[o.agency], i)
	}
	for _, v := range in.Vehicles {
		p.vehicles = append(p.vehicles, vehicle{v.Seats, p.freeSlots(v.Away)})
	}
	p.compileVisits(agency, district, index, set)
	return p, nil
}

func (p *problem) freeSlots(away []Span) []bool {
	free := make([]bool, len(p.slots))
	for s, at := range p.slots {
		free[s] = !slices.ContainsFunc(away, func(x Span) bool { return x.covers(at) })
	}
	return free
}

func (x Span) covers(at Slot) bool {
	return !at.Day.Before(x.From) && !x.To.Before(at.Day) && (x.Half == "" || x.Half == at.Half)
}

// distances fills the matrix: a line, else the other direction's, else near or far.
func (p *problem) distances(district map[string]int) {
	n := len(district)
	p.travel = make([][]int, n)
	for i := range p.travel {
		p.travel[i] = make([]int, n)
		for j := range p.travel[i] {
			p.travel[i][j] = p.in.Far
		}
		p.travel[i][i] = p.in.Near
	}
	for _, back := range []bool{true, false} {
		for _, l := range p.in.Travel {
			from, to := l.From, l.To
			if back {
				from, to = to, from
			}
			i, known := district[from]
			j, also := district[to]
			if known && also {
				p.travel[i][j] = l.Minutes
			}
		}
	}
}

func (p *problem) compileVisits(agency, district, index map[string]int, set func([]string) uint64) {
	groups := map[string]int{}
	people := func(list []string) map[int]bool {
		m := map[int]bool{}
		for _, id := range list {
			if i, ok := index[id]; ok {
				m[i] = true
			}
		}
		return m
	}
	for _, v := range p.in.Visits {
		x := visit{
			district: district[v.District], minutes: v.Minutes, recused: people(v.Recused), drawn: people(v.Drawn), first: 0, last: len(p.slots) - 1, was: -1, fixed: v.Fixed,
		}
		for _, n := range v.Needs {
			x.needs = append(x.needs, need{agency[n.Agency], n.Officers, set(n.Competences)})
			x.officersN += n.Officers
		}
		slices.SortFunc(x.needs, func(a, b need) int { return a.agency - b.agency })
		key := ""
		for _, n := range x.needs {
			key += fmt.Sprint(n.agency, ":", n.officers, " ")
		}
		if _, ok := groups[key]; !ok {
			groups[key] = len(groups)
		}
		x.group = groups[key]
		for x.first <= x.last && !v.From.IsZero() && p.slots[x.first].Day.Before(v.From) {
			x.first++
		}
		for x.last >= x.first && !v.To.IsZero() && p.slots[x.last].Day.After(v.To) {
			x.last--
		}
		if v.Was != nil {
			x.wasSlot, x.team, x.was = true, people(v.Was.Officers), p.slotOf(v.Was.Slot)
		}
		if x.fixed {
			x.first, x.last = x.was, x.was // -1, -1 if the day is not among the days
		}
		p.visits = append(p.visits, x)
	}
	p.groups = len(groups)
}

func (p *problem) slotOf(at Slot) int { return slices.Index(p.slots, at) }

// open reports whether a visit may take place in a slot.
func (v *visit) open(slot int) bool { return slot >= 0 && slot >= v.first && slot <= v.last }

// suits reports whether nothing lasting keeps an officer from a visit: no recusal,
// and the district is in the territory.
func (p *problem) suits(o int, v *visit) bool {
	t := p.officers[o].territory
	return (t == nil || t[v.district]) && !v.recused[o]
}

// onRoad is the travel of a tour, from the base and back to it.
func (p *problem) onRoad(stops []int) int {
	at, sum := 0, 0
	for _, v := range stops {
		sum += p.travel[at][p.visits[v].district]
		at = p.visits[v].district
	}
	return sum + p.travel[at][0]
}
