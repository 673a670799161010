package casework_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

func on(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 9, 0, 0, 0, civil.Office)
}

// claimOf gives the claim of a case as it is now, after its record was verified.
func claimOf(t *testing.T, h *officetest.House, id ids.Case) claim.Claim {
	t.Helper()
	h.Verify(t, id)
	return snapshot(t, h, id).Flags.Claim
}

// TestQuarry is a published case (Xuancheng, Jixi county, 2023): a town's lead, a claim of
// the city's forestry bureau, 33,090 yuan of damage and 15,000 for the appraisal, performed
// by buying a carbon sink. Every step has its day; no clock of 2024 or later binds it.
func TestQuarry(t *testing.T) {
	t.Parallel()
	h := house(t)
	town, forestry := h.Another(t, "town", "演示镇", "township"), h.Another(t, "forest", "演示市林业局", "forestry")
	handed, started, met, bought := on(2023, 9, 4), on(2023, 10, 16), on(2023, 10, 30), on(2023, 11, 9)
	late := func(at time.Time, in referral.Input) referral.Input {
		in.OccurredAt, in.Ground = at, "按公开案例补录"
		return in
	}
	d := casework.DraftInput{Title: "采石毁坏林地", Content: referral.Content{Facts: "采石毁坏林地0.4311公顷", Basis: "市政府指定"}, Parties: []casework.PartyInput{{Person: referral.Person{Kind: "unknown", Name: "义务人"}}}}
	lead, err := h.OpenReferral(t.Context(), town.Handler, officetest.NewKey("open"), referral.Lead, d, &casework.FirstAct{Action: "lead.send", To: forestry.ID, Input: late(handed, referral.Input{NoSecret: true})})
	check(t, err)
	h.Do(t, forestry.Handler, lead.Case.ID, "sign_for", late(handed, referral.Input{Officer: "经办人"}))
	got, err := h.Derive(t.Context(), forestry.Handler, officetest.NewKey("derive"), lead.Case.ID, referral.Compensation, casework.Upgraded, "", nil)
	check(t, err)
	id, owes := got.Case.ID, got.Snapshot.Parties[0].ID
	step := func(by casework.Actor, at time.Time, action referral.Action, in referral.Input) {
		h.Do(t, by, id, action, late(at, in))
	}
	step(forestry.Handler, started, "compensation.report", referral.Input{})
	step(forestry.Head, started, "compensation.approve", referral.Input{})
	step(forestry.Handler, started, "compensation.investigate", referral.Input{Text: "现场勘查"})
	step(forestry.Handler, started, "compensation.commission", referral.Input{Text: "委托评估机构", Claimed: &referral.Claimed{Method: claim.Appraisal}})
	step(forestry.Handler, met, "compensation.assess", referral.Input{Text: "评估报告", Claimed: &referral.Claimed{Costs: claim.Costs{DamageFen: 3_309_000, AppraisalFen: 1_500_000}, Method: claim.Appraisal}})
	step(forestry.Handler, met, "compensation.serve_notice", referral.Input{})
	step(forestry.Handler, met, "compensation.meet", referral.Input{Text: "达成一致", Claimed: &referral.Claimed{Present: []referral.Attendant{{Role: "procuratorate", Name: "检察机关"}}}})
	sink := referral.WorkInput{What: "购买等值林业碳汇", Work: claim.Work{Kind: claim.Substitute, By: civil.DateOf(bought), Fen: 3_309_000}}
	step(forestry.Handler, met, "compensation.agree", referral.Input{Text: "替代修复，另付评估费用", Claimed: &referral.Claimed{Told: true, Works: []referral.WorkInput{sink}}})

	// The part that the sink performs cannot be paid as well, and without the proof it is not done.
	refused := func(by casework.Actor, action referral.Action, in referral.Input, kind fault.Kind, code string) {
		t.Helper()
		by.StepUpAt = h.Clock.Now()
		_, err := h.Act(t.Context(), by, casework.Request{Case: id, Version: casework.AnyVersion, Key: officetest.NewKey(string(action)), Action: action, Input: late(bought, in)})
		wants(t, err, kind, code)
	}
	refused(forestry.Handler, "compensation.pay", referral.Input{DocumentNo: "1", Claimed: &referral.Claimed{Payment: claim.Payment{Fen: 1_500_001, Manner: claim.Treasury}}}, fault.Rule, "referral.performed_by_works")
	refused(forestry.Handler, "compensation.restore", referral.Input{Text: "完成", Claimed: &referral.Claimed{Work: 1}}, fault.Invalid, "referral.claim_broken")
	refused(forestry.Handler, "compensation.restore", referral.Input{Text: "完成", Claimed: &referral.Claimed{Work: 1, Evidence: []referral.EvidenceRef{{ID: ids.New[ids.Evidence](h.Clock.Now())}}}}, fault.Invalid, "invalid")
	shown, err := h.AddEvidence(t.Context(), forestry.Handler, id, "碳汇购买凭证.pdf", strings.NewReader("%PDF-1.4 凭证"), 1<<20)
	check(t, err)
	proof := &referral.Claimed{Work: 1, Evidence: []referral.EvidenceRef{{ID: shown.ID}}}
	step(forestry.Handler, bought, "compensation.restore", referral.Input{Text: "完成", Claimed: proof})
	step(forestry.Handler, bought, "compensation.return_work", referral.Input{Reason: "凭证缺页", Claimed: &referral.Claimed{Work: 1}})
	step(forestry.Handler, bought, "compensation.restore", referral.Input{Text: "已补", Claimed: proof})
	step(forestry.Handler, bought, "compensation.accept_work", referral.Input{Text: "合格", Claimed: &referral.Claimed{Work: 1}})
	step(forestry.Handler, bought, "compensation.pay", referral.Input{Claimed: &referral.Claimed{Payment: claim.Payment{Fen: 1_500_000, Manner: claim.Reimbursed}}})
	refused(forestry.Handler, "compensation.perform", referral.Input{Text: "履行完毕"}, fault.Rule, "referral.not_paid") // nobody has evaluated it
	step(forestry.Head, bought, "compensation.exempt_evaluation", referral.Input{Reason: "没有修复工程可供评估"})
	step(forestry.Handler, bought, "compensation.perform", referral.Input{Text: "履行完毕"})
	statement := paperText(t, h, forestry.Handler, id, documents.PerformanceStatement)
	for _, says := range []string{"2023年10月16日启动索赔", "2023年10月30日签订赔偿协议", "应当赔偿48090.00元", "已经全部履行", "2023年11月9日", penaltyLaw} {
		if !strings.Contains(statement, says) {
			t.Errorf("the statement of performance lacks %q: %s", says, statement)
		}
	}
	if strings.Contains(statement, "一千零五十六") || strings.Contains(statement, "法典") {
		t.Errorf("the statement names a law that was not in force: %s", statement)
	}
	issued, _, err := h.IssueDocument(t.Context(), forestry.Handler, id, documents.PerformanceStatement, "")
	check(t, err)
	if i := slices.IndexFunc(issued.Documents, func(d dbsqlc.ListDocumentsRow) bool { return d.Kind == string(documents.PerformanceStatement) }); i < 0 || issued.Documents[i].Number == "" {
		t.Error("no statement of performance was issued")
	}
	step(forestry.Handler, bought, "close", referral.Input{})

	c := claimOf(t, h, id)
	w := c.Works[0]
	if c.AgreedFen() != 4_809_000 || c.PaidFen() != 4_809_000 || c.OpenFen() != 0 || w.Rounds != 2 || len(w.Evidence) != 1 || len(w.Evidence[0]) != 64 || c.Payments[0].Party != owes {
		t.Errorf("agreed %d, paid %d, the sink is %+v", c.AgreedFen(), c.PaidFen(), w)
	}
	if n := count(t, h, "clocks where case_id = $1 and rule_id in ('dmg_notify_procuratorate', 'dmg_consult_period')", id); n != 0 {
		t.Errorf("%d clocks that do not bind forestry, or are off, ran", n)
	}
}

// TestYearOfADistrict is a published year (Chongqing, Tongnan, 2024): eleven leads in three
// rounds, seven found by the organ and four from above, three of those by inspectors; seven
// claims settled for 13,420 yuan altogether. Which lead came in which round, and what each
// claim was worth, was not published: here they are made up.
func TestYearOfADistrict(t *testing.T) {
	t.Parallel()
	h := house(t)
	h.Clock.Advance(-h.Clock.Now().Sub(on(2024, 12, 30)))
	amounts := []int64{120_000, 210_000, 95_000, 300_000, 187_000, 250_000, 180_000} // fen
	rounds := []struct {
		from, to civil.Date
		leads    int
	}{{civil.Date{Year: 2024, Month: 1, Day: 1}, civil.Date{Year: 2024, Month: 4, Day: 30}, 4}, {civil.Date{Year: 2024, Month: 5, Day: 1}, civil.Date{Year: 2024, Month: 8, Day: 31}, 4}, {civil.Date{Year: 2024, Month: 9, Day: 1}, civil.Date{Year: 2024, Month: 12, Day: 30}, 3}}
	n, own, above, inspectors, settled, dropped := 0, 0, 0, 0, 0, 0
	var sum int64
	for i, r := range rounds {
		s, err := h.OpenScreening(t.Context(), h.Env.Handler, casework.NewScreening{Title: "线索筛查", From: r.from, To: r.to, Sources: []string{"penalty", "inspection", "above"}})
		check(t, err)
		if int(s.Round) != i+1 || s.Year != 2024 {
			t.Fatalf("round %d of %d", s.Round, s.Year)
		}
		var list []casework.NewCandidate
		for range r.leads {
			n++
			c := casework.NewCandidate{Title: fmt.Sprintf("线索%02d", n), Channel: "penalty", Place: fmt.Sprintf("演示%02d村", n), FoundOn: r.from}
			if n > 7 {
				c.Above, c.Channel = true, "inspection"
			}
			if n == 11 {
				c.Channel = "above"
			}
			list = append(list, c)
		}
		s, err = h.AddCandidates(t.Context(), h.Env.Handler, s.ID, list)
		check(t, err)
		_, err = h.CloseScreening(t.Context(), h.Env.Handler, s.ID, "")
		wants(t, err, fault.Rule, "screening.undecided")
		for _, c := range s.Candidates {
			switch {
			case settled < len(amounts):
				s, err = h.DecideCandidate(t.Context(), h.Env.Handler, s.ID, c.ID, casework.CandidateDecision{Claim: true})
				check(t, err)
				settleAtOnce(t, h, ids.Case(s.Candidates[c.Seq-1].ClaimID), amounts[settled], settled)
				settled++
			default:
				_, err = h.DecideCandidate(t.Context(), h.Env.Handler, s.ID, c.ID, casework.CandidateDecision{Ground: "slight", Reason: "显著轻微"})
				wants(t, err, fault.Invalid, "invalid") // its exceptions are not denied
				s, err = h.DecideCandidate(t.Context(), h.Env.Handler, s.ID, c.ID, casework.CandidateDecision{Ground: "slight", Denied: []string{"red_line", "reoffence"}, Reason: "显著轻微"})
				check(t, err)
				dropped++
			}
		}
		s, err = h.CloseScreening(t.Context(), h.Env.Handler, s.ID, "全部办结")
		check(t, err)
		_, err = h.AddCandidates(t.Context(), h.Env.Handler, s.ID, list)
		wants(t, err, fault.Rule, "screening.closed")
		for _, c := range s.Candidates {
			if c.Above {
				above++
			} else {
				own++
			}
			if c.Above && c.Channel == "inspection" {
				inspectors++
			}
			sum += c.Claim.PaidFen()
		}
		if sheet, err := h.ScreeningWorkbook(t.Context(), h.Env.Handler, s.ID); err != nil || len(sheet) == 0 {
			t.Errorf("the sheet of the round: %v", err)
		}
	}
	if n != 11 || own != 7 || above != 4 || inspectors != 3 || settled != 7 || dropped != 4 || sum != 1_342_000 {
		t.Errorf("%d leads: %d own, %d from above, %d of inspectors; %d settled for %d fen, %d not pursued", n, own, above, inspectors, settled, sum, dropped)
	}
	year, err := h.Claims(t.Context(), h.Env.Handler, casework.ClaimFilter{Year: 2024})
	check(t, err)
	if len(year.Lines) != 7 || year.AgreedFen != 1_342_000 || year.PaidFen != 1_342_000 || year.Lines[0].Round == "" {
		t.Errorf("the register has %d claims, %d fen agreed, %d paid", len(year.Lines), year.AgreedFen, year.PaidFen)
	}
	if _, err := h.ClaimsWorkbook(t.Context(), h.Env.Handler, casework.ClaimFilter{}); err != nil {
		t.Error(err)
	}
	if others, err := h.Claims(t.Context(), h.Market.Handler, casework.ClaimFilter{}); err == nil {
		t.Errorf("market supervision reads a register of %d", len(others.Lines))
	}
}

// settleAtOnce takes a claim from its draft to its closing in one sitting.
func settleAtOnce(t *testing.T, h *officetest.House, id ids.Case, fen int64, n int) {
	t.Helper()
	now, err := h.Get(t.Context(), h.Env.Handler, id)
	check(t, err)
	content := now.Snapshot.Content
	content.Facts, content.Basis = "污水漫流入渠", "造成损害"
	_, err = h.EditDraft(t.Context(), h.Env.Handler, id, now.Case.Version, casework.DraftInput{Title: now.Case.Title, Content: content, Parties: []casework.PartyInput{{Person: referral.Person{Kind: "enterprise", Name: fmt.Sprintf("演示企业%d", n)}}}})
	check(t, err)
	h.Do(t, h.Env.Handler, id, "compensation.report", referral.Input{})
	h.Do(t, h.Env.Head, id, "compensation.approve", referral.Input{})
	h.Do(t, h.Env.Handler, id, "compensation.settle", referral.Input{Text: "当场磋商", Claimed: &referral.Claimed{Costs: claim.Costs{DamageFen: fen}, Method: claim.Comprehensive, Assessed: "综合认定", Agreed: "一次缴清", Told: true}})
	h.Do(t, h.Env.Handler, id, "compensation.pay", referral.Input{DocumentNo: fmt.Sprintf("演缴〔2024〕%d号", n+1), Claimed: &referral.Claimed{Payment: claim.Payment{Fen: fen, Manner: claim.Treasury}}})
	h.Do(t, h.Env.Handler, id, "compensation.perform", referral.Input{Text: "履行完毕"})
	h.Do(t, h.Env.Handler, id, "close", referral.Input{})
}
