package postgres_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/devkit/postgres"
)

const helperDir = "XIANJIE_POSTGRES_TEST_DIR"

// TestMain lets the tests start this binary again as a process they may kill.
func TestMain(m *testing.M) {
	dir := os.Getenv(helperDir)
	if dir == "" {
		os.Exit(m.Run())
	}
	s, err := postgres.Start(context.Background(), postgres.Options{Dir: dir})
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	fmt.Println(s.PID())
	select {}
}

// place gives a directory that the server's user can reach, unlike t.TempDir.
func place(t *testing.T) string {
	t.Helper()
	root, err := postgres.TempRoot()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp(root, "xianjie-pgtest-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "pg")
}

func start(t *testing.T, o postgres.Options) *postgres.Server {
	t.Helper()
	s, err := postgres.Start(t.Context(), o)
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

func execute(t *testing.T, s *postgres.Server, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.URL("postgres", postgres.Superuser))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

func query[T any](t *testing.T, s *postgres.Server, sql string) (v T) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.URL("postgres", postgres.Superuser))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(t.Context(), sql).Scan(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSettings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		unsafe  bool
		durable string
	}{{false, "on"}, {true, "off"}} {
		s := start(t, postgres.Options{Dir: place(t), Unsafe: c.unsafe})
		for name, want := range map[string]string{
			"fsync": c.durable, "synchronous_commit": c.durable, "full_page_writes": c.durable,
			"listen_addresses": "", "timezone": "UTC", "server_encoding": "UTF8", "lc_collate": "C.UTF-8",
		} {
			if got := query[string](t, s, "select current_setting('"+name+"')"); got != want {
				t.Errorf("unsafe=%v: %s = %q, want %q", c.unsafe, name, got, want)
			}
		}
	}
}

func TestDataSurviveARestart(t *testing.T) {
	t.Parallel()
	dir := place(t)
	first := start(t, postgres.Options{Dir: dir})
	execute(t, first, "create table kept(n int); insert into kept values (7)")
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	second := start(t, postgres.Options{Dir: dir})
	if got := query[int](t, second, "select n from kept"); got != 7 {
		t.Errorf("after the restart: %d, want 7", got)
	}
}

func TestTemporaryDirectoryIsRemoved(t *testing.T) {
	t.Parallel()
	s := start(t, postgres.Options{Unsafe: true})
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.Dir()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the temporary directory is still there: %v", err)
	}
}

func TestSecondServerOnTheSameDirectoryIsRefused(t *testing.T) {
	t.Parallel()
	dir := place(t)
	start(t, postgres.Options{Dir: dir, Unsafe: true})
	_, err := postgres.Start(t.Context(), postgres.Options{Dir: dir, Unsafe: true})
	if !errors.Is(err, postgres.ErrInUse) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
		t.Errorf("got %v, want ErrInUse naming this process", err)
	}
}

func TestKillOfTheOwnerLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	dir := place(t)
	owner := exec.Command(os.Args[0])
	owner.Env = append(os.Environ(), helperDir+"="+dir)
	out, err := owner.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := owner.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	var pid int
	if _, scan := fmt.Sscan(line, &pid); err != nil || scan != nil {
		t.Fatalf("the helper said %q", line)
	}
	if err := owner.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = owner.Wait()
	// At once: the orphan may still be shutting down, and Start has to wait for it.
	s := start(t, postgres.Options{Dir: dir})
	if s.PID() == pid {
		t.Error("the orphan was taken for the new server")
	}
	// A zombie that nobody reaps yet has no working directory any more.
	if cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid)); err == nil {
		t.Errorf("the orphan %d still works in %s", pid, cwd)
	}
}

func TestKilledServerRecoversDespiteAReusedProcessID(t *testing.T) {
	t.Parallel()
	dir := place(t)
	first := start(t, postgres.Options{Dir: dir})
	execute(t, first, "create table kept(n int); insert into kept values (7)")
	if err := syscall.Kill(first.PID(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-first.Exited()
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	// Put the id of a living process of the same user into the stale file:
	// PostgreSQL alone would refuse to start.
	other := start(t, postgres.Options{Unsafe: true})
	pidFile := filepath.Join(dir, "data", "postmaster.pid")
	text, err := os.ReadFile(pidFile)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitN(string(text), "\n", 2)
	if err := os.WriteFile(pidFile, fmt.Appendf(nil, "%d\n%s", other.PID(), lines[1]), 0o600); err != nil {
		t.Fatal(err)
	}
	second := start(t, postgres.Options{Dir: dir})
	if got := query[int](t, second, "select n from kept"); got != 7 {
		t.Errorf("after the crash: %d, want 7", got)
	}
}

func TestEarlyExitShowsTheLog(t *testing.T) {
	t.Parallel()
	dir := place(t)
	if err := start(t, postgres.Options{Dir: dir, Unsafe: true}).Stop(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "data", "postgresql.conf"), []byte("no_such_setting = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := postgres.Start(t.Context(), postgres.Options{Dir: dir, Unsafe: true})
	if err == nil || !strings.Contains(err.Error(), "no_such_setting") {
		t.Errorf("got %v, want the server's own complaint", err)
	}
}

func TestLongDirectoryGetsAShortSocket(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(place(t), strings.Repeat("long", 30))
	s := start(t, postgres.Options{Dir: dir, Unsafe: true})
	if got := query[int](t, s, "select 1"); got != 1 {
		t.Errorf("got %d", got)
	}
}

func TestInterruptedInitdbIsNotADatabase(t *testing.T) {
	t.Parallel()
	dir := place(t)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if s, err := postgres.Start(ctx, postgres.Options{Dir: dir, Unsafe: true}); err == nil {
		t.Errorf("started within 50 ms from nothing: %v", s.Stop())
	}
	start(t, postgres.Options{Dir: dir, Unsafe: true})
}
