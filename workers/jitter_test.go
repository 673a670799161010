package workers

import (
	"testing"
	"time"
)

// Hubs that lost one line do not knock at the same moment: a probe is never later than it was
// asked for, and rarely twice the same.
func TestProbesAreSpread(t *testing.T) {
	t.Parallel()
	seen := map[time.Duration]bool{}
	for range 200 {
		wait := jitter(15 * time.Second)
		if wait > 15*time.Second || wait < 11*time.Second {
			t.Fatalf("a probe after %s", wait)
		}
		seen[wait] = true
	}
	if len(seen) < 100 {
		t.Errorf("only %d different waits", len(seen))
	}
	if jitter(0) != 0 {
		t.Error("nothing to shorten")
	}
}
