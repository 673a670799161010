package record

import (
	"encoding/json"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Report is what Verify says of a whole record.
type Report struct {
	Subjects int64 `json:"subjects"`
	Events   int64 `json:"events"`
	Fields   int64 `json:"fields"`
	Redacted int64 `json:"redacted"` // values destroyed by an act on record (已遮蔽)

	Redactions []Redaction `json:"redactions"` // the acts that destroyed them, see Options.MaxFindings

	Unanchored       int64     `json:"unanchored"`                 // events the log does not hold yet (尚未锚定)
	OldestUnanchored time.Time `json:"oldest_unanchored,omitzero"` // record time of the oldest of them

	LogSize int64  `json:"log_size"` // leaves
	LogRoot string `json:"log_root"` // base64; empty if the log is empty or has a gap

	Checkpoints     int        `json:"checkpoints"`      // good ones in the database
	FileGiven       bool       `json:"file_given"`       // without it a deleted tail and an old dump can't be found
	FileCheckpoints int        `json:"file_checkpoints"` // good ones in the file
	FileTorn        int        `json:"file_torn"`        // pieces of interrupted writes, skipped
	Newest          Checkpoint `json:"newest,omitzero"`  // newest good one of both

	Total    int64     `json:"total_findings"`
	Findings []Finding `json:"findings"` // the first ones, see Options.MaxFindings

	limit int // 0 = no limit
}

// Redaction is an act on record that destroyed values which are gone.
type Redaction struct {
	Subject Subject   `json:"subject"`
	Seq     int64     `json:"seq"` // of the act
	Event   ids.Event `json:"event"`
	At      time.Time `json:"at"` // when the hub wrote it down
	Values  int64     `json:"values"`
}

// OK reports whether nothing was found.
func (r *Report) OK() bool { return r.Total == 0 }

// MarshalJSON writes the report for machines, with "ok" and never a null list.
func (r Report) MarshalJSON() ([]byte, error) {
	type plain Report
	if r.Findings == nil {
		r.Findings = []Finding{}
	}
	if r.Redactions == nil {
		r.Redactions = []Redaction{}
	}
	return json.Marshal(struct {
		OK bool `json:"ok"`
		plain
	}{r.OK(), plain(r)})
}

// Has reports whether a code is among the findings kept.
func (r *Report) Has(code Code) bool {
	for _, f := range r.Findings {
		if f.Code == code {
			return true
		}
	}
	return false
}

func (r *Report) found(f Finding) {
	r.Total++
	if r.limit == 0 || len(r.Findings) < r.limit {
		r.Findings = append(r.Findings, f)
	}
}
