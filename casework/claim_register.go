package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	damage "github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// mostClaims bounds the register; the answer says that there are more.
const mostClaims = 2000

// ClaimFilter narrows the register. What is empty narrows nothing.
type ClaimFilter struct {
	Year     int  // in which the claim was begun; 0: all
	Major    bool // only major cases (重大案件)
	Crossing bool // only across provinces
}

// ClaimLine is a claim in the register (索赔台账).
type ClaimLine struct {
	dbsqlc.ListClaimsRow
	Claim damage.Claim
}

// ClaimRegister is the register with its sums, in fen.
type ClaimRegister struct {
	Lines                           []ClaimLine
	AssessedFen, AgreedFen, PaidFen int64
	More                            bool // only the newest 2,000 are listed
	Now                             civil.Date
}

// Claims gives the register of the actor's organ.
func (o *Office) Claims(ctx context.Context, a Actor, f ClaimFilter) (out ClaimRegister, err error) {
	if !o.mayReadScreenings(a) {
		return out, screeningDenied()
	}
	out.Now = civil.DateOf(o.Now())
	p := dbsqlc.ListClaimsParams{AgencyID: a.Agency, Major: f.Major, Crossing: f.Crossing}
	from, to := civil.Date{Year: 1, Month: 1, Day: 1}, civil.Date{Year: 9999, Month: 1, Day: 1}
	if f.Year > 0 {
		from, to = civil.Date{Year: f.Year, Month: 1, Day: 1}, civil.Date{Year: f.Year + 1, Month: 1, Day: 1}
	}
	p.FromAt, p.Until = from.Start(), to.Start()
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err := q.ListClaims(ctx, p)
		if err != nil {
			return err
		}
		if out.More = len(rows) > mostClaims; out.More {
			rows = rows[:mostClaims]
		}
		for _, r := range rows {
			var flags referral.Flags
			if err := json.Unmarshal(r.Flags, &flags); err != nil {
				return fmt.Errorf("read flags of a claim: %w", err)
			}
			c := flags.Claim
			out.Lines = append(out.Lines, ClaimLine{r, c})
			out.AssessedFen += c.Costs.Sum()
			out.AgreedFen += c.AgreedFen()
			out.PaidFen += c.PaidFen()
		}
		return nil
	})
	return out, err
}

// ClaimsWorkbook gives the register as XLSX, in Chinese as it is filed.
func (o *Office) ClaimsWorkbook(ctx context.Context, a Actor, f ClaimFilter) ([]byte, error) {
	list, err := o.Claims(ctx, a, f)
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"序号", "案件编号", "案件名称", "赔偿义务人", "线索渠道", "筛查轮次", "状态", "损害数额（元）", "协议数额（元）", "已履行（元）", "尚欠（元）", "修复节点（未完成／全部）", "重大案件", "完成时限", "报送次数", "跨省"}}
	for i, l := range list.Lines {
		c := l.Claim
		rows = append(rows, []string{
			strconv.Itoa(i + 1), l.Number, l.Title, l.Owes, channelWord(l.Channel), l.Round, claimState(referral.State(l.State)), damage.Yuan(c.Costs.Sum()), damage.Yuan(c.AgreedFen()), damage.Yuan(c.PaidFen()), damage.Yuan(c.OpenFen()),
			fmt.Sprintf("%d／%d", c.WorksOpen(), len(c.Works)), majorWord(c.Major), c.MajorBy.String(), strconv.Itoa(c.MajorTold), yes(l.CrossProvince),
		})
	}
	rows = append(rows, []string{"", "", "合计", "", "", "", "", damage.Yuan(list.AssessedFen), damage.Yuan(list.AgreedFen), damage.Yuan(list.PaidFen), damage.Yuan(list.AgreedFen - list.PaidFen)})
	if list.More {
		rows = append(rows, []string{"", "", fmt.Sprintf("超过%d件，其余未列出：请按年度分次导出", mostClaims)})
	}
	return documents.Workbook("索赔台账", rows)
}

// ScreeningWorkbook is the closing sheet of a round (筛查结果汇总表) as XLSX.
func (o *Office) ScreeningWorkbook(ctx context.Context, a Actor, id ids.Entry) ([]byte, error) {
	s, err := o.ReadScreening(ctx, a, id)
	if err != nil {
		return nil, err
	}
	rows := [][]string{
		{fmt.Sprintf("%d年第%d轮线索筛查：%s", s.Year, s.Round, s.Title)}, {"筛查期间", s.FromOn.String() + " 至 " + s.ToOn.String()},
		{"线索", fmt.Sprintf("%d条，启动索赔%d条，不启动%d条，待定%d条", len(s.Candidates), s.Counted("claim"), s.Counted("not_pursued"), s.Counted(""))}, {"小结", s.Closing}, {},
		{"序号", "线索", "渠道", "上级交办", "来源文号", "地点", "发现日期", "处理", "情形", "理由", "索赔案号", "协议数额（元）", "已履行（元）"},
	}
	for _, c := range s.Candidates {
		rows = append(rows, []string{
			strconv.Itoa(int(c.Seq)), c.Title, channelWord(c.Channel), yes(c.Above), c.Reference, c.Place, c.FoundOn.String(), map[string]string{"claim": "启动索赔", "not_pursued": "不启动", "": "待定"}[c.Decision],
			c.Ground.Says.ZH, c.Reason, c.ClaimNumber, damage.Yuan(c.Claim.AgreedFen()), damage.Yuan(c.Claim.PaidFen()),
		})
	}
	return documents.Workbook("筛查结果", rows)
}

func channelWord(value string) string { return wordIn(referral.LeadChannels, value) }
func majorWord(value string) string   { return wordIn(referral.MajorClasses, value) }

func wordIn(list []referral.Choice, value string) string {
	for _, c := range list {
		if c.Value == value {
			return c.Label.ZH
		}
	}
	return value
}

func yes(b bool) string {
	if b {
		return "是"
	}
	return ""
}

// claimState says how far a claim is, as the register files it.
func claimState(s referral.State) string {
	return map[referral.State]string{
		referral.Draft: "拟稿", referral.Reported: "已报审批", referral.Refused: "不启动", referral.Approved: "已启动", referral.Handling: "磋商中", referral.Decided: "履行中",
		referral.Answered: "履行完毕、诉讼或者终止", referral.Closed: "办结", referral.Void: "作废",
	}[s]
}
