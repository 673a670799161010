package casework_test

import (
	"testing"
	"time"
)

// TestOverdueReviewIsReminded: a look that nobody judged is reminded of once its limit
// has passed, by desk and head of the sending organ, again after as long as the limit
// gave, and no more once somebody has decided.
func TestOverdueReviewIsReminded(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Received(t)
	g := broken(t, h, id)
	w := h.WithPool(h.DB.Worker)
	reminds := func(want int) {
		t.Helper()
		n, err := w.RemindGlass(t.Context())
		if ok(t, err); n != want {
			t.Errorf("reminded of %d looks at %s, want %d", n, h.Clock.Now(), want)
		}
	}
	reminded := func() int {
		return count(t, h, "deliveries WHERE topic = 'glass.overdue' AND channel = 'inapp' AND user_id = $1", h.Env.Head.User)
	}
	h.Clock.Set(g.ReviewDueAt.Add(-time.Minute))
	reminds(0)
	h.Clock.Set(g.ReviewDueAt.Add(time.Minute))
	reminds(1)
	reminds(0)
	if n := reminded(); n != 1 {
		t.Errorf("the head reads %d reminders", n)
	}
	for _, other := range [][]any{{h.Market.ID, "who looked"}, {h.Police.ID, "another party"}} {
		if n := count(t, h, "deliveries WHERE topic = 'glass.overdue' AND agency_id = $1", other[0]); n != 0 {
			t.Errorf("%s is reminded %d times: the ladder leaves the organ", other[1], n)
		}
	}
	if n := count(t, h, "deliveries WHERE topic = 'glass.overdue' AND agency_id = $1 AND user_id IS NULL AND channel = 'inapp'", h.Env.ID); n != 1 {
		t.Errorf("the desk reads %d reminders", n)
	}
	h.Clock.Advance(h.Access.Reading.GlassReview)
	reminds(1)
	if n := reminded(); n != 2 {
		t.Errorf("the head reads %d reminders after another period", n)
	}
	ok(t, h.ReviewGlass(t.Context(), h.Env.Head, id, g.ID, true, "属实"))
	h.Clock.Advance(h.Access.Reading.GlassReview)
	reminds(0)
	h.Verify(t, id)
}
