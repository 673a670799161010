package client

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// tolerance is how old a webhook may be, after the Standard Webhooks specification.
const tolerance = 5 * time.Minute

// VerifyWebhook checks the signature of a call (v1, HMAC-SHA256) over its body as
// it came. While a key is being changed, one of two signatures has to fit. The
// webhook-id is the same on every repetition: remember it.
func VerifyWebhook(secret string, header http.Header, body []byte, now time.Time) error {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return errors.New("the secret cannot be read")
	}
	stamp := header.Get("webhook-timestamp")
	at, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || now.Sub(time.Unix(at, 0)).Abs() > tolerance {
		return errors.New("the webhook was not sent just now")
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(header.Get("webhook-id") + "." + stamp + "."))
	mac.Write(body)
	for given := range strings.FieldsSeq(header.Get("webhook-signature")) {
		text, ok := strings.CutPrefix(given, "v1,")
		sum, err := base64.StdEncoding.DecodeString(text)
		if ok && err == nil && hmac.Equal(sum, mac.Sum(nil)) {
			return nil
		}
	}
	return errors.New("the signature is wrong")
}

// digest is the hash of a token in a proof (RFC 9449 §4.2, ath).
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
