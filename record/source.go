package record

import (
	"context"
	"iter"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// NoLeaf is the leaf of an event that the log does not hold yet (尚未锚定).
const NoLeaf int64 = -1

// Record is an event as it is stored.
type Record struct {
	Event    Event
	Encoded  []byte // the stored header, nil if the store keeps none
	Openings []Opening
	User     *ids.User // the row's plain copy of actor.user; nil if the store keeps none
	Leaf     int64     // place in the log, or NoLeaf
}

// Leaf names the event behind a leaf of the log.
type Leaf struct {
	Index   int64
	Event   ids.Event
	Subject Subject
	Seq     int64
	Hash    Hash // the event's chain hash
}

// Source is a stored record to be verified. All methods must see one snapshot
// of it (REPEATABLE READ), or verification reports a log that grew meanwhile.
type Source interface {
	// Records streams every event by subject kind, subject id and seq.
	Records(ctx context.Context) iter.Seq2[Record, error]
	// Hashes streams the stored hashes of the log by index (tlog.StoredHashIndex).
	Hashes(ctx context.Context) iter.Seq2[StoredHash, error]
	// Checkpoints streams the signed notes that the database keeps.
	Checkpoints(ctx context.Context) iter.Seq2[[]byte, error]
	// LeafNames says what the store's register of leaves knows of these leaves. It is
	// asked only for leaves whose event is gone; knowing nothing is no error.
	LeafNames(ctx context.Context, leaves []int64) ([]Leaf, error)
}

// StoredHash is one hash of the log's tree in tlog's dense numbering.
type StoredHash struct {
	Index int64
	Hash  tlog.Hash
}
