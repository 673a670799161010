package idp

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// VerifyAuthRequest finds the client; the library then checks redirect URI,
// scopes and response type against it.
func (i *issuer) VerifyAuthRequest(_ context.Context, r *op.Request[oidc.AuthRequest]) (*op.ClientRequest[oidc.AuthRequest], error) {
	if r.Data.RequestParam != "" {
		return nil, oidc.ErrRequestNotSupported()
	}
	c := i.known.client(r.Data.ClientID)
	if c == nil || len(c.Client.RedirectURIs) == 0 {
		return nil, oidc.ErrInvalidRequest().WithDescription("unknown client_id")
	}
	return &op.ClientRequest[oidc.AuthRequest]{Request: r, Client: c}, nil
}

// Authorize sends the browser to the login page.
func (i *issuer) Authorize(_ context.Context, r *op.ClientRequest[oidc.AuthRequest]) (*op.Redirect, error) {
	request := r.Data
	switch {
	case !slices.Contains(request.Scopes, oidc.ScopeOpenID):
		return nil, oidc.ErrInvalidScope().WithDescription("scope openid is missing")
	case request.CodeChallenge == "" || request.CodeChallengeMethod != oidc.CodeChallengeMethodS256:
		return nil, oidc.ErrInvalidRequest().WithDescription("PKCE with S256 is required")
	case slices.Contains(request.Prompt, oidc.PromptNone):
		// Nobody is ever signed in here: every login is a click.
		return nil, oidc.ErrLoginRequired()
	}
	return op.NewRedirect(r.Client.LoginURL(i.flows.put(flow{request: request}, flowLifetime))), nil
}

// CodeExchange turns a code into an ID token. The access token beside it opens
// nothing: there is no userinfo endpoint.
func (i *issuer) CodeExchange(_ context.Context, r *op.ClientRequest[oidc.AccessTokenRequest]) (*op.Response, error) {
	f, ok := i.flows.take(r.Data.Code)
	switch {
	case !ok || f.request.ClientID != r.Client.GetID():
		return nil, oidc.ErrInvalidGrant().WithDescription("unknown or used code")
	case f.request.RedirectURI != r.Data.RedirectURI:
		return nil, oidc.ErrInvalidGrant().WithDescription("redirect_uri is not the one of the request")
	}
	challenge := &oidc.CodeChallenge{Challenge: f.request.CodeChallenge, Method: f.request.CodeChallengeMethod}
	if err := op.AuthorizeCodeChallenge(r.Data.CodeVerifier, challenge); err != nil {
		return nil, err
	}
	token, err := i.idToken(f)
	if err != nil {
		return nil, err
	}
	return tokenResponse(&oidc.AccessTokenResponse{
		AccessToken: rand.Text(), TokenType: oidc.BearerToken, ExpiresIn: uint64(tokenLifetime.Seconds()),
		IDToken: token, Scope: f.request.Scopes,
	}), nil
}

// ClientCredentialsExchange gives a partner system an access token for the hub.
func (i *issuer) ClientCredentialsExchange(_ context.Context, r *op.ClientRequest[oidc.ClientCredentialsRequest]) (*op.Response, error) {
	c := i.known.client(r.Client.GetID())
	scopes := []string(r.Data.Scope)
	if len(scopes) == 0 {
		scopes = c.Scopes
	}
	for _, scope := range scopes {
		if !c.IsScopeAllowed(scope) {
			return nil, oidc.ErrInvalidScope().WithDescription("scope %q is not registered for this client", scope)
		}
	}
	thumbprint, err := i.proof(r.Header)
	if err != nil {
		return nil, err
	}
	token, err := i.accessToken(c, scopes, thumbprint)
	if err != nil {
		return nil, err
	}
	kind := oidc.BearerToken
	if thumbprint != "" {
		kind = "DPoP"
	}
	return tokenResponse(&oidc.AccessTokenResponse{
		AccessToken: token, TokenType: kind, ExpiresIn: uint64(tokenLifetime.Seconds()), Scope: scopes,
	}), nil
}

// tokenResponse forbids storing it, as RFC 6749 §5.1 demands.
func tokenResponse(data *oidc.AccessTokenResponse) *op.Response {
	response := op.NewResponse(data)
	response.Header.Set("Cache-Control", "no-store")
	return response
}

// Scope joins scopes the way tokens carry them.
func scopeClaim(scopes []string) string { return strings.Join(scopes, " ") }
