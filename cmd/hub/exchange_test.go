package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/xianjie-hub/xianjie/api"
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/storetest"
	"github.com/xianjie-hub/xianjie/workers"
)

// hubUnderTest is a hub with its edge on a loopback address and its workers running.
type hubUnderTest struct {
	*officetest.House
	server *httptest.Server
	cut    atomic.Bool // the line to it is cut
	inward atomic.Int64
	rough  atomic.Pointer[func(http.ResponseWriter, *http.Request, http.Handler)] // the line to it does other things than carry
}

func startUnderTest(t *testing.T, name string) *hubUnderTest {
	t.Helper()
	h := &hubUnderTest{House: officetest.New(t, storetest.DB(t))}
	asHub(h.Office, name)
	jobs, err := river.NewClient(riverpgxv5.New(h.DB.App), &river.Config{Schema: store.RiverSchema})
	if err != nil {
		t.Fatal(err)
	}
	h.Jobs = jobs
	edge := (&api.Server{Office: h.Office, Pages: http.NotFoundHandler()}).Handler()
	h.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.inward.Add(1)
		if h.cut.Load() {
			panic(http.ErrAbortHandler)
		}
		if rough := h.rough.Load(); rough != nil {
			(*rough)(w, r, edge)
			return
		}
		edge.ServeHTTP(w, r)
	}))
	t.Cleanup(h.server.Close)
	w, err := workers.New(workers.Options{Office: h.Office, Pool: h.DB.Worker, Probe: probeOfTests, FetchWait: time.Second, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		grace, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := w.Stop(grace); err != nil {
			t.Error(err)
		}
	})
	return h
}

func (h *hubUnderTest) identity(t *testing.T) casework.Identity {
	return signsAs(t, h.House, h.server.URL)
}

func (h *hubUnderTest) trust(t *testing.T, i casework.Identity) {
	t.Helper()
	newBureau(h.House, 0).pin(t, i, ids.Agency{})
}

// together waits until both hubs show the same case and nothing is under way.
func together(t *testing.T, a, b *hubUnderTest, id ids.Case, messages int) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	give := time.After(60 * time.Second)
	var last string
	for {
		sa, errA := a.SharedCase(t.Context(), a.Env.Handler, id)
		sb, errB := b.SharedCase(t.Context(), b.Env.Handler, id)
		if errA == nil && errB == nil && sa != nil && sb != nil {
			files := true
			for _, f := range append(sa.Files, sb.Files...) {
				files = files && f.Held
			}
			if sa.Settled && sb.Settled && sa.Digest == sb.Digest && len(sa.Messages) == messages && len(sb.Messages) == messages && files {
				return
			}
			last = sa.Digest + " " + sb.Digest
		}
		select {
		case <-tick.C:
		case <-give:
			t.Fatalf("the hubs do not come together: %s, %v, %v", last, errA, errB)
		}
	}
}

// Two hubs on one machine, each with its own database, its edge and its workers: real
// case C over HTTP, with the line cut in the middle and acts that cross.
func TestTwoHubsOverHTTP(t *testing.T) {
	t.Parallel()
	a, b := startUnderTest(t, "sichuan"), startUnderTest(t, "chongqing")
	ia, ib := a.identity(t), b.identity(t)
	a.trust(t, ib)
	b.trust(t, ia)
	d := casework.DraftInput{Title: "跨省倾倒废铅蓄电池", Content: referral.Content{Facts: "省界查获废铅蓄电池14吨（演示虚构）。", Purpose: referral.JointInvestigation, Basis: "行政处罚法第二十六条"}}
	got, err := a.OpenReferral(t.Context(), a.Env.Handler, officetest.NewKey("open"), referral.Assistance, d, nil)
	if err != nil {
		t.Fatal(err)
	}
	id := got.Case.ID
	do := func(h *hubUnderTest, who casework.Actor, r casework.Request) {
		t.Helper()
		now, err := h.Get(t.Context(), who, id)
		if err != nil {
			t.Fatal(err)
		}
		r.Case, r.Version, r.Key = id, now.Case.Version, officetest.NewKey(string(r.Action))
		if _, err := h.Act(t.Context(), who, r); err != nil {
			t.Fatalf("%s: %v", r.Action, err)
		}
	}
	do(a, a.Env.Handler, casework.Request{Action: "assistance.request", To: b.Env.ID, Input: referral.Input{NoSecret: true}})
	together(t, a, b, id, 1)

	a.cut.Store(true) // the line breaks, and both go on
	b.cut.Store(true)
	do(a, a.Env.Handler, casework.Request{Action: "withdraw", Input: referral.Input{Reason: "已自行查清"}})
	do(b, b.Env.Desk, casework.Request{Action: "sign_for", Input: referral.Input{Officer: "联络员甲"}})
	tries := a.inward.Load() + b.inward.Load()
	for tick := time.NewTicker(20 * time.Millisecond); a.inward.Load()+b.inward.Load() < tries+2; {
		<-tick.C // both tried, in vain
	}
	a.cut.Store(false)
	b.cut.Store(false)
	together(t, a, b, id, 3)
	da, err := a.Get(t.Context(), a.Env.Handler, id)
	if err != nil || da.Snapshot.State != referral.Received || !da.Snapshot.Flags.WithdrawalAsked {
		t.Fatalf("the crossing was settled as %s, asked %v, %v", da.Snapshot.State, da.Snapshot.Flags.WithdrawalAsked, err)
	}

	do(b, b.Env.Handler, casework.Request{Action: "refuse_withdrawal", Input: referral.Input{Reason: "已开始查找"}})
	do(b, b.Env.Handler, casework.Request{Action: "assistance.agree", Input: referral.Input{Officer: "经办人甲"}})
	photo := bytes.Repeat([]byte("photo of batteries "), 50_000)
	evidence, err := b.AddEvidence(t.Context(), b.Env.Handler, id, "现场照片.bin", bytes.NewReader(photo), 1<<24)
	if err != nil {
		t.Fatal(err)
	}
	do(b, b.Env.Handler, casework.Request{Action: "assistance.deliver", Input: referral.Input{Text: "买方已找到，询问笔录随附"}})
	together(t, a, b, id, 6)
	f, err := a.OpenEvidence(t.Context(), a.Env.Handler, id, evidence.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Content.Close()
	brought, err := io.ReadAll(f.Content)
	if err != nil || !bytes.Equal(brought, photo) {
		t.Errorf("the file came as %d bytes, want %d, %v", len(brought), len(photo), err)
	}
	do(a, a.Env.Handler, casework.Request{Action: "close"})
	together(t, a, b, id, 7)
}

// Whoever has no token, or one that was used, made for another path or by a stranger, is
// told nothing.
func TestStrangersAtTheExchange(t *testing.T) {
	t.Parallel()
	a, b := startUnderTest(t, "sichuan"), startUnderTest(t, "chongqing")
	ia, ib := a.identity(t), b.identity(t)
	a.trust(t, ib)
	p, err := a.Peer(t.Context(), casework.CommandLine(), "chongqing")
	if err != nil {
		t.Fatal(err)
	}
	ask := func(token string) int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.server.URL+"/xhp/v1/checkpoint", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", token)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		return resp.StatusCode
	}
	token := func(path string) string {
		text, err := a.Authorize(t.Context(), p, http.MethodGet, path, nil)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	stranger := token("/xhp/v1/checkpoint")
	if got := ask(stranger); got != http.StatusUnauthorized {
		t.Errorf("a stranger got %d", got)
	}
	b.trust(t, ia)
	good := token("/xhp/v1/checkpoint")
	if got := ask(good); got != http.StatusNotFound { // admitted: there is no checkpoint yet
		t.Errorf("a partner got %d", got)
	}
	for what, text := range map[string]string{"none": "", "used": good, "another path": token("/xhp/v1/heads")} {
		if got := ask(text); got != http.StatusUnauthorized {
			t.Errorf("%s: %d", what, got)
		}
	}
}
