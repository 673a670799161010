package federation

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Sealed parts (密封内容) are encrypted to the receiving agency, not to its hub: JWE in
// compact form, ECDH-ES+A256KW over P-256 with A256GCM. P-256 because every browser and
// every token can do it.

// MaxSealed bounds a sealed part, in bytes.
const MaxSealed = 512 << 10

const (
	typeSealed    = "xhp-sealed+json"
	typeFile      = "xhp-sealed-file"
	headerMessage = "xhp_message"
)

// EncryptionKey is a public key of an agency that parts are sealed to (机关加密公钥). The
// hub that publishes it says whether it keeps the private half.
type EncryptionKey struct {
	ID        string          `json:"kid"` // RFC 7638 thumbprint
	Public    jose.JSONWebKey `json:"jwk"` // P-256
	Agency    ids.Agency      `json:"agency"`
	Custodial bool            `json:"custodial,omitzero"` // 代管: the hub keeps the private key, so it can open what is sealed
	From      time.Time       `json:"from"`
	Until     time.Time       `json:"until"`
}

// NewEncryptionKey describes a public key for metadata. It returns ErrKey for one that is
// not P-256.
func NewEncryptionKey(public *ecdsa.PublicKey, agency ids.Agency, from, until time.Time, custodial bool) (EncryptionKey, error) {
	if public == nil || public.Curve != elliptic.P256() {
		return EncryptionKey{}, ErrKey
	}
	id, err := KeyID(public)
	if err != nil {
		return EncryptionKey{}, err
	}
	return EncryptionKey{
		ID: id, Public: jose.JSONWebKey{Key: public}, Agency: agency, Custodial: custodial, From: from.UTC().Truncate(time.Second), Until: until.UTC().Truncate(time.Second),
	}, nil
}

func (k EncryptionKey) valid() bool {
	public, ok := k.Public.Key.(*ecdsa.PublicKey)
	if !ok || public.Curve != elliptic.P256() {
		return false
	}
	id, err := KeyID(public)
	return err == nil && id == k.ID && !k.Agency.IsZero() && validInstant(k.From) && validInstant(k.Until) && k.From.Before(k.Until)
}

// EncryptionKeyOf gives the key that parts for an agency are sealed to at an instant: of
// those that are valid the one that began last. False: the agency has published none, and
// nothing can be sealed to it.
func (m *Metadata) EncryptionKeyOf(agency ids.Agency, at time.Time) (EncryptionKey, bool) {
	var found EncryptionKey
	for _, k := range m.Encryption {
		if k.Agency == agency && !at.Before(k.From) && at.Before(k.Until) && (found.ID == "" || k.From.After(found.From)) {
			found = k
		}
	}
	return found, found.ID != ""
}

// SealPart seals disclosures to an agency, for one message: moved into another message they
// do not open.
func SealPart(list []Disclosure, to EncryptionKey, message Message) (string, error) {
	plain, err := json.Marshal(list)
	if err != nil {
		return "", err
	}
	text, err := sealTo(plain, typeSealed, to, message)
	if err == nil && len(text) > MaxSealed {
		return "", invalid(ReasonOversize, "a sealed part of %d bytes, at most %d", len(text), MaxSealed)
	}
	return text, err
}

func sealTo(plain []byte, kind jose.ContentType, to EncryptionKey, message Message) (string, error) {
	options := (&jose.EncrypterOptions{}).WithType(kind).WithHeader(headerAgency, to.Agency.String()).WithHeader(headerMessage, message.String())
	enc, err := jose.NewEncrypter(jose.A256GCM, jose.Recipient{Algorithm: jose.ECDH_ES_A256KW, Key: to.Public.Key, KeyID: to.ID}, options)
	if err != nil {
		return "", err
	}
	sealed, err := enc.Encrypt(plain)
	if err != nil {
		return "", err
	}
	return sealed.CompactSerialize()
}

// SealedPart is a sealed part before it is opened: whose it is and by which key.
type SealedPart struct {
	KeyID   string
	Agency  ids.Agency
	Message Message

	text string
}

// Errors of sealed parts that do not open.
var (
	ErrOtherKey = errors.New("sealed to another key than the one at hand") // 密钥不符
	ErrTampered = errors.New("the sealed part does not open: it was altered, or the key is not the one that its id names")
)

// ReadSealed reads the header of a sealed part. It opens nothing and takes no key or address
// of a key from it; anything but the one algorithm is an *Invalid.
func ReadSealed(text string) (SealedPart, error) { return readSealed(text, typeSealed, MaxSealed) }

func readSealed(text, kind string, limit int) (SealedPart, error) {
	var s SealedPart
	if len(text) > limit {
		return s, invalid(ReasonOversize, "a sealed part of %d bytes, at most %d", len(text), limit)
	}
	parts := strings.Split(text, ".")
	if len(parts) != 5 {
		return s, invalid(ReasonSealed, "a sealed part is not JWE in compact form")
	}
	var raw []byte
	for i, part := range parts { // one spelling: stray bits at the end are refused
		piece, err := base64url.DecodeString(part)
		if err != nil || len(piece) == 0 {
			return s, invalid(ReasonSealed, "a sealed part is not base64url throughout")
		}
		if i == 0 {
			raw = piece
		}
	}
	var members map[string]json.RawMessage
	if bad := decode(raw, &members); bad != nil {
		return s, invalid(ReasonSealed, "the header of a sealed part is no object")
	}
	for _, name := range append([]string{"zip"}, forbiddenHeaders...) {
		if _, there := members[name]; there {
			return s, invalid(ReasonSealed, "%s is not allowed in a sealed part", name)
		}
	}
	var h struct {
		Algorithm  string  `json:"alg"`
		Encryption string  `json:"enc"`
		KeyID      string  `json:"kid"`
		Type       string  `json:"typ"`
		Agency     string  `json:"xhp_agency"`
		Message    Message `json:"xhp_message"`
	}
	if bad := decode(raw, &h); bad != nil {
		return s, invalid(ReasonSealed, "the header of a sealed part has a member of another kind")
	}
	agency, err := ids.Parse[ids.Agency](h.Agency)
	switch {
	case h.Algorithm != string(jose.ECDH_ES_A256KW) || h.Encryption != string(jose.A256GCM):
		return s, invalid(ReasonSealed, "only ECDH-ES+A256KW with A256GCM")
	case h.Type != kind:
		return s, invalid(ReasonSealed, "typ is not %s", kind)
	case h.KeyID == "" || len(h.KeyID) > 128:
		return s, invalid(ReasonSealed, "kid is missing or too long")
	case err != nil || agency.IsZero():
		return s, invalid(ReasonSealed, "%s is not an id", headerAgency)
	case h.Message.IsZero():
		return s, invalid(ReasonSealed, "%s is missing", headerMessage)
	}
	return SealedPart{h.KeyID, agency, h.Message, text}, nil
}

// Open opens the part with the agency's private key, for the message that it came in. It
// returns ErrOtherKey where the part was sealed to another key, for example one that was
// replaced since, ErrTampered where it was altered, and an *Invalid where it was made for
// another message.
func (s SealedPart) Open(private *ecdsa.PrivateKey, message Message) ([]Disclosure, error) {
	plain, err := s.decrypt(private, message)
	if err != nil {
		return nil, err
	}
	var list []Disclosure
	if bad := decode(plain, &list); bad != nil || len(list) == 0 || len(list) > MaxDisclosures {
		return nil, invalid(ReasonSealed, "what is sealed is no list of disclosures")
	}
	return list, nil
}

func (s SealedPart) decrypt(private *ecdsa.PrivateKey, message Message) ([]byte, error) {
	if private == nil {
		return nil, ErrOtherKey
	}
	if id, err := KeyID(&private.PublicKey); err != nil || id != s.KeyID {
		return nil, ErrOtherKey
	}
	if s.Message != message {
		return nil, invalid(ReasonSealed, "the part was sealed for another message")
	}
	jwe, err := jose.ParseEncryptedCompact(s.text, []jose.KeyAlgorithm{jose.ECDH_ES_A256KW}, []jose.ContentEncryption{jose.A256GCM})
	if err != nil {
		return nil, invalid(ReasonSealed, "a sealed part is not JWE in compact form")
	}
	plain, err := jwe.Decrypt(private)
	if err != nil {
		return nil, ErrTampered
	}
	return plain, nil
}

// SealedMessage is what an agency with a key of its own opens itself, on any machine: the
// sealed part and the signed envelope that withholds the fields, so that nobody needs to
// believe the hub.
type SealedMessage struct {
	Message    Message   `json:"message"`     // it came in
	Group      string    `json:"group"`       // of fields
	Sealed     string    `json:"sealed"`      // JWE
	WithheldBy []byte    `json:"withheld_by"` // the signed envelope, as it came
	Received   time.Time `json:"received"`    // by the hub's clock: keys are judged by it
}

// SealedFile is what the page of a case gives to be opened elsewhere (密封内容.json).
type SealedFile struct {
	Parts []SealedMessage `json:"parts"`
	Files []SealedProof   `json:"files,omitempty"` // what proves the files that came sealed (密封附件)
}

// Open opens the part and proves its fields against the envelope. With keys the envelope's
// signatures are verified as well; without (nil) only that envelope and part belong together.
func (s SealedMessage) Open(private *ecdsa.PrivateKey, keys KeySource) ([]Shown, error) {
	part, err := ReadSealed(s.Sealed)
	if err != nil {
		return nil, err
	}
	list, err := part.Open(private, s.Message)
	if err != nil {
		return nil, err
	}
	if keys != nil {
		opened, err := (Opener{Keys: keys, Understands: func(string) bool { return true }}).Open(s.WithheldBy, s.Received)
		if err != nil {
			return nil, err
		}
		return opened.Show(list)
	}
	e, err := ReadUnproven(s.WithheldBy)
	if err != nil {
		return nil, err
	}
	return e.Show(list)
}
