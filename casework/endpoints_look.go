package casework

import (
	"context"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Knock calls an endpoint with a message that says nothing but that it is a test.
type Knock func(ctx context.Context, id ids.Delivery, at time.Time, t Target) Posted

// testPause is how long an endpoint is left in peace after a test: the hub must
// not be a way to call somebody's server again and again.
const testPause = 10 * time.Second

// TestEndpoint sends a signed test to an endpoint, also to one that is paused, and
// gives what it answered. It changes nothing but the record. One that waits for a
// second person is not called (endpoint.waiting), nor is a second test sent within
// ten seconds (endpoint.test_too_soon).
func (o *Office) TestEndpoint(ctx context.Context, a Actor, id ids.Endpoint, knock Knock) (got Posted, err error) {
	var t Target
	now := o.Now()
	err = o.changeOrgan(ctx, a, a.Agency, "endpoint.edit", func(c organChange) error {
		e, err := endpointIn(ctx, c.q, a.Agency, id)
		if err != nil {
			return err
		}
		if knock == nil {
			return fault.Wrap(fault.Unavailable, "endpoint.no_test", fault.T("此处不能测试端点", "Endpoints cannot be tested here"), errNoKnock)
		}
		if e.State == EndpointWaiting {
			return waitingEndpoint()
		}
		n, err := c.q.BeginEndpointTest(ctx, now, id, now.Add(-testPause))
		if err == nil && n == 0 {
			err = testTooSoon()
		}
		if err != nil {
			return err
		}
		secret, err := o.endpointSecret(ctx, c.q, id)
		if err != nil {
			return err
		}
		t, err = targetOf(e.Kind, e.URL, e.Allow, secret, now)
		return err
	})
	if err != nil {
		return got, err
	}
	got = knock(ctx, ids.New[ids.Delivery](now), now, t) // outside of any transaction: it may take long
	err = o.changeOrgan(ctx, a, a.Agency, "endpoint.edit", func(c organChange) error {
		_, err := c.enter(ctx, "endpoint.test", map[string]any{"endpoint": id.String(), "status": got.Status})
		return err
	})
	return got, err
}

// Attempt is one call of an endpoint.
type Attempt struct {
	At     time.Time
	Status int // of HTTP; 0: no answer
	Took   time.Duration
	Answer string
}

// EndpointDelivery is a delivery to an endpoint with all its attempts.
type EndpointDelivery struct {
	ID      ids.Delivery
	Notice  ids.Delivery
	Number  string // empty for who may not read cases
	Group   string
	State   string
	Error   string
	At      time.Time
	NextAt  time.Time
	SentAt  *time.Time
	History []Attempt
}

// EndpointDeliveries lists the last deliveries to an endpoint, the newest first.
func (o *Office) EndpointDeliveries(ctx context.Context, a Actor, id ids.Endpoint) (list []EndpointDelivery, err error) {
	const last = 50
	err = o.readOrgan(ctx, a, a.Agency, "endpoint.read", func(q *dbsqlc.Queries, _ AgencyRow) error {
		if _, err := endpointIn(ctx, q, a.Agency, id); err != nil {
			return err
		}
		rows, err := q.ListEndpointDeliveries(ctx, id, last)
		if err != nil {
			return err
		}
		place, named := map[ids.Delivery]int{}, make([]ids.Entry, len(rows))
		for i, r := range rows {
			line, err := lineOf(r.Topic, r.Params)
			if err != nil {
				return err
			}
			if !o.mayList(a) {
				line.Number = ""
			}
			place[r.ID], named[i] = i, ids.Entry(r.ID)
			list = append(list, EndpointDelivery{
				ID: r.ID, Notice: r.NoticeID, Number: line.Number, Group: line.Group(), State: r.State, Error: r.LastError, At: r.CreatedAt, NextAt: r.NextAt, SentAt: r.SentAt,
			})
		}
		attempts, err := q.ListAttempts(ctx, named)
		for _, t := range attempts {
			d := &list[place[t.DeliveryID]]
			d.History = append(d.History, Attempt{At: t.At, Status: int(t.Status), Took: time.Duration(t.TookMs) * time.Millisecond, Answer: t.Answer})
		}
		return err
	})
	return list, err
}

func waitingEndpoint() error {
	return fault.New(fault.Rule, "endpoint.waiting", fault.T("端点在内网，等第二人确认后才能测试", "The endpoint lies in an intranet: it can be tested once a second person has confirmed it"))
}

func testTooSoon() error {
	return fault.New(fault.Rule, "endpoint.test_too_soon", fault.T("刚测试过：同一端点每 10 秒可测试一次，请稍候再试", "It was tested a moment ago: one test of an endpoint in 10 seconds; wait a little"))
}

// notAWebhook refuses what only a webhook can do.
func notAWebhook() error {
	return fault.New(fault.Rule, "endpoint.not_a_webhook", fault.T("机器人面向群聊，不能补发；需要补发请用网络回调或事件接口", "A robot speaks to a group and replays nothing; use a webhook or the feed of events"))
}

func pausedEndpoint() error {
	return fault.New(fault.Rule, "endpoint.not_active", fault.T("端点未启用：请先恢复，再补发", "The endpoint is not active: let it go on first, then replay"))
}
