package casework_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// course is one way through a kind, as people take it.
type course struct {
	kind  referral.Kind
	by    casework.Actor
	draft referral.Content
	units bool // the draft names a party with one unit of decision
	turns []turn
	ends  referral.State
	runs  []string // rules whose clocks were started on the way
}

type turn struct {
	by     casework.Actor
	action referral.Action
	in     referral.Input
	to     ids.Agency
}

func courses(h *officetest.House) []course {
	env, market, police, proc := h.Env.Handler, h.Market.Handler, h.Police.Handler, h.Procuratorate.Procurator
	day := civil.DateOf(h.Clock.Now())
	signed := referral.Input{Officer: "承办人"}
	send := referral.Input{NoSecret: true, Reason: "理由"}
	why, said, numbered := referral.Input{Reason: "理由"}, referral.Input{Text: "说明"}, referral.Input{Text: "说明", DocumentNo: "演字〔2026〕1号"}
	result := referral.Input{Result: "handled", Text: "已办理"}
	return []course{
		{referral.Lead, market, referral.Content{Facts: "后院有油污"}, false, []turn{
			{market, "lead.send", send, h.Env.ID}, {h.Env.Desk, "sign_for", signed, ids.Agency{}}, {h.Env.Desk, "lead.assign", signed, ids.Agency{}}, {env, "lead.feedback", result, ids.Agency{}}, {market, "close", said, ids.Agency{}},
		}, referral.Closed, []string{"lead_assign", "lead_feedback"}},
		{referral.Administrative, market, referral.Content{Facts: "锅炉无设施", Basis: "属生态环境职责"}, true, []turn{
			{market, "administrative.send", send, h.Env.ID}, {env, "sign_for", signed, ids.Agency{}}, {h.Env.Head, "administrative.extend_review", why, ids.Agency{}}, {env, "administrative.file", said, ids.Agency{}},
			{env, "administrative.decide", numbered, ids.Agency{}}, {env, "administrative.report_result", said, ids.Agency{}}, {market, "close", said, ids.Agency{}},
		}, referral.Closed, []string{"adm_filing_review", "adm_file_promptly", "rev_penalty_decide"}},
		{referral.Administrative, env, referral.Content{Facts: "无照经营", Basis: "属市场监管职责"}, true, []turn{
			{env, "administrative.send", send, h.Market.ID}, {market, "sign_for", signed, ids.Agency{}}, {market, "administrative.not_file", why, ids.Agency{}},
		}, referral.Decided, []string{"adm_samr_filing_review"}},
		{referral.Reverse, proc, referral.Content{Ground: "not_prosecuted", DecisionNo: "演检不诉〔2026〕1号", DecidedOn: day, Facts: "情节轻微", Disposal: "罚款"}, true, []turn{
			{proc, "reverse.register", said, ids.Agency{}}, {proc, "reverse.ask_elsewhere", said, ids.Agency{}}, {proc, "reverse.heard_elsewhere", said, ids.Agency{}},
			{proc, "reverse.issue_opinion", referral.Input{NoSecret: true, DocumentNo: "演检意〔2026〕1号"}, h.Env.ID}, {env, "sign_for", signed, ids.Agency{}}, {env, "reverse.file", said, ids.Agency{}},
			{env, "reverse.penalise", numbered, ids.Agency{}}, {env, "reverse.reply", said, ids.Agency{}}, {proc, "close", said, ids.Agency{}},
		}, referral.Closed, []string{"rev_pp_admin_review", "rev_agency_reply_result", "adm_filing_review", "rev_penalty_decide"}},
		{referral.Consultation, env, referral.Content{Manner: "written", Facts: "如何认定"}, false, []turn{
			{env, "consultation.ask", send, h.Police.ID}, {police, "consultation.answer", said, ids.Agency{}}, {env, "close", said, ids.Agency{}},
		}, referral.Closed, []string{"fwd_case_consult_reply"}},
		{referral.Consultation, police, referral.Content{Manner: "written", Facts: "是否属于危险废物"}, false, []turn{
			{police, "consultation.ask", send, h.Env.ID}, {env, "consultation.answer", said, ids.Agency{}},
		}, referral.Answered, []string{"fwd_case_consult_reply"}},
		{referral.EarlyIntervention, env, referral.Content{Facts: "重大案件", Basis: "取证困难"}, false, []turn{
			{env, "early_intervention.invite", send, h.Procuratorate.ID}, {proc, "early_intervention.accept", signed, ids.Agency{}}, {proc, "early_intervention.advise", said, ids.Agency{}}, {proc, "early_intervention.conclude", said, ids.Agency{}},
		}, referral.Answered, nil},
		{referral.Assistance, police, referral.Content{Purpose: referral.TechnicalSupport, Facts: "检测", Basis: "侦查需要"}, false, []turn{
			{police, "assistance.request", send, h.Env.ID}, {env, "assistance.agree", signed, ids.Agency{}}, {env, "assistance.deliver", said, ids.Agency{}},
		}, referral.Answered, []string{"adm_assistance_request", "fwd_technical_support"}},
		{referral.PublicInterest, env, referral.Content{Facts: "河滩垃圾", Basis: "损害公益"}, false, []turn{
			{env, "public_interest.send", send, h.Procuratorate.ID}, {proc, "sign_for", signed, ids.Agency{}}, {proc, "public_interest.open", numbered, ids.Agency{}}, {proc, "public_interest.announce", numbered, ids.Agency{}}, {proc, "public_interest.report_result", result, ids.Agency{}},
		}, referral.Answered, []string{"pil_civil_announcement"}},
		{referral.PublicInterest, proc, referral.Content{Facts: "未履职", Basis: "行诉法", Urgent: true}, false, []turn{
			{proc, "public_interest.suggest", referral.Input{NoSecret: true, DocumentNo: "演检建〔2026〕1号"}, h.Env.ID}, {env, "sign_for", signed, ids.Agency{}}, {env, "public_interest.reply", said, ids.Agency{}}, {proc, "public_interest.find_done", said, ids.Agency{}},
		}, referral.Decided, []string{"pil_admin_suggestion_urgent"}},
		{referral.Findings, env, referral.Content{JointAction: "联合检查", FoundOn: day, Facts: "发现问题"}, true, []turn{
			{env, "findings.send", send, h.Market.ID}, {market, "sign_for", signed, ids.Agency{}}, {market, "findings.order", referral.Input{Text: "限期整改", Until: day.AddDays(20)}, ids.Agency{}},
			{market, "findings.rectified", said, ids.Agency{}}, {env, "findings.reopen", why, ids.Agency{}}, {market, "findings.rectified", said, ids.Agency{}}, {env, "findings.confirm", said, ids.Agency{}}, {env, "close", said, ids.Agency{}},
		}, referral.Closed, []string{"findings_feedback"}},
		{referral.Supervision, env, referral.Content{Major: []string{"grave"}, Facts: "重大", Basis: "提请督办"}, false, []turn{
			{env, "supervision.report", said, ids.Agency{}}, {h.Env.Head, "supervision.approve", said, ids.Agency{}}, {env, "supervision.request", send, h.Market.ID}, {market, "sign_for", signed, ids.Agency{}},
			{h.Market.Head, "supervision.list", numbered, ids.Agency{}}, {env, "supervision.progress", said, ids.Agency{}}, {h.Market.Head, "supervision.release", numbered, ids.Agency{}},
		}, referral.Answered, []string{"clk_supervision_listing"}},
		{referral.Compensation, env, referral.Content{Facts: "演示虚构：林地受损", Basis: "启动索赔"}, true, []turn{
			{env, "compensation.report", said, ids.Agency{}}, {h.Env.Head, "compensation.approve", said, ids.Agency{}}, {env, "compensation.notify", send, h.Procuratorate.ID}, {proc, "sign_for", signed, ids.Agency{}},
			{env, "compensation.assess", assessed, ids.Agency{}}, {env, "compensation.serve_notice", numbered, ids.Agency{}}, {env, "compensation.meet", said, ids.Agency{}}, {env, "compensation.agree", assessed, ids.Agency{}},
			{env, "compensation.pay", paid(1_500_000, 1), ids.Agency{}}, {env, "compensation.pay", paid(3_309_000, 2), ids.Agency{}}, {env, "compensation.perform", said, ids.Agency{}}, {env, "close", said, ids.Agency{}},
		}, referral.Closed, []string{"dmg_notify_procuratorate"}},
		{referral.Compensation, env, referral.Content{Facts: "演示虚构：当场了结", Basis: "启动索赔"}, true, []turn{
			{env, "compensation.report", said, ids.Agency{}}, {h.Env.Head, "compensation.approve", said, ids.Agency{}}, {env, "compensation.settle", inOneSitting, ids.Agency{}},
			{env, "compensation.pay", paid(191_700, 3), ids.Agency{}}, {env, "compensation.perform", said, ids.Agency{}}, {env, "close", said, ids.Agency{}},
		}, referral.Closed, []string{"dmg_notify_procuratorate"}},
		{referral.Monitoring, env, referral.Content{Pollutant: "化学需氧量", Outlet: "总排口", ActOn: day, Facts: "有效数据"}, false, []turn{}, referral.Draft, nil}, // to another environment organ: see the domain's courses
	}
}

// TestEveryKindRuns takes every kind its usual way through the office: states,
// clocks and who may know of it are as the table says.
func TestEveryKindRuns(t *testing.T) {
	t.Parallel()
	h := house(t)
	for _, c := range courses(h) {
		d := officetest.Draft()
		d.Content, d.Title = c.draft, "演示"+string(c.kind)
		if !c.units {
			d.Parties = nil
		}
		got, err := h.OpenReferral(t.Context(), c.by, officetest.NewKey("open"), c.kind, d, nil)
		check(t, err)
		var started []string
		for _, s := range c.turns {
			got = h.Request(t, s.by, casework.Request{Case: got.Case.ID, Action: s.action, Input: s.in, To: s.to})
			for _, k := range got.Clocks {
				started = append(started, k.Row.RuleID)
			}
		}
		if got.Snapshot.State != c.ends {
			t.Errorf("%s ends %s, want %s", c.kind, got.Snapshot.State, c.ends)
		}
		for _, rule := range c.runs {
			if !slices.Contains(started, rule) {
				t.Errorf("%s: %s was never started; there were %v", c.kind, rule, slices.Compact(started))
			}
		}
		if got.Snapshot.State == referral.Closed && slices.ContainsFunc(got.Clocks, func(k casework.ClockView) bool { return k.Row.State == "running" }) {
			t.Errorf("%s is closed and a clock runs on", c.kind)
		}
		verify(t, h, got.Case.ID)
		for _, organ := range []officetest.Organ{h.Env, h.Police, h.Procuratorate, h.Market} {
			_, err := h.Get(t.Context(), organ.All()[0], got.Case.ID)
			part := organ.ID == got.Case.SenderID || organ.ID == got.Case.ReceiverID || organ.ID == got.Case.CopiedID
			if seen := err == nil; seen != part {
				t.Errorf("%s: %s sees it: %v (%v)", c.kind, organ.Code, seen, err)
			}
		}
	}
}

// TestExtensionsFollowTheRule: more time comes from the right the article gives,
// as often as it gives it, and the next one is refused under the article.
func TestExtensionsFollowTheRule(t *testing.T) {
	t.Parallel()
	h := house(t)
	d := officetest.Draft()
	d.Content = referral.Content{Facts: "锅炉无设施", Basis: "属生态环境职责"}
	got, err := h.OpenReferral(t.Context(), h.Market.Handler, officetest.NewKey("open"), referral.Administrative, d, nil)
	check(t, err)
	id := got.Case.ID
	h.Request(t, h.Market.Handler, casework.Request{Case: id, Action: "administrative.send", Input: referral.Input{NoSecret: true}, To: h.Env.ID})
	before := h.Do(t, h.Env.Handler, id, "sign_for", referral.Input{Officer: "经办人"})
	unsettle(t, h, id, "adm_filing_review")
	after := h.Do(t, h.Env.Head, id, "administrative.extend_review", referral.Input{Reason: "案情复杂"})
	was, is := clockOf(t, before, "adm_filing_review"), clockOf(t, after, "adm_filing_review")
	if is.Row.Provisional || strings.Contains(string(is.Row.Also), "2099") {
		t.Errorf("extended, and it still says provisional %v and also %s", is.Row.Provisional, is.Row.Also)
	}
	if days := int(is.Row.DueAt.Sub(*was.Row.DueAt).Hours() / 24); days < 13 || days > 17 || len(casework.Grants(is.Row)) != 1 {
		t.Errorf("the extension moved the line by %d days", days)
	}
	head := h.Env.Head
	head.StepUpAt = h.Clock.Now()
	_, err = h.Act(t.Context(), head, casework.Request{Case: id, Version: after.Case.Version, Key: officetest.NewKey("again"), Action: "administrative.extend_review", Input: referral.Input{Reason: "再延长"}})
	f := wants(t, err, fault.Rule, "deadline.extension_spent")
	if f.Basis == nil || f.Basis.Document == "" {
		t.Error("the refusal names no article")
	}
}

// unsettle leaves a clock with what it would say had no holiday table been loaded,
// and with another reading of long ago: whoever computes it again writes both.
func unsettle(t *testing.T, h *officetest.House, id ids.Case, rule string) {
	t.Helper()
	tag, err := h.DB.Owner.Exec(t.Context(), `update clocks set provisional = true, also = '[{"due_day": "2099-01-01"}]' where case_id = $1 and rule_id = $2`, id, rule)
	if err != nil || tag.RowsAffected() != 1 {
		t.Fatalf("%d clocks of %s, %v", tag.RowsAffected(), rule, err)
	}
}

func clockOf(t *testing.T, d casework.Detail, rule string) casework.ClockView {
	t.Helper()
	for _, k := range d.Clocks {
		if k.Row.RuleID == rule {
			return k
		}
	}
	t.Fatalf("no clock %s in %v", rule, d.Clocks)
	return casework.ClockView{}
}

// TestMergingTellsNoSender: who sent a lead learns nothing of the other organ's
// lead that it was merged with; who merged them reads both.
func TestMergingTellsNoSender(t *testing.T) {
	t.Parallel()
	h := house(t)
	lead := func(from officetest.Organ) ids.Case {
		d := officetest.Draft()
		d.Content, d.Parties = referral.Content{Facts: "油污"}, nil
		got, err := h.OpenReferral(t.Context(), from.Handler, officetest.NewKey("lead"+from.Code), referral.Lead, d, &casework.FirstAct{Action: "lead.send", To: h.Env.ID, Input: referral.Input{NoSecret: true}})
		check(t, err)
		return got.Case.ID
	}
	one, two := lead(h.Market), lead(h.Police)
	_, err := h.LinkCases(t.Context(), h.Env.Handler, one, two, casework.Merged)
	check(t, err)
	tells := func(reader casework.Actor, id, other ids.Case) bool {
		line, err := h.ReadTimeline(t.Context(), reader, id)
		check(t, err)
		found := false
		for _, e := range line.Events {
			for _, v := range e.Values {
				found = found || strings.Contains(string(v), other.String()) || strings.Contains(string(v), "merged")
			}
		}
		return found
	}
	if tells(h.Market.Handler, one, two) || tells(h.Police.Handler, two, one) {
		t.Error("a sender reads of the other lead")
	}
	if !tells(h.Env.Handler, one, two) || !tells(h.Env.Handler, two, one) {
		t.Error("who merged them does not read it")
	}
}

// TestInternalLimitsAreNeverOverdue: what no law asks for turns no list red.
func TestInternalLimitsAreNeverOverdue(t *testing.T) {
	t.Parallel()
	h := house(t)
	d := officetest.Draft()
	d.Content, d.Parties = referral.Content{Facts: "油污"}, nil
	got, err := h.OpenReferral(t.Context(), h.Market.Handler, officetest.NewKey("open"), referral.Lead, d, &casework.FirstAct{Action: "lead.send", To: h.Env.ID, Input: referral.Input{NoSecret: true}})
	check(t, err)
	if got.Snapshot.State != referral.Sent || !clockOf(t, got, "lead_feedback").Row.Internal {
		t.Fatalf("state %s, clocks %v", got.Snapshot.State, got.Clocks)
	}
	h.Clock.Advance(60 * 24 * 3600 * 1e9)
	counts, _, err := h.Count(t.Context(), h.Env.Handler)
	check(t, err)
	if counts.Overdue != 0 || counts.Todo != 1 {
		t.Errorf("overdue %d, to do %d", counts.Overdue, counts.Todo)
	}
	got, err = h.Get(t.Context(), h.Env.Handler, got.Case.ID)
	check(t, err)
	if light := clockOf(t, got, "lead_feedback").Light; light != "past" {
		t.Errorf("its light is %s", light)
	}
	// A statutory duty that ends later comes first all the same.
	_, err = h.DB.Owner.Exec(t.Context(), "update clocks set internal = false, due_at = due_at + interval '400 days' where case_id = $1 and rule_id = 'lead_assign'", got.Case.ID)
	check(t, err)
	got, err = h.Get(t.Context(), h.Env.Handler, got.Case.ID)
	check(t, err)
	if got.Next == nil || got.Next.Clock == nil || got.Next.Clock.Row.RuleID != "lead_assign" {
		t.Errorf("the next act hangs on %+v", got.Next)
	}
}

// TestEnvironmentPassesNothingOn: a receiving environment organ asks for
// designation; another agency passes on with its reason.
func TestEnvironmentPassesNothingOn(t *testing.T) {
	t.Parallel()
	h := house(t)
	sent := func(from casework.Actor, to ids.Agency) casework.Detail {
		d := officetest.Draft()
		d.Content = referral.Content{Facts: "事实", Basis: "依据"}
		got, err := h.OpenReferral(t.Context(), from, officetest.NewKey("open"), referral.Administrative, d, nil)
		check(t, err)
		return h.Request(t, from, casework.Request{Case: got.Case.ID, Action: "administrative.send", Input: referral.Input{NoSecret: true}, To: to})
	}
	got := sent(h.Market.Handler, h.Env.ID)
	_, err := h.Act(t.Context(), h.Env.Handler, casework.Request{Case: got.Case.ID, Version: got.Case.Version, Key: officetest.NewKey("on"), Action: "administrative.pass_on", To: h.Police.ID, Input: referral.Input{Reason: "不属本局"}})
	f := wants(t, err, fault.Rule, "referral.no_retransfer")
	if f.Basis == nil || f.Basis.Article != "第十六条" || !slices.Contains(f.Allowed, "administrative.dispute") {
		t.Errorf("the refusal says %v and allows %v", f.Basis, f.Allowed)
	}
	got = sent(h.Env.Handler, h.Market.ID)
	on := h.Request(t, h.Market.Handler, casework.Request{Case: got.Case.ID, Action: "administrative.pass_on", To: h.Police.ID, Input: referral.Input{Reason: "属公安机关职责"}})
	if on.Case.ReceiverID != h.Police.ID || on.Relation != string(referral.PastReceiver) {
		t.Errorf("after passing on: receiver %s, our part %s", on.Case.ReceiverID, on.Relation)
	}
}

// TestDerivedCasesStandAlone: nothing is typed twice, files come along under the
// same digest, both records hold the link, and strangers to one end see neither.
func TestDerivedCasesStandAlone(t *testing.T) {
	t.Parallel()
	h := house(t)
	d := officetest.Draft()
	lead, err := h.OpenReferral(t.Context(), h.Market.Handler, officetest.NewKey("open"), referral.Lead, d, &casework.FirstAct{Action: "lead.send", To: h.Env.ID, Input: referral.Input{NoSecret: true}})
	check(t, err)
	h.Do(t, h.Env.Desk, lead.Case.ID, "sign_for", referral.Input{Officer: "联络员"})
	made, err := h.Derive(t.Context(), h.Env.Handler, officetest.NewKey("derive"), lead.Case.ID, referral.Criminal, casework.Upgraded, "", nil)
	check(t, err)
	if made.Case.SenderID != h.Env.ID || made.Snapshot.Content.Facts != d.Content.Facts || len(made.Snapshot.Charges) != 1 || made.Snapshot.State != referral.Draft {
		t.Errorf("made %+v", made.Snapshot)
	}
	f, err := h.Family(t.Context(), h.Env.Handler, made.Case.ID)
	check(t, err)
	if len(f.Cases) != 2 || len(f.Links) != 1 || f.Links[0].Relation != string(casework.Upgraded) {
		t.Errorf("family %+v", f)
	}
	theirs, err := h.Family(t.Context(), h.Market.Handler, lead.Case.ID)
	check(t, err)
	if len(theirs.Cases) != 1 || len(theirs.Links) != 0 {
		t.Errorf("the sender of the lead sees what became of it before it is told: %+v", theirs)
	}
	_, err = h.Derive(t.Context(), h.Police.Handler, officetest.NewKey("derive"), lead.Case.ID, referral.Consultation, casework.Upgraded, "", nil)
	if fault.KindOf(err) != fault.Missing {
		t.Errorf("an organ without a part derives: %v", err)
	}
	_, err = h.Derive(t.Context(), h.Env.Handler, officetest.NewKey("derive"), lead.Case.ID, referral.Lead, casework.Part, "", nil)
	wants(t, err, fault.Rule, "referral.split_by_sender")
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestSuperiorTakesTheCaseItself: the common superior may designate itself; it is
// then the receiver, and acts as that.
func TestSuperiorTakesTheCaseItself(t *testing.T) {
	t.Parallel()
	h := house(t)
	up := another(t, h, "city-env", "environment")
	_, err := h.DB.Owner.Exec(t.Context(), "update agencies set level = 'city', region = '310100' where id = $1", up.ID)
	check(t, err)
	d := officetest.Draft()
	d.Content = referral.Content{Facts: "事实", Basis: "依据"}
	got, err := h.OpenReferral(t.Context(), h.Env.Handler, officetest.NewKey("open"), referral.Administrative, d, nil)
	check(t, err)
	id := got.Case.ID
	h.Request(t, h.Env.Handler, casework.Request{Case: id, Action: "administrative.send", Input: referral.Input{NoSecret: true}, To: h.Market.ID})
	h.Do(t, h.Market.Handler, id, "administrative.dispute", referral.Input{Reason: "不属本局"})
	h.Request(t, h.Market.Head, casework.Request{Case: id, Action: "administrative.ask_designation", Input: referral.Input{Reason: "协商不成"}, To: up.ID})
	h.Request(t, up.Head, casework.Request{Case: id, Action: "administrative.designate_other", Input: referral.Input{DocumentNo: "市环指〔2026〕1号"}, To: up.ID})
	after := h.Do(t, up.Head, id, "sign_for", referral.Input{Officer: "承办人"})
	if after.Relation != string(referral.Receiver) || after.Snapshot.State != referral.Received {
		t.Errorf("the superior is %s of a case that is %s", after.Relation, after.Snapshot.State)
	}
	h.Verify(t, id)
}

// What the acts of a claim bring.
var (
	assessed     = referral.Input{Text: "演示虚构", Claimed: &referral.Claimed{Costs: claim.Costs{DamageFen: 3_309_000, AppraisalFen: 1_500_000}, Method: claim.Appraisal, Told: true}}
	inOneSitting = referral.Input{Text: "义务人愿意当场缴清", Claimed: &referral.Claimed{
		Costs: claim.Costs{DamageFen: 191_700}, Method: claim.Comprehensive, Assessed: "依据监测报告综合认定", Agreed: "当场缴清", Told: true,
		Present: []referral.Attendant{{Role: "obligor", Name: "义务人代表"}},
	}}
)

// paid is a payment with its amount and number.
func paid(fen int64, n int) referral.Input {
	return referral.Input{DocumentNo: fmt.Sprintf("演缴〔2026〕%d号", n), Claimed: &referral.Claimed{Payment: claim.Payment{Fen: fen, Manner: claim.Treasury}}}
}
