package login

import (
	"encoding/json"
	"net/http"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// logoutEvent is the member of events that makes a token a logout token
// (OpenID Connect Back-Channel Logout 1.0 §2.4).
const logoutEvent = "http://schemas.openid.net/event/backchannel-logout"

// backchannel ends sessions at an issuer's word: POST /login/backchannel/{issuer}.
// It answers as §2.8 of that specification asks: 200, or 400 with an error code;
// 503 when the hub could not do it, so that the issuer tries again.
func (l *Login) backchannel(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	err := l.endSessions(r, r.PostFormValue("logout_token"))
	if err == nil {
		w.WriteHeader(http.StatusOK)
		return
	}
	l.Log.WarnContext(r.Context(), "back-channel logout", "path", r.URL.Path, "error", err)
	status := http.StatusBadRequest
	if kind := fault.KindOf(err); kind == fault.Unavailable || kind == fault.Internal {
		status = http.StatusServiceUnavailable
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(`{"error":"invalid_request"}`))
}

func (l *Login) endSessions(r *http.Request, raw string) error {
	ctx := r.Context()
	issuer, err := l.Store.IssuerByCode(ctx, r.PathValue("issuer"))
	if err != nil {
		return err
	}
	switch tokenType(raw) {
	case "logout+jwt", "jwt", "":
	default:
		return errTokenRefused("not a logout token")
	}
	p, err := l.providers.get(ctx, issuer.URL)
	if err != nil {
		return errIssuerDown(issuer.Code, err)
	}
	c, err := l.verify(ctx, issuer, p, issuer.ClientID, raw)
	if err != nil {
		return err
	}
	var events map[string]json.RawMessage
	if err := json.Unmarshal(c.Events, &events); err != nil || events[logoutEvent] == nil {
		return errTokenRefused("no logout event in the token")
	}
	now := l.Now()
	issued := c.IssuedAt.time()
	switch _, hasNonce := c.all["nonce"]; {
	case hasNonce:
		return errTokenRefused("a logout token must not hold a nonce")
	case len(c.Audience) != 1:
		return errTokenRefused("the token is for others too")
	case c.JTI == "" || len(c.JTI) > 255 || c.Subject == "" && c.SID == "":
		return errTokenRefused("no id, or nobody to sign out")
	case issued.After(now.Add(allowedSkew)) || issued.Before(now.Add(-idTokenAge)):
		return errTokenRefused("the token was not issued just now: check the clocks")
	}
	out := SignOut{Issuer: issuer.ID, Token: c.JTI, Expires: now.Add(2 * idTokenAge), IDPSession: c.SID}
	if c.SID == "" {
		out.Subject = c.Subject
	}
	first, err := l.Store.SignOut(ctx, out, now)
	if err == nil && !first {
		err = errTokenRefused("the logout token was used before")
	}
	return err
}
