package main

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// Only one of two hubs can call the other (网闸): it delivers, fetches what lies ready for it
// and brings its files; nobody ever calls it, and yet both come to the same case with the same
// receipts, in both directions.
func TestOnlyOneSideCanConnect(t *testing.T) {
	t.Parallel()
	inside, outside := startUnderTest(t, "sichuan"), startUnderTest(t, "chongqing")
	inside.cut.Store(true) // whatever calls it is cut off
	ours, theirs := inside.identity(t), outside.identity(t)
	inside.trust(t, theirs)
	outside.trust(t, ours)
	for h, line := range map[*hubUnderTest]string{inside: casework.LineWeFetch, outside: casework.LineTheyFetch} {
		other := map[*hubUnderTest]string{inside: outside.Hub, outside: inside.Hub}[h]
		if err := h.SetPeerLine(t.Context(), casework.CommandLine(), h.Env.ID, other, line); err != nil {
			t.Fatal(err)
		}
	}
	<-time.After(3 * probeOfTests) // a round that began before the setting ends
	called := inside.inward.Load()
	for _, way := range []struct {
		name     string
		from, to *hubUnderTest
	}{{"from inside", inside, outside}, {"from outside", outside, inside}} {
		t.Run(way.name, func(t *testing.T) {
			d := casework.DraftInput{Title: "跨省协查", Content: referral.Content{Facts: "省界查获废铅蓄电池（演示虚构）。", Purpose: referral.JointInvestigation, Basis: "行政处罚法第二十六条"}}
			got, err := way.from.OpenReferral(t.Context(), way.from.Env.Handler, officetest.NewKey("open"), referral.Assistance, d, nil)
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
			photo := bytes.Repeat([]byte(way.name+" photo "), 70_000)
			first, err := way.from.AddEvidence(t.Context(), way.from.Env.Handler, id, "现场照片.bin", bytes.NewReader(photo), 1<<24)
			if err != nil {
				t.Fatal(err)
			}
			do(way.from, way.from.Env.Handler, casework.Request{Action: "assistance.request", To: way.to.Env.ID, Input: referral.Input{NoSecret: true}})
			together(t, way.from, way.to, id, 1)
			do(way.to, way.to.Env.Desk, casework.Request{Action: "sign_for", Input: referral.Input{Officer: "联络员甲"}})
			do(way.to, way.to.Env.Handler, casework.Request{Action: "assistance.agree", Input: referral.Input{Officer: "经办人甲"}})
			answer := bytes.Repeat([]byte(way.name+" answer "), 60_000)
			second, err := way.to.AddEvidence(t.Context(), way.to.Env.Handler, id, "询问笔录.bin", bytes.NewReader(answer), 1<<24)
			if err != nil {
				t.Fatal(err)
			}
			do(way.to, way.to.Env.Handler, casework.Request{Action: "assistance.deliver", Input: referral.Input{Text: "买方已找到"}})
			together(t, way.from, way.to, id, 4)
			readable(t, way.from, id)
			readable(t, way.to, id)
			shared, err := way.from.SharedCase(t.Context(), way.from.Env.Handler, id)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range shared.Messages {
				if m.Action == "assistance.request" && (m.Received == nil || m.Delivered == nil || m.Acknowledged == nil || m.Decided == nil) {
					t.Errorf("receipts of the request: %+v", m)
				}
			}
			for _, f := range []struct {
				at   *hubUnderTest
				is   ids.Evidence
				want []byte
			}{{way.to, first.ID, photo}, {way.from, second.ID, answer}} {
				opened, err := f.at.OpenEvidence(t.Context(), f.at.Env.Handler, id, f.is)
				if err != nil {
					t.Fatal(err)
				}
				brought, err := io.ReadAll(opened.Content)
				if closed := opened.Content.Close(); err != nil || closed != nil || !bytes.Equal(brought, f.want) {
					t.Errorf("%s: the file came as %d bytes, want %d, %v", f.at.Hub, len(brought), len(f.want), err)
				}
			}
		})
	}
	if n := inside.inward.Load(); n != called {
		t.Errorf("the hub behind the gatekeeper was called %d times", n-called)
	}
	if p, err := outside.Peer(t.Context(), casework.CommandLine(), inside.Hub); err != nil || p.SeenAt == nil {
		t.Errorf("it was heard of %v, %v", p.SeenAt, err)
	}
}

// readable waits until every message that came to a hub can be read there by hand: its readable
// text was fetched or brought, and is the one that the message names.
func readable(t *testing.T, h *hubUnderTest, id ids.Case) {
	t.Helper()
	give := time.After(30 * time.Second)
	for {
		shared, err := h.SharedCase(t.Context(), h.Env.Handler, id)
		if err != nil {
			t.Fatal(err)
		}
		came, held := 0, 0
		for _, m := range shared.Messages {
			if m.Outgoing {
				continue
			}
			came++
			r, err := h.ReadMessage(t.Context(), h.Env.Handler, m.ID)
			if err != nil {
				t.Fatal(err)
			}
			if r.State == casework.RenditionHeld && bytes.Contains(r.Body, []byte("跨省协查")) || r.State == casework.RenditionHeld && len(r.Body) > 0 && m.Action != "assistance.request" {
				held++
			}
		}
		if came > 0 && held == came {
			return
		}
		select {
		case <-give:
			t.Fatalf("%s: of %d messages %d can be read", h.Hub, came, held)
		case <-time.After(100 * time.Millisecond):
		}
	}
}
