package deadline

import (
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Result is where a clock ends and why.
type Result struct {
	// DueDay and DueAt are the legal line: the last second of the due day, or
	// the exact instant for hours. Both are zero for a rule without a number
	// and while an open pause holds the clock.
	DueDay civil.Date
	DueAt  time.Time
	// RawEnd is where counting stopped before a rest day moved the line. It is
	// zero for working days, which cannot end on a rest day, and for hours.
	RawEnd civil.Date
	// AmberAt is half time or the end of a stricter reading, whichever is earlier.
	AmberAt time.Time
	Also    []Reading
	// Paused says that an open pause holds the clock; Left is what remains,
	// in days of the rule's own count.
	Paused bool
	Left   int
	// Provisional says that a year without a holiday table was needed;
	// MissingYears names them. The clock is computed again once they are loaded.
	Provisional  bool
	MissingYears []int
	Steps        []Step
}

// Runs reports whether the clock has a line.
func (r Result) Runs() bool { return !r.DueAt.IsZero() }

// Reading is where another reading of the same duty ends.
type Reading struct {
	N           int
	Unit        Unit
	DueDay      civil.Date
	DueAt       time.Time
	Stricter    bool // it ends before the legal line
	Provisional bool
	Says        fault.Text
	Basis       []fault.Basis
}

// StepKind says what a line of the explanation tells.
type StepKind string

// Kinds of explanation lines.
const (
	StepStart    StepKind = "start"  // the day that is not counted, or the first instant
	StepCount    StepKind = "count"  // counted days First to Last
	StepSkip     StepKind = "skip"   // rest days that working-day periods leave out
	StepPause    StepKind = "pause"  // days under a pause
	StepExtend   StepKind = "extend" // an extension begins
	StepMonth    StepKind = "month"  // the corresponding day, or the month's end
	StepRoll     StepKind = "roll"   // the last day is a rest day
	StepHeld     StepKind = "held"   // no roll: somebody is in custody
	StepDue      StepKind = "due"    // the legal line
	StepNoNumber StepKind = "none"   // the law names no number
	StepWarn     StepKind = "provisional"
)

// Step is one line of the explanation: a day, or a run of equal days.
type Step struct {
	Kind        StepKind
	From, To    civil.Date
	First, Last int // numbers of the counted days
	Text        fault.Text
}
