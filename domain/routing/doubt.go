package routing

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Doubt says why a chosen receiver is not competent under the list, or not the police that a
// referral goes to. It asks for a
// reason and forbids nothing: who is competent is settled by the organs and their
// common superior, not by a list.
type Doubt struct {
	Item    string // code; empty: it is the place or level that is in doubt
	Says    fault.Text
	Basis   []fault.Basis
	Instead []Way // what may be done instead, the usual one first
}

// Way is something that may be done instead.
type Way struct {
	Kind  string // of the referral that may be begun; empty: another organ goes on with it
	Says  fault.Text
	Basis []fault.Basis
}

// Check looks at a chosen receiver. It is nil where the list has no doubt: it
// does not know the item, leaves it to the local government who is competent, or
// the organ has the item's field — whose place is right depends on where the act
// took place, which the list cannot know.
func Check(q Question, c Catalogue, to Organ) *Doubt {
	i := Edition(c.Items, q.Item, q.Region, q.On)
	if i == nil || i.Confidence.Off() {
		return nil
	}
	if slices.ContainsFunc(c.Grants, func(g Grant) bool { return g.Item == q.Item && g.Township == to.ID && g.In(q.On) }) {
		return nil
	}
	switch {
	case to.Sector == township:
		return &Doubt{Item: i.Code, Says: notGrantedWords(*i, to), Basis: c.Law.Township}
	case i.Designated:
		return nil
	case !slices.Contains(i.Sectors, to.Sector):
		return &Doubt{Item: i.Code, Says: otherFieldWords(*i, to), Basis: i.Basis}
	case !slices.Contains(i.Levels, to.Level):
		return &Doubt{Item: i.Code, Says: otherLevelWords(*i, to), Basis: slices.Concat(i.Basis, c.Law.Level)}
	}
	return nil
}

const township = "township"
