package casework_test

import (
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// TestCrimeWatch: a lead whose facts cross a threshold is thought of as a crime until a
// criminal referral stands beside it, by whoever reads its facts and nobody else; and
// the lead goes its way all the same.
func TestCrimeWatch(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := t.Context()
	open := func(facts string, penalised bool) ids.Case {
		d := officetest.Draft()
		d.Title, d.Content = "演示线索", referral.Content{Facts: facts, ActOn: day("2026-02-10"), PenaltyDecided: penalised}
		lead, err := h.OpenReferral(ctx, h.Market.Handler, officetest.NewKey("open"), referral.Lead, d, &casework.FirstAct{Action: "lead.send", To: h.Env.ID, Input: referral.Input{NoSecret: true}})
		check(t, err)
		return lead.Case.ID
	}
	watch := func(a casework.Actor, id ids.Case) casework.CrimeWatch {
		t.Helper()
		w, err := h.CrimeWatch(ctx, a, id)
		check(t, err)
		return w
	}
	harmless := open("巡查发现该店未公示许可证。", false)
	if w := watch(h.Env.Handler, harmless); len(w.Crossed) != 0 {
		t.Errorf("thought of: %+v", w.Crossed)
	}
	id := open("巡查发现该修理厂外运危险废物。该厂将废矿物油4.5吨交给无证人员处置。", true)
	for _, a := range []casework.Actor{h.Market.Handler, h.Env.Handler} {
		w := watch(a, id)
		if len(w.Crossed) != 1 || w.Crossed[0].ID != "hazardous_waste" || w.Crossed[0].Figure != "4.5吨" || !w.Penalised || w.Crossed[0].Basis[0].Number != "法释〔2023〕7号" {
			t.Errorf("%s is told %+v", a.Name, w)
		}
	}
	_, err := h.CrimeWatch(ctx, h.Police.Handler, id)
	wants(t, err, fault.Missing, "not_found")

	h.Do(t, h.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员"}) // it holds nothing up
	made, err := h.Derive(ctx, h.Env.Handler, officetest.NewKey("derive"), id, referral.Criminal, casework.Upgraded, "", nil)
	check(t, err)
	if w := watch(h.Env.Handler, id); len(w.Crossed) != 0 || w.Referred != made.Case.Number {
		t.Errorf("beside a referral: %+v", w)
	}
	if w := watch(h.Env.Handler, made.Case.ID); len(w.Crossed) != 0 {
		t.Errorf("in the referral itself: %+v", w)
	}
	if w := watch(h.Market.Handler, id); len(w.Crossed) != 1 { // who does not know of the referral is not told of it
		t.Errorf("the sender of the lead: %+v", w)
	}
	h.Do(t, h.Env.Desk, id, "lead.feedback", referral.Input{Result: "handled", Text: "已处理"})
}
