package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/schedule"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Schedule is what the last scheduling of a plan found (排期结果). Reasons and Moves are
// empty for whoever may not know what was drawn: they name officers who must withdraw.
type Schedule struct {
	Number                 int
	Kind                   string // run, replan, move
	MadeAt                 time.Time
	Objective, Bound       int64
	Scheduled, Unscheduled int
	Terms                  schedule.Terms
	Reasons                []schedule.Reason // Visit is the id of a visit, Officer that of an inspector
	Moves                  []schedule.Move
	Visits                 []Visit
	People                 map[string]TeamMember
}

// scheduleDetail is what a schedule leaves behind beside its counts.
type scheduleDetail struct {
	Terms   schedule.Terms    `json:"terms"`
	Reasons []schedule.Reason `json:"reasons"`
	Moves   []schedule.Move   `json:"moves"`
}

// MakeSchedule gives the visits of a plan their half day and team (排期), or gives them
// anew after something changed (重排): what was announced keeps its half day, a visit whose
// check is arranged its team as well, the rest moves as little as possible. Every move
// says why, and so does every arranged visit whose team no longer stands.
func (o *Office) MakeSchedule(ctx context.Context, a Actor, id ids.Entry) (s Schedule, err error) {
	_, err = o.changePlan(ctx, a, id, "draw.hold", func(q *dbsqlc.Queries, p *Plan) error {
		w, err := o.scheduling(ctx, q, a, p)
		if err != nil {
			return err
		}
		out, err := schedule.Solve(w.in)
		if err != nil {
			return asRule(err)
		}
		kind := "run"
		if slices.ContainsFunc(w.visits, func(v Visit) bool { return !v.Day.IsZero() }) {
			kind = "replan"
		}
		if err := w.keep(ctx, q, out, ""); err != nil {
			return err
		}
		if err := o.keepSchedule(ctx, q, a, w, kind, out); err != nil {
			return err
		}
		if kind == "replan" {
			p.told = o.replanNotices(p, len(out.Moves))
		}
		s, err = o.scheduleOf(ctx, q, a, p)
		return err
	})
	return s, err
}

// scheduling is the planning of a plan whose visits the actor may arrange.
func (o *Office) scheduling(ctx context.Context, q *dbsqlc.Queries, a Actor, p *Plan) (*planning, error) {
	if err := o.mustKnow(ctx, q, a, p); err != nil {
		return nil, err
	}
	if p.VisitCount == 0 {
		return nil, p.notNow("schedule.run")
	}
	return o.planning(ctx, q, a, p)
}

// keep stores where visits went, or where one of them did: what stayed is not touched.
func (w *planning) keep(ctx context.Context, q *dbsqlc.Queries, out *schedule.Schedule, one string) error {
	to := map[string]schedule.Place{}
	for _, t := range out.Tours {
		for _, v := range t.Visits {
			to[v] = t.Place
		}
	}
	type line struct {
		ID       ids.Entry   `json:"id"`
		Day      *civil.Date `json:"day"`
		Half     string      `json:"half"`
		Vehicles []string    `json:"vehicles"`
	}
	var lines []line
	var changed []ids.Entry
	var team []officerLine
	for i, x := range w.in.Visits {
		v := w.visits[slices.IndexFunc(w.visits, func(v Visit) bool { return v.ID.String() == x.ID })]
		p, scheduled := to[x.ID]
		switch {
		case one != "" && x.ID != one, !scheduled && v.Day.IsZero(), scheduled && !v.Day.IsZero() && same(x.Was, p):
			continue
		case !scheduled:
			lines = append(lines, line{ID: v.ID, Vehicles: []string{}})
			continue // who was drawn stays in the team
		}
		day := p.Day
		lines = append(lines, line{v.ID, &day, string(p.Half), append([]string{}, p.Vehicles...)})
		changed = append(changed, v.ID)
		for _, id := range p.Officers {
			officer, err := ids.Parse[ids.Entry](id)
			if err != nil {
				return fmt.Errorf("read an officer's id: %w", err)
			}
			team = append(team, officerLine{v.ID, officer, slices.Contains(w.in.Visits[i].Drawn, id)})
		}
	}
	rows, err := json.Marshal(lines)
	if err != nil {
		return fmt.Errorf("write places: %w", err)
	}
	if len(lines) == 0 {
		return nil
	}
	if _, err := q.PlaceVisits(ctx, rows); err != nil {
		return err
	}
	if len(changed) == 0 {
		return nil
	}
	if err := q.ClearTeams(ctx, changed); err != nil {
		return err
	}
	return keepTeam(ctx, q, team)
}

func same(was *schedule.Place, p schedule.Place) bool {
	return was != nil && was.Slot == p.Slot && slices.Equal(was.Officers, p.Officers) && slices.Equal(was.Vehicles, p.Vehicles)
}

// keepSchedule remembers a schedule and enters it in the plan's record: counts, no name.
func (o *Office) keepSchedule(ctx context.Context, q *dbsqlc.Queries, a Actor, w *planning, kind string, out *schedule.Schedule) error {
	reasons := append(slices.Clone(out.Unscheduled), w.cappedReasons()...)
	left := len(reasons) // what is held has its place
	reasons = append(reasons, w.held...)
	detail, err := json.Marshal(scheduleDetail{out.Terms, reasons, out.Moves})
	if err != nil {
		return fmt.Errorf("write a schedule: %w", err)
	}
	now, placed := o.Now(), len(w.in.Visits)-len(out.Unscheduled)+len(w.held)
	if err := q.InsertSchedule(ctx, dbsqlc.InsertScheduleParams{
		ID: ids.New[ids.Entry](now), PlanID: w.p.ID, Kind: kind, MadeBy: a.User, MadeAt: now, Objective: out.Objective, Bound: out.Bound,
		Scheduled: int32(placed), Unscheduled: int32(left), Detail: detail,
	}); err != nil {
		return err
	}
	return o.enterPlan(ctx, q, a, w.p.ID, "schedule."+kind, map[string]any{
		"scheduled": placed, "unscheduled": left, "held": len(w.held), "moved": len(out.Moves), "objective": out.Objective, "bound": out.Bound,
	})
}

// Schedule gives the last schedule of a plan with its visits; one that was never made
// has number 0.
func (o *Office) Schedule(ctx context.Context, a Actor, id ids.Entry) (s Schedule, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		p, err := o.planIn(ctx, q, a, id)
		if err != nil {
			return err
		}
		s, err = o.scheduleOf(ctx, q, a, &p)
		return err
	})
	return s, err
}

func (o *Office) scheduleOf(ctx context.Context, q *dbsqlc.Queries, a Actor, p *Plan) (s Schedule, err error) {
	s.Visits, s.People = []Visit{}, map[string]TeamMember{}
	if p.current() == nil || p.Mine.State != "joined" {
		return s, nil
	}
	if s.Visits, err = o.visitsOf(ctx, q, a, p); err != nil {
		return s, err
	}
	r, err := q.LastSchedule(ctx, p.ID)
	if noRows(err) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	var d scheduleDetail
	if err := json.Unmarshal(r.Detail, &d); err != nil {
		return s, fmt.Errorf("read a schedule: %w", err)
	}
	s.Number, s.Kind, s.MadeAt, s.Objective, s.Bound, s.Terms = int(r.Number), r.Kind, r.MadeAt, r.Objective, r.Bound, d.Terms
	s.Scheduled, s.Unscheduled = int(r.Scheduled), int(r.Unscheduled)
	knows, err := o.knows(ctx, q, a, p)
	if err != nil {
		return s, err
	}
	if !knows { // a head allows a visit above the cap by its number
		s.Reasons = slices.DeleteFunc(d.Reasons, func(r schedule.Reason) bool { return r.Code != AboveCap || p.relation() != "initiator" })
		return s, nil
	}
	s.Reasons, s.Moves = d.Reasons, d.Moves
	people, err := q.ListVisitCandidates(ctx, p.current().ID)
	for _, x := range people {
		s.People[x.ID.String()] = TeamMember{x.AgencyID, x.Number, x.Name}
	}
	return s, err
}

// VisitFigures count how far checks are made together (联合检查实施率).
type VisitFigures struct {
	Visits int // not cancelled
	Joint  int // of several agencies
	Saved  int // visits that there would be if every agency came alone, less those there are
	Merged int // made in the course of another plan's visit
}

// CountVisits counts visits of a plan.
func CountVisits(list []Visit) (f VisitFigures) {
	for _, v := range list {
		switch {
		case !v.MergedInto.IsZero():
			f.Merged++
		case v.State != "cancelled":
			f.Visits++
			f.Saved += len(v.Parts) - 1
			if len(v.Parts) > 1 {
				f.Joint++
			}
		}
	}
	return f
}

// Rate is the share of joint visits, in thousandths.
func (f VisitFigures) Rate() int {
	if f.Visits == 0 {
		return 0
	}
	return f.Joint * 1000 / f.Visits
}

// gone says that a plan's visits changed since they were read.
func gone() *fault.Error {
	return fault.New(fault.Stale, "stale", fault.T("检查任务已有变化，请刷新后再办理", "The visit changed in the meantime; reload and try again"))
}
