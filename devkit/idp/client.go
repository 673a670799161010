package idp

import (
	"context"
	"crypto/subtle"
	"slices"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// client answers the library's questions about a Client.
type client struct {
	Client
	issuer *issuer
}

func (c *client) GetID() string                       { return c.ID }
func (c *client) RedirectURIs() []string              { return c.Client.RedirectURIs }
func (c *client) PostLogoutRedirectURIs() []string    { return nil }
func (c *client) ApplicationType() op.ApplicationType { return op.ApplicationTypeWeb }
func (c *client) ResponseTypes() []oidc.ResponseType {
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}
func (c *client) LoginURL(id string) string           { return c.issuer.url + "/sign-in?id=" + id }
func (c *client) AccessTokenType() op.AccessTokenType { return op.AccessTokenTypeJWT }
func (c *client) IDTokenLifetime() time.Duration      { return tokenLifetime }
func (c *client) DevMode() bool                       { return true } // http redirect URIs on this machine
func (c *client) IsScopeAllowed(scope string) bool    { return slices.Contains(c.Scopes, scope) }
func (c *client) ClockSkew() time.Duration            { return 0 }

func (c *client) RestrictAdditionalIdTokenScopes() func([]string) []string { return keepAll }

func (c *client) RestrictAdditionalAccessTokenScopes() func([]string) []string { return keepAll }

func (c *client) IDTokenUserinfoClaimsAssertion() bool { return true }

func keepAll(scopes []string) []string { return scopes }

func (c *client) AuthMethod() oidc.AuthMethod {
	switch {
	case c.Key.Key != nil:
		return oidc.AuthMethodPrivateKeyJWT
	case c.Secret != "":
		return oidc.AuthMethodBasic
	}
	return oidc.AuthMethodNone
}

func (c *client) GrantTypes() (grants []oidc.GrantType) {
	if len(c.Client.RedirectURIs) > 0 {
		grants = append(grants, oidc.GrantTypeCode)
	}
	if len(c.Scopes) > 0 && c.AuthMethod() != oidc.AuthMethodNone {
		grants = append(grants, oidc.GrantTypeClientCredentials)
	}
	return grants
}

// VerifyClient authenticates who asks for a token, in the one way the client
// is registered for.
func (i *issuer) VerifyClient(_ context.Context, r *op.Request[op.ClientCredentials]) (op.Client, error) {
	refused := oidc.ErrInvalidClient().WithDescription("unknown client or wrong credentials")
	id := r.Data.ClientID
	if r.Data.ClientAssertion != "" {
		var err error
		if id, err = i.verifyAssertion(r.Data.ClientAssertion); err != nil {
			return nil, refused.WithParent(err)
		}
	}
	c := i.known.client(id)
	if c == nil {
		return nil, refused
	}
	switch c.AuthMethod() {
	case oidc.AuthMethodNone:
		return c, nil
	case oidc.AuthMethodPrivateKeyJWT:
		if r.Data.ClientAssertion == "" {
			return nil, refused
		}
	default:
		if r.Data.ClientAssertion != "" || subtle.ConstantTimeCompare([]byte(r.Data.ClientSecret), []byte(c.Secret)) != 1 {
			return nil, refused
		}
	}
	return c, nil
}

// verifyAssertion checks a private_key_jwt (RFC 7523 §3) and gives its client.
func (i *issuer) verifyAssertion(assertion string) (id string, err error) {
	token, err := jwt.ParseSigned(assertion, []jose.SignatureAlgorithm{jose.ES256, jose.EdDSA, jose.RS256, jose.PS256})
	if err != nil {
		return "", err
	}
	var unsafe jwt.Claims
	if err := token.UnsafeClaimsWithoutVerification(&unsafe); err != nil {
		return "", err
	}
	c := i.known.client(unsafe.Issuer)
	if c == nil || c.Key.Key == nil {
		return "", oidc.ErrInvalidClient()
	}
	var claims jwt.Claims
	if err := token.Claims(c.Key, &claims); err != nil {
		return "", err
	}
	expected := jwt.Expected{Issuer: c.ID, Subject: c.ID, Time: i.now(), AnyAudience: jwt.Audience{i.url, endpoints.Token.Absolute(i.url)}}
	if err := claims.ValidateWithLeeway(expected, 5*time.Second); err != nil {
		return "", err
	}
	if claims.Expiry == nil || claims.ID == "" || !i.flows.firstUse("assertion "+c.ID+" "+claims.ID, claims.Expiry.Time()) {
		return "", oidc.ErrInvalidClient().WithDescription("assertion without expiry or id, or used before")
	}
	return c.ID, nil
}
