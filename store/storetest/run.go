package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The test binaries of one run are children of one `go` process. The first
// that needs a database starts a keeper: this binary again, detached, which
// runs the server until that `go` process is gone. Started by hand, a test
// binary is its own run.

const keeperVariable = "XIANJIE_STORETEST_KEEPER"

// runDirPrefix is followed by the process id and start time that name a run.
const runDirPrefix = "xianjie-test-"

// runServer gives the superuser's address of this run's server, starting it if
// nobody has. It sweeps up after runs that were killed.
func runServer(ctx context.Context) (string, error) {
	roots, err := roots()
	if err != nil {
		return "", err
	}
	run := thisRun()
	dir := place(roots, run)
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("make the run's directory: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", fmt.Errorf("open the run's lock: %w", err)
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", fmt.Errorf("take the run's lock: %w", err)
	}
	if at, err := readNote(dir); err == nil && alive(at.Keeper) {
		return at.URL, nil
	}
	for _, root := range roots {
		sweep(root)
	}
	address, err := startKeeper(ctx, dir, run)
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	return address, nil
}

// note is what the keeper leaves for the test processes.
type note struct {
	Keeper string // process id and start time
	URL    string
}

func readNote(dir string) (n note, err error) {
	text, err := os.ReadFile(filepath.Join(dir, "server.json"))
	if err != nil {
		return n, err
	}
	return n, json.Unmarshal(text, &n)
}

func startKeeper(ctx context.Context, dir, run string) (string, error) {
	if err := os.Remove(filepath.Join(dir, "server.json")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("remove an old note: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find this program: %w", err)
	}
	log, err := os.Create(filepath.Join(dir, "keeper.log"))
	if err != nil {
		return "", fmt.Errorf("make the keeper's log: %w", err)
	}
	defer log.Close()
	keeper := exec.Command(self)
	keeper.Env = append(os.Environ(), keeperVariable+"="+dir, keeperVariable+"_RUN="+run)
	keeper.Dir = "/"
	// Not this process's output: `go test` would wait for it to be closed.
	keeper.Stdout, keeper.Stderr = log, log
	keeper.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := keeper.Start(); err != nil {
		return "", fmt.Errorf("start the keeper: %w", err)
	}
	ended := make(chan struct{})
	go func() { _ = keeper.Wait(); close(ended) }() // its log says why
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if at, err := readNote(dir); err == nil {
			return at.URL, nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return "", ctx.Err()
		case <-ended:
			text, _ := io.ReadAll(io.NewSectionReader(log, 0, 64<<10))
			return "", fmt.Errorf("the database did not start: %s", strings.TrimSpace(string(text)))
		}
	}
}

// sweep removes what killed runs left. Their servers died with their keepers.
func sweep(root string) {
	dirs, _ := filepath.Glob(filepath.Join(root, runDirPrefix+"*"))
	for _, dir := range dirs {
		at, err := readNote(dir)
		if run := strings.TrimPrefix(filepath.Base(dir), runDirPrefix); !alive(run) && (err != nil || !alive(at.Keeper)) {
			_ = os.RemoveAll(dir) // somebody else's, or swept by another run
		}
	}
}

// thisRun names the `go` process above, else this process.
func thisRun() string {
	parent := os.Getppid()
	if comm, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", parent)); err == nil && strings.TrimSpace(string(comm)) == "go" {
		return processName(parent)
	}
	return processName(os.Getpid())
}

// processName adds the start time, because process ids come again.
func processName(pid int) string {
	return strconv.Itoa(pid) + "-" + startTime(pid)
}

// startTime is field 22 of /proc/PID/stat, in ticks since boot; 0 without
// /proc, empty for a process that has ended.
func startTime(pid int) string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		if _, noProc := os.Stat("/proc/self/stat"); noProc != nil && syscall.Kill(pid, 0) != syscall.ESRCH {
			return "0"
		}
		return ""
	}
	// The program's name stands in brackets and may hold anything.
	_, rest, _ := strings.Cut(string(text[strings.LastIndexByte(string(text), ')'):]), " ")
	fields := strings.Fields(rest)
	if len(fields) < 20 || fields[0] == "Z" {
		return ""
	}
	return fields[19]
}

func alive(name string) bool {
	pid, started, ok := strings.Cut(name, "-")
	n, err := strconv.Atoi(pid)
	return ok && err == nil && started != "" && startTime(n) == started
}
