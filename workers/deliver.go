package workers

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/workers/job"
	"github.com/xianjie-hub/xianjie/workers/notify"
)

// channel sends one message and gives what the other side answered as proof.
type channel interface {
	Send(ctx context.Context, m notify.Message) (proof string, err error)
}

// deliverer works job.Deliver.
type deliverer struct {
	river.WorkerDefaults[job.Deliver]
	office   *casework.Office
	channels map[string]channel // by name; one that is missing is not set up here
	words    words
	ladder   Ladder
	log      *slog.Logger
	metrics  *metrics

	mu   sync.Mutex
	dice *rand.Rand
}

// Work claims, sends and notes. Whatever the other side does is an outcome, not
// an error of the job: only an unreachable database lets River try again.
func (d *deliverer) Work(ctx context.Context, j *river.Job[job.Deliver]) error {
	l, err := d.office.ClaimDelivery(ctx, j.Args.ID, d.office.Now().Add(-staleAfter))
	if err != nil || l == nil {
		return err
	}
	out := d.send(ctx, l)
	d.metrics.sent(l.Channel, out)
	if out.Err != "" {
		d.log.WarnContext(ctx, "a notice was not taken", "delivery", l.ID.String(), "channel", l.Channel, "attempt", l.Attempt, "err", out.Err)
	}
	// What became of it must be noted also when the process is stopping.
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTimeout)
	defer cancel()
	return d.office.FinishDelivery(noting, l, out)
}

func (d *deliverer) send(ctx context.Context, l *casework.Letter) casework.Outcome {
	c, ok := d.channels[l.Channel]
	if !ok {
		return casework.Outcome{Err: "this channel is not set up", Off: true}
	}
	if l.To == "" {
		return casework.Outcome{Err: "no address is known"}
	}
	m, err := d.words.message(l)
	var proof string
	if err == nil {
		proof, err = sendSafely(ctx, c, m)
	}
	if err == nil {
		return casework.Outcome{Proof: proof}
	}
	out := casework.Outcome{Err: err.Error()}
	if notify.Permanent(err) {
		return out
	}
	if wait, again := d.wait(l.Attempt); again {
		out.RetryAt = d.office.Now().Add(wait)
	}
	return out
}

// sendSafely makes an error of a panic: what a hostile answer does to a library
// must climb the ladder like any failure, not be repeated for ever.
func sendSafely(ctx context.Context, c channel, m notify.Message) (proof string, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			proof, err = "", fmt.Errorf("the channel broke down: %v", broken)
		}
	}()
	return c.Send(ctx, m)
}

func (d *deliverer) wait(attempt int) (time.Duration, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ladder.After(attempt, d.dice)
}
