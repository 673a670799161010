package deadline

import (
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// Start is the fact that sets a clock going: a day, or an instant where the
// rule counts hours.
type Start struct {
	Day  civil.Date
	At   time.Time // zero if only the day is known
	Held bool      // the suspect is in custody: criminal periods then do not roll
}

// OnDay starts on a civil day.
func OnDay(d civil.Date) Start { return Start{Day: d} }

// AtInstant starts at an instant; its day is the day in the office's zone.
func AtInstant(t time.Time) Start { return Start{Day: civil.DateOf(t), At: t} }

// Pause is a stretch that does not count. The day the pause begins still
// counts and the day it ends does not, just as the first day of a period is
// left out; so a pause of k days moves the end by k days.
type Pause struct {
	Reason string     // a Suspension.Reason of the rule
	From   civil.Date // last day that still counts
	To     civil.Date // first day after which counting goes on; zero while it lasts
}

func (p Pause) covers(d civil.Date) bool {
	return d.After(p.From) && (p.To.IsZero() || !d.After(p.To))
}

// Grant is one extension that was granted, in the order of the rule's rights.
type Grant struct {
	By Role // who granted it; must be whom the rule names
	N  int  // in the unit of the right; 0 takes what the right gives
	On civil.Date
}
