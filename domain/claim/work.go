package claim

import (
	"fmt"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Work is one thing that is done about the damage itself (修复节点): what it is stands
// with the texts of the case, here is by whom, until when, and how far it came.
type Work struct {
	Kind     WorkKind   `json:"kind"`
	Party    ids.Party  `json:"party"`            // who does it
	By       civil.Date `json:"by"`               // until when
	Fen      int64      `json:"fen,omitempty"`    // its value, where it performs a part of the amount (抵缴)
	State    WorkState  `json:"state,omitempty"`  // empty: planned
	On       civil.Date `json:"on,omitzero"`      // day of its last move
	Rounds   int        `json:"rounds,omitempty"` // how often it was reported done
	Evidence []string   `json:"evidence,omitempty"`
}

// WorkKind says whether the place itself is restored.
type WorkKind string

// Kinds of works.
const (
	InPlace    WorkKind = "in_place"   // 原地修复
	Substitute WorkKind = "substitute" // 替代修复
)

// Known reports whether there is such a kind.
func (k WorkKind) Known() bool { return k == InPlace || k == Substitute }

// WorkState is how far a work came.
type WorkState string

// States of a work.
const (
	WorkPlanned  WorkState = ""         // 待实施
	WorkReported WorkState = "reported" // 已报完成，待验收
	WorkAccepted WorkState = "accepted" // 验收合格
	WorkReturned WorkState = "returned" // 退回整改
	WorkWaived   WorkState = "waived"   // 免除
)

// Over reports whether nothing more is expected of a work.
func (w Work) Over() bool { return w.State == WorkAccepted || w.State == WorkWaived }

// Reportable reports whether a work can be said to be done.
func (w Work) Reportable() bool { return w.State == WorkPlanned || w.State == WorkReturned }

// Evaluation is what the evaluation of the restoration found (修复效果评估).
type Evaluation string

// Findings of an evaluation.
const (
	Reached    Evaluation = "reached"     // 达到修复目标
	NotReached Evaluation = "not_reached" // 未达到，继续修复
	Exempt     Evaluation = "exempt"      // 无需评估
)

// Work finds a work by its position, the first being 1.
func (c Claim) Work(n int) (Work, bool) {
	if n < 1 || n > len(c.Works) {
		return Work{}, false
	}
	return c.Works[n-1], true
}

// WorksOpen counts the works that are neither accepted nor waived.
func (c Claim) WorksOpen() (n int) {
	for _, w := range c.Works {
		if !w.Over() {
			n++
		}
	}
	return n
}

// WorksLate counts those whose day is over.
func (c Claim) WorksLate(day civil.Date) (n int) {
	for _, w := range c.Works {
		if !w.Over() && w.By.Before(day) {
			n++
		}
	}
	return n
}

// NeedsEvaluation reports whether something was restored and nobody has found yet that
// it is restored, or that it need not be looked at.
func (c Claim) NeedsEvaluation() bool {
	did := slices.ContainsFunc(c.Works, func(w Work) bool { return w.State != WorkWaived })
	return did && c.Evaluation != Reached && c.Evaluation != Exempt
}

// Reconciled reports whether money and works are what was owed: paid in full, every
// work accepted or waived, its effect found or exempted.
func (c Claim) Reconciled() bool {
	return c.Agreed && c.OpenFen() == 0 && c.WorksOpen() == 0 && !c.NeedsEvaluation()
}

// FreeOf is what one who owes can still pay: what is open, without what open works are
// to perform. A work that is waived leaves its part to be paid.
func (c Claim) FreeOf(party ids.Party) int64 {
	open := c.OpenOf(party)
	for _, w := range c.Works {
		if !w.Over() && (c.Terms.Joint() || w.Party == party) {
			open -= w.Fen
		}
	}
	return max(0, open)
}

// Free is what anybody who owes can still pay.
func (c Claim) Free() (sum int64) {
	if c.Terms.Joint() {
		return c.FreeOf(ids.Party{})
	}
	for _, s := range c.Terms.Shares {
		sum += c.FreeOf(s.Party)
	}
	return sum
}

// Plan gives the claim with more works. The old one is left as it was.
func (c Claim) Plan(works []Work) Claim {
	c.Works = append(slices.Clip(slices.Clone(c.Works)), works...)
	return c
}

// Move gives the claim with one work changed. A work that is accepted performs its part
// of the amount; what is evaluated is evaluated anew once works move again.
func (c Claim) Move(n int, to WorkState, on civil.Date, change func(*Work)) Claim {
	c.Works = slices.Clone(c.Works)
	w := &c.Works[n-1]
	w.State, w.On = to, on
	if change != nil {
		change(w)
	}
	if to == WorkReported {
		w.Rounds++
		c.Evaluation = ""
	}
	if to == WorkAccepted && w.Fen > 0 {
		c = c.Pay(Payment{On: on, Party: w.Party, Fen: w.Fen, Manner: Restoration})
	}
	return c
}

// CheckWorks looks at works to be added: whose, until when, and that their values are
// no more than what is open.
func (c Claim) CheckWorks(works []Work, parties []ids.Party, day civil.Date) []fault.Field {
	var f flaws
	f.add(len(c.Works)+len(works) > MaxLines, "works", "修复节点过多", "Too many works")
	if len(f) > 0 {
		return f
	}
	for i, w := range works {
		at := fmt.Sprintf("works[%d]", i)
		f.add(!w.Kind.Known(), at+".kind", "请选择原地修复或者替代修复", "Say whether the place itself is restored")
		f.add(!slices.Contains(parties, w.Party), at+".party", "请写明由哪一义务人实施", "Say who does it")
		f.add(w.By.IsZero() || w.By.Before(day), at+".by", "完成日期不能早于协议签订之日", "It is done on or after the day of the agreement")
		f.add(w.Fen < 0 || w.Fen > MaxFen, at+".fen", "金额超出范围", "An amount out of range")
	}
	if len(f) > 0 {
		return capped(f)
	}
	asked := c
	for i, w := range works {
		f.add(w.Fen > asked.FreeOf(w.Party), fmt.Sprintf("works[%d].fen", i), "抵缴的金额超过尚欠的"+Yuan(asked.FreeOf(w.Party))+"元",
			"More than the "+Yuan(asked.FreeOf(w.Party))+" yuan still owed")
		asked = asked.Plan([]Work{w})
	}
	return capped(f)
}
