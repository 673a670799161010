package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
)

// verifyRecord checks the whole record of the hub against its checkpoint file,
// once the sequencer has anchored everything.
func (h *devHub) verifyRecord(ctx context.Context) (bool, error) {
	for {
		report, err := verifyRecord(ctx, h.config, h.poolOptions...)
		if err != nil {
			return false, err
		}
		if report.Events > 0 && report.Unanchored == 0 {
			if !report.OK() {
				slog.ErrorContext(ctx, "the record does not verify", "report", report.Text("en"))
			}
			return report.OK(), nil
		}
		select {
		case <-ctx.Done():
			return false, fmt.Errorf("%d events were never anchored", report.Unanchored)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// verifyRecord reads the record as the auditor's role and verifies it against
// the checkpoint file.
func verifyRecord(ctx context.Context, c config, options ...store.Option) (record.Report, error) {
	pool, err := store.Open(ctx, c.AuditURL, options...)
	if err != nil {
		return record.Report{}, err
	}
	defer pool.Close()
	keys, err := logKeys(c)
	if err != nil {
		return record.Report{}, err
	}
	file, err := os.ReadFile(c.checkpointFile())
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // a hub that never sequenced has none: verification says so
		return record.Report{}, fmt.Errorf("read the checkpoint file: %w", err)
	}
	if file == nil {
		file = []byte{} // given, and empty
	}
	var report record.Report
	err = store.ReadRecord(ctx, pool, func(src record.Source) error {
		report, err = record.Verify(ctx, src, record.Options{Keys: keys, File: file})
		return err
	})
	return report, err
}

// logKeys is the public key under which this hub signs its checkpoints.
func logKeys(c config) (note.Verifiers, error) {
	ring, err := record.OpenKeyring(c.keysDir())
	if err != nil {
		return nil, fmt.Errorf("open the keys: %w", err)
	}
	key, err := ring.Load(record.KeyLog)
	if err != nil {
		return nil, fmt.Errorf("load the log's key: %w", err)
	}
	verifier, err := record.NoteVerifier(c.Name, key.Public())
	if err != nil {
		return nil, fmt.Errorf("use the log's key: %w", err)
	}
	return note.VerifierList(verifier), nil
}
