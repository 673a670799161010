package federation

import (
	"encoding/json"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

type messageKind struct{}

// Message identifies an envelope (报文编号): a UUIDv7, the same on every retry.
type Message = ids.ID[messageKind]

// Envelope is what one agency says to an agency of another hub (信封). A legal act
// is signed by the agency (author) and the hub (carrier); an envelope whose From
// names no agency speaks for the hub alone.
//
// What a receiver does not know is ignored and kept in the bytes, unless
// MustUnderstand names it.
type Envelope struct {
	Protocol       string          `json:"protocol"`
	ID             Message         `json:"id"`
	From           Address         `json:"from"`
	To             Address         `json:"to"`
	Conversation   Conversation    `json:"conversation"`
	Seq            int64           `json:"seq"`                       // gap-free from 1, per conversation and sending hub
	Prev           Hash            `json:"prev,omitzero"`             // hash of my previous envelope here; none for seq 1
	Observed       Point           `json:"observed,omitzero"`         // the last of yours that I had seen
	InReplyTo      Message         `json:"in_reply_to,omitzero"`      // what is answered
	Type           string          `json:"type"`                      // for example referral.offer
	TypeVersion    Version         `json:"type_version"`              //
	MustUnderstand []string        `json:"must_understand,omitempty"` // the only ground to refuse what is new
	IssuedAt       time.Time       `json:"issued_at"`                 // by the sender's clock; proves nothing alone
	CustodyEpoch   int64           `json:"custody_epoch"`             // of the case, as the sender knows it
	LegalBasis     []LegalBasis    `json:"legal_basis,omitempty"`     // 法律依据
	Purpose        string          `json:"purpose,omitempty"`         // 用途
	Classification string          `json:"classification,omitempty"`  // for example internal (内部)
	Handling       []string        `json:"handling,omitempty"`        // for example NoOnward
	Content        json.RawMessage `json:"content,omitempty"`         // of the type; plain, disclosed in part, or encrypted
	Rendition      *Rendition      `json:"rendition,omitempty"`       // the same for human eyes, so that an older hub can act by hand
	Attachments    []Attachment    `json:"attachments,omitempty"`     // named here, fetched by digest
	PeerCheckpoint string          `json:"peer_checkpoint,omitempty"` // the last signed checkpoint of your log that I hold, as it was
}

// NoOnward forbids to pass on what an envelope holds (不得转发) without a grant
// signed by its origin.
const NoOnward = "no-onward"

// Address is one end of an envelope (地址).
type Address struct {
	Hub      string     `json:"hub"`
	Agency   ids.Agency `json:"agency,omitzero"`    // none: the hub itself
	Function string     `json:"function,omitempty"` // which desk, for example legal (法制)
}

// Point is how far one side's envelopes of a conversation were seen. The zero Point
// is before the first.
type Point struct {
	Seq  int64 `json:"seq"`
	Hash Hash  `json:"hash,omitzero"`
}

// IsZero reports whether nothing was seen.
func (p Point) IsZero() bool { return p == Point{} }

// LegalBasis is an article an envelope stands on.
type LegalBasis struct {
	Document string     `json:"document"`       // title, and number where it has one
	Article  string     `json:"article"`        // for example 第五条第二款
	AsOf     civil.Date `json:"as_of,omitzero"` // the day whose text is meant
}

// Rendition is the message as a paper for human eyes (可读文本), fetched by digest like an
// attachment. It says no more than the payload does; where they differ the payload counts.
type Rendition struct {
	Media  string `json:"media"` // MediaHTML or MediaPDF; another is received and not shown
	Bytes  int64  `json:"bytes"`
	SHA256 Hash   `json:"sha256"`
}

// Attachment is a file that travels apart, by digest (附件). It counts as delivered
// only when the digest matches.
type Attachment struct {
	Name     string   `json:"name"`
	Media    string   `json:"media"`
	Bytes    int64    `json:"bytes"`
	SHA256   Hash     `json:"sha256"`
	SM3      Hash     `json:"sm3,omitzero"`
	Audience []string `json:"audience,omitempty"` // functions that may open it; none: the whole agency
	Role     string   `json:"role,omitempty"`     // for example evidence, rendition, opinion
}
