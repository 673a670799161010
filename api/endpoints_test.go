package api_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2/clientcredentials"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/devkit/idp"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

func newHook(url string, more ...any) map[string]any {
	m := map[string]any{"kind": "webhook", "name": "对接平台", "url": url, "topics": []string{"clock"}, "allow": []string{}, "active": true}
	for i := 0; i < len(more); i += 2 {
		m[more[i].(string)] = more[i+1]
	}
	return m
}

// partnerSystem lets a partner system of the environment bureau in.
func (w *adminWorld) partnerSystem() {
	w.Helper()
	env := w.agency("env")
	issuer := w.must(200, "ops operator", "GET", env+"/issuers", "", nil).items(w)[0]["id"]
	scopes := []string{"referrals.read", "referrals.write"}
	w.must(201, "ops operator", "POST", env+"/clients", "", map[string]any{"issuer": issuer, "client_id": "system", "scopes": scopes, "enabled": true})
	config := clientcredentials.Config{ClientID: "system", ClientSecret: adminSecret, TokenURL: w.hub.URL + idp.Path("env") + "/token", Scopes: scopes}
	w.people["machine"] = config.Client(w.Context())
}

func TestEndpointsWalk(t *testing.T) {
	t.Parallel()
	w := newAdminWorld(t)
	w.partnerSystem()
	made := w.must(201, "env admin", "POST", "/v1/endpoints", "", newHook("https://hooks.example.test/in"))
	one := "/v1/endpoints/" + made.str("id")
	settings := newHook("https://hooks.example.test/in")
	delete(settings, "kind")
	for _, c := range []struct {
		method, path string
		body         any
		versioned    bool
		read         bool
		market       int // another organ's administrator
	}{
		{"GET", "/v1/endpoints", nil, false, true, 200},
		{"POST", "/v1/endpoints", newHook("https://hooks.example.test/in"), false, false, 201},
		{"PUT", one, settings, true, false, 404},
		{"DELETE", one, nil, true, false, 404},
		{"POST", one + "/secret", map[string]any{}, false, false, 404},
		{"POST", one + "/test", nil, false, false, 404},
		{"POST", one + "/replay", map[string]any{}, false, false, 404},
		{"GET", one + "/deliveries", nil, false, true, 404},
	} {
		machine, version := 403, ""
		if c.read {
			machine = 200
		}
		if c.versioned {
			version = `"999"`
		}
		people := map[string]int{"": 401, "env handler": 403, "env head": 403, "machine": machine, "market admin": c.market}
		if !c.read {
			people["ops operator"] = 403 // of its own organ, and not its administrator
		}
		for who, want := range people {
			a := w.call(who, c.method, c.path, version, c.body)
			if a.status != want {
				t.Errorf("%s %s as %q: %d, want %d: %s", c.method, c.path, who, a.status, want, a.text)
			}
			if a.status >= 400 && (a.str("code") == "" || a.str("detail") == "") {
				t.Errorf("%s %s as %q: an answer without reason: %s", c.method, c.path, who, a.text)
			}
		}
		if c.versioned {
			w.must(428, "env admin", c.method, c.path, "", c.body)
			w.must(412, "env admin", c.method, c.path, version, c.body)
		}
		if c.body != nil {
			w.must(422, "env admin", c.method, c.path, version, map[string]any{"surprise": true})
		}
	}
}

func TestEndpointFromTheFirstToTheLast(t *testing.T) {
	t.Parallel()
	w := newAdminWorld(t)
	w.knock = func(_ context.Context, _ ids.Delivery, _ time.Time, to casework.Target) casework.Posted {
		if !strings.HasPrefix(to.Keys[0], "whsec_") {
			t.Errorf("called with %d keys", len(to.Keys))
		}
		return casework.Posted{Status: 503, Took: 42 * time.Millisecond, Answer: "busy", Err: "HTTP 503"}
	}
	made := w.must(201, "env admin", "POST", "/v1/endpoints", "", newHook("https://hooks.example.test/in"))
	secret, one := made.str("secret"), "/v1/endpoints/"+made.str("id")
	if !strings.HasPrefix(secret, "whsec_") || made.etag != `"1"` || made.body["state"] != "active" {
		t.Fatalf("made %s", made.text)
	}
	list := w.must(200, "env admin", "GET", "/v1/endpoints", "", nil)
	if strings.Contains(list.text, "whsec_") || list.body["can_edit"] != true || len(list.items(w)) != 1 {
		t.Errorf("listed %s", list.text)
	}
	rotated := w.must(200, "env admin", "POST", one+"/secret", "", map[string]any{"overlap_hours": 24})
	if s := rotated.str("secret"); s == secret || !strings.HasPrefix(s, "whsec_") || rotated.etag != `"2"` {
		t.Errorf("rotated %s", rotated.text)
	}
	tested := w.must(200, "env admin", "POST", one+"/test", "", nil)
	if tested.body["ok"] != false || tested.body["status"] != 503.0 || tested.body["took_ms"] != 42.0 || tested.str("answer") != "busy" {
		t.Errorf("tested %s", tested.text)
	}
	if a := w.must(409, "env admin", "POST", one+"/test", "", nil); a.str("code") != "endpoint.test_too_soon" || !strings.Contains(a.text, "10 秒") {
		t.Errorf("tested twice: %s", a.text)
	}
	if a := w.must(200, "env admin", "POST", one+"/replay", "", map[string]any{}); a.body["queued"] != 0.0 {
		t.Errorf("replayed %s", a.text)
	}
	w.must(200, "env admin", "POST", one+"/replay", "", map[string]any{"since": w.in(-time.Hour)})
	if a := w.must(422, "env admin", "POST", one+"/replay", "", map[string]any{"cursor": "x"}); a.str("code") != "cursor.invalid" {
		t.Errorf("a bad cursor: %s", a.text)
	}
	w.must(422, "env admin", "POST", one+"/replay", "", map[string]any{"cursor": "x", "since": w.in(0)})
	w.must(200, "env admin", "GET", one+"/deliveries", "", nil)
	settings := newHook("https://hooks.example.test/in", "active", false)
	delete(settings, "kind")
	paused := w.must(200, "env admin", "PUT", one, `"2"`, settings)
	if paused.body["state"] != "paused" || paused.body["why"] != "hand" {
		t.Errorf("paused %s", paused.text)
	}
	if a := w.must(409, "env admin", "POST", one+"/replay", "", map[string]any{}); a.str("code") != "endpoint.not_active" {
		t.Errorf("replay of what is paused: %s", a.text)
	}
	w.must(204, "env admin", "DELETE", one, `"3"`, nil)
	w.must(404, "env admin", "GET", one+"/deliveries", "", nil)
	bad := w.must(422, "env admin", "POST", "/v1/endpoints", "", newHook("http://169.254.169.254/", "allow", []string{"8.8.8.0/24"}))
	if !strings.Contains(bad.text, "body.url") || !strings.Contains(bad.text, "body.allow") {
		t.Errorf("not every field at once: %s", bad.text)
	}
}

func TestIntranetEndpointOverHTTP(t *testing.T) {
	t.Parallel()
	w := newAdminWorld(t)
	w.as("ops operator")
	made := w.must(202, "env admin", "POST", "/v1/endpoints", "", newHook("http://10.20.1.2/in", "allow", []string{"10.20.0.0/16"}))
	if made.body["state"] != "waiting" || !strings.HasPrefix(made.str("secret"), "whsec_") {
		t.Fatalf("made %s", made.text)
	}
	env := w.agency("env")
	waits := w.must(200, "ops operator", "GET", env+"/proposals", "", nil).items(w)
	if len(waits) != 1 || waits[0]["kind"] != "endpoint" || waits[0]["endpoint"].(map[string]any)["url"] != "http://10.20.1.2/in" {
		t.Fatalf("the operator reads %v", waits)
	}
	confirm := env + "/proposals/" + waits[0]["id"].(string) + "/confirm"
	w.must(409, "env admin", "POST", confirm, "", nil)
	w.must(204, "ops operator", "POST", confirm, "", nil)
	if e := w.must(200, "env admin", "GET", "/v1/endpoints", "", nil).items(w)[0]; e["state"] != "active" || e["pending"] != nil {
		t.Errorf("confirmed %v", e)
	}
}

func TestFeedIsForWhoReadsCases(t *testing.T) {
	t.Parallel()
	w := newAdminWorld(t)
	w.partnerSystem()
	for who, want := range map[string]int{"": 401, "machine": 200, "env handler": 200, "env admin": 403, "ops operator": 403} {
		if a := w.call(who, http.MethodGet, "/v1/events?limit=5", "", nil); a.status != want {
			t.Errorf("as %q: %d, want %d: %s", who, a.status, want, a.text)
		}
	}
	w.must(422, "machine", "GET", "/v1/events?cursor=x", "", nil)
	w.must(200, "machine", "GET", "/v1/events?since=2026-03-01T00:00:00Z", "", nil)
}
