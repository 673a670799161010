package main

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/devkit/line"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// The line between two hubs is cut and joined again and again, and both sides go on in
// between. After every join both show the same cases within a minute (promise P8).
func TestPartitions(t *testing.T) {
	t.Parallel()
	partitions := 10
	if os.Getenv("HUB_TEST_SCALE") == "soak" {
		partitions = 200
	}
	var hubs [2]*hubUnderTest
	var lines line.Switch
	var own [2]casework.Identity
	r := &roughRun{}
	for i, name := range []string{"sichuan", "chongqing"} {
		wire, err := line.Start("127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		hubs[i] = startUnderTest(t, name)
		wire.Lead(strings.TrimPrefix(hubs[i].server.URL, "http://"))
		lines, own[i], r.both[i] = append(lines, wire), signsAs(t, hubs[i].House, wire.URL()), newBureau(hubs[i].House, uint64(i+7))
		t.Cleanup(func() {
			if err := wire.Stop(); err != nil {
				t.Error(err)
			}
		})
	}
	for i, p := range r.both {
		p.pin(t, own[1-i], hubs[1-i].Env.ID)
	}
	var took []time.Duration
	crossed := 0
	for n := range partitions {
		lines.Cut()
		r.apart(t, n)
		lines.Join()
		joined := time.Now()
		r.quiet(t, joined)
		took = append(took, time.Since(joined))
		r.same(t, r.recent())
	}
	r.check(t)
	for _, p := range r.both {
		crossed += p.count(t, "SELECT count(*) FROM event_values WHERE name = 'crossed'")
	}
	slices.Sort(took)
	t.Logf("%d partitions, %d cases, %d crossings; the same again after %s in the median, %s at most", partitions, len(r.all), crossed, took[len(took)/2].Round(time.Millisecond), took[len(took)-1].Round(time.Millisecond))
}

// apart lets both sides act while the line is cut, until each that has something to say
// has called in vain.
func (r *roughRun) apart(t *testing.T, n int) {
	t.Helper()
	p := r.both[n%2]
	if n%3 == 0 {
		id, err := p.opens(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		r.all = append(r.all, id)
	}
	recent := r.recent()
	for range 4 {
		for _, p := range r.both {
			if _, err := p.Anything(t.Context(), p.dice, recent[p.dice.IntN(len(recent))], p.to); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, p := range r.both {
		p.inVain(t)
	}
}

// recent are the cases that are acted on.
func (r *roughRun) recent() []ids.Case { return r.all[max(0, len(r.all)-4):] }

// inVain waits until a hub for which something waits has called the other one.
func (p *bureau) inVain(t *testing.T) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for give := time.Now().Add(30 * time.Second); time.Now().Before(give); <-tick.C {
		q, err := p.Peer(t.Context(), casework.CommandLine(), p.peer.Hub)
		if err != nil {
			t.Fatal(err)
		}
		under, err := p.waiting(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if under == 0 || q.Failures > 0 {
			return
		}
	}
	t.Fatalf("%s does not call a hub that does not answer", p.Hub)
}
