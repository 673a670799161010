package workers

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// fetching holds a long poll at every partner whose outbox this hub fetches (我方去取), because
// the partner cannot call it. Several processes may do so at once: what is taken twice gets the
// same receipt.
type fetching struct {
	x    *exchanger
	wait time.Duration
	log  *slog.Logger

	mu    sync.Mutex
	under map[ids.Entry]bool
	all   sync.WaitGroup
}

// look is how soon a partner that became one to fetch from is seen.
const look = 2 * time.Second

// run polls until the context ends.
func (f *fetching) run(ctx context.Context) {
	defer f.all.Wait()
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		peers, err := f.x.office.FetchedPeers(ctx)
		if err != nil && ctx.Err() == nil {
			f.log.WarnContext(ctx, "partners to fetch from could not be read", "err", err)
		}
		for _, p := range peers {
			f.mu.Lock()
			busy := f.under[p.ID]
			f.under[p.ID] = true
			f.mu.Unlock()
			if !busy {
				f.all.Go(func() { f.poll(ctx, p) })
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// poll asks one partner again and again, until it fails or the partner is none to fetch from
// any more; the next look begins anew.
func (f *fetching) poll(ctx context.Context, p casework.Peer) {
	defer func() {
		f.mu.Lock()
		delete(f.under, p.ID)
		f.mu.Unlock()
	}()
	after := ""
	for first := true; ctx.Err() == nil; first = false {
		fresh, err := f.x.office.FetchedPeers(ctx)
		if err != nil {
			return
		}
		known := false
		for _, q := range fresh {
			if q.ID == p.ID {
				p, known = q, true
			}
		}
		if !known {
			return
		}
		if after, err = f.once(ctx, p, after, first); err == nil {
			continue
		}
		if ctx.Err() != nil {
			return
		}
		f.log.WarnContext(ctx, "the outbox of a partner hub could not be fetched", "hub", p.Hub, "err", err)
		if err := f.x.office.PeerMissed(ctx, p, err.Error(), jitter(f.x.probe)); err != nil {
			f.log.WarnContext(ctx, "that could not be noted", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(jitter(f.x.probe)):
		}
		return
	}
}

// once fetches a page, takes what is in it, and answers every message with its receipt. A
// receipt may say that a message was put before its organ: then its files are wanted, and
// brought; at first, too, where an earlier process was stopped in the middle of it.
func (f *fetching) once(ctx context.Context, p casework.Peer, after string, first bool) (string, error) {
	if first {
		if err := f.x.give(ctx, p); err != nil {
			return after, err
		}
	}
	client, err := f.x.office.PartnerClient(ctx, p, f.x.client)
	if err != nil {
		return after, err
	}
	page, err := client.Outbox(ctx, after, f.wait)
	if err != nil {
		return after, err
	}
	for _, raw := range page.Receipts {
		if err := f.x.office.TakeReceipt(ctx, p, raw); err != nil {
			if _, bad := casework.IsInvalid(err); !bad { // what does not hold does not hold the next time either
				return after, err
			}
		}
	}
	for _, raw := range page.Envelopes {
		receipt, err := f.x.office.TakeEnvelope(ctx, p, raw)
		if no, refused := errors.AsType[*casework.Refusal](err); refused {
			receipt, err = no.Receipt, nil
		}
		if err != nil {
			return after, err
		}
		if err := client.SendReceipt(ctx, receipt); err != nil {
			return after, err
		}
	}
	if page.Cursor != "" {
		after = page.Cursor
	}
	if len(page.Receipts) > 0 {
		if err := f.x.give(ctx, p); err != nil {
			return after, err
		}
	}
	return after, f.x.office.PeerAnswered(ctx, p)
}

// give brings the files that a partner wants and cannot fetch.
func (x *exchanger) give(ctx context.Context, p casework.Peer) error {
	if p.Line != casework.LineWeFetch {
		return nil
	}
	client, err := x.office.PartnerClient(ctx, p, x.client)
	if err != nil {
		return err
	}
	wanted, err := client.Wanted(ctx)
	if _, answered := errors.AsType[*federation.Refusal](err); answered {
		return nil
	}
	if err != nil {
		return silent(err)
	}
	for _, w := range wanted {
		if err := x.giveOne(ctx, client, p, w); err != nil {
			return silent(err)
		}
	}
	return nil
}

func (x *exchanger) giveOne(ctx context.Context, client *federation.Client, p casework.Peer, w federation.WantedFile) error {
	f, err := x.office.Attachment(ctx, p, w.SHA256, w.Message)
	if err != nil {
		return nil //nolint:nilerr // destroyed by order, or not ours to give: its message still proves that it was
	}
	defer f.Close()
	if _, err := f.Seek(w.Have, io.SeekStart); err != nil {
		return err
	}
	return client.Give(ctx, w, f)
}
