// Package routing says which organ is competent for a matter (管辖): it takes an
// item of the list of enforcement items (执法事项清单), where the act took place
// and the organs of the hub, and gives the organs to send it to, each with its
// article, or says honestly that it knows of none.
//
// It is pure. The list is data: the starter list lies in policies/items, an
// installation's own rows and grants come from its database.
package routing

import (
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// ItemKind is what an organ may do under an item (事项类别).
type ItemKind string

// Kinds of items.
const (
	Penalty    ItemKind = "penalty"    // 行政处罚
	Compulsion ItemKind = "compulsion" // 行政强制
	Inspection ItemKind = "inspection" // 行政检查
)

// ItemKinds are all kinds, in the order in which lists print them.
var ItemKinds = []ItemKind{Penalty, Compulsion, Inspection}

// Item is one edition of an enforcement item (执法事项): what is done about, by
// whom, under which article, where and from when to when.
type Item struct {
	Code       string
	Title      fault.Text // in an installation's own list Chinese alone
	Kind       ItemKind
	Basis      []fault.Basis
	Region     string   // six digits (GB/T 2260) it holds in, 430000 also for 430903; empty nationwide
	Sectors    []string // fields whose organs are competent
	Designated bool     // the article leaves it to the local government which (由地方人民政府确定的部门): Sectors only say the usual
	Levels     []string // of the competent organs, the usual first
	Words      []string // what else it is looked for by
	From, To   civil.Date
	Confidence deadline.Confidence
	Own        bool // a row of this installation
}

// In reports whether the edition is in force on a day.
func (i Item) In(on civil.Date) bool { return within(i.From, i.To, on) }

// Grant gives an item to a township or subdistrict office (赋权), by a published
// decision.
type Grant struct {
	Item     string // code
	Township ids.Agency
	Document string
	Number   string
	From, To civil.Date
}

// In reports whether the grant is in force on a day.
func (g Grant) In(on civil.Date) bool { return within(g.From, g.To, on) }

func within(from, to, on civil.Date) bool {
	return !on.Before(from) && (to.IsZero() || !on.After(to))
}

// Organ is what routing needs to know of an organ.
type Organ struct {
	ID                    ids.Agency
	Code, Name, ShortName string
	Sector, Level, Region string
	Superior              ids.Agency
	Closed                bool
}

// levels from below, and how many digits of a region code each one rules.
var levels = []string{"township", "county", "city", "province", "nation"}

var ruledDigits = map[string]int{"township": 6, "county": 6, "city": 4, "province": 2, "nation": 0}

// rules reports whether a region lies within an organ's territory. A township
// shares the code of its county here; Question.Place tells townships apart.
func (o Organ) rules(region string) bool {
	n := ruledDigits[o.Level]
	return len(o.Region) >= n && strings.HasPrefix(region, o.Region[:n])
}

// Covers reports whether a region code holds at another: 430000 at 430903.
func Covers(region, at string) bool {
	for strings.HasSuffix(region, "00") {
		region = strings.TrimSuffix(region, "00")
	}
	return strings.HasPrefix(at, region)
}

// Edition picks the edition of an item that holds at a place on a day: an
// installation's own row before the starter list, then the smaller region, then
// the later edition. It is nil if there is none.
func Edition(items []Item, code, region string, on civil.Date) *Item {
	var best *Item
	for i := range items {
		if c := &items[i]; c.Code == code && c.In(on) && Covers(c.Region, region) && (best == nil || before(c, best)) {
			best = c
		}
	}
	return best
}

func before(a, b *Item) bool {
	switch {
	case a.Own != b.Own:
		return a.Own
	case a.Region != b.Region:
		return Covers(b.Region, a.Region)
	}
	return a.From.After(b.From)
}

// competentField reports whether an organ's field and level are those of an item.
func (i Item) competentField(o Organ) bool {
	return slices.Contains(i.Sectors, o.Sector) && slices.Contains(i.Levels, o.Level)
}
