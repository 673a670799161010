package casework_test

import (
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// scan uploads a photo of a paper into the case.
func scan(t *testing.T, h *officetest.House, a casework.Actor, id ids.Case) ids.Evidence {
	t.Helper()
	row, err := h.AddEvidence(t.Context(), a, id, "对方文书.pdf", strings.NewReader("%PDF-1.4\n%%EOF\n"), 1<<20)
	ok(t, err)
	return row.ID
}

func today(h *officetest.House) civil.Date { return civil.DateOf(h.Clock.Now()) }

// TestPoliceOnPaper: a whole procedure with nobody logged in but the sender.
// Every act of police and procuratorate is taken from its paper, waits for a
// word that never comes, and is one organ's act recorded by another.
func TestPoliceOnPaper(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Sent(t)
	env := h.Env.Handler
	steps := []struct {
		action referral.Action
		party  officetest.Organ
		in     referral.Input
	}{
		{"sign_for", h.Police, referral.Input{Officer: "民警甲"}},
		{"ask_supplement", h.Police, referral.Input{Missing: []string{"doc_site_records"}}},
		{"criminal.set_track", h.Police, referral.Input{Track: referral.Complex, Officer: "公安局负责人", ApprovedOn: today(h)}},
		{"criminal.decline", h.Police, referral.Input{Reason: "证据不足"}},
		{"criminal.notify_decision", h.Police, referral.Input{}},
		{"criminal.return_file", h.Police, referral.Input{Pages: 9}},
		{"criminal.require_reasons", h.Procuratorate, referral.Input{}},
		{"criminal.explain_reasons", h.Police, referral.Input{Text: "书面说明"}},
		{"criminal.order_filing", h.Procuratorate, referral.Input{}},
		{"criminal.file", h.Police, referral.Input{}},
		{"criminal.notify_decision", h.Police, referral.Input{}},
		{"criminal.transfer_for_prosecution", h.Police, referral.Input{}},
		{"criminal.prosecute", h.Procuratorate, referral.Input{}},
		{"criminal.record_judgment", h.Procuratorate, referral.Input{Outcome: "exempted"}},
	}
	for n, s := range steps {
		advance(h, 20)
		if s.action == "criminal.require_reasons" {
			h.Do(t, h.Env.Head, id, "criminal.suggest_supervision", referral.Input{Text: "建议立案监督"})
		}
		if s.action == "criminal.set_track" {
			h.Do(t, env, id, "supplement", referral.Input{Unable: true, Text: "客观上无法补正"})
		}
		s.in.Paper = &referral.Paper{Number: "对方文号", Date: today(h), Evidence: scan(t, h, env, id)}
		h.Do(t, env, id, s.action, s.in)
		verify(t, h, id)
		var by, recorder ids.Agency
		err := h.DB.Owner.QueryRow(t.Context(), "select agency_id, recorder_id from events where case_id = $1 order by seq desc limit 1", id).Scan(&by, &recorder)
		ok(t, err)
		if by != s.party.ID || recorder != h.Env.ID {
			t.Errorf("%s is on record as an act of %s by %s", s.action, by, recorder)
		}
		if waiting := count(t, h, "confirmations where case_id = $1 and state = 'waiting'", id); waiting != n+1 {
			t.Errorf("%d acts wait for a word after %s", waiting, s.action)
		}
	}
	h.Do(t, env, id, "criminal.sign_for_file", referral.Input{Pages: 9, Officer: "经办人甲"})
	h.Do(t, env, id, "close", referral.Input{})
	verify(t, h, id)
	if n := count(t, h, "reads where case_id = $1 and agency_id <> $2", id, h.Env.ID); n != 0 {
		t.Error("somebody else was logged in")
	}
}

// TestClocksRunFromThePaper: a period begins on the day that stands on the paper.
func TestClocksRunFromThePaper(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Sent(t) // Monday 2 March
	day := today(h).AddDays(1)
	advance(h, 3*24)
	h.Do(t, h.Env.Handler, id, "sign_for", referral.Input{Officer: "民警甲", Paper: &referral.Paper{Number: "受字1号", Date: day}})
	c := clock(t, h, id, "fwd_police_decide_3")
	if civil.DateOf(c.StartedAt) != day || c.DueDay != (civil.Date{Year: 2026, Month: 3, Day: 6}) {
		t.Errorf("from %s to %s, want from 3 March to 6 March", civil.DateOf(c.StartedAt), c.DueDay)
	}
	verify(t, h, id)
}

// TestWordOnARecord: the counterpart confirms or objects once; the act stands.
func TestWordOnARecord(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Sent(t)
	h.Do(t, h.Env.Handler, id, "sign_for", referral.Input{Officer: "民警甲", Paper: &referral.Paper{Number: "受字1号", Date: today(h)}})
	var event ids.Event
	ok(t, h.DB.Owner.QueryRow(t.Context(), "select event_id from confirmations where case_id = $1", id).Scan(&event))

	_, err := h.Answer(t.Context(), h.Police.Desk, id, event, false, "")
	wants(t, err, fault.Invalid, "invalid")
	_, err = h.Answer(t.Context(), h.Env.Handler, id, event, true, "")
	wants(t, err, fault.Rule, "record.nothing_to_confirm")
	_, err = h.Answer(t.Context(), h.Market.Handler, id, event, true, "")
	wants(t, err, fault.Missing, "not_found")

	told, queued := count(t, h, "deliveries where agency_id = $1", h.Env.ID), jobs(t, h)
	_, err = h.Answer(t.Context(), h.Police.Desk, id, event, false, "回执日期有误")
	ok(t, err)
	if n := count(t, h, "deliveries where agency_id = $1", h.Env.ID); n == told {
		t.Error("nobody was told of the objection")
	}
	if n := jobs(t, h); n != queued+1 {
		t.Errorf("%d jobs for the notice of the objection", n-queued)
	}
	_, err = h.Answer(t.Context(), h.Police.Desk, id, event, true, "")
	wants(t, err, fault.Rule, "record.nothing_to_confirm")
	if s := snapshot(t, h, id); s.State != referral.Received {
		t.Errorf("an objection moved the case to %s", s.State)
	}
	verify(t, h, id)
}

// TestWhatPaperIsNotFor: an own act is no paper of a counterpart's, and what a
// head decides is never taken from paper.
func TestWhatPaperIsNotFor(t *testing.T) {
	t.Parallel()
	h := house(t)
	paper := func() *referral.Paper { return &referral.Paper{Number: "1号", Date: today(h)} }

	reported := h.Reported(t)
	old := h.Env.Head
	old.StepUpAt = h.Clock.Now().Add(-time.Hour)
	r := casework.Request{Case: reported, Action: "criminal.approve"}
	refused(t, h, old, r, fault.Denied, "step_up_required")
	r.Input.Paper = paper()
	refused(t, h, old, r, fault.Invalid, "invalid")
	refused(t, h, justNow(h, h.Env.Head), r, fault.Invalid, "invalid")

	id := h.Sent(t)
	withPaper := func(a referral.Action, in referral.Input) casework.Request {
		in.Paper = paper()
		return casework.Request{Case: id, Action: a, Input: in}
	}
	refused(t, h, h.Police.Desk, withPaper("sign_for", referral.Input{Officer: "民警甲"}), fault.Invalid, "invalid")
	refused(t, h, justNow(h, h.Police.Head), withPaper("withdraw", referral.Input{Reason: "撤回"}), fault.Rule, "referral.not_from_paper")
	refused(t, h, h.Env.Legal, withPaper("sign_for", referral.Input{Officer: "民警甲"}), fault.Denied, "not_allowed")

	future := withPaper("sign_for", referral.Input{Officer: "民警甲"})
	future.Input.Paper.Date = today(h).AddDays(1)
	refused(t, h, h.Env.Handler, future, fault.Invalid, "invalid")
	before := withPaper("sign_for", referral.Input{Officer: "民警甲"})
	before.Input.Paper.Date = today(h).AddDays(-1)
	refused(t, h, h.Env.Handler, before, fault.Invalid, "invalid")

	elsewhere := withPaper("sign_for", referral.Input{Officer: "民警甲"})
	elsewhere.Input.Paper.Evidence = scan(t, h, h.Env.Handler, reported)
	refused(t, h, h.Env.Handler, elsewhere, fault.Invalid, "invalid")
	if n := count(t, h, "confirmations"); n != 0 {
		t.Errorf("%d acts were taken from paper", n)
	}
}

// TestLateEntry: an act of one's own may be entered late with its ground, by
// whoever has the permission, and never lies in the future.
func TestLateEntry(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Opened(t)
	at := h.Clock.Now().Add(-3 * time.Hour)
	r := casework.Request{Case: id, Action: "criminal.report", Input: referral.Input{OccurredAt: at}}
	refused(t, h, h.Env.Handler, r, fault.Invalid, "invalid")
	r.Input.Ground = "当日停电"
	r.Input.OccurredAt = h.Clock.Now().Add(time.Hour)
	refused(t, h, h.Env.Handler, r, fault.Invalid, "invalid")
	h.Do(t, h.Env.Handler, id, "criminal.report", referral.Input{OccurredAt: at, Ground: "当日停电"})
	if c := clock(t, h, id, "fwd_decide_transfer"); !c.StartedAt.Equal(at) {
		t.Errorf("the clock runs from %s, want the legal time %s", c.StartedAt, at)
	}
	late := casework.Request{Case: id, Action: "criminal.give_legal_opinion", Input: referral.Input{Text: "同意", OccurredAt: at, Ground: "当日停电"}}
	refused(t, h, h.Env.Legal, late, fault.Denied, "not_allowed")
	verify(t, h, id)
}
