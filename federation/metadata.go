package federation

import (
	"crypto"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Metadata is who a hub is (平台元数据): where it answers, which agencies stand
// behind it, which keys sign for whom. It is signed by the hub's root key, which is
// kept offline and whose fingerprint two people exchange on paper.
type Metadata struct {
	Protocol   string          `json:"protocol"`
	Hub        string          `json:"hub"`
	Serial     int64           `json:"serial"`               // rises with every edition
	Name       string          `json:"name"`                 // 平台名称
	Region     string          `json:"region,omitempty"`     // 行政区划代码 (GB/T 2260), six digits
	Endpoints  []string        `json:"endpoints"`            // base addresses, the preferred one first
	Root       jose.JSONWebKey `json:"root"`                 // trusted only by its pinned fingerprint
	Keys       []KeyEntry      `json:"keys"`                 // current, next, and those gone by
	Encryption []EncryptionKey `json:"encryption,omitempty"` // to which parts are sealed for an agency, those gone by too
	Agencies   []AgencyEntry   `json:"agencies"`
	Log        *Log            `json:"log,omitempty"`
	Accepts    []TypeRange     `json:"accepts"`              // message types and versions understood
	Understood []string        `json:"understood,omitempty"` // names of must_understand that are known
	Limits     Limits          `json:"limits,omitzero"`
	IssuedAt   time.Time       `json:"issued_at"`
	ValidUntil time.Time       `json:"valid_until"` // at most MaxMetadataAge after IssuedAt
}

// MaxMetadataAge is the longest validity of one edition.
const MaxMetadataAge = 400 * 24 * time.Hour

// KeyEntry is a signing key with its validity. A key whose From is still to come is
// the next one (轮换): it is published NextAhead before.
type KeyEntry struct {
	ID          string          `json:"kid"`
	Public      jose.JSONWebKey `json:"jwk"`
	Role        Role            `json:"role"`
	Agency      ids.Agency      `json:"agency,omitzero"`
	Custodial   bool            `json:"custodial,omitzero"` // 代管: the hub keeps it for the agency
	From        time.Time       `json:"from"`
	Until       time.Time       `json:"until"`
	Compromised time.Time       `json:"compromised,omitzero"` // 泄露: nothing received from then on counts
	Published   time.Time       `json:"published,omitzero"`   // of a next key: by the edition that named it first; none: by this one
}

// AgencyEntry is an agency behind a hub.
type AgencyEntry struct {
	ID        ids.Agency `json:"id"`
	Name      string     `json:"name"`
	Sector    string     `json:"sector,omitempty"` // for example environment, police
	Region    string     `json:"region,omitempty"`
	Level     string     `json:"level,omitempty"`     // for example county, city, province
	Functions []string   `json:"functions,omitempty"` // desks that may be addressed
	Closed    bool       `json:"closed,omitzero"`     // takes nothing new (已撤销)
}

// Log is the Merkle log of a hub: the name and key its checkpoints are signed with.
type Log struct {
	Verifier string `json:"verifier"` // as golang.org/x/mod/sumdb/note prints it
}

// TypeRange says which versions of a message type are understood.
type TypeRange struct {
	Type string  `json:"type"`
	Min  Version `json:"min"`
	Max  Version `json:"max"` // the minor of Max bounds nothing: a higher one only adds
}

// Limits are what a hub takes beyond what the protocol obliges it to refuse.
type Limits struct {
	AttachmentBytes int64 `json:"attachment_bytes,omitzero"` // the largest file
	PerMinute       int64 `json:"per_minute,omitzero"`       // requests of one partner
}

// Understands says whether a type and version can be sent to this hub. What is not
// accepted can still be sent with a rendition, to be handled by hand.
func (m *Metadata) Understands(typ string, v Version) bool {
	for _, r := range m.Accepts {
		if r.Type == typ && v.Major <= r.Max.Major && (v.Major > r.Min.Major || v.Major == r.Min.Major && v.Minor >= r.Min.Minor) {
			return true
		}
	}
	return false
}

// Agency finds an agency behind the hub.
func (m *Metadata) Agency(id ids.Agency) (AgencyEntry, bool) {
	for _, a := range m.Agencies {
		if a.ID == id {
			return a, true
		}
	}
	return AgencyEntry{}, false
}

// NewKeyEntry names a public key for a time. It returns ErrKey for a kind of key that
// the protocol does not know.
func NewKeyEntry(public crypto.PublicKey, role Role, agency ids.Agency, from, until time.Time) (KeyEntry, error) {
	id, err := KeyID(public)
	if err != nil {
		return KeyEntry{}, err
	}
	return KeyEntry{ID: id, Public: jose.JSONWebKey{Key: public}, Role: role, Agency: agency, From: from.UTC().Truncate(time.Second), Until: until.UTC().Truncate(time.Second)}, nil
}

// Keys are the keys of many hubs by their ids, past ones included.
type Keys map[string]Key

// Find is a KeySource.
func (k Keys) Find(id string) (Key, bool) {
	key, ok := k[id]
	return key, ok
}

// Kept gives the same keys for what was judged as it arrived: no compromise that was declared
// later undoes it.
func (k Keys) Kept() Keys {
	kept := make(Keys, len(k))
	for id, key := range k {
		key.Compromised = time.Time{}
		kept[id] = key
	}
	return kept
}

// Learn adds the keys of an edition that was accepted. A key never changes hands: one
// that is known for another hub or capacity stays as it is. Keys that later editions
// leave out are kept: what they signed in their time stays good.
func (k Keys) Learn(m *Metadata) {
	for _, e := range m.Keys {
		key := Key{ID: e.ID, Public: e.Public.Key, Hub: m.Hub, Role: e.Role, Agency: e.Agency, Custodial: e.Custodial, From: e.From, Until: e.Until, Compromised: e.Compromised}
		old, known := k[e.ID]
		if known && (old.Hub != key.Hub || old.Role != key.Role || old.Agency != key.Agency) {
			continue
		}
		if known && !old.Compromised.IsZero() && (key.Compromised.IsZero() || old.Compromised.Before(key.Compromised)) {
			key.Compromised = old.Compromised // a compromise is not taken back
		}
		k[e.ID] = key
	}
}
