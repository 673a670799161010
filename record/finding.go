package record

import (
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Code is the closed list of what verification can find.
type Code string

const (
	Edited        Code = "edited"         // a header does not have its hash
	ValueEdited   Code = "value_edited"   // a value does not open its commitment
	Blanked       Code = "blanked"        // a value is gone and no redaction is on record
	Unordered     Code = "unordered"      // content was destroyed without the order of another person
	Missing       Code = "missing"        // a gap in a chain
	Broken        Code = "broken"         // an event does not follow its predecessor
	Duplicate     Code = "duplicate"      // a place or an id is taken twice
	Misplaced     Code = "misplaced"      // the log has another event at the event's leaf
	Unmarked      Code = "unmarked"       // the log has the event, its row says it is not anchored
	Deleted       Code = "deleted"        // the log has a leaf whose event is gone
	LogGap        Code = "log_gap"        // a stored hash of the log is missing
	LogDamaged    Code = "log_damaged"    // an inner hash of the log is not that of its leaves
	RolledBack    Code = "rolled_back"    // the log is shorter than a checkpoint: tail deleted or old dump restored
	Rewritten     Code = "rewritten"      // the log does not have the root of a checkpoint
	Unsigned      Code = "unsigned"       // the log is longer than its last signed checkpoint
	BadCheckpoint Code = "bad_checkpoint" // a checkpoint without a good signature of the log
	NoCheckpoint  Code = "no_checkpoint"  // the file given holds no usable checkpoint
)

// Finding is one thing that is wrong, and where.
type Finding struct {
	Code    Code
	Subject Subject   // zero where only the log knows
	Seq     int64     // 0 where unknown
	Until   int64     // last seq of a gap; 0 otherwise
	Event   ids.Event // zero where unknown
	Field   string
	Leaf    int64 // leaf, stored hash or size, for findings about the log; 0 otherwise
	InFile  bool  // about a checkpoint: it is from the file, not from the database
}

func (f Finding) as(code Code) Finding {
	f.Code = code
	return f
}
