package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// PersonRef names a person of my organ.
type PersonRef struct {
	ID    string `json:"id" format:"uuid"`
	Name  string `json:"name"`
	Title string `json:"title,omitempty"`
}

func personRef(c casework.Colleague) *PersonRef {
	if c.ID.IsZero() {
		return nil
	}
	return &PersonRef{ID: c.ID.String(), Name: c.Name, Title: c.Title}
}

// ColleagueView is somebody of my organ whom a case can be given to.
type ColleagueView struct {
	PersonRef
	Functions []string `json:"functions"`
	Away      bool     `json:"away" doc:"On leave today"`
}

// ColleagueList lists those of my organ who handle cases, by name.
type ColleagueList struct {
	Items []ColleagueView `json:"items"`
}

// OfficerBody names who handles a case.
type OfficerBody struct {
	User string `json:"user,omitempty" format:"uuid" doc:"A colleague; absent: nobody any more"`
}

type colleaguesOutput struct{ Body ColleagueList }
type officerInput struct {
	CasePath
	Body OfficerBody
}

func (s *Server) registerOfficers(api huma.API) {
	tags := []string{"Referrals"}
	register(api, huma.Operation{OperationID: "listColleagues", Method: http.MethodGet, Path: "/v1/colleagues", Tags: tags, Summary: "Those of one's own organ who handle cases", Errors: []int{401, 403}}, s.listColleagues)
	register(api, huma.Operation{OperationID: "setOfficer", Method: http.MethodPut, Path: "/v1/referrals/{id}/officer", Tags: tags, Summary: "Say who of one's own organ handles the case", Description: "Each organ that takes part names its own; the others are not told whom. No clock moves: where the procedure asks for an officer (lead.assign), its step says so to the other side.", Errors: []int{401, 403, 404, 422}}, s.setOfficer)
}

func (s *Server) listColleagues(ctx context.Context, _ *struct{}) (*colleaguesOutput, error) {
	list, err := s.Office.Colleagues(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := ColleagueList{Items: make([]ColleagueView, len(list))}
	for i, c := range list {
		out.Items[i] = ColleagueView{PersonRef: *personRef(c), Functions: c.Functions, Away: c.Away}
	}
	return &colleaguesOutput{out}, nil
}

func (s *Server) setOfficer(ctx context.Context, in *officerInput) (*referralOutput, error) {
	var bad fields
	officer := id[ids.User](&bad, "body.user", in.Body.User)
	if err := bad.err(); err != nil { // else a wrong id would take the case from whoever has it
		return nil, problem(ctx, err)
	}
	d, err := s.Office.PutInCharge(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID), officer)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return output(ctx, d), nil
}
