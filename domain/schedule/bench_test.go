package schedule_test

import (
	"fmt"
	"math"
	"os"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/schedule"
)

// quarter is the promised size: the pool of a district, 19 inspectors of 4 agencies,
// 62 working days.
func quarter() *schedule.Instance { return pool(11, 446, 19, 4, 5, 62) }

// soak asks for the promised counts and times.
var soak = os.Getenv("HUB_TEST_SCALE") == "soak"

// promised is that an instance is scheduled within a time. Other tests share the
// processors, so that the best of some tries counts; only a soak asks.
func promised(t *testing.T, in *schedule.Instance, limit time.Duration, tries int) {
	t.Helper()
	if !soak {
		return
	}
	best := time.Duration(math.MaxInt64)
	for range tries {
		began := time.Now()
		solve(t, in)
		best = min(best, time.Since(began))
	}
	if best > limit {
		t.Errorf("%d visits take %s, promised are %s", len(in.Visits), best, limit)
	}
	t.Logf("%d visits scheduled in %s", len(in.Visits), best)
}

// TestQuarter: everything that can be scheduled is, without a broken rule and near the
// bound. BenchmarkSolve measures how long it takes.
func TestQuarter(t *testing.T) {
	t.Parallel()
	in := quarter()
	s := solve(t, in)
	holds(t, in, s)
	if len(s.Unscheduled) > 0 || s.Gap() > 150 {
		t.Errorf("%d unscheduled, objective %d, bound %d: %+v", len(s.Unscheduled), s.Objective, s.Bound, s.Terms)
	}
	promised(t, in, 2*time.Second, 5)
	t.Logf("%d tours, objective %d, bound %d, gap %d‰, %+v", len(s.Tours), s.Objective, s.Bound, s.Gap(), s.Terms)
}

// TestTenThousand enterprises and 200 inspectors; a thousand and 40 unless the promised
// counts are asked for.
func TestTenThousand(t *testing.T) {
	t.Parallel()
	in := pool(12, 1_000, 40, 4, 12, 62)
	if soak {
		in = pool(12, 10_000, 200, 4, 12, 62)
	}
	s := solve(t, in)
	holds(t, in, s)
	if len(s.Unscheduled) > 0 || s.Gap() > 200 {
		t.Errorf("%d unscheduled, objective %d, bound %d: %+v", len(s.Unscheduled), s.Objective, s.Bound, s.Terms)
	}
	promised(t, in, time.Minute, 1)
}

// BenchmarkSolve is the growth curve of docs/benchmarks.md.
func BenchmarkSolve(b *testing.B) {
	for _, c := range []struct{ visits, officers int }{{100, 12}, {446, 19}, {1_000, 40}, {2_500, 60}, {5_000, 100}, {10_000, 200}} {
		b.Run(fmt.Sprint(c.visits), func(b *testing.B) {
			in := pool(11, c.visits, c.officers, 4, 8, 62)
			if c.visits == 446 {
				in = quarter()
			}
			var s *schedule.Schedule
			for b.Loop() {
				s = solve(b, in)
			}
			b.ReportMetric(float64(s.Gap()), "gap‰")
			b.ReportMetric(float64(len(s.Unscheduled)), "unscheduled")
		})
	}
}
