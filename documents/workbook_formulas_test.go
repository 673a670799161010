package documents_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/xianjie-hub/xianjie/documents"
)

// TestFormulas: every cell of the first sheet that a formula gives is told, shared ones
// too, and none of another sheet.
func TestFormulas(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	if _, err := f.NewSheet("另一张"); err != nil {
		t.Fatal(err)
	}
	shared, area := excelize.STCellFormulaTypeShared, "D2:D4"
	for _, err := range []error{
		f.SetSheetRow("Sheet1", "A1", &[]any{"编码", "名称", "等级", "数"}),
		f.SetCellFormula("Sheet1", "B3", `CONCATENATE("甲","乙")`),
		f.SetCellFormula("Sheet1", "D2", "A2+1", excelize.FormulaOpts{Type: &shared, Ref: &area}),
		f.SetCellFormula("另一张", "A1", "1+1"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	got, err := documents.Formulas(buf.Bytes())
	want := []documents.Cell{{Row: 2, Column: 4}, {Row: 3, Column: 2}, {Row: 3, Column: 4}, {Row: 4, Column: 4}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("found %v (%v), want %v", got, err, want)
	}
	for name, raw := range map[string][]byte{"text": []byte("编码,名称\n"), "cut off": buf.Bytes()[:buf.Len()/2]} {
		if _, err := documents.Formulas(raw); !errors.Is(err, documents.ErrNoWorkbook) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
