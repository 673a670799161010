package referral

import (
	"fmt"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Outcome is what an act changes. Nothing outside it may change.
type Outcome struct {
	Step    *Step
	State   State
	Flags   Flags
	Charges []Charge // the charges that were named, as they are afterwards
	Meets   []ids.Clock
	Cancels []ids.Clock
	Pauses  []ids.Clock
	Resumes []ids.Clock
	Extends []ids.Clock
	Starts  []ClockStart
	Custody ids.Agency
	Epoch   int
	Tells   []ids.Agency
	Late    bool
}

// ClockStart is a clock to be started; the rule says how long it runs.
type ClockStart struct {
	Rule     string
	Owes     ids.Agency
	Binds    []Organ // whose sector and region choose the edition: the first that the rule binds
	Charge   ids.Charge
	At       time.Time
	Presumed bool
	Option   bool
}

// Decide is the transition: pure and total. It returns the outcome, or a fault
// of kind Rule with the actions that are possible now, or of kind Invalid with
// every field that is missing.
func Decide(p *Procedure, s Snapshot, a Action, as Party, in Input) (Outcome, *fault.Error) {
	in.as = as
	step, ok := p.Step(a)
	if !ok || !offered(step, s) {
		return Outcome{}, fault.New(fault.Missing, "referral.action_unknown", fault.T("没有这一步骤", "There is no such step"))
	}
	if err := possible(step, s, as); err != nil {
		err.Allowed = names(Possible(p, s, as, in.OccurredAt))
		if err.RuleID == "" {
			err.RuleID = step.Rule
		}
		return Outcome{}, err
	}
	if fields := unmet(step.Needs, in); len(fields) > 0 {
		err := fault.New(fault.Invalid, "referral.input_incomplete", fault.T("请补全必填内容", "Something required is missing"))
		err.Fields, err.RuleID = fields, step.Rule
		return Outcome{}, err
	}
	if err := chargesFit(step, s, in); err != nil {
		return Outcome{}, err
	}
	if step.Guard != nil {
		if err := step.Guard(s, in); err != nil {
			if err.RuleID == "" {
				err.RuleID = step.Rule
			}
			err.Allowed = names(Possible(p, s, as, in.OccurredAt))
			return Outcome{}, err
		}
	}
	late, err := lateness(step, s, in)
	if err != nil {
		return Outcome{}, err
	}
	out := apply(p, step, s, as, in)
	out.Late = late
	return out, nil
}

// offered reports whether a step exists for this kind of sender at all.
func offered(step *Step, s Snapshot) bool {
	return len(step.Sectors) == 0 || slices.Contains(step.Sectors, s.Sender.Sector)
}

// possible checks party, state and charge states, but no input.
func possible(step *Step, s Snapshot, as Party) *fault.Error {
	if !slices.Contains(step.By, as) {
		return refuse("not_your_part", fmt.Sprintf("这一步由%s办理", partyName(step.By[0]).ZH), "This step belongs to the "+partyName(step.By[0]).EN)
	}
	if partyID(s, as).IsZero() { // nobody plays that part yet, so nobody's act can be recorded
		return refuse("party_absent", "本案还没有"+partyName(as).ZH, "This case has no "+partyName(as).EN+" yet")
	}
	if !slices.Contains(step.From, s.State) {
		return refuse("step_not_allowed", "当前状态不能办理“"+step.Title.ZH+"”", "“"+step.Title.EN+"” is not possible in this state")
	}
	if s.State == Withdrawn && s.Flags.WithdrawalUnconfirmed {
		return refuse("withdrawal_unconfirmed", "撤回还没有得到对方枢纽确认，可能与对方的签收交叉；确认之前任何一方都不能继续办理", "The other hub has not confirmed the withdrawal, which may have crossed its receipt; until it does, nobody goes on with the case")
	}
	if err := waitsForConfirmation(step, s); err != nil {
		return err
	}
	if step.Charge != nil && !slices.ContainsFunc(s.Charges, func(c Charge) bool { return slices.Contains(step.Charge.From, c.State) }) {
		return refuse("no_charge_fits", "没有处于相应阶段的当事人或罪名", "No person or offence is at that stage")
	}
	return nil
}

// chargesFit checks that every named charge exists and is at a stage to be moved.
func chargesFit(step *Step, s Snapshot, in Input) *fault.Error {
	if step.Charge == nil {
		return nil
	}
	got := named(s, in)
	if len(got) != len(in.Charges) {
		err := fault.New(fault.Invalid, "referral.charge_unknown", fault.T("所选罪名不在本案中", "A chosen offence does not belong to this case"))
		err.Fields = []fault.Field{{Path: "body.charges", Text: err.Detail}}
		return err
	}
	for _, c := range got {
		if !slices.Contains(step.Charge.From, c.State) {
			return refuse("charge_stage", "所选罪名当前不能办理“"+step.Title.ZH+"”", "“"+step.Title.EN+"” is not possible for a chosen offence now").
				Under(step.Rule, fault.Basis{})
		}
	}
	return nil
}

// lateness lets a right be used after its clock, with a reason.
func lateness(step *Step, s Snapshot, in Input) (bool, *fault.Error) {
	if step.Late == nil {
		return false, nil
	}
	for _, c := range s.Clocks {
		if c.Rule != step.Late.Clock || c.DueAt.IsZero() || !in.OccurredAt.After(c.DueAt) {
			continue
		}
		if c.Charge.IsZero() || slices.Contains(in.Charges, c.Charge) {
			if !said(in.Reason) {
				err := fault.New(fault.Rule, "referral.late", step.Late.Text)
				err.RuleID = step.Late.Clock
				err.Fields = []fault.Field{{Path: "body.reason", Text: step.Late.Text}}
				return true, err
			}
			return true, nil
		}
	}
	return false, nil
}

func apply(p *Procedure, step *Step, s Snapshot, as Party, in Input) Outcome {
	out := Outcome{Step: step, State: s.State, Flags: s.Flags, Custody: s.Custody, Epoch: s.Epoch}
	if step.To != "" {
		out.State = step.To
	}
	after := moveCharges(step, s, in, &out)
	if out.State == Received || out.State == Sent || out.State == Decided {
		if len(after) > 0 && !slices.ContainsFunc(after, func(c Charge) bool { return !c.State.Decided() }) {
			out.State = Decided
		}
	}
	who := partiesAfter(p, step, s, in)
	actor := partyID(s, as)
	for _, c := range s.Clocks {
		concerns := c.Charge.IsZero() || len(in.Charges) == 0 || slices.Contains(in.Charges, c.Charge)
		switch {
		case (slices.Contains(step.Meets, c.Rule) && c.Owes == actor || slices.Contains(step.Settles, c.Rule)) && concerns:
			out.Meets = append(out.Meets, c.ID)
		case slices.Contains(step.Cancels, c.Rule) && concerns, step.EndsAll && !Background(c.Rule):
			out.Cancels = append(out.Cancels, c.ID)
		case slices.Contains(step.Pauses, c.Rule) && !c.Paused:
			out.Pauses = append(out.Pauses, c.ID)
		case slices.Contains(step.Resumes, c.Rule) && c.Paused && (p.Over == nil || p.Over(out.State, after)):
			out.Resumes = append(out.Resumes, c.ID)
		case slices.Contains(step.Extends, c.Rule) && concerns:
			out.Extends = append(out.Extends, c.ID)
		}
	}
	for _, st := range step.Starts {
		var starts []ClockStart
		if st.When == nil || st.When(s, in) == nil {
			starts = startsOf(p, st, s, in, who, after, step.Charge != nil)
		}
		if st.From == FromPenalty || st.From == FromSeizure || st.From == FromRegister {
			starts = replace(s, st.Rule, starts, &out)
		}
		out.Starts = append(out.Starts, starts...)
	}
	if step.Effect != nil {
		out.Flags = step.Effect(s.Flags, Deed{Case: s, Input: in, As: as})
	}
	switch step.Custody {
	case CustodyToReceiver:
		out.Custody, out.Epoch = who[Receiver], s.Epoch+1
	case CustodyToSender:
		out.Custody, out.Epoch = s.Sender.ID, s.Epoch+1
	}
	for _, t := range step.Tells {
		if id := who[t]; !id.IsZero() && id != actor && !slices.Contains(out.Tells, id) {
			out.Tells = append(out.Tells, id)
		}
	}
	return out
}

// leads gives the state a charge comes into.
func (m *ChargeMove) leads(c Charge) ChargeState {
	switch {
	case m.Back && c.Before != "":
		return c.Before
	case m.To != "":
		return m.To
	}
	return c.State
}

// allOver reports whether no charge is with the police or the prosecution any
// more, or the referral as a whole has come back: only then the penalty period
// runs on (17号第十六条).
func allOver(st State, charges []Charge) bool {
	if st == Returned || st == Withdrawn {
		return true
	}
	return !slices.ContainsFunc(charges, func(c Charge) bool { return !c.State.Final() })
}

// moveCharges gives all charges as they are after the act and notes the named ones.
func moveCharges(step *Step, s Snapshot, in Input, out *Outcome) []Charge {
	after := slices.Clone(s.Charges)
	if step.To == Draft || step.Handoff == HandoffOpens {
		for i := range after {
			after[i].State, after[i].Before, after[i].Notified = Pending, "", false
		}
		out.Charges = after
		return after
	}
	if step.Charge == nil {
		return after
	}
	for i := range after {
		c := &after[i]
		if !slices.Contains(in.Charges, c.ID) {
			continue
		}
		if step.Charge.Keep {
			c.Before = c.State
		}
		if to := step.Charge.leads(*c); to != c.State {
			c.State, c.Notified = to, false
		}
		if step.Charge.Tell {
			c.Notified = true
		}
		if in.Outcome != "" {
			c.Result = in.Outcome
		}
		out.Charges = append(out.Charges, *c)
	}
	return after
}

func startsOf(p *Procedure, st Start, s Snapshot, in Input, who map[Party]ids.Agency, after []Charge, namedOnly bool) []ClockStart {
	one := ClockStart{Rule: st.Rule, Owes: who[st.Owes], Binds: p.bound(st, s, in, who[st.Owes]), At: startFact(st.From, s, in), Presumed: st.Presumed, Option: st.Option}
	if one.Owes.IsZero() {
		return nil
	}
	var out []ClockStart
	matched := st.For == ""
	for _, c := range after {
		if namedOnly && !slices.Contains(in.Charges, c.ID) || st.For != "" && c.State != st.For {
			continue
		}
		matched = true
		if st.PerCharge {
			each := one
			each.Charge = c.ID
			out = append(out, each)
		}
	}
	if !st.PerCharge && matched {
		out = append(out, one)
	}
	return out
}

// Bound says whose sector and region choose the edition of a rule that a step
// would start now; nothing while the owing organ is not known yet.
func (p *Procedure) Bound(st Start, s Snapshot) []Organ {
	owes := partyID(s, st.Owes)
	if owes.IsZero() && !p.BySender {
		return nil
	}
	return p.bound(st, s, Input{}, owes)
}

func (p *Procedure) bound(st Start, s Snapshot, in Input, owes ids.Agency) []Organ {
	switch {
	case p.BySender || st.Binds == Sender:
		return []Organ{s.Sender}
	case st.Binds == Either:
		return []Organ{organOf(s, in, owes), s.Sender}
	}
	return []Organ{organOf(s, in, owes)}
}

// organOf finds an organ of the case or one that the act names.
func organOf(s Snapshot, in Input, id ids.Agency) Organ {
	for _, o := range []*Organ{in.Target, s.Receiver, s.Copied, s.Past, s.Third, in.Copy} {
		if o != nil && o.ID == id {
			return *o
		}
	}
	return s.Sender
}

// replace keeps a clock that runs from the same fact already, with its pauses,
// and cancels one whose fact was corrected or taken back.
func replace(s Snapshot, rule string, starts []ClockStart, out *Outcome) []ClockStart {
	for _, c := range s.Clocks {
		switch {
		case c.Rule != rule:
		case len(starts) == 1 && c.Started.Equal(starts[0].At):
			starts = nil
		default:
			out.Cancels = append(out.Cancels, c.ID)
		}
	}
	return starts
}

func startFact(f StartFrom, s Snapshot, in Input) time.Time {
	switch f {
	case FromAcceptance:
		if !s.Accepted.IsZero() {
			return s.Accepted
		}
	case FromPenalty:
		return s.Content.PenaltyFiledOn.Start()
	case FromSeizure:
		return s.Content.SeizedOn.Start()
	case FromRegister:
		return s.Content.RegisteredOn.Start()
	case FromDecision:
		return s.Content.DecidedOn.Start()
	case FromFound:
		if !s.Content.FoundOn.IsZero() {
			return s.Content.FoundOn.Start()
		}
	case FromAct:
	}
	return in.OccurredAt
}

// partiesAfter says who plays which part once the act is done.
func partiesAfter(p *Procedure, step *Step, s Snapshot, in Input) map[Party]ids.Agency {
	who := map[Party]ids.Agency{Sender: s.Sender.ID}
	if s.Receiver != nil {
		who[Receiver] = s.Receiver.ID
	}
	if s.Copied != nil {
		who[Procuratorate] = s.Copied.ID
	}
	if s.Third != nil {
		who[p.Third] = s.Third.ID
	}
	if step.Names {
		who[p.Third] = in.Target.ID
	}
	switch step.Handoff {
	case HandoffOpens:
		who[Receiver] = in.Target.ID
		if in.Copy != nil {
			who[Procuratorate] = in.Copy.ID
		}
	case HandoffForwards, HandoffMoves:
		who[PastReceiver], who[Receiver] = who[Receiver], in.Target.ID
	}
	return who
}

func partyID(s Snapshot, as Party) ids.Agency {
	switch {
	case as == Superior && s.Third != nil:
		return s.Third.ID
	case as == Sender:
		return s.Sender.ID
	case as == Receiver && s.Receiver != nil:
		return s.Receiver.ID
	case as == Procuratorate && s.Copied != nil:
		return s.Copied.ID
	case as == PastReceiver && s.Past != nil:
		return s.Past.ID
	}
	return ids.Agency{}
}

var partyNames = map[Party]fault.Text{
	Sender: fault.T("移送机关", "sender"), Receiver: fault.T("接收机关", "receiver"),
	Procuratorate: fault.T("检察机关", "procuratorate"), PastReceiver: fault.T("原接收机关", "former receiver"),
	Superior: fault.T("共同的上一级机关", "common superior"),
}

func partyName(p Party) fault.Text { return partyNames[p] }

func names(steps []*Step) []string {
	out := make([]string, 0, len(steps))
	for _, s := range steps {
		out = append(out, string(s.Action))
	}
	return out
}
