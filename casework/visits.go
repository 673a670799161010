package casework

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Visit is one enterprise, one time, one team of several agencies (检查任务). Code and
// Name are empty for whoever may not know them yet.
type Visit struct {
	dbsqlc.InspectionVisit
	Parts     []VisitPart
	Team      []VisitOfficer
	Frequency *Frequency // against the yearly caps, this one left out; nil: it does not count, or the name is sealed
}

// VisitPart is an agency that takes part, with how many officers it sends at least;
// VisitOfficer is one of the team, by lot or as a substitute.
type (
	VisitPart    = dbsqlc.VisitAgency
	VisitOfficer = dbsqlc.ListVisitTeamsRow
)

// PlanVisits turns what was drawn into visits without a time (生成检查任务): the
// initiator's planner does it, who has opened the draw. The record holds how many.
func (o *Office) PlanVisits(ctx context.Context, a Actor, id ids.Entry) (list []Visit, err error) {
	_, err = o.changePlan(ctx, a, id, "draw.hold", func(q *dbsqlc.Queries, p *Plan) error {
		if err := o.mustKnow(ctx, q, a, p); err != nil {
			return err
		}
		if p.VisitCount > 0 {
			return p.notNow("visit.plan")
		}
		if err := o.keepVisits(ctx, q, p); err != nil {
			return err
		}
		if err := o.enterPlan(ctx, q, a, id, "visit.plan", map[string]any{"round": p.current().ID.String(), "visits": *p.current().Drawn}); err != nil {
			return err
		}
		list, err = o.visitsOf(ctx, q, a, p)
		return err
	})
	return list, err
}

// mustKnow refuses whoever has not opened what was drawn, as a named planner.
func (o *Office) mustKnow(ctx context.Context, q *dbsqlc.Queries, a Actor, p *Plan) error {
	if p.State != "drawn" && p.State != "published" {
		return p.notNow("visit.plan")
	}
	knows, err := o.knows(ctx, q, a, p)
	if err != nil {
		return err
	}
	if !p.Planner || !knows {
		err := fault.New(fault.Rule, "visit.not_opened", fault.T("检查前抽查结果密封：请计划人员先写明理由启封，再安排检查任务", "Before the visits the result is sealed: a named planner opens it with a reason first, then plans the visits"))
		err.Allowed = p.Actions
		return err
	}
	return nil
}

// knows reports whether the actor may read drawn names: once they are published
// everybody of the plan, before that the planners who opened the result.
func (o *Office) knows(ctx context.Context, q *dbsqlc.Queries, a Actor, p *Plan) (bool, error) {
	if p.State == "published" || !p.Planner {
		return p.State == "published", nil
	}
	return q.HasOpened(ctx, p.current().ID, a.User)
}

// keepVisits stores the visits of the round with their drawn teams, agencies and items.
func (o *Office) keepVisits(ctx context.Context, q *dbsqlc.Queries, p *Plan) error {
	r, now := p.current(), o.Now()
	f, err := thaw(ctx, q, r.ID)
	if err != nil {
		return err
	}
	d, err := draw.ReadDraw(f.Sections.Draw)
	if err != nil {
		return err
	}
	names, districts := map[string]string{}, map[string]string{}
	for _, x := range f.Objects.List {
		names[x.ID] = x.Name
	}
	objects, err := q.AllCheckObjects(ctx, p.AgencyID)
	if err != nil {
		return err
	}
	for _, x := range objects {
		districts[x.Code] = x.District
	}
	last, err := q.LastVisitNumber(ctx, p.ID)
	if err != nil {
		return err
	}
	type line struct {
		ID       ids.Entry `json:"id"`
		Number   int32     `json:"number"`
		Code     string    `json:"code"`
		Name     string    `json:"name"`
		Stratum  string    `json:"stratum"`
		District string    `json:"district"`
	}
	var lines []line
	var team []officerLine
	for i, v := range d.Result {
		x := line{ids.New[ids.Entry](now), last + int32(i) + 1, v.Object, names[v.Object], v.Stratum, districts[v.Object]}
		lines = append(lines, x)
		for _, officer := range v.Team {
			team = append(team, officerLine{x.ID, officer, true})
		}
	}
	rows, err := json.Marshal(lines)
	if err != nil {
		return fmt.Errorf("write visits: %w", err)
	}
	if err := q.InsertVisits(ctx, dbsqlc.InsertVisitsParams{PlanID: p.ID, RoundID: r.ID, Now: now, Rows: rows}); err != nil {
		return err
	}
	if err := q.InsertVisitAgencies(ctx, p.PerAgency, r.ID); err != nil {
		return err
	}
	if err := q.InsertVisitItems(ctx, r.ID); err != nil {
		return err
	}
	return keepTeam(ctx, q, team)
}

// officerLine is an officer of a visit as it is stored.
type officerLine struct {
	Visit     ids.Entry `json:"visit_id"`
	Inspector ids.Entry `json:"inspector_id"`
	Drawn     bool      `json:"drawn"`
}

func keepTeam(ctx context.Context, q *dbsqlc.Queries, team []officerLine) error {
	rows, err := json.Marshal(team)
	if err != nil {
		return fmt.Errorf("write teams: %w", err)
	}
	return q.InsertVisitOfficers(ctx, rows)
}

// Visits lists the visits of a plan. Who may not know what was drawn sees when and in
// which district, and the name of an enterprise from the moment its visit is under way.
func (o *Office) Visits(ctx context.Context, a Actor, id ids.Entry) (list []Visit, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		p, err := o.planIn(ctx, q, a, id)
		if err != nil {
			return err
		}
		list, err = o.visitsOf(ctx, q, a, &p)
		return err
	})
	return list, err
}

func (o *Office) visitsOf(ctx context.Context, q *dbsqlc.Queries, a Actor, p *Plan) ([]Visit, error) {
	r := p.current()
	if r == nil || p.Mine.State != "joined" {
		return []Visit{}, nil
	}
	knows, err := o.knows(ctx, q, a, p)
	if err != nil {
		return nil, err
	}
	rows, err := q.ListVisits(ctx, p.ID, r.ID)
	if err != nil {
		return nil, err
	}
	parts, err := q.ListVisitParts(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	teams, err := q.ListVisitTeams(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	list, at := make([]Visit, len(rows)), map[ids.Entry]*Visit{}
	for i, v := range rows {
		if !knows && v.State != "under_way" && v.State != "done" {
			v.Code, v.Name = "", ""
		}
		list[i].InspectionVisit, at[v.ID] = v, &list[i]
	}
	for _, x := range parts {
		at[x.VisitID].Parts = append(at[x.VisitID].Parts, x)
	}
	for _, x := range teams {
		at[x.VisitID].Team = append(at[x.VisitID].Team, x)
	}
	if !knows || !p.counts() {
		return list, nil
	}
	return list, o.countVisits(ctx, q, p, list)
}

// setAside cancels the visits of a round that is drawn again. Once an enterprise was
// told of its visit, a draw stands.
func setAside(ctx context.Context, q *dbsqlc.Queries, p *Plan, reason string) error {
	begun, err := q.CountVisitsBegun(ctx, p.current().ID)
	if err != nil {
		return err
	}
	if begun > 0 {
		return fault.New(fault.Rule, "visit.begun", fault.T(fmt.Sprintf("已有%d次检查通知了企业或者已经开始，不能重新抽取", begun), fmt.Sprintf("%d visits were announced or have begun: no new draw", begun)))
	}
	_, err = q.CancelVisits(ctx, reason, p.current().ID)
	return err
}
