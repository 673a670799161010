package federation

import (
	"crypto"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Fingerprint is the digest of a root key (根密钥指纹): its RFC 7638 thumbprint. Two
// people read it to one another from paper.
type Fingerprint [sha256.Size]byte

// ErrFingerprint says that a text is not a fingerprint.
var ErrFingerprint = errors.New("not 64 hexadecimal digits")

// FingerprintOf gives the fingerprint of a root key, or ErrKey.
func FingerprintOf(public crypto.PublicKey) (Fingerprint, error) {
	id, err := KeyID(public)
	if err != nil {
		return Fingerprint{}, err
	}
	raw, err := base64.RawURLEncoding.DecodeString(id)
	if err != nil || len(raw) != sha256.Size {
		return Fingerprint{}, ErrKey
	}
	return Fingerprint(raw), nil
}

// String writes 16 groups of four digits.
func (f Fingerprint) String() string {
	digits := strings.ToUpper(hex.EncodeToString(f[:]))
	var groups []string
	for group := range slices.Chunk([]byte(digits), 4) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, " ")
}

// ParseFingerprint reads what people type: either case, with any spaces, hyphens or
// colons. It returns ErrFingerprint otherwise.
func ParseFingerprint(s string) (Fingerprint, error) {
	raw, err := hex.DecodeString(strings.NewReplacer(" ", "", "-", "", ":", "", "\n", "", "\t", "").Replace(s))
	if err != nil || len(raw) != sha256.Size {
		return Fingerprint{}, ErrFingerprint
	}
	return Fingerprint(raw), nil
}

// SealMetadata signs an edition with the root key. Protocol and Root are filled in.
func SealMetadata(m Metadata, root crypto.Signer) ([]byte, error) {
	m.Protocol, m.Root = Protocol, jose.JSONWebKey{Key: root.Public()}
	m.IssuedAt, m.ValidUntil = m.IssuedAt.UTC().Truncate(time.Second), m.ValidUntil.UTC().Truncate(time.Second)
	if bad := m.check(); bad != nil {
		return nil, bad
	}
	payload, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("write the metadata: %w", err)
	}
	return sealFrame(payload, typeMetadata, MaxMetadata, []Signer{{Private: root, Role: RoleHub}})
}

// OpenMetadata verifies an edition against the fingerprint that was agreed on paper.
// Whether it is still fresh is another question: Standing.
func OpenMetadata(raw []byte, pinned Fingerprint) (Metadata, Hash, error) {
	f, bad := openFrame(raw, typeMetadata, MaxMetadata)
	if bad != nil {
		return Metadata{}, Hash{}, bad
	}
	var m Metadata
	if bad := decode(f.payload, &m); bad != nil {
		return Metadata{}, Hash{}, bad
	}
	if bad := m.check(); bad != nil {
		return Metadata{}, Hash{}, bad
	}
	print, err := FingerprintOf(m.Root.Key)
	if err != nil || print != pinned {
		return Metadata{}, Hash{}, invalid(ReasonRoot, "the root key is not the one that was agreed")
	}
	id, err := KeyID(m.Root.Key)
	if err != nil {
		return Metadata{}, Hash{}, invalid(ReasonRoot, "root")
	}
	root := Key{ID: id, Public: m.Root.Key, Hub: m.Hub, Role: RoleHub, From: firstInstant, Until: lastInstant}
	_, bad = f.verify(Keys{id: root}.Find, signatories{hub: m.Hub}, m.IssuedAt)
	if bad != nil {
		return Metadata{}, Hash{}, bad
	}
	return m, HashOf(raw), nil
}

// ClaimedMetadata is whose metadata some bytes say that they are, unproven; empty where they
// cannot be read. It is good for finding the root that is pinned, and for nothing else.
func ClaimedMetadata(raw []byte) string {
	f, bad := openFrame(raw, typeMetadata, MaxMetadata)
	if bad != nil {
		return ""
	}
	var m Metadata
	if decode(f.payload, &m) != nil || !ValidHub(m.Hub) {
		return ""
	}
	return m.Hub
}

func (m *Metadata) check() *Invalid {
	if m.Protocol != Protocol {
		return invalid(ReasonProtocol, "this hub speaks %s", Protocol)
	}
	rules := []rule{
		{ValidHub(m.Hub), "hub"},
		{m.Serial >= 1 && m.Serial <= maxNumber, "serial"},
		{m.Name != "" && prose(m.Name, maxName), "name"},
		{m.Region == "" || region(m.Region), "region"},
		{len(m.Endpoints) <= maxList && !slices.ContainsFunc(m.Endpoints, func(e string) bool { return !endpoint(e) }), "endpoints"},
		{len(m.Keys) >= 1 && len(m.Keys) <= maxKeys, "keys"},
		{len(m.Encryption) <= maxKeys, "encryption"},
		{len(m.Agencies) <= maxAgencies, "agencies"},
		{len(m.Accepts) <= maxAgencies, "accepts"},
		{words(m.Understood), "understood"},
		{m.Log == nil || len(m.Log.Verifier) <= maxText && prose(m.Log.Verifier, maxText), "log"},
		{m.Limits.AttachmentBytes >= 0 && m.Limits.PerMinute >= 0, "limits"},
		{validInstant(m.IssuedAt), "issued_at"},
		{m.ValidUntil.After(m.IssuedAt) && m.ValidUntil.Sub(m.IssuedAt) <= MaxMetadataAge, "valid_until"},
	}
	agencies := map[ids.Agency]bool{}
	for i, a := range m.Agencies {
		ok := !a.ID.IsZero() && !agencies[a.ID] && a.Name != "" && prose(a.Name, maxName) && words(a.Functions) &&
			(a.Sector == "" || validWord(a.Sector)) && (a.Level == "" || validWord(a.Level)) && (a.Region == "" || region(a.Region))
		rules = append(rules, rule{ok, fmt.Sprintf("agencies[%d]", i)})
		agencies[a.ID] = true
	}
	keys := map[string]bool{}
	for i, k := range m.Keys {
		ok := k.valid() && !keys[k.ID] && (k.Role == RoleHub || agencies[k.Agency])
		rules = append(rules, rule{ok, fmt.Sprintf("keys[%d]", i)})
		keys[k.ID] = true
	}
	sealing := map[string]bool{}
	for i, k := range m.Encryption {
		rules = append(rules, rule{k.valid() && agencies[k.Agency] && !sealing[k.ID] && !keys[k.ID], fmt.Sprintf("encryption[%d]", i)})
		sealing[k.ID] = true
	}
	for i, r := range m.Accepts {
		ok := validWord(r.Type) && r.Min.Major >= 1 && r.Min.Major <= r.Max.Major
		rules = append(rules, rule{ok, fmt.Sprintf("accepts[%d]", i)})
	}
	return broken(rules)
}

// Lengths of the lists of metadata.
const (
	maxKeys     = 4096
	maxAgencies = 2048
)

func (k KeyEntry) valid() bool {
	id, err := KeyID(k.Public.Key)
	role := k.Role == RoleHub && k.Agency.IsZero() && !k.Custodial || k.Role == RoleAgency && !k.Agency.IsZero()
	return err == nil && id == k.ID && role && validInstant(k.From) && validInstant(k.Until) && k.From.Before(k.Until)
}

func region(s string) bool {
	return len(s) == 6 && strings.Trim(s, "0123456789") == ""
}

// endpoint is an address to begin with: https, or http where the network itself is
// closed (政务外网) and the envelope alone protects.
func endpoint(s string) bool {
	u, err := url.Parse(s)
	return err == nil && len(s) <= maxText && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && u.RawQuery == "" && u.Fragment == ""
}
