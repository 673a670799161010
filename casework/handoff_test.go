package casework_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// relation says as what an organ takes part; empty if it does not.
func relation(t *testing.T, h *officetest.House, id ids.Case, agency ids.Agency) string {
	t.Helper()
	for _, p := range loaded(t, h, id).Parts {
		if p.AgencyID == agency {
			return p.Relation
		}
	}
	return ""
}

// TestForwardAndReturn: the wrong unit forwards, the right one finds that it is
// no police matter and returns. The referral lives on through both.
func TestForwardAndReturn(t *testing.T) {
	t.Parallel()
	h := house(t)
	other := another(t, h, "police2", "police")
	id := h.Received(t)
	advance(h, 2)
	h.Request(t, h.Police.Handler, casework.Request{
		Case: id, Action: "criminal.forward", To: other.ID, Input: referral.Input{Reason: "案发地在邻区"},
	})
	verify(t, h, id)
	s := snapshot(t, h, id)
	if s.State != referral.Sent || s.Receiver.ID != other.ID || s.Custody != h.Env.ID || s.Epoch != 2 {
		t.Errorf("%s at %s, epoch %d", s.State, s.Receiver.ID, s.Epoch)
	}
	if got := relation(t, h, id, h.Police.ID); got != "past_receiver" {
		t.Errorf("the first unit takes part as %q", got)
	}
	for _, c := range s.Clocks {
		if c.Owes == h.Police.ID {
			t.Errorf("the first unit still owes %s", c.Rule)
		}
	}
	refused(t, h, h.Police.Handler, casework.Request{Case: id, Action: "sign_for", Input: referral.Input{Officer: "民警甲"}}, fault.Rule, "referral.not_your_part")
	play(t, h, id, []move{
		{other.Desk, "sign_for", referral.Input{Officer: "民警乙"}},
		{other.Handler, "return", referral.Input{Reason: "不属公安机关管辖"}},
	})
	verify(t, h, id)
	if s = snapshot(t, h, id); s.State != referral.Returned || !s.Flags.FileReturnSent || s.Custody != h.Env.ID {
		t.Errorf("%s, custody %s, file on its way %v", s.State, s.Custody, s.Flags.FileReturnSent)
	}
	var course []string
	for _, x := range loaded(t, h, id).Handoffs {
		course = append(course, x.State)
	}
	if !slices.Equal(course, []string{"forwarded", "returned"}) {
		t.Errorf("handoffs %v", course)
	}

	// The sender sends it to the first unit after all.
	transmit(t, h, h.Env.Handler, id, h.Police.ID, h.Procuratorate.ID)
	verify(t, h, id)
	if got := relation(t, h, id, h.Police.ID); got != "receiver" {
		t.Errorf("the new receiver takes part as %q", got)
	}
	if got := relation(t, h, id, other.ID); got != "past_receiver" {
		t.Errorf("the second unit takes part as %q", got)
	}
}

// TestForwardToOneself is a typing error, not a handoff.
func TestForwardToOneself(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Received(t)
	to := func(agency ids.Agency) casework.Request {
		return casework.Request{Case: id, Action: "criminal.forward", To: agency, Input: referral.Input{Reason: "案发地在邻区"}}
	}
	refused(t, h, h.Police.Handler, to(h.Police.ID), fault.Rule, "referral.same_unit")
	refused(t, h, h.Police.Handler, to(h.Market.ID), fault.Rule, "referral.not_police")
	refused(t, h, h.Police.Handler, to(ids.New[ids.Agency](h.Clock.Now())), fault.Invalid, "invalid")
	verify(t, h, id)
}

// TestAnotherProcuratorate: when a case is sent again with a copy to another
// procuratorate, only that one acts; the first keeps what it has seen.
func TestAnotherProcuratorate(t *testing.T) {
	t.Parallel()
	h := house(t)
	other := another(t, h, "procuratorate2", "procuratorate")
	id := h.Sent(t)
	play(t, h, id, []move{{h.Police.Handler, "return", referral.Input{Reason: "不属公安机关管辖"}}})
	transmit(t, h, h.Env.Handler, id, h.Police.ID, other.ID)
	verify(t, h, id)
	play(t, h, id, []move{
		{h.Police.Handler, "sign_for", referral.Input{Officer: "民警甲"}},
		{h.Police.Handler, "criminal.decline", referral.Input{Reason: "证据不足", DocumentNo: "演公不立字〔2026〕1号"}},
		{h.Env.Head, "criminal.suggest_supervision", referral.Input{Text: "建议监督"}},
	})
	charge := snapshot(t, h, id).Charges[0].ID
	r := casework.Request{Case: id, Action: "criminal.require_reasons", Input: referral.Input{DocumentNo: "演检说字〔2026〕1号", Charges: []ids.Charge{charge}}}
	r.Key, r.Version = officetest.NewKey("first"), loaded(t, h, id).Case.Version
	if _, err := h.Act(t.Context(), h.Procuratorate.Procurator, r); err == nil {
		t.Error("a procuratorate that is no longer the copied one acted in its place")
	}
	play(t, h, id, []move{{other.Procurator, "criminal.require_reasons", referral.Input{DocumentNo: "演检说字〔2026〕2号"}}})
	verify(t, h, id)
	if _, err := h.Get(t.Context(), h.Procuratorate.Procurator, id); err != nil {
		t.Errorf("the first procuratorate lost sight of a case that was copied to it: %v", err)
	}
}

// TestChangeOfUnit: a filed case moves to another unit; the first one still owes
// the written notice, the second one goes on.
func TestChangeOfUnit(t *testing.T) {
	t.Parallel()
	h := house(t)
	other := another(t, h, "police2", "police")
	id := h.Received(t)
	play(t, h, id, []move{
		{h.Police.Handler, "criminal.file", referral.Input{DocumentNo: "演公立字〔2026〕1号"}},
		{h.Police.Handler, "criminal.notify_decision", referral.Input{DocumentNo: "演公告字〔2026〕1号"}},
	})
	h.Request(t, h.Police.Handler, casework.Request{Case: id, Action: "criminal.change_unit", To: other.ID, Input: referral.Input{Reason: "指定管辖"}})
	verify(t, h, id)
	if c := clock(t, h, id, "fwd_police_jurisdiction_change_notice"); c.OwesID != h.Police.ID || c.State != "running" {
		t.Errorf("the notice is owed by %s, %s", c.OwesID, c.State)
	}
	play(t, h, id, []move{
		{h.Police.Handler, "criminal.notify_unit_change", referral.Input{DocumentNo: "演公变字〔2026〕1号"}},
		{other.Handler, "criminal.transfer_for_prosecution", referral.Input{DocumentNo: "演另公诉字〔2026〕1号"}},
	})
	verify(t, h, id)
}

// TestBothWaysBack: before the receipt the sender withdraws alone, after it only
// with the consent of the police.
func TestBothWaysBack(t *testing.T) {
	t.Parallel()
	t.Run("alone", func(t *testing.T) {
		t.Parallel()
		h := house(t)
		d := officetest.Draft()
		d.Content.PenaltyFiledOn = civil.Date{Year: 2026, Month: 2, Day: 2}
		id := sent(t, h, h.Env, d)
		unsettle(t, h, id, "clk_penalty_decide")
		play(t, h, id, []move{{h.Env.Head, "withdraw", referral.Input{Reason: "发现新的事实"}}})
		verify(t, h, id)
		if c := clock(t, h, id, "clk_penalty_decide"); c.State != "running" || c.Provisional || strings.Contains(string(c.Also), "2099") {
			t.Errorf("the penalty clock goes on as %s, provisional %v, also %s", c.State, c.Provisional, c.Also)
		}
		s := snapshot(t, h, id)
		if s.State != referral.Withdrawn || s.Flags.Presumed {
			t.Errorf("%s, presumed %v", s.State, s.Flags.Presumed)
		}
		for _, c := range s.Clocks {
			if c.Owes == h.Police.ID {
				t.Errorf("the police still owe %s", c.Rule)
			}
		}
		// Drafted again, its clocks of the first round do not hold the old charges.
		play(t, h, id, []move{{h.Env.Handler, "redraft", referral.Input{}}})
		_, err := h.EditDraft(t.Context(), h.Env.Handler, id, loaded(t, h, id).Case.Version, officetest.Draft())
		check(t, err)
		verify(t, h, id)
	})
	t.Run("by consent", func(t *testing.T) {
		t.Parallel()
		h := house(t)
		id := h.Received(t)
		refused(t, h, h.Env.Head, casework.Request{Case: id, Action: "withdraw", Input: referral.Input{Reason: "发现新的事实"}}, fault.Rule, "referral.step_not_allowed")
		refused(t, h, h.Police.Handler, casework.Request{Case: id, Action: "grant_withdrawal"}, fault.Rule, "referral.no_withdrawal_asked")
		ask := move{h.Env.Head, "ask_withdrawal", referral.Input{Reason: "发现新的事实"}}
		play(t, h, id, []move{ask, {h.Police.Handler, "refuse_withdrawal", referral.Input{Reason: "已在侦查"}}})
		verify(t, h, id)
		if s := snapshot(t, h, id); s.State != referral.Received || s.Flags.WithdrawalAsked {
			t.Errorf("%s, still asked %v", s.State, s.Flags.WithdrawalAsked)
		}
		play(t, h, id, []move{ask, {h.Police.Handler, "grant_withdrawal", referral.Input{}}})
		verify(t, h, id)
		if s := snapshot(t, h, id); s.State != referral.Withdrawn || s.Custody != h.Env.ID || s.Flags.WithdrawalAsked {
			t.Errorf("%s, custody %s", s.State, s.Custody)
		}
		play(t, h, id, []move{{h.Env.Handler, "redraft", referral.Input{}}, {h.Env.Head, "void", referral.Input{Reason: "不再移送"}}})
		verify(t, h, id)
	})
}

// TestVoid ends a case in every state in which it has not left the sender.
func TestVoid(t *testing.T) {
	t.Parallel()
	h := house(t)
	for name, make := range map[string]func(testing.TB) ids.Case{"draft": h.Opened, "reported": h.Reported, "approved": h.Approved} {
		id := make(t)
		h.Do(t, h.Env.Head, id, "void", referral.Input{Reason: "立案错误"})
		verify(t, h, id)
		s := snapshot(t, h, id)
		if s.State != referral.Void || len(s.Clocks) != 0 {
			t.Errorf("%s: %s with %d clocks", name, s.State, len(s.Clocks))
		}
	}
	id := h.Sent(t)
	refused(t, h, h.Env.Head, casework.Request{Case: id, Action: "void", Input: referral.Input{Reason: "立案错误"}}, fault.Rule, "referral.step_not_allowed")
	draft := h.Opened(t)
	refused(t, h, h.Env.Handler, casework.Request{Case: draft, Action: "void", Input: referral.Input{Reason: "立案错误"}}, fault.Denied, "not_allowed")
}
