package login_test

import (
	"errors"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/devkit/idp"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

var start = time.Date(2026, 9, 30, 1, 0, 0, 0, time.UTC)

// world is a hub's login and the development identity provider with two
// agencies, both over real HTTP, under one clock that the test moves.
type world struct {
	*testing.T
	hub      *httptest.Server
	login    *login.Login
	store    *memory
	provider *idp.Provider
	clock    atomic.Int64
	last     atomic.Pointer[error] // what the hub last failed with
}

func (w *world) now() time.Time             { return time.Unix(w.clock.Load(), 0) }
func (w *world) after(d time.Duration)      { w.clock.Add(int64(d / time.Second)) }
func (w *world) failedWith(code string)     { w.Helper(); w.expectCode(w.lastError(), code) }
func (w *world) lastError() error           { return *w.last.Load() }
func (w *world) agency(n int) ids.Agency    { return w.store.issuers[n].Agency }
func (w *world) issuer(n int) *login.Issuer { return &w.store.issuers[n] }

func (w *world) expectCode(err error, code string) {
	w.Helper()
	if f, ok := errors.AsType[*fault.Error](err); !ok || f.Code != code {
		w.Errorf("got %v, want %s", err, code)
	}
}

var roleMap = map[string]string{"handler": login.Handler, "head": login.Head, "desk": login.Desk, "root": "superuser"}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, store: newMemory()}
	w.clock.Store(start.Unix())
	none := error(nil)
	w.last.Store(&none)
	mux := http.NewServeMux()
	w.hub = httptest.NewServer(mux)
	t.Cleanup(w.hub.Close)

	var err error
	w.login, err = login.New(login.Config{PublicURL: w.hub.URL, Store: w.store, Now: w.now, Fail: w.fail})
	if err != nil {
		t.Fatal(err)
	}
	w.login.Routes(mux)
	w.addProvider(mux)
	return w
}

func (w *world) addProvider(mux *http.ServeMux) {
	var issuers []idp.Issuer
	for _, code := range []string{"env", "police"} {
		issuers = append(issuers, idp.Issuer{
			Code: code, Name: code,
			Users: []idp.User{
				{Sub: "u1", Name: code + "甲", Title: "科员", Roles: []string{"handler", "desk", "root", "unknown"}},
				{Sub: "u2", Name: code + "乙", Roles: []string{"head"}},
				{Sub: "guest", Name: code + "丙", Roles: []string{"unknown"}},
			},
			Clients: []idp.Client{
				{ID: "hub", Secret: "s", RedirectURIs: []string{w.login.RedirectURI(code)}, LogoutURI: w.login.LogoutURI(code)},
				{ID: "system", Secret: "machine", Scopes: []string{"referrals:read", "referrals:write"}, Audience: w.hub.URL},
				{ID: "stray", Secret: "machine", Scopes: []string{"referrals:read"}, Audience: w.hub.URL},
				{ID: "elsewhere", Secret: "machine", Scopes: []string{"referrals:read"}, Audience: "https://elsewhere.example"},
			},
		})
		i := login.Issuer{
			ID: ids.New[ids.Issuer](start), Agency: ids.New[ids.Agency](start), AgencyCode: code, Code: code,
			URL: w.hub.URL + idp.Path(code), ClientID: "hub", Secret: "s", RoleMap: roleMap,
		}
		w.store.issuers = append(w.store.issuers, i)
		for _, id := range []string{"system", "elsewhere"} {
			w.store.clients[i.ID.String()+" "+id] = login.Client{
				ID: ids.New[ids.Client](start), Agency: i.Agency, AgencyCode: code, Name: "平台", Scopes: []string{"referrals:read", "statistics:read"},
			}
		}
	}
	var err error
	if w.provider, err = idp.New(idp.Options{Base: w.hub.URL, Issuers: issuers, Now: w.now}); err != nil {
		w.Fatal(err)
	}
	mux.Handle("/idp/", w.provider)
}

func (w *world) fail(rw http.ResponseWriter, _ *http.Request, err error) {
	w.last.Store(&err)
	status := http.StatusForbidden
	if errors.Is(err, login.ErrUnauthenticated) {
		status = http.StatusUnauthorized
	}
	login.ErrorPage(rw, status, err)
}

// browser has its own cookies and, like a test that looks, stops at redirects.
func (w *world) browser() *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// signedIn is a browser after a login.
func (w *world) signedIn(issuer, sub string) *http.Client {
	w.Helper()
	b := w.browser()
	if err := idp.Login(w.Context(), b, w.hub.URL, issuer, sub); err != nil {
		w.Fatalf("%v (%v)", err, w.lastError())
	}
	return b
}

// who asks the hub who a browser is.
func (w *world) who(b *http.Client) (login.Principal, error) {
	return w.login.Authenticate(w.request(b))
}

func (w *world) request(b *http.Client) *http.Request {
	w.Helper()
	r := httptest.NewRequestWithContext(w.Context(), "GET", w.hub.URL+"/v1/inbox", nil)
	u, err := url.Parse(w.hub.URL)
	if err != nil {
		w.Fatal(err)
	}
	for _, c := range b.Jar.Cookies(u) {
		r.AddCookie(c)
	}
	return r
}

// get fetches and forgets the body.
func (w *world) get(b *http.Client, address string) *http.Response {
	w.Helper()
	answer, err := b.Get(address)
	if err != nil {
		w.Fatal(err)
	}
	answer.Body.Close()
	return answer
}

func (w *world) unauthenticated(b *http.Client) {
	w.Helper()
	if p, err := w.who(b); !errors.Is(err, login.ErrUnauthenticated) {
		w.Errorf("still %q (%v)", p.Name, err)
	}
}
