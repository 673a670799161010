package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// line writes one notice in the pages of an organ, or of one person of it, and
// nothing else: no mail, no message.
func (o *Office) line(ctx context.Context, b *dbsqlc.Queries, n notice, user ids.User, now time.Time) error {
	row, err := deliveryOf(n, "inapp", user, now)
	if err != nil {
		return err
	}
	row.State, row.SentAt = "sent", &now
	if err := b.InsertDelivery(ctx, row); err != nil {
		return err
	}
	return b.Announce(ctx, []string{n.Agency.String()})
}

// post writes one notice to be sent to one person at once.
func (o *Office) post(ctx context.Context, b *dbsqlc.Queries, n notice, channel string, user ids.User, now time.Time) error {
	row, err := deliveryOf(n, channel, user, now)
	if err != nil {
		return err
	}
	return b.InsertDelivery(ctx, row)
}

func deliveryOf(n notice, channel string, user ids.User, now time.Time) (dbsqlc.InsertDeliveryParams, error) {
	params, err := json.Marshal(n.Params)
	if err != nil {
		return dbsqlc.InsertDeliveryParams{}, fmt.Errorf("write a notice: %w", err)
	}
	return dbsqlc.InsertDeliveryParams{
		ID: ids.New[ids.Delivery](now), CaseID: n.Case, EventID: n.Event, AgencyID: n.Agency, UserID: user, Channel: channel, Topic: n.Topic, Level: n.Level,
		Params: params, State: "pending", NextAt: now, CreatedAt: now, Dedup: n.Dedup + ":" + channel + ":" + user.String(),
	}, nil
}
