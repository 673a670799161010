package referral

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// administrative is the referral between administrative agencies (行政机关之间移送；
// 生态环境法典第一千零八十三条第一款，行政处罚法第二十五条，生态环境行政处罚办法第十六条至第十八条).
var administrative = Procedure{
	Kind: Administrative, Title: fault.T("行政机关之间移送", "Administrative referral"),
	About:   fault.T("案件或者线索属于另一行政机关管辖的，移送该机关，由其决定是否立案并通报结果", "A case that belongs to another agency goes there; it decides on filing and reports the result"),
	Senders: administrativeSectors, Receivers: administrativeSectors, Third: Superior,
	Turn:      usualTurns(map[State]Party{Disputed: Receiver, Decided: Receiver}),
	Steps:     reopening(concat(administrativeSteps, jurisdictionSteps, supplements("adm_filing_review"), endings(Answered, Decided))),
	Form:      administrativeForm,
	Checklist: attachments("案件材料", "Case material"),
	Unit:      &Unit{Name: fault.T("涉嫌违法行为", "Suspected violation"), Article: fault.T("违反条款", "Article")},
}

var administrativeForm = []Field{
	facts("主要事实", "Facts"), {Name: "basis", Kind: FieldText, Label: fault.T("移送理由和依据", "Reasons and legal basis"), Required: true},
	fieldItem, fieldSource, fieldPlace, fieldFoundOn, fieldActOn,
	{Name: "measures", Kind: FieldText, Label: fault.T("已采取的措施", "Measures taken")}, fieldOfficer, fieldPhone,
}

// filingClocks bind receivers of different fields; each starts where it binds.
var filingReview = []string{"adm_filing_review", "adm_samr_filing_review", "adm_file_promptly", "rev_agency_register_opinion", "adm_seed_accept_referred"}

func filingStarts() []Start {
	out := make([]Start, 0, len(filingReview))
	for _, rule := range filingReview {
		out = append(out, Start{Rule: rule, Owes: Receiver})
	}
	return out
}

var administrativeSteps = concat(
	approval("administrative", "adm_env_to_other", "matter_approval", filledIn(administrativeForm)),
	[]Step{
		with(sending("administrative.send", fault.T("移送", "Send"), "adm_forward_to_env", []State{Draft, Approved, Returned}, filledIn(administrativeForm), sentTo("接收机关应为行政执法机关；涉嫌犯罪的请用移送涉嫌犯罪案件", "The receiver must be an administrative agency; a suspected crime has a procedure of its own", administrativeSectors...)), func(s *Step) {
			s.Document = "case_transfer_letter"
		}),
		signing("adm_file_promptly", filingStarts()...),
		{
			Action: "administrative.extend_review", Aside: true, Title: fault.T("延长立案审查期限", "Extend the filing review"), Rule: "adm_filing_review", By: byReceiver, From: []State{Received},
			Needs: []Need{NeedReason}, Extends: []string{"adm_filing_review", "adm_samr_filing_review"}, Guard: all(runsAny("adm_filing_review", "adm_samr_filing_review")),
			Tells: []Party{Sender}, StepUp: true, Paper: true,
		},
		{
			Action: "administrative.file", Title: fault.T("决定立案", "Decide to file"), Rule: "adm_file_promptly", By: byReceiver, From: []State{Received}, To: Handling,
			Meets: filingReview, Tells: []Party{Sender}, Receipt: "decided", Paper: true,
			Starts: []Start{{Rule: "rev_penalty_decide", Owes: Receiver}},
		},
		{
			Action: "administrative.not_file", Aside: true, Title: fault.T("决定不予立案", "Decide not to file"), Rule: "adm_file_promptly", By: byReceiver, From: []State{Received}, To: Decided,
			Needs: []Need{NeedReason}, Meets: filingReview, Tells: []Party{Sender}, Receipt: "decided", Paper: true,
			Starts: []Start{{Rule: "adm_sh_urban_no_refusal_feedback", Owes: Receiver}},
		},
		{
			Action: "administrative.decide", Title: fault.T("作出处理决定", "Decide the case"), Rule: "rev_penalty_decide", By: byReceiver, From: []State{Handling}, To: Decided,
			Needs: []Need{NeedText, NeedDocumentNo}, Meets: []string{"rev_penalty_decide"}, Tells: []Party{Sender}, Receipt: "decided", Paper: true,
			Starts: []Start{{Rule: "adm_sh_urban_no_refusal_feedback", Owes: Receiver}},
		},
		{
			Action: "administrative.report_result", Title: fault.T("通报处理结果", "Report the result"), Rule: "adm_sh_urban_no_refusal_feedback", By: byReceiver, From: []State{Decided}, To: Answered,
			Needs: []Need{NeedText}, Meets: []string{"adm_sh_urban_no_refusal_feedback"}, Tells: []Party{Sender}, Paper: true,
		},
	})

// jurisdictionSteps settle who is competent: negotiation, then the common
// superior; the receiver passes nothing on where its own rule forbids it.
var jurisdictionSteps = []Step{
	returning("adm_env_to_other", fault.T("退回", "Return")),
	{
		Action: "administrative.pass_on", Aside: true, Title: fault.T("移送有管辖权的机关", "Pass on to the competent organ"), Rule: "adm_env_to_other", Handoff: HandoffForwards,
		By: byReceiver, From: []State{Sent, Received, Disputed}, To: Sent, Needs: []Need{NeedTarget, NeedReason}, Guard: all(mayPassOn, isAnotherUnit, isElsewhere), EndsAll: true,
		Custody: CustodyToSender, Tells: []Party{Sender, Receiver}, Paper: true,
	},
	{
		Action: "administrative.dispute", Aside: true, Title: fault.T("对管辖提出异议", "Dispute the jurisdiction"), Rule: "adm_jurisdiction_dispute", By: byReceiver, From: []State{Sent, Received}, To: Disputed,
		Needs: []Need{NeedReason}, Tells: []Party{Sender}, Paper: true, Starts: []Start{{Rule: "adm_jurisdiction_dispute", Owes: Receiver}},
	},
	{
		Action: "administrative.keep", Title: fault.T("协商一致，由接收机关办理", "Agreed: the receiver keeps it"), Rule: "adm_jurisdiction_dispute", By: byReceiver, From: []State{Disputed}, To: Received,
		Settles: []string{"adm_jurisdiction_dispute"}, Starts: filingStarts(), Custody: CustodyToReceiver, Tells: []Party{Sender, Superior}, Paper: true, Effect: settled,
	},
	{
		Action: "administrative.take_back", Aside: true, Title: fault.T("协商一致，收回办理", "Agreed: the sender takes it back"), Rule: "adm_jurisdiction_dispute", Handoff: HandoffReturns, By: bySender, From: []State{Disputed}, To: Returned,
		Settles: []string{"adm_jurisdiction_dispute"}, EndsAll: true, Custody: CustodyToSender, Tells: []Party{Receiver, Superior}, Effect: settled,
	},
	{
		Action: "administrative.ask_designation", Aside: true, Title: fault.T("报请共同上一级指定管辖", "Ask the common superior to designate"), Rule: "adm_jurisdiction_dispute", By: []Party{Receiver, Sender}, From: []State{Disputed},
		Needs: []Need{NeedTarget, NeedReason}, Names: true, Settles: []string{"adm_jurisdiction_dispute"}, Guard: all(isHigher), Tells: []Party{Sender, Receiver, Superior},
		Starts: []Start{{Rule: "adm_jurisdiction_dispute", Owes: Superior}, {Rule: "adm_samr_jurisdiction_designation_superior", Owes: Superior}}, Document: "designation_request",
		Effect: func(f Flags, _ Deed) Flags { f.DesignationAsked = true; return f },
	},
	{
		Action: "administrative.designate_receiver", Title: fault.T("指定由接收机关管辖", "Designate the receiver"), Rule: "adm_jurisdiction_dispute", By: bySuperior, From: []State{Disputed}, To: Received,
		Needs: []Need{NeedDocumentNo}, Meets: designation, Starts: filingStarts(), Custody: CustodyToReceiver, Tells: []Party{Sender, Receiver}, Paper: true, Effect: settled,
	},
	{
		Action: "administrative.designate_sender", Aside: true, Title: fault.T("指定由移送机关管辖", "Designate the sender"), Rule: "adm_jurisdiction_dispute", Handoff: HandoffReturns, By: bySuperior, From: []State{Disputed}, To: Returned,
		Needs: []Need{NeedDocumentNo}, Meets: designation, EndsAll: true, Custody: CustodyToSender, Tells: []Party{Sender, Receiver}, Paper: true, Effect: settled,
	},
	{
		Action: "administrative.designate_other", Aside: true, Title: fault.T("指定其他机关管辖", "Designate another organ"), Rule: "adm_jurisdiction_dispute", Handoff: HandoffForwards, By: bySuperior, From: []State{Disputed}, To: Sent,
		Needs: []Need{NeedDocumentNo, NeedTarget}, Guard: all(isAnotherUnit, isElsewhere), Meets: designation, EndsAll: true, Custody: CustodyToSender, Tells: []Party{Sender, Receiver, PastReceiver}, Paper: true, Effect: settled,
	},
}

var (
	bySuperior  = []Party{Superior}
	designation = []string{"adm_jurisdiction_dispute", "adm_samr_jurisdiction_designation_superior"}
	settled     = func(f Flags, _ Deed) Flags { f.DesignationAsked = false; return f }
	law30       = fault.Basis{Document: "生态环境行政处罚办法", Number: "生态环境部令第30号"}
)

// mayPassOn: a receiving environment organ asks for designation instead
// (生态环境行政处罚办法第十六条); another field passes on with its reason, and the
// sender is told.
var mayPassOn = under("adm_no_retransfer", law30, "第十六条",
	require("no_retransfer", "受移送的生态环境部门不得再自行移送；有异议的，请提出管辖异议，报请共同的上一级指定管辖", "A receiving environment organ may not pass the case on; dispute the jurisdiction and ask the common superior to designate",
		func(s Snapshot, _ Input) bool { return s.Receiver == nil || s.Receiver.Sector != Environment }))

// isHigher wants the common superior to be neither of the two organs in dispute.
var isHigher = require("not_superior", "请选择双方共同的上一级机关", "Choose the common superior of both organs", func(s Snapshot, in Input) bool {
	return in.Target == nil || in.Target.ID != s.Sender.ID && (s.Receiver == nil || in.Target.ID != s.Receiver.ID) || in.Target.ID.IsZero()
})

// runsAny asks for one of several running clocks.
func runsAny(rules ...string) Guard {
	return require("clock_not_running", "没有正在计算的相应期限", "No such period is running", func(s Snapshot, _ Input) bool {
		return slices.ContainsFunc(s.Clocks, func(c RunningClock) bool { return slices.Contains(rules, c.Rule) })
	})
}
