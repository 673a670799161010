package casework

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// CommandLine is the actor behind `hub admin`: an operator without a login.
// Whoever holds the database can do more than any page lets him, so what he does
// is recorded as done by the hub itself.
func CommandLine() Actor { return Actor{Name: "hub admin", Functions: []string{"operator"}} }

// FirstLogin is what makes the first administrator able to log in: an organ and
// an issuer whose role map leads somebody to operator.
type FirstLogin struct {
	Organ  OrganInput
	Issuer NewIssuer
	Force  bool // also beside an operator's issuer that exists
}

// FirstLoginDone says what was there and what was made.
type FirstLoginDone struct {
	Agency               AgencyRow
	Issuer               Issuer
	NewAgency, NewIssuer bool
	NewSecret            bool
	OtherIssuers         []string // codes of other issuers of operators
}

// InstallFirstLogin sets a real hub up (hub admin init). Running it again with
// the same words changes nothing. It refuses a second operator's issuer, which
// would let whoever runs it become an operator unseen; Force is for the day on
// which nobody can log in any more, and is recorded.
func (o *Office) InstallFirstLogin(ctx context.Context, a Actor, in FirstLogin) (done FirstLoginDone, err error) {
	if !slices.Contains(slices.Collect(maps.Values(in.Issuer.RoleMap)), "operator") {
		return done, invalid("role_map", "角色映射中须有一个角色对应 operator，否则无人能管理本系统", "Some role must lead to operator, or nobody can run the hub")
	}
	in.Issuer.Enabled = true
	var bad complaints
	if in.Issuer.check(&bad, o.PublicURL); bad.err() != nil {
		return done, bad.err()
	}
	err = o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		c, err := o.firstOrgan(ctx, q, a, in.Organ, &done)
		if err != nil {
			return err
		}
		done.Agency = c.organ
		return c.firstIssuer(ctx, in, &done)
	})
	return done, err
}

func (o *Office) firstOrgan(ctx context.Context, q *dbsqlc.Queries, a Actor, in OrganInput, done *FirstLoginDone) (organChange, error) {
	row, err := q.ReadAgencyByCode(ctx, in.Code)
	if noRows(err) {
		done.NewAgency = true
		return o.createOrgan(ctx, q, a, in)
	}
	if err != nil {
		return organChange{}, err
	}
	locked, err := q.LockAgency(ctx, row.ID)
	return organChange{office: o, q: q, actor: a, organ: AgencyRow(locked), now: o.Now()}, err
}

func (c organChange) firstIssuer(ctx context.Context, in FirstLogin, done *FirstLoginDone) error {
	have, found, err := issuerByURL(ctx, c.q, in.Issuer.URL)
	if err != nil {
		return err
	}
	operators, err := c.q.ListOperatorIssuers(ctx)
	if err != nil {
		return err
	}
	for _, i := range operators {
		if !found || i.ID != have.ID {
			done.OtherIssuers = append(done.OtherIssuers, i.Code)
		}
	}
	if found {
		return c.sameIssuer(ctx, have, in.Issuer, done)
	}
	if len(done.OtherIssuers) > 0 && !in.Force {
		codes := strings.Join(done.OtherIssuers, ", ")
		return fault.New(fault.Rule, "admin.operator_exists", fault.T(
			"已有系统运维人员可以登录的身份提供方（"+codes+"）。请由其登录后在“机关与人员”中办理；确实无人能登录时加 --force-add",
			"Operators can already log in through "+codes+". Let them do it in the pages; use --force-add only if nobody can log in any more"))
	}
	id, err := c.insertIssuer(ctx, &in.Issuer)
	if err != nil {
		return err
	}
	settings := in.Issuer.IssuerSettings
	if err := c.saveIssuer(ctx, id, 1, settings); err != nil {
		return err
	}
	if _, err := c.enter(ctx, "issuer.edit", map[string]any{
		"change":        proposedChange{Kind: ProposalIssuer, Target: ids.Entry(id), Name: in.Issuer.Code, Version: 1, Issuer: &settings},
		"single_handed": true, "forced": in.Force,
	}); err != nil {
		return err
	}
	done.NewIssuer = true
	done.Issuer, err = issuerIn(ctx, c.q, c.organ.ID, id)
	return err
}

// sameIssuer accepts an issuer that is there as it was asked for, and keeps a
// new secret.
func (c organChange) sameIssuer(ctx context.Context, have Issuer, in NewIssuer, done *FirstLoginDone) error {
	if have.Agency != c.organ.ID || have.Code != in.Code || !reflect.DeepEqual(have.IssuerSettings, in.IssuerSettings) {
		return fault.New(fault.Clash, "admin.issuer_differs", fault.T(
			"该身份提供方已登记，但机关、代码或设置不同（"+have.Code+"）；请登录后在“机关与人员”中修改",
			"This issuer is registered already with another organ, code or settings ("+have.Code+"); change it in the pages"))
	}
	row, err := c.q.ReadIssuer(ctx, have.ID)
	if err != nil {
		return err
	}
	known, err := c.office.unseal(issuerPlace(have.ID), row.ClientSecret)
	if err != nil {
		return err
	}
	if in.Secret != "" && known != in.Secret {
		sealed, err := c.office.seal(issuerPlace(have.ID), in.Secret)
		if err != nil {
			return err
		}
		if _, err := c.q.SaveIssuerSecret(ctx, sealed, have.ID, have.Version); err != nil {
			return fmt.Errorf("keep the secret: %w", err)
		}
		if _, err := c.enter(ctx, "issuer.secret", map[string]any{"issuer": have.ID.String(), "has_secret": true}); err != nil {
			return err
		}
		done.NewSecret = true
	}
	done.Issuer, err = issuerIn(ctx, c.q, c.organ.ID, have.ID)
	return err
}

// OrganByCode finds an organ for a script.
func (o *Office) OrganByCode(ctx context.Context, a Actor, code string) (row AgencyRow, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		found, err := q.ReadAgencyByCode(ctx, code)
		row = AgencyRow(found)
		return orMissing(err)
	})
	return row, err
}
