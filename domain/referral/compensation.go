package referral

import (
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// compensation is a claim for ecological damage (生态环境损害赔偿；法典第一千零七十三条,
// before it 环法规〔2022〕31号): the claimant decides to start, has the damage assessed,
// consults with whoever owes, and sees the agreement performed. Its receiver is the
// procuratorate that is told of the start, beside the course of the claim; who owes are
// parties without a login, so what they do is minuted by the claimant. Custody stays.
var compensation = Procedure{
	Kind: Compensation, Title: fault.T("生态环境损害赔偿", "Ecological damage compensation"),
	About:   fault.T("指定部门启动索赔、通报同级检察院，评估、磋商、签订赔偿协议，记录缴款和修复", "The designated department starts a claim, tells the procuratorate, assesses, consults, agrees, and records payment and restoration"),
	Senders: claimants, Receivers: onlyProcuratorate, Form: compensationForm, Checklist: attachments("线索、调查和评估材料", "Lead, investigation and assessment"),
	Turn:  usualTurns(map[State]Party{Handling: Sender, Decided: Sender}),
	Steps: concat(compensationStart, noticeOfStart, consultationOfDamage, majorCase, confirmation, performance, damageSuit, compensationEndings()),
	Waits: map[State]fault.Text{
		Approved: fault.T("评估和磋商", "Assess and consult"), Handling: fault.T("磋商并签订协议", "Consult and agree"), Decided: fault.T("履行协议", "Performance of the agreement"),
		Answered: fault.T("诉讼、结案", "Suit, or closing"),
	},
}

// claimants are departments that a government designates (赔偿权利人指定的部门).
var claimants = []Sector{Environment, Forestry, Water, Urban, OtherEnforcements}

var compensationForm = []Field{
	facts("损害事实和初步核查情况", "The damage and its preliminary check"), fieldSource,
	{Name: "channel", Kind: FieldChoice, Label: fault.T("线索渠道", "Channel of the lead"), Options: LeadChannels},
	{Name: "basis", Kind: FieldText, Label: fault.T("启动索赔的依据", "Why the claim starts"), Required: true}, fieldPlace, fieldFoundOn, fieldActOn,
	{Name: "marine", Kind: FieldYes, Label: fault.T("损害发生在海洋", "The damage is to the sea"), Hint: fault.T("海洋生态环境损害由其他部门索赔", "Marine damage is claimed by another organ")},
	{Name: "cross_province", Kind: FieldYes, Label: fault.T("损害跨省", "The damage spans provinces"), Hint: fault.T("由相关省级政府协商或者上级协调，没有法定数字", "The provinces negotiate or a higher government coordinates; the law has no number")},
	{Name: "other_organ", Kind: FieldLine, Label: fault.T("对方省份的机关", "Organ of the other province"), Hint: fault.T("跨省的填写", "Where it spans provinces")},
	{Name: "lead_organ", Kind: FieldChoice, Label: fault.T("由谁牵头", "Who leads"), Hint: fault.T("跨省的填写", "Where it spans provinces"), Options: []Choice{
		{"own", fault.T("本机关", "this organ")}, {"other", fault.T("对方机关", "the other organ")}, {"superior", fault.T("共同的上级", "a common superior")},
	}},
	{Name: "reply_by", Kind: FieldDay, Label: fault.T("答复磋商的期限", "Answer to the consultation by"), Hint: fault.T("写入磋商告知书的合理期限，没有法定数字", "The reasonable time that the notice names; the law has no number")},
	fieldOfficer, fieldPhone,
}

// LeadChannels are where leads come from (线索渠道；环法规〔2022〕31号第三章，渠道清单未核实).
var LeadChannels = []Choice{
	{"inspection", fault.T("生态环境保护督察", "central or provincial inspection")}, {"incident", fault.T("突发环境事件", "an incident")}, {"penalty", fault.T("行政处罚案件", "a penalty case")},
	{"crime", fault.T("涉嫌犯罪案件", "a criminal case")}, {"red_line", fault.T("生态保护红线、重点功能区", "the red line or a key area")}, {"supervision", fault.T("日常监管", "supervision")},
	{"report", fault.T("信访、举报、媒体", "a report or the press")}, {"above", fault.T("上级交办", "assigned from above")}, {"procuratorate", fault.T("检察机关移送", "handed over by the procuratorate")},
	{"other", fault.T("其他", "another")},
}

// noticeBinds: 高检发办字〔2024〕237号 speaks of environment only.
var noticeBinds = when(func(s Snapshot, _ Input) bool { return s.Sender.Sector == Environment })

// limitation is how long a suit stays open (诉讼时效). It runs once damage and obligor are
// known; that a start needs both, so the day of the finding is the stricter reading. It is
// a right: nobody owes the suit by that day.
var limitation = Start{Rule: "dmg_lawsuit_limitation", Owes: Sender, Option: true, From: FromFound}

// compensationStart are the head's decision and the assessment.
var compensationStart = concat(
	changed(changed(changed(
		approval("compensation", "dmg_start_case", "", all(filledIn(compensationForm), hasObligor, notMarine, crossesWhere, noRival), Start{Rule: "dmg_notify_procuratorate", Owes: Sender, When: noticeBinds}, limitation),
		"compensation.report", func(s *Step) {
			s.Title, s.Settles = fault.T("报请启动索赔", "Propose to start the claim"), []string{preliminaryCheck}
		}),
		"compensation.approve", func(s *Step) { s.Title = fault.T("决定启动索赔", "Start the claim") }),
		"compensation.refuse", func(s *Step) {
			s.Title, s.Rule, s.Guard = fault.T("决定不启动索赔", "Do not start the claim"), "dmg_not_start_check", all(wellGrounded)
			s.Starts = []Start{answerOwed}
		}),
	checkOfLead,
	[]Step{
		{
			Action: "compensation.investigate", Title: fault.T("记录损害调查", "Note the investigation"), Rule: "dmg_investigate", By: bySender, From: []State{Approved, Handling},
			Needs: []Need{NeedText},
		},
		{
			Action: "compensation.commission", Title: fault.T("委托评估", "Commission the assessment"), Rule: "dmg_assessment", By: bySender, From: []State{Approved},
			Needs: []Need{NeedText}, Guard: all(notAssessed, wellCommissioned), Effect: commissioned,
		},
		{
			Action: "compensation.assess", Title: fault.T("记录损害数额", "Record the amount"), Rule: "dmg_assessment", By: bySender, From: []State{Approved},
			Needs: []Need{NeedDamage, NeedText}, Guard: all(wellAssessed), Tells: []Party{Receiver}, Effect: assessedAs,
		},
		{
			Action: "compensation.serve_notice", Title: fault.T("送达磋商告知书", "Serve the consultation notice"), Rule: "dmg_consult_notice", By: bySender,
			From: []State{Approved}, To: Handling, Guard: all(isAssessed), Tells: []Party{Receiver},
			Starts: []Start{{Rule: "dmg_consult_period", Owes: Sender}}, // off unless a local pack switches it on
		},
		{
			Action: "compensation.settle", Title: fault.T("小额快办：当场评估、磋商、签订协议", "Settle in one sitting"), Rule: "dmg_simple_assessment", By: bySender,
			From: []State{Approved}, To: Decided, Needs: []Need{NeedDamage, NeedText}, Guard: all(wellAssessed, wellAgreed, saidWhatFollows), Tells: []Party{Receiver},
			Starts: confirmationReminder, Effect: inOrder(assessedAs, metOnce, agreedOn, worksPlanned),
		},
	})

// noticeOfStart runs beside the course of the claim: it changes no state, and the
// procuratorate that signs for it holds nothing.
var noticeOfStart = []Step{
	with(sending("compensation.notify", fault.T("通报同级检察院", "Tell the procuratorate"), "dmg_notify_procuratorate", claimOpen,
		notTold, sentTo("启动索赔通报人民检察院", "The start is told to a procuratorate", Procuratorates)), func(s *Step) {
		s.To, s.EndsAll, s.Meets, s.Effect = "", false, []string{"dmg_notify_procuratorate"}, toldNow
	}),
	with(signing("dmg_notify_procuratorate"), func(s *Step) {
		s.From, s.To, s.Custody, s.Guard, s.Effect = claimOpen, "", CustodyStays, all(isUnsigned), signedNow
	}),
	with(returning("dmg_notify_procuratorate", fault.T("退回（不属本院管辖）", "Return: not our jurisdiction")), func(s *Step) {
		s.From, s.To, s.EndsAll, s.Custody, s.Guard, s.Effect = claimOpen, "", false, CustodyStays, all(isUnsigned), untold
	}),
}

// claimOpen are the states of a claim that was started.
var claimOpen = []State{Approved, Handling, Decided, Answered}

// confirmationReminder reminds of the general limit for mediated agreements (民事诉讼法
// 第二百零五条); whether it binds here is open, so it is a right and no duty.
var confirmationReminder = []Start{{Rule: "dmg_judicial_confirm_apply_30", Owes: Sender, Option: true}}

// preliminaryCheck is the rule of the check whether damage was done (初步核查). Its thirty
// days are unconfirmed and off; a local pack that switches them on lets the clock run from
// the day of the finding.
const preliminaryCheck = "dmg_preliminary_check"

// checkOfLead are the preliminary check and its outcome. It stops nothing: whether to
// propose the claim is for the claimant, and on which ground not to start it for the head.
var checkOfLead = []Step{
	{
		Action: "compensation.begin_check", Aside: true, Title: fault.T("开始初步核查", "Begin the preliminary check"), Rule: preliminaryCheck, By: bySender, From: []State{Draft},
		Guard: all(notYetChecking), Starts: []Start{{Rule: preliminaryCheck, Owes: Sender, From: FromFound}}, Effect: checkBegun,
	},
	{
		Action: "compensation.check", Title: fault.T("记录初步核查结果", "Record the preliminary check"), Rule: preliminaryCheck, By: bySender, From: []State{Draft},
		Needs: []Need{NeedResult, NeedText}, Guard: all(knownCheck), Meets: []string{preliminaryCheck}, Effect: checkedAs,
	},
}

// answerOwed prompts the answer to the procuratorate whose lead is not pursued (6号第十二条,
// known at second hand: promptly, without a number).
var answerOwed = Start{Rule: "dmg_not_start_feedback", Owes: Sender, When: when(ledByProcuratorate)}

// answerToProcuratorate is that answer. The claim has no receiver by then, or the
// procuratorate was told of the start: it hears of the act as of any other.
var answerToProcuratorate = Step{
	Action: "compensation.answer_lead", Title: fault.T("反馈检察机关：不启动或者终止索赔", "Answer the procuratorate whose lead is not pursued"), Rule: "dmg_not_start_feedback", By: bySender, From: []State{Refused, Answered},
	Needs: []Need{NeedText}, Guard: all(answerIsOwed), Meets: []string{"dmg_not_start_feedback"}, Tells: []Party{Receiver},
	Effect: func(f Flags, _ Deed) Flags { f.Claim.LeadAnswered = true; return f },
}

// consultationOfDamage are the rounds up to agreement or failure (磋商). What is settled
// is manner, time and instalments; the assessed amount is not.
var consultationOfDamage = []Step{
	{
		Action: "compensation.reply", Aside: true, Title: fault.T("记录义务人的答复", "Record what whoever owes replied"), Rule: "dmg_consult_notice", By: bySender, From: []State{Handling},
		Needs: []Need{NeedText}, Tells: []Party{Receiver},
	},
	{
		Action: "compensation.meet", Title: fault.T("记录磋商会议", "Minute a meeting"), Rule: "dmg_start_case", By: bySender, From: []State{Handling},
		Needs: []Need{NeedText}, Guard: all(fewMeetings), Tells: []Party{Receiver}, Effect: metOnce,
	},
	{
		Action: "compensation.agree", Title: fault.T("签订赔偿协议", "Sign the agreement"), Rule: "dmg_agreement_sign", By: bySender, From: []State{Handling}, To: Decided,
		Needs: []Need{NeedText}, Guard: all(hasMet, wellAgreed, saidWhatFollows), Tells: []Party{Receiver}, Settles: []string{"dmg_consult_period"},
		Starts: confirmationReminder, Effect: inOrder(agreedOn, worksPlanned),
	},
	{
		Action: "compensation.fail", Title: fault.T("认定磋商不成", "Find that consultation failed"), Rule: "dmg_consult_failure", By: bySender, From: []State{Handling, Decided}, To: Answered,
		Needs: []Need{NeedReason}, Guard: all(unconfirmed, nothingPaid, wellFailed), Tells: []Party{Receiver},
		Settles: []string{"dmg_consult_period"}, Cancels: confirmationClocks, Effect: failedNow,
	},
	{
		Action: "compensation.consult_again", Title: fault.T("再次磋商", "Consult again"), Rule: "dmg_consult_failure", By: bySender, From: []State{Answered}, To: Handling,
		Needs: []Need{NeedReason}, Guard: all(consultationFailed, notSued), Tells: []Party{Receiver}, Effect: func(f Flags, _ Deed) Flags { f.Claim.Failed, f.Claim.Dismissed = false, false; return f },
	},
}
