package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// verifyRecord checks the whole record of the development hub as
// `hub record verify` does, once the sequencer has anchored everything.
func (h *devHub) verifyRecord(ctx context.Context) (bool, error) {
	c := h.config
	check := recordVerifyCmd{logKeyFlags: logKeyFlags{Keys: c.keysDir(), Name: c.Name}, Checkpoint: c.checkpointFile(), DatabaseURL: c.AuditURL}
	for {
		report, err := check.verify(ctx)
		if err == nil && report.Events > 0 && report.Unanchored == 0 {
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
			return false, fmt.Errorf("%d events were never anchored", report.Unanchored)
		case <-time.After(200 * time.Millisecond):
			// Until its first run the sequencer has neither a key nor a checkpoint file.
		}
	}
}
