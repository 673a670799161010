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
	Criminal Kind = "criminal" // 移送涉嫌犯罪案件
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
	Administrative  ChargeState = "administrative"   // 转行政处理
)

// Final reports whether nothing more is expected for a charge in this state.
func (s ChargeState) Final() bool { return s == Judged || s == Administrative }

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
	OtherEnforcements Sector = "other"         // 其他行政执法机关
)

// Track is how long the police may take to decide (环环监〔2017〕17号第九条).
type Track string

// Tracks of the filing decision.
const (
	Ordinary Track = "ordinary" // 三日
	Verify   Track = "verify"   // 线索需要查证，七日
	Complex  Track = "complex"  // 重大疑难复杂，三十日，须经批准
)
