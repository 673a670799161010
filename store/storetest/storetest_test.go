package storetest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/store"
)

func TestDBIsOnesOwn(t *testing.T) {
	t.Parallel()
	first, second := DB(t), DB(t)
	if _, err := first.Owner.Exec(t.Context(), "create table mine(n int)"); err != nil {
		t.Fatal(err)
	}
	var there bool
	if err := second.Owner.QueryRow(t.Context(), "select to_regclass('mine') is not null").Scan(&there); err != nil || there {
		t.Errorf("one test's table is in another's database (%v)", err)
	}
	if err := second.Owner.QueryRow(t.Context(), "select to_regclass('river.river_job') is not null").Scan(&there); err != nil || !there {
		t.Errorf("the clone has no river schema (%v)", err)
	}
}

func TestPoolsAreTheRoles(t *testing.T) {
	t.Parallel()
	d := DB(t)
	for _, c := range []struct{ url, role string }{
		{d.AppURL, store.RoleApp}, {d.WorkerURL, store.RoleWorker}, {d.OwnerURL, store.RoleOwner}, {d.AuditURL, store.RoleAudit},
	} {
		pool, err := store.Open(t.Context(), c.url, store.AllowUnsafe())
		if err != nil {
			t.Errorf("%s: %v", c.role, err)
			continue
		}
		var role string
		if err := pool.QueryRow(t.Context(), "select current_user").Scan(&role); err != nil || role != c.role {
			t.Errorf("connected as %q, want %q (%v)", role, c.role, err)
		}
		pool.Close()
	}
	super, err := pgx.Connect(t.Context(), d.SuperURL)
	if err != nil {
		t.Fatal(err)
	}
	defer super.Close(context.Background())
	if _, err := super.Exec(t.Context(), "create role once_"+super.Config().Database); err != nil {
		t.Errorf("the superuser is none: %v", err)
	}
}

func TestTxIsRolledBack(t *testing.T) {
	t.Parallel()
	t.Run("writes", func(t *testing.T) {
		if _, err := Tx(t).Exec(t.Context(), "create table written(n int)"); err != nil {
			t.Fatal(err)
		}
	})
	var there bool
	if err := Tx(t).QueryRow(t.Context(), "select to_regclass('written') is not null").Scan(&there); err != nil || there {
		t.Errorf("the write outlived its test (%v)", err)
	}
}

const childVariable = "XIANJIE_STORETEST_CHILD"

// TestChild is the body of the processes that the tests below start: each is a
// run of its own, because its parent is not the go command.
func TestChild(t *testing.T) {
	if os.Getenv(childVariable) == "" {
		return
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { DB(t) })
	}
	wg.Wait()
}

func child(t *testing.T, env ...string) (*exec.Cmd, string, error) {
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChild$", "-test.v")
	cmd.Env = append(os.Environ(), append(env, childVariable+"=1")...)
	out, err := cmd.CombinedOutput()
	return cmd, string(out), err
}

func TestWithoutPostgreSQLTestsFail(t *testing.T) {
	t.Parallel()
	cmd, out, err := child(t, External+"=", "PG_BINDIR="+t.TempDir())
	leavesNothing(t, cmd)
	if err == nil || !strings.Contains(out, "PG_BINDIR") || !strings.Contains(out, "--- FAIL: TestChild") {
		t.Errorf("got %v, output:\n%s", err, out)
	}
	_, out, err = child(t, External+"=postgres://nobody@127.0.0.1:1/none?connect_timeout=1")
	if err == nil || !strings.Contains(out, "--- FAIL: TestChild") {
		t.Errorf("with an unreachable server: got %v, output:\n%s", err, out)
	}
}

func TestRunLeavesNothing(t *testing.T) {
	t.Parallel()
	cmd, out, err := child(t, External+"=")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	leavesNothing(t, cmd)
}

func leavesNothing(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	roots, err := roots()
	if err != nil {
		t.Fatal(err)
	}
	left := func() (found []string) {
		for _, root := range roots {
			dirs, _ := filepath.Glob(filepath.Join(root, runDirPrefix+strconv.Itoa(cmd.Process.Pid)+"-*"))
			found = append(found, dirs...)
		}
		return found
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(20 * time.Second)
	for {
		if len(left()) == 0 {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("still there: %v", left())
		}
	}
}

func TestExternalServer(t *testing.T) {
	t.Parallel()
	s := shared(t)
	if s.external {
		return // then every other test here is this test
	}
	cmd, out, err := child(t, External+"="+s.super)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var left int
	err = s.admin.QueryRow(t.Context(), "select count(*) from pg_database where datname like 't' || $1 || '\\_%'",
		strconv.Itoa(cmd.Process.Pid)).Scan(&left)
	if err != nil || left != 0 {
		t.Errorf("%d clones are left on a server that is not ours (%v)", left, err)
	}
}

func TestSweepSparesLivingRuns(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	living, dead := filepath.Join(root, runDirPrefix+processName(os.Getpid())), filepath.Join(root, runDirPrefix+"999999999-1")
	for _, dir := range []string{living, dead} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	sweep(root)
	if _, err := os.Stat(living); err != nil {
		t.Errorf("a living run was swept away: %v", err)
	}
	if _, err := os.Stat(dead); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a dead run's directory is still there: %v", err)
	}
}

func BenchmarkDB(b *testing.B) {
	shared(b)
	for b.Loop() {
		DB(b)
	}
}

func BenchmarkTx(b *testing.B) {
	pool := rollbackPool(b)
	for b.Loop() {
		tx, err := pool.Begin(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if err := tx.Rollback(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
