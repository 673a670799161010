package idp

import (
	"crypto/rand"
	"fmt"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// tokenLifetime of ID and access tokens.
const tokenLifetime = 5 * time.Minute

// idToken follows OpenID Connect Core §2.
func (i *issuer) idToken(f flow) (string, error) {
	now := i.now()
	return i.sign("JWT", map[string]any{
		"iss": i.url, "sub": f.user.Sub, "aud": f.request.ClientID, "azp": f.request.ClientID,
		"iat": now.Unix(), "exp": now.Add(tokenLifetime).Unix(), "auth_time": f.authTime.Unix(),
		"nonce": f.request.Nonce, "sid": f.sid, "acr": i.ACR, "amr": []string{"user"}, // RFC 8176: presence, no secret
		"name": f.user.Name, "title": f.user.Title, "roles": append([]string{}, f.user.Roles...),
	})
}

// accessToken follows RFC 9068 §2.2; the subject of client credentials is the
// client. With a thumbprint the token is bound to that key (RFC 9449 §6.1).
func (i *issuer) accessToken(c *client, scopes []string, thumbprint string) (string, error) {
	now := i.now()
	claims := map[string]any{
		"iss": i.url, "sub": c.ID, "client_id": c.ID, "aud": c.Audience, "jti": rand.Text(),
		"iat": now.Unix(), "exp": now.Add(tokenLifetime).Unix(), "scope": scopeClaim(scopes),
	}
	if thumbprint != "" {
		claims["cnf"] = map[string]string{"jkt": thumbprint}
	}
	return i.sign("at+jwt", claims)
}

// logoutToken follows OpenID Connect Back-Channel Logout §2.4.
func (i *issuer) logoutToken(c *client, sub string) (string, error) {
	now := i.now()
	return i.sign("logout+jwt", map[string]any{
		"iss": i.url, "aud": c.ID, "sub": sub, "jti": rand.Text(),
		"iat": now.Unix(), "exp": now.Add(2 * time.Minute).Unix(),
		"events": map[string]any{"http://schemas.openid.net/event/backchannel-logout": struct{}{}},
	})
}

func (i *issuer) sign(kind jose.ContentType, claims map[string]any) (string, error) {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(i.key.Algorithm), Key: i.key},
		(&jose.SignerOptions{}).WithType(kind))
	if err != nil {
		return "", fmt.Errorf("sign a token: %w", err)
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		return "", fmt.Errorf("sign a token: %w", err)
	}
	return token, nil
}
