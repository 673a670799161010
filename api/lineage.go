package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// DeriveBody begins a case from another one.
type DeriveBody struct {
	Kind     string   `json:"kind" enum:"lead,criminal,detention,administrative,reverse,consultation,early_intervention,assistance,public_interest,monitoring,findings,supervision,compensation,emergency,joint_action,meeting_invitation"`
	Relation string   `json:"relation" enum:"upgraded,part" doc:"upgraded: it becomes something else; part: one of several authorities gets its own"`
	Title    string   `json:"title,omitempty" maxLength:"200" doc:"Another title than that of the case it comes from"`
	Send     *SendAct `json:"send,omitempty" doc:"For leads: send it at once"`
}

type deriveInput struct {
	CasePath
	Key     string `header:"Idempotency-Key" maxLength:"200" doc:"Chosen by the caller; the same key again changes nothing"`
	Body    DeriveBody
	RawBody []byte
}

// LinkBody links two cases.
type LinkBody struct {
	Case     string `json:"case" format:"uuid"`
	Relation string `json:"relation" enum:"related,merged" doc:"merged: this lead is handled together with that one; its own feedback stays owed"`
}

type linkInput struct {
	CasePath
	Body LinkBody
}

// FamilyView is every case that hangs together with one, as far as my organ
// takes part in them.
type FamilyView struct {
	Cases []FamilyCase `json:"cases"`
	Links []FamilyLink `json:"links"`
}

// FamilyCase is one case of the family.
type FamilyCase struct {
	ID       string     `json:"id" format:"uuid"`
	Kind     string     `json:"kind"`
	Number   string     `json:"number"`
	Title    string     `json:"title"`
	State    string     `json:"state"`
	Sender   AgencyRef  `json:"sender"`
	Receiver *AgencyRef `json:"receiver,omitempty"`
}

// FamilyLink says that one case follows another.
type FamilyLink struct {
	From     string `json:"from" format:"uuid"`
	To       string `json:"to" format:"uuid"`
	Relation string `json:"relation" enum:"upgraded,part,merged,related"`
}

type familyOutput struct{ Body FamilyView }

func (s *Server) registerLineage(api huma.API) {
	tags := []string{"Lineage"}
	register(api, huma.Operation{OperationID: "deriveReferral", Method: http.MethodPost, Path: "/v1/referrals/{id}/derivations", Tags: tags, Summary: "Begin a case from this one, with its facts and files", DefaultStatus: 201, Errors: []int{401, 403, 404, 409, 422}}, s.derive)
	register(api, huma.Operation{OperationID: "linkReferrals", Method: http.MethodPost, Path: "/v1/referrals/{id}/links", Tags: tags, Summary: "Link this case with another one that I see", Errors: []int{401, 403, 404, 409, 422}}, s.link)
	register(api, huma.Operation{OperationID: "getFamily", Method: http.MethodGet, Path: "/v1/referrals/{id}/family", Tags: tags, Summary: "Every case that hangs together with this one", Errors: []int{401, 404}}, s.family)
}

func (s *Server) derive(ctx context.Context, in *deriveInput) (*referralOutput, error) {
	var bad fields
	k := key(&bad, "deriveReferral", in.Key, in.ID, in.RawBody)
	from := id[ids.Case](&bad, "path.id", in.ID)
	var first *casework.FirstAct
	if in.Body.Send != nil {
		c := in.Body.Send.call(&bad)
		first = &casework.FirstAct{Action: "lead.send", Input: c.Input, To: c.To}
		if in.Body.Kind != string(referral.Lead) {
			bad.add("body.send", fault.T("只有线索可以立即发送", "Only a lead is sent at once"))
		}
	}
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	d, err := s.Office.Derive(ctx, actorOf(ctx), k, from, referral.Kind(in.Body.Kind), casework.Relation(in.Body.Relation), in.Body.Title, first)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return output(ctx, d), nil
}

func (s *Server) link(ctx context.Context, in *linkInput) (*familyOutput, error) {
	var bad fields
	one, other := id[ids.Case](&bad, "path.id", in.ID), id[ids.Case](&bad, "body.case", in.Body.Case)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	f, err := s.Office.LinkCases(ctx, actorOf(ctx), one, other, casework.Relation(in.Body.Relation))
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &familyOutput{familyView(f)}, nil
}

func (s *Server) family(ctx context.Context, in *CasePath) (*familyOutput, error) {
	var bad fields
	f, err := s.Office.Family(ctx, actorOf(ctx), id[ids.Case](&bad, "path.id", in.ID))
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &familyOutput{familyView(f)}, nil
}

func familyView(f casework.Family) FamilyView {
	v := FamilyView{Cases: make([]FamilyCase, 0, len(f.Cases)), Links: make([]FamilyLink, 0, len(f.Links))}
	for _, c := range f.Cases {
		v.Cases = append(v.Cases, FamilyCase{
			ID: c.ID.String(), Kind: c.Kind, Number: c.Number, Title: c.Title, State: c.State, Sender: agencyRef(f.Agencies, c.SenderID), Receiver: agencyPtr(f.Agencies, c.ReceiverID),
		})
	}
	for _, l := range f.Links {
		v.Links = append(v.Links, FamilyLink{From: l.FromID.String(), To: l.ToID.String(), Relation: l.Relation})
	}
	return v
}
