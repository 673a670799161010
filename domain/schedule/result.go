package schedule

import (
	"cmp"
	"slices"
)

// result writes a state with names for numbers.
func (s *state) result(steps int) *Schedule {
	p := s.p
	out := &Schedule{Tours: []Tour{}, Unscheduled: []Reason{}, Steps: steps}
	for i := range s.tours {
		t := &s.tours[i]
		if len(t.stops) == 0 {
			continue
		}
		x := Tour{Place: Place{Slot: p.slots[t.slot], Officers: []string{}}, Travel: t.road}
		for _, o := range t.team {
			x.Officers = append(x.Officers, p.in.Officers[o].ID)
		}
		for _, v := range t.vehicles {
			x.Vehicles = append(x.Vehicles, p.in.Vehicles[v].ID)
		}
		for _, v := range t.stops {
			x.Visits = append(x.Visits, p.in.Visits[v].ID)
		}
		slices.Sort(x.Officers)
		slices.Sort(x.Vehicles)
		out.Tours = append(out.Tours, x)
	}
	slices.SortFunc(out.Tours, func(a, b Tour) int {
		return cmp.Or(a.Day.DaysUntil(b.Day)*-1, cmp.Compare(a.Half, b.Half), cmp.Compare(a.Visits[0], b.Visits[0]))
	})
	for v := range p.visits {
		if s.at[v] < 0 {
			out.Unscheduled = append(out.Unscheduled, s.why(v))
		}
	}
	out.Terms = s.terms
	out.Terms.Uneven = s.uneven()
	out.Objective = p.w.Weigh(out.Terms)
	out.Bound = p.bound()
	out.Moves = s.moves()
	return out
}
