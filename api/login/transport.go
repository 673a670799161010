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

// errCoolDown: the keys are known and fresh, so the signature is just wrong.
var errCoolDown = errors.New("signing keys were fetched a moment ago")

// errKeysDown: the keys could not be fetched a moment ago.
var errKeysDown = errors.New("signing keys could not be fetched a moment ago")

// cooled lets a request through once per keysCoolDown.
type cooled struct {
	next http.RoundTripper
	now  func() time.Time

	mu   sync.Mutex
	last time.Time
	ok   bool
}

func (c *cooled) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := c.enter(); err != nil {
		return nil, err
	}
	answer, err := c.next.RoundTrip(r)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ok = err == nil && answer.StatusCode == http.StatusOK
	return answer, err
}

func (c *cooled) enter() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if age := now.Sub(c.last); c.last.IsZero() || age >= keysCoolDown || age < 0 {
		c.last, c.ok = now, false
		return nil
	}
	if c.ok {
		return errCoolDown
	}
	return errKeysDown
}
