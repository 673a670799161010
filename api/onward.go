package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// OnwardView says whether a case may go on to other organs (不得转发): who provided it, the
// list of organs that may hold it, and what was asked.
type OnwardView struct {
	Bound     bool             `json:"bound" doc:"It came with no-onward, or was made from a case that did"`
	Origin    string           `json:"origin,omitempty" doc:"Organ that provided it"`
	Hub       string           `json:"hub,omitempty"`
	Provided  bool             `json:"provided" doc:"My organ provided it to another hub with no-onward"`
	Epoch     int              `json:"epoch" doc:"Number of the list that holds; 0: there is none"`
	Members   []OnwardMember   `json:"members" doc:"All other organs that may hold it"`
	Questions []OnwardQuestion `json:"questions"`
	MayAsk    bool             `json:"may_ask"`
	MayAnswer bool             `json:"may_answer"`
}

// OnwardMember is an organ that may hold what came.
type OnwardMember struct {
	ID   string `json:"id" format:"uuid"`
	Hub  string `json:"hub"`
	Name string `json:"name"`
}

// OnwardQuestion asks for leave to pass a case on, and how that was answered.
type OnwardQuestion struct {
	ID       string       `json:"id" format:"uuid" doc:"Of the message"`
	Outgoing bool         `json:"outgoing"`
	Organ    OnwardMember `json:"organ"`
	Reason   string       `json:"reason"`
	At       time.Time    `json:"at"`
	Answer   string       `json:"answer" enum:"open,granted,refused"`
}

// AskOnwardBody asks for leave to pass a case on.
type AskOnwardBody struct {
	To     string `json:"to" format:"uuid" doc:"Organ that is to get it"`
	Reason string `json:"reason" minLength:"1" maxLength:"2000"`
}

// MembersBody is the whole list of organs that may hold a case.
type MembersBody struct {
	Members []string `json:"members" maxItems:"256" doc:"Ids of all organs that may hold it: asked for, or on the list before; those left out may no longer"`
	Answers string   `json:"answers,omitempty" format:"uuid" doc:"The question that the list answers"`
	Reason  string   `json:"reason" minLength:"1" maxLength:"2000"`
}

type (
	onwardOutput   struct{ Body OnwardView }
	askOnwardInput struct {
		CasePath
		Body AskOnwardBody
	}
	membersInput struct {
		CasePath
		Body MembersBody
	}
)

func (s *Server) registerOnward(api huma.API) {
	tags := []string{"Referrals"}
	register(api, huma.Operation{
		OperationID: "getOnward", Method: http.MethodGet, Path: "/v1/referrals/{id}/onward", Tags: tags, Errors: []int{401, 404, 422},
		Summary: "Whether what came from another hub may go on to other organs (不得转发), and to whom",
	}, s.getOnward)
	register(api, huma.Operation{
		OperationID: "askOnward", Method: http.MethodPost, Path: "/v1/referrals/{id}/onward/questions", Tags: tags, DefaultStatus: http.StatusNoContent, Errors: []int{401, 403, 404, 409, 422, 503},
		Summary: "Ask the organ that provided the case for leave to pass it on (商请同意转发)",
	}, s.askOnward)
	register(api, huma.Operation{
		OperationID: "publishMembers", Method: http.MethodPut, Path: "/v1/referrals/{id}/onward/members", Tags: tags, DefaultStatus: http.StatusNoContent, Errors: []int{401, 403, 404, 409, 422, 503},
		Summary: "Sign the whole list of organs that may hold what my organ provided (知悉机关名单), by decision of the head; needs a fresh login",
	}, s.publishMembers)
}

func onwardMember(m federation.Member) OnwardMember {
	return OnwardMember{ID: m.ID.String(), Hub: m.Hub, Name: m.Name}
}

func (s *Server) getOnward(ctx context.Context, in *CasePath) (*onwardOutput, error) {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	o, err := s.Office.CaseOnward(ctx, actorOf(ctx), caseID)
	if err != nil {
		return nil, problem(ctx, err)
	}
	v := OnwardView{
		Bound: o.Bound, Origin: o.Origin, Hub: o.Hub, Provided: o.Provided, Epoch: o.Epoch, Members: []OnwardMember{}, Questions: []OnwardQuestion{}, MayAsk: o.MayAsk, MayAnswer: o.MayAnswer,
	}
	for _, m := range o.Members {
		v.Members = append(v.Members, onwardMember(m))
	}
	for _, q := range o.Asks {
		answer := "open"
		if q.Granted {
			answer = "granted"
		} else if q.Answered {
			answer = "refused"
		}
		v.Questions = append(v.Questions, OnwardQuestion{ID: q.Message.String(), Outgoing: q.Outgoing, Organ: onwardMember(q.Organ), Reason: q.Reason, At: q.At, Answer: answer})
	}
	return &onwardOutput{v}, nil
}

func (s *Server) askOnward(ctx context.Context, in *askOnwardInput) (*struct{}, error) {
	var bad fields
	caseID, to := id[ids.Case](&bad, "path.id", in.ID), id[ids.Agency](&bad, "body.to", in.Body.To)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	if err := s.Office.AskOnward(ctx, actorOf(ctx), caseID, to, in.Body.Reason); err != nil {
		return nil, problem(ctx, err)
	}
	return nil, nil
}

func (s *Server) publishMembers(ctx context.Context, in *membersInput) (*struct{}, error) {
	var bad fields
	caseID := id[ids.Case](&bad, "path.id", in.ID)
	m := casework.Membership{Reason: in.Body.Reason}
	for i, x := range in.Body.Members {
		m.Members = append(m.Members, id[ids.Agency](&bad, fmt.Sprintf("body.members[%d]", i), x))
	}
	if in.Body.Answers != "" {
		m.Answers = id[federation.Message](&bad, "body.answers", in.Body.Answers)
	}
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	if err := s.Office.PublishMembers(ctx, actorOf(ctx), caseID, m); err != nil {
		return nil, problem(ctx, err)
	}
	return nil, nil
}
