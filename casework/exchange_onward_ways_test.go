package casework_test

import (
	"errors"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// localLead is a lead that market supervision of a hub has sent to its bureau.
func (s *side) localLead(t *testing.T) ids.Case {
	t.Helper()
	got, err := s.OpenReferral(t.Context(), s.Market.Handler, officetest.NewKey("open"), referral.Lead, leadDraft(), &casework.FirstAct{
		Action: "lead.send", To: s.Env.ID, Input: referral.Input{NoSecret: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	return got.Case.ID
}

// ways are those in which a case at a bureau comes before a third organ, of this hub or another:
// sent on, turned into a referral, a joint action, put on an agenda.
func (s *side) ways(t *testing.T, id ids.Case, third, far ids.Agency) map[string]error {
	t.Helper()
	d, err := s.Get(t.Context(), s.Env.Handler, id)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]error{}
	_, out["forwarded"] = s.Act(t.Context(), s.Env.Handler, casework.Request{
		Case: id, Version: d.Case.Version, Key: officetest.NewKey("forward"), Action: "lead.forward", To: third, Input: referral.Input{Reason: "属其职责"},
	})
	_, out["derived and sent"] = s.Derive(t.Context(), s.Env.Handler, officetest.NewKey("derive"), id, referral.Lead, casework.Upgraded, "", &casework.FirstAct{
		Action: "lead.send", To: third, Input: referral.Input{NoSecret: true},
	})
	_, out["a joint action with an organ of another hub"] = s.Derive(t.Context(), s.Env.Handler, officetest.NewKey("joint"), id, referral.JointAction, casework.Upgraded, "", &casework.FirstAct{
		Action: "joint_action.offer", To: far, Input: referral.Input{NoSecret: true},
	})
	convener := s.Env.Head
	convener.Functions = []string{"coordinator"}
	from := s.Clock.Now().AddDate(0, 0, 7)
	m, err := s.MakeMeeting(t.Context(), convener, casework.NewMeeting{Title: "联席会议", Place: "会议室", From: from, To: from.Add(2 * time.Hour), Agencies: []ids.Agency{third, far}})
	if err != nil {
		t.Fatal(err)
	}
	_, out["on the agenda of a joint meeting"] = s.AddItems(t.Context(), convener, m.ID, []casework.NewItem{{Source: "own", Case: id, Title: "协商由谁办理"}})
	return out
}

// What may not go on goes on by no way, whoever would read it: not from the lead itself, and
// not from the one that it is dealt with together with.
func TestNoOnwardByEveryWay(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	bound := sendLead(t, a, b)
	carry(t, a, b)
	own := b.localLead(t)
	for _, id := range []ids.Case{bound, own} {
		b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	}
	carry(t, a, b)
	for how, err := range b.ways(t, own, b.Police.ID, a.Police.ID) {
		if f, ok := errors.AsType[*fault.Error](err); ok && f.Code == "onward.refused" {
			t.Errorf("a lead of this hub, not merged, %s: %v", how, err)
		}
	}
	own = b.localLead(t)
	b.Do(t, b.Env.Desk, own, "sign_for", referral.Input{Officer: "联络员甲"})
	if _, err := b.LinkCases(t.Context(), b.Env.Handler, bound, own, casework.Merged); err != nil {
		t.Fatal(err)
	}
	for what, id := range map[string]ids.Case{"the lead that came": bound, "the lead it was merged with": own} {
		for how, err := range b.ways(t, id, b.Police.ID, a.Police.ID) {
			if f, ok := errors.AsType[*fault.Error](err); !ok || f.Code != "onward.refused" {
				t.Errorf("%s, %s: %v", what, how, err)
			}
		}
	}
	if v := b.onward(t, b.Env.Handler, own); !v.Bound {
		t.Error("the page of the merged lead does not say that it is bound")
	}
}

// Two leads of two origins that are dealt with together go on when both have listed the organ,
// not when one has.
func TestMergedLeadsAskBothOrigins(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	var came []ids.Case
	for range 2 {
		id := sendLead(t, a, b)
		carry(t, a, b)
		b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
		carry(t, a, b)
		came = append(came, id)
	}
	if _, err := b.LinkCases(t.Context(), b.Env.Handler, came[0], came[1], casework.Merged); err != nil {
		t.Fatal(err)
	}
	for n, id := range came {
		if f, ok := errors.AsType[*fault.Error](b.passOn(t, came[0])["forwarded"]); !ok || f.Code != "onward.refused" {
			t.Errorf("with %d of 2 lists: %v", n, f)
		}
		if err := b.AskOnward(t.Context(), b.Env.Handler, id, b.Market.ID, "商请"); err != nil {
			t.Fatal(err)
		}
		carry(t, a, b)
		if err := a.PublishMembers(t.Context(), a.Env.Head, id, casework.Membership{Members: []ids.Agency{b.Market.ID}, Reason: "同意"}); err != nil {
			t.Fatal(err)
		}
		carry(t, a, b)
	}
	if err := b.passOn(t, came[0])["forwarded"]; err != nil {
		t.Errorf("with both: %v", err)
	}
}
