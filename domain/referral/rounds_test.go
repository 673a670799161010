package referral_test

import (
	"slices"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// received leads a case to the police desk through the table.
func (w *world) accepted(t *testing.T) {
	t.Helper()
	w.sent(t)
	w.do(t, referral.Receiver, "sign_for")
}

// TestSecondReportStartsNoSecondClock: the periods that run from a fact of the
// case are there already; a corrected fact replaces its clock.
func TestSecondReportStartsNoSecondClock(t *testing.T) {
	t.Parallel()
	w := newWorld(1)
	w.s.Content.SeizedOn = civil.DateOf(start)
	w.do(t, referral.Sender, "criminal.report")
	w.do(t, referral.Sender, "criminal.refuse")
	w.do(t, referral.Sender, "redraft")
	before := slices.Clone(w.s.Clocks)
	w.s.Content.SeizedOn = civil.DateOf(start).AddDays(-3)
	w.do(t, referral.Sender, "criminal.report")
	for _, rule := range []string{"clk_penalty_decide", "clk_seizure_period"} {
		var all []referral.RunningClock
		for _, c := range w.s.Clocks {
			if c.Rule == rule {
				all = append(all, c)
			}
		}
		if len(all) != 1 {
			t.Errorf("%d clocks of %s", len(all), rule)
			continue
		}
		kept := slices.ContainsFunc(before, func(c referral.RunningClock) bool { return c.ID == all[0].ID })
		if kept != (rule == "clk_penalty_decide") {
			t.Errorf("%s: the old clock was kept: %v", rule, kept)
		}
	}
	w.s.Content.PenaltyFiledOn = civil.Date{} // there was no penalty case after all
	w.do(t, referral.Sender, "criminal.refuse")
	w.do(t, referral.Sender, "redraft")
	w.do(t, referral.Sender, "criminal.report")
	if w.runs("clk_penalty_decide") {
		t.Error("a clock runs from a fact that the case no longer states")
	}
}

// TestEnteredIsRemembered: each side marks its own entry in the platform.
func TestEnteredIsRemembered(t *testing.T) {
	t.Parallel()
	w := newWorld(1)
	w.accepted(t)
	w.do(t, referral.Sender, "mark_entered")
	if f := w.s.Flags; !f.SenderEntered || f.ReceiverEntered {
		t.Errorf("sender %v, receiver %v", f.SenderEntered, f.ReceiverEntered)
	}
	w.do(t, referral.Receiver, "mark_entered")
	if !w.s.Flags.ReceiverEntered {
		t.Error("the receiver's mark is lost")
	}
	w.do(t, referral.Receiver, "criminal.file")
	if f := w.s.Flags; !f.SenderEntered || f.ReceiverEntered {
		t.Errorf("after the decision: sender %v, receiver %v; the decision is to be entered anew", f.SenderEntered, f.ReceiverEntered)
	}
}

// TestSecondSuggestionIsAccepted: charges may go to supervision one after another.
func TestSecondSuggestionIsAccepted(t *testing.T) {
	t.Parallel()
	w := newWorld(2)
	w.accepted(t)
	w.do(t, referral.Receiver, "criminal.decline")
	for i := range w.s.Charges {
		one := []ids.Charge{w.s.Charges[i].ID}
		w.do(t, referral.Sender, "criminal.suggest_supervision", func(in *referral.Input) { in.Charges = one })
		w.do(t, referral.Procuratorate, "criminal.accept_supervision", func(in *referral.Input) { in.Charges = one })
		w.do(t, referral.Procuratorate, "criminal.require_reasons", func(in *referral.Input) { in.Charges = one })
	}
}

// TestForeignItemsAreRefused: an item is named by its id, and only an item of
// this case may be handed over.
func TestForeignItemsAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(1)
	w.accepted(t)
	in := w.input("criminal.handover_items", nil)
	in.Items = append(in.Items, referral.Item{ID: ids.New[ids.Item](start), Form: "kept"})
	_, err := referral.Decide(referral.Procedures[referral.Criminal], w.s, "criminal.handover_items", referral.Sender, in)
	if err == nil || err.Code != "referral.item_unknown" {
		t.Fatalf("got %v, want referral.item_unknown", err)
	}
}

// TestOrderedFilingKeepsTheFile: once the police file, the file that a refusal
// was to bring back stays with them.
func TestOrderedFilingKeepsTheFile(t *testing.T) {
	t.Parallel()
	w := newWorld(1)
	w.accepted(t)
	for _, m := range []struct {
		as referral.Party
		a  referral.Action
	}{
		{referral.Receiver, "criminal.decline"}, {referral.Sender, "criminal.suggest_supervision"}, {referral.Procuratorate, "criminal.require_reasons"},
		{referral.Receiver, "criminal.explain_reasons"}, {referral.Procuratorate, "criminal.order_filing"}, {referral.Receiver, "criminal.file"},
	} {
		w.do(t, m.as, m.a)
	}
	if w.s.Flags.FileReturnDue {
		t.Error("the file of a filed case is to be returned")
	}
	if !w.s.Flags.SupervisedFiling {
		t.Error("the case does not say that it was filed under supervision")
	}
}
