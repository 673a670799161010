package main

import (
	"testing"

	"github.com/xianjie-hub/xianjie/record"
)

func TestVerifyWaitsForTheCheckpointFile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		report record.Report
		want   bool
	}{
		"no event yet":                      {record.Report{FileCheckpoints: 1}, false},
		"an event without a leaf":           {record.Report{Events: 32, Unanchored: 1, FileCheckpoints: 1}, false},
		"between the commit and the file":   {record.Report{Events: 32, Checkpoints: 1, Total: 1}, false},
		"all of it":                         {record.Report{Events: 32, Checkpoints: 1, FileCheckpoints: 1}, true},
		"a finding is told, not waited for": {record.Report{Events: 32, FileCheckpoints: 1, Total: 1}, true},
	} {
		if got := settled(c.report); got != c.want {
			t.Errorf("%s: settled %v, want %v", name, got, c.want)
		}
	}
}
