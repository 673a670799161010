package login_test

import (
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/devkit/idp"
)

func TestStepUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.signedIn("env", "u2")
	before, _ := w.who(b)
	old := w.request(b)
	w.after(5 * time.Minute)
	if err := idp.StepUp(t.Context(), b, w.hub.URL, "env", "u2"); err != nil {
		t.Fatalf("%v (%v)", err, w.lastError())
	}
	p, err := w.who(b)
	if err != nil || !p.SteppedUp(w.now()) || p.SessionID == before.SessionID || p.User != before.User || !p.StepUpAt.Equal(w.now()) {
		t.Errorf("after the step-up: %+v (%v)", p, err)
	}
	if _, err := w.login.Authenticate(old); err == nil {
		t.Error("the session id from before the step-up still works")
	}
	w.after(15*time.Minute - time.Second)
	if p, err = w.who(b); err != nil || !p.SteppedUp(w.now()) {
		t.Errorf("just before its end: %+v (%v)", p, err)
	}
	w.after(time.Second)
	if p, err = w.who(b); err != nil || p.SteppedUp(w.now()) {
		t.Errorf("after 15 minutes: %+v (%v)", p, err)
	}
}

func TestStepUpRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.signedIn("env", "u1")
	if err := idp.StepUp(t.Context(), b, w.hub.URL, "env", "u2"); err == nil {
		t.Error("the head's confirmation stepped the handler up")
	}
	w.failedWith("login.other_person")
	if err := idp.StepUp(t.Context(), b, w.hub.URL, "police", "u1"); err == nil {
		t.Error("another issuer confirmed")
	}
	w.failedWith("login.other_person")
	if answer := w.get(b, w.hub.URL+"/login/start?issuer=police&step_up=1"); answer.StatusCode != http.StatusForbidden {
		t.Errorf("another issuer is asked to confirm: %s", answer.Status)
	}
	if p, err := w.who(b); err != nil || p.Name != "env甲" || p.SteppedUp(w.now()) {
		t.Errorf("the session changed: %+v (%v)", p, err)
	}
	if err := idp.StepUp(t.Context(), w.browser(), w.hub.URL, "env", "u1"); err == nil {
		t.Error("somebody who is not signed in stepped up")
	}
	if !errors.Is(w.lastError(), login.ErrUnauthenticated) {
		t.Errorf("got %v", w.lastError())
	}
}

// The browser signs in elsewhere, under the same subject, while it confirms.
func TestStepUpOfAChangedSession(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	asU1 := func(_ url.Values, c claims) string {
		c["sub"] = "u1"
		return h.sign(jose.ES256, h.signing, "JWT", c)
	}
	b, _ := h.finish("", asU1)
	asked := h.beginAs(b, "&step_up=1")
	h.token = asU1(asked, h.idClaims(asked))
	hub, err := url.Parse(h.hub.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range h.signedIn("env", "u1").Jar.Cookies(hub) {
		b.Jar.SetCookies(hub, []*http.Cookie{c})
	}
	h.comeBack(b, url.Values{"code": {"c"}, "state": asked["state"]})
	h.failedWith("login.other_person")
}
