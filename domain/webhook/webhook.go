// Package webhook makes and uses the keys of signed webhooks, after the Standard
// Webhooks specification: a shared secret with HMAC-SHA256, or an Ed25519 key whose
// public half the subscriber holds.
package webhook

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Signing schemes of the Standard Webhooks specification.
const (
	SchemeHMAC    = "v1"  // HMAC-SHA256; both sides hold the secret
	SchemeEd25519 = "v1a" // the hub holds the private key, the subscriber the public one
)

// Prefixes by which a key says what it is.
const (
	prefixSecret  = "whsec_"
	prefixPrivate = "whsk_"
	prefixPublic  = "whpk_"
)

// secretBytes is the length of a new shared secret; the specification asks for 24
// to 64 bytes.
const secretBytes = 32

// NewKeys makes the key of an endpoint, and its public half where the scheme has one.
func NewKeys(scheme string, random io.Reader) (secret, public string, err error) {
	switch scheme {
	case SchemeHMAC:
		raw := make([]byte, secretBytes)
		if _, err := io.ReadFull(random, raw); err != nil {
			return "", "", fmt.Errorf("make a secret: %w", err)
		}
		return prefixSecret + base64.StdEncoding.EncodeToString(raw), "", nil
	case SchemeEd25519:
		pub, private, err := ed25519.GenerateKey(random)
		if err != nil {
			return "", "", fmt.Errorf("make a key: %w", err)
		}
		return prefixPrivate + base64.StdEncoding.EncodeToString(private), prefixPublic + base64.StdEncoding.EncodeToString(pub), nil
	}
	return "", "", fmt.Errorf("no signing scheme %q", scheme)
}

// Sign gives the value of the webhook-signature header: one signature per key,
// the current one first, so that a subscriber may change its key in its own time.
func Sign(keys []string, id string, at time.Time, body []byte) (string, error) {
	content := append([]byte(id+"."+strconv.FormatInt(at.Unix(), 10)+"."), body...)
	signatures := make([]string, 0, len(keys))
	for _, key := range keys {
		s, err := signature(key, content)
		if err != nil {
			return "", err
		}
		signatures = append(signatures, s)
	}
	if len(signatures) == 0 {
		return "", errors.New("an endpoint without a key")
	}
	return strings.Join(signatures, " "), nil
}

func signature(key string, content []byte) (string, error) {
	if text, ok := strings.CutPrefix(key, prefixSecret); ok {
		raw, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(raw) < 24 {
			return "", errors.New("a webhook secret cannot be read")
		}
		mac := hmac.New(sha256.New, raw)
		mac.Write(content)
		return SchemeHMAC + "," + base64.StdEncoding.EncodeToString(mac.Sum(nil)), nil
	}
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(key, prefixPrivate))
	if err != nil || !strings.HasPrefix(key, prefixPrivate) || len(raw) != ed25519.PrivateKeySize {
		return "", errors.New("a webhook key cannot be read")
	}
	return SchemeEd25519 + "," + base64.StdEncoding.EncodeToString(ed25519.Sign(ed25519.PrivateKey(raw), content)), nil
}
