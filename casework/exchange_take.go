package casework

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
	"github.com/xianjie-hub/xianjie/workers/job"
)

// Admit says which trusted partner a request comes from. The token is good for this
// request alone and only once; every other caller gets the federation.Invalid that says
// why.
func (o *Office) Admit(ctx context.Context, token string, want federation.Request) (Peer, error) {
	now := o.Now()
	want.Audience = o.Hub
	peers, err := o.trusted(ctx)
	if err != nil {
		return Peer{}, err
	}
	keys := federation.Keys{}
	for _, p := range peers {
		keys.Learn(&p.Metadata)
	}
	r, err := federation.Opener{Hub: o.Hub, Keys: keys.Find}.CheckRequest(token, want, now)
	if err != nil { // a key that is not known may be the partner's new one
		i, fresh, failed := o.learnClaimed(ctx, peers, token, err)
		if failed != nil {
			return Peer{}, failed
		}
		if i < 0 {
			return Peer{}, err
		}
		peers[i] = fresh
		keys.Learn(&fresh.Metadata)
		if r, err = (federation.Opener{Hub: o.Hub, Keys: keys.Find}).CheckRequest(token, want, now); err != nil {
			return Peer{}, err
		}
	}
	for _, p := range peers {
		if p.Hub != r.Hub {
			continue
		}
		if !p.Metadata.Standing(now).MayExchange() {
			return Peer{}, &federation.Invalid{Reason: federation.ReasonExpired}
		}
		return p, o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
			fresh, err := q.UseNonce(ctx, p.ID, r.Nonce.String(), now)
			if err != nil {
				return err
			}
			if fresh == 0 {
				return &federation.Invalid{Reason: federation.ReasonReplay}
			}
			return q.SeePeer(ctx, now, p.ID)
		})
	}
	return Peer{}, &federation.Invalid{Reason: federation.ReasonUnknownSender}
}

// trusted are the partners that are exchanged with.
func (o *Office) trusted(ctx context.Context) (list []Peer, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		rows, err := q.ListPeers(ctx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.State != PeerTrusted {
				continue
			}
			p, err := peerOf(r)
			if err != nil {
				return err
			}
			list = append(list, p)
		}
		return nil
	})
	return list, err
}

// Refusal is what became of a message that did not arrive: why, and the signed receipt
// that says so.
type Refusal struct {
	Reason  federation.Reason
	Receipt []byte
}

func (r *Refusal) Error() string { return "refused: " + string(r.Reason) }

// TakeEnvelope verifies a message, stores it byte for byte and gives the signed receipt
// of its arrival (到达): the receipt exists only once the message is durable. The same
// bytes again get the same receipt. What does not hold is a *Refusal, kept with the
// message, and an alarm to the operators.
func (o *Office) TakeEnvelope(ctx context.Context, from Peer, raw []byte) (receipt []byte, err error) {
	now := o.Now()
	return o.takeEnvelope(ctx, from, raw, &now)
}

// TakeCaughtUp takes a message that we asked the partner for. Nobody waits there for the
// receipt: it goes with the next round.
func (o *Office) TakeCaughtUp(ctx context.Context, from Peer, raw []byte) error {
	_, err := o.takeEnvelope(ctx, from, raw, nil)
	return err
}

// takeEnvelope takes a message whichever way it came. told is when its sender learns of
// the receipt: at once where it waits for the answer, later where a courier came or we asked for it.
func (o *Office) takeEnvelope(ctx context.Context, from Peer, raw []byte, told *time.Time) (receipt []byte, err error) {
	now := o.Now()
	opened, err := federation.Opener{Hub: o.Hub, Keys: from.keys().Find, Understands: understands}.Open(raw, now)
	if err != nil { // a key or an organ that is not known may stand in a newer edition
		fresh, newer, failed := o.learn(ctx, from, err)
		if failed != nil {
			return nil, failed
		}
		if newer {
			from = fresh
			opened, err = federation.Opener{Hub: o.Hub, Keys: from.keys().Find, Understands: understands}.Open(raw, now)
		}
	}
	if bad, ok := errors.AsType[*federation.Invalid](err); ok {
		return nil, o.refuseEnvelope(ctx, from, raw, bad.Claimed, bad.Reason, now)
	}
	if err != nil {
		return nil, err
	}
	act := readAct(&opened.Envelope)
	var verdict federation.Verdict
	var unknown bool
	err = o.write(ctx, Actor{Agency: opened.To.Agency}, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		if err := q.LockConversation(ctx, from.Hub+" "+string(opened.Conversation)); err != nil {
			return err
		}
		known, err := knownOf(ctx, q, from, &opened)
		if err != nil {
			return err
		}
		switch verdict = federation.Judge(known, opened.Arrival()); verdict {
		case federation.Duplicate:
			receipt, err = q.ReadEnvelopeReceipt(ctx, ids.Entry(opened.ID), true, string(federation.Received))
			return err
		case federation.Deliver, federation.Hold:
			organ, err := q.ReadAgency(ctx, opened.To.Agency)
			if noRows(err) || err == nil && organ.Peer != "" {
				unknown = true
				return nil
			}
			if err != nil {
				return err
			}
			receipt, err = o.storeEnvelope(ctx, tx, q, from, &opened, act, now, told)
			return err
		case federation.Equivocation:
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case unknown:
		return nil, o.refuseEnvelope(ctx, from, raw, &opened.Envelope, federation.ReasonWrongRecipient, now)
	case verdict == federation.Equivocation:
		return nil, o.refuseEnvelope(ctx, from, raw, &opened.Envelope, federation.ReasonEquivocation, now)
	}
	return receipt, nil
}

// understands names what this hub knows of must_understand: nothing beyond the frame.
func understands(string) bool { return false }

// knownOf reads what is held around an arriving message.
func knownOf(ctx context.Context, q *dbsqlc.Queries, from Peer, e *federation.Opened) (k federation.Known, err error) {
	at := func(seq int64) (row dbsqlc.Envelope, there bool, err error) {
		row, err = q.EnvelopeAt(ctx, dbsqlc.EnvelopeAtParams{PeerID: from.ID, Outgoing: false, Conversation: string(e.Conversation), Seq: seq})
		if noRows(err) {
			return row, false, nil
		}
		return row, err == nil, err
	}
	same, err := q.ReadEnvelope(ctx, ids.Entry(e.ID))
	switch {
	case err == nil && !same.Outgoing && same.PeerID == from.ID:
		k.SameID = federation.Hash(same.Hash)
	case err == nil: // an id that somebody else gave
		k.SameID = federation.HashOf([]byte("another's"))
	case !noRows(err):
		return k, err
	}
	row, there, err := at(e.Seq)
	if err != nil {
		return k, err
	}
	if there {
		k.SameSeq = federation.Hash(row.Hash)
	}
	if row, there, err = at(e.Seq + 1); err != nil {
		return k, err
	} else if there {
		k.NextPrev = federation.Hash(row.Prev)
	}
	if row, there, err = at(e.Seq - 1); err != nil {
		return k, err
	} else if there {
		k.Before = federation.Hash(row.Hash)
	}
	heads, err := q.ConversationHeads(ctx, from.ID, string(e.Conversation))
	if err != nil || heads.Applied == 0 {
		return k, err
	}
	row, _, err = at(heads.Applied)
	k.Last = federation.Point{Seq: heads.Applied, Hash: federation.Hash(row.Hash)}
	return k, err
}

// storeEnvelope keeps a message that holds, with an event of its arrival and the
// receipt that names the event.
func (o *Office) storeEnvelope(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, from Peer, e *federation.Opened, act *wireAct, now time.Time, told *time.Time) ([]byte, error) {
	_, id, err := e.Conversation.Split()
	if err != nil {
		return nil, err
	}
	ev, err := o.enter(ctx, q, q, entry{
		Subject: record.Subject{Kind: conversationSubject, ID: from.Hub + " " + string(e.Conversation)}, Kind: "envelope.arrive", OccurredAt: now, RecordedAt: now,
		Agency: e.From.Agency, Actor: Actor{Agency: e.To.Agency, Name: from.Hub},
		Fields: map[string]any{"message": e.ID.String(), "sha256": e.Hash.String(), "seq": e.Seq, "type": e.Type},
	})
	if err != nil {
		return nil, err
	}
	r, sealed, err := o.receipt(ctx, q, &e.Envelope, ev, federation.Receipt{Kind: federation.Received, EnvelopeHash: e.Hash, Agency: e.To.Agency, Time: now})
	if err != nil {
		return nil, err
	}
	if err := q.InsertEnvelope(ctx, dbsqlc.InsertEnvelopeParams{
		ID: ids.Entry(e.ID), PeerID: from.ID, Conversation: string(e.Conversation), CaseID: id, Seq: e.Seq, Observed: e.Observed.Seq, Type: e.Type,
		Action: string(act.Action), Hash: e.Hash[:], Prev: e.Prev[:], FromID: e.From.Agency, AgencyID: e.To.Agency, OccurredAt: act.OccurredAt, State: "stored",
		NextAt: now, CreatedAt: now, ReceivedAt: &now,
	}); err != nil {
		return nil, err
	}
	if err := q.InsertEnvelopeBytes(ctx, ids.Entry(e.ID), e.To.Agency, e.Raw); err != nil {
		return nil, err
	}
	if err := keepRendition(ctx, q, from.ID, &e.Envelope, false, e.To.Agency, nil, now); err != nil {
		return nil, err
	}
	if err := keepReceipt(ctx, q, from.ID, e.ID, r, sealed, told); err != nil {
		return nil, err
	}
	if _, err := o.Jobs.InsertManyFastTx(ctx, tx, []river.InsertManyParams{{Args: job.ApplyEnvelopes{}}}); err != nil {
		return nil, err
	}
	return sealed, nil
}

// conversationSubject is the kind of the chains that hold what arrived from other hubs.
const conversationSubject = "conversation"

// refuseEnvelope keeps what was refused and answers with a signed receipt: the same
// bytes again get the same one.
func (o *Office) refuseEnvelope(ctx context.Context, from Peer, raw []byte, claimed *federation.Envelope, reason federation.Reason, now time.Time) error {
	hash := federation.HashOf(raw)
	out := &Refusal{Reason: reason}
	err := o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		earlier, err := q.ReadRefusal(ctx, from.ID, hash[:])
		if err == nil {
			out.Receipt = earlier
			return nil
		}
		if !noRows(err) {
			return err
		}
		r := (&federation.Invalid{Reason: reason, Claimed: claimed}).Receipt(raw)
		r.ID, r.Hub, r.Time = ids.New[ids.Receipt](now), o.Hub, now
		message := ""
		if claimed != nil {
			message = claimed.ID.String()
		}
		signers, err := o.signers(ctx, q, ids.Agency{})
		if err != nil {
			return err
		}
		if out.Receipt, err = federation.SealReceipt(r, signers...); err != nil {
			return err
		}
		kept := raw
		if len(kept) > federation.MaxEnvelope {
			kept = kept[:federation.MaxEnvelope]
		}
		if _, err := q.InsertRefusal(ctx, dbsqlc.InsertRefusalParams{
			ID: ids.New[ids.Entry](now), PeerID: from.ID, Message: message, Hash: hash[:], Code: string(reason), Raw: kept, Receipt: out.Receipt, At: now,
		}); err != nil {
			return err
		}
		return o.alarm(ctx, tx, q, from, string(reason), reason.Words(), "envelope:"+hash.String(), now)
	})
	if err != nil {
		return err
	}
	return out
}

// alarm marks a partner and tells the operators of this hub.
func (o *Office) alarm(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, from Peer, code string, words fault.Text, dedup string, now time.Time) error {
	if err := q.AlarmPeer(ctx, code, from.ID); err != nil {
		return err
	}
	if err := o.tellOperators(ctx, q, notice{
		Topic: "peer.alarm", Level: LevelUrgent, Dedup: "peer:" + from.Hub + ":" + dedup,
		Params: NoticeParams{Number: from.Hub, ZH: "伙伴枢纽“" + from.Name + "”：" + words.ZH, EN: "Partner hub " + from.Name + ": " + words.EN, Link: o.PublicURL + "/peers"},
	}); err != nil {
		return err
	}
	return o.wake(ctx, tx)
}

// tellOperators puts a notice before every organ whose people operate this hub.
func (o *Office) tellOperators(ctx context.Context, q *dbsqlc.Queries, n notice) error {
	organs, err := q.OperatorOrgans(ctx)
	if err != nil {
		return err
	}
	dedup := n.Dedup
	for _, organ := range organs {
		n.Agency, n.Dedup = organ, dedup+":"+organ.String()
		if err := o.put(ctx, q, q, n, o.Now()); err != nil {
			return err
		}
	}
	return nil
}
