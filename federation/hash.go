package federation

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
)

// Hash is a SHA-256 digest. The hash of an envelope is that of its exact bytes.
type Hash [sha256.Size]byte

// ErrHash says that a text is not a digest.
var ErrHash = errors.New("not 64 lower-case hexadecimal digits")

// HashOf gives the digest of bytes.
func HashOf(b []byte) Hash { return sha256.Sum256(b) }

// ParseHash reads 64 lower-case hexadecimal digits. It returns ErrHash otherwise:
// a digest has one spelling, so that texts may be compared.
func ParseHash(s string) (Hash, error) {
	var h Hash
	if len(s) != hex.EncodedLen(len(h)) {
		return h, ErrHash
	}
	if _, err := hex.Decode(h[:], []byte(s)); err != nil || h.String() != s {
		return Hash{}, ErrHash
	}
	return h, nil
}

// IsZero reports whether there is no digest.
func (h Hash) IsZero() bool { return h == Hash{} }

// String gives 64 lower-case hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes the hexadecimal form; the zero hash is written as nothing.
func (h Hash) MarshalText() ([]byte, error) {
	if h.IsZero() {
		return nil, nil
	}
	return []byte(h.String()), nil
}

// UnmarshalText reads what MarshalText wrote. It returns ErrHash otherwise.
func (h *Hash) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*h = Hash{}
		return nil
	}
	got, err := ParseHash(string(text))
	*h = got
	return err
}
