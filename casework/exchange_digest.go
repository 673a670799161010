package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Shared is how a case stands with the other hub that takes part in it (对方枢纽).
type Shared struct {
	Hub, Name string
	SeenAt    *time.Time // when that hub was heard of last
	Digest    string     // the same on both hubs once every message has arrived
	Settled   bool       // nothing of ours waits, nothing of theirs is missing
	Messages  []SharedMessage
	Files     []SharedFile
}

// SharedMessage is one message of a shared case.
type SharedMessage struct {
	ID                  federation.Message
	Outgoing            bool
	Seq                 int64
	Action              referral.Action
	From                ids.Agency
	At                  time.Time
	State               string
	Attempts            int
	Error               string
	Received, Delivered *time.Time // 到达, 送达
	Acknowledged        *time.Time // 签收
	Decided             *time.Time // 决定
	Receipts            []SharedReceipt
	Rendition           RenditionState // its readable text (可读文本)
	Recall              *SharedRecall  // it was called back; nil: it was not, or not to be known by the actor's organ
	MayRecall           bool           // the actor may call it back
}

// SharedRecall is how the recall of a message stands (召回).
type SharedRecall struct {
	Ours       bool // our organ called it back; else it was asked to
	Reason     string
	At         time.Time
	Answer     string // empty: none yet
	Text       string
	Article    string
	AnsweredAt *time.Time
	MayAnswer  bool
}

// Again says that the message may be sent once more: it was given up, or refused before it
// arrived.
func (m SharedMessage) Again() bool {
	return m.Outgoing && (m.State == "dead" || m.State == "refused" && m.Received == nil)
}

// Why says why a message of ours did not arrive, or has no effect at the other hub; nil where
// nothing is wrong with it.
func (m SharedMessage) Why() *fault.Text {
	if !m.Outgoing || m.Error == "" || m.State != "refused" && m.State != "crossed" {
		return nil
	}
	words := effectWords(m.Error)
	if m.Received == nil {
		words = federation.Reason(m.Error).Words()
	}
	return &words
}

// SharedReceipt is a receipt for a message, as its receiver signed it.
type SharedReceipt struct {
	Kind federation.ReceiptKind
	At   time.Time
	JWS  string
}

// SharedFile is a file that travels apart from its message.
type SharedFile struct {
	Evidence ids.Evidence
	Name     string
	Size     int64
	Outgoing bool
	Held     bool // incoming: the bytes are here and have their digest
	Spoiled  bool // what came last were other bytes than the message names; it is asked for again
}

// SharedCase shows how a case stands with another hub; nil where none takes part.
func (o *Office) SharedCase(ctx context.Context, a Actor, id ids.Case) (out *Shared, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		out, err = o.shared(ctx, q, s)
		return err
	})
	return out, err
}

func (o *Office) shared(ctx context.Context, q *dbsqlc.Queries, l *seen) (*Shared, error) {
	rows, err := q.CaseEnvelopes(ctx, l.Case.ID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	receipts, err := q.CaseEnvelopeReceipts(ctx, l.Case.ID)
	if err != nil {
		return nil, err
	}
	files, err := q.CaseEnvelopeFiles(ctx, l.Case.ID)
	if err != nil {
		return nil, err
	}
	recalls, err := q.CaseRecalls(ctx, l.Case.ID)
	if err != nil {
		return nil, err
	}
	readable, err := q.CaseRenditions(ctx, l.Case.ID)
	if err != nil {
		return nil, err
	}
	out := &Shared{Hub: rows[0].Hub, Name: rows[0].HubName, SeenAt: rows[0].SeenAt, Settled: true}
	for _, r := range rows {
		m := SharedMessage{
			ID: federation.Message(r.ID), Outgoing: r.Outgoing, Seq: r.Seq, Action: referral.Action(r.Action), From: r.FromID, At: r.OccurredAt, State: r.State,
			Attempts: int(r.Attempts), Error: r.Error, Received: r.ReceivedAt, Delivered: r.DeliveredAt, Rendition: RenditionNone,
		}
		for _, x := range readable {
			if x.EnvelopeID == r.ID {
				m.Rendition = renditionState(x.Media, x.HeldAt, x.Error)
			}
		}
		for _, x := range receipts {
			if x.EnvelopeID != r.ID || x.Ours == r.Outgoing {
				continue
			}
			m.Receipts = append(m.Receipts, SharedReceipt{federation.ReceiptKind(x.Kind), x.At, string(x.Jws)})
			switch federation.ReceiptKind(x.Kind) {
			case federation.Acknowledged:
				m.Acknowledged = &x.At
			case federation.Decided:
				m.Decided = &x.At
			}
		}
		m.recall(l, r, recalls)
		out.Settled = out.Settled && !slices.Contains([]string{"pending", "dead", "refused", "stored"}, r.State)
		out.Messages = append(out.Messages, m)
	}
	for _, f := range files {
		out.Files = append(out.Files, SharedFile{Evidence: f.EvidenceID, Name: f.Name, Size: f.Size, Outgoing: f.Outgoing, Held: f.Outgoing || f.HeldAt != nil, Spoiled: f.HeldAt == nil && f.Error == errSpoiled.Error()})
	}
	out.Digest, err = o.digestOf(rows, l.Snapshot)
	return out, err
}

// recall says how the recall of a message stands, and what the actor may do about it.
func (m *SharedMessage) recall(s *seen, row dbsqlc.CaseEnvelopesRow, recalls []dbsqlc.CaseRecallsRow) {
	for _, r := range recalls {
		if r.Message == row.ID {
			m.Recall = &SharedRecall{Ours: r.Outgoing, Reason: r.Reason, At: r.AskedAt, Answer: r.Answer, Text: r.AnswerText, Article: r.Article, AnsweredAt: r.AnsweredAt, MayAnswer: !r.Outgoing && r.Answer == "" && s.may("recall.answer")}
		}
	}
	beside := row.Type == string(federation.Recall) || row.Type == string(federation.Recalled)
	m.MayRecall = m.Recall == nil && row.Outgoing && row.ReceivedAt != nil && row.AgencyID == s.actor.Agency && !beside && s.may("recall.ask")
}

// digestOf is what two hubs compare of a case: the messages of each side in their
// order, and the state that the tables made of them. What only one hub keeps is left
// out: clocks follow the rule book of each, entries into other platforms are its own.
func (o *Office) digestOf(rows []dbsqlc.CaseEnvelopesRow, s referral.Snapshot) (string, error) {
	h := sha256.New()
	var lines []string
	for _, r := range rows {
		side := r.Hub
		if r.Outgoing {
			side = o.Hub
		}
		lines = append(lines, fmt.Sprintf("%s %08d %x", side, r.Seq, r.Hash))
	}
	slices.Sort(lines)
	f := s.Flags
	f.SenderEntered, f.ReceiverEntered, f.WithdrawalUnconfirmed = false, false, false
	flags, err := json.Marshal(f)
	if err != nil {
		return "", fmt.Errorf("write flags: %w", err)
	}
	fmt.Fprintf(h, "%s\n%s\n%s %s\n%d %s\n%s %s %s\n", rows[0].Conversation, strings.Join(lines, "\n"), s.State, flags, s.Epoch, s.Custody, s.Sender.ID, organID(s.Receiver), organID(s.Third))
	charges := slices.Clone(s.Charges)
	slices.SortFunc(charges, func(a, b referral.Charge) int { return strings.Compare(a.ID.String(), b.ID.String()) })
	for _, c := range charges {
		fmt.Fprintf(h, "%s %s %s %t %s\n", c.ID, c.State, c.Before, c.Notified, c.Result)
	}
	_, _ = io.WriteString(h, "end\n") // a hash takes everything
	return hex.EncodeToString(h.Sum(nil)), nil
}
