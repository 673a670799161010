package casework

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Who can call whom between two hubs (线路方向). Beyond the way it takes nothing differs: the
// same bytes, the same receipts, the same order.
const (
	LineBoth      = "both"       // each calls the other
	LineTheyFetch = "they_fetch" // 对方来取: the partner sits behind a gatekeeper and is never called
	LineWeFetch   = "we_fetch"   // 我方去取: this hub does
)

// Calls says that the partner may be called.
func (p Peer) Calls() bool { return p.Line != LineTheyFetch }

// SetPeerLine says who can call whom. It changes no trust and needs one person.
func (o *Office) SetPeerLine(ctx context.Context, a Actor, organ ids.Agency, hub, line string) error {
	return o.changeOrgan(ctx, a, organ, "peer.edit", func(c organChange) error {
		if !slices.Contains([]string{LineBoth, LineTheyFetch, LineWeFetch}, line) {
			return invalid("body.line", "应为双向、对方来取或者我方去取", "both, they_fetch or we_fetch")
		}
		row, err := c.q.ReadPeerByHub(ctx, hub)
		if err != nil {
			return orMissing(err)
		}
		n, err := c.q.SetPeerLine(ctx, line, row.ID)
		if err != nil || n == 0 {
			return err
		}
		_, err = c.enter(ctx, "peer.line", map[string]any{"hub": hub, "line": line, "was": row.Line})
		return err
	})
}

// FetchedPeers are trusted partners whose outbox is fetched from here.
func (o *Office) FetchedPeers(ctx context.Context) ([]Peer, error) {
	list, err := o.trusted(ctx)
	return slices.DeleteFunc(list, func(p Peer) bool { return p.Line != LineWeFetch || p.Expired(o.Now()) }), err
}

// LiesReady says whether anything lies ready for a partner that fetches it.
func (o *Office) LiesReady(ctx context.Context, p Peer) (waits bool, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		waits, err = q.OutboxWaits(ctx, p.ID)
		return err
	})
	return waits, err
}

// OfferOutbox gives a partner a page of what lies ready for it, and takes its word that the
// receipts of the page before have arrived. Messages stay until their receipt has come.
func (o *Office) OfferOutbox(ctx context.Context, p Peer, after federation.Cursor) (out federation.Outbox, err error) {
	now := o.Now()
	var messages []dbsqlc.OutboxOfRow
	if err := o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		if !after.IsZero() {
			if err := q.OfferedTaken(ctx, now, p.ID, after); err != nil {
				return err
			}
		}
		rows, err := q.UnsentReceipts(ctx, p.ID, OutboxPage)
		if err != nil {
			return err
		}
		var offered []ids.Entry
		for _, r := range rows {
			out.Receipts, offered = append(out.Receipts, r.Jws), append(offered, r.ID)
		}
		if len(offered) > 0 {
			page := ids.New[federation.Cursor](now)
			out.Cursor = page.String()
			if err := q.OfferReceipts(ctx, page, offered); err != nil {
				return err
			}
		}
		messages, err = q.OutboxOf(ctx, p.ID, outboxMessages)
		return err
	}); err != nil {
		return out, err
	}
	for _, m := range messages {
		raw, err := o.bytesOf(ctx, m.AgencyID, m.ID)
		if err != nil {
			return out, err
		}
		out.Envelopes = append(out.Envelopes, raw)
	}
	return out, nil
}

// outboxMessages bounds a page: so many of the largest messages are what a client reads.
const outboxMessages = 30

// GivenFiles lists what messages of a partner name and it is to bring, with how much of each is
// here.
func (o *Office) GivenFiles(ctx context.Context, p Peer) ([]federation.WantedFile, error) {
	list, err := o.WantedFiles(ctx, p)
	if err != nil {
		return nil, err
	}
	readable, err := o.WantedRenditions(ctx, p)
	if err != nil {
		return nil, err
	}
	out := make([]federation.WantedFile, len(list), len(list)+len(readable))
	for _, w := range readable {
		out = append(out, federation.WantedFile{Message: w.Message, SHA256: w.SHA256, Bytes: w.Bytes})
	}
	for i, w := range list {
		have, err := o.FileOffset(w)
		if err != nil {
			return nil, err
		}
		out[i] = federation.WantedFile{Message: w.Message, SHA256: w.Digest, Bytes: w.Size, Have: min(have, w.Size)}
	}
	return out, nil
}

// TakeGiven takes the bytes of a file that a partner brings, from an offset on. Complete and of
// the digest that its message names it is given to the message by the workers, like one that a
// courier brought.
func (o *Office) TakeGiven(ctx context.Context, p Peer, digest federation.Hash, named federation.Message, offset, size int64, r io.Reader) error {
	list, err := o.WantedFiles(ctx, p)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(w Wanted) bool { return w.Message == named && w.Digest == digest && w.Size == size })
	if i < 0 {
		return o.takeGivenRendition(ctx, p, digest, named, offset, size, r)
	}
	w := list[i]
	have, err := o.FileOffset(w)
	if err != nil {
		return err
	}
	if have != offset {
		return fault.New(fault.Clash, "exchange.offset", fault.T(fmt.Sprintf("已有 %d 字节，请从该处继续", have), fmt.Sprintf("%d bytes are here; go on from there", have)))
	}
	length, err := o.Blobs.Append(ctx, w.Evidence, offset, r, size)
	if err != nil {
		return err
	}
	if length < size {
		return fault.New(fault.Invalid, "exchange.short", fault.T("文件没有传完，可以继续", "The file broke off; go on with it"))
	}
	blob, err := o.Blobs.Finish(ctx, w.Evidence, blobs.Digest(digest))
	if fault.KindOf(err) == fault.Invalid {
		return &federation.Invalid{Reason: federation.ReasonBadSignature, Detail: "the digest of the file is another"}
	}
	if err != nil {
		return err
	}
	return o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		if err := q.NoteCarried(ctx, p.ID, blob.SHA256[:], o.Now()); err != nil {
			return err
		}
		_, err := o.Jobs.InsertManyFastTx(ctx, tx, o.exchangeJobs(p.ID))
		return err
	})
}

// takeGivenRendition takes a readable text that a partner brings: it is small, and comes whole.
func (o *Office) takeGivenRendition(ctx context.Context, p Peer, digest federation.Hash, named federation.Message, offset, size int64, r io.Reader) error {
	list, err := o.WantedRenditions(ctx, p)
	if err != nil {
		return err
	}
	if offset != 0 || !slices.ContainsFunc(list, func(w WantedRendition) bool { return w.Message == named && w.SHA256 == digest && w.Bytes == size }) {
		return missing()
	}
	body, err := io.ReadAll(io.LimitReader(r, size+1))
	if err != nil {
		return err
	}
	return o.KeepRendition(ctx, p, named, body)
}

// FetchWait is how long the outbox of a partner is waited for at a time.
const FetchWait = 20 * time.Second
