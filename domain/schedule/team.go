package schedule

import "slices"

// maxNodes bounds the search for a team; a team of this size is found or refuted
// long before.
const maxNodes = 20_000

// pick chooses officers for a visit from those whom ask accepts: for every agency so
// many, who together know what is needed, cheapest first. It answers nil if there
// are none; sure is false if it gave up looking.
func (p *problem) pick(v *visit, ask func(o int) bool, price func(o int) int64) (team []int, sure bool) {
	for _, n := range v.needs {
		part, sure := p.pickPart(v, n, ask, price)
		if part == nil {
			return nil, sure
		}
		team = append(team, part...)
	}
	return team, true
}

type candidate struct {
	o     int
	price int64
}

func (p *problem) pickPart(v *visit, n need, ask func(o int) bool, price func(o int) int64) (part []int, sure bool) {
	list := make([]candidate, 0, len(p.byAgency[n.agency]))
	var known uint64
	for _, o := range p.byAgency[n.agency] {
		if ask(o) && p.suits(o, v) {
			list = append(list, candidate{o, price(o)})
			known |= p.officers[o].knows
		}
	}
	if len(list) < n.officers || n.knows&^known != 0 {
		return nil, true
	}
	slices.SortStableFunc(list, func(a, b candidate) int {
		switch {
		case a.price < b.price:
			return -1
		case a.price > b.price:
			return 1
		}
		return 0
	})
	nodes := 0
	chosen := make([]int, 0, n.officers)
	if !p.cover(list, n.knows, n.officers, &chosen, &nodes) {
		return nil, nodes <= maxNodes
	}
	for _, c := range list { // the rest: whoever is cheapest
		if len(chosen) == n.officers {
			break
		}
		if !slices.Contains(chosen, c.o) {
			chosen = append(chosen, c.o)
		}
	}
	return chosen, true
}

// cover chooses at most left officers who know all that is missing: those who know
// the rarest first.
func (p *problem) cover(list []candidate, missing uint64, left int, chosen *[]int, nodes *int) bool {
	for _, o := range *chosen {
		missing &^= p.officers[o].knows
	}
	if missing == 0 {
		return true
	}
	if *nodes++; left == len(*chosen) || *nodes > maxNodes {
		return false
	}
	rarest, fewest := uint64(0), len(list)+1
	for rest := missing; rest != 0; rest &= rest - 1 {
		bit, holders := rest&-rest, 0
		for _, c := range list {
			if p.officers[c.o].knows&bit != 0 {
				holders++
			}
		}
		if holders < fewest {
			rarest, fewest = bit, holders
		}
	}
	for _, c := range list {
		if p.officers[c.o].knows&rarest == 0 || slices.Contains(*chosen, c.o) {
			continue
		}
		*chosen = append(*chosen, c.o)
		if p.cover(list, missing, left, chosen, nodes) {
			return true
		}
		*chosen = (*chosen)[:len(*chosen)-1]
	}
	return false
}

// serves reports whether a team fits a visit of its group.
func (p *problem) serves(team []int, v *visit) bool {
	for _, o := range team {
		if !p.suits(o, v) {
			return false
		}
	}
	for _, n := range v.needs {
		missing := n.knows
		if missing == 0 {
			continue
		}
		for _, o := range team {
			if p.officers[o].agency == n.agency {
				missing &^= p.officers[o].knows
			}
		}
		if missing != 0 {
			return false
		}
	}
	return true
}

// seats chooses free vehicles for a team: the smallest one that holds all, else the
// largest first. Without vehicles in the instance none is needed.
func (s *state) seats(slot, people int) (list []int, ok bool) {
	p := s.p
	if len(p.vehicles) == 0 {
		return nil, true
	}
	free := make([]int, 0, len(p.vehicles))
	for v := range p.vehicles {
		if p.vehicles[v].free[slot] && !s.used[slot*len(p.vehicles)+v] {
			free = append(free, v)
		}
	}
	slices.SortStableFunc(free, func(a, b int) int { return p.vehicles[b].seats - p.vehicles[a].seats })
	for people > 0 {
		if len(free) == 0 {
			return nil, false
		}
		at := 0
		for i, v := range free {
			if p.vehicles[v].seats >= people {
				at = i // the last that holds all is the smallest
			}
		}
		list, people = append(list, free[at]), people-p.vehicles[free[at]].seats
		free = slices.Delete(free, at, at+1)
	}
	return list, true
}
