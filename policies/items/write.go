package items

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/routing"
)

// WriteCSV writes a list as ReadCSV reads it, with the byte order mark by which
// spreadsheets know UTF-8.
func WriteCSV(rows []Row) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, line := range Table(rows) {
		for i, cell := range line {
			line[i] = quiet(cell)
		}
		if err := w.Write(line); err != nil {
			return nil, fmt.Errorf("write a list of items: %w", err)
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// Table gives a list as rows of cells under the names of the columns.
func Table(rows []Row) [][]string {
	out := make([][]string, 0, len(rows)+1)
	line := func(cell func(i int) string) {
		cells := make([]string, len(columns))
		for i := range columns {
			cells[i] = cell(i)
		}
		out = append(out, cells)
	}
	line(func(i int) string { return columns[i].zh })
	for _, r := range rows {
		said := r.fields()
		line(func(i int) string { return said[columns[i].en] })
	}
	return out
}

// quiet keeps a spreadsheet from running a field as a formula.
func quiet(s string) string {
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (r Row) fields() map[string]string {
	f := map[string]string{}
	if i := r.Item; i != nil {
		f = map[string]string{
			"code": i.Code, "title": i.Title.ZH, "kind": kindWords[string(i.Kind)].ZH, "region": i.Region, "designated": yesNo[map[bool]string{true: "yes", false: "no"}[i.Designated]].ZH,
			"from": i.From.String(), "to": i.To.String(), "confidence": sureness[string(i.Confidence)].ZH, "words": strings.Join(i.Words, "、"),
			"sectors": inWords(i.Sectors, routing.SectorWords), "levels": inWords(i.Levels, routing.LevelWords),
		}
		if len(i.Basis) > 0 {
			f["law"], f["number"], f["article"] = i.Basis[0].Document, i.Basis[0].Number, i.Basis[0].Article
		}
	}
	if g := r.Grant; g != nil {
		f["code"], f["township"], f["grant_document"], f["grant_number"] = g.Item, g.Township, g.Document, g.Number
		f["grant_from"], f["grant_to"] = g.From.String(), g.To.String()
	}
	return f
}

func inWords(keys []string, words map[string]fault.Text) string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = words[k].ZH
	}
	return strings.Join(out, "、")
}
