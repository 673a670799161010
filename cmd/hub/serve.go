package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/xianjie-hub/xianjie/store"
)

// stopped ends with the first SIGINT or SIGTERM.
func stopped() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
}

func newLog() *slog.Logger {
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	slog.SetDefault(log)
	return log
}

// gcPercent lets the heap of a server grow further between collections than Go
// does by itself. The hub keeps little and allocates much: a fifth of its
// processor time went into collecting, for some twenty MiB that it saved.
const gcPercent = 300

// tuneGC sets it, unless the operator decided otherwise.
func tuneGC() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}

// serveCmd runs the HTTP side of a hub. Several may run on one database.
type serveCmd struct{}

// Run serves until it is told to stop.
func (serveCmd) Run() error {
	ctx, cancel := stopped()
	defer cancel()
	c, err := readConfig()
	if err != nil {
		return err
	}
	if c.DatabaseURL == "" {
		return errors.New("DATABASE_URL is not set; for a hub that brings its own database run `hub dev`")
	}
	log := newLog()
	tuneGC()
	pool, err := store.Open(ctx, c.DatabaseURL)
	if err != nil {
		return err
	}
	defer pool.Close()
	office, err := buildOffice(c, pool, time.Now)
	if err != nil {
		return err
	}
	if err := followRules(ctx, office, log); err != nil {
		return err
	}
	if _, err := office.SealSecrets(ctx); err != nil { // what was kept before there was sealing
		return err
	}
	bell := newBell()
	server, err := buildServer(c, office, bell, log)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	if err := serveMetrics(ctx, c, log); err != nil {
		return err
	}
	go ringing(ctx, bell, pool, log)
	log.InfoContext(ctx, "serving", "address", listener.Addr().String(), "public_url", c.PublicURL)
	return serveHTTP(ctx, listener, server.Handler())
}

// migrateCmd brings the schema up to date.
type migrateCmd struct {
	Bootstrap string `help:"Also make roles and database first, connecting to this superuser address." placeholder:"URL"`
	Database  string `help:"Name of the database that --bootstrap makes." default:"hub"`
}

// Run migrates. It waits for no one and may run while older processes serve.
func (m migrateCmd) Run() error {
	ctx, cancel := stopped()
	defer cancel()
	c, err := readConfig()
	if err != nil {
		return err
	}
	if m.Bootstrap != "" {
		if err := store.Bootstrap(ctx, m.Bootstrap, m.Database); err != nil {
			return err
		}
	}
	if c.OwnerURL == "" {
		return errors.New("HUB_OWNER_DATABASE is not set: migrations connect as hub_owner")
	}
	return store.Migrate(ctx, c.OwnerURL)
}
