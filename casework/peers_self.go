package casework

import (
	"context"
	"crypto"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// MetadataPath is where every hub answers with its metadata.
const MetadataPath = federation.PathMetadata

var firstVersion = federation.Version{Major: 1}

// Identity is who this hub is among hubs (枢纽元数据), as its root signed it.
type Identity struct {
	Hub      string
	Root     federation.Fingerprint
	Sealed   []byte // as others get it
	Metadata federation.Metadata
	MadeAt   time.Time
}

// NewIdentity is what the root signs beside organs and keys, which the hub knows.
type NewIdentity struct {
	Name, Region string
	Endpoints    []string // where partners call, the preferred one first
	Valid        time.Duration
	Begins       time.Time // when keys begin that follow others (轮换); zero: a day more than federation.NextAhead from now
	Lost         []string  // ids of keys that are declared compromised (泄露)
}

// PublishIdentity signs an edition of the hub's metadata with its root key: name,
// addresses, organs and the keys that sign for them. Again whenever organs or keys
// changed; partners ask for it once a day, and at once where a key of ours is new to them.
func (o *Office) PublishIdentity(ctx context.Context, root crypto.Signer, in NewIdentity) (i Identity, err error) {
	now := o.Now()
	if o.AgencyKeys == nil {
		return i, errors.New("publish the hub's metadata: this process holds no keys of organs")
	}
	err = o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		m := federation.Metadata{
			Hub: o.Hub, Serial: 1, Name: in.Name, Region: in.Region, Endpoints: in.Endpoints, IssuedAt: now, ValidUntil: now.Add(in.Valid),
			Accepts: accepted(),
		}
		old, err := o.identity(ctx, q)
		if err != nil && fault.KindOf(err) != fault.Missing {
			return err
		}
		if err == nil {
			m.Serial, m.Keys, m.Encryption = old.Metadata.Serial+1, old.Metadata.Keys, old.Metadata.Encryption
			m.Name, m.Region = orElse(m.Name, old.Metadata.Name), orElse(m.Region, old.Metadata.Region)
			if len(m.Endpoints) == 0 {
				m.Endpoints = old.Metadata.Endpoints
			}
			m.Log = old.Metadata.Log
		}
		if o.LogVerifier != "" {
			m.Log = &federation.Log{Verifier: o.LogVerifier}
		}
		m.IssuedAt = m.IssuedAt.UTC().Truncate(time.Second)
		if err := compromise(&m, in.Lost); err != nil {
			return err
		}
		if err := o.fillIdentity(ctx, q, &m, in); err != nil {
			return err
		}
		if i.Sealed, err = federation.SealMetadata(m, root); err != nil {
			return err
		}
		if i.Root, err = federation.FingerprintOf(root.Public()); err != nil {
			return err
		}
		if i.Metadata, _, err = federation.OpenMetadata(i.Sealed, i.Root); err != nil {
			return err
		}
		i.Hub, i.MadeAt = o.Hub, now
		if err := q.SaveOwnMetadata(ctx, dbsqlc.SaveOwnMetadataParams{Hub: o.Hub, Root: i.Root.String(), Metadata: i.Sealed, MadeAt: now}); err != nil {
			return err
		}
		return q.TellPeers(ctx, now)
	})
	return i, err
}

// fillIdentity names every organ of this hub and the keys that sign for it.
func (o *Office) fillIdentity(ctx context.Context, q *dbsqlc.Queries, m *federation.Metadata, in NewIdentity) error {
	if err := o.fillKeys(m, ids.Agency{}, in); err != nil {
		return err
	}
	rows, err := q.ListAgencies(ctx)
	if err != nil {
		return err
	}
	var organs []ids.Agency
	for _, a := range rows {
		if a.Peer != "" {
			continue
		}
		organs = append(organs, a.ID)
		m.Agencies = append(m.Agencies, federation.AgencyEntry{ID: a.ID, Name: a.Name, Sector: a.Sector, Region: a.Region, Level: a.Level, Closed: !a.ClosedOn.IsZero()})
		if err := o.fillKeys(m, a.ID, in); err != nil {
			return err
		}
	}
	return o.fillEncryption(ctx, q, m, organs)
}

// OwnIdentity gives the hub's metadata; a fault of kind Missing before the first
// edition was signed.
func (o *Office) OwnIdentity(ctx context.Context) (i Identity, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		i, err = o.identity(ctx, q)
		return err
	})
	return i, err
}

func (o *Office) identity(ctx context.Context, q *dbsqlc.Queries) (Identity, error) {
	row, err := q.ReadOwnMetadata(ctx)
	if noRows(err) {
		return Identity{}, fault.New(fault.Missing, "peer.no_identity", fault.T("本枢纽还没有用根密钥签署元数据（hub peer init）", "This hub's metadata has not been signed by its root yet (hub peer init)"))
	}
	if err != nil {
		return Identity{}, err
	}
	i := Identity{Hub: row.Hub, Sealed: row.Metadata, MadeAt: row.MadeAt}
	if i.Root, err = federation.ParseFingerprint(row.Root); err != nil {
		return i, err
	}
	i.Metadata, _, err = federation.OpenMetadata(row.Metadata, i.Root)
	return i, err
}

// HomeOrgan is the organ in whose chain changes of partner hubs are recorded: the one of
// a code, or the only one whose issuer leads to operators.
func (o *Office) HomeOrgan(ctx context.Context, code string) (row AgencyRow, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		if code != "" {
			found, err := q.ReadAgencyByCode(ctx, code)
			row = AgencyRow(found)
			return orMissing(err)
		}
		issuers, err := q.ListOperatorIssuers(ctx)
		if err != nil {
			return err
		}
		if len(issuers) != 1 {
			return fault.New(fault.Invalid, "peer.name_home", fault.T("请用机关代码指明由哪个机关办理", "Name the organ that does this by its code"))
		}
		i, err := q.ReadIssuer(ctx, issuers[0].ID)
		if err != nil {
			return err
		}
		row, err = q.ReadAgency(ctx, i.AgencyID)
		return err
	})
	return row, err
}
