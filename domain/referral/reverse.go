package referral

import "github.com/xianjie-hub/xianjie/domain/fault"

// reverse is the referral from criminal justice back to an administrative agency
// (反向移送；国务院令第310号第十三条，环环监〔2017〕17号第十七条，人民检察院行刑反向衔接
// 工作指引). A procuratorate reviews before it gives its opinion; police and
// courts transfer at once.
var reverse = Procedure{
	Kind: Reverse, Title: fault.T("反向移送", "Reverse referral"),
	About:   fault.T("不追究刑事责任但应当给予行政处罚的，公安机关、检察院、法院移送行政机关处理并收取结果", "Where no criminal liability follows but a penalty is due, police, procuratorate or court hand the case to the agency and hear what came of it"),
	Senders: justice, Receivers: administrativeSectors, CopyLevel: "flow",
	Turn:  usualTurns(map[State]Party{Reviewing: Sender, Suspended: Sender, Decided: Receiver}),
	Steps: reopening(concat(reverseReview, reverseSteps, supplements("rev_police_transfer_admin"), endings(Answered, Decided))),
	Form:  reverseForm, Checklist: attachments("案卷材料", "Case file"),
	Unit: &Unit{Name: fault.T("应予处罚的行为", "Act to be penalised"), Article: fault.T("行政处罚依据", "Article of the penalty")},
}

var reverseForm = []Field{
	{Name: "ground", Kind: FieldChoice, Label: fault.T("移送事由", "Ground"), Required: true, Options: []Choice{
		{"not_filed", fault.T("公安机关不予立案", "Police did not file")}, {"cancelled", fault.T("公安机关撤销案件", "Police cancelled the case")},
		{"slight", fault.T("情节显著轻微，不认为是犯罪", "Significantly slight, no crime")}, {"not_prosecuted", fault.T("人民检察院不起诉", "Non-prosecution")},
		{"exempted", fault.T("法院判决免予刑事处罚", "Exempted from punishment")}, {"acquitted", fault.T("法院宣告无罪", "Acquitted")},
	}},
	{Name: "decision_no", Kind: FieldLine, Label: fault.T("决定书文号", "Number of the decision"), Required: true},
	{Name: "decided_on", Kind: FieldDay, Label: fault.T("决定日期", "Day of the decision"), Required: true},
	facts("违法事实、情节和证据", "Facts, circumstances and evidence"),
	{Name: "disposal", Kind: FieldText, Label: fault.T("处罚意见", "Opinion on the penalty"), Required: true},
	{Name: "measures", Kind: FieldText, Label: fault.T("查封、扣押、冻结财物的情况", "Property sealed, seized or frozen")}, fieldActOn, fieldOfficer, fieldPhone,
}

var (
	onlyProcuratorate = []Sector{Procuratorates}
	policeAndCourt    = []Sector{Police, Court}
)

// reverseReview is the administrative review by the procuratorate before its
// opinion (指引第十二条、第十三条).
var reverseReview = []Step{
	{
		Action: "reverse.register", Title: fault.T("登记受理审查", "Register for review"), Rule: "rev_pp_admin_review", By: bySender, From: []State{Draft}, To: Reviewing, Sectors: onlyProcuratorate,
		Starts: []Start{{Rule: "rev_pp_admin_review", Owes: Sender}}, Inside: true,
	},
	{
		Action: "reverse.suspend_review", Aside: true, Title: fault.T("中止审查", "Suspend the review"), Rule: "rev_pp_review_suspended", By: bySender, From: []State{Reviewing}, To: Suspended, Sectors: onlyProcuratorate,
		Needs: []Need{NeedReason, NeedDocumentNo}, Pauses: []string{"rev_pp_admin_review"}, PauseFor: "rev_pp_review_suspended",
	},
	{
		Action: "reverse.resume_review", Title: fault.T("恢复审查", "Resume the review"), Rule: "rev_pp_review_suspended", By: bySender, From: []State{Suspended}, To: Reviewing, Sectors: onlyProcuratorate,
		Needs: []Need{NeedReason}, Resumes: []string{"rev_pp_admin_review"},
	},
	{
		Action: "reverse.ask_elsewhere", Aside: true, Title: fault.T("征求异地检察院意见", "Ask another procuratorate"), Rule: "rev_pp_admin_review", By: bySender, From: []State{Reviewing}, Sectors: onlyProcuratorate,
		Needs: []Need{NeedText}, Guard: all(notAskedElsewhere), Pauses: []string{"rev_pp_admin_review"}, PauseFor: "other_procuratorate_heard",
		Effect: func(f Flags, _ Deed) Flags { f.HeardElsewhere = true; return f },
	},
	{
		Action: "reverse.heard_elsewhere", Title: fault.T("收到异地检察院意见", "The other procuratorate has answered"), Rule: "rev_pp_admin_review", By: bySender, From: []State{Reviewing}, Sectors: onlyProcuratorate,
		Needs: []Need{NeedText}, Guard: all(askedElsewhere), Resumes: []string{"rev_pp_admin_review"},
		Effect: func(f Flags, _ Deed) Flags { f.HeardElsewhere = false; return f },
	},
	{
		Action: "reverse.extend_review", Aside: true, Title: fault.T("延长审查期限", "Extend the review"), Rule: "rev_pp_admin_review", By: bySender, From: []State{Reviewing}, Sectors: onlyProcuratorate,
		Needs: []Need{NeedReason, NeedDays}, Guard: all(runsAny("rev_pp_admin_review")), Extends: []string{"rev_pp_admin_review"}, StepUp: true,
	},
	{
		Action: "reverse.end_review", Aside: true, Title: fault.T("审查终结，不提出检察意见", "End the review without an opinion"), Rule: "rev_pp_admin_review", By: bySender, From: []State{Reviewing}, To: Closed, Sectors: onlyProcuratorate,
		Needs: []Need{NeedReason}, Meets: []string{"rev_pp_admin_review"}, EndsAll: true,
	},
}

var reverseSteps = []Step{
	with(sending("reverse.issue_opinion", fault.T("提出检察意见，移送主管机关", "Give the procuratorial opinion and transfer"), "rev_pp_opinion_issue", []State{Reviewing, Returned}, filledIn(reverseForm), toAgency, notAskedElsewhere), func(s *Step) {
		s.Sectors, s.Meets, s.Needs = onlyProcuratorate, []string{"rev_pp_admin_review"}, append(s.Needs, NeedDocumentNo)
		s.Starts, s.Document = []Start{{Rule: "rev_agency_reply_result", Owes: Receiver}, {Rule: "rev_agency_reply_result_2mo", Owes: Receiver}}, ""
	}),
	with(sending("reverse.transfer", fault.T("移送行政机关", "Transfer to the agency"), "rev_police_transfer_admin", []State{Draft, Returned}, filledIn(reverseForm), toAgency, policeCopies), func(s *Step) {
		s.Sectors, s.Document = policeAndCourt, "case_transfer_letter"
		s.Starts = []Start{{Rule: "rev_agency_reply_result", Owes: Receiver}}
	}),
	signing("rev_agency_register_opinion", filingStarts()...),
	{
		Action: "reverse.extend_filing", Aside: true, Title: fault.T("延长立案审查期限", "Extend the filing review"), Rule: "adm_filing_review", By: byReceiver, From: []State{Received}, Needs: []Need{NeedReason},
		Guard: all(runsAny("adm_filing_review", "adm_samr_filing_review")), Extends: []string{"adm_filing_review", "adm_samr_filing_review"}, Tells: []Party{Sender}, StepUp: true, Paper: true,
	},
	{
		Action: "reverse.file", Title: fault.T("决定行政立案", "File the administrative case"), Rule: "adm_file_promptly", By: byReceiver, From: []State{Received}, To: Handling, Meets: filingReview,
		Tells: []Party{Sender}, Receipt: "decided", Paper: true, Starts: []Start{{Rule: "rev_penalty_decide", Owes: Receiver}},
	},
	{
		Action: "reverse.not_file", Aside: true, Title: fault.T("决定不予行政立案", "Decide not to file"), Rule: "adm_file_promptly", By: byReceiver, From: []State{Received}, To: Decided, Needs: []Need{NeedReason}, Meets: filingReview,
		Tells: []Party{Sender}, Receipt: "decided", Paper: true,
	},
	{
		Action: "reverse.penalise", Title: fault.T("作出行政处罚决定", "Decide on a penalty"), Rule: "rev_penalty_decide", By: byReceiver, From: []State{Handling}, To: Decided, Needs: []Need{NeedText, NeedDocumentNo},
		Meets: []string{"rev_penalty_decide"}, Tells: []Party{Sender}, Receipt: "decided", Paper: true,
	},
	{
		Action: "reverse.not_penalise", Aside: true, Title: fault.T("决定不予行政处罚", "Decide on no penalty"), Rule: "rev_penalty_decide", By: byReceiver, From: []State{Handling}, To: Decided, Needs: []Need{NeedReason},
		Meets: []string{"rev_penalty_decide"}, Tells: []Party{Sender}, Receipt: "decided", Paper: true,
	},
	{
		Action: "reverse.reply", Title: fault.T("回复处理结果", "Reply with the result"), Rule: "rev_agency_reply_result", By: byReceiver, From: []State{Decided}, To: Answered, Needs: []Need{NeedText},
		Meets: []string{"rev_agency_reply_result", "rev_agency_reply_result_2mo"}, Tells: []Party{Sender, Procuratorate}, Document: "reply_letter", Paper: true,
	},
	returning("rev_police_transfer_admin", fault.T("退回（不属本机关管辖）", "Return: not our jurisdiction")),
}

var (
	toAgency          = sentTo("接收机关应为行政执法机关", "The receiver must be an administrative agency", administrativeSectors...)
	askedElsewhere    = require("nobody_asked", "没有在征求异地检察院意见", "No other procuratorate has been asked", func(s Snapshot, _ Input) bool { return s.Flags.HeardElsewhere })
	notAskedElsewhere = require("asked_elsewhere", "正在征求异地检察院意见", "Another procuratorate is being heard", func(s Snapshot, _ Input) bool { return !s.Flags.HeardElsewhere })
	// policeCopies: the police copy the own-level procuratorate (17号第十七条).
	policeCopies = under("rev_police_transfer_admin", fault.Basis{Document: "环境保护行政执法与刑事司法衔接工作办法", Number: "环环监〔2017〕17号"}, "第十七条",
		require("copy_missing", "公安机关移送时应当抄送同级人民检察院，请选择抄送机关", "The police copy the own-level procuratorate: choose it", func(s Snapshot, in Input) bool { return s.Sender.Sector != Police || in.Copy != nil }))
)
