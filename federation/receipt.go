package federation

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// ReceiptKind is how far a message came (回执阶梯). A receipt is never withdrawn,
// only followed.
type ReceiptKind string

// The ladder of receipts.
const (
	Received      ReceiptKind = "received"      // 到达: verified and durably stored
	Refused       ReceiptKind = "invalid"       // 未到达: the sender must act; Reason says why
	Delivered     ReceiptKind = "delivered"     // 送达: at the agency's desk, in order
	Acknowledged  ReceiptKind = "acknowledged"  // 签收: a named officer signed for it (环环监〔2017〕17号 第七条)
	Decided       ReceiptKind = "decided"       // 决定: starts the counterpart's next clock
	Undeliverable ReceiptKind = "undeliverable" // 无法送达: the sender's duty re-opens
)

// Final says that nothing better can follow: the sender must act, or need not wait.
func (k ReceiptKind) Final() bool { return k == Refused || k == Undeliverable || k == Decided }

var receiptKinds = []ReceiptKind{Received, Refused, Delivered, Acknowledged, Decided, Undeliverable}

// Receipt is what the receiver signs (回执). It has the form of the receipts between
// agencies of one hub. A receipt of something that could not be read names it by its
// hash alone.
type Receipt struct {
	Protocol     string       `json:"protocol"`
	ID           ids.Receipt  `json:"id"`
	Kind         ReceiptKind  `json:"kind"`
	Message      Message      `json:"message,omitzero"`
	EnvelopeHash Hash         `json:"envelope_hash"`
	Conversation Conversation `json:"conversation,omitempty"`
	Seq          int64        `json:"seq,omitzero"`
	Hub          string       `json:"hub"`              // who signs: the receiver's hub
	Agency       ids.Agency   `json:"agency,omitzero"`  // the receiver; none: the hub
	Time         time.Time    `json:"time"`             // by the receiver's clock; for received, the arrival (到达)
	Reason       string       `json:"reason,omitempty"` // a Reason for invalid, else a code; no personal data
	Event        ids.Event    `json:"event,omitzero"`   // in the receiver's record
	ChainHash    Hash         `json:"chain_hash,omitzero"`
	// Said stands with delivered: how many messages the signer had written in the conversation
	// by then. A receipt may overtake messages; until they are all here, what the message was to
	// bring about may have been crossed by one of them.
	Said *int64 `json:"said,omitempty"`
}

func (r *Receipt) check() *Invalid {
	if r.Protocol != Protocol {
		return invalid(ReasonProtocol, "this hub speaks %s", Protocol)
	}
	unread := r.Kind == Refused || r.Kind == Undeliverable
	_, _, conversation := r.Conversation.Split()
	return broken([]rule{
		{!r.ID.IsZero(), "id"},
		{slices.Contains(receiptKinds, r.Kind), "kind"},
		{!r.EnvelopeHash.IsZero(), "envelope_hash"},
		{unread || !r.Message.IsZero(), "message"},
		{unread && r.Conversation == "" || conversation == nil, "conversation"},
		{r.Seq >= 0 && r.Seq <= maxNumber && (unread || r.Seq > 0), "seq"},
		{ValidHub(r.Hub), "hub"},
		{validInstant(r.Time), "time"},
		{prose(r.Reason, maxText) && (!unread || r.Reason != ""), "reason"},
		{unread || !r.Event.IsZero() && !r.ChainHash.IsZero(), "event"},
		{(r.Kind == Delivered) == (r.Said != nil) && (r.Said == nil || *r.Said >= 0 && *r.Said <= maxNumber), "said"},
	})
}

// Receipt begins the receipt of kind invalid for bytes that were refused: of what the
// message claims only what can stand in a receipt. ID, Hub and Time are the receiver's
// to fill in.
func (e *Invalid) Receipt(raw []byte) Receipt {
	r := Receipt{Kind: Refused, EnvelopeHash: HashOf(raw), Reason: string(e.Reason)}
	if c := e.Claimed; c != nil {
		r.Message = c.ID
		if _, _, err := c.Conversation.Split(); err == nil && c.Seq > 0 && c.Seq <= maxNumber {
			r.Conversation, r.Seq = c.Conversation, c.Seq
		}
	}
	return r
}

// SealReceipt signs a receipt and gives the bytes to be kept and sent: asked again,
// the receiver answers with the same bytes. The hub signs always, an agency of its
// own beside it for acknowledged and decided.
func SealReceipt(r Receipt, signers ...Signer) ([]byte, error) {
	r.Protocol, r.Time = Protocol, r.Time.UTC().Truncate(time.Microsecond)
	if bad := r.check(); bad != nil {
		return nil, bad
	}
	if bad := r.signatories().allow(signers); bad != nil {
		return nil, bad
	}
	payload, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("write the receipt: %w", err)
	}
	return sealFrame(payload, typeReceipt, MaxReceipt, signers)
}

// signatories: what an officer or an agency did is signed by the agency, too.
func (r *Receipt) signatories() signatories {
	act := r.Kind == Acknowledged || r.Kind == Decided
	return signatories{r.Hub, r.Agency, act && !r.Agency.IsZero()}
}

// OpenReceipt verifies the bytes of a receipt. Its keys are judged by their validity
// at the receipt's own time for one that was counted before, and at `received` for
// one that arrives now: pass the instant of arrival.
func (o Opener) OpenReceipt(raw []byte, received time.Time) (Receipt, []Signature, error) {
	f, bad := openFrame(raw, typeReceipt, MaxReceipt)
	if bad != nil {
		return Receipt{}, nil, bad
	}
	var r Receipt
	if bad := decode(f.payload, &r); bad != nil {
		return Receipt{}, nil, bad
	}
	if bad := r.check(); bad != nil {
		return Receipt{}, nil, bad
	}
	if o.Keys == nil {
		return Receipt{}, nil, invalid(ReasonUnknownSender, "no keys")
	}
	signatures, bad := f.verify(o.Keys, r.signatories(), received)
	if bad != nil {
		return Receipt{}, nil, bad
	}
	return r, signatures, nil
}

// Answers says whether a receipt is about these bytes.
func (r Receipt) Answers(id Message, hash Hash) bool {
	return r.EnvelopeHash == hash && (r.Message.IsZero() || r.Message == id)
}
