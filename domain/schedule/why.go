package schedule

import "slices"

// Code says which rule keeps a visit out, or an officer away.
type Code string

// Why a visit found no place: the rule that stands against most half days.
const (
	NoTime     Code = "half_day"   // travel and work do not fit in a half day
	NoDay      Code = "window"     // no half day is open to it
	NoOfficers Code = "officers"   // an agency has too few who can go at all
	NoSkill    Code = "competence" // nobody who can go knows what is needed
	NoVehicle  Code = "vehicle"    // too few seats
	AllTaken   Code = "taken"      // there are enough, and all are on other visits
)

// Why an officer cannot go.
const (
	Away        Code = "away"
	Uncertified Code = "certificate" // none, or it ends before
	Withdrawn   Code = "recused"     // 回避
	Elsewhere   Code = "territory"
	Busy        Code = "busy" // on another visit then
)

// Reason explains a visit without a place.
type Reason struct {
	Visit       string   `json:"visit"`
	Code        Code     `json:"code"`
	Agency      string   `json:"agency,omitempty"`
	Competences []string `json:"competences,omitempty"` // that are missing
	Slots       int      `json:"slots"`                 // half days that this rule stands against
	Officers    []Keeps  `json:"officers,omitempty"`    // of that agency, with what keeps them away most often
}

// Keeps is what keeps an officer away.
type Keeps struct {
	Officer string `json:"officer"`
	Code    Code   `json:"code"`
	Slots   int    `json:"slots"`
}

// why finds the rule that stands against most half days of a visit.
func (s *state) why(v int) Reason {
	p, x := s.p, &s.p.visits[v]
	r := Reason{Visit: p.in.Visits[v].ID}
	if p.travel[0][x.district]+x.minutes+p.travel[x.district][0] > p.in.HalfDay {
		r.Code = NoTime
		return r
	}
	if x.first < 0 || x.first > x.last {
		r.Code = NoDay
		return r
	}
	type rule struct {
		code   Code
		agency int
	}
	count := map[rule]int{}
	var order []rule
	for slot := x.first; slot <= x.last; slot++ {
		code, agency := s.against(x, slot)
		k := rule{code, agency}
		if count[k]++; count[k] == 1 {
			order = append(order, k)
		}
	}
	most := slices.MaxFunc(order, func(a, b rule) int { return count[a] - count[b] })
	r.Code, r.Slots = most.code, count[most]
	if most.agency >= 0 {
		r.Agency = p.agencies[most.agency]
		r.Officers = s.kept(x, most.agency)
	}
	if most.code == NoSkill {
		r.Competences = p.unknown(v, most.agency)
	}
	return r
}

// against is the first rule that a slot breaks for a visit, with the agency it
// concerns, or -1.
func (s *state) against(x *visit, slot int) (Code, int) {
	p := s.p
	for _, n := range x.needs {
		able, idle := 0, 0
		for _, o := range p.byAgency[n.agency] {
			if p.officers[o].free[slot] && p.suits(o, x) {
				if able++; s.free(o, slot) {
					idle++
				}
			}
		}
		one := &visit{district: x.district, recused: x.recused, needs: []need{n}}
		part, _ := p.pick(one, func(o int) bool { return p.officers[o].free[slot] }, func(int) int64 { return 0 })
		left, _ := p.pick(one, func(o int) bool { return s.free(o, slot) }, func(int) int64 { return 0 })
		switch {
		case able < n.officers:
			return NoOfficers, n.agency
		case part == nil:
			return NoSkill, n.agency
		case left == nil:
			return AllTaken, n.agency
		}
	}
	return NoVehicle, -1
}

// kept says for every officer of an agency what keeps one away in most half days.
func (s *state) kept(x *visit, agency int) (list []Keeps) {
	p := s.p
	for _, o := range p.byAgency[agency] {
		count := map[Code]int{}
		for slot := x.first; slot <= x.last; slot++ {
			if c := s.keeps(o, x, slot); c != "" {
				count[c]++
			}
		}
		best := Keeps{Officer: p.in.Officers[o].ID}
		for _, c := range []Code{Withdrawn, Elsewhere, Uncertified, Away, Busy} {
			if count[c] > best.Slots {
				best.Code, best.Slots = c, count[c]
			}
		}
		if best.Slots > 0 {
			list = append(list, best)
		}
	}
	return list
}

// keeps is what keeps an officer from a visit in a slot, or nothing.
func (s *state) keeps(o int, x *visit, slot int) Code {
	p := s.p
	in, day := &p.in.Officers[o], p.slots[slot].Day
	switch {
	case x.recused[o]:
		return Withdrawn
	case !p.suits(o, x):
		return Elsewhere
	case in.Until.IsZero() || in.Until.Before(day):
		return Uncertified
	case !p.officers[o].free[slot]:
		return Away
	case !s.free(o, slot):
		return Busy
	}
	return ""
}

// unknown are the competences that nobody of an agency brings along.
func (p *problem) unknown(v, agency int) (list []string) {
	for _, n := range p.in.Visits[v].Needs {
		if n.Agency != p.agencies[agency] {
			continue
		}
		for _, c := range n.Competences {
			if !slices.ContainsFunc(p.byAgency[agency], func(o int) bool {
				return p.suits(o, &p.visits[v]) && slices.Contains(p.in.Officers[o].Competences, c)
			}) {
				list = append(list, c)
			}
		}
	}
	return list
}
