package federation

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// MaxSkew is how far the clocks of two hubs may be apart. Every answer carries the
// server's time, so that the other can tell.
const MaxSkew = 5 * time.Minute

// Request is what a hub signs for one request (请求凭证), beside mutual TLS where the
// network has it. It is not bound to the host's name: gateways rewrite it.
type Request struct {
	Protocol string    `json:"protocol"`
	Hub      string    `json:"hub"`      // who asks
	Audience string    `json:"audience"` // the hub that is asked
	Method   string    `json:"method"`
	Path     string    `json:"path"` // with the query, as the client wrote it
	Body     Hash      `json:"body"` // of the empty body, too
	Nonce    Message   `json:"nonce"`
	IssuedAt time.Time `json:"issued_at"`
}

// requestScheme is the scheme of the Authorization header.
const requestScheme = "XHP "

// maxRequest is the longest header that is read.
const maxRequest = 4 << 10

// Authorize gives the value of the Authorization header. The hub's key signs alone.
func (r Request) Authorize(by Signer) (string, error) {
	r.Protocol, r.IssuedAt = Protocol, r.IssuedAt.UTC().Truncate(time.Millisecond)
	if r.Nonce.IsZero() {
		r.Nonce = ids.New[Message](r.IssuedAt)
	}
	payload, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("write the request token: %w", err)
	}
	if bad := (signatories{hub: r.Hub}).allow([]Signer{by}); bad != nil {
		return "", bad
	}
	raw, err := sealFrame(payload, typeRequest, maxRequest, []Signer{by})
	if err != nil {
		return "", err
	}
	return requestScheme + base64.RawURLEncoding.EncodeToString(raw), nil
}

// ClaimedHub is in whose name an Authorization header speaks, unproven; empty where it cannot
// be read. It is good for asking that partner whether its keys have changed, and for nothing
// else.
func ClaimedHub(header string) string {
	r, _, bad := readRequest(header)
	if bad != nil || !ValidHub(r.Hub) {
		return ""
	}
	return r.Hub
}

// readRequest reads a token; nothing of it is verified.
func readRequest(header string) (r Request, f opened, bad *Invalid) {
	text, ok := strings.CutPrefix(header, requestScheme)
	if !ok || len(text) > 2*maxRequest {
		return r, f, invalid(ReasonHeader, "no request token")
	}
	raw, err := base64url.DecodeString(text)
	if err != nil {
		return r, f, invalid(ReasonMalformed, "the request token is not base64url")
	}
	if f, bad = openFrame(raw, typeRequest, maxRequest); bad != nil {
		return r, f, bad
	}
	return r, f, decode(f.payload, &r)
}

// CheckRequest verifies an Authorization header against the request that carried it:
// want holds Audience, Method, Path and Body as the server saw them. It gives who
// asks and the nonce, which the server remembers for twice MaxSkew (ReasonReplay is
// its to say). A clock apart is told (ReasonClock) only after the signature.
func (o Opener) CheckRequest(header string, want Request, now time.Time) (Request, error) {
	r, f, bad := readRequest(header)
	if bad != nil {
		return Request{}, bad
	}
	switch {
	case r.Protocol != Protocol:
		return Request{}, invalid(ReasonProtocol, "this hub speaks %s", Protocol)
	case !ValidHub(r.Hub) || r.Nonce.IsZero():
		return Request{}, invalid(ReasonField, "hub or nonce")
	case o.Keys == nil:
		return Request{}, invalid(ReasonUnknownSender, "no keys")
	}
	if _, bad := f.verify(o.Keys, signatories{hub: r.Hub}, now); bad != nil {
		return Request{}, bad
	}
	switch {
	case r.Audience != want.Audience, r.Method != want.Method, r.Path != want.Path, r.Body != want.Body:
		return Request{}, invalid(ReasonAudience, "made for another hub, path or body")
	case r.IssuedAt.Sub(now).Abs() > MaxSkew:
		return Request{}, invalid(ReasonClock, "issued_at")
	}
	return r, nil
}
