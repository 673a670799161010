package casework_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// TestInsideTime: the days before the report reaches the head are shown to the organ itself
// and to nobody else, and stand in its record of duties done.
func TestInsideTime(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Opened(t)
	advance(h, 5*24)
	got, err := h.Get(t.Context(), h.Env.Handler, id)
	check(t, err)
	if in := got.Inside; in == nil || in.Days != 5 || in.Reported {
		t.Errorf("not reported for %+v", in)
	}
	h.ReportedFrom(t, id)
	advance(h, 2*24)
	got, err = h.Get(t.Context(), h.Env.Handler, id)
	check(t, err)
	if in := got.Inside; in == nil || in.Days != 5 || !in.Reported || in.Until.String() != "2026-03-07" {
		t.Errorf("reported after %+v", in)
	}
	if text := paperText(t, h, h.Env.Handler, id, documents.DutyRecord); !strings.Contains(text, "内部时间，非法定") || !strings.Contains(text, "历时5日") {
		t.Errorf("the record of duties does not hold it: %.400s", text)
	}
	sent := h.Sent(t)
	theirs, err := h.Get(t.Context(), h.Police.Handler, sent)
	check(t, err)
	if theirs.Inside != nil {
		t.Error("the receiver sees how long the sender took inside")
	}
}

// TestInsideTimeOfWhatWasEnteredAfterwards: a report that is older than the draft says
// nothing of how long it was prepared, and no number below nought is shown.
func TestInsideTimeOfWhatWasEnteredAfterwards(t *testing.T) {
	t.Parallel()
	h := house(t)
	advance(h, 30*24)
	id := h.Opened(t)
	h.Do(t, h.Env.Handler, id, "criminal.give_enforcement_opinion", referral.Input{Text: "同意移送"})
	h.Do(t, h.Env.Legal, id, "criminal.give_legal_opinion", referral.Input{Text: "同意移送"})
	got := h.Request(t, h.Env.Handler, casework.Request{Case: id, Action: "criminal.report", Input: referral.Input{OccurredAt: h.Clock.Now().AddDate(0, 0, -12), Ground: "线下报告，事后补录"}})
	if got.Inside != nil {
		t.Errorf("shown as %+v", got.Inside)
	}
}
