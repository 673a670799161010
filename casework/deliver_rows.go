package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// line writes one notice in the pages of an organ, or of one person of it: no mail,
// no message. What the whole organ reads goes to its endpoints too.
func (o *Office) line(ctx context.Context, b *dbsqlc.Queries, n notice, user ids.User, now time.Time) error {
	row, err := deliveryOf(n, "inapp", user, now)
	if err != nil {
		return err
	}
	row.State, row.SentAt = "sent", &now
	if err := b.InsertDelivery(ctx, row); err != nil {
		return err
	}
	if user.IsZero() {
		if err := o.toEndpoints(ctx, b, row, n.Dedup, now); err != nil {
			return err
		}
	}
	return b.Announce(ctx, []string{n.Agency.String()})
}

// maxEndpoints is how many endpoints an organ may have.
const maxEndpoints = 20

// toEndpoints writes the deliveries of a notice in the pages to the endpoints that
// want it. Robots speak to people, so a plain notice waits for the office to open.
func (o *Office) toEndpoints(ctx context.Context, b *dbsqlc.Queries, row dbsqlc.InsertDeliveryParams, dedup string, now time.Time) error {
	if aboutDeliveries(row.Topic) {
		return nil
	}
	p := dbsqlc.InsertEndpointDeliveriesParams{
		NoticeID: ids.Entry(row.ID), CaseID: ids.Entry(row.CaseID), EventID: ids.Entry(row.EventID), AgencyID: row.AgencyID,
		Topic: row.Topic, TopicGroup: TopicOf(row.Topic), Level: row.Level, Params: row.Params, At: now, RobotsAt: now, Dedup: dedup,
	}
	if row.Level == LevelInfo {
		p.RobotsAt = officeOpens(o.Rules.Calendar(), now)
	}
	for range maxEndpoints {
		p.DeliveryIds = append(p.DeliveryIds, ids.New[ids.Entry](now))
	}
	return b.InsertEndpointDeliveries(ctx, p)
}

// aboutDeliveries are notices of notices: sent to an endpoint that takes nothing
// they would breed.
func aboutDeliveries(topic string) bool {
	return strings.HasPrefix(topic, "delivery.") || strings.HasPrefix(topic, "endpoint.")
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
