package login_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

func (h *hostile) good(asked url.Values) {
	h.token = h.sign(jose.ES256, h.signing, "JWT", h.idClaims(asked))
}

func TestAuthorizationRequest(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	h.self().ACR = []string{"2", "3"}
	b, asked := h.begin("")
	for name, want := range map[string]string{
		"response_type": "code", "client_id": "hub", "redirect_uri": h.hub.URL + "/login/callback/hostile",
		"code_challenge_method": "S256", "acr_values": "2 3", "prompt": "", "max_age": "",
	} {
		if asked.Get(name) != want {
			t.Errorf("%s = %q, want %q", name, asked.Get(name), want)
		}
	}
	if len(asked.Get("state")) < 43 || len(asked.Get("nonce")) < 43 || len(asked.Get("code_challenge")) < 43 {
		t.Errorf("asked %v", asked)
	}
	if again := h.beginAs(b, ""); again.Get("state") == asked.Get("state") || again.Get("nonce") == asked.Get("nonce") {
		t.Error("a second login has the same state or nonce")
	}
}

func TestCallbackRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code string
		back func(h *hostile, b *http.Client, asked url.Values)
	}{
		"no state": {"login.attempt_lost", func(h *hostile, b *http.Client, _ url.Values) {
			h.comeBack(b, url.Values{"code": {"c"}})
		}},
		"wrong state": {"login.attempt_lost", func(h *hostile, b *http.Client, asked url.Values) {
			h.comeBack(b, url.Values{"code": {"c"}, "state": {strings.Repeat("x", 43)}})
		}},
		"two states": {"login.attempt_lost", func(h *hostile, b *http.Client, asked url.Values) {
			h.comeBack(b, url.Values{"code": {"c"}, "state": {asked.Get("state"), "x"}})
		}},
		"another browser": {"login.attempt_lost", func(h *hostile, _ *http.Client, asked url.Values) {
			h.comeBack(h.browser(), url.Values{"code": {"c"}, "state": asked["state"]})
		}},
		"another attempt": {"login.attempt_lost", func(h *hostile, b *http.Client, asked url.Values) {
			h.beginAs(b, "")
			h.comeBack(b, url.Values{"code": {"c"}, "state": asked["state"]})
		}},
		"another issuer's address": {"login.attempt_lost", func(h *hostile, b *http.Client, asked url.Values) {
			h.get(b, h.hub.URL+"/login/callback/env?"+url.Values{"code": {"c"}, "state": asked["state"]}.Encode())
		}},
		"too late": {"login.attempt_lost", func(h *hostile, b *http.Client, asked url.Values) {
			h.after(10*time.Minute + time.Second)
			h.good(asked)
			h.comeBack(b, url.Values{"code": {"c"}, "state": asked["state"]})
		}},
		"mix-up": {"login.answer_refused", func(h *hostile, b *http.Client, asked url.Values) {
			h.comeBack(b, url.Values{"code": {"c"}, "state": asked["state"], "iss": {h.issuer(0).URL}})
		}},
		"two issuers": {"login.answer_refused", func(h *hostile, b *http.Client, asked url.Values) {
			h.comeBack(b, url.Values{"code": {"c"}, "state": asked["state"], "iss": {h.server.URL, h.issuer(0).URL}})
		}},
		"no code": {"login.answer_refused", func(h *hostile, b *http.Client, asked url.Values) {
			h.comeBack(b, url.Values{"state": asked["state"]})
		}},
		"not granted": {"login.not_granted", func(h *hostile, b *http.Client, asked url.Values) {
			h.comeBack(b, url.Values{"error": {"access_denied"}, "error_description": {"<script>"}, "state": asked["state"]})
		}},
		"a code that is refused": {"login.answer_refused", func(h *hostile, b *http.Client, asked url.Values) {
			h.serve = func(w http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path == "/token" {
					http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
				}
				return r.URL.Path == "/token"
			}
			h.comeBack(b, url.Values{"code": {"c"}, "state": asked["state"]})
		}},
		"an issuer that breaks down": {"login.issuer_unavailable", func(h *hostile, b *http.Client, asked url.Values) {
			h.serve = func(w http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path == "/token" {
					http.Error(w, strings.Repeat("x", 10_000), http.StatusBadGateway)
				}
				return r.URL.Path == "/token"
			}
			h.comeBack(b, url.Values{"code": {"c"}, "state": asked["state"]})
			if text := h.lastError().Error(); len(text) > 600 {
				h.Errorf("the log would hold the issuer's whole answer: %d bytes", len(text))
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHostile(t)
			b, asked := h.begin("")
			h.good(asked)
			c.back(h, b, asked)
			h.failedWith(c.code)
			h.unauthenticated(b)
		})
	}
}

func TestAnswerIsForSingleUse(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	b, asked := h.begin("")
	h.good(asked)
	hub, err := url.Parse(h.hub.URL)
	if err != nil {
		t.Fatal(err)
	}
	attempt := b.Jar.Cookies(hub) // an attacker who keeps the cookie as well
	answer := url.Values{"code": {"c"}, "state": asked["state"]}
	if first := h.comeBack(b, answer); first.StatusCode != http.StatusSeeOther {
		t.Fatalf("%s (%v)", first.Status, h.lastError())
	}
	thief := h.browser()
	thief.Jar.SetCookies(hub, attempt)
	h.comeBack(thief, answer)
	h.failedWith("login.attempt_lost")
	h.unauthenticated(thief)
}

// An issuer that promised to name itself (RFC 9207) must do so.
func TestPromisedIssuerParameter(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	h.metadata["authorization_response_iss_parameter_supported"] = true
	b, asked := h.begin("")
	h.good(asked)
	h.comeBack(b, url.Values{"code": {"c"}, "state": asked["state"]})
	h.failedWith("login.answer_refused")
	h.unauthenticated(b)
	b, asked = h.begin("")
	h.good(asked)
	h.comeBack(b, url.Values{"code": {"c"}, "state": asked["state"], "iss": {h.server.URL}})
	if _, err := h.who(b); err != nil {
		t.Error(err)
	}
}

func TestReturnTo(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	for to, want := range map[string]string{
		"/cases/1?tab=2#x": "/cases/1?tab=2#x", "": "/", "cases": "/", "https://evil.example": "/", "//evil.example": "/",
		"/\\evil.example": "/", "/\t/evil.example": "/", "/login/start?issuer=x": "/", "/./login/start": "/", "/a\nb": "/", "javascript:alert(1)": "/",
		"/" + strings.Repeat("x", 2000): "/", "/%2f/evil.example": "/", "/%zz": "/",
	} {
		b := h.browser()
		answer := h.get(b, h.hub.URL+"/login/start?issuer=hostile&return_to="+url.QueryEscape(to))
		asked, err := answer.Location()
		if err != nil {
			t.Fatal(err)
		}
		h.good(asked.Query())
		back := h.comeBack(b, url.Values{"code": {"c"}, "state": asked.Query()["state"]})
		if got := back.Header.Get("Location"); got != want {
			t.Errorf("return_to %q leads to %q, want %q", to, got, want)
		}
	}
}

func TestUnknownIssuer(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	h.get(h.browser(), h.hub.URL+"/login/start?issuer=nobody")
	if fault.KindOf(h.lastError()) != fault.Missing {
		t.Errorf("got %v", h.lastError())
	}
}
