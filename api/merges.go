package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// MergeList is what a planner may merge (综合查一次), and what was proposed.
type MergeList struct {
	Window    int             `json:"window" doc:"Days that two visits may lie apart"`
	Pairs     []MergePairView `json:"pairs" doc:"Visits of other plans to the same enterprise"`
	Proposals []MergeView     `json:"proposals"`
}

// MergePairView is a visit of another plan to the same enterprise.
type MergePairView struct {
	Visit       string `json:"visit" format:"uuid"`
	Number      int    `json:"number"`
	Day         string `json:"day,omitempty" format:"date"`
	Other       string `json:"other" format:"uuid"`
	OtherTitle  string `json:"other_title" doc:"Of its plan"`
	OtherAgency string `json:"other_agency" format:"uuid" doc:"Initiator of its plan"`
	OtherDay    string `json:"other_day,omitempty" format:"date"`
	Days        int    `json:"days" doc:"That they lie apart; while one has no time, at least, by the periods of the plans"`
	Most        int    `json:"most_days" doc:"That they lie apart at most; as days where both have a time"`
}

// MergeView is a proposal.
type MergeView struct {
	ID         string     `json:"id" format:"uuid"`
	Stays      string     `json:"stays" format:"uuid" doc:"Visit that the other is made in the course of"`
	Goes       string     `json:"goes" format:"uuid"`
	StaysDay   string     `json:"stays_day,omitempty" format:"date"`
	GoesNumber int        `json:"goes_number"`
	State      string     `json:"state" enum:"proposed,accepted,declined"`
	Ours       bool       `json:"ours" doc:"My agency proposed it"`
	Mine       bool       `json:"mine" doc:"I may accept or decline"`
	ProposedAt time.Time  `json:"proposed_at"`
	DecidedAt  *time.Time `json:"decided_at,omitempty"`
	Reason     string     `json:"reason,omitempty"`
}

// ProposeMergeBody names two visits.
type ProposeMergeBody struct {
	Visit string `json:"visit" format:"uuid" doc:"Mine, that stays"`
	Other string `json:"other" format:"uuid" doc:"Of the other plan, that is made in its course"`
}

// DecideMergeBody accepts or declines.
type DecideMergeBody struct {
	Merge  string `json:"merge" format:"uuid"`
	Accept bool   `json:"accept"`
	Reason string `json:"reason,omitempty" maxLength:"300" doc:"Needed to decline"`
}

func (s *Server) registerMerges(api huma.API) {
	const at = "/plans/{id}/merges"
	register(api, inspectionOp(http.MethodGet, at, "listMerges", "What I may merge as a named planner, and what was proposed", 404, 409, 422), func(ctx context.Context, in *InspectionPath) (*adminList[MergeList], error) {
		return s.onMerges(ctx, in.ID, func(a casework.Actor, p ids.Entry, _ *fields) (casework.Merges, error) {
			return s.Office.Merges(ctx, a, p)
		})
	})
	register(api, inspectionOp(http.MethodPost, at, "proposeMerge", "Propose that another plan's visit is made in the course of mine", 404, 409, 422), func(ctx context.Context, in *PlanWith[ProposeMergeBody]) (*adminList[MergeList], error) {
		return s.onMerges(ctx, in.ID, func(a casework.Actor, p ids.Entry, bad *fields) (casework.Merges, error) {
			visit, other := id[ids.Entry](bad, "body.visit", in.Body.Visit), id[ids.Entry](bad, "body.other", in.Body.Other)
			if err := bad.err(); err != nil {
				return casework.Merges{}, err
			}
			return s.Office.ProposeMerge(ctx, a, p, visit, other)
		})
	})
	register(api, inspectionOp(http.MethodPost, at+"/decide", "decideMerge", "Accept a proposal, or decline it with a reason", 404, 409, 422), func(ctx context.Context, in *PlanWith[DecideMergeBody]) (*adminList[MergeList], error) {
		return s.onMerges(ctx, in.ID, func(a casework.Actor, p ids.Entry, bad *fields) (casework.Merges, error) {
			merge := id[ids.Entry](bad, "body.merge", in.Body.Merge)
			if err := bad.err(); err != nil {
				return casework.Merges{}, err
			}
			return s.Office.DecideMerge(ctx, a, p, merge, in.Body.Accept, in.Body.Reason)
		})
	})
}

func (s *Server) onMerges(ctx context.Context, path string, f func(casework.Actor, ids.Entry, *fields) (casework.Merges, error)) (*adminList[MergeList], error) {
	var bad fields
	plan := id[ids.Entry](&bad, "path.id", path)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	got, err := f(actorOf(ctx), plan, &bad)
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := MergeList{Window: got.Window, Pairs: make([]MergePairView, len(got.Pairs)), Proposals: make([]MergeView, len(got.Merges))}
	for i, x := range got.Pairs {
		out.Pairs[i] = MergePairView{
			Visit: x.VisitID.String(), Number: int(x.Number), Day: x.Day.String(), Other: x.OtherID.String(), OtherTitle: x.OtherTitle, OtherAgency: x.OtherAgencyID.String(),
			OtherDay: x.OtherDay.String(), Days: x.Days, Most: x.Most,
		}
	}
	for i, x := range got.Merges {
		out.Proposals[i] = MergeView{
			ID: x.ID.String(), Stays: x.VisitID.String(), Goes: x.OtherID.String(), StaysDay: x.Day.String(), GoesNumber: int(x.OtherNumber), State: x.State, Ours: x.Ours,
			Mine: x.State == "proposed" && x.OtherPlanID == plan, ProposedAt: x.ProposedAt, DecidedAt: x.DecidedAt, Reason: x.Reason,
		}
	}
	return &adminList[MergeList]{out}, nil
}
