package casework_test

import (
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// switchedOn is what a province that has read 44号 and 31号 would load.
const switchedOn = "name: consultation\nswitches:\n  - {rule: dmg_preliminary_check, on: true}\n  - {rule: dmg_consult_period, on: true}\n  - {rule: dmg_consult_meetings_max, on: true}\n"

// foundOn opens a claim for damage that was found on a day.
func (x claimOffice) foundOn(t *testing.T, place string, day civil.Date, channel string) ids.Case {
	t.Helper()
	d := casework.DraftInput{Title: "损害赔偿", Content: referral.Content{Facts: "废水入河", Basis: "造成损害", Place: place, FoundOn: day, Channel: channel}, Parties: []casework.PartyInput{{Person: referral.Person{Kind: "enterprise", Name: "演示公司" + place}}}}
	got, err := x.OpenReferral(t.Context(), x.Env.Handler, officetest.NewKey("open"), referral.Compensation, d, nil)
	check(t, err)
	return got.Case.ID
}

// proposed is the one step that the page of a case proposes.
func proposed(d casework.Detail) referral.Action {
	for _, a := range d.Actions {
		if a.Primary {
			return a.Step.Action
		}
	}
	return ""
}

// TestUnconfirmedNumbers: the thirty days of the preliminary check, the ninety of the
// consultation and its three meetings start nothing and stop nothing as they are delivered;
// a pack that switches them on lets clocks run and asks for a reason, and closes nothing.
func TestUnconfirmedNumbers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	x := claimOffice{d.House}
	today := civil.DateOf(x.Clock.Now())
	found := today.AddDays(-10)
	checked := referral.Input{Result: claim.Damaged, Text: "现场核查，渠段水质超标", Claimed: &referral.Claimed{}}
	meet := func(id ids.Case, reason string) referral.Input {
		return referral.Input{Text: "磋商", Reason: reason, Claimed: &referral.Claimed{}}
	}
	consulted := func(id ids.Case) {
		t.Helper()
		x.do(t, id, "compensation.report", referral.Input{})
		x.Do(t, x.Env.Head, id, "compensation.approve", referral.Input{})
		x.do(t, id, "compensation.assess", referral.Input{Text: "评估", Claimed: &referral.Claimed{Costs: claim.Costs{DamageFen: owed}, Method: claim.Appraisal}})
		x.do(t, id, "compensation.serve_notice", referral.Input{})
		for range 3 {
			x.do(t, id, "compensation.meet", meet(id, ""))
		}
	}
	const unconfirmed = "clocks where case_id = $1 and rule_id in ('dmg_preliminary_check', 'dmg_consult_period')"

	off := x.foundOn(t, "壬河", found, "supervision")
	x.do(t, off, "compensation.begin_check", referral.Input{})
	x.do(t, off, "compensation.check", checked)
	consulted(off)
	x.do(t, off, "compensation.meet", meet(off, "")) // a fourth one
	if n := count(t, x.House, unconfirmed, off); n != 0 {
		t.Errorf("%d clocks run on numbers that nobody has confirmed", n)
	}
	if c := claimOf(t, x.House, off); c.Meetings != 4 || c.Check != (claim.Check{From: today, On: today, Result: claim.Damaged}) {
		t.Errorf("%d meetings, checked %+v", c.Meetings, c.Check)
	}

	p := propose(t, d, keeper(t, d, "运维甲"), "consultation.yaml", switchedOn)
	_, err := x.ActivatePack(t.Context(), keeper(t, d, "运维乙"), p.ID)
	check(t, err)
	_, err = x.RefreshRules(t.Context())
	check(t, err)

	on := x.foundOn(t, "癸河", found, "supervision")
	begun := x.do(t, on, "compensation.begin_check", referral.Input{})
	if k := clock(t, x.House, on, "dmg_preliminary_check"); k.State != "running" || k.OwesID != x.Env.ID || !k.Flagged || k.DueDay != (civil.Date{Year: 2026, Month: 3, Day: 23}) { // the thirtieth day is a Sunday
		t.Errorf("the check: %+v", k)
	}
	if a := proposed(begun); a != "compensation.check" {
		t.Errorf("the page proposes %s while the check runs", a)
	}
	x.refused(t, on, "compensation.begin_check", referral.Input{}, "referral.check_begun")
	if a := proposed(x.do(t, on, "compensation.check", checked)); a != "compensation.report" {
		t.Errorf("the page proposes %s after the check", a)
	}
	if k := clock(t, x.House, on, "dmg_preliminary_check"); k.State != "met" {
		t.Errorf("the outcome leaves the check %s", k.State)
	}
	consulted(on)
	period := clock(t, x.House, on, "dmg_consult_period")
	if period.State != "running" || period.DueDay != (civil.Date{Year: 2026, Month: 6, Day: 1}) { // and so is the ninetieth
		t.Errorf("the consultation: %+v", period)
	}
	f := x.refused(t, on, "compensation.meet", meet(on, ""), "referral.many_meetings")
	if f.RuleID != "dmg_consult_meetings_max" || len(f.Fields) != 1 || f.Fields[0].Path != "body.reason" {
		t.Errorf("a fourth meeting is refused under %s for %+v", f.RuleID, f.Fields)
	}
	x.do(t, on, "compensation.meet", meet(on, "双方请求再谈一次"))
	x.Clock.Advance(100 * 24 * time.Hour)
	if s := snapshot(t, x.House, on); s.State != referral.Handling {
		t.Errorf("the ninety days have made it %s", s.State)
	}
	x.agree(t, on)
	if k := clock(t, x.House, on, "dmg_consult_period"); k.State != "met" {
		t.Errorf("the agreement leaves the consultation %s", k.State)
	}
	x.House.Verify(t, on)
}

// TestProcuratorialLeadIsAnswered: whoever does not start, or ends, a claim on a lead of
// the procuratorate is prompted to answer it; with any other lead there is nobody to answer.
func TestProcuratorialLeadIsAnswered(t *testing.T) {
	t.Parallel()
	x := claimOffice{house(t)}
	handed := casework.DraftInput{Title: "非法排污线索", Content: referral.Content{Facts: "废水入河"}, Parties: []casework.PartyInput{{Person: referral.Person{Kind: "enterprise", Name: "演示化工公司"}}}}
	lead, err := x.OpenReferral(t.Context(), x.Procuratorate.Procurator, officetest.NewKey("open"), referral.Lead, handed, &casework.FirstAct{Action: "lead.send", To: x.Env.ID, Input: referral.Input{NoSecret: true}})
	check(t, err)
	x.Do(t, x.Env.Desk, lead.Case.ID, "sign_for", referral.Input{Officer: "联络员"})
	made, err := x.Derive(t.Context(), x.Env.Handler, officetest.NewKey("derive"), lead.Case.ID, referral.Compensation, casework.Upgraded, "", nil)
	check(t, err)
	if c := made.Snapshot.Content.Channel; c != "procuratorate" {
		t.Fatalf("a claim on a procuratorial lead came by %q", c)
	}
	content := made.Snapshot.Content
	content.Basis = "检察机关移送"
	_, err = x.EditDraft(t.Context(), x.Env.Handler, made.Case.ID, made.Case.Version, casework.DraftInput{Title: made.Case.Title, Content: content, Parties: handed.Parties})
	check(t, err)
	slight := referral.Input{Result: "slight", Reason: "损害显著轻微", Claimed: &referral.Claimed{Denied: []string{"red_line", "reoffence"}}}
	const rule = "dmg_not_start_feedback"

	refused, ended, own := made.Case.ID, x.foundOn(t, "子河", civil.Date{}, "procuratorate"), x.foundOn(t, "丑河", civil.Date{}, "supervision")
	for _, id := range []ids.Case{refused, ended, own} {
		x.do(t, id, "compensation.report", referral.Input{})
	}
	x.Do(t, x.Env.Head, ended, "compensation.approve", referral.Input{})
	x.refused(t, ended, "compensation.answer_lead", referral.Input{Text: "反馈"}, "referral.step_not_allowed")
	for id, step := range map[ids.Case]referral.Action{refused: "compensation.refuse", ended: "compensation.end"} {
		x.Do(t, x.Env.Head, id, step, slight)
		if k := clock(t, x.House, id, rule); k.State != "running" || k.OwesID != x.Env.ID || k.DueAt != nil || !k.Flagged {
			t.Errorf("%s: the answer is prompted as %+v", step, k)
		}
		seen, err := x.Get(t.Context(), x.Env.Handler, id)
		check(t, err)
		if a := proposed(seen); a != "compensation.answer_lead" {
			t.Errorf("%s: the page proposes %s", step, a)
		}
		x.do(t, id, "compensation.answer_lead", referral.Input{Text: "经核查损害显著轻微，决定不索赔", DocumentNo: "演环函〔2026〕1号"})
		if k := clock(t, x.House, id, rule); k.State != "met" {
			t.Errorf("%s: the answer leaves it %s", step, k.State)
		}
		x.refused(t, id, "compensation.answer_lead", referral.Input{Text: "再次反馈"}, "referral.no_lead_to_answer")
		x.do(t, id, "close", referral.Input{})
		x.House.Verify(t, id)
	}
	x.Do(t, x.Env.Head, own, "compensation.refuse", slight)
	x.refused(t, own, "compensation.answer_lead", referral.Input{Text: "反馈"}, "referral.no_lead_to_answer")
	if n := count(t, x.House, "clocks where case_id = $1 and rule_id = $2", own, rule); n != 0 {
		t.Errorf("%d answers are owed to nobody", n)
	}
}
