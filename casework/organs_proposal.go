package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Whoever decides which login becomes whom could make himself a head. So a
// change that ends with an issuer or a partner system enabled, with an endpoint
// inside an intranet, or with a partner hub trusted, is proposed by one and confirmed by another; one that ends
// with it disabled needs nobody else.
// The proposal is an event of the organ's chain and lives nowhere else
// (docs/adr/0006-two-person-changes.md).

// lastSeen is how long ago somebody may have logged in and still count as a
// second person. It is a courtesy of the hub, no legal number: who left must not
// block the others for ever.
const lastSeen = 90 * 24 * time.Hour

// Kinds of what a proposal changes.
const (
	ProposalIssuer   = "issuer"
	ProposalClient   = "client"
	ProposalEndpoint = "endpoint"
)

// Proposal is a change that waits for a second person (双人确认).
type Proposal struct {
	ID       ids.Event
	Organ    ids.Agency
	Kind     string
	Target   ids.Entry // the issuer's, client's or endpoint's id
	Name     string    // its code, client id or name
	By       ids.User  // zero: on the command line
	ByName   string
	ByAgency ids.Agency
	At       time.Time
	Version  int64           // of the target, when it was proposed
	Issuer   *IssuerSettings // what it would become
	Client   *ClientSettings
	Endpoint *EndpointReach
	Peer     *PeerSettings
}

// proposedChange is a Proposal as the record keeps it. The names are for ever.
type proposedChange struct {
	Kind     string          `json:"kind"`
	Target   ids.Entry       `json:"target"`
	Name     string          `json:"name"`
	Version  int64           `json:"version"`
	Issuer   *IssuerSettings `json:"issuer,omitempty"`
	Client   *ClientSettings `json:"client,omitempty"`
	Endpoint *EndpointReach  `json:"endpoint,omitempty"`
	Peer     *PeerSettings   `json:"peer,omitempty"`
}

func (p proposedChange) enabled() bool {
	return p.Issuer != nil && p.Issuer.Enabled || p.Client != nil && p.Client.Enabled || p.Endpoint != nil && len(p.Endpoint.Allow) > 0 || p.Peer != nil
}

func (p proposedChange) fields() map[string]any { return map[string]any{"change": p} }

// Settled is what became of a change.
type Settled struct {
	Pending      bool // waits for a second person
	SingleHanded bool // there was nobody else: took effect at once, and the record says so
}

// settle lets a change take effect or wait. apply is called only in the first case.
func (c organChange) settle(ctx context.Context, p proposedChange, apply func() error) (Settled, error) {
	var s Settled
	if p.enabled() {
		others, err := c.q.CountSecondPersons(ctx, ids.Entry(c.actor.User), c.now.Add(-lastSeen), c.organ.ID)
		if err != nil {
			return s, err
		}
		s.Pending, s.SingleHanded = others > 0, others == 0
	}
	if s.Pending {
		return s, c.propose(ctx, p)
	}
	fields := p.fields()
	if s.SingleHanded {
		fields["single_handed"] = true
	}
	if err := apply(); err != nil {
		return s, err
	}
	_, err := c.enter(ctx, p.Kind+".edit", fields)
	return s, err
}

func (c organChange) propose(ctx context.Context, p proposedChange) error {
	open, err := openProposals(ctx, c.q, ids.Entry(c.organ.ID))
	if err != nil {
		return err
	}
	if slices.ContainsFunc(open[c.organ.ID], func(o Proposal) bool { return o.Target == p.Target }) {
		return fault.New(fault.Rule, "two_person.already_proposed", fault.T("已有一项变更等待第二人确认，请先确认或撤回", "A change already waits for a second person; confirm or withdraw it first"))
	}
	_, err = c.enter(ctx, p.Kind+".propose", p.fields())
	return err
}

// openProposals gives what waits, by organ. A proposal whose target was changed
// since is no longer open: nobody could confirm what it says.
func openProposals(ctx context.Context, q *dbsqlc.Queries, organs ...ids.Entry) (map[ids.Agency][]Proposal, error) {
	subjects := make([]string, len(organs))
	for i, id := range organs {
		subjects[i] = id.String()
	}
	rows, err := q.ListProposals(ctx, subjects)
	if err != nil {
		return nil, err
	}
	out := map[ids.Agency][]Proposal{}
	for _, r := range rows {
		p, err := proposalOf(r)
		if err != nil {
			return nil, err
		}
		version, err := targetVersion(ctx, q, p)
		if err != nil {
			return nil, err
		}
		if version == p.Version {
			out[p.Organ] = append(out[p.Organ], p)
		}
	}
	return out, nil
}

func proposalOf(r dbsqlc.ListProposalsRow) (Proposal, error) {
	p := Proposal{ID: r.ID, By: r.UserID, ByName: string(r.ByName), ByAgency: r.AgencyID, At: r.RecordedAt}
	var change proposedChange
	if err := json.Unmarshal(r.Change, &change); err != nil {
		return p, fmt.Errorf("read a proposal: %w", err)
	}
	organ, err := ids.Parse[ids.Agency](r.SubjectID)
	if err != nil {
		return p, fmt.Errorf("read a proposal: %w", err)
	}
	p.Organ, p.Kind, p.Target, p.Name, p.Version = organ, change.Kind, change.Target, change.Name, change.Version
	p.Issuer, p.Client, p.Endpoint, p.Peer = change.Issuer, change.Client, change.Endpoint, change.Peer
	return p, nil
}

// targetVersion is the version that the target has now; -1 if it is gone.
func targetVersion(ctx context.Context, q *dbsqlc.Queries, p Proposal) (int64, error) {
	if p.Kind == ProposalIssuer {
		row, err := q.ReadIssuer(ctx, ids.Issuer(p.Target))
		if noRows(err) {
			return -1, nil
		}
		return row.Version, err
	}
	if p.Kind == ProposalPeer {
		row, err := q.ReadPeer(ctx, p.Target)
		if noRows(err) {
			return -1, nil
		}
		return row.Version, err
	}
	if p.Kind == ProposalEndpoint {
		version, err := q.EndpointVersion(ctx, ids.Endpoint(p.Target), p.Organ)
		if noRows(err) {
			return -1, nil
		}
		return version, err
	}
	rows, err := q.ListAgencyClients(ctx, p.Organ)
	for _, r := range rows {
		if r.ID == ids.Client(p.Target) {
			return clientOf(r).Version, err
		}
	}
	return -1, err
}

// Proposals lists what waits for a second person at an organ.
func (o *Office) Proposals(ctx context.Context, a Actor, organ ids.Agency) (list []Proposal, err error) {
	err = o.readOrgan(ctx, a, organ, "issuer.read", func(q *dbsqlc.Queries, _ AgencyRow) error {
		open, err := openProposals(ctx, q, ids.Entry(organ))
		list = open[organ]
		return err
	})
	return list, err
}

// DecideProposal confirms a change, which takes effect at once, or refuses it
// with a reason. Who proposed may only withdraw.
func (o *Office) DecideProposal(ctx context.Context, a Actor, organ ids.Agency, id ids.Event, confirm bool, reason string) error {
	return o.changeOrgan(ctx, a, organ, "proposal.decide", func(c organChange) error {
		open, err := openProposals(ctx, c.q, ids.Entry(organ))
		if err != nil {
			return err
		}
		i := slices.IndexFunc(open[organ], func(p Proposal) bool { return p.ID == id })
		if i < 0 {
			return missing()
		}
		p := open[organ][i]
		fields := map[string]any{"answers": id.String(), "change": p.change()}
		if !confirm {
			var bad complaints
			if bad.text("body.reason", &reason, 1, 500); bad.err() != nil {
				return bad.err()
			}
			fields["reason"] = reason
			_, err := c.enter(ctx, p.Kind+".refuse", fields)
			return err
		}
		if a.User == p.By || a.User.IsZero() && p.Kind != ProposalPeer { // the command line counts as one person, of whom nobody knows who it is
			return fault.New(fault.Rule, "two_person.same_person", fault.T("须由提出人以外的第二人确认：另一名系统运维人员，或者该机关的管理员", "Somebody else must confirm: another operator, or the administrator of that organ"))
		}
		if err := c.apply(ctx, p); err != nil {
			return err
		}
		_, err = c.enter(ctx, p.Kind+".confirm", fields)
		return err
	})
}

func (p Proposal) change() proposedChange {
	return proposedChange{Kind: p.Kind, Target: p.Target, Name: p.Name, Version: p.Version, Issuer: p.Issuer, Client: p.Client, Endpoint: p.Endpoint, Peer: p.Peer}
}

func (c organChange) apply(ctx context.Context, p Proposal) error {
	switch p.Kind {
	case ProposalIssuer:
		return c.saveIssuer(ctx, ids.Issuer(p.Target), p.Version, *p.Issuer)
	case ProposalEndpoint:
		return c.saveReach(ctx, ids.Endpoint(p.Target), p.Version, *p.Endpoint)
	case ProposalPeer:
		return c.savePeer(ctx, p.Target, p.Version, *p.Peer)
	}
	return c.saveClient(ctx, ids.Client(p.Target), *p.Client)
}
