package schedule_test

import (
	"math"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/schedule"
)

// brute tries every schedule of a tiny instance without vehicles: each visit stays out
// or goes into any slot with any team, alone or with others of the same team and slot
// in any order. It gives the least objective.
func brute(in *schedule.Instance) int64 {
	w := schedule.DefaultWeights
	if in.Weights != nil {
		w = *in.Weights
	}
	best := int64(math.MaxInt64)
	var tours []schedule.Tour
	var left []schedule.Reason
	var try func(i int)
	try = func(i int) {
		if i == len(in.Visits) {
			s := &schedule.Schedule{Tours: tours, Unscheduled: left}
			if len(audit(in, s)) == 0 {
				best = min(best, w.Weigh(count(in, s)))
			}
			return
		}
		v := in.Visits[i]
		left = append(left, schedule.Reason{Visit: v.ID})
		try(i + 1)
		left = left[:len(left)-1]
		for k := range tours {
			old := tours[k].Visits
			for at := range len(old) + 1 {
				tours[k].Visits = slices.Insert(slices.Clone(old), at, v.ID)
				try(i + 1)
			}
			tours[k].Visits = old
		}
		for _, d := range in.Days {
			for _, h := range []schedule.Half{schedule.Morning, schedule.Afternoon} {
				teams(in, v, func(team []string) {
					tours = append(tours, schedule.Tour{Place: schedule.Place{Slot: schedule.Slot{Day: d, Half: h}, Officers: slices.Clone(team)}, Visits: []string{v.ID}})
					try(i + 1)
					tours = tours[:len(tours)-1]
				})
			}
		}
	}
	try(0)
	return best
}

// teams gives every set of officers that has the numbers a visit asks for.
func teams(in *schedule.Instance, v schedule.Visit, f func([]string)) {
	var choose func(n int, from int, left int, team []string)
	choose = func(n, from, left int, team []string) {
		if left == 0 {
			if n++; n == len(v.Needs) {
				f(team)
				return
			}
			from, left = 0, v.Needs[n].Officers
		}
		for i := from; i < len(in.Officers); i++ {
			if in.Officers[i].Agency == v.Needs[n].Agency {
				choose(n, i+1, left-1, append(team, in.Officers[i].ID))
			}
		}
	}
	choose(-1, 0, 0, nil)
}

// count makes up the terms of a schedule from the names alone.
func count(in *schedule.Instance, s *schedule.Schedule) (t schedule.Terms) {
	load := map[string]int64{}
	t.Unscheduled, t.Tours = int64(len(s.Unscheduled)), int64(len(s.Tours))
	for _, x := range s.Tours {
		at := in.Base
		for _, id := range x.Visits {
			v := in.Visits[slices.IndexFunc(in.Visits, func(v schedule.Visit) bool { return v.ID == id })]
			t.Travel += int64(road(in, at, v.District))
			at = v.District
			for _, o := range x.Officers {
				load[o]++
				if len(v.Drawn) > 0 && !slices.Contains(v.Drawn, o) {
					t.Substitutes++
				}
				if v.Was != nil && !slices.Contains(v.Was.Officers, o) {
					t.Exchanged++
				}
			}
			if v.Was != nil && v.Was.Slot != x.Slot {
				t.Moved++
			}
		}
		t.Travel += int64(road(in, at, in.Base))
	}
	total, people := map[string]int64{}, map[string]int64{}
	for _, o := range in.Officers {
		able := false
		for _, d := range in.Days {
			for _, h := range []schedule.Half{schedule.Morning, schedule.Afternoon} {
				away := slices.ContainsFunc(o.Away, func(x schedule.Span) bool {
					return !d.Before(x.From) && !x.To.Before(d) && (x.Half == "" || x.Half == h)
				})
				able = able || !away && !o.Until.IsZero() && !o.Until.Before(d)
			}
		}
		if able {
			people[o.Agency]++
		}
		total[o.Agency] += load[o.ID]
		t.Uneven += load[o.ID] * load[o.ID]
	}
	for agency, sum := range total {
		if n := people[agency]; n > 0 { // the most even sharing, one at a time
			shares := make([]int64, n)
			for i := range sum {
				shares[i%n]++
			}
			for _, x := range shares {
				t.Uneven -= x * x
			}
		}
	}
	return t
}
