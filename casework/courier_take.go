package casework

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
	"github.com/xianjie-hub/xianjie/workers/job"
)

// TakenBundle says what became of a bundle that a courier brought.
type TakenBundle struct {
	ID       federation.Message
	From     string // name of the hub that wrote it
	At       time.Time
	Messages []BundleMessage
	Receipts int // of theirs for ours, that hold
	Refused  int // receipts that do not hold
	Files    int
}

// BundleMessage is one message of a bundle: taken, or why not.
type BundleMessage struct {
	ID     federation.Message
	Case   ids.Case
	Seq    int64
	Reason federation.Reason // empty: taken, now or before
}

// TakeBundle takes what a courier brought. Every message is verified, stored and
// answered with the receipt it would have got over the line, and the same bundle again
// changes nothing. A bundle that does not hold as a whole is refused as a whole.
func (o *Office) TakeBundle(ctx context.Context, a Actor, file io.ReaderAt, size int64) (c TakenBundle, err error) {
	if !o.Access.AllowsOrgan(a.principal(), "bundle.import", access.Organ{Agency: a.Agency, Relation: "own"}) {
		return c, denied("bundle.import")
	}
	t := &taking{Office: o, now: o.Now()}
	err = t.take(ctx, file, size)
	if bad, ok := IsInvalid(err); ok {
		words := bad.Reason.Words()
		return c, fault.New(fault.Invalid, "bundle."+string(bad.Reason), fault.T("交换包未被采信："+words.ZH, "The bundle was not taken: "+words.EN))
	}
	if err != nil {
		return c, err
	}
	return t.out, o.bundleTaken(ctx, a, t.peer, t.out, t.now)
}

// taking is a bundle being taken.
type taking struct {
	*Office
	now    time.Time
	bundle *federation.Bundle
	peer   Peer
	out    TakenBundle
}

// take reads the files before the messages: what came with them is there when they are
// carried out.
func (t *taking) take(ctx context.Context, file io.ReaderAt, size int64) (err error) {
	if t.bundle, err = federation.ReadBundle(file, size); err != nil {
		return err
	}
	if err := t.writer(ctx); err != nil {
		return err
	}
	m := t.bundle.Manifest
	t.out = TakenBundle{ID: m.ID, From: m.From, At: m.CreatedAt}
	for _, step := range []func(context.Context) error{t.files, t.envelopes, t.renditions, t.receipts} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// writer finds the partner that wrote the bundle for us.
func (t *taking) writer(ctx context.Context) error {
	peers, err := t.trusted(ctx)
	if err != nil {
		return err
	}
	for _, p := range peers {
		if p.Hub == t.bundle.Manifest.From {
			t.peer = p
		}
	}
	switch {
	case t.peer.ID.IsZero():
		return &federation.Invalid{Reason: federation.ReasonUnknownSender}
	case t.bundle.Manifest.To != t.Hub:
		return &federation.Invalid{Reason: federation.ReasonWrongRecipient}
	}
	// The bundle brings its writer's metadata, signed by the root that is pinned: without a line
	// a new organ or key is learnt from it.
	if t.bundle.Metadata != nil {
		if err := t.renewPeer(ctx, t.peer, t.bundle.Metadata, true); err != nil {
			return err
		}
		if t.peer, err = t.peerNow(ctx, t.peer); err != nil {
			return err
		}
	}
	if t.peer.Expired(t.now) {
		return &federation.Invalid{Reason: federation.ReasonExpired}
	}
	_, err = t.bundle.Verify(t.peer.keys().Find, t.now)
	return err
}

// each reads the small entries of a kind. One that is broken does not spoil its
// neighbours.
func (t *taking) each(kind federation.EntryKind, f func(raw []byte) error) error {
	for _, e := range t.bundle.Manifest.Entries {
		if e.Kind != kind {
			continue
		}
		raw, err := t.bundle.Read(e)
		if err == nil {
			err = f(raw)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// files puts the bytes that messages of the bundle name where their digest finds them;
// a file that nothing names stays outside.
func (t *taking) files(ctx context.Context) error {
	named := map[federation.Hash]bool{}
	opener := federation.Opener{Hub: t.Hub, Keys: t.peer.keys().Find, Understands: understands}
	if err := t.each(federation.InEnvelopes, func(raw []byte) error {
		if opened, err := opener.Open(raw, t.now); err == nil { // what does not hold is refused in its turn
			for _, at := range opened.Attachments {
				named[at.SHA256] = true
			}
		}
		return nil
	}); err != nil {
		return err
	}
	for _, e := range t.bundle.Manifest.Entries {
		if e.Kind != federation.InAttachments || !named[e.SHA256] {
			continue
		}
		if err := t.file(ctx, e); err != nil {
			return err
		}
		t.out.Files++
	}
	return nil
}

func (t *taking) file(ctx context.Context, e federation.Entry) error {
	r, err := t.bundle.Open(e)
	if err != nil {
		return err
	}
	defer r.Close()
	if _, err := t.Blobs.Put(ctx, r, e.Bytes); err != nil { // its last read fails if the digest is another
		return err
	}
	return t.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error { return q.NoteCarried(ctx, t.peer.ID, e.SHA256[:], t.now) })
}

func (t *taking) envelopes(ctx context.Context) error {
	opener := federation.Opener{Hub: t.Hub, Keys: t.peer.keys().Find, Understands: understands}
	return t.each(federation.InEnvelopes, func(raw []byte) error {
		m := BundleMessage{}
		if opened, err := opener.Open(raw, t.now); err == nil {
			m.ID, m.Seq = opened.ID, opened.Seq
			_, m.Case, _ = opened.Conversation.Split() // checked by Open
		}
		_, err := t.takeEnvelope(ctx, t.peer, raw, nil)
		if no, ok := errors.AsType[*Refusal](err); ok {
			m.Reason, err = no.Reason, nil
		}
		t.out.Messages = append(t.out.Messages, m)
		return err
	})
}

// renditions keeps the readable text of the messages that the bundle brought. One that is not
// what its message names is left out: it is asked for over the line.
func (t *taking) renditions(ctx context.Context) error {
	carried := map[federation.Hash]federation.Entry{}
	for _, e := range t.bundle.Manifest.Entries {
		if e.Kind == federation.InAttachments && e.Bytes <= federation.MaxRendition {
			carried[e.SHA256] = e
		}
	}
	opener := federation.Opener{Hub: t.Hub, Keys: t.peer.keys().Find, Understands: understands}
	return t.each(federation.InEnvelopes, func(raw []byte) error {
		opened, err := opener.Open(raw, t.now)
		if err != nil || opened.Rendition == nil {
			return nil // refused in its turn
		}
		e, there := carried[opened.Rendition.SHA256]
		if !there {
			return nil
		}
		r, err := t.bundle.Open(e)
		if err != nil {
			return err
		}
		defer r.Close()
		body, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		err = t.KeepRendition(ctx, t.peer, opened.ID, body)
		if _, bad := IsInvalid(err); bad || fault.KindOf(err) == fault.Missing { // of a message that was refused
			return nil
		}
		return err
	})
}

func (t *taking) receipts(ctx context.Context) error {
	return t.each(federation.InReceipts, func(raw []byte) error {
		err := t.TakeReceipt(ctx, t.peer, raw)
		if _, bad := IsInvalid(err); bad {
			t.out.Refused++
			return nil
		}
		t.out.Receipts++
		return err
	})
}

// bundleTaken records that a bundle was brought, and lets the workers go on with it.
func (o *Office) bundleTaken(ctx context.Context, a Actor, p Peer, c TakenBundle, now time.Time) error {
	return o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		if err := q.LockConversation(ctx, p.Hub+" bundle"); err != nil { // two couriers at once
			return err
		}
		if _, err := o.enter(ctx, q, q, entry{
			Subject: record.Subject{Kind: conversationSubject, ID: p.Hub + " bundle"}, Kind: "bundle.take", OccurredAt: c.At, RecordedAt: now, Agency: a.Agency, Actor: a,
			Fields: map[string]any{"bundle": c.ID.String(), "hub": p.Hub, "messages": len(c.Messages), "receipts": c.Receipts, "refused": c.Refused, "files": c.Files},
		}); err != nil {
			return err
		}
		_, err := o.Jobs.InsertManyFastTx(ctx, tx, append([]river.InsertManyParams{{Args: job.ApplyEnvelopes{}}}, o.exchangeJobs(p.ID)...))
		return err
	})
}

// TakeCarried gives files that a partner's bundle brought to the messages that name them.
// It needs the rights of a worker.
func (o *Office) TakeCarried(ctx context.Context, p Peer) error {
	var list []Wanted
	if err := o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		rows, err := q.CarriedFiles(ctx, p.ID, OutboxPage)
		for _, r := range rows {
			list = append(list, Wanted{federation.Message(r.EnvelopeID), r.EvidenceID, federation.Hash(r.Sha256), r.Size, int(r.Attempts), r.CaseID, r.Name})
		}
		return err
	}); err != nil {
		return err
	}
	for _, w := range list {
		blob, err := o.Blobs.Verify(ctx, blobs.Digest(w.Digest))
		if errors.Is(err, blobs.ErrDamaged) || fault.KindOf(err) == fault.Missing {
			continue // fetched over the line instead
		}
		if err == nil {
			err = o.fileArrived(ctx, p, w, blob)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
