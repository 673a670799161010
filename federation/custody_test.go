package federation_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/xianjie-hub/xianjie/federation"
)

// sent is an envelope of the little world below.
type sent struct {
	act     federation.Act
	arrival federation.Arrival
	replyTo federation.Message
	epoch   int64
}

// side is a hub: its custody, what it wrote, and the order of what comes in.
type side struct {
	custody  federation.Custody
	out      []sent
	in       *federation.Ledger
	lastSent federation.Hash
	inbox    map[federation.Message]sent // delivered by the network, perhaps out of order
}

func newSide(c federation.Custody) *side {
	return &side{custody: c, in: federation.NewLedger(), inbox: map[federation.Message]sent{}}
}

// write sends an act if custody allows it.
func (s *side) write(name string, act federation.Act, replyTo federation.Message) bool {
	hash := federation.HashOf(fmt.Appendf(nil, "%s %d %s", name, len(s.out), act))
	id := federation.Message(hash[:16])
	next, err := s.custody.Send(act, id, replyTo)
	if err != nil {
		return false
	}
	s.custody = next
	s.out = append(s.out, sent{act, federation.Arrival{ID: id, Seq: int64(len(s.out) + 1), Prev: s.lastSent, Hash: hash}, replyTo, next.Epoch})
	s.lastSent = hash
	return true
}

// take receives a copy and obeys what becomes deliverable.
func (s *side) take(t *rapid.T, name string, m sent) {
	s.inbox[m.arrival.ID] = m
	verdict, ready := s.in.Take(m.arrival)
	if verdict == federation.Equivocation {
		t.Fatalf("an honest side equivocates")
	}
	for _, a := range ready {
		m := s.inbox[a.ID]
		var effect federation.Effect
		if s.custody, effect = s.custody.Receive(m.act, m.arrival.ID, m.replyTo, m.epoch); effect == federation.Closes {
			s.write(name, federation.Withdrawn, m.arrival.ID)
		}
	}
}

// Whatever two hubs do, and however messages are delayed, repeated, reordered or
// lost and sent again: never two holders, and once all has arrived both agree.
func TestNeverTwoHolders(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		sides := [2]*side{newSide(federation.FirstHolder()), newSide(federation.Custody{})}
		names := [2]string{"a", "b"}
		acts := []federation.Act{federation.Offer, federation.Withdraw, federation.Accept, federation.Refuse, federation.Reroute, federation.AskSupplement, federation.Supply, federation.Report}
		check := func() {
			if sides[0].custody.Holding == federation.Mine && sides[1].custody.Holding == federation.Mine {
				t.Fatalf("two holders: %+v and %+v", sides[0].custody, sides[1].custody)
			}
		}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			i := rapid.IntRange(0, 1).Draw(t, "side")
			s, other := sides[i], sides[1-i]
			if rapid.Bool().Draw(t, "act") || len(other.out) == 0 {
				s.write(names[i], rapid.SampledFrom(acts).Draw(t, "what"), s.custody.Offer)
			} else { // any message of the other side, also one that came before
				s.take(t, names[i], rapid.SampledFrom(other.out).Draw(t, "message"))
			}
			check()
		}
		// The link heals: everything is sent again until nothing is new.
		for before := -1; before != len(sides[0].out)+len(sides[1].out); {
			before = len(sides[0].out) + len(sides[1].out)
			for i, s := range sides {
				for _, m := range sides[1-i].out {
					s.take(t, names[i], m)
					check()
				}
			}
		}
		a, b := sides[0].custody, sides[1].custody
		if a.Holding == federation.Theirs {
			a, b = b, a
		}
		switch {
		case b.Holding != federation.Theirs || a.Holding == federation.Theirs:
			t.Fatalf("no side has it: %+v and %+v", a, b)
		case a.Epoch != b.Epoch && b.Epoch != 0:
			t.Fatalf("epochs differ: %+v and %+v", a, b)
		case a.Holding == federation.Mine && !b.Offer.IsZero():
			t.Fatalf("held, and yet offered: %+v and %+v", a, b)
		case a.Holding == federation.Offered && b.Offer != a.Offer:
			t.Fatalf("another offer is open there: %+v and %+v", a, b)
		}
	})
}

// The custody of both sides comes out as the table of crossings says.
func TestCustodyFollowsTheTable(t *testing.T) {
	t.Parallel()
	for _, second := range []federation.Act{federation.Withdraw, federation.Offer, federation.Supply} {
		for _, answer := range []federation.Act{federation.Accept, federation.Refuse, federation.Reroute} {
			t.Run(string(second)+" and "+string(answer), func(t *testing.T) {
				t.Parallel()
				rapid.Check(t, func(t *rapid.T) {
					a, b := newSide(federation.FirstHolder()), newSide(federation.Custody{})
					a.write("a", federation.Offer, federation.Message{})
					b.take(t, "b", a.out[0])
					if !a.write("a", second, a.custody.Offer) || !b.write("b", answer, b.custody.Offer) {
						t.Fatal("the acts that should cross were not allowed")
					}
					a.take(t, "a", b.out[0])
					b.take(t, "b", a.out[1])
					want := map[federation.Act]federation.Holding{federation.Accept: federation.Mine}[answer]
					if b.custody.Holding != want {
						t.Fatalf("after %s the receiver has %+v", answer, b.custody)
					}
					s := federation.Settle(second, answer)
					open := second == federation.Offer && s.First == federation.Stands
					if open != !b.custody.Offer.IsZero() {
						t.Fatalf("the table says %s, the receiver has %+v", s.First, b.custody)
					}
					for _, m := range b.out {
						a.take(t, "a", m)
					}
					if returned := answer != federation.Accept && !open; returned != (a.custody.Holding == federation.Mine) {
						t.Fatalf("the table says %s and %s, the sender has %+v", s.First, s.Second, a.custody)
					}
				})
			})
		}
	}
}

// A partner that is wrong or hostile cannot move what it has no claim to.
func TestCustodyIsNotTaken(t *testing.T) {
	t.Parallel()
	offer, other := federation.Message{1}, federation.Message{2}
	held := federation.FirstHolder()
	frozen, err := held.Send(federation.Offer, offer, federation.Message{})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		before  federation.Custody
		act     federation.Act
		replyTo federation.Message
		epoch   int64
	}{
		"an acceptance of what was not offered": {held, federation.Accept, offer, 2},
		"an acceptance of an earlier epoch":     {frozen, federation.Accept, offer, 1},
		"an acceptance of a later epoch":        {frozen, federation.Accept, offer, 3},
		"a refusal of another offer":            {frozen, federation.Refuse, other, 1},
		"consent to a withdrawal nobody asked":  {frozen, federation.Withdrawn, federation.Message{}, 1},
		"an offer of what we hold":              {held, federation.Offer, federation.Message{}, 1},
		"an offer of what we offer":             {frozen, federation.Offer, federation.Message{}, 1},
		"an offer of an epoch that is over":     {federation.Custody{Epoch: 5}, federation.Offer, federation.Message{}, 4},
		"an act of a later version":             {frozen, "later.act", offer, 2},
	} {
		if got, effect := c.before.Receive(c.act, other, c.replyTo, c.epoch); got != c.before || effect != federation.NoEffect {
			t.Errorf("%s: %+v, %s", name, got, effect)
		}
	}
	for name, c := range map[string]struct {
		before  federation.Custody
		act     federation.Act
		replyTo federation.Message
	}{
		"offering what they hold":        {federation.Custody{Epoch: 2}, federation.Offer, federation.Message{}},
		"accepting what nobody offered":  {federation.Custody{Epoch: 2}, federation.Accept, offer},
		"accepting our own offer":        {frozen, federation.Accept, offer},
		"withdrawing what we hold":       {held, federation.Withdraw, offer},
		"withdrawing another offer":      {frozen, federation.Withdraw, other},
		"deciding on an offer withdrawn": {federation.Custody{Epoch: 1}, federation.Refuse, offer},
	} {
		if got, err := c.before.Send(c.act, other, c.replyTo); err == nil || got != c.before {
			t.Errorf("%s is allowed: %+v", name, got)
		}
	}
}

func TestSettleIsTotalAndSymmetric(t *testing.T) {
	t.Parallel()
	touched := 0
	for _, a := range federation.Acts {
		for _, b := range federation.Acts {
			one, other := federation.Settle(a, b), federation.Settle(b, a)
			if one.First != other.Second || one.Second != other.First || one.Confirm != other.Confirm || one.First == "" {
				t.Errorf("%s and %s: %+v, turned round %+v", a, b, one, other)
			}
			if one.Text.ZH != "" {
				touched++
			}
		}
	}
	if touched != 24 {
		t.Errorf("%d pairs touch one another, the table has 12 in two orders", touched)
	}
	if s := federation.Settle("later.act", federation.Accept); s.First != federation.Stands || s.Second != federation.Stands {
		t.Errorf("an act of a later version: %+v", s)
	}
}
