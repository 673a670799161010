package postgres

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// process is the postmaster, a direct child of this process.
type process struct {
	pid  int
	done chan struct{} // closed when it has ended
}

// launch starts the postmaster in its own process group, so that Ctrl-C in a
// terminal reaches the hub first. The kernel interrupts it when the thread
// that started it dies, hence a thread of its own, held until the end.
func launch(bin string, args []string, who account, tail *logTail) (*process, error) {
	p := &process{done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		cmd := exec.Command(filepath.Join(bin, "postgres"), args...)
		cmd.Env, cmd.Dir = environment(), "/"
		cmd.Stdout, cmd.Stderr = tail, tail
		cmd.SysProcAttr = who.attributes()
		cmd.SysProcAttr.Setpgid = true
		dieWithParent(cmd.SysProcAttr)
		cmd.WaitDelay = time.Second // backends may hold the log pipe a little longer
		err := cmd.Start()
		if err == nil {
			p.pid = cmd.Process.Pid
		}
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended stands in its log
			close(p.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

func (p *process) signal(sig syscall.Signal) {
	select {
	case <-p.done: // the id may already be somebody else's
	default:
		_ = syscall.Kill(p.pid, sig)
	}
}

// awaitReady waits for the line in postmaster.pid that says ready.
func (s *Server) awaitReady(ctx context.Context, tail *logTail) error {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if lines := pidFile(s.data()); len(lines) > 7 &&
			lines[0] == strconv.Itoa(s.proc.pid) && strings.TrimSpace(lines[7]) == "ready" {
			return nil
		}
		select {
		case <-s.proc.done:
			return fmt.Errorf("postgres ended while starting; the end of its log:\n%s", tail)
		case <-ctx.Done():
			return fmt.Errorf("postgres not ready in time: %w; the end of its log:\n%s", ctx.Err(), tail)
		case <-tick.C:
		}
	}
}

// pidFile reads postmaster.pid: process id, data directory, start time, port,
// socket directory, address, shared memory, status.
func pidFile(data string) []string {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return nil
	}
	return strings.Split(string(text), "\n")
}

// environment keeps the caller's PG* variables away from the server.
func environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
}

// logTail keeps the last part of the log for error messages.
type logTail struct {
	mu   sync.Mutex
	text []byte
	next io.Writer
}

const tailSize = 8 << 10

func (t *logTail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if extra := len(t.text) - tailSize; extra > 0 {
		t.text = append(t.text[:0], t.text[extra:]...)
	}
	if t.next != nil {
		_, _ = t.next.Write(p) // a broken log sink must not stop the server
	}
	return len(p), nil
}

func (t *logTail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(t.text))
}
