package casework

import (
	"maps"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// entryTitles name the entries of a case's record that are no steps of a procedure.
var entryTitles = map[string]fault.Text{
	"case.open": fault.T("创建移送", "Draft begun"), "case.edit": fault.T("修改草稿", "Draft edited"), "evidence.add": fault.T("上传材料", "File added"),
	"evidence.seal": fault.T("材料密封标记", "File marked to be sealed"), "evidence.unseal": fault.T("打开密封附件", "Sealed file opened"),
	"material.add": fault.T("登记材料", "Material listed"), "material.edit": fault.T("修改材料登记", "Material changed"),
	"document.issue": fault.T("制作文书", "Document issued"), "document.seal": fault.T("上传盖章件", "Sealed version attached"), "document.void": fault.T("文书作废", "Document voided"),
	"notice.called": fault.T("以电话告知（通知未能送达）", "Told by phone: the notice could not be delivered"),
	"remark.call":   fault.T("电话记录", "Phone record"), "remark.reminder": fault.T("催办提醒", "Reminder"), "remark.in_transit": fault.T("已决定，文书在途", "Decided, papers in transit"),
	"remark.voided": fault.T("文书作废（对方枢纽机关）", "Paper voided by an organ of another hub"), "remark.corrected": fault.T("更正文书", "Corrected paper"),
	"case.linked": fault.T("关联案件", "Cases linked"), "clock.settle": fault.T("确定暂计的期限", "Provisional deadline settled"),
	"reporter.seal": fault.T("密封举报人信息", "Reporter sealed"), "reporter.open": fault.T("查看密封的举报人信息", "Sealed reporter looked at"), "reporter.pass": fault.T("移交举报人信息", "Sealed reporter passed on"),
	"case.assign": fault.T("指定承办人", "Given to a person"),
	"glass.break": fault.T("紧急查阅", "Opened in an emergency"), "glass.review": fault.T("复核紧急查阅", "Break-glass look reviewed"),
	"meeting.mark": fault.T("列入联席会议", "Put on the joint meeting"), "meeting.off": fault.T("撤下联席会议议题", "Taken off the joint meeting"), "silence.letter": fault.T("发出催办函", "Letter urging an overdue act sent"),
	qualityNote:       fault.T("对协作质量指标作出说明", "An organ explained its figure"),
	"precheck.answer": fault.T("填写移送前预审", "Pre-check answered"),
	"archive.propose": fault.T("拟定归档目录", "Archive proposed"), "archive.hand_over": fault.T("移交归档", "Handed over to the archive"), "archive.supplement": fault.T("补充归档", "Added to the archive"),
	"redaction.order": fault.T("下达涉密信息清除令", "Destruction of content ordered"), "redaction.refuse": fault.T("撤销清除令", "Order taken back"),
	"record.redacted": fault.T("执行涉密信息清除令", "Content destroyed"), "redaction.copy": fault.T("登记副本处置", "Copy destroyed"),
	"case.arrive": fault.T("从其他枢纽到达", "Arrived from another hub"), "evidence.arrive": fault.T("随函材料到达", "File of a message arrived"),
	"onward.ask": fault.T("商请同意转发", "Leave to pass on asked for"), "onward.members": fault.T("知悉机关名单", "List of organs that may hold it"),
	"disclosure.give":      fault.T("提供此前未随函提供的信息", "Shown what a message withheld"),
	"exchange.not_arrived": fault.T("函件未到达其他枢纽", "A message did not arrive at another hub"),
	"exchange.arrived":     fault.T("补送的函件已到达", "What was sent again has arrived"),
	"recall.ask":           fault.T("召回已提供的信息", "What was disclosed is called back"), "recall.arrive": fault.T("收到召回函", "A recall arrived"),
	"recall.answer": fault.T("答复召回", "A recall answered"), "recall.answered": fault.T("对方答复召回", "The other side answered the recall"),
	"disclosure.recall": fault.T("召回信息", "Recall"), "disclosure.recalled": fault.T("答复召回", "Answer to a recall"), "exchange.resealed": fault.T("以现用密钥重新签署", "Signed anew under the present key"),
	"exchange.again":   fault.T("重新发往其他枢纽", "Sent again to another hub"),
	"record.confirmed": fault.T("确认代录", "Record confirmed"), "record.objected": fault.T("对代录提出异议", "Objection to a record"),
}

// EntryTitle says an entry of a case in words: a step that several kinds share may be
// called otherwise in each. Where the kind is not known, it is what the first calls it;
// an entry that nobody named keeps its code.
func EntryTitle(of referral.Kind, entry string) fault.Text {
	if t, ok := entryTitles[entry]; ok {
		return t
	}
	for _, k := range append([]referral.Kind{of}, slices.Sorted(maps.Keys(referral.Procedures))...) {
		if proc, ok := referral.Procedures[k]; ok {
			if step, ok := proc.Step(referral.Action(entry)); ok {
				return step.Title
			}
		}
	}
	return fault.T(entry, entry)
}
