package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// AdminUnitBody names an inner unit.
type AdminUnitBody struct {
	Name string `json:"name" minLength:"1" maxLength:"100"`
	Kind string `json:"kind" enum:"desk,enforcement,legal,leadership,other"`
}

// AdminUnit is an inner unit of an organ (内设机构).
type AdminUnit struct {
	AdminUnitBody
	ID      string `json:"id" format:"uuid"`
	Version int64  `json:"version"`
}

// AdminUnitList lists units.
type AdminUnitList struct {
	Items []AdminUnit `json:"items"`
}

// AdminFunction is a function that somebody holds, and why.
type AdminFunction struct {
	Function string   `json:"function" enum:"desk,handler,legal_reviewer,head,liaison,procurator,auditor,operator,coordinator,admin"`
	Issuer   string   `json:"issuer,omitempty" doc:"Code of the issuer that gave a role for it"`
	Roles    []string `json:"roles" doc:"Roles of the issuer that lead to this function"`
	Document string   `json:"document,omitempty" doc:"Document by which the person presides (主持工作)"`
	StandsIn string   `json:"stands_in_for,omitempty" doc:"Colleague on leave whose deputy the person is (代办)"`
	Until    string   `json:"until,omitempty" format:"date" doc:"Last day of presiding or standing in"`
}

// AdminPerson is somebody of an organ (人员). Functions come from the issuer.
type AdminPerson struct {
	ID         string          `json:"id" format:"uuid"`
	Name       string          `json:"name"`
	Title      string          `json:"title"`
	Email      string          `json:"email"`
	Phone      string          `json:"phone"`
	Unit       string          `json:"unit,omitempty" format:"uuid"`
	Lang       string          `json:"lang" enum:"zh-CN,en"`
	Functions  []AdminFunction `json:"functions"`
	LastSeenAt *time.Time      `json:"last_seen_at,omitempty"`
	Version    int64           `json:"version"`
}

// AdminPersonList lists people.
type AdminPersonList struct {
	Items []AdminPerson `json:"items"`
}

// AdminPersonPatch changes what it names.
type AdminPersonPatch struct {
	Unit  *string `json:"unit,omitempty" maxLength:"36" doc:"Id; empty: none"`
	Title *string `json:"title,omitempty" maxLength:"60" doc:"Replaced at the next login where the issuer gives one"`
	Email *string `json:"email,omitempty" maxLength:"200"`
	Phone *string `json:"phone,omitempty" maxLength:"30"`
	Lang  *string `json:"lang,omitempty" enum:"zh-CN,en"`
}

func (s *Server) registerAdminUnits(api huma.API) {
	const path = "/agencies/{agency}/units"
	register(api, adminOp(http.MethodGet, path, "adminListUnits", "An organ's inner units"), func(ctx context.Context, in *AdminPath) (*adminList[AdminUnitList], error) {
		var bad fields
		organ := in.organ(&bad)
		return adminGet(ctx, &bad, func() (AdminUnitList, error) {
			list, err := s.Office.Units(ctx, actorOf(ctx), organ)
			out := AdminUnitList{Items: make([]AdminUnit, len(list))}
			for i, u := range list {
				out.Items[i] = adminUnitOutput(u, 0).Body
			}
			return out, err
		})
	})
	register(api, adminOp(http.MethodPost, path, "adminAddUnit", "Add an inner unit"), func(ctx context.Context, in *struct {
		AdminPath
		Body AdminUnitBody
	}) (*adminOutput[AdminUnit], error) {
		var bad fields
		organ := in.organ(&bad)
		return adminAdd(ctx, &bad, func() (*adminOutput[AdminUnit], error) {
			u, err := s.Office.AddUnit(ctx, actorOf(ctx), organ, in.Body.Name, in.Body.Kind)
			return adminUnitOutput(u, http.StatusCreated), err
		})
	})
	register(api, adminOp(http.MethodPut, path+"/{id}", "adminEditUnit", "Rename an inner unit"), func(ctx context.Context, in *struct {
		AdminEntry
		AdminVersion
		Body AdminUnitBody
	}) (*adminOutput[AdminUnit], error) {
		var bad fields
		organ, unit := in.organ(&bad), id[ids.Unit](&bad, "path.id", in.ID)
		return adminChange(ctx, &bad, in.AdminVersion, func(version int64) (*adminOutput[AdminUnit], error) {
			u, err := s.Office.EditUnit(ctx, actorOf(ctx), organ, unit, version, in.Body.Name, in.Body.Kind)
			return adminUnitOutput(u, http.StatusOK), err
		})
	})
}

func adminUnitOutput(u casework.OrganUnit, status int) *adminOutput[AdminUnit] {
	return &adminOutput[AdminUnit]{Status: status, ETag: etag(u.Version), Body: AdminUnit{
		AdminUnitBody: AdminUnitBody{Name: u.Name, Kind: u.Kind}, ID: u.ID.String(), Version: u.Version,
	}}
}

func (s *Server) registerAdminPeople(api huma.API) {
	const path = "/agencies/{agency}/people"
	register(api, adminOp(http.MethodGet, path, "adminListPeople", "An organ's people, with where their functions come from"), func(ctx context.Context, in *AdminPath) (*adminList[AdminPersonList], error) {
		var bad fields
		organ := in.organ(&bad)
		return adminGet(ctx, &bad, func() (AdminPersonList, error) {
			list, err := s.Office.People(ctx, actorOf(ctx), organ)
			out := AdminPersonList{Items: make([]AdminPerson, len(list))}
			for i, p := range list {
				out.Items[i] = adminPersonView(p)
			}
			return out, err
		})
	})
	register(api, adminOp(http.MethodPatch, path+"/{id}", "adminEditPerson", "Change somebody's unit, title, address, number or language"), func(ctx context.Context, in *struct {
		AdminEntry
		AdminVersion
		Body AdminPersonPatch
	}) (*adminOutput[AdminPerson], error) {
		var bad fields
		organ, user, b := in.organ(&bad), id[ids.User](&bad, "path.id", in.ID), in.Body
		p := casework.PersonPatch{
			Title: b.Title, Email: b.Email, Phone: b.Phone, Lang: b.Lang,
			Unit: given(b.Unit, func(v string) ids.Unit { return id[ids.Unit](&bad, "body.unit", v) }),
		}
		return adminChange(ctx, &bad, in.AdminVersion, func(version int64) (*adminOutput[AdminPerson], error) {
			found, err := s.Office.EditPerson(ctx, actorOf(ctx), organ, user, version, p)
			return &adminOutput[AdminPerson]{Status: http.StatusOK, ETag: etag(found.Version), Body: adminPersonView(found)}, err
		})
	})
}

func adminPersonView(p casework.OrganPerson) AdminPerson {
	v := AdminPerson{
		ID: p.ID.String(), Name: p.Name, Title: p.Title, Email: p.Email, Phone: p.Phone, Lang: p.Lang, LastSeenAt: p.LastSeenAt, Version: p.Version,
		Functions: []AdminFunction{},
	}
	if !p.UnitID.IsZero() {
		v.Unit = p.UnitID.String()
	}
	for _, f := range p.Sources {
		v.Functions = append(v.Functions, AdminFunction{Function: f.Function, Issuer: f.Issuer, Roles: list(f.Roles), Document: f.Document, StandsIn: f.StandsInFor, Until: f.Until.String()})
	}
	return v
}
