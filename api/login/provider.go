package login

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// provider is what an issuer's metadata say, and its signing keys.
type provider struct {
	endpoint       oauth2.Endpoint
	keysURL        string
	keys           oidc.KeySet
	promisesIssuer bool // it names itself in its answers (RFC 9207)
}

// How long metadata are used before they are looked up again.
const (
	metadataLifetime = time.Hour
	failureLifetime  = 5 * time.Second // an unreachable issuer is not asked more often
)

// providers looks issuers up and remembers them. A hanging issuer holds up only
// those who wait for it, and those no longer than its timeout; once known, an
// issuer stays usable for checking tokens while it is down.
type providers struct {
	client    *http.Client
	transport http.RoundTripper
	now       func() time.Time
	secure    bool

	mu    sync.Mutex
	known map[string]*metadata
}

// metadata of one issuer, guarded by the mutex of providers.
type metadata struct {
	p       *provider     // nil until a lookup succeeded
	err     error         // of the last lookup
	ended   time.Time     // of the last lookup
	pending chan struct{} // not nil while a lookup runs; closed at its end
}

func newProviders(via http.RoundTripper, now func() time.Time, secure bool) *providers {
	return &providers{client: issuerClient(via), transport: via, now: now, secure: secure, known: map[string]*metadata{}}
}

// get gives an issuer's provider. Old metadata are renewed in the background
// while they go on being used.
func (ps *providers) get(ctx context.Context, issuer string) (*provider, error) {
	if err := ps.check(issuer); err != nil {
		return nil, err
	}
	ps.mu.Lock()
	defer ps.mu.Unlock()
	m := ps.known[issuer]
	if m == nil {
		m = &metadata{}
		ps.known[issuer] = m
	}
	if m.pending == nil && m.due(ps.now()) {
		m.pending = make(chan struct{})
		go ps.renew(issuer, m)
	}
	if pending := m.pending; pending != nil && m.p == nil {
		ps.mu.Unlock()
		var gone error
		select {
		case <-pending:
		case <-ctx.Done():
			gone = ctx.Err()
		}
		ps.mu.Lock()
		if gone != nil {
			return nil, gone
		}
	}
	if m.p != nil {
		return m.p, nil
	}
	return nil, m.err
}

func (m *metadata) due(now time.Time) bool {
	age := now.Sub(m.ended)
	if m.err != nil {
		return age >= failureLifetime || age < 0
	}
	return m.p == nil || age >= metadataLifetime || age < 0
}

// renew looks an issuer up, on no caller's context: others wait for it too.
func (ps *providers) renew(issuer string, m *metadata) {
	p, err := ps.discover(context.Background(), issuer)
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if err == nil {
		if m.p != nil && m.p.keysURL == p.keysURL {
			p.keys = m.p.keys // with the keys it has fetched, and its cool-down
		}
		m.p = p
	}
	m.err, m.ended = err, ps.now()
	close(m.pending)
	m.pending = nil
}

// discover reads the metadata and refuses addresses that CheckIssuer would.
func (ps *providers) discover(ctx context.Context, issuer string) (*provider, error) {
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, ps.client), issuer)
	if err != nil {
		// The library puts the whole answer into its error.
		return nil, fmt.Errorf("look up the issuer: %.300s", err.Error())
	}
	var more struct {
		KeysURL     string   `json:"jwks_uri"`
		NamesIssuer bool     `json:"authorization_response_iss_parameter_supported"`
		AuthMethods []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := found.Claims(&more); err != nil {
		return nil, fmt.Errorf("read the issuer's metadata: %w", err)
	}
	p := &provider{endpoint: found.Endpoint(), keysURL: more.KeysURL, promisesIssuer: more.NamesIssuer}
	for _, address := range []string{p.endpoint.AuthURL, p.endpoint.TokenURL, p.keysURL} {
		if err := ps.check(address); err != nil {
			return nil, err
		}
	}
	// Trying both ways would spend the code on the first.
	p.endpoint.AuthStyle = oauth2.AuthStyleInHeader
	if len(more.AuthMethods) > 0 && !slices.Contains(more.AuthMethods, "client_secret_basic") {
		p.endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	fetch := issuerClient(&cooled{next: ps.transport, now: ps.now})
	p.keys = oidc.NewRemoteKeySet(oidc.ClientContext(ctx, fetch), p.keysURL)
	return p, nil
}

// check allows https, and http on loopback hosts while the hub itself is there.
func (ps *providers) check(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.Fragment != "":
		return errors.New("not an address of an identity provider")
	case u.Scheme == "https", u.Scheme == "http" && !ps.secure && isLoopback(u.Hostname()):
		return nil
	}
	return errors.New("identity providers must be reached by https")
}
