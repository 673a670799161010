// Package sealing keeps secrets that the hub has to know again (client secrets, keys of
// endpoints) out of the reach of who reads the database alone (密钥密封): AES-256-GCM
// under keys that lie in a file beside the log's key, never in the database. A sealed
// text is bound to the row it was sealed for and names its key.
package sealing

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

// prefix marks a sealed text: sealed:v1:<key>:<nonce and ciphertext>.
const prefix = "sealed:v1:"

// ErrUnknownKey says that a text was sealed with a key that is not in the ring.
var ErrUnknownKey = errors.New("sealed with a key that is not here")

// Ring holds the keys; the last is the one that seals.
type Ring struct{ keys []key }

type key struct {
	id  string
	raw [32]byte
}

// NewRing makes a ring with one new key.
func NewRing(random io.Reader) (*Ring, error) { return (&Ring{}).Rotated(random) }

// Rotated gives a ring with one new key that seals from now on; the old ones still open.
func (r *Ring) Rotated(random io.Reader) (*Ring, error) {
	var k key
	if _, err := io.ReadFull(random, k.raw[:]); err != nil {
		return nil, fmt.Errorf("make a sealing key: %w", err)
	}
	sum := sha256.Sum256(k.raw[:])
	k.id = hex.EncodeToString(sum[:6])
	return &Ring{append(append([]key{}, r.keys...), k)}, nil
}

// Parse reads what Text wrote.
func Parse(text string) (*Ring, error) {
	r := &Ring{}
	for line := range strings.Lines(text) {
		var k key
		raw, err := hex.DecodeString(strings.TrimSpace(line))
		if err != nil || len(raw) != len(k.raw) {
			return nil, fmt.Errorf("read the sealing keys: a line is no key of %d bytes in hexadecimal digits", len(k.raw))
		}
		copy(k.raw[:], raw)
		sum := sha256.Sum256(raw)
		k.id = hex.EncodeToString(sum[:6])
		r.keys = append(r.keys, k)
	}
	if len(r.keys) == 0 {
		return nil, fmt.Errorf("read the sealing keys: there is none")
	}
	return r, nil
}

// Text is the ring as its file holds it: a key a line, the last one seals.
func (r *Ring) Text() string {
	var b strings.Builder
	for _, k := range r.keys {
		b.WriteString(hex.EncodeToString(k.raw[:]) + "\n")
	}
	return b.String()
}

// KeyID names the key that seals.
func (r *Ring) KeyID() string { return r.keys[len(r.keys)-1].id }

// Current reports whether a text needs no sealing: it is empty, or sealed with the key
// that seals now.
func (r *Ring) Current(text string) bool {
	return text == "" || strings.HasPrefix(text, prefix+r.KeyID()+":")
}

// Seal seals a secret for one place, for example "issuer 0198…". What is empty stays so.
func (r *Ring) Seal(place, secret string) (string, error) {
	if secret == "" {
		return "", nil
	}
	k := r.keys[len(r.keys)-1]
	box, err := k.box()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, box.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return "", fmt.Errorf("seal a secret: %w", err)
	}
	return prefix + k.id + ":" + base64.RawURLEncoding.EncodeToString(box.Seal(nonce, nonce, []byte(secret), []byte(place))), nil
}

// Open gives a secret back. A text without the mark is one that was kept before there
// was sealing, and is given as it is.
func (r *Ring) Open(place, text string) (string, error) {
	rest, sealed := strings.CutPrefix(text, prefix)
	if !sealed {
		return text, nil
	}
	id, body, _ := strings.Cut(rest, ":")
	raw, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		return "", fmt.Errorf("open a sealed secret: %w", err)
	}
	for _, k := range r.keys {
		if k.id != id {
			continue
		}
		box, err := k.box()
		if err != nil {
			return "", err
		}
		if len(raw) < box.NonceSize() {
			return "", errors.New("open a sealed secret: it is cut off")
		}
		plain, err := box.Open(nil, raw[:box.NonceSize()], raw[box.NonceSize():], []byte(place))
		if err != nil {
			return "", fmt.Errorf("open a sealed secret: it was changed, or belongs elsewhere: %w", err)
		}
		return string(plain), nil
	}
	return "", fmt.Errorf("open a sealed secret: key %s: %w", id, ErrUnknownKey)
}

func (k key) box() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.raw[:])
	if err != nil {
		return nil, fmt.Errorf("prepare a sealing key: %w", err)
	}
	box, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("prepare a sealing key: %w", err)
	}
	return box, nil
}
