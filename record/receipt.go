package record

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/go-jose/go-jose/v4/json"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// ReceiptKind is how far a message came (回执阶梯).
type ReceiptKind string

const (
	Received      ReceiptKind = "received"      // 到达: verified and durably stored
	Invalid       ReceiptKind = "invalid"       // not arrived; the sender must act
	Delivered     ReceiptKind = "delivered"     // 送达: at the agency's desk
	Acknowledged  ReceiptKind = "acknowledged"  // 签收: a named officer signed for it (环环监〔2017〕17号 第七条)
	Decided       ReceiptKind = "decided"       // 决定: accepted, refused, re-routed, supplement asked
	Undeliverable ReceiptKind = "undeliverable" // 无法送达: the sender's duty re-opens
)

// Valid reports whether the kind is one of the list.
func (k ReceiptKind) Valid() bool {
	switch k {
	case Received, Invalid, Delivered, Acknowledged, Decided, Undeliverable:
		return true
	}
	return false
}

// Receipt is the payload that the receiver signs. It is the payload of the hub-to-hub
// protocol from the start, also between agencies of one hub. Where the act stands in the
// log is proven by a separate, later object.
type Receipt struct {
	Protocol     string      `json:"protocol"` // ReceiptProtocol
	ID           ids.Receipt `json:"id"`
	Kind         ReceiptKind `json:"kind"`
	Message      string      `json:"message"`                 // id of the message or handoff that is answered
	EnvelopeHash *Hash       `json:"envelope_hash,omitempty"` // SHA-256 of the envelope's bytes; nil inside one hub
	Conversation string      `json:"conversation"`            // case, hub-qualified between hubs
	Seq          int64       `json:"seq"`                     // of the message in the conversation
	Hub          string      `json:"hub"`                     // the receiver's hub
	Agency       ids.Agency  `json:"agency"`                  // the receiver
	Time         time.Time   `json:"time"`
	Reason       string      `json:"reason,omitempty"` // code and words; no personal data
	Event        ids.Event   `json:"event"`            // the receiver's event
	ChainHash    Hash        `json:"chain_hash"`       // its hash, known at commit
}

// ReceiptProtocol is the version of the protocol that a receipt belongs to.
const ReceiptProtocol = "XHP/1"

func (r *Receipt) check() error {
	var part string
	switch {
	case r.Protocol != ReceiptProtocol:
		part = "protocol"
	case r.ID.IsZero():
		part = "id"
	case !r.Kind.Valid():
		part = "kind"
	case r.Message == "":
		part = "message"
	case r.Conversation == "":
		part = "conversation"
	case r.Hub == "":
		part = "hub"
	case r.Time.IsZero():
		part = "time"
	case r.Event.IsZero():
		part = "event"
	case r.ChainHash.IsZero():
		part = "chain_hash"
	default:
		return nil
	}
	return badReceipt(fmt.Errorf("field %s is missing or unknown", part))
}

// payload gives the bytes that are signed and kept. They are never made again
// from the fields: what is stored and forwarded is what was signed.
func (r *Receipt) payload() ([]byte, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	r.Time = r.Time.UTC().Truncate(time.Microsecond)
	b, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("write the receipt: %w", err)
	}
	return b, nil
}

// parseReceipt reads a payload. Unknown members are ignored, as the protocol
// asks; repeated ones and anything but UTF-8 are refused.
func parseReceipt(payload []byte) (Receipt, error) {
	var r Receipt
	if !utf8.Valid(payload) {
		return r, badReceipt(fmt.Errorf("payload is not UTF-8"))
	}
	if err := json.Unmarshal(payload, &r); err != nil {
		return r, badReceipt(err)
	}
	return r, r.check()
}

func badReceipt(cause error) error {
	return fault.Wrap(fault.Invalid, "receipt.invalid", fault.T(
		"回执无法验证：格式或签名不正确。",
		"The receipt cannot be verified: its form or its signature is wrong."), cause)
}
