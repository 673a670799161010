package login_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/api/login"
)

// on answers one path of the hostile issuer in a special way.
func (h *hostile) on(path string, answer http.HandlerFunc) {
	h.serve = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == path {
			answer(w, r)
		}
		return r.URL.Path == path
	}
}

const metadataPath = "/.well-known/openid-configuration"

func TestIssuerMetadataRefused(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(h *hostile){
		"another issuer":       func(h *hostile) { h.metadata["issuer"] = "https://other.example" },
		"keys over plain http": func(h *hostile) { h.metadata["jwks_uri"] = "http://keys.example/keys" },
		"token from a file":    func(h *hostile) { h.metadata["token_endpoint"] = "file:///etc/passwd" },
		"a redirect":           func(h *hostile) { h.on(metadataPath, redirectTo("/moved")) },
		"an endless answer":    func(h *hostile) { h.metadata["padding"] = strings.Repeat("x", 1<<20) },
		"no answer but a break": func(h *hostile) {
			h.on(metadataPath, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
		},
		"not JSON": func(h *hostile) {
			h.on(metadataPath, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>") })
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHostile(t)
			prepare(h)
			h.get(h.browser(), h.hub.URL+"/login/start?issuer=hostile")
			h.failedWith("login.issuer_unavailable")
			if text := h.lastError().Error(); len(text) > 600 {
				t.Errorf("the log would hold the issuer's answer: %d bytes", len(text))
			}
		})
	}
}

func redirectTo(address string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, address, http.StatusFound) }
}

func TestUnreachableIssuerIsNotAskedAgainAtOnce(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	asked := 0
	h.on(metadataPath, func(w http.ResponseWriter, _ *http.Request) { asked++; http.Error(w, "no", http.StatusBadGateway) })
	for range 20 {
		h.get(h.browser(), h.hub.URL+"/login/start?issuer=hostile")
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
	h.serve = nil
	h.after(5 * time.Second)
	if _, q := h.begin(""); q.Get("state") == "" {
		t.Error("still not asked after five seconds")
	}
}

// One issuer that hangs must not stop logins elsewhere, nor for longer than its timeout.
func TestHangingIssuerStopsOnlyItself(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	released := make(chan struct{})
	hanging := make(chan struct{}, 1)
	b, asked := h.begin("")
	h.good(asked)
	h.on("/keys", func(http.ResponseWriter, *http.Request) {
		select {
		case hanging <- struct{}{}:
		default:
		}
		<-released
	})
	defer close(released)
	answered := make(chan *http.Response, 1)
	go func() {
		if answer, err := b.Get(h.hub.URL + "/login/callback/hostile?" + url.Values{"code": {"c"}, "state": asked["state"]}.Encode()); err == nil {
			answer.Body.Close()
			answered <- answer
		}
	}()
	<-hanging
	if _, err := h.who(h.signedIn("env", "u1")); err != nil {
		t.Errorf("while another issuer hangs: %v", err)
	}
	select {
	case <-answered:
		h.failedWith("login.issuer_unavailable")
	case <-time.After(20 * time.Second):
		t.Error("the login that waits for the hanging issuer did not end")
	}
}

// Tokens with invented key ids make the hub fetch keys, but not again and again.
func TestKeyFloodCoolsDown(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	token := func() string {
		now := h.now().Unix()
		return "Bearer " + h.sign(jose.ES256, h.signing, "at+jwt", claims{"iss": h.server.URL, "sub": "system", "client_id": "system",
			"aud": h.hub.URL, "jti": "1", "iat": now, "exp": now + 300})
	}
	good := token()
	if _, err := h.present(good); err != nil {
		t.Fatal(err)
	}
	for n := range 50 {
		h.keyID = fmt.Sprint("invented", n)
		if _, err := h.present(token()); err == nil {
			t.Fatal("an invented key was accepted")
		}
	}
	if n := h.fetches.Load(); n != 1 {
		t.Errorf("%d fetches of keys, want 1", n)
	}
	if _, err := h.present(good); err != nil {
		t.Errorf("a good token during the flood: %v", err)
	}
	// A rotated key is honoured after the cool-down.
	var err error
	if h.signing, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	h.keyID = "k2"
	h.after(15 * time.Second)
	// go-oidc lets callers share a fetch that is under way, until its goroutine has
	// put it away: the first may still get the answer to the last of the flood.
	rotated := token()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(10 * time.Second); ; <-tick.C {
		if _, err = h.present(rotated); err == nil || time.Now().After(end) {
			break
		}
	}
	if err != nil {
		t.Errorf("after a rotation: %v", err)
	}
}

func TestKnownIssuerStaysUsableWhileDown(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	token := func() string {
		now := h.now().Unix()
		return "Bearer " + h.sign(jose.ES256, h.signing, "at+jwt", claims{"iss": h.server.URL, "sub": "system", "client_id": "system",
			"aud": h.hub.URL, "jti": "1", "iat": now, "exp": now + 300})
	}
	if _, err := h.present(token()); err != nil {
		t.Fatal(err)
	}
	renewed := make(chan struct{}, 100)
	h.serve = func(w http.ResponseWriter, _ *http.Request) bool {
		renewed <- struct{}{}
		http.Error(w, "down", http.StatusServiceUnavailable)
		return true
	}
	for range 3 {
		h.after(2 * time.Hour) // the metadata have grown old
		if _, err := h.present(token()); err != nil {
			t.Errorf("while the issuer is down: %v", err)
		}
	}
	<-renewed // it was asked, and its failure changed nothing
}

func TestCheckIssuer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	production, err := login.New(login.Config{PublicURL: "https://hub.example.cn", Store: w.store, Now: w.now, Fail: w.fail})
	if err != nil {
		t.Fatal(err)
	}
	for address, c := range map[string]struct{ development, production bool }{
		"https://sso.example.cn/realms/env": {true, true}, "http://127.0.0.1:9000/idp/env": {true, false}, "http://sso.example.cn": {false, false},
		"https://u:p@sso.example.cn": {false, false}, "https://sso.example.cn#x": {false, false}, "sso.example.cn": {false, false}, "": {false, false},
	} {
		if err := w.login.CheckIssuer(address); (err == nil) != c.development {
			t.Errorf("development, %q: %v", address, err)
		}
		if err := production.CheckIssuer(address); (err == nil) != c.production {
			t.Errorf("production, %q: %v", address, err)
		}
	}
	if got := production.RedirectURI("env"); got != "https://hub.example.cn/login/callback/env" {
		t.Errorf("redirect URI %s", got)
	}
}

func TestErrorPageShowsNoCause(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	answer := w.get(w.browser(), w.hub.URL+"/login/callback/env?code=<script>&state=x")
	if answer.StatusCode != http.StatusForbidden || !strings.HasPrefix(answer.Header.Get("Content-Security-Policy"), "default-src 'none'") ||
		answer.Header.Get("Cache-Control") != "no-store" || answer.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("%s %v", answer.Status, answer.Header)
	}
	page := httptest.NewRecorder()
	login.ErrorPage(page, http.StatusInternalServerError, errors.New("password of the database"))
	if text := page.Body.String(); strings.Contains(text, "password") || !strings.Contains(text, "系统出错") {
		t.Errorf("page %s", text)
	}
}
