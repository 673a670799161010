package routing

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Doubt says why a chosen receiver is not competent under the list. It asks for a
// reason and forbids nothing: who is competent is settled by the organs and their
// common superior, not by a list.
type Doubt struct {
	Item  string // code
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
		return &Doubt{i.Code, notGrantedWords(*i, to), c.Law.Township}
	case i.Designated:
		return nil
	case !slices.Contains(i.Sectors, to.Sector):
		return &Doubt{i.Code, otherFieldWords(*i, to), i.Basis}
	case !slices.Contains(i.Levels, to.Level):
		return &Doubt{i.Code, otherLevelWords(*i, to), slices.Concat(i.Basis, c.Law.Level)}
	}
	return nil
}

const township = "township"
