package record

import (
	"encoding/binary"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Target is one value that a redaction blanks: a field of an earlier event of
// the same chain.
type Target struct {
	Event ids.Event
	Field string
}

// EncodeTargets gives the value of the field FieldRedacts of an event of kind
// KindRedacted. Without such an event a blanked value is a finding.
func EncodeTargets(targets []Target) ([]byte, error) {
	if len(targets) == 0 || len(targets) > maxFields {
		return nil, formatError("number of targets")
	}
	b := binary.BigEndian.AppendUint16(nil, uint16(len(targets)))
	for _, t := range targets {
		if t.Event.IsZero() || !text(t.Field, 1, maxName) {
			return nil, formatError("target")
		}
		b = append(b, t.Event[:]...)
		b = appendStr8(b, t.Field)
	}
	return b, nil
}

// DecodeTargets reads what EncodeTargets wrote. It returns ErrFormat otherwise.
func DecodeTargets(value []byte) ([]Target, error) {
	r := reader{rest: value}
	var out []Target
	for range r.u16() {
		var t Target
		copy(t.Event[:], r.take(16))
		t.Field = r.str8()
		if r.short {
			break
		}
		out = append(out, t)
	}
	if r.short || len(r.rest) > 0 {
		return nil, formatError("targets")
	}
	return out, nil
}
