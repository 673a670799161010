package casework

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/routing"
	"github.com/xianjie-hub/xianjie/policies/items"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// ItemPreview is what a list would change.
type ItemPreview struct {
	Rows     []ItemRowView
	Problems []items.Problem // lines that are refused, and why
}

// ItemRowView is a readable line and what it does: add, change, same; nothing if it
// is refused for what is there already.
type ItemRowView struct {
	items.Row
	Does     string
	Township GrantView // of a grant: the township found
}

// Count gives how many lines do something.
func (p ItemPreview) Count(does string) (n int) {
	for _, r := range p.Rows {
		if r.Does == does {
			n++
		}
	}
	return n
}

// sound refuses a list with problems, or without anything to do.
func (p ItemPreview) sound() error {
	if len(p.Problems) == 0 && p.Count("same") < len(p.Rows) {
		return nil
	}
	if len(p.Problems) == 0 {
		return fault.New(fault.Invalid, "items.nothing", fault.T("与现有清单相同，没有需要变更的内容", "The list says this already; nothing would change"))
	}
	err := fault.New(fault.Invalid, "items.unsound", fault.T(fmt.Sprintf("清单有 %d 处问题，未被接受", len(p.Problems)), fmt.Sprintf("The list has %d problems and was not taken", len(p.Problems))))
	for _, x := range p.Problems {
		err.Fields = append(err.Fields, fault.Field{Path: fmt.Sprintf("body.text:%d", x.Line), Text: x.Text})
	}
	return err
}

// previewItems reads a list and compares it with what is there.
func previewItems(ctx context.Context, q *dbsqlc.Queries, in ItemFile) (p ItemPreview, err error) {
	rows, problems := items.ReadCSV(in.File, []byte(in.Text))
	c := comparison{file: in.File}
	if err := c.read(ctx, q, rows); err != nil {
		return p, err
	}
	for _, r := range rows {
		p.Rows = append(p.Rows, c.look(r))
	}
	p.Problems = append(problems, c.problems...)
	if len(rows) == 0 && len(p.Problems) == 0 {
		p.Problems = append(p.Problems, items.Problem{File: in.File, Line: 1, Text: fault.T("表头下面没有内容", "Nothing below the heading")})
	}
	slices.SortStableFunc(p.Problems, func(a, b items.Problem) int { return cmp.Compare(a.Line, b.Line) })
	return p, nil
}

// comparison knows the editions and grants of the codes that a file names.
type comparison struct {
	file     string
	own      map[string][]routing.Item // editions by code, with those of the file laid over
	grants   []dbsqlc.ItemGrantsRow
	organs   []dbsqlc.ListAgenciesRow
	known    map[string]bool // codes
	problems []items.Problem
}

func (c *comparison) read(ctx context.Context, q *dbsqlc.Queries, rows []items.Row) error {
	var codes []string
	for _, r := range rows {
		if r.Item != nil {
			codes = append(codes, r.Item.Code)
		} else {
			codes = append(codes, r.Grant.Item)
		}
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	editions, err := q.ItemEditions(ctx, codes)
	if err != nil {
		return err
	}
	if c.grants, err = q.ItemGrants(ctx, codes); err != nil {
		return err
	}
	if c.organs, err = q.ListAgencies(ctx); err != nil {
		return err
	}
	c.known = map[string]bool{}
	for _, code := range builtInCodes() {
		c.known[code] = true
	}
	c.own = map[string][]routing.Item{}
	for _, e := range editions {
		c.own[e.Code] = append(c.own[e.Code], itemOf(e))
		c.known[e.Code] = true
	}
	for _, r := range rows {
		if r.Item != nil {
			c.known[r.Item.Code] = true
		}
	}
	return nil
}

func (c *comparison) bad(line int, zh, en string) {
	c.problems = append(c.problems, items.Problem{File: c.file, Line: line, Text: fault.T(zh, en)})
}

// look says what a line does, and refuses one that does not fit what is there.
func (c *comparison) look(r items.Row) ItemRowView {
	v, was := ItemRowView{Row: r, Does: "same"}, len(c.problems)
	if r.Item != nil {
		v.Does = c.lookItem(r)
	}
	if r.Grant != nil {
		does := c.lookGrant(&v)
		if v.Does == "same" {
			v.Does = does
		}
	}
	if len(c.problems) > was {
		v.Does = "" // refused
	}
	return v
}

func (c *comparison) lookItem(r items.Row) string {
	does := "add"
	own := c.own[r.Item.Code]
	at := slices.IndexFunc(own, func(i routing.Item) bool { return i.Region == r.Item.Region && i.From == r.Item.From })
	if at >= 0 {
		if does = "change"; items.SameItem(own[at], *r.Item) {
			does = "same"
		}
		own[at] = *r.Item
	} else {
		own = append(own, *r.Item)
	}
	c.own[r.Item.Code] = own
	for _, o := range own {
		if o.Region == r.Item.Region && o.From != r.Item.From && meet(o, *r.Item) {
			c.bad(r.Line, fmt.Sprintf("与自%s起的版本同时有效；请先写明那一版的失效日期", o.From), fmt.Sprintf("Holds at the same time as the edition from %s; give that one its last day first", o.From))
		}
	}
	return does
}

func meet(a, b routing.Item) bool {
	return (a.To.IsZero() || !b.From.After(a.To)) && (b.To.IsZero() || !a.From.After(b.To))
}

// lookGrant finds the township by code or full name.
func (c *comparison) lookGrant(v *ItemRowView) string {
	g := v.Grant
	at := slices.IndexFunc(c.organs, func(o dbsqlc.ListAgenciesRow) bool { return o.Code == g.Township || o.Name == g.Township })
	switch {
	case !c.known[g.Item]:
		c.bad(v.Line, "清单里没有这一事项，不能赋权", "No such item on the list to be granted")
	case at < 0:
		c.bad(v.Line, "本平台没有这一乡镇街道；请先登记机关", "This hub has no such township; register the organ first")
	case c.organs[at].Level != "township":
		c.bad(v.Line, "赋权对象应为乡镇人民政府或者街道办事处", "Items are granted to townships and subdistrict offices only")
	case !c.organs[at].ClosedOn.IsZero():
		c.bad(v.Line, "该机关已撤销", "The organ is closed")
	default:
		o := c.organs[at]
		v.Township = GrantView{Grant: routing.Grant{Item: g.Item, Township: o.ID, Document: g.Document, Number: g.Number, From: g.From, To: g.To}, Code: o.Code, Name: o.Name, ShortName: o.ShortName}
		return c.grantDoes(v.Township.Grant)
	}
	return "same"
}

func (c *comparison) grantDoes(g routing.Grant) string {
	for _, r := range c.grants {
		if had := grantOf(r).Grant; had == g {
			return "same"
		} else if had.Item == g.Item && had.Township == g.Township && had.From == g.From {
			return "change"
		}
	}
	return "add"
}

// save writes what a sound list says.
func (p ItemPreview) save(ctx context.Context, q *dbsqlc.Queries, change ids.Entry, now time.Time) error {
	for _, r := range p.Rows {
		if i := r.Item; i != nil {
			if err := q.SaveItem(ctx, dbsqlc.SaveItemParams{
				ID: ids.New[ids.Entry](now), Code: i.Code, Title: i.Title.ZH, Kind: string(i.Kind), Law: i.Basis[0].Document, Number: i.Basis[0].Number, Article: i.Basis[0].Article,
				Region: i.Region, Sectors: i.Sectors, Designated: i.Designated, Levels: i.Levels, FromDay: i.From, ToDay: i.To, Confidence: string(i.Confidence),
				Words: append([]string{}, i.Words...), Found: foundText(*i), ChangeID: change,
			}); err != nil {
				return err
			}
		}
		if r.Grant != nil {
			g := r.Township
			if err := q.SaveGrant(ctx, dbsqlc.SaveGrantParams{
				ID: ids.New[ids.Entry](now), Code: g.Item, TownshipID: g.Township, Document: g.Document, Number: g.Number, FromDay: g.From, ToDay: g.To, ChangeID: change,
			}); err != nil {
				return err
			}
		}
	}
	return nil
}
