package api_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/api"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// tokenScope is the scope with which a partner system may call an operation, as
// the contract says; empty: it may not.
func (op operation) tokenScope() string {
	for _, way := range op.Security {
		if scopes, ok := way["token"]; ok && len(scopes) == 1 {
			return scopes[0]
		}
	}
	return ""
}

// TestOffers: what the contract offers to partner systems has a Chinese title,
// says that it may be asked too often, and no step that only a head may take is
// among it. A POST takes an idempotency key, unless repeating it is harmless.
func TestOffers(t *testing.T) {
	t.Parallel()
	harmless := []string{"sortFiles", "scanLead", "markNoticesRead", "testEndpoint", "replayEndpoint"}
	n := map[string]int{}
	for _, op := range operations(described(t)) {
		scope := op.tokenScope()
		if n[scope]++; scope == "" {
			if action, _ := op.Extensions["x-action"].(string); action != "" {
				step, _ := referral.Procedures[referral.Lead].Step(referral.Action(action))
				if step != nil && !step.StepUp && !slices.Contains([]string{"withdraw", "void", "ask_withdrawal"}, action) {
					t.Errorf("no partner system may ever %s", action)
				}
			}
			continue
		}
		if title, _ := op.Extensions["x-title-zh"].(string); title == "" {
			t.Errorf("%s has no Chinese title", op.OperationID)
		}
		if r := op.Responses["429"]; r == nil || r.Headers["Retry-After"] == nil {
			t.Errorf("%s does not say that it can be asked too often", op.OperationID)
		}
		if (op.method == "GET") != strings.HasSuffix(scope, ".read") {
			t.Errorf("%s %s asks for %s", op.method, op.OperationID, scope)
		}
		if action, _ := op.Extensions["x-action"].(string); action != "" {
			for _, proc := range referral.Procedures {
				if step, ok := proc.Step(referral.Action(action)); ok && step.StepUp {
					t.Errorf("%s is offered and asks for a fresh login", action)
				}
			}
		}
		keyed := slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.In == "header" && p.Name == "Idempotency-Key" })
		if op.method == "POST" && !keyed && !slices.Contains(harmless, op.OperationID) {
			t.Errorf("%s takes no idempotency key", op.OperationID)
		}
	}
	for _, id := range api.OfferedByName() {
		if !slices.ContainsFunc(operations(described(t)), func(op operation) bool { return op.OperationID == id }) {
			t.Errorf("%s is offered and no operation", id)
		}
	}
	if n[""] < 100 || n[api.ScopeRead] < 30 || n[api.ScopeWrite] < 80 || n[api.ScopeEndpoints] != 6 {
		t.Errorf("operations by scope: %v", n)
	}
}

// TestOffersAreHeldTo: with every scope there is, a system gets what is offered
// and nothing else; with a scope too few it is told which.
func TestOffersAreHeldTo(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Received(t)
	everything := partnerToken + "heshan-police"
	h.people[everything] = h.partner(t, "heshan-police", api.ScopeRead, api.ScopeWrite, api.ScopeEndpoints)
	h.people["none"] = h.partner(t, "heshan-env", "something.else")
	for _, op := range operations(described(t)) {
		if len(op.Security) == 1 && len(op.Security[0]) == 0 || op.OperationID == "streamChanges" { // open to all; never ends
			continue
		}
		got := h.send(t, everything, h.sampleOf(op, id, 1))
		if refused := got.str("code") == "not_offered"; refused != (op.tokenScope() == "") {
			t.Errorf("%s: offered with %q, answers %d %s", op.OperationID, op.tokenScope(), got.status, got.text)
		}
		if got := h.send(t, "none", h.sampleOf(op, id, 1)); op.tokenScope() != "" && got.str("code") != "scope_missing" {
			t.Errorf("%s without a scope: %d %s", op.OperationID, got.status, got.text)
		}
	}
}

// TestPartnerIsNoHead: whatever a step of a head is called and in whatever state
// the case is, a system with every scope does not get it done.
func TestPartnerIsNoHead(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Reported(t)
	system := partnerToken + "heshan-env"
	h.people[system] = h.partner(t, "heshan-env", api.ScopeRead, api.ScopeWrite, api.ScopeEndpoints)
	before, n := h.rows(t, "events where case_id = $1", id), 0
	for _, op := range operations(described(t)) {
		action, _ := op.Extensions["x-action"].(string)
		step, ok := referral.Procedures[referral.Criminal].Step(referral.Action(action))
		if !ok || !step.StepUp {
			continue
		}
		n++
		if got := h.send(t, system, h.sampleOf(op, id, h.version(t, id))); got.status != 404 || got.str("code") != "not_offered" {
			t.Errorf("%s by a system: %d %s", action, got.status, got.text)
		}
	}
	if after := h.rows(t, "events where case_id = $1", id); n < 5 || after != before {
		t.Errorf("%d steps of a head tried, %d entries came of it", n, after-before)
	}
}

// TestRates: a system that asks too often is told when to come back, another one
// does not wait for it, and people are not counted.
func TestRates(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	edge := &api.Server{Office: h.Office, Login: h.edge.Login, Pages: http.NotFoundHandler(), PartnerRate: 3}
	slow := httptest.NewServer(edge.Handler())
	t.Cleanup(slow.Close)
	ask := func(who string) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, slow.URL+"/v1/me", nil)
		check(t, err)
		res, err := h.as(t, who).Do(r)
		check(t, err)
		check(t, res.Body.Close())
		return res
	}
	env, police := partnerToken+"heshan-env", partnerToken+"heshan-police"
	for i, want := range []string{`"client";r=2;t=20`, `"client";r=1;t=40`, `"client";r=0;t=60`} {
		if res := ask(env); res.StatusCode != 200 || res.Header.Get("RateLimit") != want || res.Header.Get("RateLimit-Policy") != `"client";q=3;w=60` {
			t.Errorf("request %d: %s %v", i, res.Status, res.Header)
		}
	}
	res := ask(env)
	if res.StatusCode != 429 || res.Header.Get("Retry-After") != "20" || res.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("one too many: %s %v", res.Status, res.Header)
	}
	if res := ask(police); res.StatusCode != 200 {
		t.Errorf("another system waits: %s", res.Status)
	}
	h.Clock.Advance(20e9)
	if res := ask(env); res.StatusCode != 200 {
		t.Errorf("after waiting: %s", res.Status)
	}
	if res := ask(env); res.StatusCode != 429 {
		t.Errorf("after waiting once, twice: %s", res.Status)
	}
	for range 5 {
		if res := ask(nobody); res.StatusCode != 401 {
			t.Errorf("nobody: %s", res.Status)
		}
	}
}

// TestRepeatedKeys: every POST of a partner system, repeated under its key, does
// nothing again and answers like the first time.
func TestRepeatedKeys(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	system := partnerToken + "heshan-env"
	h.people[system] = h.partner(t, "heshan-env", api.ScopeRead, api.ScopeWrite, api.ScopeEndpoints)
	made := h.want(t, 201, "", system, post("/v1/referrals/criminal", map[string]any{"title": "系统推送的案件", "content": map[string]any{"facts": "事实", "investigators": 2}}).on(0))
	other := h.want(t, 201, "", system, post("/v1/referrals/lead", map[string]any{"title": "另一件"}).on(0))
	path := "/v1/referrals/" + made.str("id")
	file := post(path+"/evidence", []byte("内容")).with("Content-Type", "application/octet-stream").with("X-File-Name", "a.txt")
	for _, a := range []ask{
		file, post(path+"/uploads", map[string]any{"name": "b.txt", "size": 1}), post(path+"/materials", map[string]any{"code": "doc_other", "title": "其他", "form": "copy"}),
		post(path+"/documents", map[string]any{"kind": "transfer_letter"}), post(path+"/remarks", map[string]any{"kind": "call", "text": "已电话告知"}),
		post(path+"/links", map[string]any{"case": other.str("id"), "relation": "related"}),
		post("/v1/endpoints", map[string]any{"kind": "webhook", "name": "对接系统", "url": "https://hooks.example.test/in", "topics": []string{}, "allow": []string{}, "active": true}),
	} {
		a = a.with("Idempotency-Key", "repeat-"+a.path)
		first := h.send(t, system, a)
		if first.status >= 300 {
			t.Errorf("%s: %d %s", a.path, first.status, first.text)
			continue
		}
		counts := func() map[string]int {
			out := map[string]int{}
			for _, table := range []string{"events", "evidence", "uploads", "materials", "documents", "remarks", "case_links", "endpoints"} {
				out[table] = h.rows(t, table)
			}
			return out
		}
		before := counts()
		second := h.send(t, system, a)
		if after := counts(); !maps.Equal(before, after) {
			t.Errorf("%s was done twice: %v, %v", a.path, before, after)
		}
		if second.status != first.status || second.header.Get("Idempotent-Replayed") != "true" || second.str("id") != first.str("id") || second.str("secret") != "" {
			t.Errorf("%s again: %d %s", a.path, second.status, second.text)
		}
		changed := a
		if _, raw := a.body.([]byte); raw {
			changed.body = []byte("anderer Inhalt")
		} else {
			changed.body = map[string]any{"kind": "call", "text": "另一句", "name": "x", "size": 2, "code": "doc_other", "title": "改", "form": "copy"}
		}
		if got := h.send(t, system, changed); got.status < 400 {
			t.Errorf("%s with another body under the same key: %d", a.path, got.status)
		}
	}
	h.want(t, 422, "", system, file.with("Idempotency-Key", strings.Repeat("x", 201)))
	h.want(t, 422, "", system, file.with("Idempotency-Key", "ключ"))
	if got := h.send(t, system, file.with("Idempotency-Key", "fresh")); got.status != 201 {
		t.Errorf("another key: %d %s", got.status, got.text)
	}
}

// TestKeyIsTakenWithTheDeed: a request that is refused leaves its key free.
func TestKeyIsTakenWithTheDeed(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	system := partnerToken + "heshan-env"
	id := h.Opened(t)
	wrong := post(at(id, "/documents/"+ids.New[ids.Document](h.Clock.Now()).String()+"/void"), map[string]any{"reason": "理由"}).with("Idempotency-Key", "k")
	h.want(t, 404, "", system, wrong)
	if n := h.rows(t, "idempotency_keys where key = 'k'"); n != 0 {
		t.Error("a refused request keeps its key")
	}
	h.want(t, 201, "", system, post(at(id, "/remarks"), map[string]any{"kind": "call", "text": "电话"}).with("Idempotency-Key", "k"))
}
