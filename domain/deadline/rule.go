// Package deadline computes statutory clocks (期限).
//
// A rule says how long a duty may take and how that time is counted; Compute
// turns a rule, the fact that started it and the State Council calendar into
// the legal line, and explains every day on the way. It knows no number of
// any law: rules and calendars come in as data (policies/rules,
// policies/calendars), so a stored clock can be computed again under the very
// rule it was started under.
package deadline

import (
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Rule is one edition of one duty of the rule book.
type Rule struct {
	ID      string     // step id of the rule book, for example fwd_decide_transfer
	Edition string     // tells editions of one id apart; stored with every clock
	Title   fault.Text // the duty in a few words
	Says    fault.Text // what the article asks, in our own words
	Trigger fault.Text // the fact that starts the clock
	OnMiss  fault.Text // what follows when the line is passed; may be empty
	Note    fault.Text // doubt, gap or hint a reader must see; may be empty

	Length           // number, unit, counting mode
	On      MonthDay // fixed day of the year, for ByDate only
	Limits  []Limit  // numbers of a gate, for example two officers
	Suspend []Suspension
	Extend  []Extension
	Also    []Alternative

	Owes       Role
	AppliesTo  []Sector // sectors of the sender it binds; Any for every administrative agency
	Region     string   // six-digit code (GB/T 2260) it holds in; empty nationwide
	From       civil.Date
	To         civil.Date // last day it is in force; zero while it still is
	Basis      []fault.Basis
	Confidence Confidence
	Substance  bool // of substance, not procedure: the law of the day of the act holds
	SwitchedOn bool // a rule of low confidence that this installation uses all the same
}

// Off reports whether the rule starts no clock: confidence low, not switched on.
func (r Rule) Off() bool { return r.Confidence.Off() && !r.SwitchedOn }

// Length is a number with its unit and the way it is counted.
type Length struct {
	N        int
	Unit     Unit
	Counting Counting
	Before   bool // counted backwards from a day that is fixed (举行听证的七日前)
}

// Counting is one mode of counting days: a row of rule book §9.
type Counting struct {
	ID         string // for example cal_17
	Says       fault.Text
	Start      StartRule
	Roll       RollRule
	Basis      []fault.Basis
	Confidence Confidence
}

// MonthDay is a day that returns every year.
type MonthDay struct{ Month, Day int }

// Limit is a number of a rule that is no time, for example the least number
// of officers. Units are free words: persons, meetings, yuan, per_year.
type Limit struct {
	Name string
	N    int
	Unit string
	Says fault.Text
}

// Suspension is a fact that stops the count while it lasts (不计入期限).
type Suspension struct {
	Reason string // stable name; Pause.Reason must be one of these
	Rule   string // id of the rule that orders it, if it has a row of its own
	Says   fault.Text
	Basis  []fault.Basis
}

// Extension is a right to more time. Rights are used in the order they stand.
type Extension struct {
	By    Role // who grants it
	Who   fault.Text
	N     int // most that one grant may give; 0 if the text names no number
	Unit  Unit
	Max   int    // how many times; 0 if the text names no limit
	Rule  string // id of the rule that holds it, if it has a row of its own
	Basis []fault.Basis
}

// Alternative is another reading of the same duty that somebody may hold
// against us. A stricter one turns the clock amber when it has run out.
type Alternative struct {
	Length
	Says  fault.Text
	Basis []fault.Basis
}

// Binds reports whether the rule binds a sender of the sector.
func (r Rule) Binds(s Sector) bool {
	for _, a := range r.AppliesTo {
		if a == Any || a == s {
			return true
		}
	}
	return false
}

// InForce reports whether the rule is in force on the day.
func (r Rule) InForce(on civil.Date) bool {
	return !on.Before(r.From) && (r.To.IsZero() || !on.After(r.To))
}

// Suspends reports whether a pause for the reason stops this clock.
func (r Rule) Suspends(reason string) bool {
	for _, s := range r.Suspend {
		if s.Reason == reason {
			return true
		}
	}
	return false
}
