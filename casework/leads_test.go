package casework_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// leads gives the grounds under which a case stands on the table.
func leads(t *testing.T, h *officetest.House, id ids.Case) []casework.Lead {
	t.Helper()
	page, err := h.SupervisionLeads(t.Context(), h.Procuratorate.Procurator, casework.LeadFilter{}, nil, 100)
	ok(t, err)
	return slices.DeleteFunc(page.Items, func(l casework.Lead) bool { return l.CaseID != id })
}

func grounds(list []casework.Lead) []string {
	out := []string{}
	for _, l := range list {
		out = append(out, l.Ground.ID)
	}
	return out
}

// TestLeadGrounds: a case of each ground appears when the ground arises and is gone
// when it is. Every ground of the data is met here, so none is without a query.
func TestLeadGrounds(t *testing.T) {
	t.Parallel()
	met := map[string]bool{}
	h := house(t)
	stands := func(t *testing.T, id ids.Case, want ...string) []casework.Lead {
		t.Helper()
		list := leads(t, h, id)
		got := grounds(list)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("stands under %v, want %v", got, want)
		}
		for _, l := range list {
			met[l.Ground.ID] = true
			if len(l.Rule.Basis) == 0 || l.Ground.Says.ZH == "" || l.Days < 0 {
				t.Errorf("%s says not why or what next: %+v", l.Ground.ID, l)
			}
		}
		return list
	}
	police, env, proc := h.Police.Handler, h.Env, h.Procuratorate.Procurator

	id := h.Sent(t)
	stands(t, id)
	advance(h, 24*5)
	list := stands(t, id, "filing_overdue")
	if !list[0].Presumed || list[0].Next.ID != "fwd_pp_overdue_explain" || list[0].Rule.ID != "fwd_police_decide_3" || list[0].Party != "演示化工公司" {
		t.Errorf("overdue without a receipt stands as %+v", list[0])
	}
	play(t, h, id, []move{{h.Police.Desk, "sign_for", referral.Input{Officer: "民警甲"}}})
	stands(t, id)
	advance(h, 24*5)
	if list = stands(t, id, "filing_overdue"); list[0].Presumed {
		t.Error("presumed although the police gave a receipt")
	}
	play(t, h, id, []move{{police, "criminal.decline", referral.Input{Reason: "证据不足", DocumentNo: "演公不立字〔2026〕1号"}}})
	stands(t, id, "declined")
	play(t, h, id, []move{{police, "criminal.notify_decision", referral.Input{DocumentNo: "演公不立告字〔2026〕1号"}}})
	stands(t, id, "declined")
	advance(h, 24*7)
	if list = stands(t, id, "not_reconsidered"); list[0].Rule.ID != "fwd_reconsideration_request" || list[0].Days < 1 {
		t.Errorf("stands as %+v", list[0])
	}
	play(t, h, id, []move{{env.Head, "criminal.request_reconsideration", referral.Input{Text: "监测报告足以证明", Reason: "材料迟到"}}})
	stands(t, id)
	play(t, h, id, []move{{police, "criminal.uphold", referral.Input{Reason: "维持原决定", DocumentNo: "演公复字〔2026〕1号"}}})
	stands(t, id, "upheld")
	play(t, h, id, []move{
		{police, "criminal.notify_decision", referral.Input{DocumentNo: "演公复告字〔2026〕1号"}},
		{env.Head, "criminal.suggest_supervision", referral.Input{Text: "建议立案监督"}},
	})
	stands(t, id)
	play(t, h, id, []move{
		{proc, "criminal.accept_supervision", referral.Input{}},
		{proc, "criminal.require_reasons", referral.Input{DocumentNo: "演检说字〔2026〕1号"}},
		{police, "criminal.file", referral.Input{DocumentNo: "演公立字〔2026〕1号"}},
		{police, "criminal.cancel", referral.Input{Reason: "没有犯罪事实", DocumentNo: "演公撤字〔2026〕1号"}},
	})
	stands(t, id, "cancelled")
	play(t, h, id, []move{
		{police, "criminal.notify_decision", referral.Input{DocumentNo: "演公撤告字〔2026〕1号"}},
		{env.Handler, "criminal.resume_penalty", referral.Input{}},
	})
	stands(t, id)

	back := h.Sent(t)
	play(t, h, back, []move{{env.Head, "withdraw", referral.Input{Reason: "材料有误"}}})
	if list = stands(t, back, "not_referred"); !list[0].Ground.Advice {
		t.Error("a hint is shown as a finding")
	}
	play(t, h, back, []move{{env.Handler, "redraft", referral.Input{}}, {proc, "criminal.opinion_to_transfer", referral.Input{Text: "应当移送", DocumentNo: "演检意字〔2026〕1号"}}})
	advance(h, 24*6)
	stands(t, back, "not_referred", "opinion_unanswered")
	h.Do(t, env.Head, back, "void", referral.Input{Reason: "不再移送"})
	stands(t, back, "not_referred")

	for _, g := range h.Rules.Leads() {
		if !met[g.ID] {
			t.Errorf("no case met the ground %s", g.ID)
		}
	}
}

// TestLeadsPerCharge: each person and offence is a line of its own.
func TestLeadsPerCharge(t *testing.T) {
	t.Parallel()
	h := house(t)
	d := officetest.Draft()
	d.Parties = append(d.Parties, casework.PartyInput{Person: referral.Person{Kind: "unknown"}, Charges: []casework.ChargeInput{{Offence: "非法处置进口的固体废物罪"}}})
	id := h.SentWith(t, d)
	play(t, h, id, []move{{h.Police.Desk, "sign_for", referral.Input{Officer: "民警甲"}}})
	second := []ids.Charge{snapshot(t, h, id).Charges[1].ID}
	play(t, h, id, []move{{h.Police.Handler, "criminal.decline", referral.Input{Reason: "身份不明", DocumentNo: "演公不立字〔2026〕1号", Charges: second}}})
	advance(h, 24*5)
	list := leads(t, h, id)
	if got := grounds(list); len(got) != 2 || list[0].Offence == list[1].Offence {
		t.Fatalf("stands under %v: %+v", got, list)
	}
	for _, l := range list {
		if (l.Ground.ID == "declined") != (l.Offence == "非法处置进口的固体废物罪") {
			t.Errorf("%s stands under %s", l.Offence, l.Ground.ID)
		}
	}
}

// TestLeadsAreForTheProcuratorate: nobody else reads the table, and another
// procuratorate reads an empty one.
func TestLeadsAreForTheProcuratorate(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Sent(t)
	advance(h, 24*5)
	for _, who := range slices.Concat(h.Env.All(), h.Police.All(), h.Market.All(), []casework.Actor{as(h.Procuratorate.Procurator, "procurator", "operator"), as(h.Procuratorate.Procurator, "admin")}) {
		_, err := h.SupervisionLeads(t.Context(), who, casework.LeadFilter{}, nil, 10)
		wants(t, err, fault.Denied, "not_allowed")
		_, err = h.LeadsWorkbook(t.Context(), who, casework.LeadFilter{})
		wants(t, err, fault.Denied, "not_allowed")
	}
	stranger := h.Procuratorate.Procurator
	stranger.Agency = h.Market.ID // of a procuratorate that was copied nothing
	page, err := h.SupervisionLeads(t.Context(), stranger, casework.LeadFilter{}, nil, 10)
	if ok(t, err); len(page.Items) != 0 {
		t.Errorf("another procuratorate reads %+v", page.Items)
	}
	if got := grounds(leads(t, h, id)); !slices.Equal(got, []string{"filing_overdue"}) {
		t.Errorf("its own reads %v", got)
	}
}

// TestLeadsAreNoted: one look per case and sitting, shown to the procuratorate alone.
func TestLeadsAreNoted(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Sent(t)
	advance(h, 24*5)
	leads(t, h, id)
	leads(t, h, id)
	_, err := h.LeadsWorkbook(t.Context(), h.Procuratorate.Head, casework.LeadFilter{})
	ok(t, err)
	if n := count(t, h, "reads where what = 'supervision_leads' and discreet and not outside and case_id = $1", id); n != 2 {
		t.Errorf("%d looks noted for two persons", n)
	}
	if n := by(looksAt(t, h, as(h.Police.Handler, "head"), id), h.Procuratorate.ID); n != 0 {
		t.Errorf("the police see %d looks of the procuratorate", n)
	}
}

// TestLeadFilters: ground, organ and period narrow; pages join without a gap.
func TestLeadFilters(t *testing.T) {
	t.Parallel()
	h := house(t)
	var all []ids.Case
	for range 3 {
		all = append(all, h.Sent(t))
		advance(h, 24)
	}
	advance(h, 24*5)
	ask := func(f casework.LeadFilter, after *casework.LeadCursor, size int) casework.Leads {
		page, err := h.SupervisionLeads(t.Context(), h.Procuratorate.Procurator, f, after, size)
		ok(t, err)
		return page
	}
	whole := ask(casework.LeadFilter{}, nil, 100)
	if len(whole.Items) != 3 || whole.Next != nil || whole.Items[0].CaseID != all[0] {
		t.Fatalf("%d lines, the longest overdue first: %+v", len(whole.Items), whole.Items)
	}
	first := ask(casework.LeadFilter{}, nil, 2)
	rest := ask(casework.LeadFilter{}, first.Next, 2)
	if len(first.Items) != 2 || len(rest.Items) != 1 || rest.Items[0].ID != whole.Items[2].ID || rest.Next != nil {
		t.Errorf("pages of %d and %d", len(first.Items), len(rest.Items))
	}
	day := func(i int) time.Time { return whole.Items[i].Since }
	for name, c := range map[string]struct {
		f    casework.LeadFilter
		want int
	}{
		"ground":       {casework.LeadFilter{Ground: "filing_overdue"}, 3},
		"other ground": {casework.LeadFilter{Ground: "cancelled"}, 0},
		"sender":       {casework.LeadFilter{Agency: h.Env.ID}, 3},
		"police":       {casework.LeadFilter{Agency: h.Police.ID}, 3},
		"other organ":  {casework.LeadFilter{Agency: h.Market.ID}, 0},
		"from":         {casework.LeadFilter{From: civil.DateOf(day(1))}, 2},
		"to":           {casework.LeadFilter{To: civil.DateOf(day(1))}, 2},
	} {
		if got := ask(c.f, nil, 100); len(got.Items) != c.want {
			t.Errorf("%s: %d lines, want %d", name, len(got.Items), c.want)
		}
	}
}

// TestLeadsWorkbook: the same lines, and what looks like a formula stays text.
func TestLeadsWorkbook(t *testing.T) {
	t.Parallel()
	h := house(t)
	d := officetest.Draft()
	d.Title = "=HYPERLINK(\"http://example.test\")"
	id := h.SentWith(t, d)
	advance(h, 24*5)
	content, err := h.LeadsWorkbook(t.Context(), h.Procuratorate.Procurator, casework.LeadFilter{})
	ok(t, err)
	f, err := excelize.OpenReader(bytes.NewReader(content))
	ok(t, err)
	rows, err := f.GetRows("监督线索表")
	ok(t, err)
	if len(rows) != 2 || rows[1][1] != "逾期未作立案决定" || rows[1][3] != loaded(t, h, id).Case.Number {
		t.Fatalf("holds %v", rows)
	}
	if formula, _ := f.GetCellFormula("监督线索表", "E2"); rows[1][4] != d.Title || formula != "" {
		t.Errorf("the title came out as %q, formula %q", rows[1][4], formula)
	}
}
