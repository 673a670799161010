package idp

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// issuer implements the server interface of the OpenID library, which has
// parsed and checked the requests before it calls.
type issuer struct {
	op.UnimplementedServer
	Issuer
	url   string
	key   jose.JSONWebKey // private
	now   func() time.Time
	flows *flows
	known *known
}

func newIssuer(described Issuer, base string, now func() time.Time) (*issuer, error) {
	if described.ACR == "" {
		described.ACR = "0"
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make a signing key: %w", err)
	}
	i := &issuer{
		Issuer: described, url: base + Path(described.Code), now: now, flows: newFlows(now),
		key:   jose.JSONWebKey{Key: private, KeyID: rand.Text(), Algorithm: string(jose.ES256), Use: "sig"},
		known: &known{clients: map[string]*client{}},
	}
	for _, c := range described.Clients {
		if c.ID == "" || i.known.client(c.ID) != nil {
			return nil, fmt.Errorf("client id %q is empty or given twice", c.ID)
		}
		i.known.add(&client{Client: c, issuer: i})
	}
	return i, nil
}

func (i *issuer) user(sub string) (User, bool) {
	at := slices.IndexFunc(i.Users, func(u User) bool { return u.Sub == sub })
	if at < 0 {
		return User{}, false
	}
	return i.Users[at], true
}

// metadata adds what the library's type lacks (RFC 9207 §3).
type metadata struct {
	oidc.DiscoveryConfiguration
	IssuerParameter bool     `json:"authorization_response_iss_parameter_supported"`
	ProofAlgorithms []string `json:"dpop_signing_alg_values_supported"` // RFC 9449 §5.1
}

func (i *issuer) Discovery(context.Context, *op.Request[struct{}]) (*op.Response, error) {
	registration := ""
	if i.Register != nil {
		registration = i.url + "/register"
	}
	return op.NewResponse(metadata{oidc.DiscoveryConfiguration{
		RegistrationEndpoint:              registration,
		Issuer:                            i.url,
		AuthorizationEndpoint:             endpoints.Authorization.Absolute(i.url),
		TokenEndpoint:                     endpoints.Token.Absolute(i.url),
		JwksURI:                           endpoints.JwksURI.Absolute(i.url),
		ScopesSupported:                   []string{oidc.ScopeOpenID, oidc.ScopeProfile},
		ResponseTypesSupported:            []string{string(oidc.ResponseTypeCode)},
		ResponseModesSupported:            []string{string(oidc.ResponseModeQuery)},
		GrantTypesSupported:               []oidc.GrantType{oidc.GrantTypeCode, oidc.GrantTypeClientCredentials},
		ACRValuesSupported:                []string{i.ACR},
		SubjectTypesSupported:             []string{"public"},
		IDTokenSigningAlgValuesSupported:  []string{i.key.Algorithm},
		TokenEndpointAuthMethodsSupported: []oidc.AuthMethod{oidc.AuthMethodBasic, oidc.AuthMethodPost, oidc.AuthMethodNone, oidc.AuthMethodPrivateKeyJWT},
		TokenEndpointAuthSigningAlgValuesSupported: []string{
			string(jose.ES256), string(jose.EdDSA), string(jose.RS256), string(jose.PS256),
		},
		ClaimsSupported:                   []string{"sub", "name", "roles", "acr", "amr", "auth_time", "sid"},
		CodeChallengeMethodsSupported:     []oidc.CodeChallengeMethod{oidc.CodeChallengeMethodS256},
		BackChannelLogoutSupported:        true,
		BackChannelLogoutSessionSupported: true,
	}, true, []string{string(jose.ES256), string(jose.EdDSA), string(jose.RS256), string(jose.PS256)}}), nil
}

func (i *issuer) Keys(context.Context, *op.Request[struct{}]) (*op.Response, error) {
	return op.NewResponse(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{i.key.Public()}}), nil
}

func (i *issuer) Health(context.Context, *op.Request[struct{}]) (*op.Response, error) {
	return op.NewResponse(op.Status{Status: "ok"}), nil
}
