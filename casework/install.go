package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Installation is the organs a hub begins with. `hub seed` and the development
// hub load one; a real hub begins with `hub admin init`.
type Installation struct {
	Organs []NewOrgan
}

// NewOrgan is an organ with the issuer that speaks for it and its people.
type NewOrgan struct {
	Code, Name, ShortName   string
	Sector, Level, Region   string
	ActsFor, Superior       string // codes of organs further up in the list
	DocPrefix, Email, Phone string
	Synthetic               bool
	IssuerURL, ClientID     string
	RoleMap                 map[string]string
	People                  []NewPerson
}

// NewPerson is somebody who will log in through the organ's issuer.
type NewPerson struct {
	Subject, Name, Title string
	Email, Phone         string
	Functions            []string
	OnDuty               bool // on the duty roster for the next days
}

// dutyDays is how far the roster of an installation reaches.
const dutyDays = 30

// Install writes the organs that are not there yet, by code. Running it again
// changes nothing.
func (o *Office) Install(ctx context.Context, in Installation) error {
	now := o.Now()
	return o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		known := map[string]ids.Agency{}
		rows, err := q.ListAgencies(ctx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			known[r.Code] = r.ID
		}
		for _, n := range in.Organs {
			if _, there := known[n.Code]; there {
				continue
			}
			id := ids.New[ids.Agency](now)
			known[n.Code] = id
			if err := q.InsertAgency(ctx, dbsqlc.InsertAgencyParams{
				ID: id, Code: n.Code, Name: n.Name, ShortName: n.ShortName, Sector: n.Sector, Level: n.Level, Region: n.Region,
				SuperiorID: known[n.Superior], ActsForID: known[n.ActsFor], DocPrefix: n.DocPrefix, Email: n.Email, Phone: n.Phone, Synthetic: n.Synthetic, CreatedAt: now,
			}); err != nil {
				return fmt.Errorf("install %s: %w", n.Code, err)
			}
			if err := install(ctx, q, id, n, now); err != nil {
				return fmt.Errorf("install %s: %w", n.Code, err)
			}
		}
		return nil
	})
}

// MoveIssuers tells a hub whose identity provider runs in its own process where that
// provider now is: another port on every start. Issuers elsewhere stay as they are;
// path gives the end of an address that is the provider's own.
func (o *Office) MoveIssuers(ctx context.Context, in Installation, path func(code string) string) error {
	return o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		for _, n := range in.Organs {
			if n.IssuerURL == "" {
				continue
			}
			if err := q.MoveIssuer(ctx, n.IssuerURL, n.Code, path(n.Code)); err != nil {
				return fmt.Errorf("move the issuer %s: %w", n.Code, err)
			}
		}
		return nil
	})
}

func install(ctx context.Context, q *dbsqlc.Queries, agency ids.Agency, n NewOrgan, now time.Time) error {
	if n.IssuerURL == "" {
		return nil
	}
	roles, err := json.Marshal(n.RoleMap)
	if err != nil {
		return fmt.Errorf("write a role map: %w", err)
	}
	issuer := ids.New[ids.Issuer](now)
	if err := q.InsertIssuer(ctx, dbsqlc.InsertIssuerParams{
		ID: issuer, AgencyID: agency, Code: n.Code, Url: n.IssuerURL, ClientID: n.ClientID, RoleClaim: "roles", RoleMap: roles, Enabled: true, CreatedAt: now,
	}); err != nil {
		return err
	}
	for _, p := range n.People {
		user, err := q.UpsertUser(ctx, dbsqlc.UpsertUserParams{
			ID: ids.New[ids.User](now), AgencyID: agency, IssuerID: issuer, Subject: p.Subject, Name: p.Name, Title: p.Title, Email: p.Email, Phone: p.Phone, Functions: p.Functions, LastSeenAt: &now,
		})
		if err != nil {
			return err
		}
		if p.OnDuty {
			if err := q.InsertShift(ctx, dbsqlc.InsertShiftParams{
				ID: ids.New[ids.Entry](now), AgencyID: agency, UserID: user.ID, FromAt: now, ToAt: now.AddDate(0, 0, dutyDays), Phone: p.Phone, CreatedAt: now,
			}); err != nil {
				return err
			}
		}
	}
	return nil
}
