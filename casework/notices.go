package casework

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Notices lists what the actor's organ was told in the pages, newest first; to who reads
// no cases only what is of none.
func (o *Office) Notices(ctx context.Context, a Actor, unread bool, after *NoticeCursor, size int) ([]dbsqlc.ListNoticesRow, error) {
	p := dbsqlc.ListNoticesParams{AgencyID: a.Agency, UserID: a.User, Unread: unread, PageSize: int32(min(max(size, 1), MaxPage))}
	p.Lists = o.mayList(a) // notices name cases
	p.Operates = slices.Contains(a.Functions, "operator")
	if after != nil {
		p.CreatedBefore, p.BeforeID = &after.At, ids.Entry(after.ID)
	}
	var rows []dbsqlc.ListNoticesRow
	err := o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		rows, err = q.ListNotices(ctx, p)
		return err
	})
	return rows, err
}

// NoticeCursor is where a page of notices ends.
type NoticeCursor struct {
	At time.Time
	ID ids.Delivery
}

// MarkRead marks notices as read; none named means all.
func (o *Office) MarkRead(ctx context.Context, a Actor, list []ids.Delivery) error {
	p := dbsqlc.MarkNoticesReadParams{AgencyID: a.Agency, UserID: a.User, At: o.Now(), Every: len(list) == 0}
	for _, id := range list {
		p.NoticeIds = append(p.NoticeIds, ids.Entry(id))
	}
	return o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error { return q.MarkNoticesRead(ctx, p) })
}

// Undeliverable lists the notices to the actor's organ that no channel took:
// visible work until somebody retries, or proves that the organ was told by phone.
func (o *Office) Undeliverable(ctx context.Context, a Actor) (rows []dbsqlc.ListUndeliverableRow, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err = q.ListUndeliverable(ctx, a.Agency, MaxPage)
		return err
	})
	return rows, err
}

// Retry sends an undeliverable notice again.
func (o *Office) Retry(ctx context.Context, a Actor, id ids.Delivery) error {
	return o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		n, err := q.RetryDelivery(ctx, id, a.Agency, o.Now())
		if err == nil && n == 0 {
			return missing()
		}
		return err
	})
}

// ProveByCall settles an undeliverable notice by a phone record (电话记录), which stands in
// the record of its case: it is the proof that the organ was told.
func (o *Office) ProveByCall(ctx context.Context, a Actor, id ids.Delivery, text string) error {
	if text == "" {
		return invalid("body.text", "请写明何时、与谁通话", "Say when and with whom you spoke")
	}
	if err := cleanText("body.text", &text); err != nil {
		return err
	}
	now := o.Now()
	return o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		told, err := q.ProveByCall(ctx, dbsqlc.ProveByCallParams{ID: id, AgencyID: a.Agency, Proof: "电话：" + text, SentAt: &now})
		if noRows(err) {
			return missing()
		}
		if err != nil || told.CaseID.IsZero() {
			return err
		}
		batch := &store.Batch{}
		if _, err := o.enter(ctx, q, batch.Queries(), entry{
			Case: told.CaseID, Kind: "notice.called", OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a,
			Fields: map[string]any{"text": text, "topic": told.Topic},
		}); err != nil {
			return err
		}
		return batch.Send(ctx, tx)
	})
}
