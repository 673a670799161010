package login

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// confirmation is what a token is bound to (cnf, RFC 7800): whoever shows the
// token must also hold this key. Empty: a bearer token, good in any hand.
type confirmation struct {
	Key         string `json:"jkt"`      // thumbprint of the key of a DPoP proof (RFC 9449 §6.1)
	Certificate string `json:"x5t#S256"` // of the client certificate (RFC 8705 §3.1)
}

func (c confirmation) any() bool { return c.Key != "" || c.Certificate != "" }

// errUnbound is told to a system that must bind its tokens and does not.
var errUnbound = unproven("该客户端只能使用绑定的令牌，而这个令牌没有写明密钥", "this client is registered for bound tokens only, and the token names no key")

// holds checks that the caller holds what its token is bound to. A token that
// is bound in both ways needs both.
func (l *Login) holds(ctx context.Context, r *http.Request, issuer Issuer, scheme, raw string, c confirmation) error {
	if c.Key != "" {
		if !strings.EqualFold(scheme, "DPoP") {
			return unproven("令牌与密钥绑定：应以 DPoP 方式并附证明发送", "the token is bound to a key: send it as DPoP, with a proof")
		}
		if err := l.proves(ctx, r, issuer, raw, c.Key); err != nil {
			return err
		}
	} else if strings.EqualFold(scheme, "DPoP") {
		return unproven("令牌没有与证明的密钥绑定", "the token is not bound to the key of a proof")
	}
	if c.Certificate == "" {
		return nil
	}
	der := l.clientCertificate(r)
	if der == nil {
		return unproven("令牌与客户端证书绑定，而连接没有出示证书", "the token is bound to a client certificate, and the connection shows none")
	}
	sum := sha256.Sum256(der)
	if subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(sum[:])), []byte(c.Certificate)) != 1 {
		return unproven("令牌与另一客户端证书绑定", "the token is bound to another client certificate")
	}
	return nil
}

// clientCertificate gives the certificate (DER) that the caller proved to hold
// by mutual TLS: to the hub itself, or to the proxy in front of it, which says
// so in a header. That header counts only where the installation names it,
// because whoever reaches the hub past the proxy could write it too.
func (l *Login) clientCertificate(r *http.Request) []byte {
	if r.TLS != nil && len(r.TLS.PeerCertificates) > 0 {
		return r.TLS.PeerCertificates[0].Raw
	}
	if l.CertificateHeader == "" {
		return nil
	}
	given := r.Header.Values(l.CertificateHeader)
	if len(given) != 1 || len(given[0]) > 16<<10 {
		return nil
	}
	der, err := decodeCertificate(given[0])
	if err != nil {
		return nil
	}
	if _, err := x509.ParseCertificate(der); err != nil {
		return nil
	}
	return der
}

// decodeCertificate reads the two forms that proxies write: a byte sequence of
// RFC 9440 (:base64:), and PEM escaped for a URL, as nginx does.
func decodeCertificate(text string) ([]byte, error) {
	if inner, ok := strings.CutPrefix(text, ":"); ok {
		return base64.StdEncoding.DecodeString(strings.TrimSuffix(inner, ":"))
	}
	unescaped, err := url.PathUnescape(text)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode([]byte(unescaped))
	if block == nil || block.Type != "CERTIFICATE" {
		return nil, errors.New("not a certificate")
	}
	return block.Bytes, nil
}
