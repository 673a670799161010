package record

import (
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Version is the event format that Seal writes (docs/adr/0003-event-format.md).
const Version = 1

// Subject is what a chain is about: one case, plan, draw, pack or meeting.
type Subject struct {
	Kind string `json:"kind"` // lower-case word: case, plan, …
	ID   string `json:"id"`
}

// Actor says in the open whose act an event is. It names offices, never
// people: people are committed (see Person) so that they can be forgotten.
type Actor struct {
	Agency   ids.Agency // whose act it is in law; zero = the hub itself
	Recorder ids.Agency // whose login wrote it; another organ when taken from paper (代录)
	Function string     // in which function: head, desk, handler …; may be empty
}

// Event is one act as it is hashed. It holds no value of any field.
type Event struct {
	ID         ids.Event
	Subject    Subject
	Seq        int64 // 1, 2, 3 … within the subject
	Kind       string
	OccurredAt time.Time // legal time, µs, UTC
	RecordedAt time.Time // record time, µs, UTC
	Actor      Actor
	Prev       Hash         // hash of the subject's event Seq-1, zero for the first
	Fields     []Commitment // in strictly ascending byte order of Name
	Hash       Hash         // the chain hash as stored; Digest computes it anew
}

// Commitment hides one field behind a salted digest.
type Commitment struct {
	Name   string `json:"name"`
	Digest Hash   `json:"digest"`
}

// Opening is what makes a commitment readable. Redaction blanks Salt and Value
// together and leaves Name.
type Opening struct {
	Name  string
	Salt  []byte
	Value []byte
}

// Blank reports whether salt and value are both gone.
func (o Opening) Blank() bool { return len(o.Salt) == 0 && len(o.Value) == 0 }

// Field is one value of a draft. Value is kept and hashed verbatim.
type Field struct {
	Name  string // 1–255 bytes, no personal data: names are never blanked
	Value []byte
}

// Person is who acted. Seal commits what is not zero under the reserved names.
type Person struct {
	User   ids.User
	Client ids.Client // partner system
	Name   string     // as shown on the day of the act
}

// Reserved field names.
const (
	FieldUser    = "actor.user"
	FieldClient  = "actor.client"
	FieldName    = "actor.name"
	FieldRedacts = "redacts" // what a redaction blanks, see EncodeTargets
)

// KindRedacted is the kind of the event by which values are blanked (遮蔽).
const KindRedacted = "record.redacted"

// Draft is an act before it is sealed into its chain.
type Draft struct {
	ID         ids.Event
	Subject    Subject
	Kind       string
	OccurredAt time.Time
	RecordedAt time.Time
	Actor      Actor // a zero Recorder means the same as Agency
	Person     Person
	Fields     []Field // in any order; names unique
}
