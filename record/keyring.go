package record

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Keyring holds the hub's Ed25519 keys, a file each, in a directory that only
// the hub's user can enter.
type Keyring struct{ dir string }

// Key is one signing key.
type Key struct {
	ID      string // RFC 7638 thumbprint of the public key, base64url
	Private ed25519.PrivateKey
}

// Public gives the public half.
func (k Key) Public() ed25519.PublicKey { return k.Private.Public().(ed25519.PublicKey) }

// The hub's own keys. Log and receipts have separate ones, so that a signature of one
// kind can never be shown as one of the other.
const (
	KeyLog = "log" // signs checkpoints
	KeyHub = "hub" // signs receipts and envelopes as carrier
)

// AgencyKey names the key that the hub keeps for an agency that has none of
// its own (代管密钥, custodial).
func AgencyKey(agency ids.Agency) string { return "agency-" + agency.String() }

// OpenKeyring opens the directory, creating it with mode 0700. It refuses one
// that others can write to: they could swap the keys.
func OpenKeyring(dir string) (*Keyring, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open keyring: %w", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("open keyring: %w", err)
	}
	if info.Mode().Perm()&0o022 != 0 {
		return nil, tooOpen(dir, info.Mode())
	}
	return &Keyring{dir}, nil
}

// Load gives the key of a name. A missing one is fs.ErrNotExist, one that
// others can read a fault "record.key_exposed".
func (k *Keyring) Load(name string) (Key, error) {
	path, err := k.path(name)
	if err != nil {
		return Key{}, err
	}
	f, err := os.Open(path)
	if err != nil {
		return Key{}, fmt.Errorf("load key %s: %w", name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Key{}, fmt.Errorf("load key %s: %w", name, err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return Key{}, tooOpen(path, info.Mode())
	}
	return ReadKey(f, name)
}

// LoadOrCreate gives the key of a name and makes it on first use. Of two processes
// that start at once both get the same key.
func (k *Keyring) LoadOrCreate(name string) (Key, error) {
	key, err := k.Load(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	path, err := k.path(name)
	if err != nil {
		return Key{}, err
	}
	if err := k.create(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return Key{}, fmt.Errorf("create key %s: %w", name, err)
	}
	return k.Load(name)
}

// Generations gives the keys that followed the first one of a name (轮换), oldest first; none
// where it was never rotated.
func (k *Keyring) Generations(name string) ([]Key, error) {
	var list []Key
	for {
		key, err := k.Load(generation(name, len(list)+2))
		if errors.Is(err, fs.ErrNotExist) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		list = append(list, key)
	}
}

// AddGeneration makes the key that follows the last one of a name. The earlier ones stay: what
// they signed is verified by them.
func (k *Keyring) AddGeneration(name string) (Key, error) {
	list, err := k.Generations(name)
	if err != nil {
		return Key{}, err
	}
	return k.LoadOrCreate(generation(name, len(list)+2))
}

func generation(name string, n int) string { return fmt.Sprintf("%s-%d", name, n) }

// create writes the whole file before it has its name, and never replaces one.
func (k *Keyring) create(path string) error {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(k.dir, ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	err = pem.Encode(tmp, &pem.Block{Type: "PRIVATE KEY", Bytes: der})
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	if err := os.Link(tmp.Name(), path); err != nil {
		return err
	}
	return syncDir(k.dir)
}

func (k *Keyring) path(name string) (string, error) {
	if !word(name) {
		return "", fmt.Errorf("key name: %w", ErrFormat)
	}
	return filepath.Join(k.dir, name+".pem"), nil
}

// KeyID gives the id of a public key: its RFC 7638 thumbprint, base64url.
func KeyID(public ed25519.PublicKey) (string, error) {
	sum, err := (&jose.JSONWebKey{Key: public}).Thumbprint(thumbprintHash)
	if err != nil {
		return "", fmt.Errorf("name a key: %w", err)
	}
	return base64url(sum), nil
}

func tooOpen(path string, mode fs.FileMode) error {
	return fault.New(fault.Internal, "record.key_exposed", fault.T(
		fmt.Sprintf("密钥 %s 的权限是 %v，其他用户可以读取或替换。请改为仅本用户可读（目录 0700，文件 0600）。", path, mode.Perm()),
		fmt.Sprintf("The mode of key %s is %v: other users can read or replace it. Make it private to the hub's user (directory 0700, file 0600).", path, mode.Perm())))
}
