package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
)

// cutting breaks an answer off after some bytes, as a bad line does.
type cutting struct {
	http.ResponseWriter
	left int
}

func (c *cutting) Write(p []byte) (int, error) {
	if len(p) > c.left {
		_, _ = c.ResponseWriter.Write(p[:c.left])
		_ = http.NewResponseController(c.ResponseWriter).Flush()
		panic(http.ErrAbortHandler)
	}
	c.left -= len(p)
	return c.ResponseWriter.Write(p)
}

// soon lets what waits for its ladder be tried at once, until something is so.
func soon(t *testing.T, h *hubUnderTest, what string, is func() bool) {
	t.Helper()
	give := time.After(60 * time.Second)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !is() {
		if _, err := h.DB.Owner.Exec(t.Context(), "update envelope_files set next_at = now() where held_at is null and not outgoing"); err != nil {
			t.Fatal(err)
		}
		select {
		case <-tick.C:
		case <-give:
			t.Fatalf("%s: never", what)
		}
	}
}

// A file that broke off halfway goes on from there; a partner that knows no parts sends it
// whole, and what came before is dropped. Either way its digest decides.
func TestFileGoesOnWhereItBrokeOff(t *testing.T) {
	t.Parallel()
	a, b := startUnderTest(t, "sichuan"), startUnderTest(t, "chongqing")
	ia, ib := a.identity(t), b.identity(t)
	a.trust(t, ib)
	b.trust(t, ia)
	content := bytes.Repeat([]byte("photo of batteries "), 60_000)
	const half = 500_000
	for _, parts := range []bool{true, false} {
		content = append(content, '.') // another digest
		file, _, _ := strings.Cut(federation.AttachmentPath(federation.HashOf(content), federation.Message{}), "?")
		var mu sync.Mutex
		var asked []string
		rough := func(w http.ResponseWriter, r *http.Request, edge http.Handler) {
			if !strings.HasPrefix(r.URL.Path, file) { // the readable text of the message comes this way too
				edge.ServeHTTP(w, r)
				return
			}
			mu.Lock()
			asked = append(asked, r.Header.Get("Range"))
			first := len(asked) == 1
			mu.Unlock()
			if first {
				w = &cutting{w, half}
			}
			if !parts {
				r.Header.Del("Range")
			}
			edge.ServeHTTP(w, r)
		}
		a.rough.Store(&rough)
		id := openAsk(t, a, b, content)
		soon(t, b, "the file", func() bool {
			s, err := b.SharedCase(t.Context(), b.Env.Handler, id)
			return err == nil && s != nil && len(s.Files) == 1 && s.Files[0].Held
		})
		mu.Lock()
		if len(asked) != 2 || asked[0] != "" || !strings.HasPrefix(asked[1], "bytes=") || asked[1] == "bytes=0-" {
			t.Errorf("parts %v: asked for %q", parts, asked)
		}
		mu.Unlock()
		d, err := b.Get(t.Context(), b.Env.Handler, id)
		if err != nil || len(d.Evidence) != 1 {
			t.Fatalf("%d files, %v", len(d.Evidence), err)
		}
		f, err := b.OpenEvidence(t.Context(), b.Env.Handler, id, d.Evidence[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(f.Content)
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("parts %v: %d bytes came, want %d, %v", parts, len(got), len(content), err)
		}
		_ = f.Content.Close()
	}
}

// openAsk sends a request for assistance with a file.
func openAsk(t *testing.T, a, b *hubUnderTest, content []byte) ids.Case {
	t.Helper()
	d := casework.DraftInput{Title: "跨省倾倒废铅蓄电池", Content: referral.Content{Facts: "省界查获废铅蓄电池14吨（演示虚构）。", Purpose: referral.JointInvestigation, Basis: "行政处罚法第二十六条"}}
	got, err := a.OpenReferral(t.Context(), a.Env.Handler, officetest.NewKey("open"), referral.Assistance, d, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(content) > 0 {
		if _, err := a.AddEvidence(t.Context(), a.Env.Handler, got.Case.ID, "现场照片.bin", bytes.NewReader(content), 1<<24); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.Act(t.Context(), a.Env.Handler, casework.Request{
		Case: got.Case.ID, Action: "assistance.request", To: b.Env.ID, Version: casework.AnyVersion, Key: officetest.NewKey("ask"), Input: referral.Input{NoSecret: true},
	}); err != nil {
		t.Fatal(err)
	}
	return got.Case.ID
}

// A partner that refuses our requests: its metadata are fetched once, and then its operators
// and ours have to speak: the alarm says so. The message waits.
func TestPartnerThatDoesNotAdmit(t *testing.T) {
	t.Parallel()
	a, b := startUnderTest(t, "sichuan"), startUnderTest(t, "chongqing")
	a.identity(t)
	a.trust(t, b.identity(t)) // and not the other way
	openAsk(t, a, b, nil)
	var p casework.Peer
	soon(t, a, "the alarm", func() bool {
		var err error
		if p, err = a.Peer(t.Context(), casework.CommandLine(), "chongqing"); err != nil {
			t.Fatal(err)
		}
		return p.Alarm == "not_admitted"
	})
	if p.Waiting != 1 || casework.AlarmWords(p.Alarm).ZH == casework.AlarmWords("unheard_of").ZH {
		t.Errorf("%d messages wait, the alarm says %s", p.Waiting, casework.AlarmWords(p.Alarm).ZH)
	}
}
