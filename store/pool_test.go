package store

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/xianjie-hub/xianjie/devkit/postgres"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	s := server(t)
	super := s.URL("postgres", postgres.Superuser)
	if err := Bootstrap(t.Context(), super, "hub"); err != nil {
		t.Fatal(err)
	}
	app := s.URL("hub", RoleApp)
	for _, c := range []struct {
		name, url, want string
		options         []Option
	}{
		{"a server that may lose commits", app, "may lose", nil},
		{"a superuser", super, "bypasses row-level security", []Option{AllowUnsafe()}},
		{"no address", "host=", "database", []Option{AllowUnsafe()}},
		{"nonsense", "postgres://%zz", "database address", nil},
	} {
		pool, err := Open(t.Context(), c.url, c.options...)
		if err == nil {
			pool.Close()
			t.Errorf("%s was accepted", c.name)
		} else if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q in it", c.name, err, c.want)
		}
	}
}

func openApp(t *testing.T, params string) *pgxpool.Pool {
	t.Helper()
	s := server(t)
	if err := Bootstrap(t.Context(), s.URL("postgres", postgres.Superuser), "hub"); err != nil {
		t.Fatal(err)
	}
	pool, err := Open(t.Context(), s.URL("hub", RoleApp)+params, AllowUnsafe())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func TestOpenSettings(t *testing.T) {
	t.Parallel()
	pool := openApp(t, "&lock_timeout=7s&pool_max_conns=3")
	for name, want := range map[string]string{
		"statement_timeout": "15s", "lock_timeout": "7s", "idle_in_transaction_session_timeout": "30s",
		"application_name": "hub", "TimeZone": "UTC",
	} {
		var got string
		if err := pool.QueryRow(t.Context(), "select current_setting($1)", name).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %q, want %q (%v)", name, got, want, err)
		}
	}
	if cfg := pool.Config(); cfg.MaxConns != 3 || cfg.ConnConfig.ConnectTimeout != 5*time.Second {
		t.Errorf("max_conns %d, connect timeout %s", cfg.MaxConns, cfg.ConnConfig.ConnectTimeout)
	}
	var at time.Time
	if err := pool.QueryRow(t.Context(), "select timestamptz '2026-09-30 08:00+08'").Scan(&at); err != nil || at.Location() != time.UTC {
		t.Errorf("read %v (%v), want UTC", at, err)
	}
}

func TestReadAndWrite(t *testing.T) {
	t.Parallel()
	pool := openApp(t, "&pool_max_conns=1") // one connection: what leaks from one transaction shows in the next
	agency := ids.New[ids.Agency](time.Unix(1_790_000_000, 0))
	setting := func(tx pgx.Tx) (got string) {
		if err := tx.QueryRow(t.Context(), "select coalesce(current_setting('hub.agency', true), '')").Scan(&got); err != nil {
			t.Error(err)
		}
		return got
	}
	run := map[string]func(context.Context, *pgxpool.Pool, ids.Agency, func(pgx.Tx) error) error{"Read": Read, "Write": Write}
	for name, open := range run {
		err := open(t.Context(), pool, agency, func(tx pgx.Tx) error {
			if got := setting(tx); got != agency.String() {
				t.Errorf("%s: hub.agency = %q", name, got)
			}
			return nil
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		err = open(t.Context(), pool, ids.Agency{}, func(tx pgx.Tx) error {
			if got := setting(tx); got != "" {
				t.Errorf("%s without an agency: hub.agency = %q", name, got)
			}
			return nil
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	var outside string
	if err := pool.QueryRow(t.Context(), "select coalesce(current_setting('hub.agency', true), '')").Scan(&outside); err != nil || outside != "" {
		t.Errorf("outside of a transaction hub.agency = %q (%v)", outside, err)
	}
	err := Read(t.Context(), pool, agency, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "create temporary table t(n int)")
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "25006") { // read_only_sql_transaction
		t.Errorf("a read wrote: %v", err)
	}
}

func TestWriteRollsBack(t *testing.T) {
	t.Parallel()
	pool := openApp(t, "&connect_timeout=5")
	owner, err := pgx.Connect(t.Context(), strings.Replace(pool.Config().ConnString(), RoleApp+"@", RoleOwner+"@", 1))
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(context.Background())
	if _, err := owner.Exec(t.Context(), "create table t(n int); grant all on t to hub_app"); err != nil {
		t.Fatal(err)
	}
	mine := errors.New("mine")
	insert := func(tx pgx.Tx) {
		if _, err := tx.Exec(t.Context(), "insert into t values (1)"); err != nil {
			t.Error(err)
		}
	}
	if err := Write(t.Context(), pool, ids.Agency{}, func(tx pgx.Tx) error { insert(tx); return mine }); err != mine {
		t.Errorf("got %v, want the caller's own error", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = Write(t.Context(), pool, ids.Agency{}, func(tx pgx.Tx) error { insert(tx); panic("boom") })
	}()
	var n int
	if err := pool.QueryRow(t.Context(), "select count(*) from t").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d rows survived a failure (%v)", n, err)
	}
	if err := Write(t.Context(), pool, ids.Agency{}, func(tx pgx.Tx) error { insert(tx); return nil }); err != nil {
		t.Error(err)
	}
	if err := pool.QueryRow(t.Context(), "select count(*) from t").Scan(&n); err != nil || n != 1 {
		t.Errorf("%d rows after a success, want 1 (%v)", n, err)
	}
	pool.Close()
	if err := Read(t.Context(), pool, ids.Agency{}, func(pgx.Tx) error { return nil }); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("without a database: %v, want kind unavailable", err)
	}
}
