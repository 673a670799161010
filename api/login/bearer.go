package login

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// accessTokenLifetime is the longest an access token may be valid: it cannot be
// taken back.
const accessTokenLifetime = time.Hour

// fromBearer checks an access token (RFC 9068 §4) and finds the partner system
// it was issued to. People do not come this way: the subject must be the client.
func (l *Login) fromBearer(ctx context.Context, raw string) (Principal, error) {
	if len(raw) > 16<<10 || tokenType(raw) != "at+jwt" {
		return Principal{}, errBadToken("not a JWT access token")
	}
	// Only a registered issuer is ever asked for keys.
	issuer, err := l.Store.IssuerByURL(ctx, claimedIssuer(raw))
	if fault.KindOf(err) == fault.Missing {
		return Principal{}, errBadToken("the issuer is not registered")
	}
	if err != nil {
		return Principal{}, err
	}
	p, err := l.providers.get(ctx, issuer.URL)
	if err != nil {
		return Principal{}, errIssuerDown(issuer.Code, err)
	}
	c, err := l.verify(ctx, issuer, p, l.base.String(), raw)
	if fault.KindOf(err) == fault.Unavailable {
		return Principal{}, err
	}
	if err != nil {
		return Principal{}, errBadToken(err.Error())
	}
	clientID, _ := c.all["client_id"].(string)
	now := l.Now()
	issued := c.IssuedAt.time()
	switch {
	case len(c.Audience) != 1 || c.Audience[0] != l.base.String():
		return Principal{}, errBadToken("the token is for others too")
	case c.Events != nil || c.Nonce != "" || c.JTI == "":
		return Principal{}, errBadToken("not an access token of RFC 9068")
	case clientID == "" || c.Subject != clientID:
		return Principal{}, errBadToken("the token speaks for somebody, not for a partner system")
	case issued.After(now.Add(allowedSkew)) || c.Expiry.time().Sub(issued) > accessTokenLifetime:
		return Principal{}, errBadToken("issued in the future, or valid for too long")
	}
	client, err := l.Store.ClientByID(ctx, issuer.ID, clientID)
	if fault.KindOf(err) == fault.Missing {
		return Principal{}, errBadToken("the client is not registered for this issuer")
	}
	if err != nil {
		return Principal{}, err
	}
	scope, _ := c.all["scope"].(string)
	var scopes []string
	for given := range strings.FieldsSeq(scope) {
		if slices.Contains(client.Scopes, given) && !slices.Contains(scopes, given) {
			scopes = append(scopes, given)
		}
	}
	return Principal{
		Agency: client.Agency, AgencyCode: client.AgencyCode, Name: client.Name, Issuer: issuer.URL, Subject: c.Subject,
		Machine: true, Client: client.ID, Scopes: scopes,
	}, nil
}

// claimedIssuer reads iss before anything is verified, to know whose keys to take.
func claimedIssuer(raw string) string {
	parts := strings.Split(raw, ".")
	if len(parts) != 3 {
		return ""
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return ""
	}
	var c struct {
		Issuer string `json:"iss"`
	}
	if err := json.Unmarshal(text, &c); err != nil {
		return ""
	}
	return c.Issuer
}
