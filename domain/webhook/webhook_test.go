package webhook_test

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/webhook"
)

// The example of the Standard Webhooks specification.
const (
	vectorSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	vectorID     = "msg_p5jXN8AQM9LWM0D4loKWxJek"
	vectorBody   = `{"test": 2432232314}`
	vectorSigned = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
)

var vectorTime = time.Unix(1614265330, 0)

func TestSignsTheExampleOfTheSpecification(t *testing.T) {
	t.Parallel()
	got, err := webhook.Sign([]string{vectorSecret}, vectorID, vectorTime, []byte(vectorBody))
	if err != nil || got != vectorSigned {
		t.Fatalf("signed %q, %v; the specification says %q", got, err, vectorSigned)
	}
}

func TestBothKeysSignWhileTheyOverlap(t *testing.T) {
	t.Parallel()
	now, _, err := webhook.NewKeys(webhook.SchemeHMAC, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	got, err := webhook.Sign([]string{now, vectorSecret}, vectorID, vectorTime, []byte(vectorBody))
	if err != nil {
		t.Fatal(err)
	}
	first, second, two := strings.Cut(got, " ")
	if !two || second != vectorSigned || first != hmacOf(t, now) {
		t.Errorf("signed %q", got)
	}
}

// hmacOf is the signature as a subscriber computes it from the specification's text.
func hmacOf(t *testing.T, secret string) string {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) < 24 || len(key) > 64 {
		t.Fatalf("a secret of %d bytes, %v; the specification asks for 24 to 64", len(key), err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(vectorID + ".1614265330." + vectorBody))
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func TestEd25519IsVerifiedWithThePublicHalf(t *testing.T) {
	t.Parallel()
	private, public, err := webhook.NewKeys(webhook.SchemeEd25519, rand.Reader)
	if err != nil || !strings.HasPrefix(private, "whsk_") {
		t.Fatalf("key %.5s…, %v", private, err)
	}
	text, marked := strings.CutPrefix(public, "whpk_")
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil || !marked || len(key) != ed25519.PublicKeySize {
		t.Fatalf("public half %q, %v", public, err)
	}
	got, err := webhook.Sign([]string{private}, vectorID, vectorTime, []byte(vectorBody))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(got, "v1a,"))
	if err != nil || !ed25519.Verify(key, []byte(vectorID+".1614265330."+vectorBody), raw) {
		t.Errorf("%q does not verify, %v", got, err)
	}
	if ed25519.Verify(key, []byte(vectorID+".1614265331."+vectorBody), raw) {
		t.Error("another time verifies too")
	}
}

func TestRefusesKeysItCannotRead(t *testing.T) {
	t.Parallel()
	_, public, err := webhook.NewKeys(webhook.SchemeEd25519, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"", "whsec_", "whsec_c2hvcnQ=", "whsec_%%%", "whsk_c2hvcnQ=", public, strings.TrimPrefix(vectorSecret, "whsec_")} {
		if got, err := webhook.Sign([]string{key}, vectorID, vectorTime, nil); err == nil || strings.Contains(err.Error(), "c2hvcnQ") {
			t.Errorf("key %q signed %q, %v", key, got, err)
		}
	}
	if _, err := webhook.Sign(nil, vectorID, vectorTime, nil); err == nil {
		t.Error("signed without a key")
	}
	if _, _, err := webhook.NewKeys("v2", rand.Reader); err == nil {
		t.Error("made a key of an unknown scheme")
	}
}
