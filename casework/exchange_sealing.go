package casework

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Parts are sealed to an organ (密封给机关). Unless the organ brought a key of its own the hub
// keeps the private half (代管) and can open what is sealed: its metadata say so.

// custodialSealing are the private keys that the hub keeps for an organ, the present one last:
// made of the keys that sign for it, so that nothing more has to be backed up.
func (o *Office) custodialSealing(agency ids.Agency) ([]*ecdsa.PrivateKey, error) {
	if o.AgencyKeys == nil {
		return nil, errors.New("this process holds no keys of organs")
	}
	first, err := o.AgencyKeys(agency)
	if err != nil {
		return nil, err
	}
	keys := []record.Key{first}
	if o.NextKeys != nil {
		more, err := o.NextKeys(agency)
		if err != nil {
			return nil, err
		}
		keys = append(keys, more...)
	}
	var out []*ecdsa.PrivateKey
	for _, k := range keys {
		private, err := sealingOf(k, agency)
		if err != nil {
			return nil, err
		}
		out = append(out, private)
	}
	return out, nil
}

func sealingOf(key record.Key, agency ids.Agency) (*ecdsa.PrivateKey, error) {
	for n := range 8 { // of 2^32 tries one gives no number below the order
		raw, err := hkdf.Key(sha256.New, key.Private.Seed(), []byte(agency.String()), "xhp sealing P-256 "+strconv.Itoa(n), 32)
		if err != nil {
			return nil, fmt.Errorf("derive a key to seal to: %w", err)
		}
		if private, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), raw); err == nil {
			return private, nil
		}
	}
	return nil, errors.New("derive a key to seal to: no number below the order")
}

// UseSealingKey lets parts be sealed to a key whose private half only the organ has: from the
// next edition of the metadata on the hub cannot open them. Another one replaces it; what was
// sealed to the old one is still opened with the old one, which the organ keeps.
func (o *Office) UseSealingKey(ctx context.Context, agency ids.Agency, public jose.JSONWebKey) (id string, err error) {
	now := o.Now()
	key, ok := public.Key.(*ecdsa.PublicKey)
	if !ok || !public.IsPublic() {
		return "", fault.New(fault.Invalid, "sealing.key", fault.T("加密公钥应当是 P-256 公钥（JWK），不要提交私钥", "The key must be a P-256 public key (JWK); never hand in the private one"))
	}
	named, err := federation.NewEncryptionKey(key, agency, now, now.AddDate(1, 0, 0), false)
	if err != nil {
		return "", fault.New(fault.Invalid, "sealing.key", fault.T("加密公钥应当是 P-256 公钥（JWK）", "The key must be a P-256 public key (JWK)"))
	}
	jwk, err := named.Public.MarshalJSON()
	if err != nil {
		return "", fmt.Errorf("write a public key: %w", err)
	}
	return named.ID, o.write(ctx, Actor{Agency: agency}, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		if err := q.EndSealingKeys(ctx, now, agency); err != nil {
			return err
		}
		n, err := q.InsertSealingKey(ctx, dbsqlc.InsertSealingKeyParams{Kid: named.ID, AgencyID: agency, Jwk: jwk, FromAt: now})
		if err == nil && n == 0 {
			return fault.New(fault.Clash, "sealing.known", fault.T("这一公钥已经登记过，请换用新的密钥", "This key was registered before; use a new one"))
		}
		if err != nil {
			return err
		}
		_, err = o.enter(ctx, q, q, entry{
			Subject: record.Subject{Kind: organSubject, ID: agency.String()}, Kind: "sealing.key", OccurredAt: now, RecordedAt: now, Agency: agency, Actor: Actor{Agency: agency, Name: CommandLine().Name},
			Fields: map[string]any{"kid": named.ID},
		})
		return err
	})
}

// fillEncryption names for every organ the key that parts are sealed to: its own, or the one
// that the hub keeps for it. Keys that were named before stay, ended where they were replaced.
func (o *Office) fillEncryption(ctx context.Context, q *dbsqlc.Queries, m *federation.Metadata, organs []ids.Agency) error {
	rows, err := q.SealingKeys(ctx)
	if err != nil {
		return err
	}
	for _, agency := range organs {
		var present federation.EncryptionKey
		i := slices.IndexFunc(rows, func(r dbsqlc.AgencySealingKey) bool { return r.AgencyID == agency && r.UntilAt == nil })
		if i >= 0 {
			var jwk jose.JSONWebKey
			if err := jwk.UnmarshalJSON(rows[i].Jwk); err != nil {
				return fmt.Errorf("read a public key: %w", err)
			}
			public, ok := jwk.Key.(*ecdsa.PublicKey)
			if !ok {
				return errors.New("read a public key: not P-256")
			}
			if present, err = federation.NewEncryptionKey(public, agency, m.IssuedAt, m.ValidUntil, false); err != nil {
				return err
			}
		} else {
			private, err := o.custodialSealing(agency)
			if err != nil {
				return err
			}
			if present, err = federation.NewEncryptionKey(&private[len(private)-1].PublicKey, agency, m.IssuedAt, m.ValidUntil, true); err != nil {
				return err
			}
		}
		named := false
		for j := range m.Encryption {
			k := &m.Encryption[j]
			switch {
			case k.Agency != agency:
			case k.ID == present.ID:
				k.Until, named = present.Until, true
			case k.Until.After(m.IssuedAt):
				k.Until = m.IssuedAt.UTC().Truncate(time.Second)
			}
		}
		// One that began and ended in the same second was never any: it is left out.
		m.Encryption = slices.DeleteFunc(m.Encryption, func(k federation.EncryptionKey) bool { return !k.From.Before(k.Until) })
		if !named {
			m.Encryption = append(m.Encryption, present)
		}
	}
	return nil
}

// SealedParts gives the sealed parts of a case that the actor's organ opens itself.
func (o *Office) SealedParts(ctx context.Context, a Actor, id ids.Case) (list []federation.SealedMessage, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		if !s.may("reporter.open") { // what is sealed is no less than that
			return denied("reporter.open")
		}
		rows, err := q.SealedFields(ctx, id, a.Agency)
		if err != nil {
			return err
		}
		for _, r := range rows {
			raw, err := q.ReadEnvelopeBytes(ctx, r.ShownIn)
			if err != nil {
				return err
			}
			e, err := federation.ReadUnproven(raw) // proven as it arrived
			if err != nil {
				return err
			}
			given, err := federation.ReadGiven(e.Content)
			if err != nil {
				return err
			}
			m := federation.SealedMessage{Message: e.ID, Group: given.Group, Sealed: given.Sealed, Received: r.At}
			if m.WithheldBy, err = q.ReadEnvelopeBytes(ctx, r.EnvelopeID); err != nil {
				return err
			}
			list = append(list, m)
		}
		return nil
	})
	return list, err
}
