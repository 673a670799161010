package federation

import "time"

// Standing is what may still be done with a partner's metadata (元数据时效). It fails
// static: an old edition narrows what may begin, it does not cut what runs.
type Standing int

// From best to worst.
const (
	Fresh    Standing = iota // all is well
	Expiring                 // within the last 60 days: warn
	Lapsed                   // up to 30 days over: go on with what is known, accept no new partner and no new key
	Expired                  // beyond: nothing is sent and nothing accepted
)

// Grace is how long an expired edition still serves known partners.
const Grace = 30 * 24 * time.Hour

// NextAhead is how long before its first day a next key should be published.
const NextAhead = 30 * 24 * time.Hour

// warningDays are when to say that something will end, in days ahead.
var warningDays = []int{7, 30, 60}

func days(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }

// Standing judges an edition at an instant.
func (m *Metadata) Standing(at time.Time) Standing {
	switch {
	case !at.Before(m.ValidUntil.Add(Grace)):
		return Expired
	case !at.Before(m.ValidUntil):
		return Lapsed
	case !at.Before(m.ValidUntil.Add(-days(60))):
		return Expiring
	}
	return Fresh
}

// MayExchange says that envelopes go out and come in under keys that are known.
func (s Standing) MayExchange() bool { return s <= Lapsed }

// MayLearn says that a new partner or a new key may be taken from the edition.
func (s Standing) MayLearn() bool { return s <= Expiring }

// Warning is something that ends soon.
type Warning struct {
	What  Ending
	KeyID string // for keys
	At    time.Time
	Days  int // the level reached: 60, 30, 7, or 0 when it is over
}

// Ending is what a warning is about.
type Ending string

// What can end.
const (
	EndsMetadata Ending = "metadata" // the edition
	EndsKey      Ending = "key"      // a key without a successor that is valid when it ends
	ShortNotice  Ending = "notice"   // a next key published less than NextAhead before its first day
)

// Warnings lists what ends soon. A key that has a successor by then is no matter.
func (m *Metadata) Warnings(at time.Time) []Warning {
	var found []Warning
	if level, ok := warningLevel(m.ValidUntil, at); ok {
		found = append(found, Warning{EndsMetadata, "", m.ValidUntil, level})
	}
	for _, k := range m.Keys {
		published := k.Published
		if published.IsZero() {
			published = m.IssuedAt
		}
		if k.From.After(published) && k.From.Sub(published) < NextAhead && at.Before(k.From) {
			found = append(found, Warning{ShortNotice, k.ID, k.From, int(k.From.Sub(at) / days(1))})
		}
		level, ok := warningLevel(k.Until, at)
		if ok && k.Compromised.IsZero() && !m.succeeded(k, at) {
			found = append(found, Warning{EndsKey, k.ID, k.Until, level})
		}
	}
	return found
}

// succeeded says whether another key signs in the same capacity once k has ended: at
// its end, or today where that is past.
func (m *Metadata) succeeded(k KeyEntry, at time.Time) bool {
	if at.Before(k.Until) {
		at = k.Until
	}
	for _, other := range m.Keys {
		if other.ID != k.ID && other.Role == k.Role && other.Agency == k.Agency && !other.From.After(at) && other.Until.After(at) && other.Compromised.IsZero() {
			return true
		}
	}
	return false
}

func warningLevel(end, at time.Time) (int, bool) {
	if !at.Before(end) {
		return 0, true
	}
	for _, d := range warningDays {
		if !at.Before(end.Add(-days(d))) {
			return d, true
		}
	}
	return 0, false
}

// Adopt decides whether an edition replaces the one that is known; old is nil for a
// new partner. It refuses one that is older (ReasonRollback), another under the same
// serial (ReasonEquivocation: two truths are told), one of another hub, and one that
// may not be learned from any more (ReasonExpired).
func Adopt(old, next *Metadata, oldHash, nextHash Hash, at time.Time) error {
	switch {
	case !next.Standing(at).MayLearn():
		return invalid(ReasonExpired, "valid_until")
	case next.IssuedAt.After(at.Add(MaxSkew)):
		return invalid(ReasonClock, "issued_at")
	case old == nil:
		return nil
	case next.Hub != old.Hub:
		return invalid(ReasonForeignSender, "hub")
	case next.Serial < old.Serial:
		return invalid(ReasonRollback, "serial")
	case next.Serial == old.Serial && nextHash != oldHash:
		return invalid(ReasonEquivocation, "serial")
	}
	return nil
}
