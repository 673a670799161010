// Package hammer tests what the hub promises to those it has answered: it sends
// acts through the public interface, keeps a ledger of the acknowledged ones
// outside the database, kills one process after another with kill -9, and then
// compares ledger and database. Promises P1, P2 and P6.
package hammer

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/devkit/bench/rig"
)

// Target is what is killed.
type Target string

// The processes of an installation.
const (
	Hub      Target = "hub"
	Worker   Target = "worker"
	Database Target = "postgresql"
)

// Targets are all of them.
var Targets = []Target{Hub, Worker, Database}

// Options of one run against one target.
type Options struct {
	Target  Target
	Acts    int           // to be acknowledged, rounded up to whole cases of four acts
	Kills   int           // of the target, at random moments
	Clients int           // at once
	Cut     int           // one answer in so many is cut between commit and client; 0: none
	Settle  time.Duration // how long the notices may take after the last act
}

// hammer is one run.
type hammer struct {
	o       Options
	rig     *rig.Rig
	wire    *wire
	ledger  *ledger
	address string // of the database, as superuser
	run     string // distinguishes this run's cases and keys from those of others

	attempts, replayed atomic.Int64
	refused            []refusal
}

// Run sends the acts, kills the target meanwhile, and compares ledger and
// database. The report's findings are what was lost or doubled; an error means
// that the run itself failed.
func Run(ctx context.Context, r *rig.Rig, o Options) (rep Report, err error) {
	dir, err := os.MkdirTemp("", "hammer-")
	if err != nil {
		return rep, fmt.Errorf("make a directory for the ledger: %w", err)
	}
	defer os.RemoveAll(dir)
	cases := (o.Acts + len(course)) / (len(course) + 1)
	h := &hammer{o: o, rig: r, address: r.DB.URL(rig.Database, "postgres"), run: fmt.Sprintf("%s-%d", o.Target, time.Now().UnixNano())}
	if h.ledger, err = openLedger(filepath.Join(dir, "acknowledged.jsonl"), cases*(len(course)+1)); err != nil {
		return rep, err
	}
	if h.wire, err = openWire(r.URL[len("http://"):]); err != nil {
		return rep, err
	}
	defer h.wire.listener.Close()
	begin := time.Now()
	killed, err := h.strike(ctx, cases)
	if err != nil {
		return rep, err
	}
	acks, err := h.ledger.close()
	if err != nil {
		return rep, err
	}
	rep = Report{
		Target: o.Target, Acknowledged: len(acks), Kills: killed, Cuts: h.wire.cuts.Load(),
		Attempts: h.attempts.Load(), Replayed: h.replayed.Load(), Seconds: time.Since(begin).Seconds(),
	}
	for _, r := range h.refused {
		rep.find(&rep.Refused, "%s", r)
	}
	return rep, h.compare(ctx, acks, &rep)
}

// strike lets the clients act and kills the target meanwhile.
func (h *hammer) strike(ctx context.Context, cases int) (kills int, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	people := make([]*cast, h.o.Clients)
	for i := range people {
		if people[i], err = h.assemble(ctx); err != nil {
			return 0, err
		}
	}
	h.wire.oneIn.Store(int64(h.o.Cut))
	killed := make(chan error, 1)
	go func() {
		err := h.kill(ctx, cases*(len(course)+1), &kills)
		if err != nil {
			cancel(err)
		}
		killed <- err
	}()
	resting, rest := context.WithCancel(ctx)
	var office sync.WaitGroup
	office.Go(func() { h.mornings(resting) })
	defer office.Wait()
	defer rest()
	var taken atomic.Int64
	var all sync.WaitGroup
	var refused sync.Mutex
	for _, c := range people {
		all.Go(func() {
			for {
				n := int(taken.Add(1))
				if n > cases || ctx.Err() != nil {
					return
				}
				err := h.play(ctx, c, n)
				if r, ok := errors.AsType[refusal](err); ok {
					refused.Lock()
					h.refused = append(h.refused, r)
					refused.Unlock()
				} else if err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	all.Wait()
	close(h.ledger.heard)
	if err := <-killed; err != nil {
		return kills, err
	}
	return kills, context.Cause(ctx)
}

// kill ends and restarts the target each time a random number of acts has been
// acknowledged, a few random milliseconds later.
func (h *hammer) kill(ctx context.Context, acts int, kills *int) error {
	moments := make([]int, h.o.Kills)
	for i := range moments {
		moments[i] = 1 + rand.IntN(max(acts*9/10, 1))
	}
	slices.Sort(moments)
	for n := range h.ledger.heard {
		for *kills < len(moments) && n >= moments[*kills] {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(rand.N(25 * time.Millisecond)):
			}
			if err := h.strikeOnce(ctx); err != nil {
				return fmt.Errorf("kill %d of %s: %w", *kills+1, h.o.Target, err)
			}
			*kills++
		}
	}
	return nil
}

func (h *hammer) strikeOnce(ctx context.Context) error {
	switch h.o.Target {
	case Database:
		if err := h.rig.KillDB(); err != nil {
			return err
		}
		return h.rig.StartDB(ctx)
	case Worker:
		if err := h.rig.Worker.Kill(); err != nil {
			return err
		}
		return h.rig.Worker.Restart()
	default:
		if err := h.rig.Hub.Kill(); err != nil {
			return err
		}
		if err := h.rig.Hub.Restart(); err != nil {
			return err
		}
		return h.rig.Ready(ctx)
	}
}

// super connects as superuser: nothing hides from the comparison.
func (h *hammer) super(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.Connect(ctx, h.address)
	if err != nil {
		return nil, fmt.Errorf("connect as superuser: %w", err)
	}
	return conn, nil
}
