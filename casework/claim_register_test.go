package casework_test

import (
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// across opens a claim for damage that spans provinces.
func (x claimOffice) across(t *testing.T, other, lead string) ids.Case {
	t.Helper()
	d := casework.DraftInput{Title: "跨省损害赔偿", Content: referral.Content{Facts: "废渣倾倒", Basis: "造成损害", CrossProvince: true, OtherOrgan: other, LeadOrgan: lead}, Parties: []casework.PartyInput{{Person: referral.Person{Kind: "enterprise", Name: "演示跨省公司"}}}}
	got, err := x.OpenReferral(t.Context(), x.Env.Handler, officetest.NewKey("open"), referral.Compensation, d, nil)
	check(t, err)
	return got.Case.ID
}

// TestClaimAcrossProvinces: it says with which organ of the other province it is settled
// and who leads before the head sees it; the refusal names the article.
func TestClaimAcrossProvinces(t *testing.T) {
	t.Parallel()
	x := claimOffice{house(t)}
	for _, lacks := range []ids.Case{x.across(t, "", ""), x.across(t, "邻省某市生态环境局", ""), x.across(t, " ", "superior")} {
		f := x.refused(t, lacks, "compensation.report", referral.Input{}, "referral.cross_province_open")
		if f.RuleID != "dmg_cross_province" || f.Basis == nil || f.Basis.Article != "第二十一条第二款" {
			t.Errorf("refused under %s %+v", f.RuleID, f.Basis)
		}
	}
	id := x.across(t, "邻省某市生态环境局", "superior")
	x.do(t, id, "compensation.report", referral.Input{})
	x.Do(t, x.Env.Head, id, "compensation.approve", referral.Input{})
}

// TestClaimRegister: major cases are registered with class, schedule and report; the
// register finds them, and those across provinces, and nothing else under its filters.
func TestClaimRegister(t *testing.T) {
	t.Parallel()
	x := claimOffice{house(t)}
	plain, major, across := x.met(t, "庚河"), x.met(t, "辛河"), x.across(t, "邻省某市生态环境局", "own")
	day := civil.DateOf(x.Clock.Now()).AddDays(180)
	register := func(class string) referral.Input {
		return referral.Input{Text: "分三步办理，市局督办", Until: day, Claimed: &referral.Claimed{Major: class}}
	}
	x.refused(t, major, "compensation.report_major", referral.Input{Text: "报送", DocumentNo: "演报1号"}, "referral.not_major")
	_, err := x.Act(t.Context(), x.Env.Handler, casework.Request{Case: major, Version: casework.AnyVersion, Key: officetest.NewKey("major"), Action: "compensation.register_major", Input: register("large")})
	wants(t, err, fault.Invalid, "referral.claim_broken")
	x.do(t, major, "compensation.register_major", register("incident"))
	x.do(t, major, "compensation.report_major", referral.Input{Text: "报送", DocumentNo: "演报1号"})
	x.do(t, major, "compensation.report_major", referral.Input{Text: "报送进展", DocumentNo: "演报2号"})
	if c := claimOf(t, x.House, major); c.Major != "incident" || c.MajorBy != day || c.MajorTold != 2 {
		t.Errorf("registered as %q by %s, reported %d times", c.Major, c.MajorBy, c.MajorTold)
	}
	for name, try := range map[string]struct {
		filter casework.ClaimFilter
		want   []ids.Case
	}{
		"all": {casework.ClaimFilter{}, []ids.Case{plain, major, across}}, "major": {casework.ClaimFilter{Major: true}, []ids.Case{major}},
		"across": {casework.ClaimFilter{Crossing: true}, []ids.Case{across}}, "both": {casework.ClaimFilter{Major: true, Crossing: true}, nil}, "another year": {casework.ClaimFilter{Year: 2025, Major: true}, nil},
	} {
		got, err := x.Claims(t.Context(), x.Env.Handler, try.filter)
		check(t, err)
		found := map[ids.Case]casework.ClaimLine{}
		for _, l := range got.Lines {
			found[l.ID] = l
		}
		for _, id := range try.want {
			if _, ok := found[id]; !ok {
				t.Errorf("%s: %s is not listed", name, id)
			}
		}
		if len(found) != len(try.want) {
			t.Errorf("%s: %d claims, want %d", name, len(found), len(try.want))
		}
		if l, ok := found[major]; ok && (l.Claim.MajorTold != 2 || l.CrossProvince) || found[across].ID == across && !found[across].CrossProvince {
			t.Errorf("%s: listed as %+v, %+v", name, l, found[across])
		}
	}
}
