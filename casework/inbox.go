package casework

import (
	"context"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/domain/search"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Row is one line of the inbox.
type Row = dbsqlc.ReadLinesRow

// Page is a page of lines with the cursor of the next.
type Page struct {
	Rows     []Row
	Hits     map[ids.Case]Hit // of a search: what was found, and where
	Agencies map[ids.Agency]dbsqlc.ReadAgenciesRow
	Next     *Cursor
	Now      time.Time
}

// Hit is where a search met a case.
type Hit struct {
	Field string // title, number, party, credit_code, document, facts, place, decision_no, penalty_case
	Parts []search.Part
}

// Cursor is where a page ends: keyset, so that new cases shift nothing.
type Cursor struct {
	At   time.Time
	Case ids.Case
}

// MaxPage is the largest page a list gives.
const MaxPage = 100

// Inbox lists one box of the actor's organ, as far as the filter lets it.
func (o *Office) Inbox(ctx context.Context, a Actor, box Box, f Filter, after *Cursor, size int) (Page, error) {
	if !o.mayList(a) {
		return Page{}, denied("case.list")
	}
	size = min(max(size, 1), MaxPage)
	page := Page{Now: o.Now()}
	err := o.read(ctx, a, func(q *dbsqlc.Queries) error {
		places, err := listBox(ctx, q, a, box, f.conditions(a, page.Now), after, size+1)
		if err != nil {
			return err
		}
		if len(places) > size {
			places = places[:size]
			last := places[size-1]
			page.Next = &Cursor{At: last.At, Case: last.CaseID}
		}
		list := make([]ids.Case, len(places))
		for i, p := range places {
			list[i] = p.CaseID
		}
		if page.Rows, err = readLines(ctx, q, a, list); err != nil {
			return err
		}
		page.Agencies, err = organsOf(ctx, q, page.Rows)
		return err
	})
	return page, err
}

// readLines reads what the lists show of cases, in their order. A case in which the
// organ has no part gives no line.
func readLines(ctx context.Context, q *dbsqlc.Queries, a Actor, list []ids.Case) ([]Row, error) {
	if len(list) == 0 {
		return nil, nil
	}
	rows, err := q.ReadLines(ctx, a.Agency, entries(list))
	if err != nil {
		return nil, err
	}
	byID := make(map[ids.Case]Row, len(rows))
	for _, r := range rows {
		byID[r.ID] = r
	}
	out := make([]Row, 0, len(rows))
	for _, id := range list {
		if r, ok := byID[id]; ok {
			out = append(out, r)
		}
	}
	return out, nil
}

func entries(list []ids.Case) []ids.Entry {
	out := make([]ids.Entry, len(list))
	for i, id := range list {
		out[i] = ids.Entry(id)
	}
	return out
}

// NextTitle says what a line of the inbox waits for, and whether a rule of low
// confidence asks for it (依据未核实).
func (o *Office) NextTitle(r Row) (title Words, unverified bool) {
	if r.NextRule != "" {
		for _, rule := range o.Rules.All() {
			if rule.ID == r.NextRule {
				return Words{ZH: rule.Title.ZH, EN: rule.Title.EN}, rule.Confidence.Off()
			}
		}
	}
	t := stateTitles[referral.State(r.State)]
	return Words{ZH: t.ZH, EN: t.EN}, false
}

// Unverified reports whether the clock that a line shows stands on a rule of low
// confidence (依据未核实).
func (o *Office) Unverified(r Row) bool {
	id, edition, _ := strings.Cut(r.Doubted, " ")
	rule, ok := o.Rules.Edition(id, edition)
	return ok && rule.Confidence.Off()
}

// Counts are the numbers beside the boxes.
type Counts = dbsqlc.CountInboxRow

// MostCounted is where counting a box ends: the number stands for itself or more.
const MostCounted = 1000

// Beside are numbers of what lies in no box.
type Beside struct {
	Unread int64  // notices
	Glass  int64  // break-glass looks that wait for the actor's decision
	Desks  *int64 // to be signed for at desks that other organs entrusted to the actor; nil: none did
}

// Count counts the boxes of the actor's organ, each up to MostCounted.
func (o *Office) Count(ctx context.Context, a Actor) (c Counts, beside Beside, err error) {
	if !o.mayList(a) { // an operator learns no number either
		return c, beside, nil
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		if c, err = q.CountInbox(ctx, dbsqlc.CountInboxParams{AgencyID: a.Agency, Most: MostCounted, UserID: a.User, At: o.Now()}); err != nil {
			return err
		}
		if beside.Unread, err = q.CountUnread(ctx, a.Agency, a.User); err != nil {
			return err
		}
		beside.Glass, err = o.waitingGlass(ctx, q, a)
		return err
	})
	if err == nil {
		beside.Desks, err = o.waitingAtDesks(ctx, a)
	}
	return c, beside, err
}

// listing is what a list is asked about: a case of one's own. The join with the
// participations gives only such.
var listing = access.Resource{Relation: string(referral.Sender), Level: "content"}

// mayList says whether a person may see lists of cases at all.
func (o *Office) mayList(a Actor) bool {
	return (&seen{policies: o.Access, actor: a, resource: listing}).may("case.list")
}

func organsOf(ctx context.Context, q *dbsqlc.Queries, rows []Row) (map[ids.Agency]dbsqlc.ReadAgenciesRow, error) {
	var list []ids.Entry
	known := map[ids.Agency]bool{}
	for _, r := range rows {
		for _, id := range []ids.Agency{r.SenderID, r.ReceiverID, r.NextID} {
			if !id.IsZero() && !known[id] {
				known[id] = true
				list = append(list, ids.Entry(id))
			}
		}
	}
	return namedOrgans(ctx, q, list)
}

// namedOrgans reads organs by their ids; one may be named twice.
func namedOrgans(ctx context.Context, q *dbsqlc.Queries, list []ids.Entry) (map[ids.Agency]Agency, error) {
	out := map[ids.Agency]Agency{}
	if len(list) == 0 {
		return out, nil
	}
	organs, err := q.ReadAgencies(ctx, list)
	for _, a := range organs {
		out[a.ID] = a
	}
	return out, err
}
