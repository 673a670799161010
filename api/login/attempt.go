package login

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// attempt is one login under way. It lives in a cookie of the browser that
// began it: any process of the hub can finish it, and a flood of started logins
// costs the hub no memory. state, nonce and PKCE verifier are derived from a
// secret in the cookie together with everything else in it, so an answer fits
// exactly the attempt it belongs to.
type attempt struct {
	Issuer   string    `json:"i"`
	ReturnTo string    `json:"r"`
	StepUp   bool      `json:"s,omitempty"`
	Started  time.Time `json:"t"`

	raw string // the cookie's value
}

func newAttempt(issuer, returnTo string, stepUp bool, now time.Time) (attempt, error) {
	a := attempt{Issuer: issuer, ReturnTo: returnTo, StepUp: stepUp, Started: now.UTC().Truncate(time.Second)}
	text, err := json.Marshal(a)
	if err != nil {
		return attempt{}, err
	}
	a.raw = rand.Text() + rand.Text() + "." + encoding.EncodeToString(text) // 260 random bits
	return a, nil
}

// attempt reads the cookie of a returning browser.
func (c cookies) readAttempt(r *http.Request) (attempt, bool) {
	cookie, err := r.Cookie(c.attempt)
	if err != nil {
		return attempt{}, false
	}
	secret, text, ok := strings.Cut(cookie.Value, ".")
	if !ok || len(secret) != 2*len(rand.Text()) {
		return attempt{}, false
	}
	decoded, err := encoding.DecodeString(text)
	if err != nil {
		return attempt{}, false
	}
	a := attempt{raw: cookie.Value}
	return a, json.Unmarshal(decoded, &a) == nil
}

// derive gives a value that only the holder of the cookie can know: 43
// characters, which suits state, nonce and the verifier of RFC 7636 §4.1.
func (a attempt) derive(purpose string) string {
	mac := hmac.New(sha256.New, []byte(a.raw))
	mac.Write([]byte(purpose))
	return encoding.EncodeToString(mac.Sum(nil))
}

func (a attempt) state() string    { return a.derive("state") }
func (a attempt) nonce() string    { return a.derive("nonce") }
func (a attempt) verifier() string { return a.derive("verifier") }
