package idp

import (
	"crypto"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
)

// proofAge is how old a DPoP proof may be.
const proofAge = time.Minute

// proof checks the DPoP proof of a token request, if there is one, and gives the
// thumbprint of its key: the token is then bound to it (RFC 9449 §5).
func (i *issuer) proof(header http.Header) (thumbprint string, err error) {
	given := header.Values("DPoP")
	if len(given) == 0 {
		return "", nil
	}
	refused := &oidc.Error{ErrorType: "invalid_dpop_proof", Description: "the DPoP proof is malformed, old, used before, or for another request"}
	signed, err := jose.ParseSignedCompact(given[0], []jose.SignatureAlgorithm{jose.ES256, jose.EdDSA, jose.RS256, jose.PS256})
	if err != nil || len(given) > 1 {
		return "", refused
	}
	head := signed.Signatures[0].Header
	key := head.JSONWebKey
	if kind, _ := head.ExtraHeaders[jose.HeaderType].(string); kind != "dpop+jwt" || key == nil || !key.Valid() || !key.IsPublic() {
		return "", refused
	}
	text, err := signed.Verify(key)
	if err != nil {
		return "", refused
	}
	var c struct {
		ID       string  `json:"jti"`
		Method   string  `json:"htm"`
		URL      string  `json:"htu"`
		IssuedAt float64 `json:"iat"`
	}
	if err := json.Unmarshal(text, &c); err != nil {
		return "", refused
	}
	sum, err := key.Thumbprint(crypto.SHA256)
	if err != nil {
		return "", refused
	}
	thumbprint = base64.RawURLEncoding.EncodeToString(sum)
	made := time.Unix(int64(c.IssuedAt), 0)
	switch age := i.now().Sub(made); {
	case c.Method != http.MethodPost, c.URL != endpoints.Token.Absolute(i.url), age > proofAge, age < -proofAge, c.ID == "":
		return "", refused
	case !i.flows.firstUse("proof "+thumbprint+" "+c.ID, made.Add(proofAge)):
		return "", refused
	}
	return thumbprint, nil
}
