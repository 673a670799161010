package federation

import (
	"bytes"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/json"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Signature is one signature of something opened.
type Signature struct {
	KeyID     string
	Role      Role
	Agency    ids.Agency
	Custodial bool
	// Known says that the key is known and its signature good. A signature of an
	// unknown key or by SM2 is kept and counts for nothing; a bad one of a known
	// key refuses the whole.
	Known bool
}

// opened is a frame whose form is right; nothing is verified yet.
type opened struct {
	frame
	payload []byte
	heads   []head
}

// head is the protected header of one signature.
type head struct {
	Algorithm string `json:"alg"`
	KeyID     string `json:"kid"`
	Type      string `json:"typ"`
	Role      Role   `json:"xhp_role"`
	Agency    string `json:"xhp_agency"`
	Custodial bool   `json:"xhp_custodial"`

	agency ids.Agency
}

// forbiddenHeaders would let a message say how it is to be read or bring its own key.
var forbiddenHeaders = []string{"crit", "b64", "jku", "jwk", "x5u", "x5c"}

// additional algorithms are kept and count for nothing here (国密附加签名).
var additional = []string{"SM2"}

func openFrame(raw []byte, typ string, limit int) (opened, *Invalid) {
	var o opened
	if len(raw) > limit {
		return o, invalid(ReasonOversize, "%d bytes, at most %d", len(raw), limit)
	}
	if bad := decode(raw, &o.frame); bad != nil {
		if bad.Reason == ReasonField {
			bad.Reason = ReasonMalformed
		}
		return o, bad
	}
	if n := len(o.Signatures); n == 0 || n > MaxSignatures {
		return o, invalid(ReasonMalformed, "%d signatures", n)
	}
	if !bytes.Equal(o.bytes(), raw) {
		return o, invalid(ReasonMalformed, "the frame is not spelled as the protocol spells it")
	}
	var err error
	if o.payload, err = base64url.DecodeString(o.Payload); err != nil {
		return o, invalid(ReasonMalformed, "the payload is not base64url")
	}
	for i, s := range o.Signatures {
		h, bad := s.head(typ)
		if bad != nil {
			return o, bad
		}
		if slices.ContainsFunc(o.heads, func(other head) bool { return other.KeyID == h.KeyID }) {
			return o, invalid(ReasonHeader, "signature %d: one key signs twice", i)
		}
		o.heads = append(o.heads, h)
	}
	return o, strict(o.payload)
}

func (s frameSigned) head(typ string) (head, *Invalid) {
	var h head
	raw, err := base64url.DecodeString(s.Protected)
	if err != nil {
		return h, invalid(ReasonMalformed, "a header is not base64url")
	}
	var members map[string]json.RawMessage
	if bad := decode(raw, &members); bad != nil {
		return h, bad
	}
	for _, name := range forbiddenHeaders {
		if _, there := members[name]; there {
			return h, invalid(ReasonHeader, "%s is not allowed", name)
		}
	}
	if bad := decode(raw, &h); bad != nil {
		return h, bad
	}
	signature, err := base64url.DecodeString(s.Signature)
	switch {
	case err != nil:
		return h, invalid(ReasonMalformed, "a signature is not base64url")
	case h.Type != typ:
		return h, invalid(ReasonHeader, "typ is not %s", typ)
	case h.KeyID == "" || len(h.KeyID) > 128:
		return h, invalid(ReasonHeader, "kid is missing or too long")
	case h.Role != RoleHub && h.Role != RoleAgency:
		return h, invalid(ReasonHeader, "%s is neither hub nor agency", headerRole)
	case h.Algorithm == string(jose.ES256) && !isLow(signature):
		return h, invalid(ReasonAlgorithm, "an ES256 signature whose s is not the lower one")
	case h.Algorithm != string(jose.EdDSA) && h.Algorithm != string(jose.ES256) && !slices.Contains(additional, h.Algorithm):
		return h, invalid(ReasonAlgorithm, "only EdDSA and ES256, SM2 beside them")
	}
	if h.Role == RoleAgency {
		if h.agency, err = ids.Parse[ids.Agency](h.Agency); err != nil {
			return h, invalid(ReasonHeader, "%s is not an id", headerAgency)
		}
	}
	return h, nil
}

// signatories says who signs: the hub always, of the agencies only this one.
type signatories struct {
	hub    string
	agency ids.Agency // zero: none may
	must   bool       // the agency's signature is needed
}

// verify checks every signature whose key is known, by the key's validity at the
// moment of receipt, and that those who must sign are among them.
func (o opened) verify(keys KeySource, by signatories, received time.Time) ([]Signature, *Invalid) {
	found := make([]Signature, len(o.heads))
	var known, byHub, byAgency bool
	for i, h := range o.heads {
		found[i] = Signature{KeyID: h.KeyID, Role: h.Role, Agency: h.agency, Custodial: h.Custodial}
		if slices.Contains(additional, h.Algorithm) {
			continue
		}
		key, ok := keys(h.KeyID)
		if !ok {
			continue
		}
		known = true
		if key.Hub != by.hub || key.Role != h.Role || key.Agency != h.agency || h.Role == RoleAgency && h.agency != by.agency {
			return nil, invalid(ReasonForeignSender, "signature %d: the key signs for another", i)
		}
		if bad := o.verifyOne(i, key); bad != nil {
			return nil, bad
		}
		if !key.ValidAt(received) {
			return nil, invalid(ReasonKeyExpired, "signature %d", i)
		}
		found[i].Known = true
		byHub, byAgency = byHub || h.Role == RoleHub, byAgency || h.Role == RoleAgency
	}
	switch {
	case !known:
		return nil, invalid(ReasonUnknownSender, "no key that signed is known")
	case !byHub:
		return nil, invalid(ReasonMissingSignature, "the hub has not signed")
	case !byAgency && by.must:
		return nil, invalid(ReasonMissingSignature, "the agency has not signed")
	}
	return found, nil
}

// verifyOne checks a signature by itself, as the compact form of it and the payload,
// so that headers outside the signature do not exist.
func (o opened) verifyOne(i int, key Key) *Invalid {
	s := o.Signatures[i]
	one, err := jose.ParseSignedCompact(s.Protected+"."+o.Payload+"."+s.Signature, []jose.SignatureAlgorithm{jose.EdDSA, jose.ES256})
	if err == nil {
		_, err = one.Verify(key.Public)
	}
	if err != nil {
		return invalid(ReasonBadSignature, "signature %d", i)
	}
	return nil
}
