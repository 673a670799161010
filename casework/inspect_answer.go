package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// What becomes of a joint plan before its draw beside that everybody joins, and who acts
// for an agency in it. ADR 0052.

// DeclinePlan says that one's own agency takes no part (函告不参加), with its reason.
func (o *Office) DeclinePlan(ctx context.Context, a Actor, id ids.Entry, reason string) (Plan, error) {
	return o.reasoned(ctx, a, id, "plan.join", "decline", reason, func(q *dbsqlc.Queries, p *Plan) error {
		if err := q.LeavePlan(ctx, dbsqlc.LeavePlanParams{PlanID: id, AgencyID: a.Agency, State: "declined", Reason: reason, EndedAt: o.Now()}); err != nil {
			return err
		}
		p.told = o.declinedNotices(p)
		return o.enterPlan(ctx, q, a, id, "plan.decline", map[string]any{"reason": reason})
	})
}

// RecallInvitation takes the invitation of an agency back that has not answered (撤回邀请).
func (o *Office) RecallInvitation(ctx context.Context, a Actor, id ids.Entry, agency ids.Agency, reason string) (Plan, error) {
	return o.reasoned(ctx, a, id, "draw.hold", "recall", reason, func(q *dbsqlc.Queries, p *Plan) error {
		if !slices.ContainsFunc(p.Agencies, func(x PlanAgency) bool { return x.AgencyID == agency && x.State == "invited" }) {
			return fault.New(fault.Rule, "plan.answered", fault.T("该部门不在邀请名单中，或者已经答复", "The agency was not invited, or has answered"))
		}
		if err := q.LeavePlan(ctx, dbsqlc.LeavePlanParams{PlanID: id, AgencyID: agency, State: "recalled", Reason: reason, EndedAt: o.Now()}); err != nil {
			return err
		}
		p.told = []notice{o.planNotice(p, agency, "recalled", LevelWarn, "", fault.T("参加联合抽查的邀请已经撤回，理由见方案页面", "The invitation to a joint plan was taken back; the page says why"))}
		return o.enterPlan(ctx, q, a, id, "plan.recall", map[string]any{"agency": agency.String(), "reason": reason})
	})
}

// CancelPlan calls a plan off that was not drawn (取消方案). Before its lists were ever
// frozen whoever may draw it does; afterwards the plan is public and it takes the head. A
// round that is going on ends void without blame of an agency. Nothing of the plan goes on:
// a joint action with an organ of another hub has to be ended in its own case first.
func (o *Office) CancelPlan(ctx context.Context, a Actor, id ids.Entry, reason string) (Plan, error) {
	return o.reasoned(ctx, a, id, "draw.hold", "cancel", reason, func(q *dbsqlc.Queries, p *Plan) error {
		across, err := o.jointActions(ctx, q, a, id, ids.Case{})
		if err != nil {
			return err
		}
		var open []string
		for _, x := range across {
			if slices.Contains([]referral.State{referral.Sent, referral.Received, referral.Handling}, x.State) {
				open = append(open, x.Number)
			}
		}
		if len(open) > 0 {
			all := strings.Join(open, "、")
			return fault.New(fault.Rule, "plan.joint_goes_on", fault.T("与其他枢纽机关的联合执法行动还在进行，请先撤回或者结束："+all, "A joint action with an organ of another hub goes on; withdraw or end it first: "+all))
		}
		now := o.Now()
		if r := p.current(); r != nil {
			if err := q.EndRound(ctx, dbsqlc.EndRoundParams{ID: r.ID, State: "void", EndedAt: now, Missing: []ids.Entry{}, Reason: reason}); err != nil {
				return err
			}
		}
		p.told = o.cancelledNotices(p)
		if err := q.CancelPlan(ctx, now, reason, id); err != nil {
			return err
		}
		return o.enterPlan(ctx, q, a, id, "plan.cancel", map[string]any{"reason": reason})
	})
}

// reasoned is an act on a plan that is among what may be done now, and says why.
func (o *Office) reasoned(ctx context.Context, a Actor, id ids.Entry, action, name, reason string, f func(q *dbsqlc.Queries, p *Plan) error) (Plan, error) {
	var bad complaints
	bad.text("body.reason", &reason, 2, 300)
	return o.changePlan(ctx, a, id, action, func(q *dbsqlc.Queries, p *Plan) error {
		if err := bad.err(); err != nil {
			return err
		}
		if !slices.Contains(p.Actions, name) {
			return p.notNow("plan." + name)
		}
		return f(q, p)
	})
}

// planners are the functions of which one may plan for an agency (draw.open).
var planners = []string{"handler", "head", "coordinator"}

// HandOverPlan names who of one's own agency plans from now on (移交计划人员): the planner
// hands over, or the own head does it for one who is away. The new planner opens what is
// sealed anew and with a reason; the former one may no longer.
func (o *Office) HandOverPlan(ctx context.Context, a Actor, id ids.Entry, to ids.User, reason string) (Plan, error) {
	return o.reasoned(ctx, a, id, "plan.join", "hand_over", reason, func(q *dbsqlc.Queries, p *Plan) error {
		people, err := q.ListUsers(ctx, a.Agency)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(people, func(u dbsqlc.ListUsersRow) bool {
			return u.ID == to && slices.ContainsFunc(u.Functions, func(f string) bool { return slices.Contains(planners, f) })
		})
		if at < 0 || to == p.Mine.PlannerID {
			return invalid("body.user", "应为本机关另一名执法人员、负责人或者联络召集人员", "Another officer, head or coordinator of your own agency")
		}
		p.told = o.plannerNotices(p, to)
		if err := q.SetPlanner(ctx, to, id, a.Agency); err != nil {
			return err
		}
		return o.enterPlan(ctx, q, a, id, "plan.hand_over", map[string]any{"from": p.Mine.PlannerID.String(), "to": to.String(), "reason": reason})
	})
}

// declinedNotices tell the initiator, its desk and its planner, who takes no part.
func (o *Office) declinedNotices(p *Plan) (list []notice) {
	n := o.planNotice(p, p.AgencyID, "declined", LevelWarn, p.Mine.AgencyID.String(), fault.T(p.Mine.ShortName+"函告不参加联合抽查，理由见方案页面", p.Mine.ShortName+" declines to take part in the joint plan; the page says why"))
	list = append(list, n)
	for _, x := range p.Agencies {
		if x.AgencyID == p.AgencyID && !x.PlannerID.IsZero() {
			n.User = x.PlannerID
			list = append(list, n)
		}
	}
	return list
}

// cancelledNotices tell everybody who takes part or was asked to, planners in person.
func (o *Office) cancelledNotices(p *Plan) (list []notice) {
	for _, x := range p.Agencies {
		if x.State != "joined" && x.State != "invited" {
			continue
		}
		n := o.planNotice(p, x.AgencyID, "cancelled", LevelWarn, "", fault.T("联合抽查方案已取消，理由见方案页面", "The joint plan was called off; the page says why"))
		list = append(list, n)
		if !x.PlannerID.IsZero() {
			n.User = x.PlannerID
			list = append(list, n)
		}
	}
	return list
}

// plannerNotices tell both persons that the plan was handed over.
func (o *Office) plannerNotices(p *Plan, to ids.User) (list []notice) {
	says := fault.T(fmt.Sprintf("%s至%s的联合抽查：计划人员已移交", p.FromOn, p.ToOn), fmt.Sprintf("Joint plan of %s to %s: its planner was replaced", p.FromOn, p.ToOn))
	for _, u := range []ids.User{p.Mine.PlannerID, to} {
		n := o.planNotice(p, p.Mine.AgencyID, "planner", LevelWarn, fmt.Sprintf("%s:%d", u, o.Now().UnixMicro()), says)
		n.User = u
		list = append(list, n)
	}
	return list
}
