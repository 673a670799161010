package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
)

// ClaimLineView is a claim in the register of an organ (索赔台账).
type ClaimLineView struct {
	Case          string `json:"case" format:"uuid"`
	Number        string `json:"number"`
	Title         string `json:"title"`
	State         string `json:"state"`
	Owes          string `json:"owes" doc:"Who owes"`
	Channel       string `json:"channel,omitempty"`
	Round         string `json:"round,omitempty" example:"2026-1" doc:"Year and round of the screening that found it"`
	AssessedFen   int64  `json:"assessed_fen"`
	AgreedFen     int64  `json:"agreed_fen"`
	PaidFen       int64  `json:"paid_fen"`
	OpenFen       int64  `json:"open_fen"`
	ArrearsFen    int64  `json:"arrears_fen"`
	Works         int    `json:"works"`
	WorksOpen     int    `json:"works_open"`
	WorksLate     int    `json:"works_late"`
	Major         string `json:"major,omitempty" enum:"inspection,incident,destruction,province,other"`
	MajorBy       string `json:"major_by,omitempty" format:"date"`
	MajorTold     int    `json:"major_told"`
	CrossProvince bool   `json:"cross_province"`
}

// ClaimRegisterView is the register with its sums.
type ClaimRegisterView struct {
	Items       []ClaimLineView `json:"items"`
	AssessedFen int64           `json:"assessed_fen"`
	AgreedFen   int64           `json:"agreed_fen"`
	PaidFen     int64           `json:"paid_fen"`
	More        bool            `json:"more" doc:"Only the newest 2,000 are listed"`
}

type claimFilter struct {
	Year  int  `query:"year" minimum:"0" maximum:"9998" doc:"In which the claim was begun; 0: all"`
	Major bool `query:"major" doc:"Only major cases (重大案件台账)"`
	Cross bool `query:"cross_province" doc:"Only across provinces"`
}
type claimRegisterOutput struct{ Body ClaimRegisterView }

func (f claimFilter) filter() casework.ClaimFilter {
	return casework.ClaimFilter{Year: f.Year, Major: f.Major, Crossing: f.Cross}
}

func (s *Server) registerClaimRegister(api huma.API) {
	tags := []string{"Ecological damage compensation"}
	idParam := &huma.Param{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Format: "uuid"}}
	document(api, huma.Operation{
		OperationID: "getSuitPacket", Method: http.MethodGet, Path: "/v1/referrals/{id}/suit-packet.zip", Tags: tags, Errors: []int{401, 404, 409}, Parameters: []*huma.Param{idParam},
		Summary: "What a suit for damage needs (诉讼材料包): list with what is missing, the case as one volume, papers and evidence with their digests", Description: "`hub archive verify` checks it without a hub.",
	}, "application/zip")
	huma.Register(api, huma.Operation{OperationID: "listClaims", Method: http.MethodGet, Path: "/v1/claims", Tags: tags, Summary: "Register of my organ's claims with their sums (索赔台账)", Errors: []int{401, 403, 422}}, s.listClaims)
	huma.Register(api, huma.Operation{OperationID: "getClaimsWorkbook", Method: http.MethodGet, Path: "/v1/claims.xlsx", Tags: tags, Summary: "The register as XLSX, 2,000 lines at most", Errors: []int{401, 403, 422}, Responses: binaryAnswer(workbookType)}, s.claimsWorkbook)
}

func (s *Server) listClaims(ctx context.Context, in *claimFilter) (*claimRegisterOutput, error) {
	r, err := s.Office.Claims(ctx, actorOf(ctx), in.filter())
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := ClaimRegisterView{Items: make([]ClaimLineView, len(r.Lines)), AssessedFen: r.AssessedFen, AgreedFen: r.AgreedFen, PaidFen: r.PaidFen, More: r.More}
	for i, l := range r.Lines {
		c := l.Claim
		out.Items[i] = ClaimLineView{
			Case: l.ID.String(), Number: l.Number, Title: l.Title, State: l.State, Owes: l.Owes, Channel: l.Channel, Round: l.Round, AssessedFen: c.Costs.Sum(), AgreedFen: c.AgreedFen(), PaidFen: c.PaidFen(),
			OpenFen: c.OpenFen(), ArrearsFen: c.Arrears(r.Now.AddDays(-1)), Works: len(c.Works), WorksOpen: c.WorksOpen(), WorksLate: c.WorksLate(r.Now), Major: c.Major, MajorBy: c.MajorBy.String(), MajorTold: c.MajorTold, CrossProvince: l.CrossProvince,
		}
	}
	return &claimRegisterOutput{out}, nil
}

func (s *Server) claimsWorkbook(ctx context.Context, in *claimFilter) (*fileOutput, error) {
	content, err := s.Office.ClaimsWorkbook(ctx, actorOf(ctx), in.filter())
	if err != nil {
		return nil, problem(ctx, err)
	}
	return workbook("索赔台账 "+civil.DateOf(s.Office.Now()).String()+".xlsx", content), nil
}
