package casework_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// TestWhoMayGo: nobody without a valid certificate inspects, though enough others have
// one, nobody who has to withdraw, and nobody on leave; each with its article.
func TestWhoMayGo(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	people, err := w.Inspectors(t.Context(), w.env)
	ok(t, err)
	by := map[string]ids.Entry{}
	for _, p := range people {
		by[p.Number] = p.ID
	}
	n := casework.NewSiteCheck{Code: "910000000000000001", Name: "被举报企业（演示虚构）", District: "000003", Day: civil.DateOf(w.Clock.Now()), Half: "am", Purpose: "举报核查", Items: []ids.Entry{w.item(t, w.env, "S-1")}}
	arrange := func(officers ...string) error {
		n.Officers = nil
		for _, x := range officers {
			n.Officers = append(n.Officers, by[x])
		}
		_, err := w.MakeSiteCheck(t.Context(), w.env, n)
		return err
	}
	for _, x := range []struct {
		why, rule string
		officers  []string
	}{
		{"an auxiliary beside two officers", "insp_no_third_party", []string{"J-0", "J-1", "J-9"}},
		{"an auxiliary alone", "insp_no_third_party_sh", []string{"J-9"}},
		{"a certificate that has run out", "insp_two_officers", []string{"J-0", "J-1", "J-8"}},
	} {
		f := wants(t, arrange(x.officers...), fault.Rule, "site.officer_uncertified")
		if f.RuleID != x.rule || f.Basis == nil || f.Basis.Article == "" || !strings.Contains(f.Detail.ZH, x.officers[len(x.officers)-1]) {
			t.Errorf("%s: refused with %+v under %q %+v", x.why, f.Detail, f.RuleID, f.Basis)
		}
	}
	ok(t, w.SetAbsence(t.Context(), w.env, by["J-0"], nil, []string{n.Code}, nil))
	if f := wants(t, arrange("J-0", "J-1", "J-2"), fault.Rule, "site.officer_recused"); f.RuleID != "insp_recusal" || f.Basis == nil || !strings.Contains(f.Detail.ZH, "J-0") {
		t.Errorf("refused with %+v under %q", f.Detail, f.RuleID)
	}
	ok(t, w.SetAbsence(t.Context(), w.env, by["J-0"], []casework.Away{{From: n.Day.AddDays(-3), To: n.Day}}, nil, nil))
	if f := wants(t, arrange("J-0", "J-1", "J-2"), fault.Rule, "site.officer_away"); !strings.Contains(f.Detail.ZH, "J-0") {
		t.Errorf("refused with %+v", f.Detail)
	}
	ok(t, arrange("J-1", "J-2"))
	ok(t, w.SetAbsence(t.Context(), w.env, by["J-0"], []casework.Away{{From: n.Day.AddDays(1), To: n.Day.AddDays(9)}}, []string{"910000000000000002"}, nil))
	n.Half = "pm" // in the morning J-1 is at the other one
	ok(t, arrange("J-0", "J-1"))
}

// TestDrawnOfficerFallsIll: a drawn team of which somebody reports leave does not go; laid
// out and scheduled, a substitute does.
func TestDrawnOfficerFallsIll(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, d := w.small(t)
	people, err := w.Inspectors(t.Context(), w.env)
	ok(t, err)
	ill := d.Visits[0].Team[0].Number
	for _, x := range people {
		if x.Number == ill {
			ok(t, w.SetAbsence(t.Context(), w.env, x.ID, []casework.Away{{From: p.FromOn, To: p.ToOn}}, nil, nil))
		}
	}
	n := casework.NewSiteCheck{Plan: p.ID, Code: d.Visits[0].Code, Day: p.FromOn, Half: "am", Purpose: "抽查"}
	_, err = w.MakeSiteCheck(t.Context(), w.env, n)
	if f := wants(t, err, fault.Rule, "site.officer_away"); !strings.Contains(f.Detail.ZH, ill) || !strings.Contains(f.Detail.ZH, "重新排期") {
		t.Errorf("refused with %+v", f.Detail)
	}
	_, err = w.PlanVisits(t.Context(), w.env, p.ID)
	ok(t, err)
	s, err := w.MakeSchedule(t.Context(), w.env, p.ID)
	ok(t, err)
	n.Day, n.Half = s.Visits[0].Day, s.Visits[0].Half
	c, err := w.MakeSiteCheck(t.Context(), w.env, n)
	ok(t, err)
	if len(c.Officers) != 2 || s.Terms.Substitutes == 0 {
		t.Errorf("%d officers go, %d substitutes", len(c.Officers), s.Terms.Substitutes)
	}
}
