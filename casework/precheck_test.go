package casework_test

import (
	"bytes"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/reviews"
)

// lineAt finds a line of a precheck.
func lineAt(t *testing.T, p casework.Precheck, sheet, line string) casework.PrecheckLine {
	t.Helper()
	for _, s := range p.Sheets {
		for _, l := range s.Lines {
			if s.Sheet.ID == sheet && l.Line.ID == line {
				return l
			}
		}
	}
	t.Fatalf("no line %s of %s", line, sheet)
	return casework.PrecheckLine{}
}

// TestPrecheckFollowsTheFile: what is added to the file changes its lines, with
// real files; sender and police see the same; the copied procuratorate nothing.
func TestPrecheckFollowsTheFile(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Opened(t)
	env := h.Env.Handler
	look := func(a casework.Actor) casework.Precheck {
		t.Helper()
		p, err := h.Precheck(t.Context(), a, id)
		check(t, err)
		return p
	}
	state := func(sheet, line string, want reviews.State) {
		t.Helper()
		if got := lineAt(t, look(env), sheet, line); got.State != want {
			t.Errorf("%s.%s is %s (%s), want %s", sheet, line, got.State, got.Found.Note.ZH, want)
		}
	}
	state("criminal_transfer", "report_listed", reviews.Missing)
	state("criminal_transfer", "letter_sealed", reviews.Missing)
	state("criminal_transfer", "case_team", reviews.Met)
	state("criminal_transfer", "items_listed", reviews.NotHere)
	state("criminal_transfer", "suspects_identified", reviews.Missing)
	state("criminal_review", "police_signature", reviews.Later)

	pdf, err := h.Documents.Render(documents.DutyRecord, documents.Case{Title: "演示"})
	check(t, err)
	pages, err := documents.PageCount(pdf)
	check(t, err)
	file, err := h.AddEvidence(t.Context(), env, id, "案件调查报告.pdf", bytes.NewReader(pdf), 1<<20)
	check(t, err)
	list := casework.MaterialInput{Code: "doc_investigation_report", Title: "案件调查报告", Form: "original", Pages: pages + 1, Evidence: file.ID}
	d, err := h.AddMaterial(t.Context(), env, id, list)
	check(t, err)
	state("criminal_transfer", "report_listed", reviews.Met)
	state("criminal_review", "investigation_report", reviews.Met)
	state("criminal_transfer", "materials_readable", reviews.Missing)
	list.Pages = pages
	_, err = h.EditMaterial(t.Context(), env, id, d.Snapshot.Materials[0].ID, list, false)
	check(t, err)
	state("criminal_transfer", "materials_readable", reviews.Met)

	h.Do(t, env, id, "criminal.give_enforcement_opinion", referral.Input{Text: "同意移送"})
	state("criminal_transfer", "opinions_given", reviews.Missing)
	h.Do(t, h.Env.Legal, id, "criminal.give_legal_opinion", referral.Input{Text: "同意移送"})
	state("criminal_transfer", "opinions_given", reviews.Met)

	sent := h.Sent(t)
	id = sent
	state("criminal_transfer", "letter_sealed", reviews.Met)
	state("criminal_review", "police_signature", reviews.Missing)
	if p := look(h.Police.Handler); len(p.Sheets) != 2 || p.MayAnswer || lineAt(t, p, "criminal_transfer", "report_listed").State != reviews.Missing {
		t.Errorf("the police see %d sheets, may answer: %v", len(p.Sheets), p.MayAnswer)
	}
	_, err = h.Precheck(t.Context(), h.Procuratorate.Procurator, id)
	wants(t, err, fault.Missing, "not_found")
	_, err = h.Precheck(t.Context(), h.Market.Handler, id)
	wants(t, err, fault.Missing, "not_found")
}

// TestPrecheckIsAnsweredByPeople: where the hub cannot tell, with a remark, into
// the record; not against the file, not by the receiver, not after sending.
func TestPrecheckIsAnsweredByPeople(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Opened(t)
	env := h.Env.Handler
	answer := func(a casework.Actor, line string, verdict reviews.State, remark string) (casework.Precheck, error) {
		return h.AnswerPrecheck(t.Context(), a, id, "criminal_transfer", line, verdict, remark)
	}
	p, err := answer(env, "crime_shown", reviews.Met, "监测值超标十倍")
	check(t, err)
	got := lineAt(t, p, "criminal_transfer", "crime_shown")
	if got.State != reviews.Met || got.Found.State != reviews.Judge || got.Answer.Remark != "监测值超标十倍" || got.Answer.By != env.Name {
		t.Errorf("answered: %+v %+v", got, got.Answer)
	}
	p, err = answer(h.Env.Legal, "crime_shown", reviews.Missing, "缺采样记录")
	check(t, err)
	if got := lineAt(t, p, "criminal_transfer", "crime_shown"); got.State != reviews.Missing || got.Answer.By != h.Env.Legal.Name {
		t.Errorf("answered anew: %+v", got)
	}
	p, err = answer(env, "crime_shown", "", "")
	check(t, err)
	if got := lineAt(t, p, "criminal_transfer", "crime_shown"); got.State != reviews.Judge || got.Answer != nil {
		t.Errorf("taken back: %+v", got)
	}
	_, err = answer(env, "report_listed", reviews.Met, "")
	wants(t, err, fault.Rule, "precheck.answered_by_file")
	p, err = answer(env, "report_listed", "", "三日内补齐")
	check(t, err)
	if got := lineAt(t, p, "criminal_transfer", "report_listed"); got.State != reviews.Missing || got.Answer.Remark != "三日内补齐" {
		t.Errorf("remark alone: %+v", got)
	}
	site, err := h.AddMaterial(t.Context(), env, id, casework.MaterialInput{Code: "doc_site_records", Title: "笔录一", Form: "original", Pages: 1})
	check(t, err)
	interview := func() casework.PrecheckLine {
		p, err := h.Precheck(t.Context(), env, id)
		check(t, err)
		return lineAt(t, p, "criminal_review", "interview")
	}
	_, err = h.AnswerPrecheck(t.Context(), env, id, "criminal_review", "interview", reviews.Met, "笔录一即询问笔录")
	check(t, err)
	if got := interview(); got.Found.State != reviews.Judge || got.State != reviews.Met {
		t.Errorf("judged: %+v", got)
	}
	_, err = h.EditMaterial(t.Context(), env, id, site.Snapshot.Materials[0].ID, casework.MaterialInput{Code: "doc_site_records", Title: "笔录一", Form: "original"}, true)
	check(t, err)
	if got := interview(); got.State != reviews.Missing { // what the file shows goes before what was said
		t.Errorf("judged, then taken off the list: %+v", got)
	}
	_, err = answer(env, "no_such_line", reviews.Met, "")
	wants(t, err, fault.Missing, "not_found")
	_, err = answer(env, "crime_shown", reviews.Met, "机密★3年")
	wants(t, err, fault.Invalid, "text.refused")
	_, err = answer(h.Env.Desk, "crime_shown", reviews.Met, "")
	wants(t, err, fault.Denied, "not_allowed")
	n := 0
	check(t, h.DB.Owner.QueryRow(t.Context(), "select count(*) from events where case_id = $1 and kind = 'precheck.answer'", id).Scan(&n))
	if n != 5 {
		t.Errorf("%d events, want 5", n)
	}
	h.Verify(t, id)

	id = h.Sent(t)
	_, err = answer(env, "crime_shown", reviews.Met, "")
	wants(t, err, fault.Rule, "precheck.sent")
	_, err = answer(h.Police.Handler, "crime_shown", reviews.Met, "")
	wants(t, err, fault.Denied, "not_allowed")
}

// TestGatesAreThoseOfTheProcedure: a line with a gate and the guards of the steps
// speak of the same: what the sheet calls missing, the step asks for.
func TestGatesAreThoseOfTheProcedure(t *testing.T) {
	t.Parallel()
	h := house(t)
	draft := officetest.Draft()
	draft.Content.Investigators = 1
	id := h.OpenedWith(t, draft)
	p, err := h.Precheck(t.Context(), h.Env.Handler, id)
	check(t, err)
	if got := lineAt(t, p, "criminal_transfer", "case_team"); got.State != reviews.Missing {
		t.Errorf("a team of one is %s", got.State)
	}
	h.Do(t, h.Env.Handler, id, "criminal.give_enforcement_opinion", referral.Input{Text: "同意"})
	h.Do(t, h.Env.Legal, id, "criminal.give_legal_opinion", referral.Input{Text: "同意"})
	d, err := h.Get(t.Context(), h.Env.Handler, id)
	check(t, err)
	_, err = h.Act(t.Context(), h.Env.Handler, casework.Request{Case: id, Action: "criminal.report", Version: d.Case.Version, Key: officetest.NewKey("report")})
	wants(t, err, fault.Rule, "referral.team_too_small")
	if f, _ := err.(*fault.Error); f == nil || f.RuleID != lineAt(t, p, "criminal_transfer", "case_team").Line.Gate {
		t.Errorf("the step stands on %v", err)
	}
	for _, s := range h.Reviews.All() { // and papers that a line names can be issued
		for _, l := range s.Lines {
			for _, kind := range l.Papers {
				if info, ok := documents.InfoOf(documents.Kind(kind)); !ok || !info.Suits(string(s.Kind)) || l.Sealed && !info.Sealed {
					t.Errorf("%s.%s names %s, which the kind cannot issue", s.ID, l.ID, kind)
				}
			}
		}
	}
}
