package federation

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"time"
)

// A bundle (交换包) is a ZIP that a courier carries: envelopes, receipts and files, each
// under the digest of its bytes, and a manifest signed by the hub that wrote it. What
// is in it proves by itself; the manifest proves that nothing was left out.
//
//	manifest.json
//	metadata.json
//	envelopes/<sha256>.json
//	receipts/<sha256>.json
//	attachments/<sha256>

// Limits of a bundle.
const (
	MaxBundleEntries = 4096
	MaxBundleBytes   = int64(8) << 30
	maxManifest      = 2 << 20
)

// EntryKind is what a file of a bundle is; it is also the folder.
type EntryKind string

// The kinds.
const (
	InEnvelopes   EntryKind = "envelopes"
	InReceipts    EntryKind = "receipts"
	InAttachments EntryKind = "attachments"
)

// Entry is one file of a bundle.
type Entry struct {
	Kind   EntryKind `json:"kind"`
	SHA256 Hash      `json:"sha256"`
	Bytes  int64     `json:"bytes"`
}

// Name is where the file stands in the bundle.
func (e Entry) Name() string {
	if e.Kind == InAttachments {
		return string(e.Kind) + "/" + e.SHA256.String()
	}
	return string(e.Kind) + "/" + e.SHA256.String() + ".json"
}

// Manifest is the table of contents (清单).
type Manifest struct {
	Protocol  string    `json:"protocol"`
	ID        Message   `json:"id"`
	From      string    `json:"from"` // the hub that wrote it
	To        string    `json:"to"`   // the hub it is meant for
	CreatedAt time.Time `json:"created_at"`
	Metadata  Hash      `json:"metadata,omitzero"` // of metadata.json: the writer's, to be trusted by its root's fingerprint
	Entries   []Entry   `json:"entries"`           // in the order in which they are to be read
}

const (
	nameManifest = "manifest.json"
	nameMetadata = "metadata.json"
)

var entryName = regexp.MustCompile(`^(?:(?:envelopes|receipts)/[0-9a-f]{64}\.json|attachments/[0-9a-f]{64})$`)

func (m *Manifest) check() *Invalid {
	if m.Protocol != Protocol {
		return invalid(ReasonProtocol, "this hub speaks %s", Protocol)
	}
	rules := []rule{
		{!m.ID.IsZero(), "id"},
		{ValidHub(m.From), "from"},
		{ValidHub(m.To) && m.To != m.From, "to"},
		{validInstant(m.CreatedAt), "created_at"},
		{len(m.Entries) <= MaxBundleEntries, "entries"},
	}
	total := int64(0)
	seen := map[string]bool{}
	for i, e := range m.Entries {
		limit := maxAttachment
		switch e.Kind {
		case InEnvelopes:
			limit = MaxEnvelope
		case InReceipts:
			limit = MaxReceipt
		}
		ok := entryName.MatchString(e.Name()) && !seen[e.Name()] && !e.SHA256.IsZero() && e.Bytes >= 0 && e.Bytes <= limit
		rules = append(rules, rule{ok, fmt.Sprintf("entries[%d]", i)})
		seen[e.Name()] = true
		if ok {
			total += e.Bytes
		}
	}
	return broken(append(rules, rule{total <= MaxBundleBytes, "entries"}))
}

// Outgoing is what is to be carried. The order of envelopes is kept.
type Outgoing struct {
	ID          Message
	From, To    string
	CreatedAt   time.Time
	Metadata    []byte // our sealed metadata, so that the reader needs only the fingerprint
	Envelopes   [][]byte
	Receipts    [][]byte
	Attachments []OutgoingFile
}

// OutgoingFile is a file of evidence, opened when its turn comes.
type OutgoingFile struct {
	SHA256 Hash
	Bytes  int64
	Open   func() (io.ReadCloser, error)
}

func (o Outgoing) manifest() Manifest {
	m := Manifest{Protocol: Protocol, ID: o.ID, From: o.From, To: o.To, CreatedAt: o.CreatedAt.UTC().Truncate(time.Second)}
	if o.Metadata != nil {
		m.Metadata = HashOf(o.Metadata)
	}
	for _, raw := range o.Envelopes {
		m.Entries = append(m.Entries, Entry{InEnvelopes, HashOf(raw), int64(len(raw))})
	}
	for _, raw := range o.Receipts {
		m.Entries = append(m.Entries, Entry{InReceipts, HashOf(raw), int64(len(raw))})
	}
	for _, f := range o.Attachments {
		m.Entries = append(m.Entries, Entry{InAttachments, f.SHA256, f.Bytes})
	}
	return m
}

func (m Manifest) seal(by Signer) ([]byte, error) {
	if bad := m.check(); bad != nil {
		return nil, bad
	}
	if bad := (signatories{hub: m.From}).allow([]Signer{by}); bad != nil {
		return nil, bad
	}
	payload, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("write the manifest: %w", err)
	}
	return sealFrame(payload, typeManifest, maxManifest, []Signer{by})
}
