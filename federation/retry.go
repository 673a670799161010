package federation

import (
	"net/http"
	"time"
)

// The retry ladder (重发阶梯). These are figures of the protocol, not of a statute.
var ladder = []time.Duration{0, 10 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour}

const (
	hourlyFor   = 24 * time.Hour      // from the first attempt on
	thenEvery   = 4 * time.Hour       //
	DeadAfter   = 15 * 24 * time.Hour // DeadAfter is when a message becomes a task for people (死信): its case, its clock, a bundle to export.
	ProbeEvery  = 15 * time.Second    // ProbeEvery is how often a partner is asked while anything is pending; its first answer releases everything.
	CatchUpGap  = 5 * time.Minute     // CatchUpGap is how long a gap may stay before the missing envelopes are asked for.
	GapAlarm    = time.Hour           // GapAlarm is when a gap is told to operators.
	maxRetryFor = 24 * time.Hour      // the longest Retry-After that is honoured
)

// Wait says how long to wait before the next attempt, after `attempts` attempts of
// which the first was `since` ago. False means that the message is dead: a person acts.
func Wait(attempts int, since time.Duration) (time.Duration, bool) {
	var wait time.Duration
	switch {
	case attempts < len(ladder):
		wait = ladder[max(attempts, 0)]
	case since < hourlyFor:
		wait = time.Hour
	default:
		wait = thenEvery
	}
	return wait, since+wait <= DeadAfter
}

// Step is what an answer to a delivery asks for.
type Step string

// The steps.
const (
	Done    Step = "done"    // a receipt came with it
	Again   Step = "again"   // try again by the ladder
	Stop    Step = "stop"    // 对方拒收: trying again changes nothing; the sender must act
	Refresh Step = "refresh" // fetch the partner's metadata once and try again; then alarm
)

// Answer says what a status asks for; status 0 is no answer at all. What the protocol
// does not know is tried again: a gateway on the way says many things.
func Answer(status int) Step {
	switch status {
	case http.StatusOK, http.StatusAccepted, http.StatusNoContent:
		return Done
	case http.StatusBadRequest, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		return Stop
	case http.StatusUnauthorized, http.StatusForbidden:
		return Refresh
	}
	return Again
}

// WaitAsked is Wait, but not shorter than the Retry-After of a 429 or 503, as far as
// that is at most a day.
func WaitAsked(attempts int, since, retryAfter time.Duration) (time.Duration, bool) {
	wait, alive := Wait(attempts, since)
	return max(wait, min(retryAfter, maxRetryFor)), alive
}
