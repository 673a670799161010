package referral

import "github.com/xianjie-hub/xianjie/domain/fault"

// criminal is the procedure for referring a suspected crime to the police with
// a copy to the procuratorate (国务院令第310号；环环监〔2017〕17号).
var criminal = Procedure{
	Kind:  Criminal,
	Title: fault.T("移送涉嫌犯罪案件", "Criminal referral"),
	Steps: reopening(concat(criminalPreparation, criminalHandling, criminalSupervision, criminalOutcome, criminalWithdrawal)),
	About: fault.T("行政执法机关发现违法行为涉嫌犯罪的，移送同级公安机关，抄送同级人民检察院", "An administrative agency refers a suspected crime to the own-level police, with a copy to the procuratorate"),
	Turn: map[State]Party{
		Draft: Sender, Reported: Sender, Refused: Sender, Approved: Sender,
		Sent: Receiver, Received: Receiver, Returned: Sender, Withdrawn: Sender,
	},
	Senders: administrativeSectors, Receivers: []Sector{Police}, Checklist: CriminalChecklist, CopyLevel: "flow", BySender: true, Over: allOver,
	Unit: &Unit{Name: fault.T("涉嫌罪名", "Offence"), Article: fault.T("刑法条款", "Article of the criminal law")},
}

func concat(parts ...[]Step) []Step {
	var all []Step
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

var (
	bySender        = []Party{Sender}
	byReceiver      = []Party{Receiver}
	byProcuratorate = []Party{Procuratorate}
	onlyEnvironment = []Sector{Environment}
	withPolice      = []State{Sent, Received, Decided}
)

// criminalPreparation leads from the draft to the transmission.
var criminalPreparation = []Step{
	{
		Action: "criminal.give_enforcement_opinion", Title: fault.T("填写执法机构意见", "Give the enforcement unit's opinion"),
		Rule: "fwd_transfer_conditions_check", By: bySender, From: []State{Draft, Reported}, Needs: []Need{NeedText},
		Effect: func(f Flags, _ Deed) Flags { f.EnforcementOpinion = true; return f },
	},
	{
		Action: "criminal.give_legal_opinion", Title: fault.T("填写法制机构意见", "Give the legal unit's opinion"),
		Rule: "fwd_transfer_conditions_check", By: bySender, From: []State{Draft, Reported}, Needs: []Need{NeedText},
		Effect: func(f Flags, _ Deed) Flags { f.LegalOpinion = true; return f },
	},
	{
		Action: "criminal.report", Title: fault.T("报请负责人审批", "Report to the head"),
		Rule: "fwd_form_case_team", By: bySender, From: []State{Draft}, To: Reported,
		Guard: all(hasCase, hasTeam), Inside: true,
		Starts: []Start{
			{Rule: "fwd_decide_transfer", Owes: Sender},
			{Rule: "clk_penalty_decide", Owes: Sender, From: FromPenalty, When: penaltyOpen},
			{Rule: "clk_seizure_period", Owes: Sender, From: FromSeizure, When: seized},
			{Rule: "clk_evidence_registration", Owes: Sender, From: FromRegister, When: registered},
		},
	},
	{
		Action: "criminal.approve", Title: fault.T("批准移送", "Approve the transfer"),
		Rule: "fwd_decide_transfer", By: bySender, From: []State{Reported}, To: Approved, StepUp: true,
		Guard: all(hasOpinions), Inside: true,
		Meets:    []string{"fwd_decide_transfer"},
		Starts:   []Start{{Rule: "fwd_transmit_to_police", Owes: Sender}, {Rule: "fwd_copy_procuratorate", Owes: Sender}},
		Document: "approval_form",
	},
	{
		Action: "criminal.refuse", Aside: true, Title: fault.T("不批准移送", "Refuse the transfer"),
		Rule: "fwd_record_refusal_reason", By: bySender, From: []State{Reported}, To: Refused, StepUp: true,
		Needs: []Need{NeedReason}, Meets: []string{"fwd_decide_transfer"}, Document: "approval_form", Inside: true,
	},
	{
		Action: "redraft", Title: fault.T("重新拟稿", "Draft again"), Common: true,
		By: bySender, From: []State{Refused, Withdrawn}, To: Draft,
		Effect: func(f Flags, _ Deed) Flags {
			return Flags{SupplementRounds: f.SupplementRounds, OpinionToTransfer: f.OpinionToTransfer}
		},
	},
	{
		Action: "criminal.transmit", Title: fault.T("移送公安机关并抄送检察机关", "Transmit to the police, copy to the procuratorate"),
		Rule: "fwd_transmit_to_police", Handoff: HandoffOpens, By: bySender, From: []State{Approved, Returned}, To: Sent,
		Needs: []Need{NeedNoSecret, NeedTarget, NeedCopy}, Guard: all(hasSealedLetter, isPolice, isOwnLevel, hasMaterials),
		Meets:   []string{"fwd_transmit_to_police", "fwd_copy_procuratorate", "fwd_pp_opinion_transfer"},
		Cancels: []string{"fwd_police_decide_3"},
		Pauses:  []string{"clk_penalty_decide"}, PauseFor: "fwd_penalty_clock_suspended",
		Starts: []Start{
			{Rule: "fwd_police_receipt", Owes: Receiver},
			{Rule: "fwd_police_decide_3", Owes: Receiver, PerCharge: true, For: Pending, Presumed: true},
			{Rule: "fwd_platform_entry", Owes: Sender},
		},
		Tells: []Party{Receiver, Procuratorate}, Receipt: "received", Document: "transfer_letter",
		Effect: func(f Flags, _ Deed) Flags {
			f.Presumed, f.Track, f.SenderEntered, f.FileReturnSent, f.FileReturnDue = true, Ordinary, false, false, false
			return f
		},
	},
	{
		Action: "criminal.notify_party", Title: fault.T("告知当事人", "Notify the party"),
		Rule: "fwd_transfer_seized_property", By: bySender, From: withPolice, Document: "party_notice",
		Effect: func(f Flags, _ Deed) Flags { f.PartyNotified = true; return f },
	},
	{
		Action: "criminal.opinion_to_transfer", Title: fault.T("提出移送的检察意见", "Give the procuratorial opinion to transfer"),
		Rule: "fwd_pp_opinion_transfer", By: byProcuratorate, From: []State{Draft, Reported, Refused, Approved},
		Needs: []Need{NeedText, NeedDocumentNo}, Paper: true,
		Starts: []Start{{Rule: "fwd_pp_opinion_transfer", Owes: Sender}}, Tells: []Party{Sender},
		Effect: func(f Flags, _ Deed) Flags { f.OpinionToTransfer = true; return f },
	},
	{
		Action: "mark_entered", Title: fault.T("标记两法衔接平台已录入", "Mark as entered in the linkage platform"), Common: true,
		Rule: "fwd_platform_entry", By: []Party{Sender, Receiver}, From: []State{Sent, Received, Decided, Returned, Closed},
		Meets: []string{"fwd_platform_entry"}, Sectors: onlyEnvironment,
		Effect: func(f Flags, d Deed) Flags {
			f.SenderEntered, f.ReceiverEntered = f.SenderEntered || d.As == Sender, f.ReceiverEntered || d.As == Receiver
			return f
		},
	},
}

// criminalHandling is what sender and police do between arrival and decision.
var criminalHandling = []Step{
	{
		Action: "sign_for", Title: fault.T("签收并出具回执", "Sign for and issue the receipt"), Common: true,
		Rule: "fwd_police_receipt", Handoff: HandoffSigned, By: byReceiver, From: []State{Sent}, To: Received, Needs: []Need{NeedOfficer},
		Meets: []string{"fwd_police_receipt"}, Cancels: []string{"fwd_police_decide_3"},
		Starts: []Start{
			{Rule: "fwd_police_decide_3", Owes: Receiver, PerCharge: true, For: Pending},
			{Rule: "fwd_police_notify_incomplete", Owes: Receiver, Option: true},
			{Rule: "fwd_police_forward_other_police", Owes: Receiver, Option: true},
			{Rule: "fwd_police_return_not_police", Owes: Receiver, Option: true},
		},
		Custody: CustodyToReceiver, Tells: []Party{Sender, Procuratorate}, Receipt: "acknowledged", Document: "acceptance_receipt", Paper: true,
		Effect: func(f Flags, _ Deed) Flags { f.Presumed, f.ReceiverEntered = false, false; return f },
	},
	{
		Action: "ask_supplement", Aside: true, Title: fault.T("告知补正", "Ask for missing materials"), Common: true,
		Rule: "fwd_police_notify_incomplete", By: byReceiver, From: []State{Received}, Needs: []Need{NeedMissing},
		Guard: all(notYetAsked), Meets: []string{"fwd_police_notify_incomplete"},
		Starts: []Start{{Rule: "fwd_agency_supplement", Owes: Sender}},
		Tells:  []Party{Sender}, Document: "supplement_notice", Paper: true,
		Late: &LateNotice{Clock: "fwd_police_notify_incomplete", Text: fault.T("已过二十四小时的告知期限，请说明原因", "The 24 hours for this notice have passed; give the reason")},
		Effect: func(f Flags, _ Deed) Flags {
			f.SupplementAsked = true
			f.SupplementRounds++
			return f
		},
	},
	{
		Action: "supplement", Title: fault.T("提交补正", "Supplement the materials"), Common: true,
		Rule: "fwd_agency_supplement", By: bySender, From: []State{Received, Decided}, Guard: all(wasAsked, hasSupplement),
		Meets: []string{"fwd_agency_supplement"}, Tells: []Party{Receiver},
		Effect: func(f Flags, _ Deed) Flags { f.SupplementAsked = false; return f },
	},
	{
		Action: "criminal.ask_evidence", Aside: true, Title: fault.T("提出补充调查意见", "Ask for supplementary investigation"), Sectors: onlyEnvironment,
		Rule: "fwd_police_supplementary_opinion", By: byReceiver, From: []State{Received}, Needs: []Need{NeedText},
		Starts: []Start{{Rule: "fwd_police_supplementary_opinion", Owes: Sender}}, Tells: []Party{Sender}, Paper: true,
		Effect: func(f Flags, _ Deed) Flags { f.OpinionAsked = true; return f },
	},
	{
		Action: "criminal.answer_evidence", Title: fault.T("反馈补充调查情况", "Answer the supplementary investigation"), Sectors: onlyEnvironment,
		Rule: "fwd_police_supplementary_opinion", By: bySender, From: []State{Received, Decided}, Needs: []Need{NeedText},
		Guard: all(evidenceAsked), Meets: []string{"fwd_police_supplementary_opinion"}, Tells: []Party{Receiver},
		Effect: func(f Flags, _ Deed) Flags { f.OpinionAsked = false; return f },
	},
	{
		Action: "criminal.forward", Aside: true, Title: fault.T("移送有管辖权的公安机关", "Forward to the competent police unit"),
		Rule: "fwd_police_forward_other_police", Handoff: HandoffForwards, By: byReceiver, From: []State{Sent, Received}, To: Sent,
		Needs: []Need{NeedTarget, NeedReason}, Guard: all(isPolice, isAnotherUnit),
		Meets:   []string{"fwd_police_forward_other_police"},
		Cancels: []string{"fwd_police_receipt", "fwd_police_decide_3", "fwd_police_decide_7", "fwd_police_decide_30", "fwd_police_notify_incomplete", "fwd_police_return_not_police"},
		Starts: []Start{
			{Rule: "fwd_police_receipt", Owes: Receiver},
			{Rule: "fwd_police_decide_3", Owes: Receiver, PerCharge: true, For: Pending, Presumed: true},
		},
		Custody: CustodyToSender, Tells: []Party{Sender, Procuratorate}, Paper: true,
		Effect: func(f Flags, _ Deed) Flags { f.Presumed, f.Track = true, Ordinary; return f },
	},
	{
		Action: "return", Aside: true, Title: fault.T("退回（不属公安机关管辖）", "Return: not a police matter"), Common: true,
		Rule: "fwd_police_return_not_police", Handoff: HandoffReturns, By: byReceiver, From: []State{Sent, Received}, To: Returned,
		Needs: []Need{NeedReason}, Guard: all(noneDecided), Meets: []string{"fwd_police_return_not_police"},
		Cancels: policeClocks, Resumes: []string{"clk_penalty_decide"},
		Custody: CustodyToSender, Tells: []Party{Sender, Procuratorate}, Receipt: "decided", Paper: true,
		Effect: func(f Flags, _ Deed) Flags {
			f.Presumed, f.SupplementAsked, f.FileReturnSent = false, false, true
			return f
		},
	},
	{
		Action: "criminal.set_track", Aside: true, Title: fault.T("确定七日或三十日审查期限", "Set the seven- or thirty-day track"), Sectors: onlyEnvironment,
		Rule: "fwd_police_decide_30", By: byReceiver, From: []State{Received}, Needs: []Need{NeedTrack}, Guard: all(somePending, longerTrack),
		Cancels: []string{"fwd_police_decide_3", "fwd_police_decide_7"},
		Starts: []Start{
			{Rule: "fwd_police_decide_7", Owes: Receiver, PerCharge: true, For: Pending, From: FromAcceptance, When: trackIs(Verify)},
			{Rule: "fwd_police_decide_30", Owes: Receiver, PerCharge: true, For: Pending, From: FromAcceptance, When: trackIs(Complex)},
		},
		Tells: []Party{Sender, Procuratorate}, Paper: true,
		Effect: func(f Flags, d Deed) Flags { f.Track = d.Input.Track; return f },
	},
	{
		Action: "criminal.file", Title: fault.T("决定立案", "Decide to file"),
		Rule: "fwd_police_decide_3", By: byReceiver, From: withPolice,
		Charge:  &ChargeMove{From: []ChargeState{Pending, Supervising, ReasonsRequired, ReasonsGiven, FilingOrdered}, To: Filed},
		Needs:   []Need{NeedCharges, NeedDocumentNo},
		Meets:   []string{"fwd_police_decide_3", "fwd_police_decide_7", "fwd_police_decide_30", "fwd_pp_order_filing", "fwd_pp_require_reasons_reply", "fwd_pp_overdue_explain"},
		Cancels: handlingOptions,
		Starts: []Start{
			{Rule: "fwd_police_notify_decision", Owes: Receiver, PerCharge: true, For: Filed},
			{Rule: "fwd_platform_entry", Owes: Receiver},
			{Rule: "fwd_pp_supervised_case_reminder", Owes: Procuratorate, Option: true, When: filingWasOrdered},
		},
		Tells: []Party{Sender, Procuratorate}, Receipt: "decided", Document: "filing_decision_notice", Paper: true,
		Effect: func(f Flags, d Deed) Flags {
			f.ReceiverEntered = false
			if filingWasOrdered(d.Case, d.Input) == nil {
				f.SupervisedFiling, f.FileReturnDue = true, false // the file stays with the police
			}
			return f
		},
	},
	{
		Action: "criminal.decline", Aside: true, Title: fault.T("决定不予立案", "Decide not to file"),
		Rule: "fwd_police_decide_3", By: byReceiver, From: withPolice,
		Charge:  &ChargeMove{From: []ChargeState{Pending}, To: Declined},
		Needs:   []Need{NeedCharges, NeedReason, NeedDocumentNo},
		Meets:   []string{"fwd_police_decide_3", "fwd_police_decide_7", "fwd_police_decide_30"},
		Cancels: handlingOptions,
		Starts: []Start{
			{Rule: "fwd_police_notify_decision", Owes: Receiver, PerCharge: true, For: Declined},
			{Rule: "fwd_platform_entry", Owes: Receiver},
		},
		Tells: []Party{Sender, Procuratorate}, Receipt: "decided", Document: "no_filing_notice", Paper: true,
		Effect: func(f Flags, _ Deed) Flags { f.FileReturnDue, f.ReceiverEntered = true, false; return f },
	},
	{
		Action: "criminal.notify_decision", Title: fault.T("书面通知决定", "Give written notice of the decision"),
		Rule: "fwd_police_notify_decision", By: byReceiver, From: withPolice,
		Charge: &ChargeMove{From: []ChargeState{Filed, Declined, Cancelled, Upheld}, Tell: true},
		Needs:  []Need{NeedCharges, NeedDocumentNo}, Guard: all(notYetNotified),
		Meets: []string{"fwd_police_notify_decision", "fwd_police_cancel_notice"},
		Starts: []Start{
			{Rule: "fwd_handover_items", Owes: Sender, For: Filed, When: itemsToHandOver},
			{Rule: "fwd_reconsideration_request", Owes: Sender, PerCharge: true, For: Declined, Option: true},
			{Rule: "fwd_supervision_after_reconsideration", Owes: Sender, PerCharge: true, For: Upheld},
		},
		Tells: []Party{Sender, Procuratorate}, Paper: true,
	},
	{
		Action: "criminal.handover_items", Title: fault.T("移交涉案物品", "Hand over the items"),
		Rule: "fwd_handover_items", By: bySender, From: withPolice, Needs: []Need{NeedItems}, Guard: all(itemsNotHandedOver, itemFormsComplete, itemsOfThisCase),
		Meets: []string{"fwd_handover_items", "clk_seizure_period", "clk_evidence_registration"}, Tells: []Party{Receiver}, Document: "items_handover",
		Effect: func(f Flags, _ Deed) Flags { f.ItemsHandedOver = true; return f },
	},
	{
		Action: "criminal.sign_items", Title: fault.T("清点签收涉案物品", "Count and sign for the items"),
		Rule: "fwd_handover_items", By: byReceiver, From: withPolice, Needs: []Need{NeedOfficer}, Guard: all(itemsUnsigned),
		Tells: []Party{Sender}, Paper: true,
		Effect: func(f Flags, _ Deed) Flags { f.ItemsSigned = true; return f },
	},
	{
		Action: "criminal.return_file", Title: fault.T("退回案卷材料", "Return the case file"),
		Rule: "fwd_police_notify_decision", By: byReceiver, From: withPolice, Needs: []Need{NeedPages}, Guard: all(fileIsDue),
		Tells: []Party{Sender}, Paper: true,
		Effect: func(f Flags, _ Deed) Flags { f.FileReturnDue, f.FileReturnSent = false, true; return f },
	},
	{
		Action: "criminal.sign_for_file", Title: fault.T("清点签收退回的案卷", "Count and sign for the returned file"),
		Rule: "fwd_police_notify_decision", By: bySender, From: []State{Received, Decided, Returned}, Needs: []Need{NeedPages, NeedOfficer},
		Guard: all(fileIsBack), Tells: []Party{Receiver},
		Effect: func(f Flags, _ Deed) Flags { f.FileReturnSent = false; return f },
	},
}

var (
	handlingOptions = []string{"fwd_police_notify_incomplete", "fwd_police_forward_other_police", "fwd_police_return_not_police"}
	policeClocks    = []string{
		"fwd_police_receipt", "fwd_police_decide_3", "fwd_police_decide_7", "fwd_police_decide_30",
		"fwd_police_notify_incomplete", "fwd_police_forward_other_police", "fwd_agency_supplement", "fwd_police_supplementary_opinion",
	}
)
