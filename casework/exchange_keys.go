package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Signing keys change by overlap (密钥轮换): the next one is published at least
// federation.NextAhead before it begins, and the one before stays good for what is still under
// way. Which key signs is said by the hub's own metadata, which its root signed; the folder of
// keys says only which are at hand.

// keyOverlap is how long the earlier key stays good once the next one has begun: longer than
// any message is tried.
const keyOverlap = 30 * 24 * time.Hour

// heldKeys are the keys that the hub holds for itself (zero) or for an organ, oldest first.
func (o *Office) heldKeys(agency ids.Agency) ([]record.Key, error) {
	first := o.HubKey
	if !agency.IsZero() {
		key, err := o.AgencyKeys(agency)
		if err != nil {
			return nil, err
		}
		first = key
	}
	if o.NextKeys == nil {
		return []record.Key{first}, nil
	}
	more, err := o.NextKeys(agency)
	return append([]record.Key{first}, more...), err
}

// signingKey is the key that signs now: of those at hand the one that began last, by the
// metadata. Past its last day, or declared compromised, none signs any more. A key that the
// metadata do not name yet signs: partners refuse it until they have heard of it.
func (o *Office) signingKey(ctx context.Context, q *dbsqlc.Queries, agency ids.Agency) (record.Key, error) {
	held, err := o.heldKeys(agency)
	if err != nil {
		return record.Key{}, err
	}
	own, err := o.ownKeys(ctx, q)
	if err != nil {
		return record.Key{}, err
	}
	now := o.Now()
	var best record.Key
	var began time.Time
	for _, k := range held {
		if entry, ok := own[k.ID]; ok && entry.ValidAt(now) && !entry.From.Before(began) {
			best, began = k, entry.From
		}
	}
	if best.Private != nil {
		return best, nil
	}
	if _, listed := own[held[0].ID]; !listed {
		return held[0], nil
	}
	return best, fault.New(fault.Rule, "exchange.key_expired", fault.T("本枢纽为该机关保管的签名密钥已到期或者已声明泄露，不再签发任何函件和回执；请系统运维人员轮换密钥（hub keys rotate-signing）", "The signing key has expired or was declared compromised: nothing is signed any more. The operator should rotate it (hub keys rotate-signing)"))
}

// ownEditions are the keys of our own metadata by the digest of the edition: verifying it for
// every signature would cost a bureau with hundreds of organs more than the signature.
var ownEditions sync.Map // federation.Hash → federation.Keys

// ownKeys are the keys that our metadata name; none before its root has signed.
func (o *Office) ownKeys(ctx context.Context, q *dbsqlc.Queries) (federation.Keys, error) {
	digest, err := q.OwnEdition(ctx)
	if noRows(err) {
		return federation.Keys{}, nil
	}
	if err != nil {
		return nil, err
	}
	edition := federation.Hash(digest)
	if known, ok := ownEditions.Load(edition); ok {
		return known.(federation.Keys), nil
	}
	i, err := o.identity(ctx, q)
	if err != nil {
		return nil, err
	}
	keys := federation.Keys{}
	keys.Learn(&i.Metadata)
	ownEditions.Store(federation.HashOf(i.Sealed), keys)
	return keys, nil
}

// fillKeys names the keys of the hub (zero) or of one organ in an edition. Keys that were
// named before stay as they were: what they signed is judged by them. The last of a line lives
// as long as the edition and its days of grace; one that is new begins when the rotation says.
func (o *Office) fillKeys(m *federation.Metadata, agency ids.Agency, in NewIdentity) error {
	held, err := o.heldKeys(agency)
	if err != nil {
		return err
	}
	role, until := federation.RoleHub, m.ValidUntil.Add(federation.Grace)
	if !agency.IsZero() {
		role = federation.RoleAgency
	}
	var before *federation.KeyEntry
	for n, k := range held {
		entry := entryOf(m, k.ID)
		if entry == nil {
			from := m.IssuedAt
			if before != nil && before.Compromised.IsZero() && before.Until.After(m.IssuedAt) {
				from = in.begins(m.IssuedAt)
				if end := from.Add(keyOverlap); before.Until.After(end) {
					before.Until = end.UTC().Truncate(time.Second)
				}
			}
			made, err := federation.NewKeyEntry(k.Public(), role, agency, from, until)
			if err != nil {
				return err
			}
			made.Custodial = role == federation.RoleAgency
			if from.After(m.IssuedAt) {
				made.Published = m.IssuedAt
			}
			m.Keys = append(m.Keys, made)
			entry = &m.Keys[len(m.Keys)-1]
		} else if n == len(held)-1 && entry.Compromised.IsZero() {
			entry.Until = until.UTC().Truncate(time.Second)
		}
		before = entry
	}
	return nil
}

// begins is when a next key begins that nobody published yet.
func (in NewIdentity) begins(now time.Time) time.Time {
	if in.Begins.IsZero() {
		return now.Add(federation.NextAhead + 24*time.Hour)
	}
	return in.Begins
}

func entryOf(m *federation.Metadata, id string) *federation.KeyEntry {
	for i := range m.Keys {
		if m.Keys[i].ID == id {
			return &m.Keys[i]
		}
	}
	return nil
}

// compromise marks keys in an edition (密钥泄露声明): nothing under them that is received from
// its day on counts, at no partner. It is never taken back.
func compromise(m *federation.Metadata, keys []string) error {
	for _, id := range keys {
		entry := entryOf(m, id)
		if entry == nil {
			return fault.New(fault.Invalid, "peer.key_unknown", fault.T("本枢纽的元数据中没有这把密钥："+id, "The metadata of this hub name no such key: "+id))
		}
		if entry.Compromised.IsZero() {
			entry.Compromised = m.IssuedAt
		}
	}
	return nil
}

// SigningKeyID names the key that signs now for the hub (zero) or an organ.
func (o *Office) SigningKeyID(ctx context.Context, agency ids.Agency) (id string, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		key, err := o.signingKey(ctx, q, agency)
		id = key.ID
		return err
	})
	return id, err
}

// keys are the keys of a partner: those of its newest metadata, and those of earlier ones that
// it left out.
func (p Peer) keys() federation.Keys {
	k := federation.Keys{}
	k.Learn(&federation.Metadata{Hub: p.Hub, Keys: p.past})
	k.Learn(&p.Metadata)
	return k
}

// kept are the same for messages that were receipted here: they were judged as they arrived,
// and a compromise that was told later does not undo them (此前已收讫的仍然有效).
func (p Peer) kept() federation.Keys { return p.keys().Kept() }

// pastKeys are the keys that an edition which is replaced, or one before it, names and the
// next one does not, or no longer as compromised.
func pastKeys(p Peer, old, next *federation.Metadata) ([]byte, error) {
	var past []federation.KeyEntry
	for _, list := range [][]federation.KeyEntry{old.Keys, p.past} {
		for _, k := range list {
			known := entryOf(next, k.ID)
			if known != nil && (k.Compromised.IsZero() || !known.Compromised.IsZero()) {
				continue
			}
			if entryOf(&federation.Metadata{Keys: past}, k.ID) == nil {
				past = append(past, k)
			}
		}
	}
	if past == nil {
		return nil, nil
	}
	return json.Marshal(past)
}

// newlyCompromised are keys that an edition declares compromised and the one before did not.
func newlyCompromised(old, next *federation.Metadata) (list []federation.KeyEntry) {
	for _, k := range next.Keys {
		if before := entryOf(old, k.ID); !k.Compromised.IsZero() && (before == nil || before.Compromised.IsZero()) {
			list = append(list, k)
		}
	}
	return list
}

// keyAlarm is the code of the alarm that a partner has lost a key.
const keyAlarm = "key_compromised"

// tellCompromised says to the operators that a partner has lost a key, and how many of its
// messages were taken between its word and its arrival here: they stand, and people look at
// them.
func (o *Office) tellCompromised(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, p Peer, lost []federation.KeyEntry, now time.Time) error {
	for _, k := range lost {
		n, err := q.ReceivedSince(ctx, p.ID, k.Compromised)
		if err != nil {
			return err
		}
		words := AlarmWords(keyAlarm)
		if n > 0 {
			words = fault.T(fmt.Sprintf("%s；声明之后、本枢纽得知之前收到的 %d 份函件已收讫，请与对方逐份核对", words.ZH, n), fmt.Sprintf("%s; %d messages that arrived between its notice and now stand: check them with the partner", words.EN, n))
		}
		if err := o.alarm(ctx, tx, q, p, keyAlarm, words, "compromised:"+k.ID, now); err != nil {
			return err
		}
	}
	return nil
}

// TakeMetadata takes an edition that a partner pushes: new organs, the next key, a compromise
// notice. The signature of the root that is pinned is its proof, so no token is asked for; what
// it did not sign is refused, and an older edition changes nothing.
func (o *Office) TakeMetadata(ctx context.Context, sealed []byte) error {
	hub := federation.ClaimedMetadata(sealed)
	peers, err := o.trusted(ctx)
	if err != nil {
		return err
	}
	for _, p := range peers {
		if p.Hub != hub {
			continue
		}
		if _, _, err := federation.OpenMetadata(sealed, p.Root); err != nil {
			return err
		}
		return o.renewPeer(ctx, p, sealed, true)
	}
	return &federation.Invalid{Reason: federation.ReasonUnknownSender}
}

// Untold says that a newer edition of ours waits to be told to the partner.
func (p Peer) Untold() bool { return p.tellAt != nil }

// EditionTold notes that a partner was told of our present edition.
func (o *Office) EditionTold(ctx context.Context, p Peer) error {
	if p.tellAt == nil {
		return nil
	}
	return o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) error { return q.PeerTold(ctx, p.ID, *p.tellAt) })
}
