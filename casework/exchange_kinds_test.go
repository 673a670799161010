package casework_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// beyond finds who stands at the other hub where somebody of this one would.
func beyond(a, b *side, id ids.Agency) (officetest.Organ, bool) {
	for _, p := range [][2]officetest.Organ{{a.Env, b.Env}, {a.Police, b.Police}, {a.Procuratorate, b.Procuratorate}, {a.Market, b.Market}} {
		if p[0].ID == id {
			return p[1], true
		}
	}
	return officetest.Organ{}, false
}

// counterpart is the actor of the other hub's organ with the functions of one of ours.
func counterpart(t *testing.T, from, to officetest.Organ, who casework.Actor) casework.Actor {
	t.Helper()
	for _, p := range [][2]casework.Actor{{from.Desk, to.Desk}, {from.Handler, to.Handler}, {from.Legal, to.Legal}, {from.Head, to.Head}, {from.Procurator, to.Procurator}} {
		if p[0].User == who.User {
			return p[1]
		}
	}
	t.Fatalf("nobody at the other hub is what %s is here", who.Name)
	return casework.Actor{}
}

// said is what the acts of a case say at one hub, each with the values that cross.
func said(t *testing.T, at *side, who casework.Actor, id ids.Case, acts map[string]bool) string {
	t.Helper()
	got, err := at.ReadTimeline(t.Context(), who, id)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range got.Events {
		if !acts[e.Event.Kind] {
			continue
		}
		line := e.Event.Kind
		for _, name := range []string{"text", "result", "reason", "document_no", "until"} {
			line += " " + string(e.Values[name])
		}
		lines = append(lines, line+"\n")
	}
	slices.Sort(lines) // hubs may have learnt of two acts in either order
	return strings.Join(lines, "")
}

// Every kind that goes from one organ to another goes from one hub to the other as well:
// the same course, the same state, one digest, and each act says there what it says here
// (administrative and findings referrals,
// consultations, supervision, clues of public interest among them).
func TestKindsAcrossHubs(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	crossed := 0
	for _, c := range courses(a.House) {
		var far officetest.Organ
		var near ids.Agency
		for _, turn := range c.turns {
			if !turn.to.IsZero() {
				near = turn.to
				far, _ = beyond(a, b, turn.to)
			}
		}
		if near.IsZero() {
			continue
		}
		home, _ := beyond(a, a, near)
		d := casework.DraftInput{Title: "跨省" + string(c.kind), Content: c.draft}
		if c.units {
			d.Parties = []casework.PartyInput{{Person: referral.Person{Kind: "enterprise", Name: "演示企业"}, Charges: []casework.ChargeInput{{Offence: "演示事项"}}}}
		}
		got, err := a.OpenReferral(t.Context(), c.by, officetest.NewKey("open"), c.kind, d, nil)
		if err != nil {
			t.Fatalf("%s: %v", c.kind, err)
		}
		id, sent := got.Case.ID, false
		acts := map[string]bool{} // that crossed
		var there casework.Actor
		for _, turn := range c.turns {
			r := casework.Request{Case: id, Action: turn.action, Input: turn.in}
			at, who := a, turn.by
			if turn.by.Agency == near && sent {
				at, who = b, counterpart(t, home, far, turn.by)
				there = who
			}
			if !turn.to.IsZero() {
				r.To, sent = far.ID, true
			}
			at.Request(t, who, r)
			acts[string(turn.action)] = sent
			carry(t, a, b)
		}
		ours, err := a.SharedCase(t.Context(), c.by, id)
		if err != nil || ours == nil {
			t.Fatalf("%s: %v", c.kind, err)
		}
		theirs, err := b.SharedCase(t.Context(), there, id)
		if err != nil || theirs == nil {
			t.Fatalf("%s: %v", c.kind, err)
		}
		state, err := a.Get(t.Context(), c.by, id)
		if err != nil || state.Snapshot.State != c.ends || !ours.Settled || ours.Digest != theirs.Digest {
			t.Errorf("%s ends %s, want %s; settled %v, one digest %v, %v", c.kind, state.Snapshot.State, c.ends, ours.Settled, ours.Digest == theirs.Digest, err)
		}
		if here, beyond := said(t, a, c.by, id, acts), said(t, b, there, id, acts); here != beyond || here == "" {
			t.Errorf("%s says here\n%sand there\n%s", c.kind, here, beyond)
		}
		for _, m := range append(ours.Messages, theirs.Messages...) {
			if m.State == "crossed" {
				t.Errorf("%s: %s had no effect: %s", c.kind, m.Action, m.Error)
			}
		}
		crossed++
	}
	if crossed < 10 {
		t.Errorf("only %d kinds crossed the border", crossed)
	}
}
