package workers

import (
	"log/slog"
	"os"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
)

// A holiday table that another process activated is on the worker's shelf before
// the sweep settles anything: the job that the activation leaves asks first.
func TestActivatedTableReachesTheWorker(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	server := officetest.Build(t, w.DB) // a process of its own, with its own shelf
	server.Now = w.Clock.Now
	text, err := os.ReadFile("../policies/rules/testdata/holidays/2027.yaml")
	if err != nil {
		t.Fatal(err)
	}
	operator := w.Env.Handler
	operator.Functions, operator.StepUpAt = []string{"operator"}, w.Clock.Now()
	p, err := server.ProposePack(t.Context(), operator, casework.PackFile{File: "2027.yaml", Text: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.ActivatePack(t.Context(), operator, p.ID); err != nil {
		t.Fatal(err)
	}
	if w.worker.Rules.Calendar().Loaded(2027) {
		t.Fatal("the worker knows the table before it asked")
	}
	var jobs int
	if err := w.DB.Owner.QueryRow(t.Context(), "select count(*) from river.river_job where kind = 'housekeeping.clean'").Scan(&jobs); err != nil || jobs != 1 {
		t.Errorf("%d jobs wake the sweep, %v", jobs, err)
	}
	if err := (&cleaner{office: w.worker, log: slog.New(slog.DiscardHandler)}).Work(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if !w.worker.Rules.Calendar().Loaded(2027) || !w.Rules.Calendar().Loaded(2027) {
		t.Error("the table did not reach the worker's office")
	}
}
