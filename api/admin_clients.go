package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// AdminClientSettings are what a partner system may do.
type AdminClientSettings struct {
	Scopes  []string `json:"scopes" enum:"referrals.read,referrals.write,endpoints.write" maxItems:"10"`
	Enabled bool     `json:"enabled"`
	Bound   bool     `json:"bound,omitempty" doc:"Takes only access tokens that are bound to a key (DPoP) or to a client certificate (mutual TLS)"`
}

// AdminClientCreate is a new partner system.
type AdminClientCreate struct {
	AdminClientSettings
	Issuer   string `json:"issuer" format:"uuid" doc:"Issuer of its access tokens; may belong to another organ, for a shared platform"`
	ClientID string `json:"client_id" minLength:"1" maxLength:"200"`
}

// AdminClient is a partner system (接口客户端). It works as its organ's desk and handler.
type AdminClient struct {
	AdminClientSettings
	ID           string         `json:"id" format:"uuid"`
	Issuer       string         `json:"issuer" format:"uuid"`
	IssuerCode   string         `json:"issuer_code"`
	IssuerAgency string         `json:"issuer_agency" format:"uuid"`
	ClientID     string         `json:"client_id"`
	Version      int64          `json:"version"`
	Pending      *AdminProposal `json:"pending,omitempty" doc:"Change that waits for a second person"`
	SingleHanded bool           `json:"single_handed" doc:"This answer's change took effect without a second person"`
	Warnings     []Words        `json:"warnings"`
}

// AdminClientList lists an organ's partner systems.
type AdminClientList struct {
	Items []AdminClient `json:"items"`
}

func (s *Server) registerAdminClients(api huma.API) {
	const path = "/agencies/{agency}/clients"
	answer := reflect.TypeFor[AdminClient]()
	register(api, adminOp(http.MethodGet, path, "adminListClients", "An organ's partner systems"), func(ctx context.Context, in *AdminPath) (*adminList[AdminClientList], error) {
		var bad fields
		organ := in.organ(&bad)
		return adminGet(ctx, &bad, func() (AdminClientList, error) {
			list, err := s.Office.OrganClients(ctx, actorOf(ctx), organ)
			out := AdminClientList{Items: make([]AdminClient, len(list))}
			for i, c := range list {
				out.Items[i] = adminClientOutput(c, casework.Settled{}, 0).Body
			}
			return out, err
		})
	})
	register(api, maybeLater(api, adminOp(http.MethodPost, path, "adminRegisterClient", "Let a partner system work for an organ"), answer), func(ctx context.Context, in *struct {
		AdminPath
		Body AdminClientCreate
	}) (*adminOutput[AdminClient], error) {
		var bad fields
		organ, issuer := in.organ(&bad), id[ids.Issuer](&bad, "body.issuer", in.Body.Issuer)
		return adminAdd(ctx, &bad, func() (*adminOutput[AdminClient], error) {
			c, settled, err := s.Office.RegisterClient(ctx, actorOf(ctx), organ, issuer, in.Body.ClientID, in.Body.settings())
			return adminClientOutput(c, settled, http.StatusCreated), err
		})
	})
	register(api, maybeLater(api, adminOp(http.MethodPut, path+"/{id}", "adminEditClient", "Change what a partner system may do, or shut it out"), answer), func(ctx context.Context, in *struct {
		AdminEntry
		AdminVersion
		Body AdminClientSettings
	}) (*adminOutput[AdminClient], error) {
		var bad fields
		organ, client := in.organ(&bad), id[ids.Client](&bad, "path.id", in.ID)
		return adminChange(ctx, &bad, in.AdminVersion, func(version int64) (*adminOutput[AdminClient], error) {
			c, settled, err := s.Office.EditClient(ctx, actorOf(ctx), organ, client, version, in.Body.settings())
			return adminClientOutput(c, settled, http.StatusOK), err
		})
	})
}

func (b AdminClientSettings) settings() casework.ClientSettings {
	return casework.ClientSettings{Scopes: b.Scopes, Enabled: b.Enabled, Bound: b.Bound}
}

func adminClientOutput(c casework.PartnerClient, settled casework.Settled, status int) *adminOutput[AdminClient] {
	v := AdminClient{
		AdminClientSettings: AdminClientSettings{Scopes: list(c.Scopes), Enabled: c.Enabled, Bound: c.Bound}, ID: c.ID.String(), Issuer: c.Issuer.String(), IssuerCode: c.IssuerCode,
		IssuerAgency: c.IssuerOrgan.String(), ClientID: c.ClientID, Version: c.Version, SingleHanded: settled.SingleHanded, Warnings: settledWarnings(settled),
	}
	if c.Pending != nil {
		p := adminProposalView(*c.Pending)
		v.Pending = &p
	}
	return &adminOutput[AdminClient]{Status: settledStatus(settled, status), ETag: etag(c.Version), Body: v}
}
