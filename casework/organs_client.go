package casework

import (
	"context"
	"reflect"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// ClientSettings are what a partner system may do (接口客户端的权限).
type ClientSettings struct {
	Scopes  []string `json:"scopes"`
	Enabled bool     `json:"enabled"`
	Bound   bool     `json:"bound"` // takes only tokens bound to a key or a certificate (令牌绑定)
}

// PartnerClient is a registered partner system. It works as its organ's desk and
// handler, never as its head.
type PartnerClient struct {
	ClientSettings
	ID          ids.Client
	Agency      ids.Agency
	Issuer      ids.Issuer
	IssuerCode  string
	IssuerOrgan ids.Agency // who answers for the issuer; may be another organ, for a shared platform
	ClientID    string
	Version     int64 // by content
	Pending     *Proposal
}

func clientOf(r dbsqlc.ListAgencyClientsRow) PartnerClient {
	return PartnerClient{
		ID: r.ID, Agency: r.AgencyID, Issuer: r.IssuerID, IssuerCode: r.IssuerCode, IssuerOrgan: r.IssuerAgencyID, ClientID: r.ClientID,
		ClientSettings: ClientSettings{Scopes: r.Scopes, Enabled: r.Enabled, Bound: r.Bound}, Version: versionOf(r.ID, r.Scopes, r.Enabled, r.Bound),
	}
}

// OrganClients lists an organ's partner systems.
func (o *Office) OrganClients(ctx context.Context, a Actor, organ ids.Agency) (list []PartnerClient, err error) {
	err = o.readOrgan(ctx, a, organ, "client.read", func(q *dbsqlc.Queries, _ AgencyRow) error {
		list, err = clientsOf(ctx, q, organ)
		return err
	})
	return list, err
}

func clientsOf(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency) ([]PartnerClient, error) {
	rows, err := q.ListAgencyClients(ctx, organ)
	if err != nil {
		return nil, err
	}
	open, err := openProposals(ctx, q, ids.Entry(organ))
	if err != nil {
		return nil, err
	}
	list := make([]PartnerClient, len(rows))
	for i, r := range rows {
		list[i] = clientOf(r)
		for _, p := range open[organ] {
			if p.Target == ids.Entry(r.ID) {
				list[i].Pending = &p
			}
		}
	}
	return list, nil
}

func clientIn(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency, id ids.Client) (PartnerClient, error) {
	list, err := clientsOf(ctx, q, organ)
	for _, c := range list {
		if c.ID == id {
			return c, err
		}
	}
	if err == nil {
		err = missing()
	}
	return PartnerClient{}, err
}

// RegisterClient lets a partner system work for an organ, once a second person
// has confirmed it.
func (o *Office) RegisterClient(ctx context.Context, a Actor, organ ids.Agency, issuer ids.Issuer, clientID string, in ClientSettings) (found PartnerClient, s Settled, err error) {
	err = o.changeOrgan(ctx, a, organ, "client.edit", func(c organChange) error {
		in.Scopes = tidy(in.Scopes)
		var bad complaints
		bad.text("body.client_id", &clientID, 1, 200)
		if _, err := c.q.ReadIssuer(ctx, issuer); noRows(err) {
			bad.add("body.issuer", "没有这个身份提供方", "There is no such issuer")
		} else if err != nil {
			return err
		}
		if err := bad.err(); err != nil {
			return err
		}
		id := ids.New[ids.Client](c.now)
		if err := c.q.InsertClient(ctx, dbsqlc.InsertClientParams{
			ID: id, IssuerID: issuer, ClientID: clientID, AgencyID: organ, Scopes: in.Scopes, Bound: in.Bound, CreatedAt: c.now,
		}); err != nil {
			return taken(err, "client.taken", "这个客户端已经登记过", "This client is registered already")
		}
		if found, err = clientIn(ctx, c.q, organ, id); err != nil {
			return err
		}
		p := proposedChange{Kind: ProposalClient, Target: ids.Entry(id), Name: clientID, Version: found.Version, Client: &found.ClientSettings}
		if _, err := c.enter(ctx, "client.register", map[string]any{"change": p, "issuer": issuer.String()}); err != nil || !in.Enabled {
			return err
		}
		p.Client = &in
		if s, err = c.settle(ctx, p, func() error { return c.saveClient(ctx, id, in) }); err != nil {
			return err
		}
		found, err = clientIn(ctx, c.q, organ, id)
		return err
	})
	return found, s, err
}

// EditClient changes what a partner system may do, or shuts it out at once.
func (o *Office) EditClient(ctx context.Context, a Actor, organ ids.Agency, id ids.Client, version int64, in ClientSettings) (found PartnerClient, s Settled, err error) {
	err = o.changeOrgan(ctx, a, organ, "client.edit", func(c organChange) error {
		if found, err = clientIn(ctx, c.q, organ, id); err != nil {
			return err
		}
		if err := sameVersion(found.Version, version); err != nil {
			return err
		}
		in.Scopes = tidy(in.Scopes)
		if reflect.DeepEqual(in, found.ClientSettings) {
			return nil
		}
		p := proposedChange{Kind: ProposalClient, Target: ids.Entry(id), Name: found.ClientID, Version: found.Version, Client: &in}
		if s, err = c.settle(ctx, p, func() error { return c.saveClient(ctx, id, in) }); err != nil {
			return err
		}
		found, err = clientIn(ctx, c.q, organ, id)
		return err
	})
	return found, s, err
}

func (c organChange) saveClient(ctx context.Context, id ids.Client, in ClientSettings) error {
	_, err := c.q.SaveClient(ctx, dbsqlc.SaveClientParams{ID: id, Scopes: in.Scopes, Enabled: in.Enabled, Bound: in.Bound})
	return err
}

func tidy(list []string) []string {
	out := append([]string{}, list...)
	slices.Sort(out)
	return slices.Compact(out)
}
