package peersim

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/xianjie-hub/xianjie/federation"
)

// log is the record of the simulator: a leaf for every message that it sent, hashed as in RFC
// 6962. It can lie about its past, which is what partners keep checkpoints for.
type log struct {
	hashes []tlog.Hash // stored hashes, tlog numbering
	size   int64
}

// ReadHashes is tlog's.
func (l *log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		if at < 0 || at >= int64(len(l.hashes)) {
			return nil, fmt.Errorf("stored hash %d is missing", at)
		}
		out[i] = l.hashes[at]
	}
	return out, nil
}

func (l *log) add(leaf federation.Hash) error {
	more, err := tlog.StoredHashes(l.size, leaf[:], l)
	if err != nil {
		return fmt.Errorf("grow the log: %w", err)
	}
	l.hashes, l.size = append(l.hashes, more...), l.size+1
	return nil
}

// Fork lets the simulator show another past from now on (分叉): as long a log as before, with
// other leaves.
func (h *Hub) Fork() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	size := h.log.size
	h.log = log{}
	for i := range size {
		if err := h.log.add(federation.HashOf([]byte("another past " + strconv.FormatInt(i, 10)))); err != nil {
			return err
		}
	}
	return nil
}

// Forget lets the simulator lose the last n entries of its record, as a hub that was restored
// from an older copy.
func (h *Hub) Forget(n int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.log.size = max(h.log.size-n, 0)
	h.log.hashes = h.log.hashes[:tlog.StoredHashCount(h.log.size)]
}

// logKey signs checkpoints. It follows from the hub's key, so that a simulator that was kept
// has it again.
func (h *Hub) logKey() ed25519.PrivateKey {
	seed := sha256.Sum256(append([]byte("log of "), h.hubKey.Seed()...))
	return ed25519.NewKeyFromSeed(seed[:])
}

func (h *Hub) logVerifier() (string, error) {
	return note.NewEd25519VerifierKey(h.Name, h.logKey().Public().(ed25519.PublicKey))
}

type noteSigner struct {
	note.Verifier
	key ed25519.PrivateKey
}

// Sign is note's.
func (s noteSigner) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.key, msg), nil }

// signedCheckpoint is what the log says of itself now.
func (h *Hub) signedCheckpoint() ([]byte, error) {
	text, err := h.logVerifier()
	if err != nil {
		return nil, err
	}
	verifier, err := note.NewVerifier(text)
	if err != nil {
		return nil, err
	}
	root, err := tlog.TreeHash(h.log.size, &h.log)
	if err != nil {
		return nil, err
	}
	body := fmt.Sprintf("%s\n%d\n%s\ntime %s\n", h.Name, h.log.size, base64.StdEncoding.EncodeToString(root[:]), h.Clock().UTC().Format(time.RFC3339))
	return note.Sign(&note.Note{Text: body}, noteSigner{verifier, h.logKey()})
}

func (h *Hub) checkpoint(a *asked) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.log.size == 0 {
		problem(a, http.StatusNotFound, "")
		return
	}
	msg, err := h.signedCheckpoint()
	if err != nil {
		problem(a, http.StatusInternalServerError, "")
		return
	}
	write(a, http.StatusOK, "text/plain; charset=utf-8", msg)
}

func (h *Hub) consistency(a *asked) {
	older, one := strconv.ParseInt(a.r.FormValue("older"), 10, 64)
	newer, other := strconv.ParseInt(a.r.FormValue("newer"), 10, 64)
	h.mu.Lock()
	defer h.mu.Unlock()
	if one != nil || other != nil || older < 1 || older > newer || newer > h.log.size {
		problem(a, http.StatusNotFound, "")
		return
	}
	proof, err := tlog.ProveTree(newer, older, &h.log)
	c := federation.Consistency{Older: older, Newer: newer}
	for _, hash := range proof {
		c.Proof = append(c.Proof, federation.Hash(hash))
	}
	body, failed := federation.EncodeConsistency(c)
	if err != nil || failed != nil {
		problem(a, http.StatusInternalServerError, "")
		return
	}
	write(a, http.StatusOK, "application/json", body)
}
