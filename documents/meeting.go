package documents

import (
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// Meeting is what the papers of a joint meeting say (联席会议).
type Meeting struct {
	Series      string // 联席会议制度
	Title       string
	Place       string
	From, To    time.Time
	Agencies    []Organ
	Items       []string // 议题, in order; unkept resolutions first
	Present     []string // 到会单位和人员
	Absent      []string
	Text        string // of the minutes; a newline starts a paragraph
	Resolutions []Promise
	Signed      []Signature
	Urged       Promise    // of a 督办函
	HeldOn      civil.Date // 召开日期
	LateBy      int        // days
}

// Promise is a resolution with its owner and day (议定事项).
type Promise struct {
	Number int
	Text   string
	Owner  string
	Due    civil.Date
}

// Signature is a countersignature (会签).
type Signature struct {
	Organ string
	On    civil.Date
}
