package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// nobody reads and writes what belongs to no case: sessions, issuers, people.
var nobody = Actor{}

// IssuerRow is a registered identity provider with its organ.
type IssuerRow struct {
	dbsqlc.ReadIssuerByCodeRow
	Agency  dbsqlc.ReadAgencyRow
	RoleMap map[string]string
}

// IssuerByCode finds an enabled issuer by its short name.
func (o *Office) IssuerByCode(ctx context.Context, code string) (IssuerRow, error) {
	return o.issuer(ctx, func(q *dbsqlc.Queries) (dbsqlc.ReadIssuerByCodeRow, error) { return q.ReadIssuerByCode(ctx, code) })
}

// IssuerByURL finds an enabled issuer by its iss value.
func (o *Office) IssuerByURL(ctx context.Context, url string) (IssuerRow, error) {
	return o.issuer(ctx, func(q *dbsqlc.Queries) (dbsqlc.ReadIssuerByCodeRow, error) {
		row, err := q.ReadIssuerByURL(ctx, url)
		return dbsqlc.ReadIssuerByCodeRow(row), err
	})
}

func (o *Office) issuer(ctx context.Context, find func(*dbsqlc.Queries) (dbsqlc.ReadIssuerByCodeRow, error)) (IssuerRow, error) {
	var out IssuerRow
	err := o.read(ctx, nobody, func(q *dbsqlc.Queries) (err error) {
		if out.ReadIssuerByCodeRow, err = find(q); err != nil {
			return orMissing(err)
		}
		if !out.Enabled {
			return missing()
		}
		if out.ClientSecret, err = o.unseal(issuerPlace(out.ID), out.ClientSecret); err != nil {
			return err
		}
		if err := json.Unmarshal(out.ReadIssuerByCodeRow.RoleMap, &out.RoleMap); err != nil {
			return fmt.Errorf("read a role map: %w", err)
		}
		out.Agency, err = q.ReadAgency(ctx, out.AgencyID)
		return orMissing(err)
	})
	return out, err
}

// ClientOf finds a partner system registered for an issuer.
func (o *Office) ClientOf(ctx context.Context, issuer ids.Issuer, clientID string) (c dbsqlc.ReadClientRow, agency dbsqlc.ReadAgencyRow, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) (err error) {
		if c, err = q.ReadClient(ctx, issuer, clientID); err != nil {
			return orMissing(err)
		}
		if !c.Enabled {
			return missing()
		}
		agency, err = q.ReadAgency(ctx, c.AgencyID)
		return orMissing(err)
	})
	return c, agency, err
}

// KeepUser finds a person by issuer and subject, or makes one.
func (o *Office) KeepUser(ctx context.Context, p dbsqlc.UpsertUserParams, now time.Time) (ids.User, error) {
	p.ID, p.LastSeenAt = ids.New[ids.User](now), &now
	var id ids.User
	err := o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		row, err := q.UpsertUser(ctx, p)
		id = row.ID
		return err
	})
	return id, err
}

// OpenSession keeps a session and ends the one it replaces.
func (o *Office) OpenSession(ctx context.Context, s dbsqlc.InsertSessionParams, replaces []byte) error {
	return o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		if len(replaces) > 0 {
			if err := q.DeleteSession(ctx, replaces); err != nil {
				return err
			}
		}
		return q.InsertSession(ctx, s)
	})
}

// Session reads a session by the hash of its cookie.
func (o *Office) Session(ctx context.Context, hash []byte) (row dbsqlc.ReadSessionRow, err error) {
	err = store.One(ctx, o.Pool, func(c *pgxpool.Conn) (err error) {
		row, err = dbsqlc.New(c).ReadSession(ctx, hash)
		return orMissing(err)
	})
	return row, err
}

// TouchSession notes that a session was used.
func (o *Office) TouchSession(ctx context.Context, hash []byte, now time.Time) error {
	return o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error { return q.TouchSession(ctx, hash, now) })
}

// EndSession deletes one session.
func (o *Office) EndSession(ctx context.Context, hash []byte) error {
	return o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error { return q.DeleteSession(ctx, hash) })
}

// SignOut ends the sessions of a person or of one login at its issuer, once per
// logout token. It reports false for a token that was used before.
func (o *Office) SignOut(ctx context.Context, issuer ids.Issuer, token, subject, idpSession string, now time.Time) (first bool, err error) {
	err = o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		n, err := q.SeeLogoutToken(ctx, issuer, token, now)
		if err != nil || n == 0 {
			return err
		}
		first = true
		if idpSession != "" {
			_, err = q.DeleteSessionsBySID(ctx, issuer, idpSession)
		} else {
			_, err = q.DeleteSessionsBySubject(ctx, issuer, subject)
		}
		return err
	})
	return first, err
}

// UseOnce takes a token id once.
func (o *Office) UseOnce(ctx context.Context, issuer ids.Issuer, jti string, now time.Time) (bool, error) {
	var n int64
	err := o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) (err error) {
		n, err = q.SeeLogoutToken(ctx, issuer, jti, now)
		return err
	})
	return n == 1, err
}

// ActorFor completes a login into an actor: the organ's sector, and what the
// person is today besides what its issuer says. Who presides over the organ
// (主持工作) acts as head; who stands in for a colleague on leave reads and
// prepares as the colleague would, but approves nothing.
func (o *Office) ActorFor(ctx context.Context, a Actor) (Actor, error) {
	err := store.One(ctx, o.Pool, func(c *pgxpool.Conn) error {
		s, err := dbsqlc.New(c).ReadStanding(ctx, a.User, civil.DateOf(o.Now()), a.Agency)
		if err != nil {
			return orMissing(err)
		}
		a.Sector = s.Sector
		if a.Machine {
			return nil
		}
		for _, f := range s.Deputising {
			if preparing[f] && !a.Has(f) {
				a.Functions = append(a.Functions, f)
			}
		}
		if s.Presiding && !a.Has("head") {
			a.Functions = append(a.Functions, "head")
		}
		return nil
	})
	return a, err
}

// preparing are the functions that a deputy takes over.
var preparing = map[string]bool{"desk": true, "handler": true, "legal_reviewer": true, "liaison": true}
