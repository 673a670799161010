package main

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// startAt is the office time at which the clock of a throw-away or development hub
// begins; from there it runs as any clock does. Its zero value is the time of day.
// It shows what a hub does before a holiday, in a year whose calendar is not loaded,
// or years after its release.
type startAt struct{ at time.Time }

// UnmarshalText reads 2027-02-01 (nine in the morning) or 2027-02-01T16:30, office time.
func (s *startAt) UnmarshalText(text []byte) error {
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02"} {
		if at, err := time.ParseInLocation(layout, string(text), civil.Office); err == nil {
			if layout == "2006-01-02" {
				at = at.Add(9 * time.Hour)
			}
			s.at = at
			return nil
		}
	}
	return fmt.Errorf("%q is no office time; write 2027-02-01 or 2027-02-01T16:30", text)
}

// clock is the time of day, moved so that it begins where the flag says.
func (s startAt) clock() func() time.Time {
	if s.at.IsZero() {
		return time.Now
	}
	shift := time.Until(s.at)
	return func() time.Time { return time.Now().Add(shift) }
}

// leaping is a clock that a demo moves on: from the day of the draw to that of a visit.
type leaping struct {
	base  func() time.Time
	ahead atomic.Int64 // nanoseconds
}

func (l *leaping) now() time.Time { return l.base().Add(time.Duration(l.ahead.Load())) }

// until moves the clock on, never back.
func (l *leaping) until(at time.Time) {
	if d := at.Sub(l.now()); d > 0 {
		l.ahead.Add(int64(d))
	}
}
