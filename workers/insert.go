package workers

import (
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/xianjie-hub/xianjie/store"
)

// InsertOnly gives a client that enqueues jobs and works none: what a process
// that answers requests hands to its verbs.
func InsertOnly(pool *pgxpool.Pool) (*river.Client[pgx.Tx], error) {
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{Schema: store.RiverSchema})
	if err != nil {
		return nil, fmt.Errorf("prepare the job queue: %w", err)
	}
	return client, nil
}
