package login_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/api/login"
)

// finish logs a fresh browser in with an ID token that the test changed.
func (h *hostile) finish(more string, forge func(asked url.Values, c claims) string) (*http.Client, *http.Response) {
	h.Helper()
	b, asked := h.begin(more)
	h.token = forge(asked, h.idClaims(asked))
	return b, h.comeBack(b, url.Values{"code": {"c"}, "state": asked["state"]})
}

func TestIDTokenAccepted(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	h.self().ACR = []string{"2", "3"}
	for name, change := range map[string]func(c claims){
		"as it should be": func(claims) {},
		"azp":             func(c claims) { c["azp"] = "hub" },
		"aud as list":     func(c claims) { c["aud"] = []string{"hub"} },
		"fractional iat":  func(c claims) { c["iat"] = float64(h.now().Unix()) + 0.5 },
		"clock behind":    func(c claims) { c["iat"] = h.now().Add(-4 * time.Minute).Unix() },
		"one role":        func(c claims) { c["roles"] = "handler" },
	} {
		b, answer := h.finish("", func(_ url.Values, c claims) string {
			c["acr"] = "3"
			change(c)
			return h.sign(jose.ES256, h.signing, "JWT", c)
		})
		if p, err := h.who(b); err != nil || p.Name != "丁" || answer.Header.Get("Location") != "/cases" {
			t.Errorf("%s: %s, %+v (%v, %v)", name, answer.Status, p, err, h.lastError())
		}
	}
}

func TestIDTokenRefused(t *testing.T) {
	t.Parallel()
	with := func(name string, value any) func(c claims) { return func(c claims) { c[name] = value } }
	without := func(name string) func(c claims) { return func(c claims) { delete(c, name) } }
	h := newHostile(t)
	h.self().ACR = []string{"2"}
	for name, change := range map[string]func(c claims){
		"another issuer":        with("iss", h.issuer(0).URL),
		"another audience":      with("aud", "other"),
		"audiences":             with("aud", []string{"hub", "other"}),
		"azp of another":        with("azp", "other"),
		"wrong nonce":           with("nonce", "guess"),
		"no nonce":              without("nonce"),
		"expired":               with("exp", start.Unix()-1),
		"no expiry":             without("exp"),
		"issued long ago":       with("iat", start.Add(-6*time.Minute).Unix()),
		"issued in the future":  with("iat", start.Add(2*time.Minute).Unix()),
		"never issued":          without("iat"),
		"no subject":            without("sub"),
		"an endless subject":    with("sub", strings.Repeat("x", 256)),
		"a logout event":        with("events", claims{"http://schemas.openid.net/event/backchannel-logout": claims{}}),
		"weak authentication":   with("acr", "1"),
		"unknown strength":      without("acr"),
		"claims of odd types":   with("nonce", 7),
		"not yet valid":         with("nbf", start.Add(time.Hour).Unix()),
		"a subject of odd type": with("sub", []string{"x1"}),
	} {
		b, answer := h.finish("", func(_ url.Values, c claims) string {
			c["acr"] = "2"
			change(c)
			return h.sign(jose.ES256, h.signing, "JWT", c)
		})
		if answer.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %s", name, answer.Status)
		}
		h.failedWith("login.answer_refused")
		h.unauthenticated(b)
	}
	for name, forge := range map[string]func(c claims) string{
		"an access token":     func(c claims) string { return h.sign(jose.ES256, h.signing, "at+jwt", c) },
		"a logout token":      func(c claims) string { return h.sign(jose.ES256, h.signing, "application/logout+JWT", c) },
		"the client's secret": func(c claims) string { return h.sign(jose.HS256, []byte(strings.Repeat("s", 32)), "JWT", c) },
		"a stranger's key":    func(c claims) string { return newHostile(t).sign(jose.ES256, newHostile(t).signing, "JWT", c) },
		"a changed payload": func(c claims) string {
			good, other := h.sign(jose.ES256, h.signing, "JWT", c), h.sign(jose.ES256, h.signing, "JWT", claims{"sub": "root"})
			return good[:strings.IndexByte(good, '.')] + other[strings.IndexByte(other, '.'):strings.LastIndexByte(other, '.')] + good[strings.LastIndexByte(good, '.'):]
		},
		"no signature": func(c claims) string {
			signed := h.sign(jose.ES256, h.signing, "JWT", c)
			return "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0" + signed[strings.IndexByte(signed, '.'):strings.LastIndexByte(signed, '.')+1]
		},
		"nonsense": func(claims) string { return "nonsense" },
		"nothing":  func(claims) string { return "" },
	} {
		b, answer := h.finish("", func(_ url.Values, c claims) string { c["acr"] = "2"; return forge(c) })
		if answer.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %s (%v)", name, answer.Status, h.lastError())
		}
		h.unauthenticated(b)
	}
}

// A symmetric algorithm is refused even if the issuer publishes such a key.
func TestAlgorithmsArePinned(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	secret := []byte(strings.Repeat("s", 32))
	h.on("/keys", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: secret, KeyID: h.keyID, Algorithm: "HS256"}}})
	})
	b, _ := h.finish("", func(_ url.Values, c claims) string { return h.sign(jose.HS256, secret, "JWT", c) })
	h.failedWith("login.answer_refused")
	h.unauthenticated(b)
}

// A hostile issuer names the subject of another agency's user.
func TestHostileIssuerCannotNameAnothersUser(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	victim, err := h.who(h.signedIn("env", "u2"))
	if err != nil {
		t.Fatal(err)
	}
	b, _ := h.finish("", func(_ url.Values, c claims) string {
		c["sub"], c["name"] = "u2", "env\u202e乙\x00\n"
		return h.sign(jose.ES256, h.signing, "JWT", c)
	})
	p, err := h.who(b)
	if err != nil || p.User == victim.User || p.Agency != h.self().Agency || p.Agency == victim.Agency {
		t.Errorf("became %+v (%v)", p, err)
	}
	if p.Name != "env乙" {
		t.Errorf("name %q holds characters that deceive", p.Name)
	}
}

func TestStepUpNeedsAFreshAuthentication(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	for name, change := range map[string]func(c claims){
		"an old login":           func(c claims) { c["auth_time"] = h.now().Add(-2 * time.Minute).Unix() },
		"no time at all":         func(c claims) { delete(c, "auth_time") },
		"a login in the future":  func(c claims) { c["auth_time"] = h.now().Add(2 * time.Minute).Unix() },
		"the same, but it is me": nil,
	} {
		b, _ := h.finish("", func(_ url.Values, c claims) string { return h.sign(jose.ES256, h.signing, "JWT", c) })
		asked := h.beginAs(b, "&step_up=1")
		if asked.Get("prompt") != "login" || asked.Get("max_age") != "0" {
			t.Errorf("the issuer was asked %v", asked)
		}
		c := h.idClaims(asked)
		if change != nil {
			change(c)
		}
		h.token = h.sign(jose.ES256, h.signing, "JWT", c)
		h.comeBack(b, url.Values{"code": {"c"}, "state": asked["state"]})
		if p, err := h.who(b); err != nil || p.SteppedUp(h.now()) != (change == nil) {
			t.Errorf("%s: stepped up %v (%v)", name, p.SteppedUp(h.now()), err)
		}
	}
}

func TestFunctions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		claim  string
		claims claims
		want   string
	}{
		{"", claims{"roles": []any{"head", "handler", "head", "root", "x"}}, "handler head | root x"},
		{"", claims{"roles": "head"}, "head |"},
		{"", claims{"roles": 7}, " |"},
		{"", claims{}, " |"},
		{"realm_access.roles", claims{"realm_access": claims{"roles": []any{"desk", 7}}}, "desk |"},
		{"realm_access.roles", claims{"realm_access": "desk"}, " |"},
		{"https://example.cn/roles", claims{"https://example.cn/roles": []any{"desk"}}, "desk |"},
	} {
		granted, ignored := login.Issuer{RoleClaim: c.claim, RoleMap: roleMap}.Functions(c.claims)
		got := strings.Join(granted, " ") + " |"
		if len(ignored) > 0 {
			got += " " + strings.Join(ignored, " ")
		}
		if got != c.want {
			t.Errorf("%s of %v: %q, want %q", c.claim, c.claims, got, c.want)
		}
	}
}
