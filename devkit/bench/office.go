package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/devkit/bench/rig"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/policies/reviews"
	"github.com/xianjie-hub/xianjie/policies/rules"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/workers"
)

// office is the verb of a deed without the edge: no HTTP, no login, no JSON.
type office struct {
	*casework.Office
	deed  deed
	actor casework.Actor
	dir   string
}

func (w *writer) openOffice(ctx context.Context, d deed) (*office, error) {
	dir, err := os.MkdirTemp("", "bench-office-")
	if err != nil {
		return nil, fmt.Errorf("make the office's directory: %w", err)
	}
	o := &office{deed: d, dir: dir}
	pool, err := store.Open(ctx, w.rig.DB.URL(rig.Database, store.RoleApp))
	if err != nil {
		return nil, err
	}
	if o.Office, err = build(pool, dir, w.rig.URL); err != nil {
		return nil, err
	}
	if o.actor, err = w.actor(ctx, d); err != nil {
		return nil, err
	}
	o.actor, err = o.ActorFor(ctx, o.actor)
	return o, err
}

func build(pool *pgxpool.Pool, dir, url string) (*casework.Office, error) {
	book, err := rules.Load()
	if err != nil {
		return nil, err
	}
	policies, err := access.Load()
	if err != nil {
		return nil, err
	}
	sheets, err := reviews.Load(book)
	if err != nil {
		return nil, err
	}
	papers, err := documents.NewRenderer(documents.Options{})
	if err != nil {
		return nil, err
	}
	files, err := blobs.Open(dir)
	if err != nil {
		return nil, err
	}
	keys, err := record.OpenKeyring(dir)
	if err != nil {
		return nil, err
	}
	key, err := keys.LoadOrCreate(record.KeyHub)
	if err != nil {
		return nil, err
	}
	jobs, err := workers.InsertOnly(pool)
	if err != nil {
		return nil, err
	}
	return &casework.Office{
		Pool: pool, Rules: rules.NewShelf(book), Access: policies, Reviews: sheets, Documents: papers, Blobs: files, HubKey: key, Jobs: jobs,
		Now: time.Now, Hub: "bench", PublicURL: url, StepUp: 15 * time.Minute,
	}, nil
}

// actor is the person of a deed as the edge would know it after a login.
func (w *writer) actor(ctx context.Context, d deed) (a casework.Actor, err error) {
	err = w.conn.QueryRow(ctx, `SELECT u.id, u.agency_id, u.name, u.functions FROM users u JOIN issuers i ON i.id = u.issuer_id
		WHERE i.code = $1 AND u.subject = $2`, d.issuer, d.sub).Scan(&a.User, &a.Agency, &a.Name, &a.Functions)
	if err != nil {
		return a, fmt.Errorf("find %s of %s: %w", d.sub, d.issuer, err)
	}
	return a, nil
}

// act does the deed on one copy.
func (o *office) act(ctx context.Context, caseID string, version int64, n int) error {
	id, err := ids.Parse[ids.Case](caseID)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(caseID))
	in := referral.Input{Text: "主体和程序合法，有证据证明有涉嫌环境犯罪的事实发生，建议移送。"}
	if o.deed.name == "sign" {
		in = referral.Input{Officer: "值班民警"}
	}
	_, err = o.Act(ctx, o.actor, casework.Request{
		Case: id, Version: version, Action: referral.Action(strings.ReplaceAll(strings.ReplaceAll(o.deed.path, "/", "."), "-", "_")), Input: in,
		Key: casework.Key{Value: fmt.Sprintf("bench-office-%s-%d", o.deed.name, n), Operation: "bench", BodyHash: sum[:]},
	})
	return err
}

func (o *office) close() {
	o.Pool.Close()
	_ = os.RemoveAll(o.dir) // a temporary directory
}

// together does n things with several hands and gives the rate.
func together(hands, n int, do func(i int) error) (float64, error) {
	var taken atomic.Int64
	failed := make([]error, hands)
	var all sync.WaitGroup
	begin := time.Now()
	for h := range hands {
		all.Go(func() {
			for {
				i := int(taken.Add(1)) - 1
				if i >= n {
					return
				}
				if err := do(i); err != nil {
					failed[h] = err
					return
				}
			}
		})
	}
	all.Wait()
	for _, err := range failed {
		if err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(begin).Seconds(), nil
}
