package casework

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// FedNotice is a notice as a partner system reads it: a line of a letter with ids.
type FedNotice struct {
	ID    ids.Delivery // the same that webhooks carry
	Case  ids.Case
	Event ids.Event
	Level string
	At    time.Time
	Line  LetterLine

	row dbsqlc.ListFeedRow
}

// feedSettles is how long a notice may take from its time to its commit. The feed
// shows nothing younger: a cursor that has passed a moment would never see what is
// committed later with an earlier time. Statements end after 15 s, locks after 5 s.
const feedSettles = time.Minute

// Feed gives what the actor's organ was told after a place, oldest first: whoever
// missed a webhook, or has none, reads it here. What the organ takes no part in any
// more is left out.
func (o *Office) Feed(ctx context.Context, a Actor, after NoticeCursor, size int) (list []FedNotice, err error) {
	if !o.mayList(a) { // notices name cases
		return nil, denied("查看通知")
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		list, err = o.feed(ctx, q, a.Agency, after, size)
		return err
	})
	return list, err
}

func (o *Office) feed(ctx context.Context, q *dbsqlc.Queries, agency ids.Agency, after NoticeCursor, size int) ([]FedNotice, error) {
	rows, err := q.ListFeed(ctx, dbsqlc.ListFeedParams{
		AgencyID: agency, AfterAt: after.At, AfterID: ids.Entry(after.ID), Until: o.Now().Add(-feedSettles), PageSize: int32(min(max(size, 1), maxReplay)),
	})
	if err != nil {
		return nil, err
	}
	list := make([]FedNotice, len(rows))
	for i, r := range rows {
		line, err := lineOf(r.Topic, r.Params)
		if err != nil {
			return nil, err
		}
		list[i] = FedNotice{ID: r.ID, Case: r.CaseID, Event: r.EventID, Level: r.Level, At: r.CreatedAt, Line: line, row: r}
	}
	return list, nil
}

// Group is what may be said of a topic outside: which step was taken is content,
// so an act is just an act; a clock says what it came to.
func (l LetterLine) Group() string {
	if strings.HasPrefix(l.Topic, "clock.") {
		return l.Topic
	}
	return TopicOf(l.Topic)
}

// maxReplay is how many notices one call replays.
const maxReplay = 500

// Replayed is what a replay put on the way.
type Replayed struct {
	Queued int
	Next   *NoticeCursor // set: there is more after this
}

// Replay sends an endpoint again what its organ was told after a place, under the
// ids that it had; what the endpoint's topics leave out stays out.
func (o *Office) Replay(ctx context.Context, a Actor, id ids.Endpoint, after NoticeCursor) (r Replayed, err error) {
	err = o.changeOrganTx(ctx, a, a.Agency, "endpoint.edit", func(tx pgx.Tx, c organChange) error {
		e, err := endpointIn(ctx, c.q, a.Agency, id)
		if err != nil {
			return err
		}
		if e.Kind != KindWebhook {
			return notAWebhook()
		}
		if e.State != EndpointActive {
			return pausedEndpoint()
		}
		list, err := o.feed(ctx, c.q, a.Agency, after, maxReplay)
		if err != nil {
			return err
		}
		batch := &store.Batch{}
		b := batch.Queries()
		for _, n := range list {
			if !e.wants(n.row.Topic) {
				continue
			}
			dedup, _, _ := strings.Cut(n.row.Dedup, ":inapp:")
			err := b.ReplayDelivery(ctx, dbsqlc.ReplayDeliveryParams{
				ID: ids.New[ids.Delivery](c.now), NoticeID: n.ID, EndpointID: id, CaseID: n.Case, EventID: n.Event, AgencyID: a.Agency, Channel: e.Kind,
				Topic: n.row.Topic, Level: n.Level, Params: n.row.Params, At: c.now, Dedup: dedup + ":endpoint:" + id.String(),
			})
			if err != nil {
				return err
			}
			r.Queued++
		}
		if len(list) == maxReplay {
			last := list[len(list)-1]
			r.Next = &NoticeCursor{At: last.At, ID: last.ID}
		}
		if err := batch.Send(ctx, tx); err != nil {
			return err
		}
		if _, err := c.enter(ctx, "endpoint.replay", map[string]any{"endpoint": id.String(), "after": after.At, "notices": r.Queued}); err != nil {
			return err
		}
		if err := o.wake(ctx, tx); err != nil {
			return err
		}
		return nil
	})
	return r, err
}

func (e Endpoint) wants(topic string) bool {
	if len(e.Topics) == 0 {
		return true
	}
	group := TopicOf(topic)
	for _, t := range e.Topics {
		if t == group {
			return true
		}
	}
	return false
}
