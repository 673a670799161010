package casework_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// objectsBook writes a workbook of objects and lets f change it.
func objectsBook(t *testing.T, f func(x *excelize.File) error) []byte {
	t.Helper()
	x := excelize.NewFile()
	for cell, v := range map[string]string{
		"A1": "统一社会信用代码", "B1": "名称", "C1": "风险等级", "A2": "91350100M000100Y43", "B2": "甲企业（演示虚构）", "C2": "A", "A3": "91000000000000000A", "B3": "乙企业（演示虚构）", "C3": "B",
	} {
		ok(t, x.SetCellStr("Sheet1", cell, v))
	}
	ok(t, f(x))
	buf, err := x.WriteToBuffer()
	ok(t, err)
	return buf.Bytes()
}

// TestBadWorkbooks: merged cells are told by their place, a formula comes as what its cell
// showed last, a text that looks like one is refused; nothing is half imported.
func TestBadWorkbooks(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	merged := objectsBook(t, func(x *excelize.File) error { return x.MergeCell("Sheet1", "B2", "B3") })
	_, err := w.ImportList(t.Context(), w.market, casework.Objects, merged, "")
	if f := wants(t, err, fault.Invalid, "import.merged"); !strings.Contains(f.Detail.ZH, "B2:B3") {
		t.Errorf("told as %+v", f.Detail)
	}
	formulas := objectsBook(t, func(x *excelize.File) error {
		if err := x.SetCellFormula("Sheet1", "B3", `CONCATENATE("=","1+1")`); err != nil {
			return err
		}
		return x.SetCellStr("Sheet1", "B2", "=HYPERLINK(\"http://example.invalid\")")
	})
	r, err := w.ImportList(t.Context(), w.market, casework.Objects, formulas, "")
	ok(t, err)
	if r.RefusedN != 1 || r.Refused[0].Line != 2 || r.Refused[0].Column != "name" || !strings.Contains(r.Refused[0].Text.ZH, "公式") {
		t.Errorf("refused %+v", r.Refused)
	}
	if r.WarningN == 0 || !slices.ContainsFunc(r.Warnings, func(x casework.LineNote) bool {
		return x.Line == 3 && x.Column == "name" && strings.Contains(x.Text.ZH, "由公式算出")
	}) {
		t.Errorf("the formula in B3 is not told of: %+v", r.Warnings)
	}
	_, err = w.ImportList(t.Context(), w.market, casework.Objects, formulas, r.Digest)
	wants(t, err, fault.Rule, "import.refused")
	for code, file := range map[string][]byte{
		"import.encoding":       []byte("统一社会信用代码,名称\n91350100M000100Y43,\xc6\xf3\xd2\xb5\n"),                 // GBK
		"import.too_many_lines": []byte("统一社会信用代码,名称\n" + strings.Repeat("91350100M000100Y43,企业\n", 200_000)), // 200,000 lines
		"import.spreadsheet":    merged[:len(merged)/2],
	} {
		_, err := w.ImportList(t.Context(), w.market, casework.Objects, file, "")
		wants(t, err, fault.Invalid, code)
	}
	if _, total, err := w.CheckObjects(t.Context(), w.market, "", "", "", 10); err != nil || total != 0 {
		t.Errorf("%d objects, %v: half imported", total, err)
	}
}

// TestWholeListOfRefusals: a look counts all that it refuses and lists the first of them;
// asked for all it lists all.
func TestWholeListOfRefusals(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	file := []byte("统一社会信用代码,名称,风险等级\n" + strings.Repeat(",没有代码（演示虚构）,A\n", 450))
	some, err := w.ImportList(t.Context(), w.market, casework.Objects, file, "")
	ok(t, err)
	all, err := w.LookAtList(t.Context(), w.market, casework.Objects, file)
	ok(t, err)
	if some.RefusedN < 450 || len(some.Refused) != 200 || all.RefusedN != some.RefusedN || len(all.Refused) != all.RefusedN || all.Refused[len(all.Refused)-1].Line != 451 || all.Digest != some.Digest {
		t.Errorf("refuses %d and lists %d; asked for all %d", some.RefusedN, len(some.Refused), len(all.Refused))
	}
}

// TestSecretsElsewhere: a secrecy mark is stopped in plans and visits too, not only in
// cases.
func TestSecretsElsewhere(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	const marked = "机密★一年 某事"
	n := w.newPlan(t)
	n.Title = marked
	_, plan := w.MakePlan(t.Context(), w.env, n)
	_, visit := w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{Code: "演示-1", Name: "某企业（演示虚构）", Half: "am", Purpose: marked})
	for name, err := range map[string]error{"plan": plan, "visit": visit} {
		f := wants(t, err, fault.Invalid, "invalid")
		if !slices.ContainsFunc(f.Fields, func(x fault.Field) bool { return strings.Contains(x.Text.ZH, "密级标志") }) {
			t.Errorf("%s: %+v", name, f.Fields)
		}
	}
}
