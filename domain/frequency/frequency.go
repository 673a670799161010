// Package frequency counts visits to one enterprise against the yearly caps on checks
// (年度检查频次上限; 国办发〔2024〕54号). There is no national number: caps come from the
// rules of a region. What counts is that of rule book §6: case-driven checks do not
// (浙环发〔2025〕13号), nor do special ones that were ordered from above; a joint visit
// counts once for each agency that takes part, and once at the door.
package frequency

import (
	"cmp"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Visit is one agency's part in one visit (一次检查中的一个部门).
type Visit struct {
	Agency  ids.Agency
	Door    ids.Entry // the visit: those of several agencies in one have the same
	Type    string    // daily, special, case
	Ordered bool      // a special check that was ordered from above (上级部署)
	Done    bool      // it has begun; else it is planned
	Allowed bool      // planned above the cap, with a reason and an approver
}

// Counts reports whether a visit uses up the cap.
func (v Visit) Counts() bool { return v.Type == "daily" || v.Type == "special" && !v.Ordered }

// Tally is how often an enterprise is visited in a year, and how often it may be.
type Tally struct {
	Agency  ids.Agency // zero: all agencies, each visit once
	Done    int        // 已查
	Planned int        // 已安排
	Allowed int        // of those planned, above the cap by leave of a head
	Exempt  int        // 不计入: case-driven, or ordered from above
	Cap     int        // 上限; 0: none was published
	Reached bool       // the cap is reached, counting what is planned: where its number is sealed, all that is said of it
}

// Full reports whether one more visit would lie above the cap. What a head allowed
// above it takes nobody's place before it took place.
func (t Tally) Full() bool {
	return t.Reached || t.Cap > 0 && t.Done+t.Planned-t.Allowed >= t.Cap
}

// Sealed is what may be said of a tally where planned visits are sealed: the numbers of
// shown, which counts without them, and whether the cap of t is reached.
func (t Tally) Sealed(shown Tally) Tally {
	shown.Cap, shown.Reached = t.Cap, t.Full()
	return shown
}

func (t *Tally) add(v Visit) {
	switch {
	case !v.Counts():
		t.Exempt++
	case v.Done:
		t.Done++
	default:
		t.Planned++
		if v.Allowed {
			t.Allowed++
		}
	}
}

// Count tallies the visits to one enterprise: by agency, in the order of their ids, and
// in total. Agencies that are asked about have a tally though they never came. A visit
// that is done for one of its agencies is done at the door.
func Count(visits []Visit, agencies ...ids.Agency) (each []Tally, total Tally) {
	by := map[ids.Agency]*Tally{}
	of := func(a ids.Agency) *Tally {
		if by[a] == nil {
			by[a] = &Tally{Agency: a}
		}
		return by[a]
	}
	for _, a := range agencies {
		of(a)
	}
	doors := map[ids.Entry]Visit{}
	for _, v := range visits {
		of(v.Agency).add(v)
		if d, seen := doors[v.Door]; seen {
			v.Done = v.Done || d.Done
			if d.Counts() {
				v.Type, v.Ordered = d.Type, d.Ordered
			}
		}
		doors[v.Door] = v
	}
	for _, v := range doors {
		total.add(v)
	}
	for _, t := range by {
		each = append(each, *t)
	}
	slices.SortFunc(each, func(a, b Tally) int { return cmp.Compare(a.Agency.String(), b.Agency.String()) })
	return each, total
}

// Without leaves one visit out: what is asked about does not count against itself.
func Without(visits []Visit, door ids.Entry) []Visit {
	return slices.DeleteFunc(slices.Clone(visits), func(v Visit) bool { return v.Door == door })
}
