package casework

import (
	"context"
	"slices"
	"strconv"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// SiteReport is what was planned and what became of it (计划执行情况).
type SiteReport struct {
	Plan        Plan
	Drawn       int // 家, by lot
	Planned     int // visits arranged
	Actions     int // 次: days on which teams were out, for this plan's own visits or in another plan's
	Visits      int // 家次, of this plan: at the door once, whatever is checked there
	Enterprises int // 家, each once, those visited in the course of another plan among them
	Published   int
	Late        int // results that should be published
	MergedOut   int // 家次 that became part of another plan's visit (综合查一次), and are made there
	MergedMade  int // 家次: of those, made
	MergedIn    int // 家次 of other plans that are made in the course of this plan's visits
	Found       int // 个 on this plan's items, in whoever's visit
	FoundThere  int // 个: of those, in another plan's visit
	FoundOther  int // 个 in this plan's visits on another plan's items: they count there
	Findings    []SiteFinding
	CalledOff   []CalledOffVisit
	Rectified   int // 个, those confirmed by a second look included
	HandedOver  int
	Open        int               // 家, drawn and neither visited nor called off
	Unvisited   []DrawnEnterprise // their names, for whoever may know what was drawn
}

// DrawnEnterprise is an enterprise that was drawn.
type DrawnEnterprise struct{ Code, Name, Stratum string }

// CalledOffVisit is a visit that was arranged and not made. Enterprise and reason, which may
// name it, are for whoever may know what was drawn.
type CalledOffVisit struct {
	ID           ids.Entry
	Number       string
	Day          civil.Date
	Code, Name   string
	Reason       string
	Sealed       bool
	ArrangedAnew bool // the enterprise has another visit under the plan, or had it
}

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
		if err := reportMerged(ctx, q, &r); err != nil {
			return err
		}
		knows, err := o.knows(ctx, q, a, &r.Plan)
		if err != nil {
			return err
		}
		if err := reportCalledOff(ctx, q, &r, knows || a.Has("head")); err != nil || r.Drawn == 0 {
			return err
		}
		return o.reportUnvisited(ctx, q, a, &r)
	})
	return r, err
}

// reportMerged counts what was found, and visits that two plans make as one: at the door
// there is one (家次 of the plan that makes it), the enterprise is visited for both (家), and
// a finding counts with the plan that its item belongs to (个).
func reportMerged(ctx context.Context, q *dbsqlc.Queries, r *SiteReport) error {
	var there []ids.Entry
	if round := r.Plan.current(); round != nil {
		n, err := q.CountMergedSiteChecks(ctx, round.ID, r.Plan.ID)
		if err != nil {
			return err
		}
		r.MergedOut, r.MergedMade, r.MergedIn, r.Actions, r.Enterprises = int(n.Gone), int(n.Made), int(n.TakenIn), int(n.Actions), int(n.Enterprises)
		if there, err = q.MergedSiteFindings(ctx, r.Plan.ID, round.ID); err != nil {
			return err
		}
	}
	all, err := q.ListSiteFindings(ctx, dbsqlc.ListSiteFindingsParams{PlanID: r.Plan.ID, Others: there})
	r.Findings = all
	for _, f := range all {
		if !f.ItemID.IsZero() && !slices.ContainsFunc(r.Plan.Items, func(i PlanItem) bool { return i.ID == f.ItemID }) {
			r.FoundOther++
			continue
		}
		r.Found++
		if slices.Contains(there, f.ID) {
			r.FoundThere++
		}
		if FindingState(f).Right() {
			r.Rectified++
		}
		if !f.CaseID.IsZero() {
			r.HandedOver++
		}
	}
	return err
}

// reportCalledOff adds the visits that were called off.
func reportCalledOff(ctx context.Context, q *dbsqlc.Queries, r *SiteReport, knows bool) error {
	rows, err := q.CalledOffSiteChecks(ctx, r.Plan.ID)
	if err != nil {
		return err
	}
	for _, x := range rows {
		v := CalledOffVisit{ID: x.ID, Number: x.Number, Day: x.Day, Sealed: !knows}
		if v.ArrangedAnew, err = q.SiteCheckOf(ctx, r.Plan.ID, x.ObjectCode); err != nil {
			return err
		}
		if knows {
			v.Code, v.Name, v.Reason = x.ObjectCode, x.ObjectName, x.Reason
		}
		r.CalledOff = append(r.CalledOff, v)
	}
	return nil
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

// rows are the report as a table.
func (r SiteReport) rows() [][]string {
	rows := [][]string{{"指标", "数值（单位）"}, {"方案", r.Plan.Title}, {"检查期间", r.Plan.FromOn.String() + " 至 " + r.Plan.ToOn.String()}}
	for _, x := range []struct {
		name string
		n    int
		unit string
	}{
		{"抽取", r.Drawn, "家"}, {"抽取未检查", r.Open, "家"}, {"已安排检查", r.Planned, "家次"}, {"取消检查", len(r.CalledOff), "家次"}, {"并入其他方案实施", r.MergedOut, "家次"}, {"其中已实施", r.MergedMade, "家次"}, {"其他方案并入本方案实施", r.MergedIn, "家次"},
		{"检查行动", r.Actions, "次"}, {"完成检查", r.Visits, "家次"}, {"完成检查（含并入其他方案实施的）", r.Enterprises, "家"}, {"公布结果", r.Published, "家次"}, {"逾期未公布", r.Late, "家次"},
		{"发现问题", r.Found, "个"}, {"其中在其他方案的检查中发现", r.FoundThere, "个"}, {"本方案检查中发现、计入其他方案", r.FoundOther, "个"}, {"移交处理", r.HandedOver, "个"}, {"整改完成", r.Rectified, "个"},
	} {
		rows = append(rows, []string{x.name, strconv.Itoa(x.n) + " " + x.unit})
	}
	for _, x := range r.Unvisited {
		rows = append(rows, []string{"抽取未检查", x.Name + "（" + x.Code + "，" + x.Stratum + "级）"})
	}
	for _, x := range r.CalledOff {
		what := x.Number + "，" + x.Day.String()
		switch {
		case x.Sealed:
			what += "，名单密封"
		case x.Reason == "":
			what += "，" + x.Name + "：理由见办理记录"
		default:
			what += "，" + x.Name + "：" + x.Reason
		}
		if x.ArrangedAnew {
			what += "（已另行安排）"
		}
		rows = append(rows, []string{"取消检查", what})
	}
	return append(rows, []string{"说明", MergedNote().ZH})
}

// MergedNote explains how visits are counted that two plans make as one.
func MergedNote() fault.Text {
	return fault.T("合并检查进一次门：家次只计在实施检查的方案；被检查单位两个方案各计一家；问题按事项所属方案计，不重复。次、家次、家、个不能相加。",
		"Visits made as one go through the door once: the visit counts with the plan that makes it, the enterprise with both, a finding with the plan that its item belongs to. The units are never added up.")
}

// XLSX gives the report as a workbook.
func (r SiteReport) XLSX() ([]byte, error) { return documents.Workbook("计划执行情况", r.rows()) }

// CSV gives the report as CSV.
func (r SiteReport) CSV() ([]byte, error) { return listCSV(r.rows()) }
