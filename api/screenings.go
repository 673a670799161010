package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// ScreeningBody opens a round of screening (线索筛查).
type ScreeningBody struct {
	Title   string   `json:"title" minLength:"2" maxLength:"120"`
	From    string   `json:"from" format:"date" doc:"First day that is screened"`
	To      string   `json:"to" format:"date" doc:"Last day; rounds are counted within its year"`
	Sources []string `json:"sources" minItems:"1" maxItems:"10" doc:"Channels that are looked through" enum:"inspection,incident,penalty,crime,red_line,supervision,report,above,procuratorate,other"`
}

// CandidateBody is a lead that a round found.
type CandidateBody struct {
	Title     string `json:"title" minLength:"2" maxLength:"200"`
	Channel   string `json:"channel" enum:"inspection,incident,penalty,crime,red_line,supervision,report,above,procuratorate,other"`
	Above     bool   `json:"above,omitempty" doc:"Assigned from above (上级交办)"`
	Reference string `json:"reference,omitempty" maxLength:"100" doc:"Number of the penalty, the report, the letter"`
	Place     string `json:"place,omitempty" maxLength:"200"`
	FoundOn   string `json:"found_on,omitempty" format:"date"`
	Lead      string `json:"lead,omitempty" format:"uuid" doc:"The case on this hub through which it came"`
}

// CandidatesBody enters leads into a round.
type CandidatesBody struct {
	Items []CandidateBody `json:"items" minItems:"1" maxItems:"100"`
}

// CandidateDecisionBody says what becomes of a lead.
type CandidateDecisionBody struct {
	Decision string   `json:"decision" enum:"claim,not_pursued" doc:"启动索赔；不启动"`
	Ground   string   `json:"ground,omitempty" maxLength:"40" doc:"Why it is not pursued: an id of /v1/claim-grounds"`
	Denied   []string `json:"denied,omitempty" maxItems:"20" doc:"Exceptions of the ground that do not apply"`
	Reason   string   `json:"reason,omitempty" maxLength:"2000"`
	Claim    string   `json:"claim,omitempty" format:"uuid" doc:"A claim that is there already; absent: a draft is begun"`
}

// ScreeningCloseBody closes a round.
type ScreeningCloseBody struct {
	Text string `json:"text,omitempty" maxLength:"4000" doc:"What came of it (小结)"`
}

// ScreeningSummary is a round in a list.
type ScreeningSummary struct {
	ID       string     `json:"id" format:"uuid"`
	Year     int        `json:"year"`
	Round    int        `json:"round" doc:"Within the year"`
	Title    string     `json:"title"`
	From     string     `json:"from" format:"date"`
	To       string     `json:"to" format:"date"`
	Sources  []string   `json:"sources"`
	State    string     `json:"state" enum:"open,closed"`
	Found    int        `json:"found"`
	Claims   int        `json:"claims"`
	Waiting  int        `json:"waiting" doc:"Not decided on yet"`
	OpenedBy string     `json:"opened_by"`
	ClosedAt *time.Time `json:"closed_at,omitempty"`
}

// ScreeningList lists rounds, the newest first.
type ScreeningList struct {
	Items []ScreeningSummary `json:"items"`
	May   bool               `json:"may" doc:"I may run rounds"`
}

// CandidateView is a lead of a round and what became of it.
type CandidateView struct {
	ID          string `json:"id" format:"uuid"`
	N           int    `json:"n"`
	Title       string `json:"title"`
	Channel     string `json:"channel"`
	Above       bool   `json:"above"`
	Reference   string `json:"reference"`
	Place       string `json:"place"`
	FoundOn     string `json:"found_on,omitempty" format:"date"`
	Lead        string `json:"lead,omitempty" format:"uuid"`
	LeadNumber  string `json:"lead_number,omitempty"`
	Decision    string `json:"decision" enum:",claim,not_pursued"`
	Ground      *Words `json:"ground,omitempty"`
	Reason      string `json:"reason"`
	Claim       string `json:"claim,omitempty" format:"uuid"`
	ClaimNumber string `json:"claim_number,omitempty"`
	ClaimState  string `json:"claim_state,omitempty"`
	AgreedFen   int64  `json:"agreed_fen"`
	PaidFen     int64  `json:"paid_fen"`
	DecidedBy   string `json:"decided_by,omitempty"`
}

// ScreeningView is a round with its leads.
type ScreeningView struct {
	ScreeningSummary
	Closing    string          `json:"closing"`
	AgreedFen  int64           `json:"agreed_fen" doc:"Of all its claims"`
	Candidates []CandidateView `json:"candidates"`
	May        bool            `json:"may" doc:"I may change it while it is open"`
}

// ScreeningPath names a round.
type ScreeningPath struct {
	ID string `path:"id" format:"uuid"`
}
type screeningInput struct{ Body ScreeningBody }
type candidatesInput struct {
	ScreeningPath
	Body CandidatesBody
}
type candidateInput struct {
	ScreeningPath
	Candidate string `path:"candidate" format:"uuid"`
	Body      CandidateDecisionBody
}
type screeningCloseInput struct {
	ScreeningPath
	Body ScreeningCloseBody
}
type screeningOutput struct{ Body ScreeningView }

func (s *Server) registerScreenings(api huma.API) {
	op := func(method, path, id, summary string, errs ...int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/v1/screenings" + path, Tags: []string{"Ecological damage compensation"}, Summary: summary, Errors: append([]int{401, 403}, errs...)}
	}
	register(api, op(http.MethodGet, "", "listScreenings", "Rounds of screening of my organ (线索筛查)"), s.listScreenings)
	open := op(http.MethodPost, "", "openScreening", "Open a round of screening", 422)
	open.DefaultStatus = http.StatusCreated
	register(api, open, s.openScreening)
	register(api, op(http.MethodGet, "/{id}", "getScreening", "A round with its leads", 404, 422), s.getScreening)
	register(api, op(http.MethodPost, "/{id}/candidates", "addCandidates", "Enter leads into an open round", 404, 409, 422), s.addCandidates)
	huma.Register(api, op(http.MethodPost, "/{id}/candidates/{candidate}/decision", "decideCandidate", "Begin a claim for a lead, or do not pursue it on a ground", 404, 409, 422), s.decideCandidate)
	register(api, op(http.MethodPost, "/{id}/close", "closeScreening", "Close a round in which every lead is decided on", 404, 409, 422), s.closeScreening)
	sheet := op(http.MethodGet, "/{id}/sheet.xlsx", "getScreeningSheet", "The sheet of a round as XLSX (筛查结果汇总表)", 404, 422)
	sheet.Responses = binaryAnswer(workbookType)
	huma.Register(api, sheet, s.screeningSheet)
}

func (s *Server) listScreenings(ctx context.Context, _ *struct{}) (*adminList[ScreeningList], error) {
	rows, may, err := s.Office.Screenings(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := ScreeningList{Items: make([]ScreeningSummary, len(rows)), May: may}
	for i, r := range rows {
		out.Items[i] = ScreeningSummary{
			ID: r.ID.String(), Year: int(r.Year), Round: int(r.Round), Title: r.Title, From: r.FromOn.String(), To: r.ToOn.String(), Sources: append([]string{}, r.Sources...), State: r.State,
			Found: int(r.Found), Claims: int(r.Claims), Waiting: int(r.Waiting), OpenedBy: r.OpenedBy, ClosedAt: r.ClosedAt,
		}
	}
	return &adminList[ScreeningList]{out}, nil
}

func (s *Server) openScreening(ctx context.Context, in *screeningInput) (*screeningOutput, error) {
	var bad fields
	b := in.Body
	n := casework.NewScreening{Title: b.Title, From: date(&bad, "body.from", b.From), To: date(&bad, "body.to", b.To), Sources: b.Sources}
	return screened(ctx, &bad, func() (casework.Screening, error) { return s.Office.OpenScreening(ctx, actorOf(ctx), n) })
}

func (s *Server) getScreening(ctx context.Context, in *ScreeningPath) (*screeningOutput, error) {
	var bad fields
	round := id[ids.Entry](&bad, "path.id", in.ID)
	return screened(ctx, &bad, func() (casework.Screening, error) { return s.Office.ReadScreening(ctx, actorOf(ctx), round) })
}

func (s *Server) addCandidates(ctx context.Context, in *candidatesInput) (*screeningOutput, error) {
	var bad fields
	round := id[ids.Entry](&bad, "path.id", in.ID)
	list := make([]casework.NewCandidate, len(in.Body.Items))
	for i, c := range in.Body.Items {
		at := "body.items[" + strconv.Itoa(i) + "]."
		list[i] = casework.NewCandidate{
			Title: c.Title, Channel: c.Channel, Above: c.Above, Reference: c.Reference, Place: c.Place, FoundOn: date(&bad, at+"found_on", c.FoundOn), Lead: id[ids.Case](&bad, at+"lead", c.Lead),
		}
	}
	return screened(ctx, &bad, func() (casework.Screening, error) { return s.Office.AddCandidates(ctx, actorOf(ctx), round, list) })
}

func (s *Server) decideCandidate(ctx context.Context, in *candidateInput) (*screeningOutput, error) {
	var bad fields
	round, candidate := id[ids.Entry](&bad, "path.id", in.ID), id[ids.Entry](&bad, "path.candidate", in.Candidate)
	b := in.Body
	d := casework.CandidateDecision{Claim: b.Decision == "claim", Ground: b.Ground, Denied: b.Denied, Reason: b.Reason, Existing: id[ids.Case](&bad, "body.claim", b.Claim)}
	return screened(ctx, &bad, func() (casework.Screening, error) {
		return s.Office.DecideCandidate(ctx, actorOf(ctx), round, candidate, d)
	})
}

func (s *Server) closeScreening(ctx context.Context, in *screeningCloseInput) (*screeningOutput, error) {
	var bad fields
	round := id[ids.Entry](&bad, "path.id", in.ID)
	return screened(ctx, &bad, func() (casework.Screening, error) {
		return s.Office.CloseScreening(ctx, actorOf(ctx), round, in.Body.Text)
	})
}

func (s *Server) screeningSheet(ctx context.Context, in *ScreeningPath) (*fileOutput, error) {
	var bad fields
	round := id[ids.Entry](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	content, err := s.Office.ScreeningWorkbook(ctx, actorOf(ctx), round)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return workbook("线索筛查结果.xlsx", content), nil
}

func screened(ctx context.Context, bad *fields, f func() (casework.Screening, error)) (*screeningOutput, error) {
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	r, err := f()
	if err != nil {
		return nil, problem(ctx, err)
	}
	v := ScreeningView{
		ScreeningSummary: ScreeningSummary{
			ID: r.ID.String(), Year: int(r.Year), Round: int(r.Round), Title: r.Title, From: r.FromOn.String(), To: r.ToOn.String(), Sources: append([]string{}, r.Sources...), State: r.State,
			Found: len(r.Candidates), Claims: r.Counted("claim"), Waiting: r.Counted(""), OpenedBy: r.OpenedBy, ClosedAt: r.ClosedAt,
		},
		Closing: r.Closing, Candidates: make([]CandidateView, len(r.Candidates)), May: r.May,
	}
	for i, c := range r.Candidates {
		one := CandidateView{
			ID: c.ID.String(), N: int(c.Seq), Title: c.Title, Channel: c.Channel, Above: c.Above, Reference: c.Reference, Place: c.Place, FoundOn: c.FoundOn.String(), LeadNumber: c.LeadNumber,
			Decision: c.Decision, Reason: c.Reason, ClaimNumber: c.ClaimNumber, ClaimState: c.ClaimState, AgreedFen: c.Claim.AgreedFen(), PaidFen: c.Claim.PaidFen(), DecidedBy: c.DecidedBy,
		}
		if c.LeadNumber != "" {
			one.Lead = c.LeadID.String()
		}
		if c.ClaimNumber != "" {
			one.Claim = c.ClaimID.String()
		}
		if c.Ground.ID != "" {
			says := words(c.Ground.Says)
			one.Ground = &says
		}
		v.AgreedFen += one.AgreedFen
		v.Candidates[i] = one
	}
	return &screeningOutput{v}, nil
}
