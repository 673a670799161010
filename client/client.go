// Package client is for partner systems written in Go: it keeps an access token
// bound to a key of its own (RFC 7523, RFC 9449), proves that key with every
// request, and repeats nothing twice. What can be called stands in the contract
// of the hub, /docs; bodies are JSON of whatever type the caller likes.
//
// It imports nothing of the hub and is not part of it.
package client

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	jose "github.com/go-jose/go-jose/v4"
)

// Config says who the system is and whom it speaks to.
type Config struct {
	Hub      string             // public address, without a path: https://hub.example.gov.cn
	TokenURL string             // of the issuer that the hub has registered
	Issuer   string             // audience of the assertion; usually the issuer's address
	ClientID string             // as the hub and the issuer know it
	Key      ed25519.PrivateKey // signs assertions and proofs; never leaves this process
	Scopes   []string           // none: all that the issuer gives

	Now  func() time.Time // the clock of the process
	HTTP *http.Client     // nil: http.DefaultClient
}

// Client calls one hub. It is safe for concurrent use.
type Client struct {
	Config

	mu      sync.Mutex
	token   string
	expires time.Time
}

// New makes a client. It asks nobody anything yet.
func New(c Config) (*Client, error) {
	if c.Hub == "" || c.TokenURL == "" || c.Issuer == "" || len(c.Key) != ed25519.PrivateKeySize || c.Now == nil {
		return nil, errors.New("a client needs hub, token address, issuer, key and clock")
	}
	if c.HTTP == nil {
		c.HTTP = http.DefaultClient
	}
	c.Hub = strings.TrimSuffix(c.Hub, "/")
	return &Client{Config: c}, nil
}

// Problem is a refusal of the hub (RFC 9457).
type Problem struct {
	Status  int      `json:"status"`
	Code    string   `json:"code"`
	Title   string   `json:"title"`
	Detail  string   `json:"detail"`
	Allowed []string `json:"allowed"` // what is possible instead
	Errors  []struct {
		Location string `json:"location"`
		Message  string `json:"message"`
	} `json:"errors"`
}

func (p *Problem) Error() string { return fmt.Sprintf("%d %s: %s", p.Status, p.Code, p.Detail) }

// Request is one call of an operation.
type Request struct {
	Method string
	Path   string      // with query: /v1/referrals?box=received
	Body   any         // JSON; an io.Reader goes as it is
	Header http.Header // such as X-File-Name

	IfMatch string // ETag of what was seen, for steps
	Key     string // Idempotency-Key: the same on every repetition
}

// Do calls an operation and reads the answer into out, which may be nil, an
// io.Writer for files, or a pointer for JSON. It gives the ETag of the answer. A
// refusal is a *Problem.
func (c *Client) Do(ctx context.Context, r Request, out any) (etag string, err error) {
	token, err := c.accessToken(ctx)
	if err != nil {
		return "", err
	}
	res, err := c.send(ctx, token, r)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		p := &Problem{Status: res.StatusCode}
		_ = json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(p) // a gateway may answer in its own words
		return "", p
	}
	switch into := out.(type) {
	case nil:
	case io.Writer:
		_, err = io.Copy(into, res.Body)
	default:
		err = json.NewDecoder(res.Body).Decode(out)
	}
	if err != nil {
		return "", fmt.Errorf("read the answer of %s: %w", r.Path, err)
	}
	return res.Header.Get("ETag"), nil
}

func (c *Client) send(ctx context.Context, token string, r Request) (*http.Response, error) {
	body, kind := io.Reader(nil), "application/octet-stream"
	switch b := r.Body.(type) {
	case nil:
	case io.Reader:
		body = b
	default:
		text, err := json.Marshal(b)
		if err != nil {
			return nil, fmt.Errorf("write the body of %s: %w", r.Path, err)
		}
		body, kind = bytes.NewReader(text), "application/json"
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, c.Hub+r.Path, body)
	if err != nil {
		return nil, fmt.Errorf("call %s: %w", r.Path, err)
	}
	path, _, _ := strings.Cut(r.Path, "?")
	proof, err := c.proof(r.Method, c.Hub+path, token)
	if err != nil {
		return nil, err
	}
	for name, values := range r.Header {
		req.Header[http.CanonicalHeaderKey(name)] = values
	}
	for name, value := range map[string]string{"Authorization": "DPoP " + token, "DPoP": proof, "If-Match": r.IfMatch, "Idempotency-Key": r.Key} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	if body != nil && req.Header.Get("Content-Type") == "" {
		req.Header.Set("Content-Type", kind)
	}
	res, err := c.HTTP.Do(req)
	if err != nil {
		return nil, fmt.Errorf("call %s: %w", path, err)
	}
	return res, nil
}

// accessToken gives a token that is good for a while yet.
func (c *Client) accessToken(ctx context.Context) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.Now()
	if c.token != "" && now.Add(30*time.Second).Before(c.expires) {
		return c.token, nil
	}
	assertion, err := c.sign("JWT", false, map[string]any{
		"iss": c.ClientID, "sub": c.ClientID, "aud": c.Issuer, "jti": rand.Text(), "iat": now.Unix(), "exp": now.Add(time.Minute).Unix(),
	})
	if err != nil {
		return "", err
	}
	proof, err := c.proof(http.MethodPost, c.TokenURL, "")
	if err != nil {
		return "", err
	}
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_assertion": {assertion},
		"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
	}
	if len(c.Scopes) > 0 {
		form.Set("scope", strings.Join(c.Scopes, " "))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.TokenURL, strings.NewReader(form.Encode()))
	if err != nil {
		return "", fmt.Errorf("ask for a token: %w", err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("DPoP", proof)
	res, err := c.HTTP.Do(req)
	if err != nil {
		return "", fmt.Errorf("ask for a token: %w", err)
	}
	defer res.Body.Close()
	var got struct {
		Token   string `json:"access_token"`
		Kind    string `json:"token_type"`
		Expires int    `json:"expires_in"`
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(&got); err != nil || res.StatusCode != http.StatusOK || !strings.EqualFold(got.Kind, "DPoP") {
		return "", fmt.Errorf("ask for a token: the issuer answered %s, token_type %q", res.Status, got.Kind)
	}
	c.token, c.expires = got.Token, now.Add(time.Duration(got.Expires)*time.Second)
	return c.token, nil
}

// proof shows for one request that the key is here (RFC 9449 §4.2).
func (c *Client) proof(method, address, token string) (string, error) {
	claims := map[string]any{"jti": rand.Text(), "htm": method, "htu": address, "iat": c.Now().Unix()}
	if token != "" {
		claims["ath"] = digest(token)
	}
	return c.sign("dpop+jwt", true, claims)
}

func (c *Client) sign(kind string, withKey bool, claims map[string]any) (string, error) {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: c.Key}, &jose.SignerOptions{EmbedJWK: withKey, ExtraHeaders: map[jose.HeaderKey]any{"typ": kind}})
	if err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	text, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	signed, err := signer.Sign(text)
	if err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	return signed.CompactSerialize()
}

// PublicKey is what the issuer has to be told, as a JWK.
func (c *Client) PublicKey() jose.JSONWebKey {
	return jose.JSONWebKey{Key: c.Key.Public(), Algorithm: string(jose.EdDSA), Use: "sig"}
}
