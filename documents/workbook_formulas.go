package documents

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Cell is a place in a sheet; row and column begin at 1.
type Cell struct{ Row, Column int }

// Formulas lists the cells of the first sheet of a workbook that hold a formula. What
// WorkbookCSV gives of them is the result that was saved with the file, which may be an
// old one. The sheet is read once as a stream: asking cell by cell takes minutes for a
// list of 50,000 lines. The error is ErrNoWorkbook.
func Formulas(raw []byte) ([]Cell, error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, ErrNoWorkbook
	}
	sheet, err := firstSheet(z)
	if err != nil {
		return nil, ErrNoWorkbook
	}
	defer func() { _ = sheet.Close() }() // it was only read
	var list []Cell
	var at Cell
	d := xml.NewDecoder(io.LimitReader(sheet, mostUnpacked))
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, ErrNoWorkbook
		}
		e, begins := token.(xml.StartElement)
		if !begins {
			continue
		}
		switch e.Name.Local {
		case "row":
			at = Cell{Row: at.Row + 1}
			if n, err := strconv.Atoi(attr(e, "r")); err == nil {
				at.Row = n
			}
		case "c":
			at.Column++
			if x, y, err := excelize.CellNameToCoordinates(attr(e, "r")); err == nil {
				at = Cell{Row: y, Column: x}
			}
		case "f":
			list = append(list, at)
		}
	}
}

// firstSheet opens the part of the first sheet: the workbook names a relation, and that
// the part.
func firstSheet(z *zip.Reader) (io.ReadCloser, error) {
	var book struct {
		Sheets []struct {
			ID string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	for name, into := range map[string]any{"xl/workbook.xml": &book, "xl/_rels/workbook.xml.rels": &relations} {
		f, err := z.Open(name)
		if err != nil {
			return nil, err
		}
		err = xml.NewDecoder(io.LimitReader(f, 1<<20)).Decode(into)
		_ = f.Close() // it was only read
		if err != nil {
			return nil, err
		}
	}
	for _, r := range relations.All {
		if len(book.Sheets) > 0 && r.ID == book.Sheets[0].ID {
			if rest, absolute := strings.CutPrefix(r.Target, "/"); absolute {
				return z.Open(rest)
			}
			return z.Open(path.Join("xl", r.Target))
		}
	}
	return nil, ErrNoWorkbook
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}
