package casework

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// topicDigest is the topic of a mail that carries several notices.
const topicDigest = "digest"

// digestMark stands as proof on the notices that travel in a digest until the
// fate of the digest becomes theirs.
func digestMark(id ids.Delivery) string { return "digest:" + id.String() }

// GatherDigests puts the plain notices that waited for the office to open into
// one mail per recipient. It reports how many mails it made and whether there is
// more to gather.
func (o *Office) GatherDigests(ctx context.Context) (n int, more bool, err error) {
	const page = 2000
	now := o.Now()
	err = o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		rows, err := q.DigestDeliveries(ctx, now, page)
		n, more = 0, len(rows) == page
		if err != nil || len(rows) == 0 {
			return err
		}
		type recipient struct {
			agency ids.Agency
			user   ids.User
		}
		collected := map[recipient][]ids.Entry{}
		for _, r := range rows {
			to := recipient{r.AgencyID, r.UserID}
			collected[to] = append(collected[to], ids.Entry(r.ID))
		}
		batch := &store.Batch{}
		b := batch.Queries()
		for to, list := range collected {
			row, err := deliveryOf(notice{Agency: to.agency, Topic: topicDigest, Level: LevelInfo, Params: NoticeParams{Link: o.PublicURL}}, "email", to.user, now)
			if err != nil {
				return err
			}
			row.Dedup = digestMark(row.ID)
			if err := b.InsertDelivery(ctx, row); err != nil {
				return err
			}
			if err := b.CollectDeliveries(ctx, digestMark(row.ID), list); err != nil {
				return err
			}
		}
		n = len(collected)
		if err := o.wake(ctx, tx); err != nil {
			return err
		}
		return batch.Send(ctx, tx)
	})
	if err != nil {
		return 0, false, fmt.Errorf("gather digests: %w", err)
	}
	return n, more, nil
}
