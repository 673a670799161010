package casework

import (
	"context"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Box is a part of the inbox.
type Box string

// Boxes of the inbox.
const (
	Todo    Box = "todo"     // 待办: my turn
	Waiting Box = "waiting"  // 在办: somebody else's turn
	Done    Box = "closed"   // 办结
	Copied  Box = "copied"   // 抄送
	Watched Box = "watched"  // 关注
	Signing Box = "signing"  // 今天要签的: what waits for the head
	Sending Box = "sent"     // 我发出的
	Getting Box = "received" // 发给我的
)

// Row is one line of the inbox.
type Row = dbsqlc.ListInboxRow

// Page is a page of lines with the cursor of the next.
type Page struct {
	Rows     []Row
	Agencies map[ids.Agency]dbsqlc.ReadAgenciesRow
	Next     *Cursor
	Now      time.Time
}

// Cursor is where a page ends: keyset, so that new cases shift nothing.
type Cursor struct {
	At   time.Time
	Case ids.Case
}

var openStages = []string{"draft", "reported", "refused", "approved", "sent", "received", "decided", "returned", "withdrawn"}

var every = []string{string(referral.Sender), string(referral.Receiver), string(referral.Procuratorate), string(referral.PastReceiver), "superior", "granted"}

// MaxPage is the largest page a list gives.
const MaxPage = 100

// Inbox lists one box of the actor's organ.
func (o *Office) Inbox(ctx context.Context, a Actor, box Box, after *Cursor, size int) (Page, error) {
	if !o.mayList(a) {
		return Page{}, denied("case.list")
	}
	size = min(max(size, 1), MaxPage)
	page := Page{Now: o.Now()}
	err := o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		if page.Rows, err = list(ctx, q, a, box, after, size); err != nil {
			return err
		}
		if len(page.Rows) > size {
			page.Rows = page.Rows[:size]
			last := page.Rows[size-1]
			page.Next = &Cursor{At: last.TouchedAt, Case: last.ID}
			if box == Todo || box == Signing {
				page.Next.At = forever
				if last.DueAt != nil {
					page.Next.At = *last.DueAt
				}
			}
		}
		page.Agencies, err = organsOf(ctx, q, page.Rows)
		return err
	})
	return page, err
}

// forever stands for "no clock": such lines come last.
var forever = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

func list(ctx context.Context, q *dbsqlc.Queries, a Actor, box Box, after *Cursor, size int) ([]Row, error) {
	p := dbsqlc.ListInboxParams{AgencyID: a.Agency, Stages: openStages, Relations: every, PageSize: int32(size + 1)}
	if after != nil {
		p.TouchedBefore, p.BeforeID = &after.At, ids.Entry(after.Case)
	}
	switch box {
	case Todo, Signing:
		t := dbsqlc.ListTurnParams{AgencyID: a.Agency, Stages: openStages, PageSize: p.PageSize}
		if box == Signing {
			t.Stages = []string{string(referral.Reported)}
		}
		if after != nil {
			t.DueAfter, t.AfterID = &after.At, ids.Entry(after.Case)
		}
		rows, err := q.ListTurn(ctx, t)
		out := make([]Row, len(rows))
		for i, r := range rows {
			out[i] = Row(r)
		}
		return out, err
	case Watched:
		rows, err := q.ListWatched(ctx, a.User, a.Agency, p.PageSize)
		out := make([]Row, len(rows))
		for i, r := range rows {
			out[i] = Row(r)
		}
		return out, err
	case Waiting:
		p.NotTurn, p.Relations = true, []string{string(referral.Sender), string(referral.Receiver)}
	case Done:
		p.Stages = []string{string(referral.Closed), string(referral.Void)}
	case Copied:
		p.Relations, p.Stages = []string{string(referral.Procuratorate), "superior", "granted"}, append(openStages, "closed", "void")
	case Sending:
		p.Relations, p.Stages = []string{string(referral.Sender)}, append(openStages, "closed", "void")
	case Getting:
		p.Relations, p.Stages = []string{string(referral.Receiver), string(referral.PastReceiver)}, append(openStages, "closed", "void")
	default:
		return nil, invalid("query.box", "没有这个分类", "There is no such box")
	}
	return q.ListInbox(ctx, p)
}

// Search looks through the cases the organ may see, in titles, numbers, parties
// and document numbers.
func (o *Office) Search(ctx context.Context, a Actor, needle string, size int) (Page, error) {
	if !o.mayList(a) {
		return Page{}, denied("case.list")
	}
	if err := cleanText("query.q", &needle); err != nil {
		return Page{}, err
	}
	needle = strings.TrimSpace(needle)
	if len([]rune(needle)) < 2 {
		return Page{}, invalid("query.q", "请输入至少两个字", "Give at least two characters")
	}
	page := Page{Now: o.Now()}
	err := o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err := q.SearchCases(ctx, a.Agency, needle, int32(min(max(size, 1), MaxPage)))
		if err != nil {
			return err
		}
		for _, r := range rows {
			page.Rows = append(page.Rows, Row(r))
		}
		page.Agencies, err = organsOf(ctx, q, page.Rows)
		return err
	})
	return page, err
}

// NextTitle says what a line of the inbox waits for.
func (o *Office) NextTitle(r Row) Words {
	if r.NextRule != "" {
		for _, rule := range o.Rules.All() {
			if rule.ID == r.NextRule {
				return Words{ZH: rule.Title.ZH, EN: rule.Title.EN}
			}
		}
	}
	t := stateTitles[referral.State(r.State)]
	return Words{ZH: t.ZH, EN: t.EN}
}

// Counts are the numbers beside the boxes.
type Counts = dbsqlc.CountInboxRow

// Count counts the boxes of the actor's organ.
func (o *Office) Count(ctx context.Context, a Actor) (Counts, int64, error) {
	var c Counts
	var unread int64
	if !o.mayList(a) { // an operator learns no number either
		return c, 0, nil
	}
	err := o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		if c, err = q.CountInbox(ctx, a.User, o.Now(), a.Agency); err != nil {
			return err
		}
		unread, err = q.CountUnread(ctx, a.Agency, a.User)
		return err
	})
	return c, unread, err
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
	out := map[ids.Agency]dbsqlc.ReadAgenciesRow{}
	if len(list) == 0 {
		return out, nil
	}
	organs, err := q.ReadAgencies(ctx, list)
	for _, a := range organs {
		out[a.ID] = a
	}
	return out, err
}
