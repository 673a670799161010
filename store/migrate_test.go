package store

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/devkit/postgres"
)

// server starts a PostgreSQL of this test's own: Bootstrap and Migrate are
// what storetest itself stands on.
func server(t *testing.T) *postgres.Server {
	t.Helper()
	s, err := postgres.Start(t.Context(), postgres.Options{Unsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func one[T any](t *testing.T, url, sql string, args ...any) (v T) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(t.Context(), sql, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return v
}

func TestBootstrapAndMigrate(t *testing.T) {
	t.Parallel()
	s := server(t)
	super := s.URL("postgres", postgres.Superuser)
	owner := s.URL("hub", RoleOwner)

	// Several processes start at once on a fresh machine, and again later.
	for range 2 {
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				if err := Bootstrap(t.Context(), super, "hub"); err != nil {
					t.Error(err)
				}
				if err := Migrate(t.Context(), owner); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}

	for _, role := range []string{RoleOwner, RoleApp, RoleWorker, RoleAudit} {
		if one[bool](t, super, `select rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or not rolcanlogin
			from pg_roles where rolname = $1`, role) {
			t.Errorf("%s has rights it must not have, or cannot log in", role)
		}
	}
	if got := one[string](t, super, "select pg_get_userbyid(datdba) from pg_database where datname = 'hub'"); got != RoleOwner {
		t.Errorf("the database belongs to %s", got)
	}
	for _, c := range []struct {
		role, right string
		want        bool
	}{
		{RoleApp, "INSERT", true}, {RoleApp, "UPDATE", true}, {RoleApp, "DELETE", false},
		{RoleWorker, "DELETE", true}, {RoleAudit, "SELECT", true}, {RoleAudit, "INSERT", false},
	} {
		if got := one[bool](t, owner, "select has_table_privilege($1, 'river.river_job', $2)", c.role, c.right); got != c.want {
			t.Errorf("%s may %s river_job: %v, want %v", c.role, c.right, got, c.want)
		}
	}
	if _, err := pgx.Connect(t.Context(), s.URL("hub", "nobody")); err == nil {
		t.Error("a role nobody made got in")
	}
}

func TestRoleAttributesAreRepaired(t *testing.T) {
	t.Parallel()
	s := server(t)
	super := s.URL("postgres", postgres.Superuser)
	conn, err := pgx.Connect(t.Context(), super)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), "create role hub_app nologin bypassrls"); err != nil {
		t.Fatal(err)
	}
	if err := Bootstrap(t.Context(), super, "hub"); err != nil {
		t.Fatal(err)
	}
	if !one[bool](t, super, "select rolcanlogin and not rolbypassrls from pg_roles where rolname = 'hub_app'") {
		t.Error("hub_app still bypasses row-level security")
	}
}

func TestFailedMigrationKeepsTheEarlierOnes(t *testing.T) {
	t.Parallel()
	s := server(t)
	if err := Bootstrap(t.Context(), s.URL("postgres", postgres.Superuser), "hub"); err != nil {
		t.Fatal(err)
	}
	owner := s.URL("hub", RoleOwner)
	files := fstest.MapFS{
		"00001_first.sql":  {Data: []byte("-- +goose Up\nCREATE TABLE first(n int);\n")},
		"00002_second.sql": {Data: []byte("-- +goose Up\nCREATE TABLE second(n int);\nSELECT no_such_function();\n")},
	}
	err := migrate(t.Context(), owner, files)
	if err == nil || !strings.Contains(err.Error(), "no_such_function") {
		t.Fatalf("got %v, want the database's complaint", err)
	}
	if !one[bool](t, owner, "select to_regclass('first') is not null and to_regclass('second') is null") {
		t.Error("a failed migration took the earlier one with it, or stayed half done")
	}
	files["00002_second.sql"].Data = []byte("-- +goose Up\nCREATE TABLE second(n int);\n")
	if err := migrate(t.Context(), owner, files); err != nil {
		t.Errorf("after the repair: %v", err)
	}
}

// A lower number may arrive after a higher one was applied: two capabilities grew
// side by side.
func TestLateMigrationIsApplied(t *testing.T) {
	t.Parallel()
	s := server(t)
	if err := Bootstrap(t.Context(), s.URL("postgres", postgres.Superuser), "hub"); err != nil {
		t.Fatal(err)
	}
	owner := s.URL("hub", RoleOwner)
	files := fstest.MapFS{
		"00001_first.sql": {Data: []byte("-- +goose Up\nCREATE TABLE first(n int);\n")},
		"00003_third.sql": {Data: []byte("-- +goose Up\nCREATE TABLE third(n int);\n")},
	}
	if err := migrate(t.Context(), owner, files); err != nil {
		t.Fatal(err)
	}
	files["00002_second.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE second(n int);\n")}
	if err := migrate(t.Context(), owner, files); err != nil {
		t.Fatal(err)
	}
	if !one[bool](t, owner, "select to_regclass('second') is not null") {
		t.Error("the late one was left out")
	}
}
