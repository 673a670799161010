package casework

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// How long what nobody needs any more is kept. No legal numbers: the record and
// the evidence are never cleaned.
const (
	keepSession     = 24 * time.Hour     // far beyond the life that logging in allows
	keepLogoutToken = 7 * 24 * time.Hour // far beyond the age at which one is accepted
	keepProof       = time.Hour          // of a request; one is accepted for a minute
	keepUpload      = 7 * 24 * time.Hour // to go on with an interrupted upload
)

// CleanUp deletes sessions, logout tokens and proofs that ran out and uploads that nobody
// went on with.
func (o *Office) CleanUp(ctx context.Context) error {
	now := o.Now()
	err := o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		if _, err := q.DeleteOldSessions(ctx, now.Add(-keepSession), now.Add(-keepSession)); err != nil {
			return err
		}
		if _, err := q.DeleteOldLogoutTokens(ctx, now.Add(-keepLogoutToken), now.Add(-keepProof)); err != nil {
			return err
		}
		_, err := q.DeleteOldUploads(ctx, now.Add(-keepUpload))
		return err
	})
	if err != nil {
		return fmt.Errorf("clean up: %w", err)
	}
	if _, err := o.Blobs.Clean(now.Add(-keepUpload)); err != nil {
		return fmt.Errorf("clean up uploads: %w", err)
	}
	return o.RemoveDestroyed(ctx)
}

// Figures are what an operator watches. They name no case.
type Figures struct {
	Deliveries  []DeliveryCount
	DeliveryLag time.Duration // how long the oldest due delivery has waited for a worker
	SweepLag    time.Duration // how long ago the oldest end passed that nobody was told of
	LogLag      time.Duration // how old the oldest event is that has no place in the log
	Unsequenced int64
}

// DeliveryCount counts the deliveries that are not settled.
type DeliveryCount struct {
	State, Channel string
	N              int64
}

// Figures reads them all in one transaction.
func (o *Office) Figures(ctx context.Context) (Figures, error) {
	now := o.Now()
	var f Figures
	err := o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		counts, err := q.CountOpenDeliveries(ctx)
		if err != nil {
			return err
		}
		for _, c := range counts {
			f.Deliveries = append(f.Deliveries, DeliveryCount(c))
		}
		if f.Unsequenced, err = q.CountUnsequenced(ctx); err != nil {
			return err
		}
		for lag, oldest := range map[*time.Duration]func() (*time.Time, error){
			&f.DeliveryLag: func() (*time.Time, error) { at, err := q.OldestDueDelivery(ctx, now); return &at, err },
			&f.SweepLag:    func() (*time.Time, error) { at, err := q.OldestUntold(ctx, now.Add(-fullTime)); return &at, err },
			&f.LogLag:      func() (*time.Time, error) { at, err := q.OldestUnsequenced(ctx); return &at, err },
		} {
			at, err := oldest()
			switch {
			case noRows(err):
			case err != nil:
				return err
			default:
				*lag = max(now.Sub(*at), 0)
			}
		}
		return nil
	})
	if err != nil {
		return f, fmt.Errorf("read the figures: %w", err)
	}
	return f, nil
}
