// Package storetest gives tests a real PostgreSQL with the hub's schema.
//
// Tx is the default: 0.3 ms, rolled back. DB is for code that commits: a clone
// of a template, made in tens of milliseconds. Both fail the test when there
// is no PostgreSQL; nothing is ever skipped or truncated.
//
// All packages of one `go test` run share one server, which ends and leaves
// nothing behind when the run ends. HUB_TEST_DATABASE_URL names another server
// to use, by the address of a superuser.
package storetest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/xianjie-hub/xianjie/store"
)

// Database is one test's own database, with the addresses and pools of the
// roles that the hub's processes connect as.
type Database struct {
	AppURL, WorkerURL, OwnerURL, AuditURL, SuperURL string
	App, Worker, Owner                              *pgxpool.Pool
}

// DB clones the template into a database of the test's own.
func DB(t testing.TB) *Database {
	t.Helper()
	s := shared(t)
	name := fmt.Sprintf("t%d_%d", os.Getpid(), clones.Add(1))
	if err := s.clone(t.Context(), name); err != nil {
		t.Fatalf("storetest: %v", err)
	}
	// 12 ms, but otherwise the clones of a run would fill the memory they live in.
	t.Cleanup(func() {
		if err := s.drop(name); err != nil {
			t.Errorf("storetest: %v", err)
		}
	})
	d := &Database{
		AppURL:    s.url(name, store.RoleApp),
		WorkerURL: s.url(name, store.RoleWorker),
		OwnerURL:  s.url(name, store.RoleOwner),
		AuditURL:  s.url(name, store.RoleAudit),
		SuperURL:  s.url(name, ""),
	}
	d.App, d.Worker, d.Owner = open(t, d.AppURL), open(t, d.WorkerURL), open(t, d.OwnerURL)
	return d
}

// Tx opens a transaction on a database shared by the tests of this package, as
// hub_owner, and rolls it back at the end. Nothing of it is ever committed, so
// code that commits, listens or needs several connections wants DB. Change to
// another role inside it with `set local role hub_app`.
func Tx(t testing.TB) pgx.Tx {
	t.Helper()
	pool := rollbackPool(t)
	tx, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	t.Cleanup(func() {
		if err := tx.Rollback(context.Background()); err != nil {
			t.Errorf("storetest: roll back: %v", err)
		}
	})
	return tx
}

var clones atomic.Int64

// open waits for no connection: most tests use only some of the pools.
func open(t testing.TB, address string) *pgxpool.Pool {
	cfg, err := store.PoolConfig(address)
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	cfg.MaxConns = 8
	cfg.HealthCheckPeriod = time.Hour
	pool, err := pgxpool.NewWithConfig(context.Background(), cfg)
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	t.Cleanup(pool.Close)
	return pool
}

var rollback struct {
	once sync.Once
	pool *pgxpool.Pool
	err  error
}

// rollbackPool is the pool behind Tx. It lives as long as the test process.
func rollbackPool(t testing.TB) *pgxpool.Pool {
	s := shared(t)
	rollback.once.Do(func() {
		name := fmt.Sprintf("tx%d", os.Getpid())
		if rollback.err = s.clone(context.Background(), name); rollback.err != nil {
			return
		}
		var cfg *pgxpool.Config
		if cfg, rollback.err = store.PoolConfig(s.url(name, store.RoleOwner)); rollback.err == nil {
			cfg.MaxConns = 16
			rollback.pool, rollback.err = pgxpool.NewWithConfig(context.Background(), cfg)
		}
	})
	if rollback.err != nil {
		t.Fatalf("storetest: %v", rollback.err)
	}
	return rollback.pool
}

// server is a PostgreSQL with a template of the hub's schema.
type server struct {
	super    string // address of a superuser, naming some database
	template string
	external bool // not ours: leave it as it was
	admin    *pgxpool.Pool
}

// url is the address of a database for a role; no role means the superuser.
// The role is taken on with SET ROLE, which also works where the server asks
// for passwords that only the given address knows. Row-level security looks at
// the role taken on.
func (s *server) url(db, role string) string {
	u, err := url.Parse(s.super)
	if err != nil {
		panic("storetest: the address was read before: " + err.Error())
	}
	u.Path = "/" + db
	q := u.Query()
	switch {
	case role == "":
	case s.external:
		q.Set("role", role)
	default:
		u.User = url.User(role)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

func (s *server) clone(ctx context.Context, name string) error {
	_, err := s.admin.Exec(ctx, "create database "+name+" template "+s.template+" owner "+store.RoleOwner)
	if err != nil {
		return fmt.Errorf("clone the template: %w", err)
	}
	return nil
}

func (s *server) drop(name string) error {
	if _, err := s.admin.Exec(context.Background(), "drop database "+name+" with (force)"); err != nil {
		return fmt.Errorf("drop a clone: %w", err)
	}
	return nil
}
