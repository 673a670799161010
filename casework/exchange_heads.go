package casework

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// OwnHead is how far a conversation is here, read before the partner is asked.
type OwnHead struct {
	federation.Head
	Delivered int64 // the last of ours that the partner has said it carried out
}

// OwnHeads gives how far the conversations with a partner are, the latest first.
func (o *Office) OwnHeads(ctx context.Context, p Peer) (list []OwnHead, err error) {
	var rows []dbsqlc.PeerConversationsRow
	if err := o.read(ctx, nobody, func(q *dbsqlc.Queries) (err error) {
		rows, err = q.PeerConversations(ctx, p.ID, federation.MaxHeads)
		return err
	}); err != nil {
		return nil, err
	}
	asked := make([]federation.Head, len(rows))
	delivered := map[federation.Conversation]int64{}
	for i, r := range rows {
		asked[i].Conversation = federation.Conversation(r.Conversation)
		delivered[asked[i].Conversation] = r.Delivered
	}
	known, err := o.Heads(ctx, p, asked)
	for _, h := range known {
		list = append(list, OwnHead{h, delivered[h.Conversation]})
	}
	return list, err
}

// CompareHeads lays both sides beside one another once a line is joined (Observed). What
// the partner has said and is not here is to be asked for; a side that holds less than
// its own receipts or messages say was restored from an older copy, which the operators
// are told.
func (o *Office) CompareHeads(ctx context.Context, p Peer, mine []OwnHead, theirs []federation.Head) (ask []Missed, err error) {
	at := map[federation.Conversation]federation.Head{}
	for _, h := range theirs {
		at[h.Conversation] = h
	}
	now := o.Now()
	for _, m := range mine {
		h := at[m.Conversation] // nothing, where it knows nothing
		if h.Sent.Seq > m.Received.Seq {
			ask = append(ask, Missed{Conversation: m.Conversation, After: m.Received.Seq, Since: now})
		}
		code := ""
		switch {
		case h.Received.Seq < m.Delivered || h.Sent.Seq < m.Received.Seq:
			code = "restored"
		case h.Received.Seq > m.Sent.Seq:
			sent, err := o.sentSince(ctx, p, m.Conversation)
			if err != nil {
				return ask, err
			}
			if h.Received.Seq > sent {
				code = "restored_here"
			}
		}
		if code == "" {
			continue
		}
		if err := o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
			return o.alarm(ctx, tx, q, p, code, AlarmWords(code), code+":"+string(m.Conversation), now)
		}); err != nil {
			return ask, err
		}
	}
	return ask, nil
}

// sentSince is how much we have said by now: an act may have sent more, another way, while
// the partner was asked.
func (o *Office) sentSince(ctx context.Context, p Peer, c federation.Conversation) (seq int64, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		heads, err := q.ConversationHeads(ctx, p.ID, string(c))
		seq = heads.LastOut
		return err
	})
	return seq, err
}
