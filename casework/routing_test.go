package casework_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/domain/routing"
)

const listHead = "code,title,kind,law,article,sectors,levels,from,to,township,grant_document,grant_number,grant_from,grant_to\n"

// township registers one, as an operator does.
func township(t *testing.T, d *desk, operator casework.Actor, code, name string) ids.Agency {
	t.Helper()
	o, err := d.CreateOrgan(t.Context(), operator, casework.OrganInput{Code: code, Name: name, ShortName: strings.TrimSuffix(name, "人民政府"), Sector: "township", Level: "township", Region: "310101"})
	if err != nil {
		t.Fatal(err)
	}
	return o.ID
}

func inForce(t *testing.T, d *desk, one, two casework.Actor, text string) {
	t.Helper()
	c, err := d.ProposeItems(t.Context(), one, casework.ItemFile{File: "清单.csv", Text: text})
	if err != nil {
		t.Fatal(err)
	}
	if c, err = d.ActivateItems(t.Context(), two, c.ID); err != nil || c.State != "active" {
		t.Fatalf("%+v, %v", c, err)
	}
}

func fits(r casework.Route) string {
	var list []string
	for _, s := range r.List {
		list = append(list, s.Organ.ShortName+":"+string(s.Fit))
	}
	return strings.Join(list, " ")
}

// A list is proposed by one and put into force by another; the record says who.
func TestItemsNeedTwo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, two := keeper(t, d, "运维甲"), keeper(t, d, "运维乙")
	const text = listHead + "yc-1,占道经营,,某条例,第三条,市场监管,,2026-01-01,,,,,,\n"
	c, err := d.ProposeItems(t.Context(), one, casework.ItemFile{File: "清单.csv", Text: text})
	if err != nil || c.State != "proposed" || c.Rows != 1 {
		t.Fatalf("%+v, %v", c, err)
	}
	find := func() int {
		got, _, err := d.EnforcementItems(t.Context(), d.Env.Handler, casework.ItemQuery{Text: "占道经营", Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		return len(got)
	}
	if find() != 0 {
		t.Error("in force before anybody else agreed")
	}
	stale := two
	stale.StepUpAt = d.Clock.Now().Add(-time.Hour)
	for _, x := range []struct {
		who  casework.Actor
		code string
	}{{one, "two_person.same_person"}, {stale, "step_up_required"}, {d.Env.Head, "not_allowed"}} {
		if _, err := d.ActivateItems(t.Context(), x.who, c.ID); codeOf(err) != x.code {
			t.Errorf("%s: %v", x.code, err)
		}
	}
	if c, err = d.ActivateItems(t.Context(), two, c.ID); err != nil || c.State != "active" || c.Decider != "运维乙" {
		t.Fatalf("%+v, %v", c, err)
	}
	if find() != 1 {
		t.Error("not found once it is in force")
	}
	if _, err := d.RefuseItems(t.Context(), two, c.ID, "晚了"); codeOf(err) != "items.decided" {
		t.Errorf("decided twice: %v", err)
	}
	if _, err := d.ProposeItems(t.Context(), one, casework.ItemFile{File: "清单.csv", Text: text}); codeOf(err) != "items.nothing" {
		t.Errorf("the same list again: %v", err)
	}
	if _, err := d.ProposeItems(t.Context(), d.Env.Handler, casework.ItemFile{File: "清单.csv", Text: text}); codeOf(err) != "not_allowed" {
		t.Errorf("a handler proposes: %v", err)
	}
	var kinds string
	if err := d.DB.Owner.QueryRow(t.Context(), "select string_agg(kind, ' ' order by seq) from events where subject_kind = 'items'").Scan(&kinds); err != nil || kinds != "items.propose items.activate" {
		t.Errorf("recorded %q, %v", kinds, err)
	}
}

// Lines that do not fit what the hub knows are refused by line, and nothing is kept.
func TestItemsThatDoNotFit(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, two := keeper(t, d, "运维甲"), keeper(t, d, "运维乙")
	township(t, d, one, "zhen", "某镇人民政府")
	inForce(t, d, one, two, listHead+"yc-1,占道经营,,某条例,第三条,市场监管,,2026-01-01,,,,,,\n")
	for line, want := range map[string]string{
		"yc-1,占道堆物,,某条例,第三条,市场监管,,2026-07-01,,,,,,": "同时有效",
		"yc-9,,,,,,,,,zhen,决定,,2026-01-01,":         "清单里没有这一事项",
		"yc-1,,,,,,,,,nowhere,决定,,2026-01-01,":      "没有这一乡镇街道",
		"yc-1,,,,,,,,,market,决定,,2026-01-01,":       "赋权对象应为",
		"yc-1,占道经营,,某条例,,市场监管,,2026-01-01,,,,,,":    "条款：没有填写",
		"air-straw,,,,,,,,,某镇人民政府,决定,,2026-01-01,":  "",
		"yc-1,占道经营,,某条例,第三条,市场监管,,2026-01-01,2026-06-30,,,,,\nyc-1,占道堆物,,某条例,第三条,市场监管,,2026-07-01,,,,,,": "",
	} {
		p, err := d.PreviewItems(t.Context(), one, casework.ItemFile{File: "x.csv", Text: listHead + line + "\n"})
		if err != nil {
			t.Fatal(err)
		}
		if want == "" {
			if len(p.Problems) > 0 || p.Count("same") == len(p.Rows) {
				t.Errorf("%s: %+v", line, p)
			}
			continue
		}
		if len(p.Problems) != 1 || p.Problems[0].Line != 2 || !strings.Contains(p.Problems[0].Text.ZH, want) {
			t.Errorf("%s: %+v, want %q", line, p.Problems, want)
		}
		_, err = d.ProposeItems(t.Context(), one, casework.ItemFile{File: "x.csv", Text: listHead + line + "\n"})
		if f := wants(t, err, fault.Invalid, "items.unsound"); f.Fields[0].Path != "body.text:2" {
			t.Errorf("%s: at %s", line, f.Fields[0].Path)
		}
	}
	if list, err := d.ItemChanges(t.Context(), one); err != nil || len(list) != 1 {
		t.Errorf("kept %v, %v", list, err)
	}
}

// A township gets an item by a document, from a day to a day; routing sends there
// what the place names, and says who is on duty and who stands in.
func TestRoutingToTownship(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, two := keeper(t, d, "运维甲"), keeper(t, d, "运维乙")
	id := township(t, d, one, "zhen", "兰溪镇人民政府")
	inForce(t, d, one, two, listHead+"air-straw,露天焚烧秸秆,,某条例,第九条,生态环境,,2026-01-01,,,,,,\nair-straw,,,,,,,,,zhen,赋权决定,演〔2026〕1号,2026-01-01,2026-12-31\n")
	market := d.Market.Handler
	today := civil.DateOf(d.Clock.Now())
	ask := func(who casework.Actor, in casework.RouteQuestion) casework.Route {
		t.Helper()
		r, err := d.Routing(t.Context(), who, in)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if got := fits(ask(market, casework.RouteQuestion{Item: "air-straw"})); got != "区生态环境局:local 兰溪镇:maybe" {
		t.Errorf("suggested %q", got)
	}
	r := ask(market, casework.RouteQuestion{Item: "air-straw", Place: "兰溪镇河堤"})
	if fits(r) != "兰溪镇:granted 区生态环境局:local" || r.List[0].Grant.Number != "演〔2026〕1号" || r.Item.Basis[0].Article != "第九条" || !r.Item.Own {
		t.Errorf("suggested %q under %+v", fits(r), r.Item)
	}
	if got := fits(ask(market, casework.RouteQuestion{Item: "air-straw", Place: "兰溪镇", On: onDay(t, "2027-01-01")})); got != "区生态环境局:local" {
		t.Errorf("after the grant %q", got)
	}
	if r := ask(market, casework.RouteQuestion{Item: "air-straw", To: d.Police.ID, Kind: referral.Lead}); r.Doubt == nil || r.Doubt.Basis[0].Article != "第九条" {
		t.Errorf("no doubt about the police: %+v", r.Doubt)
	}
	for _, fit := range []ids.Agency{id, d.Env.ID} {
		if r := ask(market, casework.RouteQuestion{Item: "air-straw", To: fit}); r.Doubt != nil {
			t.Errorf("doubts who is competent: %+v", r.Doubt)
		}
	}
	if r := ask(d.Env.Handler, casework.RouteQuestion{Item: "air-straw", Kind: referral.Criminal}); fits(r) != "区公安局:kind" || len(r.List[0].Basis) == 0 {
		t.Errorf("a crime goes to %q", fits(r))
	}
	if r := ask(d.Env.Handler, casework.RouteQuestion{Item: "air-straw"}); r.Self == nil || r.Self.Fit != routing.FitLocal {
		t.Errorf("it is ours: %+v", r.Self)
	}
	if r := ask(market, casework.RouteQuestion{Item: "waste-sorting"}); r.Advice == nil || len(r.Advice.Basis) == 0 {
		t.Errorf("nobody competent, and no advice: %+v", r)
	}

	env := d.Env
	d.exec(t, "insert into units (id, agency_id, name, kind, created_at) values (gen_random_uuid(), $1, '收件室', 'desk', now())", env.ID)
	d.exec(t, "insert into duty_shifts (id, agency_id, user_id, from_at, to_at, phone, created_at) values (gen_random_uuid(), $1, $2, $3::timestamptz - interval '1 hour', $3::timestamptz + interval '1 hour', '12369', $3), (gen_random_uuid(), $1, $2, $3::timestamptz + interval '1 hour', $3::timestamptz + interval '9 hours', '0', $3)", env.ID, env.Handler.User, d.Clock.Now())
	d.exec(t, "insert into leaves (id, user_id, deputy_id, from_day, to_day, created_at) values (gen_random_uuid(), $1, $2, $3, $3, now())", env.Desk.User, env.Handler.User, today)
	desk := ask(market, casework.RouteQuestion{Item: "air-straw"}).Desks[env.ID]
	if len(desk.OnDuty) != 1 || desk.OnDuty[0].Phone != "12369" || len(desk.Away) != 1 || desk.Away[0].Name != env.Desk.Name || desk.Away[0].Deputy != env.Handler.Name || strings.Join(desk.Units, "") != "收件室" {
		t.Errorf("the desk is %+v", desk)
	}
	if desk := ask(market, casework.RouteQuestion{Item: "air-straw", On: today.AddDays(1)}).Desks[env.ID]; len(desk.OnDuty)+len(desk.Away) != 0 {
		t.Errorf("tomorrow's duty is told from today's: %+v", desk)
	}
}

// A receiver that the list does not hold for competent needs a reason, which the
// record keeps with the article; nothing is forbidden.
func TestDoubtfulReceiverNeedsReason(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	draft := officetest.Draft()
	draft.Content, draft.Parties = referral.Content{Facts: "汽修店存放废机油", Item: "waste-hazardous"}, nil
	got, err := d.OpenReferral(t.Context(), d.Police.Handler, officetest.NewKey("open"), referral.Lead, draft, nil)
	if err != nil {
		t.Fatal(err)
	}
	send := func(to ids.Agency, in referral.Input) (casework.Detail, error) {
		return d.Act(t.Context(), d.Police.Handler, casework.Request{Case: got.Case.ID, Version: got.Case.Version, Key: officetest.NewKey("send"), Action: "lead.send", Input: in, To: to})
	}
	_, err = send(d.Market.ID, referral.Input{NoSecret: true})
	f := wants(t, err, fault.Rule, "referral.not_competent")
	if f.Basis == nil || f.Basis.Article != "第一百一十二条" || len(f.Fields) != 1 || f.Fields[0].Path != "body.reason" {
		t.Errorf("refused under %+v, %+v", f.Basis, f.Fields)
	}
	sent, err := send(d.Market.ID, referral.Input{NoSecret: true, Reason: "该局牵头联合检查"})
	if err != nil || sent.Snapshot.State != referral.Sent {
		t.Fatalf("a reason does not help: %v", err)
	}
	var kept string
	if err := d.DB.Owner.QueryRow(t.Context(), "select convert_from(v.value, 'UTF8') from events e join event_values v on v.event_id = e.id where e.case_id = $1 and e.kind = 'lead.send' and v.name = 'not_competent'", got.Case.ID).Scan(&kept); err != nil || !strings.Contains(kept, "第一百一十二条") {
		t.Errorf("the record says %q, %v", kept, err)
	}
	again, err := d.OpenReferral(t.Context(), d.Police.Handler, officetest.NewKey("open"), referral.Lead, draft, &casework.FirstAct{Action: "lead.send", Input: referral.Input{NoSecret: true}, To: d.Env.ID})
	if err != nil || again.Snapshot.State != referral.Sent {
		t.Errorf("to the competent organ: %v", err)
	}
}

// What was exported is what can be imported.
func TestItemsAreExported(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, two := keeper(t, d, "运维甲"), keeper(t, d, "运维乙")
	township(t, d, one, "zhen", "兰溪镇人民政府")
	inForce(t, d, one, two, listHead+"yc-1,占道经营,,某条例,第三条,市场监管,县级,2026-01-01,,zhen,决定,,2026-01-01,\n")
	for _, all := range []bool{false, true} {
		csv, err := d.ExportItems(t.Context(), d.Env.Handler, all)
		if err != nil {
			t.Fatal(err)
		}
		p, err := d.PreviewItems(t.Context(), one, casework.ItemFile{File: "x.csv", Text: string(csv)})
		if err != nil || len(p.Problems) > 0 || p.Count("same") < 2 || all != (p.Count("add") > 30) {
			t.Errorf("all %v: %d same, %d new, %v, %v", all, p.Count("same"), p.Count("add"), p.Problems, err)
		}
	}
}

// A paper names the item by its title, not by its code alone.
func TestPaperNamesItem(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	draft := officetest.Draft()
	draft.Content = referral.Content{Facts: "存放废机油无标识", Basis: "属生态环境职责", Item: "waste-hazardous"}
	got, err := d.OpenReferral(t.Context(), d.Market.Handler, officetest.NewKey("open"), referral.Administrative, draft, nil)
	if err != nil {
		t.Fatal(err)
	}
	paper, err := d.PreviewDocument(t.Context(), d.Market.Handler, got.Case.ID, "case_transfer_letter", casework.DOCX)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(paper.Content), int64(len(paper.Content)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(z, "word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	if plain := regexp.MustCompile("<[^>]*>").ReplaceAllString(string(text), ""); !strings.Contains(plain, "危险废物管理违规（标识、台账、联单、贮存、转移）（waste-hazardous）") {
		t.Errorf("the letter says %s", plain)
	}
}

// A text is met by the words of both lists, where and while they hold.
func TestItemsInText(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, two := keeper(t, d, "运维甲"), keeper(t, d, "运维乙")
	inForce(t, d, one, two, "code,title,law,article,region,sectors,from,to,words\n"+
		"yc-1,占道经营,某条例,第三条,310000,市场监管,2026-01-01,,占道、流动摊贩\nyc-2,占道堆物,某条例,第四条,430000,市场监管,2026-01-01,,占道\nyc-3,占道洗车,某条例,第五条,,市场监管,2025-01-01,2025-12-31,占道\n")
	for text, want := range map[string]string{
		"路口有流动摊贩占道，油烟大": "yc-1 air-fumes",
		"占道\x00": "yc-1",
		"一切正常":   "",
	} {
		list, err := d.ItemsIn(t.Context(), d.Env.Handler, text)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, i := range list {
			got = append(got, i.Code)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %q, want %q", text, s, want)
		}
	}
}
