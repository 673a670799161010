package main

import (
	"bytes"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/federation/peersim"
)

// A partner's readable text is fetched from it by digest, and only what the message names is
// shown: a simulator that serves other bytes, or none, leaves the message received and unread.
func TestRenditionsOfASimulatorAreFetched(t *testing.T) {
	t.Parallel()
	h := startUnderTest(t, "chongqing")
	var sim *peersim.Hub
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { sim.Handler().ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	sim, err := peersim.New("sim.example", "模拟平台", server.URL, rand.Reader, h.Now)
	if err != nil {
		t.Fatal(err)
	}
	own := h.identity(t)
	if err := sim.Pin(own.Sealed, own.Root); err != nil {
		t.Fatal(err)
	}
	raw, print := sim.Metadata()
	newBureau(h.House, 0).pin(t, casework.Identity{Sealed: raw, Root: print}, ids.Agency{})
	page := []byte("<!doctype html><title>函</title><p>模拟器报文，演示虚构。</p>")
	send := func(named []byte) federation.Message {
		t.Helper()
		e := sim.Draft(federation.Address{Hub: h.Hub, Agency: h.Env.ID}, "")
		e.Rendition = federation.NameRendition(federation.MediaHTML, named)
		sealed, err := sim.Seal(e)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sim.Client(h.Hub).Deliver(t.Context(), sealed); err != nil {
			t.Fatal(err)
		}
		return e.ID
	}
	sim.Keep(page)
	good := send(page)
	missing := send([]byte("<p>nobody keeps this</p>"))
	give := time.After(60 * time.Second)
	for {
		r, err := h.ReadMessage(t.Context(), h.Env.Handler, good)
		if err != nil {
			t.Fatal(err)
		}
		if r.State == casework.RenditionHeld {
			if !bytes.Equal(r.Body, page) {
				t.Errorf("it shows %q", r.Body)
			}
			break
		}
		select {
		case <-give:
			t.Fatalf("the readable text is %s", r.State)
		case <-time.After(100 * time.Millisecond):
		}
	}
	if r, err := h.ReadMessage(t.Context(), h.Env.Handler, missing); err != nil || r.State == casework.RenditionHeld || len(r.Body) > 0 {
		t.Errorf("a text that nobody serves is %s, %v", r.State, err)
	}
}
