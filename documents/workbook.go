package documents

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// Workbook gives a table as XLSX with one sheet: the first row is its head.
// Every cell is text, so that no value runs as a formula and no long number
// loses digits. A name over 31 characters is an error of the caller.
func Workbook(name string, rows [][]string) (_ []byte, err error) {
	f := excelize.NewFile()
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, fmt.Errorf("name the sheet: %w", err)
	}
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, fmt.Errorf("style the head: %w", err)
	}
	body, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}, NumFmt: 49}) // 49: text
	if err != nil {
		return nil, fmt.Errorf("style the cells: %w", err)
	}
	for y, row := range rows {
		style := body
		if y == 0 {
			style = head
		}
		for x, value := range row {
			cell, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err != nil {
				return nil, fmt.Errorf("name a cell: %w", err)
			}
			if err := f.SetCellStr(name, cell, value); err != nil {
				return nil, fmt.Errorf("write cell %s: %w", cell, err)
			}
			if err := f.SetCellStyle(name, cell, cell, style); err != nil {
				return nil, fmt.Errorf("style cell %s: %w", cell, err)
			}
		}
	}
	if err := f.SetColWidth(name, "A", "A", 26); err != nil {
		return nil, fmt.Errorf("set a width: %w", err)
	}
	if err := f.SetColWidth(name, "B", "B", 70); err != nil {
		return nil, fmt.Errorf("set a width: %w", err)
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("write the workbook: %w", err)
	}
	return buf.Bytes(), nil
}
