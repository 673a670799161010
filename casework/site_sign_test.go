package casework_test

import (
	"slices"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// begun is a joint visit that has begun, approved by both agencies.
func (w inspection) begun(t *testing.T) casework.SiteCheck {
	t.Helper()
	_, c, _ := w.arranged(t)
	for _, head := range []casework.Actor{w.envHead, w.Market.Head} {
		_, err := w.ApproveSiteCheck(t.Context(), head, c.ID, casework.SiteApproval{})
		ok(t, err)
	}
	w.onTheDay(c)
	c, err := w.BeginSiteCheck(t.Context(), w.env, c.ID, true, "")
	ok(t, err)
	return c
}

// TestOfficersSign: a visit does not end before two officers of each agency have signed its
// record by hand, each as himself and once; the record says who they are.
func TestOfficersSign(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	c := w.begun(t)
	market, err := w.SiteCheck(t.Context(), w.market, c.ID)
	ok(t, err)
	whole := answers(c, w.env, 0)
	mine, theirs := officersSign(c, w.env), officersSign(c, w.market)
	record := func(signed ...casework.NewSignature) error {
		r := whole
		r.Seen, r.Signatures = int(c.Mine.Edition), append(slices.Clone(whole.Signatures[:1]), signed...)
		next, err := w.RecordSiteCheck(t.Context(), w.env, c.ID, r)
		if err == nil {
			c = next
		}
		return err
	}
	undrawn, nobody, stamp := mine[0], mine[0], mine[0]
	undrawn.Drawn, nobody.Officer, stamp.Party = "", nil, "witness"
	for name, signed := range map[string][]casework.NewSignature{
		"the name alone": {undrawn}, "of nobody": {nobody}, "of another agency": {theirs[0]}, "twice": {mine[0], mine[0]}, "a witness as an officer": {stamp},
	} {
		if err := record(signed...); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s is taken: %v", name, err)
		}
	}
	end := func() error {
		_, err := w.FinishSiteCheck(t.Context(), w.env, c.ID, "clean", "")
		return err
	}
	refused := func() {
		t.Helper()
		if f := wants(t, end(), fault.Rule, "site.officers_unsigned"); f.RuleID != "insp_two_officers" {
			t.Errorf("refused under %q", f.RuleID)
		}
	}
	_, err = w.RecordSiteCheck(t.Context(), w.market, c.ID, answers(market, w.market, 0))
	ok(t, err)
	ok(t, record())
	refused()
	ok(t, record(mine[0]))
	refused()
	mine[1].Name = "别人"
	ok(t, record(mine[0], mine[1]))
	ok(t, end())
	seen, err := w.SiteCheck(t.Context(), w.market, c.ID)
	ok(t, err)
	for _, o := range seen.Officers {
		if !slices.ContainsFunc(seen.Signatures, func(s casework.SiteSignature) bool {
			return s.InspectorID == o.InspectorID && s.AgencyID == o.AgencyID && s.Name == o.Name && s.Drawn != ""
		}) {
			t.Errorf("the record lacks the signature of %s", o.Name)
		}
	}
}

// TestOfficersOfEachAgencySign: two of the one agency are not two of the other.
func TestOfficersOfEachAgencySign(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	c := w.begun(t)
	for _, a := range []casework.Actor{w.env, w.market} {
		at, err := w.SiteCheck(t.Context(), a, c.ID)
		ok(t, err)
		r := answers(at, a, 0)
		if a.Agency == w.market.Agency {
			r.Signatures = r.Signatures[:1] // the enterprise alone
		}
		_, err = w.RecordSiteCheck(t.Context(), a, c.ID, r)
		ok(t, err)
	}
	_, err := w.FinishSiteCheck(t.Context(), w.env, c.ID, "clean", "")
	wants(t, err, fault.Rule, "site.officers_unsigned")
}
