package login_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// holder is a partner system with a key of its own.
type holder struct {
	*hostile
	key ed25519.PrivateKey
}

func newHolder(t *testing.T) *holder {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &holder{newHostile(t), key}
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func (h *holder) thumbprint() string {
	h.Helper()
	sum, err := (&jose.JSONWebKey{Key: h.key.Public()}).Thumbprint(crypto.SHA256)
	if err != nil {
		h.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(sum)
}

// bound gives a token that names what it is bound to; nil: nothing.
func (h *holder) bound(cnf any) string {
	now := h.now().Unix()
	c := claims{"iss": h.server.URL, "sub": "system", "client_id": "system", "aud": h.hub.URL, "jti": rand.Text(),
		"iat": now, "exp": now + 300, "scope": "referrals:read"}
	if cnf != nil {
		c["cnf"] = cnf
	}
	return h.sign(jose.ES256, h.signing, "at+jwt", c)
}

// proof makes a DPoP proof for a GET of the referrals.
func (h *holder) proof(key ed25519.PrivateKey, kind string, token string, change func(claims)) string {
	h.Helper()
	c := claims{"jti": rand.Text(), "htm": "GET", "htu": h.hub.URL + "/v1/referrals", "iat": h.now().Unix(), "ath": digest(token)}
	change(c)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: key}, &jose.SignerOptions{EmbedJWK: true, ExtraHeaders: map[jose.HeaderKey]any{"typ": kind}})
	if err != nil {
		h.Fatal(err)
	}
	raw, err := jwt.Signed(signer).Claims(c).Serialize()
	if err != nil {
		h.Fatal(err)
	}
	return raw
}

func (h *holder) show(scheme, token string, header http.Header) (login.Principal, error) {
	r := httptest.NewRequestWithContext(h.Context(), "GET", h.hub.URL+"/v1/referrals?limit=1", nil)
	maps.Copy(r.Header, header)
	r.Header.Set("Authorization", scheme+" "+token)
	return h.login.Authenticate(r)
}

func (h *holder) refused(name string, err error) {
	h.Helper()
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || !errors.Is(err, login.ErrUnauthenticated) || f.Code != "login.proof_refused" {
		h.Errorf("%s: %v", name, err)
	}
}

func TestProofOfPossession(t *testing.T) {
	t.Parallel()
	h := newHolder(t)
	same := func(claims) {}
	token := h.bound(claims{"jkt": h.thumbprint()})
	good := h.proof(h.key, "dpop+jwt", token, same)
	if p, err := h.show("DPoP", token, http.Header{"Dpop": {good}}); err != nil || !p.Machine {
		t.Fatalf("a good proof: %+v (%v)", p, err)
	}
	_, stranger, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	set := func(name string, v any) string {
		return h.proof(h.key, "dpop+jwt", token, func(c claims) { c[name] = v })
	}
	for name, proofs := range map[string][]string{
		"none":               nil,
		"two":                {h.proof(h.key, "dpop+jwt", token, same), h.proof(h.key, "dpop+jwt", token, same)},
		"nonsense":           {"nonsense"},
		"used before":        {good},
		"another key":        {h.proof(stranger, "dpop+jwt", token, same)},
		"another type":       {h.proof(h.key, "JWT", token, same)},
		"another method":     {set("htm", "POST")},
		"another path":       {set("htu", h.hub.URL+"/v1/events")},
		"another host":       {set("htu", "https://other.example/v1/referrals")},
		"old":                {set("iat", h.now().Add(-2*time.Minute).Unix())},
		"of tomorrow":        {set("iat", h.now().Add(24*time.Hour).Unix())},
		"for another token":  {set("ath", digest("other"))},
		"for no token":       {set("ath", "")},
		"without id":         {set("jti", "")},
		"a wrong signature":  {good[:len(good)-8] + "AAAAAAAA"},
		"claims of no sense": {set("iat", "yesterday")},
	} {
		_, err := h.show("DPoP", token, http.Header{"Dpop": proofs})
		h.refused(name, err)
	}
	_, err = h.show("Bearer", token, http.Header{"Dpop": {h.proof(h.key, "dpop+jwt", token, same)}})
	h.refused("sent as a bearer token", err)
	_, err = h.show("DPoP", h.bound(nil), http.Header{"Dpop": {h.proof(h.key, "dpop+jwt", token, same)}})
	h.refused("a bearer token sent as DPoP", err)
}

func TestBoundInAnUnknownWay(t *testing.T) {
	t.Parallel()
	h := newHolder(t)
	for name, cnf := range map[string]any{
		"kid": claims{"kid": "k1"}, "both": claims{"jkt": h.thumbprint(), "jwe": "x"}, "empty": claims{}, "text": "x", "number": claims{"jkt": 7}, "no key": claims{"jkt": ""},
	} {
		_, err := h.show("Bearer", h.bound(cnf), nil)
		h.refused(name, err)
	}
}

func TestClientMustBeBound(t *testing.T) {
	t.Parallel()
	h := newHolder(t)
	id := h.self().ID.String() + " system"
	c := h.store.clients[id]
	c.Bound = true
	h.store.clients[id] = c
	_, err := h.show("Bearer", h.bound(nil), nil)
	h.refused("a bearer token of a client that must be bound", err)
	token := h.bound(claims{"jkt": h.thumbprint()})
	if _, err := h.show("DPoP", token, http.Header{"Dpop": {h.proof(h.key, "dpop+jwt", token, func(claims) {})}}); err != nil {
		t.Errorf("a bound token: %v", err)
	}
}

func TestProofWhileTheStoreIsDown(t *testing.T) {
	t.Parallel()
	h := newHolder(t)
	token := h.bound(claims{"jkt": h.thumbprint()})
	h.store.down = true
	if _, err := h.show("DPoP", token, http.Header{"Dpop": {h.proof(h.key, "dpop+jwt", token, func(claims) {})}}); fault.KindOf(err) != fault.Unavailable || errors.Is(err, login.ErrUnauthenticated) {
		t.Errorf("got %v", err)
	}
}

// certificate makes a self-signed one, as RFC 8705 §2.2 allows.
func certificate(t *testing.T) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "system"}, NotAfter: start.AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestClientCertificate(t *testing.T) {
	t.Parallel()
	h := newHolder(t)
	own, other := certificate(t), certificate(t)
	token := h.bound(claims{"x5t#S256": digest(string(own.Raw))})
	rfc9440 := func(c *x509.Certificate) http.Header {
		return http.Header{"Client-Cert": {":" + base64.StdEncoding.EncodeToString(c.Raw) + ":"}}
	}
	nginx := http.Header{"Client-Cert": {url.PathEscape(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: own.Raw})))}}

	_, err := h.show("Bearer", token, rfc9440(own))
	h.refused("a header that nobody declared trusted", err)

	h.login.CertificateHeader = "Client-Cert"
	for name, header := range map[string]http.Header{"RFC 9440": rfc9440(own), "nginx": nginx} {
		if _, err := h.show("Bearer", token, header); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, header := range map[string]http.Header{
		"none": nil, "another's": rfc9440(other), "nonsense": {"Client-Cert": {"nonsense"}}, "no certificate": {"Client-Cert": {":AAAA:"}},
		"two": {"Client-Cert": append(rfc9440(own)["Client-Cert"], rfc9440(own)["Client-Cert"]...)},
	} {
		_, err := h.show("Bearer", token, header)
		h.refused(name, err)
	}
}
