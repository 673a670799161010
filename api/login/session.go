package login

import (
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Authenticate says who makes a request: a partner system by its access token,
// else a person by the session cookie. A request with an Authorization header
// is never judged by its cookie. Where nobody can be named the error matches
// ErrUnauthenticated; when an issuer or the store is down it is of kind
// Unavailable.
func (l *Login) Authenticate(r *http.Request) (Principal, error) {
	if given := r.Header.Values("Authorization"); len(given) > 0 {
		scheme, token, _ := strings.Cut(given[0], " ")
		if len(given) > 1 || !strings.EqualFold(scheme, "Bearer") && !strings.EqualFold(scheme, "DPoP") {
			return Principal{}, errBadToken("not exactly one access token")
		}
		return l.fromToken(r, scheme, strings.TrimSpace(token))
	}
	return l.fromCookie(r)
}

// fromCookie finds the session, ends it when its time is up, and notes now and
// then that it is in use.
func (l *Login) fromCookie(r *http.Request) (Principal, error) {
	hash := l.cookies.hashCookie(r)
	if hash == nil {
		return Principal{}, errNoLogin("no session cookie")
	}
	ctx, now := r.Context(), l.Now()
	s, err := l.Store.SessionByHash(ctx, hash)
	if fault.KindOf(err) == fault.Missing {
		return Principal{}, errNoLogin("no such session")
	}
	if err != nil {
		return Principal{}, err
	}
	if now.Sub(s.SeenAt) >= idleLifetime || now.Sub(s.CreatedAt) >= absoluteLifetime {
		if err := l.Store.DeleteSession(ctx, hash); err != nil {
			return Principal{}, err
		}
		return Principal{}, errNoLogin("the session's time is up")
	}
	if now.Sub(s.SeenAt) >= touchEvery {
		if err := l.Store.TouchSession(ctx, hash, now); err != nil {
			return Principal{}, err
		}
	}
	return Principal{
		User: s.User, Agency: s.Agency, AgencyCode: s.AgencyCode, Name: s.Name, Functions: s.Functions,
		SessionID: hex.EncodeToString(hash[:8]), StepUpAt: s.StepUpAt, Issuer: s.IssuerURL, Subject: s.Subject,
	}, nil
}

// logout ends the session of this browser: POST /logout. Pages get 204, a plain
// form goes back to the start. Who is not signed in is told the same.
func (l *Login) logout(w http.ResponseWriter, r *http.Request) error {
	if hash := l.cookies.hashCookie(r); hash != nil {
		if err := l.Store.DeleteSession(r.Context(), hash); err != nil && fault.KindOf(err) != fault.Missing {
			return err
		}
	}
	l.cookies.clear(w, l.cookies.session)
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
