package casework_test

import (
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// damageAt opens a claim against an enterprise for damage at a place.
func damageAt(t *testing.T, h *officetest.House, by casework.Actor, place, name string) ids.Case {
	t.Helper()
	d := casework.DraftInput{Title: "损害赔偿", Content: referral.Content{Facts: "废水入河", Basis: "造成损害", Place: place}, Parties: []casework.PartyInput{{Person: referral.Person{Kind: "enterprise", Name: name}}}}
	got, err := h.OpenReferral(t.Context(), by, officetest.NewKey("open"), referral.Compensation, d, nil)
	check(t, err)
	return got.Case.ID
}

func (x onceOffice) settle(t *testing.T, id ids.Case) {
	t.Helper()
	x.Do(t, x.Env.Head, id, "compensation.approve", referral.Input{})
	x.Do(t, x.Env.Handler, id, "compensation.settle", referral.Input{Text: "磋商", Claimed: &referral.Claimed{Costs: claim.Costs{DamageFen: 10_000}, Method: claim.Experts, Assessed: "专家", Agreed: "一次缴清", Told: true}})
}

type onceOffice struct{ *officetest.House }

// TestOneDamageOnce: a second claim against the same party at the same place is warned of
// with the number of the first, goes on with a reason only, and another organ's claim that
// one may not see is not betrayed; a slip counts once, however its brackets are written.
func TestOneDamageOnce(t *testing.T) {
	t.Parallel()
	h := house(t)
	x := onceOffice{h}
	forestry := h.Another(t, "forest", "演示市林业局", "forestry")
	hidden := damageAt(t, h, forestry.Handler, "演示河左岸滩地", "演示化工公司")
	first, second, elsewhere := damageAt(t, h, h.Env.Handler, "演示河左岸滩地", "演示化工公司"), damageAt(t, h, h.Env.Handler, "左岸滩地", "演示化工公司"), damageAt(t, h, h.Env.Handler, "另一条沟", "演示化工公司")
	seen, err := h.Get(t.Context(), h.Env.Handler, second)
	check(t, err)
	if len(seen.Rivals) != 2 {
		t.Fatalf("%d other claims are shown, want the two of one's own organ: %+v", len(seen.Rivals), seen.Rivals)
	}
	for _, r := range seen.Rivals {
		if r.ID == hidden || r.Same() != (r.ID == first) {
			t.Errorf("%s: %v", r.Number, r.Reasons)
		}
	}
	_, err = h.Act(t.Context(), h.Env.Handler, casework.Request{Case: second, Version: casework.AnyVersion, Key: officetest.NewKey("report"), Action: "compensation.report"})
	wants(t, err, fault.Rule, "referral.second_claim")
	h.Do(t, h.Env.Handler, second, "compensation.report", referral.Input{Reason: "另一次排放造成的损害"})
	h.Do(t, h.Env.Handler, elsewhere, "compensation.report", referral.Input{})
	h.Do(t, forestry.Handler, hidden, "compensation.report", referral.Input{}) // it sees none of the bureau's

	x.settle(t, second)
	x.settle(t, elsewhere)
	pay := func(id ids.Case, number string) error {
		_, err := h.Act(t.Context(), h.Env.Handler, casework.Request{Case: id, Version: casework.AnyVersion, Key: officetest.NewKey("pay"), Action: "compensation.pay",
			Input: referral.Input{DocumentNo: number, Claimed: &referral.Claimed{Payment: claim.Payment{Fen: 5_000, Manner: claim.Treasury}}}})
		return err
	}
	check(t, pay(second, "演缴〔2026〕3号"))
	wants(t, pay(elsewhere, "演缴(2026) ３号"), fault.Rule, "referral.payment_known")
	check(t, pay(elsewhere, "演缴〔2026〕4号"))
	if n := count(t, h, "claim_slips where agency_id = $1", h.Env.ID); n != 2 {
		t.Errorf("%d slips are kept, want 2", n)
	}
}

// TestAnnouncedSuit: the department that the procuratorate tells of an announced suit has
// thirty days; silence is recorded only after them, and counts as not starting.
func TestAnnouncedSuit(t *testing.T) {
	t.Parallel()
	h := house(t)
	tell := func() ids.Case {
		d := casework.DraftInput{Title: "公告", Content: referral.Content{Facts: "非法排污损害公益", Basis: "民事诉讼法第五十八条"}}
		got, err := h.OpenReferral(t.Context(), h.Procuratorate.Procurator, officetest.NewKey("open"), referral.PublicInterest, d, nil)
		check(t, err)
		h.Request(t, h.Procuratorate.Procurator, casework.Request{Case: got.Case.ID, Action: "public_interest.tell_announcement", To: h.Env.ID, Input: referral.Input{NoSecret: true, DocumentNo: "演检公告〔2026〕1号"}})
		return got.Case.ID
	}
	answered, silent := tell(), tell()
	k := clock(t, h, answered, "dmg_reply_to_pp_announcement")
	if k.OwesID != h.Env.ID || k.DueAt == nil {
		t.Fatalf("the department owes no answer: %+v", k)
	}
	h.Do(t, h.Env.Handler, answered, "public_interest.answer_start", referral.Input{Result: "start", Text: "启动索赔"})
	act := func(id ids.Case, action referral.Action, in referral.Input) error {
		by := h.Procuratorate.Procurator
		by.StepUpAt = h.Clock.Now()
		_, err := h.Act(t.Context(), by, casework.Request{Case: id, Version: casework.AnyVersion, Key: officetest.NewKey(string(action)), Action: action, Input: in})
		return err
	}
	wants(t, act(answered, "public_interest.sue_civil", referral.Input{DocumentNo: "1号"}), fault.Rule, "referral.claim_started")
	wants(t, act(silent, "public_interest.find_silent", referral.Input{}), fault.Rule, "referral.announcement_runs")
	h.Clock.Advance(k.DueAt.Sub(h.Clock.Now()) + 1)
	check(t, act(silent, "public_interest.find_silent", referral.Input{}))
	check(t, act(silent, "public_interest.sue_civil", referral.Input{DocumentNo: "2号"}))
	if s := snapshot(t, h, silent); s.State != referral.Decided || s.Flags.ClaimStarts != "silent" {
		t.Errorf("%s, %q", s.State, s.Flags.ClaimStarts)
	}
	h.Verify(t, silent)

	// The department goes on from the announcement to its claim: the two stand in one family.
	made, err := h.Derive(t.Context(), h.Env.Handler, officetest.NewKey("derive"), answered, referral.Compensation, casework.Upgraded, "", nil)
	check(t, err)
	f, err := h.Family(t.Context(), h.Env.Handler, made.Case.ID)
	check(t, err)
	if len(f.Cases) != 2 {
		t.Errorf("%d cases in the family", len(f.Cases))
	}
}
