package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// CaseSeriesBody begins one case for each party of a case.
type CaseSeriesBody struct {
	Kind  string `json:"kind" enum:"compensation,administrative,criminal" doc:"What each of them becomes"`
	Basis string `json:"basis,omitempty" maxLength:"4000" doc:"Why all of them are begun; without it that of the case holds"`
}

// TogetherBody takes one step in several cases of a series.
type TogetherBody struct {
	Action     string     `json:"action" enum:"compensation.report,compensation.approve,compensation.restore,compensation.perform,close" doc:"Steps that need nothing but words; what differs from case to case is done case by case"`
	Cases      []string   `json:"cases" minItems:"1" maxItems:"200" doc:"Cases of the family"`
	Text       string     `json:"text,omitempty" maxLength:"4000"`
	OccurredAt *time.Time `json:"occurred_at,omitempty" doc:"Legal time; now if absent"`
	Ground     string     `json:"ground,omitempty" maxLength:"500" doc:"Why an earlier time is entered (补录)"`
}

// TogetherView says for each case what became of it.
type TogetherView struct {
	Items []TogetherItem `json:"items"`
	Done  int            `json:"done"`
}

// TogetherItem is one case of a common step.
type TogetherItem struct {
	Case  string `json:"case" format:"uuid"`
	State string `json:"state,omitempty" doc:"As it is afterwards; absent if it was refused"`
	Code  string `json:"code,omitempty" doc:"Why it was refused"`
	Says  Words  `json:"says"`
}

type caseSeriesInput struct {
	CasePath
	Key     string `header:"Idempotency-Key" maxLength:"200" doc:"Chosen by the caller; the same key again changes nothing"`
	Body    CaseSeriesBody
	RawBody []byte
}
type togetherInput struct {
	CasePath
	Key     string `header:"Idempotency-Key" maxLength:"160" doc:"Chosen by the caller; the same key again changes nothing"`
	Body    TogetherBody
	RawBody []byte
}
type togetherOutput struct{ Body TogetherView }

func (s *Server) registerCaseSeries(api huma.API) {
	tags := []string{"Lineage"}
	errs := []int{401, 403, 404, 409, 422}
	register(api, huma.Operation{OperationID: "beginCaseSeries", Method: http.MethodPost, Path: "/v1/referrals/{id}/series", Tags: tags, Summary: "Begin one case for each party of this one, together (系列案)", DefaultStatus: 201, Errors: errs}, s.beginCaseSeries)
	huma.Register(api, huma.Operation{OperationID: "actTogether", Method: http.MethodPost, Path: "/v1/referrals/{id}/series/acts", Tags: tags, Summary: "Take one step in several cases of the family, each decided by itself (一并办理)", Errors: errs}, s.actTogether)
}

func (s *Server) beginCaseSeries(ctx context.Context, in *caseSeriesInput) (*familyOutput, error) {
	var bad fields
	k, from := key(&bad, "beginCaseSeries", in.Key, in.ID, in.RawBody), id[ids.Case](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	f, err := s.Office.BeginSeries(ctx, actorOf(ctx), k, from, referral.Kind(in.Body.Kind), in.Body.Basis)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &familyOutput{familyView(f)}, nil
}

func (s *Server) actTogether(ctx context.Context, in *togetherInput) (*togetherOutput, error) {
	var bad fields
	k, from := key(&bad, "actTogether", in.Key, in.ID, in.RawBody), id[ids.Case](&bad, "path.id", in.ID)
	cases := idList[ids.Case](&bad, "body.cases", in.Body.Cases)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	words := referral.Input{Text: in.Body.Text, OccurredAt: instant(in.Body.OccurredAt), Ground: in.Body.Ground}
	list, err := s.Office.ActTogether(ctx, actorOf(ctx), k, from, cases, referral.Action(in.Body.Action), words)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &togetherOutput{togetherView(list)}, nil
}

func togetherView(list []casework.Together) TogetherView {
	v := TogetherView{Items: make([]TogetherItem, len(list))}
	for i, x := range list {
		v.Items[i] = TogetherItem{Case: x.Case.String(), State: string(x.State)}
		if x.Refused != nil {
			v.Items[i].Code, v.Items[i].Says = x.Refused.Code, words(x.Refused.Detail)
			continue
		}
		v.Done++
	}
	return v
}
