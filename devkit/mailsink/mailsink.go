// Package mailsink is the SMTP server of the development hub and of tests: it
// keeps what it is given and delivers nothing. People read the mails on a page.
package mailsink

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Options say where the sink listens and what it keeps.
type Options struct {
	// Addr to listen on; empty means a free port of 127.0.0.1.
	Addr string
	// Dir receives every mail as a file as well; empty means memory only.
	Dir string
	// Keep is how many mails stay in memory, the newest; 0 means 500.
	Keep int
	// Now stamps what arrives.
	Now func() time.Time
	// Accept, if set, is asked before a mail is kept. Its error is the answer
	// to the sender: an *smtp.SMTPError with its code, anything else with 554.
	// A call that does not return until its context ends plays a server that hangs.
	Accept func(context.Context, Mail) error
}

// limits of one mail: notifications carry a number and a link.
const (
	maxBytes      = 1 << 20
	maxRecipients = 50
)

// Sink is a running SMTP server.
type Sink struct {
	options  Options
	listener net.Listener
	server   *smtp.Server
	served   chan struct{}
	stopping context.Context
	stop     context.CancelFunc
	once     sync.Once

	mu      sync.Mutex
	mails   []Mail // oldest first
	last    int
	arrived chan struct{} // closed and replaced at every arrival
}

// Start opens the sink. Stop it when done.
func Start(o Options) (*Sink, error) {
	if o.Now == nil {
		return nil, errors.New("the mail sink needs a clock")
	}
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	if o.Keep == 0 {
		o.Keep = 500
	}
	if o.Dir != "" {
		if err := os.MkdirAll(o.Dir, 0o700); err != nil {
			return nil, fmt.Errorf("make the mail directory: %w", err)
		}
	}
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return nil, fmt.Errorf("listen for mail: %w", err)
	}
	s := &Sink{options: o, listener: listener, served: make(chan struct{}), arrived: make(chan struct{})}
	s.stopping, s.stop = context.WithCancel(context.Background())
	s.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{sink: s}, nil }))
	s.server.Domain = "localhost"
	s.server.MaxMessageBytes, s.server.MaxRecipients = maxBytes, maxRecipients
	s.server.ReadTimeout, s.server.WriteTimeout = time.Minute, time.Minute
	s.server.EnableSMTPUTF8 = true
	s.server.ErrorLog = quiet{}
	go func() {
		defer close(s.served)
		_ = s.server.Serve(listener) // ends when the listener is closed
	}()
	return s, nil
}

// Addr is the host and port that senders connect to.
func (s *Sink) Addr() string { return s.listener.Addr().String() }

// Stop closes the sink and every connection to it. Calling it again does nothing.
func (s *Sink) Stop() error {
	var err error
	s.once.Do(func() {
		s.stop()
		err = s.server.Close()
		// The server may not have taken the listener over yet.
		if listening := s.listener.Close(); !errors.Is(listening, net.ErrClosed) {
			err = errors.Join(err, listening)
		}
		<-s.served
	})
	return err
}

// Mails gives what is kept, oldest first.
func (s *Sink) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// Wait gives the first mail that fits, now or as soon as it arrives.
func (s *Sink) Wait(ctx context.Context, fits func(Mail) bool) (Mail, error) {
	for {
		s.mu.Lock()
		mails, arrived := append([]Mail(nil), s.mails...), s.arrived
		s.mu.Unlock()
		for _, m := range mails {
			if fits(m) {
				return m, nil
			}
		}
		select {
		case <-arrived:
		case <-ctx.Done():
			return Mail{}, fmt.Errorf("no such mail among the %d that arrived: %w", len(mails), ctx.Err())
		}
	}
}

// keep stores a mail: on disk before it is acknowledged, like a real server.
func (s *Sink) keep(m Mail) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	m.ID, m.At = s.last, s.options.Now()
	if s.options.Dir != "" {
		name := m.At.UTC().Format("20060102T150405.000000000Z") + fmt.Sprintf("-%d.eml", m.ID)
		if err := os.WriteFile(filepath.Join(s.options.Dir, name), m.Raw, 0o600); err != nil {
			return fmt.Errorf("keep a mail: %w", err)
		}
	}
	s.mails = append(s.mails, m)
	if extra := len(s.mails) - s.options.Keep; extra > 0 {
		s.mails = append([]Mail(nil), s.mails[extra:]...)
	}
	close(s.arrived)
	s.arrived = make(chan struct{})
	return nil
}

// session is one connection's conversation.
type session struct {
	sink *Sink
	from string
	to   []string
}

func (c *session) Reset()        { c.from, c.to = "", nil }
func (c *session) Logout() error { return nil }

func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	c.from = from
	return nil
}

func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.to = append(c.to, to)
	return nil
}

func (c *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m := Mail{From: c.from, To: append([]string(nil), c.to...), Raw: raw}
	if c.sink.options.Accept != nil {
		if err := c.sink.options.Accept(c.sink.stopping, m); err != nil {
			return err
		}
	}
	return c.sink.keep(m)
}

// quiet drops the server's complaints about clients that hang up.
type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}
