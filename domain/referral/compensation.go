package referral

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// compensation is a claim for ecological damage (生态环境损害赔偿；法典第一千零七十三条,
// before it 环法规〔2022〕31号): the claimant decides to start, tells the procuratorate of
// its level, has the damage assessed, consults with whoever owes, and sees the agreement
// performed. Its receiver is the procuratorate that is told; who owes are parties
// without a login, so what they do is minuted by the claimant. Custody stays with it.
var compensation = Procedure{
	Kind: Compensation, Title: fault.T("生态环境损害赔偿", "Ecological damage compensation"),
	About:   fault.T("指定部门启动索赔、通报同级检察院，评估、磋商、签订赔偿协议，记录缴款和修复", "The designated department starts a claim, tells the procuratorate, assesses, consults, agrees, and records payment and restoration"),
	Senders: claimants, Receivers: onlyProcuratorate, Form: compensationForm, Checklist: attachments("线索、调查和评估材料", "Lead, investigation and assessment"),
	Turn:  usualTurns(map[State]Party{Sent: Sender, Received: Sender, Handling: Sender, Decided: Sender}),
	Steps: concat(compensationStart, consultationOfDamage, performance, compensationEndings()),
}

// claimants are departments that a government designates (赔偿权利人指定的部门).
var claimants = []Sector{Environment, Forestry, Water, Urban, OtherEnforcements}

var compensationForm = []Field{
	facts("损害事实和初步核查情况", "The damage and its preliminary check"), fieldSource,
	{Name: "basis", Kind: FieldText, Label: fault.T("启动索赔的依据", "Why the claim starts"), Required: true}, fieldPlace, fieldFoundOn, fieldActOn, fieldOfficer, fieldPhone,
}

var hasObligor = require("obligor_missing", "请填写赔偿义务人", "Name who owes the compensation", func(s Snapshot, _ Input) bool { return len(s.Parties) > 0 })

// noticeBinds: 高检发办字〔2024〕237号 speaks of environment only.
var noticeBinds = when(func(s Snapshot, _ Input) bool { return s.Sender.Sector == Environment })

var compensationStart = concat(
	changed(changed(changed(
		approval("compensation", "dmg_start_case", "", all(filledIn(compensationForm), hasObligor), Start{Rule: "dmg_notify_procuratorate", Owes: Sender, When: noticeBinds}),
		"compensation.report", func(s *Step) { s.Title = fault.T("报请启动索赔", "Propose to start the claim") }),
		"compensation.approve", func(s *Step) { s.Title = fault.T("决定启动索赔", "Start the claim") }),
		"compensation.refuse", func(s *Step) {
			s.Title, s.Rule = fault.T("决定不启动索赔", "Do not start the claim"), "dmg_not_start_check"
		}),
	[]Step{
		with(sending("compensation.notify", fault.T("通报同级检察院", "Tell the procuratorate"), "dmg_notify_procuratorate", []State{Approved, Returned},
			sentTo("启动索赔通报人民检察院", "The start is told to a procuratorate", Procuratorates)), func(s *Step) {
			s.EndsAll, s.Meets = false, []string{"dmg_notify_procuratorate"}
		}),
		with(signing("dmg_notify_procuratorate"), func(s *Step) { s.Custody = CustodyStays }),
		returning("dmg_notify_procuratorate", fault.T("退回（不属本院管辖）", "Return: not our jurisdiction")),
		{
			Action: "compensation.assess", Title: fault.T("记录损害数额", "Record the amount"), Rule: "dmg_assessment", By: bySender, From: []State{Sent, Received},
			Needs: []Need{NeedFen, NeedText}, Tells: []Party{Receiver},
			Effect: func(f Flags, d Deed) Flags { f.Claim.AssessedFen = d.Input.Fen; return f },
		},
		{
			Action: "compensation.serve_notice", Title: fault.T("送达磋商告知书", "Serve the consultation notice"), Rule: "dmg_consult_notice", By: bySender,
			From: []State{Sent, Received}, To: Handling, Needs: []Need{NeedDocumentNo}, Guard: all(isAssessed), Tells: []Party{Receiver},
		},
	})

// consultationOfDamage are the rounds up to agreement or failure (磋商). What is settled
// is manner, time and instalments; the assessed amount is not.
var consultationOfDamage = []Step{
	{
		Action: "compensation.meet", Title: fault.T("记录磋商会议", "Minute a meeting"), Rule: "dmg_start_case", By: bySender, From: []State{Handling},
		Needs: []Need{NeedText}, Tells: []Party{Receiver}, Effect: func(f Flags, _ Deed) Flags { f.Claim.Meetings++; return f },
	},
	{
		Action: "compensation.agree", Title: fault.T("签订赔偿协议", "Sign the agreement"), Rule: "dmg_agreement_sign", By: bySender, From: []State{Handling}, To: Decided,
		Needs: []Need{NeedFen, NeedText}, Guard: all(hasMet, agreesAsAssessed), Tells: []Party{Receiver},
		Effect: func(f Flags, d Deed) Flags { f.Claim.AgreedFen = d.Input.Fen; return f },
	},
	{
		Action: "compensation.fail", Title: fault.T("认定磋商不成", "Find that consultation failed"), Rule: "dmg_consult_failure", By: bySender, From: []State{Handling}, To: Answered,
		Needs: []Need{NeedReason}, Tells: []Party{Receiver}, Effect: func(f Flags, _ Deed) Flags { f.Claim.Failed = true; return f },
	},
	{
		Action: "compensation.consult_again", Title: fault.T("再次磋商", "Consult again"), Rule: "dmg_consult_failure", By: bySender, From: []State{Answered}, To: Handling,
		Needs: []Need{NeedReason}, Guard: all(consultationFailed), Tells: []Party{Receiver}, Effect: func(f Flags, _ Deed) Flags { f.Claim.Failed = false; return f },
	},
}

// performance follows the agreement: a court's confirmation if the parties want it,
// payments, restoration; default leads to enforcement only where it was confirmed
// (司法解释第二十一条), else to a suit.
var performance = []Step{
	{
		Action: "compensation.confirm", Title: fault.T("记录司法确认", "Record the court's confirmation"), Rule: "dmg_judicial_confirm_apply", By: bySender, From: []State{Decided},
		Needs: []Need{NeedDocumentNo}, Guard: all(unconfirmed), Tells: []Party{Receiver}, Effect: func(f Flags, _ Deed) Flags { f.Claim.Confirmed = true; return f },
	},
	{
		Action: "compensation.pay", Title: fault.T("记录缴款", "Record a payment"), Rule: "dmg_payment_record", By: bySender, From: []State{Decided},
		Needs: []Need{NeedFen, NeedDocumentNo}, Guard: all(stillOwed), Tells: []Party{Receiver},
		Effect: func(f Flags, d Deed) Flags { f.Claim.PaidFen += d.Input.Fen; return f },
	},
	{
		Action: "compensation.perform", Title: fault.T("确认履行完毕", "Find it performed"), Rule: "dmg_restoration_evaluation", By: bySender, From: []State{Decided}, To: Answered,
		Needs: []Need{NeedText}, Guard: all(paidInFull), Tells: []Party{Receiver},
	},
	{
		Action: "compensation.enforce", Title: fault.T("申请强制执行", "Ask for enforcement"), Rule: "dmg_enforce", By: bySender, From: []State{Decided},
		Needs: []Need{NeedDocumentNo}, Guard: all(confirmed, owesMore), Tells: []Party{Receiver},
	},
	{
		Action: "compensation.sue", Title: fault.T("提起损害赔偿诉讼", "Sue for compensation"), Rule: "dmg_lawsuit", By: bySender, From: []State{Decided, Answered}, To: Answered,
		Needs: []Need{NeedDocumentNo}, Guard: all(maySue), Tells: []Party{Receiver},
	},
}

// compensationEndings leave out asking the receiver to let the case go: the
// procuratorate is told of the claim, it does not hold it. The claimant ends it itself.
func compensationEndings() []Step {
	steps := slices.DeleteFunc(endings(Answered), func(s Step) bool {
		return slices.Contains([]Action{"ask_withdrawal", "grant_withdrawal", "refuse_withdrawal"}, s.Action)
	})
	return append(steps, Step{
		Action: "compensation.end", Title: fault.T("终止索赔", "End the claim"), Rule: "dmg_not_start_check", By: bySender, From: []State{Sent, Received, Handling}, To: Answered,
		Needs: []Need{NeedReason}, EndsAll: true, Tells: []Party{Receiver}, StepUp: true,
	})
}
