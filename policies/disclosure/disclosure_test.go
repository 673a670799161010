package disclosure_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/policies/disclosure"
)

var today = civil.Date{Year: 2026, Month: 9, Day: 30}

// The policies that are built in: a reporter never goes with a message, and is shown by
// decision once the receiver has signed for the case; an identity number goes where the
// receiver files or punishes on it.
func TestBuiltIn(t *testing.T) {
	t.Parallel()
	b, err := disclosure.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		group, kind string
		stage       disclosure.Stage
		give        disclosure.Give
		sealed      bool
	}{
		{"reporter", "lead", disclosure.Offer, disclosure.Never, false},
		{"reporter", "lead", disclosure.Accepted, disclosure.OnDecision, true},
		{"reporter", "criminal", disclosure.Accepted, disclosure.OnDecision, true},
		{"identity", "lead", disclosure.Offer, disclosure.OnDecision, true},
		{"identity", "criminal", disclosure.Offer, disclosure.Given, false},
		{"identity", "detention", disclosure.Accepted, disclosure.Given, false},
		{"unheard_of", "criminal", disclosure.Offer, disclosure.Never, false},
	} {
		r := b.Rule(c.group, disclosure.Case{Sector: "police", Kind: c.kind, Stage: c.stage, On: today})
		if r.Give != c.give || r.Sealed != c.sealed {
			t.Errorf("%s of %s at %s: %s, sealed %v", c.group, c.kind, c.stage, r.Give, r.Sealed)
		}
		if c.group != "unheard_of" && len(r.Basis) == 0 {
			t.Errorf("%s of %s stands on nothing", c.group, c.kind)
		}
	}
	if r := b.Rule("identity", disclosure.Case{Kind: "criminal", On: civil.Date{Year: 2020, Month: 1, Day: 1}}); r.Give != disclosure.Never {
		t.Errorf("before the law: %s", r.Give)
	}
	if _, bound := b.Onward(disclosure.Case{Kind: "lead", On: today}); !bound {
		t.Error("a lead goes on freely")
	}
	if _, bound := b.Onward(disclosure.Case{Kind: "criminal", On: today}); bound {
		t.Error("the police may not forward a case to the unit that is competent")
	}
	g, _ := b.Group("identity")
	if _, ok := g.Field("/base/parties/12/id_number"); !ok {
		t.Error("the twelfth party has no number")
	}
	if _, ok := g.Field("/base/parties/x/id_number"); ok {
		t.Error("a party that is no number")
	}
}

// A file that is not in order is refused, with what is wrong.
func TestRefusedPolicies(t *testing.T) {
	t.Parallel()
	const group = "groups:\n  - {id: a, title: {zh: 甲, en: a}, fields: [{path: /a, title: {zh: 甲, en: a}}]}\n"
	const rule = "rules:\n  - {groups: [a], give: given, from: 2020-01-01, says: {zh: 甲, en: a}, basis: [{doc: cpl, article: 第一条}], confidence: high}\n"
	if _, err := disclosure.LoadFS(fstest.MapFS{"policy.yaml": {Data: []byte(group + rule)}}); err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string]string{
		"unknown group":      group + strings.Replace(rule, "[a]", "[b]", 1),
		"unknown way":        group + strings.Replace(rule, "give: given", "give: perhaps", 1),
		"no article":         group + strings.Replace(rule, "basis: [{doc: cpl, article: 第一条}], ", "", 1),
		"not registered":     group + strings.Replace(rule, "cpl", "nolaw", 1),
		"unknown stage":      group + strings.Replace(rule, "give: given", "give: given, stages: [later]", 1),
		"unknown field":      group + strings.Replace(rule, "give: given", "give: given, mood: x", 1),
		"unknown confidence": group + strings.Replace(rule, "confidence: high", "confidence: sure", 1),
		"says nothing":       group + strings.Replace(rule, "en: a}, basis", "en: ''}, basis", 1),
		"group twice":        group + strings.TrimPrefix(group, "groups:\n"),
		"no pointer":         strings.Replace(group, "path: /a", "path: a", 1),
	} {
		if _, err := disclosure.LoadFS(fstest.MapFS{"policy.yaml": {Data: []byte(text)}}); err == nil {
			t.Errorf("%s: loaded", what)
		}
	}
}
