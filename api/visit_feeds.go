package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// VisitFeedList lists the calendars that I have made (日程订阅).
type VisitFeedList struct {
	Items []VisitFeedView `json:"items"`
}

// VisitFeedView is a calendar by a secret link; the link itself is not kept.
type VisitFeedView struct {
	ID        string    `json:"id" format:"uuid"`
	Inspector string    `json:"inspector,omitempty" format:"uuid" doc:"Whose visits it shows; absent with plan: all visits of my agency"`
	Plan      string    `json:"plan,omitempty" format:"uuid" doc:"Whose joint team it shows"`
	Name      string    `json:"name,omitempty" doc:"Of the inspector or the plan"`
	CreatedAt time.Time `json:"created_at"`
}

// VisitFeedBody makes a calendar.
type VisitFeedBody struct {
	Inspector string `json:"inspector,omitempty" format:"uuid" doc:"One of my agency; absent with plan: all its visits"`
	Plan      string `json:"plan,omitempty" format:"uuid" doc:"All visits of a plan's joint team, of every agency; my agency has joined it"`
}

// VisitFeedMade tells the link, once.
type VisitFeedMade struct {
	Address string `json:"address" format:"uri" doc:"Whoever has it reads the calendar: times, districts and plans, no enterprise"`
}

// calendarType is the media type of iCalendar (RFC 5545).
const calendarType = "text/calendar"

type visitFeedInput struct{ Body VisitFeedBody }

func (s *Server) registerVisitFeeds(api huma.API) {
	register(api, inspectionOp(http.MethodGet, "/feeds", "listVisitFeeds", "Calendars of visits that I have made"), func(ctx context.Context, _ *struct{}) (*adminList[VisitFeedList], error) {
		rows, err := s.Office.VisitFeeds(ctx, actorOf(ctx))
		if err != nil {
			return nil, problem(ctx, err)
		}
		out := VisitFeedList{Items: make([]VisitFeedView, len(rows))}
		for i, r := range rows {
			out.Items[i] = VisitFeedView{ID: r.ID.String(), Inspector: textOf(r.InspectorID), Plan: textOf(r.PlanID), Name: r.Inspector + r.Plan, CreatedAt: r.CreatedAt}
		}
		return &adminList[VisitFeedList]{out}, nil
	})
	create := inspectionOp(http.MethodPost, "/feeds", "makeVisitFeed", "Make a calendar of visits by a secret link, of one officer, a plan's joint team or my agency", 409, 422)
	create.DefaultStatus = http.StatusCreated
	register(api, create, func(ctx context.Context, in *visitFeedInput) (*adminList[VisitFeedMade], error) {
		var bad fields
		of := casework.FeedOf{Inspector: id[ids.Entry](&bad, "body.inspector", in.Body.Inspector), Plan: id[ids.Entry](&bad, "body.plan", in.Body.Plan)}
		if err := bad.err(); err != nil {
			return nil, problem(ctx, err)
		}
		address, err := s.Office.MakeVisitFeed(ctx, actorOf(ctx), of)
		if err != nil {
			return nil, problem(ctx, err)
		}
		return &adminList[VisitFeedMade]{VisitFeedMade{address}}, nil
	})
	revoke := inspectionOp(http.MethodPost, "/feeds/{id}/revoke", "revokeVisitFeed", "Take the link of a calendar back", 404, 422)
	revoke.DefaultStatus = http.StatusNoContent
	register(api, revoke, func(ctx context.Context, in *InspectionPath) (*struct{}, error) {
		var bad fields
		feed := id[ids.Entry](&bad, "path.id", in.ID)
		if err := bad.err(); err != nil {
			return nil, problem(ctx, err)
		}
		if err := s.Office.RevokeVisitFeed(ctx, actorOf(ctx), feed); err != nil {
			return nil, problem(ctx, err)
		}
		return nil, nil
	})
}

// visitFeed is a calendar for whoever has its link.
func (s *Server) visitFeed(r *http.Request) (page, error) {
	content, err := s.Office.VisitCalendar(r.Context(), strings.TrimSuffix(r.PathValue("secret"), ".ics"))
	return page{content: content, kind: calendarType + "; charset=utf-8"}, err
}
