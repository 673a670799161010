package federation

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Head is how far a conversation is, as one hub sees it. After a broken link both
// exchange theirs, and each knows at once what to send again and what to ask for.
type Head struct {
	Conversation Conversation `json:"conversation"`
	Sent         Point        `json:"sent,omitzero"`     // my last envelope
	Received     Point        `json:"received,omitzero"` // the last of yours that was delivered in order
}

// MaxHeads is how many conversations are asked about at once.
const MaxHeads = 1000

// headList is the body of both directions.
type headList struct {
	Heads []Head `json:"heads"`
}

// EncodeHeads writes the body of PathHeads.
func EncodeHeads(heads []Head) ([]byte, error) {
	return json.Marshal(headList{append([]Head{}, heads...)})
}

// DecodeHeads reads the body of PathHeads, strictly. Every refusal is an *Invalid.
func DecodeHeads(body []byte) ([]Head, error) {
	var l headList
	if bad := decode(body, &l); bad != nil {
		return nil, bad
	}
	if len(l.Heads) > MaxHeads {
		return nil, invalid(ReasonOversize, "more than %d heads", MaxHeads)
	}
	for i, h := range l.Heads {
		if _, _, err := h.Conversation.Split(); err != nil || !h.Sent.valid() || !h.Received.valid() {
			return nil, invalid(ReasonField, "heads[%d]", i)
		}
	}
	return l.Heads, nil
}

// Heads tells the partner how far conversations are and gives its view of the same;
// a conversation that it does not know is left out.
func (c *Client) Heads(ctx context.Context, mine []Head) ([]Head, error) {
	body, err := EncodeHeads(mine)
	if err != nil {
		return nil, fmt.Errorf("write heads: %w", err)
	}
	a, err := c.call(ctx, http.MethodPost, PathHeads, "application/json", body, MaxEnvelope)
	if err != nil {
		return nil, err
	}
	return DecodeHeads(a.body)
}

// Handshake is one half of the self-test (互通自检): each hub signs what it knows of
// the other. It goes through the same keys and tokens as everything else.
type Handshake struct {
	Protocol string    `json:"protocol"`
	Hub      string    `json:"hub"`
	Audience string    `json:"audience"`
	Nonce    Message   `json:"nonce"` // of the question; the answer repeats it
	Time     time.Time `json:"time"`
	Serial   int64     `json:"serial"` // of my own metadata
	Mine     Hash      `json:"mine"`   // hash of my own metadata
	Yours    Hash      `json:"yours"`  // hash of yours, as I hold it
}

// SealHandshake signs one half with the hub's key.
func SealHandshake(h Handshake, by Signer) ([]byte, error) {
	h.Protocol, h.Time = Protocol, h.Time.UTC().Truncate(time.Millisecond)
	payload, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("write the handshake: %w", err)
	}
	if bad := (signatories{hub: h.Hub}).allow([]Signer{by}); bad != nil {
		return nil, bad
	}
	return sealFrame(payload, typeHandshake, MaxReceipt, []Signer{by})
}

// OpenHandshake verifies the other half, made for us.
func (o Opener) OpenHandshake(raw []byte, now time.Time) (Handshake, error) {
	f, bad := openFrame(raw, typeHandshake, MaxReceipt)
	if bad != nil {
		return Handshake{}, bad
	}
	var h Handshake
	if bad := decode(f.payload, &h); bad != nil {
		return Handshake{}, bad
	}
	switch {
	case h.Protocol != Protocol:
		return Handshake{}, invalid(ReasonProtocol, "this hub speaks %s", Protocol)
	case o.Hub == "" || h.Audience != o.Hub:
		return Handshake{}, invalid(ReasonAudience, "made for another hub")
	case o.Keys == nil:
		return Handshake{}, invalid(ReasonUnknownSender, "no keys")
	}
	if _, bad := f.verify(o.Keys, signatories{hub: h.Hub}, now); bad != nil {
		return Handshake{}, bad
	}
	return h, nil
}

// Finding is what a self-test found wrong.
type Finding string

// The findings.
const (
	ClocksApart     Finding = "clocks_apart"  // more than MaxSkew
	TheyHoldOldOurs Finding = "they_hold_old" // the partner holds another edition of our metadata
	WeHoldOldTheirs Finding = "we_hold_old"   // we hold another edition of theirs
	WrongAnswer     Finding = "wrong_answer"  // the answer is not to our question
)

// Compare lays the two halves side by side.
func (h Handshake) Compare(answer Handshake) (found []Finding) {
	for _, c := range []struct {
		wrong bool
		what  Finding
	}{
		{answer.Hub != h.Audience || answer.Nonce != h.Nonce, WrongAnswer},
		{answer.Time.Sub(h.Time).Abs() > MaxSkew, ClocksApart},
		{answer.Yours != h.Mine, TheyHoldOldOurs},
		{answer.Mine != h.Yours, WeHoldOldTheirs},
	} {
		if c.wrong {
			found = append(found, c.what)
		}
	}
	return found
}

// Selftest sends our half and gives the partner's with what differs.
func (c *Client) Selftest(ctx context.Context, h Handshake) (Handshake, []Finding, error) {
	raw, err := SealHandshake(h, c.Self)
	if err != nil {
		return Handshake{}, nil, err
	}
	a, err := c.call(ctx, http.MethodPost, PathSelftest, MediaSealed, raw, MaxReceipt)
	if err != nil {
		return Handshake{}, nil, err
	}
	got, err := c.Opener.OpenHandshake(a.body, c.Clock())
	if err != nil {
		return Handshake{}, nil, err
	}
	return got, h.Compare(got), nil
}
