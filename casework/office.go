// Package casework holds the verbs of the office. A verb is one transaction:
// lock, ask, decide, save, record, enqueue. Nobody else opens transactions.
package casework

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/policies/reviews"
	"github.com/xianjie-hub/xianjie/policies/rules"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Office is everything the verbs need. Rand, Partners and Loopback may be left out.
type Office struct {
	Pool      *pgxpool.Pool // connects as hub_app
	Rules     *rules.Shelf
	Access    *access.Policies
	Reviews   *reviews.Book // sheets a file is checked against before it is sent
	Documents *documents.Renderer
	Blobs     *blobs.Store
	HubKey    record.Key            // signs receipts
	Jobs      *river.Client[pgx.Tx] // only inserts
	Now       func() time.Time
	Hub       string // name of this hub among hubs, and in receipts
	PublicURL string // where pages live, for links in notices and documents
	StepUp    time.Duration
	Backups   []string  // what the operator keeps copies of this hub in, by name: see CarryOutRedaction
	Rand      io.Reader // nil: the system's

	AgencyKeys  func(ids.Agency) (record.Key, error)   // keys that the hub keeps for its organs (代管); nil: nothing is exchanged with other hubs
	NextKeys    func(ids.Agency) ([]record.Key, error) // keys that followed the first one of the hub (zero) or of an organ (轮换), oldest first; nil: none did
	LogVerifier string                                 // name and public key of this hub's log, as partners are told; empty: they cannot witness it
	Sealing     Sealer                                 // seals secrets in the database; nil: they are kept as they are
	Partners    *http.Client                           // over which a partner hub is asked for its present metadata while its message is refused; nil: it is not
	Loopback    bool                                   // endpoints may lie on this very machine: for development and tests
}

// Sealer seals secrets for one place in the database and opens them again.
type Sealer interface {
	Seal(place, secret string) (string, error)
	Open(place, text string) (string, error)
	Current(text string) bool // sealed with the present key, or empty
}

// WithPool gives the same office over another pool. The verbs of the workers
// (sweeps, deliveries) need one that connects as hub_worker.
func (o *Office) WithPool(pool *pgxpool.Pool) *Office {
	other := *o
	other.Pool = pool
	return &other
}

func (o *Office) rand() io.Reader {
	if o.Rand != nil {
		return o.Rand
	}
	return rand.Reader
}

// Actor is who asks: a person with a session, or a partner system with a token.
type Actor struct {
	User      ids.User
	Client    ids.Client
	Agency    ids.Agency
	Sector    string
	Name      string
	Functions []string
	Machine   bool
	Scopes    []string
	StepUpAt  time.Time
	Lang      string
	Desk      *AtDesk // not nil: signs in the name of Agency at a shared desk of another organ
	Once      *Once   // not nil: the request carries an idempotency key that its verb does not know of
}

// Has reports whether the actor holds a function at its organ.
func (a Actor) Has(function string) bool { return slices.Contains(a.Functions, function) }

func (a Actor) principal() access.Principal {
	return access.Principal{User: a.User, Agency: a.Agency, Sector: a.Sector, Functions: a.Functions, Machine: a.Machine, Scopes: a.Scopes}
}

// function names the capacity in which the actor is recorded: the weightiest
// one that it holds.
func (a Actor) function() string {
	for _, f := range []string{"head", "procurator", "legal_reviewer", "handler", "liaison", "desk", "coordinator", "auditor", "admin", "operator", EntrustedDesk} {
		if a.Has(f) {
			return f
		}
	}
	return ""
}

// read runs f in a read-only transaction that sees what the actor's organ sees.
func (o *Office) read(ctx context.Context, a Actor, f func(*dbsqlc.Queries) error) error {
	return store.Read(ctx, o.Pool, a.Agency, func(tx pgx.Tx) error { return f(dbsqlc.New(tx)) })
}

// write runs f in one transaction on behalf of the actor's organ.
func (o *Office) write(ctx context.Context, a Actor, f func(pgx.Tx, *dbsqlc.Queries) error) error {
	err := store.Write(ctx, o.Pool, a.Agency, func(tx pgx.Tx) error {
		q := dbsqlc.New(tx)
		if err := a.Once.claim(ctx, q, a, o.Now()); err != nil {
			return err
		}
		return f(tx, q)
	})
	if err == nil && a.Once != nil {
		a.Once.Taken = true
	}
	return err
}

// missing is the one answer for what does not exist and for what the caller
// may not know of.
func missing() *fault.Error {
	return fault.New(fault.Missing, "not_found", fault.T("没有找到，或者您所在机关无权查看", "Not found, or not visible to your organ"))
}

func noRows(err error) bool { return errors.Is(err, pgx.ErrNoRows) }
