// Package officetest gives tests a working office: the verbs on a database of
// the test's own, four agencies of one district with their people, and a clock
// that the test moves.
//
//	h := officetest.New(t, storetest.DB(t))
//	id := h.Sent(t)                       // a referral that the police have not signed for
//	h.Do(t, h.Police.Handler, id, "sign_for", referral.Input{Officer: "民警甲"})
package officetest

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/sealing"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/policies/reviews"
	"github.com/xianjie-hub/xianjie/policies/rules"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// PublicURL is where the pages of the test hub would live.
const PublicURL = "https://hub.example.test"

// Opening is the instant at which the clock of a new office stands: a Monday
// morning in a year whose holidays are known.
var Opening = time.Date(2026, time.March, 2, 9, 0, 0, 0, civil.Office)

// House is an office with its agencies and its clock.
type House struct {
	*casework.Office
	DB    *storetest.Database
	Clock *Clock

	Env           Organ // 生态环境局, the usual sender
	Police        Organ // 公安局
	Procuratorate Organ // 检察院
	Market        Organ // 市场监管局, the usual outsider
}

// New builds the office on a database that nothing was seeded into yet.
func New(t testing.TB, db *storetest.Database) *House {
	t.Helper()
	h := &House{Office: Build(t, db), DB: db, Clock: &Clock{at: Opening}}
	h.Office.Now = h.Clock.Now
	h.seed(t)
	return h
}

// Build wires the verbs without seeding anything; the caller sets Now.
func Build(t testing.TB, db *storetest.Database) *casework.Office {
	t.Helper()
	parts, err := loaded()
	if err != nil {
		t.Fatalf("officetest: %v", err)
	}
	files, err := blobs.Open(t.TempDir())
	if err != nil {
		t.Fatalf("officetest: open the evidence store: %v", err)
	}
	jobs, err := river.NewClient(riverpgxv5.New(db.App), &river.Config{Schema: store.RiverSchema})
	if err != nil {
		t.Fatalf("officetest: prepare the job queue: %v", err)
	}
	ring, err := sealing.NewRing(rand.Reader)
	if err != nil {
		t.Fatalf("officetest: make a sealing key: %v", err)
	}
	return &casework.Office{
		Sealing: ring,
		Pool:    db.App, Rules: rules.NewShelf(parts.rules), Access: parts.access, Reviews: parts.reviews, Documents: parts.papers, Blobs: files, Jobs: jobs,
		HubKey: Key("hub"), Hub: "test.hub", PublicURL: PublicURL, StepUp: 15 * time.Minute,
	}
}

// Key derives a signing key from a name, the same in every run.
func Key(name string) record.Key {
	seed := sha256.Sum256([]byte("officetest " + name))
	private := ed25519.NewKeyFromSeed(seed[:])
	id, err := record.KeyID(private.Public().(ed25519.PublicKey))
	if err != nil {
		panic("officetest: an Ed25519 key has a thumbprint: " + err.Error())
	}
	return record.Key{ID: id, Private: private}
}

type parts struct {
	rules   *rules.Book
	access  *access.Policies
	reviews *reviews.Book
	papers  *documents.Renderer
}

// loaded reads what never changes once per test process: the fonts cost most.
var loaded = sync.OnceValues(func() (p parts, err error) {
	if p.rules, err = rules.Load(); err != nil {
		return p, err
	}
	if p.access, err = access.Load(); err != nil {
		return p, err
	}
	if p.reviews, err = reviews.Load(p.rules); err != nil {
		return p, err
	}
	p.papers, err = documents.NewRenderer(documents.Options{})
	return p, err
})

// Clock is the office's clock. It stands still until it is moved.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// Now gives the instant at which the clock stands.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Set moves the clock to an instant, backwards too.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
