package routing_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/routing"
)

func onDay(t testing.TB, s string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// world is a county of a city, with its neighbour.
type world struct {
	catalogue routing.Catalogue
	byName    map[string]routing.Organ
}

func article(a string) []fault.Basis { return []fault.Basis{{Document: "某法", Article: a}} }

func newWorld(t testing.TB) *world {
	w := &world{byName: map[string]routing.Organ{}}
	for i, o := range []routing.Organ{
		{Name: "县环境", Sector: "environment", Level: "county", Region: "430903"},
		{Name: "邻县环境", Sector: "environment", Level: "county", Region: "430921"},
		{Name: "市环境", Sector: "environment", Level: "city", Region: "430900"},
		{Name: "县市场", Sector: "market", Level: "county", Region: "430903"},
		{Name: "市水务", Sector: "water", Level: "city", Region: "430900"},
		{Name: "县公安", Sector: "police", Level: "county", Region: "430903"},
		{Name: "兰溪镇", Sector: "township", Level: "township", Region: "430903"},
		{Name: "江口镇", Sector: "township", Level: "township", Region: "430903"},
		{Name: "邻县某镇", Sector: "township", Level: "township", Region: "430921"},
		{Name: "旧市场", Sector: "market", Level: "county", Region: "430903", Closed: true},
	} {
		o.ID, o.ShortName = ids.Agency{byte(i + 1)}, o.Name
		w.catalogue.Organs = append(w.catalogue.Organs, o)
		w.byName[o.Name] = o
	}
	item := func(code, sector string, change func(*routing.Item)) {
		i := routing.Item{
			Code: code, Title: fault.T("事项"+code, "item "+code), Kind: routing.Penalty, Basis: article("第一条"), Sectors: []string{sector},
			Levels: []string{"county", "city", "province"}, From: onDay(t, "2026-01-01"), Confidence: deadline.High,
		}
		if change != nil {
			change(&i)
		}
		w.catalogue.Items = append(w.catalogue.Items, i)
	}
	item("smoke", "environment", nil)
	item("scales", "market", nil)
	item("well", "water", nil)
	item("tree", "forestry", nil)
	item("straw", "urban", func(i *routing.Item) { i.Designated = true })
	item("reactor", "environment", func(i *routing.Item) { i.Levels = []string{"city", "province"} })
	item("past", "market", func(i *routing.Item) { i.To = onDay(t, "2026-06-30") })
	item("past", "environment", func(i *routing.Item) { i.From = onDay(t, "2026-07-01") })
	item("local", "market", nil)
	item("local", "environment", func(i *routing.Item) { i.Region, i.Own = "430900", true })
	item("rumour", "market", func(i *routing.Item) { i.Confidence = deadline.Low })
	grant := func(code, to, from, until string) {
		g := routing.Grant{Item: code, Township: w.byName[to].ID, Document: "赋权决定", Number: "演〔2026〕1号", From: onDay(t, from)}
		if until != "" {
			g.To = onDay(t, until)
		}
		w.catalogue.Grants = append(w.catalogue.Grants, g)
	}
	grant("smoke", "兰溪镇", "2026-03-01", "2027-02-28")
	grant("smoke", "江口镇", "2027-01-01", "")
	grant("smoke", "邻县某镇", "2026-01-01", "")
	w.catalogue.Law = routing.Law{Place: article("地点"), Level: article("级别"), Township: article("赋权"), Dispute: article("争议")}
	return w
}

// TestSuggest is the table of who is competent.
func TestSuggest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		name, item, asks, region, place, on string
		takes                               []string
		want                                string // organ:fit in order; self: and advice
	}{
		{"the local organ, the township where its place is not said", "smoke", "县市场", "430903", "", "2026-11-28", nil, "县环境:local 兰溪镇:maybe"},
		{"the township that the place names goes first", "smoke", "县市场", "430903", "赫山区兰溪镇河堤", "2026-11-28", nil, "兰溪镇:granted 县环境:local"},
		{"before the grant", "smoke", "县市场", "430903", "兰溪镇", "2026-02-28", nil, "县环境:local"},
		{"first day of the grant", "smoke", "县市场", "430903", "兰溪镇", "2026-03-01", nil, "兰溪镇:granted 县环境:local"},
		{"last day of the grant, another has begun", "smoke", "县市场", "430903", "兰溪镇", "2027-02-28", nil, "兰溪镇:granted 县环境:local 江口镇:maybe"},
		{"after the grant", "smoke", "县市场", "430903", "兰溪镇", "2027-03-01", nil, "县环境:local 江口镇:maybe"},
		{"a grant holds in its own county", "smoke", "县市场", "430921", "", "2026-11-28", nil, "邻县环境:local 邻县某镇:maybe"},
		{"the asking organ is competent itself", "smoke", "县环境", "430903", "", "2026-11-28", nil, "兰溪镇:maybe self:local"},
		{"so is a township that has the item", "smoke", "兰溪镇", "430903", "", "2026-11-28", nil, "县环境:local self:granted"},
		{"a township without the item sends it on", "smoke", "江口镇", "430903", "", "2026-11-28", nil, "县环境:local 兰溪镇:maybe"},
		{"no local organ: the one above", "well", "县市场", "430903", "", "2026-11-28", nil, "市水务:higher"},
		{"a local organ that was closed is none", "scales", "县环境", "430903", "", "2026-11-28", nil, "县市场:local"},
		{"an item of the city", "reactor", "县市场", "430903", "", "2026-11-28", nil, "市环境:local"},
		{"nobody", "tree", "县市场", "430903", "", "2026-11-28", nil, "advice"},
		{"an item that the list does not know", "nothing", "县市场", "430903", "", "2026-11-28", nil, "advice"},
		{"before any edition", "smoke", "县市场", "430903", "", "2025-12-31", nil, "advice"},
		{"the earlier edition", "past", "县公安", "430903", "", "2026-06-30", nil, "县市场:local"},
		{"the later edition", "past", "县公安", "430903", "", "2026-07-01", nil, "县环境:local"},
		{"an own row goes before the starter list", "local", "县公安", "430903", "", "2026-11-28", nil, "县环境:local"},
		{"a kind that goes to the police whatever the item", "smoke", "县环境", "430903", "", "2026-11-28", []string{"police"}, "县公安:kind"},
		{"a kind for nobody here", "smoke", "县环境", "430903", "", "2026-11-28", []string{"court"}, "advice"},
		{"a kind that takes no townships", "smoke", "县市场", "430903", "", "2026-11-28", []string{"environment"}, "县环境:local"},
		{"nothing asked", "", "县市场", "430903", "", "2026-11-28", nil, ""},
	} {
		a := routing.Suggest(routing.Question{Item: c.item, Region: c.region, Place: c.place, On: onDay(t, c.on), Asks: w.byName[c.asks], Takes: c.takes, Kind: article("对口")}, w.catalogue)
		var got []string
		for _, s := range a.List {
			got = append(got, s.Organ.Name+":"+string(s.Fit))
			if s.Says.ZH == "" || s.Says.EN == "" || len(s.Basis) == 0 {
				t.Errorf("%s: %s is suggested without words or article", c.name, s.Organ.Name)
			}
			if (s.Fit == routing.FitGranted || s.Fit == routing.FitMaybe) && (s.Grant == nil || !strings.Contains(s.Says.ZH, "演〔2026〕1号") || s.Basis[0].Article != "赋权") {
				t.Errorf("%s: the grant does not show its document", c.name)
			}
		}
		if a.Self != nil {
			got = append(got, "self:"+string(a.Self.Fit))
		}
		if a.Advice != nil {
			got = append(got, "advice")
			if a.Advice.Says.ZH == "" || a.Advice.Says.EN == "" || a.Advice.Basis[0].Article != "争议" {
				t.Errorf("%s: advice without words or article", c.name)
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}

// TestCheck is the table of receivers that the list doubts.
func TestCheck(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct{ item, to, basis string }{
		{"smoke", "县环境", ""},
		{"smoke", "邻县环境", ""}, // whose place is right the list cannot know
		{"smoke", "市环境", ""},
		{"smoke", "县市场", "第一条"},
		{"smoke", "县公安", "第一条"},
		{"smoke", "兰溪镇", ""},
		{"smoke", "江口镇", "赋权"},
		{"reactor", "县环境", "第一条"},
		{"straw", "县环境", ""}, // the local government names the department
		{"straw", "兰溪镇", "赋权"},
		{"rumour", "县环境", ""}, // unverified rows warn nobody
		{"nothing", "县环境", ""},
		{"", "县环境", ""},
	} {
		d := routing.Check(routing.Question{Item: c.item, Region: "430903", On: onDay(t, "2026-11-28"), Asks: w.byName["县公安"]}, w.catalogue, w.byName[c.to])
		switch {
		case d == nil && c.basis != "":
			t.Errorf("%s to %s: no doubt", c.item, c.to)
		case d != nil && (len(d.Basis) == 0 || d.Basis[0].Article != c.basis):
			t.Errorf("%s to %s: %+v, want %q", c.item, c.to, d, c.basis)
		case d != nil && (!strings.Contains(d.Says.ZH, c.to) || !strings.Contains(d.Says.ZH, "写明理由") || d.Says.EN == "" || strings.Contains(d.Says.EN, c.to)):
			t.Errorf("%s to %s: says %+v", c.item, c.to, d.Says)
		}
	}
}

// TestUpward: what goes upward goes to the organ's own superior; where nobody registered
// one, to those of its field above it, the next one first; never sideways.
func TestUpward(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ask := func(superior string) string {
		q := routing.Question{Region: "430903", On: onDay(t, "2026-11-28"), Asks: w.byName["县环境"], Takes: []string{"environment", "market"}, Upward: true}
		q.Asks.Superior = w.byName[superior].ID
		var list []string
		for _, s := range routing.Suggest(q, w.catalogue).List {
			list = append(list, s.Organ.ShortName+":"+string(s.Fit))
		}
		return strings.Join(list, " ")
	}
	for superior, want := range map[string]string{"市水务": "市水务:superior", "": "市环境:superior"} {
		if got := ask(superior); got != want {
			t.Errorf("superior %q: %s, want %s", superior, got, want)
		}
	}
}

func TestCovers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		region, at string
		want       bool
	}{{"", "430903", true}, {"430000", "430903", true}, {"430900", "430903", true}, {"430903", "430903", true}, {"430921", "430903", false}, {"310000", "430903", false}} {
		if got := routing.Covers(c.region, c.at); got != c.want {
			t.Errorf("%q at %s: %v", c.region, c.at, got)
		}
	}
}

func TestMentioned(t *testing.T) {
	t.Parallel()
	items := []routing.Item{
		{Code: "straw", Words: []string{"秸秆", "焚烧", "烧"}}, {Code: "fumes", Words: []string{"油烟", "饭店"}},
		{Code: "oil", Words: []string{"废矿物油", "矿物油", "危废"}}, {Code: "dump", Words: []string{"倾倒", "矿物油"}},
		{Code: "straw", Words: []string{"秸秆"}},
	}
	for text, want := range map[string]string{
		"有人焚烧秸秆":      "straw",
		"烧了":          "",
		"饭店后院倾倒废矿物油":  "dump oil",
		"倾倒废矿物油、属于危废": "oil dump",
		"":            "",
	} {
		var got []string
		for _, i := range routing.Mentioned(text, items, 2) {
			got = append(got, i.Code)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %q, want %q", text, s, want)
		}
	}
}
