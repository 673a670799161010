package api_test

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/api"
	"github.com/xianjie-hub/xianjie/federation/peersim"
)

// adminCase is one operation with a request that its rightful caller may send.
type adminCase struct {
	operation string
	path      string
	body      any
	versioned bool
	who       string // whose right it is
}

func (w *adminWorld) walk() []adminCase {
	env := w.agency("env")
	handler, head := w.person("env handler"), w.person("env head")
	issuer := w.must(200, "ops operator", "GET", env+"/issuers", "", nil).items(w)[0]["id"].(string)
	zero := "/01900000-0000-7000-8000-000000000000"
	settings := map[string]any{"url": w.hub.URL + "/idp/x", "client_id": "hub", "role_map": map[string]string{}, "enabled": true}
	registered := map[string]any{"code": "env-9", "url": w.hub.URL + "/idp/y", "client_id": "hub", "client_secret": adminSecret, "role_map": map[string]string{"a": "head"}, "enabled": true}
	presiding := map[string]any{"user": handler, "document": "演环党组〔2026〕3号", "from": "2026-03-02"}
	window := w.must(201, "market admin", "POST", w.agency("market")+"/units", "", map[string]any{"name": "综合窗口", "kind": "desk"}).str("id")
	client := map[string]any{"scopes": []string{"referrals.read"}, "enabled": true}
	sim, err := peersim.New("chongqing", "重庆协同执法枢纽", "http://127.0.0.1:1", rand.Reader, w.clock.Now)
	if err != nil {
		w.Fatal(err)
	}
	partner, print := sim.Metadata()
	const op, admin = "ops operator", "env admin"
	return []adminCase{
		{"adminListAgencies", "/v1/admin/agencies", nil, false, op},
		{"adminCreateAgency", "/v1/admin/agencies", map[string]any{"code": "new", "name": "演示新局", "short_name": "新局", "sector": "water", "level": "county", "region": "310101"}, false, op},
		{"adminGetAgency", env, nil, false, admin},
		{"adminEditAgency", env, map[string]any{"name": "演示区环境局"}, true, op},
		{"adminAgencyHistory", env + "/history", nil, false, admin},
		{"adminListIssuers", env + "/issuers", nil, false, admin},
		{"adminRegisterIssuer", env + "/issuers", registered, false, op},
		{"adminEditIssuer", env + "/issuers/" + issuer, settings, true, op},
		{"adminSetIssuerSecret", env + "/issuers/" + issuer + "/secret", map[string]any{"client_secret": adminSecret}, true, op},
		{"adminTryIssuer", env + "/issuers/dry-run", map[string]any{"issuer": issuer, "claims": map[string]any{"roles": "head"}}, false, admin},
		{"adminListClients", env + "/clients", nil, false, admin},
		{"adminRegisterClient", env + "/clients", map[string]any{"issuer": issuer, "client_id": "system", "scopes": []string{}, "enabled": true}, false, op},
		{"adminEditClient", env + "/clients" + zero, client, true, op},
		{"adminListProposals", env + "/proposals", nil, false, admin},
		{"adminConfirmProposal", env + "/proposals" + zero + "/confirm", nil, false, admin},
		{"adminRefuseProposal", env + "/proposals" + zero + "/refuse", map[string]any{"reason": "不同意"}, false, admin},
		{"adminListUnits", env + "/units", nil, false, admin},
		{"adminAddUnit", env + "/units", map[string]any{"name": "法制科", "kind": "legal"}, false, admin},
		{"adminEditUnit", env + "/units" + zero, map[string]any{"name": "法制科", "kind": "legal"}, true, admin},
		{"adminListPeople", env + "/people", nil, false, admin},
		{"adminEditPerson", env + "/people/" + handler, map[string]any{"title": "队长"}, true, admin},
		{"adminListPresidings", env + "/presidings", nil, false, admin},
		{"adminAddPresiding", env + "/presidings", presiding, false, admin},
		{"adminEndPresiding", env + "/presidings" + zero + "/end", map[string]any{"to": "2026-03-09"}, true, admin},
		{"adminRemovePresiding", env + "/presidings" + zero, nil, false, admin},
		{"adminListLeaves", env + "/leaves", nil, false, admin},
		{"adminAddLeave", env + "/leaves", map[string]any{"user": handler, "deputy": head, "from": "2026-03-02", "to": "2026-03-03"}, false, admin},
		{"adminRemoveLeave", env + "/leaves" + zero, nil, false, admin},
		{"adminListShifts", env + "/shifts", nil, false, admin},
		{"adminAddShift", env + "/shifts", map[string]any{"user": handler, "from": w.in(0), "to": w.in(3600e9), "phone": "13800000000"}, false, admin},
		{"adminListPeers", "/v1/admin/peers", nil, false, op},
		{"adminProposePeer", "/v1/admin/peers", map[string]any{"metadata": string(partner), "fingerprint": print.String()}, false, op},
		{"adminSetPeerLine", "/v1/admin/peers/chongqing/line", map[string]any{"line": "both"}, false, op},
		{"adminSuspendPeer", "/v1/admin/peers/chongqing/suspend", map[string]any{"reason": "演练"}, false, op},
		{"adminSelftestPeer", "/v1/admin/peers/chongqing/selftest", nil, false, op},
		{"adminRemoveShift", env + "/shifts" + zero, nil, false, admin},
		{"adminListDesks", env + "/desks", nil, false, admin},
		{"adminListDeskChoices", env + "/desks/choices", nil, false, admin},
		{"adminEntrustDesk", env + "/desks", map[string]any{"desk": strings.TrimPrefix(w.agency("market"), "/v1/admin/agencies/"), "unit": window, "document": "演环委〔2026〕1号", "from": "2026-03-02", "to": "2026-03-06"}, false, admin},
		{"adminEndDesk", env + "/desks" + zero + "/end", map[string]any{"reason": "另行安排"}, false, admin},
	}
}

// adminOperations reads the contract: what is not walked is not protected by this test.
func adminOperations(w *adminWorld) map[string]string {
	_, description := (&api.Server{Office: w.office}).Contract()
	methods := map[string]string{}
	for path, item := range description.OpenAPI().Paths {
		if !strings.HasPrefix(path, "/v1/admin/") {
			continue
		}
		for method, op := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete} {
			if op != nil {
				methods[op.OperationID] = method
			}
		}
	}
	return methods
}

func TestAdminWalk(t *testing.T) {
	t.Parallel()
	w := newAdminWorld(t)
	cases, methods := w.walk(), adminOperations(w)
	walked := map[string]bool{}
	for _, c := range cases {
		walked[c.operation] = true
		method := methods[c.operation]
		if method == "" {
			t.Errorf("the contract has no operation %s", c.operation)
			continue
		}
		version := ""
		if c.versioned {
			version = `"999"` // an earlier 412 would tell a stranger that it exists
		}
		other := http.StatusNotFound
		if strings.HasSuffix(c.path, "/agencies") { // the hub's own list names no organ
			other = http.StatusForbidden
			if method == "GET" {
				other = http.StatusOK // of one's own organ
			}
		}
		if strings.Contains(c.path, "/peers") { // whom the hub trusts is no organ's secret, and the operators' matter
			other = http.StatusForbidden
		}
		for who, want := range map[string]int{"": 401, "env handler": 403, "env head": 403, "market admin": other} {
			a := w.call(who, method, c.path, version, c.body)
			if a.status != want {
				t.Errorf("%s as %q: %d, want %d: %s", c.operation, who, a.status, want, a.text)
			}
			if a.status != 200 && (a.str("code") == "" || a.str("detail") == "") {
				t.Errorf("%s as %q: an answer without reason: %s", c.operation, who, a.text)
			}
		}
		if a := w.call("ops operator", method, c.path, version, c.body); c.who == "env admin" && !strings.Contains("adminGetAgency adminAgencyHistory adminListIssuers adminTryIssuer adminListClients adminListProposals adminConfirmProposal adminRefuseProposal", c.operation) && a.status != 403 {
			t.Errorf("%s as the operator: %d, want 403: %s", c.operation, a.status, a.text)
		}
		if c.versioned {
			if a := w.call(c.who, method, c.path, "", c.body); a.status != 428 {
				t.Errorf("%s without If-Match: %d, want 428: %s", c.operation, a.status, a.text)
			}
			if a := w.call(c.who, method, c.path, `"999"`, c.body); a.status != 412 && !(a.status == 404 && strings.Contains(c.path, "0000-7000-8000")) {
				t.Errorf("%s with an old version: %d, want 412: %s", c.operation, a.status, a.text)
			}
		}
		if c.body != nil {
			if a := w.call(c.who, method, c.path, version, map[string]any{"surprise": true}); a.status != 422 {
				t.Errorf("%s with an unknown field: %d, want 422: %s", c.operation, a.status, a.text)
			}
		}
	}
	for operation := range methods {
		if !walked[operation] {
			t.Errorf("%s is not walked", operation)
		}
	}
	for _, c := range cases { // the rightful caller is heard: no request above was refused for its form
		if c.versioned {
			continue
		}
		if a := w.call(c.who, methods[c.operation], c.path, "", c.body); a.status >= 400 && !(a.status == 404 && strings.Contains(c.path, "0000-7000-8000")) && a.status != 409 {
			t.Errorf("%s as %s: %d %s", c.operation, c.who, a.status, a.text)
		}
	}
	if strings.Contains(w.seen.String(), "s3cret") {
		t.Error("an answer holds a client secret")
	}
}
