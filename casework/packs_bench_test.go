package casework_test

import (
	"os"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
)

// BenchmarkReplay replays a holiday table over 10,000 open clocks.
func BenchmarkReplay(b *testing.B) {
	d := newDesk(b)
	one := keeper(b, d, "运维甲")
	text, err := os.ReadFile("../policies/rules/testdata/holidays/2027.yaml")
	if err != nil {
		b.Fatal(err)
	}
	d.provisional(b, "fwd_decide_transfer", "2027-02-05", "2027-02-08")
	d.exec(b, `insert into clocks (id, case_id, rule_id, edition, owes_id, state, started_at, due_at, due_day, provisional, started_by)
		select gen_random_uuid(), case_id, rule_id, edition, owes_id, state, started_at, due_at, due_day, provisional, started_by
		from clocks, generate_series(1, 9999) where started_at >= '2027-01-01'`)
	for b.Loop() {
		r, err := d.ReplayPack(b.Context(), one, casework.PackFile{File: "2027.yaml", Text: string(text)})
		if err != nil || len(r.Moved) != 10_000 {
			b.Fatal(len(r.Moved), err)
		}
	}
}
