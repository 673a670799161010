package record

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
)

// HashSize is the length of a Hash in bytes.
const HashSize = sha256.Size

// Hash is a SHA-256 digest. The zero Hash stands for "no predecessor".
type Hash [HashSize]byte

// ErrHash says that a text or column is not a digest.
var ErrHash = errors.New("not a 32-byte digest")

// ParseHash reads 64 hexadecimal digits. It returns ErrHash otherwise.
func ParseHash(s string) (Hash, error) {
	raw, err := hex.DecodeString(s)
	if err != nil || len(raw) != HashSize {
		return Hash{}, ErrHash
	}
	return Hash(raw), nil
}

// IsZero reports whether the hash is all zeros.
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

// UnmarshalText reads what MarshalText wrote.
func (h *Hash) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*h = Hash{}
		return nil
	}
	got, err := ParseHash(string(text))
	if err != nil {
		return err
	}
	*h = got
	return nil
}

// Value stores the 32 bytes, zeros included: "no predecessor" is a fact, not NULL.
func (h Hash) Value() (driver.Value, error) { return h[:], nil }

// Scan reads a bytea column. NULL becomes the zero hash.
func (h *Hash) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*h = Hash{}
		return nil
	case []byte:
		if len(v) != HashSize {
			return ErrHash
		}
		copy(h[:], v)
		return nil
	}
	return fmt.Errorf("cannot read a digest from %T", src)
}
