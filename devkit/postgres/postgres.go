// Package postgres starts a real PostgreSQL for development and tests from the
// binaries that are installed on the machine, also when the caller is root.
//
// The server listens on a Unix socket in a directory that only its own user
// can enter, never on TCP, and dies with the process that started it. It is
// not meant for production: there an operator runs PostgreSQL.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// Superuser is the role that initdb makes; it is trusted on the socket.
const Superuser = "postgres"

// Options say where a server keeps its data and how careful it is with it.
type Options struct {
	// Dir keeps the data between runs. Empty means a temporary directory that
	// Stop removes. The user the server runs as must be able to reach it: see Place.
	Dir string
	// Bin is the directory of the PostgreSQL programs. Empty means BinDir().
	Bin string
	// Unsafe turns fsync and its companions off. For throw-away data only.
	Unsafe bool
	// Log receives the server's log besides the tail kept for error messages.
	Log io.Writer
}

// Server is a running PostgreSQL.
type Server struct {
	base   string // holds data/, lock and normally the socket
	socket string
	remove []string // directories that Stop deletes
	lock   *os.File
	proc   *process
	stop   sync.Once
	err    error
}

// Start starts the server and returns once it accepts connections: well under
// a second on existing data, about a second when it has to create them. The
// context bounds the start only; afterwards the server runs until Stop or the
// death of this process. The error of a server that would not start carries
// the end of its log.
func Start(ctx context.Context, o Options) (s *Server, err error) {
	if o.Bin == "" {
		if o.Bin, err = BinDir(); err != nil {
			return nil, err
		}
	}
	who, err := serverUser()
	if err != nil {
		return nil, err
	}
	s = &Server{}
	defer func() {
		if err != nil {
			s.release()
			s = nil
		}
	}()
	if err := s.prepare(o.Dir, who); err != nil {
		return s, err
	}
	tail := &logTail{next: o.Log}
	if err := s.createData(ctx, o, who, tail); err != nil {
		return s, err
	}
	if err := evict(ctx, s.data()); err != nil {
		return s, err
	}
	if s.proc, err = launch(o.Bin, s.arguments(o.Unsafe), who, tail); err != nil {
		return s, fmt.Errorf("start postgres: %w", err)
	}
	if err := s.awaitReady(ctx, tail); err != nil {
		s.proc.signal(syscall.SIGQUIT)
		<-s.proc.done
		return s, err
	}
	return s, nil
}

// URL is the address of a database for a role, in the form pgx and libpq read.
// The password is absent: the socket trusts whoever can reach it.
func (s *Server) URL(db, role string) string {
	u := url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + db}
	u.RawQuery = url.Values{"host": {s.socket}}.Encode()
	return u.String()
}

// PID is the process id of the postmaster.
func (s *Server) PID() int { return s.proc.pid }

// Dir is the directory that holds the data.
func (s *Server) Dir() string { return s.base }

// Exited is closed when the server has ended, by Stop or by itself.
func (s *Server) Exited() <-chan struct{} { return s.proc.done }

// Stop ends the server with a fast shutdown (open transactions roll back) and
// frees its directory. It waits 10 s before it insists. Calling it again
// returns the first result.
func (s *Server) Stop() error {
	s.stop.Do(func() {
		s.proc.signal(syscall.SIGINT)
		select {
		case <-s.proc.done:
		case <-time.After(10 * time.Second):
			s.proc.signal(syscall.SIGQUIT)
			<-s.proc.done
			s.err = errors.New("stop postgres: no answer to a fast shutdown within 10 s, ended at once")
		}
		s.err = errors.Join(s.err, s.release())
	})
	return s.err
}

func (s *Server) data() string { return filepath.Join(s.base, "data") }

// release gives the directory back; it leaves a temporary one as if unused.
func (s *Server) release() error {
	var errs []error
	for _, dir := range s.remove {
		errs = append(errs, os.RemoveAll(dir))
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	return errors.Join(errs...)
}

func (s *Server) arguments(unsafe bool) []string {
	durable := "on"
	if unsafe {
		durable = "off"
	}
	settings := []string{
		"listen_addresses=", "unix_socket_directories=" + s.socket, "unix_socket_permissions=0777",
		"fsync=" + durable, "synchronous_commit=" + durable, "full_page_writes=" + durable,
		"max_connections=200", "timezone=UTC", "log_timezone=UTC", "logging_collector=off",
		"lc_messages=C",
	}
	if unsafe {
		// Throw-away data may live in memory: keep the log small, and shared
		// memory in the directory, where it goes away with it after a kill -9.
		// Tests ask small questions: a worker process for one costs more than it saves.
		settings = append(settings, "dynamic_shared_memory_type=mmap", "wal_level=minimal", "max_wal_senders=0", "min_wal_size=80MB", "max_wal_size=160MB", "max_parallel_workers_per_gather=0")
	}
	args := []string{"-D", s.data()}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	return args
}
