package claim

import (
	"fmt"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// flaws collects what is wrong, each with its place in the request.
type flaws []fault.Field

func (f *flaws) add(wrong bool, path, zh, en string) {
	if wrong {
		*f = append(*f, fault.Field{Path: "body." + path, Text: fault.T(zh, en)})
	}
}

// Check looks at an assessed amount.
func (c Costs) Check() []fault.Field {
	var f flaws
	for path, fen := range map[string]int64{"damage_fen": c.DamageFen, "appraisal_fen": c.AppraisalFen, "emergency_fen": c.EmergencyFen} {
		f.add(fen < 0 || fen > MaxFen, path, "金额超出范围", "An amount out of range")
	}
	f.add(len(f) == 0 && c.Sum() > MaxFen, "damage_fen", "金额超出范围", "An amount out of range")
	f.add(len(f) == 0 && c.DamageFen == 0, "damage_fen", "请填写生态环境损害数额", "Give the amount of the damage")
	return f
}

// Check looks at what an agreement settles: the shares are those of different parties
// of the case and add up to the amount, and so do the instalments, each one's own
// where shares are agreed. Day is that of the agreement.
func (t Terms) Check(total int64, parties []ids.Party, day civil.Date) []fault.Field {
	var f flaws
	f.add(len(t.Shares) > MaxLines, "shares", "份额过多", "Too many shares")
	f.add(len(t.Plan) > MaxLines, "plan", "分期过多", "Too many instalments")
	if len(f) > 0 {
		return f
	}
	var sum int64
	of := map[ids.Party]int64{}
	for i, s := range t.Shares {
		at := fmt.Sprintf("shares[%d]", i)
		f.add(!slices.Contains(parties, s.Party), at+".party", "不是本案的赔偿义务人", "No party of this case")
		f.add(of[s.Party] != 0, at+".party", "同一义务人只能有一个份额", "One share for each who owes")
		f.add(s.Fen < 1 || s.Fen > MaxFen, at+".fen", "份额应当大于零", "A share is more than nothing")
		of[s.Party] += s.Fen
		sum += s.Fen
	}
	f.add(len(f) == 0 && !t.Joint() && sum != total, "shares", fmt.Sprintf("份额合计%s元，应当等于损害数额%s元", Yuan(sum), Yuan(total)),
		fmt.Sprintf("The shares add up to %s yuan, the assessed amount is %s", Yuan(sum), Yuan(total)))
	if len(f) > 0 || len(t.Plan) == 0 {
		return capped(f)
	}
	sum = 0
	for i, p := range t.Plan {
		at := fmt.Sprintf("plan[%d]", i)
		f.add(p.Fen < 1 || p.Fen > MaxFen, at+".fen", "每期金额应当大于零", "An instalment is more than nothing")
		f.add(p.On.IsZero() || p.On.Before(day), at+".on", "付款日期不能早于协议签订之日", "An instalment falls due on or after the day of the agreement")
		f.add(t.Joint() && !p.Party.IsZero(), at+".party", "连带责任的分期不分义务人", "Where all owe jointly an instalment names nobody")
		_, owes := of[p.Party]
		f.add(!t.Joint() && !owes, at+".party", "请写明由哪一义务人支付", "Say who pays the instalment")
		of[p.Party] -= p.Fen
		sum += p.Fen
	}
	if len(f) > 0 {
		return capped(f)
	}
	f.add(sum != total, "plan", fmt.Sprintf("各期合计%s元，应当等于损害数额%s元", Yuan(sum), Yuan(total)),
		fmt.Sprintf("The instalments add up to %s yuan, the assessed amount is %s", Yuan(sum), Yuan(total)))
	if !t.Joint() && len(f) == 0 {
		for i, s := range t.Shares {
			f.add(of[s.Party] != 0, fmt.Sprintf("shares[%d]", i), "该义务人各期合计与其份额不符", "The instalments of this one do not add up to the share")
		}
	}
	return capped(f)
}

// Check looks at one payment against what is owed and what was paid before.
func (p Payment) Check(c Claim) []fault.Field {
	var f flaws
	f.add(!p.Manner.Known(), "manner", "请选择履行方式", "Choose the manner")
	f.add(p.Fen < 1 || p.Fen > MaxFen, "fen", "请填写金额", "Give the amount")
	f.add(p.Manner == Treasury && p.Number == "", "document_no", "请填写缴款书号", "Give the number of the payment")
	f.add(len(c.Payments) >= MaxLines, "fen", "履行记录过多", "Too many payments")
	f.add(!c.AgreedOn.IsZero() && p.On.Before(c.AgreedOn), "occurred_at", "履行日期不能早于协议签订之日", "Nothing is performed before the agreement")
	return f
}

// Twice reports whether a payment with this number was recorded before: the same
// slip is not counted again.
func (c Claim) Twice(number string) bool {
	return number != "" && slices.ContainsFunc(c.Payments, func(p Payment) bool { return Slip(p.Number) == Slip(number) })
}

// capped keeps an answer short: a person mends the first errors first.
func capped(f flaws) []fault.Field { return f[:min(len(f), 20)] }

// Yuan writes an amount in yuan, to the fen where there are any.
func Yuan(fen int64) string {
	sign := ""
	if fen < 0 {
		sign, fen = "-", -fen
	}
	if fen%100 == 0 {
		return fmt.Sprintf("%s%d", sign, fen/100)
	}
	return fmt.Sprintf("%s%d.%02d", sign, fen/100, fen%100)
}
