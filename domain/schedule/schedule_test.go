package schedule_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/schedule"
)

// wild draws an instance with everything in it that a rule is about.
func wild(t *rapid.T, visits, officers int) *schedule.Instance {
	num := func(low, high int, what string) int { return rapid.IntRange(low, high).Draw(t, what) }
	in := &schedule.Instance{
		Format: schedule.Format, Days: workdays(num(1, 4, "days")), Base: "d0", HalfDay: num(60, 240, "half day"), PerHalf: num(1, 4, "per half"), Near: num(0, 20, "near"), Far: num(10, 60, "far"),
		Seed: uint64(num(0, 9, "seed")), Steps: 60,
	}
	district := func(what string) string { return fmt.Sprint("d", num(0, 3, what)) }
	for range num(0, 5, "legs") {
		in.Travel = append(in.Travel, schedule.Leg{From: district("from"), To: district("to"), Minutes: num(0, 60, "minutes")})
	}
	span := func() schedule.Span {
		a, b := num(0, len(in.Days)-1, "from"), num(0, len(in.Days)-1, "to")
		return schedule.Span{From: in.Days[min(a, b)], To: in.Days[max(a, b)], Half: rapid.SampledFrom([]schedule.Half{"", schedule.Morning, schedule.Afternoon}).Draw(t, "half")}
	}
	for i := range num(1, officers, "officers") {
		o := schedule.Officer{ID: fmt.Sprint("o", i), Agency: fmt.Sprint("a", i%2), Competences: []string{fmt.Sprint("c", num(0, 2, "knows"))}}
		if num(0, 9, "certified") > 0 {
			o.Until = in.Days[0].AddDays(num(0, 5, "until"))
		}
		if num(0, 3, "away") == 0 {
			o.Away = append(o.Away, span())
		}
		if num(0, 3, "territory") == 0 {
			o.Territory = []string{district("of"), district("and")}
		}
		in.Officers = append(in.Officers, o)
	}
	for i := range num(0, 3, "vehicles") {
		in.Vehicles = append(in.Vehicles, schedule.Vehicle{ID: fmt.Sprint("k", i), Seats: num(1, 5, "seats"), Away: []schedule.Span{span()}})
	}
	anybody := func(what string) string { return in.Officers[num(0, len(in.Officers)-1, what)].ID }
	for i := range num(1, visits, "visits") {
		v := schedule.Visit{ID: fmt.Sprint("v", i), District: district("in"), Minutes: num(10, 120, "visit")}
		for a := range num(1, 2, "agencies") {
			n := schedule.Need{Agency: fmt.Sprint("a", a), Officers: num(1, 2, "send")}
			for range num(0, 2, "skills") {
				n.Competences = append(n.Competences, fmt.Sprint("c", num(0, 2, "skill")))
			}
			v.Needs = append(v.Needs, n)
		}
		switch num(0, 5, "more") {
		case 0:
			v.Recused = []string{anybody("recused")}
		case 1:
			v.Drawn = []string{anybody("drawn"), anybody("too")}
		case 2:
			v.From, v.To = span().From, span().To
		case 3:
			v.Was = &schedule.Place{Slot: schedule.Slot{Day: in.Days[num(0, len(in.Days)-1, "was")], Half: schedule.Morning}, Officers: []string{anybody("went")}}
			v.Fixed = num(0, 1, "fixed") == 0
		}
		in.Visits = append(in.Visits, v)
	}
	return in
}

// TestNoRuleIsBroken on instances in which everything can go wrong; the result is the
// same twice, and never better than its bound.
func TestNoRuleIsBroken(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := wild(t, 14, 9)
		s, err := schedule.Solve(in)
		if err != nil {
			t.Fatal(err)
		}
		if said := audit(in, s); len(said) > 0 {
			t.Fatalf("the audit says %v", said)
		}
		if broken, err := schedule.Check(in, s); err != nil || len(broken) > 0 {
			t.Fatalf("the check says %+v, %v", broken, err)
		}
		if got := count(in, s); len(in.Vehicles) == 0 && got != s.Terms {
			t.Fatalf("counted %+v, told %+v", got, s.Terms)
		}
		if s.Bound > s.Objective {
			t.Fatalf("bound %d above %d", s.Bound, s.Objective)
		}
		again, _ := schedule.Solve(in)
		if !reflect.DeepEqual(s, again) {
			t.Fatal("another schedule of the same instance")
		}
		for _, r := range s.Unscheduled {
			if r.Code == "" || (r.Code == schedule.NoOfficers || r.Code == schedule.AllTaken || r.Code == schedule.NoSkill) && r.Agency == "" {
				t.Fatalf("explained as %+v", r)
			}
		}
	})
}

// TestBoundOverAnotherDistrict: the way to d2 is too long unless the tour stops in d1; the
// bound must not count that visit out.
func TestBoundOverAnotherDistrict(t *testing.T) {
	t.Parallel()
	need := []schedule.Need{{Agency: "a", Officers: 2}}
	in := &schedule.Instance{
		Format: schedule.Format, Days: []civil.Date{{Year: 2026, Month: 3, Day: 2}}, Base: "d0", HalfDay: 173, PerHalf: 3, Far: 10, Travel: []schedule.Leg{{From: "d0", To: "d2", Minutes: 32}},
		Officers: []schedule.Officer{{ID: "o1", Agency: "a", Competences: []string{"c"}, Until: civil.Date{Year: 2027, Month: 1, Day: 1}}, {ID: "o2", Agency: "a", Competences: []string{"c"}, Until: civil.Date{Year: 2027, Month: 1, Day: 1}}},
		Visits:   []schedule.Visit{{ID: "near", District: "d1", Minutes: 10, Needs: need}, {ID: "far", District: "d2", Minutes: 110, Needs: need}},
	}
	s, err := schedule.Solve(in)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Unscheduled) > 0 || s.Bound > s.Objective {
		t.Errorf("%d of two visits stay out, objective %d, bound %d", len(s.Unscheduled), s.Objective, s.Bound)
	}
}

// TestBoundHolds: no schedule of a tiny instance, all of them tried, has less than the
// bound; and the search is seldom far from the best.
func TestBoundHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := wild(t, 3, 5)
		in.Vehicles, in.Days = nil, in.Days[:1]
		for i := range in.Visits {
			v := &in.Visits[i]
			if v.From.IsZero() {
				continue
			}
			v.From, v.To = in.Days[0], in.Days[0]
		}
		for i := range in.Visits {
			if w := in.Visits[i].Was; w != nil {
				w.Day = in.Days[0]
			}
		}
		s, err := schedule.Solve(in)
		if err != nil {
			t.Fatal(err)
		}
		least := brute(in)
		if s.Bound > least || least > s.Objective {
			t.Fatalf("bound %d, best %d, found %d", s.Bound, least, s.Objective)
		}
	})
}

// TestBrokenRulesAreSeen: a schedule that breaks one rule is told so by name.
func TestBrokenRulesAreSeen(t *testing.T) {
	t.Parallel()
	in := pool(1, 12, 8, 2, 3, 10)
	in.Vehicles = []schedule.Vehicle{{ID: "k1", Seats: 4}, {ID: "k2", Seats: 4}}
	in.Visits[0].Needs[0].Competences = []string{"special"}
	good := solve(t, in)
	holds(t, in, good)
	at := func(s *schedule.Schedule) *schedule.Tour {
		return &s.Tours[slices.IndexFunc(s.Tours, func(x schedule.Tour) bool { return slices.Contains(x.Visits, in.Visits[0].ID) })]
	}
	for name, c := range map[string]struct {
		code schedule.Code
		do   func(in *schedule.Instance, s *schedule.Schedule)
	}{
		"leave": {schedule.Away, func(in *schedule.Instance, s *schedule.Schedule) {
			everybody(in, func(o *schedule.Officer) {
				o.Away = []schedule.Span{{From: at(s).Day, To: at(s).Day, Half: at(s).Half}}
			})
		}},
		"certificate": {schedule.Uncertified, func(in *schedule.Instance, s *schedule.Schedule) {
			everybody(in, func(o *schedule.Officer) { o.Until = at(s).Day.AddDays(-1) })
		}},
		"territory": {schedule.Elsewhere, func(in *schedule.Instance, s *schedule.Schedule) {
			everybody(in, func(o *schedule.Officer) { o.Territory = []string{"nowhere"} })
		}},
		"competence": {schedule.NoSkill, func(in *schedule.Instance, s *schedule.Schedule) {
			everybody(in, func(o *schedule.Officer) { o.Competences = nil })
		}},
		"recusal":  {schedule.Withdrawn, func(in *schedule.Instance, s *schedule.Schedule) { in.Visits[0].Recused = at(s).Officers[:1] }},
		"number":   {schedule.NoOfficers, func(in *schedule.Instance, s *schedule.Schedule) { at(s).Officers = at(s).Officers[1:] }},
		"half day": {schedule.NoTime, func(in *schedule.Instance, s *schedule.Schedule) { in.HalfDay = 20 }},
		"per half": {schedule.Full, func(in *schedule.Instance, s *schedule.Schedule) {
			in.PerHalf = 1
			at(s).Visits = append(at(s).Visits, at(s).Visits...)
		}},
		"window": {schedule.NoDay, func(in *schedule.Instance, s *schedule.Schedule) { in.Visits[0].From = at(s).Day.AddDays(1) }},
		"announced": {schedule.Announced, func(in *schedule.Instance, s *schedule.Schedule) {
			in.Visits[0].Fixed, in.Visits[0].Was = true, &schedule.Place{Slot: schedule.Slot{Day: at(s).Day.AddDays(-7), Half: schedule.Morning}}
		}},
		"seats":     {schedule.NoVehicle, func(in *schedule.Instance, s *schedule.Schedule) { at(s).Vehicles = nil }},
		"forgotten": {schedule.Missing, func(in *schedule.Instance, s *schedule.Schedule) { at(s).Visits = nil }},
		"twice":     {schedule.Twice, func(in *schedule.Instance, s *schedule.Schedule) { s.Tours = append(s.Tours, *at(s)) }},
		"objective": {schedule.Sum, func(in *schedule.Instance, s *schedule.Schedule) { s.Objective-- }},
		"unknown":   {schedule.Unknown, func(in *schedule.Instance, s *schedule.Schedule) { at(s).Officers[0] = "nobody" }},
	} {
		in, s := clone(t, in), clone(t, good)
		c.do(in, s)
		broken, err := schedule.Check(in, s)
		if err != nil || !slices.ContainsFunc(broken, func(p schedule.Problem) bool { return p.Code == c.code }) {
			t.Errorf("%s: the check says %+v, %v", name, broken, err)
		}
		if said := audit(in, s); len(said) == 0 && c.code != schedule.Sum {
			t.Errorf("%s: the audit says nothing", name)
		}
	}
}

func everybody(in *schedule.Instance, f func(*schedule.Officer)) {
	for i := range in.Officers {
		f(&in.Officers[i])
	}
}

func clone[T any](t *testing.T, v *T) *T {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out := new(T)
	if err := json.Unmarshal(b, out); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestReplanKeepsWhatItCan: after a sick leave what was announced keeps its half day,
// the rest moves as little as possible, and every move says why.
func TestReplanKeepsWhatItCan(t *testing.T) {
	t.Parallel()
	in := pool(3, 60, 16, 2, 4, 30)
	before := solve(t, in)
	was(in, before)
	sick, from := before.Tours[0].Officers[0], before.Tours[0].Day
	hit := map[string]bool{}
	for _, x := range before.Tours {
		if slices.Contains(x.Officers, sick) && x.Day.DaysUntil(from) >= -4 {
			for _, v := range x.Visits {
				hit[v] = true
			}
		}
	}
	for i := range in.Visits {
		in.Visits[i].Fixed = i%3 == 0 && in.Visits[i].Was != nil
	}
	everybody(in, func(o *schedule.Officer) {
		if o.ID == sick {
			o.Away = append(o.Away, schedule.Span{From: from, To: from.AddDays(4)})
		}
	})
	after := solve(t, in)
	holds(t, in, after)
	if len(after.Unscheduled) > len(before.Unscheduled) {
		t.Errorf("%d visits lost their place: %+v", len(after.Unscheduled), after.Unscheduled)
	}
	if len(hit) == 0 || len(after.Moves) == 0 || len(after.Moves) > len(hit) {
		t.Errorf("%d visits were hit and %d moved", len(hit), len(after.Moves))
	}
	for _, m := range after.Moves {
		if !hit[m.Visit] || m.Code != schedule.Away || !slices.Equal(m.Who, []string{sick}) {
			t.Errorf("moved as %+v", m)
		}
	}
	was(in, before)
	if same := solve(t, pool(3, 60, 16, 2, 4, 30)); !reflect.DeepEqual(same, before) {
		t.Error("the same instance has another schedule")
	}
}

// TestDrawnGo: who was drawn goes; a substitute only where somebody cannot.
func TestDrawnGo(t *testing.T) {
	t.Parallel()
	in := pool(5, 20, 12, 2, 3, 30)
	for i := range in.Visits {
		v := &in.Visits[i]
		v.Recused, v.Needs[0].Competences, v.Needs[1].Competences = nil, nil, nil
		a, b := i%6, (i*5+1)%6
		if a == b {
			b = (a + 1) % 6
		}
		v.Drawn = []string{in.Officers[2*a].ID, in.Officers[2*b].ID, in.Officers[2*a+1].ID, in.Officers[2*b+1].ID}
	}
	everybody(in, func(o *schedule.Officer) { o.Away = nil })
	s := solve(t, in)
	holds(t, in, s)
	if s.Terms.Substitutes != 0 || len(s.Unscheduled) != 0 || s.Gap() > 300 {
		t.Errorf("scheduled as %+v, objective %d, bound %d", s.Terms, s.Objective, s.Bound)
	}
	for i := range in.Officers {
		if in.Officers[i].ID == in.Visits[0].Drawn[0] {
			in.Officers[i].Until = first.AddDays(-1)
		}
	}
	s = solve(t, in)
	holds(t, in, s)
	if s.Terms.Substitutes == 0 || len(s.Unscheduled) != 0 {
		t.Errorf("without one officer: %+v", s.Terms)
	}
}

// TestWhy: a visit without a place says which rule stands against it, and whom.
func TestWhy(t *testing.T) {
	t.Parallel()
	base := func() *schedule.Instance {
		in := pool(9, 1, 4, 2, 1, 2)
		in.Visits[0].Recused, in.Visits[0].Needs[0].Competences = nil, nil
		everybody(in, func(o *schedule.Officer) { o.Away = nil })
		return in
	}
	for code, spoil := range map[schedule.Code]func(in *schedule.Instance){
		schedule.NoTime:     func(in *schedule.Instance) { in.Visits[0].Minutes = 239 },
		schedule.NoDay:      func(in *schedule.Instance) { in.Visits[0].To = first.AddDays(-1) },
		schedule.NoOfficers: func(in *schedule.Instance) { in.Visits[0].Recused = []string{"o000"} },
		schedule.NoSkill:    func(in *schedule.Instance) { in.Visits[0].Needs[0].Competences = []string{"rare"} },
		schedule.NoVehicle:  func(in *schedule.Instance) { in.Vehicles = []schedule.Vehicle{{ID: "k", Seats: 3}} },
		schedule.AllTaken: func(in *schedule.Instance) {
			in.PerHalf = 1
			for i := range 4 {
				v := in.Visits[0]
				v.ID = fmt.Sprint("more", i)
				in.Visits = append(in.Visits, v)
			}
		},
	} {
		in := base()
		spoil(in)
		s := solve(t, in)
		holds(t, in, s)
		if len(s.Unscheduled) != 1 || s.Unscheduled[0].Code != code {
			t.Errorf("%s is explained as %+v", code, s.Unscheduled)
			continue
		}
		r := s.Unscheduled[0]
		if code == schedule.NoOfficers && (len(r.Officers) != 1 || r.Officers[0].Officer != "o000" || r.Officers[0].Code != schedule.Withdrawn) {
			t.Errorf("kept away: %+v", r.Officers)
		}
		if code == schedule.NoSkill && !slices.Equal(r.Competences, []string{"rare"}) {
			t.Errorf("missing: %v", r.Competences)
		}
		if code != schedule.AllTaken && s.Bound != s.Objective {
			t.Errorf("%s: bound %d of %d", code, s.Bound, s.Objective)
		}
	}
}

// TestInstancesAreRefused that contradict themselves or are not what they claim.
func TestInstancesAreRefused(t *testing.T) {
	t.Parallel()
	good, err := json.Marshal(pool(1, 3, 4, 2, 2, 5))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := schedule.Read(good); err != nil {
		t.Fatalf("a good instance: %v", err)
	}
	for _, bad := range []string{"", "{}", `{"format":"xianjie/schedule/2"}`, string(good) + "x", string(good[:len(good)-1]) + `,"more":1}`} {
		if _, err := schedule.Read([]byte(bad)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%.60s is read: %v", bad, err)
		}
	}
	for name, spoil := range map[string]func(in *schedule.Instance){
		"no days": func(in *schedule.Instance) { in.Days = nil }, "days": func(in *schedule.Instance) { in.Days[1] = in.Days[0] }, "half day": func(in *schedule.Instance) { in.HalfDay = 0 },
		"officer twice": func(in *schedule.Instance) { in.Officers[1].ID = in.Officers[0].ID }, "visit twice": func(in *schedule.Instance) { in.Visits[1].ID = in.Visits[0].ID },
		"no agency": func(in *schedule.Instance) { in.Visits[0].Needs = nil }, "agency twice": func(in *schedule.Instance) { in.Visits[0].Needs[1] = in.Visits[0].Needs[0] },
		"fixed nowhere": func(in *schedule.Instance) { in.Visits[0].Fixed = true }, "seats": func(in *schedule.Instance) { in.Vehicles = []schedule.Vehicle{{ID: "k"}} },
		"span": func(in *schedule.Instance) {
			in.Officers[0].Away = []schedule.Span{{From: first, To: first.AddDays(-1)}}
		},
		"weights": func(in *schedule.Instance) { in.Weights = &schedule.Weights{Tour: -1} }, "travel": func(in *schedule.Instance) { in.Travel[0].Minutes = -1 },
	} {
		in := pool(1, 3, 4, 2, 2, 5)
		spoil(in)
		if _, err := schedule.Solve(in); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s is solved: %v", name, err)
		}
	}
}
