package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// drawnAction is a plan of a that b has joined, drawn: two enterprises at home, one across the border.
func drawnAction(t *testing.T, a, b *side) (plan casework.Plan, id ids.Case, visits []casework.Visit) {
	t.Helper()
	items, _ := a.inspectors(t)
	inspection{House: a.House}.load(t, a.Env.Handler, casework.Objects, "统一社会信用代码,名称,风险等级,状态,正面清单自,正面清单至,正面清单理由,区划\n"+
		"91000000000000001A,自贡企业一（演示虚构）,A,存续,,,,510302\n91000000000000002B,自贡企业二（演示虚构）,A,存续,,,,510304\n91000000000000003C,大足企业（演示虚构）,A,存续,,,,500111\n")
	from := civil.DateOf(a.Clock.Now()).AddDays(7)
	plan, err := a.MakePlan(t.Context(), a.Env.Handler, casework.NewPlan{
		Title: "川渝跨界联合双随机", CheckType: "daily", From: from, To: from.AddDays(30), Strata: []casework.Stratum{{Name: "A", Numerator: 1, Denominator: 1}}, PerAgency: 2,
		Agencies: []ids.Agency{b.Env.ID}, Items: items,
	})
	ok(t, err)
	list, _, err := a.JointActions(t.Context(), a.Env.Handler, plan.ID, civil.Date{}, civil.Date{})
	if err != nil || len(list) != 1 {
		t.Fatalf("offered: %+v, %v", list, err)
	}
	id = list[0].Case
	carry(t, a, b)
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员"})
	b.Do(t, b.Env.Handler, id, "joint_action.join", referral.Input{Officer: "联络员"})
	b.Do(t, b.Env.Handler, id, "joint_action.members", referral.Input{Joint: &referral.JointInput{Members: []referral.Member{{Name: "执法人员甲", Certificate: "DEMO-CQ-1"}, {Name: "执法人员乙", Certificate: "DEMO-CQ-2"}}}})
	carry(t, a, b)
	_, err = a.FreezePlan(t.Context(), a.Env.Handler, plan.ID, draw.Open, 0)
	ok(t, err)
	_, err = a.DrawPlan(t.Context(), a.Env.Handler, plan.ID, "")
	ok(t, err)
	_, err = a.OpenDraw(t.Context(), a.Env.Handler, plan.ID, "安排检查任务")
	ok(t, err)
	visits, err = a.PlanVisits(t.Context(), a.Env.Handler, plan.ID)
	ok(t, err)
	if len(visits) != 3 {
		t.Fatalf("%d were drawn", len(visits))
	}
	return plan, id, visits
}

// A drawn plan that an organ of another hub has joined: mixed teams, no name at the partner
// before the day of the visit, what was found across the border handed to the organ of the
// place, and both hubs count 次, 家次 and 个 alike.
func TestDrawnPlanAcrossHubs(t *testing.T) {
	t.Parallel()
	a, b := twoProvinces(t)
	plan, id, visits := drawnAction(t, a, b)
	var checks []casework.SiteCheck
	for i, v := range visits {
		day := plan.FromOn.AddDays(i)
		c, err := a.MakeSiteCheck(t.Context(), a.Env.Handler, casework.NewSiteCheck{
			Plan: plan.ID, Code: v.Code, Day: day, Half: "am", Purpose: "川渝跨界联合双随机", Joint: id, JointTeam: []string{"DEMO-CQ-1"},
		})
		ok(t, err)
		if crossing := v.District == "500111"; c.Crossing != crossing || c.Joint == nil || len(c.Joint.Members) != 1 {
			t.Errorf("the visit in %s: crossing %v, with %+v", v.District, c.Crossing, c.Joint)
		}
		checks = append(checks, c)
	}
	carry(t, a, b)
	same(t, a, b, id)
	names := func() (named int) {
		t.Helper()
		got, err := b.Get(t.Context(), b.Env.Handler, id)
		ok(t, err)
		for _, v := range got.Snapshot.Flags.Joint.Visits {
			if strings.Contains(v.Name, "演示虚构") {
				named++
			}
			if len(v.Team) != 3 {
				t.Errorf("the team of %s is %v", v.Number, v.Team)
			}
		}
		return named
	}
	if said := a.said(t); names() != 0 || slices.ContainsFunc(visits, func(v casework.Visit) bool {
		return strings.Contains(string(said), v.Code) || strings.Contains(string(said), v.Name)
	}) {
		t.Error("a drawn enterprise is named at the partner before the day of its visit")
	}
	problems := 0
	for i, c := range checks {
		d := c.Day
		a.Clock.Set(time.Date(d.Year, d.Month, d.Day, 9, 0, 0, 0, civil.Office))
		carry(t, a, b)
		findings := a.visited(t, c, 2)
		to := a.Police.ID
		if c.Crossing {
			out, err := a.HandOver(t.Context(), a.Env.Handler, handOvers(findings, a.Police.ID))
			if err != nil || out[0].Err == nil || out[0].Err.Code != "site.not_territorial" {
				t.Errorf("findings from across the border go to an organ of this hub: %+v, %v", out, err)
			}
			to = b.Env.ID
		}
		out, err := a.HandOver(t.Context(), a.Env.Handler, handOvers(findings, to))
		ok(t, err)
		for _, x := range out {
			if x.Err != nil {
				t.Errorf("handed over: %v", x.Err)
			}
		}
		problems += len(findings)
		carry(t, a, b)
		same(t, a, b, id)
		if n := names(); n != i+1 {
			t.Errorf("after %d visits the partner reads %d names", i+1, n)
		}
		if got, err := b.Get(t.Context(), b.Env.Handler, out[0].Case); c.Crossing && (err != nil || got.Snapshot.Kind != referral.Findings) {
			t.Errorf("the organ of the place has not got %s: %v", out[0].Number, err)
		} else if !c.Crossing && err == nil {
			t.Errorf("findings at home went to the other hub")
		}
	}
	want := referral.JointCount{Actions: 1, Visits: 3, Problems: problems}
	for _, s := range []*side{a, b} {
		list, total, err := s.JointActions(t.Context(), s.Env.Handler, ids.Entry{}, civil.Date{}, civil.Date{})
		if err != nil || total != want || len(list) != 1 || list[0].Leads != (s == a) {
			t.Errorf("%s counts %+v, want %+v, %v", s.Hub, total, want, err)
		}
		_, within, err := s.JointActions(t.Context(), s.Env.Handler, ids.Entry{}, plan.FromOn, plan.FromOn)
		if err != nil || within != (referral.JointCount{Actions: 1, Visits: 1, Problems: 2}) {
			t.Errorf("%s counts %+v on the first day, %v", s.Hub, within, err)
		}
	}
	a.Do(t, a.Env.Handler, id, "joint_action.finish", referral.Input{Text: "行动结束"})
	carry(t, a, b)
	if _, got := same(t, a, b, id); got.Snapshot.State != referral.Answered {
		t.Errorf("the partner sees %s", got.Snapshot.State)
	}
}
