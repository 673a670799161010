package login_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"
)

func TestBackChannelLogout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, second, other, police := w.signedIn("env", "u1"), w.signedIn("env", "u1"), w.signedIn("env", "u2"), w.signedIn("police", "u1")
	if err := w.provider.SignOut(t.Context(), w.hub.Client(), "env", "u1"); err != nil {
		t.Fatal(err)
	}
	w.unauthenticated(first)
	w.unauthenticated(second)
	for _, b := range []*http.Client{other, police} {
		if _, err := w.who(b); err != nil {
			t.Errorf("somebody else was signed out: %v", err)
		}
	}
}

func (h *hostile) logout(issuer, token string) int {
	h.Helper()
	answer, err := h.browser().PostForm(h.hub.URL+"/login/backchannel/"+issuer, url.Values{"logout_token": {token}})
	if err != nil {
		h.Fatal(err)
	}
	answer.Body.Close()
	if answer.Header.Get("Cache-Control") != "no-store" {
		h.Error("the answer may be cached")
	}
	return answer.StatusCode
}

func (h *hostile) logoutClaims() claims {
	now := h.now().Unix()
	return claims{"iss": h.server.URL, "aud": "hub", "sub": "x1", "jti": "j1", "iat": now, "exp": now + 120,
		"events": claims{"http://schemas.openid.net/event/backchannel-logout": claims{}}}
}

func TestLogoutOfOneSession(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	in := func(sid string) *http.Client {
		b, _ := h.finish("", func(_ url.Values, c claims) string {
			c["sid"] = sid
			return h.sign(jose.ES256, h.signing, "JWT", c)
		})
		return b
	}
	desk, home := in("s1"), in("s2")
	c := h.logoutClaims()
	c["sid"] = "s1"
	token := h.sign(jose.ES256, h.signing, "logout+jwt", c)
	if status := h.logout("hostile", token); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	h.unauthenticated(desk)
	if _, err := h.who(home); err != nil {
		t.Errorf("the other session ended too: %v", err)
	}
	if status := h.logout("hostile", token); status != http.StatusBadRequest {
		t.Errorf("the same token again: status %d", status)
	}
}

func TestForgedLogoutTokens(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	b, _ := h.finish("", func(_ url.Values, c claims) string { return h.sign(jose.ES256, h.signing, "JWT", c) })
	for name, change := range map[string]func(c claims){
		"no event":         func(c claims) { delete(c, "events") },
		"another event":    func(c claims) { c["events"] = claims{"https://example.cn/event": claims{}} },
		"events as text":   func(c claims) { c["events"] = "http://schemas.openid.net/event/backchannel-logout" },
		"a nonce":          func(c claims) { c["nonce"] = "" },
		"no id":            func(c claims) { delete(c, "jti") },
		"nobody":           func(c claims) { delete(c, "sub") },
		"another audience": func(c claims) { c["aud"] = "other" },
		"audiences":        func(c claims) { c["aud"] = []string{"hub", "other"} },
		"another issuer":   func(c claims) { c["iss"] = h.issuer(0).URL },
		"expired":          func(c claims) { c["exp"] = h.now().Add(-time.Second).Unix() },
		"old":              func(c claims) { c["iat"] = h.now().Add(-time.Hour).Unix() },
	} {
		c := h.logoutClaims()
		change(c)
		if status := h.logout("hostile", h.sign(jose.ES256, h.signing, "logout+jwt", c)); status != http.StatusBadRequest {
			t.Errorf("%s: status %d", name, status)
		}
	}
	c := h.logoutClaims()
	for name, attempt := range map[string][2]string{
		"an access token's type": {"hostile", h.sign(jose.ES256, h.signing, "at+jwt", c)},
		"another issuer's door":  {"env", h.sign(jose.ES256, h.signing, "logout+jwt", c)},
		"no issuer's door":       {"nobody", h.sign(jose.ES256, h.signing, "logout+jwt", c)},
		"nothing":                {"hostile", ""},
	} {
		if status := h.logout(attempt[0], attempt[1]); status != http.StatusBadRequest {
			t.Errorf("%s: status %d", name, status)
		}
	}
	if _, err := h.who(b); err != nil {
		t.Errorf("a forged token ended a session: %v", err)
	}
	// When the hub could not do it the issuer is told to try again, with the same token.
	token := h.sign(jose.ES256, h.signing, "logout+jwt", c)
	h.store.down = true
	if status := h.logout("hostile", token); status != http.StatusServiceUnavailable {
		t.Errorf("while the store is down: status %d", status)
	}
	h.store.down = false
	if status := h.logout("hostile", token); status != http.StatusOK {
		t.Errorf("afterwards: status %d", status)
	}
	h.unauthenticated(b)
}
