package peersim

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// kept is a simulator between two runs: a hub under test has pinned its root.
type kept struct {
	Name     string     `json:"name"`
	Agency   ids.Agency `json:"agency"`
	Seeds    [4][]byte  `json:"seeds"` // root, hub, agency, expired
	Metadata []byte     `json:"metadata"`
}

func (h *Hub) private() [4]*ed25519.PrivateKey {
	return [4]*ed25519.PrivateKey{&h.root, &h.hubKey, &h.agencyKey, &h.oldKey}
}

// Save writes who the simulator is, private keys included.
func (h *Hub) Save(w io.Writer) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	k := kept{Name: h.Name, Agency: h.Agency, Metadata: h.ownRaw}
	for i, key := range h.private() {
		k.Seeds[i] = key.Seed()
	}
	if err := json.NewEncoder(w).Encode(k); err != nil {
		return fmt.Errorf("save the simulator: %w", err)
	}
	return nil
}

// Load reads what Save wrote.
func Load(r io.Reader, clock func() time.Time) (*Hub, error) {
	var k kept
	if err := json.NewDecoder(r).Decode(&k); err != nil {
		return nil, fmt.Errorf("load the simulator: %w", err)
	}
	h := blank(k.Name, k.Agency, clock)
	for i, key := range h.private() {
		if len(k.Seeds[i]) != ed25519.SeedSize {
			return nil, fmt.Errorf("load the simulator: key %d has another length", i)
		}
		*key = ed25519.NewKeyFromSeed(k.Seeds[i])
	}
	print, err := federation.FingerprintOf(h.root.Public())
	if err != nil {
		return nil, err
	}
	if h.own, _, err = federation.OpenMetadata(k.Metadata, print); err != nil {
		return nil, fmt.Errorf("load the simulator: %w", err)
	}
	h.ownRaw = k.Metadata
	return h, nil
}
