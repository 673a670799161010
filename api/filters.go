package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// FilterView is a saved filter of the inbox (常用筛选).
type FilterView struct {
	ID     string `json:"id" format:"uuid"`
	Name   string `json:"name"`
	Query  string `json:"query" doc:"As it stands in the address of the page" example:"box=received&kind=lead"`
	Shared bool   `json:"shared" doc:"Everybody of the organ sees it"`
	Mine   bool   `json:"mine" doc:"I may change and delete it"`
	Owner  string `json:"owner"`
}

// FilterList is one's own saved filters, then those that colleagues share.
type FilterList struct {
	Items []FilterView `json:"items"`
}

// FilterBody is a filter to be kept.
type FilterBody struct {
	Name   string `json:"name" minLength:"1" maxLength:"40"`
	Query  string `json:"query" minLength:"1" maxLength:"500"`
	Shared bool   `json:"shared,omitempty"`
}

type filtersOutput struct{ Body FilterList }

func (s *Server) registerFilters(api huma.API) {
	tags := []string{"Referrals"}
	register(api, huma.Operation{OperationID: "listFilters", Method: http.MethodGet, Path: "/v1/me/filters", Tags: tags, Summary: "Saved filters: one's own, and those that colleagues share", Errors: []int{401, 403}}, func(ctx context.Context, _ *struct{}) (*filtersOutput, error) {
		return filterList(ctx)(s.Office.Filters(ctx, actorOf(ctx)))
	})
	register(api, huma.Operation{OperationID: "saveFilter", Method: http.MethodPost, Path: "/v1/me/filters", Tags: tags, Summary: "Keep a filter, at most fifty; the same name again replaces it", Errors: []int{401, 403, 409, 422}}, func(ctx context.Context, in *struct{ Body FilterBody }) (*filtersOutput, error) {
		return filterList(ctx)(s.Office.SaveFilter(ctx, actorOf(ctx), casework.SavedFilter{Name: in.Body.Name, Query: in.Body.Query, Shared: in.Body.Shared}))
	})
	huma.Register(api, huma.Operation{OperationID: "deleteFilter", Method: http.MethodDelete, Path: "/v1/me/filters/{filter}", Tags: tags, Summary: "Forget one of one's own saved filters", DefaultStatus: 204, Errors: []int{401, 403, 404}}, func(ctx context.Context, in *struct {
		Filter string `path:"filter" format:"uuid"`
	}) (*struct{}, error) {
		var bad fields
		filter := id[ids.Entry](&bad, "path.filter", in.Filter)
		if err := bad.err(); err != nil {
			return nil, problem(ctx, err)
		}
		if err := s.Office.DeleteFilter(ctx, actorOf(ctx), filter); err != nil {
			return nil, problem(ctx, err)
		}
		return nil, nil
	})
}

func filterList(ctx context.Context) func([]casework.SavedFilter, error) (*filtersOutput, error) {
	return func(list []casework.SavedFilter, err error) (*filtersOutput, error) {
		if err != nil {
			return nil, problem(ctx, err)
		}
		out := FilterList{Items: make([]FilterView, len(list))}
		for i, f := range list {
			out.Items[i] = FilterView{ID: f.ID.String(), Name: f.Name, Query: f.Query, Shared: f.Shared, Mine: f.Mine, Owner: f.Owner}
		}
		return &filtersOutput{out}, nil
	}
}
