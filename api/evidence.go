package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/identity"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/material"
)

// UploadBody begins a resumable upload.
type UploadBody struct {
	Name string `json:"name" minLength:"1" maxLength:"400"`
	Size int64  `json:"size" minimum:"1"`
}

// UploadState is how far an upload came.
type UploadState struct {
	ID     string `json:"id" format:"uuid"`
	Offset int64  `json:"offset"`
	Size   int64  `json:"size"`
}

// FinishBody completes an upload.
type FinishBody struct {
	SHA256 string `json:"sha256" pattern:"^[0-9a-f]{64}$" doc:"Digest that the caller computed; must match what arrived"`
}

// MaterialBody is one line of the materials list.
type MaterialBody struct {
	Code       string `json:"code" example:"doc_investigation_report"`
	Title      string `json:"title" minLength:"1" maxLength:"300"`
	Form       string `json:"form" enum:"original,copy"`
	Pages      int    `json:"pages,omitempty" minimum:"0" maximum:"100000"`
	OriginalAt string `json:"original_at,omitempty" maxLength:"300" doc:"Where the original is"`
	EvidenceID string `json:"evidence_id,omitempty" format:"uuid"`
}

// SortBody asks which kinds of material some files are, by their names.
type SortBody struct {
	Names []string `json:"names" maxItems:"1000"`
}

// SortGuess is a guess for one file, to be confirmed by a person.
type SortGuess struct {
	Name string `json:"name"`
	Code string `json:"code"`
	Sure bool   `json:"sure"`
}

// FolderView is what the names say of the case itself, to be confirmed by a person.
type FolderView struct {
	Enterprises []string `json:"enterprises" doc:"Names of parties, the most frequent first"`
	CreditCodes []string `json:"credit_codes" doc:"With a right check digit"`
	DecisionNo  string   `json:"decision_no,omitempty" doc:"Number of the penalty decision"`
}

// SortResult holds a guess per file, and what all of them say of the case.
type SortResult struct {
	Items  []SortGuess `json:"items"`
	Folder FolderView  `json:"folder"`
}

type uploadInput struct {
	CasePath
	Body UploadBody
}

// UploadPath names an upload.
type UploadPath struct {
	ID string `path:"id" format:"uuid" doc:"Upload"`
}
type finishInput struct {
	UploadPath
	Body FinishBody
}
type materialInput struct {
	CasePath
	Body MaterialBody
}

// MaterialPath names a line of a materials list.
type MaterialPath struct {
	CasePath
	Material string `path:"material" format:"uuid"`
}
type materialEdit struct {
	MaterialPath
	Body MaterialBody
}
type sortInput struct{ Body SortBody }
type uploadOutput struct{ Body UploadState }
type evidenceOutput struct{ Body EvidenceView }
type sortOutput struct{ Body SortResult }

func (s *Server) registerEvidence(api huma.API) {
	tags := []string{"Evidence"}
	errs := []int{401, 403, 404, 409, 413, 422, 503}
	register(api, huma.Operation{OperationID: "beginUpload", Method: http.MethodPost, Path: "/v1/referrals/{id}/uploads", Tags: tags, Summary: "Begin a resumable upload", DefaultStatus: 201, Errors: errs}, s.beginUpload)
	huma.Register(api, huma.Operation{OperationID: "getUpload", Method: http.MethodGet, Path: "/v1/uploads/{id}", Tags: tags, Summary: "How far an upload came", Errors: errs}, s.getUpload)
	huma.Register(api, huma.Operation{OperationID: "finishUpload", Method: http.MethodPost, Path: "/v1/uploads/{id}/finish", Tags: tags, Summary: "Complete an upload", DefaultStatus: 201, Errors: errs}, s.finishUpload)
	register(api, huma.Operation{OperationID: "addMaterial", Method: http.MethodPost, Path: "/v1/referrals/{id}/materials", Tags: tags, Summary: "Put a line on the materials list", DefaultStatus: 201, Errors: errs}, s.addMaterial)
	huma.Register(api, huma.Operation{OperationID: "editMaterial", Method: http.MethodPut, Path: "/v1/referrals/{id}/materials/{material}", Tags: tags, Summary: "Change a line of the materials list", Errors: errs}, s.editMaterial)
	huma.Register(api, huma.Operation{OperationID: "removeMaterial", Method: http.MethodDelete, Path: "/v1/referrals/{id}/materials/{material}", Tags: tags, Summary: "Take a line off the materials list", Errors: errs}, s.removeMaterial)
	register(api, huma.Operation{OperationID: "sortFiles", Method: http.MethodPost, Path: "/v1/material-guesses", Tags: tags, Summary: "Sort the files of an exported case folder into the checklist", Errors: []int{401, 422}}, sortFiles)

	idParam := &huma.Param{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Format: "uuid"}}
	body := &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}
	document(api, huma.Operation{OperationID: "addEvidence", Errors: []int{401, 403, 404, 409, 413, 422}, Method: http.MethodPost, Path: "/v1/referrals/{id}/evidence", Tags: tags, Summary: "Upload a file as a stream; digests are made at intake", DefaultStatus: 201, RequestBody: body, Parameters: []*huma.Param{idParam, {Name: "X-File-Name", In: "header", Required: true, Description: "URL-encoded file name", Schema: &huma.Schema{Type: "string"}}}}, "application/json")
	document(api, huma.Operation{OperationID: "appendUpload", Errors: []int{401, 403, 404, 409, 413, 422}, Method: http.MethodPatch, Path: "/v1/uploads/{id}", Tags: tags, Summary: "Add bytes to an upload at an offset", RequestBody: body, Parameters: []*huma.Param{idParam, {Name: "Upload-Offset", In: "header", Required: true, Schema: &huma.Schema{Type: "integer", Format: "int64"}}}}, "application/json")
	typed(api, "addEvidence", reflect.TypeFor[EvidenceView]())
	typed(api, "appendUpload", reflect.TypeFor[UploadState]())
	document(api, huma.Operation{OperationID: "downloadEvidence", Errors: []int{401, 403, 404, 409, 413, 422}, Method: http.MethodGet, Path: "/v1/referrals/{id}/evidence/{evidence}/content", Tags: tags, Summary: "Download a file as an attachment; ranges are served", Parameters: []*huma.Param{idParam, {Name: "evidence", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Format: "uuid"}}}}, "application/octet-stream")
}

func (s *Server) beginUpload(ctx context.Context, in *uploadInput) (*uploadOutput, error) {
	var bad fields
	upload, err := s.Office.BeginUpload(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), in.Body.Name, in.Body.Size, s.MaxUpload)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &uploadOutput{UploadState{ID: upload.String(), Size: in.Body.Size}}, nil
}

func (s *Server) getUpload(ctx context.Context, in *UploadPath) (*uploadOutput, error) {
	var bad fields
	length, size, err := s.Office.UploadOffset(ctx, actorOf(ctx), id[ids.Evidence](&bad, "path.id", in.ID))
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &uploadOutput{UploadState{ID: in.ID, Offset: length, Size: size}}, nil
}

func (s *Server) finishUpload(ctx context.Context, in *finishInput) (*evidenceOutput, error) {
	var bad fields
	upload := id[ids.Evidence](&bad, "path.id", in.ID)
	want, err := casework.ParseDigest(in.Body.SHA256)
	if err != nil {
		bad.add("body.sha256", fault.T("不是 SHA-256", "Not a SHA-256"))
	}
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	row, err := s.Office.FinishUpload(ctx, actorOf(ctx), upload, want)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &evidenceOutput{evidenceView(row)}, nil
}

func (b MaterialBody) domain(bad *fields) casework.MaterialInput {
	return casework.MaterialInput{Code: b.Code, Title: b.Title, Form: b.Form, Pages: b.Pages, OriginalAt: b.OriginalAt, Evidence: id[ids.Evidence](bad, "body.evidence_id", b.EvidenceID)}
}

func (s *Server) addMaterial(ctx context.Context, in *materialInput) (*referralOutput, error) {
	var bad fields
	m, caseID := in.Body.domain(&bad), id[ids.Case](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	d, err := s.Office.AddMaterial(ctx, actorOf(ctx), caseID, m)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return output(ctx, d), nil
}

func (s *Server) editMaterial(ctx context.Context, in *materialEdit) (*referralOutput, error) {
	return s.changeMaterial(ctx, &in.MaterialPath, in.Body, false)
}

func (s *Server) removeMaterial(ctx context.Context, in *MaterialPath) (*referralOutput, error) {
	return s.changeMaterial(ctx, in, MaterialBody{Code: "doc_other", Title: "—", Form: "copy"}, true)
}

func (s *Server) changeMaterial(ctx context.Context, at *MaterialPath, b MaterialBody, remove bool) (*referralOutput, error) {
	var bad fields
	m, caseID := b.domain(&bad), id[ids.Case](&bad, "path.id", at.ID)
	line := id[ids.Material](&bad, "path.material", at.Material)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	d, err := s.Office.EditMaterial(ctx, actorOf(ctx), caseID, line, m, remove)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return output(ctx, d), nil
}

// sortFiles needs no case: it only reads names.
func sortFiles(_ context.Context, in *sortInput) (*sortOutput, error) {
	out := SortResult{Items: make([]SortGuess, len(in.Body.Names))}
	for i, name := range in.Body.Names {
		code, confidence := material.Guess(name)
		out.Items[i] = SortGuess{Name: name, Code: code, Sure: confidence != material.Unsure}
	}
	f := material.ReadFolder(in.Body.Names)
	out.Folder = FolderView{Enterprises: append([]string{}, f.Enterprises...), CreditCodes: []string{}, DecisionNo: f.Decision}
	for _, code := range f.CreditCodes {
		if ok, right, _ := identity.CheckCreditCode(code); ok { // other strings of eighteen are no codes
			out.Folder.CreditCodes = append(out.Folder.CreditCodes, right)
		}
	}
	return &sortOutput{out}, nil
}
