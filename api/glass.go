package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// GlassBody asks for a break-glass look (紧急查阅) at one case.
type GlassBody struct {
	Case   string `json:"case" minLength:"1" maxLength:"60" doc:"Number or id of the case" example:"XJ-2026-430903-00017"`
	Ground string `json:"ground" enum:"life,pollution,evidence,response" doc:"life: 危及人身安全或者公共安全; pollution: 污染、生态破坏正在发生或者即将扩大; evidence: 证据或者涉案财物可能灭失; response: 突发事件应急处置"`
	Reason string `json:"reason" minLength:"2" maxLength:"500" doc:"What the emergency is; stands in the record of the case"`
}

// GlassReviewBody decides whether a look was right (复核).
type GlassReviewBody struct {
	Justified bool   `json:"justified"`
	Remark    string `json:"remark" minLength:"1" maxLength:"1000"`
}

// GlassView is a break-glass look.
type GlassView struct {
	ID          string     `json:"id" format:"uuid"`
	Case        string     `json:"case" format:"uuid"`
	Number      string     `json:"number"`
	Agency      AgencyRef  `json:"agency" doc:"Whose person opened the case"`
	Name        string     `json:"name"`
	Function    string     `json:"function"`
	Sender      AgencyRef  `json:"sender" doc:"Organ that sent the case: it decides whether the look was right"`
	Ground      string     `json:"ground" enum:"life,pollution,evidence,response"`
	Reason      string     `json:"reason"`
	OpenedAt    time.Time  `json:"opened_at"`
	ExpiresAt   time.Time  `json:"expires_at"`
	Mine        bool       `json:"mine"`
	Open        bool       `json:"open" doc:"It has not run out"`
	ReviewDueAt time.Time  `json:"review_due_at" doc:"Internal limit (内部时限，非法定)"`
	Late        bool       `json:"late" doc:"Nobody decided it within the internal limit"`
	Review      bool       `json:"review" doc:"I may decide it now"`
	Verdict     string     `json:"verdict,omitempty" enum:"justified,not_justified" doc:"Absent: nobody has decided it"`
	Remark      string     `json:"remark,omitempty"`
	Reviewer    string     `json:"reviewer,omitempty"`
	ReviewedAt  *time.Time `json:"reviewed_at,omitempty"`
}

// GlassPage is a page of break-glass looks, newest first.
type GlassPage struct {
	Items   []GlassView `json:"items"`
	Breaks  bool        `json:"breaks" doc:"I may ask for one"`
	Reviews bool        `json:"reviews" doc:"I decide those at cases that my organ sent"`
	Hours   int         `json:"hours" doc:"How long a look lasts"`
	Limit   int         `json:"review_hours" doc:"Internal limit of the review"`
	Now     time.Time   `json:"now"`
	Next    string      `json:"next,omitempty"`
}

// OpenGlass is the look through which a case is shown.
type OpenGlass struct {
	Ground string    `json:"ground" enum:"life,pollution,evidence,response"`
	Reason string    `json:"reason"`
	Until  time.Time `json:"until"`
}

// GlassGrant says that a case is open, to whom asked for it.
type GlassGrant struct {
	ID     string    `json:"id" format:"uuid"`
	Case   string    `json:"case" format:"uuid"`
	Number string    `json:"number"`
	Until  time.Time `json:"until"`
}

// GlassPath names a break-glass look at a case.
type GlassPath struct {
	CasePath
	Glass string `path:"glass" format:"uuid"`
}

type (
	breakGlassInput struct{ Body GlassBody }
	listGlassInput  struct {
		Waiting bool   `query:"waiting" doc:"Only those that nobody has decided"`
		Cursor  string `query:"cursor" maxLength:"200"`
		Limit   int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
	}
	reviewGlassInput struct {
		GlassPath
		Body GlassReviewBody
	}
	glassGrantOutput struct{ Body GlassGrant }
	glassOutput      struct{ Body GlassPage }
)

func (s *Server) registerGlass(api huma.API) {
	tags := []string{"Read log"}
	register(api, huma.Operation{OperationID: "breakGlass", Method: http.MethodPost, Path: "/v1/glass", Tags: tags, Summary: "Open one case of other organs in an emergency, for looking at it only; needs a fresh login, and every organ of the case is told", DefaultStatus: http.StatusCreated, Errors: []int{401, 403, 404, 409, 422, 429}}, s.breakGlass)
	huma.Register(api, huma.Operation{OperationID: "listGlass", Method: http.MethodGet, Path: "/v1/glass", Tags: tags, Summary: "Break-glass looks: my own, those of my organ's people, and those at cases that my organ sent", Errors: []int{401, 403, 422}}, s.listGlass)
	huma.Register(api, huma.Operation{OperationID: "reviewGlass", Method: http.MethodPost, Path: "/v1/referrals/{id}/glass/{glass}/review", Tags: tags, Summary: "Decide whether a break-glass look at a case of my organ was right", DefaultStatus: http.StatusNoContent, Errors: []int{401, 403, 404, 409, 422}}, s.reviewGlass)
}

func (s *Server) breakGlass(ctx context.Context, in *breakGlassInput) (*glassGrantOutput, error) {
	g, err := s.Office.BreakGlass(ctx, actorOf(ctx), in.Body.Case, in.Body.Ground, in.Body.Reason)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &glassGrantOutput{GlassGrant{ID: g.ID.String(), Case: g.CaseID.String(), Number: g.Number, Until: g.ExpiresAt}}, nil
}

func (s *Server) reviewGlass(ctx context.Context, in *reviewGlassInput) (*struct{}, error) {
	var bad fields
	one, look := id[ids.Case](&bad, "path.id", in.ID), id[ids.Entry](&bad, "path.glass", in.Glass)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	return done(ctx, s.Office.ReviewGlass(ctx, actorOf(ctx), one, look, in.Body.Justified, in.Body.Remark))
}

func (s *Server) listGlass(ctx context.Context, in *listGlassInput) (*glassOutput, error) {
	after, err := lookCursor(in.Cursor)
	if err != nil {
		return nil, problem(ctx, err)
	}
	page, err := s.Office.ListGlass(ctx, actorOf(ctx), in.Waiting, after, in.Limit)
	if err != nil {
		return nil, problem(ctx, err)
	}
	now, limits := s.Office.Now(), s.Office.Access.Reading
	out := GlassPage{
		Items: make([]GlassView, len(page.Rows)), Breaks: page.Breaks, Reviews: page.Reviews, Hours: int(limits.GlassLasts.Hours()), Limit: int(limits.GlassReview.Hours()), Now: now,
		Next: nextLook(page.Next),
	}
	for i, r := range page.Rows {
		out.Items[i] = glassView(page.Agencies, r, now)
	}
	return &glassOutput{out}, nil
}

func glassView(all organs, r casework.GlassLook, now time.Time) GlassView {
	return GlassView{
		ID: r.ID.String(), Case: r.CaseID.String(), Number: r.Number, Agency: agencyRef(all, r.AgencyID), Name: r.Name, Function: r.Function, Sender: agencyRef(all, r.SenderID),
		Ground: r.Ground, Reason: r.Reason, OpenedAt: r.OpenedAt, ExpiresAt: r.ExpiresAt, Mine: r.Mine, Open: r.ExpiresAt.After(now),
		ReviewDueAt: r.ReviewDueAt, Late: r.Verdict == "" && now.After(r.ReviewDueAt), Review: r.Review, Verdict: r.Verdict, Remark: r.Remark, Reviewer: r.Reviewer, ReviewedAt: r.ReviewedAt,
	}
}
