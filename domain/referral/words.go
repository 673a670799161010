// Package referral holds the procedures by which organs hand cases to one
// another, as tables, and the pure transition that runs every table.
//
// A Referral (移送) is the legal act; a Handoff (交接) is one attempt at one
// authority; a Charge (涉嫌罪名) is one person with one offence, the unit on
// which police, procuratorate and court decide.
package referral

// Kind is a kind of referral; each kind has one Procedure.
type Kind string

// Kinds with a procedure.
const (
	Lead              Kind = "lead"               // 线索通报
	Criminal          Kind = "criminal"           // 移送涉嫌犯罪案件
	Detention         Kind = "detention"          // 移送行政拘留
	Administrative    Kind = "administrative"     // 行政机关之间移送
	Reverse           Kind = "reverse"            // 反向移送（行刑反向衔接）
	Consultation      Kind = "consultation"       // 双向案件咨询
	EarlyIntervention Kind = "early_intervention" // 提前介入
	Assistance        Kind = "assistance"         // 协助请求
	PublicInterest    Kind = "public_interest"    // 公益诉讼线索与检察建议
	Monitoring        Kind = "monitoring"         // 超标数据审核报告移送
	Findings          Kind = "findings"           // 检查发现问题移交属地
	Supervision       Kind = "supervision"        // 重大案件报告与提请督办
	Compensation      Kind = "compensation"       // 生态环境损害赔偿
	Emergency         Kind = "emergency"          // 突发环境事件报告与通报
	JointAction       Kind = "joint_action"       // 联合执法行动（跨枢纽）
	MeetingInvitation Kind = "meeting_invitation" // 联席会议邀请（跨枢纽）
)

// State is where a referral stands.
type State string

// States of a referral. Decisions on the merits are states of charges.
const (
	Draft     State = "draft"     // 拟稿
	Reported  State = "reported"  // 已报负责人审批
	Refused   State = "refused"   // 负责人不批准移送
	Approved  State = "approved"  // 已批准移送，待移送
	Sent      State = "sent"      // 已移送，待签收
	Received  State = "received"  // 已受理
	Handling  State = "handling"  // 办理中
	Reviewing State = "reviewing" // 审查中（行政检察）
	Suspended State = "suspended" // 中止审查
	Disputed  State = "disputed"  // 管辖争议
	Answered  State = "answered"  // 已答复、已反馈
	Decided   State = "decided"   // 各项罪名均已决定
	Returned  State = "returned"  // 已退回
	Withdrawn State = "withdrawn" // 已撤回
	Void      State = "void"      // 作废
	Closed    State = "closed"    // 办结
)

// Open reports whether something can still happen to a referral in this state.
func (s State) Open() bool { return s != Void && s != Closed }

// ChargeState is where one charge stands.
type ChargeState string

// States of a charge.
const (
	Pending         ChargeState = "pending"          // 待决定
	Filed           ChargeState = "filed"            // 已立案
	Declined        ChargeState = "declined"         // 不予立案
	Reconsidering   ChargeState = "reconsidering"    // 复议中
	Upheld          ChargeState = "upheld"           // 复议维持不立案
	Supervising     ChargeState = "supervising"      // 已建议立案监督
	ReasonsRequired ChargeState = "reasons_required" // 检察机关已要求说明理由
	ReasonsGiven    ChargeState = "reasons_given"    // 公安机关已说明理由
	ReasonsValid    ChargeState = "reasons_valid"    // 理由成立
	FilingOrdered   ChargeState = "filing_ordered"   // 已通知立案
	Cancelled       ChargeState = "cancelled"        // 撤销案件
	Transferred     ChargeState = "transferred"      // 移送审查起诉
	Prosecuted      ChargeState = "prosecuted"       // 提起公诉
	NotProsecuted   ChargeState = "not_prosecuted"   // 不起诉
	Judged          ChargeState = "judged"           // 已判决
	Administered    ChargeState = "administrative"   // 转行政处理
	Detained        ChargeState = "detained"         // 决定行政拘留
	NotDetained     ChargeState = "not_detained"     // 不予行政拘留
	Rectified       ChargeState = "rectified"        // 已报告整改完成
	Confirmed       ChargeState = "confirmed"        // 整改到位
)

// Final reports whether nothing more is expected for a charge in this state.
func (s ChargeState) Final() bool {
	switch s {
	case Judged, Administered, Detained, NotDetained, Confirmed:
		return true
	}
	return false
}

// Decided reports whether the police have decided on the charge once.
func (s ChargeState) Decided() bool { return s != Pending }

// Party is the part an organ plays in a referral.
type Party string

// Parties of a referral.
const (
	Sender        Party = "sender"        // 移送机关
	Receiver      Party = "receiver"      // 接收机关
	Procuratorate Party = "procuratorate" // 同级人民检察院
	PastReceiver  Party = "past_receiver" // 曾接收的机关
	Superior      Party = "superior"      // 共同的上一级机关

	// Either is no part: a rule that binds whoever of sender and owing organ it names.
	Either Party = "either"
)

// Action is one step of a procedure, named as in the contract and in the
// access policies.
type Action string

// Sector is the field an organ works in.
type Sector string

// Sectors that the procedures and rules distinguish.
const (
	Environment       Sector = "environment"   // 生态环境
	Police            Sector = "police"        // 公安
	Procuratorates    Sector = "procuratorate" // 检察
	Market            Sector = "market"        // 市场监管
	Court             Sector = "court"         // 法院
	Water             Sector = "water"         // 水务
	Urban             Sector = "urban"         // 城市管理
	Forestry          Sector = "forestry"      // 林业
	Township          Sector = "township"      // 乡镇街道
	Station           Sector = "station"       // 生态环境监测机构
	OtherEnforcements Sector = "other"         // 其他行政执法机关
)

// administrativeSectors are the organs of administrative enforcement (行政执法机关).
var administrativeSectors = []Sector{Environment, Market, Water, Urban, Forestry, Township, OtherEnforcements}

// justice are the organs of criminal justice.
var justice = []Sector{Police, Procuratorates, Court}

// Track is how long the police may take to decide (环环监〔2017〕17号第九条).
type Track string

// Tracks of the filing decision.
const (
	Ordinary Track = "ordinary" // 三日
	Verify   Track = "verify"   // 线索需要查证，七日
	Complex  Track = "complex"  // 重大疑难复杂，三十日，须经批准
)
