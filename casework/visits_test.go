package casework_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// drawn is a joint plan whose result is sealed; the planner of the initiator has
// opened it.
func (w inspection) drawn(t *testing.T) casework.Plan {
	t.Helper()
	p := w.drawnPlan(t)
	_, err := w.OpenDraw(t.Context(), w.env, p.ID, "安排检查任务")
	ok(t, err)
	return p
}

// TestVisitsOfADraw: every drawn enterprise becomes one visit, once, and only planners
// who opened the draw read which.
func TestVisitsOfADraw(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p := w.joint(t)
	_, err := w.PlanVisits(t.Context(), w.env, p.ID)
	wants(t, err, fault.Rule, "visit.plan_not_now")
	_, err = w.FreezePlan(t.Context(), w.env, p.ID, draw.Open, 0)
	ok(t, err)
	p, err = w.DrawPlan(t.Context(), w.env, p.ID, "")
	ok(t, err)
	_, err = w.PlanVisits(t.Context(), w.env, p.ID)
	wants(t, err, fault.Rule, "visit.not_opened")
	d, err := w.OpenDraw(t.Context(), w.env, p.ID, "安排检查任务")
	ok(t, err)
	_, err = w.PlanVisits(t.Context(), w.market, p.ID)
	wants(t, err, fault.Denied, "not_allowed") // the initiator's act
	_, err = w.PlanVisits(t.Context(), w.envHead, p.ID)
	wants(t, err, fault.Rule, "visit.not_opened") // no planner
	list, err := w.PlanVisits(t.Context(), w.env, p.ID)
	ok(t, err)
	if len(list) != len(d.Visits) {
		t.Fatalf("%d visits of %d drawn", len(list), len(d.Visits))
	}
	for i, v := range list {
		if v.Number != int32(i+1) || v.Code != d.Visits[i].Code || v.Name == "" || v.District != "000003" || v.State != "planned" || !v.Day.IsZero() || len(v.Parts) != 2 || v.Parts[0].Officers != 2 || len(v.Team) != 4 || !v.Team[0].Drawn {
			t.Errorf("visit %d is %+v", i, v)
		}
	}
	_, err = w.PlanVisits(t.Context(), w.env, p.ID)
	wants(t, err, fault.Rule, "visit.plan_not_now")
	w.sealed(t, p)
	for _, a := range []casework.Actor{w.envHead, w.market, w.Market.Head} { // market is a planner, and has not opened it
		seen, err := w.Visits(t.Context(), a, p.ID)
		ok(t, err)
		if len(seen) != len(list) || seen[0].Code+seen[0].Name != "" || len(seen[0].Team) != 4 {
			t.Errorf("%s reads %+v", a.Name, seen[0])
		}
	}
	_, err = w.OpenDraw(t.Context(), w.market, p.ID, "安排车辆")
	ok(t, err)
	if seen, err := w.Visits(t.Context(), w.market, p.ID); err != nil || seen[0].Name == "" {
		t.Errorf("a planner who opened it reads %+v, %v", seen[0], err)
	}
	_, err = w.Visits(t.Context(), w.Police.Handler, p.ID)
	wants(t, err, fault.Missing, "not_found")
}

// TestRedrawCancelsVisits: who draws again begins with new visits.
func TestRedrawCancelsVisits(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p := w.drawn(t)
	old, err := w.PlanVisits(t.Context(), w.env, p.ID)
	ok(t, err)
	_, err = w.Redraw(t.Context(), w.envHead, p.ID, "名录库有误")
	ok(t, err)
	var states string
	ok(t, w.DB.Owner.QueryRow(t.Context(), "select string_agg(distinct state || reason, ',') from inspection_visits").Scan(&states))
	if states != "cancelled名录库有误" {
		t.Errorf("the old visits are %s", states)
	}
	_, err = w.FreezePlan(t.Context(), w.env, p.ID, draw.Open, 0)
	ok(t, err)
	_, err = w.DrawPlan(t.Context(), w.env, p.ID, "")
	ok(t, err)
	_, err = w.OpenDraw(t.Context(), w.env, p.ID, "安排检查任务")
	ok(t, err)
	list, err := w.PlanVisits(t.Context(), w.env, p.ID)
	ok(t, err)
	if list[0].Number != int32(len(old)+1) {
		t.Errorf("numbers begin again at %d", list[0].Number)
	}
	_, err = w.DB.Owner.Exec(t.Context(), "update inspection_visits set state = 'announced' where id = $1", list[0].ID.String())
	ok(t, err)
	_, err = w.Redraw(t.Context(), w.envHead, p.ID, "再抽一次")
	if f := wants(t, err, fault.Rule, "visit.begun"); !strings.Contains(f.Detail.ZH, "1次") {
		t.Errorf("refused with %v", f.Detail)
	}
}
