package login_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/devkit/idp"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

func TestLogin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.signedIn("env", "u1")
	p, err := w.who(b)
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "env甲" || p.Agency != w.agency(0) || p.AgencyCode != "env" || p.Machine || p.User.IsZero() ||
		p.Issuer != w.issuer(0).URL || p.Subject != "u1" || p.SessionID == "" || p.SteppedUp(w.now()) ||
		!slices.Equal(p.Functions, []string{login.Desk, login.Handler}) {
		t.Errorf("principal %+v", p)
	}
	if !p.Has(login.Handler) || p.Has(login.Head) || p.Has("superuser") || p.May("referrals:read") {
		t.Error("wrong functions or scopes")
	}
	// The same subject at another issuer is another person of another agency.
	other, err := w.who(w.signedIn("police", "u1"))
	if err != nil || other.User == p.User || other.Agency != w.agency(1) {
		t.Errorf("the police's u1: %+v (%v)", other, err)
	}
	// Signing in again finds the same person.
	again, err := w.who(w.signedIn("env", "u1"))
	if err != nil || again.User != p.User || again.SessionID == p.SessionID {
		t.Errorf("again: %+v (%v)", again, err)
	}
}

func TestLoginWithoutAFunctionIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.browser()
	if err := idp.Login(t.Context(), b, w.hub.URL, "env", "guest"); err == nil {
		t.Error("signed in without a function")
	}
	w.failedWith("login.no_function")
	w.unauthenticated(b)
}

func TestSessionCookie(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.signedIn("env", "u1")
	before, _ := w.who(b)
	old := w.request(b)
	if err := idp.Login(t.Context(), b, w.hub.URL, "env", "u2"); err != nil {
		t.Fatal(err)
	}
	if now, err := w.who(b); err != nil || now.Name != "env乙" || now.SessionID == before.SessionID {
		t.Errorf("after a second login: %+v (%v)", now, err)
	}
	if _, err := w.login.Authenticate(old); err == nil {
		t.Error("the session of the first login still works")
	}
	for _, value := range []string{"", "x", strings.Repeat("A", 43), strings.Repeat("A", 44), strings.Repeat("!", 43)} {
		r := httptest.NewRequest("GET", "/", nil)
		r.AddCookie(&http.Cookie{Name: w.request(b).Cookies()[0].Name, Value: value})
		if _, err := w.login.Authenticate(r); err == nil {
			t.Errorf("cookie %q was accepted", value)
		}
	}
	for hash := range w.store.sessions {
		if len(hash) != 32 || strings.Contains(w.request(b).Header.Get("Cookie"), hash) {
			t.Error("the store holds something else than a hash")
		}
	}
}

func TestCookieAttributes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		public, prefix string
		secure         bool
	}{{"https://hub.example.cn", "__Host-", true}, {"http://127.0.0.1:8080", "hub-dev-", false}} {
		w := newWorld(t)
		l, err := login.New(login.Config{PublicURL: c.public, Store: w.store, Now: w.now, Fail: w.fail})
		if err != nil {
			t.Fatal(err)
		}
		w.store.sessions["x"] = login.Session{}
		mux := http.NewServeMux()
		l.Routes(mux)
		answer := httptest.NewRecorder()
		mux.ServeHTTP(answer, httptest.NewRequest("POST", "/logout", nil))
		cookie := answer.Result().Cookies()[0]
		if !strings.HasPrefix(cookie.Name, c.prefix) || cookie.Secure != c.secure || !cookie.HttpOnly || cookie.Path != "/" ||
			cookie.Domain != "" || cookie.SameSite != http.SameSiteLaxMode {
			t.Errorf("%s: cookie %+v", c.public, cookie)
		}
	}
}

func TestPublicAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for address, ok := range map[string]bool{
		"https://hub.example.cn": true, "https://hub.example.cn:8443/": true, "http://localhost:1": true, "http://[::1]:1": true,
		"http://hub.example.cn": false, "http://10.0.0.1": false, "http://localhost.example.cn": false, "ftp://127.0.0.1": false,
		"https://hub.example.cn/path": false, "https://u@hub.example.cn": false, "hub.example.cn": false, "": false,
	} {
		if _, err := login.New(login.Config{PublicURL: address, Store: w.store, Now: w.now, Fail: w.fail}); (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestSessionEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	idle := w.signedIn("env", "u1")
	w.after(30*time.Minute - time.Second)
	if _, err := w.who(idle); err != nil {
		t.Errorf("just before the idle limit: %v", err)
	}
	w.after(30 * time.Minute)
	w.unauthenticated(idle)
	if len(w.store.sessions) != 0 {
		t.Error("an ended session is still stored")
	}

	busy := w.signedIn("env", "u1")
	for range 8 * 60 / 20 {
		if _, err := w.who(busy); err != nil {
			t.Fatalf("a session in use ended: %v", err)
		}
		w.after(20 * time.Minute)
	}
	w.unauthenticated(busy)
}

func TestTouchIsRare(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.signedIn("env", "u1")
	for range 120 {
		w.after(time.Second)
		if _, err := w.who(b); err != nil {
			t.Fatal(err)
		}
	}
	if w.store.touched != 2 {
		t.Errorf("%d writes in two minutes, want 2", w.store.touched)
	}
}

func TestLogout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.signedIn("env", "u1")
	stolen := w.request(b)
	answer, err := b.PostForm(w.hub.URL+"/logout", url.Values{})
	if err != nil || answer.StatusCode != http.StatusNoContent {
		t.Fatalf("%v %v", answer, err)
	}
	w.unauthenticated(b)
	if _, err := w.login.Authenticate(stolen); err == nil {
		t.Error("a copy of the cookie still works")
	}
	r, err := http.NewRequestWithContext(t.Context(), "POST", w.hub.URL+"/logout", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	if answer, err = b.Do(r); err != nil || answer.StatusCode != http.StatusSeeOther || answer.Header.Get("Location") != "/" {
		t.Errorf("a form without a session: %v %v", answer, err)
	}
}

func TestStoreDownIsNotASignOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.signedIn("env", "u1")
	w.store.down = true
	if _, err := w.who(b); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
}
