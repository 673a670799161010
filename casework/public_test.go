package casework_test

import (
	"fmt"
	"slices"
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
	_, err := w.FreezePlan(t.Context(), w.env, p.ID, draw.Open, 0)
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
	w.after(p)
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

// TestDefaultingAgencyIsNamed: a round that an agency let fail is void in public, under
// the name of the agency, also once it was left out.
func TestDefaultingAgencyIsNamed(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p := w.joint(t)
	missing := func() (names [][]string) {
		t.Helper()
		seen, err := w.PublicPlan(t.Context(), p.ID)
		ok(t, err)
		for _, r := range seen.Rounds {
			if (r.State == "void") != (len(r.MissingNames) > 0) {
				t.Errorf("round %d is %s with %v missing", r.Number, r.State, r.MissingNames)
			}
			names = append(names, r.MissingNames)
		}
		return names
	}
	for range 2 {
		var err error
		p, err = w.FreezePlan(t.Context(), w.env, p.ID, draw.Manual, 0)
		ok(t, err)
		_, commitment := nonce(t, p, w.env)
		_, err = w.CommitNonce(t.Context(), w.env, p.ID, commitment)
		ok(t, err)
		w.late()
		_, err = w.VoidRound(t.Context(), w.env, p.ID, "未提交承诺值")
		ok(t, err)
	}
	name := p.Agencies[slices.IndexFunc(p.Agencies, func(x casework.PlanAgency) bool { return x.AgencyID == w.market.Agency })].Name
	want := [][]string{{name}, {name}}
	if got := missing(); name == "" || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the public reads %v, not %v", got, want)
	}
	_, err := w.ExcludeAgency(t.Context(), w.envHead, p.ID, w.market.Agency, "两次未提交")
	ok(t, err)
	if got := missing(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("left out, the public reads %v", got)
	}
	file, err := w.PublicDrawsCSV(t.Context(), p.FromOn.Year)
	ok(t, err)
	if text := string(file); strings.Count(text, name+",未提交承诺值") != 2 || strings.Count(text, "作废") != 2 || strings.Count(text, p.Rounds[0].TermsHash) != 1 {
		t.Errorf("the file of draws says %s", text)
	}
}
