package casework

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// What a partner hub may ask for, once it was admitted.

// catchUpPage is how many messages one answer to a catch-up holds.
const catchUpPage = 100

// CatchUp gives a partner our messages of a conversation after a number, byte for
// byte, and the last one there is.
func (o *Office) CatchUp(ctx context.Context, p Peer, c federation.Conversation, after int64) (list [][]byte, head federation.Point, err error) {
	var rows []dbsqlc.OutgoingAfterRow
	if err := o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		heads, err := q.ConversationHeads(ctx, p.ID, string(c))
		if err != nil {
			return err
		}
		head.Seq = heads.LastOut
		copy(head.Hash[:], heads.LastHash)
		rows, err = q.OutgoingAfter(ctx, dbsqlc.OutgoingAfterParams{PeerID: p.ID, Conversation: string(c), After: after, PageSize: catchUpPage})
		return err
	}); err != nil {
		return nil, head, err
	}
	if head.Seq == 0 {
		return nil, head, missing()
	}
	for _, r := range rows {
		raw, err := o.bytesOf(ctx, r.AgencyID, r.ID)
		if err != nil {
			return nil, head, err
		}
		list = append(list, raw)
	}
	return list, head, nil
}

// bytesOf reads a message as the organ of ours that it belongs to: row-level security
// shows it to no other.
func (o *Office) bytesOf(ctx context.Context, agency ids.Agency, id ids.Entry) (raw []byte, err error) {
	err = o.read(ctx, Actor{Agency: agency}, func(q *dbsqlc.Queries) error {
		raw, err = q.ReadEnvelopeBytes(ctx, id)
		return err
	})
	return raw, err
}

// MessageReceipts gives a partner our receipts for a message of its own.
func (o *Office) MessageReceipts(ctx context.Context, p Peer, id federation.Message) (list [][]byte, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		row, err := q.ReadEnvelope(ctx, ids.Entry(id))
		if err != nil {
			return orMissing(err)
		}
		if row.Outgoing || row.PeerID != p.ID {
			return missing()
		}
		rows, err := q.ListEnvelopeReceipts(ctx, row.ID, true)
		for _, r := range rows {
			list = append(list, r.Jws)
		}
		return err
	})
	return list, err
}

// Attachment opens a file for a partner, if a message of ours to it names the file.
func (o *Office) Attachment(ctx context.Context, p Peer, digest federation.Hash, named federation.Message) (io.ReadSeekCloser, error) {
	err := o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		_, err := q.GrantedFile(ctx, p.ID, ids.Entry(named), digest[:])
		return orMissing(err)
	})
	if fault.KindOf(err) == fault.Missing {
		return o.renditionFor(ctx, p, digest, named)
	}
	if err != nil {
		return nil, err
	}
	return o.Blobs.Get(blobs.Digest(digest))
}

// Heads answers how far the conversations are that a partner asks about; what is not
// known here is left out.
func (o *Office) Heads(ctx context.Context, p Peer, asked []federation.Head) (list []federation.Head, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		for _, h := range asked {
			known, err := q.ConversationHeads(ctx, p.ID, string(h.Conversation))
			if err != nil {
				return err
			}
			if known.LastOut == 0 && known.Stored == 0 {
				continue
			}
			next := federation.Head{Conversation: h.Conversation, Sent: federation.Point{Seq: known.LastOut}}
			copy(next.Sent.Hash[:], known.LastHash)
			if known.Applied > 0 {
				row, err := q.EnvelopeAt(ctx, dbsqlc.EnvelopeAtParams{PeerID: p.ID, Conversation: string(h.Conversation), Seq: known.Applied})
				if err != nil {
					return err
				}
				next.Received = federation.Point{Seq: row.Seq, Hash: federation.Hash(row.Hash)}
			}
			list = append(list, next)
		}
		return nil
	})
	return list, err
}

// Handshake is this hub's half of the self-test (互通自检) with a partner.
func (o *Office) Handshake(ctx context.Context, p Peer, nonce federation.Message) (h federation.Handshake, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		own, err := o.identity(ctx, q)
		if err != nil {
			return err
		}
		row, err := q.ReadPeer(ctx, p.ID)
		h = federation.Handshake{
			Hub: o.Hub, Audience: p.Hub, Nonce: nonce, Time: o.Now(), Serial: own.Metadata.Serial, Mine: federation.HashOf(own.Sealed), Yours: federation.HashOf(row.Metadata),
		}
		return err
	})
	return h, err
}

// AnswerSelftest verifies a partner's half and gives ours, signed. A partner whose metadata
// are newer than what is held here is asked for them soon.
func (o *Office) AnswerSelftest(ctx context.Context, p Peer, raw []byte) ([]byte, error) {
	asked, err := federation.Opener{Hub: o.Hub, Keys: p.keys().Find}.OpenHandshake(raw, o.Now())
	if err != nil {
		return nil, err
	}
	h, err := o.Handshake(ctx, p, asked.Nonce)
	if err != nil {
		return nil, err
	}
	if asked.Mine != h.Yours {
		if err := o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
			if err := q.PeerRenewAgain(ctx, o.Now(), p.ID); err != nil {
				return err
			}
			_, err := o.Jobs.InsertManyFastTx(ctx, tx, o.exchangeJobs(p.ID))
			return err
		}); err != nil {
			return nil, err
		}
	}
	by, err := o.hubSigner(ctx)
	if err != nil {
		return nil, err
	}
	return federation.SealHandshake(h, by)
}

// LogCheckpoint is the last signed checkpoint of this hub's log; a fault of kind Missing
// before the first.
func (o *Office) LogCheckpoint(ctx context.Context) (note []byte, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		row, err := q.LastCheckpoint(ctx)
		note = row.Note
		return orMissing(err)
	})
	return note, err
}

// TakeReceipt keeps what a partner says about a message of ours: how far it came, or
// that it did not arrive and we must act.
func (o *Office) TakeReceipt(ctx context.Context, from Peer, raw []byte) error {
	now := o.Now()
	r, _, err := federation.Opener{Hub: o.Hub, Keys: from.keys().Find}.OpenReceipt(raw, now)
	if err != nil {
		fresh, newer, failed := o.learn(ctx, from, err)
		if failed != nil || !newer {
			return errors.Join(failed, err)
		}
		from = fresh
		if r, _, err = (federation.Opener{Hub: o.Hub, Keys: from.keys().Find}).OpenReceipt(raw, now); err != nil {
			return err
		}
	}
	var row dbsqlc.Envelope
	if err := o.read(ctx, nobody, func(q *dbsqlc.Queries) (err error) {
		row, err = q.ReadEnvelope(ctx, ids.Entry(r.Message))
		return err
	}); err != nil && !noRows(err) {
		return err
	}
	if !row.Outgoing || row.PeerID != from.ID || !r.Answers(federation.Message(row.ID), federation.Hash(row.Hash)) {
		return &federation.Invalid{Reason: federation.ReasonAudience, Detail: "a receipt of nothing we sent"}
	}
	return o.write(ctx, Actor{Agency: row.AgencyID}, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		if row.AgainAt != nil || r.Kind == federation.Refused || r.Kind == federation.Undeliverable { // it will touch the case: the case is locked first, as by every act
			if _, err := q.LockCase(ctx, row.CaseID); err != nil {
				return err
			}
		}
		n, err := q.InsertEnvelopeReceipt(ctx, dbsqlc.InsertEnvelopeReceiptParams{
			ID: ids.Entry(r.ID), EnvelopeID: row.ID, PeerID: from.ID, Kind: string(r.Kind), Jws: raw, At: r.Time, SentAt: &now,
		})
		if err != nil {
			return err
		}
		if n == 0 && r.Kind != federation.Received && r.Kind != federation.Refused {
			return nil
		}
		// The answer to a message that was sent again may be the one that is known: it is the
		// state of the message that it moves, or nothing.
		return o.moveOn(ctx, tx, q, from, row, r)
	})
}

// moveOn moves a message of ours on by what its receiver says.
func (o *Office) moveOn(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, from Peer, row dbsqlc.Envelope, r federation.Receipt) error {
	switch r.Kind {
	case federation.Received:
		n, err := q.EnvelopeReceived(ctx, r.Time, row.ID)
		if err != nil {
			return err
		}
		if n > 0 {
			if err := o.resendMet(ctx, q, row, o.Now()); err != nil {
				return err
			}
		}
		if row.Type == string(federation.Offer) || row.Type == string(federation.Reroute) {
			return q.HandoffArrived(ctx, r.Time, row.CaseID)
		}
	case federation.Delivered:
		if r.Reason != "" {
			return o.withoutEffectThere(ctx, tx, q, from, row, r)
		}
		if err := q.EnvelopeDelivered(ctx, r.Time, r.Said, row.ID); err != nil {
			return err
		}
		return q.ConfirmWithdrawal(ctx, row.CaseID)
	case federation.Refused:
		if r.Reason == string(federation.ReasonKeyExpired) {
			if again, err := o.reseal(ctx, tx, q, row); err != nil || again {
				return err
			}
		}
		n, err := q.EnvelopeRefused(ctx, r.Reason, row.ID)
		if err != nil || n == 0 {
			return err
		}
		return o.notArrived(ctx, tx, q, from, row, federation.Reason(r.Reason).Words(), LevelUrgent)
	case federation.Undeliverable:
		return o.undeliverable(ctx, tx, q, from, row, r)
	case federation.Acknowledged, federation.Decided:
	}
	return nil
}

// notArrived tells the organ whose message it is, and the operators, that it did not
// arrive: the duty to send it is open again.
func (o *Office) notArrived(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, p Peer, row dbsqlc.Envelope, why fault.Text, level string) error {
	now := o.Now()
	if err := o.owesResend(ctx, tx, q, row, now); err != nil {
		return err
	}
	c, err := q.CaseLabel(ctx, row.CaseID)
	if err != nil {
		return fmt.Errorf("name the case of a message: %w", err)
	}
	if err := o.put(ctx, q, q, notice{
		Case: row.CaseID, Agency: row.AgencyID, Topic: "exchange.not_arrived", Level: level, Dedup: "envelope:" + row.ID.String() + ":" + againAt(row) + why.EN,
		Params: NoticeParams{Number: c.Number, CaseKind: c.Kind, ZH: "发往“" + p.Name + "”的函件未到达：" + why.ZH, EN: "A message to " + p.Name + " has not arrived: " + why.EN, Link: o.link(row.CaseID)},
	}, now); err != nil {
		return err
	}
	return o.alarm(ctx, tx, q, p, "not_arrived", fault.T("有函件未到达，经办机关已接到通知", "A message has not arrived; its organ was told"), "envelope:"+againAt(row)+row.ID.String(), now)
}

// againAt sets what is told of a message that was sent again apart from what was told before.
func againAt(row dbsqlc.Envelope) string {
	if row.AgainAt == nil {
		return ""
	}
	return fmt.Sprintf("%d:", row.AgainAt.Unix())
}

// IsInvalid gives the reason for which something from outside was refused.
func IsInvalid(err error) (*federation.Invalid, bool) {
	return errors.AsType[*federation.Invalid](err)
}
