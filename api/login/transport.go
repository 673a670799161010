package login

import (
	"errors"
	"net"
	"net/http"
	"sync"
	"time"
)

// What an issuer may cost us per request.
const (
	issuerTimeout = 5 * time.Second
	issuerMaxBody = 1 << 20
	// keysCoolDown is how long after a fetch of signing keys the next one may
	// be: tokens with invented key ids must not make us flood an issuer. A
	// rotated key is honoured after this time at the latest.
	keysCoolDown = 15 * time.Second
)

// directTransport ignores proxy variables: issuers live in the same network,
// and a proxy would see codes and tokens.
func directTransport() http.RoundTripper {
	return &http.Transport{
		DialContext:         (&net.Dialer{Timeout: 3 * time.Second}).DialContext,
		TLSHandshakeTimeout: 3 * time.Second,
		MaxIdleConnsPerHost: 4,
		IdleConnTimeout:     90 * time.Second,
		ForceAttemptHTTP2:   true,
	}
}

// issuerClient follows no redirect: an issuer's answer comes from the issuer.
func issuerClient(via http.RoundTripper) *http.Client {
	return &http.Client{
		Timeout:       issuerTimeout,
		Transport:     capped{via},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// capped fails the reading of a body that is too long.
type capped struct{ next http.RoundTripper }

func (c capped) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := c.next.RoundTrip(r)
	if err == nil {
		answer.Body = http.MaxBytesReader(nil, answer.Body, issuerMaxBody)
	}
	return answer, err
}

var errCoolDown = errors.New("signing keys were fetched a moment ago")

// cooled lets a request through once per keysCoolDown.
type cooled struct {
	next http.RoundTripper
	now  func() time.Time

	mu   sync.Mutex
	last time.Time
}

func (c *cooled) RoundTrip(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	now := c.now()
	early := !c.last.IsZero() && now.Sub(c.last) < keysCoolDown && !now.Before(c.last)
	if !early {
		c.last = now
	}
	c.mu.Unlock()
	if early {
		return nil, errCoolDown
	}
	return c.next.RoundTrip(r)
}
