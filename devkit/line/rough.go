package line

import (
	"bytes"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
)

// Rough carries requests to one hub, and is bad at it: it breaks connections before a
// request arrives or while its answer is under way, and lets requests arrive twice. Serve
// it with net/http; whoever is cut off sees a broken connection.
type Rough struct {
	To    string        // where it leads: http://host:port
	Cut   float64       // share of connections that are broken, half of them with the answer under way
	Twice float64       // share of requests whose bytes arrive a second time, after the first
	Over  *http.Client  // nil: http.DefaultClient
	Dice  rand.Source   // not shared with anybody else
	mu    sync.Mutex    // of Dice
	well  atomic.Bool   // mended
	did   [fates]uint64 // under mu
}

type fate int

const (
	carried fate = iota
	cutBefore
	cutAfter
	doubled
	fates
)

// Mend makes the line a good one, for good.
func (l *Rough) Mend() { l.well.Store(true) }

// Counts says how many requests were carried whole, broken, and doubled.
func (l *Rough) Counts() (whole, broken, twice uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.did[carried] + l.did[doubled], l.did[cutBefore] + l.did[cutAfter], l.did[doubled]
}

func (l *Rough) roll() (f fate) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch dice := rand.New(l.Dice); {
	case l.well.Load():
	case dice.Float64() < l.Cut:
		f = cutBefore + fate(dice.IntN(2))
	case dice.Float64() < l.Twice:
		f = doubled
	}
	l.did[f]++
	return f
}

// ServeHTTP carries one request, or does not.
func (l *Rough) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f := l.roll()
	if f == cutBefore {
		panic(http.ErrAbortHandler)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler) // who called hung up
	}
	a, err := l.pass(r, body)
	if err != nil {
		panic(http.ErrAbortHandler) // nobody is there
	}
	defer a.Body.Close()
	if f == doubled {
		if again, err := l.pass(r, body); err == nil {
			_ = again.Body.Close() // nobody waits for this one
		}
	}
	if f == cutAfter {
		panic(http.ErrAbortHandler)
	}
	maps.Copy(w.Header(), a.Header)
	w.WriteHeader(a.StatusCode)
	_, _ = io.Copy(w, a.Body) // a broken connection is what a line is for
}

func (l *Rough) pass(r *http.Request, body []byte) (*http.Response, error) {
	next, err := http.NewRequestWithContext(r.Context(), r.Method, l.To+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	maps.Copy(next.Header, r.Header)
	if l.Over != nil {
		return l.Over.Do(next)
	}
	return http.DefaultClient.Do(next)
}
