package record

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"
	"unicode/utf8"
)

// Limits of the format.
const (
	maxName     = 255
	maxKind     = 64
	maxFields   = math.MaxUint16
	maxValue    = 16 << 20
	minSalt     = 16
	maxSalt     = 32
	eventDomain = "xianjie/event\x00"
	fieldDomain = "xianjie/field\x00"
)

// ErrFormat says that something can't be an event of the format: a bad name,
// length, order or character. The message names the part, never a value.
var ErrFormat = errors.New("not in the event format")

func formatError(part string) error { return fmt.Errorf("%s: %w", part, ErrFormat) }

// Encode gives the one header encoding of the event; Hash is not part of it.
// It returns ErrFormat for an event that has none.
func (e *Event) Encode() ([]byte, error) {
	return e.appendHeader(make([]byte, 0, 192+48*len(e.Fields)))
}

// Digest computes the chain hash from the header. It returns ErrFormat as Encode does.
func (e *Event) Digest() (Hash, error) {
	buf := make([]byte, 0, len(eventDomain)+192+48*len(e.Fields))
	buf, err := e.appendHeader(append(buf, eventDomain...))
	if err != nil {
		return Hash{}, err
	}
	return sha256.Sum256(buf), nil
}

func (e *Event) appendHeader(b []byte) ([]byte, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	b = append(b, Version)
	b = appendStr8(b, e.Subject.Kind)
	b = appendStr8(b, e.Subject.ID)
	b = binary.BigEndian.AppendUint64(b, uint64(e.Seq))
	b = append(b, e.ID[:]...)
	b = appendStr8(b, e.Kind)
	b = binary.BigEndian.AppendUint64(b, uint64(e.OccurredAt.UnixMicro()))
	b = binary.BigEndian.AppendUint64(b, uint64(e.RecordedAt.UnixMicro()))
	b = append(b, e.Actor.Agency[:]...)
	b = append(b, e.Actor.Recorder[:]...)
	b = appendStr8(b, e.Actor.Function)
	b = append(b, e.Prev[:]...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(e.Fields)))
	for _, f := range e.Fields {
		b = appendStr8(b, f.Name)
		b = append(b, f.Digest[:]...)
	}
	return b, nil
}

func (e *Event) check() error {
	switch {
	case !word(e.Subject.Kind):
		return formatError("subject kind")
	case !text(e.Subject.ID, 1, maxName):
		return formatError("subject id")
	case e.Seq < 1:
		return formatError("seq")
	case e.ID.IsZero():
		return formatError("event id")
	case !word(e.Kind):
		return formatError("kind")
	case !text(e.Actor.Function, 0, maxKind):
		return formatError("function")
	case (e.Seq == 1) != e.Prev.IsZero():
		return formatError("prev")
	case !micro(e.OccurredAt) || !micro(e.RecordedAt):
		return formatError("instant finer than a microsecond")
	case len(e.Fields) > maxFields:
		return formatError("number of fields")
	}
	for i, f := range e.Fields {
		if !text(f.Name, 1, maxName) {
			return formatError("field name")
		}
		if i > 0 && e.Fields[i-1].Name >= f.Name {
			return formatError("order of fields")
		}
	}
	return nil
}

// Commit gives the commitment to one field. It returns ErrFormat if salt, name
// or value do not fit the format.
func Commit(salt []byte, name string, value []byte) (Hash, error) {
	switch {
	case len(salt) < minSalt || len(salt) > maxSalt:
		return Hash{}, formatError("salt")
	case !text(name, 1, maxName):
		return Hash{}, formatError("field name")
	case len(value) > maxValue:
		return Hash{}, formatError("field value")
	}
	b := make([]byte, 0, len(fieldDomain)+1+1+len(salt)+2+len(name)+4+len(value))
	b = append(b, fieldDomain...)
	b = append(b, Version, byte(len(salt)))
	b = append(b, salt...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(name)))
	b = append(b, name...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(value)))
	b = append(b, value...)
	return sha256.Sum256(b), nil
}

func appendStr8(b []byte, s string) []byte {
	return append(append(b, byte(len(s))), s...)
}

// word reports whether s is of the alphabet of kinds.
func word(s string) bool {
	if s == "" || len(s) > maxKind || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '.' && c != '-' {
			return false
		}
	}
	return true
}

// text reports whether s is UTF-8 without control characters, of lo to hi bytes.
func text(s string, lo, hi int) bool {
	if len(s) < lo || len(s) > hi || !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r < 0x20 || r == 0x7f {
			return false
		}
	}
	return true
}

func micro(t time.Time) bool { return t.Nanosecond()%1000 == 0 }
