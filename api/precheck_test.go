package api_test

import "testing"

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
