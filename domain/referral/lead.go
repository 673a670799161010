package referral

import "github.com/xianjie-hub/xianjie/domain/fault"

// lead is the informal notice of a lead (线索通报): one screen, any organ to any
// other. Assignment and feedback have no number in law (法典第二十条、第二十三条、
// 第三十三条 only ask for cooperation); their limits are internal and marked so.
var lead = Procedure{
	Kind: Lead, Title: fault.T("线索通报", "Lead"),
	About: fault.T("发现的问题线索告诉可能主管的机关，对方反馈办理情况；可以转为任何正式移送", "Tells the organ that may be competent, which reports back; it can become any formal referral"),
	Turn:  usualTurns(nil), Steps: concat(leadSteps, endings(Answered)),
	Form:      leadForm,
	Checklist: attachments("线索材料", "Material"),
}

var leadForm = []Field{
	facts("线索内容", "What was found"), fieldSource, fieldPlace, fieldFoundOn, fieldItem, fieldPhone,
}

var leadSteps = []Step{
	with(sending("lead.send", fault.T("发送线索", "Send the lead"), "adm_clue_feedback", []State{Draft, Returned}, filledIn(leadForm)), func(s *Step) {
		s.Starts, s.Document = []Start{{Rule: "lead_assign", Owes: Receiver}, {Rule: "lead_feedback", Owes: Receiver}}, "lead_letter"
	}),
	signing("adm_clue_feedback"),
	{
		Action: "lead.assign", Title: fault.T("分派承办人", "Assign it"), Rule: "lead_assign", By: byReceiver, From: []State{Received}, Needs: []Need{NeedOfficer},
		Meets: []string{"lead_assign"}, Paper: true, Inside: true,
		Effect: func(f Flags, _ Deed) Flags { f.Assigned = true; return f },
	},
	{
		Action: "lead.progress", Title: fault.T("告知进展", "Tell how it stands"), Rule: "adm_clue_feedback", By: byReceiver, From: []State{Received}, Needs: []Need{NeedText},
		Tells: []Party{Sender}, Paper: true,
	},
	{
		Action: "lead.feedback", Title: fault.T("反馈办理结果", "Report the result"), Rule: "adm_clue_feedback", By: byReceiver, From: []State{Received}, To: Answered,
		Needs: []Need{NeedResult, NeedText}, Meets: []string{"lead_assign", "lead_feedback"}, Tells: []Party{Sender}, Receipt: "decided", Paper: true,
	},
	{
		Action: "lead.forward", Aside: true, Title: fault.T("转有权机关", "Pass on to the competent organ"), Rule: "adm_env_to_other", Handoff: HandoffForwards, By: byReceiver,
		From: []State{Sent, Received}, To: Sent, Needs: []Need{NeedTarget, NeedReason}, Guard: all(isAnotherUnit, isElsewhere), EndsAll: true,
		Starts:  []Start{{Rule: "lead_assign", Owes: Receiver}, {Rule: "lead_feedback", Owes: Receiver}},
		Custody: CustodyToSender, Tells: []Party{Sender, Receiver}, Paper: true,
		Effect: func(f Flags, _ Deed) Flags { f.Assigned = false; return f },
	},
	returning("adm_clue_feedback", fault.T("退回（不属本机关职责）", "Return: not our duty")),
}
