package referral

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Procedure is the table of one kind of referral, with all that the edge and the
// pages need to know of it: who may start it, what its draft holds, what its
// units of decision are called.
type Procedure struct {
	Kind  Kind
	Title fault.Text
	About fault.Text // one sentence: what it is for
	Steps []Step
	// Turn says who is expected to act next in a state, before clocks are looked at.
	Turn map[State]Party
	// Waits says what is waited for in a state where it is something else than usual.
	Waits map[State]fault.Text

	Senders   []Sector // sectors that may start it; empty: any
	Receivers []Sector // sectors it is sent to; empty: any
	Form      []Field  // what the draft asks for, in this order
	Checklist []ChecklistEntry
	Unit      *Unit // what a charge is called here; nil: decided as a whole
	// Third is the organ beside sender, receiver and copied procuratorate that a
	// step may name: the common superior, the organ a suggestion goes to.
	Third Party
	// CopyLevel is what the copied procuratorate sees: content, or flow.
	CopyLevel string
	// BySender picks editions of rules by the sector of the sender: the rules of
	// criminal referral say which agencies' cases they govern. Elsewhere a rule
	// binds the organ that owes the duty.
	BySender bool
	// Over says when paused clocks may run on; nil: when the step says so.
	Over func(State, []Charge) bool
}

// Unit is the unit on which a procedure decides: a charge in a criminal
// referral, a ground of detention, a problem found on site.
type Unit struct {
	Name    fault.Text // 涉嫌罪名
	Article fault.Text // what its article is called; empty: it has none
}

// MaySend reports whether organs of a sector may start the procedure.
func (p *Procedure) MaySend(s Sector) bool {
	return len(p.Senders) == 0 || slices.Contains(p.Senders, s)
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
	Settles  []string // clocks of whoever owes them that the act fulfils
	Cancels  []string // clocks that the act makes pointless
	EndsAll  bool     // it makes every clock pointless but those that run beside the procedure
	Pauses   []string // clocks that stand still from now on
	PauseFor string   // reason of the pause as the rule names it
	Resumes  []string
	Extends  []string // clocks that get more time, as their rule allows
	Names    bool     // the target becomes the third party
	Tells    []Party  // told besides the acting organ
	Inside   bool     // the acting organ's own people are told too
	Custody  Custody
	Handoff  Handover
	Upward   bool        // usually addressed to the sender's own superior (上级机关)
	Receipt  string      // receipt that the act gives, if any
	Document string      // kind of official document that the act issues or records
	StepUp   bool        // the person must have logged in again within the step-up time
	Paper    bool        // another party may record this act from paper (代录)
	Sectors  []Sector    // offered only where the sender is of these sectors; empty: all
	Late     *LateNotice // allowed after its clock, with a reason
	Effect   Effect      // change of the flags
	Aside    bool        // it leaves the usual course (a return, a refusal, more time): offered, never proposed
	Common   bool        // same address for every kind
}

// ChargeMove moves charges from one of several states to another.
type ChargeMove struct {
	From []ChargeState
	To   ChargeState // empty: the state stays, the charges are only named
	Keep bool        // remember the state left, for supervision
	Back bool        // return to the remembered state
	Tell bool        // it serves the written notice of the decision
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
	Binds     Party // whose sector and region choose the edition; empty: as the procedure says
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
	FromDecision   StartFrom = "decision"   // 所附决定作出之日
	FromFound      StartFrom = "found"      // 发现之日；没有填写的从行为之时
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

// Deed is an act in its case: what an effect may look at.
type Deed struct {
	Case  Snapshot
	Input Input
	As    Party
}

// Effect changes the flags of a case; it is pure.
type Effect func(Flags, Deed) Flags

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
	Criminal: &criminal, Lead: &lead, Administrative: &administrative, Detention: &detention, Reverse: &reverse,
	Consultation: &consultation, EarlyIntervention: &earlyIntervention, Assistance: &assistance, PublicInterest: &publicInterest,
	Monitoring: &monitoring, Findings: &findings, Supervision: &supervision, Compensation: &compensation, Emergency: &emergency,
	JointAction: &jointAction, MeetingInvitation: &meetingInvitation,
}

// Kinds lists the kinds in the order in which people are offered them.
var Kinds = []Kind{
	Lead, Criminal, Detention, Administrative, Reverse, Consultation, EarlyIntervention, Assistance, PublicInterest, Monitoring, Findings, Supervision, Compensation, Emergency, JointAction, MeetingInvitation,
}

// For finds the procedure of a kind.
func For(k Kind) (*Procedure, error) {
	p, ok := Procedures[k]
	if !ok {
		return nil, fault.New(fault.Invalid, "referral.kind_unknown", fault.T("没有这种移送类型", "There is no such kind of referral"))
	}
	return p, nil
}
