package record

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is what the log says of itself at one size.
type Checkpoint struct {
	Origin string    `json:"origin"` // name of the log, equal to the name of its key
	Size   int64     `json:"size"`   // leaves
	Root   tlog.Hash `json:"root"`   // base64 in JSON, as in the note
	Time   time.Time `json:"time"`   // when it was signed, whole seconds, UTC
}

// ErrCheckpoint says that a text is not a checkpoint of this form.
var ErrCheckpoint = errors.New("not a checkpoint")

// Text gives the text that is signed: origin, size, root, time, a line each.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\ntime %s\n", c.Origin, c.Size,
		base64.StdEncoding.EncodeToString(c.Root[:]), c.Time.UTC().Format(time.RFC3339))
}

// ParseCheckpoint reads the text of a note. Lines after the fourth are ignored:
// later hubs may add some. It returns ErrCheckpoint otherwise.
func ParseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 5 {
		return Checkpoint{}, ErrCheckpoint
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return Checkpoint{}, ErrCheckpoint
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return Checkpoint{}, ErrCheckpoint
	}
	stamp, ok := strings.CutPrefix(lines[3], "time ")
	at, err := time.Parse(time.RFC3339, stamp)
	if !ok || err != nil || lines[0] == "" {
		return Checkpoint{}, ErrCheckpoint
	}
	return Checkpoint{Origin: lines[0], Size: size, Root: tlog.Hash(root), Time: at.UTC()}, nil
}

// Sign gives the checkpoint as a signed note.
func (c Checkpoint) Sign(signer note.Signer) ([]byte, error) {
	if c.Origin != signer.Name() {
		return nil, fmt.Errorf("checkpoint of %q signed by %q: %w", c.Origin, signer.Name(), ErrCheckpoint)
	}
	return note.Sign(&note.Note{Text: c.Text()}, signer)
}

// OpenCheckpoint reads a signed note and demands a good signature of one of the
// log's keys. Signatures of witnesses it does not know are ignored.
func OpenCheckpoint(msg []byte, keys note.Verifiers) (Checkpoint, error) {
	n, err := note.Open(msg, keys)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("open checkpoint: %w", err)
	}
	c, err := ParseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, err
	}
	for _, s := range n.Sigs {
		if s.Name == c.Origin {
			return c, nil
		}
	}
	return Checkpoint{}, fmt.Errorf("checkpoint of %q is not signed by it: %w", c.Origin, ErrCheckpoint)
}

// NoteSigner makes an Ed25519 key sign notes under the log's name, which must
// be free of spaces and plus signs.
func NoteSigner(name string, key ed25519.PrivateKey) (note.Signer, error) {
	public := key.Public().(ed25519.PublicKey)
	v, err := NoteVerifier(name, public)
	if err != nil {
		return nil, err
	}
	return noteSigner{v, key}, nil
}

type noteSigner struct {
	note.Verifier
	key ed25519.PrivateKey
}

func (s noteSigner) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.key, msg), nil }

// NoteVerifier makes the verifier for a log's public key.
func NoteVerifier(name string, key ed25519.PublicKey) (note.Verifier, error) {
	vkey, err := VerifierText(name, key)
	if err != nil {
		return nil, err
	}
	return note.NewVerifier(vkey)
}

// VerifierText writes the name and public key of a log as others are told them.
func VerifierText(name string, key ed25519.PublicKey) (string, error) {
	vkey, err := note.NewEd25519VerifierKey(name, key)
	if err != nil {
		return "", fmt.Errorf("name the log key: %w", err)
	}
	return vkey, nil
}
