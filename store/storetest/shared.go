package storetest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/xianjie-hub/xianjie/store"
)

// External is the variable that names a server to use instead of our own.
const External = "HUB_TEST_DATABASE_URL"

var attach = sync.OnceValues(func() (*server, error) {
	ctx := context.Background()
	s := &server{super: os.Getenv(External), external: true}
	if s.super == "" {
		super, err := runServer(ctx)
		if err != nil {
			return nil, err
		}
		s.super, s.external = super, false
	} else if u, err := url.Parse(s.super); err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return nil, fmt.Errorf("%s is not of the form postgres://…", External)
	}
	cfg, err := pgxpool.ParseConfig(s.super)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", External, err)
	}
	// Clones queue inside PostgreSQL anyway; more connections gain nothing.
	cfg.MaxConns = 2
	if s.admin, err = pgxpool.NewWithConfig(ctx, cfg); err != nil {
		return nil, err
	}
	return s, s.ensureTemplate(ctx)
})

func shared(t testing.TB) *server {
	t.Helper()
	s, err := attach()
	if err != nil {
		t.Fatalf("storetest: no database: %v", err)
	}
	return s
}

const templateLock = 0x74656d706c617465 // "template"

// ensureTemplate migrates once per schema. The template gets its name last, so
// an interrupted one is never cloned.
func (s *server) ensureTemplate(ctx context.Context) error {
	hash, err := store.SchemaHash()
	if err != nil {
		return err
	}
	s.template = "hub_template_" + hash
	conn, err := pgx.Connect(ctx, s.super)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "select pg_advisory_lock($1)", int64(templateLock)); err != nil {
		return fmt.Errorf("wait for the template: %w", err)
	}
	var exists bool
	if err := conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", s.template).Scan(&exists); err != nil || exists {
		return err
	}
	unfinished := s.template + "_new"
	if _, err := conn.Exec(ctx, "drop database if exists "+unfinished); err != nil {
		return fmt.Errorf("drop an unfinished template: %w", err)
	}
	if err := store.Bootstrap(ctx, s.super, unfinished); err != nil {
		return err
	}
	if err := store.Migrate(ctx, s.url(unfinished, store.RoleOwner)); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "alter database "+unfinished+" rename to "+s.template); err != nil {
		return fmt.Errorf("name the template: %w", err)
	}
	return nil
}
