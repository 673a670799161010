package casework_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/reviews"
)

// TestAgreementIsCheckedBeforeItIsSigned: the terms as typed are laid beside the list, a
// person answers what nobody can see, the signing is not refused for what stands open, and
// the record keeps which lines those were.
func TestAgreementIsCheckedBeforeItIsSigned(t *testing.T) {
	t.Parallel()
	h := house(t)
	env := h.Env.Handler
	d := officetest.Draft()
	d.Content = referral.Content{Facts: "演示虚构：林地受损", Basis: "启动索赔", Place: "演示镇"}
	opened, err := h.OpenReferral(t.Context(), env, officetest.NewKey("open"), referral.Compensation, d, nil)
	check(t, err)
	id := opened.Case.ID
	h.Do(t, env, id, "compensation.report", referral.Input{})
	h.Do(t, h.Env.Head, id, "compensation.approve", referral.Input{})
	h.Do(t, env, id, "compensation.assess", referral.Input{Text: "评估报告", Claimed: &referral.Claimed{Costs: claim.Costs{DamageFen: 3_309_000, AppraisalFen: 1_500_000}, Method: claim.Appraisal}})
	h.Do(t, env, id, "compensation.serve_notice", referral.Input{})
	h.Do(t, env, id, "compensation.meet", referral.Input{Text: "达成一致"})

	look := func(p casework.Precheck, line string, want reviews.State) {
		t.Helper()
		if got := lineAt(t, p, "agreement_content", line); got.State != want {
			t.Errorf("%s is %s (%s), want %s", line, got.State, got.Found.Note.ZH, want)
		}
	}
	p, err := h.Precheck(t.Context(), env, id)
	check(t, err)
	look(p, "damage_facts", reviews.Met)
	look(p, "payment_terms", reviews.Judge)
	day := civil.DateOf(h.Clock.Now())
	sink := referral.WorkInput{What: "碳汇", Work: claim.Work{Kind: claim.Substitute, By: day.AddDays(20), Fen: 3_309_000}}
	typed := casework.Agreement{Text: "逾期的一次付清", Terms: claim.Terms{Plan: []claim.Instalment{{On: day.AddDays(30), Fen: 1}}}, Works: []referral.WorkInput{sink}}
	p, err = h.CheckAgreement(t.Context(), env, id, typed)
	check(t, err)
	for line, want := range map[string]reviews.State{
		"amount_assessed": reviews.Met, "amount_reconciled": reviews.Missing, "payment_terms": reviews.Met, "restoration_terms": reviews.Met, "default_terms": reviews.Met,
		"effect_evaluated": reviews.Judge, "disputes_settled": reviews.Judge, "confirmation_told": reviews.Missing, "damage_evidence": reviews.Missing,
	} {
		look(p, line, want)
	}
	_, err = h.AnswerPrecheck(t.Context(), env, id, "agreement_content", "amount_reconciled", reviews.Met, "")
	wants(t, err, fault.Rule, "precheck.answered_by_file")
	_, err = h.AnswerPrecheck(t.Context(), env, id, "agreement_content", "disputes_settled", reviews.Met, "纸质协议第六条")
	check(t, err)
	_, err = h.AnswerPrecheck(t.Context(), env, id, "agreement_content", "damage_evidence", "", "评估报告在卷外")
	check(t, err)

	if text := paperText(t, h, env, id, documents.AgreementSheet); !strings.Contains(text, "赔偿协议内容核对单") || !strings.Contains(text, "说明：纸质协议第六条") || !strings.Contains(text, "48090.00元") {
		t.Errorf("the printed list says %s", text)
	}
	terms := claim.Terms{Plan: []claim.Instalment{{On: day.AddDays(30), Fen: 4_809_000}}}
	h.Do(t, env, id, "compensation.agree", referral.Input{Text: "逾期的一次付清", Claimed: &referral.Claimed{Told: true, Terms: terms}})
	var open []string
	check(t, h.DB.Owner.QueryRow(t.Context(), "select array(select jsonb_array_elements_text(convert_from(v.value, 'UTF8')::jsonb)) from events e join event_values v on v.event_id = e.id where e.case_id = $1 and e.kind = 'compensation.agree' and v.name = 'content_open'", id).Scan(&open))
	for _, line := range []string{"effect_evaluated", "restoration_terms"} {
		if !slices.Contains(open, line) {
			t.Errorf("the entry of the signing leaves open %v, not %s", open, line)
		}
	}
	for _, line := range []string{"disputes_settled", "damage_evidence", "payment_terms"} {
		if slices.Contains(open, line) {
			t.Errorf("the entry of the signing leaves %s open", line)
		}
	}
	p, err = h.Precheck(t.Context(), env, id)
	check(t, err)
	look(p, "confirmation_told", reviews.Met)
	look(p, "amount_reconciled", reviews.Met)
	look(p, "disputes_settled", reviews.Met)
	_, err = h.AnswerPrecheck(t.Context(), env, id, "agreement_content", "disputes_settled", reviews.Missing, "")
	wants(t, err, fault.Rule, "precheck.signed")
	_, err = h.CheckAgreement(t.Context(), env, h.Opened(t), typed)
	wants(t, err, fault.Rule, "precheck.no_agreement")
	h.Verify(t, id)
}
