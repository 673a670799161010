package casework

import (
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// entryTitles name the entries that are neither steps of a procedure nor actions of
// the policies, for what is made from the record.
var entryTitles = map[string]fault.Text{
	"material.add": fault.T("登记材料", "Material listed"), "document.seal": fault.T("上传盖章件", "Sealed version attached"), "document.void": fault.T("文书作废", "Document voided"),
	"remark.call": fault.T("电话记录", "Phone record"), "remark.reminder": fault.T("催办提醒", "Reminder"), "remark.in_transit": fault.T("已决定，文书在途", "Decided, papers in transit"),
	"case.linked": fault.T("关联案件", "Cases linked"), "clock.settle": fault.T("确定暂计的期限", "Provisional deadline settled"),
	"meeting.off": fault.T("撤下联席会议议题", "Taken off the joint meeting"), "silence.letter": fault.T("发出催办函", "Letter urging an overdue act sent"),
	"record.confirmed": fault.T("确认代录", "Record confirmed"), "record.objected": fault.T("对代录提出异议", "Objection to a record"),
}

// entryTitle says an entry of a case in words, as its own procedure calls the step; one
// that nobody named keeps its code.
func entryTitle(of referral.Kind, kind string) fault.Text {
	if proc, err := referral.For(of); err == nil {
		if step, ok := proc.Step(referral.Action(kind)); ok {
			return step.Title
		}
	}
	if t, ok := entryTitles[kind]; ok {
		return t
	}
	if t, ok := housekeeping[kind]; ok {
		return t
	}
	return fault.T(kind, kind)
}
