package casework

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// mostLeads bounds a workbook of leads; its last row says that there are more.
const mostLeads = 2000

var leadsHead = []string{
	"序号", "线索类型", "性质", "案件编号", "案件名称", "移送机关", "公安机关", "当事人", "涉嫌罪名", "罪名状态", "起始日", "已持续（日）", "推定起算", "依据", "规则编号", "依据核实", "下一步", "下一步期限", "下一步依据", "备注",
}

// LeadsWorkbook gives the table as XLSX, up to 2,000 lines, in Chinese as it is filed.
// Every line is noted in the read log as on the page.
func (o *Office) LeadsWorkbook(ctx context.Context, a Actor, f LeadFilter) ([]byte, error) {
	page, err := o.leads(ctx, a, f, nil, mostLeads)
	if err != nil {
		return nil, err
	}
	rows := [][]string{leadsHead}
	for i, l := range page.Items {
		rows = append(rows, l.cells(i+1, page))
	}
	if page.Next != nil {
		rows = append(rows, []string{"", fmt.Sprintf("超过%d条，其余未列出：请按类型、机关或者期间分次导出", mostLeads)})
	}
	return documents.Workbook("监督线索表", rows)
}

func (l Lead) cells(n int, page Leads) []string {
	kind := "线索"
	if l.Ground.Advice {
		kind = "提示，非违法结论"
	}
	var notes []string
	if l.Transit {
		notes = append(notes, "公安机关称已决定、文书在途")
	}
	if l.Synthetic {
		notes = append(notes, "演示虚构")
	}
	presumed := ""
	if l.Presumed {
		presumed = "未出具回执，推定起算"
	}
	short := func(id ids.Agency) string { return page.Agencies[id].ShortName }
	return []string{
		strconv.Itoa(n), l.Ground.Title.ZH, kind, l.Number, l.Title, short(l.SenderID), short(l.ReceiverID), l.Party, strings.TrimSpace(l.Offence + " " + l.Article), leadState(referral.ChargeState(l.ChargeState)),
		civil.DateOf(l.Since).String(), strconv.Itoa(l.Days), presumed, articleList(l.Rule.Basis), l.Rule.ID, confidenceWord(l.Rule.Confidence).ZH, l.Ground.Says.ZH, periodText(l.Next), articleList(l.Next.Basis), strings.Join(notes, "；"),
	}
}

// leadState says how a charge stands. The platform's words leave open what is not
// decided, and call refused what is under supervision.
func leadState(s referral.ChargeState) string {
	switch s {
	case referral.Pending:
		return "尚未决定"
	case referral.Supervising, referral.ReasonsRequired, referral.ReasonsGiven, referral.ReasonsValid, referral.FilingOrdered:
		return "立案监督中"
	}
	return chargeWord(s)
}

func articleList(basis []fault.Basis) string {
	var out []string
	for _, b := range basis {
		text := "《" + b.Document + "》"
		if b.Number != "" {
			text += "（" + b.Number + "）"
		}
		out = append(out, text+b.Article)
	}
	return strings.Join(out, "；")
}

// periodText names a step with its period; a rule without a number has none.
func periodText(r deadline.Rule) string {
	if r.N == 0 {
		return ""
	}
	return r.Title.ZH + "：" + PeriodOf(r).ZH
}
