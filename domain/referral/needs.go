package referral

import (
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Need is one thing an act's input must hold.
type Need string

// Needs of the acts.
const (
	NeedReason     Need = "reason"
	NeedText       Need = "text"
	NeedDocumentNo Need = "document_no"
	NeedOfficer    Need = "officer"
	NeedCharges    Need = "charges"
	NeedMissing    Need = "missing"
	NeedTrack      Need = "track"
	NeedOutcome    Need = "outcome"
	NeedTarget     Need = "to"
	NeedCopy       Need = "copy_to"
	NeedNoSecret   Need = "no_state_secret"
	NeedPages      Need = "pages"
	NeedItems      Need = "items"
	NeedResult     Need = "result"
	NeedUntil      Need = "until"
	NeedDays       Need = "days"
	NeedDamage     Need = "damage_fen"
	NeedFen        Need = "fen"
	NeedManner     Need = "manner"
	NeedWorks      Need = "works"
	NeedWork       Need = "work"
	NeedMajor      Need = "major"
	NeedMembers    Need = "members"
	NeedVisit      Need = "visit"
	NeedLine       Need = "line"
)

type needCheck struct {
	met  func(Input) bool
	text fault.Text
}

var needChecks = map[Need]needCheck{
	NeedReason:     {func(in Input) bool { return said(in.Reason) }, fault.T("请写明理由", "Give the reason")},
	NeedText:       {func(in Input) bool { return said(in.Text) }, fault.T("请写明内容", "Say what it is about")},
	NeedDocumentNo: {func(in Input) bool { return said(in.DocumentNo) || in.Paper != nil }, fault.T("请填写文书文号", "Give the document's number")},
	NeedOfficer:    {func(in Input) bool { return said(in.Officer) }, fault.T("请填写签收人或者承办人姓名", "Name the officer who signs or is put in charge")},
	NeedCharges:    {func(in Input) bool { return len(in.Charges) > 0 }, fault.T("请选择当事人及罪名", "Choose the persons and offences")},
	NeedMissing:    {func(in Input) bool { return len(in.Missing) > 0 }, fault.T("请列明所缺材料", "List what is missing")},
	NeedTrack:      {func(in Input) bool { return in.Track == Verify || in.Track == Complex }, fault.T("请选择七日或三十日", "Choose the seven- or the thirty-day track")},
	NeedOutcome:    {func(in Input) bool { return outcomes[in.Outcome] }, fault.T("请选择裁判结果", "Choose the outcome")},
	NeedTarget:     {func(in Input) bool { return in.Target != nil }, fault.T("请选择接收机关", "Choose the receiving organ")},
	NeedCopy:       {func(in Input) bool { return in.Copy != nil }, fault.T("请选择抄送的同级人民检察院", "Choose the procuratorate that gets the copy")},
	NeedNoSecret:   {func(in Input) bool { return in.NoSecret }, fault.T("请确认本件不涉及国家秘密；涉密材料请走机要渠道", "Confirm that this holds no state secret; secret material goes through the classified channel")},
	NeedPages:      {func(in Input) bool { return in.Pages > 0 }, fault.T("请填写页数", "Give the number of pages")},
	NeedResult:     {func(in Input) bool { return said(in.Result) }, fault.T("请选择办理结果", "Choose the result")},
	NeedUntil:      {func(in Input) bool { return !in.Until.IsZero() }, fault.T("请填写期限", "Give the day")},
	NeedDays:       {func(in Input) bool { return in.Days > 0 }, fault.T("请填写延长的天数", "Give the number of days")},
	NeedDamage:     {func(in Input) bool { return in.claimed().Costs.DamageFen > 0 }, fault.T("请填写生态环境损害数额", "Give the amount of the damage")},
	NeedFen:        {func(in Input) bool { return in.claimed().Payment.Fen > 0 }, fault.T("请填写金额", "Give the amount")},
	NeedManner:     {func(in Input) bool { return in.claimed().Payment.Manner != "" }, fault.T("请选择履行方式", "Choose the manner")},
	NeedWorks:      {func(in Input) bool { return len(in.claimed().Works) > 0 }, fault.T("请写明修复内容和完成日期", "Say what is to be done and until when")},
	NeedWork:       {func(in Input) bool { return in.claimed().Work > 0 }, fault.T("请选择修复节点", "Choose the work")},
	NeedMajor:      {func(in Input) bool { return in.claimed().Major != "" }, fault.T("请选择重大案件的情形", "Choose the class of the major case")},
	NeedMembers:    {func(in Input) bool { return in.Joint != nil && len(in.Joint.Members) > 0 }, fault.T("请登记参加人员", "Name the members")},
	NeedVisit:      {func(in Input) bool { return in.Joint != nil && in.Joint.Visit.Number != "" }, fault.T("请填写检查", "Say which visit")},
	NeedLine:       {func(in Input) bool { return in.Line > 0 }, fault.T("请选择议定事项", "Choose the resolution")},
	NeedItems:      {func(in Input) bool { return len(in.Items) > 0 }, fault.T("请逐件填写移交方式", "Say for each item how it is handed over")},
}

// outcomes of a judgment: 定罪、免予刑事处罚、无罪.
var outcomes = map[string]bool{"convicted": true, "exempted": true, "acquitted": true}

func said(s string) bool { return strings.TrimSpace(s) != "" }

// unmet lists every need that the input leaves open, all at once.
func unmet(needs []Need, in Input) []fault.Field {
	var fields []fault.Field
	for _, n := range needs {
		if c := needChecks[n]; !c.met(in) {
			fields = append(fields, fault.Field{Path: "body." + string(n), Text: c.text})
		}
	}
	return fields
}
