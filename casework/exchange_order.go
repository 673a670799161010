package casework

import (
	"cmp"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
)

// message is an envelope as far as its place among the others goes.
type message struct {
	*federation.Envelope
	act  *wireAct
	fate federation.Fate
	why  string // which crossing gave it its fate, in Chinese
	by   string // and against whom

	confirm bool // a return stands that was made without it: to be confirmed, or the case taken on again
}

func (m *message) kind() federation.Act { return federation.Act(m.Type) }

// ordered puts the messages of a conversation into the one order that both hubs come
// to, whatever arrived when: nothing before what it had observed; of two that crossed,
// the one that stands by the table of crossings first; else by the names of the hubs. It
// asks no clock.
func ordered(list []*message) []*message {
	sides := map[string][]*message{}
	var hubs []string
	for _, m := range list {
		m.fate = federation.Stands
		if sides[m.From.Hub] == nil {
			hubs = append(hubs, m.From.Hub)
		}
		sides[m.From.Hub] = append(sides[m.From.Hub], m)
	}
	slices.Sort(hubs)
	for _, side := range sides {
		slices.SortFunc(side, func(a, b *message) int { return cmp.Compare(a.Seq, b.Seq) })
	}
	if len(hubs) > 1 {
		settleAll(sides[hubs[0]], sides[hubs[1]])
	}
	var out []*message
	for len(out) < len(list) {
		hub := hubs[0]
		if len(hubs) > 1 {
			hub = nextHub(hubs, sides)
		}
		out = append(out, sides[hub][0])
		sides[hub] = sides[hub][1:]
	}
	return out
}

// nextHub says whose head comes next.
func nextHub(hubs []string, sides map[string][]*message) string {
	a, b := sides[hubs[0]], sides[hubs[1]]
	switch {
	case len(a) == 0:
		return hubs[1]
	case len(b) == 0 || b[0].Observed.Seq >= a[0].Seq: // b had seen it
		return hubs[0]
	case a[0].Observed.Seq >= b[0].Seq:
		return hubs[1]
	case a[0].fate != federation.Stands && b[0].fate == federation.Stands:
		return hubs[1]
	}
	return hubs[0]
}

// settleAll asks the table of crossings about every pair that crossed.
func settleAll(ones, others []*message) {
	for _, a := range ones {
		for _, b := range others {
			if !federation.Crossed(a.Envelope, b.Envelope) {
				continue
			}
			s := federation.Settle(a.kind(), b.kind())
			a.settle(s.First, s, b)
			b.settle(s.Second, s, a)
		}
	}
}

// settle keeps the first fate that is not to stand.
func (m *message) settle(fate federation.Fate, s federation.Settlement, by *message) {
	if fate != federation.Stands && m.fate == federation.Stands {
		m.fate, m.why, m.by = fate, s.Text.ZH, by.ID.String()
		m.confirm = s.Confirm && by.act.Action == "return" // what a superior or the sender itself decided is nobody's to confirm
	}
}

// actsOf turns ordered messages into acts of the table: what lost to a crossing becomes
// what the table of crossings says.
func actsOf(order []*message, own string) []referral.Taken {
	out := make([]referral.Taken, len(order))
	for i, m := range order {
		t := referral.Taken{Action: m.act.Action, As: m.act.As, Input: m.act.input(own)}
		if m.act.Base != nil {
			base := m.act.Base.snapshot(own)
			t.Base = &base
		}
		switch m.fate {
		case federation.BecomesRequest:
			t.Action = "ask_withdrawal"
		case federation.Lapses, federation.Unseen, federation.BecomesSupplement:
			t.Idle, t.Unseen = true, m.confirm
		case federation.Stands:
		}
		out[i] = t
	}
	return out
}
