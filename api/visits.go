package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// VisitView is a visit of a plan (检查任务): one enterprise, one time, one team of
// several agencies.
type VisitView struct {
	ID         string             `json:"id" format:"uuid"`
	Plan       string             `json:"plan" format:"uuid"`
	Number     int                `json:"number" doc:"1, 2, … of the plan"`
	Code       string             `json:"code,omitempty" doc:"Absent for whoever may not know yet what was drawn"`
	Name       string             `json:"name,omitempty" doc:"Absent for whoever may not know yet what was drawn"`
	Stratum    string             `json:"stratum"`
	District   string             `json:"district"`
	State      string             `json:"state" enum:"planned,announced,under_way,done,cancelled"`
	Day        string             `json:"day,omitempty" format:"date" doc:"Absent: not scheduled"`
	Half       string             `json:"half,omitempty" enum:"am,pm"`
	Agencies   []VisitAgencyView  `json:"agencies"`
	Team       []VisitOfficerView `json:"team"`
	MergedInto string             `json:"merged_into,omitempty" format:"uuid" doc:"The visit it is made in the course of"`
	Reason     string             `json:"reason,omitempty" doc:"Why it was cancelled"`
	OverCap    string             `json:"over_cap,omitempty" doc:"Why a head allowed it above the yearly cap"`
	Frequency  *FrequencyView     `json:"frequency,omitempty" doc:"Against the yearly caps, this visit left out; absent: it does not count, or its name is sealed"`
	Version    int64              `json:"version"`
	CreatedAt  time.Time          `json:"created_at"`
}

// VisitAgencyView is an agency that takes part.
type VisitAgencyView struct {
	Agency   string `json:"agency" format:"uuid"`
	Officers int    `json:"officers" doc:"That it sends at least"`
}

// VisitOfficerView is an officer of the team.
type VisitOfficerView struct {
	ID     string `json:"id" format:"uuid"`
	Agency string `json:"agency" format:"uuid"`
	Number string `json:"number"`
	Name   string `json:"name"`
	Drawn  bool   `json:"drawn" doc:"By lot; else a substitute"`
}

// VisitList lists the visits of a plan.
type VisitList struct {
	Items []VisitView `json:"items"`
	Next  int         `json:"next,omitempty" doc:"Number to go on after; absent: the last page"`
}

type visitsInput struct {
	InspectionPath
	After int `query:"after" minimum:"0" doc:"next of the page before"`
	Limit int `query:"limit" minimum:"1" maximum:"500" default:"200"`
}

func (s *Server) registerVisits(api huma.API) {
	const visits = "/plans/{id}/visits"
	register(api, inspectionOp(http.MethodPost, visits, "planVisits", "Turn what was drawn into visits without a time, as the initiator's planner", 404, 409, 422), func(ctx context.Context, in *InspectionPath) (*adminList[VisitList], error) {
		return s.visits(ctx, in.ID, 0, 500, s.Office.PlanVisits)
	})
	huma.Register(api, inspectionOp(http.MethodGet, visits, "listVisits", "Visits of a plan by number, a page at a time; names only for whoever may know them", 404, 422), func(ctx context.Context, in *visitsInput) (*adminList[VisitList], error) {
		return s.visits(ctx, in.ID, in.After, in.Limit, s.Office.Visits)
	})
}

// visits answers with a page of the visits of a plan.
func (s *Server) visits(ctx context.Context, path string, after, limit int, f func(context.Context, casework.Actor, ids.Entry) ([]casework.Visit, error)) (*adminList[VisitList], error) {
	var bad fields
	plan := id[ids.Entry](&bad, "path.id", path)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	rows, err := f(ctx, actorOf(ctx), plan)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := VisitList{Items: []VisitView{}}
	for _, v := range rows { // by number
		if int(v.Number) <= after {
			continue
		}
		if len(out.Items) == limit {
			out.Next = out.Items[limit-1].Number
			break
		}
		out.Items = append(out.Items, visitView(v))
	}
	return &adminList[VisitList]{out}, nil
}

func visitView(v casework.Visit) VisitView {
	out := VisitView{
		ID: v.ID.String(), Plan: v.PlanID.String(), Number: int(v.Number), Code: v.Code, Name: v.Name, Stratum: v.Stratum, District: v.District, State: v.State,
		Day: v.Day.String(), Half: v.Half, Agencies: make([]VisitAgencyView, len(v.Parts)), Team: make([]VisitOfficerView, len(v.Team)), Reason: v.Reason, Version: v.Version, CreatedAt: v.CreatedAt, OverCap: v.OverCap, Frequency: frequencyView(v.Frequency),
	}
	if !v.MergedInto.IsZero() {
		out.MergedInto = v.MergedInto.String()
	}
	for i, x := range v.Parts {
		out.Agencies[i] = VisitAgencyView{x.AgencyID.String(), int(x.Officers)}
	}
	for i, x := range v.Team {
		out.Team[i] = VisitOfficerView{x.InspectorID.String(), x.AgencyID.String(), x.Number, x.Name, x.Drawn}
	}
	return out
}
