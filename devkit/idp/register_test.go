package idp_test

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// register sends metadata of RFC 7591 and gives the status and the client's id.
func (w *world) register(metadata any) (int, string) {
	w.Helper()
	text, err := json.Marshal(metadata)
	if err != nil {
		w.Fatal(err)
	}
	answer, err := w.server.Client().Post(w.issuer+"/register", "application/json", bytes.NewReader(text))
	if err != nil {
		w.Fatal(err)
	}
	defer answer.Body.Close()
	var body struct {
		ID string `json:"client_id"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&body); err != nil {
		w.Fatal(err)
	}
	return answer.StatusCode, body.ID
}

// signed makes a JWT of a type with a key that stands in its header.
func (w *world) signed(kind string, c map[string]any) string {
	w.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: privateKey}, &jose.SignerOptions{EmbedJWK: true, ExtraHeaders: map[jose.HeaderKey]any{"typ": kind}})
	if err != nil {
		w.Fatal(err)
	}
	raw, err := jwt.Signed(signer).Claims(c).Serialize()
	if err != nil {
		w.Fatal(err)
	}
	return raw
}

func TestRegistration(t *testing.T) {
	w := newWorld(t)
	keys := func(k ...jose.JSONWebKey) map[string]any {
		return map[string]any{"jwks": jose.JSONWebKeySet{Keys: k}, "token_endpoint_auth_method": "private_key_jwt"}
	}
	status, id := w.register(keys(publicKey))
	if _, again := w.register(keys(publicKey)); status != http.StatusCreated || id == "" || again != id {
		t.Fatalf("status %d, %q and %q", status, id, again)
	}
	form := url.Values{"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}, "client_assertion": {
		w.signed("JWT", map[string]any{"iss": id, "sub": id, "aud": w.issuer, "jti": rand.Text(), "exp": w.now().Add(time.Minute).Unix()}),
	}}
	status, raw := w.token(form)
	if status != http.StatusOK {
		t.Fatalf("a token for who registered: status %d", status)
	}
	if token, err := w.verify(raw, w.server.URL); err != nil || token.Subject != id {
		t.Errorf("token %+v (%v)", token, err)
	}
	other, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, metadata := range map[string]any{
		"no key": map[string]any{"token_endpoint_auth_method": "private_key_jwt"}, "a private key": keys(privateKey), "two keys": keys(publicKey, jose.JSONWebKey{Key: other}),
		"a secret": map[string]any{"jwks": jose.JSONWebKeySet{Keys: []jose.JSONWebKey{publicKey}}, "token_endpoint_auth_method": "client_secret_basic"}, "no object": 7,
	} {
		if status, _ := w.register(metadata); status != http.StatusBadRequest {
			t.Errorf("%s: status %d", name, status)
		}
	}
}

func TestTokenBoundToAKey(t *testing.T) {
	w := newWorld(t)
	ask := func(proofs ...string) (int, string) {
		form := url.Values{"grant_type": {"client_credentials"}, "client_id": {"system"}, "client_secret": {"machine"}}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.issuer+"/token", bytes.NewBufferString(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header["Dpop"] = proofs
		answer, err := w.server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		var body struct {
			Token string `json:"access_token"`
			Kind  string `json:"token_type"`
		}
		if err := json.NewDecoder(answer.Body).Decode(&body); err != nil {
			t.Fatal(err)
		}
		if answer.StatusCode == http.StatusOK && (len(proofs) > 0) != (body.Kind == "DPoP") {
			t.Errorf("token_type %q", body.Kind)
		}
		return answer.StatusCode, body.Token
	}
	proof := func(name string, v any) string {
		c := map[string]any{"jti": rand.Text(), "htm": "POST", "htu": w.issuer + "/token", "iat": w.now().Unix()}
		c[name] = v
		return w.signed("dpop+jwt", c)
	}
	good := proof("x", 1)
	status, raw := ask(good)
	if status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	token, err := w.verify(raw, w.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	sum, err := publicKey.Thumbprint(crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		Cnf struct{ Jkt string }
	}
	if err := token.Claims(&c); err != nil || c.Cnf.Jkt != base64.RawURLEncoding.EncodeToString(sum) {
		t.Errorf("cnf %+v (%v)", c, err)
	}
	if status, _ := ask(); status != http.StatusOK {
		t.Errorf("without a proof: status %d", status)
	}
	for name, given := range map[string][]string{
		"used before": {good}, "two": {proof("x", 1), proof("x", 1)}, "another method": {proof("htm", "GET")}, "another address": {proof("htu", w.server.URL)},
		"old": {proof("iat", w.now().Add(-time.Hour).Unix())}, "without id": {proof("jti", "")}, "another type": {w.signed("JWT", map[string]any{})}, "nonsense": {"x"},
	} {
		if status, _ := ask(given...); status < 400 {
			t.Errorf("%s: status %d", name, status)
		}
	}
}
