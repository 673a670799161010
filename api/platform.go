package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// workbookType is the media type of XLSX.
const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// PlatformSheetView is what the sharing platform asks for (两法衔接录入单).
type PlatformSheetView struct {
	Number          string              `json:"number"`
	Fields          []PlatformFieldView `json:"fields"`
	Basis           *BasisView          `json:"basis,omitempty" doc:"Which article asks for the entry"`
	SenderEntered   bool                `json:"sender_entered" doc:"The sender marked it as entered"`
	ReceiverEntered bool                `json:"receiver_entered" doc:"The police marked it as entered"`
}

// PlatformFieldView is one entry of the sheet.
type PlatformFieldView struct {
	Name  string `json:"name" example:"letter_no"`
	Group string `json:"group" enum:"case,people,transfer,police"`
	Label Words  `json:"label"`
	Value string `json:"value" doc:"As it is to be entered; empty if the case does not say it or my organ may not know"`
}

type platformOutput struct{ Body PlatformSheetView }

func (s *Server) registerPlatform(api huma.API) {
	register(api, huma.Operation{
		OperationID: "getPlatformSheet", Method: http.MethodGet, Path: "/v1/referrals/{id}/platform-sheet", Tags: []string{"Documents"},
		Summary: "Fields for the sharing platform of the two systems", Errors: []int{401, 404, 409},
	}, s.platformSheet)
	document(api, huma.Operation{
		OperationID: "getPlatformWorkbook", Method: http.MethodGet, Path: "/v1/referrals/{id}/platform-sheet.xlsx", Tags: []string{"Documents"},
		Summary: "The fields for the sharing platform as XLSX", Errors: []int{401, 404, 409, 422},
		Parameters: []*huma.Param{{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Format: "uuid"}}},
	}, workbookType)
}

func (s *Server) platformSheet(ctx context.Context, in *CasePath) (*platformOutput, error) {
	var bad fields
	p, err := s.Office.ReadPlatformSheet(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID))
	if err != nil {
		return nil, problem(ctx, err)
	}
	v := PlatformSheetView{Number: p.Number, Fields: make([]PlatformFieldView, 0, len(p.Fields)), SenderEntered: p.SenderEntered, ReceiverEntered: p.ReceiverEntered}
	if len(p.Rule.Basis) > 0 {
		v.Basis = basisView(&p.Rule.Basis[0])
	}
	for _, f := range p.Fields {
		v.Fields = append(v.Fields, PlatformFieldView{Name: f.Name, Group: f.Group, Label: words(f.Label), Value: f.Value})
	}
	return &platformOutput{v}, nil
}

// platformWorkbook serves the sheet as XLSX.
func (s *Server) platformWorkbook(w http.ResponseWriter, r *http.Request) error {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", r.PathValue("id"))
	if bad.err() != nil {
		return notFound()
	}
	p, err := s.Office.ReadPlatformSheet(r.Context(), actorOf(r.Context()), caseID)
	if err != nil {
		return err
	}
	content, err := p.XLSX()
	if err != nil {
		return err
	}
	attachment(w, "两法衔接录入单 "+p.Number+".xlsx", workbookType)
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = w.Write(content) // an error here: the reader has gone away
	return nil
}
