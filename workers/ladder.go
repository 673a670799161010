package workers

import (
	"math/rand/v2"
	"time"
)

// Ladder is how long to wait after each failed attempt. After the last rung
// nobody tries again by itself.
type Ladder []time.Duration

// Retries is the hub's ladder: 99.7 hours at least, so that a server that is down
// over a long weekend misses nothing.
var Retries = Ladder{
	30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour,
	12 * time.Hour, 12 * time.Hour, 12 * time.Hour, 24 * time.Hour, 24 * time.Hour,
}

// After gives the wait after a failed attempt (1 for the first), lengthened by up
// to a fifth at random: after an outage not everything comes back in one second.
// It reports false when the ladder is over.
func (l Ladder) After(attempt int, dice *rand.Rand) (time.Duration, bool) {
	if attempt < 1 || attempt > len(l) {
		return 0, false
	}
	wait := l[attempt-1]
	return wait + time.Duration(dice.Float64()*float64(wait)/5), true
}

// Length is how long the whole ladder takes at least.
func (l Ladder) Length() (all time.Duration) {
	for _, wait := range l {
		all += wait
	}
	return all
}
