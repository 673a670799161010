package api_test

import (
	"strings"
	"testing"
	"time"
)

// TestSilenceOverHTTP: one organ waits, the other says that its papers are in
// transit; what waits is marked for the joint meeting, urged, and listed before a
// holiday.
func TestSilenceOverHTTP(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Received(t)
	h.Clock.Advance(20 * 24 * time.Hour)
	s := h.want(t, 200, "", envHandler, get(at(id, "/silence")))
	if !strings.Contains(s.text, `"rule":"fwd_police_decide_3"`) || !strings.Contains(s.text, `"action":"criminal.suggest_supervision"`) || !strings.Contains(s.text, `"mine":true`) {
		t.Fatalf("the sender sees %s", s.text)
	}
	said := h.want(t, 201, "", policeDesk, post(at(id, "/in-transit"), map[string]any{"document_no": "演公立字〔2026〕3号"}))
	if !strings.Contains(said.text, `"quiet_until"`) || !strings.Contains(said.text, `"document_no":"演公立字〔2026〕3号"`) {
		t.Errorf("the course holds %s", said.text)
	}
	if got := h.want(t, 200, "", envHandler, get(at(id, "/silence"))); !strings.Contains(got.text, `"said":{`) {
		t.Errorf("the sender is not shown that papers are in transit: %s", got.text)
	}
	h.want(t, 422, "", policeDesk, post(at(id, "/in-transit"), map[string]any{"decided_on": "2026-02-30"}))
	h.want(t, 409, "silence.nothing_owed", envHandler, post(at(id, "/in-transit"), map[string]any{"clock": "01920f3a-7c00-7000-8000-000000000017"}))
	h.want(t, 404, "not_found", outsider, post(at(id, "/in-transit"), map[string]any{}))
	h.want(t, 404, "not_found", outsider, get(at(id, "/silence")))
	h.want(t, 422, "", envHandler, post(at(id, "/remarks"), map[string]any{"kind": "in_transit", "text": "不再由此登记"}))

	h.want(t, 201, "", envHandler, post(at(id, "/meeting-marks"), map[string]any{"reason": "久未决定"}))
	if got := h.want(t, 200, "", policeDesk, get("/v1/meeting-marks?open=true")); !strings.Contains(got.text, "久未决定") || !strings.Contains(got.text, `"days":`) {
		t.Errorf("the other side's list is %s", got.text)
	}
	if got := h.want(t, 200, "", outsider, get("/v1/meeting-marks")); !strings.Contains(got.text, `"items":[]`) {
		t.Errorf("an outsider's list is %s", got.text)
	}
	for _, cursor := range []string{"x", "o", "f%00", "oAAAA"} {
		h.want(t, 422, "cursor.invalid", envHandler, get("/v1/meeting-marks?cursor="+cursor))
	}
	h.want(t, 200, "", envHandler, get("/v1/me/holiday-list"))
}
