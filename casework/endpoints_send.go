package casework

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
	"github.com/xianjie-hub/xianjie/workers/job"
)

// Post is a claimed delivery to an endpoint.
type Post struct {
	ID       ids.Delivery
	Notice   ids.Delivery // the notice in the pages: the id that subscribers deduplicate by
	Case     ids.Case
	Attempt  int // of this delivery, 1 for the first
	Failures int // of the endpoint in a row, before this attempt
	Since    *time.Time
	At       time.Time // of the notice
	Line     LetterLine
	Target   Target

	endpoint ids.Endpoint
	agency   ids.Agency
}

// Limits of the group robots: twenty messages a minute, says either maker.
const (
	robotWindow = time.Minute
	robotLimit  = 20
)

// TakeEndpoint begins a drain: nobody else sends to the endpoint until it is left
// or the time has come. It reports whether there was anything to take.
func (o *Office) TakeEndpoint(ctx context.Context, id ids.Endpoint, until time.Time) (taken bool, err error) {
	err = o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		n, err := q.TakeEndpoint(ctx, until, id, o.Now())
		taken = n > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("take an endpoint: %w", err)
	}
	return taken, nil
}

// LeaveEndpoint ends a drain. What came in while it ran and nobody else could take
// gets a job of its own.
func (o *Office) LeaveEndpoint(ctx context.Context, id ids.Endpoint, until, stale time.Time) error {
	err := o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error { return q.LeaveEndpoint(ctx, id, until) })
	if err == nil { // in a transaction of its own: now the row is seen to be free
		err = o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
			due, err := q.DueEndpoints(ctx, o.Now(), ids.Entry(id), stale)
			if err != nil || len(due) == 0 {
				return err
			}
			_, err = o.Jobs.InsertManyTx(ctx, tx, []river.InsertManyParams{{Args: job.DrainEndpoint{ID: id}}})
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("leave an endpoint: %w", err)
	}
	return nil
}

// ClaimPost takes the next due delivery of an endpoint for the drain that holds
// it, or one whose worker claimed it before stale. It gives nil when there is
// nothing to do now. Address, keys and who may know of the case are read anew for
// every delivery.
func (o *Office) ClaimPost(ctx context.Context, id ids.Endpoint, until, stale time.Time) (p *Post, err error) {
	now := o.Now()
	for again := true; again && err == nil; {
		err = o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
			p, again, err = o.claimPost(ctx, q, id, until, stale, now)
			return err
		})
	}
	if err != nil {
		return nil, fmt.Errorf("claim a delivery to an endpoint: %w", err)
	}
	return p, nil
}

func (o *Office) claimPost(ctx context.Context, q *dbsqlc.Queries, id ids.Endpoint, until, stale, now time.Time) (_ *Post, again bool, err error) {
	e, err := q.DrainedEndpoint(ctx, id, until, now)
	if noRows(err) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	if e.Kind != KindWebhook {
		sent, err := q.RecentAttempts(ctx, now.Add(-robotWindow), id)
		if err != nil {
			return nil, false, err
		}
		if sent.N >= robotLimit {
			return nil, false, q.HoldEndpoint(ctx, sent.FirstAt.Add(robotWindow), id)
		}
	}
	row, err := q.ClaimForEndpoint(ctx, now, id, stale)
	if noRows(err) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	part, err := partOf(ctx, q, row.CaseID, row.AgencyID)
	if err != nil {
		return nil, false, err
	}
	if !part {
		_, err := q.FinishDelivery(ctx, dbsqlc.FinishDeliveryParams{
			ID: row.ID, Attempts: row.Attempts, State: "failed", NextAt: now, LastError: "the organ takes no part in the case any more",
		})
		return nil, true, err
	}
	p := &Post{
		ID: row.ID, Notice: row.NoticeID, Case: row.CaseID, Attempt: int(row.Attempts), Failures: int(e.Failures), Since: e.FailingSince,
		At: row.CreatedAt, endpoint: id, agency: e.AgencyID,
	}
	if p.Line, err = lineOf(row.Topic, row.Params); err != nil {
		return nil, false, err
	}
	secret, err := o.endpointSecret(ctx, q, id)
	if err != nil {
		return nil, false, err
	}
	p.Target, err = targetOf(e.Kind, e.Url, e.Allow, secret, now)
	return p, false, err
}

// Posted is what became of a call to an endpoint.
type Posted struct {
	Status  int // of HTTP; 0: no answer
	Took    time.Duration
	Answer  string
	Err     string        // why it was not taken; empty: it was
	RetryAt time.Time     // of this delivery; zero: never
	Hold    time.Duration // how long the endpoint is left alone
	Pause   string        // why it is left alone until somebody lets it go on
}

// FinishPost notes what became of a claimed delivery, of its endpoint, and of what
// waits behind it. When another worker has taken it over in the meantime, nothing
// changes but the list of attempts.
func (o *Office) FinishPost(ctx context.Context, p *Post, out Posted) error {
	now := o.Now()
	err := o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		said := out.Answer
		if out.Err != "" {
			said = out.Err + " " + said
		}
		err := q.InsertAttempt(ctx, dbsqlc.InsertAttemptParams{
			ID: ids.New[ids.Entry](now), DeliveryID: p.ID, EndpointID: p.endpoint, At: now, Status: int32(out.Status), TookMs: int32(out.Took.Milliseconds()), Answer: said,
		})
		if err != nil {
			return err
		}
		f := dbsqlc.FinishDeliveryParams{ID: p.ID, Attempts: int32(p.Attempt), State: "sent", SentAt: &now, NextAt: now}
		f.Proof = fmt.Sprintf("HTTP %d", out.Status)
		if out.Err != "" {
			f.SentAt, f.Proof, f.LastError = nil, "", out.Err
			if f.State = "undeliverable"; !out.RetryAt.IsZero() && out.Pause == "" {
				f.State, f.NextAt = "pending", out.RetryAt
			}
		}
		n, err := q.FinishDelivery(ctx, f)
		if err != nil || n == 0 {
			return err
		}
		return o.noteEndpoint(ctx, q, p, out, now)
	})
	if err != nil {
		return fmt.Errorf("finish a delivery to an endpoint: %w", err)
	}
	return nil
}

func (o *Office) noteEndpoint(ctx context.Context, q *dbsqlc.Queries, p *Post, out Posted, now time.Time) error {
	e := dbsqlc.NoteEndpointParams{ID: p.endpoint, LastAt: &now, LastResult: out.Err}
	if out.Err == "" {
		e.LastOkAt = &now
	} else {
		if e.Failures, e.FailingSince = int32(p.Failures)+1, p.Since; e.FailingSince == nil {
			e.FailingSince = &now
		}
		if out.Hold > 0 {
			until := now.Add(out.Hold)
			e.HeldUntil = &until
		}
	}
	if err := q.NoteEndpoint(ctx, e); err != nil || out.Pause == "" {
		return err
	}
	return o.pauseEndpoint(ctx, q, p, out.Pause, now)
}

// pauseEndpoint stops sending to an endpoint that takes nothing. What waits becomes
// work, and the organ reads a line: nothing is lost, the endpoint's owner can have
// all of it again.
func (o *Office) pauseEndpoint(ctx context.Context, q *dbsqlc.Queries, p *Post, why string, now time.Time) error {
	n, err := q.PauseEndpoint(ctx, why, p.endpoint)
	if err != nil || n == 0 {
		return err
	}
	if _, err := q.GiveUpEndpoint(ctx, "undeliverable", "the endpoint is paused: "+why, p.endpoint); err != nil {
		return err
	}
	name := channelWords[p.Target.Kind]
	return o.line(ctx, q, notice{
		Agency: p.agency, Topic: "endpoint.paused", Level: LevelWarn, Dedup: fmt.Sprintf("endpoint:%s:paused:%d", p.endpoint, now.Unix()),
		Params: NoticeParams{
			ZH:   name.zh + "长时间不接收通知，已暂停；请管理员检查后恢复并补发",
			EN:   "A " + name.en + " takes no notices any more and is paused; its administrator can check it, let it go on and replay",
			Link: o.PublicURL + "/interfaces",
		},
	}, ids.User{}, now)
}

// errNoKnock says that this process cannot call endpoints.
var errNoKnock = errors.New("no way to call an endpoint was wired")
