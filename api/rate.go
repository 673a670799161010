package api

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// DefaultPartnerRate is how many requests a minute one partner system may make
// of one process, if the installation says nothing else. No legal number: ten a
// second carries a province's system, and a loop that ran wild hurts nobody.
const DefaultPartnerRate = 600

// rates counts the requests of partner systems (限流), each in a bucket of its
// own that fills up evenly. It lives in one process: a hub of three serves three
// times as much. Clients are registered by hand, so the map stays small.
type rates struct {
	mu     sync.Mutex
	each   map[ids.Client]bucket
	minute int // requests a minute, and at most so many at once
}

type bucket struct {
	left float64
	at   time.Time
}

// take counts one request. Where none is left it says how long to wait.
func (l *rates) take(client ids.Client, now time.Time) (left int, full, wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	size, each := float64(l.minute), time.Minute/time.Duration(l.minute)
	b, known := l.each[client]
	if !known {
		b = bucket{size, now}
	}
	if passed := now.Sub(b.at); passed > 0 {
		b.left, b.at = min(size, b.left+float64(passed)/float64(each)), now
	}
	if b.left >= 1 {
		b.left--
	} else {
		wait = time.Duration((1 - b.left) * float64(each))
	}
	l.each[client] = b
	return int(b.left), time.Duration((size - b.left) * float64(each)), wait
}

// paced counts a partner system's request and says in the answer how it stands,
// in the fields of the IETF's draft on rate limits. People are not counted.
func (s *Server) paced(w http.ResponseWriter, a casework.Actor) error {
	if !a.Machine {
		return nil
	}
	left, full, wait := s.rates.take(a.Client, s.Office.Now())
	h := w.Header()
	h.Set("RateLimit-Policy", fmt.Sprintf(`"client";q=%d;w=60`, s.rates.minute))
	h.Set("RateLimit", fmt.Sprintf(`"client";r=%d;t=%d`, left, seconds(full)))
	if wait == 0 {
		return nil
	}
	h.Set("Retry-After", strconv.Itoa(seconds(wait)))
	return fault.New(fault.Unavailable, "client.too_often", fault.T("这个客户端的请求过于频繁，请按 Retry-After 稍后再试", "This client asks too often; wait as Retry-After says"))
}

// seconds rounds up: whoever waits so long does not come too early.
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// tooOften is how the contract describes a client that is too fast.
func tooOften() *huma.Response {
	r := refusal()
	r.Description = "Too many requests of this client: problem (RFC 9457)"
	r.Headers = map[string]*huma.Param{
		"Retry-After":      {Description: "Seconds to wait", Schema: &huma.Schema{Type: "integer"}},
		"RateLimit-Policy": {Description: "Quota and its window in seconds", Schema: &huma.Schema{Type: "string"}, Example: `"client";q=600;w=60`},
		"RateLimit":        {Description: "What is left, and seconds until all is", Schema: &huma.Schema{Type: "string"}, Example: `"client";r=12;t=59`},
	}
	return r
}
