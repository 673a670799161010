package reviews

import (
	"fmt"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// Agreement is the agreement on a claim for damage (赔偿协议), as far as the hub holds it:
// about to be signed, or signed. What stands in a paper alone a person has to say.
type Agreement struct {
	On         civil.Date // day of signing
	Costs      claim.Costs
	Assessment string // what the amount rests on
	Text       string // manner and time of performance, in words
	Terms      claim.Terms
	Works      []claim.Work
	Told       bool // whoever owes was told what default means without a court
}

// Term is what a line asks of an agreement.
type Term string

// The terms.
const (
	Assessed    Term = "assessed"    // 损害数额和评估依据
	Reconciled  Term = "reconciled"  // 份额、分期、抵缴与数额一致
	Payment     Term = "payment"     // 支付方式和期限
	Restoration Term = "restoration" // 修复和期限
	Told        Term = "told"        // 已说明不经司法确认的后果
	Wording     Term = "wording"     // 文字载明
)

var terms = []Term{Assessed, Reconciled, Payment, Restoration, Told, Wording}

// read reports whether a term may stand in the words of the agreement alone.
func (t Term) read() bool { return t == Payment || t == Restoration || t == Wording }

// agreed looks for a term: in the figures that the case holds, then in the words.
func (l Line) agreed(f File) Finding {
	a := f.Draft
	if a == nil {
		return Finding{State: Judge, Note: fault.T("本案没有赔偿协议，请由人判断", "There is no agreement here: a person has to say")}
	}
	total := a.Costs.Sum()
	switch l.Term {
	case Assessed:
		return a.assessed()
	case Reconciled:
		return a.reconciled(f.Case.Parties)
	case Told:
		if a.Told {
			return Finding{State: Met, Note: fault.T("已向义务人说明", "Whoever owes was told")}
		}
		return Finding{State: Missing, Note: fault.T("还没有说明", "Not said yet")}
	case Payment:
		if n := len(a.Terms.Plan); n > 0 {
			last := slices.MaxFunc(a.Terms.Plan, func(x, y claim.Instalment) int { return y.On.DaysUntil(x.On) }).On
			return Finding{State: Met, Note: fault.T(fmt.Sprintf("分%d期，最后一期%s", n, last), fmt.Sprintf("%d instalments, the last due %s", n, last))}
		}
		if total > 0 && performedBy(a.Works) == total {
			return Finding{State: Met, Note: fault.T("全部以修复节点抵缴", "Works perform the whole amount")}
		}
	case Restoration:
		if n := len(a.Works); n > 0 && !slices.ContainsFunc(a.Works, func(w claim.Work) bool { return w.By.IsZero() }) {
			return Finding{State: Met, Note: fault.T(fmt.Sprintf("%d项修复节点，均有完成期限和验收", n), fmt.Sprintf("%d works, each with its day and acceptance", n))}
		}
	}
	if l.says(a.Text) {
		return Finding{State: Met, Note: fault.T("协议文字中写明", "The words of the agreement say so")}
	}
	return Finding{State: Judge, Note: fault.T("填写的协议文字里没有看到；协议文本另有载明的，由人判断", "Not seen in the words entered: where the paper says it, a person has to say so")}
}

func (a *Agreement) assessed() Finding {
	c := a.Costs
	if c.Sum() == 0 || a.Assessment == "" {
		return Finding{State: Missing, Note: fault.T("还没有记录损害数额和评估依据", "Amount or assessment is not recorded yet")}
	}
	return Finding{State: Met, Note: fault.T(
		fmt.Sprintf("损害%s元、鉴定评估%s元、应急处置%s元，合计%s元", claim.Yuan(c.DamageFen), claim.Yuan(c.AppraisalFen), claim.Yuan(c.EmergencyFen), claim.Yuan(c.Sum())),
		fmt.Sprintf("Damage %s, appraisal %s, emergency %s, together %s yuan", claim.Yuan(c.DamageFen), claim.Yuan(c.AppraisalFen), claim.Yuan(c.EmergencyFen), claim.Yuan(c.Sum())))}
}

// reconciled asks the same arithmetic that refuses the signing.
func (a *Agreement) reconciled(parties []referral.Person) Finding {
	owe := make([]ids.Party, len(parties))
	for i, p := range parties {
		owe[i] = p.ID
	}
	total := a.Costs.Sum()
	if total == 0 {
		return Finding{State: Missing, Note: fault.T("还没有损害数额可以核对", "There is no amount yet to compare with")}
	}
	flaws := a.Terms.Check(total, owe, a.On)
	if len(flaws) == 0 {
		flaws = claim.Claim{Costs: a.Costs, Terms: a.Terms, Agreed: true}.CheckWorks(a.Works, owe, a.On)
	}
	var seen []Thing
	for _, f := range flaws {
		seen = append(seen, Thing{Why: f.Text})
	}
	return of(1, seen, fault.Text{}, fault.T("合计不符", "The amounts do not add up"), fault.T("份额、分期和抵缴与"+claim.Yuan(total)+"元一致", "Shares, instalments and works agree with "+claim.Yuan(total)+" yuan"), Missing)
}

// performedBy is what works perform of the amount.
func performedBy(works []claim.Work) (sum int64) {
	for _, w := range works {
		sum += w.Fen
	}
	return sum
}
