package casework

import (
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// denied refuses an action of the policies to somebody who may see the case.
func denied(action string) *fault.Error {
	t := titleOf(action)
	return fault.New(fault.Denied, "not_allowed", fault.T("您的岗位不能办理这一步骤："+t.ZH, "Your function may not do this: "+t.EN))
}

// titleOf says an action of the policies in words: a step by its table, the
// rest, which no table holds, from housekeeping.
func titleOf(action string) fault.Text {
	for _, p := range referral.Procedures {
		if step, ok := p.Step(referral.Action(action)); ok {
			return step.Title
		}
	}
	if t, ok := housekeeping[action]; ok {
		return t
	}
	return fault.T("该项操作", "this action")
}

// housekeeping names what no table holds.
var housekeeping = map[string]fault.Text{
	"case.list": fault.T("查看案件", "list cases"), "case.open": fault.T("发起移送", "begin a referral"), "case.edit": fault.T("修改草稿", "edit the draft"),
	"case.assign": fault.T("指定承办人", "give a case to a person"),
	"case.watch":  fault.T("关注", "follow a case"), "case.remark": fault.T("登记电话、催办或者在途", "record a call, a reminder or papers in transit"),
	"reads.list": fault.T("查看查阅记录", "see who looked at a case"), "reads.own": fault.T("查看本机关的查阅记录", "see the organ's read log"),
	"glass.break": fault.T("紧急查阅", "open a case in an emergency"), "glass.list": fault.T("查看紧急查阅", "see the break-glass looks"), "glass.review": fault.T("复核紧急查阅", "review a break-glass look"),
	"evidence.add": fault.T("上传材料", "add files"), "material.edit": fault.T("登记材料", "edit the materials list"), "document.issue": fault.T("制作文书", "issue documents"),
	"reporter.seal": fault.T("密封举报人信息", "seal who reported it"), "reporter.open": fault.T("查看密封的内容（举报人信息、密封附件）", "open what is sealed: who reported it, sealed files"), "reporter.pass": fault.T("移交举报人信息", "pass on who reported it"),
	"meeting.mark": fault.T("列入联席会议或者撤下", "put a case on the joint meeting, or take it off"), "letter.write": fault.T("起草催办文书", "draft a letter on an overdue act"), "letter.send": fault.T("发出催办文书", "send a letter on an overdue act"),
	"precheck.answer": fault.T("填写移送前预审", "answer the pre-check"),
	"record.confirm":  fault.T("确认代录", "answer for a recorded act"), "record.from_paper": fault.T("代录", "record a counterpart's act from paper"), "record.late": fault.T("补录", "enter an act late"),
	"redaction.read": fault.T("查看清除令", "see orders to destroy content"), "redaction.order": fault.T("下达涉密信息清除令", "order that content is destroyed"), "record.redacted": fault.T("执行涉密信息清除令", "carry out an order to destroy content"),
	"bundle.export": fault.T("导出交换包", "export a courier bundle"), "bundle.import": fault.T("导入交换包", "take in a courier bundle"),
	"onward.ask": fault.T("商请同意转发", "ask for leave to pass a case on"), "onward.grant": fault.T("答复商请、签署知悉机关名单", "sign the list of organs that may hold a case"),
	"disclosure.give": fault.T("向其他枢纽的机关提供未随函提供的信息", "show an organ of another hub what a message withheld"),
	"message.read":    fault.T("查看其他枢纽来函的可读文本", "read the readable text of messages between hubs"),
	"archive.read":    fault.T("查看归档", "see the archive"), "archive.propose": fault.T("拟定归档目录", "propose the archive"), "archive.hand_over": fault.T("移交归档", "hand over to the archive"), "archive.supplement": fault.T("补充归档", "add to the archive"),
	"redaction.refuse": fault.T("撤销清除令", "take back an order"), "redaction.copy": fault.T("登记副本处置", "tick off a copy"),
}
