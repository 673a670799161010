package api_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2/clientcredentials"

	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/devkit/idp"
)

// TestAdminTwoPersons follows a role map from the operator's wish to the login
// of whom it concerns.
func TestAdminTwoPersons(t *testing.T) {
	t.Parallel()
	w := newAdminWorld(t)
	w.as("env admin")
	env := w.agency("env")
	handler := w.as("env handler")
	issuer := w.must(200, "ops operator", "GET", env+"/issuers", "", nil).items(w)[0]
	path, id := env+"/issuers/"+issuer["id"].(string), issuer["id"].(string)
	settings := map[string]any{
		"url": issuer["url"], "client_id": "hub", "enabled": true,
		"role_map": map[string]string{"leader": "head", "handler": "handler", "admin": "admin", "head": "head"},
	}
	if err := idp.Login(t.Context(), w.as("nobody"), w.hub.URL, "env", "leader"); err == nil {
		t.Error("a role that is not on the allow-list gives a login")
	}
	proposed := w.must(202, "ops operator", "PUT", path, `"1"`, settings)
	if proposed.etag != `"1"` || proposed.body["pending"] == nil || strings.Contains(proposed.text, `"leader"`) == false {
		t.Fatalf("proposed: %s", proposed.text)
	}
	w.must(409, "ops operator", "PUT", path, `"1"`, settings)
	list := w.must(200, "env admin", "GET", env+"/proposals", "", nil).items(w)
	if len(list) != 1 || list[0]["target"] != id || list[0]["by"] != "ops operator" {
		t.Fatalf("proposals %v", list)
	}
	confirm := env + "/proposals/" + list[0]["id"].(string) + "/confirm"
	if a := w.must(409, "ops operator", "POST", confirm, "", nil); a.str("code") != "two_person.same_person" {
		t.Errorf("the proposer confirms: %s", a.text)
	}
	w.must(404, "market admin", "POST", confirm, "", nil)
	w.must(403, "env head", "POST", confirm, "", nil)
	w.must(204, "env admin", "POST", confirm, "", nil)
	if res, err := handler.Get(w.hub.URL + "/v1/me"); err != nil || res.StatusCode == 200 {
		t.Error("a session that was opened under the old role map goes on")
	} else {
		res.Body.Close()
	}
	me := w.must(200, "env leader", "GET", "/v1/me", "", nil)
	if got, _ := me.body["functions"].([]any); !slices.Equal(got, []any{"head"}) {
		t.Errorf("the leader is %v", got)
	}
	delete(w.people, "env admin")
	history := w.must(200, "env admin", "GET", env+"/history", "", nil).items(w)
	if history[0]["kind"] != "issuer.confirm" || history[0]["by"] != "env admin" || history[1]["kind"] != "issuer.propose" {
		t.Errorf("history %v", history)
	}
	w.must(412, "ops operator", "PUT", path, `"1"`, settings)
}

func TestAdminSingleHanded(t *testing.T) {
	t.Parallel()
	w := newAdminWorld(t)
	env := w.agency("env")
	created := w.must(201, "ops operator", "POST", env+"/issuers", "", map[string]any{
		"code": "env-2", "url": w.hub.URL + "/idp/other", "client_id": "hub", "client_secret": adminSecret, "role_map": map[string]string{"x": "handler"}, "enabled": true,
	})
	if created.body["single_handed"] != true || created.body["enabled"] != true || created.body["has_secret"] != true || !strings.Contains(created.text, "两名系统运维人员") {
		t.Errorf("alone: %s", created.text)
	}
	if got := created.str("redirect_uri"); got != w.hub.URL+"/login/callback/env-2" {
		t.Errorf("redirect URI %s", got)
	}
	path := env + "/issuers/" + created.str("id")
	after := w.must(200, "ops operator", "PUT", path+"/secret", created.etag, map[string]any{"client_secret": adminSecret + "2"})
	w.must(412, "ops operator", "PUT", path+"/secret", created.etag, map[string]any{"client_secret": "x"})
	w.must(200, "ops operator", "PUT", path+"/secret", after.etag, map[string]any{"client_secret": ""})
	for _, p := range []string{env + "/issuers", env + "/history", "/v1/admin/agencies", env, "/v1/issuers"} {
		w.must(200, "ops operator", "GET", p, "", nil)
	}
	if strings.Contains(w.seen.String(), "s3cret") {
		t.Error("an answer holds the secret")
	}
}

// TestAdminLooksAfter walks through a day of an organ's administrator.
func TestAdminLooksAfter(t *testing.T) {
	t.Parallel()
	w := newAdminWorld(t)
	env := w.agency("env")
	handler, head := w.person("env handler"), w.person("env head")
	unit := w.must(201, "env admin", "POST", env+"/units", "", map[string]any{"name": "执法大队", "kind": "enforcement"})
	unit = w.must(200, "env admin", "PUT", env+"/units/"+unit.str("id"), unit.etag, map[string]any{"name": "综合执法大队", "kind": "enforcement"})
	w.must(409, "env admin", "POST", env+"/units", "", map[string]any{"name": "综合执法大队", "kind": "legal"})
	person := w.must(200, "env admin", "PATCH", env+"/people/"+handler, `"1"`, map[string]any{"unit": unit.str("id"), "email": "a@env.example.test"})
	if person.str("unit") != unit.str("id") || person.etag != `"2"` || person.str("title") != "科员" {
		t.Errorf("person %s", person.text)
	}
	person = w.must(200, "env admin", "PATCH", env+"/people/"+handler, `"2"`, map[string]any{"unit": ""})
	if person.str("unit") != "" || person.str("email") != "a@env.example.test" {
		t.Errorf("person %s", person.text)
	}
	people := w.must(200, "env admin", "GET", env+"/people", "", nil).items(w)
	i := slices.IndexFunc(people, func(p map[string]any) bool { return p["id"] == handler })
	f := people[i]["functions"].([]any)[0].(map[string]any)
	if f["function"] != "handler" || f["issuer"] != "env" || !slices.Equal(f["roles"].([]any), []any{"handler"}) {
		t.Errorf("function %v", f)
	}

	presiding := w.must(201, "env admin", "POST", env+"/presidings", "", map[string]any{"user": handler, "document": "演环党组〔2026〕3号", "from": "2026-03-02"})
	if got := w.must(200, "env handler", "GET", "/v1/me", "", nil); !strings.Contains(got.text, `"head"`) {
		t.Errorf("who presides: %s", got.text)
	}
	w.must(200, "env admin", "PUT", env+"/presidings/"+presiding.str("id")+"/end", presiding.etag, map[string]any{"to": "2026-03-31"})
	w.must(412, "env admin", "PUT", env+"/presidings/"+presiding.str("id")+"/end", presiding.etag, map[string]any{"to": "2026-03-30"})
	w.must(409, "env admin", "DELETE", env+"/presidings/"+presiding.str("id"), "", nil)
	w.must(409, "env admin", "POST", env+"/presidings", "", map[string]any{"user": w.person("env admin"), "document": "演环党组〔2026〕4号", "from": "2026-03-02"})

	leave := w.must(201, "env admin", "POST", env+"/leaves", "", map[string]any{"user": head, "deputy": handler, "from": "2026-04-01", "to": "2026-04-03"})
	if !strings.Contains(leave.text, "审批不能委托") || !strings.Contains(leave.text, "无人主持工作") {
		t.Errorf("leave %s", leave.text)
	}
	w.must(204, "env admin", "DELETE", env+"/leaves/"+leave.str("id"), "", nil)
	w.must(404, "env admin", "DELETE", env+"/leaves/"+leave.str("id"), "", nil)

	shift := w.must(201, "env admin", "POST", env+"/shifts", "", map[string]any{"user": handler, "from": w.in(0), "to": w.in(24 * time.Hour), "phone": "021-12345678"})
	roster := w.must(200, "env admin", "GET", env+"/shifts", "", nil)
	if gaps := roster.body["gaps"].([]any); len(roster.items(w)) != 1 || len(gaps) != 1 {
		t.Errorf("roster %s", roster.text)
	}
	w.must(204, "env admin", "DELETE", env+"/shifts/"+shift.str("id"), "", nil)

	w.must(200, "env admin", "PATCH", env, `"1"`, map[string]any{"phone": "021-12345678"})
	w.must(403, "env admin", "PATCH", env, `"2"`, map[string]any{"superior": ""})
}

func TestAdminBadInput(t *testing.T) {
	t.Parallel()
	w := newAdminWorld(t)
	env := w.agency("env")
	handler := w.person("env handler")
	organ := func(change map[string]any) map[string]any {
		body := map[string]any{"code": "new", "name": "演示新局", "short_name": "新局", "sector": "water", "level": "county", "region": "310101"}
		for k, v := range change {
			body[k] = v
		}
		return body
	}
	for name, c := range map[string]struct {
		who, method, path, version string
		body                       any
		at                         string
	}{
		"code":             {"ops operator", "POST", "/v1/admin/agencies", "", organ(map[string]any{"code": "NEW!"}), "body.code"},
		"name turned":      {"ops operator", "POST", "/v1/admin/agencies", "", organ(map[string]any{"name": "演示\u202e新局"}), "body.name"},
		"sector":           {"ops operator", "POST", "/v1/admin/agencies", "", organ(map[string]any{"sector": "army"}), "body.sector"},
		"superior":         {"ops operator", "POST", "/v1/admin/agencies", "", organ(map[string]any{"superior": "x"}), "body.superior"},
		"closing":          {"ops operator", "PATCH", env, `"1"`, map[string]any{"closed_on": "2026-02-30"}, "body.closed_on"},
		"header injection": {"env admin", "PATCH", env, `"1"`, map[string]any{"email": "a@example.test\r\nBcc: b@example.test"}, "body.email"},
		"issuer by http":   {"ops operator", "POST", env + "/issuers", "", map[string]any{"code": "x1", "url": "http://evil.example.test", "client_id": "hub", "role_map": map[string]string{}, "enabled": true}, "body.url"},
		"function":         {"ops operator", "POST", env + "/issuers", "", map[string]any{"code": "x1", "url": "https://idp.example.test", "client_id": "hub", "role_map": map[string]string{"a": "root"}, "enabled": true}, "body.role_map"},
		"scope":            {"ops operator", "POST", env + "/clients", "", map[string]any{"issuer": handler, "client_id": "x", "scopes": []string{"everything"}, "enabled": true}, "body.scopes[0]"},
		"issuer":           {"ops operator", "POST", env + "/clients", "", map[string]any{"issuer": handler, "client_id": "x", "scopes": []string{}, "enabled": true}, "body.issuer"},
		"unit kind":        {"env admin", "POST", env + "/units", "", map[string]any{"name": "科", "kind": "army"}, "body.kind"},
		"language":         {"env admin", "PATCH", env + "/people/" + handler, `"1"`, map[string]any{"lang": "fr"}, "body.lang"},
		"unit":             {"env admin", "PATCH", env + "/people/" + handler, `"1"`, map[string]any{"unit": handler}, "body.unit"},
		"person":           {"env admin", "POST", env + "/presidings", "", map[string]any{"user": w.person("market admin"), "document": "文件", "from": "2026-03-02"}, "body.user"},
		"no such day":      {"env admin", "POST", env + "/leaves", "", map[string]any{"user": handler, "deputy": handler, "from": "2026-02-30", "to": "2026-03-01"}, "body.from"},
		"shift":            {"env admin", "POST", env + "/shifts", "", map[string]any{"user": handler, "from": w.in(time.Hour), "to": w.in(0)}, "body.to"},
		"topic":            {"env admin", "PATCH", "/v1/me/preferences", `"1"`, map[string]any{"choices": []any{map[string]any{"topic": "x", "channel": "email", "on": true}}}, "body.choices[0].topic"},
		"dry run of none":  {"env admin", "POST", env + "/issuers/dry-run", "", map[string]any{"claims": map[string]any{}}, "body.issuer"},
	} {
		a := w.call(c.who, c.method, c.path, c.version, c.body)
		if a.status != 422 || !strings.Contains(a.text, `"`+c.at+`"`) {
			t.Errorf("%s: %d %s, want 422 at %s", name, a.status, a.text, c.at)
		}
	}
	if strings.Contains(w.seen.String(), "evil.example.test") {
		t.Error("a rejected value comes back")
	}
}

func TestAdminSelf(t *testing.T) {
	t.Parallel()
	w := newAdminWorld(t)
	const who = "env handler"
	me := w.must(200, who, "GET", "/v1/me", "", nil)
	w.must(428, who, "PATCH", "/v1/me", "", map[string]any{"lang": "en"})
	after := w.must(200, who, "PATCH", "/v1/me", `"1"`, map[string]any{"lang": "en", "email": "me@env.example.test"})
	if after.str("lang") != "en" || after.str("email") != "me@env.example.test" || after.str("id") != me.str("id") || after.etag != `"2"` {
		t.Errorf("after %s", after.text)
	}
	w.must(412, who, "PATCH", "/v1/me", `"1"`, map[string]any{"lang": "zh-CN"})
	w.must(422, who, "PATCH", "/v1/me", `"2"`, map[string]any{"name": "局长"})
	prefs := w.must(200, who, "GET", "/v1/me/preferences", "", nil)
	if len(prefs.items(w)) != len(casework.NoticeTopics) {
		t.Errorf("preferences %s", prefs.text)
	}
	off := func(channels ...string) map[string]any {
		var list []any
		for _, c := range channels {
			list = append(list, map[string]any{"topic": "clock", "channel": c, "on": false})
		}
		return map[string]any{"choices": list}
	}
	w.must(428, who, "PATCH", "/v1/me/preferences", "", off("sms"))
	if a := w.must(409, who, "PATCH", "/v1/me/preferences", prefs.etag, off("inapp", "email", "sms")); !strings.Contains(a.str("detail"), "至少要保留一种") {
		t.Errorf("refused with %s", a.text)
	}
	w.must(200, who, "PATCH", "/v1/me/preferences", prefs.etag, off("inapp"))
	w.must(412, who, "PATCH", "/v1/me/preferences", prefs.etag, off("sms"))
	w.must(409, who, "PATCH", "/v1/me", `"2"`, map[string]any{"email": ""}) // no number either: mail is the last way
}

// TestAdminMachine: a partner system sets nothing up, whatever its token says,
// and works only after a second person let it in.
func TestAdminMachine(t *testing.T) {
	t.Parallel()
	w := newAdminWorld(t)
	w.as("env admin")
	env := w.agency("env")
	issuer := w.must(200, "ops operator", "GET", env+"/issuers", "", nil).items(w)[0]["id"]
	c := w.must(202, "ops operator", "POST", env+"/clients", "", map[string]any{"issuer": issuer, "client_id": "system", "scopes": []string{"referrals.read", "referrals.write"}, "enabled": true})
	config := clientcredentials.Config{ClientID: "system", ClientSecret: adminSecret, TokenURL: w.hub.URL + idp.Path("env") + "/token", Scopes: []string{"referrals.read", "referrals.write"}}
	w.people["machine"] = config.Client(t.Context())
	if a := w.call("machine", "GET", "/v1/me", "", nil); a.status == 200 {
		t.Error("let in without confirmation")
	}
	pending := c.body["pending"].(map[string]any)["id"].(string)
	w.must(204, "env admin", "POST", env+"/proposals/"+pending+"/confirm", "", nil)
	w.must(200, "machine", "GET", "/v1/me", "", nil)
	w.must(403, "machine", "GET", "/v1/admin/agencies", "", nil)
	w.must(404, "machine", "POST", env+"/units", "", map[string]any{"name": "科", "kind": "legal"})
	w.must(403, "machine", "GET", "/v1/me/preferences", "", nil)
	list := w.must(200, "ops operator", "GET", env+"/clients", "", nil).items(w)
	version := `"` + strings.TrimSuffix(strings.TrimSpace(jsonNumber(list[0]["version"])), ".0") + `"`
	w.must(200, "ops operator", "PUT", env+"/clients/"+c.str("id"), version, map[string]any{"scopes": []string{"referrals.read"}, "enabled": false})
	if a := w.call("machine", "GET", "/v1/me", "", nil); a.status == 200 {
		t.Error("a partner system that was shut out goes on")
	}
}

// TestFunctionsAgree: what can be mapped is what a login can give.
func TestFunctionsAgree(t *testing.T) {
	t.Parallel()
	for _, f := range casework.Functions {
		granted, _ := login.Issuer{RoleMap: map[string]string{"x": f}}.Functions(map[string]any{"roles": "x"})
		if !slices.Equal(granted, []string{f}) {
			t.Errorf("login does not know %s", f)
		}
	}
	if len(casework.Functions) != 10 {
		t.Errorf("%d functions", len(casework.Functions))
	}
}
