package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// IssueBody asks for a document to be issued.
type IssueBody struct {
	Kind   string `json:"kind" example:"transfer_letter"`
	Number string `json:"number,omitempty" maxLength:"100" doc:"Document number entered by hand; drawn by the hub if absent"`
}

// SealBody attaches the sealed version.
type SealBody struct {
	EvidenceID string `json:"evidence_id" format:"uuid" doc:"Uploaded scan or e-sealed PDF"`
	Reason     string `json:"reason,omitempty" maxLength:"1000" doc:"Why a scan is the paper's although its pages differ; asked for by 409 document.seal_differs"`
}

// VoidBody says why a document is void.
type VoidBody struct {
	Reason string `json:"reason" minLength:"1" maxLength:"1000"`
}

// PaperKindView is a kind of official document.
type PaperKindView struct {
	Kind     string `json:"kind"`
	Title    Words  `json:"title"`
	Group    string `json:"group" enum:"own,counterpart,desk,waiting,joint"`
	Numbered bool   `json:"numbered"`
	Sealed   bool   `json:"sealed" doc:"Counts only once the sealed version is attached"`
}

// PaperKindList lists the kinds of documents.
type PaperKindList struct {
	Items []PaperKindView `json:"items"`
}

type issueInput struct {
	CasePath
	Body IssueBody
}

// DocumentPath names a document of a referral.
type DocumentPath struct {
	CasePath
	Document string `path:"document" format:"uuid"`
}
type sealInput struct {
	DocumentPath
	Body SealBody
}
type voidInput struct {
	DocumentPath
	Body VoidBody
}
type paperKindsOutput struct{ Body PaperKindList }

func (s *Server) registerPapers(api huma.API) {
	tags := []string{"Documents"}
	errs := []int{401, 403, 404, 409, 422}
	register(api, huma.Operation{OperationID: "listDocumentKinds", Method: http.MethodGet, Path: "/v1/document-kinds", Tags: tags, Summary: "Kinds of official documents", Errors: []int{401}}, listPaperKinds)
	register(api, huma.Operation{OperationID: "issueDocument", Method: http.MethodPost, Path: "/v1/referrals/{id}/documents", Tags: tags, Summary: "Issue an official document: number and PDF together", DefaultStatus: 201, Errors: errs}, s.issueDocument)
	register(api, huma.Operation{OperationID: "sealDocument", Method: http.MethodPost, Path: "/v1/referrals/{id}/documents/{document}/seal", Tags: tags, Summary: "Attach the sealed version of a document", Errors: errs}, s.sealDocument)
	register(api, huma.Operation{OperationID: "voidDocument", Method: http.MethodPost, Path: "/v1/referrals/{id}/documents/{document}/void", Tags: tags, Summary: "Take a spoiled document out of use", Errors: errs}, s.voidDocument)
	idParam := &huma.Param{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Format: "uuid"}}
	format := &huma.Param{Name: "format", In: "query", Description: "docx is a working copy for WPS and Word (可编辑副本); the paper is the PDF", Schema: &huma.Schema{Type: "string", Enum: []any{"pdf", "docx"}, Default: "pdf"}}
	docx := casework.DOCX.MediaType()
	repeated, one, twenty := true, 1, 20
	document(api, huma.Operation{OperationID: "getDocument", Errors: []int{401, 404, 422}, Method: http.MethodGet, Path: "/v1/referrals/{id}/documents/{document}/content", Tags: tags, Summary: "An issued document as PDF, or a copy of it to be edited", Parameters: []*huma.Param{idParam, {Name: "document", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Format: "uuid"}}, format}}, "application/pdf", docx)
	document(api, huma.Operation{OperationID: "previewDocument", Errors: []int{401, 404, 422}, Method: http.MethodGet, Path: "/v1/referrals/{id}/previews/{kind}", Tags: tags, Summary: "The very document that would be issued, marked as a draft", Parameters: []*huma.Param{idParam, {Name: "kind", In: "path", Required: true, Schema: &huma.Schema{Type: "string"}}, format}}, "application/pdf", docx)
	document(api, huma.Operation{OperationID: "previewLetter", Errors: []int{401, 404, 409, 422}, Method: http.MethodGet, Path: "/v1/referrals/{id}/silence/{clock}/letter", Tags: tags, Summary: "The letter on an overdue act as it would be sent now, marked as a draft", Parameters: []*huma.Param{idParam, {Name: "clock", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Format: "uuid"}}, format}}, "application/pdf", docx)
	document(api, huma.Operation{OperationID: "printDocuments", Errors: []int{401, 404, 422}, Method: http.MethodGet, Path: "/v1/referrals/{id}/print", Tags: tags, Summary: "Issued documents one behind the other as one PDF to be printed (一次打印)", Parameters: []*huma.Param{idParam, {Name: "document", In: "query", Required: true, Explode: &repeated, Description: "Ids of issued documents, in the order they are printed; void ones are not", Schema: &huma.Schema{Type: "array", Items: &huma.Schema{Type: "string", Format: "uuid"}, MinItems: &one, MaxItems: &twenty}}}}, "application/pdf")
	document(api, huma.Operation{OperationID: "getVolume", Errors: []int{401, 404, 422}, Method: http.MethodGet, Path: "/v1/referrals/{id}/volume", Tags: tags, Summary: "The whole case as one bookmarked PDF (一卷)", Parameters: []*huma.Param{idParam}}, "application/pdf")
}

func listPaperKinds(context.Context, *struct{}) (*paperKindsOutput, error) {
	var out PaperKindList
	for _, k := range casework.PaperKinds() {
		out.Items = append(out.Items, PaperKindView{Kind: string(k.Kind), Title: Words{ZH: k.ZH, EN: k.EN}, Group: string(k.Group), Numbered: k.Numbered, Sealed: k.Sealed})
	}
	return &paperKindsOutput{out}, nil
}

func (s *Server) issueDocument(ctx context.Context, in *issueInput) (*referralOutput, error) {
	var bad fields
	d, _, err := s.Office.IssueDocument(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), casework.PaperKind(in.Body.Kind), in.Body.Number)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return output(ctx, d), nil
}

func (s *Server) sealDocument(ctx context.Context, in *sealInput) (*referralOutput, error) {
	var bad fields
	d, err := s.Office.SealDocument(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), id[ids.Document](&bad, "path.document", in.Document), id[ids.Evidence](&bad, "body.evidence_id", in.Body.EvidenceID), in.Body.Reason)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return output(ctx, d), nil
}

func (s *Server) voidDocument(ctx context.Context, in *voidInput) (*referralOutput, error) {
	var bad fields
	d, err := s.Office.VoidDocument(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), id[ids.Document](&bad, "path.document", in.Document), in.Body.Reason)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return output(ctx, d), nil
}
