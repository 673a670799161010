package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
	"github.com/xianjie-hub/xianjie/workers/job"
)

// Letter is a claimed delivery as a channel sends it.
type Letter struct {
	ID      ids.Delivery
	Attempt int    // 1 for the first
	Channel string // email, sms
	Level   string
	To      string // address or number; empty when none is known
	Lang    string // of the person; empty for a shared desk, which gets both languages
	Digest  bool
	Lines   []LetterLine

	Calendar []byte // of an invitation: what a calendar takes it by
	Method   string // of the calendar

	agency ids.Agency
	kase   ids.Case
}

// LetterLine is one thing told. It holds all that may leave the hub: no title,
// no name, nothing of the content.
type LetterLine struct {
	Topic    string
	Number   string
	CaseKind string
	Link     string
	DueAt    *time.Time
}

// Outcome is what became of a sending.
type Outcome struct {
	Proof   string    // what the channel answered, when it took the letter
	Err     string    // why it did not; no personal data
	RetryAt time.Time // zero: nobody will try again by itself
	Off     bool      // the channel is not set up here: given up without making work of it
}

// ClaimDelivery takes a due delivery for sending, or one whose worker claimed it
// before stale and was not heard of since. It gives nil when there is nothing to
// do: somebody else has it, or it was sent. Who may know of the case is asked
// again now, not when the notice was written.
func (o *Office) ClaimDelivery(ctx context.Context, id ids.Delivery, stale time.Time) (*Letter, error) {
	now := o.Now()
	var l *Letter
	err := o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		l = nil
		row, err := q.ClaimDelivery(ctx, now, id, stale)
		if noRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		if ok, err := partOf(ctx, q, row.CaseID, row.AgencyID); err != nil || !ok {
			if err == nil {
				_, err = q.FinishDelivery(ctx, dbsqlc.FinishDeliveryParams{
					ID: id, Attempts: row.Attempts, State: "failed", NextAt: now, LastError: "the organ takes no part in the case any more",
				})
			}
			return err
		}
		l = &Letter{
			ID: id, Attempt: int(row.Attempts), Channel: row.Channel, Level: row.Level, Digest: row.Topic == topicDigest, agency: row.AgencyID, kase: row.CaseID,
		}
		if err := l.address(ctx, q, row, now); err != nil {
			return err
		}
		if err := o.invite(ctx, q, l, row, now); err != nil {
			return err
		}
		return l.fill(ctx, q, row)
	})
	if err != nil {
		return nil, fmt.Errorf("claim a delivery: %w", err)
	}
	return l, nil
}

func partOf(ctx context.Context, q *dbsqlc.Queries, id ids.Case, agency ids.Agency) (bool, error) {
	if id.IsZero() {
		return true, nil
	}
	_, err := q.ReadParticipation(ctx, id, agency)
	if noRows(err) {
		return false, nil
	}
	return err == nil, err
}

// address looks up where the recipient is reached today.
func (l *Letter) address(ctx context.Context, q *dbsqlc.Queries, row dbsqlc.ClaimDeliveryRow, now time.Time) error {
	if row.UserID.IsZero() {
		organ, err := q.ReadAgency(ctx, row.AgencyID)
		if l.To = organ.Email; l.Channel == "sms" {
			l.To = organ.Phone
		}
		return err
	}
	u, err := q.ReadUser(ctx, row.UserID)
	if err != nil {
		return err
	}
	l.Lang = u.Lang
	if l.Channel == "email" {
		l.To = u.Email
		return nil
	}
	l.To = u.Phone
	shifts, err := q.OnDuty(ctx, row.AgencyID, now)
	for _, s := range shifts { // the number written on the roster goes before the person's own
		if s.UserID == row.UserID && s.Phone != "" {
			l.To = s.Phone
		}
	}
	return err
}

func (l *Letter) fill(ctx context.Context, q *dbsqlc.Queries, row dbsqlc.ClaimDeliveryRow) error {
	if !l.Digest {
		line, err := lineOf(row.Topic, row.Params)
		l.Lines = []LetterLine{line}
		return err
	}
	rows, err := q.DigestLines(ctx, digestMark(l.ID))
	if err != nil {
		return err
	}
	for _, r := range rows {
		line, err := lineOf(r.Topic, r.Params)
		if err != nil {
			return err
		}
		l.Lines = append(l.Lines, line)
	}
	return nil
}

func lineOf(topic string, params json.RawMessage) (LetterLine, error) {
	var p NoticeParams
	if err := json.Unmarshal(params, &p); err != nil {
		return LetterLine{}, fmt.Errorf("read a notice: %w", err)
	}
	return LetterLine{Topic: topic, Number: p.Number, CaseKind: p.CaseKind, Link: p.Link, DueAt: p.DueAt}, nil
}

// EnqueueDeliveries writes the jobs of what is due and of what was claimed before
// stale and never finished. The rows move behind the lease in the same
// transaction; a job that gets lost is enqueued again once the lease is over. It
// reports whether there is more.
func (o *Office) EnqueueDeliveries(ctx context.Context, lease time.Duration, stale time.Time) (n int, more bool, err error) {
	const page = 500
	now := o.Now()
	err = o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		due, err := q.LeaseDeliveries(ctx, now.Add(lease), now, page)
		if err != nil {
			return err
		}
		stuck, err := q.StuckDeliveries(ctx, &stale, page)
		if err != nil {
			return err
		}
		endpoints, err := q.DueEndpoints(ctx, now, ids.Entry{}, stale)
		if err != nil {
			return err
		}
		jobs := make([]river.InsertManyParams, 0, len(due)+len(stuck)+len(endpoints))
		for _, d := range due {
			jobs = append(jobs, river.InsertManyParams{Args: job.Deliver{ID: d.ID}, InsertOpts: job.DeliverBy(d.Channel, d.Level, true)})
		}
		for _, d := range stuck { // its dead job may still count as running
			jobs = append(jobs, river.InsertManyParams{Args: job.Deliver{ID: d.ID}, InsertOpts: job.DeliverBy(d.Channel, d.Level, false)})
		}
		for _, id := range endpoints {
			jobs = append(jobs, river.InsertManyParams{Args: job.DrainEndpoint{ID: id}})
		}
		n, more = len(jobs), len(due) == page
		if n == 0 {
			return nil
		}
		_, err = o.Jobs.InsertManyTx(ctx, tx, jobs)
		return err
	})
	if err != nil {
		return 0, false, fmt.Errorf("enqueue deliveries: %w", err)
	}
	return n, more, nil
}

// FinishDelivery notes what became of a claimed delivery. When another worker has
// taken it over in the meantime, nothing changes.
func (o *Office) FinishDelivery(ctx context.Context, l *Letter, out Outcome) error {
	now := o.Now()
	p := dbsqlc.FinishDeliveryParams{ID: l.ID, Attempts: int32(l.Attempt), NextAt: now, LastError: out.Err, Proof: out.Proof}
	switch {
	case out.Err == "":
		p.State, p.SentAt = "sent", &now
	case out.Off:
		p.State = "failed"
	case !out.RetryAt.IsZero():
		p.State, p.NextAt = "pending", out.RetryAt
	default:
		p.State = "undeliverable"
	}
	err := o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		n, err := q.FinishDelivery(ctx, p)
		if err != nil || n == 0 {
			return err
		}
		batch := &store.Batch{}
		b := batch.Queries()
		if err := o.tellStuck(ctx, q, b, l, p.State, now); err != nil {
			return err
		}
		if l.Digest && p.State != "pending" {
			if err := b.FinishCollected(ctx, dbsqlc.FinishCollectedParams{
				State: p.State, SentAt: p.SentAt, LastError: p.LastError, Proof: p.Proof, Digest: digestMark(l.ID),
			}); err != nil {
				return err
			}
		}
		return batch.Send(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("finish a delivery: %w", err)
	}
	return nil
}
