package casework

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/routing"
	"github.com/xianjie-hub/xianjie/domain/search"
	"github.com/xianjie-hub/xianjie/policies/items"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// The list of enforcement items (执法事项清单): what is built in, and before it the
// rows of this installation. It is published by law (行政处罚法第二十四条), so
// everybody of the hub reads all of it.

// ItemQuery narrows the list.
type ItemQuery struct {
	Text     string     // in code, title, law, article and words
	Region   string     // six digits: what holds there
	On       civil.Date // zero: every edition
	Township ids.Agency // zero: all; else what this township was granted
	Limit    int
}

// ItemView is an edition with who was granted it.
type ItemView struct {
	routing.Item
	Grants []GrantView
}

// GrantView is a grant with the township's names.
type GrantView struct {
	routing.Grant
	Code, Name, ShortName string
}

// EnforcementItems lists editions by code; more says that the limit cut it.
func (o *Office) EnforcementItems(ctx context.Context, a Actor, in ItemQuery) (list []ItemView, more bool, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		found, err := findItems(ctx, q, in)
		if err != nil {
			return err
		}
		if more = len(found) > in.Limit; more {
			found = found[:in.Limit]
		}
		list, err = withGrants(ctx, q, found)
		return err
	})
	return list, more, err
}

// findItems looks through both lists. An own row hides the edition of the starter
// list that it takes the place of.
func findItems(ctx context.Context, q *dbsqlc.Queries, in ItemQuery) ([]routing.Item, error) {
	granted, err := grantedTo(ctx, q, in.Township)
	if err != nil {
		return nil, err
	}
	text := search.Fold(in.Text)
	rows, err := q.FindItems(ctx, text, in.On, items.MaxRows)
	if err != nil {
		return nil, err
	}
	own, err := q.ItemEditions(ctx, builtInCodes())
	if err != nil {
		return nil, err
	}
	var found []routing.Item
	for _, r := range rows {
		found = append(found, itemOf(dbsqlc.ItemEditionsRow(r)))
	}
	for _, i := range items.BuiltIn().Items {
		hidden := slices.ContainsFunc(own, func(r dbsqlc.ItemEditionsRow) bool {
			return r.Code == i.Code && routing.Covers(r.Region, i.Region) && itemOf(r).In(cmp.Or(in.On, i.From))
		})
		if !hidden && (in.On.IsZero() || i.In(in.On)) && strings.Contains(foundText(i), text) {
			found = append(found, i)
		}
	}
	found = slices.DeleteFunc(found, func(i routing.Item) bool {
		return in.Region != "" && !routing.Covers(i.Region, in.Region) || !in.Township.IsZero() && !slices.Contains(granted, i.Code)
	})
	slices.SortStableFunc(found, func(x, y routing.Item) int {
		return cmp.Or(cmp.Compare(x.Code, y.Code), -cmp.Compare(x.From.String(), y.From.String()))
	})
	return found, nil
}

func grantedTo(ctx context.Context, q *dbsqlc.Queries, id ids.Agency) ([]string, error) {
	if id.IsZero() {
		return nil, nil
	}
	return q.GrantedCodes(ctx, id)
}

func builtInCodes() (codes []string) {
	for _, i := range items.BuiltIn().Items {
		codes = append(codes, i.Code)
	}
	return slices.Compact(codes)
}

// foundText is what a search looks through.
func foundText(i routing.Item) string {
	s := i.Code + " " + i.Title.ZH + " " + i.Title.EN
	for _, b := range i.Basis {
		s += " " + b.Document + b.Number + b.Article
	}
	for _, w := range i.Words {
		s += " " + w
	}
	return search.Fold(s)
}

func withGrants(ctx context.Context, q *dbsqlc.Queries, found []routing.Item) ([]ItemView, error) {
	var codes []string
	for _, i := range found {
		codes = append(codes, i.Code)
	}
	rows, err := q.ItemGrants(ctx, slices.Compact(codes))
	if err != nil {
		return nil, err
	}
	list := make([]ItemView, len(found))
	for n, i := range found {
		list[n].Item = i
		for _, r := range rows {
			if r.Code == i.Code {
				list[n].Grants = append(list[n].Grants, grantOf(r))
			}
		}
	}
	return list, nil
}

func itemOf(r dbsqlc.ItemEditionsRow) routing.Item {
	return routing.Item{
		Code: r.Code, Title: fault.T(r.Title, ""), Kind: routing.ItemKind(r.Kind), Basis: []fault.Basis{{Document: r.Law, Number: r.Number, Article: r.Article}},
		Region: r.Region, Sectors: r.Sectors, Designated: r.Designated, Levels: r.Levels, From: r.FromDay, To: r.ToDay,
		Confidence: deadline.Confidence(r.Confidence), Words: r.Words, Own: true,
	}
}

// itemInWords names an item as a paper prints it: by its title, with the code. A
// code that the list does not know stays as it is, and is said to be unknown here.
func itemInWords(ctx context.Context, q *dbsqlc.Queries, code, region string, on civil.Date) (string, error) {
	if code == "" {
		return "", nil
	}
	c, err := catalogueFor(ctx, q, code, nil)
	if err != nil {
		return "", err
	}
	if i := routing.Edition(c.Items, code, region, on); i != nil {
		return i.Title.ZH + "（" + code + "）", nil
	}
	return code + "（不在本平台执法事项清单中）", nil
}

func grantOf(r dbsqlc.ItemGrantsRow) GrantView {
	return GrantView{
		Grant: routing.Grant{Item: r.Code, Township: r.TownshipID, Document: r.Document, Number: r.Number, From: r.FromDay, To: r.ToDay},
		Code:  r.TownshipCode, Name: r.TownshipName, ShortName: r.TownshipShort,
	}
}

// ItemsIn guesses which items a text speaks of, for a person to choose from: at
// most three that hold today at the organ's place. Nothing is stored.
func (o *Office) ItemsIn(ctx context.Context, a Actor, text string) (list []routing.Item, err error) {
	on := civil.DateOf(o.Now())
	text = strings.ReplaceAll(text, "\x00", "") // the database takes none
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		organ, err := q.ReadAgency(ctx, a.Agency)
		if err != nil {
			return err
		}
		rows, err := q.ItemsMentioned(ctx, on, text)
		if err != nil {
			return err
		}
		var all []routing.Item
		for _, r := range rows {
			all = append(all, itemOf(dbsqlc.ItemEditionsRow(r)))
		}
		for _, i := range items.BuiltIn().Items {
			if i.In(on) {
				all = append(all, i)
			}
		}
		all = slices.DeleteFunc(all, func(i routing.Item) bool { return !routing.Covers(i.Region, organ.Region) })
		list = routing.Mentioned(text, all, mentionedMost)
		return nil
	})
	return list, err
}

const mentionedMost = 3

// ExportItems gives this installation's rows and grants as a list that can be
// imported again (CSV); what is built in comes along where all is asked for.
func (o *Office) ExportItems(ctx context.Context, a Actor, all bool) ([]byte, error) {
	list, err := o.allItems(ctx, a, all)
	if err != nil {
		return nil, err
	}
	return items.WriteCSV(list)
}

// ExportItemsWorkbook is ExportItems as XLSX.
func (o *Office) ExportItemsWorkbook(ctx context.Context, a Actor, all bool) ([]byte, error) {
	list, err := o.allItems(ctx, a, all)
	if err != nil {
		return nil, err
	}
	return documents.Workbook("执法事项清单", items.Table(list))
}

func (o *Office) allItems(ctx context.Context, a Actor, all bool) (list []items.Row, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err := q.AllItems(ctx)
		if err != nil {
			return err
		}
		grants, err := q.AllGrants(ctx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			i := itemOf(dbsqlc.ItemEditionsRow(r))
			list = append(list, items.Row{Item: &i})
		}
		if all {
			for _, i := range items.BuiltIn().Items {
				list = append(list, items.Row{Item: &i})
			}
		}
		for _, g := range grants {
			list = append(list, items.Row{Grant: &items.Grant{Item: g.Code, Township: g.TownshipCode, Document: g.Document, Number: g.Number, From: g.FromDay, To: g.ToDay}})
		}
		return nil
	})
	return list, err
}
