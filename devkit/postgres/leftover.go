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

// tempPrefix marks directories that Start made for itself.
const tempPrefix = "xianjie-pg-"

// sweep removes the temporary databases of owners that were killed. A lock that
// is free means the owner is gone; a directory without data may belong to
// somebody who is just beginning, and is left alone.
func sweep(root string) {
	dirs, _ := filepath.Glob(filepath.Join(root, tempPrefix+"*"))
	for _, dir := range dirs {
		data := filepath.Join(dir, "data")
		if _, err := os.Stat(data); err != nil {
			continue
		}
		lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR, 0)
		if err != nil {
			continue
		}
		free := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
		if left, err := workingIn(data); free && err == nil && len(left) == 0 {
			_ = os.RemoveAll(dir) // somebody else's, or swept by another
		}
		lock.Close()
	}
}
