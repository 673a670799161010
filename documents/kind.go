package documents

import "slices"

// Kind names a paper (文书种类). Its value is also the name of its template.
type Kind string

// Own papers: the sending agency issues them (本机关文书).
const (
	TransferLetter         Kind = "transfer_letter"         // 涉嫌犯罪案件移送书, with the list of materials
	ApprovalForm           Kind = "approval_form"           // 涉嫌犯罪案件移送审批表
	ItemsHandover          Kind = "items_handover"          // 涉案物品交接清单
	ServiceReceipt         Kind = "service_receipt"         // 送达回证
	PartyNotice            Kind = "party_notice"            // 移送案件告知书（告知当事人）
	ReconsiderationRequest Kind = "reconsideration_request" // 复议申请书
	SupervisionSuggestion  Kind = "supervision_suggestion"  // 立案监督建议书
)

// Papers of the other kinds of referral.
const (
	CaseTransferLetter Kind = "case_transfer_letter" // 案件移送函
	LeadLetter         Kind = "lead_letter"          // 线索通报函
	ConsultationLetter Kind = "consultation_letter"  // 案件咨询函、商请提前介入函
	AssistanceLetter   Kind = "assistance_letter"    // 协助调查函
	FindingsLetter     Kind = "findings_letter"      // 检查发现问题移交函
	EmergencyReport    Kind = "emergency_report"     // 突发环境事件信息报告
	EmergencyNotice    Kind = "emergency_notice"     // 突发环境事件通报函
	SupervisionRequest Kind = "supervision_request"  // 提请督办的请示
	DetentionLetter    Kind = "detention_letter"     // 行政拘留案件移送书
	MatterApproval     Kind = "matter_approval"      // 审批单
	DesignationRequest Kind = "designation_request"  // 报请指定管辖的请示
	ReplyLetter        Kind = "reply_letter"         // 复函
)

// Papers of a claim for ecological damage.
const (
	ConsultNotice           Kind = "consult_notice"           // 生态环境损害索赔磋商告知书
	ConsultMinutes          Kind = "consult_minutes"          // 磋商会议纪要
	CompensationAgreement   Kind = "compensation_agreement"   // 赔偿协议
	ConfirmationApplication Kind = "confirmation_application" // 司法确认申请书
	FailureStatement        Kind = "failure_statement"        // 磋商未达成一致（无法磋商）情况说明
	PerformanceStatement    Kind = "performance_statement"    // 履行赔偿责任情况说明
)

// Papers of the receiving organ, made only where it has no system of its own
// (供没有办案系统的机关使用).
const (
	AcceptanceReceipt    Kind = "acceptance_receipt"     // 接受案件回执
	SupplementNotice     Kind = "supplement_notice"      // 补正通知书
	FilingDecisionNotice Kind = "filing_decision_notice" // 立案告知书
	NoFilingNotice       Kind = "no_filing_notice"       // 不予立案通知书
)

// UrgingLetter is what is left to whoever waits in vain (催办函). It is sent from
// the silence of a case, by the head of the organ that waits.
const UrgingLetter Kind = "urging_letter"

// Papers of a joint meeting (联席会议文书). They belong to a meeting, never to a case.
const (
	MeetingNotice  Kind = "meeting_notice"  // 会议通知
	MeetingMinutes Kind = "meeting_minutes" // 会议纪要
	MeetingUrging  Kind = "meeting_urging"  // 督办函
	MeetingSheet   Kind = "meeting_sheet"   // 会前消化单, one page a disputed case; never issued

	MeetingBulletin Kind = "meeting_bulletin" // 联席会议简报, a draft to go on from
)

// Working papers for the desk; they decide nothing (内部工作单).
const (
	IntakeSheet        Kind = "intake_sheet"        // 接案一张纸
	EvidenceConversion Kind = "evidence_conversion" // 证据转化清单
	DutyRecord         Kind = "duty_record"         // 履职留痕单
	PrecheckSheet      Kind = "precheck_sheet"      // 移送前预审单
	AgreementSheet     Kind = "agreement_sheet"     // 赔偿协议内容核对单
	DelayProof         Kind = "delay_proof"         // 逾期情况证明材料, what goes with a letter that urges
)

// Group says for whom a kind of paper exists.
type Group string

// The groups of papers.
const (
	Own         Group = "own"         // issued by the sending agency
	Counterpart Group = "counterpart" // issued by an organ without a system
	Desk        Group = "desk"        // for reading and review
	Waiting     Group = "waiting"     // sent by the head of an organ that waits, whichever it is
	Joint       Group = "joint"       // of a joint meeting
)

// Info describes one kind of paper.
type Info struct {
	Kind     Kind
	ZH, EN   string // titles
	Group    Group
	Numbered bool // draws a document number (发文字号) at issue
	Sealed   bool // counts only once the sealed version (用印件) is attached

	For []string // kinds of referral that use it; empty: criminal referrals
}

// allKinds use a paper that belongs to no procedure.
var allKinds = []string{"*"}

// joint papers are used by no kind of referral.
var joint = []string{"meeting"}

// claims are the kinds of referral that use the papers of a claim.
var claims = []string{"compensation"}

// Suits reports whether referrals of a kind use the paper.
func (i Info) Suits(kind string) bool {
	if len(i.For) == 0 {
		return kind == "criminal"
	}
	return slices.Contains(i.For, kind) || i.For[0] == "*"
}

// Kinds lists every paper the package can make, in the order of the procedure.
func Kinds() []Info {
	return []Info{
		{ApprovalForm, "涉嫌犯罪案件移送审批表", "Approval form for a criminal referral", Own, false, false, nil},
		{TransferLetter, "涉嫌犯罪案件移送书", "Transfer letter with list of materials", Own, true, true, nil},
		{PartyNotice, "移送案件告知书", "Notice to the party", Own, true, true, nil},
		{ServiceReceipt, "送达回证", "Proof of service", Own, false, true, []string{"criminal", "detention", "administrative", "public_interest", "reverse"}},
		{ItemsHandover, "涉案物品交接清单", "Hand-over list of case items", Own, true, true, []string{"criminal", "assistance", "detention"}},
		{ReconsiderationRequest, "复议申请书", "Request for reconsideration", Own, true, true, nil},
		{SupervisionSuggestion, "立案监督建议书", "Suggestion to supervise filing", Own, true, true, nil},
		{AcceptanceReceipt, "接受案件回执", "Receipt for an accepted case", Counterpart, true, true, []string{"criminal", "detention"}},
		{SupplementNotice, "补正通知书", "Notice to supplement materials", Counterpart, true, true, []string{"criminal", "detention"}},
		{FilingDecisionNotice, "立案告知书", "Notice of filing", Counterpart, true, true, nil},
		{NoFilingNotice, "不予立案通知书", "Notice of refusal to file", Counterpart, true, true, nil},
		{MatterApproval, "审批单", "Approval form", Own, false, false, []string{"detention", "administrative", "supervision", "compensation"}},
		{DetentionLetter, "行政拘留案件移送书", "Letter of referral for detention", Own, true, true, []string{"detention"}},
		{CaseTransferLetter, "案件移送函", "Letter of transfer", Own, true, true, []string{"administrative", "reverse", "public_interest", "monitoring"}},
		{LeadLetter, "线索通报函", "Letter passing on a lead", Own, true, true, []string{"lead"}},
		{ConsultationLetter, "咨询函（商请函）", "Letter of consultation or invitation", Own, true, true, []string{"consultation", "early_intervention"}},
		{AssistanceLetter, "协助调查函", "Letter asking for assistance", Own, true, true, []string{"assistance"}},
		{FindingsLetter, "检查发现问题移交函", "Letter handing over findings", Own, true, true, []string{"findings"}},
		{EmergencyReport, "突发环境事件信息报告", "Report of an incident", Own, true, true, []string{"emergency"}},
		{EmergencyNotice, "突发环境事件通报函", "Notice of an incident to a neighbour", Own, true, true, []string{"emergency"}},
		{SupervisionRequest, "提请督办的请示", "Request for listed supervision", Own, true, true, []string{"supervision"}},
		{ConsultNotice, "生态环境损害索赔磋商告知书", "Notice of consultation", Own, true, true, claims},
		{ConsultMinutes, "磋商会议纪要", "Minutes of the consultation", Own, false, true, claims},
		{CompensationAgreement, "生态环境损害赔偿协议", "Compensation agreement", Own, true, true, claims},
		{ConfirmationApplication, "司法确认申请书", "Application for judicial confirmation", Own, false, true, claims},
		{FailureStatement, "磋商未达成一致（无法磋商）情况说明", "Statement that consultation came to nothing", Own, true, true, claims},
		{PerformanceStatement, "履行赔偿责任情况说明", "Statement of performance", Own, true, true, claims},
		{DesignationRequest, "报请指定管辖的请示", "Request to designate jurisdiction", Counterpart, true, true, []string{"administrative"}},
		{ReplyLetter, "复函", "Letter of reply", Counterpart, true, true, []string{"consultation", "early_intervention", "assistance", "reverse", "public_interest", "administrative", "findings", "monitoring", "lead", "emergency"}},
		{UrgingLetter, "催办函", "Letter urging an overdue act", Waiting, true, true, allKinds},
		{MeetingNotice, "会议通知", "Notice of meeting", Joint, true, true, joint},
		{MeetingMinutes, "会议纪要", "Minutes", Joint, true, true, joint},
		{MeetingUrging, "督办函", "Letter urging a resolution", Joint, true, true, joint},
		{MeetingSheet, "会前消化单", "Sheets of disputed cases before a meeting", Joint, false, false, joint},
		{MeetingBulletin, "联席会议简报", "Bulletin of joint work over a period", Joint, false, false, joint},
		{IntakeSheet, "接案一张纸", "Intake sheet", Desk, false, false, nil},
		{EvidenceConversion, "证据转化清单", "Evidence conversion list", Desk, false, false, nil},
		{DutyRecord, "履职留痕单", "Record of duties done", Desk, false, false, allKinds},
		{PrecheckSheet, "移送前预审单", "Pre-check sheet", Desk, false, false, []string{"criminal", "detention", "reverse", "early_intervention"}},
		{AgreementSheet, "赔偿协议内容核对单", "Content of the agreement, checked", Desk, false, false, claims},
		{DelayProof, "逾期情况证明材料", "Proof of delay", Desk, false, false, allKinds},
	}
}

// InfoOf describes one kind; ok is false for a kind that does not exist.
func InfoOf(k Kind) (info Info, ok bool) {
	for _, info := range Kinds() {
		if info.Kind == k {
			return info, true
		}
	}
	return Info{}, false
}
