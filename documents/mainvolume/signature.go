package mainvolume

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"strings"
)

// SignatureName is the second entry of the ZIP: one line, "ed25519", the public key and
// the signature in hexadecimal digits.
const SignatureName = "manifest.sig"

// algorithm begins the line.
const algorithm = "ed25519"

// signed is what the hub's key signs: nothing else that it signs begins like this.
func signed(manifest []byte) []byte {
	return append([]byte("xianjie main volume, signature 1\x00"), manifest...)
}

func sign(key ed25519.PrivateKey, manifest []byte) []byte {
	return line(key.Public().(ed25519.PublicKey), ed25519.Sign(key, signed(manifest)))
}

func line(key ed25519.PublicKey, signature []byte) []byte {
	return fmt.Appendf(nil, "%s %x %x\n", algorithm, []byte(key), signature)
}

// signer gives the key that signed a manifest, or nil where the text is not the line
// that a hub would have written.
func signer(text, manifest []byte) ed25519.PublicKey {
	words := strings.Fields(string(text))
	if len(words) != 3 {
		return nil
	}
	key, bad := hex.DecodeString(words[1])
	signature, worse := hex.DecodeString(words[2])
	if bad != nil || worse != nil || len(key) != ed25519.PublicKeySize || !bytes.Equal(line(key, signature), text) || !ed25519.Verify(key, signed(manifest), signature) {
		return nil
	}
	return key
}
