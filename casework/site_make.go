package casework

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// NewSiteCheck arranges a visit. Under a plan team, agencies and items are those of the
// planned visit, or of the draw where none was laid out; without one it is a case-driven check (个案检查) of one's own agency.
type NewSiteCheck struct {
	Plan      ids.Entry
	Code      string // of the enterprise
	Name      string // without a plan
	Place     string
	Day       civil.Date
	Half      string // am, pm
	Purpose   string
	Announced bool
	Urgent    string      // why it cannot wait for approval
	Items     []ids.Entry // without a plan
	Officers  []ids.Entry // without a plan
	District  string      // without a plan; empty: as the own library has it
	OverCap   string      // why it is made above the yearly cap, where it is
	Letter    *AssistanceLetter

	Joint     ids.Case // 联合执法行动 with an organ of another hub; zero: none
	JointTeam []string // certificates of its members who come along
	Region    string   // code of the place, where the district does not say it
}

// site is what a visit is made of.
type site struct {
	NewSiteCheck
	kind     string
	agencies []ids.Agency
	planned  ids.Entry
	ordered  bool // a special check ordered from above
	joint    *jointSite
	made     bool // it is arranged already, and about to begin
	timed    bool // the schedule gave it its half day and team
}

// longestAhead is how many days ahead a visit is arranged.
const longestAhead = 400

func (o *Office) checkSite(n *NewSiteCheck) error {
	var bad complaints
	bad.text("body.code", &n.Code, 1, 60)
	bad.text("body.place", &n.Place, 0, 120)
	bad.text("body.purpose", &n.Purpose, 2, 200)
	bad.text("body.urgent", &n.Urgent, 0, 300)
	bad.text("body.over_cap", &n.OverCap, 0, 300)
	bad.text("body.district", &n.District, 0, 60)
	for i := range n.JointTeam {
		bad.text(fmt.Sprintf("body.joint_team[%d]", i), &n.JointTeam[i], 1, 40)
	}
	bad.oneOf("body.half", n.Half, []string{"am", "pm"})
	if today := civil.DateOf(o.Now()); n.Day.Before(today) || today.DaysUntil(n.Day) > longestAhead {
		bad.add("body.day", "检查日期不能早于今天，也不能晚于四百天以后", "The day is neither past nor more than 400 days ahead")
	}
	if n.Plan.IsZero() {
		bad.text("body.name", &n.Name, 2, 120)
		if len(n.Items) == 0 {
			bad.add("body.items", "至少一项本部门已公布的检查事项", "One published item of your agency at least")
		}
	} else if len(n.Items)+len(n.Officers) > 0 || n.Name+n.District != "" {
		bad.add("body.plan", "方案内的检查，名称、事项和人员以抽取结果为准", "Under a plan name, items and officers are those that were drawn")
	}
	if n.Letter != nil && bad.err() == nil {
		return n.Letter.check(o)
	}
	return bad.err()
}

// MakeSiteCheck arranges a visit (安排检查). Under a plan only the initiator's planner
// does, who may know what was drawn.
func (o *Office) MakeSiteCheck(ctx context.Context, a Actor, n NewSiteCheck) (c SiteCheck, err error) {
	if err := o.mayLists(a, "site.make"); err != nil {
		return c, err
	}
	if err := o.checkSite(&n); err != nil {
		return c, err
	}
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		v := site{NewSiteCheck: n, kind: "case", agencies: []ids.Agency{a.Agency}}
		if n.Plan.IsZero() {
			if err := o.ownSite(ctx, q, a, &v); err != nil {
				return err
			}
		} else if err := o.plannedSite(ctx, q, a, &v); err != nil {
			return err
		}
		if err := o.teamStands(ctx, q, &v); err != nil {
			return err
		}
		if err := v.teamFree(ctx, q); err != nil {
			return err
		}
		if err := o.placed(ctx, q, a, &v); err != nil {
			return err
		}
		if err := o.withPartner(ctx, q, a, &v); err != nil {
			return err
		}
		if err := o.withinLimits(ctx, q, a, &v); err != nil {
			return err
		}
		id, err := o.insertSite(ctx, q, a, v)
		if err != nil {
			return err
		}
		if c, err = o.siteIn(ctx, q, a, id); err != nil {
			return err
		}
		told, err := o.arrangedNotices(ctx, q, &c)
		if err != nil {
			return err
		}
		if err := o.putAll(ctx, tx, q, told, o.Now()); err != nil || v.joint == nil {
			return err
		}
		if err := o.tellPartner(ctx, tx, q, a, &v, &c, o.Now()); err != nil {
			return err
		}
		c, err = o.siteIn(ctx, q, a, id)
		return err
	})
	return c, err
}

// ownSite checks items and officers of a case-driven check.
func (o *Office) ownSite(ctx context.Context, q *dbsqlc.Queries, a Actor, v *site) error {
	own, err := q.ListCheckItems(ctx, false, a.Agency)
	if err != nil {
		return err
	}
	people, err := q.ListInspectors(ctx, a.Agency)
	if err != nil {
		return err
	}
	var bad complaints
	for i, id := range v.Items {
		at := slices.IndexFunc(own, func(x CheckItem) bool { return x.ID == id })
		if at < 0 || slices.Contains(v.Items[:i], id) {
			bad.add(fmt.Sprintf("body.items[%d]", i), "不是本部门的抽查事项，或者重复", "Is no check item of your agency, or stands twice")
		} else if !inForce(own[at].PublishedOn, own[at].WithdrawnOn, v.Day) {
			rule, _ := o.Rules.Pick("insp_item_published", v.Day, "", "")
			return under(fault.New(fault.Rule, "site.item_not_published", fault.T("检查事项没有公布或者已经停用，不得实施", "A check item is not published, or withdrawn, and may not be checked")), rule)
		}
	}
	for i, id := range v.Officers {
		if slices.Contains(v.Officers[:i], id) || !slices.ContainsFunc(people, func(p dbsqlc.ListInspectorsRow) bool { return p.ID == id }) {
			bad.add(fmt.Sprintf("body.officers[%d]", i), "不在本部门的检查人员名录库，或者重复", "Is not in your agency's library, or stands twice")
		}
	}
	return bad.err()
}

// plannedSite takes name, team, agencies and items from the draw.
func (o *Office) plannedSite(ctx context.Context, q *dbsqlc.Queries, a Actor, v *site) error {
	row, err := q.LockPlan(ctx, v.Plan)
	if err != nil {
		return orMissing(err)
	}
	p, err := o.planOf(ctx, q, a, row)
	if err != nil {
		return err
	}
	if p.relation() != "initiator" || !p.Planner || p.State != "drawn" && p.State != "published" {
		rule, _ := o.Rules.Pick("insp_draw_confidential", civil.DateOf(o.Now()), "", "")
		return under(fault.New(fault.Rule, "site.not_planner", fault.T("名单密封：抽取完成后，由发起部门登记的计划人员安排检查", "Sealed: once it is drawn, the planner of the initiating agency arranges the visits")), rule)
	}
	if v.Day.Before(p.FromOn) || v.Day.After(p.ToOn) {
		return invalid("body.day", "检查日期不在方案的检查期间内", "The day is outside the period of the plan")
	}
	s, err := q.ReadSealed(ctx, p.current().ID)
	if err != nil {
		return err
	}
	drawn, err := draw.ReadDraw(s.Drawn)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(drawn.Result, func(x draw.Visit) bool { return x.Object == v.Code })
	if at < 0 {
		return invalid("body.code", "不在抽取结果中", "Was not drawn")
	}
	if there, err := q.SiteCheckOf(ctx, p.ID, v.Code); err != nil || there {
		if err == nil {
			err = fault.New(fault.Clash, "site.arranged", fault.T("这个企业在本方案中已经安排检查；改期请先取消原来的安排", "A visit to this enterprise is arranged under the plan; call that off first"))
		}
		return err
	}
	f, err := draw.Thaw(draw.Sections{Terms: s.Terms, Objects: s.Objects, Officers: s.Officers})
	if err != nil {
		return err
	}
	for _, x := range f.Objects.List {
		if x.ID == v.Code {
			v.Name = x.Name
		}
	}
	v.kind, v.ordered, v.Officers, v.agencies = p.CheckType, p.OrderedBy != "", drawn.Result[at].Team, nil
	for _, x := range p.joined() {
		v.agencies = append(v.agencies, x.AgencyID)
	}
	for _, x := range p.Items {
		v.Items = append(v.Items, x.ID)
	}
	return v.asScheduled(ctx, q, p.current().ID)
}

// asScheduled takes time, team, agencies and items from the planned visit (检查任务),
// once the draw was laid out into visits: substitutes and merges stand there.
func (v *site) asScheduled(ctx context.Context, q *dbsqlc.Queries, round ids.Entry) error {
	visit, err := q.VisitToCarryOut(ctx, round, v.Code)
	if noRows(err) {
		return nil // not laid out: as it was drawn
	}
	switch {
	case err != nil:
		return err
	case !visit.MergedInto.IsZero():
		return fault.New(fault.Rule, "site.merged", fault.T("这次检查已经并入另一方案的检查，不再单独实施", "This visit is made in the course of another plan's and not by itself"))
	case !visit.Day.IsZero() && (visit.Day != v.Day || visit.Half != v.Half):
		return invalid("body.day", "与排期不一致（"+visit.Day.String()+" "+visit.Half+"）；改期请在排期中移动", "Is not the time of the schedule ("+visit.Day.String()+" "+visit.Half+"); move it there")
	}
	v.planned, v.District, v.timed = visit.ID, visit.District, !visit.Day.IsZero()
	if visit.OverCap != "" { // a head allowed it when it was scheduled
		v.OverCap = visit.OverCap
	}
	if v.Officers, err = q.ListVisitOfficers(ctx, visit.ID); err != nil {
		return err
	}
	if v.agencies, err = q.ListVisitAgencies(ctx, visit.ID); err != nil {
		return err
	}
	v.Items, err = q.ListVisitItems(ctx, visit.ID)
	return err
}

// teamStands refuses a team of which somebody may not go, and one without enough
// certified officers of each agency on the day.
func (o *Office) teamStands(ctx context.Context, q *dbsqlc.Queries, v *site) error {
	rows, err := q.ListTeamOn(ctx, v.Day, v.Officers)
	if err != nil {
		return err
	}
	for _, r := range rows {
		alone := !slices.ContainsFunc(rows, func(x dbsqlc.ListTeamOnRow) bool { return x.AgencyID == r.AgencyID && x.Valid })
		if err := o.mayGo(r, v, alone); err != nil {
			return err
		}
	}
	least, rule := o.minOfficers(v.Day)
	for _, agency := range v.agencies {
		n := 0
		for _, r := range rows {
			if r.AgencyID == agency && r.Valid {
				n++
			}
		}
		if n < least {
			return under(fault.New(fault.Rule, "site.too_few_officers", fault.T(
				fmt.Sprintf("检查日每个部门须有执法证有效的执法人员不少于%d人", least)+v.instead(), fmt.Sprintf("On the day each agency needs %d officers with a valid certificate at least", least)+v.insteadEN())), rule)
		}
	}
	return nil
}

func (o *Office) insertSite(ctx context.Context, q *dbsqlc.Queries, a Actor, v site) (ids.Entry, error) {
	now := o.Now()
	id := ids.New[ids.Entry](now)
	organ, err := q.ReadAgency(ctx, a.Agency)
	if err != nil {
		return id, err
	}
	n, err := q.NextSiteNumber(ctx)
	if err != nil {
		return id, err
	}
	number := siteNumber(organ.Region, v.Day, n)
	if err := q.InsertSiteCheck(ctx, dbsqlc.InsertSiteCheckParams{
		ID: id, Number: number, PlannedID: v.planned, PlanID: v.Plan, AgencyID: a.Agency, ObjectCode: v.Code, ObjectName: v.Name, Place: v.Place, Day: v.Day, Half: v.Half,
		Purpose: v.Purpose, CheckType: v.kind, Announced: v.Announced, Urgent: v.Urgent, CreatedBy: a.User, CreatedAt: now, District: v.District, OverCap: v.OverCap,
	}); err != nil {
		return id, err
	}
	for _, agency := range v.agencies {
		if err := q.InsertSitePart(ctx, id, agency); err != nil {
			return id, err
		}
	}
	if v.Letter != nil {
		if err := keepLetter(ctx, q, a, id, *v.Letter); err != nil {
			return id, err
		}
	}
	if err := q.InsertSiteOfficers(ctx, id, v.Officers); err != nil {
		return id, err
	}
	if err := q.InsertSiteItems(ctx, id, v.Items); err != nil {
		return id, err
	}
	return id, o.enterSite(ctx, q, a, id, "site.make", map[string]any{
		"number": number, "plan": v.Plan.String(), "day": v.Day.String(), "half": v.Half, "agencies": len(v.agencies), "officers": len(v.Officers), "items": len(v.Items), "urgent": v.Urgent, "announced": v.Announced, "over_cap": v.OverCap, "letter": v.Letter != nil,
	})
}
