package workers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/workers/job"
	"github.com/xianjie-hub/xianjie/workers/notify"
)

// Times of the endpoints. A drain begins no call that could outlive its job.
const (
	endpointTimeout = 15 * time.Second
	drainTime       = jobTimeout - endpointTimeout - time.Second
	maxHold         = time.Hour // an endpoint that is back waits for no more than this
)

// drainer works job.DrainEndpoint: what is due for one endpoint, one call at a
// time. An endpoint that hangs holds one worker for one call and is then left
// alone for longer and longer; nobody else waits for it.
type drainer struct {
	river.WorkerDefaults[job.DrainEndpoint]
	office  *casework.Office
	hooks   notify.Hooks
	words   words
	wait    func(attempt int) (time.Duration, bool)
	giveUp  time.Duration // an endpoint that took nothing for so long is paused
	log     *slog.Logger
	metrics *metrics
}

// Work drains until nothing is due, the endpoint fails, or the time is over.
func (d *drainer) Work(ctx context.Context, j *river.Job[job.DrainEndpoint]) error {
	until := d.office.Now().Add(staleAfter)
	taken, err := d.office.TakeEndpoint(ctx, j.Args.ID, until)
	if err != nil || !taken {
		return err
	}
	began, cancel := context.WithTimeout(ctx, drainTime)
	defer cancel()
	err = d.drain(ctx, began, j, until)
	// The endpoint must be left also when the process is stopping.
	leaving, done := context.WithTimeout(context.WithoutCancel(ctx), noteTimeout)
	defer done()
	return errors.Join(err, d.office.LeaveEndpoint(leaving, j.Args.ID, until, d.stale()))
}

func (d *drainer) stale() time.Time { return d.office.Now().Add(-staleAfter) }

func (d *drainer) drain(ctx, began context.Context, j *river.Job[job.DrainEndpoint], until time.Time) error {
	for began.Err() == nil {
		p, err := d.office.ClaimPost(ctx, j.Args.ID, until, d.stale())
		if err != nil || p == nil {
			return err
		}
		out := d.post(ctx, p)
		d.metrics.sent(p.Target.Kind, casework.Outcome{Err: out.Err, RetryAt: out.RetryAt})
		if out.Err != "" {
			d.log.WarnContext(ctx, "a notice was not taken", "delivery", p.ID.String(), "channel", p.Target.Kind, "attempt", p.Attempt, "err", out.Err)
		}
		noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTimeout)
		err = d.office.FinishPost(noting, p, out)
		cancel()
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *drainer) post(ctx context.Context, p *casework.Post) casework.Posted {
	m, err := d.words.hook(p)
	if err != nil {
		return casework.Posted{Err: err.Error()}
	}
	out, err := call(ctx, d.office, d.hooks, p.Target, m)
	if err != nil {
		d.next(p, &out, err)
	}
	return out
}

// next decides what follows a failure. An endpoint that answers but does not want
// this message is not left alone: only the message waits.
func (d *drainer) next(p *casework.Post, out *casework.Posted, err error) {
	now := d.office.Now()
	asked := out.Hold // by Retry-After
	if wait, again := d.wait(p.Attempt); again {
		out.RetryAt = now.Add(max(wait, asked))
	}
	if _, refused := errors.AsType[*notify.RefusedError](err); !refused {
		hold, again := d.wait(p.Failures + 1)
		if !again {
			hold = maxHold
		}
		out.Hold = max(min(hold, maxHold), asked)
	}
	switch {
	case errors.Is(err, notify.ErrGone):
		out.Pause = casework.PausedGone
	case p.Since != nil && now.Sub(*p.Since) >= d.giveUp:
		out.Pause = casework.PausedFailing
	}
}

// call calls an endpoint and makes an outcome of whatever happens.
func call(ctx context.Context, office *casework.Office, hooks notify.Hooks, t casework.Target, m notify.Hook) (out casework.Posted, err error) {
	began := office.Now()
	var answer notify.Answer
	defer func() {
		if broken := recover(); broken != nil { // what a hostile answer does to a library climbs the ladder like any failure
			err = fmt.Errorf("the channel broke down: %v", broken)
		}
		out = casework.Posted{Status: answer.Status, Took: office.Now().Sub(began), Answer: answer.Text, Hold: answer.After}
		if err != nil {
			out.Err = err.Error()
		}
	}()
	answer, err = hooks.Send(ctx, notify.Target{Kind: t.Kind, URL: t.URL, Keys: t.Keys, Sign: t.Sign, Allow: t.Allow}, m)
	return out, err
}
