package api_test

import (
	"os"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/devkit/idp"
)

// TestPacksOverHTTP follows a pack from its file to its force: faults line by
// line, the replay, two persons, and who may not.
func TestPacksOverHTTP(t *testing.T) {
	t.Parallel()
	w := newAdminWorld(t)
	const path = "/v1/rules/packs"
	text, err := os.ReadFile("../policies/rules/testdata/bad/unknown_unit.yaml")
	w.ok(err)
	bad := map[string]any{"file": "unknown_unit.yaml", "text": string(text)}
	good := map[string]any{"file": "sample.yaml", "text": strings.Replace(string(text), "unit: fortnights", "unit: calendar_days", 1)}

	refused := w.must(422, "ops operator", "POST", path, "", bad)
	if refused.str("code") != "pack.unsound" || !strings.Contains(refused.text, `"body.text:11"`) || !strings.Contains(refused.text, "fortnights") {
		t.Errorf("refused with %s", refused.text)
	}
	if r := w.must(200, "ops operator", "POST", path+"/replay", "", bad); !strings.Contains(r.text, `"line":11`) || !strings.Contains(r.text, "不认识的单位") {
		t.Errorf("the replay says %s", r.text)
	}
	if r := w.must(200, "ops operator", "POST", path+"/replay", "", good); len(r.body["problems"].([]any)) != 0 {
		t.Errorf("a sound pack is replayed as %s", r.text)
	}
	for _, who := range []string{"env head", "env admin", "market admin", "ops auditor"} {
		w.must(403, who, "POST", path, "", good)
		w.must(403, who, "POST", path+"/replay", "", good)
	}
	w.must(403, "env head", "GET", path, "", nil)
	w.must(401, "", "GET", path, "", nil)

	p := w.must(201, "ops operator", "POST", path, "", good)
	at := path + "/" + p.str("id")
	w.must(200, "ops auditor", "GET", path, "", nil)
	if r := w.must(200, "ops auditor", "GET", at+"/content", "", nil); r.str("text") != good["text"] || r.str("state") != "proposed" {
		t.Errorf("kept as %s", r.text)
	}
	w.must(403, "ops second", "POST", at+"/activate", "", nil) // no fresh login
	for _, sub := range []string{"operator", "second"} {
		w.ok(idp.StepUp(t.Context(), w.as("ops "+sub), w.hub.URL, "ops", sub))
	}
	if r := w.must(409, "ops operator", "POST", at+"/activate", "", nil); r.str("code") != "two_person.same_person" {
		t.Errorf("the proposer activates: %s", r.text)
	}
	if r := w.must(200, "ops second", "POST", at+"/activate", "", nil); r.str("state") != "active" || r.str("decider") != "ops second" {
		t.Errorf("activated: %s", r.text)
	}
	if r := w.must(200, "env head", "GET", "/v1/rules", "", nil); !strings.Contains(r.text, "loc_unknown_unit") {
		t.Error("the rule is not in the book")
	}
	w.must(409, "ops second", "POST", at+"/refuse", "", map[string]any{"reason": "晚了"})
	w.must(404, "ops second", "POST", path+"/00000000-0000-7000-8000-000000000000/activate", "", nil)
}
