package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// AdminPresidingBody says who approves in place of the chief (主持工作).
type AdminPresidingBody struct {
	User     string `json:"user" format:"uuid"`
	Document string `json:"document" minLength:"2" maxLength:"200" doc:"Document that says so, with its number"`
	From     string `json:"from" format:"date"`
	To       string `json:"to,omitempty" format:"date" doc:"Last day; absent: open"`
}

// AdminPresiding is a recorded presiding.
type AdminPresiding struct {
	AdminPresidingBody
	ID      string `json:"id" format:"uuid"`
	Version int64  `json:"version"`
}

// AdminPeriodWarning is something odd about a plan.
type AdminPeriodWarning struct {
	Text Words  `json:"text"`
	From string `json:"from" format:"date"`
	To   string `json:"to,omitempty" format:"date"`
}

// AdminPresidingList lists presidings, newest first.
type AdminPresidingList struct {
	Items    []AdminPresiding     `json:"items"`
	Warnings []AdminPeriodWarning `json:"warnings" doc:"Days with two, and days between with nobody"`
}

// AdminPresidingEnd sets the last day.
type AdminPresidingEnd struct {
	To string `json:"to" maxLength:"10" doc:"Last day; empty: open"`
}

func (s *Server) registerAdminPresidings(api huma.API) {
	const path = "/agencies/{agency}/presidings"
	register(api, adminOp(http.MethodGet, path, "adminListPresidings", "Who presides over an organ, and when"), func(ctx context.Context, in *AdminPath) (*adminList[AdminPresidingList], error) {
		var bad fields
		organ := in.organ(&bad)
		return adminGet(ctx, &bad, func() (AdminPresidingList, error) {
			list, warnings, err := s.Office.Presidings(ctx, actorOf(ctx), organ)
			out := AdminPresidingList{Items: make([]AdminPresiding, len(list)), Warnings: make([]AdminPeriodWarning, len(warnings))}
			for i, p := range list {
				out.Items[i] = adminPresidingOutput(p, 0).Body
			}
			for i, w := range warnings {
				out.Warnings[i] = AdminPeriodWarning{Text: words(w.Text), From: w.From.String(), To: w.To.String()}
			}
			return out, err
		})
	})
	register(api, adminOp(http.MethodPost, path, "adminAddPresiding", "Record who presides; nobody records it for oneself"), func(ctx context.Context, in *struct {
		AdminPath
		Body AdminPresidingBody
	}) (*adminOutput[AdminPresiding], error) {
		var bad fields
		organ, b := in.organ(&bad), in.Body
		p := casework.Presiding{User: id[ids.User](&bad, "body.user", b.User), Document: b.Document, From: date(&bad, "body.from", b.From), To: date(&bad, "body.to", b.To)}
		return adminAdd(ctx, &bad, func() (*adminOutput[AdminPresiding], error) {
			p, err := s.Office.AddPresiding(ctx, actorOf(ctx), organ, p)
			return adminPresidingOutput(p, http.StatusCreated), err
		})
	})
	register(api, adminOp(http.MethodPut, path+"/{id}/end", "adminEndPresiding", "Set the last day of a presiding"), func(ctx context.Context, in *struct {
		AdminEntry
		AdminVersion
		Body AdminPresidingEnd
	}) (*adminOutput[AdminPresiding], error) {
		var bad fields
		organ, entry, to := in.organ(&bad), id[ids.Entry](&bad, "path.id", in.ID), date(&bad, "body.to", in.Body.To)
		return adminChange(ctx, &bad, in.AdminVersion, func(version int64) (*adminOutput[AdminPresiding], error) {
			p, err := s.Office.EndPresiding(ctx, actorOf(ctx), organ, entry, version, to)
			return adminPresidingOutput(p, http.StatusOK), err
		})
	})
	huma.Register(api, adminOp(http.MethodDelete, path+"/{id}", "adminRemovePresiding", "Take back a presiding that has not begun"), func(ctx context.Context, in *AdminEntry) (*struct{}, error) {
		return adminDrop(ctx, in, func(organ ids.Agency, entry ids.Entry) error {
			return s.Office.RemovePresiding(ctx, actorOf(ctx), organ, entry)
		})
	})
}

func adminPresidingOutput(p casework.Presiding, status int) *adminOutput[AdminPresiding] {
	return &adminOutput[AdminPresiding]{Status: status, ETag: etag(p.Version), Body: AdminPresiding{
		AdminPresidingBody: AdminPresidingBody{User: p.User.String(), Document: p.Document, From: p.From.String(), To: p.To.String()}, ID: p.ID.String(), Version: p.Version,
	}}
}
