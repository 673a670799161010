package api_test

import (
	"testing"

	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// line finds a line of a precheck as the API shows it.
func precheckLine(t *testing.T, body map[string]any, sheet, line string) map[string]any {
	t.Helper()
	for _, s := range body["sheets"].([]any) {
		s := s.(map[string]any)
		for _, l := range s["lines"].([]any) {
			if l := l.(map[string]any); s["id"] == sheet && l["id"] == line {
				return l
			}
		}
	}
	t.Fatalf("no line %s of %s", line, sheet)
	return nil
}

// TestPrecheck over HTTP: the sheet with articles, an answer, who may not, and the
// printed sheet.
func TestPrecheck(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Opened(t)
	got := h.want(t, 200, "", envHandler, get(at(id, "/precheck")))
	report := precheckLine(t, got.body, "criminal_transfer", "report_listed")
	if report["state"] != "missing" || report["gate"] != "fwd_materials_complete" || report["basis"].([]any)[0].(map[string]any)["article"] != "第六条第二项" {
		t.Errorf("the report is %v", report)
	}
	put := func(line string, body map[string]any) ask {
		return ask{method: "PUT", path: at(id, "/precheck/criminal_transfer/"+line), body: body}
	}
	got = h.want(t, 200, "", envHandler, put("crime_shown", map[string]any{"verdict": "met", "remark": "监测值超标十倍"}))
	if l := precheckLine(t, got.body, "criminal_transfer", "crime_shown"); l["state"] != "met" || l["found"] != "judge" || l["answer"].(map[string]any)["remark"] != "监测值超标十倍" {
		t.Errorf("answered: %v", l)
	}
	h.want(t, 409, "precheck.answered_by_file", envHandler, put("report_listed", map[string]any{"verdict": "met"}))
	h.want(t, 422, "", envHandler, put("crime_shown", map[string]any{"verdict": "perhaps"}))
	h.want(t, 422, "text.refused", envHandler, put("crime_shown", map[string]any{"remark": "甲\u202e乙"}))
	h.want(t, 404, "not_found", envHandler, put("nothing", map[string]any{"verdict": "met"}))
	h.want(t, 404, "not_found", policeDesk, get(at(id, "/precheck")))

	sheet := h.want(t, 200, "", envHandler, get(at(id, "/previews/precheck_sheet")))
	if sheet.header.Get("Content-Type") != "application/pdf" {
		t.Errorf("the sheet is %s", sheet.header.Get("Content-Type"))
	}
	sent := h.Sent(t)
	if got := h.want(t, 200, "", policeDesk, get(at(sent, "/precheck"))); got.body["may_answer"] != false || len(got.body["sheets"].([]any)) != 2 {
		t.Errorf("the police see %v", got.body)
	}
	h.want(t, 409, "precheck.sent", envHandler, ask{method: "PUT", path: at(sent, "/precheck/criminal_transfer/crime_shown"), body: map[string]any{"verdict": "met"}})
	h.want(t, 403, "", policeDesk, ask{method: "PUT", path: at(sent, "/precheck/criminal_transfer/crime_shown"), body: map[string]any{"verdict": "met"}})
}

// TestAgreementCheck over HTTP: the list says of every line how sure it is, terms that do not
// add up are named, bad values are refused by their place, and the counterpart does not ask.
func TestAgreementCheck(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	env := h.Env.Handler
	d := officetest.Draft()
	d.Content = referral.Content{Facts: "演示虚构：林地受损", Basis: "启动索赔", Place: "演示镇"}
	opened, err := h.OpenReferral(t.Context(), env, officetest.NewKey("open"), referral.Compensation, d, nil)
	if err != nil {
		t.Fatal(err)
	}
	id := opened.Case.ID
	h.Do(t, env, id, "compensation.report", referral.Input{})
	h.Do(t, h.Env.Head, id, "compensation.approve", referral.Input{})
	h.Do(t, env, id, "compensation.assess", referral.Input{Text: "评估", Claimed: &referral.Claimed{Costs: claim.Costs{DamageFen: 10_000}, Method: claim.Appraisal}})
	post := func(body map[string]any) ask {
		return ask{method: "POST", path: at(id, "/precheck/agreement"), body: body}
	}
	got := h.want(t, 200, "", envHandler, post(map[string]any{"text": "违约的一次付清", "plan": []any{map[string]any{"on": "2026-12-01", "fen": 9_999}}}))
	if l := precheckLine(t, got.body, "agreement_content", "amount_reconciled"); l["state"] != "missing" || l["confidence"] != "low" || len(l["things"].([]any)) != 1 {
		t.Errorf("a plan a fen short: %v", l)
	}
	if l := precheckLine(t, got.body, "agreement_content", "confirmation_told"); l["state"] != "missing" || l["confidence"] != "high" || l["basis"].([]any)[0].(map[string]any)["article"] != "第二十条第一款" {
		t.Errorf("not told: %v", l)
	}
	got = h.want(t, 200, "", envHandler, post(map[string]any{"damage_fen": 20_000, "assessed": "专家意见", "plan": []any{map[string]any{"on": "2026-12-01", "fen": 20_000}}, "default_told": true}))
	for _, line := range []string{"amount_assessed", "amount_reconciled", "payment_terms", "confirmation_told"} {
		if l := precheckLine(t, got.body, "agreement_content", line); l["state"] != "met" {
			t.Errorf("of a sitting: %v", l)
		}
	}
	h.want(t, 422, "", envHandler, post(map[string]any{"works": []any{map[string]any{"kind": "substitute", "what": "补植", "by": "2026-02-30"}}}))
	h.want(t, 404, "not_found", policeDesk, post(map[string]any{}))
	h.want(t, 409, "precheck.no_agreement", envHandler, ask{method: "POST", path: at(h.Opened(t), "/precheck/agreement"), body: map[string]any{}})
}
