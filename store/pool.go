// Package store holds all SQL of the hub; nothing else knows SQL.
//
// Writes take a pgx.Tx, reads a querier. Transactions are opened with Read and
// Write, which tell row-level security for which agency they speak.
package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Option changes what Open insists on.
type Option func(*openOptions)

type openOptions struct{ unsafe, anyRole bool }

// AllowUnsafe accepts a server that may lose commits when it crashes. For tests.
func AllowUnsafe() Option { return func(o *openOptions) { o.unsafe = true } }

// AllowAnyRole accepts a role that row-level security does not bind. For the
// tools of a database administrator and for tests.
func AllowAnyRole() Option { return func(o *openOptions) { o.anyRole = true } }

// Open connects a pool and refuses a server or a role under which the hub's
// promises would not hold: durable commits, and row-level security that binds.
//
// The URL's own parameters win over the defaults: statement_timeout 15 s,
// lock_timeout 5 s, idle_in_transaction_session_timeout 30 s, application_name
// hub, connect_timeout 5 s, pool_max_conns 16. Instants are read in UTC.
func Open(ctx context.Context, url string, options ...Option) (*pgxpool.Pool, error) {
	var o openOptions
	for _, option := range options {
		option(&o)
	}
	cfg, err := PoolConfig(url)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := check(ctx, pool, o); err != nil {
		pool.Close()
		return nil, err
	}
	return pool, nil
}

// PoolConfig reads an address the way Open does, without connecting.
func PoolConfig(url string) (*pgxpool.Config, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the database address: %w", err) // pgx redacts the password
	}
	defaults := map[string]string{
		"statement_timeout": "15s", "lock_timeout": "5s",
		"idle_in_transaction_session_timeout": "30s",
		"application_name":                    "hub",
	}
	for name, value := range defaults {
		if _, set := cfg.ConnConfig.RuntimeParams[name]; !set {
			cfg.ConnConfig.RuntimeParams[name] = value
		}
	}
	// A session in another zone would change what date casts mean.
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	if cfg.ConnConfig.ConnectTimeout == 0 {
		cfg.ConnConfig.ConnectTimeout = 5 * time.Second
	}
	// Any other mode costs half as much again per statement.
	cfg.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheStatement
	if plain, err := pgx.ParseConfig(url); err == nil && plain.RuntimeParams["pool_max_conns"] == "" {
		cfg.MaxConns = max(cfg.MaxConns, 16)
	}
	cfg.AfterConnect = func(_ context.Context, conn *pgx.Conn) error {
		conn.TypeMap().RegisterType(&pgtype.Type{
			Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
		})
		return nil
	}
	return cfg, nil
}

// check looks at what the server and the role really are, not at what was asked for.
func check(ctx context.Context, pool *pgxpool.Pool, o openOptions) error {
	rows, err := pool.Query(ctx, `select name, setting from pg_settings
		where name in ('fsync', 'full_page_writes', 'synchronous_commit')
		  and setting not in ('on', 'remote_apply')
		order by name`)
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	lax, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Name, Setting string }])
	if err != nil {
		return fmt.Errorf("read the server's settings: %w", err)
	}
	if len(lax) > 0 && !o.unsafe {
		return fmt.Errorf("the database may lose acknowledged acts when it crashes: %s is %s, must be on", lax[0].Name, lax[0].Setting)
	}
	var unbound bool
	if err := pool.QueryRow(ctx,
		"select rolsuper or rolbypassrls from pg_roles where rolname = current_user").Scan(&unbound); err != nil {
		return fmt.Errorf("read the role's rights: %w", err)
	}
	if unbound && !o.anyRole {
		return errors.New("the database role is a superuser or bypasses row-level security: connect as " + RoleApp + " or " + RoleWorker)
	}
	return nil
}
