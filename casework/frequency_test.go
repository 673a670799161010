package casework_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/draw"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

// capped gives the place of the agencies caps: so many visits of one agency in a year,
// so many in total; 0 leaves a cap out.
func (w inspection) capped(t *testing.T, each, total int, confidence string) {
	t.Helper()
	limits := ""
	for name, n := range map[string]int{"per_year_max": each, "total_per_year_max": total} {
		if n > 0 {
			limits += fmt.Sprintf("\n      - {name: %s, n: %d, unit: visits, says: {zh: 年度上限, en: yearly cap}}", name, n)
		}
	}
	pack := `name: caps
region: "310000"
documents:
  gb: {title: 年度检查频次上限公告（演示虚构）, from: 2026-01-01}
rules:
  - id: insp_freq_cap
    title: {zh: 年度检查频次上限, en: Yearly cap on checks}
    says: {zh: 年度上限, en: yearly cap}
    trigger: {zh: 每次入企检查, en: every visit}
    limits:` + limits + `
    owes: organ
    unit: gate
    applies_to: [any]
    basis: [{doc: gb, article: 第一条}]
    confidence: ` + confidence + "\n"
	book, problems := rules.Compose(rules.Layer{File: "caps.yaml", Text: []byte(pack)})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	w.Rules.Put(book, 2, nil)
}

// visited is a visit to an enterprise under a plan of environment alone, begun today.
func (w inspection) visited(t *testing.T, code string) {
	t.Helper()
	_, err := w.DB.Owner.Exec(t.Context(), `INSERT INTO site_checks (id, number, agency_id, object_code, object_name, place, day, half, purpose, check_type, announced, urgent, state, begun_at, created_by, created_at)
		VALUES ($1, gen_random_uuid()::text, $2, $3, '企业', '', $4, 'am', '检查', 'daily', false, '', 'begun', $5, $6, $5)`,
		ids.New[ids.Entry](w.Clock.Now()), w.env.Agency, code, civil.DateOf(w.Clock.Now()), w.Clock.Now(), w.env.User)
	ok(t, err)
	_, err = w.DB.Owner.Exec(t.Context(), `INSERT INTO site_parts (check_id, agency_id) SELECT id, agency_id FROM site_checks c WHERE object_code = $1 ON CONFLICT DO NOTHING`, code)
	ok(t, err)
}

// TestVisitAboveTheCap: arranged with a reason only, approved by a head who reads it; a
// rule of high confidence leaves no way, and the article is told.
func TestVisitAboveTheCap(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p := w.drawn(t)
	d, err := w.OpenDraw(t.Context(), w.env, p.ID, "安排检查")
	ok(t, err)
	code := d.Visits[0].Code
	w.capped(t, 2, 0, "flagged")
	w.visited(t, code)
	n := casework.NewSiteCheck{Plan: p.ID, Code: code, Day: p.FromOn, Half: "am", Purpose: "部门联合抽查"}
	w.visited(t, code)
	_, err = w.MakeSiteCheck(t.Context(), w.env, n)
	f := wants(t, err, fault.Rule, "frequency.reason")
	if f.RuleID != "insp_freq_cap" || !strings.Contains(f.Detail.ZH, "已查2次，上限2次") || !strings.Contains(f.Detail.EN, "visited 2 times, at most 2") {
		t.Errorf("refused with %+v under %q", f.Detail, f.RuleID)
	}
	w.capped(t, 2, 0, "high")
	n.OverCap = "群众反映强烈"
	_, err = w.MakeSiteCheck(t.Context(), w.env, n)
	if f := wants(t, err, fault.Rule, "frequency.cap"); f.Basis == nil || f.Basis.Article != "第一条" {
		t.Errorf("refused under %+v", f.Basis)
	}
	w.capped(t, 2, 0, "flagged")
	c, err := w.MakeSiteCheck(t.Context(), w.env, n)
	ok(t, err)
	if c.OverCap != n.OverCap || c.Frequency == nil || !c.Frequency.Full() || c.Frequency.Each[0].Done != 2 || c.Frequency.Each[1].Done != 0 {
		t.Errorf("arranged as %q, %+v", c.OverCap, c.Frequency)
	}
	w.capped(t, 2, 0, "high") // the region made up its mind before the head did
	_, err = w.ApproveSiteCheck(t.Context(), w.envHead, c.ID, casework.SiteApproval{})
	wants(t, err, fault.Rule, "frequency.cap")
	w.capped(t, 2, 0, "flagged")
	_, err = w.ApproveSiteCheck(t.Context(), w.envHead, c.ID, casework.SiteApproval{})
	ok(t, err)
}

// TestCapIsAskedAgainWhenApproved: what was arranged below the cap may lie above it when
// the head approves, who then gives the reason.
func TestCapIsAskedAgainWhenApproved(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	_, c, _ := w.arranged(t)
	w.capped(t, 0, 1, "flagged") // in total
	w.visited(t, c.ObjectCode)
	_, err := w.ApproveSiteCheck(t.Context(), w.Market.Head, c.ID, casework.SiteApproval{})
	if f := wants(t, err, fault.Rule, "frequency.reason"); !strings.Contains(f.Detail.ZH, "各部门合计已查1次，上限1次") {
		t.Errorf("refused with %+v", f.Detail)
	}
	c, err = w.ApproveSiteCheck(t.Context(), w.Market.Head, c.ID, casework.SiteApproval{OverCap: "专项整治需要"})
	ok(t, err)
	if c.OverCap != "专项整治需要" {
		t.Errorf("kept as %q", c.OverCap)
	}
	c, err = w.ApproveSiteCheck(t.Context(), w.envHead, c.ID, casework.SiteApproval{})
	ok(t, err)
	if c.Voucher == "" {
		t.Error("approved by all and no voucher")
	}
}

// TestWhatIsPlannedIsSealed: the library tells what took place and nothing of what is
// planned; a case-driven check counts nowhere.
func TestWhatIsPlannedIsSealed(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	w.capped(t, 2, 0, "flagged")
	_, c, _ := w.arranged(t)
	tally := func() casework.Frequency {
		t.Helper()
		list, _, err := w.CheckObjects(t.Context(), w.env, c.ObjectCode, "", "", 10)
		ok(t, err)
		f, err := w.EnterpriseFrequency(t.Context(), w.env, c.ObjectCode, 0)
		ok(t, err)
		if len(list) != 1 || fmt.Sprint(list[0].Frequency) != fmt.Sprint(f) {
			t.Fatalf("the library says %+v, asked %+v", list, f)
		}
		return f
	}
	if f := tally(); f.Each[0].Done+f.Each[0].Planned+f.Each[0].Exempt != 0 || f.Each[0].Cap != 2 {
		t.Errorf("a planned visit shows: %+v", f)
	}
	for _, head := range []casework.Actor{w.envHead, w.Market.Head} {
		_, err := w.ApproveSiteCheck(t.Context(), head, c.ID, casework.SiteApproval{})
		ok(t, err)
	}
	w.onTheDay(c)
	_, err := w.BeginSiteCheck(t.Context(), w.env, c.ID, true, "")
	ok(t, err)
	if f := tally(); f.Each[0].Done != 1 || f.Total.Done != 1 || f.Full() {
		t.Errorf("begun, it shows %+v", f)
	}
	people, err := w.Inspectors(t.Context(), w.env)
	ok(t, err)
	_, err = w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{
		Code: c.ObjectCode, Name: "被举报企业（演示虚构）", Day: civil.DateOf(w.Clock.Now()), Half: "pm", Purpose: "举报核查", Items: []ids.Entry{w.item(t, w.env, "S-1")}, Officers: []ids.Entry{people[0].ID, people[1].ID},
	})
	ok(t, err)
	if f := tally(); f.Each[0].Done != 1 {
		t.Errorf("after a case-driven check %+v", f)
	}
}

// TestAnotherPlansVisitIsSealed: the planner of one plan learns from the caps that they
// are reached, and no number of what another plan has planned at the same enterprise.
func TestAnotherPlansVisitIsSealed(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	_, _, other, _ := w.twoPlans(t)
	for places, full := range map[int]bool{2: false, 1: true} {
		w.capped(t, 0, places, "flagged")
		list, err := w.Visits(t.Context(), w.Police.Handler, other.ID)
		ok(t, err)
		f := list[0].Frequency
		if f.Total.Planned+f.Total.Allowed+f.Total.Done+f.Total.Exempt != 0 || f.Total.Cap != places || f.Full() != full {
			t.Errorf("at most %d: it stands at %+v", places, f.Total)
		}
		if says := casework.Says(f.Total); strings.Contains(says.ZH, "已安排") || strings.Contains(says.EN, "planned") || strings.Contains(says.ZH, "名额已满") != full {
			t.Errorf("at most %d: it says %+v", places, says)
		}
	}
}

// TestScheduleKeepsTheCap: a visit above it finds no half day, which is explained; a head
// who does not know the name lets it be scheduled all the same, with a reason.
func TestScheduleKeepsTheCap(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p := w.drawn(t)
	list, err := w.PlanVisits(t.Context(), w.env, p.ID)
	ok(t, err)
	w.capped(t, 1, 0, "flagged")
	w.visited(t, list[0].Code)
	s, err := w.MakeSchedule(t.Context(), w.env, p.ID)
	ok(t, err)
	if s.Scheduled != 6 || s.Unscheduled != 1 || len(s.Reasons) != 1 || s.Reasons[0].Code != casework.AboveCap || s.Reasons[0].Visit != list[0].ID.String() || s.Reasons[0].Agency != w.env.Agency.String() {
		t.Fatalf("scheduled %d, not %d: %+v", s.Scheduled, s.Unscheduled, s.Reasons)
	}
	v := s.Visits[0]
	if v.Frequency == nil || v.Frequency.Each[0].Done != 1 || v.Frequency.Each[0].Cap != 1 {
		t.Errorf("it stands at %+v", v.Frequency)
	}
	_, err = w.MoveVisit(t.Context(), w.env, v.ID, casework.NewPlace{Version: v.Version, Day: s.Visits[1].Day, Half: "am"})
	wants(t, err, fault.Rule, "frequency.reason")
	_, err = w.AllowVisit(t.Context(), w.env, v.ID, v.Version, "企业有重大风险")
	wants(t, err, fault.Denied, "not_allowed") // the head does
	seen, err := w.Schedule(t.Context(), w.envHead, p.ID)
	ok(t, err)
	if len(seen.Reasons) != 1 || seen.Visits[0].Code != "" || seen.Visits[0].Frequency != nil {
		t.Errorf("the head reads %+v of %+v", seen.Reasons, seen.Visits[0])
	}
	_, err = w.AllowVisit(t.Context(), w.envHead, list[1].ID, s.Visits[1].Version, "没有超过")
	wants(t, err, fault.Rule, "visit.not_above")
	w.capped(t, 1, 0, "high")
	_, err = w.AllowVisit(t.Context(), w.envHead, v.ID, v.Version, "企业有重大风险")
	wants(t, err, fault.Rule, "frequency.cap")
	w.capped(t, 1, 0, "flagged")
	_, err = w.AllowVisit(t.Context(), w.envHead, v.ID, v.Version, "企业有重大风险")
	ok(t, err)
	if s, err = w.MakeSchedule(t.Context(), w.env, p.ID); err != nil || s.Scheduled != 7 || s.Unscheduled != 0 || s.Visits[0].OverCap == "" {
		t.Fatalf("scheduled %d, not %d: %v", s.Scheduled, s.Unscheduled, err)
	}
	if c, err := w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{Plan: p.ID, Code: v.Code, Day: s.Visits[0].Day, Half: s.Visits[0].Half, Purpose: "部门联合抽查"}); err != nil || c.OverCap != "企业有重大风险" {
		t.Errorf("arranged with %q, %v", c.OverCap, err)
	}
}

// TestOrderedCheckDoesNotCount: a special check that an organ above ordered.
func TestOrderedCheckDoesNotCount(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	w.capped(t, 1, 0, "high")
	n := w.newPlan(t)
	n.OrderedBy = "市环委办〔2026〕1号"
	_, err := w.MakePlan(t.Context(), w.envHead, n)
	wants(t, err, fault.Invalid, "invalid") // a daily check is not ordered
	n.CheckType, n.NoProgramme, n.Agencies = "special", "上级临时部署", nil
	p, err := w.MakePlan(t.Context(), w.envHead, n)
	ok(t, err)
	_, err = w.FreezePlan(t.Context(), w.envHead, p.ID, draw.Open, 0)
	ok(t, err)
	_, err = w.DrawPlan(t.Context(), w.envHead, p.ID, "")
	ok(t, err)
	d, err := w.OpenDraw(t.Context(), w.envHead, p.ID, "安排检查")
	ok(t, err)
	w.visited(t, d.Visits[0].Code)
	c, err := w.MakeSiteCheck(t.Context(), w.envHead, casework.NewSiteCheck{Plan: p.ID, Code: d.Visits[0].Code, Day: p.FromOn, Half: "am", Purpose: "专项检查"})
	ok(t, err)
	if c.Frequency != nil {
		t.Errorf("it counts: %+v", c.Frequency)
	}
}
