package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// AdminAgency is an organ as those who look after it see it.
type AdminAgency struct {
	Agency
	Issuers  int64           `json:"issuers" doc:"Enabled issuers"`
	People   int64           `json:"people" doc:"People who ever logged in"`
	Admins   int64           `json:"admins" doc:"Administrators among them"`
	Pending  []AdminProposal `json:"pending" doc:"Changes that wait for a second person"`
	Warnings []Words         `json:"warnings" doc:"What keeps the organ from working with the hub"`
	Allowed  []string        `json:"allowed" doc:"Actions that the caller may take"`
}

// AdminAgencyList is what the caller looks after.
type AdminAgencyList struct {
	Items []AdminAgency `json:"items"`
}

// AdminAgencyCreate is a new organ.
type AdminAgencyCreate struct {
	Code      string `json:"code" pattern:"^[a-z0-9][a-z0-9-]{1,40}$" example:"heshan-env" doc:"Stays for ever"`
	Name      string `json:"name" minLength:"2" maxLength:"200"`
	ShortName string `json:"short_name" minLength:"1" maxLength:"60"`
	Sector    string `json:"sector" enum:"environment,police,procuratorate,market,court,water,urban,forestry,township,station,other"`
	Level     string `json:"level" enum:"nation,province,city,county,township"`
	Region    string `json:"region" pattern:"^[0-9]{6}$" example:"430903" doc:"GB/T 2260"`
	Superior  string `json:"superior,omitempty" format:"uuid"`
	ActsFor   string `json:"acts_for,omitempty" format:"uuid" doc:"Organ in whose name a branch (分局) acts"`
	DocPrefix string `json:"doc_prefix,omitempty" maxLength:"30" doc:"机关代字"`
	Email     string `json:"email,omitempty" maxLength:"200" doc:"Of the shared desk"`
	Phone     string `json:"phone,omitempty" maxLength:"30"`
}

// AdminAgencyPatch changes what it names. The organ's administrator may change
// email and phone, an operator everything.
type AdminAgencyPatch struct {
	Name      *string `json:"name,omitempty" minLength:"2" maxLength:"200"`
	ShortName *string `json:"short_name,omitempty" minLength:"1" maxLength:"60"`
	Sector    *string `json:"sector,omitempty" enum:"environment,police,procuratorate,market,court,water,urban,forestry,township,station,other"`
	Level     *string `json:"level,omitempty" enum:"nation,province,city,county,township"`
	Region    *string `json:"region,omitempty" pattern:"^[0-9]{6}$"`
	Superior  *string `json:"superior,omitempty" maxLength:"36" doc:"Id; empty: none"`
	ActsFor   *string `json:"acts_for,omitempty" maxLength:"36" doc:"Id; empty: none"`
	DocPrefix *string `json:"doc_prefix,omitempty" maxLength:"30"`
	Email     *string `json:"email,omitempty" maxLength:"200"`
	Phone     *string `json:"phone,omitempty" maxLength:"30"`
	ClosedOn  *string `json:"closed_on,omitempty" maxLength:"10" doc:"Day of closing (撤销), not in the future; empty: it works again"`
}

// AdminEvent is one recorded change.
type AdminEvent struct {
	ID       string                     `json:"id" format:"uuid"`
	Seq      int64                      `json:"seq"`
	Kind     string                     `json:"kind" example:"issuer.confirm"`
	Agency   string                     `json:"agency,omitempty" format:"uuid" doc:"Whose act; absent: the command line of the hub"`
	By       string                     `json:"by" doc:"Name on the day of the act"`
	Function string                     `json:"function"`
	At       time.Time                  `json:"at"`
	Fields   map[string]json.RawMessage `json:"fields" doc:"What was changed; null where a value was blanked"`
}

// AdminHistory lists changes, newest first.
type AdminHistory struct {
	Items []AdminEvent `json:"items"`
	Next  string       `json:"next,omitempty"`
}

type adminHistoryInput struct {
	AdminPath
	Cursor string `query:"cursor" pattern:"^[0-9]{1,18}$"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

func (s *Server) registerAdminAgencies(api huma.API) {
	register(api, adminOp(http.MethodGet, "/agencies", "adminListAgencies", "Organs that the caller looks after"), func(ctx context.Context, _ *struct{}) (*adminList[AdminAgencyList], error) {
		return adminGet(ctx, &fields{}, func() (AdminAgencyList, error) {
			list, err := s.Office.AdminOrgans(ctx, actorOf(ctx))
			out := AdminAgencyList{Items: make([]AdminAgency, len(list))}
			for i, d := range list {
				out.Items[i] = adminAgencyView(d)
			}
			return out, err
		})
	})
	register(api, adminOp(http.MethodPost, "/agencies", "adminCreateAgency", "Register an organ"), func(ctx context.Context, in *struct{ Body AdminAgencyCreate }) (*adminOutput[AdminAgency], error) {
		var bad fields
		b := in.Body
		organ := casework.OrganInput{
			Code: b.Code, Name: b.Name, ShortName: b.ShortName, Sector: b.Sector, Level: b.Level, Region: b.Region,
			Superior: id[ids.Agency](&bad, "body.superior", b.Superior), ActsFor: id[ids.Agency](&bad, "body.acts_for", b.ActsFor),
			DocPrefix: b.DocPrefix, Email: b.Email, Phone: b.Phone,
		}
		return adminAdd(ctx, &bad, func() (*adminOutput[AdminAgency], error) {
			d, err := s.Office.CreateOrgan(ctx, actorOf(ctx), organ)
			return &adminOutput[AdminAgency]{ETag: etag(d.Version), Body: adminAgencyView(d)}, err
		})
	})
	register(api, adminOp(http.MethodGet, "/agencies/{agency}", "adminGetAgency", "One organ, with what is pending and what is missing"), func(ctx context.Context, in *AdminPath) (*adminOutput[AdminAgency], error) {
		var bad fields
		organ := in.organ(&bad)
		d, err := s.Office.AdminOrgan(ctx, actorOf(ctx), organ)
		if err != nil {
			return nil, problem(ctx, err)
		}
		return &adminOutput[AdminAgency]{Status: http.StatusOK, ETag: etag(d.Version), Body: adminAgencyView(d)}, nil
	})
	huma.Register(api, adminOp(http.MethodPatch, "/agencies/{agency}", "adminEditAgency", "Change or close an organ"), s.adminEditAgency)
	huma.Register(api, adminOp(http.MethodGet, "/agencies/{agency}/history", "adminAgencyHistory", "What was changed at an organ, and by whom"), s.adminHistory)
}

func (s *Server) adminEditAgency(ctx context.Context, in *struct {
	AdminPath
	AdminVersion
	Body AdminAgencyPatch
}) (*adminOutput[AdminAgency], error) {
	var bad fields
	organ, b := in.organ(&bad), in.Body
	p := casework.OrganPatch{
		Name: b.Name, ShortName: b.ShortName, Sector: b.Sector, Level: b.Level, Region: b.Region, DocPrefix: b.DocPrefix, Email: b.Email, Phone: b.Phone,
		Superior: given(b.Superior, func(v string) ids.Agency { return id[ids.Agency](&bad, "body.superior", v) }),
		ActsFor:  given(b.ActsFor, func(v string) ids.Agency { return id[ids.Agency](&bad, "body.acts_for", v) }),
		ClosedOn: given(b.ClosedOn, func(v string) civil.Date { return date(&bad, "body.closed_on", v) }),
	}
	return adminChange(ctx, &bad, in.AdminVersion, func(version int64) (*adminOutput[AdminAgency], error) {
		d, err := s.Office.EditOrgan(ctx, actorOf(ctx), organ, version, p)
		return &adminOutput[AdminAgency]{Status: http.StatusOK, ETag: etag(d.Version), Body: adminAgencyView(d)}, err
	})
}

// given converts what a patch names and leaves out what it does not.
func given[T any](v *string, convert func(string) T) *T {
	if v == nil {
		return nil
	}
	out := convert(*v)
	return &out
}

func (s *Server) adminHistory(ctx context.Context, in *adminHistoryInput) (*adminList[AdminHistory], error) {
	var bad fields
	organ := in.organ(&bad)
	return adminGet(ctx, &bad, func() (AdminHistory, error) {
		list, err := s.Office.OrganHistory(ctx, actorOf(ctx), organ, seq(in.Cursor), in.Limit)
		out := AdminHistory{Items: []AdminEvent{}}
		for _, e := range list {
			out.Items = append(out.Items, AdminEvent{
				ID: e.ID.String(), Seq: e.Seq, Kind: e.Kind, Agency: textOf(e.Agency), By: e.ByName, Function: e.Function, At: e.At, Fields: e.Fields,
			})
		}
		if n := len(list); n == in.Limit && list[n-1].Seq > 1 {
			out.Next = seqText(list[n-1].Seq)
		}
		return out, err
	})
}

func adminAgencyView(d casework.OrganDetail) AdminAgency {
	v := AdminAgency{
		Agency: agencyView(d.AgencyRow), Issuers: d.Issuers, People: d.People, Admins: d.Admins, Warnings: texts(d.Warnings), Allowed: list(d.Allowed),
		Pending: make([]AdminProposal, len(d.Pending)),
	}
	for i, p := range d.Pending {
		v.Pending[i] = adminProposalView(p)
	}
	return v
}
