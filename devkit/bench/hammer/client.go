package hammer

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/xianjie-hub/xianjie/devkit/idp"
	"github.com/xianjie-hub/xianjie/devkit/story"
)

// patience is how long one act may be retried before the hammer gives up: far
// longer than any restart takes.
const patience = 90 * time.Second

// person acts at the hub over the wire, and asks again until it is answered.
type person struct {
	hub      string
	http     *http.Client
	attempts *atomic.Int64 // requests sent, retries included
	replayed *atomic.Int64 // answers to a request whose first answer was lost
}

// signIn logs a person in. The hub's own name stays in every request; the
// connections go over the wire.
func (h *hammer) signIn(ctx context.Context, sub string) (*person, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, fmt.Errorf("make a cookie jar: %w", err)
	}
	at, err := url.Parse(h.rig.URL)
	if err != nil {
		return nil, fmt.Errorf("read the hub's address: %w", err)
	}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		if address == at.Host {
			address = h.wire.address()
		}
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}
	client := &http.Client{Jar: jar, Timeout: 30 * time.Second, Transport: &http.Transport{DialContext: dial, MaxIdleConnsPerHost: 64}}
	if err := idp.Login(ctx, client, h.rig.URL, story.Environment, sub); err != nil {
		return nil, fmt.Errorf("log in %s: %w", sub, err)
	}
	return &person{h.rig.URL, client, &h.attempts, &h.replayed}, nil
}

// answer is what the hammer reads of a referral.
type answer struct {
	ID      string `json:"id"`
	Number  string `json:"number"`
	Version int64  `json:"version"`
}

// refusal is an answer that no act of the course may get: a stale version or a
// step that is not allowed means that an act was lost, or done behind its key.
type refusal string

func (r refusal) Error() string { return string(r) }

// act sends one act, always with the same key, until the hub acknowledges it.
// What is neither an acknowledgement nor a passing trouble is a refusal.
func (p *person) act(ctx context.Context, path, key string, version int64, body any) (answer, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return answer{}, fmt.Errorf("write an act: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		status, text, failed := p.send(ctx, path, key, version, raw)
		switch {
		case failed == nil && status < 300:
			var a answer
			if err := json.Unmarshal(text, &a); err != nil {
				return a, fmt.Errorf("read the answer to %s: %w", path, err)
			}
			return a, nil
		case failed == nil && status < 500 && !bytes.Contains(text, []byte("idempotency.in_flight")):
			return answer{}, refusal(fmt.Sprintf("%s with key %s: %d %s", path, key, status, text))
		}
		select {
		case <-ctx.Done():
			return answer{}, fmt.Errorf("%s with key %s was never answered (last: %d %s): %w", path, key, status, text, ctx.Err())
		case <-time.After(time.Duration(5+rand.IntN(60)) * time.Millisecond):
		}
	}
}

func (p *person) send(ctx context.Context, path, key string, version int64, body []byte) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.hub+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, fmt.Errorf("write a request: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", key)
	if version > 0 {
		req.Header.Set("If-Match", fmt.Sprintf(`"%d"`, version))
	}
	p.attempts.Add(1)
	res, err := p.http.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err == nil && res.Header.Get("Idempotent-Replayed") == "true" {
		p.replayed.Add(1)
	}
	return res.StatusCode, text, err
}
