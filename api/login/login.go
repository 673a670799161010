// Package login is the hub's relying party: people sign in at the issuer of
// their own agency, partner systems bring access tokens of a registered one.
//
// An identity is the pair of issuer and subject, never a name or an address,
// and an issuer speaks only for the agency it is registered for. What an
// issuer says about functions counts only through its allow-list. Every check
// that OpenID Connect leaves to the relying party is made here.
package login

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Lifetimes of what a login gives. None of them is statutory.
const (
	idleLifetime     = 30 * time.Minute // without a request
	absoluteLifetime = 8 * time.Hour    // whatever happens: a working day
	stepUpLifetime   = 15 * time.Minute // for acts that ask for a fresh confirmation
	attemptLifetime  = 10 * time.Minute // from the click on sign in to the return
	touchEvery       = time.Minute      // a session row is written at most this often
)

// Config is what a hub gives its login.
type Config struct {
	// PublicURL is the address people and partner systems use, without a path:
	// https, or http on a loopback host for development. Access tokens must be
	// issued for exactly this audience.
	PublicURL string
	Store     Store
	Now       func() time.Time
	// Fail renders an error in the reader's language; ErrorPage helps.
	Fail func(http.ResponseWriter, *http.Request, error)
	// Transport reaches the issuers, for private certificate authorities; nil
	// means the system's. No proxy is used, whatever the environment says.
	Transport http.RoundTripper
	// CertificateHeader is the header in which a proxy that ends TLS hands on the
	// certificate of its client, after it has removed what clients wrote there.
	// Empty: none is believed.
	CertificateHeader string
	Log               *slog.Logger
}

// Login answers the login routes and authenticates requests. Make it with New.
type Login struct {
	Config
	base      *url.URL
	cookies   cookies
	providers *providers
}

// New refuses a public address under which cookies would travel unprotected.
func New(c Config) (*Login, error) {
	if c.Store == nil || c.Now == nil || c.Fail == nil {
		return nil, errors.New("login needs a store, a clock and a way to show errors")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	base, err := url.Parse(c.PublicURL)
	if err != nil || base.Host == "" || base.Path != "" && base.Path != "/" || base.RawQuery != "" || base.User != nil {
		return nil, fmt.Errorf("public address %q is not a scheme and a host", c.PublicURL)
	}
	base.Path = ""
	secure := base.Scheme == "https"
	if !secure && !(base.Scheme == "http" && isLoopback(base.Hostname())) {
		return nil, fmt.Errorf("public address %s: session cookies need https; http is only for this machine itself", base)
	}
	if c.Transport == nil {
		c.Transport = directTransport()
	}
	return &Login{
		Config: c, base: base, cookies: newCookies(base),
		providers: newProviders(c.Transport, c.Now, secure),
	}, nil
}

// Routes adds the login routes. Apply http.CrossOriginProtection around the mux:
// POST /logout acts on a cookie.
func (l *Login) Routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /login/start", l.page(l.start))
	mux.HandleFunc("GET /login/callback/{issuer}", l.page(l.callback))
	mux.HandleFunc("POST /logout", l.page(l.logout))
	mux.HandleFunc("POST /login/backchannel/{issuer}", l.backchannel)
}

// RedirectURI is the one address to register at an issuer (机关身份服务的回调地址).
// Each issuer has its own, so that one cannot answer for another.
func (l *Login) RedirectURI(issuerCode string) string {
	return l.base.JoinPath("login", "callback", issuerCode).String()
}

// LogoutURI is where an issuer sends back-channel logout tokens.
func (l *Login) LogoutURI(issuerCode string) string {
	return l.base.JoinPath("login", "backchannel", issuerCode).String()
}

// CheckIssuer says whether an issuer's address may be registered: https, or
// http on a loopback host where the hub itself is.
func (l *Login) CheckIssuer(address string) error { return l.providers.check(address) }

// page keeps answers out of caches and shows errors.
func (l *Login) page(h func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Referrer-Policy", "no-referrer") // the address holds a code
		if err := h(w, r); err != nil {
			// The error names no person: only codes of issuers and of failures.
			l.Log.WarnContext(r.Context(), "login", "path", r.URL.Path, "error", err)
			l.Fail(w, r, err)
		}
	}
}

func isLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}
