package idp

import (
	"crypto/rand"
	"sync"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
)

// flow is one login under way: first known by the id on the login page, then
// by the code that the hub exchanges.
type flow struct {
	request  *oidc.AuthRequest
	user     User
	sid      string
	authTime time.Time
	expires  time.Time
}

// flowLifetime is how long a login page stays usable.
const flowLifetime = 10 * time.Minute

// codeLifetime follows RFC 6749 §4.1.2, which wants codes short-lived.
const codeLifetime = time.Minute

// maxFlows bounds what a flood of started logins can take; the oldest go first.
const maxFlows = 10_000

// flows holds logins under way and tokens that may be used once.
type flows struct {
	mu    sync.Mutex
	now   func() time.Time
	byKey map[string]flow
	order []string
	used  map[string]time.Time // until when a single-use id must be remembered
}

func newFlows(now func() time.Time) *flows {
	return &flows{now: now, byKey: map[string]flow{}, used: map[string]time.Time{}}
}

// put keeps a flow under a fresh key.
func (f *flows) put(v flow, lifetime time.Duration) (key string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	key, v.expires = rand.Text(), f.now().Add(lifetime)
	f.byKey[key] = v
	f.order = append(f.order, key)
	for len(f.order) > maxFlows {
		delete(f.byKey, f.order[0])
		f.order = f.order[1:]
	}
	return key
}

// get gives a flow that has not expired.
func (f *flows) get(key string) (flow, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	v, ok := f.byKey[key]
	return v, ok && f.now().Before(v.expires)
}

// take gives a flow and forgets it: codes are for single use.
func (f *flows) take(key string) (flow, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	v, ok := f.byKey[key]
	delete(f.byKey, key)
	return v, ok && f.now().Before(v.expires)
}

// firstUse reports whether an id is seen for the first time.
func (f *flows) firstUse(id string, until time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.now()
	for old, end := range f.used {
		if now.After(end) {
			delete(f.used, old)
		}
	}
	if _, seen := f.used[id]; seen {
		return false
	}
	f.used[id] = until.Add(time.Minute) // past the leeway of the expiry check
	return true
}
