package federation_test

import (
	"crypto/ed25519"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/federation"
)

// A line that breaks connections is no silent partner: the same request is made again at
// once, each time with a token of its own, and given up after three.
func TestBrokenConnection(t *testing.T) {
	t.Parallel()
	for _, at := range []struct {
		breaks, asked int
		answered      bool
	}{{0, 1, true}, {1, 2, true}, {2, 3, true}, {3, 3, false}} {
		var mu sync.Mutex
		var tokens []string
		partner := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			tokens = append(tokens, r.Header.Get("Authorization"))
			if len(tokens) <= at.breaks {
				panic(http.ErrAbortHandler)
			}
			w.WriteHeader(http.StatusNoContent)
		}))
		defer partner.Close()
		err := clientOf(t, partner.URL).SendReceipt(t.Context(), []byte("receipt"))
		if at.answered != (err == nil) || err != nil && !errors.Is(err, federation.ErrNoAnswer) {
			t.Errorf("%d breaks: %v", at.breaks, err)
		}
		mu.Lock()
		if len(tokens) != at.asked {
			t.Errorf("%d breaks: asked %d times, want %d", at.breaks, len(tokens), at.asked)
		}
		seen := map[string]bool{}
		for _, token := range tokens {
			if token == "" || seen[token] {
				t.Errorf("%d breaks: a token was used again: its nonce would be refused", at.breaks)
			}
			seen[token] = true
		}
		mu.Unlock()
	}
}

// Where nobody answers in time the request is not made again: a hole in the line would cost
// the round three times its patience.
func TestHoleInTheLine(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{}, 10)
	open := make(chan struct{})
	partner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked <- struct{}{}
		<-open
	}))
	defer partner.Close()
	defer close(open)
	c := clientOf(t, partner.URL)
	c.HTTP = &http.Client{Timeout: 100 * time.Millisecond}
	if err := c.SendReceipt(t.Context(), []byte("receipt")); !errors.Is(err, federation.ErrNoAnswer) {
		t.Errorf("a silent partner: %v", err)
	}
	if n := len(asked); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
}

func clientOf(t *testing.T, at string) *federation.Client {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &federation.Client{
		Self: federation.Signer{Private: key, Role: federation.RoleHub}, Hub: "sichuan", Peer: "chongqing", Endpoints: []string{at},
		Clock: func() time.Time { return time.Date(2026, 11, 29, 9, 0, 0, 0, time.UTC) },
	}
}
