package reviews_test

import (
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/reviews"
)

const (
	goodCode = "91000000MA0000008F" // synthetic: region 000000, the check digit fits
	goodID   = "11010519491231002X" // from the standard's own example
)

var (
	fileA, fileB = ids.New[ids.Evidence](time.Unix(1, 0)), ids.New[ids.Evidence](time.Unix(2, 0))
	partyA       = ids.New[ids.Party](time.Unix(3, 0))
)

// TestEveryWayToAnswer: each check in each of its answers.
func TestEveryWayToAnswer(t *testing.T) {
	t.Parallel()
	report := referral.Material{Code: "doc_investigation_report", Title: "案件调查报告", Form: "original", Pages: 3, Evidence: fileA}
	site := referral.Material{Code: "doc_site_records", Title: "笔录一", Form: "copy", Pages: 2, Evidence: fileB}
	with := func(m ...referral.Material) reviews.File { return reviews.File{Case: referral.Snapshot{Materials: m}} }
	scanned := func(s reviews.Scan, m referral.Material) reviews.File {
		f := with(m)
		f.Scans = map[ids.Evidence]reviews.Scan{m.Evidence: s}
		return f
	}
	content := func(c referral.Content) reviews.File { return reviews.File{Case: referral.Snapshot{Content: c}} }
	people := func(p ...referral.Person) reviews.File { return reviews.File{Case: referral.Snapshot{Parties: p}} }
	charged := func(c referral.Charge) reviews.File {
		return reviews.File{Case: referral.Snapshot{Parties: []referral.Person{{ID: partyA, Name: "甲"}}, Charges: []referral.Charge{c}}}
	}
	copyOf := func(m referral.Material, change func(*referral.Material)) referral.Material { change(&m); return m }
	interview := reviews.Line{Check: reviews.Material, Codes: []string{"doc_site_records"}, Words: []string{"询问"}}
	named := with(site)
	named.Names = map[ids.Evidence]string{fileB: "执法对象甲询问笔录.pdf"}
	team := reviews.Line{Check: reviews.Fields, Fields: []reviews.Entry{{Name: "investigators"}}, AtLeast: 2}
	either := reviews.Line{Check: reviews.Fields, Fields: []reviews.Entry{{Name: "decision_no"}, {Name: "override"}}, Any: true}
	letter := reviews.Line{Check: reviews.Paper, Papers: []string{"transfer_letter"}, Sealed: true}
	flags := reviews.Line{Check: reviews.Flags, Flags: []string{"enforcement_opinion", "legal_opinion"}}
	filed := reviews.Line{Check: reviews.Reached, States: []referral.ChargeState{referral.Filed}}
	items := reviews.Line{Check: reviews.Items, None: "items_none"}

	for _, c := range []struct {
		name string
		line reviews.Line
		file reviews.File
		want reviews.State
		says string // in the note or in what it speaks of
	}{
		{"material there", reviews.Line{Check: reviews.Material, Codes: []string{report.Code}}, with(report), reviews.Met, "案件调查报告"},
		{"material not there", reviews.Line{Check: reviews.Material, Codes: []string{report.Code}}, with(site), reviews.Missing, "没有"},
		{"paper among materials, by its file name", interview, named, reviews.Met, "笔录一"},
		{"paper perhaps among materials", interview, with(site), reviews.Judge, "看不出"},
		{"paper with no material of the kind", interview, with(report), reviews.Missing, "没有"},
		{"paper of any kind, not named", reviews.Line{Check: reviews.Material, Words: []string{"立案审批"}}, with(report), reviews.Missing, "没有"},
		{"said that there is none", reviews.Line{Check: reviews.Material, Codes: []string{report.Code}, None: "photos_none"}, content(referral.Content{PhotosNone: true}), reviews.NotHere, "没有"},
		{"does not arise", reviews.Line{Check: reviews.Material, Codes: []string{"doc_penalty_decision"}, When: "penalty_decided"}, with(), reviews.NotHere, "情形"},
		{"arises and is missing", reviews.Line{Check: reviews.Material, Codes: []string{"doc_penalty_decision"}, When: "penalty_decided"}, content(referral.Content{PenaltyDecided: true}), reviews.Missing, "没有"},
		{"files agree", reviews.Line{Check: reviews.Files}, scanned(reviews.Scan{Paged: true, Pages: 3}, report), reviews.Met, "一致"},
		{"pages differ, both numbers", reviews.Line{Check: reviews.Files}, scanned(reviews.Scan{Paged: true, Pages: 4}, report), reviews.Missing, "清单3页，文件4页"},
		{"file cannot be opened", reviews.Line{Check: reviews.Files}, scanned(reviews.Scan{Paged: true, Broken: true}, report), reviews.Missing, "打不开"},
		{"file too large to count", reviews.Line{Check: reviews.Files}, scanned(reviews.Scan{Paged: true, Unread: true}, report), reviews.Judge, "人工"},
		{"no file", reviews.Line{Check: reviews.Files}, with(copyOf(report, func(m *referral.Material) { m.Evidence = ids.Evidence{} })), reviews.Missing, "没有上传"},
		{"no pages noted", reviews.Line{Check: reviews.Files}, scanned(reviews.Scan{Paged: true, Pages: 3}, copyOf(report, func(m *referral.Material) { m.Pages = 0 })), reviews.Missing, "没有填页数"},
		{"no materials at all", reviews.Line{Check: reviews.Files}, with(), reviews.Missing, "空的"},
		{"original", reviews.Line{Check: reviews.Originals}, with(report), reviews.Met, "注明"},
		{"copy without place", reviews.Line{Check: reviews.Originals}, with(report, site), reviews.Missing, "笔录一"},
		{"copy with place", reviews.Line{Check: reviews.Originals}, with(copyOf(site, func(m *referral.Material) { m.OriginalAt = "监测站" })), reviews.Met, "注明"},
		{"copy where originals are wanted", reviews.Line{Check: reviews.Originals, Original: true}, with(copyOf(site, func(m *referral.Material) { m.OriginalAt = "监测站" })), reviews.Missing, "复印件"},
		{"nobody", reviews.Line{Check: reviews.Parties}, people(), reviews.Missing, "没有当事人"},
		{"enterprise", reviews.Line{Check: reviews.Parties}, people(referral.Person{Kind: "enterprise", Name: "公司", CreditCode: goodCode}), reviews.Met, "齐全"},
		{"enterprise without code", reviews.Line{Check: reviews.Parties}, people(referral.Person{Kind: "enterprise", Name: "公司"}), reviews.Missing, "公司"},
		{"code with a wrong digit", reviews.Line{Check: reviews.Parties}, people(referral.Person{Kind: "enterprise", Name: "公司", CreditCode: "91000000MA0000008A"}), reviews.Missing, "校验"},
		{"person", reviews.Line{Check: reviews.Parties}, people(referral.Person{Kind: "person", Name: "甲", IDNumber: goodID}), reviews.Met, "齐全"},
		{"person without number", reviews.Line{Check: reviews.Parties}, people(referral.Person{Kind: "person", Name: "甲"}), reviews.Missing, "甲"},
		{"unknown", reviews.Line{Check: reviews.Parties}, people(referral.Person{Kind: "unknown", Name: "司机"}), reviews.Judge, "司机"},
		{"charge", reviews.Line{Check: reviews.Charges}, charged(referral.Charge{Party: partyA, Offence: "污染环境罪", Article: "第三百三十八条"}), reviews.Met, "条款"},
		{"charge without article", reviews.Line{Check: reviews.Charges}, charged(referral.Charge{Party: partyA, Offence: "污染环境罪"}), reviews.Missing, "污染环境罪"},
		{"party without charge", reviews.Line{Check: reviews.Charges}, charged(referral.Charge{Offence: "污染环境罪", Article: "第三百三十八条"}), reviews.Missing, "甲"},
		{"no charge", reviews.Line{Check: reviews.Charges}, people(), reviews.Missing, "没有写明"},
		{"item", items, reviews.File{Case: referral.Snapshot{Items: []referral.Item{{Name: "泵", Quantity: "1台", Feature: "铁质", Place: "仓库"}}}}, reviews.Met, "齐全"},
		{"item without place", items, reviews.File{Case: referral.Snapshot{Items: []referral.Item{{Name: "泵", Quantity: "1台", Feature: "铁质"}}}}, reviews.Missing, "泵"},
		{"no item listed", items, reviews.File{}, reviews.Missing, "没有登记"},
		{"no item in the case", items, content(referral.Content{ItemsNone: true}), reviews.NotHere, "没有"},
		{"entry", reviews.Line{Check: reviews.Fields, Fields: []reviews.Entry{{Name: "facts"}}}, content(referral.Content{Facts: "事实"}), reviews.Met, "已填写"},
		{"entry open", reviews.Line{Check: reviews.Fields, Fields: []reviews.Entry{{Name: "facts"}}}, content(referral.Content{}), reviews.Missing, "没有填写"},
		{"number reached", team, content(referral.Content{Investigators: 2}), reviews.Met, "已填写"},
		{"number not reached", team, content(referral.Content{Investigators: 1}), reviews.Missing, "不少于2"},
		{"either entry", either, content(referral.Content{Override: "意见"}), reviews.Met, "已填写"},
		{"neither entry", either, content(referral.Content{}), reviews.Missing, "没有填写"},
		{"letter not made", letter, reviews.File{}, reviews.Missing, "还没有制作"},
		{"letter not sealed", letter, reviews.File{Papers: map[string]bool{"transfer_letter": false}}, reviews.Missing, "盖章件"},
		{"letter sealed", letter, reviews.File{Papers: map[string]bool{"transfer_letter": true}}, reviews.Met, "已制作"},
		{"one opinion", flags, reviews.File{Case: referral.Snapshot{Flags: referral.Flags{LegalOpinion: true}}}, reviews.Missing, "还没有"},
		{"both opinions", flags, reviews.File{Case: referral.Snapshot{Flags: referral.Flags{LegalOpinion: true, EnforcementOpinion: true}}}, reviews.Met, "已具备"},
		{"before sending", reviews.Line{Check: reviews.Accepted}, reviews.File{}, reviews.Later, "移送后"},
		{"sent, not signed for", reviews.Line{Check: reviews.Accepted}, reviews.File{Arrived: true}, reviews.Missing, "尚未签收"},
		{"acceptance presumed", reviews.Line{Check: reviews.Accepted}, reviews.File{Arrived: true, Case: referral.Snapshot{Accepted: time.Unix(5, 0), Flags: referral.Flags{Presumed: true}}}, reviews.Missing, "尚未签收"},
		{"signed for", reviews.Line{Check: reviews.Accepted}, reviews.File{Arrived: true, Case: referral.Snapshot{Accepted: time.Unix(5, 0)}}, reviews.Met, "已签收"},
		{"filed", filed, charged(referral.Charge{State: referral.Filed}), reviews.Met, "已作出"},
		{"not filed yet", filed, charged(referral.Charge{State: referral.Pending}), reviews.Later, "决定"},
		{"a person", reviews.Line{Check: reviews.Person}, reviews.File{}, reviews.Judge, "由人判断"},
	} {
		got := c.line.Look(c.file)
		text := got.Note.ZH
		for _, thing := range got.Seen {
			text += " " + thing.Title + thing.Why.ZH
		}
		if got.State != c.want || !strings.Contains(text, c.says) || got.Note.EN == "" {
			t.Errorf("%s: %s %q, want %s %q", c.name, got.State, text, c.want, c.says)
		}
	}
}

// TestSheetsOfADay: by kind, by the sender's sector, by the day.
func TestSheetsOfADay(t *testing.T) {
	t.Parallel()
	b, err := reviews.Load(book(t))
	if err != nil {
		t.Fatal(err)
	}
	day := func(s string) civil.Date {
		d, err := civil.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		kind   referral.Kind
		sector referral.Sector
		on     string
		want   string
	}{
		{referral.Criminal, referral.Environment, "2026-03-02", "criminal_transfer criminal_review"},
		{referral.Criminal, referral.Market, "2026-03-02", "criminal_transfer"},
		{referral.Criminal, referral.Environment, "2023-12-31", "criminal_transfer"},
		{referral.Detention, referral.Environment, "2026-03-02", "detention_transfer detention_review"},
		{referral.Reverse, referral.Procuratorates, "2026-03-02", "reverse_opinion"},
		{referral.Reverse, referral.Police, "2026-03-02", ""},
		{referral.EarlyIntervention, referral.Environment, "2026-03-02", "early_invitation"},
		{referral.EarlyIntervention, referral.Market, "2026-03-02", "early_invitation"},
		{referral.Lead, referral.Environment, "2026-03-02", ""},
		{referral.Compensation, referral.Forestry, "2026-03-02", "agreement_content"},
		{referral.Compensation, referral.Environment, "2024-03-02", ""},
	} {
		var got []string
		for _, s := range b.For(c.kind, c.sector, day(c.on)) {
			got = append(got, s.ID)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s of %s on %s: %v, want %s", c.kind, c.sector, c.on, got, c.want)
		}
	}
}

// TestPointsAreThoseOfTheSheets: 100 and what comes on top (环执法发〔2024〕4号).
func TestPointsAreThoseOfTheSheets(t *testing.T) {
	t.Parallel()
	b, err := reviews.Load(book(t))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][2]int{"criminal_review": {100, 15}, "detention_review": {100, 15}}
	for _, s := range b.All() {
		var got [2]int
		for _, l := range s.Lines {
			if l.Bonus {
				got[1] += l.Points
			} else {
				got[0] += l.Points
			}
		}
		if got != want[s.ID] {
			t.Errorf("%s: %v, want %v", s.ID, got, want[s.ID])
		}
	}
}
