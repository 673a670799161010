package casework_test

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/documents/mainvolume"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// TestFailedClaimGoesToCourt: a failure takes a ground of its own list, the claim is not
// closed on it, the packet holds its list, its papers and evidence and verifies, and the
// judgment is performed and enforceable.
func TestFailedClaimGoesToCourt(t *testing.T) {
	t.Parallel()
	h := house(t)
	h.Clock.Advance(on(2026, 9, 1).Sub(h.Clock.Now())) // the five years are an article of the Code
	env := h.Env.Handler
	d := casework.DraftInput{Title: "损害赔偿", Content: referral.Content{Facts: "废水入河", Basis: "造成损害", FoundOn: civil.Date{Year: 2026, Month: 8, Day: 20}}, Parties: []casework.PartyInput{{Person: referral.Person{Kind: "enterprise", Name: "演示化工公司"}}}}
	opened, err := h.OpenReferral(t.Context(), env, officetest.NewKey("open"), referral.Compensation, d, nil)
	check(t, err)
	id := opened.Case.ID
	h.Do(t, env, id, "compensation.report", referral.Input{})
	h.Do(t, h.Env.Head, id, "compensation.approve", referral.Input{})
	if k := clock(t, h, id, "dmg_lawsuit_limitation"); k.State != "running" || !k.OptionRight || k.DueAt == nil || civil.DateOf(*k.DueAt) != (civil.Date{Year: 2031, Month: 8, Day: 20}) {
		t.Errorf("the time for a suit: %+v", k)
	}
	h.Do(t, env, id, "compensation.assess", referral.Input{Text: "评估", Claimed: &referral.Claimed{Costs: claim.Costs{DamageFen: 8_000_000}, Method: claim.Appraisal}})
	h.Do(t, env, id, "compensation.serve_notice", referral.Input{})
	h.Do(t, env, id, "compensation.reply", referral.Input{Text: "愿意磋商，要求延期"})
	h.Do(t, env, id, "compensation.meet", referral.Input{Text: "义务人不同意期限", Claimed: &referral.Claimed{}})
	_, _, err = h.IssueDocument(t.Context(), env, id, "consult_notice", "")
	check(t, err)
	_, err = h.SuitPacket(t.Context(), env, id)
	wants(t, err, fault.Rule, "referral.nothing_to_sue")
	refused := func(action referral.Action, in referral.Input) error {
		_, err := h.Act(t.Context(), env, casework.Request{Case: id, Version: casework.AnyVersion, Key: officetest.NewKey(string(action)), Action: action, Input: in})
		return err
	}
	wants(t, refused("compensation.fail", referral.Input{Result: "performed", Reason: "拒绝", Claimed: &referral.Claimed{}}), fault.Invalid, "referral.claim_broken")
	h.Do(t, env, id, "compensation.fail", referral.Input{Result: "refused", Reason: "义务人书面拒绝磋商", Claimed: &referral.Claimed{}})
	wants(t, refused("close", referral.Input{}), fault.Rule, "referral.failed_unsettled")
	if text := paperText(t, h, env, id, documents.FailureStatement); !strings.Contains(text, "义务人明确拒绝") || !strings.Contains(text, "义务人书面拒绝磋商") || !strings.Contains(text, "共1次") || !strings.Contains(text, "义务人答复：愿意磋商，要求延期") {
		t.Errorf("the statement on the consultation says %s", text)
	}
	_, _, err = h.IssueDocument(t.Context(), env, id, documents.FailureStatement, "")
	check(t, err)
	_, err = h.AddEvidence(t.Context(), env, id, "起诉状.txt", strings.NewReader("起诉状"), 1<<20)
	check(t, err)

	v, err := h.SuitPacket(t.Context(), env, id)
	check(t, err)
	var packet bytes.Buffer
	check(t, v.Write(&packet))
	m, problems, err := mainvolume.Check(bytes.NewReader(packet.Bytes()), int64(packet.Len()))
	check(t, err)
	kinds := []string{}
	for _, f := range m.Files {
		kinds = append(kinds, f.Kind)
	}
	if len(problems) > 0 || !slices.Contains(kinds, "contents") || !slices.Contains(kinds, "volume") || !slices.Contains(kinds, "consult_notice") || !slices.Contains(kinds, "failure_statement") || !slices.Contains(kinds, "evidence") {
		t.Errorf("the packet holds %v: %v", kinds, problems)
	}
	broken := bytes.Clone(packet.Bytes())
	broken[len(broken)/2] ^= 1
	if _, problems, err := mainvolume.Check(bytes.NewReader(broken), int64(len(broken))); err == nil && len(problems) == 0 {
		t.Error("a changed packet verifies")
	}

	h.Do(t, env, id, "compensation.sue", referral.Input{DocumentNo: "1号"})
	if k := clock(t, h, id, "dmg_lawsuit_limitation"); k.State != "met" {
		t.Errorf("the suit leaves its time %s", k.State)
	}
	wants(t, refused("close", referral.Input{}), fault.Rule, "referral.suit_pending")
	h.Do(t, env, id, "compensation.judge", referral.Input{DocumentNo: "判1号", Text: "判令赔偿", Claimed: &referral.Claimed{Costs: claim.Costs{DamageFen: 7_000_000}}})
	h.Do(t, env, id, "compensation.enforce", referral.Input{DocumentNo: "执1号"})
	h.Do(t, env, id, "compensation.pay", referral.Input{DocumentNo: "缴1号", Claimed: &referral.Claimed{Payment: claim.Payment{Fen: 7_000_000, Manner: claim.Treasury}}})
	h.Do(t, env, id, "compensation.perform", referral.Input{Text: "执行完毕"})
	h.Do(t, env, id, "close", referral.Input{})
	if c := claimOf(t, h, id); c.PaidFen() != 7_000_000 || !c.Judged || !c.Enforceable() {
		t.Errorf("%+v", c)
	}
}

// TestNotDueYet: what is not due goes to court only with a reason; once an instalment or a
// work is late nobody asks for one.
func TestNotDueYet(t *testing.T) {
	t.Parallel()
	h := house(t)
	env, day := h.Env.Handler, civil.DateOf(h.Clock.Now())
	sues := func(id ids.Case, reason string) error {
		_, err := h.Act(t.Context(), env, casework.Request{Case: id, Version: casework.AnyVersion, Key: officetest.NewKey("sue"), Action: "compensation.sue", Input: referral.Input{DocumentNo: "1号", Reason: reason}})
		return err
	}
	for name, terms := range map[string]referral.Claimed{
		"instalments": {Terms: claim.Terms{Plan: []claim.Instalment{{On: day.AddDays(10), Fen: 4_000}, {On: day.AddDays(100), Fen: 6_000}}}},
		"works":       {Terms: claim.Terms{Plan: []claim.Instalment{{On: day.AddDays(100), Fen: 10_000}}}, Works: []referral.WorkInput{{What: "补种", Work: claim.Work{Kind: claim.InPlace, By: day.AddDays(10)}}}},
	} {
		id := damageAt(t, h, env, "演示河"+name, "演示公司"+name)
		h.Do(t, env, id, "compensation.report", referral.Input{})
		h.Do(t, h.Env.Head, id, "compensation.approve", referral.Input{})
		terms.Costs, terms.Method, terms.Assessed, terms.Agreed, terms.Told = claim.Costs{DamageFen: 10_000}, claim.Experts, "专家", "分期", true
		h.Do(t, env, id, "compensation.settle", referral.Input{Text: "磋商", Claimed: &terms})
		wants(t, sues(id, ""), fault.Rule, "referral.not_due")
		h.Clock.Advance(10 * 24 * time.Hour) // its day is still to be used
		wants(t, sues(id, ""), fault.Rule, "referral.not_due")
		h.Clock.Advance(24 * time.Hour)
		check(t, sues(id, ""))
		h.Clock.Advance(-11 * 24 * time.Hour)
	}
	id := damageAt(t, h, env, "另一条河", "演示公司丙")
	h.Do(t, env, id, "compensation.report", referral.Input{})
	h.Do(t, h.Env.Head, id, "compensation.approve", referral.Input{})
	later := claim.Terms{Plan: []claim.Instalment{{On: day.AddDays(50), Fen: 10_000}}}
	h.Do(t, env, id, "compensation.settle", referral.Input{Text: "磋商", Claimed: &referral.Claimed{Costs: claim.Costs{DamageFen: 10_000}, Method: claim.Experts, Assessed: "专家", Agreed: "到期一次缴清", Told: true, Terms: later}})
	check(t, sues(id, "义务人书面表示不再履行"))
}

// paperText is what a paper says, read from its working copy.
func paperText(t *testing.T, h *officetest.House, a casework.Actor, id ids.Case, kind documents.Kind) string {
	t.Helper()
	p, err := h.PreviewDocument(t.Context(), a, id, kind, casework.DOCX)
	check(t, err)
	z, err := zip.NewReader(bytes.NewReader(p.Content), int64(len(p.Content)))
	check(t, err)
	f, err := z.Open("word/document.xml")
	check(t, err)
	raw, err := io.ReadAll(f)
	check(t, err)
	return regexp.MustCompile(`<[^>]*>`).ReplaceAllString(string(raw), "")
}
