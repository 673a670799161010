package documents

import (
	"github.com/xianjie-hub/xianjie/documents/docx"
	"github.com/xianjie-hub/xianjie/documents/layout"
)

// Copy says what a working copy (可编辑副本) is made from.
type Copy struct {
	Issued   bool     // of an issued paper; otherwise of a preview, which carries no number
	Version  string   // of the case, or the SHA-256 of the issued PDF
	Template string   // edition and digest the issued PDF was made with, as kept beside it
	Warnings []string // further words for the head of every page
}

// DOCXType is the media type of a working copy.
const DOCXType = docx.MediaType

// DOCX makes a working copy of a paper, to be edited in WPS or Word. It has the
// blocks of the PDF in the same frame, and the same input gives the same bytes.
// It is never the paper: that is the PDF. Unlike Render it does not refuse a
// character that no installed font can draw; the reader's machine may have one.
func (r *Renderer) DOCX(kind Kind, c Case, from Copy) ([]byte, error) {
	f, ok := r.forms[kind]
	info, known := InfoOf(kind)
	if !ok || !known {
		return nil, unknownKind()
	}
	if !from.Issued {
		c.Paper.Number = ""
	}
	paper, err := r.compose(f, view{Case: c, Info: info}, marks(c))
	if err != nil {
		return nil, err
	}
	origin := docx.Origin{Version: from.Version, Note: "衔接生成的可编辑副本（预览稿，未编号）。编辑后的文本不改变系统中的案件；正式文书以系统签发的PDF为准。"}
	made := f.Edition.String() + " " + f.Digest[:12]
	source := "预览稿"
	if from.Issued {
		source = "已签发文书"
		origin.Note = "衔接生成的可编辑副本。正式文书是系统签发的PDF及其用印件，本副本的改动不具有效力。"
		paper.Marks.Warnings = append(paper.Marks.Warnings, "可编辑副本，以签发的PDF为准")
		if from.Template != "" && from.Template != made {
			paper.Marks.Warnings = append(paper.Marks.Warnings, "文书模板在签发后有更新，文字可能不同")
		}
	}
	paper.Marks.Warnings = append(paper.Marks.Warnings, from.Warnings...)
	origin.Properties = []docx.Property{
		{Name: "来源", Value: source}, {Name: "案件编号", Value: c.Number}, {Name: "版本", Value: from.Version}, {Name: "模板", Value: made},
	}
	if from.Template != "" {
		origin.Properties = append(origin.Properties, docx.Property{Name: "签发时的模板", Value: from.Template})
	}
	return docx.Write(paper, layout.Measure(paper, r.fonts), origin)
}
