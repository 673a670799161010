package casework_test

import (
	"slices"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// special is a campaign of the time of the opening.
func special() casework.ProgrammeInput {
	from := civil.DateOf(officetest.Opening)
	return casework.ProgrammeInput{
		Kind: casework.Special, Title: "汽修喷涂专项检查", From: from, To: from.AddDays(60), Scope: "汽修企业", Manner: "现场检查", Items: "废气治理设施", Share: "全部", Households: 40,
	}
}

// TestProgrammeCourse leads a special programme from the draft to the receipt and to
// the public; each step is open once, and to those whose it is.
func TestProgrammeCourse(t *testing.T) {
	t.Parallel()
	h := officetest.New(t, storetest.DB(t))
	handler, head := h.Env.Handler, h.Env.Head
	p, err := h.MakeProgramme(t.Context(), handler, special())
	ok(t, err)
	if !slices.Equal(p.Actions, []string{"change"}) || len(p.Rules) == 0 {
		t.Fatalf("the handler of a draft may %v, under %d rules", p.Actions, len(p.Rules))
	}
	_, err = h.ApproveProgramme(t.Context(), handler, p.ID, casework.Approval{Authority: "区政府", Document: "演示〔2026〕1号"})
	wants(t, err, fault.Denied, "not_allowed")
	_, err = h.ApproveProgramme(t.Context(), head, p.ID, casework.Approval{})
	if f := wants(t, err, fault.Rule, "programme.no_authority"); f.RuleID != "insp_special_plan" || f.Basis == nil {
		t.Errorf("an approval without authority is refused under %q %v", f.RuleID, f.Basis)
	}
	_, err = h.FileProgramme(t.Context(), handler, p.ID, h.Police.Handler.Agency)
	wants(t, err, fault.Rule, "programme.not_now") // a draft is not filed
	p, err = h.ApproveProgramme(t.Context(), head, p.ID, casework.Approval{Authority: "区政府", Document: "演示〔2026〕1号"})
	ok(t, err)
	if p.Due == nil || p.Due.ID != "insp_special_plan" || !p.ApprovedOn.AddDays(27).Before(p.DueOn) {
		t.Errorf("public by %s under %+v", p.DueOn, p.Due)
	}
	_, err = h.ChangeProgramme(t.Context(), handler, p.ID, 0, special())
	wants(t, err, fault.Rule, "programme.not_now") // what was approved stays
	_, err = h.Programme(t.Context(), h.Police.Handler, p.ID)
	wants(t, err, fault.Missing, "not_found") // not filed with them yet
	p, err = h.FileProgramme(t.Context(), handler, p.ID, h.Police.Handler.Agency)
	ok(t, err)
	there, err := h.Programme(t.Context(), h.Police.Handler, p.ID)
	ok(t, err)
	if !slices.Equal(there.Actions, []string{"receive"}) {
		t.Errorf("the receiver may %v", there.Actions)
	}
	_, err = h.PublishProgramme(t.Context(), h.Police.Handler, p.ID, civil.Date{})
	wants(t, err, fault.Denied, "not_allowed")
	_, err = h.ReceiveProgramme(t.Context(), h.Police.Handler, p.ID)
	ok(t, err)
	_, err = h.ReceiveProgramme(t.Context(), h.Police.Handler, p.ID)
	wants(t, err, fault.Rule, "programme.not_now")
	_, err = h.PublishProgramme(t.Context(), handler, p.ID, p.ApprovedOn.AddDays(-1))
	wants(t, err, fault.Invalid, "invalid")
	p, err = h.PublishProgramme(t.Context(), handler, p.ID, civil.Date{})
	ok(t, err)
	if p.ReceivedAt == nil || p.PublishedOn.IsZero() || p.Late || slices.Contains(p.Actions, "publish") {
		t.Errorf("at the end it is %+v", p)
	}
	_, err = h.Programme(t.Context(), h.Market.Handler, p.ID)
	wants(t, err, fault.Missing, "not_found")
	p, err = h.WithdrawProgramme(t.Context(), head, p.ID, "任务取消")
	ok(t, err)
	if len(p.Actions) != 0 {
		t.Errorf("a withdrawn programme still allows %v", p.Actions)
	}
}

// TestAnnualProgramme is public by the day of its year that the region's rule names, and
// late from the day after; the head approves it, no authority above.
func TestAnnualProgramme(t *testing.T) {
	t.Parallel()
	h := officetest.New(t, storetest.DB(t))
	in := special()
	in.Kind, in.Title = casework.Annual, "年度行政检查计划"
	in.From, in.To = civil.Date{Year: 2026, Month: time.January, Day: 1}, civil.Date{Year: 2026, Month: time.December, Day: 31}
	p, err := h.MakeProgramme(t.Context(), h.Env.Handler, in)
	ok(t, err)
	p, err = h.ApproveProgramme(t.Context(), h.Env.Head, p.ID, casework.Approval{})
	ok(t, err)
	last := civil.Date{Year: 2026, Month: time.March, Day: 31}
	if p.Due == nil || p.Due.ID != "insp_plan_annual_sh" || p.DueOn != last || len(p.Due.Basis) == 0 {
		t.Fatalf("public by %s under %+v", p.DueOn, p.Due)
	}
	for day, late := range map[civil.Date]bool{last: false, last.AddDays(1): true} {
		h.Clock.Set(day.End())
		if p, err = h.Programme(t.Context(), h.Env.Handler, p.ID); err != nil || p.Late != late {
			t.Errorf("on %s it is late: %v, %v", day, p.Late, err)
		}
	}
	p, err = h.PublishProgramme(t.Context(), h.Env.Handler, p.ID, last)
	ok(t, err)
	if p.Late || p.PublishedOn != last {
		t.Errorf("published on %s, late: %v", p.PublishedOn, p.Late)
	}
}

// TestMonthlyProgramme is filed with another organ and received there; no day is set for
// its publication, so that none passes.
func TestMonthlyProgramme(t *testing.T) {
	t.Parallel()
	h := officetest.New(t, storetest.DB(t))
	in := special()
	in.Kind, in.Title, in.To = casework.Monthly, "三月检查计划", in.From.AddDays(29)
	p, err := h.MakeProgramme(t.Context(), h.Env.Handler, in)
	ok(t, err)
	_, err = h.FileProgramme(t.Context(), h.Env.Handler, p.ID, h.Police.ID)
	wants(t, err, fault.Rule, "programme.not_now") // approved first
	_, err = h.ApproveProgramme(t.Context(), h.Env.Head, p.ID, casework.Approval{})
	ok(t, err)
	p, err = h.FileProgramme(t.Context(), h.Env.Handler, p.ID, h.Police.ID)
	ok(t, err)
	if p.FiledAt == nil || p.ReceivedAt != nil || !p.DueOn.IsZero() || p.Receiver == nil || p.Receiver.ID != h.Police.ID {
		t.Fatalf("filed as %+v", p)
	}
	h.Clock.Set(in.To.AddDays(3).End())
	got, err := h.ReceiveProgramme(t.Context(), h.Police.Handler, p.ID)
	ok(t, err)
	if got.ReceivedAt == nil || len(got.Actions) != 0 {
		t.Errorf("received as %+v", got)
	}
	if p, err = h.Programme(t.Context(), h.Env.Handler, p.ID); err != nil || p.ReceivedAt == nil || p.Late {
		t.Errorf("its maker reads %+v, %v", p, err)
	}
}

// TestProgrammeLate says so when the day passes before it is public.
func TestProgrammeLate(t *testing.T) {
	t.Parallel()
	h := officetest.New(t, storetest.DB(t))
	p, err := h.MakeProgramme(t.Context(), h.Env.Handler, special())
	ok(t, err)
	p, err = h.ApproveProgramme(t.Context(), h.Env.Head, p.ID, casework.Approval{Authority: "区政府", Document: "演示〔2026〕2号"})
	ok(t, err)
	h.Clock.Set(p.DueOn.End())
	if p, err = h.Programme(t.Context(), h.Env.Handler, p.ID); err != nil || p.Late {
		t.Fatalf("late on its last day: %v, %v", p.Late, err)
	}
	h.Clock.Set(p.DueOn.AddDays(1).End())
	if p, err = h.Programme(t.Context(), h.Env.Handler, p.ID); err != nil || !p.Late {
		t.Fatalf("not late on the day after: %v, %v", p.Late, err)
	}
}

// TestProgrammeIsChecked refuses what cannot be a programme, and loses nothing.
func TestProgrammeIsChecked(t *testing.T) {
	t.Parallel()
	h := officetest.New(t, storetest.DB(t))
	for name, spoil := range map[string]func(*casework.ProgrammeInput){
		"no kind":       func(p *casework.ProgrammeInput) { p.Kind = "weekly" },
		"no title":      func(p *casework.ProgrammeInput) { p.Title = " " },
		"ends early":    func(p *casework.ProgrammeInput) { p.To = p.From.AddDays(-1) },
		"long month":    func(p *casework.ProgrammeInput) { p.Kind, p.To = casework.Monthly, p.From.AddDays(31) },
		"urgent annual": func(p *casework.ProgrammeInput) { p.Kind, p.Urgent = casework.Annual, true },
		"two years":     func(p *casework.ProgrammeInput) { p.To = p.From.AddDays(400) },
	} {
		in := special()
		spoil(&in)
		if _, err := h.MakeProgramme(t.Context(), h.Env.Handler, in); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	list, err := h.Programmes(t.Context(), h.Env.Handler)
	ok(t, err)
	if len(list) != 0 {
		t.Errorf("%d programmes were kept", len(list))
	}
}

// TestSpecialPlanRests lets a special joint plan stand on an approved programme, or on
// the head's reason, and on nothing else.
func TestSpecialPlanRests(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	plan := w.newPlan(t)
	plan.CheckType = casework.Special
	_, err := w.MakePlan(t.Context(), w.env, plan)
	if f := wants(t, err, fault.Rule, "plan.no_programme"); f.RuleID != "insp_special_plan" {
		t.Errorf("refused under %q", f.RuleID)
	}
	reasoned := plan
	reasoned.NoProgramme = "上级当日部署，计划随后补办"
	_, err = w.MakePlan(t.Context(), w.env, reasoned)
	wants(t, err, fault.Rule, "plan.no_programme") // a handler does not answer for it
	_, err = w.MakePlan(t.Context(), w.envHead, reasoned)
	ok(t, err)
	in := special()
	in.From, in.To = plan.From, plan.To
	p, err := w.MakeProgramme(t.Context(), w.env, in)
	ok(t, err)
	resting := plan
	resting.Programme = p.ID
	_, err = w.MakePlan(t.Context(), w.env, resting)
	wants(t, err, fault.Invalid, "invalid") // a draft carries nothing
	_, err = w.ApproveProgramme(t.Context(), w.envHead, p.ID, casework.Approval{Authority: "区政府", Document: "演示〔2026〕3号"})
	ok(t, err)
	made, err := w.MakePlan(t.Context(), w.env, resting)
	ok(t, err)
	if made.ProgrammeID != p.ID {
		t.Errorf("the plan rests on %s", made.ProgrammeID)
	}
	resting.To = in.To.AddDays(1)
	_, err = w.MakePlan(t.Context(), w.env, resting)
	wants(t, err, fault.Invalid, "invalid") // longer than what was approved
	resting.To, resting.Programme = plan.To, ids.Entry{1}
	_, err = w.MakePlan(t.Context(), w.env, resting)
	wants(t, err, fault.Invalid, "invalid")
}
