package api

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Bounds of the public page: everybody together. Who is behind one address is not
// known here, and a proxy in front may hold a single one to less.
const (
	publicPerSecond = 50
	publicBurst     = 500
	publicFresh     = "public, max-age=60" // a withdrawal shows a minute later at the latest
)

// publicGate lets so many requests through and no more: whoever hammers the public
// page does not hold up the office behind it. The zero value is full.
type publicGate struct {
	mu   sync.Mutex
	used float64 // requests that the allowance has not made good yet
	last time.Time
}

func (g *publicGate) pass(now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if gone := now.Sub(g.last); !g.last.IsZero() && gone > 0 {
		g.used = max(0, g.used-gone.Seconds()*publicPerSecond)
	}
	if g.last = now; g.used+1 > publicBurst {
		return false
	}
	g.used++
	return true
}

// public serves what needs no login: bounded, cacheable, and the same for everybody.
func (s *Server) public(f func(r *http.Request) (page, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.gate.pass(s.Office.Now()) {
			w.Header().Set("Retry-After", "5")
			s.refusePublic(w, r, fault.New(fault.Rule, "public.too_often", fault.T("查询的人太多，请几秒钟后再试", "Too many requests; try again in a few seconds")))
			return
		}
		p, err := f(r)
		if err != nil {
			s.refusePublic(w, r, err)
			return
		}
		sum := sha256.Sum256(p.content)
		tag := `"` + hex.EncodeToString(sum[:16]) + `"`
		h := w.Header()
		h.Set("Cache-Control", publicFresh)
		if strings.HasPrefix(p.kind, calendarType) { // by a secret link: no proxy keeps it
			h.Set("Cache-Control", "private, no-cache")
		}
		h.Set("ETag", tag)
		h.Set("Vary", "Accept-Language, Accept-Encoding")
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		h.Set("Content-Type", p.kind)
		if p.name != "" {
			attachment(w, p.name, p.kind)
		}
		_, _ = w.Write(p.content) // the reader has gone away if this fails
	}
}

// page is an answer of the public page.
type page struct {
	content []byte
	kind    string // media type
	name    string // of a file; empty: shown as it is
}

func (s *Server) refusePublic(w http.ResponseWriter, r *http.Request, err error) {
	s.refuse(w, r.WithContext(contextWithLanguage(r)), err)
}
