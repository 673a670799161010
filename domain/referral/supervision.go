package referral

import "github.com/xianjie-hub/xianjie/domain/fault"

// supervision reports a major case upward and asks for listed supervision
// (重大案件报告、提请督办): the chief approves before the superior is asked.
var supervision = Procedure{
	Kind: Supervision, Title: fault.T("重大案件报告与提请督办", "Listed supervision"),
	About:   fault.T("重大案件先报本局主要负责人，经批准后向上级提请督办，办理进展随时报告", "A major case goes to the chief first; once approved, the superior is asked to list it and hears of its progress"),
	Senders: administrativeSectors, Receivers: administrativeSectors, Turn: usualTurns(map[State]Party{Handling: Sender}), Form: supervisionForm, Checklist: attachments("案件材料", "Case material"),
	Steps: reopening(concat(
		approval("supervision", "clk_major_case_report_head", "matter_approval", filledIn(supervisionForm)),
		[]Step{
			with(sending("supervision.request", fault.T("提请督办", "Ask for supervision"), "clk_supervision_request", []State{Approved, Returned}, filledIn(supervisionForm), isAbove), func(s *Step) {
				s.Document, s.Upward = "supervision_request", true
			}),
			signing("clk_supervision_request"),
			{
				Action: "supervision.list", Title: fault.T("决定督办", "List it"), Rule: "clk_supervision_listing", By: byReceiver, From: []State{Received}, To: Handling, Needs: []Need{NeedDocumentNo, NeedText},
				Starts: []Start{{Rule: "clk_supervision_listing", Owes: Sender}}, Tells: []Party{Sender}, Receipt: "decided", StepUp: true, Paper: true,
			},
			{
				Action: "supervision.decline", Aside: true, Title: fault.T("不予督办", "Decline"), Rule: "clk_supervision_request", By: byReceiver, From: []State{Received}, To: Answered, Needs: []Need{NeedReason},
				Tells: []Party{Sender}, Receipt: "decided", Paper: true,
			},
			{
				Action: "supervision.progress", Title: fault.T("报告进展", "Report progress"), Rule: "clk_supervision_listing", By: bySender, From: []State{Handling}, Needs: []Need{NeedText}, Tells: []Party{Receiver},
			},
			{
				Action: "supervision.urge", Title: fault.T("催办", "Urge"), Rule: "clk_supervision_listing", By: byReceiver, From: []State{Handling}, Needs: []Need{NeedText}, Tells: []Party{Sender}, Paper: true,
			},
			{
				Action: "supervision.extend", Aside: true, Title: fault.T("延长督办期限", "Extend the period"), Rule: "clk_supervision_listing", By: byReceiver, From: []State{Handling}, Needs: []Need{NeedReason, NeedDays},
				Guard: all(runsAny("clk_supervision_listing")), Extends: []string{"clk_supervision_listing"}, Tells: []Party{Sender}, Paper: true,
			},
			{
				Action: "supervision.ask_release", Title: fault.T("申请解除督办", "Ask for release"), Rule: "clk_supervision_listing", By: bySender, From: []State{Handling}, Needs: []Need{NeedText}, Tells: []Party{Receiver},
			},
			{
				Action: "supervision.release", Title: fault.T("解除督办", "Release it"), Rule: "clk_supervision_listing", By: byReceiver, From: []State{Handling}, To: Answered, Needs: []Need{NeedDocumentNo},
				Settles: []string{"clk_supervision_listing"}, Tells: []Party{Sender}, Receipt: "decided", StepUp: true, Paper: true,
			},
			returning("clk_supervision_request", fault.T("退回", "Return")),
		}, supplements("clk_supervision_request"), endings(Answered))),
}

var supervisionForm = []Field{
	{Name: "major", Kind: FieldChoices, Label: fault.T("重大案件情形", "Why it is major"), Required: true, Options: []Choice{
		{"grave", fault.T("情节严重", "Grave circumstances")}, {"bad_effect", fault.T("社会影响恶劣", "Bad social effect")},
		{"heavy_pollution", fault.T("污染后果严重", "Serious pollution")}, {"many_people", fault.T("涉案人员较多", "Many people involved")},
	}},
	facts("案情和办理情况", "The case and its handling"), {Name: "basis", Kind: FieldText, Label: fault.T("提请督办的理由", "Why supervision is asked for"), Required: true}, fieldPlace, fieldFoundOn, fieldOfficer, fieldPhone,
}

// levels from below to above, as organs carry them.
var levels = map[string]int{"township": 1, "county": 2, "city": 3, "province": 4, "nation": 5}

// isAbove wants the superior to stand above the sender; another receiver needs
// a reason, as teams and bureaus are set up differently from place to place.
func isAbove(s Snapshot, in Input) *fault.Error {
	if in.Target == nil || said(in.Reason) || levels[in.Target.Level] > levels[s.Sender.Level] || in.Target.ID.IsZero() {
		return nil
	}
	return refuse("not_superior", "接收机关不是上级机关，请说明理由", "The receiver is not a superior organ; give the reason").Under("clk_supervision_request", fault.Basis{})
}
