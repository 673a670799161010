package login

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"time"
)

// cookies knows the two cookies of a hub: the session and the login under way.
type cookies struct {
	session, attempt string
	secure           bool
}

// newCookies names them. On https the prefix __Host- makes browsers refuse the
// cookie from a sibling host or without Secure. On loopback http that prefix
// would be refused; there the port is in the name, because browsers share
// cookies between the ports of a host.
func newCookies(base *url.URL) cookies {
	if base.Scheme == "https" {
		return cookies{session: "__Host-hub-session", attempt: "__Host-hub-login", secure: true}
	}
	return cookies{session: "hub-dev-session-" + base.Port(), attempt: "hub-dev-login-" + base.Port()}
}

// set writes a cookie that scripts cannot read. Lax, not strict: the return
// from an issuer is a navigation that another site began.
func (c cookies) set(w http.ResponseWriter, name, value string, lifetime time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", Secure: c.secure, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, MaxAge: int(lifetime.Seconds()),
	})
}

func (c cookies) clear(w http.ResponseWriter, name string) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Path: "/", Secure: c.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: -1,
	})
}

// secretBytes is the length of session cookies: 256 bits.
const secretBytes = 32

var encoding = base64.RawURLEncoding.Strict()

// newSecret makes a cookie value and the hash that is stored in its place. A
// fast hash will do: 256 random bits cannot be guessed.
func newSecret() (value string, hash []byte) {
	var secret [secretBytes]byte
	_, _ = rand.Read(secret[:]) // never fails
	sum := sha256.Sum256(secret[:])
	return encoding.EncodeToString(secret[:]), sum[:]
}

// hashCookie gives the hash of the request's session cookie, or nil.
func (c cookies) hashCookie(r *http.Request) []byte {
	cookie, err := r.Cookie(c.session)
	if err != nil {
		return nil
	}
	secret, err := encoding.DecodeString(cookie.Value)
	if err != nil || len(secret) != secretBytes {
		return nil
	}
	sum := sha256.Sum256(secret)
	return sum[:]
}
