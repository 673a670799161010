package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/schedule"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// NewPlace is where a visit is moved by hand.
type NewPlace struct {
	Version  int64
	Day      civil.Date
	Half     string      // am, pm
	Officers []ids.Entry // none: its team goes along
	Reason   string      // needed where the enterprise was told of another time
}

// MoveVisit moves a visit by hand (调整): every rule that a schedule keeps is asked, and
// a refusal names each that would be broken, and by whom.
func (o *Office) MoveVisit(ctx context.Context, a Actor, id ids.Entry, to NewPlace) (s Schedule, err error) {
	var bad complaints
	if bad.text("body.reason", &to.Reason, 0, 300); bad.err() != nil {
		return s, bad.err()
	}
	plan, err := o.planOfVisit(ctx, a, id)
	if err != nil {
		return s, err
	}
	_, err = o.changePlan(ctx, a, plan, "draw.hold", func(q *dbsqlc.Queries, p *Plan) error {
		w, err := o.scheduling(ctx, q, a, p)
		if err != nil {
			return err
		}
		if _, arranged := w.arranged[id]; arranged {
			return fault.New(fault.Rule, "visit.arranged", fault.T("这次检查已经安排，部门正在批准，人员已收到邀请；改期请先取消现场检查，再调整", "The visit is arranged, approved and its team invited; call the visit on the spot off first, then move it"))
		}
		if err := o.moveWithinCap(ctx, q, w, id, to.Day); err != nil {
			return err
		}
		out, err := w.moved(id, to)
		if err != nil {
			return err
		}
		if err := w.keep(ctx, q, out, id.String()); err != nil {
			return err
		}
		if err := o.enterPlan(ctx, q, a, plan, "visit.move", map[string]any{"visit": id.String(), "day": to.Day.String(), "half": to.Half, "reason": to.Reason}); err != nil {
			return err
		}
		p.told = o.movedNotices(p, w, id, to)
		s, err = o.scheduleOf(ctx, q, a, p)
		return err
	})
	return s, err
}

// AnnounceVisit notes that the enterprise was told when it is visited (通知企业): from then
// on the half day stays, whatever is scheduled anew.
func (o *Office) AnnounceVisit(ctx context.Context, a Actor, id ids.Entry, version int64) (s Schedule, err error) {
	plan, err := o.planOfVisit(ctx, a, id)
	if err != nil {
		return s, err
	}
	_, err = o.changePlan(ctx, a, plan, "draw.hold", func(q *dbsqlc.Queries, p *Plan) error {
		if err := o.mustKnow(ctx, q, a, p); err != nil {
			return err
		}
		v, err := q.LockVisit(ctx, id)
		if err != nil {
			return orMissing(err)
		}
		if v.Version != version {
			return gone()
		}
		if v.State != "planned" || v.Day.IsZero() {
			return p.notNow("visit.announce")
		}
		if _, err := q.SetVisitState(ctx, dbsqlc.SetVisitStateParams{ID: id, State: "announced", Version: version}); err != nil {
			return err
		}
		if err := o.enterPlan(ctx, q, a, plan, "visit.announce", map[string]any{"visit": id.String(), "day": v.Day.String(), "half": v.Half}); err != nil {
			return err
		}
		s, err = o.scheduleOf(ctx, q, a, p)
		return err
	})
	return s, err
}

// planOfVisit is the plan that a visit belongs to; the visit is hidden with its plan.
func (o *Office) planOfVisit(ctx context.Context, a Actor, id ids.Entry) (plan ids.Entry, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		v, err := q.ReadVisit(ctx, id)
		if err != nil {
			return orMissing(err)
		}
		_, err = o.planIn(ctx, q, a, v.PlanID)
		plan = v.PlanID
		return err
	})
	return plan, err
}

// moved is the schedule as it stands with one visit elsewhere, or a refusal.
func (w *planning) moved(id ids.Entry, to NewPlace) (*schedule.Schedule, error) {
	at := slices.IndexFunc(w.in.Visits, func(x schedule.Visit) bool { return x.ID == id.String() })
	if at < 0 {
		return nil, w.p.notNow("visit.move")
	}
	v := w.visits[slices.IndexFunc(w.visits, func(v Visit) bool { return v.ID == id })]
	if v.Version != to.Version {
		return nil, gone()
	}
	if v.State == "announced" && to.Reason == "" {
		return nil, invalid("body.reason", "已通知企业的检查改期应写明理由", "The enterprise was told of another time: say why it is moved")
	}
	before := w.standing("")
	place := schedule.Place{Slot: schedule.Slot{Day: to.Day, Half: schedule.Half(to.Half)}, Officers: []string{}}
	for _, o := range to.Officers {
		place.Officers = append(place.Officers, o.String())
	}
	if len(to.Officers) == 0 {
		for _, m := range v.Team {
			place.Officers = append(place.Officers, m.InspectorID.String())
		}
	}
	slices.Sort(place.Officers)
	place.Officers = slices.Compact(place.Officers)
	was, fixed := w.in.Visits[at].Was, w.in.Visits[at].Fixed
	after := w.standing(id.String())
	w.join(after, id.String(), place)
	w.in.Visits[at].Was, w.in.Visits[at].Fixed = nil, false // its old place binds nobody any more
	broken, err := schedule.Check(w.in, after)
	if err != nil {
		return nil, asRule(err)
	}
	w.in.Visits[at].Was, w.in.Visits[at].Fixed = was, fixed
	old, err := schedule.Check(w.in, before)
	if err != nil {
		return nil, asRule(err)
	}
	broken = slices.DeleteFunc(broken, func(p schedule.Problem) bool {
		return p.Code == schedule.Sum || p.Visit != id.String() && slices.ContainsFunc(old, func(q schedule.Problem) bool { return q.Visit == p.Visit && q.Code == p.Code && q.Officer == p.Officer })
	})
	if len(broken) > 0 {
		return nil, w.refused(broken)
	}
	return after, nil
}

// standing is the schedule as it stands, without one visit.
func (w *planning) standing(without string) *schedule.Schedule {
	out := &schedule.Schedule{}
	for _, x := range w.in.Visits {
		switch {
		case x.ID == without:
		case x.Was == nil:
			out.Unscheduled = append(out.Unscheduled, schedule.Reason{Visit: x.ID})
		default:
			w.join(out, x.ID, *x.Was)
		}
	}
	return out
}

// join lets a visit go along with its team, or makes it a tour of its own with free
// vehicles.
func (w *planning) join(out *schedule.Schedule, visit string, place schedule.Place) {
	used := map[string]bool{}
	for i := range out.Tours {
		t := &out.Tours[i]
		if t.Slot != place.Slot {
			continue
		}
		if slices.Equal(t.Officers, place.Officers) {
			t.Visits = append(t.Visits, visit)
			return
		}
		for _, v := range t.Vehicles {
			used[v] = true
		}
	}
	if len(place.Vehicles) == 0 {
		seats := 0
		for _, v := range w.in.Vehicles {
			if seats < len(place.Officers) && !used[v.ID] && !v.AwayAt(place.Slot) {
				place.Vehicles, seats = append(place.Vehicles, v.ID), seats+v.Seats
			}
		}
	}
	out.Tours = append(out.Tours, schedule.Tour{Place: place, Visits: []string{visit}})
}

// refused names what a move would break.
func (w *planning) refused(broken []schedule.Problem) *fault.Error {
	var zh, en []string
	for _, p := range broken {
		who := ""
		if i := slices.IndexFunc(w.people, func(r dbsqlc.ListVisitCandidatesRow) bool { return r.ID.String() == p.Officer }); i >= 0 {
			who = w.people[i].Number
		}
		if i := slices.IndexFunc(w.p.Agencies, func(x PlanAgency) bool { return x.AgencyID.String() == p.Agency }); i >= 0 {
			who = w.p.Agencies[i].ShortName
		}
		text := brokenRules[p.Code]
		if line := strings.TrimSpace(who + text.ZH); !slices.Contains(zh, line) {
			zh, en = append(zh, line), append(en, strings.TrimSpace(who+" "+text.EN))
		}
	}
	const most = 10
	if n := len(zh); n > most {
		zh, en = append(zh[:most], fmt.Sprintf("另有%d项", n-most)), append(en[:most], fmt.Sprintf("%d more", n-most))
	}
	return fault.New(fault.Rule, "visit.move_refused", fault.T("不能调整到这个时间："+strings.Join(zh, "；"), "It cannot be moved there: "+strings.Join(en, "; ")))
}

// brokenRules say what a place breaks, after the officer or agency it is about.
var brokenRules = map[schedule.Code]fault.Text{
	schedule.Away: fault.T("届时请假或者另有检查", "is on leave or on another plan's visit then"), schedule.Uncertified: fault.T("执法证届时无效", "has no valid certificate then"),
	schedule.Withdrawn: fault.T("应当回避", "must withdraw"), schedule.Elsewhere: fault.T("不负责这一区划", "does not cover the district"), schedule.Twice: fault.T("届时在另一处检查", "is at another visit then"),
	schedule.NoOfficers: fault.T("派出人数不符", "does not send the right number"), schedule.NoSkill: fault.T("无人具备所需专业", "brings nobody who knows what is needed"),
	schedule.NoVehicle: fault.T("没有足够的车辆座位", "too few seats"), schedule.NoTime: fault.T("半天时间不够", "it does not fit in the half day"), schedule.NoDay: fault.T("不是检查期间内的工作日", "is no working day of the period"),
	schedule.Full: fault.T("该组半天内户数已满", "the team has no more room in the half day"), schedule.Strangers: fault.T("不是参加部门的人员", "is of no agency that takes part"), schedule.Unknown: fault.T("人员不在名录库中", "somebody is in no library"),
	schedule.Announced: fault.T("已通知企业的时间不能改变", "what was announced cannot be moved"), schedule.Missing: fault.T("有检查任务失去安排", "a visit loses its place"),
}
