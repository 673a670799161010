// Package line is the wire between two development hubs: a forwarder on loopback that
// can be cut and joined again while both go on working.
package line

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

// Line forwards connections to one address until it is cut.
type Line struct {
	listener net.Listener

	mu   sync.Mutex
	to   string
	cut  bool
	open map[net.Conn]struct{}
	runs sync.WaitGroup
}

// Start lays a line that begins at an address of this machine and leads nowhere yet.
func Start(listen string) (*Line, error) {
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return nil, fmt.Errorf("lay a line: %w", err)
	}
	l := &Line{listener: listener, open: map[net.Conn]struct{}{}}
	l.runs.Go(l.accept)
	return l, nil
}

// URL is where the other end is reached through the line.
func (l *Line) URL() string { return "http://" + l.listener.Addr().String() }

// Lead says where the line leads. A hub knows its line before it listens itself.
func (l *Line) Lead(to string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.to = to
}

// Cut breaks everything under way; who calls afterwards is hung up on.
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	for c := range l.open {
		_ = c.Close() // that is the point
	}
}

// Join lets connections through again.
func (l *Line) Join() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = false
}

// IsCut says how the line is.
func (l *Line) IsCut() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.cut
}

// Stop takes the line down for good and waits for what ran over it.
func (l *Line) Stop() error {
	l.Cut()
	err := l.listener.Close()
	l.runs.Wait()
	return err
}

func (l *Line) accept() {
	for {
		c, err := l.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			l.runs.Go(func() { l.forward(c) })
		}
	}
}

// enter keeps a connection so that Cut finds it; false once the line is cut.
func (l *Line) enter(c net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cut {
		_ = c.Close() // whoever called sees that nobody answers
		return false
	}
	l.open[c] = struct{}{}
	return true
}

func (l *Line) leave(c net.Conn) {
	_ = c.Close() // closed before, if the line was cut
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.open, c)
}

func (l *Line) forward(near net.Conn) {
	if !l.enter(near) {
		return
	}
	defer l.leave(near)
	l.mu.Lock()
	to := l.to
	l.mu.Unlock()
	far, err := net.Dial("tcp", to)
	if err != nil || !l.enter(far) {
		return
	}
	defer l.leave(far)
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		_, _ = io.Copy(near, far) // a broken connection is what a line is for
		_ = near.Close()
	}()
	_, _ = io.Copy(far, near)
	_ = far.Close()
	<-answered
}
