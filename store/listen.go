package store

import (
	"context"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Bell rings when something changed that concerns an organ. One connection per
// process listens, however many pages are open.
type Bell struct {
	mu      sync.Mutex
	waiting map[ids.Agency]map[chan struct{}]bool
}

// NewBell makes a bell; Run makes it ring.
func NewBell() *Bell { return &Bell{waiting: map[ids.Agency]map[chan struct{}]bool{}} }

// Hear gives a channel that receives whenever the organ is concerned, and a
// function that ends it. A ring that nobody has taken yet is not doubled.
func (b *Bell) Hear(agency ids.Agency) (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting[agency] == nil {
		b.waiting[agency] = map[chan struct{}]bool{}
	}
	b.waiting[agency][c] = true
	return c, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.waiting[agency], c)
		if len(b.waiting[agency]) == 0 {
			delete(b.waiting, agency)
		}
	}
}

// Run listens until the context ends or the connection breaks, and then rings
// for everybody: a page that asks once too often is right, one that waits on a
// dead bell is not.
func (b *Bell) Run(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	raw := conn.Hijack() // it keeps listening, so it cannot go back to the pool
	defer func() { _ = raw.Close(context.WithoutCancel(ctx)) }()
	defer b.ring(nil)
	if _, err := raw.Exec(ctx, "listen hub_notices"); err != nil {
		return err
	}
	for {
		n, err := raw.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		if id, err := ids.Parse[ids.Agency](n.Payload); err == nil {
			b.ring(&id)
		}
	}
}

func (b *Bell) ring(agency *ids.Agency) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for id, list := range b.waiting {
		if agency != nil && id != *agency {
			continue
		}
		for c := range list {
			select {
			case c <- struct{}{}:
			default:
			}
		}
	}
}
