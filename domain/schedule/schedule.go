// Package schedule gives the visits of a joint inspection a team and a half day
// (排期): who goes where and when, so that every rule holds, few trips are made, little
// time is spent on the road and the work is shared evenly.
//
// The result is the same for the same instance, on every machine: the search has a
// seed of its own and ends after so many steps, never after so many seconds.
// docs/adr/0028-schedule-of-visits.md says which method and why.
package schedule

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// Format names an instance as it stands in a file.
const Format = "xianjie/schedule/1"

// Half of a working day.
type Half string

// The halves of a day.
const (
	Morning   Half = "am" // 上午
	Afternoon Half = "pm" // 下午
)

// Slot is a half day, the unit of a schedule.
type Slot struct {
	Day  civil.Date `json:"day"`
	Half Half       `json:"half"`
}

// Instance is everything a schedule is made from.
type Instance struct {
	Format   string       `json:"format"`
	Days     []civil.Date `json:"days"`     // working days, ascending
	Base     string       `json:"base"`     // district that teams start from and return to
	HalfDay  int          `json:"half_day"` // minutes, travel included
	PerHalf  int          `json:"per_half"` // enterprises of one team in a half day
	Near     int          `json:"near"`     // minutes from one enterprise to the next in a district
	Far      int          `json:"far"`      // minutes between districts that have no line
	Travel   []Leg        `json:"travel,omitempty"`
	Officers []Officer    `json:"officers"`
	Vehicles []Vehicle    `json:"vehicles,omitempty"` // none: vehicles do not matter
	Visits   []Visit      `json:"visits"`
	Weights  *Weights     `json:"weights,omitempty"` // absent: DefaultWeights
	Steps    int          `json:"steps,omitempty"`   // of the search; 0: as many as suit the size
	Seed     uint64       `json:"seed,omitempty"`
}

// Leg is the travel between two districts, the same in both directions unless the
// other direction has a line of its own.
type Leg struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Minutes int    `json:"minutes"`
}

// Officer is an inspector (执法检查人员). Without a certificate one goes nowhere.
type Officer struct {
	ID          string     `json:"id"`
	Agency      string     `json:"agency"`
	Until       civil.Date `json:"certificate_until,omitzero"` // its last day; absent: none
	Competences []string   `json:"competences,omitempty"`
	Territory   []string   `json:"territory,omitempty"` // districts; none: all
	Away        []Span     `json:"away,omitempty"`      // 请假, or taken by another plan
}

// Span is a time, both days included; without a half the whole days.
type Span struct {
	From civil.Date `json:"from"`
	To   civil.Date `json:"to"`
	Half Half       `json:"half,omitempty"`
}

// Vehicle carries a team, or a part of it.
type Vehicle struct {
	ID    string `json:"id"`
	Seats int    `json:"seats"`
	Away  []Span `json:"away,omitempty"`
}

// AwayAt reports whether a vehicle is taken in a half day.
func (v Vehicle) AwayAt(at Slot) bool {
	return slices.ContainsFunc(v.Away, func(s Span) bool { return s.covers(at) })
}

// Visit is an enterprise to be inspected (检查任务).
type Visit struct {
	ID       string     `json:"id"`
	Object   string     `json:"object,omitempty"` // the enterprise; visits to one may be merged
	District string     `json:"district"`
	Minutes  int        `json:"minutes"`
	Needs    []Need     `json:"needs"`
	Recused  []string   `json:"recused,omitempty"` // officers who withdraw (回避)
	Drawn    []string   `json:"drawn,omitempty"`   // officers drawn by lot, who go unless they cannot
	From     civil.Date `json:"from,omitzero"`     // no earlier
	To       civil.Date `json:"to,omitzero"`       // no later
	Was      *Place     `json:"was,omitempty"`     // where an earlier schedule had it
	Fixed    bool       `json:"fixed,omitempty"`   // announced to the enterprise: keeps its half day
}

// Need is what one agency brings along: so many officers, who together know all of
// the competences.
type Need struct {
	Agency      string   `json:"agency"`
	Officers    int      `json:"officers"`
	Competences []string `json:"competences,omitempty"`
}

// Place is a half day with a team.
type Place struct {
	Slot
	Officers []string `json:"officers"`
	Vehicles []string `json:"vehicles,omitempty"`
}

// Weights say what is worse than what. All are whole numbers, so that no rounding
// decides.
type Weights struct {
	Unscheduled int64 `json:"unscheduled"` // an enterprise that is not visited
	Substitute  int64 `json:"substitute"`  // an officer in place of a drawn one
	Moved       int64 `json:"moved"`       // a visit in another half day than before
	Exchanged   int64 `json:"exchanged"`   // an officer who was not in its team before
	Tour        int64 `json:"tour"`        // a half day of a team
	Travel      int64 `json:"travel"`      // a minute on the road
	Uneven      int64 `json:"uneven"`      // sum of squared loads above the most even one
}

// DefaultWeights: nothing is worth leaving an enterprise out; the lot outweighs
// stability, stability outweighs trips, trips outweigh minutes.
var DefaultWeights = Weights{Unscheduled: 100_000, Substitute: 2_000, Moved: 1_500, Exchanged: 500, Tour: 300, Travel: 1, Uneven: 5}

// Schedule is the outcome.
type Schedule struct {
	Tours       []Tour   `json:"tours"`
	Unscheduled []Reason `json:"unscheduled"`
	Moves       []Move   `json:"moves"`
	Terms       Terms    `json:"terms"`
	Objective   int64    `json:"objective"`
	Bound       int64    `json:"bound"` // no schedule of this instance has less
	Steps       int      `json:"steps"`
}

// Gap is how far the objective may at most be from the best, in thousandths of it.
func (s *Schedule) Gap() int64 {
	if s.Objective <= 0 {
		return 0
	}
	return (s.Objective - s.Bound) * 1000 / s.Objective
}

// Tour is a half day of one team: its visits in their order.
type Tour struct {
	Place
	Visits []string `json:"visits"`
	Travel int      `json:"travel"` // minutes
}

// Terms are what the objective is made of, before the weights.
type Terms struct {
	Unscheduled int64 `json:"unscheduled"`
	Substitutes int64 `json:"substitutes"`
	Moved       int64 `json:"moved"`
	Exchanged   int64 `json:"exchanged"`
	Tours       int64 `json:"tours"`
	Travel      int64 `json:"travel"`
	Uneven      int64 `json:"uneven"`
}

// Weigh is the objective.
func (w Weights) Weigh(t Terms) int64 {
	return w.Unscheduled*t.Unscheduled + w.Substitute*t.Substitutes + w.Moved*t.Moved + w.Exchanged*t.Exchanged + w.Tour*t.Tours + w.Travel*t.Travel + w.Uneven*t.Uneven
}
