package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/xianjie-hub/xianjie/record"
)

// verifyRecord checks the whole record of the development hub as
// `hub record verify` does, once the sequencer has settled everything.
func (h *devHub) verifyRecord(ctx context.Context) (bool, error) {
	c := h.config
	check := recordVerifyCmd{logKeyFlags: logKeyFlags{Keys: c.keysDir(), Name: c.Name}, Checkpoint: c.checkpointFile(), DatabaseURL: c.AuditURL}
	for {
		report, err := check.verify(ctx)
		if err == nil && settled(report) {
			if !report.OK() {
				slog.ErrorContext(ctx, "the record does not verify", "report", report.Text("en"))
			}
			return report.OK(), nil
		}
		select {
		case <-ctx.Done():
			if err != nil {
				return false, err
			}
			return false, fmt.Errorf("the log never settled: %d events without a leaf, %d checkpoints in the file", report.Unanchored, report.FileCheckpoints)
		case <-time.After(200 * time.Millisecond):
			// Until its first run the sequencer has neither a key nor a checkpoint file.
		}
	}
}

// settled says that every event has its leaf and that a checkpoint has left the
// database. The sequencer writes the file after its commit: who looks between the
// two sees an empty file, which means "too early" here and a finding everywhere else.
func settled(r record.Report) bool {
	return r.Events > 0 && r.Unanchored == 0 && r.FileCheckpoints > 0
}
