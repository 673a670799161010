package casework

import (
	"context"
	"slices"
	"strconv"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// SiteReport is what was planned and what became of it (计划执行情况).
type SiteReport struct {
	Plan        Plan
	Drawn       int // 家, by lot
	Planned     int // visits arranged
	Actions     int // 次: days on which teams were out
	Visits      int // 家次
	Enterprises int // 家, each once
	Published   int
	Late        int // results that should be published
	Findings    []SiteFinding
	Rectified   int // 个, those confirmed by a second look included
	HandedOver  int
	Open        int               // 家, drawn and neither visited nor called off
	Unvisited   []DrawnEnterprise // their names, for whoever may know what was drawn
}

// DrawnEnterprise is an enterprise that was drawn.
type DrawnEnterprise struct{ Code, Name, Stratum string }

// Right reports whether a finding is put right, by its own note or by its referral.
func (f SiteFindingState) Right() bool {
	return f == "rectified" || f == "confirmed"
}

// SiteFindingState is the state of a finding: open, rectified, confirmed.
type SiteFindingState string

// FindingState says how a finding stands; of one that was handed over its referral decides.
func FindingState(f SiteFinding) SiteFindingState {
	if !f.CaseID.IsZero() {
		if s := SiteFindingState(f.CaseState); s.Right() {
			return s
		}
		return "open"
	}
	return SiteFindingState(f.State)
}

// SiteReport counts a plan.
func (o *Office) SiteReport(ctx context.Context, a Actor, plan ids.Entry) (r SiteReport, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		if r.Plan, err = o.planIn(ctx, q, a, plan); err != nil {
			return err
		}
		n, err := q.CountSiteChecks(ctx, civil.DateOf(o.Now()), plan)
		if err != nil {
			return err
		}
		r.Planned, r.Actions, r.Visits, r.Enterprises, r.Published, r.Late = int(n.Planned), int(n.Actions), int(n.Visits), int(n.Enterprises), int(n.Published), int(n.Late)
		if round := r.Plan.current(); round != nil && round.Drawn != nil {
			r.Drawn = int(*round.Drawn)
		}
		all, err := q.ListSiteFindings(ctx, dbsqlc.ListSiteFindingsParams{PlanID: plan})
		for _, f := range all {
			if FindingState(f).Right() {
				r.Rectified++
			}
			if !f.CaseID.IsZero() {
				r.HandedOver++
			}
		}
		if r.Findings = all; err != nil || r.Drawn == 0 {
			return err
		}
		return o.reportUnvisited(ctx, q, a, &r)
	})
	return r, err
}

// reportUnvisited adds which drawn enterprises nobody has been to.
func (o *Office) reportUnvisited(ctx context.Context, q *dbsqlc.Queries, a Actor, r *SiteReport) error {
	if s := r.Plan.State; s != "drawn" && s != "published" {
		return nil
	}
	codes, err := unvisited(ctx, q, &r.Plan)
	if r.Open = len(codes); err != nil || r.Open == 0 {
		return err
	}
	if knows, err := o.knows(ctx, q, a, &r.Plan); err != nil || !knows {
		return err
	}
	f, err := thaw(ctx, q, r.Plan.current().ID)
	if err != nil {
		return err
	}
	for _, x := range f.Objects.List {
		if slices.Contains(codes, x.ID) {
			r.Unvisited = append(r.Unvisited, DrawnEnterprise{x.ID, x.Name, x.Stratum})
		}
	}
	return nil
}

// XLSX gives the report as a workbook.
func (r SiteReport) XLSX() ([]byte, error) {
	rows := [][]string{{"指标", "数值（单位）"}, {"方案", r.Plan.Title}, {"检查期间", r.Plan.FromOn.String() + " 至 " + r.Plan.ToOn.String()}}
	for _, x := range []struct {
		name string
		n    int
		unit string
	}{
		{"抽取", r.Drawn, "家"}, {"抽取未检查", r.Open, "家"}, {"已安排检查", r.Planned, "家次"}, {"检查行动", r.Actions, "次"}, {"完成检查", r.Visits, "家次"}, {"完成检查", r.Enterprises, "家"}, {"公布结果", r.Published, "家次"}, {"逾期未公布", r.Late, "家次"},
		{"发现问题", len(r.Findings), "个"}, {"移交处理", r.HandedOver, "个"}, {"整改完成", r.Rectified, "个"},
	} {
		rows = append(rows, []string{x.name, strconv.Itoa(x.n) + " " + x.unit})
	}
	for _, x := range r.Unvisited {
		rows = append(rows, []string{"抽取未检查", x.Name + "（" + x.Code + "，" + x.Stratum + "级）"})
	}
	return documents.Workbook("计划执行情况", rows)
}
