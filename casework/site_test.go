package casework_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// arranged is a plan that was drawn with one visit arranged for its first day.
func (w inspection) arranged(t *testing.T) (casework.Plan, casework.SiteCheck, string) {
	t.Helper()
	p := w.drawnPlan(t)
	d, err := w.OpenDraw(t.Context(), w.env, p.ID, "安排检查")
	ok(t, err)
	c, err := w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{Plan: p.ID, Code: d.Visits[0].Code, Day: p.FromOn, Half: "am", Purpose: "部门联合抽查"})
	ok(t, err)
	return p, c, d.Visits[0].Name
}

// onTheDay moves the clock to the morning of a visit.
func (w inspection) onTheDay(c casework.SiteCheck) {
	w.Clock.Set(time.Date(c.Day.Year, c.Day.Month, c.Day.Day, 9, 0, 0, 0, w.Clock.Now().Location()))
}

// answers is what an agency records: every item of its own, some findings, a signature.
func answers(c casework.SiteCheck, a casework.Actor, findings int) casework.SiteRecord {
	r := casework.SiteRecord{Seen: int(c.Mine.Edition), Signatures: []casework.NewSignature{{Party: "enterprise", Name: "企业负责人", Drawn: "M1 1 L20 30"}}}
	r.Signatures = append(r.Signatures, officersSign(c, a)...)
	for _, x := range c.Items {
		if x.AgencyID == a.Agency {
			answer := casework.SiteAnswer{Item: x.ItemID, Result: "ok"}
			if findings > 0 {
				answer.Result = "problem"
			}
			r.Items = append(r.Items, answer)
			for i := range findings {
				r.Findings = append(r.Findings, casework.NewFinding{Item: x.ItemID, Text: fmt.Sprintf("问题%d", i+1), Owner: "企业环保负责人", Due: c.Day.AddDays(15)})
			}
		}
	}
	return r
}

// officersSign is that every officer of an agency in a visit signs by hand.
func officersSign(c casework.SiteCheck, a casework.Actor) (list []casework.NewSignature) {
	for _, x := range c.Officers {
		if x.AgencyID == a.Agency {
			list = append(list, casework.NewSignature{Party: "officer", Name: x.Name, Officer: &x.InspectorID, Drawn: "M3 3 L40 10"})
		}
	}
	return list
}

// TestVisitCourse takes a visit from its approval to the public page.
func TestVisitCourse(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	marketHead := w.Market.Head
	p, c, name := w.arranged(t)
	_, err := w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{Plan: p.ID, Code: c.ObjectCode, Day: p.FromOn, Half: "pm", Purpose: "又一次"})
	wants(t, err, fault.Clash, "site.arranged")
	_, err = w.MakeSiteCheck(t.Context(), w.market, casework.NewSiteCheck{Plan: p.ID, Code: c.ObjectCode, Day: p.FromOn, Half: "pm", Purpose: "别的部门"})
	wants(t, err, fault.Rule, "site.not_planner")

	desk := w.Env.Desk
	sealed, err := w.SiteCheck(t.Context(), desk, c.ID)
	ok(t, err)
	if text, _ := json.Marshal(sealed); !sealed.Sealed || strings.Contains(string(text), name) || strings.Contains(string(text), c.ObjectCode) {
		t.Errorf("before its day a visit shows %s", text)
	}
	_, err = w.ApproveSiteCheck(t.Context(), w.env, c.ID, casework.SiteApproval{})
	wants(t, err, fault.Denied, "not_allowed") // the head approves
	for _, head := range []casework.Actor{w.envHead, marketHead} {
		if c, err = w.ApproveSiteCheck(t.Context(), head, c.ID, casework.SiteApproval{}); err != nil {
			t.Fatal(err)
		}
	}
	v, err := w.CheckVoucher(c.Voucher)
	if err != nil || v.Number != c.Number || len(v.Agencies) != 2 || len(v.Agencies[0].Certificates) != 2 || v.Day != c.Day {
		t.Fatalf("voucher %+v, %v", v, err)
	}
	_, err = w.BeginSiteCheck(t.Context(), w.env, c.ID, true, "")
	wants(t, err, fault.Rule, "site.begin_not_now") // not its day

	w.onTheDay(c)
	if f := wants(t, func() error { _, err := w.BeginSiteCheck(t.Context(), w.env, c.ID, false, ""); return err }(), fault.Rule, "site.certificate_not_shown"); f.RuleID != "insp_show_certificate" {
		t.Errorf("refused under %q", f.RuleID)
	}
	_, err = w.BeginSiteCheck(t.Context(), w.env, c.ID, true, "沪检码0001")
	ok(t, err)
	_, err = w.FinishSiteCheck(t.Context(), w.env, c.ID, "clean", "")
	wants(t, err, fault.Rule, "site.items_open")
	for _, a := range []casework.Actor{w.env, w.market} {
		_, err = w.AttachToSite(t.Context(), a, c.ID, "现场照片.jpg", []byte("photo of "+a.Name))
		ok(t, err)
		again, err := w.AttachToSite(t.Context(), a, c.ID, "现场照片.jpg", []byte("photo of "+a.Name)) // a telephone that heard no answer
		ok(t, err)
		again, err = w.RecordSiteCheck(t.Context(), a, c.ID, casework.SiteRecord{Seen: int(again.Mine.Edition), Summary: "刚到现场"}) // no answer, no signature yet
		ok(t, err)
		c, err = w.RecordSiteCheck(t.Context(), a, c.ID, answers(again, a, 2))
		ok(t, err)
		_, err = w.RecordSiteCheck(t.Context(), a, c.ID, answers(again, a, 0)) // written on what was there before
		wants(t, err, fault.Clash, "site.recorded_elsewhere")
	}
	if len(c.Files) != 2 || len(c.Findings) != 4 || len(c.Signatures) != 6 {
		t.Fatalf("%d files, %d findings, %d signatures", len(c.Files), len(c.Findings), len(c.Signatures))
	}
	_, err = w.FinishSiteCheck(t.Context(), w.env, c.ID, "clean", "")
	wants(t, err, fault.Rule, "site.conclusion")
	c, err = w.FinishSiteCheck(t.Context(), w.env, c.ID, "problems", "两个部门各发现两个问题")
	ok(t, err)
	if c.PublishBy.IsZero() || !c.PublishBy.After(c.Day.AddDays(19)) {
		t.Errorf("to be published by %s", c.PublishBy)
	}
	if list, _, err := w.PublicResults(t.Context(), p.ID, ""); err != nil || len(list) != 0 {
		t.Errorf("public before it is published: %+v, %v", list, err)
	}
	c, err = w.PublishSiteCheck(t.Context(), w.envHead, c.ID)
	ok(t, err)
	list, _, err := w.PublicResults(t.Context(), p.ID, "")
	ok(t, err)
	if len(list) != 1 || list[0].ObjectName != name || list[0].Findings != 4 || len(list[0].Agencies) != 2 {
		t.Fatalf("the public sees %+v", list)
	}
	_, err = w.WithdrawSiteCheck(t.Context(), w.envHead, c.ID, "企业名称有误")
	ok(t, err)
	list, _, err = w.PublicResults(t.Context(), ids.Entry{}, "")
	ok(t, err)
	if len(list) != 1 || list[0].ObjectName != "" || list[0].Conclusion != "" || list[0].WithdrawnReason != "企业名称有误" {
		t.Errorf("withdrawn, the public sees %+v", list)
	}
}

// TestUrgentVisit begins before anybody has approved it, and is published after that only.
func TestUrgentVisit(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	people, err := w.Inspectors(t.Context(), w.env)
	ok(t, err)
	n := casework.NewSiteCheck{Code: "910000000000000001", Name: "被举报企业（演示虚构）", District: "000003", Day: civil.DateOf(w.Clock.Now()), Half: "am", Purpose: "举报核查", Urgent: "正在偷排", Items: []ids.Entry{w.item(t, w.env, "S-1")}}
	_, err = w.MakeSiteCheck(t.Context(), w.env, n)
	if f := wants(t, err, fault.Rule, "site.too_few_officers"); f.RuleID != "insp_two_officers" {
		t.Errorf("refused under %q", f.RuleID)
	}
	n.Officers = []ids.Entry{people[0].ID, people[1].ID}
	n.Items = []ids.Entry{w.item(t, w.env, "S-2")}
	_, err = w.MakeSiteCheck(t.Context(), w.env, n)
	wants(t, err, fault.Rule, "site.item_not_published")
	n.Items, n.Urgent = []ids.Entry{w.item(t, w.env, "S-1")}, ""
	waits, err := w.MakeSiteCheck(t.Context(), w.env, n)
	ok(t, err)
	if f := wants(t, func() error { _, err := w.BeginSiteCheck(t.Context(), w.env, waits.ID, true, ""); return err }(), fault.Rule, "site.begin_not_now"); f.RuleID != "insp_prior_approval" {
		t.Errorf("refused under %q", f.RuleID)
	}
	n.Urgent, n.Half = "正在偷排", "pm"
	c, err := w.MakeSiteCheck(t.Context(), w.env, n)
	ok(t, err)
	c, err = w.BeginSiteCheck(t.Context(), w.env, c.ID, true, "")
	ok(t, err)
	if _, err := w.CheckVoucher(c.Voucher); err != nil {
		t.Errorf("an urgent visit shows no voucher: %v", err)
	}
	_, err = w.SiteCheck(t.Context(), w.market, c.ID)
	wants(t, err, fault.Missing, "not_found")
	_, err = w.RecordSiteCheck(t.Context(), w.env, c.ID, answers(c, w.env, 0))
	ok(t, err)
	_, err = w.FinishSiteCheck(t.Context(), w.env, c.ID, "clean", "")
	ok(t, err)
	_, err = w.PublishSiteCheck(t.Context(), w.envHead, c.ID)
	wants(t, err, fault.Rule, "site.publish_not_now")
	_, err = w.ApproveSiteCheck(t.Context(), w.envHead, c.ID, casework.SiteApproval{})
	ok(t, err)
	_, err = w.PublishSiteCheck(t.Context(), w.envHead, c.ID)
	ok(t, err)
}

// TestNinetyThreeFindings go out in one request, share the files of the visit, and go
// out once however often it is asked for.
func TestNinetyThreeFindings(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, c, _ := w.arranged(t)
	for _, head := range []casework.Actor{w.envHead, w.Market.Head} {
		_, err := w.ApproveSiteCheck(t.Context(), head, c.ID, casework.SiteApproval{})
		ok(t, err)
	}
	w.onTheDay(c)
	c, err := w.BeginSiteCheck(t.Context(), w.env, c.ID, true, "")
	ok(t, err)
	_, err = w.AttachToSite(t.Context(), w.env, c.ID, "照片.jpg", []byte("evidence"))
	ok(t, err)
	c, err = w.RecordSiteCheck(t.Context(), w.env, c.ID, answers(c, w.env, 93))
	ok(t, err)
	seen, err := w.SiteCheck(t.Context(), w.market, c.ID)
	ok(t, err)
	_, err = w.RecordSiteCheck(t.Context(), w.market, c.ID, answers(seen, w.market, 1))
	ok(t, err)
	c, err = w.FinishSiteCheck(t.Context(), w.env, c.ID, "problems", "")
	ok(t, err)
	var lines []casework.Handover
	var foreign ids.Entry
	for _, f := range c.Findings {
		if f.AgencyID != w.env.Agency {
			foreign = f.ID
			continue
		}
		kind, to := referral.Findings, w.Market.ID
		if len(lines)%31 == 30 {
			kind, to = referral.Criminal, ids.Agency{}
		}
		lines = append(lines, casework.Handover{Finding: f.ID, Kind: kind, Receiver: to})
	}
	lines = append(lines, casework.Handover{Finding: foreign, Kind: referral.Lead}, casework.Handover{Finding: ids.New[ids.Entry](w.Clock.Now()), Kind: referral.Lead})
	for round := range 2 {
		out, err := w.HandOver(t.Context(), w.env, lines)
		ok(t, err)
		done := 0
		for i, x := range out {
			if refused := i >= 93; refused != (x.Err != nil) || !refused && (x.Again != (round == 1) || x.Number == "") {
				t.Fatalf("round %d, line %d: %+v", round, i, x)
			}
			if x.Err == nil {
				done++
			}
		}
		if done != 93 {
			t.Errorf("round %d: %d of 93", round, done)
		}
		if round == 0 {
			d, err := w.Get(t.Context(), w.env, out[0].Case)
			ok(t, err)
			if d.Case.State != "sent" || len(d.Evidence) != 1 || d.Case.Kind != "findings" {
				t.Errorf("%s %s with %d files", d.Case.Kind, d.Case.State, len(d.Evidence))
			}
		}
	}
	var n int
	ok(t, w.DB.Owner.QueryRow(t.Context(), "select count(*) from cases").Scan(&n))
	if n != 93 {
		t.Errorf("%d cases", n)
	}
	r, err := w.SiteReport(t.Context(), w.env, p.ID)
	ok(t, err)
	if r.Visits != 1 || r.Actions != 1 || r.Enterprises != 1 || len(r.Findings) != 94 || r.HandedOver != 93 || r.Rectified != 0 || r.Drawn != 7 {
		t.Errorf("report %+v", r)
	}
	_, err = w.RectifyFinding(t.Context(), w.market, foreign, c.Day, "已整改")
	ok(t, err)
	_, err = w.LookAgain(t.Context(), w.market, foreign, casework.SecondLook{On: c.Day, Note: "整改到位", Right: true})
	ok(t, err)
	_, err = w.LookAgain(t.Context(), w.market, foreign, casework.SecondLook{On: c.Day, Note: "再看一次", Right: true})
	wants(t, err, fault.Rule, "site.looked_not_now")
	if r, err = w.SiteReport(t.Context(), w.env, p.ID); err != nil || r.Rectified != 1 {
		t.Errorf("%d rectified, %v", r.Rectified, err)
	}
}

// TestScheduledVisitIsCarriedOut: once visits are laid out and scheduled, a check takes
// their time and team, and the visit goes along: whoever takes part reads its name from
// the moment it begins.
func TestScheduledVisitIsCarriedOut(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, s := w.scheduled(t)
	v := s.Visits[0]
	n := casework.NewSiteCheck{Plan: p.ID, Code: v.Code, Day: v.Day.AddDays(1), Half: v.Half, Purpose: "部门联合抽查"}
	if n.Day.After(p.ToOn) {
		n.Day = v.Day.AddDays(-1)
	}
	_, err := w.MakeSiteCheck(t.Context(), w.env, n)
	wants(t, err, fault.Invalid, "invalid") // another time than that of the schedule
	n.Day = v.Day
	c, err := w.MakeSiteCheck(t.Context(), w.env, n)
	ok(t, err)
	if c.PlannedID != v.ID || len(c.Officers) != len(v.Team) || len(c.Parts) != len(v.Parts) {
		t.Fatalf("the check carries out %s with %d officers of %d agencies", c.PlannedID, len(c.Officers), len(c.Parts))
	}
	for _, head := range []casework.Actor{w.envHead, w.Market.Head} {
		if c, err = w.ApproveSiteCheck(t.Context(), head, c.ID, casework.SiteApproval{}); err != nil {
			t.Fatal(err)
		}
	}
	seen := func() casework.Visit {
		list, err := w.Visits(t.Context(), w.Market.Desk, p.ID)
		ok(t, err)
		return list[slices.IndexFunc(list, func(x casework.Visit) bool { return x.ID == v.ID })]
	}
	if x := seen(); x.State != "planned" || x.Name != "" {
		t.Errorf("before it begins: %s, %q", x.State, x.Name)
	}
	w.onTheDay(c)
	_, err = w.BeginSiteCheck(t.Context(), w.market, c.ID, true, "")
	ok(t, err)
	if x := seen(); x.State != "under_way" || x.Name != v.Name {
		t.Errorf("under way: %s, %q", x.State, x.Name)
	}
	for _, a := range []casework.Actor{w.env, w.market} {
		at, err := w.SiteCheck(t.Context(), a, c.ID)
		ok(t, err)
		_, err = w.RecordSiteCheck(t.Context(), a, c.ID, answers(at, a, 0))
		ok(t, err)
	}
	_, err = w.FinishSiteCheck(t.Context(), w.env, c.ID, "clean", "")
	ok(t, err)
	if x := seen(); x.State != "done" {
		t.Errorf("done: %s", x.State)
	}
}

// TestProblemIsWrittenDown: an item that has a problem names it before the visit ends:
// with no finding nothing could be put right, handed over or reminded of.
func TestProblemIsWrittenDown(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, d := w.small(t)
	c, err := w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{Plan: p.ID, Code: d.Visits[0].Code, Day: p.FromOn, Half: "am", Purpose: "抽查"})
	ok(t, err)
	_, err = w.ApproveSiteCheck(t.Context(), w.envHead, c.ID, casework.SiteApproval{})
	ok(t, err)
	w.onTheDay(c)
	c, err = w.BeginSiteCheck(t.Context(), w.env, c.ID, true, "")
	ok(t, err)
	written := answers(c, w.env, 1)
	for i := range written.Items {
		written.Items[i].Result = "problem"
	}
	bare := written
	bare.Findings = nil
	c, err = w.RecordSiteCheck(t.Context(), w.env, c.ID, bare)
	ok(t, err)
	_, err = w.FinishSiteCheck(t.Context(), w.env, c.ID, "problems", "")
	wants(t, err, fault.Rule, "site.finding_missing")
	written.Seen++
	_, err = w.RecordSiteCheck(t.Context(), w.env, c.ID, written)
	ok(t, err)
	_, err = w.FinishSiteCheck(t.Context(), w.env, c.ID, "problems", "")
	ok(t, err)
}
