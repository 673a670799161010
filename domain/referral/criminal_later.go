package referral

import "github.com/xianjie-hub/xianjie/domain/fault"

// criminalSupervision is what follows a refusal: reconsideration, supervision of
// filing, or acceptance (17号第十一条至第十三条；人民检察院刑事诉讼规则第五百五十七条以下).
var criminalSupervision = []Step{
	{
		Action: "criminal.request_reconsideration", Title: fault.T("申请复议", "Request reconsideration"),
		Rule: "fwd_reconsideration_request", By: bySender, From: withPolice,
		Charge: &ChargeMove{From: []ChargeState{Declined}, To: Reconsidering}, Needs: []Need{NeedCharges, NeedText}, Guard: all(wereNotified),
		Meets:  []string{"fwd_reconsideration_request"},
		Starts: []Start{{Rule: "fwd_reconsideration_decide", Owes: Receiver, PerCharge: true, For: Reconsidering}},
		Tells:  []Party{Receiver, Procuratorate}, Document: "reconsideration_request", StepUp: true,
		Late: &LateNotice{Clock: "fwd_reconsideration_request", Text: fault.T("已过申请复议的期限；仍可建议立案监督，坚持申请请说明原因", "The time to request reconsideration has passed; supervision remains open; to insist, give the reason")},
	},
	{
		Action: "criminal.grant_reconsideration", Title: fault.T("复议决定立案", "Decide on reconsideration: file"),
		Rule: "fwd_reconsideration_decide", By: byReceiver, From: withPolice,
		Charge: &ChargeMove{From: []ChargeState{Reconsidering}, To: Filed}, Needs: []Need{NeedCharges, NeedDocumentNo},
		Meets:  []string{"fwd_reconsideration_decide"},
		Starts: []Start{{Rule: "fwd_police_notify_decision", Owes: Receiver, PerCharge: true, For: Filed}, {Rule: "fwd_platform_entry", Owes: Receiver}},
		Tells:  []Party{Sender, Procuratorate}, Receipt: "decided", Paper: true,
		Effect: func(f Flags, _ Deed) Flags { f.FileReturnDue = false; return f },
	},
	{
		Action: "criminal.uphold", Title: fault.T("复议维持不予立案", "Decide on reconsideration: uphold"),
		Rule: "fwd_reconsideration_decide", By: byReceiver, From: withPolice,
		Charge: &ChargeMove{From: []ChargeState{Reconsidering}, To: Upheld}, Needs: []Need{NeedCharges, NeedReason, NeedDocumentNo},
		Meets:  []string{"fwd_reconsideration_decide"},
		Starts: []Start{{Rule: "fwd_police_notify_decision", Owes: Receiver, PerCharge: true, For: Upheld}, {Rule: "fwd_platform_entry", Owes: Receiver}},
		Tells:  []Party{Sender, Procuratorate}, Receipt: "decided", Paper: true,
	},
	{
		Action: "criminal.suggest_supervision", Title: fault.T("建议立案监督", "Suggest supervision of filing"),
		Rule: "fwd_supervision_direct", By: bySender, From: withPolice,
		Charge: &ChargeMove{From: []ChargeState{Pending, Declined, Upheld, Cancelled}, To: Supervising, Keep: true},
		Needs:  []Need{NeedCharges, NeedText}, Guard: all(overdueIfPending),
		Meets: []string{"fwd_supervision_after_reconsideration"}, Cancels: []string{"fwd_reconsideration_request"},
		Tells: []Party{Procuratorate, Receiver}, Document: "supervision_suggestion", StepUp: true,
		Effect: func(f Flags, _ Deed) Flags { f.SupervisionAccepted = false; return f },
	},
	{
		Action: "criminal.accept_supervision", Title: fault.T("受理立案监督建议", "Accept the suggestion for review"),
		Rule: "fwd_supervision_direct", By: byProcuratorate, From: withPolice, Charge: &ChargeMove{From: []ChargeState{Supervising}},
		Needs: []Need{NeedCharges}, Guard: all(notYetAccepted), Tells: []Party{Sender}, Receipt: "acknowledged", Paper: true,
		Effect: func(f Flags, _ Deed) Flags { f.SupervisionAccepted = true; return f },
	},
	{
		Action: "criminal.require_reasons", Title: fault.T("要求公安机关说明理由", "Require the police to give reasons"),
		Rule: "fwd_pp_require_reasons_reply", By: byProcuratorate, From: withPolice,
		Charge: &ChargeMove{From: []ChargeState{Supervising}, To: ReasonsRequired}, Needs: []Need{NeedCharges, NeedDocumentNo},
		Starts: []Start{
			{Rule: "fwd_pp_require_reasons_reply", Owes: Receiver, PerCharge: true, For: ReasonsRequired, When: wasDecidedBefore},
			{Rule: "fwd_pp_overdue_explain", Owes: Receiver, PerCharge: true, For: ReasonsRequired, When: wasOverdueBefore},
		},
		Tells: []Party{Receiver, Sender}, Paper: true,
	},
	{
		Action: "criminal.explain_reasons", Title: fault.T("书面说明理由", "Give the reasons in writing"),
		Rule: "fwd_pp_require_reasons_reply", By: byReceiver, From: withPolice,
		Charge: &ChargeMove{From: []ChargeState{ReasonsRequired}, To: ReasonsGiven}, Needs: []Need{NeedCharges, NeedText},
		Meets: []string{"fwd_pp_require_reasons_reply", "fwd_pp_overdue_explain"}, Tells: []Party{Procuratorate}, Paper: true,
	},
	{
		Action: "criminal.find_reasons_valid", Title: fault.T("认定不立案理由成立", "Find the reasons valid"),
		Rule: "fwd_pp_inform_agency_reasons_valid", By: byProcuratorate, From: withPolice,
		Charge: &ChargeMove{From: []ChargeState{ReasonsGiven}, To: ReasonsValid}, Needs: []Need{NeedCharges, NeedText},
		Starts: []Start{{Rule: "fwd_pp_inform_agency_reasons_valid", Owes: Procuratorate, PerCharge: true, For: ReasonsValid}},
		Tells:  []Party{Receiver}, Paper: true,
	},
	{
		Action: "criminal.inform_reasons_valid", Title: fault.T("将依据和理由告知移送机关", "Tell the sender why the reasons are valid"),
		Rule: "fwd_pp_inform_agency_reasons_valid", By: byProcuratorate, From: withPolice,
		Charge: &ChargeMove{From: []ChargeState{ReasonsValid}}, Needs: []Need{NeedCharges, NeedText},
		Meets: []string{"fwd_pp_inform_agency_reasons_valid"}, Tells: []Party{Sender}, Paper: true,
	},
	{
		Action: "criminal.order_filing", Title: fault.T("通知立案", "Order the filing"),
		Rule: "fwd_pp_order_filing", By: byProcuratorate, From: withPolice,
		Charge: &ChargeMove{From: []ChargeState{ReasonsRequired, ReasonsGiven}, To: FilingOrdered}, Needs: []Need{NeedCharges, NeedDocumentNo},
		Cancels: []string{"fwd_pp_require_reasons_reply", "fwd_pp_overdue_explain"},
		Starts:  []Start{{Rule: "fwd_pp_order_filing", Owes: Receiver, PerCharge: true, For: FilingOrdered}},
		Tells:   []Party{Receiver, Sender}, Paper: true,
	},
	{
		Action: "criminal.remind_supervised", Title: fault.T("发出立案监督案件催办函", "Send the reminder in a supervised case"),
		Rule: "fwd_pp_supervised_case_reminder", By: byProcuratorate, From: withPolice, Guard: all(filedUnderOrder, stillInvestigated, threeMonthsOver),
		Meets: []string{"fwd_pp_supervised_case_reminder"}, Tells: []Party{Receiver}, Paper: true,
	},
}

// criminalOutcome is what becomes of a filed charge, and the end of the case.
var criminalOutcome = []Step{
	{
		Action: "criminal.cancel", Aside: true, Title: fault.T("撤销案件", "Cancel the case"),
		Rule: "fwd_police_cancel_notice", By: byReceiver, From: withPolice,
		Charge: &ChargeMove{From: []ChargeState{Filed}, To: Cancelled}, Needs: []Need{NeedCharges, NeedReason, NeedDocumentNo},
		Starts: []Start{{Rule: "fwd_police_cancel_notice", Owes: Receiver, PerCharge: true, For: Cancelled}, {Rule: "fwd_platform_entry", Owes: Receiver}},
		Tells:  []Party{Sender, Procuratorate}, Paper: true,
		Effect: func(f Flags, _ Deed) Flags { f.FileReturnDue = true; return f },
	},
	{
		Action: "criminal.change_unit", Aside: true, Title: fault.T("立案后移送其他公安机关", "Move the filed case to another police unit"),
		Rule: "fwd_police_jurisdiction_change_notice", Handoff: HandoffMoves, By: byReceiver, From: []State{Received, Decided}, Needs: []Need{NeedTarget, NeedReason}, Guard: all(isPolice, isAnotherUnit, someFiled),
		Starts: []Start{{Rule: "fwd_police_jurisdiction_change_notice", Owes: PastReceiver}}, Tells: []Party{Sender}, Custody: CustodyToReceiver, Paper: true,
	},
	{
		Action: "criminal.notify_unit_change", Title: fault.T("书面通知管辖变更", "Give written notice of the change of unit"),
		Rule: "fwd_police_jurisdiction_change_notice", By: []Party{PastReceiver}, From: []State{Received, Decided}, Needs: []Need{NeedDocumentNo},
		Guard: all(clockRuns("fwd_police_jurisdiction_change_notice")), Meets: []string{"fwd_police_jurisdiction_change_notice"}, Tells: []Party{Sender}, Paper: true,
	},
	{
		Action: "criminal.transfer_for_prosecution", Title: fault.T("移送审查起诉", "Transfer for prosecution"),
		By: byReceiver, From: withPolice, Charge: &ChargeMove{From: []ChargeState{Filed}, To: Transferred}, Needs: []Need{NeedCharges, NeedDocumentNo},
		Meets: []string{"fwd_supplementary_investigation"}, Starts: []Start{{Rule: "fwd_platform_entry", Owes: Receiver}}, Tells: []Party{Procuratorate, Sender}, Paper: true,
	},
	{
		Action: "criminal.return_for_investigation", Title: fault.T("退回补充侦查", "Return for supplementary investigation"),
		Rule: "fwd_supplementary_investigation", By: byProcuratorate, From: withPolice,
		Charge: &ChargeMove{From: []ChargeState{Transferred}, To: Filed}, Needs: []Need{NeedCharges, NeedText},
		Starts: []Start{{Rule: "fwd_supplementary_investigation", Owes: Receiver, PerCharge: true, For: Filed}}, Tells: []Party{Receiver, Sender}, Paper: true,
	},
	{
		Action: "criminal.prosecute", Title: fault.T("提起公诉", "Prosecute"),
		By: byProcuratorate, From: withPolice, Charge: &ChargeMove{From: []ChargeState{Transferred}, To: Prosecuted}, Needs: []Need{NeedCharges, NeedDocumentNo},
		Tells: []Party{Receiver, Sender}, Paper: true,
	},
	{
		Action: "criminal.not_prosecute", Title: fault.T("决定不起诉", "Decide not to prosecute"),
		Rule: "rev_pp_nonprosecution_notice", By: byProcuratorate, From: withPolice,
		Charge: &ChargeMove{From: []ChargeState{Transferred}, To: NotProsecuted}, Needs: []Need{NeedCharges, NeedDocumentNo, NeedReason},
		Starts: []Start{{Rule: "rev_pp_nonprosecution_notice", Owes: Procuratorate, PerCharge: true, For: NotProsecuted}}, Tells: []Party{Receiver}, Paper: true,
	},
	{
		Action: "criminal.notify_nonprosecution", Title: fault.T("书面告知不起诉决定", "Give written notice of non-prosecution"),
		Rule: "rev_pp_nonprosecution_notice", By: byProcuratorate, From: withPolice, Charge: &ChargeMove{From: []ChargeState{NotProsecuted}, Tell: true},
		Needs: []Need{NeedCharges, NeedDocumentNo}, Guard: all(notYetNotified), Meets: []string{"rev_pp_nonprosecution_notice"}, Tells: []Party{Sender}, Paper: true,
	},
	{
		Action: "criminal.record_judgment", Title: fault.T("登记裁判结果", "Record the judgment"),
		By: byProcuratorate, From: withPolice, Charge: &ChargeMove{From: []ChargeState{Prosecuted}, To: Judged}, Needs: []Need{NeedCharges, NeedDocumentNo, NeedOutcome},
		Resumes: []string{"clk_penalty_decide"}, Tells: []Party{Receiver, Sender}, Paper: true,
	},
	{
		Action: "criminal.resume_penalty", Title: fault.T("接受结果，转行政处理", "Accept and go on administratively"),
		Rule: "fwd_penalty_hold", By: bySender, From: withPolice,
		Charge:  &ChargeMove{From: []ChargeState{Declined, Upheld, ReasonsValid, Cancelled, NotProsecuted}, To: Administered},
		Needs:   []Need{NeedCharges},
		Cancels: []string{"fwd_reconsideration_request", "fwd_supervision_after_reconsideration"}, Resumes: []string{"clk_penalty_decide"},
		Tells: []Party{Receiver, Procuratorate},
	},
	{
		Action: "close", Title: fault.T("办结", "Close"), Common: true,
		By: bySender, From: []State{Decided, Refused, Withdrawn, Returned}, To: Closed, Guard: all(everythingDone),
		Cancels: []string{"clk_penalty_decide", "clk_seizure_period", "clk_evidence_registration"}, Tells: []Party{Receiver, Procuratorate},
	},
}

// criminalWithdrawal holds the two ways back and the void: no article provides
// for withdrawing a criminal referral, so it goes by request and consent.
var criminalWithdrawal = []Step{
	{
		Action: "withdraw", Aside: true, Title: fault.T("撤回", "Withdraw"), Common: true,
		Handoff: HandoffEnds, By: bySender, From: []State{Sent}, To: Withdrawn, Needs: []Need{NeedReason}, Guard: all(noneDecided),
		Cancels: policeClocks, Resumes: []string{"clk_penalty_decide"}, Custody: CustodyToSender, StepUp: true,
		Tells: []Party{Receiver, Procuratorate}, Effect: func(f Flags, _ Deed) Flags { f.Presumed = false; return f },
	},
	{
		Action: "ask_withdrawal", Aside: true, Title: fault.T("商请撤回", "Ask to withdraw"), Common: true,
		By: bySender, From: []State{Received}, Needs: []Need{NeedReason}, Guard: all(noneDecided, withdrawalNotAsked), StepUp: true,
		Tells: []Party{Receiver, Procuratorate}, Effect: func(f Flags, _ Deed) Flags { f.WithdrawalAsked = true; return f },
	},
	{
		Action: "grant_withdrawal", Aside: true, Title: fault.T("同意撤回", "Agree to the withdrawal"), Common: true,
		Handoff: HandoffEnds, By: byReceiver, From: []State{Received}, To: Withdrawn, Guard: all(withdrawalAsked, noneDecided),
		Cancels: append([]string{"fwd_police_return_not_police"}, policeClocks...), Resumes: []string{"clk_penalty_decide"},
		Custody: CustodyToSender, Tells: []Party{Sender, Procuratorate}, Paper: true,
		Effect: func(f Flags, _ Deed) Flags { f.WithdrawalAsked, f.SupplementAsked = false, false; return f },
	},
	{
		Action: "refuse_withdrawal", Title: fault.T("不同意撤回", "Refuse the withdrawal"), Common: true,
		By: byReceiver, From: []State{Received}, Needs: []Need{NeedReason}, Guard: all(withdrawalAsked),
		Tells: []Party{Sender, Procuratorate}, Paper: true, Effect: func(f Flags, _ Deed) Flags { f.WithdrawalAsked = false; return f },
	},
	{
		Action: "void", Aside: true, Title: fault.T("作废", "Void"), Common: true,
		By: bySender, From: []State{Draft, Reported, Refused, Approved, Withdrawn, Returned}, To: Void, Needs: []Need{NeedReason}, StepUp: true,
		Cancels: []string{"fwd_decide_transfer", "fwd_transmit_to_police", "fwd_copy_procuratorate", "clk_penalty_decide", "clk_seizure_period", "clk_evidence_registration"},
	},
}
