package record

import (
	"crypto"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
)

const thumbprintHash = crypto.SHA256

// ErrKeyFile says that a file does not hold one Ed25519 private key (PKCS #8, PEM).
var ErrKeyFile = errors.New("not an Ed25519 private key in PKCS #8 PEM form")

// ReadKey reads one private key (PKCS #8, PEM); the name stands in errors, which match
// ErrKeyFile where the content is no such key.
func ReadKey(r io.Reader, name string) (Key, error) {
	content, err := io.ReadAll(io.LimitReader(r, 1<<16))
	if err != nil {
		return Key{}, fmt.Errorf("load key %s: %w", name, err)
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return Key{}, fmt.Errorf("load key %s: %w", name, ErrKeyFile)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	private, ok := parsed.(ed25519.PrivateKey)
	if err != nil || !ok {
		return Key{}, fmt.Errorf("load key %s: %w", name, ErrKeyFile)
	}
	id, err := KeyID(private.Public().(ed25519.PublicKey))
	if err != nil {
		return Key{}, err
	}
	return Key{ID: id, Private: private}, nil
}

func base64url(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
