package record

import (
	"bytes"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Entries about destroying content (涉密信息清除, docs/adr/0019). The act itself is
// KindRedacted; it carries out the order of another person, or it is a finding.
const (
	KindRedactionOrder   = "redaction.order"
	KindRedactionRefused = "redaction.refuse"

	fieldAnswers = "answers" // id of the order, as JSON
	fieldTargets = "targets" // what the order names, as FieldRedacts of its act
)

// order is one that stands on the chain.
type order struct {
	user     string // who ordered it
	targets  []byte
	answered bool
}

// orders follows who ordered what on one chain.
type orders map[ids.Event]*order

// about reports whether an event orders, refuses or carries out a destruction.
func (orders) about(e *Event) bool {
	return e.Kind == KindRedacted || e.Kind == KindRedactionOrder || e.Kind == KindRedactionRefused
}

func valueOf(openings []Opening, name string) []byte {
	for _, o := range openings {
		if o.Name == name {
			return o.Value
		}
	}
	return nil
}

// add takes the next event with those of its values that open their commitments. It
// reports whether the event is a destroying act that no other person ordered: without
// an earlier order on the same chain, by the same person or by nobody, of something
// else, or of what was answered before.
func (o orders) add(e *Event, value map[string][]byte) (unordered bool) {
	switch e.Kind {
	case KindRedactionOrder:
		o[e.ID] = &order{user: string(value[FieldUser]), targets: value[fieldTargets]}
	case KindRedactionRefused:
		if x := o.named(value[fieldAnswers]); x != nil {
			x.answered = true
		}
	case KindRedacted:
		x, by := o.named(value[fieldAnswers]), string(value[FieldUser])
		if x == nil || x.answered || x.user == "" || by == "" || x.user == by || !bytes.Equal(x.targets, value[FieldRedacts]) {
			return true
		}
		x.answered = true
	}
	return false
}

func (o orders) named(answers []byte) *order {
	id, err := ids.Parse[ids.Event](string(bytes.Trim(answers, `"`)))
	if err != nil {
		return nil
	}
	return o[id]
}
