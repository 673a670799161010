package rules_test

import (
	"testing"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// Around 2026-08-15 the ground of a detention follows the day of the act, and so
// does a rule of substance; a rule of procedure follows the day of the step.
func TestSubstanceAndProcedure(t *testing.T) {
	t.Parallel()
	b := book(t)
	before, after := day(t, "2026-08-14"), day(t, "2026-08-15")
	for _, c := range []struct {
		on       civil.Date
		document string
	}{{before, "中华人民共和国环境保护法"}, {after, "中华人民共和国生态环境法典"}} {
		list := b.Grounds(c.on)
		if len(list) != 7 {
			t.Fatalf("%d grounds on %s, want 7", len(list), c.on)
		}
		for _, g := range list {
			if g.ID == "detention_without_permit" && g.Basis[0].Document != c.document {
				t.Errorf("an act of %s is grounded on %s", c.on, g.Basis[0].Document)
			}
		}
	}
	for _, g := range b.Grounds(after) {
		if g.ID == "detention_evading_supervision" && (g.Days[0].Max != 10 || g.Days[1].When != "serious" || !g.TransferNamed) {
			t.Errorf("%+v", g)
		}
	}
	for _, c := range []struct {
		id        string
		act, step civil.Date
		edition   string
	}{
		{"rev_limitation_period", before, after, "2021-07-15"},           // substance, found under the code
		{"rev_limitation_period", after, after, "2026-08-15"},            // substance
		{"rev_limitation_period", civil.Date{}, after, "2026-08-15"},     // the day of the act is not known
		{"fwd_code_general_duty", before, after, "2026-08-15"},           // procedure: the step is taken under the code
		{"det_police_decide", day(t, "2025-12-01"), after, "2026-01-01"}, // procedure
		{"det_police_decide", after, day(t, "2025-12-31"), "2013-01-01"},
	} {
		r, err := b.PickFor(c.id, c.act, c.step, "", "environment")
		if err != nil || r.Edition != c.edition {
			t.Errorf("%s for an act of %s, step of %s: edition %s, want %s (%v)", c.id, c.act, c.step, r.Edition, c.edition, err)
		}
	}
}
