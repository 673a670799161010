package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"slices"
	"sync"

	"github.com/jackc/pgx/v5/pgproto3"
)

// statement is one statement as it went over the wire.
type statement struct {
	sql     string
	simple  bool // simple protocol: sql may hold several statements
	params  [][]byte
	formats []int16
}

// trip is what the hub sent before it waited for an answer.
type trip []statement

// tap stands between the hub and its database and writes down what the hub
// says: statements, parameters and where it waits.
type tap struct {
	listener net.Listener
	server   string // socket of the database

	mu        sync.Mutex
	recording bool
	trips     []trip
}

const socketName = ".s.PGSQL.5432"

// openTap listens in dir for what wants to speak to the database in serverDir.
func openTap(dir, serverDir string) (*tap, error) {
	l, err := net.Listen("unix", filepath.Join(dir, socketName))
	if err != nil {
		return nil, fmt.Errorf("listen in front of the database: %w", err)
	}
	t := &tap{listener: l, server: filepath.Join(serverDir, socketName)}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return // closed
			}
			go t.carry(c)
		}
	}()
	return t, nil
}

func (t *tap) close() error { return t.listener.Close() }

// carry passes one connection on, listening to the hub's side.
func (t *tap) carry(hub net.Conn) {
	defer hub.Close()
	db, err := (&net.Dialer{}).DialContext(context.Background(), "unix", t.server)
	if err != nil {
		return // the hub sees a closed connection
	}
	defer db.Close()
	heard, say := io.Pipe()
	go t.listen(heard)
	go func() {
		_, err := io.Copy(hub, db)
		_ = hub.Close() // ends the other direction
		_ = say.CloseWithError(errors.Join(io.EOF, err))
	}()
	_, _ = io.Copy(db, io.TeeReader(hub, say)) // an end is an end, whatever ended it
	_ = say.Close()
}

// listen understands the hub's side of one connection.
func (t *tap) listen(heard *io.PipeReader) {
	defer func() { _, _ = io.Copy(io.Discard, heard) }() // never hold up the hub
	b := pgproto3.NewBackend(heard, io.Discard)
	if _, err := b.ReceiveStartupMessage(); err != nil {
		return
	}
	names := map[string]string{}
	var now trip
	for {
		msg, err := b.Receive()
		if err != nil {
			return
		}
		switch m := msg.(type) {
		case *pgproto3.Parse:
			names[m.Name] = m.Query
		case *pgproto3.Bind:
			s := statement{sql: names[m.PreparedStatement], formats: slices.Clone(m.ParameterFormatCodes)}
			for _, p := range m.Parameters {
				s.params = append(s.params, slices.Clone(p))
			}
			now = append(now, s)
		case *pgproto3.Query:
			t.keep(trip{{sql: m.String, simple: true}})
		case *pgproto3.Sync:
			t.keep(now)
			now = nil
		}
	}
}

func (t *tap) keep(tr trip) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.recording && len(tr) > 0 {
		t.trips = append(t.trips, tr)
	}
}

// record writes down what f makes the hub say.
func (t *tap) record(f func() error) ([]trip, error) {
	t.mu.Lock()
	t.recording, t.trips = true, nil
	t.mu.Unlock()
	err := f()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.recording = false
	return t.trips, err
}
