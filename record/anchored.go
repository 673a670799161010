package record

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Anchored shows that an event with one readable field stood in the log at a
// checkpoint. It can be checked with nothing but these bytes; whose checkpoint it
// is, a checkpoint file or the log's key says.
type Anchored struct {
	Header     []byte // of the event
	Field      string
	Salt       []byte
	Value      []byte
	Leaf       int64
	Proof      tlog.RecordProof
	Checkpoint []byte // signed note
}

// Check opens the field, hashes the event and follows the proof to the root that
// the checkpoint names. It does not look at the checkpoint's signature. It returns
// ErrFormat, ErrCheckpoint or the error of the proof.
func (a Anchored) Check() (Event, Checkpoint, error) {
	e, err := Decode(a.Header)
	if err != nil {
		return e, Checkpoint{}, err
	}
	digest, err := Commit(a.Salt, a.Field, a.Value)
	if err != nil {
		return e, Checkpoint{}, err
	}
	found := false
	for _, c := range e.Fields {
		found = found || c.Name == a.Field && c.Digest == digest
	}
	if !found {
		return e, Checkpoint{}, fmt.Errorf("the event does not say %s so: %w", a.Field, ErrFormat)
	}
	text, _, _ := bytes.Cut(a.Checkpoint, []byte("\n\n"))
	c, err := ParseCheckpoint(string(text) + "\n")
	if err != nil {
		return e, c, err
	}
	return e, c, CheckInclusion(a.Proof, c, a.Leaf, e.Hash)
}

// InFile reports whether a checkpoint file holds a checkpoint, byte for byte.
func InFile(file, checkpoint []byte) bool {
	for _, msg := range SplitNotes(file) {
		if strings.TrimSpace(string(msg)) == strings.TrimSpace(string(checkpoint)) {
			return true
		}
	}
	return false
}
