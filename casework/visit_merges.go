package casework

import (
	"context"
	"fmt"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// One visit, many checks (综合查一次): agencies that plan the same enterprise within a
// window go there together (国办发〔2024〕54号; 民营经济促进法第五十二条第二款). Who may
// know what was drawn, the named planners, is told; nobody else ever is.

// MergePair is a visit of another plan to the same enterprise.
type MergePair struct {
	dbsqlc.VisitPair
	Days int // that the two lie apart; while one has no time, at least
	Most int // likewise at most: by the periods of the plans
}

// Merge is a proposal (合并检查建议).
type Merge struct {
	dbsqlc.ListMergesRow
	Ours bool // it goes out from one's own plan's agency
}

// Merges are what can be merged in a plan, and what was proposed.
type Merges struct {
	Pairs  []MergePair
	Merges []Merge
	Window int // days
}

// Merges lists what the planner of a plan may merge.
func (o *Office) Merges(ctx context.Context, a Actor, id ids.Entry) (m Merges, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		p, err := o.planIn(ctx, q, a, id)
		if err != nil {
			return err
		}
		if err := o.mustKnow(ctx, q, a, &p); err != nil {
			return err
		}
		m, err = o.mergesOf(ctx, q, a, &p)
		return err
	})
	return m, err
}

func (o *Office) mergesOf(ctx context.Context, q *dbsqlc.Queries, a Actor, p *Plan) (m Merges, err error) {
	s, err := settingsOf(ctx, q, p.AgencyID)
	if err != nil {
		return m, err
	}
	m.Window = s.Window
	rows, err := q.ListMerges(ctx, p.ID)
	if err != nil {
		return m, err
	}
	for _, r := range rows {
		m.Merges = append(m.Merges, Merge{r, r.AgencyID == a.Agency})
	}
	pairs, err := q.ListVisitPairs(ctx, p.ID)
	for _, x := range pairs {
		open := slices.ContainsFunc(rows, func(r dbsqlc.ListMergesRow) bool {
			return r.State != "declined" && (r.VisitID == x.VisitID && r.OtherID == x.OtherID || r.VisitID == x.OtherID && r.OtherID == x.VisitID)
		})
		if least, most := apart(mine(p, x), theirs(x), civil.DateOf(o.Now())); least <= s.Window && !open {
			m.Pairs = append(m.Pairs, MergePair{x, least, most})
		}
	}
	return m, err
}

// period is when a visit may be: its day, or while it has none the period of its plan.
type period struct{ from, to civil.Date }

func periodOf(day, from, to civil.Date) period {
	if day.IsZero() {
		return period{from, to}
	}
	return period{day, day}
}

func mine(p *Plan, x dbsqlc.VisitPair) period { return periodOf(x.Day, p.FromOn, p.ToOn) }

func theirs(x dbsqlc.VisitPair) period { return periodOf(x.OtherDay, x.OtherFrom, x.OtherTo) }

// apart is how many days lie between two visits at least and at most: the same where both
// have a time, else by the periods, of which the days before today are gone.
func apart(a, b period, today civil.Date) (least, most int) {
	for _, x := range []*period{&a, &b} {
		if x.from != x.to && x.from.Before(today) && !x.to.Before(today) {
			x.from = today
		}
	}
	return max(0, a.to.DaysUntil(b.from), b.to.DaysUntil(a.from)), max(a.from.DaysUntil(b.to), b.from.DaysUntil(a.to))
}

// ProposeMerge proposes that the visit of the other plan is made in the course of one's
// own (提出合并). The planner of the other plan's initiator decides.
func (o *Office) ProposeMerge(ctx context.Context, a Actor, id, visit, other ids.Entry) (m Merges, err error) {
	_, err = o.changePlan(ctx, a, id, "draw.hold", func(q *dbsqlc.Queries, p *Plan) error {
		if err := o.mustKnow(ctx, q, a, p); err != nil {
			return err
		}
		if m, err = o.mergesOf(ctx, q, a, p); err != nil {
			return err
		}
		if !slices.ContainsFunc(m.Pairs, func(x MergePair) bool { return x.VisitID == visit && x.OtherID == other }) {
			rule, _ := o.Rules.Pick("insp_merge_rule", civil.DateOf(o.Now()), "", "")
			return under(fault.New(fault.Rule, "merge.no_pair", fault.T("没有可以合并的检查：不是同一企业、超出合并窗口，或者已经提出过", "Nothing to merge: another enterprise, outside the window, or proposed already")), rule)
		}
		merge := ids.New[ids.Entry](o.Now())
		if err := q.InsertMerge(ctx, dbsqlc.InsertMergeParams{ID: merge, VisitID: visit, OtherID: other, AgencyID: a.Agency, ProposedAt: o.Now()}); err != nil {
			return err
		}
		if err := o.enterPlan(ctx, q, a, id, "merge.propose", map[string]any{"merge": merge.String()}); err != nil {
			return err
		}
		if m, err = o.mergesOf(ctx, q, a, p); err != nil {
			return err
		}
		at := slices.IndexFunc(m.Merges, func(x Merge) bool { return x.ID == merge })
		p.told, err = o.mergeNotices(ctx, q, m.Merges[at], "propose")
		return err
	})
	return m, err
}

// DecideMerge accepts a proposal or declines it with a reason. An accepted one brings
// agencies, items and officers to the visit that stays; the other is cancelled and
// points to it.
func (o *Office) DecideMerge(ctx context.Context, a Actor, id, merge ids.Entry, accept bool, reason string) (m Merges, err error) {
	var bad complaints
	least := 2
	if accept {
		least = 0
	}
	if bad.text("body.reason", &reason, least, 300); bad.err() != nil {
		return m, bad.err()
	}
	_, err = o.changePlan(ctx, a, id, "draw.hold", func(q *dbsqlc.Queries, p *Plan) error {
		if err := o.mustKnow(ctx, q, a, p); err != nil {
			return err
		}
		if m, err = o.mergesOf(ctx, q, a, p); err != nil {
			return err
		}
		at := slices.IndexFunc(m.Merges, func(x Merge) bool { return x.ID == merge })
		if at < 0 {
			return missing()
		}
		x := m.Merges[at]
		if x.State != "proposed" || x.OtherPlanID != id { // the plan whose visit goes
			return p.notNow("merge.decide")
		}
		state := map[bool]string{true: "accepted", false: "declined"}[accept]
		if accept {
			if err := x.within(m.Window); err != nil {
				return err
			}
			if err := o.carryMerge(ctx, q, a, x); err != nil {
				return err
			}
		}
		if err := q.DecideMerge(ctx, dbsqlc.DecideMergeParams{ID: merge, State: state, DecidedAt: o.Now(), Reason: reason}); err != nil {
			return err
		}
		if err := o.enterPlan(ctx, q, a, id, "merge."+state, map[string]any{"merge": merge.String(), "reason": reason}); err != nil {
			return err
		}
		if p.told, err = o.mergeNotices(ctx, q, x, map[bool]string{true: "accept", false: "decline"}[accept]); err != nil {
			return err
		}
		m, err = o.mergesOf(ctx, q, a, p)
		return err
	})
	return m, err
}

// within refuses a merge of visits that were given times outside the window since it was
// proposed.
func (x *Merge) within(window int) error {
	if x.Day.IsZero() || x.OtherDay.IsZero() {
		return nil
	}
	days := max(x.Day.DaysUntil(x.OtherDay), x.OtherDay.DaysUntil(x.Day))
	if days <= window {
		return nil
	}
	return fault.New(fault.Rule, "merge.too_far", fault.T(
		fmt.Sprintf("两次检查现在相隔%d天（%s、%s），超出合并窗口（%d天）；请先在排期中移近，或者在排期参数中放宽窗口", days, x.Day, x.OtherDay, window),
		fmt.Sprintf("The two now lie %d days apart (%s, %s), outside the window of %d days: move one in its schedule, or widen the window in the settings", days, x.Day, x.OtherDay, window)))
}

func (o *Office) carryMerge(ctx context.Context, q *dbsqlc.Queries, a Actor, x Merge) error {
	var stays dbsqlc.InspectionVisit
	for _, id := range []ids.Entry{x.VisitID, x.OtherID} {
		v, err := q.LockVisit(ctx, id)
		if err != nil {
			return orMissing(err)
		}
		if id == x.VisitID {
			stays = v
		}
		if v.State != "planned" && (v.State != "announced" || id == x.OtherID) {
			return gone()
		}
		arranged, err := q.VisitArranged(ctx, id)
		if err != nil {
			return err
		}
		if arranged {
			return fault.New(fault.Rule, "visit.arranged", fault.T("其中一次检查已经安排现场检查，部门正在批准，人员已收到邀请；请先取消现场检查，再合并", "One of the two is arranged, approved and its team invited; call the visit on the spot off first, then merge"))
		}
	}
	for _, step := range []func() error{
		func() error { return q.MergeAgencies(ctx, x.VisitID, x.OtherID) },
		func() error { return q.MergeItems(ctx, x.VisitID, x.OtherID) },
		func() error { // before its officers are asked for: what it took of their time is free
			return q.MergeVisit(ctx, x.VisitID, fmt.Sprintf("与另一方案的第%d号检查合并", x.Number), x.OtherID)
		},
		func() error { return joiningFree(ctx, q, x, stays) },
		func() error { return q.MergeOfficers(ctx, x.VisitID, x.OtherID) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// joiningFree refuses a merge whose joining officers are on another check in the half day
// of the visit that stays.
func joiningFree(ctx context.Context, q *dbsqlc.Queries, x Merge, stays dbsqlc.InspectionVisit) error {
	if stays.Day.IsZero() {
		return nil // its schedule will see to it
	}
	rows, err := q.JoiningOfficers(ctx, x.OtherID, x.VisitID)
	if err != nil {
		return err
	}
	var agencies []ids.Agency
	var officers []ids.Entry
	for _, r := range rows {
		agencies, officers = append(agencies, r.AgencyID), append(officers, r.InspectorID)
	}
	if err := lockTeams(ctx, q, agencies); err != nil {
		return err
	}
	busy, err := q.TeamClashes(ctx, dbsqlc.TeamClashesParams{InspectorIds: officers, OnDay: stays.Day, Half: stays.Half})
	if err != nil || len(busy) == 0 {
		return err
	}
	zh, en := whoIsBusy(busy)
	return fault.New(fault.Clash, "merge.officer_busy", fault.T(
		"合并后一同前往的执法人员在这半天已有其他检查："+zh+"；请先移动其中一次，再合并", "Of the officers who would join, some are on another check in that half day: "+en+"; move one of the two first, then merge"))
}
