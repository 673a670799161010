package idp_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

var publicKey, privateKey = func() (jose.JSONWebKey, jose.JSONWebKey) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	return jose.JSONWebKey{Key: public, KeyID: "k", Algorithm: "EdDSA"}, jose.JSONWebKey{Key: private, KeyID: "k", Algorithm: "EdDSA"}
}()

// token asks for an access token and gives the answer's status and token.
func (w *world) token(form url.Values) (int, string) {
	w.Helper()
	form.Set("grant_type", "client_credentials")
	answer, err := w.server.Client().PostForm(w.issuer+"/token", form)
	if err != nil {
		w.Fatal(err)
	}
	defer answer.Body.Close()
	var body struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&body); err != nil {
		w.Fatal(err)
	}
	return answer.StatusCode, body.AccessToken
}

func TestClientCredentials(t *testing.T) {
	w := newWorld(t)
	status, raw := w.token(url.Values{"client_id": {"system"}, "client_secret": {"machine"}, "scope": {"referrals:read"}})
	if status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	token, err := w.verify(raw, w.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	var claims struct {
		ClientID string `json:"client_id"`
		Scope    string
		Jti      string
	}
	if err := token.Claims(&claims); err != nil || claims.ClientID != "system" || token.Subject != "system" || claims.Scope != "referrals:read" || claims.Jti == "" {
		t.Errorf("claims %+v (%v)", claims, err)
	}
	if parsed, err := jwt.ParseSigned(raw, []jose.SignatureAlgorithm{jose.ES256}); err != nil || parsed.Headers[0].ExtraHeaders["typ"] != "at+jwt" {
		t.Errorf("header %+v (%v)", parsed.Headers, err)
	}
	for name, form := range map[string]url.Values{
		"a wrong secret":       {"client_id": {"system"}, "client_secret": {"guess"}},
		"no secret":            {"client_id": {"system"}},
		"an unknown client":    {"client_id": {"nobody"}, "client_secret": {"machine"}},
		"a scope too many":     {"client_id": {"system"}, "client_secret": {"machine"}, "scope": {"referrals:read admin"}},
		"a hub":                {"client_id": {"hub"}, "client_secret": {"s3cret"}},
		"a public client":      {"client_id": {"public"}},
		"a signer's bare name": {"client_id": {"signer"}, "client_secret": {""}},
	} {
		if status, _ := w.token(form); status < 400 {
			t.Errorf("%s: status %d", name, status)
		}
	}
}

func TestPrivateKeyJWT(t *testing.T) {
	w := newWorld(t)
	_, stranger, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sign := func(key any, change func(*jwt.Claims)) string {
		claims := jwt.Claims{Issuer: "signer", Subject: "signer", Audience: jwt.Audience{w.issuer}, ID: rand.Text(),
			Expiry: jwt.NewNumericDate(w.now().Add(time.Minute)), IssuedAt: jwt.NewNumericDate(w.now())}
		change(&claims)
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: key}, nil)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := jwt.Signed(signer).Claims(claims).Serialize()
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	ask := func(assertion string) int {
		status, _ := w.token(url.Values{"client_assertion": {assertion},
			"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}})
		return status
	}
	good := sign(privateKey, func(*jwt.Claims) {})
	if status := ask(good); status != http.StatusOK {
		t.Errorf("a good assertion: status %d", status)
	}
	for name, assertion := range map[string]string{
		"used before":      good,
		"expired":          sign(privateKey, func(c *jwt.Claims) { c.Expiry = jwt.NewNumericDate(w.now().Add(-time.Minute)) }),
		"without expiry":   sign(privateKey, func(c *jwt.Claims) { c.Expiry = nil }),
		"without id":       sign(privateKey, func(c *jwt.Claims) { c.ID = "" }),
		"for another":      sign(privateKey, func(c *jwt.Claims) { c.Audience = jwt.Audience{"https://other.example"} }),
		"another subject":  sign(privateKey, func(c *jwt.Claims) { c.Subject = "system" }),
		"another client":   sign(privateKey, func(c *jwt.Claims) { c.Issuer, c.Subject = "system", "system" }),
		"a stranger's key": sign(stranger, func(*jwt.Claims) {}),
		"no token at all":  "nonsense",
	} {
		if status := ask(assertion); status < 400 {
			t.Errorf("%s: status %d", name, status)
		}
	}
}
