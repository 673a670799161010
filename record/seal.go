package record

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Seal puts an act at place seq of its chain, behind the event whose hash is
// prev (zero for seq 1). It draws one fresh salt per field from rand
// (crypto/rand.Reader in the hub) and cuts both instants to the microsecond.
//
// Write the event and its openings in the transaction of the act. Seal returns
// ErrFormat for a draft that the format can't hold and the error of rand.
func Seal(d Draft, prev Hash, seq int64, rand io.Reader) (Event, []Opening, error) {
	fields := d.fields()
	salts := make([]byte, minSalt*len(fields))
	if _, err := io.ReadFull(rand, salts); err != nil {
		return Event{}, nil, fmt.Errorf("draw salts: %w", err)
	}
	e := Event{
		ID: d.ID, Subject: d.Subject, Seq: seq, Kind: d.Kind,
		OccurredAt: d.OccurredAt.UTC().Truncate(time.Microsecond),
		RecordedAt: d.RecordedAt.UTC().Truncate(time.Microsecond),
		Actor:      d.Actor, Prev: prev,
		Fields: make([]Commitment, len(fields)),
	}
	if e.Actor.Recorder.IsZero() {
		e.Actor.Recorder = e.Actor.Agency
	}
	openings := make([]Opening, len(fields))
	for i, f := range fields {
		salt := salts[i*minSalt : (i+1)*minSalt : (i+1)*minSalt]
		digest, err := Commit(salt, f.Name, f.Value)
		if err != nil {
			return Event{}, nil, fmt.Errorf("seal %s: %w", d.Kind, err)
		}
		e.Fields[i] = Commitment{Name: f.Name, Digest: digest}
		openings[i] = Opening{Name: f.Name, Salt: salt, Value: f.Value}
	}
	digest, err := e.Digest()
	if err != nil {
		return Event{}, nil, fmt.Errorf("seal %s: %w", d.Kind, err)
	}
	e.Hash = digest
	return e, openings, nil
}

// fields gives the draft's fields and the person's, in the order of the format.
func (d *Draft) fields() []Field {
	all := make([]Field, 0, len(d.Fields)+3)
	all = append(all, d.Fields...)
	add := func(name, value string) {
		if value != "" {
			all = append(all, Field{name, []byte(value)})
		}
	}
	if !d.Person.User.IsZero() {
		add(FieldUser, d.Person.User.String())
	}
	if !d.Person.Client.IsZero() {
		add(FieldClient, d.Person.Client.String())
	}
	add(FieldName, d.Person.Name)
	slices.SortFunc(all, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	return all
}
