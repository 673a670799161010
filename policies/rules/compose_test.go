package rules_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/policies/rules"
)

// TestPackTakesNothingAway: a book with a pack of an installation over it knows all that
// stands beside the rules: thresholds of crime, grounds of supervision leads, the police of
// the place, grounds of detention and of claims, what is open on silence.
func TestPackTakesNothingAway(t *testing.T) {
	t.Parallel()
	plain, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	laid, problems := rules.Compose(rules.Layer{File: "local.yaml", Text: []byte(local)})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for name, of := range map[string]func(*rules.Book) any{
		"thresholds": func(b *rules.Book) any {
			ids := []string{}
			for _, x := range b.Thresholds() {
				ids = append(ids, x.ID)
			}
			return strings.Join(ids, " ")
		},
		"leads":   func(b *rules.Book) any { return b.Leads() },
		"venue":   func(b *rules.Book) any { v, _ := b.Venue("criminal"); return v },
		"watches": func(b *rules.Book) any { return b.Watches("lead") },
		"grounds": func(b *rules.Book) any { return b.Grounds(day(t, "2026-10-01")) },
		"claims":  func(b *rules.Book) any { return b.ClaimGrounds() },
		"suit":    func(b *rules.Book) any { return b.SuitPapers() },
		"silence": func(b *rules.Book) any { return b.Silences() },
	} {
		want := of(plain)
		if reflect.ValueOf(want).IsZero() {
			t.Errorf("%s: the built-in book has none", name)
		}
		if got := of(laid); !reflect.DeepEqual(got, want) {
			t.Errorf("%s under a pack: %v, want %v", name, got, want)
		}
	}
}

// TestPackOfAnyPlace: a place that is not among the confirmed codes is bound by a pack that
// names it; a code alone may be a typing error and binds nobody.
func TestPackOfAnyPlace(t *testing.T) {
	t.Parallel()
	compose := func(region string) (*rules.Book, string) {
		text := strings.Replace(local, `region: "310000"`, region, 1)
		b, problems := rules.Compose(rules.Layer{File: "local.yaml", Text: []byte(text)})
		if len(problems) > 0 {
			return b, problems[0].Text
		}
		return b, ""
	}
	b, problem := compose("region: \"430903\"\nregion_name: {zh: 益阳市赫山区, en: Heshan}")
	if problem != "" || b.RegionName("430903").ZH != "益阳市赫山区" {
		t.Errorf("%s, called %q", problem, b.RegionName("430903").ZH)
	}
	rule, err := b.Pick("loc_sample_rule", day(t, "2026-06-01"), "430903", "environment")
	if err != nil || rule.ID != "loc_sample_rule" {
		t.Errorf("there the rule is %+v, %v", rule.ID, err)
	}
	if _, err := b.Pick("loc_sample_rule", day(t, "2026-06-01"), "430921", "environment"); err == nil {
		t.Error("it binds a neighbour")
	}
	for region, want := range map[string]string{
		`region: "430903"`: "unknown region 430903", "region: \"43090\"\nregion_name: {zh: 某区}": "unknown region 43090", "region: \"310000\"\nregion_name: {zh: 某市}": "is called 上海市 already",
	} {
		if _, problem := compose(region); !strings.Contains(problem, want) {
			t.Errorf("%s: %q, want %q", region, problem, want)
		}
	}
}
