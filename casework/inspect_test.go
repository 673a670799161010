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

// TestDrawOnTheSpot is the usual way: freeze, draw, open for the planner, publish.
func TestDrawOnTheSpot(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, err := w.MakePlan(t.Context(), w.env, w.newPlan(t))
	ok(t, err)
	_, err = w.FreezePlan(t.Context(), w.env, p.ID, draw.Open, 0)
	wants(t, err, fault.Rule, "draw.not_joined")
	_, err = w.JoinPlan(t.Context(), w.market, p.ID, []ids.Entry{w.item(t, w.market, "S-2")})
	if f := wants(t, err, fault.Rule, "plan.item_not_published"); f.RuleID != "insp_item_published" {
		t.Errorf("refused under %q", f.RuleID)
	}
	_, err = w.JoinPlan(t.Context(), w.market, p.ID, []ids.Entry{w.item(t, w.market, "S-1")})
	ok(t, err)
	_, err = w.FreezePlan(t.Context(), w.market, p.ID, draw.Open, 0)
	wants(t, err, fault.Denied, "not_allowed") // the initiator's act

	p, err = w.FreezePlan(t.Context(), w.env, p.ID, draw.Open, 0)
	ok(t, err)
	r := p.Rounds[0]
	if p.State != "frozen" || r.Objects != 40 || r.ObjectsOut != 2 || r.Officers != 10 || r.OfficersOut != 4 || len(r.TermsHash) != 64 || len(p.Nonces) != 2 {
		t.Fatalf("frozen as %+v", r)
	}
	p, err = w.DrawPlan(t.Context(), w.env, p.ID, "现场数 7")
	ok(t, err)
	if r = p.Rounds[0]; p.State != "drawn" || r.Drawn == nil || *r.Drawn != 2+5 || len(r.Core) != 64 {
		t.Fatalf("drawn as %+v", r)
	}
	_, err = w.DrawPlan(t.Context(), w.env, p.ID, "")
	wants(t, err, fault.Rule, "draw.draw_not_now")
	w.sealed(t, p)

	d, err := w.OpenDraw(t.Context(), w.market, p.ID, "安排车辆")
	ok(t, err)
	if len(d.Visits) != 7 || len(d.Visits[0].Team) != 4 || d.Visits[0].Name == "" || d.Visits[0].Team[0].Name == "" {
		t.Fatalf("opened as %+v", d.Visits)
	}
	for _, a := range []casework.Actor{w.env, w.market} {
		if seen, err := w.Plan(t.Context(), a, p.ID); err != nil || shows(seen, d) {
			t.Errorf("the plan tells what was drawn, or %v", err)
		}
	}
	_, err = w.PublishDraw(t.Context(), w.env, p.ID, true) // not the head, and too early
	wants(t, err, fault.Rule, "draw.visits_not_done")
	_, err = w.PublishDraw(t.Context(), w.envHead, p.ID, false)
	wants(t, err, fault.Rule, "draw.visits_not_done")
	w.after(p)
	p, err = w.PublishDraw(t.Context(), w.env, p.ID, false)
	ok(t, err)
	file, err := w.DrawFile(t.Context(), w.market, p.ID)
	ok(t, err)
	b, err := draw.Verify(file)
	ok(t, err)
	if b.Digest.String() != p.Rounds[0].Digest || b.Draw.Room != "现场数 7" || len(b.Draw.Result) != 7 || strings.Contains(string(file), "执法人员") {
		t.Errorf("published as %s", file)
	}
	if _, err := w.PublishedDraw(t.Context(), w.Env.Legal, p.ID); err != nil {
		t.Error(err)
	}
}

// sealed checks that nobody but a named planner sees what was drawn, and that the
// record of the plan holds no name.
func (w inspection) sealed(t *testing.T, p casework.Plan) {
	t.Helper()
	for _, a := range []casework.Actor{w.envHead, w.Env.Legal, w.Market.Head} {
		if _, err := w.OpenDraw(t.Context(), a, p.ID, "看看"); fault.KindOf(err) != fault.Denied {
			t.Errorf("%s opens: %v", a.Name, err)
		}
		if _, err := w.PublishedDraw(t.Context(), a, p.ID); fault.KindOf(err) != fault.Rule {
			t.Errorf("%s reads the result: %v", a.Name, err)
		}
		if _, err := w.DrawFile(t.Context(), a, p.ID); fault.KindOf(err) != fault.Rule {
			t.Errorf("%s takes the file: %v", a.Name, err)
		}
	}
	for _, a := range []casework.Actor{w.Police.Handler, w.Police.Head} {
		_, err := w.Plan(t.Context(), a, p.ID)
		wants(t, err, fault.Missing, "not_found")
		_, err = w.OpenDraw(t.Context(), a, p.ID, "看看")
		wants(t, err, fault.Missing, "not_found")
	}
	var told string
	if err := w.DB.Owner.QueryRow(t.Context(), "select string_agg(convert_from(v.value, 'UTF8'), ' ') from event_values v join events e on e.id = v.event_id where e.subject_kind in ('plan', 'library')").Scan(&told); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(told, "企业") || strings.Contains(told, "91000000") || !strings.Contains(told, p.Rounds[0].Core) {
		t.Errorf("the record says %s", told)
	}
}

// TestManualDraw goes wrong twice and right once.
func TestManualDraw(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p := w.joint(t)
	freeze := func() {
		t.Helper()
		var err error
		p, err = w.FreezePlan(t.Context(), w.env, p.ID, draw.Manual, 0)
		ok(t, err)
	}
	freeze()
	mine, commitment := nonce(t, p, w.env)
	_, err := w.CommitNonce(t.Context(), w.env, p.ID, commitment)
	ok(t, err)
	_, err = w.CommitNonce(t.Context(), w.env, p.ID, commitment)
	wants(t, err, fault.Rule, "draw.commit_not_now")
	_, err = w.RevealNonce(t.Context(), w.env, p.ID, mine)
	wants(t, err, fault.Rule, "draw.reveal_not_now") // not all have committed
	_, err = w.DrawPlan(t.Context(), w.env, p.ID, "")
	wants(t, err, fault.Rule, "draw.nonce_missing")
	_, err = w.VoidRound(t.Context(), w.env, p.ID, "市场监管部门未提交")
	if f := wants(t, err, fault.Rule, "draw.void_early"); slices.Contains(p.Actions, "void") || !strings.Contains(f.Detail.ZH, p.Rounds[0].RevealBy.In(civil.Office).Format("15:04")) {
		t.Errorf("void at once: %+v, %v", f.Detail, p.Actions)
	}
	w.late()
	p, err = w.VoidRound(t.Context(), w.env, p.ID, "市场监管部门未提交")
	ok(t, err)
	if r := p.Rounds[0]; p.State != "open" || r.State != "void" || len(r.Missing) != 1 || ids.Agency(r.Missing[0]) != w.market.Agency {
		t.Fatalf("void as %+v", r)
	}
	_, err = w.ExcludeAgency(t.Context(), w.envHead, p.ID, w.market.Agency, "一次未提交")
	wants(t, err, fault.Rule, "draw.no_second_default")

	freeze() // the market bureau commits and does not reveal
	second, commitment := nonce(t, p, w.env)
	_, err = w.CommitNonce(t.Context(), w.env, p.ID, commitment)
	ok(t, err)
	theirs, commitment := nonce(t, p, w.market)
	_, err = w.CommitNonce(t.Context(), w.market, p.ID, commitment)
	ok(t, err)
	_, err = w.RevealNonce(t.Context(), w.market, p.ID, second)
	wants(t, err, fault.Rule, "draw.commitment")
	p, err = w.RevealNonce(t.Context(), w.env, p.ID, second)
	ok(t, err)
	w.late()
	_, err = w.VoidRound(t.Context(), w.env, p.ID, "市场监管部门未揭示")
	ok(t, err)
	_ = theirs

	_, err = w.ExcludeAgency(t.Context(), w.env, p.ID, w.market.Agency, "两次未揭示")
	wants(t, err, fault.Denied, "not_allowed") // the head's act
	_, err = w.ExcludeAgency(t.Context(), w.envHead, p.ID, w.market.Agency, "两次未揭示")
	ok(t, err)
	freeze()
	third, commitment := nonce(t, p, w.env)
	_, err = w.CommitNonce(t.Context(), w.env, p.ID, commitment)
	ok(t, err)
	_, err = w.RevealNonce(t.Context(), w.env, p.ID, third)
	ok(t, err)
	p, err = w.DrawPlan(t.Context(), w.env, p.ID, "")
	ok(t, err)
	p, err = w.Redraw(t.Context(), w.envHead, p.ID, "名录库有误")
	ok(t, err)
	if p.State != "open" || p.Rounds[2].State != "redrawn" {
		t.Fatalf("set aside as %+v", p.Rounds[2])
	}
	freeze()
	used, commitment := third, commitOf(t, p, w.env, third)
	_, err = w.CommitNonce(t.Context(), w.env, p.ID, commitment)
	ok(t, err)
	_, err = w.RevealNonce(t.Context(), w.env, p.ID, used)
	wants(t, err, fault.Rule, "draw.nonce_used")
}

// TestRevealBy: a time is chosen within bounds, and a round frozen before there was one
// can be declared void as it could.
func TestRevealBy(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p := w.joint(t)
	for _, within := range []time.Duration{4 * time.Minute, 73 * time.Hour} {
		_, err := w.FreezePlan(t.Context(), w.env, p.ID, draw.Manual, within)
		wants(t, err, fault.Invalid, "invalid")
	}
	p, err := w.FreezePlan(t.Context(), w.env, p.ID, draw.Manual, 2*time.Hour)
	ok(t, err)
	if by := p.Rounds[0].RevealBy; by == nil || by.Sub(p.Rounds[0].FrozenAt).Round(time.Second) != 2*time.Hour {
		t.Errorf("to be revealed by %v", by)
	}
	w.late() // half an hour is not two
	_, err = w.VoidRound(t.Context(), w.env, p.ID, "未提交")
	wants(t, err, fault.Rule, "draw.void_early")
	_, err = w.DB.Owner.Exec(t.Context(), "UPDATE draw_rounds SET reveal_by = NULL WHERE plan_id = $1", p.ID)
	ok(t, err)
	p, err = w.VoidRound(t.Context(), w.env, p.ID, "未提交")
	ok(t, err)
	if p.Rounds[0].State != "void" {
		t.Errorf("void as %+v", p.Rounds[0])
	}
}

// TestFreezeIsRefused with what is wrong, in words for the office.
func TestFreezeIsRefused(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	in := w.newPlan(t)
	in.PerAgency = 1
	_, err := w.MakePlan(t.Context(), w.env, in)
	if f := wants(t, err, fault.Rule, "plan.too_few_officers"); f.RuleID != "insp_two_officers" || f.Basis == nil {
		t.Errorf("refused under %q, %v", f.RuleID, f.Basis)
	}
	in.PerAgency, in.Strata = 2, append(in.Strata, casework.Stratum{Name: "D", Numerator: 1, Denominator: 2})
	in.Agencies = nil
	p, err := w.MakePlan(t.Context(), w.env, in)
	ok(t, err)
	_, err = w.FreezePlan(t.Context(), w.env, p.ID, draw.Open, 0)
	wants(t, err, fault.Rule, "draw.stratum_empty")
	in.Strata, in.PerAgency = in.Strata[:2], 6
	p, err = w.MakePlan(t.Context(), w.env, in)
	ok(t, err)
	_, err = w.FreezePlan(t.Context(), w.env, p.ID, draw.Open, 0)
	wants(t, err, fault.Rule, "draw.officers_short")
}

// TestOtherPlans: what is drawn under a plan is not drawn again under another of the
// same time, and officers at their limit stay away.
func TestOtherPlans(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	for round, out := range []int32{2, 2 + 7} {
		in := w.newPlan(t)
		in.Agencies, in.MaxVisits = nil, 4
		p, err := w.MakePlan(t.Context(), w.env, in)
		ok(t, err)
		p, err = w.FreezePlan(t.Context(), w.env, p.ID, draw.Open, 0)
		ok(t, err)
		if p.Rounds[0].ObjectsOut != out {
			t.Errorf("plan %d leaves out %d objects, want %d", round, p.Rounds[0].ObjectsOut, out)
		}
		_, err = w.DrawPlan(t.Context(), w.env, p.ID, "")
		ok(t, err)
	}
	in := w.newPlan(t)
	in.Agencies, in.MaxVisits = nil, 2
	p, err := w.MakePlan(t.Context(), w.env, in)
	ok(t, err)
	_, err = w.FreezePlan(t.Context(), w.env, p.ID, draw.Open, 0)
	wants(t, err, fault.Rule, "draw.officers_short") // all have two visits and more
}
