package referral

import (
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Procedure is the table of one kind of referral.
type Procedure struct {
	Kind  Kind
	Title fault.Text
	Steps []Step
	// Turn says who is expected to act next in a state, before clocks are looked at.
	Turn map[State]Party
}

// Step is one row: an action, who may take it, from where it leads where, which
// clocks it moves and who is told. The access policies say which function of
// the acting organ may take it; the rules say how long each clock runs.
type Step struct {
	Action Action
	Title  fault.Text
	Rule   string  // step id of the rule book behind the act; empty for housekeeping
	By     []Party // the organs that may take it; the first is the usual one
	From   []State
	To     State       // empty: the state stays
	Charge *ChargeMove // moves charges as well
	Needs  []Need      // what the input must hold
	Guard  Guard       // a condition on the case beyond its state

	Starts   []Start  // clocks begun
	Meets    []string // clocks of the acting organ that the act fulfils
	Cancels  []string // clocks that the act makes pointless
	Pauses   []string
	Resumes  []string
	Tells    []Party // told besides the acting organ
	Custody  Custody
	Handoff  Handover
	Receipt  string      // receipt that the act gives, if any
	Document string      // kind of official document that the act issues or records
	StepUp   bool        // the person must have logged in again within the step-up time
	Paper    bool        // another party may record this act from paper (代录)
	Sectors  []Sector    // offered only where the sender is of these sectors; empty: all
	Late     *LateNotice // allowed after its clock, with a reason
	Effect   Effect      // change of the flags
	Common   bool        // same address for every kind
}

// ChargeMove moves charges from one of several states to another.
type ChargeMove struct {
	From []ChargeState
	To   ChargeState // empty: the state stays, the charges are only named
	Keep bool        // remember the state left, for supervision
	Back bool        // return to the remembered state
}

// Start begins a clock.
type Start struct {
	Rule      string
	Owes      Party
	PerCharge bool
	For       ChargeState // only for charges that are in this state after the act
	Presumed  bool        // started from arrival because no receipt was issued (推定起算)
	Option    bool        // a right, not a duty
	From      StartFrom
	When      Guard // only under this condition
}

// StartFrom names the fact a clock runs from.
type StartFrom string

// Start facts. The empty one is the moment the act occurred.
const (
	FromAct        StartFrom = ""
	FromAcceptance StartFrom = "acceptance" // 接受案件之日；无回执的从到达之日
	FromPenalty    StartFrom = "penalty"    // 行政处罚立案之日
	FromSeizure    StartFrom = "seizure"    // 查封、扣押之日
	FromRegister   StartFrom = "register"   // 先行登记保存之日
)

// Custody says what an act does to the right to write.
type Custody int

// Moves of custody. The epoch grows with every move.
const (
	CustodyStays      Custody = iota
	CustodyToReceiver         // accepting moves it to the receiver
	CustodyToSender           // a return, or a withdrawal that was granted, moves it back
)

// Handover says what an act does to the current handoff.
type Handover string

// Moves of the handoff.
const (
	HandoffStays    Handover = ""
	HandoffOpens    Handover = "sent"      // a new attempt at the target
	HandoffSigned   Handover = "signed"    // the receiver signed for it
	HandoffForwards Handover = "forwarded" // ended here, a new attempt at the target
	HandoffMoves    Handover = "moved"     // the target takes the filed case over
	HandoffReturns  Handover = "returned"
	HandoffEnds     Handover = "withdrawn"
)

// LateNotice says what a late act of right needs instead of a refusal.
type LateNotice struct {
	Clock string
	Text  fault.Text
}

// Guard is a condition on a case; it returns nil when it holds.
type Guard func(Snapshot, Input) *fault.Error

// Effect changes the flags of a case; it is pure.
type Effect func(Flags, Input) Flags

// Step finds the row of an action.
func (p *Procedure) Step(a Action) (*Step, bool) {
	for i := range p.Steps {
		if p.Steps[i].Action == a {
			return &p.Steps[i], true
		}
	}
	return nil, false
}

// Procedures are all tables, by kind.
var Procedures = map[Kind]*Procedure{
	Criminal: &criminal,
}

// For finds the procedure of a kind.
func For(k Kind) (*Procedure, error) {
	p, ok := Procedures[k]
	if !ok {
		return nil, fault.New(fault.Invalid, "referral.kind_unknown", fault.T("没有这种移送类型", "There is no such kind of referral"))
	}
	return p, nil
}
