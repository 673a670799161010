package api_test

import (
	"net/http"
	"testing"

	"github.com/xianjie-hub/xianjie/devkit/story"
)

// TestSharedDeskOverHTTP: entrusted on the organ's page, seen beside the own inbox,
// signed for in the organ's name, taken back.
func TestSharedDeskOverHTTP(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	const clerk, policeAdmin = story.Neighbour + " env-handler", story.Police + " police-admin"
	id := h.Sent(t)
	admin := "/v1/admin/agencies/" + h.Police.ID.String() + "/desks"
	choices := h.want(t, 200, "", policeAdmin, get(admin+"/choices")).body["items"].([]any)
	var place map[string]any
	neighbour := h.organ(t, story.Neighbour)
	for _, c := range choices {
		if c := c.(map[string]any); c["user"] == neighbour.Desk.User.String() {
			place = c
		}
	}
	body := map[string]any{"desk": place["desk"], "user": place["user"], "document": "演公委〔2026〕1号", "from": "2026-03-02", "to": "2026-03-06"}
	sign := post("/v1/desks/"+h.Police.ID.String()+"/referrals/"+id.String()+"/sign-for", map[string]any{"officer": "窗口人员甲"})
	h.want(t, 404, "desk.not_entrusted", clerk, sign.on(h.version(t, id)))
	if counts := h.want(t, 200, "", clerk, get("/v1/referral-counts")); counts.body["desks"] != nil {
		t.Errorf("counted before: %v", counts.body["desks"])
	}

	given := h.want(t, 201, "", policeAdmin, post(admin, body))
	withFunction := map[string]any{"function": "head"}
	for k, v := range body {
		withFunction[k] = v
	}
	h.want(t, 422, "invalid", policeAdmin, post(admin, withFunction)) // nothing but the desk can be entrusted
	h.want(t, 409, "desk.twice", policeAdmin, post(admin, body))

	windows := h.want(t, 200, "", clerk, get("/v1/desks")).body["items"].([]any)
	lines := windows[0].(map[string]any)["lines"].([]any)
	counts := h.want(t, 200, "", clerk, get("/v1/referral-counts"))
	if len(windows) != 1 || len(lines) != 1 || lines[0].(map[string]any)["id"] != id.String() || counts.body["desks"] != 1.0 {
		t.Fatalf("at the window %v, counted %v", windows, counts.body["desks"])
	}
	h.want(t, 404, "not_found", clerk, get(at(id, "")))
	h.want(t, 428, "precondition_required", clerk, sign.with("Idempotency-Key", "one"))
	h.want(t, 412, "stale", clerk, sign.on(h.version(t, id)+1))
	good := sign.on(h.version(t, id))
	first := h.want(t, 200, "", clerk, good)
	again := h.want(t, 200, "", clerk, good)
	if first.str("state") != "received" || again.header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("signed %s, again %v", first.text, again.header)
	}
	seen := false
	for _, e := range h.want(t, 200, "", envHandler, get(at(id, "/timeline"))).body["events"].([]any) {
		e := e.(map[string]any)
		if e["kind"] != "sign_for" {
			continue
		}
		recorder, entrusted := e["recorder"].(map[string]any), e["values"].(map[string]any)["entrusted"].(map[string]any)
		seen = recorder["code"] == story.Neighbour && e["function"] == "entrusted_desk" && e["from_paper"] == false && entrusted["document"] == body["document"]
	}
	if !seen {
		t.Error("the sender does not read by whose desk, on what document")
	}

	h.want(t, 404, "not_found", clerk, ask{method: http.MethodGet, path: admin})
	h.want(t, 204, "", policeAdmin, post(admin+"/"+given.str("id")+"/end", map[string]any{"reason": "另行安排"}))
	h.want(t, 404, "desk.not_entrusted", clerk, good)
	h.want(t, 404, "desk.not_entrusted", clerk, post("/v1/desks/"+h.Env.ID.String()+"/referrals/"+id.String()+"/sign-for", map[string]any{"officer": "窗口人员甲"}).on(1))
	if left := h.want(t, 200, "", clerk, get("/v1/desks")).body["items"].([]any); len(left) != 0 {
		t.Errorf("still entrusted: %v", left)
	}
}
