package rules_test

import (
	"testing"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

func TestLoadAndCompute(t *testing.T) {
	t.Parallel()
	b, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	on := civil.Date{Year: 2026, Month: 9, Day: 30}
	r, err := b.Pick("fwd_decide_transfer", on, "310105", "environment")
	if err != nil {
		t.Fatal(err)
	}
	res, err := deadline.Compute(r, deadline.OnDay(on), b.Calendar(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := res.DueDay.String(); got != "2026-10-08" {
		t.Errorf("due %s, want 2026-10-08", got)
	}
	for _, s := range res.Steps {
		t.Log(s.Text.ZH, "|", s.Text.EN)
	}
}
