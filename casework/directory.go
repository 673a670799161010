package casework

import (
	"context"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Agencies lists the organs of the hub: everybody may know where to send.
func (o *Office) Agencies(ctx context.Context, a Actor) (rows []dbsqlc.ListAgenciesRow, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err = q.ListAgencies(ctx)
		return err
	})
	return rows, err
}

// Issuers lists the enabled issuers with their organs, for the login page.
func (o *Office) Issuers(ctx context.Context) (rows []dbsqlc.ListIssuersRow, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		all, err := q.ListIssuers(ctx)
		for _, i := range all {
			if i.Enabled {
				rows = append(rows, i)
			}
		}
		return err
	})
	return rows, err
}

// Me gives the person behind the actor, its organ and the code of its issuer.
func (o *Office) Me(ctx context.Context, a Actor) (u dbsqlc.ReadUserRow, organ dbsqlc.ReadAgencyRow, issuer string, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		if organ, err = q.ReadAgency(ctx, a.Agency); err != nil {
			return orMissing(err)
		}
		if a.Machine {
			return nil
		}
		if u, err = q.ReadUser(ctx, a.User); err != nil {
			return orMissing(err)
		}
		row, err := q.ReadIssuer(ctx, u.IssuerID)
		issuer = row.Code
		return err
	})
	return u, organ, issuer, err
}

// Clock gives one stored clock of a case, to explain it.
func (o *Office) Clock(ctx context.Context, a Actor, id ids.Case, clock ids.Clock) (row dbsqlc.Clock, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.look(ctx, q, a, id)
		if err != nil {
			return err
		}
		for _, c := range s.Clocks {
			if c.ID == clock {
				row = c
				return nil
			}
		}
		return missing()
	})
	return row, err
}
