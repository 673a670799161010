package login

import (
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	jose "github.com/go-jose/go-jose/v4"
)

// proofLifetime is how old a proof may be: it is made for one request. It is
// remembered for as long and taken once, so that whoever overhears a request
// cannot send it again.
const proofLifetime = time.Minute

// maxProof is the longest proof: a key, four claims and a signature.
const maxProof = 8 << 10

// proofAlgorithms are asymmetric, all of them.
var proofAlgorithms = []jose.SignatureAlgorithm{jose.ES256, jose.EdDSA, jose.RS256, jose.PS256}

// Challenge asks for a proof, in WWW-Authenticate (RFC 9449 §7.1).
const Challenge = `DPoP algs="ES256 EdDSA RS256 PS256"`

// proofClaims are those of RFC 9449 §4.2.
type proofClaims struct {
	ID       string      `json:"jti"`
	Method   string      `json:"htm"`
	URL      string      `json:"htu"`
	IssuedAt numericDate `json:"iat"`
	Token    string      `json:"ath"`
}

// proves checks the DPoP proof of a request against the key its token is bound
// to (RFC 9449 §4.3). The error says which check failed.
func (l *Login) proves(ctx context.Context, r *http.Request, issuer Issuer, token, thumbprint string) error {
	given := r.Header.Values("DPoP")
	if len(given) != 1 || len(given[0]) > maxProof {
		return unproven("应有且只有一个 DPoP 证明", "not exactly one DPoP proof")
	}
	c, err := openProof(given[0], thumbprint)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(token))
	switch age := l.Now().Sub(c.IssuedAt.time()); {
	case c.Method != r.Method:
		return unproven("证明的请求方法（htm）不符", "the proof is for another method")
	case !l.sameURL(c.URL, r):
		return unproven("证明的地址（htu）不符：应为本系统的公开地址加路径，不含查询部分", "the proof is for another address: htu is the hub's public address and the path, without query")
	case age > proofLifetime || age < -proofLifetime:
		return unproven("证明不是刚刚生成的：请核对时钟", "the proof was not made just now: check the clocks")
	case subtle.ConstantTimeCompare([]byte(c.Token), []byte(base64.RawURLEncoding.EncodeToString(sum[:]))) != 1:
		return unproven("证明属于另一令牌：ath 不符", "the proof is for another token: ath does not fit")
	case c.ID == "":
		return unproven("证明没有编号（jti）", "the proof has no id")
	}
	// The key belongs to the id: another system's proof never spends it.
	once := sha256.Sum256([]byte(thumbprint + " " + c.ID))
	first, err := l.Store.UseOnce(ctx, issuer.ID, "dpop "+base64.RawURLEncoding.EncodeToString(once[:]), l.Now(), l.Now().Add(2*proofLifetime))
	if err != nil {
		return err
	}
	if !first {
		return unproven("证明已用过，每次请求应新做一个", "the proof was used before")
	}
	return nil
}

// openProof verifies a proof with the key that it carries, which must be the
// one with this thumbprint.
func openProof(raw, thumbprint string) (proofClaims, error) {
	var c proofClaims
	if tokenType(raw) != "dpop+jwt" {
		return c, unproven("证明的 typ 不是 dpop+jwt", "the proof's typ is not dpop+jwt")
	}
	signed, err := jose.ParseSignedCompact(raw, proofAlgorithms)
	if err != nil {
		return c, unproven("证明无法读取", "the proof cannot be read")
	}
	key := signed.Signatures[0].Header.JSONWebKey
	if key == nil || !key.Valid() || !key.IsPublic() {
		return c, unproven("证明没有公钥", "the proof carries no public key")
	}
	sum, err := key.Thumbprint(crypto.SHA256)
	if err != nil || subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(sum)), []byte(thumbprint)) != 1 {
		return c, unproven("证明的密钥不是令牌所绑定的密钥", "the proof's key is not the one that the token is bound to")
	}
	text, err := signed.Verify(key)
	if err != nil {
		return c, unproven("证明的签名不对", "the proof's signature is wrong")
	}
	if err := json.Unmarshal(text, &c); err != nil {
		return c, unproven("证明的内容类型不对", "the proof's claims are of unexpected types")
	}
	return c, nil
}

// sameURL compares htu with the address that callers use, which a proxy may
// have changed on the way: the public one, without query and fragment.
func (l *Login) sameURL(claimed string, r *http.Request) bool {
	u, err := url.Parse(claimed)
	if err != nil || u.User != nil {
		return false
	}
	return u.Scheme == l.base.Scheme && u.Host == l.base.Host && u.EscapedPath() == r.URL.EscapedPath()
}
