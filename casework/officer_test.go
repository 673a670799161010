package casework_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// TestPutInCharge: each organ says who of it handles a case; that person is told
// and finds it, and no other organ learns whom.
func TestPutInCharge(t *testing.T) {
	t.Parallel()
	h := house(t)
	id, other := h.Received(t), h.Received(t)

	got, err := h.PutInCharge(t.Context(), h.Police.Desk, id, h.Police.Handler.User)
	check(t, err)
	if got.Officer.ID != h.Police.Handler.User || got.Officer.Name == "" {
		t.Errorf("in charge is %+v", got.Officer)
	}
	told := func(a casework.Actor) bool {
		rows, err := h.Notices(t.Context(), a, true, nil, 100)
		check(t, err)
		for _, r := range rows {
			if r.Topic == "case.assign" {
				return r.CaseID == id
			}
		}
		return false
	}
	if !told(h.Police.Handler) || told(h.Police.Desk) || told(h.Env.Handler) {
		t.Error("another than the person in charge was told, or they were not")
	}
	if n := count(t, h, "deliveries where topic = 'case.assign' and channel = 'email' and user_id = $1", h.Police.Handler.User); n != 1 {
		t.Errorf("%d mails to the person in charge", n)
	}

	cases := func(a casework.Actor, box casework.Box, officer ids.User) (out []ids.Case) {
		page, err := h.Inbox(t.Context(), a, box, casework.Filter{Officer: officer}, nil, 100)
		check(t, err)
		for _, r := range page.Rows {
			out = append(out, r.ID)
		}
		return out
	}
	if got := cases(h.Police.Handler, casework.Mine, ids.User{}); !slices.Equal(got, []ids.Case{id}) {
		t.Errorf("the handler's own are %v", got)
	}
	if got := cases(h.Police.Desk, casework.Mine, ids.User{}); len(got) != 0 {
		t.Errorf("the desk's own are %v", got)
	}
	if got := cases(h.Police.Desk, casework.Todo, h.Police.Handler.User); !slices.Equal(got, []ids.Case{id}) {
		t.Errorf("those of the handler are %v", got)
	}
	if got := cases(h.Police.Desk, casework.Todo, casework.Unassigned); !slices.Equal(got, []ids.Case{other}) {
		t.Errorf("those of nobody are %v", got)
	}
	if got := cases(h.Env.Handler, casework.Sending, h.Police.Handler.User); len(got) != 0 {
		t.Errorf("the sender finds who handles it there: %v", got)
	}

	// The sender sees that it was given to somebody, not to whom.
	seen, err := h.Get(t.Context(), h.Env.Handler, id)
	check(t, err)
	if !seen.Officer.ID.IsZero() {
		t.Error("the sender sees the receiver's officer")
	}
	course, err := h.ReadTimeline(t.Context(), h.Env.Handler, id)
	check(t, err)
	for _, e := range course.Events {
		if e.Event.Kind == "case.assign" && len(e.Values) > 0 {
			t.Errorf("the sender reads %v", e.Values)
		}
	}

	// A later act of anybody leaves it as it is; the organ may take it back.
	h.Do(t, h.Police.Handler, id, "criminal.file", referral.Input{DocumentNo: "演公立字〔2026〕1号", Charges: []ids.Charge{snapshot(t, h, id).Charges[0].ID}})
	if got := cases(h.Police.Handler, casework.Mine, ids.User{}); !slices.Equal(got, []ids.Case{id}) {
		t.Errorf("after an act the handler's own are %v", got)
	}
	got, err = h.PutInCharge(t.Context(), h.Police.Handler, id, ids.User{})
	check(t, err)
	if !got.Officer.ID.IsZero() || len(cases(h.Police.Handler, casework.Mine, ids.User{})) != 0 {
		t.Error("it was not taken back")
	}
	h.Verify(t, id)
}

// TestPutInChargeRefuses: only a colleague who handles cases, named by somebody who
// does; and the same again writes nothing.
func TestPutInChargeRefuses(t *testing.T) {
	t.Parallel()
	h := newOrgans(t)
	id := h.Received(t)
	auditor := h.someone(t, h.Police, "审计员甲", "auditor")
	for name, c := range map[string]struct {
		by      casework.Actor
		officer ids.User
		kind    fault.Kind
	}{
		"another organ's": {h.Police.Desk, h.Env.Handler.User, fault.Invalid},
		"an auditor":      {h.Police.Desk, auditor.User, fault.Invalid},
		"nobody known":    {h.Police.Desk, ids.New[ids.User](h.Clock.Now()), fault.Invalid},
		"by an auditor":   {auditor, h.Police.Handler.User, fault.Denied},
		"by an outsider":  {h.Market.Handler, h.Market.Handler.User, fault.Missing},
	} {
		if _, err := h.PutInCharge(t.Context(), c.by, id, c.officer); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := count(t, h.House, "events where kind = 'case.assign'"); n != 0 {
		t.Errorf("%d entries of what was refused", n)
	}
	for range 2 {
		_, err := h.PutInCharge(t.Context(), h.Police.Handler, id, h.Police.Handler.User)
		check(t, err)
	}
	if n := count(t, h.House, "events where kind = 'case.assign'"); n != 1 {
		t.Errorf("the same twice made %d entries", n)
	}
	if n := count(t, h.House, "deliveries where topic = 'case.assign'"); n != 0 {
		t.Errorf("who takes a case is told of it %d times", n)
	}
	list, err := h.Colleagues(t.Context(), h.Police.Desk)
	check(t, err)
	var names []string
	for _, c := range list {
		names = append(names, c.Name)
	}
	if len(names) != 3 || strings.Contains(strings.Join(names, " "), "审计") {
		t.Errorf("colleagues are %v", names)
	}
}
