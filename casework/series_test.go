package casework_test

import (
	"fmt"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// nansi is a published series (Nansi Lake, 2023): a procuratorial lead, claims against
// 33 enterprises, 25 of them assessed: one significantly slight and not compensated, 24
// with damage of about 920 million yuan; 8 still being assessed.
const (
	enterprises, assessedOnes, slightOnes = 33, 25, 1
	nansiFen                              = 92_000_000_000
)

// TestSeriesOfThirtyThree: one lead, begun and started together, and each claim in its
// own state afterwards.
func TestSeriesOfThirtyThree(t *testing.T) {
	t.Parallel()
	h := house(t)
	d := casework.DraftInput{Title: "南四湖流域盐水超标排放", Content: referral.Content{Facts: "硫酸盐和全盐量超过流域标准"}}
	for i := range enterprises {
		d.Parties = append(d.Parties, casework.PartyInput{Person: referral.Person{Kind: "enterprise", Name: fmt.Sprintf("演示排污企业%02d", i+1)}})
	}
	lead, err := h.OpenReferral(t.Context(), h.Procuratorate.Procurator, officetest.NewKey("open"), referral.Lead, d, &casework.FirstAct{Action: "lead.send", To: h.Env.ID, Input: referral.Input{NoSecret: true}})
	check(t, err)
	h.Do(t, h.Env.Desk, lead.Case.ID, "sign_for", referral.Input{Officer: "联络员"})

	key, basis := officetest.NewKey("series"), "检察机关移送线索，指定部门启动索赔"
	f, err := h.BeginSeries(t.Context(), h.Env.Handler, key, lead.Case.ID, referral.Compensation, basis)
	check(t, err)
	again, err := h.BeginSeries(t.Context(), h.Env.Handler, key, lead.Case.ID, referral.Compensation, basis)
	check(t, err)
	if len(f.Cases) != enterprises+1 || len(again.Cases) != len(f.Cases) {
		t.Fatalf("%d cases in the family, %d after the same request again", len(f.Cases), len(again.Cases))
	}
	var claims []ids.Case
	for _, c := range f.Cases {
		if c.Kind == string(referral.Compensation) {
			claims = append(claims, c.ID)
		}
	}
	together(t, h, h.Env.Handler, lead.Case.ID, claims, "compensation.report")
	together(t, h, h.Env.Head, lead.Case.ID, claims, "compensation.approve")

	share := int64(nansiFen / (assessedOnes - slightOnes))
	rest := int64(nansiFen) - share*(assessedOnes-slightOnes)
	for i, id := range claims[:assessedOnes] {
		if i < slightOnes {
			h.Do(t, h.Env.Head, id, "compensation.end", referral.Input{Result: "slight", Reason: "损害显著轻微，不需要赔偿", Claimed: &referral.Claimed{Denied: []string{"red_line", "reoffence"}}})
			continue
		}
		fen := share
		if i == slightOnes {
			fen += rest
		}
		h.Do(t, h.Env.Handler, id, "compensation.assess", referral.Input{Text: "鉴定评估", Claimed: &referral.Claimed{Costs: claim.Costs{DamageFen: fen}, Method: claim.Appraisal}})
	}

	states := map[string]int{}
	var total int64
	for _, id := range claims {
		one, err := h.Get(t.Context(), h.Env.Handler, id)
		check(t, err)
		fen := one.Snapshot.Flags.Claim.Costs.Sum()
		total += fen
		states[fmt.Sprintf("%s assessed:%v", one.Snapshot.State, fen > 0)]++
		if len(one.Snapshot.Parties) != 1 {
			t.Errorf("%d parties in one claim of the series", len(one.Snapshot.Parties))
		}
		h.Verify(t, id)
	}
	want := map[string]int{"answered assessed:false": slightOnes, "approved assessed:true": assessedOnes - slightOnes, "approved assessed:false": enterprises - assessedOnes}
	for state, n := range want {
		if states[state] != n {
			t.Errorf("%d claims are %s, want %d: %v", states[state], state, n, states)
		}
	}
	if total != nansiFen {
		t.Errorf("%d fen assessed, want %d", total, int64(nansiFen))
	}

	// What one claim refuses keeps no other from going on: the ended one is closed, the
	// started ones are told why they are not.
	got, err := h.ActTogether(t.Context(), h.Env.Handler, officetest.NewKey("close"), lead.Case.ID, claims, "close", referral.Input{})
	check(t, err)
	for i, x := range got {
		if closed := x.Refused == nil; closed != (i < slightOnes) || closed && x.State != referral.Closed {
			t.Errorf("claim %d: %s %v", i, x.State, x.Refused)
		}
	}
	_, err = h.ActTogether(t.Context(), h.Env.Handler, officetest.NewKey("foreign"), lead.Case.ID, []ids.Case{h.Opened(t)}, "close", referral.Input{})
	wants(t, err, fault.Invalid, "invalid")
}

func together(t *testing.T, h *officetest.House, a casework.Actor, lead ids.Case, cases []ids.Case, action referral.Action) {
	t.Helper()
	got, err := h.ActTogether(t.Context(), a, officetest.NewKey(string(action)), lead, cases, action, referral.Input{})
	check(t, err)
	for _, x := range got {
		if x.Refused != nil {
			t.Fatalf("%s: %s %v", action, x.Refused.Code, x.Refused.Fields)
		}
	}
}
