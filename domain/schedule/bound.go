package schedule

import (
	"fmt"
	"slices"
)

// parts divides whole numbers evenly among up to maxPerHalf visits of a tour.
const parts = 27_720 // the least common multiple of 1 … 12

// bound is a number that no schedule of the instance has less than (下界). Three
// relaxations, proven in docs/adr/0028-schedule-of-visits.md: a visit that no team
// could make in any half day, were it the only one, stays out; the price of a tour is
// shared by no more visits than can be made in one with it; and the half days of an
// agency's officers hold only so many visits.
func (p *problem) bound() int64 {
	var shares []int64
	var out, sum int64
	least, classes := p.shortest(), p.classes()
	hunger := make([][]int64, len(p.agencies)) // officer half days that each visit takes at least, in parts
	for v := range p.visits {
		x := &p.visits[v]
		substitutes, possible := p.alone(x, least)
		if !possible {
			out++
			continue
		}
		k := p.together(x, least)
		c := (p.w.Tour + p.w.Travel*int64(p.round(x, least))) * parts / int64(min(k, classes[v]))
		switch {
		case substitutes > 0:
			c = p.w.Substitute * substitutes * parts
		case len(x.drawn) > 0:
			c = min(c, p.w.Substitute*parts)
		}
		shares = append(shares, min(c, p.w.Unscheduled*parts))
		for _, n := range x.needs {
			hunger[n.agency] = append(hunger[n.agency], int64(n.officers)*parts/int64(k))
		}
	}
	slices.Sort(shares)
	short := min(p.short(hunger), len(shares))
	for _, c := range shares[:len(shares)-short] {
		sum += c
	}
	return p.w.Unscheduled*(out+int64(short)) + (sum+parts-1)/parts
}

// alone asks whether a visit could be made if there were no other, and how many
// substitutes it would take then. The way there and back is the shortest over any
// district: where going over another one is quicker, a tour that stops there on the way
// makes a visit that cannot be made directly.
func (p *problem) alone(x *visit, least [][]int) (substitutes int64, possible bool) {
	if p.round(x, least)+x.minutes > p.in.HalfDay || x.first < 0 {
		return 0, false
	}
	substitutes = never
	for slot := x.first; slot <= x.last && substitutes > 0; slot++ {
		if !p.seated(slot, x.officersN) {
			continue
		}
		free := func(o int) bool { return p.officers[o].free[slot] }
		team, sure := p.pick(x, free, func(int) int64 { return 0 })
		if team == nil && sure {
			continue
		}
		substitutes = min(substitutes, p.replaced(x, free))
	}
	return substitutes, substitutes < never
}

// replaced is how many officers beside the drawn ones a team takes at least.
func (p *problem) replaced(x *visit, free func(o int) bool) (n int64) {
	if len(x.drawn) == 0 {
		return 0
	}
	for _, need := range x.needs {
		there := 0
		for _, o := range p.byAgency[need.agency] {
			if x.drawn[o] && free(o) && p.suits(o, x) {
				there++
			}
		}
		n += int64(max(0, need.officers-there))
	}
	return n
}

// seated reports whether all vehicles of a slot together hold so many people.
func (p *problem) seated(slot, people int) bool {
	seats := 0
	for _, v := range p.vehicles {
		if v.free[slot] {
			seats += v.seats
		}
	}
	return len(p.vehicles) == 0 || seats >= people
}

// shortest gives the least travel from district to district over any others, and from
// each back to itself.
func (p *problem) shortest() [][]int {
	n := len(p.travel)
	d := make([][]int, n)
	for i := range d {
		d[i] = slices.Clone(p.travel[i])
	}
	for k := range n {
		for i := range n {
			for j := range n {
				d[i][j] = min(d[i][j], d[i][k]+d[k][j])
			}
		}
	}
	return d
}

// round is the least travel of any tour that a visit is part of.
func (p *problem) round(x *visit, least [][]int) int {
	return least[0][x.district] + least[x.district][0]
}

// together is how many visits a tour holds at most that this one is part of.
func (p *problem) together(x *visit, least [][]int) int {
	leg, quickest, group := p.travel[0][0], x.minutes, 0
	for _, row := range p.travel {
		leg = min(leg, slices.Min(row))
	}
	for v := range p.visits {
		if y := &p.visits[v]; y.group == x.group {
			quickest = min(quickest, y.minutes)
			group++
		}
	}
	k := 1
	for k < min(p.in.PerHalf, group) && x.minutes+k*quickest+max(p.round(x, least), (k+2)*leg) <= p.in.HalfDay {
		k++
	}
	return k
}

// classes counts for every visit how many of its group, itself included, a team
// without substitutes could make: those with the same drawn officers, and those that
// leave a choice.
func (p *problem) classes() []int {
	keys, same, loose := make([]string, len(p.visits)), map[string]int{}, make([]int, p.groups)
	for v := range p.visits {
		x := &p.visits[v]
		if len(x.drawn) == 0 || !p.settled(x) {
			loose[x.group]++
			continue
		}
		keys[v] = fmt.Sprint(x.group, "/")
		for o := range p.officers {
			if x.drawn[o] {
				keys[v] += fmt.Sprint(o, ",")
			}
		}
		same[keys[v]]++
	}
	n := make([]int, len(p.visits))
	for v := range p.visits {
		x := &p.visits[v]
		if n[v] = loose[x.group] + same[keys[v]]; keys[v] == "" {
			n[v] = len(p.visits)
		}
	}
	return n
}

// settled reports whether the lot leaves no choice: as many drawn of each agency as go.
func (p *problem) settled(x *visit) bool {
	for _, n := range x.needs {
		there := 0
		for o := range x.drawn {
			if p.officers[o].agency == n.agency {
				there++
			}
		}
		if there > n.officers {
			return false
		}
	}
	return true
}

// short is how many visits at least find no officers, because the half days of an
// agency are too few.
func (p *problem) short(hunger [][]int64) (most int) {
	for a, list := range hunger {
		var room, asked int64
		for _, o := range p.byAgency[a] {
			for _, free := range p.officers[o].free {
				if free {
					room += parts
				}
			}
		}
		for _, h := range list {
			asked += h
		}
		slices.Sort(list)
		n := 0
		for ; asked > room; n++ {
			asked -= list[len(list)-1-n]
		}
		most = max(most, n)
	}
	return most
}
