package casework_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

const (
	penaltyLaw  = "行政处罚法"
	codeArticle = "第一千零五十六条第二款"
)

// settledBy is a claim for damage done on a day, settled and paid in one sitting.
func (x claimOffice) settledBy(t *testing.T, place string, act civil.Date, n int) ids.Case {
	t.Helper()
	d := casework.DraftInput{Title: "污水漫流损害赔偿", Content: referral.Content{Facts: "污水漫流入渠", Basis: "造成损害", Place: place, ActOn: act}, Parties: []casework.PartyInput{{Person: referral.Person{Kind: "enterprise", Name: "演示公司" + place}}}}
	got, err := x.OpenReferral(t.Context(), x.Env.Handler, officetest.NewKey("open"), referral.Compensation, d, nil)
	check(t, err)
	id := got.Case.ID
	x.do(t, id, "compensation.report", referral.Input{})
	x.Do(t, x.Env.Head, id, "compensation.approve", referral.Input{})
	x.do(t, id, "compensation.settle", inOneSitting)
	x.pay(t, id, 191_700, fmt.Sprintf("演缴〔2026〕%d号", n))
	x.do(t, id, "compensation.perform", referral.Input{Text: "履行完毕"})
	return id
}

// TestStatementNamesItsLaw: the statement of performance names the law of the day of the
// act (法典第一千零五十七条), from the first day of the Code its article on restoration and
// timely payment, before it the law on penalties, and decides nothing.
func TestStatementNamesItsLaw(t *testing.T) {
	t.Parallel()
	x := claimOffice{house(t)}
	last, first := civil.Date{Year: 2026, Month: 8, Day: 14}, civil.Date{Year: 2026, Month: 8, Day: 15}
	x.Clock.Set(on(2026, 9, 1))
	for i, c := range []struct {
		name string
		act  civil.Date
		code bool
	}{{"on the last day before the Code", last, false}, {"on its first day", first, true}, {"on a day nobody knows, performed under it", civil.Date{}, true}} {
		id := x.settledBy(t, c.name, c.act, i)
		text := paperText(t, x.House, x.Env.Handler, id, documents.PerformanceStatement)
		if strings.Contains(text, codeArticle) != c.code || strings.Contains(text, penaltyLaw) == c.code {
			t.Errorf("done %s, it says %s", c.name, text)
		}
		if !strings.Contains(text, "本说明只陈述事实") || !strings.Contains(text, "由作出处罚决定的机关决定") {
			t.Errorf("it decides: %s", text)
		}
	}
}

// TestFourPapersOnePrintJob: a sitting leaves notice, minutes, agreement and statement, and
// one print job holds them as they were issued, page for page in the order asked for.
func TestFourPapersOnePrintJob(t *testing.T) {
	t.Parallel()
	x := claimOffice{house(t)}
	id, env := x.settledBy(t, "寅河", civil.Date{}, 1), x.Env.Handler
	var issued []ids.Document
	pages := 0
	for _, kind := range []documents.Kind{documents.ConsultNotice, documents.ConsultMinutes, documents.CompensationAgreement, documents.PerformanceStatement} {
		_, doc, err := x.IssueDocument(t.Context(), env, id, kind, "")
		check(t, err)
		one, err := x.PrintDocuments(t.Context(), env, id, []ids.Document{doc})
		check(t, err)
		n, err := documents.PageCount(one.Content)
		check(t, err)
		if n < 1 {
			t.Errorf("%s has no page", kind)
		}
		issued, pages = append(issued, doc), pages+n
	}
	job, err := x.PrintDocuments(t.Context(), env, id, issued)
	check(t, err)
	if n, err := documents.PageCount(job.Content); err != nil || n != pages || pages < len(issued) {
		t.Errorf("the job has %d pages, its papers %d: %v", n, pages, err)
	}
	x.do(t, id, "close", referral.Input{})
	if _, err := x.PrintDocuments(t.Context(), env, id, issued); err != nil {
		t.Errorf("a closed claim is not printed again: %v", err)
	}
	_, err = x.PrintDocuments(t.Context(), x.Market.Handler, id, issued)
	wants(t, err, fault.Missing, "not_found")
	_, err = x.PrintDocuments(t.Context(), env, id, nil)
	wants(t, err, fault.Invalid, "invalid")
}
