package login

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// accessTokenLifetime is the longest an access token may be valid: it cannot be
// taken back.
const accessTokenLifetime = time.Hour

// fromToken checks an access token (RFC 9068 §4) and finds the partner system
// it was issued to. People do not come this way: the subject must be the client.
// scheme is the one it was sent under, Bearer or DPoP.
func (l *Login) fromToken(r *http.Request, scheme, raw string) (Principal, error) {
	ctx := r.Context()
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
	bound, err := confirmationOf(c)
	switch {
	case err != nil:
		return Principal{}, errNotProven(err)
	case client.Bound && !bound.any():
		return Principal{}, errNotProven(errUnbound)
	}
	if err := l.holds(ctx, r, issuer, scheme, raw, bound); err != nil {
		if _, told := errors.AsType[reason](err); !told { // the store is down
			return Principal{}, err
		}
		return Principal{}, errNotProven(err)
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

// confirmationOf reads the cnf claim. A way of binding that is not known here
// refuses the token: to ignore it would turn a bound token into a bearer one.
func confirmationOf(c idClaims) (confirmation, error) {
	var out confirmation
	given, present := c.all["cnf"]
	if !present {
		return out, nil
	}
	members, ok := given.(map[string]any)
	for name, v := range members {
		text, isText := v.(string)
		switch {
		case !isText || text == "":
			ok = false
		case name == "jkt":
			out.Key = text
		case name == "x5t#S256":
			out.Certificate = text
		default:
			ok = false
		}
	}
	if !ok || !out.any() {
		return out, unproven("令牌的绑定方式本系统不认识", "the token is bound in a way that is not known here")
	}
	return out, nil
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
