package casework_test

import (
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/reviews"
)

// TestPrecheckKnowsTheItem: an item that the list gives to the sender's field is met, one
// of another field is for a person to judge, and without an item nobody is asked.
func TestPrecheckKnowsTheItem(t *testing.T) {
	t.Parallel()
	h := house(t)
	for name, c := range map[string]struct {
		item string
		want reviews.State
	}{
		"none": {"", reviews.NotHere}, "of the environment": {"discharge-evade", reviews.Met}, "of another field": {"waste-dump-household", reviews.Judge},
	} {
		d := officetest.Draft()
		d.Content.Item = c.item
		p, err := h.Precheck(t.Context(), h.Env.Handler, h.OpenedWith(t, d))
		check(t, err)
		if l := lineAt(t, p, "criminal_transfer", "item_competence"); l.State != c.want {
			t.Errorf("%s: %s (%s), want %s", name, l.State, l.Found.Note.ZH, c.want)
		}
	}
}

// TestPrecheckBeforeAnInvitation: an invitation to step in early has its sheet until it is
// sent; a person answers what the law leaves to judge.
func TestPrecheckBeforeAnInvitation(t *testing.T) {
	t.Parallel()
	h := house(t)
	env := h.Env.Handler
	d := officetest.Draft()
	d.Parties = nil
	d.Content = referral.Content{Facts: "三处河滩发现同源污泥", Basis: "取证难度大"}
	got, err := h.OpenReferral(t.Context(), env, officetest.NewKey("open"), referral.EarlyIntervention, d, nil)
	check(t, err)
	id := got.Case.ID
	p, err := h.Precheck(t.Context(), env, id)
	check(t, err)
	for line, want := range map[string]reviews.State{
		"facts_written": reviews.Met, "reasons_written": reviews.Met, "officer_named": reviews.Missing, "grave_or_difficult": reviews.Judge, "not_yet_due": reviews.Judge,
	} {
		if l := lineAt(t, p, "early_invitation", line); l.State != want {
			t.Errorf("%s is %s, want %s", line, l.State, want)
		}
	}
	p, err = h.AnswerPrecheck(t.Context(), env, id, "early_invitation", "grave_or_difficult", reviews.Met, "跨三个乡镇")
	check(t, err)
	if l := lineAt(t, p, "early_invitation", "grave_or_difficult"); l.State != reviews.Met {
		t.Errorf("answered, and it is %s", l.State)
	}
	h.Request(t, env, casework.Request{Case: id, Action: "early_intervention.invite", To: h.Police.ID, Input: referral.Input{NoSecret: true, Reason: "理由"}})
	_, err = h.AnswerPrecheck(t.Context(), env, id, "early_invitation", "grave_or_difficult", reviews.Missing, "")
	wants(t, err, fault.Rule, "precheck.sent")
	_, err = h.Precheck(t.Context(), h.Police.Handler, id)
	check(t, err)
	h.Verify(t, id)
}
