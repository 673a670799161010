package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/devkit/line"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// province is a hub whose edge and workers run in a process that is killed, behind a rough
// line; its officers act in this process, on the same database.
type province struct {
	*bureau
	process *runningHub
	rough   *line.Rough
}

func newProvince(t *testing.T, name string, seed uint64) (*province, *httptest.Server) {
	t.Helper()
	p := &province{bureau: newBureau(officetest.New(t, storetest.DB(t)), seed)}
	asHub(p.Office, name)
	p.process = startProcess(t, name, p.DB)
	p.rough = &line.Rough{To: "http://" + p.process.is.Listen, Cut: 0.2, Twice: 0.1, Dice: rand.NewPCG(seed, 21)}
	near := httptest.NewServer(p.rough)
	t.Cleanup(near.Close)
	return p, near
}

// twoProvinces trust one another over their rough lines.
func twoProvinces(t *testing.T) [2]*province {
	t.Helper()
	var both [2]*province
	var own [2]casework.Identity
	for i, name := range []string{"sichuan", "chongqing"} {
		p, near := newProvince(t, name, uint64(i+1))
		both[i], own[i] = p, signsAs(t, p.House, near.URL)
	}
	for i, p := range both {
		p.pin(t, own[1-i], both[1-i].Env.ID)
	}
	return both
}

// Officers of two hubs act on shared cases while the line between them breaks a fifth of
// its connections, doubles others and turns messages around, and while edge and workers of
// either side are killed. Once it is mended everything has arrived once, in one order, and
// both hubs show the same cases with one holder each.
func TestRoughLine(t *testing.T) {
	t.Parallel()
	messages, live, kills := 60, 6, 1
	if os.Getenv("HUB_TEST_SCALE") == "soak" {
		messages, live, kills = 10_000, 24, 20
	}
	both := twoProvinces(t)
	r := &roughRun{both: [2]*bureau{both[0].bureau, both[1].bureau}, want: int64(messages), cases: make([]atomic.Pointer[ids.Case], live)}
	began := time.Now()
	ctx, stop := context.WithCancelCause(t.Context())
	defer stop(nil)
	var acting sync.WaitGroup
	for i := range both {
		acting.Go(func() {
			if err := r.act(ctx, i); err != nil {
				stop(err)
			}
		})
	}
	for n := range 2 * kills { // either side in turn, spread over the run
		r.until(ctx, int64(messages)*int64(n+1)/int64(2*kills+1))
		if ctx.Err() != nil {
			break
		}
		p := both[n%2].process
		p.kill(t)
		p.start(t)
	}
	acting.Wait()
	if ctx.Err() != nil {
		t.Fatal(context.Cause(ctx))
	}
	acted := time.Since(began)
	backlog := 0
	for _, p := range both {
		n, err := p.waiting(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		backlog += n
		p.rough.Mend()
	}
	mended := time.Now()
	r.quiet(t, mended)
	settled := time.Since(mended)
	r.check(t)
	for _, p := range both {
		whole, broken, twice := p.rough.Counts()
		t.Logf("to %s: %d requests, %d broken, %d doubled", p.Hub, whole+broken, broken, twice)
		if broken == 0 || twice == 0 {
			t.Error("the line was a good one: the test shows nothing")
		}
	}
	if a, b := len(both[0].messages(t, true)), len(both[1].messages(t, true)); 5*min(a, b) < a+b {
		t.Errorf("%d messages from the one side, %d from the other: one of them waited for the line nearly all the time", a, b)
	}
	t.Logf("%d messages in %d cases, %d kills, %d looks; %s of work, then %d under way, settled %s after the line was mended", r.sent.Load(), len(r.all), 2*kills, r.looks.Load(), acted.Round(time.Second), backlog, settled.Round(10*time.Millisecond))
}

// roughRun is the course of one such run.
type roughRun struct {
	both  [2]*bureau
	want  int64
	sent  atomic.Int64
	looks atomic.Int64
	split atomic.Int64
	cases []atomic.Pointer[ids.Case] // live ones, each begun by the side of its place

	mu  sync.Mutex
	all []ids.Case
}

// maxUnderWay is how much may wait before officers let the line catch up.
const maxUnderWay = 200

// act lets the officers of one side act until enough was sent.
func (r *roughRun) act(ctx context.Context, side int) error {
	p := r.both[side]
	idle := 0
	for n := 0; r.sent.Load() < r.want; n++ {
		if n%20 == 0 {
			if err := r.breathe(ctx, p); err != nil {
				return err
			}
		}
		place := p.dice.IntN(len(r.cases))
		id := r.cases[place].Load()
		if id == nil || place%2 == side && (p.dice.IntN(40) == 0 || idle > 8) {
			if place%2 != side {
				continue
			}
			next, err := p.opens(ctx)
			if err != nil {
				return fmt.Errorf("open a case: %w", err)
			}
			r.mu.Lock()
			r.all = append(r.all, next)
			r.mu.Unlock()
			r.cases[place].Store(&next)
			r.sent.Add(1)
			idle = 0
			continue
		}
		took, err := p.Anything(ctx, p.dice, *id, p.to)
		switch {
		case err != nil:
			return err
		case took:
			r.sent.Add(1)
			idle = 0
		default:
			idle++
		}
		if n%10 == 0 {
			if err := r.look(ctx, *id); err != nil {
				return err
			}
		}
	}
	return nil
}

// breathe turns some of what waits around, and waits while too much is under way.
func (r *roughRun) breathe(ctx context.Context, p *bureau) error {
	if err := p.muddle(ctx); err != nil {
		return err
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if n, err := p.waiting(ctx); err != nil || n < maxUnderWay {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// look asks both hubs who holds a case: the first one before and after the second, so that
// both held it at one moment if it did not change meanwhile.
func (r *roughRun) look(ctx context.Context, id ids.Case) error {
	var seen [3]casework.Detail
	for i, p := range []*bureau{r.both[0], r.both[1], r.both[0]} {
		var err error
		if seen[i], err = p.Get(ctx, p.Env.Handler, id); fault.KindOf(err) == fault.Missing {
			return nil
		} else if err != nil {
			return err
		}
	}
	r.looks.Add(1)
	if seen[0].Case.Version == seen[2].Case.Version && r.both[0].GoesOn(seen[0]) && r.both[1].GoesOn(seen[1]) {
		r.split.Add(1)
	}
	return nil
}

// until waits until so many messages were written.
func (r *roughRun) until(ctx context.Context, n int64) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for r.sent.Load() < n {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
