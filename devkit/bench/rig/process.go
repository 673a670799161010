package rig

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Process is a command of the hub that can be killed and started again.
type Process struct {
	name string
	bin  string
	args []string
	env  []string
	log  io.Writer

	mu   sync.Mutex
	cmd  *exec.Cmd
	done chan struct{} // closed when the process of cmd has ended
	tail *tail
}

// start begins the process. It dies with the thread that started it, hence a
// thread of its own, held until the end: a killed bench leaves nothing running.
func (p *Process) start() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	cmd := exec.Command(p.bin, p.args...)
	cmd.Env, cmd.SysProcAttr = p.env, &syscall.SysProcAttr{Setpgid: true}
	dieWithParent(cmd.SysProcAttr)
	p.tail = &tail{next: p.log}
	cmd.Stdout, cmd.Stderr = p.tail, p.tail
	started, done := make(chan error), make(chan struct{})
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended stands in its log
			close(done)
		}
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("start %s: %w", p.name, err)
	}
	p.cmd, p.done = cmd, done
	return nil
}

// PID is the id of the running process.
func (p *Process) PID() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cmd.Process.Pid
}

// Exited is closed when the process has ended by itself or otherwise.
func (p *Process) Exited() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.done
}

// Kill ends the process with kill -9 and waits until it is gone.
func (p *Process) Kill() error {
	if err := p.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		return fmt.Errorf("kill %s: %w", p.name, err)
	}
	<-p.Exited()
	return nil
}

// Restart begins the process again after it has ended.
func (p *Process) Restart() error { return p.start() }

// Stop asks the process to end and insists after 15 seconds.
func (p *Process) Stop() error {
	select {
	case <-p.Exited():
		return nil
	default:
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop %s: %w", p.name, err)
	}
	select {
	case <-p.Exited():
		return nil
	case <-time.After(15 * time.Second):
		return errors.Join(fmt.Errorf("stop %s: it does not end", p.name), p.Kill())
	}
}

// Log is the end of what the process wrote, for error messages.
func (p *Process) Log() string { return p.tail.String() }

// tail keeps the last part of a log.
type tail struct {
	mu   sync.Mutex
	text []byte
	next io.Writer
}

const tailSize = 16 << 10

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, b...)
	if extra := len(t.text) - tailSize; extra > 0 {
		t.text = append(t.text[:0], t.text[extra:]...)
	}
	if t.next != nil {
		_, _ = t.next.Write(b) // a broken log must not stop the hub
	}
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(t.text))
}
