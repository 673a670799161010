package casework_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// A hub beside two partners has cases with each, and none with both: what would bring an organ
// of the second partner into a case with the first is refused with what to do instead, and
// nothing of it is written; a referral of its own to the second goes as any other.
func TestThreeHubsInOneCase(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	c := newSide(t, "guizhou")
	c.Clock, c.Now, c.worker.Now = a.Clock, a.Clock.Now, a.Clock.Now
	beside := *a // a, as it exchanges with the third
	third := &beside
	own, err := a.OwnIdentity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	third.trust(t, c.publish(t))
	c.trust(t, own)

	id := sendLead(t, b, a) // from the first partner to us
	carry(t, b, a)
	a.Do(t, a.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	carry(t, b, a)
	if _, err := a.DB.Owner.Exec(t.Context(), "delete from onward_bounds"); err != nil { // no-onward is asked first and has tests of its own
		t.Fatal(err)
	}
	d, err := a.Get(t.Context(), a.Env.Handler, id)
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Act(t.Context(), a.Env.Handler, casework.Request{
		Case: id, Version: d.Case.Version, Key: officetest.NewKey("forward"), Action: "lead.forward", To: c.Env.ID, Input: referral.Input{Reason: "发生在贵州境内"},
	})
	if f, ok := errors.AsType[*fault.Error](err); !ok || f.Kind != fault.Rule || f.Code != "exchange.one_partner" || !strings.Contains(f.Detail.ZH, "另行移送") {
		t.Errorf("a case of two hubs goes on to a third: %v", err)
	}
	if waiting, _ := third.outbox(t); len(waiting) != 0 {
		t.Errorf("%d messages wait for the third hub", len(waiting))
	}
	carry(t, b, a)
	same(t, b, a, id)

	got, err := a.Derive(t.Context(), a.Env.Handler, officetest.NewKey("derive"), id, referral.Lead, casework.Upgraded, "", &casework.FirstAct{
		Action: "lead.send", To: c.Env.ID, Input: referral.Input{NoSecret: true},
	})
	if err != nil {
		t.Fatalf("a referral of its own to the third hub: %v", err)
	}
	carry(t, third, c)
	same(t, third, c, got.Case.ID)
	same(t, b, a, id)
	if _, err := b.Get(t.Context(), b.Env.Handler, got.Case.ID); fault.KindOf(err) != fault.Missing {
		t.Errorf("the first partner knows of it: %v", err)
	}
}
