package casework

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
	"github.com/xianjie-hub/xianjie/workers/job"
)

// What the workers of the exchange do. All of it needs the rights of a worker.

// Outgoing is a message that waits for its receipt.
type Outgoing struct {
	ID       ids.Entry
	Raw      []byte
	Attempts int
	Since    time.Time
	Next     time.Time // when its ladder wants the next attempt

	caseID ids.Case
}

// OutboxPage is how many messages one round takes along.
const OutboxPage = 100

// Outbox gives what waits for a partner: messages in the order in which they were
// written, and our receipts for its messages. For one whose metadata have expired nothing does.
func (o *Office) Outbox(ctx context.Context, peer ids.Entry) (p Peer, out []Outgoing, receipts []Outgoing, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		row, err := q.ReadPeer(ctx, peer)
		if err != nil {
			return orMissing(err)
		}
		if p, err = peerOf(row); err != nil || p.State != PeerTrusted || p.Expired(o.Now()) {
			return err
		}
		rows, err := q.PendingEnvelopes(ctx, peer, OutboxPage)
		if err != nil {
			return err
		}
		for _, r := range rows {
			out = append(out, Outgoing{ID: r.ID, Raw: r.Raw, Attempts: int(r.Attempts), Since: r.Since, Next: r.NextAt, caseID: r.CaseID})
		}
		unsent, err := q.UnsentReceipts(ctx, peer, OutboxPage)
		for _, r := range unsent {
			receipts = append(receipts, Outgoing{ID: r.ID, Raw: r.Jws})
		}
		return err
	})
	return p, out, receipts, err
}

// Authorize signs one request to a partner.
func (o *Office) Authorize(ctx context.Context, p Peer, method, path string, body []byte) (string, error) {
	by, err := o.hubSigner(ctx)
	if err != nil {
		return "", err
	}
	return federation.Request{Hub: o.Hub, Audience: p.Hub, Method: method, Path: path, Body: federation.HashOf(body), IssuedAt: o.Now()}.Authorize(by)
}

// PartnerClient speaks to a partner in this hub's name.
func (o *Office) PartnerClient(ctx context.Context, p Peer, over *http.Client) (*federation.Client, error) {
	by, err := o.hubSigner(ctx)
	if err != nil {
		return nil, err
	}
	return &federation.Client{
		Self: by, Hub: o.Hub, Peer: p.Hub, Endpoints: []string{p.Address}, Opener: federation.Opener{Hub: o.Hub, Keys: p.keys().Find}, Clock: o.Now, HTTP: over,
	}, nil
}

// ReceiptTaken notes that the partner has a receipt of ours.
func (o *Office) ReceiptTaken(ctx context.Context, id ids.Entry) error {
	return o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error { return q.ReceiptSent(ctx, o.Now(), id) })
}

// PeerAnswered notes that a partner is there: what waits need not wait longer.
func (o *Office) PeerAnswered(ctx context.Context, p Peer) error {
	return o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error { return q.SeePeer(ctx, o.Now(), p.ID) })
}

// NotSent notes an attempt that failed. After the last rung the message is a task for
// people (死信), and its organ is told.
func (o *Office) NotSent(ctx context.Context, p Peer, m Outgoing, why string, after time.Duration) error {
	now := o.Now()
	wait, alive := federation.WaitAsked(m.Attempts+1, now.Sub(m.Since), after)
	return o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		state := "pending"
		if !alive {
			state = "dead"
			if _, err := q.LockCase(ctx, m.caseID); err != nil { // before its message, as by every act
				return err
			}
		}
		if err := q.EnvelopeFailed(ctx, dbsqlc.EnvelopeFailedParams{ID: m.ID, NextAt: now.Add(wait), Error: clip(why), State: state}); err != nil {
			return err
		}
		if alive {
			return nil
		}
		row, err := q.ReadEnvelope(ctx, m.ID)
		if err != nil {
			return err
		}
		return o.notArrived(ctx, tx, q, p, row, fault.T("多日未能送达，请改用光盘、U盘等方式递送", "It could not be delivered for days; send it by courier"), LevelUrgent)
	})
}

// PeerMissed notes that a partner did not answer, and when to ask it again.
func (o *Office) PeerMissed(ctx context.Context, p Peer, why string, again time.Duration) error {
	return o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		return q.MissPeer(ctx, clip(why), o.Now().Add(again), p.ID)
	})
}

func clip(s string) string {
	if r := []rune(s); len(r) > 300 {
		return string(r[:300])
	}
	return s
}

// Missed is a conversation in which messages of the partner are missing.
type Missed struct {
	Conversation federation.Conversation
	After        int64
	Since        time.Time
}

// MissedOf finds what came too early: something before it is missing.
func (o *Office) MissedOf(ctx context.Context, p Peer) (list []Missed, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		rows, err := q.ConversationsWithGaps(ctx, p.ID)
		for _, r := range rows {
			if r.FirstStored > r.Applied+1 {
				list = append(list, Missed{federation.Conversation(r.Conversation), r.Applied, r.Since})
			}
		}
		return err
	})
	return list, err
}

// Wanted is a file that a message names and that is not here yet.
type Wanted struct {
	Message  federation.Message
	Evidence ids.Evidence
	Digest   federation.Hash
	Size     int64
	Attempts int

	caseID ids.Case
	name   string
}

// WantedFiles lists what is to be fetched from a partner.
func (o *Office) WantedFiles(ctx context.Context, p Peer) (list []Wanted, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		rows, err := q.WantedFiles(ctx, p.ID, o.Now(), OutboxPage)
		for _, r := range rows {
			list = append(list, Wanted{federation.Message(r.EnvelopeID), r.EvidenceID, federation.Hash(r.Sha256), r.Size, int(r.Attempts), r.CaseID, r.Name})
		}
		return err
	})
	return list, err
}

// FileOffset is how much of a file came already.
func (o *Office) FileOffset(w Wanted) (int64, error) { return o.Blobs.Begin(w.Evidence) }

// DropFile forgets what came of a file: the partner sends it from the beginning.
func (o *Office) DropFile(w Wanted) error { return o.Blobs.Abandon(w.Evidence) }

// KeepFile takes the bytes of a file from an offset on. It counts as delivered only
// when the whole has the digest that the signed message names.
func (o *Office) KeepFile(ctx context.Context, p Peer, w Wanted, offset int64, r io.Reader) error {
	if _, err := o.Blobs.Begin(w.Evidence); err != nil {
		return err
	}
	length, err := o.Blobs.Append(ctx, w.Evidence, offset, r, w.Size)
	if err != nil {
		return err
	}
	if length < w.Size {
		return fmt.Errorf("%d of %d bytes", length, w.Size)
	}
	blob, err := o.Blobs.Finish(ctx, w.Evidence, blobs.Digest(w.Digest))
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Kind == fault.Invalid { // other bytes than the message names
		return errors.Join(errSpoiled, o.fileSpoiled(ctx, p, w))
	}
	if err != nil {
		return err
	}
	return o.fileArrived(ctx, p, w, blob)
}

// fileArrived enters that the bytes of a file are here, whichever way they came.
func (o *Office) fileArrived(ctx context.Context, p Peer, w Wanted, blob blobs.Blob) error {
	now := o.Now()
	return o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		if _, err := q.LockCase(ctx, w.caseID); err != nil {
			return err
		}
		if err := q.BlobArrived(ctx, blob.SM3[:], blob.Detected, blob.SHA256[:]); err != nil {
			return err
		}
		if err := q.FileHeld(ctx, now, blob.SHA256[:], p.ID); err != nil {
			return err
		}
		from, err := arrivedFrom(ctx, q, w)
		if err != nil {
			return err
		}
		_, err = o.enter(ctx, q, q, entry{
			Case: w.caseID, Kind: "evidence.arrive", OccurredAt: now, RecordedAt: now, Agency: from, Actor: Actor{Agency: from, Name: p.Hub},
			Fields: map[string]any{
				"evidence": w.Evidence.String(), "name": w.name, "sha256": blob.SHA256.String(), "sm3": hex.EncodeToString(blob.SM3[:]), "size": blob.Size,
				"envelope": w.Message.String(),
			},
		})
		return err
	})
}

// FileMissed notes that a file could not be fetched.
func (o *Office) FileMissed(ctx context.Context, w Wanted, why string) error {
	wait, _ := federation.Wait(w.Attempts+1, 0)
	return o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		return q.FileFailed(ctx, dbsqlc.FileFailedParams{EnvelopeID: ids.Entry(w.Message), EvidenceID: w.Evidence, NextAt: o.Now().Add(wait), Error: clip(why)})
	})
}

// WakeExchange enqueues a round for every partner for whom something waits, and what
// arrived and was not carried out.
func (o *Office) WakeExchange(ctx context.Context) error {
	now := o.Now()
	return o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		peers, err := q.PendingPeers(ctx, now)
		if err != nil {
			return err
		}
		if _, err := q.DropNonces(ctx, now.Add(-4*federation.MaxSkew)); err != nil {
			return err
		}
		jobs := []river.InsertManyParams{{Args: job.ApplyEnvelopes{}}}
		for _, p := range peers {
			jobs = append(jobs, o.exchangeJobs(p)...)
		}
		_, err = o.Jobs.InsertManyTx(ctx, tx, jobs)
		return err
	})
}
