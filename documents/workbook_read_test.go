package documents_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/xianjie-hub/xianjie/documents"
)

// TestWorkbookCSV: what a person sees in the cells comes out, on the lines of its rows.
func TestWorkbookCSV(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	for cell, v := range map[string]any{
		"A1": "编码", "B1": "日期", "C1": "说明", "A2": "air-1", "B2": time.Date(2026, 8, 15, 0, 0, 0, 0, time.UTC), "C2": "第一行\n第二行", "A4": 430903, "C4": "有,逗号",
	} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14}) // what a spreadsheet gives a day
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle("Sheet1", "B2", "B2", style); err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewSheet("另一张"); err != nil {
		t.Fatal(err)
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	got, err := documents.WorkbookCSV(buf.Bytes())
	if want := "编码,日期,说明\nair-1,2026-08-15,第一行 第二行\n\n430903,,\"有,逗号\"\n"; err != nil || strings.ReplaceAll(got, "\"\"\n", "\n") != want {
		t.Errorf("read %q (%v), want %q", got, err, want)
	}
}

// TestWorkbookRefused: other formats, broken ones and a small file that unpacks to a
// very large one are refused.
func TestWorkbookRefused(t *testing.T) {
	t.Parallel()
	bomb := func() []byte {
		good, err := documents.Workbook("x", [][]string{{"a"}})
		if err != nil {
			t.Fatal(err)
		}
		in, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for _, part := range in.File {
			p, err := w.Create(part.Name)
			if err != nil {
				t.Fatal(err)
			}
			if part.Name != "xl/worksheets/sheet1.xml" {
				r, err := part.Open()
				if err != nil {
					t.Fatal(err)
				}
				if _, err := io.Copy(p, r); err != nil {
					t.Fatal(err)
				}
				continue
			}
			for range 70 {
				if _, err := p.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}()
	for name, c := range map[string]struct {
		raw  []byte
		want error
	}{
		"old format": {[]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, documents.ErrNoWorkbook},
		"text":       {[]byte("事项编码,事项名称\n"), documents.ErrNoWorkbook},
		"broken":     {[]byte("PK\x03\x04 and no more"), documents.ErrNoWorkbook},
		"a bomb":     {bomb, documents.ErrWorkbookTooLarge},
	} {
		if _, err := documents.WorkbookCSV(c.raw); !errors.Is(err, c.want) {
			t.Errorf("%s (%d bytes): %v, want %v", name, len(c.raw), err, c.want)
		}
	}
}
