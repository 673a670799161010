package casework

import (
	"fmt"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Notices of joint plans (联合抽查方案) say what happened and where to look. Neither a title
// nor a reason that somebody wrote stands in one: a mail leaves the hub.

// planNotice is a notice to an agency of a plan. what tells apart what happens more than
// once in a plan, such as a round.
func (o *Office) planNotice(p *Plan, to ids.Agency, topic, level, what string, says fault.Text) notice {
	return notice{
		Agency: to, Topic: "plan." + topic, Level: level, Dedup: p.ID.String() + ":plan." + topic + ":" + what + ":" + to.String(),
		Params: NoticeParams{Number: p.FromOn.String(), CaseKind: planSubject, ZH: says.ZH, EN: says.EN, Link: o.PublicURL + "/inspection/plans/" + p.ID.String()},
	}
}

// invitedNotices ask the desks of the invited agencies to join.
func (o *Office) invitedNotices(p *Plan) (list []notice) {
	for _, x := range p.Agencies {
		if x.State == "invited" {
			list = append(list, o.planNotice(p, x.AgencyID, "invited", LevelWarn, "", fault.T("邀请贵单位参加联合抽查，待确认", "Your agency is invited to a joint plan and has not answered")))
		}
	}
	return list
}

// joinedNotices tell the initiator who joined.
func (o *Office) joinedNotices(p *Plan) []notice {
	return []notice{o.planNotice(p, p.AgencyID, "joined", LevelInfo, p.Mine.AgencyID.String(), fault.T(p.Mine.ShortName+"已确认参加联合抽查", p.Mine.ShortName+" takes part in the joint plan"))}
}

// dueNotices ask every agency that takes part for what the round needs of it: the desk,
// and the planner in person, for an agency that is late is named in the record.
func (o *Office) dueNotices(p *Plan, topic, round string, by *time.Time, says fault.Text) (list []notice) {
	for _, x := range p.joined() {
		n := o.planNotice(p, x.AgencyID, topic, LevelWarn, round, says)
		n.Params.DueAt = by
		list = append(list, n)
		if !x.PlannerID.IsZero() {
			n.User = x.PlannerID
			list = append(list, n)
		}
	}
	return list
}

// clockOf is an instant as an office writes it.
func clockOf(at time.Time) string { return at.In(civil.Office).Format("2006-01-02 15:04") }

// frozenNotices tell that lists are frozen, and ask for commitments where the agencies
// make the nonces themselves.
func (o *Office) frozenNotices(p *Plan, round string, number int64, by *time.Time) (list []notice) {
	if by != nil {
		return o.dueNotices(p, "commit_due", round, by, fault.T(fmt.Sprintf("第%d轮名单已冻结，请在%s前提交承诺值并揭示", number, clockOf(*by)), fmt.Sprintf("Round %d is frozen: commit to a nonce and reveal it by %s", number, clockOf(*by))))
	}
	for _, x := range p.joined() {
		if x.AgencyID != p.AgencyID {
			list = append(list, o.planNotice(p, x.AgencyID, "frozen", LevelInfo, round, fault.T(fmt.Sprintf("第%d轮名单已冻结，待现场开抽", number), fmt.Sprintf("Round %d is frozen and will be drawn on the spot", number))))
		}
	}
	return list
}

// revealNotices ask for the nonces once every agency has committed to one.
func (o *Office) revealNotices(p *Plan, r *Round) []notice {
	return o.dueNotices(p, "reveal_due", r.ID.String(), r.RevealBy, fault.T(fmt.Sprintf("第%d轮各部门均已承诺，请揭示随机数", r.Number), fmt.Sprintf("All have committed in round %d: reveal your nonce", r.Number)))
}

// endedRoundNotices tell every agency of the plan that a round came to nothing, and why:
// who did not commit or reveal, or that it is drawn again.
func (o *Office) endedRoundNotices(p *Plan, r *Round, name string) (list []notice) {
	says := fault.T(fmt.Sprintf("第%d轮抽取结果作废，将重新抽取", r.Number), fmt.Sprintf("The draw of round %d was set aside and is drawn again", r.Number))
	if name == "void" {
		late := names(p.holdingUp())
		says = fault.T(fmt.Sprintf("第%d轮作废：%s未提交承诺值", r.Number, late), fmt.Sprintf("Round %d is void: %s did not commit", r.Number, late))
		if len(p.Nonces) == len(p.joined()) {
			says = fault.T(fmt.Sprintf("第%d轮作废：%s未揭示随机数", r.Number, late), fmt.Sprintf("Round %d is void: %s did not reveal its nonce", r.Number, late))
		}
	}
	for _, x := range p.joined() {
		list = append(list, o.planNotice(p, x.AgencyID, name, LevelWarn, r.ID.String(), says))
	}
	return list
}

// excludedNotices tell all agencies of the plan, the one that is left out first of all.
func (o *Office) excludedNotices(p *Plan, out ids.Agency) (list []notice) {
	for _, x := range p.joined() {
		if x.AgencyID == out {
			zh, en := fmt.Sprintf("%s因%d轮未提交或者未揭示随机数，不再参加联合抽查", x.ShortName, x.Misses), fmt.Sprintf("%s let %d rounds fail and was left out of the joint plan", x.ShortName, x.Misses)
			for _, to := range p.joined() {
				list = append(list, o.planNotice(p, to.AgencyID, "exclude", LevelWarn, out.String(), fault.T(zh, en)))
			}
		}
	}
	return list
}
