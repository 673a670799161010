// Package peersim plays a partner hub (对方平台模拟器): a small hub in memory that speaks
// XHP/1, and nine ways in which it misbehaves, each with the answer it must get.
//
// It is the installer's self-test and that of this project. It keeps nothing and
// decides nothing about cases.
package peersim

import (
	"crypto/ed25519"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// Hub is a hub in memory with one agency.
type Hub struct {
	Name   string
	Agency ids.Agency
	Clock  func() time.Time

	root, hubKey, agencyKey ed25519.PrivateKey
	oldKey                  ed25519.PrivateKey // of the hub, and expired

	mu       sync.Mutex
	own      federation.Metadata
	ownRaw   []byte
	keys     federation.Keys
	partners map[string]partner
	book     book
	log      log
	nonces   map[federation.Message]time.Time
}

// partner is a hub that was agreed with.
type partner struct {
	metadata federation.Metadata
	hash     federation.Hash
}

func blank(name string, agency ids.Agency, clock func() time.Time) *Hub {
	return &Hub{
		Name: name, Agency: agency, Clock: clock, keys: federation.Keys{}, partners: map[string]partner{},
		book: newBook(), nonces: map[federation.Message]time.Time{},
	}
}

// New makes a hub whose keys come from random. Endpoint is where it is reached; empty
// for one that only sends.
func New(name, title, endpoint string, random io.Reader, clock func() time.Time) (*Hub, error) {
	now := clock()
	h := blank(name, ids.New[ids.Agency](now), clock)
	for _, key := range h.private() {
		var err error
		if _, *key, err = ed25519.GenerateKey(random); err != nil {
			return nil, fmt.Errorf("make a key: %w", err)
		}
	}
	h.own = federation.Metadata{
		Hub: name, Serial: now.Unix(), Name: title, Keys: []federation.KeyEntry{}, Endpoints: []string{},
		Agencies: []federation.AgencyEntry{{ID: h.Agency, Name: title + "生态环境局", Sector: "environment", Functions: []string{"legal"}}},
		Accepts:  []federation.TypeRange{}, IssuedAt: now, ValidUntil: now.Add(federation.MaxMetadataAge),
	}
	verifier, err := h.logVerifier()
	if err != nil {
		return nil, err
	}
	h.own.Log = &federation.Log{Verifier: verifier}
	if endpoint != "" {
		h.own.Endpoints = []string{endpoint}
	}
	old := federation.Signer{Private: h.oldKey, Role: federation.RoleHub}
	if err := h.publish(old, now.AddDate(-1, 0, 0), now.Add(-time.Hour)); err != nil {
		return nil, err
	}
	for _, s := range h.Signers() {
		if err := h.publish(s, now.Add(-time.Hour), now.Add(federation.MaxMetadataAge)); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// publish puts a key into the hub's metadata and seals the next edition.
func (h *Hub) publish(s federation.Signer, from, until time.Time) error {
	entry, err := federation.NewKeyEntry(s.Private.Public(), s.Role, s.Agency, from, until)
	if err != nil {
		return err
	}
	h.own.Keys = append(h.own.Keys, entry)
	h.own.Serial++
	h.ownRaw, err = federation.SealMetadata(h.own, h.root)
	return err
}

// Signers are those who sign an act: the agency and its hub.
func (h *Hub) Signers() []federation.Signer {
	return []federation.Signer{
		{Private: h.agencyKey, Role: federation.RoleAgency, Agency: h.Agency},
		h.signer(),
	}
}

func (h *Hub) signer() federation.Signer {
	return federation.Signer{Private: h.hubKey, Role: federation.RoleHub}
}

// Metadata gives the sealed metadata and the fingerprint that a partner pins.
func (h *Hub) Metadata() ([]byte, federation.Fingerprint) {
	h.mu.Lock()
	defer h.mu.Unlock()
	print, err := federation.FingerprintOf(h.root.Public())
	if err != nil {
		panic("peersim: an Ed25519 key without a fingerprint: " + err.Error())
	}
	return h.ownRaw, print
}

// Pin accepts a partner's metadata under the fingerprint that was agreed.
func (h *Hub) Pin(raw []byte, root federation.Fingerprint) error {
	m, hash, err := federation.OpenMetadata(raw, root)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	var old *federation.Metadata
	known, ok := h.partners[m.Hub]
	if ok {
		old = &known.metadata
	}
	if err := federation.Adopt(old, &m, known.hash, hash, h.Clock()); err != nil {
		return err
	}
	h.keys.Learn(&m)
	h.partners[m.Hub] = partner{m, hash}
	return nil
}

// Opener opens what partners sealed.
func (h *Hub) Opener() federation.Opener {
	return federation.Opener{Hub: h.Name, Keys: h.find, Understands: func(string) bool { return false }}
}

func (h *Hub) find(id string) (federation.Key, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.keys.Find(id)
}

// Client speaks to a pinned partner.
func (h *Hub) Client(peer string) *federation.Client {
	h.mu.Lock()
	defer h.mu.Unlock()
	return &federation.Client{
		Self: h.signer(), Hub: h.Name, Peer: peer, Endpoints: h.partners[peer].metadata.Endpoints, Clock: h.Clock,
		Opener: federation.Opener{Hub: h.Name, Keys: h.find},
	}
}

// Handshake is this hub's half of the self-test.
func (h *Hub) Handshake(peer string, nonce federation.Message) federation.Handshake {
	h.mu.Lock()
	defer h.mu.Unlock()
	return federation.Handshake{
		Hub: h.Name, Audience: peer, Nonce: nonce, Time: h.Clock(), Serial: h.own.Serial,
		Mine: federation.HashOf(h.ownRaw), Yours: h.partners[peer].hash,
	}
}
