package login_test

import (
	"encoding/json"
	"errors"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// partnerToken asks the development provider for an access token.
func (w *world) partnerToken(issuer int, id string) string {
	w.Helper()
	answer, err := w.hub.Client().PostForm(w.issuer(issuer).URL+"/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {"machine"},
	})
	if err != nil {
		w.Fatal(err)
	}
	defer answer.Body.Close()
	var body struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&body); err != nil || body.AccessToken == "" {
		w.Fatalf("%s (%v)", answer.Status, err)
	}
	return body.AccessToken
}

func (w *world) present(authorization ...string) (login.Principal, error) {
	r := httptest.NewRequestWithContext(w.Context(), "GET", w.hub.URL+"/v1/referrals", nil)
	for _, each := range authorization {
		r.Header.Add("Authorization", each)
	}
	return w.login.Authenticate(r)
}

func TestPartnerSystem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p, err := w.present("Bearer " + w.partnerToken(0, "system"))
	if err != nil {
		t.Fatal(err)
	}
	// The token allows read and write, the registration read and statistics.
	if !p.Machine || p.Agency != w.agency(0) || p.Name != "平台" || !p.User.IsZero() || p.Client.IsZero() || p.Subject != "system" ||
		!slices.Equal(p.Scopes, []string{"referrals:read"}) || !p.May("referrals:read") || p.May("referrals:write") || p.May("statistics:read") {
		t.Errorf("principal %+v", p)
	}
	if p.Has(login.Head) || len(p.Functions) != 0 || p.SteppedUp(w.now()) {
		t.Error("a partner system acts as a person")
	}
	// RFC 9110 §11.1: the scheme is case-insensitive.
	if _, err := w.present("bearer " + w.partnerToken(0, "system")); err != nil {
		t.Error(err)
	}
	token := w.partnerToken(0, "system")
	w.after(5*time.Minute + time.Second)
	if _, err := w.present("Bearer " + token); !errors.Is(err, login.ErrUnauthenticated) {
		t.Errorf("an expired token: %v", err)
	}
}

func TestPartnerSystemRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	good := w.partnerToken(0, "system")
	for name, authorization := range map[string][]string{
		"not registered here":      {"Bearer " + w.partnerToken(0, "stray")},
		"for another system":       {"Bearer " + w.partnerToken(0, "elsewhere")},
		"another scheme":           {"Basic " + good},
		"two tokens":               {"Bearer " + good, "Bearer " + good},
		"nothing":                  {"Bearer "},
		"nonsense":                 {"Bearer nonsense"},
		"a broken signature":       {"Bearer " + good[:len(good)-6] + "AAAAAA"},
		"far too long":             {"Bearer " + strings.Repeat("x", 20_000)},
		"a token in two languages": {"Bearer " + good + " " + good},
	} {
		if p, err := w.present(authorization...); !errors.Is(err, login.ErrUnauthenticated) {
			t.Errorf("%s: %+v (%v)", name, p, err)
		}
	}
	// A header decides, even beside a good cookie.
	r := w.request(w.signedIn("env", "u1"))
	r.Header.Set("Authorization", "Bearer nonsense")
	if _, err := w.login.Authenticate(r); !errors.Is(err, login.ErrUnauthenticated) {
		t.Errorf("a bad token beside a good cookie: %v", err)
	}
}

func TestForgedAccessTokens(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	now := start.Unix()
	base := func() claims {
		return claims{"iss": h.server.URL, "sub": "system", "client_id": "system", "aud": h.hub.URL, "jti": "1",
			"iat": now, "exp": now + 300, "scope": "referrals:read"}
	}
	if _, err := h.present("Bearer " + h.sign(jose.ES256, h.signing, "application/at+JWT", base())); err != nil {
		t.Fatalf("a good token: %v", err)
	}
	for name, change := range map[string]func(c claims){
		"another audience":    func(c claims) { c["aud"] = "hub" },
		"audiences":           func(c claims) { c["aud"] = []string{h.hub.URL, "https://other.example"} },
		"another issuer":      func(c claims) { c["iss"] = h.issuer(0).URL },
		"an unknown issuer":   func(c claims) { c["iss"] = "https://unknown.example" },
		"expired":             func(c claims) { c["exp"] = now - 1 },
		"valid for a year":    func(c claims) { c["exp"] = now + 365*24*3600 },
		"never issued":        func(c claims) { delete(c, "iat") },
		"issued tomorrow":     func(c claims) { c["iat"], c["exp"] = now+86400, now+86700 },
		"no id":               func(c claims) { delete(c, "jti") },
		"no client":           func(c claims) { delete(c, "client_id") },
		"a person's":          func(c claims) { c["sub"] = "x1" },
		"a client of another": func(c claims) { c["client_id"], c["sub"] = "stray", "stray" },
		"an ID token's nonce": func(c claims) { c["nonce"] = "n" },
		"an event":            func(c claims) { c["events"] = claims{} },
	} {
		c := base()
		change(c)
		if p, err := h.present("Bearer " + h.sign(jose.ES256, h.signing, "at+jwt", c)); !errors.Is(err, login.ErrUnauthenticated) {
			t.Errorf("%s: %+v (%v)", name, p, err)
		}
	}
	for _, kind := range []string{"", "JWT", "logout+jwt", "at+jwt+x"} {
		if _, err := h.present("Bearer " + h.sign(jose.ES256, h.signing, kind, base())); !errors.Is(err, login.ErrUnauthenticated) {
			t.Errorf("typ %q: %v", kind, err)
		}
	}
	none := base()
	delete(none, "scope")
	if p, err := h.present("Bearer " + h.sign(jose.ES256, h.signing, "at+jwt", none)); err != nil || len(p.Scopes) != 0 {
		t.Errorf("without scopes: %+v (%v)", p, err)
	}
}

func TestPartnerSystemWhileTheStoreIsDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.partnerToken(0, "system")
	w.store.down = true
	if _, err := w.present("Bearer " + token); fault.KindOf(err) != fault.Unavailable || errors.Is(err, login.ErrUnauthenticated) {
		t.Errorf("got %v", err)
	}
}
