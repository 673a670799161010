package workers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/workers/job"
)

// Times of the exchange between hubs.
const (
	exchangeTimeout = 10 * time.Second // of one call
	exchangeRound   = jobTimeout - exchangeTimeout - 2*time.Second
)

// exchanger works job.Exchange: a round with one partner hub. The tables are the truth;
// whatever is left behind, by a cut connection or a killed process, is found there by the
// next round.
type exchanger struct {
	river.WorkerDefaults[job.Exchange]
	office *casework.Office
	client *http.Client
	probe  time.Duration
	log    *slog.Logger

	mu       sync.Mutex
	compared sync.Map // partners whose heads were compared since this process began

	under map[ids.Entry]bool // partners with whom a round is under way, and whether another is wanted
}

// Work makes rounds until nothing new was asked for meanwhile.
func (x *exchanger) Work(ctx context.Context, j *river.Job[job.Exchange]) error {
	x.mu.Lock()
	if _, busy := x.under[j.Args.Peer]; busy {
		x.under[j.Args.Peer] = true
		x.mu.Unlock()
		return nil
	}
	x.under[j.Args.Peer] = false
	x.mu.Unlock()
	defer func() {
		x.mu.Lock()
		delete(x.under, j.Args.Peer)
		x.mu.Unlock()
	}()
	until := x.office.Now().Add(exchangeRound)
	for {
		more, err := x.round(ctx, j.Args.Peer, until)
		if err != nil {
			return err
		}
		x.mu.Lock()
		again := x.under[j.Args.Peer] || more
		x.under[j.Args.Peer] = false
		x.mu.Unlock()
		if !again {
			return nil
		}
	}
}

// silence says that the partner did not answer: the rest of the round would not fare better.
type silence struct {
	why  string
	wait time.Duration // what the partner asked for, or the ladder of what it refused
}

func (s *silence) Error() string { return "the partner hub does not answer: " + s.why }

func silent(err error) error { return &silence{why: err.Error()} }

// round delivers messages and receipts, asks for what is missing, and fetches files. more
// says that the partner answers and more waits than one round takes along.
func (x *exchanger) round(ctx context.Context, peer ids.Entry, until time.Time) (more bool, err error) {
	p, out, receipts, err := x.office.Outbox(ctx, peer)
	if err != nil || p.State != casework.PeerTrusted {
		return false, err
	}
	if !p.Calls() {
		return false, x.office.TakeCarried(ctx, p) // it fetches what lies ready, and brings the rest
	}
	now := x.office.Now()
	if p.Renewing(now) {
		gone := p.Expired(now)
		if p, err = x.office.RefreshPeer(ctx, p, x.client); err != nil {
			return false, err
		}
		if gone && !p.Expired(now) { // nothing was taken along for a partner that had expired
			return true, nil
		}
	}
	if p.Expired(now) {
		return false, nil // nothing is sent and nothing accepted; WatchExchange tells the operators
	}
	for _, step := range []func() error{
		func() error { return x.tell(ctx, p) },
		func() error { return x.office.TakeCarried(ctx, p) },
		func() error { return x.ask(ctx, &p, out) },
		func() error { return x.deliver(ctx, p, out, until) },
		func() error { return x.receipts(ctx, p, receipts) },
		func() error { return x.compare(ctx, p) },
		func() error { return x.witness(ctx, p) },
		func() error { return x.catchUp(ctx, p) },
		func() error { return x.fetchRenditions(ctx, p) },
		func() error { return x.fetch(ctx, p) },
		func() error { return x.give(ctx, p) },
	} {
		err := step()
		if no, ok := errors.AsType[*silence](err); ok {
			x.log.WarnContext(ctx, "a partner hub does not answer", "hub", p.Hub, "err", err)
			return false, x.office.PeerMissed(ctx, p, err.Error(), max(jitter(x.probe), no.wait))
		}
		if err != nil {
			return false, err
		}
	}
	full := len(out) == casework.OutboxPage || len(receipts) == casework.OutboxPage
	return full && x.office.Now().Before(until), nil
}

// jitter shortens a wait by up to a quarter: hubs that lost the same line must not all knock
// at the same moment once it is back.
func jitter(wait time.Duration) time.Duration { return wait - rand.N(wait/4+1) }

// ask knocks at the door of a partner that was silent, before anything else: its answer
// releases all that waits, whatever the ladders say. Where it stays silent, the attempt
// counts for the messages whose ladder is due.
func (x *exchanger) ask(ctx context.Context, p *casework.Peer, out []casework.Outgoing) error {
	if p.Failures == 0 {
		return nil
	}
	err := x.compare(ctx, *p)
	no, ok := errors.AsType[*silence](err)
	if !ok {
		p.Failures = 0
		return err
	}
	now := x.office.Now()
	for _, m := range out {
		if m.Next.After(now) {
			continue
		}
		if err := x.office.NotSent(ctx, *p, m, no.why, no.wait); err != nil {
			return err
		}
	}
	return err
}

// busy says that a partner, or a gateway before it, asks to come back later.
func busy(status int) bool {
	return status == http.StatusTooManyRequests || status >= http.StatusInternalServerError
}

// deliver sends messages one after the other and keeps the receipts they come back with.
func (x *exchanger) deliver(ctx context.Context, p casework.Peer, out []casework.Outgoing, until time.Time) error {
	client, err := x.office.PartnerClient(ctx, p, x.client)
	if err != nil {
		return err
	}
	refreshed := false
	for _, m := range out {
		if x.office.Now().After(until) {
			return nil
		}
		d, failed := client.Deliver(ctx, m.Raw)
		if d.Step == federation.Refresh && !refreshed { // its keys or ours may have changed
			refreshed = true
			if p, err = x.office.RefreshPeer(ctx, p, x.client); err != nil {
				return err
			}
			if client, err = x.office.PartnerClient(ctx, p, x.client); err != nil {
				return err
			}
			if d, failed = client.Deliver(ctx, m.Raw); d.Step == federation.Refresh {
				if err := x.office.NotAdmitted(ctx, p); err != nil {
					return err
				}
			}
		}
		if d.Raw != nil && (d.Step == federation.Done || d.Step == federation.Stop) {
			if err := x.office.TakeReceipt(ctx, p, d.Raw); err != nil {
				return err
			}
			if d.Receipt.Reason == string(federation.ReasonKeyExpired) {
				return nil // what follows was sealed anew with it; the next round takes it along
			}
			continue
		}
		why := fmt.Sprintf("the answer is %d", d.Status)
		if failed != nil {
			why = failed.Error()
		}
		if err := x.office.NotSent(ctx, p, m, why, d.RetryAfter); err != nil {
			return err
		}
		no := &silence{why: why, wait: d.RetryAfter}
		if d.Step == federation.Refresh { // it is there, and wants nothing of us
			no.wait, _ = federation.WaitAsked(m.Attempts+1, 0, d.RetryAfter)
		}
		return no
	}
	if len(out) > 0 {
		return x.office.PeerAnswered(ctx, p)
	}
	return nil
}

func (x *exchanger) receipts(ctx context.Context, p casework.Peer, list []casework.Outgoing) error {
	client, err := x.office.PartnerClient(ctx, p, x.client)
	if err != nil {
		return err
	}
	for _, r := range list {
		err := client.SendReceipt(ctx, r.Raw)
		if no, ok := errors.AsType[*federation.Refusal](err); ok && federation.Answer(no.Status) == federation.Stop {
			err = nil // what is not taken is not taken the next time either
		}
		if err != nil {
			return silent(err)
		}
		if err := x.office.ReceiptTaken(ctx, r.ID); err != nil {
			return err
		}
	}
	return nil
}

// compare exchanges heads where the line was down, and once after this process began:
// one of the two hubs may have been restored from an older copy meanwhile.
func (x *exchanger) compare(ctx context.Context, p casework.Peer) error {
	if _, done := x.compared.Load(p.ID); done && p.Failures == 0 {
		return nil
	}
	client, err := x.office.PartnerClient(ctx, p, x.client)
	if err != nil {
		return err
	}
	mine, err := x.office.OwnHeads(ctx, p)
	if err != nil || len(mine) == 0 {
		return err
	}
	asked := make([]federation.Head, len(mine))
	for i, m := range mine {
		asked[i] = m.Head
	}
	theirs, err := client.Heads(ctx, asked)
	if no, answered := errors.AsType[*federation.Refusal](err); answered && !busy(no.Status) {
		return nil // an older hub, or one that does not trust us any more: delivery tells
	}
	if err != nil {
		return silent(err)
	}
	missed, err := x.office.CompareHeads(ctx, p, mine, theirs)
	if err != nil {
		return err
	}
	for _, m := range missed {
		if err := x.askFor(ctx, client, p, m); err != nil {
			return err
		}
	}
	x.compared.Store(p.ID, true)
	return x.office.PeerAnswered(ctx, p)
}

// tell passes our newer edition on before anything else: what follows may be signed by a key
// that it alone names.
func (x *exchanger) tell(ctx context.Context, p casework.Peer) error {
	if !p.Untold() {
		return nil
	}
	own, err := x.office.OwnIdentity(ctx)
	if err != nil {
		return err
	}
	client, err := x.office.PartnerClient(ctx, p, x.client)
	if err != nil {
		return err
	}
	err = client.Tell(ctx, own.Sealed)
	if no, answered := errors.AsType[*federation.Refusal](err); answered && !busy(no.Status) {
		err = nil // an older hub, which asks by itself, or one that does not trust us any more
	}
	if err != nil {
		return silent(err)
	}
	return x.office.EditionTold(ctx, p)
}

// witness looks at the partner's log once an hour.
func (x *exchanger) witness(ctx context.Context, p casework.Peer) error {
	if !p.Unwitnessed(x.office.Now()) {
		return nil
	}
	err := x.office.Witness(ctx, p, x.client)
	if _, answered := errors.AsType[*federation.Refusal](err); answered || errors.Is(err, federation.ErrNoAnswer) {
		return silent(err)
	}
	return err
}

// askFor fetches what a partner has said in a conversation after a number.
func (x *exchanger) askFor(ctx context.Context, client *federation.Client, p casework.Peer, m casework.Missed) error {
	list, _, err := client.CatchUp(ctx, m.Conversation, m.After)
	if _, answered := errors.AsType[*federation.Refusal](err); answered {
		return nil // it knows nothing of it; the alarm of the gap tells the operators
	}
	if err != nil {
		return silent(err)
	}
	for _, raw := range list {
		err := x.office.TakeCaughtUp(ctx, p, raw)
		if _, refused := errors.AsType[*casework.Refusal](err); err != nil && !refused {
			return err
		}
	}
	return nil
}

// catchUp asks for messages that are missing before those that are here.
func (x *exchanger) catchUp(ctx context.Context, p casework.Peer) error {
	gaps, err := x.office.MissedOf(ctx, p)
	if err != nil {
		return err
	}
	client, err := x.office.PartnerClient(ctx, p, x.client)
	if err != nil {
		return err
	}
	for _, g := range gaps {
		if err := x.askFor(ctx, client, p, g); err != nil {
			return err
		}
	}
	return nil
}

// fetch gets the files that messages name, going on where the last attempt broke off.
func (x *exchanger) fetch(ctx context.Context, p casework.Peer) error {
	wanted, err := x.office.WantedFiles(ctx, p)
	if err != nil {
		return err
	}
	for _, w := range wanted {
		if err := x.fetchOne(ctx, p, w); err != nil {
			if failed := x.office.FileMissed(ctx, w, err.Error()); failed != nil {
				return failed
			}
		}
	}
	return nil
}

func (x *exchanger) fetchOne(ctx context.Context, p casework.Peer, w casework.Wanted) error {
	offset, err := x.office.FileOffset(w)
	if err != nil {
		return err
	}
	resp, err := x.request(ctx, p, federation.AttachmentPath(w.Digest, w.Message), offset)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if offset > 0 && resp.StatusCode == http.StatusOK { // it does not do parts: what came before is of no use
		if err := x.office.DropFile(w); err != nil {
			return err
		}
		offset = 0
	} else if resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusPartialContent {
		return fmt.Errorf("the answer is %d", resp.StatusCode)
	}
	return x.office.KeepFile(ctx, p, w, offset, resp.Body)
}

func (x *exchanger) request(ctx context.Context, p casework.Peer, path string, offset int64) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Address+path, nil)
	if err != nil {
		return nil, err
	}
	token, err := x.office.Authorize(ctx, p, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", token)
	if offset > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", offset))
	}
	return x.client.Do(req)
}

// applier works job.ApplyEnvelopes.
type applier struct {
	river.WorkerDefaults[job.ApplyEnvelopes]
	office *casework.Office
	log    *slog.Logger
}

// Work carries out what arrived. What cannot be carried out now is tried again by the
// next sweep and holds up its own conversation alone.
func (w *applier) Work(ctx context.Context, _ *river.Job[job.ApplyEnvelopes]) error {
	if _, err := w.office.ApplyStored(ctx); err != nil {
		w.log.ErrorContext(ctx, "a message of another hub could not be carried out", "err", err)
	}
	return nil
}

// exchangeSweeper works job.SweepExchange: what a lost job left behind.
type exchangeSweeper struct {
	river.WorkerDefaults[job.SweepExchange]
	office *casework.Office
}

// Work enqueues a round for everybody for whom something waits.
func (w *exchangeSweeper) Work(ctx context.Context, _ *river.Job[job.SweepExchange]) error {
	if err := w.office.WakeExchange(ctx); err != nil {
		return err
	}
	return w.office.WatchExchange(ctx)
}
