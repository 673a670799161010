package login_test

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/xianjie-hub/xianjie/api/login"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// memory is a store in maps. The hub's own store keeps the same promises in
// PostgreSQL and is tested where it lives.
type memory struct {
	mu       sync.Mutex
	issuers  []login.Issuer
	clients  map[string]login.Client // by issuer code and client id
	users    map[string]ids.User     // by issuer and subject
	sessions map[string]login.Session
	used     map[string]bool
	touched  int
	down     bool
}

func newMemory() *memory {
	return &memory{clients: map[string]login.Client{}, users: map[string]ids.User{}, sessions: map[string]login.Session{}, used: map[string]bool{}}
}

var errDown = errors.New("the database is away")

func missing() error { return fault.New(fault.Missing, "test.missing", fault.T("没有", "none")) }

func (m *memory) lock() (func(), error) {
	m.mu.Lock()
	if m.down {
		m.mu.Unlock()
		return nil, fault.Wrap(fault.Unavailable, "store.unavailable", fault.T("断", "down"), errDown)
	}
	return m.mu.Unlock, nil
}

func (m *memory) find(fits func(login.Issuer) bool) (login.Issuer, error) {
	unlock, err := m.lock()
	if err != nil {
		return login.Issuer{}, err
	}
	defer unlock()
	for _, i := range m.issuers {
		if fits(i) {
			return i, nil
		}
	}
	return login.Issuer{}, missing()
}

func (m *memory) IssuerByCode(_ context.Context, code string) (login.Issuer, error) {
	return m.find(func(i login.Issuer) bool { return i.Code == code })
}

func (m *memory) IssuerByURL(_ context.Context, url string) (login.Issuer, error) {
	return m.find(func(i login.Issuer) bool { return i.URL == url })
}

func (m *memory) ClientByID(_ context.Context, issuer ids.Issuer, clientID string) (login.Client, error) {
	unlock, err := m.lock()
	if err != nil {
		return login.Client{}, err
	}
	defer unlock()
	c, ok := m.clients[issuer.String()+" "+clientID]
	if !ok {
		return c, missing()
	}
	return c, nil
}

func (m *memory) UpsertUser(_ context.Context, p login.Person, now time.Time) (ids.User, error) {
	unlock, err := m.lock()
	if err != nil {
		return ids.User{}, err
	}
	defer unlock()
	key := p.Issuer.String() + " " + p.Subject
	if _, known := m.users[key]; !known {
		m.users[key] = ids.New[ids.User](now)
	}
	return m.users[key], nil
}

func (m *memory) CreateSession(_ context.Context, s login.Session, replaces []byte) error {
	unlock, err := m.lock()
	if err != nil {
		return err
	}
	defer unlock()
	delete(m.sessions, string(replaces))
	m.sessions[string(s.Hash)] = s
	return nil
}

func (m *memory) SessionByHash(_ context.Context, hash []byte) (login.Session, error) {
	unlock, err := m.lock()
	if err != nil {
		return login.Session{}, err
	}
	defer unlock()
	s, ok := m.sessions[string(hash)]
	if !ok {
		return s, missing()
	}
	return s, nil
}

func (m *memory) TouchSession(_ context.Context, hash []byte, now time.Time) error {
	unlock, err := m.lock()
	if err != nil {
		return err
	}
	defer unlock()
	s := m.sessions[string(hash)]
	s.SeenAt = now
	m.sessions[string(hash)] = s
	m.touched++
	return nil
}

func (m *memory) DeleteSession(_ context.Context, hash []byte) error {
	unlock, err := m.lock()
	if err != nil {
		return err
	}
	defer unlock()
	delete(m.sessions, string(hash))
	return nil
}

func (m *memory) SignOut(_ context.Context, o login.SignOut, _ time.Time) (bool, error) {
	unlock, err := m.lock()
	if err != nil {
		return false, err
	}
	defer unlock()
	key := o.Issuer.String() + " logout " + o.Token
	if m.used[key] {
		return false, nil
	}
	m.used[key] = true
	for hash, s := range m.sessions {
		if s.Issuer == o.Issuer && (o.Subject != "" && s.Subject == o.Subject || o.IDPSession != "" && s.IDPSession == o.IDPSession) {
			delete(m.sessions, hash)
		}
	}
	return true, nil
}

func (m *memory) UseOnce(_ context.Context, issuer ids.Issuer, id string, _, _ time.Time) (bool, error) {
	unlock, err := m.lock()
	if err != nil {
		return false, err
	}
	defer unlock()
	key := issuer.String() + " " + id
	first := !m.used[key]
	m.used[key] = true
	return first, nil
}
