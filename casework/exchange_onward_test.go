package casework_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
)

func (s *side) onward(t *testing.T, who casework.Actor, id ids.Case) casework.OnwardState {
	t.Helper()
	v, err := s.CaseOnward(t.Context(), who, id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// passOn tries every way in which a case that came may reach market supervision of this hub.
func (s *side) passOn(t *testing.T, id ids.Case) map[string]error {
	t.Helper()
	out := map[string]error{}
	d, err := s.Get(t.Context(), s.Env.Handler, id)
	if err != nil {
		t.Fatal(err)
	}
	_, out["derived and sent"] = s.Derive(t.Context(), s.Env.Handler, officetest.NewKey("derive"), id, referral.Lead, casework.Upgraded, "", &casework.FirstAct{
		Action: "lead.send", To: s.Market.ID, Input: referral.Input{NoSecret: true},
	})
	_, out["put on a joint meeting"] = s.MarkForMeeting(t.Context(), s.Env.Head, id, ids.Clock{}, "协调")
	_, out["forwarded"] = s.Act(t.Context(), s.Env.Handler, casework.Request{
		Case: id, Version: d.Case.Version, Key: officetest.NewKey("forward"), Action: "lead.forward", To: s.Market.ID, Input: referral.Input{Reason: "属市场监管职责"},
	})
	return out
}

// What came from another hub with no-onward stays with the organ that it came to, until the
// organ that provided it has signed a list that names the third one; a later list without it
// takes it back. Lists are complete, and only the origin signs one.
func TestNoOnwardAcrossHubs(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	operated(t, b)
	id := sendLead(t, a, b)
	carry(t, a, b)
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	carry(t, a, b)
	if v := b.onward(t, b.Env.Handler, id); !v.Bound || v.Epoch != 0 || !v.MayAsk || v.MayAnswer {
		t.Errorf("at the receiver: %+v", v)
	}
	if v := a.onward(t, a.Env.Head, id); v.Bound || !v.Provided || !v.MayAnswer {
		t.Errorf("at the origin: %+v", v)
	}
	refused := func(when string) {
		t.Helper()
		for how, err := range b.passOn(t, id) {
			f, ok := errors.AsType[*fault.Error](err)
			if how == "put on a joint meeting" && ok && f.Kind == fault.Denied {
				continue // nobody here coordinates
			}
			if !ok || f.Code != "onward.refused" || f.Basis == nil {
				t.Errorf("%s, %s: %v", when, how, err)
			}
		}
	}
	refused("before anybody asked")
	if err := b.AskOnward(t.Context(), b.Env.Handler, id, b.Market.ID, "属市场监管职责，商请同意转发"); err != nil {
		t.Fatal(err)
	}
	carry(t, a, b)
	refused("asked, not answered")
	v := a.onward(t, a.Env.Head, id)
	if len(v.Asks) != 1 || v.Asks[0].Outgoing || v.Asks[0].Organ.ID != b.Market.ID || v.Asks[0].Answered {
		t.Fatalf("what the origin was asked: %+v", v.Asks)
	}
	if n := a.told(t, "onward.ask"); n == 0 {
		t.Error("the origin was not told")
	}
	answer := casework.Membership{Answers: v.Asks[0].Message, Reason: "不属必要"}
	if err := a.PublishMembers(t.Context(), a.Env.Handler, id, answer); fault.KindOf(err) != fault.Denied {
		t.Errorf("a handler answers: %v", err)
	}
	if err := a.PublishMembers(t.Context(), a.Env.Head, id, casework.Membership{Members: []ids.Agency{b.Police.ID}, Reason: "x"}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an organ that nobody asked for: %v", err)
	}
	if err := a.PublishMembers(t.Context(), a.Env.Head, id, answer); err != nil { // not allowed
		t.Fatal(err)
	}
	carry(t, a, b)
	refused("answered, and not allowed")
	if v := b.onward(t, b.Env.Handler, id); v.Epoch != 1 || len(v.Members) != 0 || !v.Asks[0].Answered || v.Asks[0].Granted {
		t.Errorf("after a refusal: %+v", v)
	}
	wants(t, a.PublishMembers(t.Context(), a.Env.Head, id, answer), fault.Rule, "onward.answered")
	if err := a.PublishMembers(t.Context(), a.Env.Head, id, casework.Membership{Members: []ids.Agency{b.Market.ID}, Reason: "经研究同意"}); err != nil {
		t.Fatal(err)
	}
	carry(t, a, b)
	if err := b.passOn(t, id)["forwarded"]; err != nil {
		t.Errorf("with a grant: %v", err)
	}
	carry(t, a, b)
	if err := a.PublishMembers(t.Context(), a.Env.Head, id, casework.Membership{Reason: "收回"}); err != nil {
		t.Fatal(err)
	}
	carry(t, a, b)
	if v := b.onward(t, b.Env.Handler, id); v.Epoch != 3 || len(v.Members) != 0 {
		t.Errorf("taken back: %+v", v)
	}
}

// A list that is not the next one, or not the origin's, has no effect and is told.
func TestListsOfMembersThatDoNotHold(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	for what, change := range map[string]func(*federation.Envelope, map[string]any){
		"an epoch left out":        func(_ *federation.Envelope, said map[string]any) { said["epoch"] = 7 },
		"a patch, not a list":      func(_ *federation.Envelope, said map[string]any) { delete(said, "members") },
		"another organ of the hub": func(e *federation.Envelope, _ map[string]any) { e.From.Agency = a.Police.ID },
	} {
		id := sendLead(t, a, b)
		carry(t, a, b)
		b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
		if err := b.AskOnward(t.Context(), b.Env.Handler, id, b.Market.ID, "商请"); err != nil {
			t.Fatal(err)
		}
		carry(t, a, b)
		if err := a.PublishMembers(t.Context(), a.Env.Head, id, casework.Membership{Members: []ids.Agency{b.Market.ID}, Reason: "同意"}); err != nil {
			t.Fatal(err)
		}
		a.rewritten(t, id, change)
		carry(t, a, b)
		if v := b.onward(t, b.Env.Handler, id); v.Epoch != 0 || len(v.Members) != 0 {
			t.Errorf("%s counts: %+v", what, v)
		}
		messages := a.messages(t, id)
		i := slices.IndexFunc(messages, func(m casework.SharedMessage) bool { return m.Action == "onward.members" })
		if m := messages[i]; m.State != "crossed" || m.Error != "exchange.onward" {
			t.Errorf("%s: stands as %s %s", what, m.State, m.Error)
		}
		f, ok := errors.AsType[*fault.Error](b.passOn(t, id)["forwarded"])
		if !ok || f.Code != "onward.refused" {
			t.Errorf("%s: it goes on, %v", what, f)
		}
	}
}
