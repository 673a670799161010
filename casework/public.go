package casework

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/identity"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/voucher"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// The public page (公开; 国办发〔2018〕118号 行政执法公示): plans, draws, results, read
// without a login. These verbs have no actor: their transaction belongs to no organ,
// so that row-level security shows them no case, no plan and no visit, and what they
// read are the public_ views alone.

// What the edge may see of the public page.
type (
	PublicPlanLine = dbsqlc.PublicPlansRow
	PublicResult   = dbsqlc.PublicResultsRow
	PublicPart     = dbsqlc.PublicPart
	PublicItem     = dbsqlc.PublicItem
)

// Bounds of one public answer.
const (
	mostPublicPlans   = 500
	mostPublicResults = 200
	mostPublicRows    = 20_000 // of a CSV
)

// PublicPlan is a plan as everybody may see it.
type PublicPlan struct {
	dbsqlc.PublicPlanRow
	Strata  []Stratum
	Parts   []PublicPart
	Items   []PublicItem
	Rounds  []PublicRound
	HasFile bool
}

// PublicRound is a round of the draw with the agencies that made it void, by name.
type PublicRound struct {
	dbsqlc.PublicRound
	MissingNames []string
}

// PublicPlans lists the plans of a year, latest first; year 0 is all.
func (o *Office) PublicPlans(ctx context.Context, year int) (list []PublicPlanLine, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		list, err = q.PublicPlans(ctx, int32(year), mostPublicPlans)
		return err
	})
	return list, err
}

// PublicPlan gives one plan.
func (o *Office) PublicPlan(ctx context.Context, id ids.Entry) (p PublicPlan, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		if p.PublicPlanRow, err = q.PublicPlan(ctx, id); err != nil {
			return orMissing(err)
		}
		if err := json.Unmarshal(p.PublicPlanRow.Strata, &p.Strata); err != nil {
			return fmt.Errorf("read strata: %w", err)
		}
		if p.Parts, err = q.PublicParts(ctx, id); err != nil {
			return err
		}
		if p.Items, err = q.PublicItems(ctx, id); err != nil {
			return err
		}
		rounds, err := q.PublicRounds(ctx, id)
		if err != nil {
			return err
		}
		for _, r := range rounds {
			line := PublicRound{PublicRound: r}
			for _, m := range r.Missing {
				if i := slices.IndexFunc(p.Parts, func(x PublicPart) bool { return ids.Entry(x.AgencyID) == m }); i >= 0 {
					line.MissingNames = append(line.MissingNames, p.Parts[i].Name)
				}
			}
			p.Rounds = append(p.Rounds, line)
			p.HasFile = p.HasFile || r.State == "published" && p.WithdrawnAt == nil
		}
		return nil
	})
	return p, err
}

// PublicDrawFile gives the published file of a draw (抽查包), byte for byte.
func (o *Office) PublicDrawFile(ctx context.Context, id ids.Entry) (file []byte, err error) {
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		file, err = q.PublicFile(ctx, id)
		return orMissing(err)
	})
	return file, err
}

// PublicResults gives a page of results, latest number first, and whether there are
// more; a zero plan is all plans, before is the number of the last line seen.
func (o *Office) PublicResults(ctx context.Context, plan ids.Entry, before string) (list []PublicResult, more bool, err error) {
	list, err = o.publicResults(ctx, plan, before, mostPublicResults+1)
	if more = len(list) > mostPublicResults; more {
		list = list[:mostPublicResults]
	}
	return list, more, err
}

func (o *Office) publicResults(ctx context.Context, plan ids.Entry, before string, most int32) (list []PublicResult, err error) {
	var bad complaints
	if bad.text("query.before", &before, 0, 60); bad.err() != nil {
		return nil, bad.err()
	}
	err = o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		list, err = q.PublicResults(ctx, dbsqlc.PublicResultsParams{AnyPlan: plan.IsZero(), PlanID: plan, First: before == "", Before: before, Most: most})
		return err
	})
	for i := range list {
		if ok, _, _ := identity.CheckCreditCode(list[i].ObjectCode); !ok {
			list[i].ObjectCode = "" // another number may be a person's
		}
	}
	return list, err
}

// ConclusionText says what came out of a visit.
func ConclusionText(conclusion string) fault.Text {
	switch conclusion {
	case "clean":
		return fault.T("未发现问题", "Nothing found")
	case "corrected":
		return fault.T("发现问题，当场改正", "Problems found, corrected on the spot")
	case "problems":
		return fault.T("发现问题，责令整改或者移交处理", "Problems found, to be put right or handed over")
	}
	return fault.Text{}
}

// CheckTypeText names a type of check (insp_check_type).
func CheckTypeText(kind string) fault.Text {
	switch kind {
	case "daily":
		return fault.T("日常检查", "Daily check")
	case "special":
		return fault.T("专项检查", "Special check")
	case "case":
		return fault.T("个案检查", "Case-driven check")
	}
	return fault.T(kind, kind)
}

// PublicResultsCSV is PublicResults as CSV, all at once.
func (o *Office) PublicResultsCSV(ctx context.Context, plan ids.Entry) ([]byte, error) {
	list, err := o.publicResults(ctx, plan, "", mostPublicRows)
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"查验编号", "被检查单位", "统一社会信用代码", "检查日期", "检查类型", "检查部门", "检查事项", "检查结果", "问题数", "说明", "公布日期", "撤下日期", "撤下理由"}}
	for _, r := range list {
		rows = append(rows, []string{
			r.Number, r.ObjectName, r.ObjectCode, r.Day.String(), CheckTypeText(r.CheckType).ZH, strings.Join(r.Agencies, "、"), strings.Join(r.Items, "、"),
			ConclusionText(r.Conclusion).ZH, strconv.FormatInt(r.Findings, 10), r.Summary, dayOrNone(r.PublishedAt), dayOrNone(r.WithdrawnAt), r.WithdrawnReason,
		})
	}
	return listCSV(rows)
}

// PublicPlansCSV is PublicPlans as CSV.
func (o *Office) PublicPlansCSV(ctx context.Context, year int) ([]byte, error) {
	list, err := o.PublicPlans(ctx, year)
	if err != nil {
		return nil, err
	}
	states := map[string]string{"open": "筹备", "frozen": "名单已冻结", "drawn": "已抽取", "published": "已公布", "cancelled": "已取消"}
	rows := [][]string{{"方案", "发起部门", "检查类型", "开始", "结束", "状态", "已公布结果", "撤下日期", "撤下理由", "取消日期", "取消理由"}}
	for _, p := range list {
		rows = append(rows, []string{p.Title, p.Initiator, CheckTypeText(p.CheckType).ZH, p.FromOn.String(), p.ToOn.String(), states[p.State], strconv.FormatInt(p.Results, 10), dayOrNone(p.WithdrawnAt), p.WithdrawnReason, dayOrNone(p.CancelledAt), p.CancelledReason})
	}
	return listCSV(rows)
}

// dayOrNone is the day of a moment; "" of one that did not come.
func dayOrNone(at *time.Time) string {
	if at == nil {
		return ""
	}
	return civil.DateOf(*at).String()
}

// instantText is a moment to the second; "" of one that did not come.
func instantText(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.In(civil.Office).Format(time.RFC3339)
}

// roundStates name the state of a round in public.
var roundStates = map[string]string{"frozen": "名单已冻结", "drawn": "已抽取", "published": "已公布", "void": "作废", "redrawn": "重新抽取"}

// PublicDrawsCSV gives every round of the plans of a year as CSV (抽取记录), with its
// hashes: whoever keeps the file can hold the hub to them later. Year 0 is all.
func (o *Office) PublicDrawsCSV(ctx context.Context, year int) ([]byte, error) {
	rows := [][]string{{"方案", "发起部门", "轮次", "方式", "状态", "可抽对象", "排除对象", "可派人员", "排除人员", "抽取户数", "对象名单哈希", "人员名单哈希", "方案哈希", "抽取结果哈希", "抽查包总哈希", "冻结时间", "抽取时间", "未提交或者未揭示", "理由", "揭示截止时间"}}
	err := o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		list, err := q.PublicDraws(ctx, int32(year), mostPublicRows)
		for _, r := range list {
			drawn, mode := "", map[string]string{"open": "现场开抽", "manual": "各部门分别承诺"}[r.Mode]
			if r.Drawn != nil {
				drawn = strconv.Itoa(int(*r.Drawn))
			}
			rows = append(rows, []string{
				r.Title, r.Initiator, strconv.Itoa(int(r.Number)), mode, roundStates[r.State], strconv.Itoa(int(r.Objects)), strconv.Itoa(int(r.ObjectsOut)), strconv.Itoa(int(r.Officers)), strconv.Itoa(int(r.OfficersOut)), drawn,
				r.ObjectsHash, r.OfficersHash, r.TermsHash, r.Core, r.Digest, instantText(&r.FrozenAt), instantText(r.DrawnAt), strings.Join(r.Missing, "、"), r.Reason, instantText(r.RevealBy),
			})
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return listCSV(rows)
}

// Today is the day by the clock of the hub.
func (o *Office) Today() civil.Date { return civil.DateOf(o.Now()) }

// PublicKey is the key with which this hub signs draws and vouchers, as hub draw key
// prints it.
func (o *Office) PublicKey() string {
	return o.Hub + " ed25519:" + hex.EncodeToString(o.HubKey.Public())
}

// CheckVoucher reads a voucher that this hub has signed (查验凭证).
func (o *Office) CheckVoucher(text string) (voucher.Voucher, error) {
	return voucher.Verify(strings.TrimSpace(text), o.HubKey.Public())
}

// WithdrawPlan takes a published draw and its results off the public page (撤下公示),
// with a reason that stays there. Hashes stay as well: nothing that was published is
// made undone.
func (o *Office) WithdrawPlan(ctx context.Context, a Actor, id ids.Entry, reason string) (Plan, error) {
	var bad complaints
	wrong := func() error { bad.text("body.reason", &reason, 2, 300); return bad.err() }()
	return o.changePlan(ctx, a, id, "draw.decide", func(q *dbsqlc.Queries, p *Plan) error {
		if wrong != nil {
			return wrong
		}
		if !slices.Contains(p.Actions, "withdraw") {
			return p.notNow("plan.withdraw")
		}
		if err := q.WithdrawPlan(ctx, dbsqlc.WithdrawPlanParams{PlanID: id, AgencyID: a.Agency, Reason: reason, WithdrawnAt: o.Now()}); err != nil {
			return err
		}
		return o.enterPlan(ctx, q, a, id, "plan.withdraw", map[string]any{"reason": reason})
	})
}
