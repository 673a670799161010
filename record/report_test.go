package record_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/xianjie-hub/xianjie/record"
)

func TestReportText(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 40, 0)
	s := record.Subject{Kind: "case", ID: "A"}
	for range 3 {
		o.act(t, s, "referral.step", record.Field{Name: "note", Value: []byte("1")})
	}
	o.sequence(t)
	o.act(t, s, "referral.step", record.Field{Name: "note", Value: []byte("1")})
	good := o.verify(t, true)
	for lang, want := range map[string][]string{
		"zh-CN": {"1 个办理对象、4 条记录、12 个字段", "尚未锚定 1 条", "库外文件 1 个", "结论：核对一致"},
		"en":    {"1 subjects, 4 events, 12 fields", "1 not yet anchored", "1 in the file", "the record holds"},
	} {
		for _, w := range want {
			if !strings.Contains(good.Text(lang), w) {
				t.Errorf("%s: no %q in\n%s", lang, w, good.Text(lang))
			}
		}
	}
	o.List[1].Openings[2].Value = []byte("2")
	bad := o.verify(t, false)
	for lang, want := range map[string][]string{
		"zh": {"未提供库外检查点文件", "发现 1 处问题", "✗ case A 第 2 条：字段内容与其承诺值不符（被改动）〔note〕"},
		"en": {"No checkpoint file was given", "1 findings", "✗ case A no. 2: the value does not open its commitment: edited [note]"},
	} {
		for _, w := range want {
			if !strings.Contains(bad.Text(lang), w) {
				t.Errorf("%s: no %q in\n%s", lang, w, bad.Text(lang))
			}
		}
	}
	out, err := json.Marshal(bad)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{`"events":4`, `"code":"value_edited","subject_kind":"case","subject_id":"A","seq":2`, `"total_findings":1`, `{"ok":false,`, `"newest":{"origin":"hub.example/log","size":3,`} {
		if !strings.Contains(string(out), w) {
			t.Errorf("no %s in %s", w, out)
		}
	}
}

func TestEmptyReportJSON(t *testing.T) {
	t.Parallel()
	out, err := json.Marshal(record.Report{})
	if err != nil || !strings.Contains(string(out), `"findings":[]`) || !strings.Contains(string(out), `{"ok":true,`) {
		t.Errorf("%s, %v", out, err)
	}
}

// No code is without words, and the report stays short when everything is wrong.
func TestReportIsBounded(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 41, 4)
	o.year(t, 60)
	o.sequence(t)
	for n := range o.List {
		o.List[n].Event.Kind = "forged"
	}
	report, err := record.Verify(context.Background(), o.MemorySource, record.Options{Keys: note.VerifierList(o.key), MaxFindings: 5})
	if err != nil || report.Total < 60 || len(report.Findings) != 5 || report.OK() {
		t.Errorf("%d of %d findings, %v", len(report.Findings), report.Total, err)
	}
	if text := report.Text("en"); !strings.Contains(text, "more are not listed") {
		t.Error(text)
	}
	for _, code := range []record.Code{
		record.Edited, record.ValueEdited, record.Blanked, record.Unordered, record.Missing, record.Broken, record.Duplicate, record.Misplaced,
		record.Unmarked, record.Deleted, record.LogGap, record.LogDamaged, record.RolledBack, record.Rewritten, record.Unsigned,
		record.BadCheckpoint, record.NoCheckpoint,
	} {
		if w := (record.Finding{Code: code}).Text(); w.ZH == "" || w.EN == "" || strings.Contains(w.ZH, "%") {
			t.Errorf("%s says %q, %q", code, w.ZH, w.EN)
		}
	}
}
