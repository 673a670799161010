package referral

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// ChecklistEntry is one kind of material that a referral needs.
type ChecklistEntry struct {
	Code      string
	Title     fault.Text
	Basis     string
	Generated bool // the hub makes it
	Mandatory func(Snapshot) bool
}

// always and never are the plain answers to "is it mandatory here".
func always(Snapshot) bool { return true }
func never(Snapshot) bool  { return false }

// CriminalChecklist follows 17号第六条 and 310号第六条; the approval form is asked
// for by the case-file review sheets (环执法发〔2024〕4号).
var CriminalChecklist = []ChecklistEntry{
	{"doc_transfer_letter", fault.T("案件移送书", "Transfer letter"), "17号第六条第一项；310号第六条第一项", true, always},
	{"doc_materials_list", fault.T("移送材料清单", "List of materials"), "17号第六条第一项", true, always},
	{"doc_approval_form", fault.T("移送审批表", "Approval form"), "环执法发〔2024〕4号", true, never},
	{"doc_investigation_report", fault.T("案件调查报告", "Investigation report"), "17号第六条第二项", false, always},
	{"doc_site_records", fault.T("现场检查（勘察）笔录、询问笔录、勘验图、采样记录", "Site records, interviews, maps, sampling records"), "17号第六条第三项", false, always},
	{"doc_items_list", fault.T("涉案物品清单", "List of items"), "17号第六条第四项", false, func(s Snapshot) bool { return !s.Content.ItemsNone }},
	{"doc_photos_av_list", fault.T("现场照片或者录音录像及清单", "Photos or recordings with their list"), "17号第六条第五项", false, func(s Snapshot) bool { return !s.Content.PhotosNone }},
	{"doc_monitoring_opinion", fault.T("监测、检验报告、认定意见", "Monitoring or test reports, opinions"), "17号第六条第六项", false, func(s Snapshot) bool { return !s.Content.MonitoringNone }},
	{"doc_penalty_decision", fault.T("行政处罚决定书", "Penalty decision"), "17号第六条", false, func(s Snapshot) bool { return s.Content.PenaltyDecided }},
	{"doc_other", fault.T("其他有关涉嫌犯罪的材料", "Other materials"), "17号第六条第七项", false, never},
}

// MissingMaterials lists the mandatory kinds that have no entry yet. The letter
// and its list are watched by the sealing of the letter itself.
func MissingMaterials(s Snapshot) []ChecklistEntry {
	var out []ChecklistEntry
	for _, e := range listed[s.Kind] {
		if e.Generated || !e.Mandatory(s) {
			continue
		}
		if !slices.ContainsFunc(s.Materials, func(m Material) bool { return m.Code == e.Code }) {
			out = append(out, e)
		}
	}
	return out
}

// listed are the kinds whose materials a text lists; a guard may not look at
// the procedures, which look at the guards.
var listed = map[Kind][]ChecklistEntry{Criminal: CriminalChecklist, Detention: detentionChecklist}
