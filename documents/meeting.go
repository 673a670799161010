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
	Sheets      []Sheet    // 会前消化单
}

// Sheet is what a meeting has to decide in one case, on one page (会前消化单).
type Sheet struct {
	Number    string // of the case
	Title     string // 案件名称; empty where the reader's organ takes no part in the case
	Sender    string
	Receiver  string
	Facts     string
	Duties    []Duty   // clocks that run or have passed, with their articles
	Question  string   // 请会议决定
	Reasons   []string // why it was put there (列入联席会议的理由)
	Stances   []Stance // 会前意见
	Silent    []string // agencies of the case without one
	Settled   string   // 会前达成的一致意见
	Withheld  bool     // the case is not the reader's: only number, question and positions
	FactsKept bool     // the reader follows the flow only: facts are left out
}

// Stance is what an agency thinks of an item beforehand (会前表态).
type Stance struct {
	Organ, Word, Text string
	On                civil.Date
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
