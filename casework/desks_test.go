package casework_test

import (
	"context"
	"slices"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// sharedDesk is an office whose police entrusted their desk to the window of the
// market bureau, at which the clerk works; the clerk is head there, too.
type sharedDesk struct {
	*organsHouse
	admin, clerk, colleague casework.Actor
	window                  ids.Unit
	given                   casework.Entrustment
}

func newSharedDesk(t *testing.T) *sharedDesk {
	t.Helper()
	h := &sharedDesk{organsHouse: newOrgans(t)}
	h.admin = h.someone(t, h.Police, "管理员丙", "admin")
	h.clerk = h.someone(t, h.Market, "窗口人员甲", "desk", "head")
	h.colleague = h.someone(t, h.Market, "窗口人员乙", "desk")
	unit, err := h.AddUnit(t.Context(), h.foreign, h.Market.ID, "综合窗口", "desk")
	ok(t, err)
	h.window = unit.ID
	people, err := h.People(t.Context(), h.foreign, h.Market.ID)
	ok(t, err)
	for _, p := range people {
		if p.ID == h.clerk.User {
			_, err = h.EditPerson(t.Context(), h.foreign, h.Market.ID, p.ID, p.Version, casework.PersonPatch{Unit: &h.window})
			ok(t, err)
		}
	}
	h.given, err = h.Entrust(t.Context(), h.admin, h.Police.ID, casework.Entrustment{
		Desk: h.Market.ID, Unit: h.window, Document: "演公委〔2026〕1号", From: day("2026-03-02"), To: day("2026-03-06"),
	})
	ok(t, err)
	return h
}

// signs signs for a case in the name of the police, at the window.
func (h *sharedDesk) signs(ctx context.Context, a casework.Actor, id ids.Case, action referral.Action) (casework.Detail, error) {
	desk, err := h.AtDeskOf(ctx, a, h.Police.ID)
	if err != nil {
		return casework.Detail{}, err
	}
	return h.Act(ctx, desk, casework.Request{
		Case: id, Version: casework.AnyVersion, Key: officetest.NewKey(string(action)), Action: action,
		Input: referral.Input{Officer: a.Name, Text: "同意", DocumentNo: "演公立〔2026〕1号", Reason: "理由"},
	})
}

// TestSharedDesk: somebody of the market bureau's window signs for what was sent to the
// police, in the name of the police, and the record says all three.
func TestSharedDesk(t *testing.T) {
	t.Parallel()
	h := newSharedDesk(t)
	ctx, id := t.Context(), h.Sent(t)

	list, err := h.Windows(ctx, h.clerk)
	ok(t, err)
	if len(list) != 1 || list[0].Entrusted.AgencyID != h.Police.ID || len(list[0].Lines) != 1 || list[0].Lines[0].ID != id {
		t.Fatalf("at the window lies %+v", list)
	}
	if _, beside, err := h.Count(ctx, h.clerk); err != nil || beside.Desks == nil || *beside.Desks != 1 {
		t.Errorf("the inbox counts %v, %v", beside.Desks, err)
	}
	if d, err := h.signs(ctx, h.clerk, id, "sign_for"); err != nil || d.Snapshot.State != referral.Received || d.Snapshot.Custody != h.Police.ID {
		t.Fatalf("signed: %v", err)
	}
	var by, recorder ids.Agency
	var function string
	ok(t, h.DB.Owner.QueryRow(ctx, "select agency_id, recorder_id, function from events where case_id = $1 and kind = 'sign_for'", id).Scan(&by, &recorder, &function))
	if by != h.Police.ID || recorder != h.Market.ID || function != casework.EntrustedDesk {
		t.Errorf("on record: an act of %s by %s as %s", by, recorder, function)
	}
	course, err := h.ReadTimeline(ctx, h.Env.Handler, id) // the sender reads on what paper
	ok(t, err)
	for _, e := range course.Events {
		if e.Event.Kind == "sign_for" && (e.Values["entrusted"] == nil || e.ActorName != h.clerk.Name || course.Agencies[recorder].Name == "") {
			t.Errorf("the sender reads %s by %s", e.Values["entrusted"], e.ActorName)
		}
	}
	told, err := h.Notices(ctx, h.Police.Handler, true, nil, 20)
	ok(t, err)
	if !slices.ContainsFunc(told, func(n dbsqlc.ListNoticesRow) bool { return n.Topic == "sign_for" }) {
		t.Errorf("the police were told %+v", told)
	}
	if list, err = h.Windows(ctx, h.clerk); err != nil || len(list) != 1 || len(list[0].Lines) != 0 {
		t.Errorf("still at the window: %+v, %v", list, err)
	}
}

// TestSharedDeskDoesNothingElse: whatever the clerk is at home, at the window there is
// signing and nothing else; the case itself stays closed to the clerk's own organ.
func TestSharedDeskDoesNothingElse(t *testing.T) {
	t.Parallel()
	h := newSharedDesk(t)
	ctx, id := t.Context(), h.Sent(t)
	desk, err := h.AtDeskOf(ctx, h.clerk, h.Police.ID)
	ok(t, err)
	if desk.Has("head") || desk.Has("desk") || !desk.StepUpAt.IsZero() {
		t.Errorf("brought along: %v", desk.Functions)
	}
	for _, step := range referral.Procedures[referral.Criminal].Steps {
		if step.Action == "sign_for" {
			continue
		}
		_, err := h.signs(ctx, h.clerk, id, step.Action)
		if f := fault.KindOf(err); f != fault.Denied && f != fault.Rule {
			t.Errorf("%s at the window: %v", step.Action, err)
		}
	}
	_, err = h.signs(ctx, h.clerk, id, "sign_for")
	ok(t, err)
	for _, action := range []referral.Action{"criminal.file", "criminal.decline", "return", "ask_supplement", "criminal.forward", "withdraw"} {
		if _, err := h.signs(ctx, h.clerk, id, action); fault.KindOf(err) != fault.Denied && fault.KindOf(err) != fault.Rule {
			t.Errorf("%s after signing: %v", action, err)
		}
	}
	_, err = h.Get(ctx, h.clerk, id)
	wants(t, err, fault.Missing, "not_found")
}

// TestSharedDeskEnds: before its first day, after its last, taken back, given back, and
// for a colleague who does not work at the window, there is no desk.
func TestSharedDeskEnds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]func(*testing.T, *sharedDesk) casework.Actor{
		"over": func(_ *testing.T, h *sharedDesk) casework.Actor {
			h.Clock.Set(day("2026-03-07").Start())
			return h.clerk
		},
		"not begun": func(_ *testing.T, h *sharedDesk) casework.Actor {
			h.Clock.Set(day("2026-03-01").Start())
			return h.clerk
		},
		"colleague": func(_ *testing.T, h *sharedDesk) casework.Actor { return h.colleague },
		"no desk": func(_ *testing.T, h *sharedDesk) casework.Actor {
			a := h.clerk
			a.Functions = []string{"head"}
			return a
		},
		"operator": func(_ *testing.T, h *sharedDesk) casework.Actor {
			a := h.clerk
			a.Functions = []string{"desk", "operator"}
			return a
		},
		"machine": func(_ *testing.T, h *sharedDesk) casework.Actor { a := h.clerk; a.Machine = true; return a },
		"taken back": func(t *testing.T, h *sharedDesk) casework.Actor {
			ok(t, h.EndEntrustment(t.Context(), h.admin, h.Police.ID, h.given.ID, "另行安排"))
			return h.clerk
		},
		"given back": func(t *testing.T, h *sharedDesk) casework.Actor {
			ok(t, h.EndEntrustment(t.Context(), h.foreign, h.Market.ID, h.given.ID, "人手不足"))
			return h.clerk
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newSharedDesk(t)
			id := h.Sent(t)
			held, err := h.AtDeskOf(t.Context(), h.clerk, h.Police.ID)
			ok(t, err)
			a := c(t, h)
			_, err = h.signs(t.Context(), a, id, "sign_for")
			wants(t, err, fault.Missing, "desk.not_entrusted")
			if list, err := h.Windows(t.Context(), a); err != nil || len(list) != 0 {
				t.Errorf("at the window: %+v, %v", list, err)
			}
			if a.User != h.clerk.User || len(a.Functions) != 2 || a.Machine || a.Has("operator") {
				return
			}
			// whoever was at the desk already when it ended: the act itself asks again
			_, err = h.Act(t.Context(), held, casework.Request{Case: id, Version: casework.AnyVersion, Key: officetest.NewKey("sign_for"), Action: "sign_for", Input: referral.Input{Officer: "窗口人员甲"}})
			wants(t, err, fault.Missing, "not_found")
		})
	}
}

// TestEntrusting: who may entrust what to whom, and what both organs keep of it.
func TestEntrusting(t *testing.T) {
	t.Parallel()
	h := newSharedDesk(t)
	ctx := t.Context()
	good := casework.Entrustment{Desk: h.Market.ID, User: h.colleague.User, Document: "演公委〔2026〕2号", From: day("2026-03-02"), To: day("2026-04-02")}
	change := func(f func(*casework.Entrustment)) casework.Entrustment { e := good; f(&e); return e }
	for name, c := range map[string]struct {
		who  casework.Actor
		what casework.Entrustment
		kind fault.Kind
		code string
	}{
		"no document":            {h.admin, change(func(e *casework.Entrustment) { e.Document = "" }), fault.Invalid, "invalid"},
		"to nobody":              {h.admin, change(func(e *casework.Entrustment) { e.User = ids.User{} }), fault.Invalid, "invalid"},
		"to both":                {h.admin, change(func(e *casework.Entrustment) { e.Unit = h.window }), fault.Invalid, "invalid"},
		"without an end":         {h.admin, change(func(e *casework.Entrustment) { e.To = civil.Date{} }), fault.Invalid, "invalid"},
		"for a lifetime":         {h.admin, change(func(e *casework.Entrustment) { e.To = day("2036-03-02") }), fault.Invalid, "invalid"},
		"in the past":            {h.admin, change(func(e *casework.Entrustment) { e.From, e.To = day("2026-02-01"), day("2026-02-02") }), fault.Invalid, "invalid"},
		"to a handler":           {h.admin, change(func(e *casework.Entrustment) { e.User = h.Market.Handler.User }), fault.Invalid, "invalid"},
		"to a head":              {h.admin, change(func(e *casework.Entrustment) { e.User = h.Market.Head.User }), fault.Invalid, "invalid"},
		"to oneself":             {h.admin, change(func(e *casework.Entrustment) { e.Desk, e.User = h.Police.ID, h.Police.Desk.User }), fault.Invalid, "invalid"},
		"of another organ":       {h.admin, change(func(e *casework.Entrustment) { e.Desk = h.Env.ID }), fault.Invalid, "invalid"},
		"twice":                  {h.admin, change(func(e *casework.Entrustment) { e.User, e.Unit = ids.User{}, h.window }), fault.Clash, "desk.twice"},
		"by the head":            {h.Police.Head, good, fault.Denied, "not_allowed"},
		"by the receiving organ": {h.foreign, good, fault.Missing, "not_found"},
		"by an operator":         {h.operator, good, fault.Denied, "not_allowed"},
	} {
		_, err := h.Entrust(ctx, c.who, h.Police.ID, c.what)
		t.Run(name, func(t *testing.T) { wants(t, err, c.kind, c.code) })
	}
	e, err := h.Entrust(ctx, h.admin, h.Police.ID, good)
	ok(t, err)
	err = h.EndEntrustment(ctx, h.organsHouse.admin, h.Env.ID, e.ID, "与我无关")
	wants(t, err, fault.Missing, "not_found")
	ok(t, h.EndEntrustment(ctx, h.foreign, h.Market.ID, e.ID, "人手不足"))
	wants(t, h.EndEntrustment(ctx, h.admin, h.Police.ID, e.ID, "再次"), fault.Rule, "desk.over")
	for _, organ := range []struct {
		who casework.Actor
		id  ids.Agency
	}{{h.admin, h.Police.ID}, {h.foreign, h.Market.ID}} {
		list, err := h.Entrustments(ctx, organ.who, organ.id)
		ok(t, err)
		if len(list) != 2 {
			t.Errorf("%s keeps %+v", organ.who.Name, list)
		}
	}
	if got := h.history(t, h.admin, h.Police.ID); len(got) != 3 || got[0] != "desk.entrust" || got[2] != "desk.end" {
		t.Errorf("history %v", got)
	}
}
