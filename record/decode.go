package record

import (
	"bytes"
	"encoding/binary"
	"time"
)

// Decode reads a header that Encode wrote and sets Hash to its digest. It
// refuses, with ErrFormat, every byte string that is not the one encoding of
// an event, bytes left over included.
func Decode(header []byte) (Event, error) {
	r := reader{rest: header}
	var e Event
	if r.byte() != Version {
		return Event{}, formatError("version")
	}
	e.Subject.Kind = r.str8()
	e.Subject.ID = r.str8()
	e.Seq = int64(r.u64())
	copy(e.ID[:], r.take(16))
	e.Kind = r.str8()
	e.OccurredAt = time.UnixMicro(int64(r.u64())).UTC()
	e.RecordedAt = time.UnixMicro(int64(r.u64())).UTC()
	copy(e.Actor.Agency[:], r.take(16))
	copy(e.Actor.Recorder[:], r.take(16))
	e.Actor.Function = r.str8()
	copy(e.Prev[:], r.take(HashSize))
	for range r.u16() {
		c := Commitment{Name: r.str8()}
		copy(c.Digest[:], r.take(HashSize))
		if r.short {
			break
		}
		e.Fields = append(e.Fields, c)
	}
	if r.short || len(r.rest) > 0 {
		return Event{}, formatError("length")
	}
	again, err := e.Encode()
	if err != nil {
		return Event{}, err
	}
	if !bytes.Equal(again, header) {
		return Event{}, formatError("encoding")
	}
	e.Hash, err = e.Digest()
	return e, err
}

// reader takes bytes from the front; after the first shortage everything is zero.
type reader struct {
	rest  []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if r.short || len(r.rest) < n {
		r.short = true
		return make([]byte, n)
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *reader) byte() byte  { return r.take(1)[0] }
func (r *reader) u16() uint16 { return binary.BigEndian.Uint16(r.take(2)) }
func (r *reader) u64() uint64 { return binary.BigEndian.Uint64(r.take(8)) }

func (r *reader) str8() string { return string(r.take(int(r.byte()))) }
