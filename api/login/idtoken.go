package login

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/coreos/go-oidc/v3/oidc"
)

// allowedSkew is how far an issuer's clock may be off.
const allowedSkew = time.Minute

// idTokenAge is how old an ID token may be that was issued for a code just now.
const idTokenAge = 5 * time.Minute

// algorithms are pinned, whatever metadata offer: no symmetric ones, where the
// client secret would be a signing key, and none without signature.
var algorithms = []string{oidc.RS256, oidc.PS256, oidc.ES256, oidc.ES384, oidc.EdDSA}

// idClaims are the claims of an ID token that login looks at.
type idClaims struct {
	Issuer   string          `json:"iss"`
	Subject  string          `json:"sub"`
	Audience audience        `json:"aud"`
	AZP      string          `json:"azp"`
	IssuedAt numericDate     `json:"iat"`
	Expiry   numericDate     `json:"exp"`
	AuthTime numericDate     `json:"auth_time"`
	Nonce    string          `json:"nonce"`
	ACR      string          `json:"acr"`
	SID      string          `json:"sid"`
	JTI      string          `json:"jti"`
	Events   json.RawMessage `json:"events"`
	Name     string          `json:"name"`
	Username string          `json:"preferred_username"`
	Title    string          `json:"title"`

	all map[string]any
}

// audience is a string or a list of them (RFC 7519 §4.1.3).
type audience []string

func (a *audience) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(a))
}

// numericDate is seconds since 1970, with a fraction or without (RFC 7519 §2).
type numericDate float64

func (d numericDate) time() time.Time { return time.Unix(int64(d), 0).UTC() }

func (c idClaims) authTime() time.Time { return c.AuthTime.time() }
func (c idClaims) title() string       { return displayText(c.Title) }

// name falls back to the account's name; the subject is never shown.
func (c idClaims) name() string {
	if name := displayText(c.Name); name != "" {
		return name
	}
	return displayText(c.Username)
}

// verifyIDToken makes every check of OpenID Connect Core §3.1.3.7 and those
// that keep other kinds of tokens from passing for an ID token.
func (l *Login) verifyIDToken(ctx context.Context, issuer Issuer, p *provider, a attempt, raw string) (idClaims, error) {
	if kind := tokenType(raw); kind != "" && kind != "jwt" {
		return idClaims{}, errTokenRefused("not an ID token: typ " + safeCode(kind))
	}
	c, err := l.verify(ctx, issuer, p, issuer.ClientID, raw)
	if err != nil {
		return c, err
	}
	now := l.Now()
	issued := c.IssuedAt.time()
	switch {
	case c.Events != nil:
		return c, errTokenRefused("a logout or event token, not an ID token")
	case subtle.ConstantTimeCompare([]byte(c.Nonce), []byte(a.nonce())) != 1:
		return c, errTokenRefused("the nonce is not the one of this login")
	case len(c.Audience) != 1 || c.Audience[0] != issuer.ClientID:
		return c, errTokenRefused("the token is for others too")
	case c.AZP != "" && c.AZP != issuer.ClientID:
		return c, errTokenRefused("the token was issued to another client")
	case c.Subject == "" || len(c.Subject) > 255:
		return c, errTokenRefused("the subject is empty or too long")
	case issued.After(now.Add(allowedSkew)) || issued.Before(now.Add(-idTokenAge)):
		return c, errTokenRefused("the token was not issued just now: check the clocks")
	case len(issuer.ACR) > 0 && !slices.Contains(issuer.ACR, c.ACR):
		return c, errTokenRefused("the authentication was not strong enough")
	}
	if a.StepUp && (c.AuthTime == 0 || c.authTime().Before(a.Started.Add(-allowedSkew)) || c.authTime().After(now.Add(allowedSkew))) {
		return c, errTokenRefused("the issuer did not authenticate anew")
	}
	return c, nil
}

// verify checks signature, algorithm, issuer, audience and expiry, which all
// kinds of tokens share.
func (l *Login) verify(ctx context.Context, issuer Issuer, p *provider, audience, raw string) (idClaims, error) {
	var c idClaims
	keys := &watchedKeys{KeySet: p.keys}
	token, err := oidc.NewVerifier(issuer.URL, keys, &oidc.Config{
		ClientID: audience, SupportedSigningAlgs: algorithms, Now: l.Now,
	}).Verify(ctx, raw)
	if keys.outage != nil {
		return c, errIssuerDown(issuer.Code, fmt.Errorf("%.300s", keys.outage.Error()))
	}
	if err != nil {
		return c, errTokenRefused(err.Error())
	}
	if token.Issuer != issuer.URL { // the library makes an exception for one provider
		return c, errTokenRefused("the token is from another issuer")
	}
	if err := errors.Join(token.Claims(&c), token.Claims(&c.all)); err != nil {
		return c, errTokenRefused("claims of unexpected types")
	}
	return c, nil
}

// watchedKeys tells keys that cannot be fetched from a signature that is wrong.
type watchedKeys struct {
	oidc.KeySet
	outage error
}

func (k *watchedKeys) VerifySignature(ctx context.Context, raw string) ([]byte, error) {
	payload, err := k.KeySet.VerifySignature(ctx, raw)
	// The library has no error value for it, only this text in front of a cause.
	if err != nil && strings.HasPrefix(err.Error(), "fetching keys") && !errors.Is(err, errCoolDown) {
		k.outage = err
	}
	return payload, err
}

// tokenType reads typ from the header of a token, before anything is verified.
func tokenType(raw string) string {
	head, _, _ := strings.Cut(raw, ".")
	text, err := base64.RawURLEncoding.DecodeString(head)
	if err != nil {
		return "malformed"
	}
	var header struct {
		Typ string `json:"typ"`
	}
	if err := json.Unmarshal(text, &header); err != nil {
		return "malformed"
	}
	// RFC 7515 §4.1.9: names compare without case, "application/" may be left out.
	return strings.TrimPrefix(strings.ToLower(header.Typ), "application/")
}

// displayText keeps what can be shown: no control, no reordering, no invisible
// characters, at most 64 of them.
func displayText(s string) string {
	var kept []rune
	for _, c := range strings.TrimSpace(s) {
		if len(kept) == 64 {
			break
		}
		if unicode.IsGraphic(c) && !unicode.Is(unicode.Cf, c) {
			kept = append(kept, c)
		}
	}
	return strings.TrimSpace(string(kept))
}
