package login

import (
	"context"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Store is what login needs to know and to keep. Where something does not
// exist, or is switched off, the error is a fault of kind Missing.
type Store interface {
	// IssuerByCode and IssuerByURL give a registered and enabled issuer.
	IssuerByCode(ctx context.Context, code string) (Issuer, error)
	IssuerByURL(ctx context.Context, url string) (Issuer, error)
	// ClientByID gives a partner system registered for this issuer.
	ClientByID(ctx context.Context, issuer ids.Issuer, clientID string) (Client, error)
	// UpsertUser finds the user by issuer and subject, or makes one, and keeps
	// name, title and functions up to date.
	UpsertUser(ctx context.Context, p Person, now time.Time) (ids.User, error)

	// CreateSession keeps a session and, in the same transaction, ends the one
	// with the hash it replaces, if that is not empty.
	CreateSession(ctx context.Context, s Session, replaces []byte) error
	SessionByHash(ctx context.Context, hash []byte) (Session, error)
	TouchSession(ctx context.Context, hash []byte, now time.Time) error
	DeleteSession(ctx context.Context, hash []byte) error
	// SignOut ends all sessions of a login at the issuer, or of a person, and
	// remembers the logout token until it expires, in one transaction. It
	// reports false, and ends nothing, for a token that was used before.
	SignOut(ctx context.Context, s SignOut, now time.Time) (bool, error)

	// UseOnce reports whether the id is used for the first time at this issuer,
	// and remembers it at least until it expires. Two callers at once: one wins.
	UseOnce(ctx context.Context, issuer ids.Issuer, id string, now, expires time.Time) (bool, error)
}

// SignOut is a verified word of an issuer (back-channel logout).
type SignOut struct {
	Issuer     ids.Issuer
	Token      string // its id, unique at the issuer
	Expires    time.Time
	Subject    string // whose sessions; empty when IDPSession is given
	IDPSession string // which login's sessions
}

// Issuer is an identity provider that speaks for one agency (身份提供方).
type Issuer struct {
	ID         ids.Issuer
	Agency     ids.Agency
	AgencyCode string
	Code       string
	URL        string // must equal the iss claim byte for byte
	ClientID   string
	Secret     string // empty: public client, PKCE alone
	// RoleClaim is the claim with the roles; dots lead into objects, as in
	// realm_access.roles. Empty means roles.
	RoleClaim string
	// RoleMap is the allow-list: role → function. Other roles count for nothing.
	RoleMap map[string]string
	// ACR are the authentication contexts that are strong enough; none: any.
	ACR []string
}

// Client is a partner system (接口客户端).
type Client struct {
	ID         ids.Client
	Agency     ids.Agency
	AgencyCode string
	Name       string
	Scopes     []string // what it may ever do, whatever its tokens say
	Bound      bool     // takes only tokens that are bound to a key or a certificate
}

// Person is what an issuer says about somebody who signs in.
type Person struct {
	Issuer    ids.Issuer
	Agency    ids.Agency
	Subject   string
	Name      string
	Title     string
	Functions []string
}

// Session is a login (登录会话). Only the hash of its cookie is ever stored.
type Session struct {
	Hash       []byte // SHA-256, 32 bytes
	User       ids.User
	Agency     ids.Agency
	AgencyCode string
	Name       string
	Issuer     ids.Issuer
	IssuerURL  string
	Subject    string
	Functions  []string
	IDPSession string    // sid claim, may be empty
	StepUpAt   time.Time // zero: never confirmed since
	CreatedAt  time.Time
	SeenAt     time.Time
}
