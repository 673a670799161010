package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// The roles of the database. Only the owner changes the schema; row-level
// security binds the others, and nobody here is a superuser.
const (
	RoleOwner  = "hub_owner"  // migrates and restores
	RoleApp    = "hub_app"    // answers requests, sees one agency at a time
	RoleWorker = "hub_worker" // sweeps, sequences, delivers
	RoleAudit  = "hub_audit"  // reads the record (审计员)
)

// Bootstrap makes the roles and the database where they are missing, and
// repairs the attributes of roles that exist. It sets no passwords: where the
// server asks for them, the administrator sets them. superuserURL must name a
// role that may create roles and databases; its own database is left alone.
// Running it again, also from several processes at once, changes nothing.
func Bootstrap(ctx context.Context, superuserURL, dbname string) error {
	conn, err := pgx.Connect(ctx, superuserURL)
	if err != nil {
		return fmt.Errorf("connect to make the database: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	// CREATE DATABASE runs in no transaction, so the lock belongs to the session.
	if _, err := conn.Exec(ctx, "select pg_advisory_lock($1)", int64(migrateLock)); err != nil {
		return fmt.Errorf("wait to make the database: %w", err)
	}
	for _, role := range []string{RoleOwner, RoleApp, RoleWorker, RoleAudit} {
		if err := ensureRole(ctx, conn, role); err != nil {
			return fmt.Errorf("make role %s: %w", role, err)
		}
	}
	if err := ensureDatabase(ctx, conn, dbname); err != nil {
		return fmt.Errorf("make database %s: %w", dbname, err)
	}
	return nil
}

func ensureRole(ctx context.Context, conn *pgx.Conn, role string) error {
	var asWanted *bool
	err := conn.QueryRow(ctx, `select (select rolcanlogin and not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)
		from pg_roles where rolname = $1)`, role).Scan(&asWanted)
	if err != nil || asWanted != nil && *asWanted {
		return err
	}
	verb := "ALTER"
	if asWanted == nil {
		verb = "CREATE"
	}
	_, err = conn.Exec(ctx, verb+" ROLE "+role+" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB")
	return err
}

func ensureDatabase(ctx context.Context, conn *pgx.Conn, dbname string) error {
	var exists, superuser bool
	if err := conn.QueryRow(ctx, `select exists (select from pg_database where datname = $1),
		(select rolsuper from pg_roles where rolname = current_user)`, dbname).Scan(&exists, &superuser); err != nil || exists {
		return err
	}
	if !superuser { // a managed server's administrator gives away only to roles it belongs to
		if _, err := conn.Exec(ctx, "GRANT "+RoleOwner+" TO CURRENT_USER"); err != nil {
			return err
		}
	}
	// template0 and an explicit locale: the collation must not depend on the server's.
	name := pgx.Identifier{dbname}.Sanitize()
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name+" OWNER "+RoleOwner+
		" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"); err != nil {
		return err
	}
	_, err := conn.Exec(ctx, "REVOKE CONNECT, TEMPORARY ON DATABASE "+name+" FROM PUBLIC; GRANT CONNECT ON DATABASE "+name+
		" TO "+RoleOwner+", "+RoleApp+", "+RoleWorker+", "+RoleAudit)
	return err
}
