package rules_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

// TestEveryStepIsCovered: each step of the rule book is in a pack, or
// readings.md says why not; and each number its row names is the period or
// the extension of a rule of that step.
func TestEveryStepIsCovered(t *testing.T) {
	t.Parallel()
	readings, err := os.ReadFile("../../docs/readings.md")
	if err != nil {
		t.Fatal(err)
	}
	_, without, _ := strings.Cut(string(readings), noRulePart)
	steps, err := os.ReadFile("testdata/steps.txt")
	if err != nil {
		t.Fatal(err)
	}
	b := book(t)
	for _, row := range strings.Split(strings.TrimSpace(string(steps)), "\n") {
		if strings.HasPrefix(row, "#") {
			continue
		}
		cells := strings.Split(row, "\t")
		if !b.Has(cells[0]) {
			if !strings.Contains(without, "| `"+cells[0]+"` |") {
				t.Errorf("%s is in no pack and readings.md does not say why", cells[0])
			}
			continue
		}
		if nationwide(b, cells[0]) == localSteps[cells[0]] {
			t.Errorf("%s: nationwide rule %v, but said to be of some places only %v", cells[0], nationwide(b, cells[0]), localSteps[cells[0]])
		}
		have := periods(b, cells[0])
		for _, want := range cells[1:] {
			if !have[want] {
				t.Errorf("%s: no rule of this step has %s", cells[0], want)
			}
		}
	}
}

// localSteps are those of texts of some places only: the book has no nationwide rule for them.
var localSteps = map[string]bool{
	"adm_sh_urban_forward": true, "adm_sh_urban_verify": true, "adm_sh_urban_no_refusal_feedback": true, "adm_sh_urban_expert_opinion": true, "adm_seed_accept_referred": true,
	"insp_plan_annual_sh": true, "insp_plan_monthly_filing": true, "insp_code_sh": true, "insp_joint_rate_kpi": true,
	"clk_online_excess_file_7": true, "clk_monitor_report_handover": true, "clk_major_case_report_head": true, "clk_supervision_request": true, "clk_seed_permit_times": true,
	"xpr_findings_handover": true,
}

// nationwide reports whether a step has a rule that holds everywhere: a local one beside it
// does not stand for it.
func nationwide(b *rules.Book, step string) bool {
	return slices.ContainsFunc(b.All(), func(r deadline.Rule) bool {
		return (r.ID == step || strings.HasPrefix(r.ID, step+"_")) && r.Region == ""
	})
}

// periods are all numbers of a step and of the rules split off from it.
func periods(b *rules.Book, step string) map[string]bool {
	out := map[string]bool{}
	put := func(n int, u deadline.Unit) { out[fmt.Sprintf("%d %s", n, u)] = true }
	for _, r := range b.All() {
		if r.ID != step && !strings.HasPrefix(r.ID, step+"_") {
			continue
		}
		put(r.N, r.Unit)
		for _, e := range r.Extend {
			put(e.N, e.Unit)
		}
		for _, a := range r.Also {
			put(a.N, a.Unit)
		}
	}
	return out
}

// A stored clock is computed again under its own edition: one extension under
// the law of 2013, two under that of 2026.
func TestAgain(t *testing.T) {
	t.Parallel()
	b := book(t)
	s := start(t, "2025-12-20")
	twice := []deadline.Grant{{By: deadline.Superior}, {By: deadline.Superior}}
	if _, err := b.Again("det_police_decide", "2013-01-01", s, nil, twice[:1]); err != nil {
		t.Error(err)
	}
	if _, err := b.Again("det_police_decide", "2013-01-01", s, nil, twice); err == nil {
		t.Error("the old law knows one extension only")
	}
	res, err := b.Again("det_police_decide", "2026-01-01", s, nil, twice)
	if err != nil || res.DueDay.String() != "2026-03-20" {
		t.Errorf("due %s, %v", res.DueDay, err)
	}
	if _, err := b.Again("det_police_decide", "1999-01-01", s, nil, nil); err == nil {
		t.Error("an edition that never was")
	}
}

// The explanation of a paused clock names why it rests.
func TestPauseIsExplained(t *testing.T) {
	t.Parallel()
	b := book(t)
	r, err := b.Pick("clk_penalty_decide", day(t, "2026-09-01"), "", "environment")
	if err != nil {
		t.Fatal(err)
	}
	pause := []deadline.Pause{{Reason: "fwd_penalty_clock_suspended", From: day(t, "2026-09-10")}}
	open, err := rules.Explain(r, start(t, "2026-09-01"), b.Calendar(), pause, nil)
	if err != nil {
		t.Fatal(err)
	}
	if text := open.Text("zh"); open.Due != nil || !open.Paused || !strings.Contains(text, "2026-09-11（周五）起：期限中止，涉嫌犯罪移送办理期间") {
		t.Errorf("open pause: %s", text)
	}
	pause[0].To = day(t, "2026-09-20")
	closed, err := rules.Explain(r, start(t, "2026-09-01"), b.Calendar(), pause, nil)
	if err != nil {
		t.Fatal(err)
	}
	if text := closed.Text("en"); closed.Due == nil || !strings.Contains(text, "2026-09-11 (Fri) to 2026-09-20 (Sun): paused, the criminal case is pending, left out") {
		t.Errorf("closed pause: %s", text)
	}
}
