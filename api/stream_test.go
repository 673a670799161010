package api_test

import (
	"bufio"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/referral"
)

// listen opens the stream of changes and gives its events one by one; the
// channel closes when the stream ends.
func (h *hub) listen(t *testing.T, who string) <-chan string {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute) // a test that waits for ever fails
	t.Cleanup(stop)
	res, err := h.as(t, who).Do(h.request(t, get("/v1/stream")).WithContext(ctx))
	check(t, err)
	if res.StatusCode != 200 || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("the stream answers %d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	events := make(chan string, 100)
	go func() {
		defer close(events)
		defer res.Body.Close()
		lines := bufio.NewScanner(res.Body)
		for lines.Scan() {
			if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				events <- name
			} else if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && data != "{}" {
				events <- "content: " + data
			}
		}
	}()
	return events
}

// next waits for an event; "" is the end of the stream.
func next(t *testing.T, events <-chan string) string {
	t.Helper()
	select {
	case e := <-events:
		return e
	case <-time.After(30 * time.Second):
		t.Fatal("nothing came in half a minute")
		return ""
	}
}

// TestStream: who concerns an act hears at once that something changed, never
// what; another organ hears nothing; and a stream ends with its login.
func TestStream(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Sent(t)
	police, env, other := h.listen(t, policeDesk), h.listen(t, envHandler), h.listen(t, outsider)
	for name, events := range map[string]<-chan string{"police": police, "env": env, "other": other} {
		if got := next(t, events); got != "hello" {
			t.Fatalf("%s begins with %q", name, got)
		}
	}
	h.want(t, 200, "", policeDesk, post(at(id, "/sign-for"), map[string]any{"officer": "值班民警"}).on(h.version(t, id)))
	for name, events := range map[string]<-chan string{"police": police, "env": env} {
		if got := next(t, events); got != "changed" {
			t.Errorf("%s hears %q", name, got)
		}
	}
	if got := h.send(t, policeDesk, ask{method: "POST", path: "/logout"}); got.status != 204 {
		t.Fatalf("logout: %d", got.status)
	}
	h.Do(t, h.Env.Handler, id, "criminal.notify_party", referral.Input{})
	for e := next(t, police); e != ""; e = next(t, police) {
		if e != "changed" {
			t.Errorf("after the logout the stream says %q", e)
		}
	}
	if got := next(t, env); got != "changed" {
		t.Errorf("env hears %q", got)
	}
	select {
	case e := <-other:
		t.Errorf("an organ without a part in the case hears %q", e)
	default:
	}
}
