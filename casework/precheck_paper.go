package casework

import (
	"strings"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/policies/reviews"
)

// results are the answers as the sheet prints them (移送前预审单).
var results = map[reviews.State]string{
	reviews.Met: "具备", reviews.Missing: "缺", reviews.Judge: "人工判断", reviews.NotHere: "不适用", reviews.Later: "移送后",
}

// paper writes a precheck in the words of its sheet.
func (p Precheck) paper() []documents.Review {
	out := make([]documents.Review, len(p.Sheets))
	for i, s := range p.Sheets {
		out[i].Title = s.Sheet.Title.ZH
		for _, l := range s.Lines {
			out[i].Lines = append(out[i].Lines, l.paper())
		}
	}
	return out
}

func (l PrecheckLine) paper() documents.ReviewLine {
	row := documents.ReviewLine{Asked: l.Line.Title.ZH, Points: l.Line.Points, Result: results[l.State], Note: l.Found.Note.ZH}
	var things []string
	for _, t := range l.Found.Seen {
		if t.Title != "" && t.Why.ZH != "" {
			t.Why.ZH = "（" + t.Why.ZH + "）"
		}
		things = append(things, t.Title+t.Why.ZH)
	}
	if len(things) > 0 {
		row.Note += "：" + strings.Join(things, "、")
	}
	if l.State == reviews.Missing || l.State == reviews.Judge {
		row.Todo = l.Line.Todo.ZH
	}
	if l.Answer != nil {
		row.Remark = l.Answer.Remark
		if l.Answer.Verdict != "" && l.Found.State == reviews.Judge {
			row.Note = "人工判断：" + l.Answer.By
		}
	}
	for _, b := range l.Line.Basis {
		row.Basis = append(row.Basis, documents.Basis{Document: b.Document, Number: b.Number, Article: b.Article})
	}
	return row
}
