package workers

import (
	"context"
	"errors"
	"log/slog"

	"github.com/riverqueue/river"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/workers/job"
)

// waker works job.WakeDeliveries: somebody wrote deliveries.
type waker struct {
	river.WorkerDefaults[job.WakeDeliveries]
	office *casework.Office
}

// Work enqueues what is due.
func (w *waker) Work(ctx context.Context, _ *river.Job[job.WakeDeliveries]) error {
	return enqueue(ctx, w.office)
}

func enqueue(ctx context.Context, office *casework.Office) error {
	for {
		_, more, err := office.EnqueueDeliveries(ctx, leaseTime, office.Now().Add(-staleAfter))
		if err != nil || !more {
			return err
		}
	}
}

// deliverySweeper works job.SweepDeliveries: what a lost job left behind, and the
// digests of the morning.
type deliverySweeper struct {
	river.WorkerDefaults[job.SweepDeliveries]
	office *casework.Office
}

// Work gathers digests and enqueues what is due.
func (w *deliverySweeper) Work(ctx context.Context, _ *river.Job[job.SweepDeliveries]) error {
	for {
		_, more, err := w.office.GatherDigests(ctx)
		if err != nil {
			return errors.Join(err, enqueue(ctx, w.office)) // a broken digest holds up nothing else
		}
		if !more {
			return enqueue(ctx, w.office)
		}
	}
}

// clockSweeper works job.SweepClocks.
type clockSweeper struct {
	river.WorkerDefaults[job.SweepClocks]
	office  *casework.Office
	log     *slog.Logger
	metrics *metrics
}

// Work tells all clocks that have come to something, resolutions of joint meetings and
// positions before them likewise, before a holiday what ends in it, which reviews of break-glass looks
// are overdue, that a table of supervision leads has new lines, and which limits of
// inspections end.
func (w *clockSweeper) Work(ctx context.Context, _ *river.Job[job.SweepClocks]) error {
	for {
		swept, err := w.office.SweepClocks(ctx)
		w.metrics.swept(swept) // also what was told before something failed
		if err != nil {
			return err
		}
		if swept.Latest > lateAfter {
			w.log.WarnContext(ctx, "clocks were told late", "seconds", int(swept.Latest.Seconds()))
		}
		if !swept.More {
			_, resolutions := w.office.SweepResolutions(ctx)
			_, positions := w.office.RemindPositions(ctx)
			_, holidays := w.office.TellHolidays(ctx)
			_, reviews := w.office.RemindGlass(ctx)
			_, leads := w.office.TellLeads(ctx)
			_, inspections := w.office.RemindInspections(ctx)
			return errors.Join(resolutions, positions, holidays, reviews, leads, inspections) // none holds up another
		}
	}
}

// cleaner works job.CleanUp.
type cleaner struct {
	river.WorkerDefaults[job.CleanUp]
	office *casework.Office
	log    *slog.Logger
}

// Work deletes what has run out and settles clocks whose year was loaded, which
// the activation of a holiday table asks for.
func (w *cleaner) Work(ctx context.Context, _ *river.Job[job.CleanUp]) error {
	if _, err := w.office.RefreshRules(ctx); err != nil {
		return err
	}
	settled, err := w.office.SettleClocks(ctx)
	if settled > 0 {
		w.log.InfoContext(ctx, "provisional clocks were settled", "clocks", settled)
	}
	return errors.Join(err, w.office.CleanUp(ctx))
}

// indexer works job.IndexOldCases: cases from before search was built in.
type indexer struct {
	river.WorkerDefaults[job.IndexOldCases]
	office *casework.Office
	log    *slog.Logger
}

// Work lets old cases be found. What is done stays done when it is cut off; the
// next run goes on.
func (w *indexer) Work(ctx context.Context, _ *river.Job[job.IndexOldCases]) error {
	n, err := w.office.IndexOldCases(ctx)
	if n > 0 {
		w.log.InfoContext(ctx, "old cases can be found now", "cases", n)
	}
	return err
}
