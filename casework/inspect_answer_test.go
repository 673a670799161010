package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// standing is how an agency stands in a plan.
func standing(p casework.Plan, a casework.Actor) casework.PlanAgency {
	return p.Agencies[slices.IndexFunc(p.Agencies, func(x casework.PlanAgency) bool { return x.AgencyID == a.Agency })]
}

// recorded reports whether the chain of a plan holds an event with a word in it.
func (w inspection) recorded(t *testing.T, p casework.Plan, kind, word string) bool {
	t.Helper()
	var n int
	ok(t, w.DB.Owner.QueryRow(t.Context(), "SELECT count(*) FROM events e JOIN event_values v ON v.event_id = e.id WHERE e.subject_id = $1 AND e.kind = $2 AND strpos(convert_from(v.value, 'UTF8'), $3) > 0", p.ID.String(), kind, word).Scan(&n))
	return n > 0
}

// countAs counts the rows of a table that an agency's transactions see.
func (w inspection) countAs(t *testing.T, a casework.Actor, table string) (n int) {
	t.Helper()
	tx, err := w.DB.App.Begin(t.Context())
	ok(t, err)
	defer func() { _ = tx.Rollback(t.Context()) }() // nothing was written
	if _, err := tx.Exec(t.Context(), "SELECT set_config('hub.agency', $1, true)", a.Agency.String()); err != nil {
		t.Fatal(err)
	}
	ok(t, tx.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n))
	return n
}

// TestInvitationDeclined: an invited agency declines with its reason, the initiator is
// told and goes on alone, and the agency that declined has no part in anything sealed.
func TestInvitationDeclined(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, err := w.MakePlan(t.Context(), w.env, w.newPlan(t))
	ok(t, err)
	_, err = w.DeclinePlan(t.Context(), w.market, p.ID, "")
	wants(t, err, fault.Invalid, "invalid")
	_, err = w.DeclinePlan(t.Context(), w.env, p.ID, "不参加")
	wants(t, err, fault.Rule, "plan.decline_not_now") // who asked cannot decline
	got, err := w.DeclinePlan(t.Context(), w.market, p.ID, "本季度无对应事项（演示虚构）")
	ok(t, err)
	if x := standing(got, w.market); x.State != "declined" || x.Reason != "本季度无对应事项（演示虚构）" || x.EndedAt == nil || len(got.Actions) != 0 {
		t.Errorf("declined as %+v, may do %v", x, got.Actions)
	}
	words := w.toldPlan(t, "plan.declined", w.env)
	if n := len(w.told(t, "plan.declined")); n != 2 || strings.Contains(words, "演示虚构") { // desk and planner
		t.Errorf("told %d times: %s", n, words)
	}
	if !w.recorded(t, p, "plan.decline", "本季度无对应事项") {
		t.Error("the record does not say why")
	}
	_, err = w.JoinPlan(t.Context(), w.market, p.ID, []ids.Entry{w.item(t, w.market, "S-1")})
	wants(t, err, fault.Rule, "plan.join_not_now")
	_, err = w.FreezePlan(t.Context(), w.env, p.ID, draw.Open, 0)
	ok(t, err)
	p, err = w.DrawPlan(t.Context(), w.env, p.ID, "")
	ok(t, err)
	if len(p.Nonces) != 1 {
		t.Errorf("%d agencies gave a nonce", len(p.Nonces))
	}
	public, err := w.PublicPlan(t.Context(), p.ID)
	ok(t, err)
	if len(public.Parts) != 1 {
		t.Errorf("the public page names %+v", public.Parts)
	}
	// Beneath the verbs: the agency's own transaction sees the round, and nothing sealed.
	for table, want := range map[string]int{"draw_rounds": 1, "draw_sealed": 0, "draw_nonces": 0} {
		if n := w.countAs(t, w.market, table); n != want {
			t.Errorf("who declined sees %d of %s", n, table)
		}
	}
	if n := w.countAs(t, w.env, "draw_sealed"); n != 1 {
		t.Errorf("who takes part sees %d", n)
	}
}

// TestInvitationRecalled: the initiator takes back what nobody answered, and no more.
func TestInvitationRecalled(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, err := w.MakePlan(t.Context(), w.env, w.newPlan(t))
	ok(t, err)
	_, err = w.RecallInvitation(t.Context(), w.market, p.ID, w.market.Agency, "撤回")
	wants(t, err, fault.Denied, "not_allowed") // the initiator's act
	got, err := w.RecallInvitation(t.Context(), w.env, p.ID, w.market.Agency, "本次不需要（演示虚构）")
	ok(t, err)
	if x := standing(got, w.market); x.State != "recalled" || x.Reason == "" || !slices.Contains(got.Actions, "freeze") {
		t.Errorf("recalled as %+v, may do %v", x, got.Actions)
	}
	w.toldPlan(t, "plan.recalled", w.market)
	if !w.recorded(t, p, "plan.recall", "本次不需要") {
		t.Error("the record does not say why")
	}
	_, err = w.JoinPlan(t.Context(), w.market, p.ID, []ids.Entry{w.item(t, w.market, "S-1")})
	wants(t, err, fault.Rule, "plan.join_not_now")
	if seen, err := w.Plan(t.Context(), w.market, p.ID); err != nil || standing(seen, w.market).Reason == "" {
		t.Errorf("who was asked learns no reason: %v", err)
	}
	joined := w.joint(t)
	_, err = w.RecallInvitation(t.Context(), w.env, joined.ID, w.market.Agency, "撤回")
	wants(t, err, fault.Rule, "plan.recall_not_now")
}

// TestPlanCalledOff: before the draw a plan is called off with its reason; all are told,
// the public page says so if it shows the plan, and nothing goes on, whatever a verb does.
func TestPlanCalledOff(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, err := w.MakePlan(t.Context(), w.env, w.newPlan(t))
	ok(t, err)
	_, err = w.CancelPlan(t.Context(), w.market, p.ID, "取消")
	wants(t, err, fault.Denied, "not_allowed")
	p, err = w.CancelPlan(t.Context(), w.env, p.ID, "任务调整（演示虚构）") // nobody outside knows of it
	ok(t, err)
	if p.State != "cancelled" || p.CancelledReason == "" || p.CancelledAt == nil || len(p.Actions) != 0 {
		t.Errorf("called off as %+v, may do %v", p.InspectionPlan, p.Actions)
	}
	w.toldPlan(t, "plan.cancelled", w.env, w.market)
	_, err = w.PublicPlan(t.Context(), p.ID)
	wants(t, err, fault.Missing, "not_found")

	p = w.joint(t)
	p, err = w.FreezePlan(t.Context(), w.env, p.ID, draw.Manual, 0)
	ok(t, err)
	value, commitment := nonce(t, p, w.env)
	_, err = w.CommitNonce(t.Context(), w.env, p.ID, commitment)
	ok(t, err)
	waits, err := w.PublicDrawsCSV(t.Context(), 0)
	ok(t, err)
	if !strings.Contains(string(waits), ",揭示截止时间") || !strings.Contains(string(waits), p.Rounds[0].RevealBy.In(civil.Office).Format(time.RFC3339)) {
		t.Errorf("the public file does not say until when the round waits: %s", waits)
	}
	_, err = w.CancelPlan(t.Context(), w.env, p.ID, "任务调整（演示虚构）")
	wants(t, err, fault.Rule, "plan.cancel_not_now") // it is public: the head's act
	_, err = w.CancelPlan(t.Context(), w.envHead, p.ID, "")
	wants(t, err, fault.Invalid, "invalid")
	p, err = w.CancelPlan(t.Context(), w.envHead, p.ID, "任务调整（演示虚构）")
	ok(t, err)
	if r := p.Rounds[0]; r.State != "void" || len(r.Missing) != 0 || r.Reason == "" {
		t.Errorf("the round ends as %+v", r)
	}
	if x := standing(p, w.market); x.Misses != 0 {
		t.Errorf("an agency is held to have let %d rounds fail", x.Misses)
	}
	public, err := w.PublicPlan(t.Context(), p.ID)
	ok(t, err)
	if public.State != "cancelled" || public.CancelledReason != "任务调整（演示虚构）" || public.CancelledAt == nil || public.HasFile || public.Rounds[0].RevealBy == nil {
		t.Errorf("the public page says %+v", public)
	}
	file, err := w.PublicPlansCSV(t.Context(), 0)
	ok(t, err)
	if !strings.Contains(string(file), "已取消") || !strings.Contains(string(file), "任务调整") {
		t.Errorf("the public file says %s", file)
	}
	if !w.recorded(t, p, "plan.cancel", "任务调整") {
		t.Error("the record does not say why")
	}
	for name, act := range map[string]func() error{
		"join":   func() error { _, err := w.JoinPlan(t.Context(), w.market, p.ID, nil); return err },
		"freeze": func() error { _, err := w.FreezePlan(t.Context(), w.envHead, p.ID, draw.Open, 0); return err },
		"commit": func() error { _, err := w.CommitNonce(t.Context(), w.market, p.ID, commitment); return err },
		"reveal": func() error { _, err := w.RevealNonce(t.Context(), w.env, p.ID, value); return err },
		"draw":   func() error { _, err := w.DrawPlan(t.Context(), w.envHead, p.ID, ""); return err },
		"cancel": func() error { _, err := w.CancelPlan(t.Context(), w.envHead, p.ID, "再取消"); return err },
		"visits": func() error { _, err := w.PlanVisits(t.Context(), w.env, p.ID); return err },
	} {
		if err := act(); fault.KindOf(err) != fault.Rule {
			t.Errorf("%s goes on: %v", name, err)
		}
	}
	for _, sql := range []string{"UPDATE inspection_plans SET state = 'open' WHERE id = $1", "INSERT INTO draw_rounds (id, plan_id, number, mode, state, objects, objects_out, officers, officers_out, objects_hash, officers_hash, terms_hash, frozen_at, frozen_event) SELECT gen_random_uuid(), plan_id, 9, mode, 'frozen', 0, 0, 0, 0, '', '', '', frozen_at, frozen_event FROM draw_rounds WHERE plan_id = $1"} {
		if _, err := w.DB.Owner.Exec(t.Context(), sql, p.ID); err == nil {
			t.Errorf("the database takes %s", sql)
		}
	}
	drawn := w.joint(t)
	_, err = w.FreezePlan(t.Context(), w.env, drawn.ID, draw.Open, 0)
	ok(t, err)
	_, err = w.DrawPlan(t.Context(), w.env, drawn.ID, "")
	ok(t, err)
	_, err = w.CancelPlan(t.Context(), w.envHead, drawn.ID, "太晚")
	wants(t, err, fault.Rule, "plan.cancel_not_now")
}

// TestPlannerHandsOver: whoever joined is the planner; a plan outlives his being there.
func TestPlannerHandsOver(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p := w.joint(t)
	for _, id := range []ids.User{w.env.User, w.Env.Legal.User, w.market.User} { // himself, no planner's function, another agency
		_, err := w.HandOverPlan(t.Context(), w.env, p.ID, id, "岗位调整")
		wants(t, err, fault.Invalid, "invalid")
	}
	_, err := w.FreezePlan(t.Context(), w.env, p.ID, draw.Open, 0)
	ok(t, err)
	_, err = w.DrawPlan(t.Context(), w.env, p.ID, "")
	ok(t, err)
	_, err = w.OpenDraw(t.Context(), w.env, p.ID, "安排车辆")
	ok(t, err)
	p, err = w.HandOverPlan(t.Context(), w.env, p.ID, w.envHead.User, "岗位调整（演示虚构）")
	ok(t, err)
	if p.Planner || p.PlannerIs != w.envHead.Name {
		t.Errorf("planner is %s, and who handed over still plans: %v", p.PlannerIs, p.Planner)
	}
	_, err = w.OpenDraw(t.Context(), w.env, p.ID, "再看看")
	wants(t, err, fault.Denied, "draw.sealed")
	_, err = w.PlanVisits(t.Context(), w.env, p.ID)
	wants(t, err, fault.Rule, "visit.not_opened")
	_, err = w.PlanVisits(t.Context(), w.envHead, p.ID) // has not opened it himself
	wants(t, err, fault.Rule, "visit.not_opened")
	_, err = w.OpenDraw(t.Context(), w.envHead, p.ID, "接手安排")
	ok(t, err)
	_, err = w.PlanVisits(t.Context(), w.envHead, p.ID)
	ok(t, err)
	if n := len(w.told(t, "plan.planner")); n != 2 {
		t.Errorf("%d persons were told", n)
	}
	if !w.recorded(t, p, "plan.hand_over", w.envHead.User.String()) {
		t.Error("the record does not say to whom")
	}
	// For a planner who is away the own head does it; an officer who is not the planner does not.
	_, err = w.HandOverPlan(t.Context(), w.env, p.ID, w.env.User, "拿回来")
	wants(t, err, fault.Rule, "plan.hand_over_not_now")
	other, err := w.HandOverPlan(t.Context(), w.Market.Head, p.ID, w.Market.Head.User, "休假")
	ok(t, err)
	if !other.Planner {
		t.Error("the head does not plan after taking over")
	}
	if seen, err := w.Plan(t.Context(), w.env, p.ID); err != nil || seen.PlannerIs != w.envHead.Name {
		t.Errorf("the other agency's planner shows: %s, %v", seen.PlannerIs, err)
	}
}
