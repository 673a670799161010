package record

import (
	"crypto/ed25519"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/json"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Limits on a receipt from outside.
const (
	maxReceipt    = 64 << 10
	maxSignatures = 8
	receiptType   = "xhp-receipt+json" // JOSE typ: a receipt's signature is good for nothing else
	headerRole    = "xhp_role"
	headerAgency  = "xhp_agency"
	headerCustody = "xhp_custodial"
)

// Role is in which capacity a key signed.
type Role string

const (
	RoleHub    Role = "hub"    // the carrier
	RoleAgency Role = "agency" // the author
)

// Signer is a key in its capacity.
type Signer struct {
	Key       Key
	Role      Role
	Agency    ids.Agency // for RoleAgency
	Custodial bool       // the hub keeps the agency's key (代管), and says so under the signature
}

// Signature is one checked signature of a receipt.
type Signature struct {
	KeyID     string
	Role      Role
	Agency    ids.Agency
	Custodial bool
	Known     bool // the key is known and the signature good; a bad one of a known key is an error
}

// SignReceipt gives the receipt as a JWS in general JSON form, one EdDSA signature per
// signer over the same payload bytes. The hub signs always, the agency where it has a key. Ed25519 is
// deterministic: the same receipt and keys give the same bytes.
func SignReceipt(r Receipt, signers ...Signer) ([]byte, error) {
	if len(signers) == 0 || len(signers) > maxSignatures || signers[0].Role != RoleHub {
		return nil, fmt.Errorf("sign receipt: the hub's signature comes first, at most %d in all", maxSignatures)
	}
	r.Protocol = ReceiptProtocol
	payload, err := r.payload()
	if err != nil {
		return nil, err
	}
	var out generalJWS
	for _, s := range signers {
		compact, err := s.sign(payload)
		if err != nil {
			return nil, fmt.Errorf("sign receipt: %w", err)
		}
		parts := strings.Split(compact, ".")
		out.Payload = parts[1]
		out.Signatures = append(out.Signatures, generalSignature{parts[0], parts[2]})
	}
	return json.Marshal(out)
}

// generalJWS is RFC 7515 §7.2.1. go-jose writes the flattened form for a single signature;
// the protocol knows only this one.
type generalJWS struct {
	Payload    string             `json:"payload"`
	Signatures []generalSignature `json:"signatures"`
}

type generalSignature struct {
	Protected string `json:"protected"`
	Signature string `json:"signature"`
}

func (s Signer) sign(payload []byte) (string, error) {
	options := (&jose.SignerOptions{}).WithType(receiptType).
		WithHeader("kid", s.Key.ID).WithHeader(headerRole, s.Role)
	if s.Role == RoleAgency {
		options.WithHeader(headerAgency, s.Agency.String()).WithHeader(headerCustody, s.Custodial)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: s.Key.Private}, options)
	if err != nil {
		return "", err
	}
	jws, err := signer.Sign(payload)
	if err != nil {
		return "", err
	}
	return jws.CompactSerialize()
}

// KnownKey is a key that may sign receipts, and in which capacity.
type KnownKey struct {
	Public ed25519.PublicKey
	Role   Role
	Agency ids.Agency // for RoleAgency
}

// KeyFinder gives the key of an id, false if it is unknown. No key and no
// address is ever taken from the receipt itself.
type KeyFinder func(keyID string) (KnownKey, bool)

// VerifyReceipt checks a receipt: its form, every signature of a known key, and that
// the hub's is among them. It returns the payload's fields and all signatures, those of
// unknown keys included, or a fault "receipt.invalid".
func VerifyReceipt(jws []byte, find KeyFinder) (Receipt, []Signature, error) {
	if len(jws) > maxReceipt || !utf8.Valid(jws) {
		return Receipt{}, nil, badReceipt(fmt.Errorf("longer than %d bytes or not UTF-8", maxReceipt))
	}
	var general generalJWS
	if err := json.Unmarshal(jws, &general); err != nil {
		return Receipt{}, nil, badReceipt(err)
	}
	if n := len(general.Signatures); n == 0 || n > maxSignatures {
		return Receipt{}, nil, badReceipt(fmt.Errorf("%d signatures", n))
	}
	all := make([]Signature, len(general.Signatures))
	var payload []byte
	var hub bool
	for i, s := range general.Signatures {
		var err error
		all[i], payload, err = s.verify(general.Payload, find)
		if err != nil {
			return Receipt{}, nil, badReceipt(fmt.Errorf("signature %d: %w", i, err))
		}
		hub = hub || all[i].Known && all[i].Role == RoleHub
	}
	if !hub {
		return Receipt{}, nil, badReceipt(fmt.Errorf("no good signature of a known hub"))
	}
	receipt, err := parseReceipt(payload)
	return receipt, all, err
}

// verify checks one signature by itself: as the compact form of it and the
// payload, so that headers outside the signature do not exist.
func (s generalSignature) verify(payload string, find KeyFinder) (Signature, []byte, error) {
	one, err := jose.ParseSignedCompact(s.Protected+"."+payload+"."+s.Signature, []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil {
		return Signature{}, nil, err
	}
	head := one.Signatures[0].Protected
	word := func(name jose.HeaderKey) string {
		value, _ := head.ExtraHeaders[name].(string)
		return value
	}
	custodial, _ := head.ExtraHeaders[headerCustody].(bool)
	got := Signature{KeyID: head.KeyID, Role: Role(word(headerRole)), Custodial: custodial}
	if word(jose.HeaderType) != receiptType {
		return got, nil, fmt.Errorf("typ is not %s", receiptType)
	}
	if _, plain := head.ExtraHeaders["b64"]; plain {
		return got, nil, fmt.Errorf("unencoded payload")
	}
	if got.Role == RoleAgency {
		if got.Agency, err = ids.Parse[ids.Agency](word(headerAgency)); err != nil {
			return got, nil, fmt.Errorf("agency: %w", err)
		}
	}
	key, ok := find(got.KeyID)
	if !ok {
		return got, one.UnsafePayloadWithoutVerification(), nil
	}
	if key.Role != got.Role || key.Agency != got.Agency {
		return got, nil, fmt.Errorf("key %s signs in a capacity that is not its own", got.KeyID)
	}
	verified, err := one.Verify(key.Public)
	got.Known = err == nil
	return got, verified, err
}
