package casework_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// twoProvinces are hubs whose bureaus have areas of their own: Zigong and Dazu.
func twoProvinces(t *testing.T) (a, b *side) {
	t.Helper()
	a, b = newSide(t, "sichuan"), newSide(t, "chongqing")
	for s, region := range map[*side]string{a: "510300", b: "500111"} {
		if _, err := s.DB.Owner.Exec(t.Context(), "update agencies set region = $1", region); err != nil {
			t.Fatal(err)
		}
	}
	join(t, a, b)
	return a, b
}

// inspectors fills the libraries of a bureau: an item, two officers.
func (s *side) inspectors(t *testing.T) (items, officers []ids.Entry) {
	t.Helper()
	w := inspection{House: s.House}
	w.load(t, s.Env.Handler, casework.Items, "事项编码,版本,事项名称,依据,专业,公布日期\nS-1,1,危险废物贮存检查,法典,,2026-01-05\n")
	w.load(t, s.Env.Handler, casework.Inspecting, "编号,姓名,执法证号,有效期至,专业,请假\nJ-1,执法人员,DEMO-SC-1,2027-12-31,,\nJ-2,执法人员,DEMO-SC-2,2027-12-31,,\n")
	people, err := s.Inspectors(t.Context(), s.Env.Handler)
	ok(t, err)
	for _, x := range people {
		officers = append(officers, x.ID)
	}
	return []ids.Entry{w.item(t, s.Env.Handler, "S-1")}, officers
}

// jointPlan offers a plan of a to the bureau of b, which joins and names two members.
func jointPlan(t *testing.T, a, b *side, items []ids.Entry) (plan ids.Entry, id ids.Case) {
	t.Helper()
	today := civil.DateOf(a.Clock.Now())
	p, err := a.MakePlan(t.Context(), a.Env.Handler, casework.NewPlan{
		Title: "川渝跨界联合执法", CheckType: "daily", From: today, To: today.AddDays(30), Strata: []casework.Stratum{{Name: "A", Numerator: 1, Denominator: 1}}, PerAgency: 2, Agencies: []ids.Agency{b.Env.ID}, Items: items,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Agencies) != 1 {
		t.Errorf("an organ of another hub stands among the agencies of the plan: %+v", p.Agencies)
	}
	list, _, err := a.JointActions(t.Context(), a.Env.Handler, p.ID, civil.Date{}, civil.Date{})
	if err != nil || len(list) != 1 || list[0].State != referral.Sent || list[0].Partner.ID != b.Env.ID || list[0].Partner.Peer != b.Hub || !list[0].Leads {
		t.Fatalf("the plan was offered as %+v, %v", list, err)
	}
	id = list[0].Case
	carry(t, a, b)
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员"})
	b.Do(t, b.Env.Handler, id, "joint_action.join", referral.Input{Officer: "联络员"})
	b.Do(t, b.Env.Handler, id, "joint_action.members", referral.Input{Joint: &referral.JointInput{Members: []referral.Member{{Name: "执法人员甲", Certificate: "DEMO-CQ-1"}, {Name: "执法人员乙", Certificate: "DEMO-CQ-2"}}}})
	carry(t, a, b)
	return p.ID, id
}

// A joint action across hubs: a plan is offered and joined, a mixed team goes to an
// enterprise in the partner's area, what was found goes to the organ of the place, and both
// hubs count the same.
func TestJointActionAcrossHubs(t *testing.T) {
	t.Parallel()
	a, b := twoProvinces(t)
	items, officers := a.inspectors(t)
	_, id := jointPlan(t, a, b, items)
	arrange := func(team ...string) (casework.SiteCheck, error) {
		return a.MakeSiteCheck(t.Context(), a.Env.Handler, casework.NewSiteCheck{
			Code: "91510000DEMO", Name: "演示危废企业", Day: civil.DateOf(a.Clock.Now()), Half: "am", Purpose: "川渝跨界联合执法", Items: items, Officers: officers, District: "500111", Joint: id, JointTeam: team,
		})
	}
	_, err := arrange()
	if f, ok := errors.AsType[*fault.Error](err); !ok || f.Code != "referral.joint_visit" || !strings.Contains(f.Detail.ZH, "属地机关人员") {
		t.Fatalf("a visit across the border without anybody of the place: %v", err)
	}
	c, err := arrange("DEMO-CQ-1")
	if err != nil {
		t.Fatal(err)
	}
	if !c.Crossing || c.Joint == nil || c.Joint.Partner.ID != b.Env.ID || len(c.Joint.Members) != 1 || c.Mine.LetterOrgan == "" {
		t.Errorf("the visit says crossing %v, with %+v, letter %q", c.Crossing, c.Joint, c.Mine.LetterOrgan)
	}
	carry(t, a, b)
	_, there := same(t, a, b, id)
	if j := there.Snapshot.Flags.Joint; len(j.Visits) != 1 || !j.Visits[0].Crossing || j.Visits[0].Number != c.Number || len(j.Visits[0].Team) != 3 || len(j.Members) != 4 {
		t.Fatalf("the partner sees %+v", j)
	}
	findings := a.visited(t, c, 2)
	lines := handOvers(findings, a.Police.ID)
	out, err := a.HandOver(t.Context(), a.Env.Handler, lines)
	if err != nil || out[0].Err == nil || out[0].Err.Code != "site.not_territorial" {
		t.Errorf("findings from across the border go to an organ of this hub: %+v, %v", out, err)
	}
	out, err = a.HandOver(t.Context(), a.Env.Handler, handOvers(findings, b.Env.ID))
	if err != nil || out[0].Err != nil || out[1].Err != nil {
		t.Fatalf("handed over: %+v, %v", out, err)
	}
	carry(t, a, b)
	same(t, a, b, id)
	for _, x := range out {
		if got, err := b.Get(t.Context(), b.Env.Handler, x.Case); err != nil || got.Snapshot.Kind != referral.Findings {
			t.Errorf("the organ of the place has not got %s: %v", x.Number, err)
		}
	}
	want := referral.JointCount{Actions: 1, Visits: 1, Problems: 2}
	for _, s := range []*side{a, b} {
		_, total, err := s.JointActions(t.Context(), s.Env.Handler, ids.Entry{}, civil.Date{}, civil.Date{})
		if err != nil || total != want {
			t.Errorf("%s counts %+v, want %+v, %v", s.Hub, total, want, err)
		}
	}
	a.Do(t, a.Env.Handler, id, "joint_action.finish", referral.Input{Text: "行动结束"})
	carry(t, a, b)
	if _, got := same(t, a, b, id); got.Snapshot.State != referral.Answered {
		t.Errorf("the partner sees %s", got.Snapshot.State)
	}
}

// The partner declines, with a reason; a visit can then not be made together.
func TestJointActionDeclined(t *testing.T) {
	t.Parallel()
	a, b := twoProvinces(t)
	items, officers := a.inspectors(t)
	today := civil.DateOf(a.Clock.Now())
	p, err := a.MakePlan(t.Context(), a.Env.Handler, casework.NewPlan{
		Title: "川渝跨界联合执法", CheckType: "daily", From: today, To: today.AddDays(30), Strata: []casework.Stratum{{Name: "A", Numerator: 1, Denominator: 1}}, PerAgency: 2, Agencies: []ids.Agency{b.Env.ID}, Items: items,
	})
	if err != nil {
		t.Fatal(err)
	}
	list, _, err := a.JointActions(t.Context(), a.Env.Handler, p.ID, civil.Date{}, civil.Date{})
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	id := list[0].Case
	carry(t, a, b)
	b.Do(t, b.Env.Handler, id, "joint_action.decline", referral.Input{Reason: "同期已有专项检查"})
	carry(t, a, b)
	if got, _ := same(t, a, b, id); got.Snapshot.State != referral.Answered {
		t.Errorf("declined: %s", got.Snapshot.State)
	}
	_, err = a.MakeSiteCheck(t.Context(), a.Env.Handler, casework.NewSiteCheck{
		Code: "91510000DEMO", Name: "演示危废企业", Day: today, Half: "am", Purpose: "川渝跨界联合执法", Items: items, Officers: officers, District: "500111", Joint: id,
	})
	if f, ok := errors.AsType[*fault.Error](err); !ok || f.Code != "site.joint_not_joined" {
		t.Errorf("a visit under a declined action: %v", err)
	}
}

// handOvers hands findings to one organ.
func handOvers(findings []ids.Entry, to ids.Agency) (lines []casework.Handover) {
	for _, f := range findings {
		lines = append(lines, casework.Handover{Finding: f, Kind: referral.Findings, Receiver: to})
	}
	return lines
}

// visited makes a visit that finds some problems and ends it.
func (s *side) visited(t *testing.T, c casework.SiteCheck, problems int) (findings []ids.Entry) {
	t.Helper()
	step := func(next casework.SiteCheck, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		c = next
	}
	step(s.ApproveSiteCheck(t.Context(), s.Env.Head, c.ID, casework.SiteApproval{}))
	step(s.BeginSiteCheck(t.Context(), s.Env.Handler, c.ID, true, ""))
	r := casework.SiteRecord{Seen: int(c.Mine.Edition), Signatures: []casework.NewSignature{{Party: "enterprise", Name: "企业代表"}}}
	r.Signatures = append(r.Signatures, officersSign(c, s.Env.Handler)...)
	for _, x := range c.Items {
		r.Items = append(r.Items, casework.SiteAnswer{Item: x.ItemID, Result: "problem"})
	}
	for range problems {
		r.Findings = append(r.Findings, casework.NewFinding{Text: "危险废物标识不全", Owner: "企业负责人", Due: civil.DateOf(s.Clock.Now()).AddDays(10)})
	}
	step(s.RecordSiteCheck(t.Context(), s.Env.Handler, c.ID, r))
	step(s.FinishSiteCheck(t.Context(), s.Env.Handler, c.ID, "problems", ""))
	for _, f := range c.Findings {
		findings = append(findings, f.ID)
	}
	return findings
}
