package api_test

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func jsonNumber(v any) string {
	f, _ := v.(float64)
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// fakeToken is a token nobody signed.
func fakeToken(t *testing.T, header, claims any) string {
	t.Helper()
	var parts []string
	for _, each := range []any{header, claims} {
		text, err := json.Marshal(each)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, base64.RawURLEncoding.EncodeToString(text))
	}
	return strings.Join(parts, ".") + ".c2lnbmF0dXJl"
}

func TestAdminDryRun(t *testing.T) {
	t.Parallel()
	w := newAdminWorld(t)
	env := w.agency("env")
	settings := map[string]any{
		"url": "https://idp.example.test/", "client_id": "hub", "role_claim": "realm_access.roles", "min_acr": "loa2", "enabled": true,
		"role_map": map[string]string{"clerk": "handler", "leader": "head", "root": "operator", "audit": "auditor"},
	}
	good := map[string]any{
		"iss": "https://idp.example.test/", "aud": "hub", "sub": "u1", "acr": "loa2", "name": "经办人甲", "exp": w.clock.Now().Add(time.Minute).Unix(),
		"realm_access": map[string]any{"roles": []any{"clerk", "leader", "offline_access"}},
	}
	type change = map[string]any
	for name, c := range map[string]struct {
		claims, settings, header change
		functions                []string
		refused                  string // words of the reason
		note                     string
	}{
		"good":                 {functions: []string{"handler", "head"}, note: "not verified"},
		"audience as list":     {claims: change{"aud": []any{"hub"}}, functions: []string{"handler", "head"}},
		"issuer without slash": {claims: change{"iss": "https://idp.example.test"}, functions: []string{"handler", "head"}, refused: "byte for byte"},
		"issuer missing":       {claims: change{"iss": nil}, functions: []string{"handler", "head"}, refused: "byte for byte"},
		"for others too":       {claims: change{"aud": []any{"hub", "other"}}, functions: []string{"handler", "head"}, refused: "nothing else"},
		"azp":                  {claims: change{"azp": "other"}, functions: []string{"handler", "head"}, refused: "azp"},
		"no subject":           {claims: change{"sub": ""}, functions: []string{"handler", "head"}, refused: "sub is missing"},
		"weak":                 {claims: change{"acr": "loa1"}, functions: []string{"handler", "head"}, refused: "strong enough"},
		"logout token":         {claims: change{"events": map[string]any{}}, functions: []string{"handler", "head"}, refused: "logout"},
		"access token":         {header: change{"typ": "at+jwt"}, functions: []string{"handler", "head"}, refused: "Not an ID token"},
		"symmetric signature":  {header: change{"alg": "HS256"}, functions: []string{"handler", "head"}, refused: "algorithm"},
		"no role known":        {claims: change{"realm_access": map[string]any{"roles": []any{"guest"}}}, refused: "allow-list"},
		"roles elsewhere":      {settings: change{"role_claim": "groups"}, refused: "allow-list"},
		"one role as text":     {claims: change{"groups": "clerk"}, settings: change{"role_claim": "groups"}, functions: []string{"handler"}},
		"not enabled":          {settings: change{"enabled": false}, functions: []string{"handler", "head"}, refused: "not enabled"},
		"expired":              {claims: change{"exp": 1}, functions: []string{"handler", "head"}, note: "expired"},
		"nameless":             {claims: change{"name": ""}, functions: []string{"handler", "head"}, note: "preferred_username"},
		"operator and head":    {claims: change{"realm_access": map[string]any{"roles": []any{"root", "leader"}}}, functions: []string{"head", "operator"}, note: "may not read cases"},
		"three in one":         {claims: change{"realm_access": map[string]any{"roles": []any{"root", "audit"}}}, functions: []string{"auditor", "operator"}, note: "different persons"},
	} {
		claims, set := maps.Clone(good), maps.Clone(settings)
		maps.Copy(claims, c.claims)
		maps.Copy(set, c.settings)
		header := change{"typ": "JWT", "alg": "ES256"}
		maps.Copy(header, c.header)
		a := w.must(200, "env admin", "POST", env+"/issuers/dry-run", "", map[string]any{"settings": set, "token": fakeToken(t, header, claims)})
		var got struct {
			Agency    struct{ Code string }
			Functions []string
			Refused   bool
			Reasons   []struct{ ZH, EN string }
			Notes     []struct{ ZH, EN string }
			Ignored   []string `json:"ignored_roles"`
		}
		if err := json.Unmarshal([]byte(a.text), &got); err != nil {
			t.Fatal(err)
		}
		has := func(list []struct{ ZH, EN string }, words string) bool {
			return slices.ContainsFunc(list, func(w struct{ ZH, EN string }) bool { return strings.Contains(w.EN, words) && w.ZH != "" })
		}
		if !slices.Equal(got.Functions, c.functions) || got.Refused != (c.refused != "") || got.Agency.Code != "env" ||
			c.refused != "" && (len(got.Reasons) != 1 || !has(got.Reasons, c.refused)) || c.note != "" && !has(got.Notes, c.note) {
			t.Errorf("%s: %s", name, a.text)
		}
		if name == "good" && !slices.Equal(got.Ignored, []string{"offline_access"}) {
			t.Errorf("ignored %v", got.Ignored)
		}
	}
	// Claims without a token, on the registered issuer.
	issuer := w.must(200, "env admin", "GET", env+"/issuers", "", nil).items(w)[0]
	a := w.must(200, "env admin", "POST", env+"/issuers/dry-run", "", map[string]any{
		"issuer": issuer["id"], "claims": map[string]any{"iss": issuer["url"], "aud": "hub", "sub": "u", "roles": "head"},
	})
	if a.body["refused"] != false || a.body["unverified"] != true {
		t.Errorf("claims: %s", a.text)
	}
	for _, token := range []string{"x", "a.b", "a.b.c", "e30.W10.c2ln"} {
		w.must(422, "env admin", "POST", env+"/issuers/dry-run", "", map[string]any{"settings": settings, "token": token})
	}
	w.must(404, "env admin", "POST", env+"/issuers/dry-run", "", map[string]any{"issuer": w.must(200, "ops operator", "GET", w.agency("market")+"/issuers", "", nil).items(w)[0]["id"], "claims": map[string]any{}})
}
