// Package idp is the OpenID provider of the development hub: one issuer per
// agency, real protocol, and a login page that asks for a click instead of a
// password. It runs inside the hub's process and forgets everything at its end.
//
// The authorization code flow demands PKCE. Partner systems get access tokens
// (RFC 9068) by client credentials, with a secret or a signed assertion; they may
// register a key themselves, and a DPoP proof binds their tokens to one.
package idp

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// Options say whom the provider knows.
type Options struct {
	// Base is the address the provider is reached under, without a path:
	// issuers are Base + "/idp/" + code.
	Base    string
	Issuers []Issuer
	// Now is the clock of every token.
	Now func() time.Time
	// Log receives refused requests; nil means nowhere.
	Log *slog.Logger
}

// Issuer speaks for one agency (机关).
type Issuer struct {
	Code, Name string
	// ACR is how strongly this issuer claims to know its people; "0" when
	// empty, which OpenID Connect Core §2 gives to logins like these.
	ACR     string
	Users   []User
	Clients []Client
	// Register lets partner systems register themselves with a public key; nil: none may.
	Register *Registration
}

// Registration is what a partner system gets that registers itself (RFC 7591).
type Registration struct {
	Scopes   []string // may ask for these
	Audience string   // the resource its access tokens are for: the hub's address
}

// User is one of the people on the login page (人员).
type User struct {
	Sub, Name, Title string
	Roles            []string // claim values, which the hub maps to functions
}

// Client is who may ask this issuer for tokens: a hub, with RedirectURIs, or a
// partner system, with Scopes.
type Client struct {
	ID     string
	Secret string          // empty: public with PKCE, or known by Key
	Key    jose.JSONWebKey // public key of private_key_jwt (RFC 7523)

	RedirectURIs []string
	LogoutURI    string // where back-channel logout tokens go

	Scopes   []string // what a partner system may ask for
	Audience string   // the resource its access tokens are for: the hub's address
}

// Provider is the http.Handler of all issuers.
type Provider struct {
	mux     *http.ServeMux
	issuers map[string]*issuer
}

// New makes the provider. It needs no network and no disk; keys are fresh.
func New(o Options) (*Provider, error) {
	base, err := url.Parse(o.Base)
	if err != nil || base.Host == "" || strings.Trim(base.Path, "/") != "" {
		return nil, fmt.Errorf("the provider's base %q is not an address without a path", o.Base)
	}
	if o.Now == nil {
		return nil, errors.New("the provider needs a clock")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	p := &Provider{mux: http.NewServeMux(), issuers: map[string]*issuer{}}
	for _, described := range o.Issuers {
		if described.Code == "" || strings.ContainsAny(described.Code, "/?#% ") || p.issuers[described.Code] != nil {
			return nil, fmt.Errorf("issuer code %q is empty, unfit for a path, or given twice", described.Code)
		}
		i, err := newIssuer(described, strings.TrimSuffix(o.Base, "/"), o.Now)
		if err != nil {
			return nil, fmt.Errorf("issuer %s: %w", described.Code, err)
		}
		p.issuers[described.Code] = i
		path := Path(described.Code)
		p.mux.HandleFunc("GET "+path+"/sign-in", i.showSignIn)
		p.mux.HandleFunc("POST "+path+"/sign-in", i.signIn)
		p.mux.HandleFunc("GET "+path+"/sign-in.css", serveStyle)
		if described.Register != nil {
			p.mux.HandleFunc("POST "+path+"/register", i.register)
		}
		p.mux.Handle(path+"/", http.StripPrefix(path, op.RegisterServer(i, endpoints,
			op.WithServerCORSOptions(nil), op.WithFallbackLogger(o.Log))))
	}
	return p, nil
}

// Path is where an issuer lives below Base.
func Path(code string) string { return "/idp/" + code }

// ServeHTTP answers for all issuers.
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.mux.ServeHTTP(w, r) }

var endpoints = op.Endpoints{
	Authorization: op.NewEndpoint("/authorize"),
	Token:         op.NewEndpoint("/token"),
	JwksURI:       op.NewEndpoint("/keys"),
}
