package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// IssuerSettings decide which login becomes whom (身份提供方的设置). The client
// secret is none of them: it opens nothing to whom it is not given, and it must
// never enter the record.
type IssuerSettings struct {
	URL       string            `json:"url"`        // must equal the iss claim byte for byte
	ClientID  string            `json:"client_id"`  // ours, at the issuer
	RoleClaim string            `json:"role_claim"` // claim that holds the roles; dots lead into objects
	RoleMap   map[string]string `json:"role_map"`   // role → function: an allow-list, other roles count for nothing
	MinACR    string            `json:"min_acr"`    // how people must have been authenticated; empty: any way
	Enabled   bool              `json:"enabled"`
}

// Issuer is a registered identity provider as an administrator sees it.
type Issuer struct {
	IssuerSettings
	ID        ids.Issuer
	Agency    ids.Agency
	Code      string
	HasSecret bool
	Version   int64
	Pending   *Proposal
}

// NewIssuer is an issuer to be registered.
type NewIssuer struct {
	IssuerSettings
	Code   string // stays for ever: it is part of the redirect URI
	Secret string // empty: public client with PKCE
}

// OrganIssuers lists an organ's issuers.
func (o *Office) OrganIssuers(ctx context.Context, a Actor, organ ids.Agency) (list []Issuer, err error) {
	err = o.readOrgan(ctx, a, organ, "issuer.read", func(q *dbsqlc.Queries, _ AgencyRow) error {
		list, err = issuersOf(ctx, q, organ)
		return err
	})
	return list, err
}

// OrganIssuer gives one issuer to try tokens on.
func (o *Office) OrganIssuer(ctx context.Context, a Actor, organ ids.Agency, id ids.Issuer) (found Issuer, row AgencyRow, err error) {
	err = o.readOrgan(ctx, a, organ, "issuer.try", func(q *dbsqlc.Queries, r AgencyRow) error {
		row = r
		if id.IsZero() {
			return nil // one that is not registered yet
		}
		found, err = issuerIn(ctx, q, organ, id)
		return err
	})
	return found, row, err
}

func issuersOf(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency) ([]Issuer, error) {
	rows, err := q.ListAgencyIssuers(ctx, organ)
	if err != nil {
		return nil, err
	}
	open, err := openProposals(ctx, q, ids.Entry(organ))
	if err != nil {
		return nil, err
	}
	list := make([]Issuer, len(rows))
	for i, r := range rows {
		list[i] = Issuer{
			ID: r.ID, Agency: r.AgencyID, Code: r.Code, HasSecret: r.HasSecret, Version: r.Version,
			IssuerSettings: IssuerSettings{URL: r.Url, ClientID: r.ClientID, RoleClaim: r.RoleClaim, MinACR: r.MinAcr, Enabled: r.Enabled},
		}
		if err := json.Unmarshal(r.RoleMap, &list[i].RoleMap); err != nil {
			return nil, fmt.Errorf("read a role map: %w", err)
		}
		for _, p := range open[organ] {
			if p.Target == ids.Entry(r.ID) {
				list[i].Pending = &p
			}
		}
	}
	return list, nil
}

func issuerIn(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency, id ids.Issuer) (Issuer, error) {
	list, err := issuersOf(ctx, q, organ)
	for _, i := range list {
		if i.ID == id {
			return i, err
		}
	}
	if err == nil {
		err = missing()
	}
	return Issuer{}, err
}

// RegisterIssuer registers an identity provider for an organ. It speaks for this
// organ only. Until a second person has confirmed it nobody can log in through it.
func (o *Office) RegisterIssuer(ctx context.Context, a Actor, organ ids.Agency, in NewIssuer) (i Issuer, s Settled, err error) {
	err = o.changeOrgan(ctx, a, organ, "issuer.edit", func(c organChange) error {
		id, err := c.insertIssuer(ctx, &in)
		if err != nil {
			return err
		}
		if in.Enabled {
			p := proposedChange{Kind: ProposalIssuer, Target: ids.Entry(id), Name: in.Code, Version: 1, Issuer: &in.IssuerSettings}
			if s, err = c.settle(ctx, p, func() error { return c.saveIssuer(ctx, id, 1, in.IssuerSettings) }); err != nil {
				return err
			}
		}
		i, err = issuerIn(ctx, c.q, organ, id)
		return err
	})
	return i, s, err
}

// insertIssuer cleans a new issuer in place and keeps it, disabled, with its event.
func (c organChange) insertIssuer(ctx context.Context, in *NewIssuer) (ids.Issuer, error) {
	id := ids.New[ids.Issuer](c.now)
	var bad complaints
	bad.code("body.code", in.Code)
	if len(in.Secret) > 1000 {
		bad.add("body.client_secret", "内容过长", "Too long")
	}
	in.check(&bad, c.office.PublicURL)
	if err := bad.err(); err != nil {
		return id, err
	}
	roles, err := json.Marshal(in.RoleMap)
	if err != nil {
		return id, fmt.Errorf("write a role map: %w", err)
	}
	sealed, err := c.office.seal(issuerPlace(id), in.Secret)
	if err != nil {
		return id, err
	}
	if err := c.q.InsertIssuer(ctx, dbsqlc.InsertIssuerParams{
		ID: id, AgencyID: c.organ.ID, Code: in.Code, Url: in.URL, ClientID: in.ClientID, ClientSecret: sealed, RoleClaim: in.RoleClaim,
		RoleMap: roles, MinAcr: in.MinACR, CreatedAt: c.now,
	}); err != nil {
		return id, taken(err, "issuer.taken", "这个代码或者地址已经登记过", "This code or address is registered already")
	}
	settings := in.IssuerSettings
	settings.Enabled = false
	_, err = c.enter(ctx, "issuer.register", map[string]any{
		"change": proposedChange{Kind: ProposalIssuer, Target: ids.Entry(id), Name: in.Code, Version: 1, Issuer: &settings}, "has_secret": in.Secret != "",
	})
	return id, err
}

// EditIssuer changes an issuer's settings as a whole.
func (o *Office) EditIssuer(ctx context.Context, a Actor, organ ids.Agency, id ids.Issuer, version int64, in IssuerSettings) (i Issuer, s Settled, err error) {
	err = o.changeOrgan(ctx, a, organ, "issuer.edit", func(c organChange) error {
		if i, err = issuerIn(ctx, c.q, organ, id); err != nil {
			return err
		}
		if err := sameVersion(i.Version, version); err != nil {
			return err
		}
		var bad complaints
		in.check(&bad, o.PublicURL)
		if err := bad.err(); err != nil {
			return err
		}
		if reflect.DeepEqual(in, i.IssuerSettings) {
			return nil
		}
		p := proposedChange{Kind: ProposalIssuer, Target: ids.Entry(id), Name: i.Code, Version: i.Version, Issuer: &in}
		if s, err = c.settle(ctx, p, func() error { return c.saveIssuer(ctx, id, version, in) }); err != nil {
			return err
		}
		i, err = issuerIn(ctx, c.q, organ, id)
		return err
	})
	return i, s, err
}

// SetIssuerSecret replaces the client secret. It needs no second person: a wrong
// one stops logins, but makes nobody anything.
func (o *Office) SetIssuerSecret(ctx context.Context, a Actor, organ ids.Agency, id ids.Issuer, version int64, secret string) (i Issuer, err error) {
	err = o.changeOrgan(ctx, a, organ, "issuer.edit", func(c organChange) error {
		if i, err = issuerIn(ctx, c.q, organ, id); err != nil {
			return err
		}
		if err := sameVersion(i.Version, version); err != nil {
			return err
		}
		if i.Pending != nil { // the new version would make the waiting change void unnoticed
			return fault.New(fault.Rule, "two_person.already_proposed", fault.T("有一项变更等待第二人确认，请先确认或撤回", "A change waits for a second person; confirm or withdraw it first"))
		}
		sealed, err := o.seal(issuerPlace(id), secret)
		if err != nil {
			return err
		}
		if _, err := c.q.SaveIssuerSecret(ctx, sealed, id, version); err != nil {
			return err
		}
		if _, err := c.enter(ctx, "issuer.secret", map[string]any{"issuer": id.String(), "has_secret": secret != ""}); err != nil {
			return err
		}
		i, err = issuerIn(ctx, c.q, organ, id)
		return err
	})
	return i, err
}

// saveIssuer lets settings take effect and ends the sessions that came through
// the issuer: their functions were read from the old ones.
func (c organChange) saveIssuer(ctx context.Context, id ids.Issuer, version int64, in IssuerSettings) error {
	roles, err := json.Marshal(in.RoleMap)
	if err != nil {
		return fmt.Errorf("write a role map: %w", err)
	}
	n, err := c.q.SaveIssuer(ctx, dbsqlc.SaveIssuerParams{
		ID: id, Url: in.URL, ClientID: in.ClientID, RoleClaim: in.RoleClaim, RoleMap: roles, MinAcr: in.MinACR, Enabled: in.Enabled, Version: version,
	})
	if err != nil {
		return taken(err, "issuer.taken", "这个地址已经登记过", "This address is registered already")
	}
	if n == 0 {
		return sameVersion(0, 1)
	}
	_, err = c.q.DeleteSessionsOfIssuer(ctx, id)
	return err
}

// check cleans the settings in place and refuses functions that do not exist.
func (in *IssuerSettings) check(bad *complaints, publicURL string) {
	bad.issuerURL("body.url", in.URL, publicURL)
	bad.text("body.client_id", &in.ClientID, 1, 200)
	if in.RoleClaim == "" {
		in.RoleClaim = "roles"
	}
	bad.text("body.role_claim", &in.RoleClaim, 1, 200)
	bad.text("body.min_acr", &in.MinACR, 0, 200)
	if in.RoleMap == nil {
		in.RoleMap = map[string]string{}
	}
	if len(in.RoleMap) > 200 {
		bad.add("body.role_map", "条目过多", "Too many entries")
	}
	for role, function := range in.RoleMap {
		if role == "" || len(role) > 200 {
			bad.add("body.role_map", "角色名为空或者过长", "A role is empty or too long")
		}
		bad.oneOf("body.role_map", function, Functions)
	}
}

// issuerByURL finds an issuer whatever its organ.
func issuerByURL(ctx context.Context, q *dbsqlc.Queries, url string) (Issuer, bool, error) {
	row, err := q.ReadIssuerByURL(ctx, url)
	if noRows(err) {
		return Issuer{}, false, nil
	}
	if err != nil {
		return Issuer{}, false, err
	}
	i, err := issuerIn(ctx, q, row.AgencyID, row.ID)
	return i, true, err
}
