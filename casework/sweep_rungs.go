package casework

import (
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// rung is one step of the ladder that a clock climbs inside the organ that owes
// the act. The bits stand in clocks.fired.
type rung struct {
	bit    int32
	rank   int // among the rungs; a higher one makes the lower ones pointless
	topic  string
	zh, en string
}

var (
	rungHalf    = &rung{1, 0, "clock.half", "期限过半", "Half of the period has passed"}
	rungAhead   = &rung{8, 1, "clock.ahead", "期限临近", "A period is coming to its end"}
	rungSoon    = &rung{2, 2, "clock.soon", "期限即将届满", "A period is about to end"}
	rungExpired = &rung{4, 3, "clock.expired", "期限已届满", "A period has ended"}

	rungs = []*rung{rungHalf, rungAhead, rungSoon, rungExpired}
)

// below gives the bits of the rung and of all lower ones.
func (r *rung) below() int32 {
	var all int32
	for _, other := range rungs {
		if other.rank <= r.rank {
			all |= other.bit
		}
	}
	return all
}

func highest(reached int32) *rung {
	for i := len(rungs) - 1; i >= 0; i-- {
		if reached&rungs[i].bit != 0 {
			return rungs[i]
		}
	}
	return nil
}

// Warning times of the hub. They are a courtesy, no legal number.
const (
	aheadOf  = 10 * 24 * time.Hour // for clocks that run in the background
	lastDay  = 24 * time.Hour
	fullTime = time.Second // a period ends with the last second of its day, not at its start
)

// lines are the instants against which one sweep compares.
type lines struct{ now, ended, soon, ahead time.Time }

func (o *Office) lines(now time.Time) lines {
	l := lines{now: now, ended: now.Add(-fullTime), soon: now.Add(lastDay), ahead: now.Add(aheadOf)}
	if open := nextOpening(o.Rules.Calendar(), now); open.After(l.soon) {
		l.soon = open
	}
	return l
}

// nextOpening is the first opening of the offices after an instant.
func nextOpening(cal *deadline.Calendar, now time.Time) time.Time {
	today := civil.DateOf(now)
	if open := today.Start().Add(opensAt); cal.IsWorkingDay(today) && open.After(now) {
		return open
	}
	return cal.NextWorkingDay(today).Start().Add(opensAt)
}

// lastOpening is the last opening of the offices before an instant.
func lastOpening(cal *deadline.Calendar, at time.Time) time.Time {
	day := civil.DateOf(at)
	if open := day.Start().Add(opensAt); cal.IsWorkingDay(day) && open.Before(at) {
		return open
	}
	return cal.PrevWorkingDay(day).Start().Add(opensAt)
}

// tracked is a running clock with its rule.
type tracked struct {
	row  dbsqlc.SweepClocksRow
	rule deadline.Rule
}

// early reports whether a clock is warned of days ahead: it runs beside the
// procedure, where nobody looks, and is long enough for it.
func (k tracked) early() bool {
	return referral.Background(k.row.RuleID) && k.row.DueAt.Sub(k.row.StartedAt) > aheadOf
}

// lastQuarter is when three quarters of an hour clock are over.
func (k tracked) lastQuarter() time.Time {
	return k.row.DueAt.Add(-k.row.DueAt.Sub(k.row.StartedAt) / 4)
}

// reached gives the bits of all rungs that the clock has come to; the sweep's
// query chooses by the same conditions.
func (k tracked) reached(l lines) int32 {
	if k.row.DueAt == nil {
		return 0
	}
	due := *k.row.DueAt
	var reached int32
	if k.row.AmberAt != nil && !k.row.AmberAt.After(l.now) {
		reached |= rungHalf.bit
	}
	if k.early() && !due.After(l.ahead) {
		reached |= rungAhead.bit
	}
	if k.rule.Unit == deadline.Hours && !k.lastQuarter().After(l.now) || k.rule.Unit != deadline.Hours && !due.After(l.soon) {
		reached |= rungSoon.bit
	}
	if !due.After(l.ended) {
		reached |= rungExpired.bit
	}
	return reached
}

// moment is when a rung came due, to say how late it was told.
func (k tracked) moment(r *rung, cal *deadline.Calendar) time.Time {
	due := *k.row.DueAt
	switch r {
	case rungHalf:
		return *k.row.AmberAt
	case rungAhead:
		return due.Add(-aheadOf)
	case rungSoon:
		if k.rule.Unit == deadline.Hours {
			return k.lastQuarter()
		}
		at := lastOpening(cal, due)
		if day := due.Add(-lastDay); day.Before(at) {
			at = day
		}
		return at
	}
	return due.Add(fullTime)
}

// level says how loud a rung is. Rights only remind, and the end of a number that
// the rule book is not sure of alarms nobody at night.
func (k tracked) level(r *rung) string {
	switch {
	case r == rungHalf, k.row.Internal:
		return LevelInfo
	case r == rungAhead, k.row.OptionRight, k.row.Flagged && r == rungExpired:
		return LevelWarn
	}
	return LevelUrgent
}

// still keeps of the rungs told those that a moved line has reached, so that the
// others are told again.
func still(fired, reached int32) int32 {
	r := highest(reached)
	if r == nil {
		return 0
	}
	return fired & r.below()
}
