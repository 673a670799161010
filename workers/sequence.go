package workers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
)

// LogOptions say under which name and key the log is signed, and where its
// checkpoints leave the database.
type LogOptions struct {
	Name string     // origin in checkpoints: the name of the hub
	Key  record.Key // record.KeyLog of the keyring
	File string     // checkpoint file, on another disk or host
}

// sequencing gives events their place in the log, every few seconds.
type sequencing struct {
	*record.Sequencer
	log     *slog.Logger
	metrics *metrics
}

func openSequencing(pool *pgxpool.Pool, o LogOptions, now func() time.Time) (*record.Sequencer, error) {
	signer, err := record.NoteSigner(o.Name, o.Key.Private)
	if err != nil {
		return nil, fmt.Errorf("sign the log: %w", err)
	}
	verifier, err := record.NoteVerifier(o.Name, o.Key.Public())
	if err != nil {
		return nil, fmt.Errorf("sign the log: %w", err)
	}
	file, err := record.OpenCheckpointFile(o.File, verifier)
	if err != nil {
		return nil, err
	}
	return &record.Sequencer{Log: store.NewLog(pool), Signer: signer, File: file, Clock: now}, nil
}

// run sequences until the context ends. A failure is said once, not every two
// second, until it changes.
func (s sequencing) run(ctx context.Context) {
	tick := time.NewTicker(sequenceEvery)
	defer tick.Stop()
	said := ""
	for {
		err := s.catchUp(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			said = ""
			s.metrics.logFailing.Set(0)
		case said != err.Error():
			said = err.Error()
			s.metrics.logFailing.Set(1)
			s.log.ErrorContext(ctx, "the log is not being sequenced", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// catchUp runs until nothing is new.
func (s sequencing) catchUp(ctx context.Context) error {
	for {
		run, err := s.RunOnce(ctx)
		if errors.Is(err, record.ErrBusy) {
			return nil // another process is at it
		}
		s.metrics.sequenced.Add(float64(run.Added))
		if err != nil || !run.More {
			return err
		}
	}
}
