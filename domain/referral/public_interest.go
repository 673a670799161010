package referral

import "github.com/xianjie-hub/xianjie/domain/fault"

// publicInterest has two directions (检察公益诉讼；民事诉讼法第五十八条，行政诉讼法第二十五
// 条第四款，检察公益诉讼解释第十三条、第二十一条): an agency hands the procuratorate a
// lead, and the procuratorate gives an agency a suggestion that must be answered.
var publicInterest = Procedure{
	Kind: PublicInterest, Title: fault.T("公益诉讼线索与检察建议", "Public interest"),
	About: fault.T("行政机关向检察院移送公益诉讼线索；检察院向行政机关提出检察建议并收取书面回复", "An agency hands the procuratorate a lead; the procuratorate gives an agency a suggestion and hears its written reply"),
	Turn:  usualTurns(map[State]Party{Decided: Sender}), Form: publicInterestForm, Checklist: attachments("线索材料", "Material"),
	Steps: concat(publicInterestLead, suggestionSteps, announcementSteps, endings(Answered, Decided)),
}

var publicInterestForm = []Field{
	facts("损害公益的事实", "Facts of the harm"), {Name: "basis", Kind: FieldText, Label: fault.T("依据", "Legal basis"), Required: true},
	{Name: "urgent", Kind: FieldYes, Label: fault.T("国家利益或者社会公共利益损害继续扩大等紧急情形", "The harm is spreading, or it is urgent otherwise")},
	{Name: "disposal", Kind: FieldText, Label: fault.T("建议内容", "What is suggested"), Hint: fault.T("提出检察建议时填写", "For a suggestion")},
	fieldPlace, fieldFoundOn, fieldOfficer, fieldPhone,
}

var notProcuratorate = append([]Sector{Police, Court}, append([]Sector{Station}, administrativeSectors...)...)

// publicInterestLead is the way from an agency to the procuratorate.
var publicInterestLead = []Step{
	with(sending("public_interest.send", fault.T("移送公益诉讼线索", "Hand over the lead"), "pil_code_basis", []State{Draft, Returned}, filledIn(publicInterestForm),
		sentTo("公益诉讼线索移送人民检察院", "The lead goes to a procuratorate", Procuratorates)), func(s *Step) {
		s.Sectors, s.Document = notProcuratorate, "case_transfer_letter"
	}),
	signing("pil_admin_suggestion_reply",
		Start{Rule: "pil_admin_suggestion_reply", Owes: Receiver, When: suggested(false)}, Start{Rule: "pil_admin_suggestion_urgent", Owes: Receiver, When: suggested(true)}),
	{
		Action: "public_interest.open", Title: fault.T("公益诉讼立案", "Open the case"), By: byReceiver, From: []State{Received}, To: Handling, Sectors: notProcuratorate,
		Rule: "pil_code_basis", Needs: []Need{NeedDocumentNo}, Tells: []Party{Sender}, Receipt: "decided", Paper: true,
	},
	{
		Action: "public_interest.announce", Title: fault.T("发布公告", "Announce"), Rule: "pil_civil_announcement", By: byReceiver, From: []State{Handling}, Sectors: notProcuratorate,
		Needs: []Need{NeedDocumentNo}, Starts: []Start{{Rule: "pil_civil_announcement", Owes: Receiver}}, Tells: []Party{Sender}, Paper: true,
	},
	{
		Action: "public_interest.report_result", Title: fault.T("反馈办理结果", "Report the result"), Rule: "pil_code_basis", By: byReceiver, From: []State{Received, Handling}, To: Answered, Sectors: notProcuratorate,
		Needs: []Need{NeedResult, NeedText}, EndsAll: true, Tells: []Party{Sender}, Receipt: "decided", Paper: true,
	},
	returning("pil_code_basis", fault.T("退回（不属本机关管辖）", "Return: not our jurisdiction")),
}

// suggestionSteps are the way from the procuratorate to an agency (检察建议).
var suggestionSteps = []Step{
	with(sending("public_interest.suggest", fault.T("提出检察建议", "Give the suggestion"), "pil_admin_suggestion_reply", []State{Draft, Returned}, filledIn(publicInterestForm), toAgency), func(s *Step) {
		s.Sectors, s.Needs, s.Document = onlyProcuratorate, append(s.Needs, NeedDocumentNo), ""
		s.Starts = []Start{
			{Rule: "pil_admin_suggestion_reply", Owes: Receiver, Presumed: true, When: urgentIs(false)},
			{Rule: "pil_admin_suggestion_urgent", Owes: Receiver, Presumed: true, When: urgentIs(true)},
		}
	}),
	{
		Action: "public_interest.reply", Title: fault.T("书面回复检察建议", "Reply to the suggestion"), Rule: "pil_admin_suggestion_reply", By: byReceiver, From: []State{Sent, Received}, To: Answered, Sectors: onlyProcuratorate, Guard: all(isSuggestion),
		Needs: []Need{NeedText}, Meets: []string{"pil_admin_suggestion_reply", "pil_admin_suggestion_urgent"}, Tells: []Party{Sender}, Receipt: "decided", Document: "reply_letter", Paper: true,
	},
	{
		Action: "public_interest.find_done", Title: fault.T("认定已依法履职", "Find the duty done"), Rule: "pil_admin_suggestion_reply", By: bySender, From: []State{Answered}, To: Decided, Sectors: onlyProcuratorate, Guard: all(isSuggestion),
		Needs: []Need{NeedText}, Tells: []Party{Receiver},
	},
	{
		Action: "public_interest.follow_up", Aside: true, Title: fault.T("认为未全面履职，继续跟进", "Follow up: not fully done"), Rule: "pil_admin_suggestion_reply", By: bySender, From: []State{Answered}, To: Received, Sectors: onlyProcuratorate, Guard: all(isSuggestion),
		Needs: []Need{NeedReason}, Tells: []Party{Receiver},
	},
	{
		Action: "public_interest.sue", Aside: true, Title: fault.T("提起行政公益诉讼", "Sue in the public interest"), Rule: "pil_code_basis", By: bySender, From: []State{Received, Answered}, To: Decided, Sectors: onlyProcuratorate,
		Needs: []Need{NeedDocumentNo}, Guard: all(isSuggestion, replyIsOver), Tells: []Party{Receiver}, EndsAll: true,
	},
}

// suggested starts the clock anew from the receipt, for a suggestion only.
func suggested(urgent bool) Guard {
	return when(func(s Snapshot, _ Input) bool {
		return s.Sender.Sector == Procuratorates && !s.Flags.Announced && s.Content.Urgent == urgent
	})
}

// replyIsOver: a suit follows a reply, or a reply that did not come in time
// (行政诉讼法第二十五条第四款).
var replyIsOver = require("reply_pending", "被建议机关的履职和回复期限尚未届满", "The agency's time to act and reply has not run out", func(s Snapshot, in Input) bool {
	if s.State == Answered {
		return true
	}
	for _, c := range s.Clocks {
		if (c.Rule == "pil_admin_suggestion_reply" || c.Rule == "pil_admin_suggestion_urgent") && !in.OccurredAt.After(c.DueAt) {
			return false
		}
	}
	return true
})
