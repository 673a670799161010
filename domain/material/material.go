// Package material knows the kinds of the referral checklist (移送材料清单) and
// guesses, from the names offices give their files, which kind a file is.
//
// A guess fills in a form that an officer confirms; it decides nothing.
package material

// Kind codes of the checklist of a criminal referral (环环监〔2017〕17号 第六条;
// 环执法发〔2024〕4号 案卷评查细则 6-1 for the approval form).
const (
	TransferLetter      = "doc_transfer_letter"      // 案件移送书
	MaterialsList       = "doc_materials_list"       // 移送材料清单
	InvestigationReport = "doc_investigation_report" // 案件调查报告
	SiteRecords         = "doc_site_records"         // 现场检查(勘察)笔录、调查询问笔录、勘验图、采样记录单
	ItemsList           = "doc_items_list"           // 涉案物品清单及其来源材料
	PhotosAndAV         = "doc_photos_av_list"       // 现场照片、录音录像及清单
	MonitoringOpinion   = "doc_monitoring_opinion"   // 监测、检验报告、突发环境事件调查报告、认定意见
	Other               = "doc_other"                // 其他有关涉嫌犯罪的材料
	PenaltyDecision     = "doc_penalty_decision"     // 行政处罚决定书
	ApprovalForm        = "doc_approval_form"        // 移送审批表
)

// Confidence is how far a guess can be relied on.
type Confidence int

const (
	Unsure Confidence = iota // nothing in the name says what it is
	Likely                   // ask the officer to look
	Sure                     // the name is the document's own
)

func (c Confidence) String() string { return [...]string{"unsure", "likely", "sure"}[c] }
