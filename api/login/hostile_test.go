package login_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// hostile is a registered issuer that answers whatever the test wants.
type hostile struct {
	*world
	server  *httptest.Server
	signing *ecdsa.PrivateKey
	keyID   string
	fetches atomic.Int64 // of its keys

	metadata map[string]any                                    // overrides
	token    string                                            // what the token endpoint hands out as ID token
	serve    func(w http.ResponseWriter, r *http.Request) bool // true: answered
}

func newHostile(t *testing.T) *hostile {
	t.Helper()
	h := &hostile{world: newWorld(t), keyID: "k1", metadata: map[string]any{}}
	var err error
	if h.signing, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	h.server = httptest.NewServer(http.HandlerFunc(h.answer))
	t.Cleanup(h.server.Close)
	h.store.issuers = append(h.store.issuers, login.Issuer{
		ID: ids.New[ids.Issuer](start), Agency: ids.New[ids.Agency](start), AgencyCode: "hostile", Code: "hostile",
		URL: h.server.URL, ClientID: "hub", Secret: "s", RoleMap: roleMap,
	})
	h.store.clients[h.self().ID.String()+" system"] = login.Client{Agency: h.self().Agency, Name: "平台", Scopes: []string{"referrals:read"}}
	return h
}

func (h *hostile) self() *login.Issuer { return h.issuer(2) }

func (h *hostile) answer(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/keys" {
		h.fetches.Add(1)
	}
	if h.serve != nil && h.serve(w, r) {
		return
	}
	var body any
	switch r.URL.Path {
	case metadataPath, "/moved":
		metadata := map[string]any{
			"issuer": h.server.URL, "authorization_endpoint": h.server.URL + "/authorize", "token_endpoint": h.server.URL + "/token",
			"jwks_uri": h.server.URL + "/keys", "id_token_signing_alg_values_supported": []string{"ES256", "HS256", "none"},
		}
		maps.Copy(metadata, h.metadata)
		body = metadata
	case "/keys":
		body = jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: h.signing.Public(), KeyID: h.keyID, Algorithm: "ES256", Use: "sig"}}}
	case "/token":
		body = map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": h.token}
	default:
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

type claims = map[string]any

// sign makes a token of a kind; the key may be somebody else's.
func (h *hostile) sign(algorithm jose.SignatureAlgorithm, key any, kind string, c claims) string {
	h.Helper()
	options := (&jose.SignerOptions{}).WithHeader("kid", h.keyID)
	if kind != "" {
		options = options.WithType(jose.ContentType(kind))
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, options)
	if err != nil {
		h.Fatal(err)
	}
	raw, err := jwt.Signed(signer).Claims(c).Serialize()
	if err != nil {
		h.Fatal(err)
	}
	return raw
}

// begin starts a login and gives the browser and what the issuer was asked.
func (h *hostile) begin(more string) (*http.Client, url.Values) {
	h.Helper()
	b := h.browser()
	return b, h.beginAs(b, more)
}

func (h *hostile) beginAs(b *http.Client, more string) url.Values {
	h.Helper()
	answer := h.get(b, h.hub.URL+"/login/start?issuer=hostile&return_to=/cases"+more)
	to, err := answer.Location()
	if err != nil {
		h.Fatalf("%s (%v)", answer.Status, h.lastError())
	}
	return to.Query()
}

// idClaims are those of a good ID token for an authorization request.
func (h *hostile) idClaims(asked url.Values) claims {
	now := h.now().Unix()
	return claims{
		"iss": h.server.URL, "sub": "x1", "aud": "hub", "iat": now, "exp": now + 300, "auth_time": now,
		"nonce": asked.Get("nonce"), "name": "丁", "roles": []string{"handler"},
	}
}

// comeBack answers the hub as the issuer would.
func (h *hostile) comeBack(b *http.Client, answer url.Values) *http.Response {
	h.Helper()
	return h.get(b, h.hub.URL+"/login/callback/hostile?"+answer.Encode())
}
