package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// AdminProposal is a change that waits for a second person (双人确认).
type AdminProposal struct {
	ID       string               `json:"id" format:"uuid"`
	Kind     string               `json:"kind" enum:"issuer,client,endpoint,peer"`
	Target   string               `json:"target" format:"uuid" doc:"Id of the issuer, client, endpoint or partner hub"`
	Name     string               `json:"name" doc:"Its code, client id or name"`
	By       string               `json:"by" doc:"Who proposed it"`
	ByUser   string               `json:"by_user,omitempty" format:"uuid" doc:"Absent: the command line of the hub"`
	ByAgency string               `json:"by_agency,omitempty" format:"uuid"`
	At       time.Time            `json:"at"`
	Issuer   *AdminIssuerSettings `json:"issuer,omitempty" doc:"What the issuer would become, as a whole"`
	Client   *AdminClientSettings `json:"client,omitempty" doc:"What the client would become"`
	Endpoint *EndpointReach       `json:"endpoint,omitempty" doc:"Where the endpoint would lie"`
	Peer     *AdminPeerTrust      `json:"peer,omitempty" doc:"The hub that would be trusted, under which root"`
}

// AdminPeerTrust is what two persons agree on before a hub is trusted (伙伴枢纽).
type AdminPeerTrust struct {
	Hub         string `json:"hub"`
	Name        string `json:"name"`
	Fingerprint string `json:"fingerprint" doc:"Of its root key: compare it with the paper agreement, group by group"`
	Address     string `json:"address"`
}

// AdminProposalList lists what waits.
type AdminProposalList struct {
	Items []AdminProposal `json:"items"`
}

// AdminRefusal says why not.
type AdminRefusal struct {
	Reason string `json:"reason" minLength:"1" maxLength:"500"`
}

func (s *Server) registerAdminProposals(api huma.API) {
	const path = "/agencies/{agency}/proposals"
	register(api, adminOp(http.MethodGet, path, "adminListProposals", "Changes of an organ that wait for a second person"), func(ctx context.Context, in *AdminPath) (*adminList[AdminProposalList], error) {
		var bad fields
		organ := in.organ(&bad)
		return adminGet(ctx, &bad, func() (AdminProposalList, error) {
			list, err := s.Office.Proposals(ctx, actorOf(ctx), organ)
			out := AdminProposalList{Items: make([]AdminProposal, len(list))}
			for i, p := range list {
				out.Items[i] = adminProposalView(p)
			}
			return out, err
		})
	})
	confirm := adminOp(http.MethodPost, path+"/{id}/confirm", "adminConfirmProposal", "Let a colleague's change take effect")
	confirm.DefaultStatus = http.StatusNoContent
	huma.Register(api, confirm, func(ctx context.Context, in *AdminEntry) (*struct{}, error) {
		return adminDrop(ctx, in, func(organ ids.Agency, p ids.Event) error {
			return s.Office.DecideProposal(ctx, actorOf(ctx), organ, p, true, "")
		})
	})
	refuse := adminOp(http.MethodPost, path+"/{id}/refuse", "adminRefuseProposal", "Refuse a colleague's change, or withdraw one's own")
	refuse.DefaultStatus = http.StatusNoContent
	register(api, refuse, func(ctx context.Context, in *struct {
		AdminEntry
		Body AdminRefusal
	}) (*struct{}, error) {
		return adminDrop(ctx, &in.AdminEntry, func(organ ids.Agency, p ids.Event) error {
			return s.Office.DecideProposal(ctx, actorOf(ctx), organ, p, false, in.Body.Reason)
		})
	})
}

func adminProposalView(p casework.Proposal) AdminProposal {
	v := AdminProposal{ID: p.ID.String(), Kind: p.Kind, Target: p.Target.String(), Name: p.Name, By: p.ByName, ByAgency: textOf(p.ByAgency), At: p.At}
	if !p.By.IsZero() {
		v.ByUser = p.By.String()
	}
	if p.Issuer != nil {
		i := adminSettings(*p.Issuer)
		v.Issuer = &i
	}
	if p.Client != nil {
		v.Client = &AdminClientSettings{Scopes: list(p.Client.Scopes), Enabled: p.Client.Enabled, Bound: p.Client.Bound}
	}
	if p.Endpoint != nil {
		v.Endpoint = &EndpointReach{URL: p.Endpoint.URL, Allow: list(p.Endpoint.Allow)}
	}
	if p.Peer != nil {
		v.Peer = &AdminPeerTrust{Hub: p.Peer.Hub, Name: p.Peer.Name, Fingerprint: p.Peer.Root, Address: p.Peer.Address}
	}
	return v
}
