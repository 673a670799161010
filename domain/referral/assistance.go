package referral

import "github.com/xianjie-hub/xianjie/domain/fault"

// assistance is a request for help between organs (协助请求；行政处罚法第二十六条，
// 环环监〔2017〕17号第二十五条): technical support, commissioning an appraisal,
// keeping items, joint investigation. It may be refused only outside one's powers.
var assistance = Procedure{
	Kind: Assistance, Title: fault.T("协助请求", "Assistance"),
	About: fault.T("请求另一机关提供技术支持、委托鉴定、保管涉案物品、协助调查", "Asks another organ for technical support, an appraisal, the keeping of items or a joint investigation"),
	Turn:  usualTurns(nil), Form: assistanceForm, Checklist: attachments("请求材料", "Material"), Steps: concat(assistanceSteps, custodySteps, endings(Answered)),
}

// Purposes of a request.
const (
	TechnicalSupport   = "technical_support"   // 监测、认定等技术支持
	Appraisal          = "appraisal"           // 委托鉴定
	ItemCustody        = "custody"             // 涉案物品保管
	JointInvestigation = "joint_investigation" // 协助调查
	Identification     = "identification"      // 违法行为或者物品认定
)

var assistanceForm = []Field{
	{Name: "purpose", Kind: FieldChoice, Label: fault.T("请求类别", "What is asked for"), Required: true, Options: []Choice{
		{TechnicalSupport, fault.T("监测、检验等技术支持", "Monitoring, testing, technical support")}, {Appraisal, fault.T("委托鉴定", "Commissioning an appraisal")},
		{Identification, fault.T("违法行为、物品认定（含危险废物认定）", "Identification of an act or a thing, hazardous waste included")},
		{ItemCustody, fault.T("涉案物品保管", "Keeping items")}, {JointInvestigation, fault.T("协助调查、联合调查", "Investigation together")},
	}},
	facts("请求事项", "What is asked"), {Name: "basis", Kind: FieldText, Label: fault.T("理由和依据", "Reasons and basis"), Required: true}, fieldPlace, fieldReplyBy, fieldOfficer, fieldPhone,
}

var assistanceClocks = []Start{
	{Rule: "fwd_technical_support", Owes: Receiver, Binds: Either, When: purposeIs(TechnicalSupport, Appraisal)},
	{Rule: "fwd_waste_identification_opinion", Owes: Receiver, Binds: Either, When: purposeIs(Identification)},
	{Rule: "adm_sh_urban_expert_opinion", Owes: Receiver, Binds: Sender, When: purposeIs(Identification)},
	{Rule: "adm_assistance_request", Owes: Receiver},
}

var assistanceRules = []string{"fwd_technical_support", "fwd_waste_identification_opinion", "adm_sh_urban_expert_opinion", "adm_assistance_request"}

var assistanceSteps = []Step{
	with(sending("assistance.request", fault.T("发出请求", "Request"), "adm_assistance_request", []State{Draft, Returned}, filledIn(assistanceForm), itemsIfKept), func(s *Step) {
		s.Starts, s.Document = assistanceClocks, "assistance_letter"
	}),
	signing("adm_assistance_request"),
	{
		Action: "assistance.agree", Title: fault.T("同意协助", "Agree to help"), Rule: "adm_assistance_request", By: byReceiver, From: []State{Sent, Received}, To: Handling, Needs: []Need{NeedOfficer},
		Meets: []string{"adm_assistance_request"}, Custody: CustodyToReceiver, Tells: []Party{Sender}, Receipt: "decided", Paper: true,
	},
	{
		Action: "assistance.decline", Aside: true, Title: fault.T("函告无法协助", "Say why it cannot help"), Rule: "adm_assistance_request", By: byReceiver, From: []State{Sent, Received}, To: Answered, Needs: []Need{NeedReason},
		Meets: assistanceRules, Tells: []Party{Sender}, Receipt: "decided", Document: "reply_letter", Paper: true,
	},
	{
		Action: "assistance.postpone", Aside: true, Title: fault.T("书面说明理由并另定期限", "Give the reason and a new date"), Rule: "adm_sh_urban_expert_opinion", By: byReceiver, From: []State{Received, Handling}, Needs: []Need{NeedReason, NeedUntil},
		Tells: []Party{Sender}, Paper: true,
	},
	{
		Action: "assistance.deliver", Title: fault.T("提交结果", "Deliver the result"), Rule: "adm_assistance_request", By: byReceiver, From: []State{Received, Handling}, To: Answered, Needs: []Need{NeedText}, Guard: all(nothingKept),
		Meets: assistanceRules, Tells: []Party{Sender}, Receipt: "decided", Document: "reply_letter", Paper: true,
	},
	{
		Action: "assistance.ask_more", Aside: true, Title: fault.T("要求补充", "Ask for more"), Rule: "adm_assistance_request", By: bySender, From: []State{Answered}, To: Handling, Needs: []Need{NeedText}, Tells: []Party{Receiver},
	},
	returning("adm_assistance_request", fault.T("退回（请求对象有误）", "Return: wrong addressee")),
}

// custodySteps move items there and back; what is kept is counted both times.
var custodySteps = []Step{
	{
		Action: "assistance.hand_over_items", Title: fault.T("交付保管物品", "Hand the items over"), Rule: "adm_assistance_request", By: bySender, From: []State{Received, Handling}, Needs: []Need{NeedItems},
		Guard: all(itemsNotHandedOver, itemFormsComplete, itemsOfThisCase), Tells: []Party{Receiver}, Document: "items_handover", Effect: func(f Flags, _ Deed) Flags { f.ItemsHandedOver = true; return f },
	},
	{
		Action: "assistance.sign_items", Title: fault.T("清点签收物品", "Count and sign for the items"), Rule: "adm_assistance_request", By: byReceiver, From: []State{Received, Handling}, Needs: []Need{NeedOfficer},
		Guard: all(itemsUnsigned), Tells: []Party{Sender}, Paper: true, Effect: func(f Flags, _ Deed) Flags { f.ItemsSigned = true; return f },
	},
	{
		Action: "assistance.give_back_items", Title: fault.T("交还物品", "Give the items back"), Rule: "adm_assistance_request", By: byReceiver, From: []State{Handling}, Needs: []Need{NeedOfficer},
		Guard: all(itemsAreKept), Tells: []Party{Sender}, Paper: true, Effect: func(f Flags, _ Deed) Flags { f.ItemsReturned = true; return f },
	},
}

var (
	itemsIfKept  = require("items_missing", "请求保管物品的，请列明物品", "List the items that are to be kept", func(s Snapshot, _ Input) bool { return s.Content.Purpose != ItemCustody || len(s.Items) > 0 })
	itemsAreKept = require("no_items_kept", "没有在保管的物品", "No items are being kept", func(s Snapshot, _ Input) bool { return s.Flags.ItemsSigned && !s.Flags.ItemsReturned })
	nothingKept  = require("items_kept", "保管的物品尚未交还", "Items are still being kept", func(s Snapshot, _ Input) bool {
		return !s.Flags.ItemsHandedOver || s.Flags.ItemsReturned
	})
)
