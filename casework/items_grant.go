package casework

import (
	"cmp"
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/routing"
	"github.com/xianjie-hub/xianjie/policies/items"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// NewGrant is a grant as it is proposed: the township by its code in the hub.
type NewGrant struct {
	Item, Township, Document, Number string
	From, To                         civil.Date
}

// GrantItem proposes to give one item to a township (赋权): a change of one row.
func (o *Office) GrantItem(ctx context.Context, a Actor, in NewGrant) (c ItemChange, err error) {
	g := items.Grant(in)
	if err := o.mayItem(a, "item.propose"); err != nil {
		return c, err
	}
	var bad complaints
	bad.text("body.item", &g.Item, 2, 40)
	bad.text("body.township", &g.Township, 1, 100)
	bad.text("body.document", &g.Document, 2, 200)
	bad.text("body.number", &g.Number, 0, 100)
	if err := bad.err(); err != nil {
		return c, err
	}
	text, err := items.WriteCSV([]items.Row{{Grant: &g}})
	if err != nil {
		return c, err
	}
	return o.proposeItems(ctx, a, ItemFile{File: g.Item + " → " + g.Township, Text: string(text)})
}

// titleGrant names a change that is one grant in words: which item, to which township.
// Any other change has no title but its file.
func titleGrant(ctx context.Context, q *dbsqlc.Queries, c *ItemChange) error {
	one := []ItemChange{*c}
	err := titleGrants(ctx, q, one)
	c.Title = one[0].Title
	return err
}

func titleGrants(ctx context.Context, q *dbsqlc.Queries, list []ItemChange) error {
	grants := map[int]items.Grant{}
	var rows []items.Row
	for i, c := range list {
		if c.Rows != 1 || c.Text == "" {
			continue
		}
		read, problems := items.ReadCSV(c.File, []byte(c.Text))
		if len(problems) == 0 && len(read) == 1 && read[0].Item == nil && read[0].Grant != nil {
			grants[i] = *read[0].Grant
			rows = append(rows, read[0])
		}
	}
	if len(grants) == 0 {
		return nil
	}
	var known comparison
	if err := known.read(ctx, q, rows); err != nil {
		return err
	}
	for i, g := range grants {
		list[i].Title = known.grantInWords(g)
	}
	return nil
}

// grantInWords says “item → township”. What the hub does not know (any more) stays as it
// was written.
func (c *comparison) grantInWords(g items.Grant) fault.Text {
	item, township := c.title(g), g.Township
	for _, o := range c.organs {
		if o.Code == g.Township || o.Name == g.Township {
			township = o.Name
		}
	}
	return fault.T("把“"+item.ZH+"”赋予"+township+"行使", "Grant of “"+cmp.Or(item.EN, item.ZH)+"” to "+township)
}

// title finds the edition that holds when the grant begins, else any.
func (c *comparison) title(g items.Grant) fault.Text {
	editions := append([]routing.Item{}, c.own[g.Item]...)
	for _, i := range items.BuiltIn().Items {
		if i.Code == g.Item {
			editions = append(editions, i)
		}
	}
	at := slices.IndexFunc(editions, func(i routing.Item) bool { return i.In(g.From) })
	if len(editions) == 0 {
		return fault.T(g.Item, "")
	}
	title := editions[max(at, 0)].Title
	for _, i := range editions { // an own row knows no English: that of the starter list
		title.EN = cmp.Or(title.EN, i.Title.EN)
	}
	return title
}

// tellKeepers tells those who may put the change into force that it waits for them.
func (o *Office) tellKeepers(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, a Actor, c ItemChange) error {
	what := c.Title
	if what.ZH == "" {
		what = fault.T(c.File, c.File)
	}
	return o.tellSecond(ctx, tx, q, a, a.Agency, notice{Topic: "items.proposed", Dedup: "items:" + c.ID.String(), Params: NoticeParams{
		Number: "执法事项清单", ZH: "执法事项清单变更等待启用：" + what.ZH, EN: "A change of the list of items waits to be put into force: " + what.EN, Link: o.PublicURL + "/items",
	}})
}

// tellSecond tells each operator but the actor, and the coordinators of an organ if one is
// named, that something waits for a second person.
func (o *Office) tellSecond(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, a Actor, coordinators ids.Agency, n notice) error {
	who, err := q.ItemKeepers(ctx, a.User, coordinators)
	if err != nil {
		return err
	}
	dedup := n.Dedup
	for _, u := range who {
		n.Agency, n.User, n.Level, n.Dedup = u.AgencyID, u.ID, LevelInfo, dedup+":"+u.ID.String()
		if err := o.put(ctx, q, q, n, o.Now()); err != nil {
			return err
		}
	}
	return o.wake(ctx, tx)
}
