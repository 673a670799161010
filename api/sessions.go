package api

import (
	"context"
	"time"

	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// LoginStore lets the login package use the verbs of casework.
type LoginStore struct{ Office *casework.Office }

var _ login.Store = LoginStore{}

// IssuerByCode implements login.Store.
func (l LoginStore) IssuerByCode(ctx context.Context, code string) (login.Issuer, error) {
	row, err := l.Office.IssuerByCode(ctx, code)
	return issuerOf(row), err
}

// IssuerByURL implements login.Store.
func (l LoginStore) IssuerByURL(ctx context.Context, url string) (login.Issuer, error) {
	row, err := l.Office.IssuerByURL(ctx, url)
	return issuerOf(row), err
}

func issuerOf(r casework.IssuerRow) login.Issuer {
	i := login.Issuer{
		ID: r.ID, Agency: r.AgencyID, AgencyCode: r.Agency.Code, Code: r.Code, URL: r.Url, ClientID: r.ClientID, Secret: r.ClientSecret, RoleClaim: r.RoleClaim, RoleMap: r.RoleMap,
	}
	if r.MinAcr != "" {
		i.ACR = []string{r.MinAcr}
	}
	return i
}

// ClientByID implements login.Store.
func (l LoginStore) ClientByID(ctx context.Context, issuer ids.Issuer, clientID string) (login.Client, error) {
	c, a, err := l.Office.ClientOf(ctx, issuer, clientID)
	return login.Client{ID: c.ID, Agency: c.AgencyID, AgencyCode: a.Code, Name: c.ClientID, Scopes: c.Scopes, Bound: c.Bound}, err
}

// UpsertUser implements login.Store.
func (l LoginStore) UpsertUser(ctx context.Context, p login.Person, now time.Time) (ids.User, error) {
	return l.Office.KeepUser(ctx, casework.NewUser{AgencyID: p.Agency, IssuerID: p.Issuer, Subject: p.Subject, Name: p.Name, Title: p.Title, Functions: list(p.Functions)}, now)
}

// CreateSession implements login.Store.
func (l LoginStore) CreateSession(ctx context.Context, s login.Session, replaces []byte) error {
	row := casework.NewSession{
		Hash: s.Hash, UserID: s.User, AgencyID: s.Agency, IssuerID: s.Issuer, Functions: list(s.Functions), IdpSession: s.IDPSession, CreatedAt: s.CreatedAt,
	}
	if !s.StepUpAt.IsZero() {
		row.StepUpAt = &s.StepUpAt
	}
	return l.Office.OpenSession(ctx, row, replaces)
}

// SessionByHash implements login.Store.
func (l LoginStore) SessionByHash(ctx context.Context, hash []byte) (login.Session, error) {
	r, err := l.Office.Session(ctx, hash)
	s := login.Session{
		Hash: r.Hash, User: r.UserID, Agency: r.AgencyID, AgencyCode: r.AgencyCode, Name: r.Name, Issuer: r.IssuerID, IssuerURL: r.IssuerUrl, Subject: r.Subject,
		Functions: r.Functions, IDPSession: r.IdpSession, CreatedAt: r.CreatedAt, SeenAt: r.SeenAt,
	}
	if r.StepUpAt != nil {
		s.StepUpAt = *r.StepUpAt
	}
	return s, err
}

// TouchSession implements login.Store.
func (l LoginStore) TouchSession(ctx context.Context, hash []byte, now time.Time) error {
	return l.Office.TouchSession(ctx, hash, now)
}

// DeleteSession implements login.Store.
func (l LoginStore) DeleteSession(ctx context.Context, hash []byte) error {
	return l.Office.EndSession(ctx, hash)
}

// SignOut implements login.Store.
func (l LoginStore) SignOut(ctx context.Context, s login.SignOut, now time.Time) (bool, error) {
	return l.Office.SignOut(ctx, s.Issuer, s.Token, s.Subject, s.IDPSession, now)
}

// UseOnce implements login.Store.
func (l LoginStore) UseOnce(ctx context.Context, issuer ids.Issuer, token string, now, _ time.Time) (bool, error) {
	return l.Office.UseOnce(ctx, issuer, token, now)
}

// list keeps an empty list from becoming NULL.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
