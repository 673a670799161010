package federation

import (
	"bytes"
	"crypto/elliptic"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/cryptosigner"
)

// JOSE types. A signature made for one is good for nothing else.
const (
	typeEnvelope  = "xhp-envelope+json"
	typeReceipt   = "xhp-receipt+json"
	typeMetadata  = "xhp-metadata+json"
	typeRequest   = "xhp-request+json"
	typeManifest  = "xhp-manifest+json"
	typeHandshake = "xhp-handshake+json"
)

const (
	headerRole    = "xhp_role"
	headerAgency  = "xhp_agency"
	headerCustody = "xhp_custodial"
)

// base64url has one spelling for every content: stray bits at the end are refused.
var base64url = base64.RawURLEncoding.Strict()

// frame is a JWS in general JSON form (RFC 7515 §7.2.1). On the wire it has exactly
// one spelling, the one that bytes writes: whoever could add a space on the way could
// otherwise make two hashes of one message, and a false alarm of equivocation.
type frame struct {
	Payload    string        `json:"payload"`
	Signatures []frameSigned `json:"signatures"`
}

type frameSigned struct {
	Protected string `json:"protected"`
	Signature string `json:"signature"`
}

func (f frame) bytes() []byte {
	var b bytes.Buffer
	b.WriteString(`{"payload":"` + f.Payload + `","signatures":[`)
	for i, s := range f.Signatures {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`{"protected":"` + s.Protected + `","signature":"` + s.Signature + `"}`)
	}
	b.WriteString("]}")
	return b.Bytes()
}

// sealFrame signs the exact payload bytes once per signer.
func sealFrame(payload []byte, typ string, limit int, signers []Signer) ([]byte, error) {
	if len(signers) == 0 || len(signers) > MaxSignatures {
		return nil, fmt.Errorf("seal: %d signatures, between 1 and %d are allowed", len(signers), MaxSignatures)
	}
	if bad := strict(payload); bad != nil {
		return nil, bad
	}
	f := frame{Payload: base64url.EncodeToString(payload)}
	for _, s := range signers {
		compact, err := s.sign(payload, typ)
		if err != nil {
			return nil, fmt.Errorf("seal: %w", err)
		}
		parts := strings.Split(compact, ".")
		f.Signatures = append(f.Signatures, frameSigned{parts[0], parts[2]})
	}
	raw := f.bytes()
	if len(raw) > limit {
		return nil, invalid(ReasonOversize, "%d bytes, at most %d", len(raw), limit)
	}
	return raw, nil
}

// sign gives the compact form of one signature.
func (s Signer) sign(payload []byte, typ string) (string, error) {
	if s.Private == nil {
		return "", ErrKey
	}
	alg, err := algorithmOf(s.Private.Public())
	if err != nil {
		return "", err
	}
	id, err := KeyID(s.Private.Public())
	if err != nil {
		return "", err
	}
	options := (&jose.SignerOptions{}).WithType(jose.ContentType(typ)).WithHeader("kid", id).WithHeader(headerRole, s.Role)
	if s.Role == RoleAgency {
		options.WithHeader(headerAgency, s.Agency.String()).WithHeader(headerCustody, s.Custodial)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: cryptosigner.Opaque(s.Private)}, options)
	if err != nil {
		return "", err
	}
	jws, err := signer.Sign(payload)
	if err != nil {
		return "", err
	}
	compact, err := jws.CompactSerialize()
	if err != nil || alg != jose.ES256 {
		return compact, err
	}
	return lowS(compact)
}

var halfOrder = new(big.Int).Rsh(elliptic.P256().Params().N, 1)

// isLow says whether the second half of an ES256 signature is in the lower half of
// the order. Of (r, s) and (r, n−s) both verify; only the lower one is taken, so
// that nobody on the way can make a second spelling.
func isLow(signature []byte) bool {
	return len(signature) == 64 && new(big.Int).SetBytes(signature[32:]).Cmp(halfOrder) <= 0
}

func lowS(compact string) (string, error) {
	cut := strings.LastIndexByte(compact, '.') + 1
	raw, err := base64url.DecodeString(compact[cut:])
	if err != nil || len(raw) != 64 {
		return "", errors.New("an ES256 signature of another length")
	}
	if !isLow(raw) {
		s := new(big.Int).SetBytes(raw[32:])
		s.Sub(elliptic.P256().Params().N, s).FillBytes(raw[32:])
	}
	return compact[:cut] + base64url.EncodeToString(raw), nil
}
