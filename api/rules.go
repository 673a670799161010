package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// RuleView is one edition of a statutory rule.
type RuleView struct {
	ID         string      `json:"id" example:"fwd_decide_transfer"`
	Edition    string      `json:"edition"`
	Title      Words       `json:"title"`
	Says       Words       `json:"says"`
	Unit       string      `json:"unit"`
	N          int         `json:"n"`
	Owes       string      `json:"owes"`
	Region     string      `json:"region,omitempty"`
	Confidence string      `json:"confidence" enum:"high,flagged,low,internal" doc:"low: common practice, its basis unverified (常见做法，依据未核实)"`
	Off        bool        `json:"off" doc:"Starts no clock here: of low confidence and not switched on"`
	After      []string    `json:"after" doc:"Rules whose fulfilment starts this one"`
	From       string      `json:"from,omitempty" format:"date"`
	To         string      `json:"to,omitempty" format:"date"`
	Basis      []BasisView `json:"basis"`
	Note       Words       `json:"note"`
}

// RuleList lists rules.
type RuleList struct {
	Items []RuleView `json:"items"`
}

type rulesOutput struct{ Body RuleList }
type explainInput struct {
	Rule   string `path:"rule" maxLength:"100"`
	Start  string `query:"start" required:"true" doc:"Civil day, or an instant for a rule that counts hours" example:"2026-09-30"`
	Region string `query:"region" maxLength:"6"`
	Sector string `query:"sector" maxLength:"30"`
}
type groundsInput struct {
	On string `query:"on" required:"true" format:"date" doc:"Day of the act: the ground is substance" example:"2026-08-15"`
}
type groundsOutput struct{ Body DetentionGroundList }

// DetentionGround is what an act of a day may be referred for detention on (行政拘留依据).
type DetentionGround struct {
	ID            string          `json:"id" example:"detention_without_permit"`
	Conduct       Words           `json:"conduct"`
	Basis         []BasisView     `json:"basis"`
	Days          []DetentionDays `json:"days" doc:"Empty: the scale of the repealed text was not read"`
	Decides       []string        `json:"decides" doc:"police, coast_guard"`
	TransferNamed bool            `json:"transfer_named" doc:"The article itself orders the transfer; where it does not, the referral is made all the same"`
	Confidence    string          `json:"confidence" enum:"high,flagged,low,internal"`
	From          string          `json:"from" format:"date"`
	To            string          `json:"to,omitempty" format:"date"`
	Note          Words           `json:"note"`
}

// DetentionDays is a scale of detention.
type DetentionDays struct {
	When string `json:"when,omitempty" enum:"lighter,serious" doc:"Absent: the usual case"`
	Min  int    `json:"min"`
	Max  int    `json:"max"`
}

// DetentionGroundList lists grounds.
type DetentionGroundList struct {
	Items []DetentionGround `json:"items"`
}

type explainClockInput struct {
	CasePath
	Clock string `path:"clock" format:"uuid"`
}
type explainOutput struct{ Body casework.Explanation }

func (s *Server) registerRules(api huma.API) {
	tags := []string{"Rules"}
	register(api, huma.Operation{OperationID: "listRules", Method: http.MethodGet, Path: "/v1/rules", Tags: tags, Summary: "All statutory rules with basis, edition and confidence", Errors: []int{401}}, s.listRules)
	huma.Register(api, huma.Operation{OperationID: "explainRule", Method: http.MethodGet, Path: "/v1/rules/{rule}/explanation", Tags: tags, Summary: "When a period would end, day by day", Errors: []int{401, 404, 409, 422}}, s.explainRule)
	huma.Register(api, huma.Operation{OperationID: "listDetentionGrounds", Method: http.MethodGet, Path: "/v1/detention-grounds", Tags: tags, Summary: "Grounds of administrative detention for an act of a day", Errors: []int{401, 422}}, s.listGrounds)
	huma.Register(api, huma.Operation{OperationID: "explainClock", Method: http.MethodGet, Path: "/v1/referrals/{id}/clocks/{clock}/explanation", Tags: tags, Summary: "How a clock of a case came to its line", Errors: []int{401, 404}}, s.explainClock)
}

func (s *Server) listRules(context.Context, *struct{}) (*rulesOutput, error) {
	out := RuleList{Items: []RuleView{}}
	for _, r := range s.Office.RuleBook() {
		v := RuleView{
			ID: r.ID, Edition: r.Edition, Title: words(r.Title), Says: words(r.Says), Unit: string(r.Unit), N: r.N, Owes: string(r.Owes), Region: r.Region,
			Confidence: string(r.Confidence), Off: r.Off(), After: list(s.Office.StartedAfter(r.ID)), From: r.From.String(), To: r.To.String(), Basis: []BasisView{}, Note: words(r.Note),
		}
		for i := range r.Basis {
			v.Basis = append(v.Basis, *basisView(&r.Basis[i]))
		}
		out.Items = append(out.Items, v)
	}
	return &rulesOutput{out}, nil
}

func (s *Server) listGrounds(ctx context.Context, in *groundsInput) (*groundsOutput, error) {
	on, err := civil.ParseDate(in.On)
	if err != nil {
		bad := fields{}
		bad.add("query.on", fault.T("应为日期（2026-08-15）", "Give a day"))
		return nil, problem(ctx, bad.err())
	}
	out := DetentionGroundList{Items: []DetentionGround{}}
	for _, g := range s.Office.DetentionGrounds(on) {
		v := DetentionGround{
			ID: g.ID, Conduct: words(g.Conduct), Note: words(g.Note), Basis: []BasisView{}, Days: []DetentionDays{}, Decides: list(g.Decides),
			TransferNamed: g.TransferNamed, Confidence: string(g.Confidence), From: g.From.String(), To: g.To.String(),
		}
		for i := range g.Basis {
			v.Basis = append(v.Basis, *basisView(&g.Basis[i]))
		}
		for _, d := range g.Days {
			v.Days = append(v.Days, DetentionDays(d))
		}
		out.Items = append(out.Items, v)
	}
	return &groundsOutput{out}, nil
}

func (s *Server) explainRule(ctx context.Context, in *explainInput) (*explainOutput, error) {
	start, err := startOf(in.Start)
	if err != nil {
		return nil, problem(ctx, err)
	}
	e, err := s.Office.ExplainRule(in.Rule, start, in.Region, in.Sector)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &explainOutput{e}, nil
}

func startOf(s string) (deadline.Start, error) {
	if d, err := civil.ParseDate(s); err == nil {
		return deadline.OnDay(d), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		bad := fields{}
		bad.add("query.start", fault.T("应为日期（2026-09-30）或者时刻（2026-09-30T17:00:00+08:00）", "Give a day or an RFC 3339 instant"))
		return deadline.Start{}, bad.err()
	}
	return deadline.AtInstant(t), nil
}

func (s *Server) explainClock(ctx context.Context, in *explainClockInput) (*explainOutput, error) {
	var bad fields
	e, err := s.Office.ExplainClock(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), id[ids.Clock](&bad, "path.clock", in.Clock))
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &explainOutput{e}, nil
}
