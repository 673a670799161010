package casework

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/identity"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// platformRule is the duty to enter a case (环环监〔2017〕17号第三十四条).
const platformRule = "fwd_platform_entry"

// PlatformSheet is what the sharing platform of the two systems asks for
// (两法衔接录入单), taken from the case so that nobody types it twice. It holds
// no more than the case page shows the same reader, except identity numbers in
// full for the two organs that enter them.
type PlatformSheet struct {
	Number          string
	Fields          []PlatformField
	Rule            deadline.Rule
	SenderEntered   bool
	ReceiverEntered bool
	Now             time.Time
}

// PlatformField is one entry; Value is as it is to be typed, empty if the case
// does not say or the reader may not know.
type PlatformField struct {
	Name  string // stable, for callers
	Group string // case, people, transfer, police: what it is about
	Label fault.Text
	Value string
}

// ReadPlatformSheet gives the sheet of a criminal referral and notes that it was
// read. Missing: a case that the organ may not see. Rule: another kind of case.
func (o *Office) ReadPlatformSheet(ctx context.Context, a Actor, id ids.Case) (PlatformSheet, error) {
	now := o.Now()
	var sheet PlatformSheet
	var reader *seen
	err := o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		reader = s
		if s.Snapshot.Kind != referral.Criminal {
			return fault.New(fault.Rule, "platform.not_criminal", fault.T("只有移送涉嫌犯罪案件需要录入两法衔接平台", "Only criminal referrals are entered in the linkage platform"))
		}
		d, err := o.detail(ctx, q, a, id, now)
		if err != nil {
			return err
		}
		sheet = platformSheet(d, !a.Machine && d.Level == "content" && (d.Relation == string(referral.Sender) || d.Relation == string(referral.Receiver)))
		for _, rule := range o.Rules.All() {
			if rule.ID == platformRule {
				sheet.Rule = rule
			}
		}
		return nil
	})
	if err != nil {
		return sheet, err
	}
	return sheet, o.noteRead(ctx, reader, "platform_sheet", "", now)
}

// Table gives the sheet as rows of label and value, in Chinese as the platform
// asks for them.
func (p PlatformSheet) Table() [][]string {
	rows := [][]string{{"项目", "内容"}}
	for _, f := range p.Fields {
		rows = append(rows, []string{f.Label.ZH, f.Value})
	}
	return rows
}

// XLSX gives the sheet as a workbook.
func (p PlatformSheet) XLSX() ([]byte, error) {
	return documents.Workbook("两法衔接录入单", p.Table())
}

func platformSheet(d Detail, whole bool) PlatformSheet {
	s := d.Snapshot
	c := s.Content
	out := PlatformSheet{Number: d.Case.Number, SenderEntered: s.Flags.SenderEntered, ReceiverEntered: s.Flags.ReceiverEntered, Now: d.Now}
	add := func(group, name, zh, en, value string) {
		out.Fields = append(out.Fields, PlatformField{Name: name, Group: group, Label: fault.T(zh, en), Value: strings.TrimSpace(value)})
	}
	agency := func(id ids.Agency) string { return d.Agencies[id].Name }
	add("case", "number", "案件编号", "Case number", d.Case.Number)
	add("case", "title", "案件名称", "Title", d.Case.Title)
	add("case", "source", "案件来源", "Source", c.Source)
	add("case", "act_on", "违法行为发生日", "Day of the act", day(c.ActOn))
	add("case", "found_on", "发现日", "Found on", day(c.FoundOn))
	add("case", "penalty_case", "行政处罚案号", "Penalty case", c.PenaltyCase)
	add("case", "penalty_filed_on", "行政处罚立案日", "Penalty case opened on", day(c.PenaltyFiledOn))
	add("case", "facts", "主要事实", "Facts", c.Facts)
	add("case", "threshold", "追诉标准及数值", "Threshold and figure", c.Threshold)
	for i, p := range s.Parties {
		platformParty(add, i+1, p, s.Charges, whole)
	}
	add("transfer", "sender", "移送机关", "Sender", agency(d.Case.SenderID))
	add("transfer", "letter_no", "移送书文号", "Number of the transfer letter", letterNumber(d.Documents))
	add("transfer", "sent_on", "移送日期", "Transferred on", dayOf(d.Case.SentAt))
	add("transfer", "receiver", "接收公安机关", "Police", agency(d.Case.ReceiverID))
	add("transfer", "copied", "抄送检察机关", "Procuratorate", agency(d.Case.CopiedID))
	add("transfer", "basis", "移送依据", "Basis", c.Basis)
	add("transfer", "officer", "案件主办人", "Officer", c.Officer)
	add("transfer", "officer_phone", "联系方式", "Phone", c.OfficerPhone)
	if !s.Accepted.IsZero() && !s.Flags.Presumed {
		add("police", "accepted_on", "公安机关接受日期", "Accepted on", civil.DateOf(s.Accepted).String())
	} else {
		add("police", "accepted_on", "公安机关接受日期", "Accepted on", "")
	}
	for i, charge := range s.Charges {
		n, at := strconv.Itoa(i+1), "charge_"+strconv.Itoa(i+1)+"_"
		add("police", at+"state", "罪名"+n+"办理结果", "Result of charge "+n, chargeWord(charge.State))
		add("police", at+"decided_on", "罪名"+n+"决定日期", "Charge "+n+" decided on", day(charge.DecidedOn))
	}
	return out
}

func platformParty(add func(group, name, zh, en, value string), i int, p referral.Person, charges []referral.Charge, whole bool) {
	n, at := strconv.Itoa(i), "party_"+strconv.Itoa(i)+"_"
	number := p.CreditCode
	if number == "" {
		number = p.IDNumber
		if number != "" && !whole {
			number = identity.Mask(number)
		}
	}
	kind := map[string]string{"enterprise": "单位", "person": "个人", "unknown": "身份不明"}[p.Kind]
	var offences []string
	for _, c := range charges {
		if c.Party == p.ID {
			offences = append(offences, strings.TrimSpace(c.Offence+" "+c.Article))
		}
	}
	add("people", at+"name", "当事人"+n, "Party "+n, p.Name)
	add("people", at+"kind", "当事人"+n+"类别", "Kind of party "+n, kind)
	add("people", at+"id", "当事人"+n+"证件号码", "Number of party "+n, number)
	add("people", at+"charges", "当事人"+n+"涉嫌罪名", "Offences of party "+n, strings.Join(offences, "；"))
}

// chargeWord says the result of a charge as the platform names it; what is still
// open gives nothing.
func chargeWord(s referral.ChargeState) string {
	switch s {
	case referral.Filed:
		return "立案"
	case referral.Declined, referral.Reconsidering, referral.Upheld, referral.Supervising, referral.ReasonsRequired, referral.ReasonsGiven, referral.ReasonsValid, referral.FilingOrdered:
		return "不予立案"
	case referral.Cancelled:
		return "撤销案件"
	case referral.Transferred:
		return "移送审查起诉"
	case referral.Prosecuted:
		return "提起公诉"
	case referral.NotProsecuted:
		return "不起诉"
	case referral.Judged:
		return "已判决"
	case referral.Administered:
		return "转行政处理"
	}
	return ""
}

func letterNumber(list []dbsqlc.ListDocumentsRow) string {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Kind == string(documents.TransferLetter) && list[i].State != "void" {
			return list[i].Number
		}
	}
	return ""
}

func day(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func dayOf(t *time.Time) string {
	if t == nil {
		return ""
	}
	return civil.DateOf(*t).String()
}
