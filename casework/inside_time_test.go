package casework_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/documents"
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
