package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Me is who is logged in.
type Me struct {
	ID        string     `json:"id,omitempty" format:"uuid"`
	Name      string     `json:"name"`
	Title     string     `json:"title,omitempty"`
	Lang      string     `json:"lang" enum:"zh-CN,en"`
	Email     string     `json:"email,omitempty"`
	Phone     string     `json:"phone,omitempty"`
	Agency    Agency     `json:"agency"`
	Functions []string   `json:"functions"`
	Issuer    string     `json:"issuer,omitempty" doc:"Code of the issuer of this login; a step-up goes to /login/start?issuer=CODE&step_up=1"`
	Machine   bool       `json:"machine" doc:"A partner system with an access token"`
	StepUpAt  *time.Time `json:"step_up_at,omitempty" doc:"Last fresh login; acts of the head need one within 15 minutes"`
	Version   int64      `json:"version"`
	Now       time.Time  `json:"now"`
}

// Agency is an organ of the hub (机关).
type Agency struct {
	AgencyRef
	Level     string `json:"level" enum:"nation,province,city,county,township"`
	Region    string `json:"region" example:"430903" doc:"GB/T 2260"`
	Superior  string `json:"superior,omitempty" format:"uuid"`
	ActsFor   string `json:"acts_for,omitempty" format:"uuid" doc:"Organ in whose name a branch acts"`
	DocPrefix string `json:"doc_prefix,omitempty" doc:"机关代字"`
	Email     string `json:"email,omitempty"`
	Phone     string `json:"phone,omitempty"`
	Hub       string `json:"hub,omitempty" doc:"The other hub that it belongs to; absent: this one"`
	Synthetic bool   `json:"synthetic"`
	ClosedOn  string `json:"closed_on,omitempty" format:"date"`
	Version   int64  `json:"version"`
}

// AgencyList is all organs.
type AgencyList struct {
	Items []Agency `json:"items"`
}

// LoginChoice is one button of the login page.
type LoginChoice struct {
	Code   string `json:"code"`
	Agency string `json:"agency"`
	Short  string `json:"short"`
	Sector string `json:"sector"`
	Region string `json:"region"`
	Start  string `json:"start" doc:"Address to go to"`
}

// LoginChoices lists the organs one can log in from.
type LoginChoices struct {
	Items []LoginChoice `json:"items"`
}

type meOutput struct{ Body Me }
type agenciesOutput struct{ Body AgencyList }

func (s *Server) registerMe(api huma.API) {
	register(api, huma.Operation{OperationID: "getMe", Method: http.MethodGet, Path: "/v1/me", Tags: []string{"People"}, Summary: "Who is logged in", Errors: []int{401}}, s.me)
	document(api, huma.Operation{OperationID: "listIssuers", Method: http.MethodGet, Path: "/v1/issuers", Tags: []string{"People"}, Summary: "Organs one can log in from; needs no login", Errors: []int{405}, Security: noLogin}, "application/json")
	typed(api, "listIssuers", reflect.TypeFor[LoginChoices]())
}

func (s *Server) registerAgencies(api huma.API) {
	register(api, huma.Operation{OperationID: "listAgencies", Method: http.MethodGet, Path: "/v1/agencies", Tags: []string{"People"}, Summary: "All organs of the hub", Errors: []int{401}}, func(ctx context.Context, _ *struct{}) (*agenciesOutput, error) {
		rows, err := s.Office.Agencies(ctx, actorOf(ctx))
		if err != nil {
			return nil, problem(ctx, err)
		}
		out := AgencyList{Items: make([]Agency, len(rows))}
		for i, r := range rows {
			out.Items[i] = agencyView(casework.AgencyRow(r))
		}
		return &agenciesOutput{out}, nil
	})
}

func agencyView(r casework.AgencyRow) Agency {
	v := Agency{
		AgencyRef: AgencyRef{ID: r.ID.String(), Code: r.Code, Name: r.Name, ShortName: r.ShortName, Sector: r.Sector}, Level: r.Level, Region: r.Region,
		DocPrefix: r.DocPrefix, Email: r.Email, Phone: r.Phone, Hub: r.Peer, Synthetic: r.Synthetic, ClosedOn: r.ClosedOn.String(), Version: r.Version,
	}
	v.Superior, v.ActsFor = textOf(r.SuperiorID), textOf(r.ActsForID)
	return v
}

func textOf[K any](id ids.ID[K]) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

func (s *Server) me(ctx context.Context, _ *struct{}) (*meOutput, error) {
	a := actorOf(ctx)
	u, organ, issuer, err := s.Office.Me(ctx, a)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := Me{Name: a.Name, Lang: "zh-CN", Agency: agencyView(organ), Functions: a.Functions, Machine: a.Machine, Issuer: issuer, Now: s.Office.Now()}
	if !a.Machine {
		out.ID, out.Title, out.Lang, out.Email, out.Phone, out.Version = u.ID.String(), u.Title, u.Lang, u.Email, u.Phone, u.Version
	}
	if !a.StepUpAt.IsZero() {
		out.StepUpAt = &a.StepUpAt
	}
	return &meOutput{out}, nil
}

// issuers feeds the login page, before anybody is logged in.
func (s *Server) issuers(w http.ResponseWriter, r *http.Request) {
	rows, err := s.Office.Issuers(r.Context())
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	out := make([]LoginChoice, len(rows))
	for i, row := range rows {
		out[i] = LoginChoice{Code: row.Code, Agency: row.Name, Short: row.ShortName, Sector: row.Sector, Region: row.Region, Start: "/login/start?issuer=" + row.Code}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(LoginChoices{Items: out})
}

// typed gives the answer of a documented operation its schema.
func typed(api huma.API, operation string, t reflect.Type) {
	schema := api.OpenAPI().Components.Schemas.Schema(t, true, "")
	for _, item := range api.OpenAPI().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Patch} {
			if op == nil || op.OperationID != operation {
				continue
			}
			for _, r := range op.Responses {
				if answer, ok := r.Content["application/json"]; ok {
					answer.Schema = schema
				}
			}
		}
	}
}

// document puts an operation into the contract that a handler of its own
// answers, because its body is a stream.
func document(api huma.API, op huma.Operation, answers ...string) {
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{}
	}
	status := "200"
	if op.DefaultStatus == 201 {
		status = "201"
	}
	content := map[string]*huma.MediaType{}
	for _, answer := range answers {
		schema := &huma.Schema{Type: "string", Format: "binary"}
		if answer == "application/json" {
			schema = &huma.Schema{Type: "object", AdditionalProperties: true}
		}
		content[answer] = &huma.MediaType{Schema: schema}
	}
	op.Responses[status] = &huma.Response{Description: op.Summary, Content: content}
	for _, status := range op.Errors {
		op.Responses[strconv.Itoa(status)] = refusal()
	}
	op.Responses["default"] = refusal()
	api.OpenAPI().AddOperation(&op)
}
