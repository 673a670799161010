package casework_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/domain/schedule"
)

// TestCheckOutsideTheArea is refused under its article without the letter of an organ of
// the place, for whoever leads when it is arranged, for the others when they approve.
func TestCheckOutsideTheArea(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p := w.drawnPlan(t)
	d, err := w.OpenDraw(t.Context(), w.env, p.ID, "安排检查")
	ok(t, err)
	for _, a := range []casework.Actor{w.env, w.market} { // its enterprises lie in 000003
		s, err := w.ScheduleSettings(t.Context(), a)
		ok(t, err)
		s.Area = []string{"000001", "000002"}
		ok(t, w.SetScheduleSettings(t.Context(), a, s))
	}
	n := casework.NewSiteCheck{Plan: p.ID, Code: d.Visits[0].Code, Day: p.FromOn, Half: "am", Purpose: "部门联合抽查"}
	_, err = w.MakeSiteCheck(t.Context(), w.env, n)
	if f := wants(t, err, fault.Rule, "site.no_letter"); f.RuleID != "insp_remote_area" || f.Basis.Article != "第六十四条" || !strings.Contains(f.Detail.ZH, "000003") {
		t.Errorf("refused with %+v under %q", f.Detail, f.RuleID)
	}
	today := civil.DateOf(w.Clock.Now())
	n.Letter = &casework.AssistanceLetter{Organ: "邻区生态环境局", Number: "邻环协〔2026〕1号", On: today.AddDays(1)}
	_, err = w.MakeSiteCheck(t.Context(), w.env, n)
	wants(t, err, fault.Invalid, "invalid") // a letter of tomorrow
	n.Letter.On = today
	n.Letter.Case = ids.New[ids.Case](w.Clock.Now())
	_, err = w.MakeSiteCheck(t.Context(), w.env, n)
	wants(t, err, fault.Invalid, "invalid") // no referral of one's own
	lead, err := w.OpenReferral(t.Context(), w.env, casework.Key{Value: "lead", Operation: "test", BodyHash: []byte("1")}, referral.Lead, casework.DraftInput{Title: "线索"}, nil)
	ok(t, err)
	n.Letter.Case = lead.Case.ID
	_, err = w.MakeSiteCheck(t.Context(), w.env, n)
	wants(t, err, fault.Invalid, "invalid") // and no assistance
	help, err := w.OpenReferral(t.Context(), w.env, casework.Key{Value: "help", Operation: "test", BodyHash: []byte("1")}, referral.Assistance, casework.DraftInput{Title: "请协助检查"}, nil)
	ok(t, err)
	n.Letter.Case = help.Case.ID
	c, err := w.MakeSiteCheck(t.Context(), w.env, n)
	ok(t, err)
	if c.Mine.LetterNumber != "邻环协〔2026〕1号" || c.Mine.LetterCase != help.Case.ID || !c.NeedsLetter || c.District != "000003" {
		t.Errorf("kept as %+v in %q", c.Mine, c.District)
	}
	_, err = w.ApproveSiteCheck(t.Context(), w.envHead, c.ID, casework.SiteApproval{})
	ok(t, err)
	_, err = w.ApproveSiteCheck(t.Context(), w.Market.Head, c.ID, casework.SiteApproval{})
	wants(t, err, fault.Rule, "site.no_letter") // its own area as well
	c, err = w.ApproveSiteCheck(t.Context(), w.Market.Head, c.ID, casework.SiteApproval{Letter: &casework.AssistanceLetter{Organ: "邻区市场监管局", Number: "邻市监〔2026〕2号", On: today}})
	ok(t, err)
	if c.Voucher == "" || c.Mine.LetterOrgan != "邻区市场监管局" {
		t.Errorf("approved as %+v", c.Mine)
	}
}

// TestCheckFarAway: without a list of districts the region code tells what lies outside.
func TestCheckFarAway(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	people, err := w.Inspectors(t.Context(), w.env)
	ok(t, err)
	at := civil.DateOf(w.Clock.Now())
	for district, refused := range map[string]bool{"330421": true, "310101": false, "000003": false, "城东": false, "": true} {
		at = at.AddDays(1) // each is a half day of its own for the two
		_, err = w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{
			Code: "C-" + district, Name: "被举报企业（演示虚构）", District: district, Day: at, Half: "am", Purpose: "举报核查",
			Items: []ids.Entry{w.item(t, w.env, "S-1")}, Officers: []ids.Entry{people[0].ID, people[1].ID},
		})
		if (err != nil) != refused {
			t.Errorf("a check in %q: %v", district, err)
		}
	}
}

// TestTerritoryOfOfficers comes with the file, is set by hand, and keeps an officer from
// visits elsewhere, which the schedule explains.
func TestTerritoryOfOfficers(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p := w.drawn(t)
	_, err := w.PlanVisits(t.Context(), w.env, p.ID)
	ok(t, err)
	rows := "编号,姓名,执法证号,有效期至,专业,负责区划\n"
	for i := range 5 {
		rows += fmt.Sprintf("J-%d,执法人员,DEMO-%d,2027-12-31,水;大气,%s\n", i, i, []string{"000001；000002", "000003"}[i%2])
	}
	change := func(rows string) {
		t.Helper()
		r, err := w.ImportList(t.Context(), w.env, casework.Inspecting, []byte(rows), "")
		ok(t, err)
		_, err = w.ImportList(t.Context(), w.env, casework.Inspecting, []byte(rows), r.Digest)
		ok(t, err)
	}
	change(rows)
	change("编号,姓名,执法证号,有效期至,专业\nJ-0,执法人员,DEMO-0,2027-12-31,水;大气\n") // a file without the column takes nothing away
	people, err := w.Inspectors(t.Context(), w.env)
	ok(t, err)
	if got := fmt.Sprint(people[0].Territory, people[1].Territory); got != "[000001 000002] [000003]" {
		t.Fatalf("they serve %s", got)
	}
	s, err := w.MakeSchedule(t.Context(), w.env, p.ID)
	ok(t, err)
	for _, v := range s.Visits {
		for _, m := range v.Team {
			if m.AgencyID == w.env.Agency && m.Number != "J-1" && m.Number != "J-3" {
				t.Errorf("visit %d in %s is made by %s", v.Number, v.District, m.Number)
			}
		}
	}
	if s.Unscheduled != 0 || s.Bound > s.Objective {
		t.Errorf("%d without a place, objective %d, bound %d", s.Unscheduled, s.Objective, s.Bound)
	}
	ok(t, w.SetAbsence(t.Context(), w.env, people[1].ID, nil, nil, []string{"000009"})) // one is left, and two are needed
	s, err = w.MakeSchedule(t.Context(), w.env, p.ID)
	ok(t, err)
	if s.Unscheduled != 7 || s.Bound > s.Objective || len(s.Reasons) != 7 {
		t.Fatalf("%d without a place, objective %d, bound %d", s.Unscheduled, s.Objective, s.Bound)
	}
	told := 0
	for _, k := range s.Reasons[0].Officers {
		if k.Code == schedule.Elsewhere {
			told++
		}
	}
	if s.Reasons[0].Code != schedule.NoOfficers || told != 4 {
		t.Errorf("explained as %+v", s.Reasons[0])
	}
	ok(t, w.SetAbsence(t.Context(), w.env, people[1].ID, nil, nil, []string{})) // everywhere
	ok(t, w.SetAbsence(t.Context(), w.env, people[0].ID, nil, nil, nil))        // as it was
	if people, err = w.Inspectors(t.Context(), w.env); err != nil || len(people[1].Territory) != 0 || len(people[0].Territory) != 2 {
		t.Errorf("they serve %v and %v, %v", people[0].Territory, people[1].Territory, err)
	}
}
