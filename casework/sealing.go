package casework

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Secrets that the hub has to know again lie sealed in the database (密钥密封, ADR 0024).
// An office without a ring, such as that of `hub admin` on another machine, keeps them
// as they are; the next `hub serve` seals them when it starts.

func issuerPlace(id ids.Issuer) string { return "issuer " + id.String() }

func endpointPlace(id ids.Endpoint, what string) string {
	return "endpoint " + id.String() + " " + what
}

func (o *Office) seal(place, secret string) (string, error) {
	if o.Sealing == nil {
		return secret, nil
	}
	return o.Sealing.Seal(place, secret)
}

func (o *Office) unseal(place, text string) (string, error) {
	if o.Sealing == nil {
		return text, nil
	}
	return o.Sealing.Open(place, text)
}

// endpointSecret reads the keys of an endpoint.
func (o *Office) endpointSecret(ctx context.Context, q *dbsqlc.Queries, id ids.Endpoint) (row dbsqlc.ReadEndpointSecretRow, err error) {
	if row, err = q.ReadEndpointSecret(ctx, id); err != nil {
		return row, err
	}
	for what, text := range map[string]*string{"secret": &row.Secret, "sign": &row.Sign, "secret old": &row.OldSecret} {
		place := endpointPlace(id, what)
		if what == "secret old" { // it was sealed as the secret it was, and only moved
			place = endpointPlace(id, "secret")
		}
		if *text, err = o.unseal(place, *text); err != nil {
			return row, err
		}
	}
	return row, nil
}

// sealEndpoint seals the keys of an endpoint in place.
func (o *Office) sealEndpoint(id ids.Endpoint, secret, sign, old *string) (err error) {
	for _, t := range []struct {
		text *string
		what string
	}{{secret, "secret"}, {sign, "sign"}, {old, "secret"}} {
		if t.text == nil {
			continue
		}
		if *t.text, err = o.seal(endpointPlace(id, t.what), *t.text); err != nil {
			return err
		}
	}
	return nil
}

// SealSecrets seals everything that is not sealed with the present key: what was kept
// before there was sealing, and after a rotation what the old key sealed. It may run
// beside others; it counts what it sealed.
func (o *Office) SealSecrets(ctx context.Context) (n int, err error) {
	var organs []ids.Agency
	err = o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		rows, err := q.ListIssuerSecrets(ctx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			next, err := o.resealed(issuerPlace(r.ID), r.ClientSecret)
			if err != nil {
				return fmt.Errorf("issuer %s: %w", r.ID, err)
			}
			if next == r.ClientSecret {
				continue
			}
			done, err := q.ResealIssuer(ctx, next, r.ID, r.ClientSecret)
			if err != nil {
				return err
			}
			n += int(done)
		}
		organs, err = q.AgenciesWithEndpoints(ctx)
		return err
	})
	for _, organ := range organs {
		if err != nil {
			break
		}
		err = o.write(ctx, Actor{Agency: organ}, func(_ pgx.Tx, q *dbsqlc.Queries) error {
			more, err := o.sealEndpoints(ctx, q, organ)
			n += more
			return err
		})
	}
	if err != nil {
		return n, fmt.Errorf("seal the secrets: %w", err)
	}
	return n, nil
}

func (o *Office) sealEndpoints(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency) (n int, err error) {
	rows, err := q.ListEndpointSecrets(ctx, organ)
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		next := dbsqlc.ResealEndpointParams{EndpointID: r.EndpointID, WasSecret: r.Secret, WasSign: r.Sign, WasOld: r.OldSecret}
		for _, t := range []struct {
			into       *string
			what, text string
		}{{&next.Secret, "secret", r.Secret}, {&next.Sign, "sign", r.Sign}, {&next.OldSecret, "secret", r.OldSecret}} {
			if *t.into, err = o.resealed(endpointPlace(r.EndpointID, t.what), t.text); err != nil {
				return n, fmt.Errorf("endpoint %s: %w", r.EndpointID, err)
			}
		}
		if next.Secret == r.Secret && next.Sign == r.Sign && next.OldSecret == r.OldSecret {
			continue
		}
		done, err := q.ResealEndpoint(ctx, next)
		if err != nil {
			return n, err
		}
		n += int(done)
	}
	return n, nil
}

func (o *Office) resealed(place, text string) (string, error) {
	if o.Sealing == nil || o.Sealing.Current(text) {
		return text, nil
	}
	secret, err := o.Sealing.Open(place, text)
	if err != nil {
		return "", err
	}
	return o.Sealing.Seal(place, secret)
}
