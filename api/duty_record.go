package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
)

func (s *Server) registerDutyRecord(api huma.API) {
	day := func(name, what string) *huma.Param {
		return &huma.Param{Name: name, In: "query", Required: true, Description: what, Schema: &huma.Schema{Type: "string", Format: "date"}}
	}
	format := &huma.Param{Name: "format", In: "query", Description: "docx is a working copy for WPS and Word (可编辑副本); the paper is the PDF", Schema: &huma.Schema{Type: "string", Enum: []any{"pdf", "docx"}, Default: "pdf"}}
	document(api, huma.Operation{
		OperationID: "getDutyRecord", Method: http.MethodGet, Path: "/v1/me/duty-record", Tags: []string{"Documents"}, Errors: []int{401, 403, 422},
		Summary:    "What the law asked of my organ in a period, when it was done, and the proof (履职留痕单)",
		Parameters: []*huma.Param{day("from", "First day"), day("to", "Last day, not after today; a year at most"), format},
	}, "application/pdf", casework.DOCX.MediaType())
}

func (s *Server) dutyRecordContent(w http.ResponseWriter, r *http.Request) error {
	from, to, err := periodOf(r)
	if err != nil {
		return err
	}
	format, err := paperFormat(r)
	if err != nil {
		return err
	}
	p, err := s.Office.DutyRecordOver(r.Context(), actorOf(r.Context()), from, to, format)
	return servePaper(w, r, p, err)
}
