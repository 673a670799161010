package postgres

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// evict clears away what a killed predecessor left on the data directory. The
// caller holds the directory's lock, so whoever still works in it is an orphan:
// it is asked to shut down, then told to. With nobody left, postmaster.pid is
// stale, and is removed because its process id may by now be another server's,
// which PostgreSQL would take for a running twin.
func evict(ctx context.Context, data string) error {
	pidPath := filepath.Join(data, "postmaster.pid")
	if _, err := os.Stat(pidPath); err != nil {
		return nil
	}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for round := 0; ; round++ {
		left, err := workingIn(data)
		if err != nil {
			return nil // no /proc: PostgreSQL's own check has to do
		}
		if len(left) == 0 {
			if err := os.Remove(pidPath); err != nil && !os.IsNotExist(err) {
				return fmt.Errorf("remove a stale postmaster.pid: %w", err)
			}
			return nil
		}
		switch round {
		case 0, 500: // at once, and after five seconds
			sig := syscall.SIGINT
			if round > 0 {
				sig = syscall.SIGQUIT
			}
			for _, pid := range left {
				_ = syscall.Kill(pid, sig)
			}
		case 1000:
			return fmt.Errorf("processes %v of an earlier server do not let go of %s", left, data)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("wait for an earlier server to end: %w", ctx.Err())
		}
	}
}

// workingIn lists the processes whose working directory is data: the
// postmaster and all its children have it.
func workingIn(data string) ([]int, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil || len(entries) == 0 {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	real, err := filepath.EvalSymlinks(data)
	if err != nil {
		return nil, err
	}
	var pids []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if cwd, err := os.Readlink(filepath.Join("/proc", e.Name(), "cwd")); err == nil && cwd == real {
			pids = append(pids, pid)
		}
	}
	return pids, nil
}
