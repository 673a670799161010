package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func explain(t *testing.T, c rulesExplainCmd) (string, error) {
	t.Helper()
	var out bytes.Buffer
	c.out = &out
	if c.Lang == "" {
		c.Lang = "zh"
	}
	err := c.Run()
	return out.String(), err
}

// answer is what machines read of `hub rules explain --json`.
type answer struct {
	Rule    string           `json:"rule"`
	Edition string           `json:"edition"`
	Basis   []map[string]any `json:"basis"`
	Unit    string           `json:"unit"`
	Start   string           `json:"start"`
	RawEnd  *string          `json:"raw_end"`
	Due     *string          `json:"due"`
	Also    []struct {
		Due string `json:"due"`
	} `json:"also"`
	Steps []map[string]any `json:"steps"`
	Off   bool             `json:"off"`
}

func explainJSON(t *testing.T, c rulesExplainCmd) answer {
	t.Helper()
	c.JSON = true
	out, err := explain(t, c)
	if err != nil {
		t.Fatal(err)
	}
	var a answer
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestRulesExplainWorkedExamples is rule book §9.2, asked for at the command line.
func TestRulesExplainWorkedExamples(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, rule, date, unit, due string }{
		{"A", "fwd_decide_transfer", "2026-09-30", "calendar_days", "2026-10-08"},
		{"B", "det_transmit", "2026-09-30", "working_days", "2026-10-10"},
		{"C", "fwd_transmit_to_police", "2026-09-30T17:00", "hours", "2026-10-01T17:00:00+08:00"},
		{"D", "det_police_return", "2026-09-18", "working_days", "2026-09-24"},
		{"E", "clk_penalty_decide", "2026-07-03", "calendar_days", "2026-10-08"},
		{"F", "fwd_police_decide_30", "2026-01-16", "calendar_days", "2026-02-24"},
		{"G", "pil_admin_suggestion_reply", "2025-12-31", "months", "2026-02-28"},
		{"H", "clk_evidence_registration", "2026-02-13", "working_days", "2026-03-02"},
		{"I", "fwd_police_decide_3", "2026-11-21", "calendar_days", "2026-11-24"},
		{"J", "pil_admin_suggestion_urgent", "2026-11-20", "calendar_days", "2026-12-07"},
		{"K", "clk_public_info_request", "2026-11-20", "working_days", "2026-12-18"},
		{"L", "fwd_reconsideration_request", "2026-05-08", "working_days", "2026-05-12"},
		{"M", "fwd_police_notify_decision", "2026-09-22", "calendar_days", "2026-09-28"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := explainJSON(t, rulesExplainCmd{Rule: c.rule, Date: c.date})
			if a.Due == nil || !strings.HasPrefix(*a.Due, c.due) || !strings.HasSuffix(*a.Due, "+08:00") {
				t.Errorf("due %v, want %s", a.Due, c.due)
			}
			if a.Rule != c.rule || a.Unit != c.unit || a.Edition == "" || len(a.Basis) == 0 || len(a.Steps) < 2 || !strings.HasPrefix(a.Start, c.date) {
				t.Errorf("answer %+v", a)
			}
		})
	}
}

func TestRulesExplainEnds(t *testing.T) {
	t.Parallel()
	text, err := explain(t, rulesExplainCmd{Rule: "fwd_decide_transfer", Date: "2026-09-30"})
	if err != nil || !strings.Contains(text, "期满：2026-10-08") || !strings.Contains(text, "国庆节") || !strings.Contains(text, "第五条") {
		t.Errorf("%v\n%s", err, text)
	}
	for _, rule := range []string{"fwd_police_receipt", "fwd_joint_meeting", "det_precondition_penalty"} {
		if a := explainJSON(t, rulesExplainCmd{Rule: rule, Date: "2026-09-30"}); a.Due != nil || a.RawEnd != nil || len(a.Steps) == 0 {
			t.Errorf("%s has a line: %+v", rule, a)
		}
	}
	if a := explainJSON(t, rulesExplainCmd{Rule: "dmg_preliminary_check", Date: "2026-09-30"}); !a.Off || a.Due == nil {
		t.Errorf("a low rule must be explained and marked off: %+v", a)
	}
	if text, err := explain(t, rulesExplainCmd{Rule: "dmg_preliminary_check", Date: "2026-09-30", Lang: "en"}); err != nil || !strings.Contains(text, "off by default") {
		t.Errorf("%v\n%s", err, text)
	}
}

func TestRulesExplainRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		why  string
		cmd  rulesExplainCmd
		code int
		says string
	}{
		{"unknown rule", rulesExplainCmd{Rule: "fwd_decide_transfr", Date: "2026-09-30"}, 2, "fwd_decide_transfer"},
		{"bare day for hours", rulesExplainCmd{Rule: "fwd_transmit_to_police", Date: "2026-09-30"}, 2, "时刻"},
		{"in English", rulesExplainCmd{Rule: "fwd_transmit_to_police", Date: "2026-09-30", Lang: "en"}, 2, "instant"},
		{"no date", rulesExplainCmd{Rule: "fwd_decide_transfer", Date: "30.9.2026"}, 2, "2006-01-02"},
		{"region", rulesExplainCmd{Rule: "fwd_decide_transfer", Date: "2026-09-30", Region: "Shanghai"}, 2, "--region"},
		{"sector", rulesExplainCmd{Rule: "fwd_decide_transfer", Date: "2026-09-30", Sector: "weather"}, 2, "--sector"},
		{"other agencies", rulesExplainCmd{Rule: "fwd_police_decide_30", Date: "2026-09-30", Sector: "market"}, 2, "不适用"},
		{"not yet in force", rulesExplainCmd{Rule: "fwd_code_general_duty", Date: "2026-08-01"}, 2, "2026-08-15"},
		{"year without table", rulesExplainCmd{Rule: "det_transmit", Date: "2026-12-30"}, 3, "2027"},
		{"year long ago", rulesExplainCmd{Rule: "det_transmit", Date: "2018-05-02"}, 3, "2018"},
	} {
		out, err := explain(t, c.cmd)
		e, ok := errors.AsType[exitError](err)
		if !ok || e.code != c.code || !strings.Contains(err.Error(), c.says) || out != "" {
			t.Errorf("%s: got %v (out %q), want exit %d saying %s", c.why, err, out, c.code, c.says)
		}
	}
}

func TestRulesCheck(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := (rulesCheckCmd{out: &out}).Run(); err != nil || out.String() != "ok\n" {
		t.Errorf("built-in packs: %v %s", err, out.String())
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "local"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "local", "bad.yaml"), []byte("rules:\n  - id: loc_bad_rule\n    nn: 3\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	err := rulesCheckCmd{Dir: dir, out: &out}.Run()
	if e, ok := errors.AsType[exitError](err); !ok || e.code != 1 || !strings.Contains(out.String(), "local/bad.yaml:3:") {
		t.Errorf("bad pack: %v\n%s", err, out.String())
	}
}

// Files on the disk are laid over the built-in packs; faults name file and line.
func TestRulesCheckFiles(t *testing.T) {
	t.Parallel()
	const at = "../../policies/rules/testdata/"
	var out bytes.Buffer
	if err := (rulesCheckCmd{Files: []string{at + "holidays/2027.yaml"}, out: &out}).Run(); err != nil || out.String() != "ok\n" {
		t.Errorf("a sound table: %v %s", err, out.String())
	}
	out.Reset()
	err := rulesCheckCmd{Files: []string{at + "bad/missing_basis.yaml", at + "bad/cycle.yaml"}, out: &out}.Run()
	if e, ok := errors.AsType[exitError](err); !ok || e.code != 1 {
		t.Errorf("bad packs pass: %v", err)
	}
	for _, want := range []string{"bad/missing_basis.yaml:5: loc_missing_basis: basis missing\n", "bad/cycle.yaml:8: loc_cycle_a: cycle: none of these ever begins: "} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("want %q in\n%s", want, out.String())
		}
	}
}

func TestRulesList(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := (rulesListCmd{Lang: "en", out: &out}).Run(); err != nil {
		t.Fatal(err)
	}
	if s := out.String(); !strings.Contains(s, "fwd_decide_transfer\t2017-01-25\t3 calendar days\thigh\tDecide on the transfer\n") {
		t.Errorf("list lacks the first rule:\n%s", s)
	}
}
