package referral

import "github.com/xianjie-hub/xianjie/domain/fault"

// findings hands the problems found in a joint or cross-border inspection to the
// territorial organ and hears of their rectification (问题移交属地；法典第五十条，川渝
// 联合执法实践). No text read gives a number: a day for rectification is the
// receiver's own order.
var findings = Procedure{
	Kind: Findings, Title: fault.T("检查发现问题移交", "Findings"),
	About: fault.T("联合检查、跨界检查发现的问题逐条移交属地机关，收取整改情况并回头看", "Problems found in a joint or cross-border inspection go to the territorial organ one by one; it reports their rectification"),
	Turn:  usualTurns(map[State]Party{Decided: Sender}), Form: findingsForm, Checklist: attachments("检查记录、照片等", "Records and photos"),
	Steps: reopening(concat([]Step{
		with(sending("findings.send", fault.T("移交属地机关", "Hand over"), "xpr_findings_handover", []State{Draft, Returned}, filledIn(findingsForm), hasUnits("还缺被检查单位或者问题", "Enterprises or problems are missing")), func(s *Step) {
			s.Document, s.Starts = "findings_letter", []Start{{Rule: "findings_feedback", Owes: Receiver}}
		}),
		signing("xpr_findings_handover"),
		{
			Action: "findings.order", Title: fault.T("责令整改", "Order the rectification"), Rule: "xpr_findings_handover", By: byReceiver, From: []State{Received}, Charge: &ChargeMove{From: []ChargeState{Pending}},
			Needs: []Need{NeedCharges, NeedText, NeedUntil}, Tells: []Party{Sender}, Paper: true,
		},
		{
			Action: "findings.rectified", Title: fault.T("报告整改完成", "Report the rectification"), Rule: "xpr_findings_handover", By: byReceiver, From: []State{Received, Decided}, Charge: &ChargeMove{From: []ChargeState{Pending}, To: Rectified},
			Needs: []Need{NeedCharges, NeedText}, Meets: []string{"findings_feedback"}, Tells: []Party{Sender}, Receipt: "decided", Paper: true,
		},
		{
			Action: "findings.confirm", Title: fault.T("回头看：整改到位", "Looked again: rectified"), Rule: "xpr_findings_handover", By: []Party{Sender, Receiver}, From: []State{Received, Decided}, Charge: &ChargeMove{From: []ChargeState{Rectified}, To: Confirmed},
			Needs: []Need{NeedCharges, NeedText}, Tells: []Party{Sender, Receiver}, Paper: true,
		},
		{
			Action: "findings.reopen", Aside: true, Title: fault.T("回头看：整改不到位", "Looked again: not rectified"), Rule: "xpr_findings_handover", By: []Party{Sender, Receiver}, From: []State{Received, Decided}, To: Received,
			Charge: &ChargeMove{From: []ChargeState{Rectified, Confirmed}, To: Pending}, Needs: []Need{NeedCharges, NeedReason}, Tells: []Party{Sender, Receiver}, Paper: true,
		},
		returning("xpr_findings_handover", fault.T("退回（不属本地管辖）", "Return: not our territory")),
	}, supplements("xpr_findings_handover"), changed(endings(Decided), "close", func(s *Step) {
		s.Guard = all(problemsConfirmed)
	}))),
	Unit: &Unit{Name: fault.T("问题", "Problem"), Article: fault.T("违反条款", "Article")},
}

var findingsForm = []Field{
	{Name: "joint_action", Kind: FieldLine, Label: fault.T("检查行动名称", "Name of the action"), Required: true}, {Name: "found_on", Kind: FieldDay, Label: fault.T("检查日期", "Day of the inspection"), Required: true},
	facts("检查情况", "What was inspected"), {Name: "measures", Kind: FieldText, Label: fault.T("现场提出的意见和整改要求", "What was asked on the spot")}, fieldPlace, fieldOfficer, fieldPhone,
}

var problemsConfirmed = require("problems_open", "还有问题没有整改到位", "Some problems are not rectified yet", func(s Snapshot, _ Input) bool {
	if s.State != Decided {
		return true
	}
	for _, c := range s.Charges {
		if c.State != Confirmed {
			return false
		}
	}
	return true
})
