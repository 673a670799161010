package rules_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func book(t *testing.T) *rules.Book {
	t.Helper()
	b, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func start(t *testing.T, s string) deadline.Start {
	t.Helper()
	got, err := rules.ParseStart(s)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestWorkedExamples is rule book §9.2 with the rules of the packs.
func TestWorkedExamples(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, rule, start, raw, due string }{
		{"A", "fwd_decide_transfer", "2026-09-30", "2026-10-03", "2026-10-08"},
		{"B", "det_transmit", "2026-09-30", "", "2026-10-10"},
		{"C", "fwd_transmit_to_police", "2026-09-30T17:00", "2026-10-01T17:00:00+08:00", "2026-10-01T17:00:00+08:00"},
		{"D", "det_police_return", "2026-09-18", "", "2026-09-24"},
		{"E", "dmg_consult_period", "2026-07-03", "2026-10-01", "2026-10-08"},
		{"F", "fwd_police_decide_30", "2026-01-16", "2026-02-15", "2026-02-24"},
		{"G", "pil_admin_suggestion_reply", "2025-12-31", "2026-02-28", "2026-02-28"},
		{"H", "clk_penalty_service", "2026-02-13", "", "2026-03-02"},
		{"I", "fwd_decide_transfer", "2026-11-21", "2026-11-24", "2026-11-24"},
		{"J", "fwd_pp_order_filing", "2026-11-20", "2026-12-05", "2026-12-07"},
		{"K", "clk_public_info", "2026-11-20", "", "2026-12-18"},
		{"L", "det_transmit", "2026-05-08", "", "2026-05-12"},
		{"M", "fwd_agency_supplement", "2026-09-22", "2026-09-25", "2026-09-28"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e, err := book(t).Explain(c.rule, start(t, c.start), "310105", "environment")
			if err != nil {
				t.Fatal(err)
			}
			if e.Due == nil || !strings.HasPrefix(*e.Due, c.due) || !strings.HasSuffix(*e.Due, "+08:00") {
				t.Errorf("due %v, want %s", deref(e.Due), c.due)
			}
			if deref(e.RawEnd) != c.raw {
				t.Errorf("raw end %s, want %s", deref(e.RawEnd), c.raw)
			}
		})
	}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Reconsideration: the legal line is 17号, three working days; three natural
// days stand beside it (conflict C1).
func TestReconsiderationHasTwoReadings(t *testing.T) {
	t.Parallel()
	e, err := book(t).Explain("fwd_reconsideration_request", start(t, "2026-09-30"), "", "environment")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(deref(e.Due), "2026-10-10") || len(e.Also) != 1 || !strings.HasPrefix(e.Also[0].Due, "2026-10-08") || !e.Also[0].Stricter {
		t.Errorf("due %s, also %+v", deref(e.Due), e.Also)
	}
	e, err = book(t).Explain("fwd_reconsideration_request", start(t, "2026-09-30"), "", "market")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(deref(e.Due), "2026-10-08") || len(e.Also) != 0 {
		t.Errorf("other agencies: due %s, also %+v", deref(e.Due), e.Also)
	}
}

// Every edition can be explained, in both languages and as JSON with every
// list present, and has a line exactly if its unit has one.
func TestEveryRuleExplainsItself(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, r := range b.All() {
		s := deadline.AtInstant(r.From.Start().AddDate(0, 0, 1))
		e, err := rules.Explain(r, s, b.Calendar(), nil, nil)
		if err != nil {
			t.Errorf("%s %s: %v", r.ID, r.Edition, err)
			continue
		}
		if (e.Due != nil) != r.Unit.Runs() {
			t.Errorf("%s: unit %s, due %s", r.ID, r.Unit, deref(e.Due))
		}
		if e.Off != (r.Confidence == deadline.Low) {
			t.Errorf("%s: confidence %s, off %v", r.ID, r.Confidence, e.Off)
		}
		for _, lang := range []string{"zh", "en"} {
			text := e.Text(lang)
			if len(strings.Split(text, "\n")) < 8 || strings.Contains(text, ": \n") {
				t.Errorf("%s: thin %s text:\n%s", r.ID, lang, text)
			}
		}
		raw, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range []string{`"also":null`, `"steps":null`, `"basis":null`, `"limits":null`, `"applies_to":null`, `"missing_years":null`} {
			if strings.Contains(string(raw), list) {
				t.Errorf("%s: %s", r.ID, list)
			}
		}
	}
}

// TestText holds the words that the page and the command share.
func TestText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, rule, start string }{
		{"calendar_days", "fwd_decide_transfer", "2026-09-30"},
		{"working_days", "fwd_reconsideration_request", "2026-09-30"},
		{"hours", "fwd_transmit_to_police", "2026-09-30T17:00"},
		{"backwards", "clk_hearing_notice", "2026-10-12"},
		{"low", "rev_agency_reply_result_2mo", "2025-12-31"},
		{"prompt", "fwd_police_receipt", "2026-09-30"},
		{"limits", "dmg_simple_assessment", "2026-09-30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e, err := book(t).Explain(c.rule, start(t, c.start), "", "")
			if err != nil {
				t.Fatal(err)
			}
			got := e.Text("zh") + "\n" + e.Text("en")
			file := filepath.Join("testdata", c.name+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("text changed; if it is right, run go test ./policies/rules -update\n%s", got)
			}
		})
	}
}

func TestParseStart(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2026-09-30":                "2026-09-30",
		"2026-09-30T17:00":          "2026-09-30T17:00:00+08:00",
		"2026-09-30T17:00:05":       "2026-09-30T17:00:05+08:00",
		"2026-09-30T17:00:00Z":      "2026-10-01T01:00:00+08:00",
		"2026-09-30T17:00:00+08:00": "2026-09-30T17:00:00+08:00",
	} {
		s := start(t, in)
		got := s.Day.String()
		if !s.At.IsZero() {
			got = s.At.In(s.Day.Start().Location()).Format("2006-01-02T15:04:05-07:00")
		}
		if got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	for _, in := range []string{"", "2026-02-30", "tomorrow", "2026-9-3", "20260930"} {
		if _, err := rules.ParseStart(in); err == nil {
			t.Errorf("%q accepted", in)
		}
	}
}
