package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// mayGo refuses an officer who may not take part in a visit, whoever put him into the
// team: the lot, a schedule that was made before he reported his leave, or a person.
// alone: nobody of his agency in the team is certified.
func (o *Office) mayGo(r dbsqlc.ListTeamOnRow, v *site, alone bool) error {
	who := r.ShortName + " " + r.Number
	if !r.Valid {
		return o.uncertified(r, v, who, alone)
	}
	if slices.Contains(r.RecusedFrom, v.Code) {
		rule, _ := o.Rules.Pick("insp_recusal", v.Day, "", "")
		return under(fault.New(fault.Rule, "site.officer_recused", fault.T(who+"与被检查企业有利害关系，应当回避；"+v.another(), who+" has to withdraw from checks of this enterprise; "+v.anotherEN())), rule)
	}
	var leaves []Away
	if err := json.Unmarshal(r.Leaves, &leaves); err != nil {
		return fmt.Errorf("read leaves: %w", err)
	}
	if slices.ContainsFunc(leaves, func(l Away) bool { return !v.Day.Before(l.From) && !v.Day.After(l.To) }) {
		return fault.New(fault.Rule, "site.officer_away", fault.T(who+"检查日请假；"+v.another(), who+" is on leave that day; "+v.anotherEN()))
	}
	return nil
}

// uncertified says by which text somebody without a valid certificate does not inspect:
// the one on third parties and auxiliaries (无证辅助人员), in Shanghai the one that no
// third party inspects alone, where he would, and of a certificate that has run out the
// one on officers.
func (o *Office) uncertified(r dbsqlc.ListTeamOnRow, v *site, who string, alone bool) error {
	if r.Certified {
		rule, _ := o.Rules.Pick("insp_two_officers", v.Day, "", "")
		return under(fault.New(fault.Rule, "site.officer_uncertified", fault.T(who+"的执法证检查日已经失效，不得参加检查"+v.instead(), "The certificate of "+who+" has run out by then: no part in the visit"+v.insteadEN())), rule)
	}
	rule, _ := o.Rules.Pick("insp_no_third_party", v.Day, "", "")
	if local, err := o.Rules.Pick("insp_no_third_party_sh", v.Day, r.Region, ""); alone && err == nil {
		rule = local
	}
	return under(fault.New(fault.Rule, "site.officer_uncertified", fault.T(who+"没有执法证：第三方人员、无证辅助人员不得实施检查"+v.instead(), who+" has no certificate: third parties and auxiliaries do not inspect"+v.insteadEN())), rule)
}

// another says how the team gets somebody else: under a plan it is that of the schedule.
func (v *site) another() string {
	switch {
	case v.made && v.Plan.IsZero():
		return "请由牵头部门取消这次检查，另派执法人员后重新安排"
	case v.made:
		return "请由牵头部门取消这次检查，重新排期、换人后再安排"
	case v.Plan.IsZero():
		return "请另派执法人员"
	}
	return "请先重新排期，由替补人员参加"
}

func (v *site) anotherEN() string {
	switch {
	case v.made && v.Plan.IsZero():
		return "the leading agency calls the check off and arranges it with another officer"
	case v.made:
		return "the leading agency calls the check off, schedules anew and arranges it with the substitute"
	case v.Plan.IsZero():
		return "send another officer"
	}
	return "schedule anew first, which sends a substitute"
}

// instead is what another says, where a refusal would not say it otherwise: at the door.
func (v *site) instead() string {
	if !v.made {
		return ""
	}
	return "；" + v.another()
}

func (v *site) insteadEN() string {
	if !v.made {
		return ""
	}
	return "; " + v.anotherEN()
}

// lockTeams lets whoever sends people of some agencies wait for whoever does so now. A
// schedule keeps the lock while it is worked out, seconds for a large plan: a check that is
// arranged meanwhile waits so long.
func lockTeams(ctx context.Context, q *dbsqlc.Queries, agencies []ids.Agency) error {
	list := make([]ids.Entry, len(agencies))
	for i, a := range agencies {
		list[i] = ids.Entry(a)
	}
	return q.LockTeams(ctx, list)
}

// teamFree refuses a team of which somebody is on another check in the half day: one of a
// plan, or a case-driven one. A check is named by its number, which tells no enterprise,
// and only to an agency that sees it.
func (v *site) teamFree(ctx context.Context, q *dbsqlc.Queries) error {
	if err := lockTeams(ctx, q, v.agencies); err != nil {
		return err
	}
	rows, err := q.TeamClashes(ctx, dbsqlc.TeamClashesParams{InspectorIds: v.Officers, OnDay: v.Day, Half: v.Half, Scheduled: v.timed, PlanID: v.Plan})
	if err != nil || len(rows) == 0 {
		return err
	}
	zh, en := whoIsBusy(rows)
	return fault.New(fault.Clash, "site.officer_busy", fault.T(
		"同一半天已有其他检查："+zh+"；请改期，或者"+strings.TrimPrefix(v.another(), "请"), "On another check in the same half day: "+en+"; take another time, or "+v.anotherEN()))
}

// whoIsBusy says who is on which other check.
func whoIsBusy(rows []dbsqlc.TeamClashesRow) (string, string) {
	var zh, en []string
	for _, r := range rows {
		where, whereEN := "其他检查", "another check"
		switch {
		case r.CheckNumber != "":
			where, whereEN = "检查"+r.CheckNumber, "check "+r.CheckNumber
		case r.Plan != "":
			where, whereEN = fmt.Sprintf("“%s”第%d号检查任务", r.Plan, r.Visit), fmt.Sprintf("visit %d of “%s”", r.Visit, r.Plan)
		}
		zh, en = append(zh, r.Agency+" "+r.Officer+"（"+where+"）"), append(en, r.Agency+" "+r.Officer+" ("+whereEN+")")
	}
	return strings.Join(zh, "、"), strings.Join(en, ", ")
}

// stillStands asks at the door again who may go: a certificate runs out, leave is
// reported and an interest becomes known after a check was arranged and approved.
func (o *Office) stillStands(ctx context.Context, q *dbsqlc.Queries, c *SiteCheck) error {
	v := site{NewSiteCheck: NewSiteCheck{Plan: c.PlanID, Code: c.ObjectCode, Day: c.Day}, made: true}
	for _, x := range c.Officers {
		v.Officers = append(v.Officers, x.InspectorID)
	}
	for _, p := range c.Parts {
		v.agencies = append(v.agencies, p.AgencyID)
	}
	return o.teamStands(ctx, q, &v)
}
