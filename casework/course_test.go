package casework_test

import (
	"slices"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// afterRefusal leads a declined charge through reconsideration and supervision
// to the filing that the procuratorate ordered.
func afterRefusal(h *officetest.House) []move {
	police, env, proc := h.Police.Handler, h.Env, h.Procuratorate.Procurator
	return []move{
		{police, "criminal.decline", referral.Input{Reason: "证据不足", DocumentNo: "演公不立字〔2026〕1号"}},
		{police, "criminal.notify_decision", referral.Input{DocumentNo: "演公不立告字〔2026〕1号"}},
		{h.Police.Desk, "criminal.return_file", referral.Input{Pages: 120}},
		{env.Handler, "criminal.sign_for_file", referral.Input{Pages: 120, Officer: "经办人甲"}},
		{env.Head, "criminal.request_reconsideration", referral.Input{Text: "监测报告足以证明"}},
		{police, "criminal.uphold", referral.Input{Reason: "维持原决定", DocumentNo: "演公复字〔2026〕1号"}},
		{police, "criminal.notify_decision", referral.Input{DocumentNo: "演公复告字〔2026〕1号"}},
		{env.Head, "criminal.suggest_supervision", referral.Input{Text: "建议立案监督"}},
		{proc, "criminal.accept_supervision", referral.Input{}},
		{proc, "criminal.require_reasons", referral.Input{DocumentNo: "演检说字〔2026〕1号"}},
		{police, "criminal.explain_reasons", referral.Input{Text: "认为不构成犯罪"}},
		{proc, "criminal.order_filing", referral.Input{DocumentNo: "演检立字〔2026〕1号"}},
		{police, "criminal.file", referral.Input{DocumentNo: "演公立字〔2026〕1号"}},
	}
}

// TestWholeCourse takes a case from the draft to its end through every organ,
// by the long way. Whatever must hold of a case is checked after every step.
func TestWholeCourse(t *testing.T) {
	t.Parallel()
	h := house(t)
	d := officetest.Draft()
	d.Content.ItemsNone = false
	d.Items = []referral.Item{{Name: "含铬废水样品", Quantity: "3瓶"}}
	id := h.SentWith(t, d)
	verify(t, h, id)
	police, env, proc := h.Police.Handler, h.Env.Handler, h.Procuratorate.Procurator
	course := append([]move{{h.Police.Desk, "sign_for", referral.Input{Officer: "民警甲"}}}, afterRefusal(h)...)
	item := snapshot(t, h, id).Items[0].ID
	course = append(course,
		move{police, "criminal.notify_decision", referral.Input{DocumentNo: "演公立告字〔2026〕1号"}},
		move{env, "criminal.handover_items", referral.Input{Items: []referral.Item{{ID: item, Form: "moved", SealNo: "F-1"}}}},
		move{h.Police.Desk, "criminal.sign_items", referral.Input{Officer: "民警甲"}},
		move{police, "criminal.transfer_for_prosecution", referral.Input{DocumentNo: "演公诉字〔2026〕1号"}},
		move{proc, "criminal.return_for_investigation", referral.Input{Text: "补充侦查提纲"}},
		move{police, "criminal.transfer_for_prosecution", referral.Input{DocumentNo: "演公诉字〔2026〕2号"}},
		move{proc, "criminal.prosecute", referral.Input{DocumentNo: "演检刑诉〔2026〕1号"}},
		move{proc, "criminal.record_judgment", referral.Input{DocumentNo: "（2026）演刑初1号", Outcome: "convicted"}},
		move{env, "mark_entered", referral.Input{}},
		move{env, "close", referral.Input{}},
	)
	for _, m := range course {
		play(t, h, id, []move{m})
		verify(t, h, id)
		if t.Failed() {
			t.Fatalf("after %s", m.action)
		}
	}
	s := snapshot(t, h, id)
	if s.State != referral.Closed || !slices.Equal(states(s), []referral.ChargeState{referral.Judged}) || s.Charges[0].Result != "convicted" {
		t.Errorf("ended in %s with %+v", s.State, s.Charges)
	}
	if !s.Flags.SupervisedFiling || !s.Flags.ItemsSigned {
		t.Errorf("flags %+v", s.Flags)
	}
	for _, c := range s.Clocks {
		if !c.Option && !referral.Background(c.Rule) {
			t.Errorf("%s still runs in a closed case", c.Rule)
		}
	}
	if n := count(t, h, "events where case_id = $1", id); n < len(course) {
		t.Errorf("%d events after %d steps", n, len(course))
	}
	refused(t, h, justNow(h, h.Env.Head), casework.Request{Case: id, Action: "void", Input: referral.Input{Reason: "不需要"}}, fault.Rule, "referral.step_not_allowed")
}

// TestSupervisedReminder: the procuratorate reminds of a case that was filed on its order
// when three months are over and the investigation is not (刑诉规则第五百六十四条第三款).
func TestSupervisedReminder(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Sent(t)
	proc := h.Procuratorate.Procurator
	remind := casework.Request{Case: id, Action: "criminal.remind_supervised", Input: referral.Input{DocumentNo: "演检催〔2026〕1号"}}
	refused(t, h, proc, remind, fault.Rule, "referral.not_supervised")
	play(t, h, id, append([]move{{h.Police.Desk, "sign_for", referral.Input{Officer: "民警甲"}}}, afterRefusal(h)...))
	refused(t, h, proc, remind, fault.Rule, "referral.reminder_early")
	h.Clock.Advance(89 * 24 * time.Hour)
	refused(t, h, proc, remind, fault.Rule, "referral.reminder_early")
	h.Clock.Advance(8 * 24 * time.Hour) // the last day may have been a holiday
	play(t, h, id, []move{
		{proc, remind.Action, remind.Input},
		{h.Police.Handler, "criminal.notify_decision", referral.Input{DocumentNo: "演公立告字〔2026〕1号"}},
		{h.Police.Handler, "criminal.transfer_for_prosecution", referral.Input{DocumentNo: "演公诉字〔2026〕1号"}},
	})
	refused(t, h, proc, remind, fault.Rule, "referral.investigation_over")
}

// TestPartFiledPartNot: two charges go two ways, and the case ends with both.
func TestPartFiledPartNot(t *testing.T) {
	t.Parallel()
	h := house(t)
	d := officetest.Draft()
	d.Parties = append(d.Parties, casework.PartyInput{
		Person: referral.Person{Kind: "unknown"}, Charges: []casework.ChargeInput{{Offence: "污染环境罪"}},
	})
	id := h.SentWith(t, d)
	play(t, h, id, []move{{h.Police.Desk, "sign_for", referral.Input{Officer: "民警甲"}}})
	charges := snapshot(t, h, id).Charges
	first, second := []ids.Charge{charges[0].ID}, []ids.Charge{charges[1].ID}
	play(t, h, id, []move{{h.Police.Handler, "criminal.file", referral.Input{DocumentNo: "演公立字〔2026〕1号", Charges: first}}})
	verify(t, h, id)
	if s := snapshot(t, h, id); s.State != referral.Received {
		t.Fatalf("%s while a charge is pending", s.State)
	}
	if n := running(t, h, id, "fwd_police_decide_3"); n != 1 {
		t.Errorf("%d filing clocks for the charge that is left", n)
	}
	play(t, h, id, []move{
		{h.Police.Handler, "criminal.decline", referral.Input{Reason: "身份不明", DocumentNo: "演公不立字〔2026〕1号", Charges: second}},
		{h.Police.Handler, "criminal.notify_decision", referral.Input{DocumentNo: "演公告字〔2026〕1号", Charges: append(first, second...)}},
		{h.Police.Desk, "criminal.return_file", referral.Input{Pages: 3}},
		{h.Env.Handler, "criminal.sign_for_file", referral.Input{Pages: 3, Officer: "经办人甲"}},
		{h.Env.Handler, "criminal.resume_penalty", referral.Input{Charges: second}},
	})
	verify(t, h, id)
	refused(t, h, h.Env.Handler, casework.Request{Case: id, Action: "close"}, fault.Rule, "referral.charges_open")
	play(t, h, id, []move{
		{h.Police.Handler, "criminal.cancel", referral.Input{Reason: "没有犯罪事实", DocumentNo: "演公撤字〔2026〕1号", Charges: first}},
		{h.Police.Handler, "criminal.notify_decision", referral.Input{DocumentNo: "演公撤告字〔2026〕1号", Charges: first}},
		{h.Police.Desk, "criminal.return_file", referral.Input{Pages: 30}},
		{h.Env.Handler, "criminal.sign_for_file", referral.Input{Pages: 30, Officer: "经办人甲"}},
		{h.Env.Handler, "criminal.resume_penalty", referral.Input{Charges: first}},
		{h.Env.Handler, "close", referral.Input{}},
	})
	verify(t, h, id)
}

// TestAnyOrganRefers: another administrative organ goes the whole way too, and
// the steps that only environment knows do not exist for it.
func TestAnyOrganRefers(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := sent(t, h, h.Market, officetest.Draft())
	play(t, h, id, []move{{h.Police.Desk, "sign_for", referral.Input{Officer: "民警甲"}}})
	refused(t, h, h.Police.Handler, casework.Request{Case: id, Action: "criminal.set_track", Input: referral.Input{Track: referral.Complex, Officer: "局长", ApprovedOn: civil.DateOf(h.Clock.Now())}}, fault.Missing, "referral.action_unknown")
	play(t, h, id, []move{
		{h.Police.Handler, "ask_supplement", referral.Input{Missing: []string{"doc_site_records"}}},
		{h.Market.Handler, "supplement", referral.Input{Unable: true, Text: "现场已经灭失"}},
		{h.Police.Handler, "criminal.file", referral.Input{DocumentNo: "演公立字〔2026〕9号"}},
		{h.Police.Handler, "criminal.notify_decision", referral.Input{DocumentNo: "演公告字〔2026〕9号"}},
	})
	verify(t, h, id)
}

// TestPoliceNeverReferACrime: the referral begins at an administrative organ.
func TestPoliceNeverReferACrime(t *testing.T) {
	t.Parallel()
	h := house(t)
	_, err := h.OpenReferral(t.Context(), h.Police.Handler, officetest.NewKey("open"), referral.Criminal, officetest.Draft(), nil)
	wants(t, err, fault.Rule, "referral.sender_sector")
	_, err = h.OpenReferral(t.Context(), h.Env.Desk, officetest.NewKey("open"), referral.Criminal, officetest.Draft(), nil)
	wants(t, err, fault.Denied, "not_allowed")
	if n := count(t, h, "cases"); n != 0 {
		t.Errorf("%d cases", n)
	}
}

// TestItemsInThreeForms: each item is moved, kept where it is or already disposed of, and
// the case holds which; a form that the law does not know is refused.
func TestItemsInThreeForms(t *testing.T) {
	t.Parallel()
	h := house(t)
	d := officetest.Draft()
	d.Content.ItemsNone = false
	d.Items = []referral.Item{{Name: "含铬废水样品", Quantity: "3瓶"}, {Name: "反应釜", Quantity: "1台"}, {Name: "含铬污泥", Quantity: "1.8吨"}}
	id := h.SentWith(t, d)
	play(t, h, id, []move{{h.Police.Desk, "sign_for", referral.Input{Officer: "民警甲"}}, {h.Police.Handler, "criminal.file", referral.Input{DocumentNo: "演公立字〔2026〕1号"}}})
	in := referral.Input{}
	for i, form := range []string{"moved", "kept", "disposed"} {
		in.Items = append(in.Items, referral.Item{ID: snapshot(t, h, id).Items[i].ID, Form: form, Keeper: "移送机关", SealNo: "F-1"})
	}
	wrong := in
	wrong.Items = append([]referral.Item{{ID: in.Items[0].ID, Form: "lost"}}, in.Items[1:]...)
	refused(t, h, h.Env.Handler, casework.Request{Case: id, Action: "criminal.handover_items", Input: wrong}, fault.Rule, "referral.item_forms")
	h.Do(t, h.Env.Handler, id, "criminal.handover_items", in)
	h.Do(t, h.Police.Desk, id, "criminal.sign_items", referral.Input{Officer: "民警甲"})
	s := snapshot(t, h, id)
	for i, form := range []string{"moved", "kept", "disposed"} {
		if s.Items[i].Form != form {
			t.Errorf("%s was handed over as %q, want %s", s.Items[i].Name, s.Items[i].Form, form)
		}
	}
	if !s.Flags.ItemsSigned {
		t.Error("nobody signed for them")
	}
	verify(t, h, id)
}
