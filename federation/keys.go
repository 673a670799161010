package federation

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"encoding/base64"
	"errors"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Role is in which capacity a key signs.
type Role string

const (
	RoleHub    Role = "hub"    // the carrier (平台)
	RoleAgency Role = "agency" // the author (机关)
)

// ErrKey says that a key is neither Ed25519 nor P-256.
var ErrKey = errors.New("a key must be Ed25519 or P-256")

// Signer is a private key in its capacity. Private may be a key in memory or one in
// a device; SM2 is only ever an additional signature and made elsewhere.
type Signer struct {
	Private   crypto.Signer
	Role      Role
	Agency    ids.Agency // for RoleAgency
	Custodial bool       // the hub keeps the agency's key (代管), and says so under the signature
}

// Key is a public key that may sign, for whom, and when.
type Key struct {
	ID          string // RFC 7638 thumbprint, base64url
	Public      crypto.PublicKey
	Hub         string
	Role        Role
	Agency      ids.Agency // for RoleAgency
	Custodial   bool
	From, Until time.Time // valid in [From, Until)
	Compromised time.Time // nothing received from then on counts; zero: not compromised
}

// ValidAt says whether a signature counts that was received at an instant.
func (k Key) ValidAt(at time.Time) bool {
	return !at.Before(k.From) && at.Before(k.Until) && (k.Compromised.IsZero() || at.Before(k.Compromised))
}

// KeySource finds the key of an id among those exchanged beforehand, false if it is
// unknown. No key and no address of a key is ever taken from a message.
type KeySource func(id string) (Key, bool)

// KeyID gives the RFC 7638 thumbprint of a public key, base64url. It returns ErrKey
// for a kind of key that the protocol does not know.
func KeyID(public crypto.PublicKey) (string, error) {
	if _, err := algorithmOf(public); err != nil {
		return "", err
	}
	sum, err := (&jose.JSONWebKey{Key: public}).Thumbprint(crypto.SHA256)
	if err != nil {
		return "", ErrKey
	}
	return base64.RawURLEncoding.EncodeToString(sum), nil
}

func algorithmOf(public crypto.PublicKey) (jose.SignatureAlgorithm, error) {
	switch k := public.(type) {
	case ed25519.PublicKey:
		if len(k) == ed25519.PublicKeySize {
			return jose.EdDSA, nil
		}
	case *ecdsa.PublicKey:
		if k != nil && k.Curve == elliptic.P256() {
			return jose.ES256, nil
		}
	}
	return "", ErrKey
}
