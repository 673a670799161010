package referral

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Turns says whose turn it is: the organ the state waits for, every organ that
// owes a running duty, and every organ something was put in front of.
func Turns(p *Procedure, s Snapshot) map[ids.Agency]bool {
	turns := map[ids.Agency]bool{}
	add := func(party Party) {
		if id := partyID(s, party); !id.IsZero() {
			turns[id] = true
		}
	}
	if !s.State.Open() {
		return turns
	}
	if id := Awaited(p, s); !id.IsZero() {
		turns[id] = true
	}
	for _, c := range s.Clocks {
		if !c.Paused && !c.Option && !Background(c.Rule) || c.Rule == AnswerRecall {
			turns[c.Owes] = true
		}
	}
	f := s.Flags
	for party, yes := range map[Party]bool{
		Sender:   f.SupplementAsked || f.OpinionAsked || f.FileReturnSent,
		Receiver: f.WithdrawalAsked || f.ReturnUnseen || f.FileReturnDue || f.ItemsHandedOver && !f.ItemsSigned || f.Claim.Told && !f.Claim.Signed,
	} {
		if yes {
			add(party)
		}
	}
	for _, c := range s.Charges {
		if party, ok := chargeTurn[c.State]; ok && s.State != Sent {
			add(party)
		}
	}
	return turns
}

// Awaited is the organ that the state of an open case waits for; zero where it waits
// for nobody in particular.
func Awaited(p *Procedure, s Snapshot) ids.Agency {
	party, ok := p.Turn[s.State]
	if !ok || !s.State.Open() || s.State == Received && p.decidesByCharge() && !slices.ContainsFunc(s.Charges, func(c Charge) bool { return c.State == Pending }) {
		return ids.Agency{}
	}
	if s.State == Returned && s.Flags.ReturnUnseen || s.Flags.Invited.waits() {
		party = Receiver
	}
	return partyID(s, party)
}

// Answers reports whether an act answers what the other side has put in front of
// the organ and no clock counts: things to be counted and signed for, a file to be
// sent back, a suggestion the procuratorate has to accept (17号第十三条). Where the
// organ may choose what to answer, no act is the one that is owed.
func Answers(a Action, s Snapshot) bool {
	f := s.Flags
	switch a {
	case "sign_for":
		return f.Claim.Told && !f.Claim.Signed
	case "compensation.meet":
		return s.State == Handling && f.Claim.Meetings == 0
	case "compensation.accept_work":
		return slices.ContainsFunc(f.Claim.Works, func(w claim.Work) bool { return w.State == claim.WorkReported })
	case "compensation.pay": // what is owed is performed before anybody thinks of a suit
		return f.Claim.Free() > 0
	case "compensation.evaluate":
		return f.Claim.Agreed && f.Claim.WorksOpen() == 0 && f.Claim.NeedsEvaluation()
	case "meeting_invitation.countersign":
		return f.Invited.waits()
	case "criminal.sign_items":
		return f.ItemsHandedOver && !f.ItemsSigned
	case "criminal.return_file":
		return f.FileReturnDue
	case "criminal.sign_for_file", "detention.sign_for_file":
		return f.FileReturnSent
	case "criminal.answer_evidence":
		return f.OpinionAsked
	case "criminal.accept_supervision":
		return !f.SupervisionAccepted && slices.ContainsFunc(s.Charges, func(c Charge) bool { return c.State == Supervising })
	}
	return false
}

// decidesByCharge reports whether the receiver decides charge by charge: then a
// received case waits for it only while a charge is pending.
func (p *Procedure) decidesByCharge() bool {
	return slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Charge != nil })
}

// chargeTurn says who is expected to act on a charge. A filed charge is with the
// police for months: nobody is waited for day by day.
var chargeTurn = map[ChargeState]Party{
	Declined: Sender, Reconsidering: Receiver, Upheld: Sender, Supervising: Procuratorate,
	ReasonsRequired: Receiver, ReasonsGiven: Procuratorate, ReasonsValid: Sender, FilingOrdered: Receiver,
	Cancelled: Sender, Transferred: Procuratorate, NotProsecuted: Sender,
}

// Background reports whether a clock runs beside the procedure: it warns before
// it ends, but it does not make it anybody's turn.
func Background(rule string) bool {
	return slices.Contains([]string{"clk_penalty_decide", "clk_seizure_period", "clk_evidence_registration", "fwd_platform_entry", AnswerRecall}, rule)
}

// Resend is the internal duty of an organ whose message did not arrive at another hub
// (函件补送). It is this hub's own: the procedure, which both hubs run alike, knows nothing of it.
const Resend = "exchange_resend"

// AnswerRecall is the internal duty of an organ that another hub's organ has asked to stop using
// what it was told (答复召回). It runs beside every procedure, and past its end; only the answer
// ends it.
const AnswerRecall = "exchange_recall"

// Write puts the opinions and conclusions of an act into the content of the
// case, where the forms take them from.
func Write(c Content, a Action, in Input) Content {
	switch a {
	case "criminal.give_enforcement_opinion":
		c.EnforcementView = in.Text
	case "criminal.give_legal_opinion":
		c.LegalView = in.Text
	case "criminal.approve":
		c.HeadView = in.Text
	case "criminal.refuse":
		c.HeadView = in.Reason
	default:
		c = writeClaim(c, a, in)
	}
	return c
}
