package referral

import "github.com/xianjie-hub/xianjie/domain/fault"

// consultation is a question from one organ to another about a case (双向案件咨询；
// 环环监〔2017〕17号第二十四条). Written questions have seven days from their receipt.
var consultation = Procedure{
	Kind: Consultation, Title: fault.T("案件咨询", "Consultation"),
	About: fault.T("就案件的事实、证据、法律适用向另一机关咨询，书面或者口头", "A question about facts, evidence or law to another organ, in writing or by word of mouth"),
	Turn:  usualTurns(nil), Form: consultationForm, Checklist: attachments("咨询材料", "Material"),
	Steps: concat([]Step{
		with(sending("consultation.ask", fault.T("发出咨询", "Ask"), "fwd_case_consult_reply", []State{Draft, Returned}, filledIn(consultationForm)), func(s *Step) {
			s.Starts, s.Document = consultationClocks, "consultation_letter"
		}),
		signing("fwd_case_consult_reply"),
		{
			Action: "consultation.answer", Title: fault.T("答复咨询", "Answer"), Rule: "fwd_case_consult_reply", By: byReceiver, From: []State{Sent, Received}, To: Answered, Needs: []Need{NeedText},
			Meets: []string{"fwd_case_consult_reply", "fwd_case_consult_reply_oral"}, Tells: []Party{Sender}, Receipt: "decided", Document: "reply_letter", Paper: true,
		},
		{
			Action: "consultation.ask_more", Aside: true, Title: fault.T("继续咨询", "Ask further"), Rule: "fwd_case_consult_reply", By: bySender, From: []State{Answered}, To: Received, Needs: []Need{NeedText},
			Tells: []Party{Receiver}, Starts: consultationClocks,
		},
		returning("fwd_case_consult_reply", fault.T("退回（不属本机关职责）", "Return: not our duty")),
	}, endings(Answered)),
}

var consultationClocks = []Start{
	{Rule: "fwd_case_consult_reply", Owes: Receiver, Binds: Either, When: mannerIs("written")},
	{Rule: "fwd_case_consult_reply_oral", Owes: Receiver, Binds: Either, When: mannerIs("oral")},
}

var consultationForm = []Field{
	{Name: "manner", Kind: FieldChoice, Label: fault.T("咨询方式", "Manner"), Required: true, Options: []Choice{
		{"written", fault.T("书面（七日内书面答复）", "Written: answered in writing")}, {"oral", fault.T("口头（电话、当面的记录）", "Oral: a note of the call or talk")},
	}},
	facts("咨询的问题", "The question"), {Name: "basis", Kind: FieldText, Label: fault.T("有关事实和初步意见", "Facts and own view")}, fieldReplyBy, fieldOfficer, fieldPhone,
}

// earlyIntervention invites police or procuratorate into a case before it is
// referred or while it is investigated (提前介入；17号第二十九条，人民检察院刑事诉讼规则第二百五十六条).
var earlyIntervention = Procedure{
	Kind: EarlyIntervention, Title: fault.T("商请提前介入", "Early intervention"),
	About:     fault.T("重大、疑难、复杂案件商请公安机关或者检察院提前介入，就取证和定性提出意见", "In a grave or difficult case police or procuratorate are asked to step in early and advise"),
	Receivers: []Sector{Police, Procuratorates}, Turn: usualTurns(nil), Form: earlyInterventionForm, Checklist: attachments("案件材料", "Case material"),
	Steps: concat([]Step{
		with(sending("early_intervention.invite", fault.T("商请介入", "Invite"), "fwd_pp_early_intervention", []State{Draft, Returned}, filledIn(earlyInterventionForm),
			sentTo("商请提前介入的机关应为公安机关或者人民检察院", "Police or procuratorate are invited", Police, Procuratorates)), func(s *Step) {
			s.Starts, s.Document = []Start{{Rule: "fwd_pp_early_intervention", Owes: Receiver, Binds: Either}}, "consultation_letter"
		}),
		signing("fwd_pp_early_intervention"),
		{
			Action: "early_intervention.accept", Title: fault.T("同意介入", "Step in"), Rule: "fwd_pp_early_intervention", By: byReceiver, From: []State{Sent, Received}, To: Handling, Needs: []Need{NeedOfficer},
			Meets: []string{"fwd_pp_early_intervention"}, Custody: CustodyToReceiver, Tells: []Party{Sender}, Receipt: "acknowledged", Paper: true,
		},
		{
			Action: "early_intervention.decline", Aside: true, Title: fault.T("不介入", "Decline"), Rule: "fwd_pp_early_intervention", By: byReceiver, From: []State{Sent, Received}, To: Answered, Needs: []Need{NeedReason},
			Meets: []string{"fwd_pp_early_intervention"}, Tells: []Party{Sender}, Receipt: "decided", Paper: true,
		},
		{
			Action: "early_intervention.advise", Title: fault.T("提出取证和定性意见", "Give advice"), Rule: "fwd_pp_early_intervention", By: byReceiver, From: []State{Handling}, Needs: []Need{NeedText}, Tells: []Party{Sender}, Paper: true,
		},
		{
			Action: "early_intervention.conclude", Title: fault.T("介入结束", "Conclude"), Rule: "fwd_pp_early_intervention", By: byReceiver, From: []State{Handling}, To: Answered, Needs: []Need{NeedText}, Tells: []Party{Sender}, Receipt: "decided", Paper: true,
		},
	}, endings(Answered)),
}

var earlyInterventionForm = []Field{
	facts("基本案情", "The case"), {Name: "basis", Kind: FieldText, Label: fault.T("商请介入的理由", "Why"), Required: true}, fieldPlace, fieldFoundOn, fieldOfficer, fieldPhone,
}
