package casework_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// joined is a plan that both agencies take part in, frozen and drawn.
func (w inspection) drawnPlan(t *testing.T) casework.Plan {
	t.Helper()
	p := w.joint(t)
	_, err := w.FreezePlan(t.Context(), w.env, p.ID, draw.Open)
	ok(t, err)
	p, err = w.DrawPlan(t.Context(), w.env, p.ID, "")
	ok(t, err)
	return p
}

// TestPublicPage: the public sees a plan from its first round on, its hashes, and no
// drawn name before the file is published; what is withdrawn keeps its reason.
func TestPublicPage(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	before, err := w.MakePlan(t.Context(), w.env, w.newPlan(t))
	ok(t, err)
	if _, err := w.PublicPlan(t.Context(), before.ID); fault.KindOf(err) != fault.Missing {
		t.Errorf("a plan without a round is public: %v", err)
	}
	p := w.drawnPlan(t)
	all, err := w.PublicPlans(t.Context(), 0)
	ok(t, err)
	if len(all) != 1 || all[0].ID != p.ID || all[0].State != "drawn" {
		t.Fatalf("the public sees %+v", all)
	}
	for year, n := range map[int]int{p.FromOn.Year: 1, p.FromOn.Year - 3: 0} {
		if some, err := w.PublicPlans(t.Context(), year); err != nil || len(some) != n {
			t.Errorf("in %d: %d plans, %v", year, len(some), err)
		}
	}
	seen, err := w.PublicPlan(t.Context(), p.ID)
	ok(t, err)
	if len(seen.Rounds) != 1 || seen.Rounds[0].Core != p.Rounds[0].Core || len(seen.Parts) != 2 || len(seen.Items) != 2 || seen.HasFile {
		t.Errorf("the plan shows %+v", seen)
	}
	_, err = w.PublicDrawFile(t.Context(), p.ID)
	wants(t, err, fault.Missing, "not_found")
	p, err = w.PublishDraw(t.Context(), w.envHead, p.ID, true)
	ok(t, err)
	file, err := w.PublicDrawFile(t.Context(), p.ID)
	ok(t, err)
	if b, err := draw.Verify(file); err != nil || b.Digest.String() != p.Rounds[0].Digest {
		t.Errorf("the public file does not verify: %v", err)
	}

	_, err = w.WithdrawPlan(t.Context(), w.env, p.ID, "名单有误")
	wants(t, err, fault.Denied, "not_allowed") // the head decides
	p, err = w.WithdrawPlan(t.Context(), w.envHead, p.ID, "名单有误，另行公布")
	ok(t, err)
	if p.Withdrawn == nil || p.Withdrawn.Reason != "名单有误，另行公布" {
		t.Errorf("withdrawn as %+v", p.Withdrawn)
	}
	_, err = w.WithdrawPlan(t.Context(), w.envHead, p.ID, "再次撤下")
	wants(t, err, fault.Rule, "plan.withdraw_not_now")
	_, err = w.PublicDrawFile(t.Context(), p.ID)
	wants(t, err, fault.Missing, "not_found")
	seen, err = w.PublicPlan(t.Context(), p.ID)
	ok(t, err)
	if seen.WithdrawnReason == "" || seen.HasFile || len(seen.Rounds) != 1 {
		t.Errorf("a withdrawn plan shows %+v", seen)
	}
	list, err := w.PublicPlansCSV(t.Context(), 0)
	ok(t, err)
	if !strings.Contains(string(list), "另行公布") {
		t.Errorf("the file does not say why: %s", list)
	}
}
