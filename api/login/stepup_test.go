package login_test

import (
	"errors"
	"testing"
	"time"

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
