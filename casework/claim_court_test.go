package casework_test

import (
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// owed is the damage of the claims below, in fen.
const owed = 10_000

// claimOffice is an office with the steps of a claim of its environment bureau.
type claimOffice struct{ *officetest.House }

func (x claimOffice) do(t *testing.T, id ids.Case, action referral.Action, in referral.Input) casework.Detail {
	t.Helper()
	return x.Do(t, x.Env.Handler, id, action, in)
}

// refused takes a step that must not be possible.
func (x claimOffice) refused(t *testing.T, id ids.Case, action referral.Action, in referral.Input, code string) *fault.Error {
	t.Helper()
	_, err := x.Act(t.Context(), x.Env.Handler, casework.Request{Case: id, Version: casework.AnyVersion, Key: officetest.NewKey(string(action)), Action: action, Input: in})
	return wants(t, err, fault.Rule, code)
}

// met is a claim that was consulted about once.
func (x claimOffice) met(t *testing.T, place string) ids.Case {
	t.Helper()
	id := damageAt(t, x.House, x.Env.Handler, place, "演示公司"+place)
	x.do(t, id, "compensation.report", referral.Input{})
	x.Do(t, x.Env.Head, id, "compensation.approve", referral.Input{})
	x.do(t, id, "compensation.assess", referral.Input{Text: "评估", Claimed: &referral.Claimed{Costs: claim.Costs{DamageFen: owed}, Method: claim.Appraisal}})
	x.do(t, id, "compensation.serve_notice", referral.Input{})
	x.do(t, id, "compensation.meet", referral.Input{Text: "义务人愿意赔偿", Claimed: &referral.Claimed{}})
	return id
}

func (x claimOffice) agree(t *testing.T, id ids.Case, works ...referral.WorkInput) {
	t.Helper()
	x.do(t, id, "compensation.agree", referral.Input{Text: "一次缴清", Claimed: &referral.Claimed{Told: true, Works: works}})
}

func (x claimOffice) pay(t *testing.T, id ids.Case, fen int64, number string) {
	t.Helper()
	x.do(t, id, "compensation.pay", referral.Input{DocumentNo: number, Claimed: &referral.Claimed{Payment: claim.Payment{Fen: fen, Manner: claim.Treasury}}})
}

// workDone reports a work done and accepts it.
func (x claimOffice) workDone(t *testing.T, id ids.Case, n int) {
	t.Helper()
	shown, err := x.AddEvidence(t.Context(), x.Env.Handler, id, "验收照片.pdf", strings.NewReader("%PDF-1.4 照片"), 1<<20)
	check(t, err)
	x.do(t, id, "compensation.restore", referral.Input{Text: "完成", Claimed: &referral.Claimed{Work: n, Evidence: []referral.EvidenceRef{{ID: shown.ID}}}})
	x.do(t, id, "compensation.accept_work", referral.Input{Text: "合格", Claimed: &referral.Claimed{Work: n}})
}

func replanting(day civil.Date, fen int64) referral.WorkInput {
	return referral.WorkInput{What: "补植", Work: claim.Work{Kind: claim.InPlace, By: day, Fen: fen}}
}

// TestJudicialConfirmation: application with its reminder, the court's announcement of
// thirty days before which no confirmation is recorded, refusal and a second application,
// and what a confirmed agreement leads to.
func TestJudicialConfirmation(t *testing.T) {
	t.Parallel()
	x := claimOffice{house(t)}
	id, day := x.met(t, "甲河"), civil.DateOf(x.Clock.Now())
	x.agree(t, id)
	const remind, announced = "dmg_judicial_confirm_apply_30", "dmg_court_announcement"
	if k := clock(t, x.House, id, remind); k.State != "running" || !k.OptionRight || !k.Flagged || k.DueDay != day.AddDays(30) {
		t.Errorf("the reminder of the application: %+v", k)
	}
	x.refused(t, id, "compensation.announce_confirmation", referral.Input{Text: "公告"}, "referral.not_applied")
	x.refused(t, id, "compensation.refuse_confirmation", referral.Input{DocumentNo: "1号", Reason: "理由"}, "referral.not_applied")
	x.do(t, id, "compensation.apply_confirmation", referral.Input{})
	if k := clock(t, x.House, id, remind); k.State != "met" {
		t.Errorf("the application leaves its reminder %s", k.State)
	}
	x.refused(t, id, "compensation.apply_confirmation", referral.Input{}, "referral.applied_already")

	// The court refuses: the clocks end, nothing is confirmed, both may ask again.
	x.do(t, id, "compensation.announce_confirmation", referral.Input{Text: "网站公告"})
	x.do(t, id, "compensation.refuse_confirmation", referral.Input{DocumentNo: "演民特1号", Reason: "材料不足"})
	if c, k := claimOf(t, x.House, id), clock(t, x.House, id, announced); c.Applied || c.Announced || c.Confirmed || k.State != "cancelled" {
		t.Errorf("after the refusal: %+v, announcement %s", c, k.State)
	}
	x.do(t, id, "compensation.apply_confirmation", referral.Input{})
	x.do(t, id, "compensation.announce_confirmation", referral.Input{Text: "再次公告"})
	x.refused(t, id, "compensation.announce_confirmation", referral.Input{Text: "公告"}, "referral.announced_already")
	k := clock(t, x.House, id, announced)
	if k.State != "running" || k.DueAt == nil || k.DueDay != day.AddDays(30) {
		t.Fatalf("the announcement: %+v", k)
	}
	x.Clock.Set(*k.DueAt)
	f := x.refused(t, id, "compensation.confirm", referral.Input{DocumentNo: "演民特2号"}, "referral.announcement_runs")
	if f.Basis == nil || f.Basis.Article != "第二十条第二款" {
		t.Errorf("refused under %+v", f.Basis)
	}
	x.Clock.Advance(time.Second)
	x.do(t, id, "compensation.confirm", referral.Input{DocumentNo: "演民特2号"})
	if c, n := claimOf(t, x.House, id), count(t, x.House, "clocks where id = $1 and state = 'met'", k.ID); !c.Confirmed || !c.Enforceable() || n != 1 {
		t.Errorf("confirmed: %+v, announcement met: %d", c, n)
	}
	x.refused(t, id, "compensation.sue", referral.Input{DocumentNo: "1号"}, "referral.sue_confirmed")
	x.refused(t, id, "compensation.confirm", referral.Input{DocumentNo: "演民特3号"}, "referral.already_confirmed")
	x.do(t, id, "compensation.enforce", referral.Input{DocumentNo: "演执1号"})
	x.pay(t, id, owed, "演缴〔2026〕1号")
	x.do(t, id, "compensation.perform", referral.Input{Text: "执行完毕"})
	x.do(t, id, "close", referral.Input{})
}

// TestConsultedAgain: after a failure the parties consult again and agree; what the failure
// took back is agreed anew, and meetings go on being counted.
func TestConsultedAgain(t *testing.T) {
	t.Parallel()
	x := claimOffice{house(t)}
	id, day := x.met(t, "乙河"), civil.DateOf(x.Clock.Now())
	x.agree(t, id, replanting(day.AddDays(60), 0))
	x.refused(t, id, "compensation.consult_again", referral.Input{Reason: "义务人请求"}, "referral.step_not_allowed")
	x.do(t, id, "compensation.fail", referral.Input{Result: "refused", Reason: "义务人反悔", Claimed: &referral.Claimed{}})
	if c := claimOf(t, x.House, id); c.Agreed || !c.Failed || c.Warned || len(c.Works) != 0 || c.Costs.Sum() != owed {
		t.Errorf("after the failure: %+v", c)
	}
	x.do(t, id, "compensation.consult_again", referral.Input{Reason: "义务人请求再次磋商"})
	x.do(t, id, "compensation.meet", referral.Input{Text: "同意分期", Claimed: &referral.Claimed{}})
	x.agree(t, id)
	if c := claimOf(t, x.House, id); !c.Agreed || c.Failed || !c.Warned || c.Meetings != 2 || c.AgreedFen() != owed {
		t.Errorf("agreed again: %+v", c)
	}
	x.pay(t, id, owed, "演缴〔2026〕1号")
	x.do(t, id, "compensation.perform", referral.Input{Text: "履行完毕"})
	x.do(t, id, "close", referral.Input{})
	claimOf(t, x.House, id)
}

// TestGoalNotReached: an evaluation that says no keeps the claim open; more is done, and it
// is evaluated anew.
func TestGoalNotReached(t *testing.T) {
	t.Parallel()
	x := claimOffice{house(t)}
	id, day := x.met(t, "丙河"), civil.DateOf(x.Clock.Now())
	x.agree(t, id, replanting(day.AddDays(60), owed))
	evaluate := func(result string) {
		t.Helper()
		x.do(t, id, "compensation.evaluate", referral.Input{Result: result, Text: "成活率", Claimed: &referral.Claimed{}})
	}
	x.refused(t, id, "compensation.evaluate", referral.Input{Result: "reached", Text: "成活率", Claimed: &referral.Claimed{}}, "referral.works_open")
	x.workDone(t, id, 1)
	evaluate("not_reached")
	f := x.refused(t, id, "compensation.perform", referral.Input{Text: "完毕"}, "referral.not_paid")
	if !strings.Contains(f.Detail.ZH, "修复效果") {
		t.Errorf("it says %s", f.Detail.ZH)
	}
	x.do(t, id, "compensation.plan_works", referral.Input{Text: "补充方案", Claimed: &referral.Claimed{Works: []referral.WorkInput{replanting(day.AddDays(120), 0)}}})
	x.refused(t, id, "compensation.evaluate", referral.Input{Result: "reached", Text: "成活率", Claimed: &referral.Claimed{}}, "referral.works_open")
	x.workDone(t, id, 2)
	evaluate("reached")
	x.do(t, id, "compensation.perform", referral.Input{Text: "达到修复目标"})
	x.do(t, id, "close", referral.Input{})
	if c := claimOf(t, x.House, id); !c.Performed || c.PaidFen() != owed || c.WorksOpen() != 0 {
		t.Errorf("%+v", c)
	}
}

// TestWorkIsWaived: what an open work is to perform cannot be paid as well; the head waives
// the work with a reason, then it is paid, and nothing is left to be evaluated.
func TestWorkIsWaived(t *testing.T) {
	t.Parallel()
	x := claimOffice{house(t)}
	id, day := x.met(t, "丁河"), civil.DateOf(x.Clock.Now())
	x.agree(t, id, replanting(day.AddDays(60), 6_000))
	x.pay(t, id, 4_000, "演缴〔2026〕1号")
	x.refused(t, id, "compensation.pay", referral.Input{DocumentNo: "2", Claimed: &referral.Claimed{Payment: claim.Payment{Fen: 6_000, Manner: claim.Treasury}}}, "referral.nothing_owed")
	_, err := x.Act(t.Context(), x.Env.Handler, casework.Request{Case: id, Version: casework.AnyVersion, Key: officetest.NewKey("waive"), Action: "compensation.waive_work", Input: referral.Input{Reason: "改为缴款", Claimed: &referral.Claimed{Work: 1}}})
	wants(t, err, fault.Denied, "not_allowed") // a handler does not
	x.Do(t, x.Env.Head, id, "compensation.waive_work", referral.Input{Reason: "无法原地修复，改为缴款", Claimed: &referral.Claimed{Work: 1}})
	x.pay(t, id, 6_000, "演缴〔2026〕2号")
	x.do(t, id, "compensation.perform", referral.Input{Text: "缴清"})
	x.do(t, id, "close", referral.Input{})
	if c := claimOf(t, x.House, id); c.Works[0].State != claim.WorkWaived || c.PaidFen() != owed || c.NeedsEvaluation() {
		t.Errorf("%+v", c)
	}
}

// TestSuitEnds: a suit that is withdrawn leaves the claim where it was, one that the court
// dismisses ends it.
func TestSuitEnds(t *testing.T) {
	t.Parallel()
	x := claimOffice{house(t)}
	id := x.met(t, "戊河")
	over := func(result string) {
		t.Helper()
		x.do(t, id, "compensation.sue", referral.Input{DocumentNo: "演诉1号"})
		x.refused(t, id, "close", referral.Input{}, "referral.suit_pending")
		x.do(t, id, "compensation.suit_over", referral.Input{DocumentNo: "演民初1号", Result: result, Claimed: &referral.Claimed{}})
	}
	x.do(t, id, "compensation.fail", referral.Input{Result: "refused", Reason: "拒绝磋商", Claimed: &referral.Claimed{}})
	over("withdrawn")
	if c := claimOf(t, x.House, id); c.Sued || c.Dismissed || !c.Failed {
		t.Errorf("after the withdrawal: %+v", c)
	}
	x.refused(t, id, "close", referral.Input{}, "referral.failed_unsettled")
	over("dismissed")
	if c := claimOf(t, x.House, id); c.Sued || !c.Dismissed {
		t.Errorf("after the dismissal: %+v", c)
	}
	x.do(t, id, "close", referral.Input{})
}

// TestOfferAfterTheAgreement: an offer is a minuted statement, so there is none after the
// agreement: neither a reply nor another meeting is recorded, and the refusal names the
// article and what is possible instead.
func TestOfferAfterTheAgreement(t *testing.T) {
	t.Parallel()
	x := claimOffice{house(t)}
	id := x.met(t, "己河")
	x.agree(t, id)
	before := claimOf(t, x.House, id)
	for action, in := range map[referral.Action]referral.Input{
		"compensation.reply": {Text: "愿意另加一笔"}, "compensation.meet": {Text: "提出新的方案", Claimed: &referral.Claimed{}},
	} {
		f := x.refused(t, id, action, in, "referral.step_not_allowed")
		if f.Basis == nil || f.Basis.Article == "" || !strings.Contains(f.Detail.ZH, "当前状态不能办理") {
			t.Errorf("%s: %s under %+v", action, f.Detail.ZH, f.Basis)
		}
		if !strings.Contains(strings.Join(f.Allowed, " "), "compensation.pay") {
			t.Errorf("%s: instead is allowed %v", action, f.Allowed)
		}
	}
	if after := claimOf(t, x.House, id); after.Meetings != before.Meetings || after.AgreedFen() != owed {
		t.Errorf("the agreement has moved: %+v", after)
	}
}
