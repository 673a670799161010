package login

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// callback takes the browser back from its issuer, checks the answer and opens
// a session under a new id.
func (l *Login) callback(w http.ResponseWriter, r *http.Request) error {
	now := l.Now()
	a, ok := l.cookies.readAttempt(r)
	l.cookies.clear(w, l.cookies.attempt)
	q := r.URL.Query()
	age := now.Sub(a.Started)
	switch {
	case !ok, a.Issuer != r.PathValue("issuer"), age > attemptLifetime, age < -allowedSkew,
		len(q["state"]) != 1, subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(a.state())) != 1:
		return errAttemptLost()
	}
	issuer, err := l.Store.IssuerByCode(r.Context(), a.Issuer)
	if err != nil {
		return err
	}
	used := sha256.Sum256([]byte(a.state()))
	first, err := l.Store.UseOnce(r.Context(), issuer.ID, "state "+hex.EncodeToString(used[:]), now, a.Started.Add(attemptLifetime))
	if err != nil {
		return err
	}
	if !first {
		return errAttemptLost()
	}
	provider, err := l.providers.get(r.Context(), issuer.URL)
	if err != nil {
		return errIssuerDown(issuer.Code, err)
	}
	// RFC 9207: who answers must be who was asked, and must say so if it promised to.
	if iss := q["iss"]; len(iss) > 1 || len(iss) == 1 && iss[0] != issuer.URL || len(iss) == 0 && provider.promisesIssuer {
		return errTokenRefused("the answer does not name its issuer")
	}
	if len(q["error"]) > 0 {
		return errNotGranted(q.Get("error"))
	}
	if len(q["code"]) != 1 {
		return errTokenRefused("the answer holds no code")
	}
	raw, err := l.exchange(r.Context(), issuer, provider, a, q.Get("code"))
	if err != nil {
		return err
	}
	claims, err := l.verifyIDToken(r.Context(), issuer, provider, a, raw)
	if err != nil {
		return err
	}
	if err := l.signIn(w, r, issuer, a, claims); err != nil {
		return err
	}
	http.Redirect(w, r, localPath(a.ReturnTo), http.StatusSeeOther)
	return nil
}

// exchange turns the code into an ID token. A code is tried once: the way to
// authenticate is taken from the metadata, not found out by trying.
func (l *Login) exchange(ctx context.Context, issuer Issuer, p *provider, a attempt, code string) (string, error) {
	ctx = oidc.ClientContext(ctx, l.providers.client)
	token, err := l.oauth(issuer, p).Exchange(ctx, code, oauth2.VerifierOption(a.verifier()))
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok && refused.Response.StatusCode < 500 {
		return "", errTokenRefused("the code was refused: " + safeCode(refused.ErrorCode))
	}
	if err != nil {
		// The library puts the whole answer into its error.
		return "", errIssuerDown(issuer.Code, fmt.Errorf("exchange the code: %.300s", err.Error()))
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return "", errTokenRefused("the answer holds no ID token")
	}
	return raw, nil
}

// signIn opens the session. A step-up must come from the person who is signed in.
func (l *Login) signIn(w http.ResponseWriter, r *http.Request, issuer Issuer, a attempt, c idClaims) error {
	now := l.Now()
	functions, _ := issuer.Functions(c.all)
	if len(functions) == 0 {
		return fault.New(fault.Denied, "login.no_function",
			fault.T("身份服务没有给您本系统认可的职责，请联系本机关管理员。",
				"Your identity service gave you no function this system knows; ask your agency's administrator."))
	}
	s := Session{
		Agency: issuer.Agency, AgencyCode: issuer.AgencyCode, Name: c.name(), Issuer: issuer.ID, IssuerURL: issuer.URL,
		Subject: c.Subject, Functions: functions, IDPSession: c.SID, CreatedAt: now, SeenAt: now,
	}
	if a.StepUp {
		signedIn, err := l.fromCookie(r)
		if err != nil {
			return err
		}
		if signedIn.Issuer != issuer.URL || signedIn.Subject != c.Subject {
			return errOtherPerson()
		}
		if s.StepUpAt = c.authTime(); s.StepUpAt.After(now) { // the issuer's clock may be ahead
			s.StepUpAt = now
		}
	}
	var err error
	s.User, err = l.Store.UpsertUser(r.Context(), Person{
		Issuer: issuer.ID, Agency: issuer.Agency, Subject: c.Subject, Name: s.Name, Title: c.title(), Functions: functions,
	}, now)
	if err != nil {
		return err
	}
	value, hash := newSecret()
	s.Hash = hash
	if err := l.Store.CreateSession(r.Context(), s, l.cookies.hashCookie(r)); err != nil {
		return err
	}
	l.cookies.set(w, l.cookies.session, value, 0)
	return nil
}
