package routing

import (
	"cmp"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Question is what is to be routed.
type Question struct {
	Item   string // code; empty: only what the kind says
	Region string // six digits of where the act took place
	Place  string // as somebody wrote it; it may name the township
	On     civil.Date
	Asks   Organ    // who wants to send it: never suggested to itself
	Takes  []string // fields that the kind of referral may be sent to; empty: any
	Upward bool     // the kind goes to the asking organ's own superior
	Kind   []fault.Basis
}

// Catalogue is what is known: editions and grants of the item, and all organs.
type Catalogue struct {
	Items  []Item
	Grants []Grant
	Organs []Organ
	Law    Law
}

// Law holds the articles that jurisdiction stands on (行政处罚法第四章); the numbers
// are data, in policies/items.
type Law struct {
	Place    []fault.Basis // 违法行为发生地
	Level    []fault.Basis // 县级以上
	Township []fault.Basis // 交由乡镇、街道行使
	Dispute  []fault.Basis // 协商不成的，报请共同的上一级指定
}

// Fit is why an organ is suggested.
type Fit string

// Fits, best first.
const (
	FitSuperior Fit = "superior" // 上级机关：提请督办、向上报告
	FitGranted  Fit = "granted"  // 承接该事项的乡镇、街道，且地点写明在其辖区
	FitLocal    Fit = "local"    // 违法行为发生地的主管部门
	FitMaybe    Fit = "maybe"    // 承接该事项的乡镇、街道：行为发生在其辖区时
	FitHigher   Fit = "higher"   // 本地没有，上级主管部门
	FitKind     Fit = "kind"     // 这类移送的对口机关，与事项无关
)

var fitOrder = []Fit{FitSuperior, FitGranted, FitLocal, FitMaybe, FitHigher, FitKind}

// Suggestion is an organ to send to, with its reason.
type Suggestion struct {
	Organ Organ
	Fit   Fit
	Says  fault.Text
	Basis []fault.Basis
	Grant *Grant
}

// Answer is what is known of a question.
type Answer struct {
	Item   *Item // the edition that holds; nil: none given, or unknown
	List   []Suggestion
	Self   *Suggestion // the asking organ is competent itself
	Advice *Advice     // nobody competent is known: what to do
}

// Advice says what to do where the list knows nobody.
type Advice struct {
	Says     fault.Text
	Basis    []fault.Basis
	Superior ids.Agency // the asking organ's, if it is known
}

// Suggest answers a question: the best organ first.
func Suggest(q Question, c Catalogue) Answer {
	a := Answer{Item: Edition(c.Items, q.Item, q.Region, q.On)}
	byItem := a.Item != nil && (len(q.Takes) == 0 || slices.ContainsFunc(a.Item.Sectors, func(s string) bool { return slices.Contains(q.Takes, s) }))
	var list []Suggestion
	switch {
	case byItem && !q.Upward:
		list = append(granted(q, c), competent(q, c, a.Item)...)
		list = slices.DeleteFunc(list, func(s Suggestion) bool { return len(q.Takes) > 0 && !slices.Contains(q.Takes, s.Organ.Sector) })
	case q.Upward:
		list = above(q, c)
	case len(q.Takes) > 0:
		list = counterparts(q, c)
	}
	for i, s := range list {
		if s.Organ.ID == q.Asks.ID && a.Self == nil && s.Fit != FitHigher {
			a.Self = &list[i]
		}
	}
	for _, s := range list {
		if s.Organ.ID != q.Asks.ID && !s.Organ.Closed {
			a.List = append(a.List, s)
		}
	}
	slices.SortStableFunc(a.List, func(x, y Suggestion) int {
		return cmp.Or(cmp.Compare(slices.Index(fitOrder, x.Fit), slices.Index(fitOrder, y.Fit)), closer(x.Organ, y.Organ), cmp.Compare(x.Organ.Name, y.Organ.Name))
	})
	if len(a.List) == 0 && a.Self == nil && (q.Item != "" || len(q.Takes) > 0) {
		a.Advice = advise(q, c, a.Item)
	}
	return a
}

func closer(a, b Organ) int {
	return cmp.Compare(slices.Index(levels, a.Level), slices.Index(levels, b.Level))
}

// granted are the townships that took an item over.
func granted(q Question, c Catalogue) (list []Suggestion) {
	for i := range c.Grants {
		g := &c.Grants[i]
		if g.Item != q.Item || !g.In(q.On) {
			continue
		}
		for _, o := range c.Organs {
			if o.ID != g.Township || !o.rules(q.Region) {
				continue
			}
			s := Suggestion{Organ: o, Fit: FitMaybe, Grant: g, Basis: c.Law.Township, Says: grantWords(*g, o)}
			if named(q.Place, o) || o.ID == q.Asks.ID {
				s.Fit = FitGranted
			}
			list = append(list, s)
		}
	}
	return list
}

// named reports whether a place as somebody wrote it names an organ's township.
func named(place string, o Organ) bool {
	short := strings.TrimSuffix(strings.TrimSuffix(o.ShortName, "人民政府"), "办事处")
	return short != "" && strings.Contains(place, short)
}

// competent are the organs of the item's field whose territory holds the place:
// those of the item's levels there, and where the hub has none, the next above.
func competent(q Question, c Catalogue, i *Item) (list []Suggestion) {
	local := false
	for _, o := range c.Organs {
		if !o.Closed && i.competentField(o) && o.rules(q.Region) && o.Level == i.Levels[0] {
			local = true
			list = append(list, Suggestion{Organ: o, Fit: FitLocal, Says: localWords(*i, o), Basis: slices.Concat(i.Basis, c.Law.Place)})
		}
	}
	if local {
		return list
	}
	for _, o := range c.Organs {
		above := slices.Index(levels, o.Level) > slices.Index(levels, i.Levels[0])
		if !o.Closed && above && slices.Contains(i.Sectors, o.Sector) && o.rules(q.Region) {
			list = append(list, Suggestion{Organ: o, Fit: FitHigher, Says: higherWords(*i, o), Basis: slices.Concat(i.Basis, c.Law.Level)})
		}
	}
	return list
}

// counterparts are the organs that a kind of referral goes to whatever the item:
// the own level's first.
func counterparts(q Question, c Catalogue) (list []Suggestion) {
	for _, o := range c.Organs {
		if slices.Contains(q.Takes, o.Sector) && o.Region == q.Region && o.Level == q.Asks.Level {
			list = append(list, Suggestion{Organ: o, Fit: FitKind, Says: kindWords(o), Basis: q.Kind})
		}
	}
	return list
}

// above is the asking organ's own superior; where the hub does not know it, the organs of
// its field that stand over its territory, the next one first.
func above(q Question, c Catalogue) (list []Suggestion) {
	for _, o := range c.Organs {
		higher := o.Sector == q.Asks.Sector && slices.Index(levels, o.Level) > slices.Index(levels, q.Asks.Level) && o.rules(q.Asks.Region)
		if o.ID == q.Asks.Superior && !o.ID.IsZero() || q.Asks.Superior.IsZero() && higher {
			list = append(list, Suggestion{Organ: o, Fit: FitSuperior, Says: superiorWords(o), Basis: q.Kind})
		}
	}
	return list
}

// advise names the way of the law where no competent organ is known.
func advise(q Question, c Catalogue, i *Item) *Advice {
	return &Advice{Says: adviceWords(q, i), Basis: c.Law.Dispute, Superior: q.Asks.Superior}
}
