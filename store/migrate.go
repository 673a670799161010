package store

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// RiverSchema is the schema in which River keeps its jobs.
const RiverSchema = "river"

// migrateLock is the advisory lock that lets one process migrate at a time.
const migrateLock = 0x7869616e6a6965 // "xianjie"

// Migrate brings the database to this binary's schema: the hub's migrations,
// then River's, then the grants on River's tables. It connects as hub_owner,
// may run any number of times, and waits for another process that migrates.
// Migrations only go forward; what was applied stays applied if a later one fails.
func Migrate(ctx context.Context, ownerURL string) error {
	return migrate(ctx, ownerURL, hubMigrations())
}

// SchemaHash names the schema this binary migrates to: 12 hex digits over
// every migration, River's included.
func SchemaHash() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(hubMigrations(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(hubMigrations(), path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(text), text)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read migrations: %w", err)
	}
	river, err := riverMigrator(nil)
	if err != nil {
		return "", err
	}
	for _, m := range river.AllVersions() {
		fmt.Fprintf(sum, "river %d %s\n%s", m.Version, m.Name, m.SQLUp)
	}
	fmt.Fprint(sum, riverGrants)
	return hex.EncodeToString(sum.Sum(nil)[:6]), nil
}

func hubMigrations() fs.FS {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic("store: embedded migrations: " + err.Error()) // the name is a valid path
	}
	return sub
}

func migrate(ctx context.Context, ownerURL string, hub fs.FS) error {
	cfg, err := PoolConfig(ownerURL)
	if err != nil {
		return err
	}
	// A migration may rewrite a large table; it must still not queue behind a
	// lock for long, because everybody else then queues behind it.
	cfg.ConnConfig.RuntimeParams["statement_timeout"] = "0"
	cfg.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = "0"
	cfg.ConnConfig.RuntimeParams["application_name"] = "hub migrate"
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return fmt.Errorf("connect to migrate: %w", err)
	}
	defer pool.Close()
	return alone(ctx, pool, func() error {
		if err := migrateHub(ctx, pool, hub); err != nil {
			return err
		}
		return migrateRiver(ctx, pool)
	})
}

// alone runs f while no other process does.
func alone(ctx context.Context, pool *pgxpool.Pool, f func() error) (err error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("connect to migrate: %w", err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "set lock_timeout = 0"); err != nil {
		return fmt.Errorf("wait for the migration lock: %w", err)
	}
	if _, err := conn.Exec(ctx, "select pg_advisory_lock($1)", int64(migrateLock)); err != nil {
		return fmt.Errorf("wait for the migration lock: %w", err)
	}
	defer func() {
		// Closing the connection frees the lock even where unlocking fails.
		err = errors.Join(err, conn.Conn().Close(context.WithoutCancel(ctx)))
	}()
	return f()
}

func migrateHub(ctx context.Context, pool *pgxpool.Pool, hub fs.FS) error {
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close()
	provider, err := goose.NewProvider(goose.DialectPostgres, db, hub,
		// Two releases may grow side by side, so a lower number can arrive after a
		// higher one was applied. Migrations only add; order between such two is free.
		goose.WithAllowOutofOrder(true),
		goose.WithDisableGlobalRegistry(true), goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// riverGrants: hub_app enqueues and looks (a unique insert updates the twin),
// hub_worker works. A grant repeats harmlessly after every migration.
const riverGrants = `
GRANT USAGE ON SCHEMA river TO hub_app, hub_worker, hub_audit;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA river TO hub_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA river TO hub_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA river TO hub_audit;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA river TO hub_app, hub_worker;
`

// migrateRiver runs River's own migrations. They cannot share a transaction:
// some add an enum value that a later one uses.
func migrateRiver(ctx context.Context, pool *pgxpool.Pool) error {
	if _, err := pool.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+RiverSchema); err != nil {
		return fmt.Errorf("make river's schema: %w", err)
	}
	migrator, err := riverMigrator(pool)
	if err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate river: %w", err)
	}
	if _, err := pool.Exec(ctx, riverGrants); err != nil {
		return fmt.Errorf("grant river's tables: %w", err)
	}
	return nil
}

func riverMigrator(pool *pgxpool.Pool) (*rivermigrate.Migrator[pgx.Tx], error) {
	m, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{
		Schema: RiverSchema, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return nil, fmt.Errorf("read river's migrations: %w", err)
	}
	return m, nil
}
