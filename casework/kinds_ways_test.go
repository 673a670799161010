package casework_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// open begins a case of a kind; units tells whether it has parties with charges.
func open(t *testing.T, h *officetest.House, by casework.Actor, kind referral.Kind, units bool, change func(*casework.DraftInput)) ids.Case {
	t.Helper()
	d := officetest.Draft()
	d.Title = "演示" + string(kind)
	if !units {
		d.Parties = nil
	}
	change(&d)
	got, err := h.OpenReferral(t.Context(), by, officetest.NewKey("open"), kind, d, nil)
	check(t, err)
	return got.Case.ID
}

// due holds a running clock to its last day.
func due(t *testing.T, d casework.Detail, rule, day string) {
	t.Helper()
	k := clockOf(t, d, rule)
	if k.Row.DueAt == nil || k.Row.State != "running" {
		t.Errorf("%s is %s, due %v", rule, k.Row.State, k.Row.DueAt)
	} else if got := civil.DateOf(*k.Row.DueAt).String(); got != day {
		t.Errorf("%s ends on %s, want %s", rule, got, day)
	}
}

// ended: no clock of these rules runs any more.
func ended(t *testing.T, d casework.Detail, rules ...string) {
	t.Helper()
	for _, rule := range rules {
		if k := clockOf(t, d, rule); k.Row.State == "running" || k.Row.State == "paused" {
			t.Errorf("%s is still %s", rule, k.Row.State)
		}
	}
}

// sealedLetter issues a letter and uploads its sealed version.
func sealedLetter(t *testing.T, h *officetest.House, a casework.Actor, id ids.Case, kind documents.Kind) {
	t.Helper()
	_, letter, err := h.IssueDocument(t.Context(), a, id, kind, "")
	check(t, err)
	scan, err := h.AddEvidence(t.Context(), a, id, "盖章件.pdf", strings.NewReader("%PDF-1.4\n%%EOF\n"), 1<<20)
	check(t, err)
	_, err = h.SealDocument(t.Context(), a, id, letter, scan.ID, "")
	check(t, err)
}

// TestDetentionCourse: the penalty comes first, days are working days, the police have
// thirty days that a superior makes longer twice, and copy their decision (公治〔2014〕853号).
func TestDetentionCourse(t *testing.T) {
	t.Parallel()
	h := house(t)
	day := civil.DateOf(h.Clock.Now()) // a Monday, 2026-03-02
	police, env := h.Police.Handler, h.Env.Handler
	drafted := func(number string) ids.Case {
		return open(t, h, env, referral.Detention, true, func(d *casework.DraftInput) {
			d.Content.Basis, d.Content.ActOn, d.Content.DecisionNo = "环境保护法第六十三条第（三）项", day.AddDays(-30), number
		})
	}
	ask := casework.Request{Case: drafted(""), Action: "detention.report"}
	f := refused(t, h, env, ask, fault.Rule, "referral.penalty_first")
	if f.Basis == nil || !strings.Contains(f.Basis.Number, "853号") {
		t.Errorf("refused under %+v", f.Basis)
	}
	id := drafted("演环罚〔2026〕1号")
	h.Do(t, env, id, "detention.report", referral.Input{})
	due(t, h.Do(t, h.Env.Head, id, "detention.approve", referral.Input{}), "det_transmit", "2026-03-05")
	refused(t, h, env, casework.Request{Case: id, Action: "detention.transmit", To: h.Police.ID, Input: referral.Input{NoSecret: true, Reason: "材料随后补送"}}, fault.Rule, "referral.letter_not_sealed")
	sealedLetter(t, h, env, id, documents.DetentionLetter)
	sent := h.Request(t, env, casework.Request{Case: id, Action: "detention.transmit", To: h.Police.ID, Input: referral.Input{NoSecret: true, Reason: "材料随后补送"}})
	ended(t, sent, "det_transmit")
	got := h.Do(t, h.Police.Desk, id, "sign_for", referral.Input{Officer: "民警甲"})
	due(t, got, "det_police_supplement_notice", "2026-03-05")
	due(t, got, "det_police_return", "2026-03-09")
	due(t, got, "det_police_decide", "2026-04-01")
	got = h.Do(t, police, id, "detention.extend", referral.Input{Reason: "案情重大复杂", Officer: "上一级公安机关负责人"})
	due(t, got, "det_police_decide", "2026-05-06") // 1 to 5 May are holidays
	got = h.Do(t, police, id, "detention.extend", referral.Input{Reason: "仍未查清", Officer: "上一级公安机关负责人"})
	due(t, got, "det_police_decide", "2026-06-01") // thirty more from where counting stopped, a Sunday
	refused(t, h, police, casework.Request{Case: id, Action: "detention.extend", Input: referral.Input{Reason: "第三次", Officer: "上一级公安机关负责人"}}, fault.Rule, "deadline.extension_spent")
	refused(t, h, police, casework.Request{Case: id, Action: "detention.executed", Input: referral.Input{Text: "已执行"}}, fault.Rule, "referral.nobody_detained")
	got = h.Do(t, police, id, "detention.detain", referral.Input{DocumentNo: "演公行罚决字〔2026〕1号"})
	due(t, got, "det_police_copy_decision", "2026-03-05")
	ended(t, got, "det_police_decide", "det_police_return", "det_police_supplement_notice")
	got = h.Do(t, police, id, "detention.copy_decision", referral.Input{DocumentNo: "演公行罚决字〔2026〕1号"})
	ended(t, got, "det_police_copy_decision")
	h.Do(t, police, id, "detention.executed", referral.Input{Text: "已执行行政拘留"})
	if got = h.Do(t, env, id, "close", referral.Input{}); got.Snapshot.State != referral.Closed || got.Snapshot.Charges[0].State != referral.Detained {
		t.Errorf("ends %s with %+v", got.Snapshot.State, got.Snapshot.Charges)
	}
	verify(t, h, id)
}

// TestMonitoringCourse: the station hands its report over, the team has seven days to file
// it, which the rule itself marks as uncertain.
func TestMonitoringCourse(t *testing.T) {
	t.Parallel()
	h := house(t)
	station := h.Another(t, "station", "演示区环境监测站", "station")
	id := open(t, h, station.Handler, referral.Monitoring, false, func(d *casework.DraftInput) {
		d.Content = referral.Content{Pollutant: "化学需氧量 180 mg/L，标准 60 mg/L，超标 2 倍", Outlet: "总排口", ActOn: civil.DateOf(h.Clock.Now()), Facts: "数据有效"}
	})
	refused(t, h, station.Handler, casework.Request{Case: id, Action: "monitoring.send", To: h.Market.ID, Input: referral.Input{NoSecret: true, Reason: "报告后附"}}, fault.Rule, "referral.receiver_sector")
	h.Request(t, station.Handler, casework.Request{Case: id, Action: "monitoring.send", To: h.Env.ID, Input: referral.Input{NoSecret: true, Reason: "报告后附"}})
	got := h.Do(t, h.Env.Desk, id, "sign_for", referral.Input{Officer: "承办人"})
	if k := clockOf(t, got, "clk_online_excess_file_7"); k.Row.DueAt == nil || civil.DateOf(*k.Row.DueAt).String() != "2026-03-09" || !k.Row.Flagged {
		t.Errorf("the clock: due %v, flagged %t", k.Row.DueAt, k.Row.Flagged)
	}
	h.Do(t, h.Env.Handler, id, "monitoring.ask_data", referral.Input{Text: "请补充分钟数据"})
	ended(t, h.Do(t, h.Env.Handler, id, "monitoring.file", referral.Input{}), "clk_online_excess_file_7")
	got = h.Do(t, h.Env.Handler, id, "monitoring.report_result", referral.Input{Result: "handled", Text: "已立案处罚"})
	if got.Snapshot.State != referral.Answered {
		t.Errorf("ends %s", got.Snapshot.State)
	}
	verify(t, h, id)
}

// TestReverseFromPoliceAndCourt: police and courts transfer at once; the police copy the
// procuratorate (17号第十七条).
func TestReverseFromPoliceAndCourt(t *testing.T) {
	t.Parallel()
	h := house(t)
	court := h.Another(t, "court", "演示区人民法院", "court")
	for _, by := range []officetest.Organ{h.Police, court} {
		id := open(t, h, by.Handler, referral.Reverse, true, func(d *casework.DraftInput) {
			d.Content = referral.Content{Ground: "not_filed", DecisionNo: "演不立〔2026〕1号", DecidedOn: civil.DateOf(h.Clock.Now()), Facts: "情节显著轻微", Disposal: "建议罚款"}
		})
		send := casework.Request{Case: id, Action: "reverse.transfer", To: h.Env.ID, Input: referral.Input{NoSecret: true}}
		if by.ID == h.Police.ID {
			f := refused(t, h, by.Handler, send, fault.Rule, "referral.copy_missing")
			if f.Basis == nil || f.Basis.Article != "第十七条" {
				t.Errorf("refused under %+v", f.Basis)
			}
			send.Copy = h.Procuratorate.ID
		}
		refused(t, h, by.Handler, casework.Request{Case: id, Action: "reverse.register"}, fault.Denied, "not_allowed")
		if k := clockOf(t, h.Request(t, by.Handler, send), "rev_agency_reply_result"); k.Row.OwesID != h.Env.ID || k.Row.State != "running" {
			t.Errorf("the reply is owed by %v: %s", k.Row.OwesID, k.Row.State)
		}
		h.Do(t, h.Env.Desk, id, "sign_for", referral.Input{Officer: "承办人"})
		h.Do(t, h.Env.Handler, id, "reverse.file", referral.Input{})
		h.Do(t, h.Env.Handler, id, "reverse.not_penalise", referral.Input{Reason: "已过追责期限"})
		got := h.Do(t, h.Env.Handler, id, "reverse.reply", referral.Input{Text: "不予处罚，理由见附件"})
		ended(t, got, "rev_agency_reply_result", "rev_penalty_decide")
		if got.Snapshot.State != referral.Answered {
			t.Errorf("%s: ends %s", by.Code, got.Snapshot.State)
		}
		verify(t, h, id)
	}
}

// TestSuspendedReview: the time of the review rests while the procuratorate has suspended
// it, and goes on by as many days.
func TestSuspendedReview(t *testing.T) {
	t.Parallel()
	h := house(t)
	proc := h.Procuratorate.Procurator
	id := open(t, h, proc, referral.Reverse, true, func(d *casework.DraftInput) {
		d.Content = referral.Content{Ground: "not_prosecuted", DecisionNo: "演检不诉〔2026〕1号", DecidedOn: civil.DateOf(h.Clock.Now()), Facts: "情节轻微", Disposal: "罚款"}
	})
	before := clockOf(t, h.Do(t, proc, id, "reverse.register", referral.Input{}), "rev_pp_admin_review")
	rests := clockOf(t, h.Do(t, proc, id, "reverse.suspend_review", referral.Input{Reason: "等待另案结果", DocumentNo: "演检中〔2026〕1号"}), "rev_pp_admin_review")
	if rests.Row.State != "paused" {
		t.Errorf("the clock is %s", rests.Row.State)
	}
	refused(t, h, proc, casework.Request{Case: id, Action: "reverse.issue_opinion", To: h.Env.ID, Input: referral.Input{NoSecret: true, DocumentNo: "演检意〔2026〕1号"}}, fault.Rule, "referral.step_not_allowed")
	advance(h, 7*24)
	after := clockOf(t, h.Do(t, proc, id, "reverse.resume_review", referral.Input{Reason: "另案已结"}), "rev_pp_admin_review")
	if got := civil.DateOf(*before.Row.DueAt).AddDays(7); after.Row.State != "running" || civil.DateOf(*after.Row.DueAt).Before(got) {
		t.Errorf("rested a week: %s until %v, was %v", after.Row.State, after.Row.DueAt, before.Row.DueAt)
	}
	verify(t, h, id)
}

// TestAssistanceKeepsItems: items that another organ keeps are counted in and out, and the
// request cannot be answered before they are back; an appraisal has its clock.
func TestAssistanceKeepsItems(t *testing.T) {
	t.Parallel()
	h := house(t)
	police, env := h.Police.Handler, h.Env.Handler
	id := open(t, h, police, referral.Assistance, false, func(d *casework.DraftInput) {
		d.Content = referral.Content{Purpose: referral.ItemCustody, Facts: "请代为保管查扣的含铬废液", Basis: "保管条件不足"}
	})
	send := casework.Request{Case: id, Action: "assistance.request", To: h.Env.ID, Input: referral.Input{NoSecret: true, Reason: "理由"}}
	refused(t, h, police, send, fault.Rule, "referral.items_missing")
	id = open(t, h, police, referral.Assistance, false, func(d *casework.DraftInput) {
		d.Content = referral.Content{Purpose: referral.ItemCustody, Facts: "请代为保管查扣的含铬废液", Basis: "保管条件不足"}
		d.Items = []referral.Item{{Name: "含铬废液", Quantity: "3桶"}}
	})
	send.Case = id
	h.Request(t, police, send)
	h.Do(t, h.Env.Desk, id, "sign_for", referral.Input{Officer: "承办人"})
	h.Do(t, env, id, "assistance.agree", referral.Input{Officer: "仓库保管员"})
	item := snapshot(t, h, id).Items[0].ID
	refused(t, h, env, casework.Request{Case: id, Action: "assistance.give_back_items", Input: referral.Input{Officer: "民警甲"}}, fault.Rule, "referral.no_items_kept")
	h.Do(t, police, id, "assistance.hand_over_items", referral.Input{Items: []referral.Item{{ID: item, Form: "moved", SealNo: "F-9"}}})
	h.Do(t, env, id, "assistance.sign_items", referral.Input{Officer: "仓库保管员"})
	refused(t, h, env, casework.Request{Case: id, Action: "assistance.deliver", Input: referral.Input{Text: "已保管"}}, fault.Rule, "referral.items_kept")
	h.Do(t, env, id, "assistance.give_back_items", referral.Input{Officer: "民警甲"})
	got := h.Do(t, env, id, "assistance.deliver", referral.Input{Text: "已如数交还"})
	if got.Snapshot.State != referral.Answered || !got.Snapshot.Flags.ItemsReturned {
		t.Errorf("ends %s with %+v", got.Snapshot.State, got.Snapshot.Flags)
	}
	verify(t, h, id)

	id = open(t, h, police, referral.Assistance, false, func(d *casework.DraftInput) {
		d.Content = referral.Content{Purpose: referral.Appraisal, Facts: "请委托鉴定", Basis: "侦查需要"}
	})
	send.Case = id
	got = h.Request(t, police, send)
	if k := clockOf(t, got, "fwd_technical_support"); k.Row.OwesID != h.Env.ID {
		t.Errorf("the appraisal is owed by %v", k.Row.OwesID)
	}
	verify(t, h, id)
}

// TestPartsOfOneMatter: what concerns several organs goes to each as a case of its own,
// with its own custody and clocks; what ends in one leaves the others as they are, and all
// of them stand in one family for whoever sent them.
func TestPartsOfOneMatter(t *testing.T) {
	t.Parallel()
	h := house(t)
	env := h.Env.Handler
	whole := open(t, h, env, referral.Administrative, true, func(d *casework.DraftInput) {
		d.Content = referral.Content{Facts: "无照经营并占道堆放，噪声扰民", Basis: "涉及多个部门"}
	})
	second := h.Another(t, "urban", "演示区城市管理局", "urban")
	to := []officetest.Organ{h.Market, second}
	var parts []ids.Case
	for _, organ := range to {
		part, err := h.Derive(t.Context(), env, officetest.NewKey("derive"), whole, referral.Administrative, casework.Part, "", nil)
		check(t, err)
		parts = append(parts, part.Case.ID)
		h.Request(t, env, casework.Request{Case: part.Case.ID, Action: "administrative.send", To: organ.ID, Input: referral.Input{NoSecret: true, Reason: "分送"}})
	}
	first := h.Do(t, h.Market.Handler, parts[0], "sign_for", referral.Input{Officer: "承办人"})
	due(t, first, "adm_samr_filing_review", "2026-03-23") // fifteen working days of market supervision
	advance(h, 24)
	other := h.Do(t, second.Handler, parts[1], "sign_for", referral.Input{Officer: "承办人"})
	if k := clockOf(t, other, "adm_file_promptly"); k.Row.OwesID != second.ID || civil.DateOf(k.Row.StartedAt).String() != "2026-03-03" {
		t.Errorf("the clock of the other part: %+v", k.Row)
	}
	if slices.ContainsFunc(other.Clocks, func(k casework.ClockView) bool { return k.Row.RuleID == "adm_samr_filing_review" }) {
		t.Error("a clock of one part runs in the other")
	}
	h.Do(t, h.Market.Handler, parts[0], "administrative.not_file", referral.Input{Reason: "违法行为轻微"})
	h.Do(t, env, parts[0], "close", referral.Input{Text: "已办结"})
	if s := snapshot(t, h, parts[1]); s.State != referral.Received {
		t.Errorf("the end of one part left the other %s", s.State)
	}
	family, err := h.Family(t.Context(), env, whole)
	check(t, err)
	for _, part := range parts {
		if !slices.ContainsFunc(family.Cases, func(m dbsqlc.CaseFamilyRow) bool { return m.ID == part }) {
			t.Errorf("a part stands in no family: %+v", family.Cases)
		}
		verify(t, h, part)
	}
	if _, err := h.Get(t.Context(), second.Handler, parts[0]); err == nil {
		t.Error("the one organ reads the part of the other")
	}
}

// TestLeadBecomesAnyKind: whatever the receiver of a lead may send itself, the lead becomes
// with nothing typed again.
func TestLeadBecomesAnyKind(t *testing.T) {
	t.Parallel()
	h := house(t)
	d := officetest.Draft()
	d.Content.Place = "演示河北岸"
	lead, err := h.OpenReferral(t.Context(), h.Market.Handler, officetest.NewKey("open"), referral.Lead, d, &casework.FirstAct{Action: "lead.send", To: h.Env.ID, Input: referral.Input{NoSecret: true}})
	check(t, err)
	h.Do(t, h.Env.Desk, lead.Case.ID, "sign_for", referral.Input{Officer: "联络员"})
	became := 0
	for kind, proc := range referral.Procedures {
		if kind == referral.Lead || len(proc.Senders) > 0 && !slices.Contains(proc.Senders, referral.Environment) {
			continue
		}
		became++
		got, err := h.Derive(t.Context(), h.Env.Handler, officetest.NewKey("derive"), lead.Case.ID, kind, casework.Upgraded, "", nil)
		if err != nil {
			t.Errorf("%s: %v", kind, err)
			continue
		}
		s := got.Snapshot
		if s.State != referral.Draft || s.Content.Facts != d.Content.Facts || s.Content.Place != d.Content.Place || len(s.Parties) != 1 || s.Parties[0].Name != "演示化工公司" {
			t.Errorf("%s: %s, %+v, %+v", kind, s.State, s.Content, s.Parties)
		}
	}
	if became < 9 {
		t.Errorf("a lead becomes only %d kinds", became)
	}
}
