package referral

import "github.com/xianjie-hub/xianjie/domain/fault"

// Claim is the money of a compensation case and how far it came, in fen (分). What
// is agreed is what was assessed, and no more is paid than is agreed.
type Claim struct {
	AssessedFen int64 `json:"assessed_fen,omitempty"` // 损害、鉴定评估和应急处置费用合计
	AgreedFen   int64 `json:"agreed_fen,omitempty"`   // 协议数额
	PaidFen     int64 `json:"paid_fen,omitempty"`     // 已缴
	Meetings    int   `json:"meetings,omitempty"`     // 磋商会议次数
	Confirmed   bool  `json:"confirmed,omitempty"`    // 已司法确认
	Failed      bool  `json:"failed,omitempty"`       // 磋商不成
}

// OpenFen is what is still owed under the agreement, in fen.
func (c Claim) OpenFen() int64 { return c.AgreedFen - c.PaidFen }

// Guards of a claim. Those that look at the amount pass the probing input, which
// names none; the need for an amount stands in the row.
var (
	isAssessed = require("not_assessed", "请先记录损害数额", "Record the assessed amount first", func(s Snapshot, _ Input) bool { return s.Flags.Claim.AssessedFen > 0 })
	hasMet     = require("not_met", "请先记录磋商会议", "Minute a meeting first", func(s Snapshot, _ Input) bool { return s.Flags.Claim.Meetings > 0 })

	agreesAsAssessed = require("amount_not_assessed", "协议数额应当等于评估数额；可以磋商的是方式、时间和分期，不是损害事实和数额",
		"The agreement says the assessed amount: manner, time and instalments can be settled, facts and amount cannot",
		func(s Snapshot, in Input) bool { return in.Fen == 0 || in.Fen == s.Flags.Claim.AssessedFen })
	owesMore  = require("nothing_owed", "赔偿金已经缴清", "Everything has been paid", func(s Snapshot, _ Input) bool { return s.Flags.Claim.OpenFen() > 0 })
	stillOwed = all(owesMore, require("paid_twice", "缴款超过尚欠数额；同一损害不重复赔偿", "More than is still owed: one damage is not paid twice",
		func(s Snapshot, in Input) bool { return in.Fen <= s.Flags.Claim.OpenFen() }))
	paidInFull = require("not_paid", "赔偿金尚未缴清", "Something is still to be paid", func(s Snapshot, _ Input) bool { return s.Flags.Claim.OpenFen() == 0 })

	unconfirmed        = require("already_confirmed", "协议已经司法确认", "The agreement has been confirmed", func(s Snapshot, _ Input) bool { return !s.Flags.Claim.Confirmed })
	confirmed          = require("not_confirmed", "协议未经司法确认，不能申请强制执行；可以提起诉讼", "The agreement was not confirmed: it cannot be enforced, it can be sued upon", func(s Snapshot, _ Input) bool { return s.Flags.Claim.Confirmed })
	consultationFailed = require("not_failed", "没有认定磋商不成", "Consultation was not found to have failed", func(s Snapshot, _ Input) bool { return s.Flags.Claim.Failed })
)

// maySue: consultation failed, or an agreement that no court confirmed is not kept.
func maySue(s Snapshot, in Input) *fault.Error {
	if s.State == Answered {
		return consultationFailed(s, in)
	}
	if s.Flags.Claim.Confirmed {
		return refuse("sue_confirmed", "协议已经司法确认，应当申请强制执行", "The agreement was confirmed: ask for enforcement")
	}
	return owesMore(s, in)
}
