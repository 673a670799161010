package referral

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Steps that several kinds share. Each gives the usual row; a kind changes what
// its law says differently.

// approval are report, approval and refusal inside the sender's organ (报批).
// The clocks begin with the approval.
func approval(kind, rule, form string, guard Guard, starts ...Start) []Step {
	return []Step{
		{
			Action: Action(kind + ".report"), Title: fault.T("报请负责人审批", "Report to the head"),
			Rule: rule, By: bySender, From: []State{Draft}, To: Reported, Guard: guard, Inside: true,
		},
		{
			Action: Action(kind + ".approve"), Title: fault.T("批准", "Approve"), Rule: rule, By: bySender, From: []State{Reported}, To: Approved,
			StepUp: true, Starts: starts, Document: form, Inside: true,
		},
		{
			Action: Action(kind + ".refuse"), Aside: true, Title: fault.T("不批准", "Refuse"), Rule: rule, By: bySender, From: []State{Reported}, To: Refused,
			StepUp: true, Needs: []Need{NeedReason}, Inside: true,
		},
	}
}

// sending puts the referral in front of its receiver (移送、发送).
func sending(action Action, title fault.Text, rule string, from []State, guards ...Guard) Step {
	return Step{
		Action: action, Title: title, Rule: rule, Handoff: HandoffOpens, By: bySender, From: from, To: Sent,
		Needs: []Need{NeedNoSecret, NeedTarget}, Guard: all(append(guards, isElsewhere, isCompetent)...), EndsAll: true,
		Tells: []Party{Receiver, Procuratorate}, Receipt: "received",
		Effect: func(f Flags, _ Deed) Flags { return Flags{SupplementRounds: f.SupplementRounds} },
	}
}

// signing is the receipt of the receiver's desk (签收).
func signing(rule string, starts ...Start) Step {
	return Step{
		Action: "sign_for", Title: fault.T("签收", "Sign for it"), Common: true, Rule: rule, Handoff: HandoffSigned,
		By: byReceiver, From: []State{Sent}, To: Received, Needs: []Need{NeedOfficer}, Starts: starts,
		Custody: CustodyToReceiver, Tells: []Party{Sender, Procuratorate}, Receipt: "acknowledged", Paper: true,
	}
}

// supplements are the notice of what is missing and the answer to it (补充材料).
// They stop no clock.
func supplements(rule string) []Step {
	return []Step{
		{
			Action: "ask_supplement", Aside: true, Title: fault.T("告知补充材料", "Ask for missing materials"), Common: true, Rule: rule,
			By: byReceiver, From: []State{Received, Handling}, Needs: []Need{NeedMissing}, Guard: all(notYetAsked),
			Tells: []Party{Sender}, Document: "supplement_notice", Paper: true,
			Effect: func(f Flags, _ Deed) Flags { f.SupplementAsked = true; f.SupplementRounds++; return f },
		},
		{
			Action: "supplement", Title: fault.T("提交补充材料", "Supplement the materials"), Common: true, Rule: rule,
			By: bySender, From: []State{Received, Handling, Decided}, Guard: all(wasAsked, hasSupplement), Tells: []Party{Receiver},
			Effect: func(f Flags, _ Deed) Flags { f.SupplementAsked = false; return f },
		},
	}
}

// returning gives the referral back to its sender (退回).
func returning(rule string, title fault.Text) Step {
	return Step{
		Action: "return", Aside: true, Title: title, Common: true, Rule: rule, Handoff: HandoffReturns, By: byReceiver, From: []State{Sent, Received}, To: Returned,
		Needs: []Need{NeedReason}, EndsAll: true, Custody: CustodyToSender, Tells: []Party{Sender, Procuratorate}, Receipt: "decided", Paper: true,
		Effect: func(f Flags, _ Deed) Flags { f.SupplementAsked, f.WithdrawalAsked = false, false; return f },
	}
}

// endings are the ways back and the end: withdrawal before and after the
// receipt, void, drafting again, closing (撤回、商请撤回、作废、办结).
func endings(closeFrom ...State) []Step {
	back := func(f Flags, _ Deed) Flags { f.WithdrawalAsked, f.SupplementAsked = false, false; return f }
	return []Step{
		{
			Action: "withdraw", Aside: true, Title: fault.T("撤回", "Withdraw"), Common: true, Handoff: HandoffEnds, By: bySender, From: []State{Sent}, To: Withdrawn,
			Needs: []Need{NeedReason}, EndsAll: true, Custody: CustodyToSender, Tells: []Party{Receiver, Procuratorate}, Effect: back,
		},
		{
			Action: "ask_withdrawal", Aside: true, Title: fault.T("商请撤回", "Ask to withdraw"), Common: true, By: bySender, From: []State{Received, Handling},
			Needs: []Need{NeedReason}, Guard: all(withdrawalNotAsked), Tells: []Party{Receiver, Procuratorate},
			Effect: func(f Flags, _ Deed) Flags { f.WithdrawalAsked = true; return f },
		},
		{
			Action: "grant_withdrawal", Aside: true, Title: fault.T("同意撤回", "Agree to the withdrawal"), Common: true, Handoff: HandoffEnds, By: byReceiver,
			From: []State{Received, Handling}, To: Withdrawn, Guard: all(withdrawalAsked), EndsAll: true, Custody: CustodyToSender,
			Tells: []Party{Sender, Procuratorate}, Paper: true, Effect: back,
		},
		{
			Action: "refuse_withdrawal", Title: fault.T("不同意撤回", "Refuse the withdrawal"), Common: true, By: byReceiver, From: []State{Received, Handling},
			Needs: []Need{NeedReason}, Guard: all(withdrawalAsked), Tells: []Party{Sender, Procuratorate}, Paper: true,
			Effect: func(f Flags, _ Deed) Flags { f.WithdrawalAsked = false; return f },
		},
		{
			Action: "void", Aside: true, Title: fault.T("作废", "Void"), Common: true, By: bySender, From: []State{Draft, Reported, Refused, Approved, Withdrawn, Returned}, To: Void,
			Needs: []Need{NeedReason}, EndsAll: true,
		},
		{
			Action: "redraft", Title: fault.T("重新拟稿", "Draft again"), Common: true, By: bySender, From: []State{Refused, Withdrawn, Returned}, To: Draft,
			Effect: func(f Flags, _ Deed) Flags { return Flags{SupplementRounds: f.SupplementRounds} },
		},
		{
			Action: "close", Title: fault.T("办结", "Close"), Common: true, By: bySender, From: append([]State{Refused, Withdrawn, Returned}, closeFrom...), To: Closed,
			EndsAll: true, Tells: []Party{Receiver, Procuratorate},
		},
	}
}

// usualTurns say whose turn it is in the states every kind knows.
func usualTurns(more map[State]Party) map[State]Party {
	turns := map[State]Party{
		Draft: Sender, Reported: Sender, Refused: Sender, Approved: Sender, Sent: Receiver, Received: Receiver, Handling: Receiver,
		Returned: Sender, Withdrawn: Sender, Answered: Sender,
	}
	for state, party := range more {
		turns[state] = party
	}
	return turns
}

// Guards that several kinds share.
var isElsewhere = Guard(func(s Snapshot, in Input) *fault.Error {
	if in.Target != nil && in.Target.ID == s.Sender.ID && !s.Sender.ID.IsZero() {
		return refuse("sent_to_oneself", "不能移送本机关", "It cannot be sent to one's own organ")
	}
	return nil
})

// sentTo asks for a receiver of certain sectors.
func sentTo(zh, en string, sectors ...Sector) Guard {
	return require("receiver_sector", zh, en, func(_ Snapshot, in Input) bool {
		return in.Target == nil || in.Target.Sector == "" || slices.Contains(sectors, in.Target.Sector)
	})
}

// hasUnits asks for at least one party with one unit of decision.
func hasUnits(zh, en string) Guard {
	return require("draft_incomplete", zh, en, func(s Snapshot, _ Input) bool { return len(s.Parties) > 0 && len(s.Charges) > 0 })
}

// Conditions under which a clock starts.
func mannerIs(m string) Guard {
	return when(func(s Snapshot, _ Input) bool { return s.Content.Manner == m })
}

func purposeIs(p ...string) Guard {
	return when(func(s Snapshot, _ Input) bool { return slices.Contains(p, s.Content.Purpose) })
}

func urgentIs(yes bool) Guard {
	return when(func(s Snapshot, _ Input) bool { return s.Content.Urgent == yes })
}

// with changes a usual row where a kind's law says differently.
func with(s Step, change func(*Step)) Step {
	change(&s)
	return s
}

// attachments is the checklist of a kind for which no text lists materials.
func attachments(zh, en string) []ChecklistEntry {
	return []ChecklistEntry{{Code: "doc_other", Title: fault.T(zh, en), Mandatory: never}}
}

// changed changes one row of several.
func changed(steps []Step, a Action, change func(*Step)) []Step {
	for i := range steps {
		if steps[i].Action == a {
			change(&steps[i])
		}
	}
	return steps
}

// ofTheHead keeps the ways back to the head, with a fresh login: a referral that
// the head approved is not taken back by a handler.
func ofTheHead(steps []Step) []Step {
	for _, a := range []Action{"withdraw", "ask_withdrawal", "void"} {
		steps = changed(steps, a, func(s *Step) { s.StepUp = true })
	}
	return steps
}
