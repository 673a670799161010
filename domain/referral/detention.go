package referral

import "github.com/xianjie-hub/xianjie/domain/fault"

// detention is the referral for administrative detention (移送行政拘留；
// 公治〔2014〕853号，期间一律为工作日). The articles behind the grounds are those of
// 生态环境法典 for acts from 2026-08-15.
var detention = Procedure{
	Kind: Detention, Title: fault.T("移送行政拘留", "Referral for detention"),
	About:   fault.T("违法行为尚不构成犯罪，已作行政处罚，依法还可以处行政拘留的，移送同级公安机关", "The act is no crime, a penalty was decided, and the law also provides for detention: it goes to the own-level police"),
	Senders: administrativeSectors, Receivers: []Sector{Police},
	Turn: usualTurns(map[State]Party{Decided: Sender}), Form: detentionForm, Checklist: detentionChecklist,
	Steps: reopening(concat(
		approval("detention", "det_approval_form", "matter_approval", all(filledIn(detentionForm), hasUnits("还缺被移送人或者拘留依据", "Persons or grounds of detention are missing"), penaltyFirst), Start{Rule: "det_transmit", Owes: Sender}),
		detentionSteps, changed(supplements("det_police_supplement_notice"), "ask_supplement", func(s *Step) { s.Meets = []string{s.Rule} }), ofTheHead(endings(Decided)),
	)),
	Unit: &Unit{Name: fault.T("违法行为", "Violation"), Article: fault.T("拘留依据条款", "Article that provides for detention")},
}

var detentionForm = []Field{
	facts("违法事实", "Facts"), {Name: "basis", Kind: FieldText, Label: fault.T("移送依据", "Legal basis"), Required: true},
	fieldItem, fieldSource, fieldFoundOn, {Name: "act_on", Kind: FieldDay, Label: fault.T("行为发生日期", "Day of the act"), Hint: fault.T("2026年8月15日以后的行为适用生态环境法典", "Acts from 2026-08-15 fall under the Code"), Required: true},
	{Name: "decision_no", Kind: FieldLine, Label: fault.T("行政处罚决定书文号", "Number of the penalty decision")},
	{Name: "decided_on", Kind: FieldDay, Label: fault.T("处罚决定日期", "Day of the penalty decision")},
	{Name: "override", Kind: FieldText, Label: fault.T("未先作处罚决定的法制审核意见", "Legal review: why without a penalty decision first"), Hint: fault.T("853号第二条要求先有处罚决定；法典有的条款并列规定，须由法制审核确认", "853号 Art. 2 wants the penalty first; some articles of the Code name both together: the legal unit decides")},
	{Name: "officer", Kind: FieldLine, Label: fault.T("案件主办人", "Officer in charge"), Required: true}, fieldPhone,
}

// detentionChecklist follows 公治〔2014〕853号第十一条; the file goes in originals.
var detentionChecklist = []ChecklistEntry{
	{"doc_transfer_letter", fault.T("案件移送书", "Transfer letter"), "853号第十一条第二项", true, always},
	{"doc_materials_list", fault.T("移送材料清单", "List of materials"), "853号第十一条第一项", true, always},
	{"doc_approval_form", fault.T("移送审批单", "Approval form"), "853号第十条", true, never},
	{"doc_investigation_report", fault.T("案件调查报告", "Investigation report"), "853号第十一条第三项", false, always},
	{"doc_site_records", fault.T("涉案证据材料", "Evidence"), "853号第十一条第四项", false, always},
	{"doc_items_list", fault.T("涉案物品清单", "List of items"), "853号第十一条第五项", false, func(s Snapshot) bool { return !s.Content.ItemsNone }},
	{"doc_penalty_decision", fault.T("处罚决定等相关材料", "Penalty decision and related papers"), "853号第十一条第六项", false, func(s Snapshot) bool { return said(s.Content.DecisionNo) }},
	{"doc_other", fault.T("其他", "Other"), "853号第十一条第七项", false, never},
}

var detentionSteps = []Step{
	with(sending("detention.transmit", fault.T("移送公安机关", "Transmit to the police"), "det_transmit", []State{Approved, Returned}, hasSealedLetter, isPolice, isOwnLevel, hasMaterials), func(s *Step) {
		s.Meets, s.Document = []string{"det_transmit"}, "detention_letter"
		s.Starts = []Start{{Rule: "det_police_accept", Owes: Receiver}}
	}),
	with(signing("det_police_accept",
		Start{Rule: "det_police_supplement_notice", Owes: Receiver, Option: true}, Start{Rule: "det_police_return", Owes: Receiver, Option: true},
		Start{Rule: "det_police_wrong_unit", Owes: Receiver, Option: true}, Start{Rule: "det_police_decide", Owes: Receiver, PerCharge: true, For: Pending}), func(s *Step) {
		s.Title, s.Meets, s.Document = fault.T("受案签收", "Accept and sign for it"), []string{"det_police_accept"}, "acceptance_receipt"
	}),
	{
		Action: "detention.forward", Aside: true, Title: fault.T("移送有管辖权的公安机关", "Forward to the competent police unit"), Rule: "det_police_wrong_unit", Handoff: HandoffForwards,
		By: byReceiver, From: []State{Sent, Received}, To: Sent, Needs: []Need{NeedTarget, NeedReason}, Guard: all(isPolice, isAnotherUnit), Meets: []string{"det_police_wrong_unit"}, EndsAll: true,
		Starts: []Start{{Rule: "det_police_accept", Owes: Receiver}}, Custody: CustodyToSender, Tells: []Party{Sender, Receiver}, Paper: true,
	},
	with(returning("det_police_return", fault.T("不符合拘留条件，说明理由并退回案卷", "Return with reasons: conditions not met")), func(s *Step) {
		s.Meets = []string{"det_police_return"}
		s.Effect = func(f Flags, _ Deed) Flags { f.SupplementAsked, f.FileReturnSent = false, true; return f }
	}),
	{
		Action: "detention.extend", Aside: true, Title: fault.T("延长办案期限", "Extend the period"), Rule: "det_police_decide", By: byReceiver, From: []State{Received},
		Needs: []Need{NeedReason, NeedOfficer}, Guard: all(runsAny("det_police_decide")), Extends: []string{"det_police_decide"}, Tells: []Party{Sender}, Paper: true,
	},
	{
		Action: "detention.detain", Title: fault.T("决定行政拘留", "Decide on detention"), Rule: "det_police_decide", By: byReceiver, From: []State{Received, Decided},
		Charge: &ChargeMove{From: []ChargeState{Pending}, To: Detained}, Needs: []Need{NeedCharges, NeedDocumentNo}, Meets: []string{"det_police_decide"}, Cancels: detentionOptions,
		Starts: []Start{{Rule: "det_police_copy_decision", Owes: Receiver, PerCharge: true, For: Detained}}, Tells: []Party{Sender}, Receipt: "decided", Paper: true,
	},
	{
		Action: "detention.not_detain", Aside: true, Title: fault.T("决定不予行政拘留", "Decide not to detain"), Rule: "det_police_decide", By: byReceiver, From: []State{Received, Decided},
		Charge: &ChargeMove{From: []ChargeState{Pending}, To: NotDetained}, Needs: []Need{NeedCharges, NeedReason, NeedDocumentNo}, Meets: []string{"det_police_decide"}, Cancels: detentionOptions,
		Tells: []Party{Sender}, Receipt: "decided", Paper: true,
	},
	{
		Action: "detention.copy_decision", Title: fault.T("将决定书抄送移送机关", "Copy the decision to the sender"), Rule: "det_police_copy_decision", By: byReceiver, From: []State{Received, Decided},
		Charge: &ChargeMove{From: []ChargeState{Detained, NotDetained}, Tell: true}, Needs: []Need{NeedCharges, NeedDocumentNo}, Guard: all(notYetNotified),
		Meets: []string{"det_police_copy_decision"}, Tells: []Party{Sender}, Paper: true,
	},
	{
		Action: "detention.executed", Title: fault.T("告知执行情况", "Tell that it was executed"), Rule: "det_archive", By: byReceiver, From: []State{Received, Decided}, Needs: []Need{NeedText},
		Guard: all(someDetained), Tells: []Party{Sender}, Paper: true,
	},
	{
		Action: "detention.sign_for_file", Title: fault.T("清点签收退回的案卷", "Count and sign for the returned file"), Rule: "det_police_return", By: bySender, From: []State{Returned, Decided},
		Needs: []Need{NeedPages, NeedOfficer}, Guard: all(fileIsBack), Tells: []Party{Receiver},
		Effect: func(f Flags, _ Deed) Flags { f.FileReturnSent = false; return f },
	},
}

var detentionOptions = []string{"det_police_supplement_notice", "det_police_return", "det_police_wrong_unit"}

// penaltyFirst: the penalty decision comes first, or the legal unit has said why
// not (853号第二条；法典有的条款把罚款与移送并列).
var penaltyFirst = under("det_precondition_penalty", fault.Basis{Document: "行政主管部门移送适用行政拘留环境违法案件暂行办法", Number: "公治〔2014〕853号"}, "第二条",
	require("penalty_first", "移送行政拘留应先有行政处罚决定；确需一并移送的，请填写法制审核意见", "A penalty decision comes before the referral for detention; otherwise fill in the legal review",
		func(s Snapshot, _ Input) bool { return said(s.Content.DecisionNo) || said(s.Content.Override) }))

var someDetained = require("nobody_detained", "没有决定行政拘留的人员", "Nobody has been given detention", func(s Snapshot, _ Input) bool {
	for _, c := range s.Charges {
		if c.State == Detained {
			return true
		}
	}
	return false
})
