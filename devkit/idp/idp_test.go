package idp_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/xianjie-hub/xianjie/devkit/idp"
)

// start is a day long past: the provider must not look at the machine's clock.
var start = time.Date(2024, 2, 29, 8, 0, 0, 0, time.UTC)

// world is a provider with one issuer, and a small relying party that stands
// in for the hub with the same libraries any relying party uses.
type world struct {
	*testing.T
	provider *idp.Provider
	server   *httptest.Server // both on one origin, as in hub dev
	issuer   string
	clock    atomic.Int64
	oauth    oauth2.Config
	verifier string
	signedIn chan url.Values
	logouts  chan string
}

func newWorld(t *testing.T) *world {
	t.Parallel()
	w := &world{T: t, verifier: oauth2.GenerateVerifier(), signedIn: make(chan url.Values, 1), logouts: make(chan string, 1)}
	w.clock.Store(start.Unix())
	mux := http.NewServeMux()
	w.server = httptest.NewServer(mux)
	t.Cleanup(w.server.Close)
	w.issuer = w.server.URL + idp.Path("env")
	var err error
	w.provider, err = idp.New(idp.Options{Base: w.server.URL, Now: w.now, Issuers: []idp.Issuer{{
		Code: "env", Name: "示范区生态环境局", Register: &idp.Registration{Scopes: []string{"referrals:read"}, Audience: w.server.URL},
		Users: []idp.User{
			{Sub: "u1", Name: "甲", Title: "科员", Roles: []string{"handler", "desk"}},
			{Sub: "u2", Name: "乙", Title: "局长", Roles: []string{"head"}},
		},
		Clients: []idp.Client{
			{ID: "hub", Secret: "s3cret", RedirectURIs: []string{w.server.URL + "/login/callback"}, LogoutURI: w.server.URL + "/login/backchannel"},
			{ID: "public", RedirectURIs: []string{w.server.URL + "/login/callback"}},
			{ID: "system", Secret: "machine", Scopes: []string{"referrals:read", "referrals:write"}, Audience: w.server.URL},
			{ID: "signer", Key: publicKey, Scopes: []string{"referrals:read"}, Audience: w.server.URL},
		},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	w.oauth = oauth2.Config{
		ClientID: "hub", ClientSecret: "s3cret", RedirectURL: w.server.URL + "/login/callback", Scopes: []string{"openid"},
		Endpoint: oauth2.Endpoint{AuthURL: w.issuer + "/authorize", TokenURL: w.issuer + "/token"},
	}
	mux.Handle("/idp/", w.provider)
	mux.HandleFunc("GET /login/start", func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, w.authorizeURL(), http.StatusFound)
	})
	mux.HandleFunc("GET /login/callback", func(rw http.ResponseWriter, r *http.Request) {
		w.signedIn <- r.URL.Query()
		http.Redirect(rw, r, "/", http.StatusFound)
	})
	mux.HandleFunc("POST /login/backchannel", func(_ http.ResponseWriter, r *http.Request) {
		w.logouts <- r.PostFormValue("logout_token")
	})
	return w
}

func (w *world) now() time.Time { return time.Unix(w.clock.Load(), 0) }

func (w *world) authorizeURL(more ...oauth2.AuthCodeOption) string {
	return w.oauth.AuthCodeURL("the-state", append(more, oidc.Nonce("the-nonce"), oauth2.S256ChallengeOption(w.verifier))...)
}

func (w *world) browser() *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

// login signs u1 in and gives what came back to the hub.
func (w *world) login() url.Values {
	w.Helper()
	if err := idp.Login(w.Context(), w.browser(), w.server.URL, "env", "u1"); err != nil {
		w.Fatal(err)
	}
	return <-w.signedIn
}

func (w *world) verify(raw, audience string) (*oidc.IDToken, error) {
	ctx := oidc.InsecureIssuerURLContext(w.Context(), w.issuer)
	p, err := oidc.NewProvider(ctx, w.issuer)
	if err != nil {
		w.Fatal(err)
	}
	return p.Verifier(&oidc.Config{ClientID: audience, Now: w.now}).Verify(ctx, raw)
}

func TestCodeFlow(t *testing.T) {
	w := newWorld(t)
	back := w.login()
	if back.Get("state") != "the-state" || back.Get("iss") != w.issuer {
		t.Errorf("came back with %v", back)
	}
	token, err := w.oauth.Exchange(t.Context(), back.Get("code"), oauth2.VerifierOption(w.verifier))
	if err != nil {
		t.Fatal(err)
	}
	id, err := w.verify(token.Extra("id_token").(string), "hub")
	if err != nil {
		t.Fatal(err)
	}
	var claims struct {
		Name, Title, ACR, SID, Nonce string
		Roles, AMR                   []string
		AuthTime                     int64 `json:"auth_time"`
	}
	if err := id.Claims(&claims); err != nil {
		t.Fatal(err)
	}
	if id.Subject != "u1" || claims.Name != "甲" || claims.Title != "科员" || claims.ACR != "0" || claims.Nonce != "the-nonce" ||
		claims.SID == "" || !slices.Equal(claims.Roles, []string{"handler", "desk"}) || len(claims.AMR) == 0 || claims.AuthTime != start.Unix() {
		t.Errorf("claims %+v", claims)
	}
}

func TestExchangeRefuses(t *testing.T) {
	for name, c := range map[string]func(w *world, code string) (*oauth2.Token, error){
		"a used code": func(w *world, code string) (*oauth2.Token, error) {
			if _, err := w.oauth.Exchange(w.Context(), code, oauth2.VerifierOption(w.verifier)); err != nil {
				w.Fatal(err)
			}
			return w.oauth.Exchange(w.Context(), code, oauth2.VerifierOption(w.verifier))
		},
		"an old code": func(w *world, code string) (*oauth2.Token, error) {
			w.clock.Add(61)
			return w.oauth.Exchange(w.Context(), code, oauth2.VerifierOption(w.verifier))
		},
		"a wrong verifier": func(w *world, code string) (*oauth2.Token, error) {
			return w.oauth.Exchange(w.Context(), code, oauth2.VerifierOption(oauth2.GenerateVerifier()))
		},
		"no verifier": func(w *world, code string) (*oauth2.Token, error) { return w.oauth.Exchange(w.Context(), code) },
		"a wrong secret": func(w *world, code string) (*oauth2.Token, error) {
			w.oauth.ClientSecret = "guess"
			return w.oauth.Exchange(w.Context(), code, oauth2.VerifierOption(w.verifier))
		},
		"another client": func(w *world, code string) (*oauth2.Token, error) {
			w.oauth.ClientID, w.oauth.ClientSecret = "public", ""
			return w.oauth.Exchange(w.Context(), code, oauth2.VerifierOption(w.verifier))
		},
		"another redirect": func(w *world, code string) (*oauth2.Token, error) {
			w.oauth.RedirectURL += "/else"
			return w.oauth.Exchange(w.Context(), code, oauth2.VerifierOption(w.verifier))
		},
		"an invented code": func(w *world, _ string) (*oauth2.Token, error) {
			return w.oauth.Exchange(w.Context(), "invented", oauth2.VerifierOption(w.verifier))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if _, err := c(w, w.login().Get("code")); err == nil {
				t.Error("got a token")
			}
		})
	}
}

func TestAuthorizeRefuses(t *testing.T) {
	w := newWorld(t)
	for name, change := range map[string]func(q url.Values){
		"no PKCE":          func(q url.Values) { q.Del("code_challenge") },
		"plain PKCE":       func(q url.Values) { q.Set("code_challenge_method", "plain") },
		"foreign redirect": func(q url.Values) { q.Set("redirect_uri", "https://evil.example/callback") },
		"unknown client":   func(q url.Values) { q.Set("client_id", "nobody") },
		"partner system":   func(q url.Values) { q.Set("client_id", "system") },
		"implicit flow":    func(q url.Values) { q.Set("response_type", "id_token token") },
		"no openid scope":  func(q url.Values) { q.Set("scope", "profile") },
		"silent login":     func(q url.Values) { q.Set("prompt", "none") },
	} {
		u, err := url.Parse(w.authorizeURL())
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		change(q)
		u.RawQuery = q.Encode()
		answer, err := w.browser().Get(u.String())
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode < 400 || answer.Request.URL.Path != idp.Path("env")+"/authorize" {
			t.Errorf("%s: %s at %s", name, answer.Status, answer.Request.URL)
		}
	}
}

func TestLoginPage(t *testing.T) {
	w := newWorld(t)
	answer, err := w.browser().Get(w.authorizeURL(oauth2.SetAuthURLParam("prompt", "login")))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"示范区生态环境局", "甲", "科员", "承办、收发", "局长", "请再次确认"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	policy := answer.Header.Get("Content-Security-Policy")
	if strings.Contains(string(text), "<script") || strings.Contains(string(text), "style=") || !strings.HasPrefix(policy, "default-src 'none'") ||
		!strings.Contains(policy, "form-action 'self' "+w.server.URL+";") {
		t.Errorf("policy %q", policy)
	}
	stale := answer.Request.URL.String()
	if _, err := w.browser().PostForm(stale, url.Values{"id": answer.Request.URL.Query()["id"], "sub": {"u2"}}); err != nil {
		t.Fatal(err)
	}
	<-w.signedIn
	for name, form := range map[string]url.Values{
		"a used page": {"id": answer.Request.URL.Query()["id"], "sub": {"u2"}}, "an unknown person": {"id": {"x"}, "sub": {"root"}},
	} {
		again, err := w.browser().PostForm(stale, form)
		if err != nil {
			t.Fatal(err)
		}
		again.Body.Close()
		if again.StatusCode < 400 {
			t.Errorf("%s: %s", name, again.Status)
		}
	}
	w.clock.Add(601)
	if err := idp.Login(t.Context(), w.browser(), w.server.URL, "env", "nobody"); err == nil {
		t.Error("a person who does not exist signed in")
	}
}

func TestSignOut(t *testing.T) {
	w := newWorld(t)
	if err := w.provider.SignOut(t.Context(), w.server.Client(), "env", "u1"); err != nil {
		t.Fatal(err)
	}
	token, err := w.verify(<-w.logouts, "hub")
	if err != nil {
		t.Fatal(err)
	}
	var claims struct {
		Sub, Jti string
		Events   map[string]any
	}
	if err := token.Claims(&claims); err != nil || claims.Sub != "u1" || claims.Jti == "" ||
		claims.Events["http://schemas.openid.net/event/backchannel-logout"] == nil {
		t.Errorf("logout token %+v (%v)", claims, err)
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return start }
	for name, o := range map[string]idp.Options{
		"no clock":     {Base: "http://127.0.0.1:1"},
		"a path":       {Base: "http://127.0.0.1:1/hub", Now: now},
		"twins":        {Base: "http://127.0.0.1:1", Now: now, Issuers: []idp.Issuer{{Code: "a"}, {Code: "a"}}},
		"odd code":     {Base: "http://127.0.0.1:1", Now: now, Issuers: []idp.Issuer{{Code: "a/b"}}},
		"twin clients": {Base: "http://127.0.0.1:1", Now: now, Issuers: []idp.Issuer{{Code: "a", Clients: []idp.Client{{ID: "x"}, {ID: "x"}}}}},
	} {
		if _, err := idp.New(o); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestMetadata(t *testing.T) {
	w := newWorld(t)
	answer, err := w.server.Client().Get(w.issuer + "/.well-known/openid-configuration")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var m map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&m); err != nil {
		t.Fatal(err)
	}
	if m["issuer"] != w.issuer || m["authorization_response_iss_parameter_supported"] != true || m["token_endpoint"] != w.issuer+"/token" {
		t.Errorf("metadata %v", m)
	}
}

func TestLoginNeedsAJar(t *testing.T) {
	t.Parallel()
	if err := idp.Login(context.Background(), &http.Client{}, "http://127.0.0.1:1", "env", "u1"); err == nil {
		t.Error("a client without a jar was accepted")
	}
}
