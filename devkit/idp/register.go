package idp

import (
	"crypto"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"

	jose "github.com/go-jose/go-jose/v4"
)

// known are the clients of an issuer; more may register while it runs.
type known struct {
	mu      sync.RWMutex
	clients map[string]*client
}

// maxClients bounds what a loop of registrations can take.
const maxClients = 1000

func (k *known) client(id string) *client {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.clients[id]
}

func (k *known) add(c *client) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.clients[c.ID] == nil && len(k.clients) >= maxClients {
		return false
	}
	k.clients[c.ID] = c
	return true
}

func (k *known) all() []*client {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return slices.Collect(maps.Values(k.clients))
}

// clientMetadata is what a system says of itself and is answered (RFC 7591 §2, §3.2.1).
type clientMetadata struct {
	ID         string             `json:"client_id,omitempty"`
	Name       string             `json:"client_name,omitempty"`
	Keys       jose.JSONWebKeySet `json:"jwks"`
	AuthMethod string             `json:"token_endpoint_auth_method"`
	Grants     []string           `json:"grant_types"`
	Scope      string             `json:"scope"`
}

// register takes a partner system's public key. Its id is made from the key, so
// that the same key gets the same id after a restart, when all is forgotten. A
// provider in earnest asks who registers; this one knows nobody.
func (i *issuer) register(w http.ResponseWriter, r *http.Request) {
	var in clientMetadata
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10)).Decode(&in)
	if err != nil || len(in.Keys.Keys) != 1 || !in.Keys.Keys[0].Valid() || !in.Keys.Keys[0].IsPublic() {
		refuseRegistration(w, "send JSON with jwks: exactly one public key")
		return
	}
	if in.AuthMethod != "private_key_jwt" {
		refuseRegistration(w, "token_endpoint_auth_method must be private_key_jwt")
		return
	}
	key := in.Keys.Keys[0]
	sum, err := key.Thumbprint(crypto.SHA256)
	if err != nil {
		refuseRegistration(w, "the key has no thumbprint")
		return
	}
	c := &client{issuer: i, Client: Client{
		ID:  fmt.Sprintf("system-%x", sum[:6]),
		Key: key, Scopes: i.Register.Scopes, Audience: i.Register.Audience,
	}}
	if !i.known.add(c) {
		refuseRegistration(w, "too many systems are registered already")
		return
	}
	in.ID, in.Grants, in.Scope = c.ID, []string{"client_credentials"}, scopeClaim(c.Scopes)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(in) // the caller went away
}

func refuseRegistration(w http.ResponseWriter, why string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": "invalid_client_metadata", "error_description": why}) // the caller went away
}
