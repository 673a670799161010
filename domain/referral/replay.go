package referral

import (
	"encoding/binary"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Taken is an act that was decided once, with all it brought. Two hubs that hold the
// same acts in the same order come to the same case.
type Taken struct {
	Action Action
	As     Party
	Input  Input
	Base   *Snapshot // of an act that sends: the draft it sends, with the facts only its author knows
	Idle   bool      // it crossed another act and lost to it: nothing happens
	Unseen bool      // idle, and whoever returned the case without it confirms or takes it on again
}

// Replayed is a case as its acts make it.
type Replayed struct {
	Snapshot
	Took    []bool                   // which acts had an effect, in the order given
	Begun   map[ids.Clock]ClockStart // clocks that run, by the ids that this replay gave them
	Handoff Handover                 // what became of the last attempt at a receiver
	Signed  Input                    // the act that signed for it
}

// Replay runs acts over a case, from its first sending on. An act that the table
// refuses where it now stands has no effect, on either hub. Pure.
func Replay(p *Procedure, acts []Taken) Replayed {
	r := Replayed{Took: make([]bool, len(acts)), Begun: map[ids.Clock]ClockStart{}}
	r.Kind = p.Kind
	first := true
	for i, a := range acts {
		if a.Idle {
			if a.Unseen {
				r.unseen(a)
			}
			continue
		}
		s := r.Snapshot
		if a.Base != nil {
			s = rebase(s, *a.Base, first)
		}
		out, refused := Decide(p, s, a.Action, a.As, a.Input)
		if refused != nil {
			continue
		}
		first = false
		r.Took[i] = true
		r.follow(p, s, a, out)
	}
	return r
}

// rebase lays a draft that is sent under what is known of the case already.
func rebase(known, draft Snapshot, first bool) Snapshot {
	if first {
		draft.Clocks = nil
		return draft
	}
	next := known
	next.Content, next.Parties, next.Charges, next.Materials, next.Items = draft.Content, draft.Parties, draft.Charges, draft.Materials, draft.Items
	next.LetterMade, next.LetterSeal, next.FormMade = draft.LetterMade, draft.LetterSeal, draft.FormMade
	return next
}

// follow takes over what an act changed.
func (r *Replayed) follow(p *Procedure, s Snapshot, a Taken, out Outcome) {
	after := s
	after.State, after.Flags, after.Custody, after.Epoch = out.State, out.Flags, out.Custody, out.Epoch
	after.Content = Write(s.Content, a.Action, a.Input)
	after.Charges = slices.Clone(s.Charges)
	for _, moved := range out.Charges {
		i := slices.IndexFunc(after.Charges, func(x Charge) bool { return x.ID == moved.ID })
		if moved.State != after.Charges[i].State {
			moved.DecidedOn = civil.DateOf(a.Input.OccurredAt)
		}
		after.Charges[i] = moved
	}
	if out.Step.Names {
		after.Third = a.Input.Target
	}
	switch move := out.Step.Handoff; move {
	case HandoffOpens:
		after.Receiver, after.Copied, after.Accepted = a.Input.Target, a.Input.Copy, a.Input.OccurredAt
		r.Handoff = move
	case HandoffForwards, HandoffMoves:
		if move == HandoffMoves || p.Kind != Criminal {
			after.Past = s.Receiver
		}
		after.Receiver, after.Accepted = a.Input.Target, a.Input.OccurredAt
		r.Handoff = HandoffOpens
	case HandoffSigned:
		after.Accepted, r.Handoff, r.Signed = a.Input.OccurredAt, move, a.Input
	case HandoffReturns, HandoffEnds:
		r.Handoff = move
	case HandoffStays:
	}
	for _, given := range a.Input.Items {
		for i := range after.Items {
			if x := &after.Items[i]; x.ID == given.ID {
				after.Items = slices.Clone(after.Items)
				after.Items[i].Form, after.Items[i].Keeper, after.Items[i].SealNo = given.Form, given.Keeper, given.SealNo
			}
		}
	}
	after.Clocks = r.moveClocks(s.Clocks, out)
	r.Snapshot = after
}

func (r *Replayed) moveClocks(running []RunningClock, out Outcome) []RunningClock {
	var after []RunningClock
	for _, k := range running {
		if slices.Contains(out.Meets, k.ID) || slices.Contains(out.Cancels, k.ID) {
			delete(r.Begun, k.ID)
			continue
		}
		if slices.Contains(out.Pauses, k.ID) {
			k.Paused = true
		}
		if slices.Contains(out.Resumes, k.ID) {
			k.Paused = false
		}
		after = append(after, k)
	}
	for _, st := range out.Starts {
		var id ids.Clock
		binary.BigEndian.PutUint64(id[8:], uint64(len(after)+len(r.Begun)+1)<<16|uint64(len(r.Begun)))
		for _, taken := r.Begun[id]; taken; _, taken = r.Begun[id] {
			binary.BigEndian.PutUint64(id[8:], binary.BigEndian.Uint64(id[8:])+1)
		}
		r.Begun[id] = st
		after = append(after, RunningClock{ID: id, Rule: st.Rule, Owes: st.Owes, Charge: st.Charge, Started: st.At, Option: st.Option})
	}
	return after
}

// Playing gives the organ that plays a part in a case; zero if nobody does.
func Playing(s Snapshot, as Party) ids.Agency { return partyID(s, as) }
