package federation

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Seal signs an envelope over its exact payload bytes and gives the bytes to be kept
// and sent, unchanged on every retry, with their hash. Protocol is filled in and
// IssuedAt cut to microseconds; everything else must be right already (*Invalid).
// An act of an agency needs its signature and the hub's; the hub signs always.
func Seal(e Envelope, signers ...Signer) ([]byte, Hash, error) {
	e.Protocol, e.IssuedAt = Protocol, e.IssuedAt.UTC().Truncate(time.Microsecond)
	if bad := e.check(); bad != nil {
		return nil, Hash{}, bad
	}
	if bad := e.signatories().allow(signers); bad != nil {
		return nil, Hash{}, bad
	}
	payload, err := json.Marshal(e)
	if err != nil {
		return nil, Hash{}, fmt.Errorf("write the envelope: %w", err)
	}
	raw, err := sealFrame(payload, typeEnvelope, MaxEnvelope, signers)
	if err != nil {
		return nil, Hash{}, err
	}
	return raw, HashOf(raw), nil
}

// signatories of an envelope: its agency, where it speaks for one, and its hub.
func (e *Envelope) signatories() signatories {
	return signatories{e.From.Hub, e.From.Agency, !e.From.Agency.IsZero()}
}

// allow says whether those who must sign are among the signers, and nobody else.
func (by signatories) allow(signers []Signer) *Invalid {
	var byHub, byAgency bool
	for _, s := range signers {
		switch {
		case s.Role == RoleHub && s.Agency.IsZero():
			byHub = true
		case s.Role == RoleAgency && s.Agency == by.agency && !by.agency.IsZero():
			byAgency = true
		default:
			return invalid(ReasonForeignSender, "a signer who is neither the agency nor its hub")
		}
	}
	if !byHub || !byAgency && by.must {
		return invalid(ReasonMissingSignature, "agency and hub sign")
	}
	return nil
}

// Opener opens what others sealed. Its zero value refuses everything.
type Opener struct {
	Hub         string            // who opens; envelopes to others are refused. Empty: whoever looks at evidence
	Keys        KeySource         // of the hubs that were agreed with
	Understands func(string) bool // names of must_understand that are known here; nil: none
}

// Opened is an envelope that holds: form, sender, signatures.
type Opened struct {
	Envelope
	Hash       Hash        // of Raw
	Raw        []byte      // as received; what is kept and forwarded
	Payload    []byte      // what was signed, members unknown to us included
	Signatures []Signature // all, those that count for nothing included
}

// Open verifies the bytes of an envelope that were received at an instant: keys are
// judged by their validity then, also years later. Every refusal is an *Invalid; its
// Claimed says whom to answer, as far as that could be read.
func (o Opener) Open(raw []byte, received time.Time) (Opened, error) {
	got := Opened{Hash: HashOf(raw)}
	f, bad := openFrame(raw, typeEnvelope, MaxEnvelope)
	if bad != nil {
		return Opened{}, bad
	}
	if bad := decode(f.payload, &got.Envelope); bad != nil {
		return Opened{}, bad
	}
	refuse := func(bad *Invalid) (Opened, error) {
		bad.Claimed = &got.Envelope
		return Opened{}, bad
	}
	if bad := got.check(); bad != nil {
		return refuse(bad)
	}
	if o.Hub != "" && got.To.Hub != o.Hub {
		return refuse(invalid(ReasonWrongRecipient, "to"))
	}
	if o.Keys == nil {
		return refuse(invalid(ReasonUnknownSender, "no keys"))
	}
	if got.Signatures, bad = f.verify(o.Keys, got.signatories(), received); bad != nil {
		return refuse(bad)
	}
	if unknown := slices.IndexFunc(got.MustUnderstand, func(name string) bool { return o.Understands == nil || !o.Understands(name) }); unknown >= 0 {
		return refuse(invalid(ReasonMustUnderstand, "must_understand[%d]", unknown))
	}
	got.Raw, got.Payload = slices.Clone(raw), f.payload
	return got, nil
}

// ReadUnproven reads an envelope without asking whose keys signed it: for bytes that were
// verified as they arrived, and for whoever has no keys. It proves nothing.
func ReadUnproven(raw []byte) (Envelope, error) {
	var e Envelope
	f, bad := openFrame(raw, typeEnvelope, MaxEnvelope)
	if bad == nil {
		bad = decode(f.payload, &e)
	}
	if bad == nil {
		bad = e.check()
	}
	if bad != nil {
		return Envelope{}, bad
	}
	return e, nil
}
