package peersim_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/federation/peersim"
)

// pair is two hubs in memory that were agreed with one another and answer on loopback.
func pair(t *testing.T) (a, b *peersim.Hub) {
	t.Helper()
	clock := time.Now
	var hubs []*peersim.Hub
	for _, name := range []string{"a.example", "b.example"} {
		var h *peersim.Hub
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.Handler().ServeHTTP(w, r) }))
		t.Cleanup(server.Close)
		var err error
		if h, err = peersim.New(name, "演示平台", server.URL, rand.Reader, clock); err != nil {
			t.Fatal(err)
		}
		hubs = append(hubs, h)
	}
	for i, h := range hubs {
		raw, print := hubs[1-i].Metadata()
		if err := h.Pin(raw, print); err != nil {
			t.Fatal(err)
		}
	}
	return hubs[0], hubs[1]
}

func address(h *peersim.Hub) federation.Address {
	return federation.Address{Hub: h.Name, Agency: h.Agency}
}

func sealed(t *testing.T, h *peersim.Hub, e federation.Envelope) []byte {
	t.Helper()
	raw, err := h.Seal(e)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestClientDelivers(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	ctx, client := t.Context(), a.Client(b.Name)
	e := a.Draft(address(b), "")
	raw := sealed(t, a, e)
	first, err := client.Deliver(ctx, raw)
	if err != nil || first.Step != federation.Done || first.Receipt.Kind != federation.Received || !first.Receipt.Answers(e.ID, federation.HashOf(raw)) {
		t.Fatalf("delivered with %+v, %v", first, err)
	}
	again, err := client.Deliver(ctx, raw)
	if err != nil || !bytes.Equal(again.Raw, first.Raw) {
		t.Errorf("the same bytes got another receipt: %v", err)
	}
	if first.ServerTime.IsZero() {
		t.Error("the answer does not carry the server's time")
	}
	if got, err := client.Receipts(ctx, e.ID); err != nil || len(got) != 1 || !bytes.Equal(got[0], first.Raw) {
		t.Errorf("receipts asked for later: %q, %v", got, err)
	}
	reply := b.Draft(address(a), e.Conversation)
	if reply.Observed.Seq != 1 || reply.Observed.Hash != federation.HashOf(raw) {
		t.Errorf("b has observed %+v", reply.Observed)
	}
	two := [][]byte{sealed(t, b, reply), sealed(t, b, b.Draft(address(a), e.Conversation))}
	got, head, err := client.CatchUp(ctx, e.Conversation, 0)
	if err != nil || !slices.EqualFunc(got, two, bytes.Equal) || head.Seq != 2 || head.Hash != federation.HashOf(two[1]) {
		t.Errorf("caught up with %d envelopes, head %+v, %v", len(got), head, err)
	}
	heads, err := client.Heads(ctx, []federation.Head{{Conversation: e.Conversation}, {Conversation: federation.NewConversation("x.example", [16]byte{1})}})
	if err != nil || len(heads) != 1 || heads[0].Received.Seq != 1 || heads[0].Sent.Seq != 2 {
		t.Errorf("heads: %+v, %v", heads, err)
	}
	if _, findings, err := client.Selftest(ctx, a.Handshake(b.Name, e.ID)); err != nil || findings != nil {
		t.Errorf("self-test: %v, %v", findings, err)
	}
	if err := client.SendReceipt(ctx, first.Raw); err == nil {
		t.Error("b takes its own receipt from a")
	}
	note, err := client.Checkpoint(ctx) // of the two messages that b has sent
	if err != nil || !bytes.HasPrefix(note, []byte(b.Name+"\n2\n")) {
		t.Errorf("checkpoint: %q, %v", note, err)
	}
	if c, err := client.Consistency(ctx, 1, 2); err != nil || len(c.Proof) != 1 {
		t.Errorf("consistency: %+v, %v", c, err)
	}
	if _, err := client.Consistency(ctx, 1, 3); err == nil {
		t.Error("a size that the log does not have yet was proven")
	}
}

// cut breaks every answer off after some bytes, as a bad link does.
type cut struct {
	http.RoundTripper
	after int64
	asked atomic.Int64
}

func (c *cut) RoundTrip(r *http.Request) (*http.Response, error) {
	c.asked.Add(1)
	a, err := c.RoundTripper.RoundTrip(r)
	if err == nil {
		a.Body = struct {
			io.Reader
			io.Closer
		}{io.MultiReader(io.LimitReader(a.Body, c.after), broken{}), a.Body}
	}
	return a, err
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the link is cut") }

func TestFetchGoesOnWhereItBrokeOff(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	content := bytes.Repeat([]byte("证据"), 50_000)
	digest := a.Keep(content)
	e := a.Draft(address(b), "")
	e.Attachments = []federation.Attachment{{Name: "证据.bin", Media: "application/octet-stream", Bytes: int64(len(content)), SHA256: digest}}
	sealed(t, a, e)
	file, err := os.Create(filepath.Join(t.TempDir(), "evidence"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	client := b.Client(a.Name)
	link := &cut{http.DefaultTransport, 70_000, atomic.Int64{}}
	client.HTTP = &http.Client{Transport: link}
	for err = federation.ErrShort; errors.Is(err, federation.ErrShort) && link.asked.Load() < 20; {
		err = client.Fetch(t.Context(), e.ID, digest, int64(len(content)), file)
	}
	if err != nil || link.asked.Load() != 5 {
		t.Fatalf("%d requests of 70 kB for 300 kB: %v", link.asked.Load(), err)
	}
	got, err := os.ReadFile(file.Name())
	if err != nil || !bytes.Equal(got, content) {
		t.Fatalf("fetched %d bytes, %v", len(got), err)
	}
	if err := client.Fetch(t.Context(), e.ID, digest, int64(len(content)), file); err != nil || link.asked.Load() != 5 {
		t.Errorf("what is there is fetched again: %v", err)
	}
	if err := client.Fetch(t.Context(), federation.Message{7}, digest, 1, file); statusOf(err) != http.StatusNotFound {
		t.Errorf("by a message that does not name it: %v", err)
	}
	wrong := federation.HashOf([]byte("another"))
	if err := client.Fetch(t.Context(), e.ID, wrong, int64(len(content)), file); err == nil {
		t.Error("a file of another digest passes")
	}
}

func statusOf(err error) int {
	if r, ok := errors.AsType[*federation.Refusal](err); ok {
		return r.Status
	}
	return 0
}

// A partner's server may answer anything; none of it is a receipt.
func TestAnswersThatAreNoReceipt(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	raw := sealed(t, a, a.Draft(address(b), ""))
	other := sealed(t, a, a.Draft(address(b), ""))
	ofOther, err := a.Client(b.Name).Deliver(t.Context(), other)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter, *http.Request)
		step   federation.Step
	}{
		"a page": {func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>") }, federation.Again},
		"a redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://evil.example/", http.StatusTemporaryRedirect)
		}, federation.Again},
		"another receipt":  {func(w http.ResponseWriter, _ *http.Request) { receipt(w, 202, ofOther.Raw) }, federation.Again},
		"rubbish":          {func(w http.ResponseWriter, _ *http.Request) { receipt(w, 202, []byte("{}")) }, federation.Again},
		"without end":      {func(w http.ResponseWriter, _ *http.Request) { receipt(w, 202, make([]byte, 1<<20)) }, federation.Again},
		"a gateway's 502":  {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(502) }, federation.Again},
		"a plain 413":      {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(413) }, federation.Stop},
		"a plain 401":      {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(401) }, federation.Refresh},
		"busy":             {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Retry-After", "7"); w.WriteHeader(503) }, federation.Again},
		"a good one as no": {func(w http.ResponseWriter, _ *http.Request) { receipt(w, 422, ofOther.Raw) }, federation.Stop},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(c.answer))
			t.Cleanup(server.Close)
			client := a.Client(b.Name)
			client.Endpoints = []string{server.URL}
			d, err := client.Deliver(t.Context(), raw)
			if d.Step != c.step || d.Raw != nil {
				t.Errorf("%+v, %v; want %s", d, err, c.step)
			}
			if name == "busy" && d.RetryAfter != 7*time.Second {
				t.Errorf("Retry-After: %v", d.RetryAfter)
			}
		})
	}
	client := a.Client(b.Name)
	client.Endpoints = append([]string{"http://127.0.0.1:1"}, client.Endpoints...)
	if d, err := client.Deliver(t.Context(), raw); err != nil || d.Step != federation.Done {
		t.Errorf("the second endpoint is not tried: %v", err)
	}
	client.Endpoints = client.Endpoints[:1]
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if d, err := client.Deliver(ctx, raw); !errors.Is(err, federation.ErrNoAnswer) || d.Step != federation.Again || d.Status != 0 {
		t.Errorf("nobody answers: %+v, %v", d, err)
	}
}

func receipt(w http.ResponseWriter, status int, raw []byte) {
	w.Header().Set("Content-Type", federation.MediaSealed)
	w.WriteHeader(status)
	w.Write(raw)
}
