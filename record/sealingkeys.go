package record

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/xianjie-hub/xianjie/domain/sealing"
)

const sealingFile = "sealing.keys"

// Sealing gives the ring that seals secrets in the database, and makes it on first use.
// Like the other keys its file is readable by the hub's user only.
func (k *Keyring) Sealing() (*sealing.Ring, error) {
	r, err := k.loadSealing()
	if !errors.Is(err, fs.ErrNotExist) {
		return r, err
	}
	if r, err = sealing.NewRing(rand.Reader); err != nil {
		return nil, err
	}
	if err := k.saveSealing(r, os.Link); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return k.loadSealing() // another process may have been first
}

// RotateSealing adds a key that seals from now on. The old ones stay in the file: they
// open what is not sealed anew yet, and what a backup holds.
func (k *Keyring) RotateSealing() (*sealing.Ring, error) {
	old, err := k.Sealing()
	if err != nil {
		return nil, err
	}
	next, err := old.Rotated(rand.Reader)
	if err != nil {
		return nil, err
	}
	return next, k.saveSealing(next, os.Rename)
}

// Sealer seals with the ring of the directory. When a text names a key that it does not
// know, a ring was rotated beside it: it reads the file again.
type Sealer struct {
	keys *Keyring
	mu   sync.Mutex
	ring *sealing.Ring
}

// Sealer makes one, and the ring on first use.
func (k *Keyring) Sealer() (*Sealer, error) {
	r, err := k.Sealing()
	return &Sealer{keys: k, ring: r}, err
}

// PresentSealer is a Sealer of the ring that is there, and makes none: a ring that is
// gone has to come back, because a new one opens nothing.
func (k *Keyring) PresentSealer() (*Sealer, error) {
	r, err := k.loadSealing()
	return &Sealer{keys: k, ring: r}, err
}

func (s *Sealer) now() *sealing.Ring {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ring
}

// Seal seals a secret for one place.
func (s *Sealer) Seal(place, secret string) (string, error) { return s.now().Seal(place, secret) }

// Current reports whether a text is empty or sealed with the present key.
func (s *Sealer) Current(text string) bool { return s.now().Current(text) }

// Open gives a secret back.
func (s *Sealer) Open(place, text string) (string, error) {
	secret, err := s.now().Open(place, text)
	if !errors.Is(err, sealing.ErrUnknownKey) {
		return secret, err
	}
	again, failed := s.keys.loadSealing()
	if failed != nil {
		return "", failed
	}
	s.mu.Lock()
	s.ring = again
	s.mu.Unlock()
	return again.Open(place, text)
}

func (k *Keyring) loadSealing() (*sealing.Ring, error) {
	path := filepath.Join(k.dir, sealingFile)
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("load the sealing keys: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, tooOpen(path, info.Mode())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("load the sealing keys: %w", err)
	}
	return sealing.Parse(string(text))
}

// saveSealing writes the whole file before it has its name.
func (k *Keyring) saveSealing(r *sealing.Ring, name func(from, to string) error) error {
	tmp, err := os.CreateTemp(k.dir, ".new-*") // mode 0600
	if err != nil {
		return fmt.Errorf("keep the sealing keys: %w", err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.WriteString(r.Text())
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return fmt.Errorf("keep the sealing keys: %w", err)
	}
	if err := name(tmp.Name(), filepath.Join(k.dir, sealingFile)); err != nil {
		return fmt.Errorf("keep the sealing keys: %w", err)
	}
	return syncDir(k.dir)
}
