package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// What the edge may see of a plan.
type (
	PlanRow    = dbsqlc.ListPlansRow
	PlanAgency = dbsqlc.ListPlanAgenciesRow
	PlanItem   = dbsqlc.ListPlanItemsRow
	Round      = dbsqlc.DrawRound
	Nonce      = dbsqlc.ListNoncesRow
	Withdrawal = dbsqlc.ReadWithdrawalRow
)

// Stratum is a risk tier with its ratio (分层比例).
type Stratum struct {
	Name        string `json:"name"`
	Numerator   int64  `json:"numerator"`
	Denominator int64  `json:"denominator"`
	Minimum     int64  `json:"minimum"`
}

// NewPlan is what the initiator (发起部门) fixes of a joint plan.
type NewPlan struct {
	Title           string
	CheckType       string // daily, special (日常检查、专项检查)
	From, To        civil.Date
	Districts, Tags []string // narrow the pool; empty: all
	Strata          []Stratum
	PerAgency       int
	MaxVisits       int // of one officer in the period; 0: no limit
	Agencies        []ids.Agency
	Items           []ids.Entry
	Programme       ids.Entry // the programme it rests on (检查计划); zero: none
	NoProgramme     string    // why a special check goes without one
	OrderedBy       string    // 上级部署文件 of a special check, which then does not count towards the yearly cap
}

// Plan is a joint plan as one of its agencies sees it. Nothing in it tells what was drawn.
type Plan struct {
	dbsqlc.InspectionPlan
	Strata    []Stratum
	Agencies  []PlanAgency
	Items     []PlanItem
	Rounds    []Round
	Nonces    []Nonce // of the current round; values are left out
	Mine      PlanAgency
	Withdrawn *Withdrawal // from the public page
	Planner   bool        // the asking person may open what is sealed
	PlannerIs string      // name of the planner of one's own agency
	Actions   []string    // what the asking person may do now

	VisitCount int      // visits planned from the current round
	told       []notice // what an act has to tell, once it is done
}

func (p *Plan) relation() string {
	if p.Mine.AgencyID == p.AgencyID {
		return "initiator"
	}
	return "participant"
}

// current is the round that is frozen, drawn or published, if there is one.
func (p *Plan) current() *Round {
	for i := range p.Rounds {
		if s := p.Rounds[i].State; s != "void" && s != "redrawn" {
			return &p.Rounds[i]
		}
	}
	return nil
}

func (p *Plan) joined() (list []PlanAgency) {
	for _, a := range p.Agencies {
		if a.State == "joined" {
			list = append(list, a)
		}
	}
	return list
}

// minOfficers is how many officers of an agency a team has at least, with the rule.
func (o *Office) minOfficers(on civil.Date) (int, deadline.Rule) {
	rule, err := o.Rules.Pick("insp_two_officers", on, "", "")
	if err != nil {
		return 1, rule
	}
	return max(limitOf(rule, "officers_min"), 1), rule
}

func under(err *fault.Error, r deadline.Rule) *fault.Error {
	if len(r.Basis) > 0 {
		return err.Under(r.ID, r.Basis[0])
	}
	return err
}

// MakePlan opens a joint plan and invites the other agencies.
func (o *Office) MakePlan(ctx context.Context, a Actor, in NewPlan) (p Plan, err error) {
	if err := o.mayLists(a, "plan.make"); err != nil {
		return p, err
	}
	if err := o.checkPlan(&in); err != nil {
		return p, err
	}
	strata, err := json.Marshal(in.Strata)
	if err != nil {
		return p, fmt.Errorf("write strata: %w", err)
	}
	now := o.Now()
	id := ids.New[ids.Entry](now)
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		far, err := invitable(ctx, q, a, &in.Agencies)
		if err != nil {
			return err
		}
		if err := o.behindPlan(ctx, q, a, &in); err != nil {
			return err
		}
		if err := q.InsertPlan(ctx, dbsqlc.InsertPlanParams{
			ID: id, AgencyID: a.Agency, Title: in.Title, CheckType: in.CheckType, FromOn: in.From, ToOn: in.To, Districts: in.Districts, Tags: in.Tags,
			Strata: strata, PerAgency: int32(in.PerAgency), MaxVisits: int32(in.MaxVisits), ProgrammeID: in.Programme, NoProgramme: in.NoProgramme, OrderedBy: in.OrderedBy, CreatedBy: a.User, CreatedAt: now,
		}); err != nil {
			return err
		}
		if err := q.InsertPlanAgency(ctx, dbsqlc.InsertPlanAgencyParams{PlanID: id, AgencyID: a.Agency, State: "joined", PlannerID: a.User, JoinedAt: &now}); err != nil {
			return err
		}
		var invited []string
		for _, other := range in.Agencies {
			if err := q.InsertPlanAgency(ctx, dbsqlc.InsertPlanAgencyParams{PlanID: id, AgencyID: other, State: "invited"}); err != nil {
				return err
			}
			invited = append(invited, other.String())
		}
		if err := o.bring(ctx, q, a, id, in.Items); err != nil {
			return err
		}
		if err := o.enterPlan(ctx, q, a, id, "plan.make", map[string]any{"from": in.From.String(), "to": in.To.String(), "invited": invited, "items": len(in.Items), "programme": in.Programme.String(), "no_programme": in.NoProgramme, "ordered_by": in.OrderedBy}); err != nil {
			return err
		}
		if err := o.offerAcross(ctx, tx, q, a, id, in, far, now); err != nil {
			return err
		}
		if p, err = o.planIn(ctx, q, a, id); err != nil {
			return err
		}
		return o.putAll(ctx, tx, q, o.invitedNotices(&p), now)
	})
	return p, err
}

func (o *Office) checkPlan(in *NewPlan) error {
	var bad complaints
	bad.text("body.title", &in.Title, 2, 120)
	bad.oneOf("body.check_type", in.CheckType, []string{"daily", "special"})
	bad.text("body.no_programme", &in.NoProgramme, 0, 300)
	if bad.text("body.ordered_by", &in.OrderedBy, 0, 120); in.OrderedBy != "" && in.CheckType != "special" {
		bad.add("body.ordered_by", "只有专项检查可以填写上级部署文件", "Only a special check is ordered from above")
	}
	if in.From.IsZero() || in.To.Before(in.From) || in.From.DaysUntil(in.To) > longestLeave {
		bad.add("body.to", "检查期间应先始后终，不超过一年", "The period ends after it begins, within a year")
	}
	for name, list := range map[string]*[]string{"districts": &in.Districts, "tags": &in.Tags} {
		clean := []string{}
		for i, x := range *list {
			bad.text(fmt.Sprintf("body.%s[%d]", name, i), &x, 1, 60)
			clean = append(clean, x)
		}
		*list = clean
	}
	seen := map[string]bool{}
	for i, s := range in.Strata {
		at := fmt.Sprintf("body.strata[%d]", i)
		bad.oneOf(at+".name", s.Name, riskTiers)
		if seen[s.Name] {
			bad.add(at+".name", "同一等级只能有一个比例", "A tier has one ratio")
		}
		if seen[s.Name] = true; s.Denominator < 1 || s.Numerator < 0 || s.Minimum < 0 || s.Numerator == 0 && s.Minimum == 0 {
			bad.add(at, "每一层要有比例或者最低户数", "Every stratum needs a ratio or a minimum")
		}
	}
	if len(in.Strata) == 0 {
		bad.add("body.strata", "至少一个分层", "One stratum at least")
	}
	if in.MaxVisits < 0 {
		bad.add("body.max_visits", "不能小于零", "Not below zero")
	}
	if err := bad.err(); err != nil {
		return err
	}
	if least, rule := o.minOfficers(in.From); in.PerAgency < least {
		return under(fault.New(fault.Rule, "plan.too_few_officers", fault.T(fmt.Sprintf("每个部门派出的执法人员不得少于%d人", least), fmt.Sprintf("Each agency sends %d officers at least", least))), rule)
	}
	return nil
}

// invitable refuses organs that do not exist, the own one, and one named twice. Those of
// other hubs are taken out of the list and given back: they are asked across (跨枢纽).
func invitable(ctx context.Context, q *dbsqlc.Queries, a Actor, list *[]ids.Agency) (far []ids.Agency, err error) {
	rows, err := q.ListAgencies(ctx)
	if err != nil {
		return nil, err
	}
	var bad complaints
	var near []ids.Agency
	for i, other := range *list {
		at := slices.IndexFunc(rows, func(r dbsqlc.ListAgenciesRow) bool { return r.ID == other })
		switch {
		case at < 0 || other == a.Agency || slices.Contains((*list)[:i], other):
			bad.add(fmt.Sprintf("body.agencies[%d]", i), "不是可以邀请的机关，或者重复", "Is no organ that can be invited, or stands twice")
		case rows[at].Peer != "":
			far = append(far, other)
		default:
			near = append(near, other)
		}
	}
	*list = near
	return far, bad.err()
}

// bring adds one's own check items to a plan. Only what is published may be checked.
func (o *Office) bring(ctx context.Context, q *dbsqlc.Queries, a Actor, plan ids.Entry, items []ids.Entry) error {
	own, err := q.ListCheckItems(ctx, false, a.Agency)
	if err != nil {
		return err
	}
	var bad complaints
	today := civil.DateOf(o.Now())
	if len(items) == 0 {
		bad.add("body.items", "至少选择一项本部门的抽查事项", "Choose one check item of your agency at least")
	}
	for i, id := range items {
		at := slices.IndexFunc(own, func(x CheckItem) bool { return x.ID == id })
		if at < 0 || slices.Contains(items[:i], id) {
			bad.add(fmt.Sprintf("body.items[%d]", i), "不是本部门的抽查事项，或者重复", "Is no check item of your agency, or stands twice")
			continue
		}
		if !inForce(own[at].PublishedOn, own[at].WithdrawnOn, today) {
			rule, _ := o.Rules.Pick("insp_item_published", today, "", "")
			return under(fault.New(fault.Rule, "plan.item_not_published", fault.T("抽查事项没有公布或者已经停用，不得实施；请先在事项清单中公布", "A check item is not published, or withdrawn, and may not be checked; publish it in the list first")), rule)
		}
	}
	if err := bad.err(); err != nil {
		return err
	}
	for _, id := range items {
		if err := q.InsertPlanItem(ctx, plan, id); err != nil {
			return err
		}
	}
	return nil
}

func inForce(published, withdrawn, on civil.Date) bool {
	return !published.IsZero() && !on.Before(published) && (withdrawn.IsZero() || on.Before(withdrawn))
}

// Plans lists the plans that one's agency takes part in.
func (o *Office) Plans(ctx context.Context, a Actor) (list []PlanRow, err error) {
	if err := o.mayLists(a, "lists.read"); err != nil {
		return nil, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		list, err = q.ListPlans(ctx, a.Agency)
		return err
	})
	return list, err
}

// Plan gives one plan.
func (o *Office) Plan(ctx context.Context, a Actor, id ids.Entry) (p Plan, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		p, err = o.planIn(ctx, q, a, id)
		return err
	})
	return p, err
}

func (o *Office) planIn(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Entry) (Plan, error) {
	row, err := q.ReadPlan(ctx, id)
	if err != nil {
		return Plan{}, orMissing(err)
	}
	return o.planOf(ctx, q, a, row)
}

func (o *Office) planOf(ctx context.Context, q *dbsqlc.Queries, a Actor, row dbsqlc.InspectionPlan) (p Plan, err error) {
	p.InspectionPlan = row
	if err := json.Unmarshal(row.Strata, &p.Strata); err != nil {
		return p, fmt.Errorf("read strata: %w", err)
	}
	if p.Agencies, err = q.ListPlanAgencies(ctx, row.ID); err != nil {
		return p, err
	}
	mine := slices.IndexFunc(p.Agencies, func(x PlanAgency) bool { return x.AgencyID == a.Agency })
	if mine < 0 {
		return p, missing()
	}
	p.Mine = p.Agencies[mine]
	if !o.mayPlan(a, &p, "plan.read") {
		return p, missing()
	}
	if p.Items, err = q.ListPlanItems(ctx, row.ID); err != nil {
		return p, err
	}
	if p.Rounds, err = q.ListRounds(ctx, row.ID); err != nil {
		return p, err
	}
	if r := p.current(); r != nil {
		if p.Nonces, err = q.ListNonces(ctx, r.ID); err != nil {
			return p, err
		}
		n, err := q.CountVisits(ctx, r.ID)
		if err != nil {
			return p, err
		}
		p.VisitCount = int(n)
	}
	switch w, err := q.ReadWithdrawal(ctx, row.ID); {
	case err == nil:
		p.Withdrawn = &w
	case !noRows(err):
		return p, err
	}
	p.Planner = p.Mine.State == "joined" && p.Mine.PlannerID == a.User && o.mayPlan(a, &p, "draw.open")
	if !p.Mine.PlannerID.IsZero() {
		u, err := q.ReadUser(ctx, p.Mine.PlannerID)
		if err != nil && !noRows(err) {
			return p, err
		}
		p.PlannerIs = u.Name
	}
	p.Actions = o.planActions(a, &p)
	return p, nil
}

func (o *Office) mayPlan(a Actor, p *Plan, action string) bool {
	return o.Access.AllowsOrgan(a.principal(), action, access.Organ{Agency: a.Agency, Relation: p.relation()})
}

// changePlan runs f with the plan locked: first the lock, then who may see it,
// then whether the action is allowed.
func (o *Office) changePlan(ctx context.Context, a Actor, id ids.Entry, action string, f func(q *dbsqlc.Queries, p *Plan) error) (p Plan, err error) {
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		row, err := q.LockPlan(ctx, id)
		if err != nil {
			return orMissing(err)
		}
		if p, err = o.planOf(ctx, q, a, row); err != nil {
			return err
		}
		if !o.mayPlan(a, &p, action) {
			return fault.New(fault.Denied, "not_allowed", fault.T("您的岗位不能办理这一步骤", "Your function may not do this"))
		}
		if err := f(q, &p); err != nil {
			return err
		}
		if err := o.putAll(ctx, tx, q, p.told, o.Now()); err != nil {
			return err
		}
		p, err = o.planIn(ctx, q, a, id)
		return err
	})
	return p, err
}

// JoinPlan takes part, with items of one's own agency (确认参加). Who joins becomes
// the agency's planner.
func (o *Office) JoinPlan(ctx context.Context, a Actor, id ids.Entry, items []ids.Entry) (Plan, error) {
	return o.changePlan(ctx, a, id, "plan.join", func(q *dbsqlc.Queries, p *Plan) error {
		if p.Mine.State != "invited" || p.State != "open" {
			return p.notNow("plan.join")
		}
		if err := o.bring(ctx, q, a, id, items); err != nil {
			return err
		}
		if _, err := q.JoinPlan(ctx, dbsqlc.JoinPlanParams{PlanID: id, AgencyID: a.Agency, PlannerID: a.User, JoinedAt: o.Now()}); err != nil {
			return err
		}
		p.told = o.joinedNotices(p)
		return o.enterPlan(ctx, q, a, id, "plan.join", map[string]any{"items": len(items)})
	})
}

// notNow refuses an act that the state of the plan does not allow, with what it does.
func (p *Plan) notNow(code string) *fault.Error {
	err := fault.New(fault.Rule, code+"_not_now", fault.T("方案现在的状态不能办理这一步骤", "The plan does not allow this step now"))
	err.Allowed = p.Actions
	return err
}

// enterPlan records an act in the plan's chain. Hashes, numbers and reasons stand
// there, never a drawn name.
func (o *Office) enterPlan(ctx context.Context, q *dbsqlc.Queries, a Actor, plan ids.Entry, kind string, fields map[string]any) error {
	_, err := o.planEvent(ctx, q, a, plan, kind, fields)
	return err
}

func (o *Office) planEvent(ctx context.Context, q *dbsqlc.Queries, a Actor, plan ids.Entry, kind string, fields map[string]any) (record.Event, error) {
	now := o.Now()
	return o.enter(ctx, q, q, entry{
		Subject: record.Subject{Kind: planSubject, ID: plan.String()}, Kind: kind, OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: fields,
	})
}

// asRule turns what the draw refuses into a refusal of the procedure: the lists are
// as they are, and must be mended first.
func asRule(err error) error {
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Kind == fault.Invalid {
		return fault.Wrap(fault.Rule, f.Code, f.Detail, f.Cause)
	}
	return err
}
