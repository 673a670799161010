// Package claim is the money of a claim for ecological damage (生态环境损害赔偿):
// what was assessed, who owes which part of it, in which instalments, and what was
// performed. Amounts are fen (分). It knows no law and no clock: whoever calls it
// says when things happened.
package claim

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// MaxFen bounds every amount: ten thousand million yuan. Sums of what a claim may
// hold then stay far below what an int64 counts.
const MaxFen = 1_000_000_000_000

// MaxLines bounds shares, instalments and payments of one claim.
const MaxLines = 200

// Costs are the parts of an assessed amount (损害数额的构成).
type Costs struct {
	DamageFen    int64 `json:"damage_fen,omitempty"`    // 生态环境损害：修复费用、服务功能损失
	AppraisalFen int64 `json:"appraisal_fen,omitempty"` // 调查、鉴定评估等合理费用
	EmergencyFen int64 `json:"emergency_fen,omitempty"` // 应急处置费用
}

// Sum is what is claimed altogether.
func (c Costs) Sum() int64 { return c.DamageFen + c.AppraisalFen + c.EmergencyFen }

// Method is how an amount was found (评估方式).
type Method string

// The methods. The second and the third are the simple track (简易评估).
const (
	Appraisal     Method = "appraisal"     // 鉴定评估机构
	Experts       Method = "experts"       // 专家意见
	Comprehensive Method = "comprehensive" // 依据法律文书、监测报告等综合认定
)

// Simple reports whether a method belongs to the simple track.
func (m Method) Simple() bool { return m == Experts || m == Comprehensive }

// Known reports whether there is such a method.
func (m Method) Known() bool { return m == Appraisal || m.Simple() }

// Share is the part of one who owes (按份责任的份额).
type Share struct {
	Party ids.Party `json:"party"`
	Fen   int64     `json:"fen"`
}

// Instalment is an amount with the day until which it is to be paid (分期). Party is
// zero where all owe jointly.
type Instalment struct {
	On    civil.Date `json:"on"`
	Party ids.Party  `json:"party,omitzero"`
	Fen   int64      `json:"fen"`
}

// Terms are what an agreement settles: not the amount, but who bears what and when.
// Without shares all who owe are liable jointly for the whole (连带责任).
type Terms struct {
	Shares []Share      `json:"shares,omitempty"`
	Plan   []Instalment `json:"plan,omitempty"` // empty: all at once
}

// Joint reports whether everybody owes the whole.
func (t Terms) Joint() bool { return len(t.Shares) == 0 }

// Manner is how something of what is owed was performed (履行方式).
type Manner string

// The manners.
const (
	Treasury    Manner = "treasury"    // 缴入国库
	Restoration Manner = "restoration" // 修复或者替代修复，按其价值抵缴
	Reimbursed  Manner = "reimbursed"  // 支付鉴定评估、应急处置费用
)

// Known reports whether there is such a manner.
func (m Manner) Known() bool { return m == Treasury || m == Restoration || m == Reimbursed }

// Payment is one act of performance.
type Payment struct {
	On     civil.Date `json:"on"`
	Party  ids.Party  `json:"party"`
	Fen    int64      `json:"fen"`
	Manner Manner     `json:"manner"`
	Number string     `json:"number,omitempty"` // 缴款书号
}

// Claim is the money of one case and how far it came.
type Claim struct {
	Costs     Costs      `json:"costs,omitzero"`
	Method    Method     `json:"method,omitempty"`
	Agreed    bool       `json:"agreed,omitempty"`
	AgreedOn  civil.Date `json:"agreed_on,omitzero"`
	Terms     Terms      `json:"terms,omitzero"`
	Payments  []Payment  `json:"payments,omitempty"`
	Meetings  int        `json:"meetings,omitempty"`  // 磋商会议次数
	Confirmed bool       `json:"confirmed,omitempty"` // 已司法确认
	Warned    bool       `json:"warned,omitempty"`    // 已说明不经司法确认的后果
	Failed    bool       `json:"failed,omitempty"`    // 磋商不成
	Told      bool       `json:"told,omitempty"`      // 已通报检察机关
	Signed    bool       `json:"signed,omitempty"`    // 检察机关已签收

	Works      []Work     `json:"works,omitempty"`      // 修复节点
	Evaluation Evaluation `json:"evaluation,omitempty"` // 修复效果评估
	Commission Commission `json:"commission,omitzero"`  // 委托评估
	Applied    bool       `json:"applied,omitempty"`    // 已申请司法确认
	Announced  bool       `json:"announced,omitempty"`  // 法院已公告
	Enforcing  bool       `json:"enforcing,omitempty"`  // 已申请强制执行
	Sued       bool       `json:"sued,omitempty"`       // 已起诉，尚无结果
	Judged     bool       `json:"judged,omitempty"`     // 数额由裁判或者调解书确定，可以强制执行
	Dismissed  bool       `json:"dismissed,omitempty"`  // 诉讼请求被驳回
	Ended      bool       `json:"ended,omitempty"`      // 终止索赔
	Performed  bool       `json:"performed,omitempty"`  // 已确认履行完毕
	Check      Check      `json:"check,omitzero"`       // 初步核查
	Major      string     `json:"major,omitempty"`      // 重大案件情形
	MajorBy    civil.Date `json:"major_by,omitzero"`    // 台账的时间表
	MajorTold  int        `json:"major_told,omitempty"` // 报送次数

	LeadAnswered bool `json:"lead_answered,omitempty"` // 已向移送线索的检察机关反馈
}

// What a preliminary check found (初步核查的结果).
const (
	Damaged   = "damage"    // 造成生态环境损害
	Undamaged = "no_damage" // 未造成生态环境损害
)

// Check is the preliminary check whether damage was done (初步核查): when it was begun and
// ended, and what it found. What was said of it stands in the record.
type Check struct {
	From   civil.Date `json:"from,omitzero"`
	On     civil.Date `json:"on,omitzero"`
	Result string     `json:"result,omitempty"` // Damaged, Undamaged
}

// Commission is an assessment that was commissioned (委托评估). The law gives it no
// period: until when is what was agreed with whoever assesses.
type Commission struct {
	Method Method     `json:"method,omitempty"`
	On     civil.Date `json:"on,omitzero"`
	Until  civil.Date `json:"until,omitzero"`
	Joint  bool       `json:"joint,omitempty"` // 共同委托
}

// Enforceable reports whether default leads to enforcement and not to a suit.
func (c Claim) Enforceable() bool { return c.Confirmed || c.Judged }

// InDefault reports whether something that was agreed is not performed.
func (c Claim) InDefault() bool { return c.OpenFen() > 0 || c.Agreed && c.WorksOpen() > 0 }

// Due reports whether something of what is open should have been done before a day: an
// instalment, a work, or the whole where no day was agreed.
func (c Claim) Due(day civil.Date) bool {
	if len(c.Terms.Plan) == 0 && c.OpenFen() > 0 {
		return true
	}
	return c.WorksLate(day) > 0 || c.Arrears(day.AddDays(-1)) > 0
}

// Covers reports whether terms leave nobody with more paid than the own share.
func (c Claim) Covers(t Terms) bool {
	c.Terms = t
	return t.Joint() || !slices.ContainsFunc(c.Payments, func(p Payment) bool { return c.OpenOf(p.Party) < 0 })
}

// AgreedFen is what is owed under the agreement: what was assessed, neither more nor less.
func (c Claim) AgreedFen() int64 {
	if !c.Agreed {
		return 0
	}
	return c.Costs.Sum()
}

// PaidFen is what was performed, by everybody and in every manner.
func (c Claim) PaidFen() (sum int64) {
	for _, p := range c.Payments {
		sum += p.Fen
	}
	return sum
}

// OpenFen is what is still owed.
func (c Claim) OpenFen() int64 { return c.AgreedFen() - c.PaidFen() }

// OpenOf is what can still be asked of one who owes: the rest of the own share, or
// of the whole where all owe jointly.
func (c Claim) OpenOf(party ids.Party) int64 {
	if c.Terms.Joint() {
		return c.OpenFen()
	}
	var open int64
	for _, s := range c.Terms.Shares {
		if s.Party == party {
			open += s.Fen
		}
	}
	for _, p := range c.Payments {
		if p.Party == party {
			open -= p.Fen
		}
	}
	return open
}

// ArrearsOf is what one who owes should have paid by the end of a day and has not;
// for a zero party what all together are behind. Without a plan nothing falls due by
// itself.
func (c Claim) ArrearsOf(party ids.Party, day civil.Date) int64 {
	var due, paid int64
	for _, i := range c.Terms.Plan {
		if (party.IsZero() || i.Party == party) && !i.On.After(day) {
			due += i.Fen
		}
	}
	for _, p := range c.Payments {
		if (party.IsZero() || p.Party == party) && !p.On.After(day) {
			paid += p.Fen
		}
	}
	return max(0, due-paid)
}

// Arrears is what is behind on a day: with shares each one's own, so that nobody's
// early payment hides another's default.
func (c Claim) Arrears(day civil.Date) (sum int64) {
	if c.Terms.Joint() {
		return c.ArrearsOf(ids.Party{}, day)
	}
	for _, s := range c.Terms.Shares {
		sum += c.ArrearsOf(s.Party, day)
	}
	return sum
}

// Pay gives the claim with one more payment. The old one is left as it was.
func (c Claim) Pay(p Payment) Claim {
	c.Payments = append(slices.Clip(slices.Clone(c.Payments)), p)
	return c
}

// LastPaid is the day of the last performance; zero before any.
func (c Claim) LastPaid() (last civil.Date) {
	for _, p := range c.Payments {
		if p.On.After(last) {
			last = p.On
		}
	}
	return last
}
