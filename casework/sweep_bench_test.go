package casework_test

import (
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// BenchmarkSweepWithNothingDue is what a hub pays every 30 seconds: 100,000 clocks
// run, half of them ended long ago and were told.
func BenchmarkSweepWithNothingDue(b *testing.B) {
	d := newDesk(b)
	var rows [][]any
	columns := []string{"id", "case_id", "rule_id", "edition", "owes_id", "state", "started_at", "due_at", "due_day", "amber_at", "started_by", "fired"}
	for i := range 100_000 {
		start, fired := at(2, 9, 0), 15
		due := civil.DateOf(start).AddDays(i % 20).End()
		if i%2 == 0 {
			due, fired = due.AddDate(0, 6, 0), 0
		}
		rows = append(rows, []any{ids.New[ids.Clock](start), d.id, "fwd_police_decide_7", "x", d.Police.ID, "running", start, due, civil.DateOf(due), due.Add(-time.Hour), ids.New[ids.Event](start), fired})
	}
	for chunk := range slices.Chunk(rows, 10_000) {
		if _, err := d.DB.Owner.CopyFrom(b.Context(), pgx.Identifier{"clocks"}, columns, pgx.CopyFromRows(chunk)); err != nil {
			b.Fatal(err)
		}
	}
	d.exec(b, "analyze clocks")
	d.Clock.Set(at(30, 9, 0))
	b.ResetTimer()
	for range b.N {
		swept, err := d.worker.SweepClocks(b.Context())
		if err != nil || len(swept.Told) > 0 {
			b.Fatal(swept, err)
		}
	}
}

// BenchmarkSweepTelling is the price of one clock that has come to its end, with
// its notices.
func BenchmarkSweepTelling(b *testing.B) {
	d := newDesk(b)
	d.Clock.Set(at(30, 9, 0))
	for range b.N {
		b.StopTimer()
		for range 200 {
			d.clock(b, kind{rule: "fwd_police_decide_7", owes: d.Police.ID}, at(2, 9, 0), endOf(9))
		}
		b.StartTimer()
		swept, err := d.worker.SweepClocks(b.Context())
		if err != nil || swept.Told["clock.expired"] != 200 {
			b.Fatal(swept, err)
		}
	}
	b.ReportMetric(float64(200*b.N)/b.Elapsed().Seconds(), "clocks/s")
}
