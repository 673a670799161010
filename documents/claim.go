package documents

import (
	"github.com/xianjie-hub/xianjie/domain/civil"
)

// Claim is what the papers of a claim for ecological damage say of its money and its
// course (生态环境损害赔偿). Amounts are fen.
type Claim struct {
	DamageFen, AppraisalFen, EmergencyFen, TotalFen int64

	Method     string // 评估方式
	Assessment string // 损害评估情况
	Minutes    string // 磋商会议记录
	Agreement  string // 履行方式、期限等约定
	Present    []Attendant
	AnswerBy   civil.Date // until when the notice asks for an answer
	Ground     string     // 磋商不成的情形
	Failure    string     // 磋商不成或者无法磋商的情况
	Reply      string     // 义务人对磋商告知书的答复

	Shares   []ClaimShare // empty: all who owe are liable jointly
	Plan     []Instalment // empty: all at once
	Works    []Work       // 修复节点
	Payments []Payment
	PaidFen  int64
	OpenFen  int64

	StartedOn, AssessedOn, ServedOn, MetOn, RepliedOn, AgreedOn, ConfirmedOn, PerformedOn civil.Date

	Meetings []civil.Date // days of every consultation
	FailedOn civil.Date   // zero: consultation did not fail

	Warned bool // whoever owes was told what follows if no court confirms

	Restored []Restored // 修复进展
	Lightens []Basis    // what a penalty decision may weigh the performance by
}

// Attendant took part in a consultation.
type Attendant struct{ Role, Name string }

// ClaimShare is the part of one who owes.
type ClaimShare struct {
	Party   string
	Fen     int64
	PaidFen int64
}

// Instalment is an amount with its day.
type Instalment struct {
	On    civil.Date
	Party string
	Fen   int64
}

// Work is one thing to be done about the damage itself (修复节点), with the part of the
// amount that it performs, if any.
type Work struct {
	What  string
	Kind  string // 原地修复 or 替代修复
	Party string
	By    civil.Date
	Fen   int64
}

// Payment is one act of performance.
type Payment struct {
	On     civil.Date
	Party  string
	Fen    int64
	Manner string
	Number string
}

// Restored is one note on the progress of a restoration.
type Restored struct {
	On   civil.Date
	Text string
}
