package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/schedule"
)

// first is a Monday.
var first = civil.Date{Year: 2026, Month: 3, Day: 2}

// workdays are n working days from Monday on.
func workdays(n int) (list []civil.Date) {
	for d := first; len(list) < n; d = d.AddDays(1) {
		if w := d.Weekday(); w != 0 && w != 6 {
			list = append(list, d)
		}
	}
	return list
}

// pool is a district's quarter: agencies with officers of two competences, some on
// leave, and enterprises in so many districts.
func pool(seed uint64, visits, officers, agencies, districts, days int) *schedule.Instance {
	r := rand.New(rand.NewPCG(seed, 7))
	in := &schedule.Instance{Format: schedule.Format, Days: workdays(days), Base: "d0", HalfDay: 240, PerHalf: 4, Near: 10, Far: 45}
	for i := range districts {
		for j := range i {
			in.Travel = append(in.Travel, schedule.Leg{From: fmt.Sprint("d", i), To: fmt.Sprint("d", j), Minutes: 15 + r.IntN(30)})
		}
	}
	for i := range officers {
		o := schedule.Officer{ID: fmt.Sprintf("o%03d", i), Agency: fmt.Sprint("a", i%agencies), Until: first.AddDays(1000), Competences: []string{"general"}}
		if i/agencies%2 == 0 {
			o.Competences = append(o.Competences, "special")
		}
		if from := r.IntN(days); i%3 == 0 && from+4 < days {
			o.Away = append(o.Away, schedule.Span{From: in.Days[from], To: in.Days[from+4]})
		}
		in.Officers = append(in.Officers, o)
	}
	for i := range visits {
		v := schedule.Visit{ID: fmt.Sprintf("v%05d", i), District: fmt.Sprint("d", r.IntN(districts)), Minutes: 30 + 10*r.IntN(3)}
		for a := range agencies {
			n := schedule.Need{Agency: fmt.Sprint("a", a), Officers: 2}
			if r.IntN(4) == 0 {
				n.Competences = []string{"special"}
			}
			v.Needs = append(v.Needs, n)
		}
		if r.IntN(20) == 0 {
			v.Recused = []string{in.Officers[r.IntN(officers)].ID}
		}
		in.Visits = append(in.Visits, v)
	}
	return in
}

func solve(t testing.TB, in *schedule.Instance) *schedule.Schedule {
	t.Helper()
	s, err := schedule.Solve(in)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// holds fails if a schedule breaks a rule, by the package's check and by one of its own.
func holds(t testing.TB, in *schedule.Instance, s *schedule.Schedule) {
	t.Helper()
	broken, err := schedule.Check(in, s)
	if err != nil {
		t.Fatal(err)
	}
	if len(broken) > 0 {
		t.Fatalf("the check says %+v", broken)
	}
	if said := audit(in, s); len(said) > 0 {
		t.Fatalf("the audit says %v", said)
	}
}

// was turns a schedule into the earlier one of an instance.
func was(in *schedule.Instance, s *schedule.Schedule) {
	at := map[string]schedule.Place{}
	for _, t := range s.Tours {
		for _, v := range t.Visits {
			at[v] = t.Place
		}
	}
	for i := range in.Visits {
		if p, ok := at[in.Visits[i].ID]; ok {
			in.Visits[i].Was = &p
		}
	}
}
