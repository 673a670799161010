package documents

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Bounds of a workbook that is read: a small file may unpack to a very large one.
const (
	mostUnpacked = 64 << 20 // bytes of all parts
	mostRowsRead = 60_000
	mostColumns  = 200
)

// ErrNoWorkbook says that bytes are no XLSX workbook that can be read: another format,
// one with a password, or broken.
var ErrNoWorkbook = errors.New("no readable XLSX workbook")

// ErrWorkbookTooLarge says that a workbook unpacks to more than is read.
var ErrWorkbookTooLarge = errors.New("the workbook is too large")

// MergedCells are cells of a workbook that were merged into one, as A2:A3: which line
// such a value belongs to cannot be told, so the workbook is not read.
type MergedCells string

func (m MergedCells) Error() string { return "merged cells " + string(m) }

// IsWorkbook reports whether a file begins as a workbook does, XLSX or the old format.
func IsWorkbook(raw []byte) bool {
	return bytes.HasPrefix(raw, []byte("PK\x03\x04")) || bytes.HasPrefix(raw, []byte{0xd0, 0xcf, 0x11, 0xe0})
}

// WorkbookCSV gives the first sheet of an XLSX workbook as CSV whose line numbers are
// those of the rows: what the cells show, days as 2026-08-15, a formula by its last
// value, a line break within a cell as a space. The error is ErrNoWorkbook,
// ErrWorkbookTooLarge or MergedCells.
func WorkbookCSV(raw []byte) (_ string, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{
		UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked, ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd",
	})
	if err != nil {
		if strings.Contains(err.Error(), "unzip size exceeds") {
			return "", ErrWorkbookTooLarge
		}
		return "", ErrNoWorkbook
	}
	defer func() { _ = f.Close() }() // it was only read
	sheets := f.GetSheetList()
	if len(sheets) == 0 {
		return "", ErrNoWorkbook
	}
	rows, err := f.Rows(sheets[0])
	if err != nil {
		return "", ErrNoWorkbook
	}
	defer func() { _ = rows.Close() }()
	var b strings.Builder
	w := csv.NewWriter(&b)
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return "", ErrNoWorkbook
		}
		if n > mostRowsRead || len(cells) > mostColumns || b.Len() > mostUnpacked {
			return "", ErrWorkbookTooLarge
		}
		for i, c := range cells {
			cells[i] = strings.Join(strings.FieldsFunc(c, func(r rune) bool { return r == '\n' || r == '\r' }), " ")
		}
		if err := w.Write(append(cells, "")[:max(len(cells), 1)]); err != nil { // an empty row keeps its line
			return "", fmt.Errorf("write a row as CSV: %w", err)
		}
		w.Flush()
	}
	if rows.Error() != nil {
		return "", ErrNoWorkbook
	}
	switch merged, err := f.GetMergeCells(sheets[0]); {
	case err != nil:
		return "", ErrNoWorkbook
	case len(merged) > 0:
		return "", MergedCells(merged[0].GetStartAxis() + ":" + merged[0].GetEndAxis())
	}
	return b.String(), nil
}
