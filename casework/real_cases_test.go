package casework_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// neighbours are two hubs with bureaus that have names of their own hub and area.
func neighbours(t *testing.T, west, east [2]string) (a, b *side) {
	t.Helper()
	a, b = newSide(t, west[0]), newSide(t, east[0])
	for s, region := range map[*side]string{a: west[1], b: east[1]} {
		if _, err := s.DB.Owner.Exec(t.Context(), "update agencies set region = $1", region); err != nil {
			t.Fatal(err)
		}
	}
	join(t, a, b)
	return a, b
}

// sends opens a case at s, encloses a file, and sends it to an organ of the other hub.
func (s *side) sends(t *testing.T, kind referral.Kind, d casework.DraftInput, file string, action referral.Action, to ids.Agency) ids.Case {
	t.Helper()
	got, err := s.OpenReferral(t.Context(), s.Env.Handler, officetest.NewKey("open"), kind, d, nil)
	ok(t, err)
	if file != "" {
		_, err = s.AddEvidence(t.Context(), s.Env.Handler, got.Case.ID, file, bytes.NewReader([]byte("\xff\xd8\xff\xe0 "+file)), 1<<20)
		ok(t, err)
	}
	s.Request(t, s.Env.Handler, casework.Request{Case: got.Case.ID, Action: action, To: to, Input: referral.Input{NoSecret: true}})
	return got.Case.ID
}

// Real case D (Qingpu → Kunshan, 2024): two ships with about 1,000 t of construction waste
// are met on the way by three teams on a chat message. What the chat lacked the hubs have:
// a receipt, whose case it is, a clock, evidence by its digest, and an end.
func TestShipsWithWasteAcrossTheBorder(t *testing.T) {
	t.Parallel()
	a, b := neighbours(t, [2]string{"shanghai", "310118"}, [2]string{"jiangsu", "320583"})
	begun := a.Clock.Now()
	d := casework.DraftInput{Title: "两船建筑垃圾跨省运输线索", Content: referral.Content{Facts: "两船装载建筑垃圾约1000吨由青浦驶往泰兴，预计途经昆山周庄。", Place: "昆山周庄水域"}}
	lead := a.sends(t, referral.Lead, d, "船舶照片.jpg", "lead.send", b.Env.ID)
	carry(t, a, b)
	fetch(t, b, a)
	b.Clock.Advance(20 * time.Minute) // both hubs go by one clock here
	b.Do(t, b.Env.Desk, lead, "sign_for", referral.Input{Officer: "值班人员"})
	b.Do(t, b.Env.Desk, lead, "lead.assign", referral.Input{Officer: "执法人员"})
	carry(t, a, b)
	shared, err := a.SharedCase(t.Context(), a.Env.Handler, lead)
	ok(t, err)
	if m := shared.Messages[0]; m.Received == nil || m.Acknowledged == nil || m.Acknowledged.Sub(begun) > time.Hour {
		t.Errorf("the receipt of the lead: %+v", m)
	}
	_, there := same(t, a, b, lead)
	if len(there.Clocks) == 0 || there.Evidence[0].State != "available" {
		t.Errorf("no clock runs, or the photo is not here: %+v", there.Evidence)
	}

	// The same day: Kunshan leads, Qingpu comes along, and both are told what was found.
	today := civil.DateOf(a.Clock.Now())
	action := b.sends(t, referral.JointAction, casework.DraftInput{Title: "周庄水域联合拦截", Content: referral.Content{JointAction: "周庄水域联合拦截", FromOn: today, ToOn: today, Facts: "拦截两船建筑垃圾"}}, "", "joint_action.offer", a.Env.ID)
	carry(t, b, a)
	a.Do(t, a.Env.Handler, action, "joint_action.join", referral.Input{Officer: "执法人员"})
	for s, cert := range map[*side]string{a: "DEMO-SH-", b: "DEMO-JS-"} {
		carry(t, a, b)
		s.Do(t, s.Env.Handler, action, "joint_action.members", referral.Input{Joint: &referral.JointInput{Members: []referral.Member{{Name: "执法人员甲", Certificate: cert + "1"}, {Name: "执法人员乙", Certificate: cert + "2"}}}})
	}
	carry(t, a, b)
	for i := range 2 {
		number := fmt.Sprintf("JC-演示-%d", i+1)
		b.Do(t, b.Env.Handler, action, "joint_action.arrange", referral.Input{Joint: &referral.JointInput{Visit: referral.JointVisit{
			Number: number, Name: "运输船舶（演示虚构）", Region: "320583", Day: today, Team: []string{"DEMO-JS-1", "DEMO-JS-2", "DEMO-SH-1"},
		}}})
		b.Do(t, b.Env.Handler, action, "joint_action.found", referral.Input{Joint: &referral.JointInput{Visit: referral.JointVisit{Number: number, Problems: 1}}})
	}
	b.Do(t, b.Env.Handler, lead, "lead.feedback", referral.Input{Result: "filed", Text: "两船已在周庄拦截，立案查处"})
	carry(t, a, b)
	a.Do(t, a.Env.Handler, lead, "close", referral.Input{Text: "已立案"})
	carry(t, a, b)
	for _, id := range []ids.Case{lead, action} {
		same(t, a, b, id)
	}
	got, err := a.Get(t.Context(), a.Env.Handler, action)
	ok(t, err)
	if n := got.Snapshot.Flags.Joint.CountAll(); n != (referral.JointCount{Actions: 1, Visits: 2}) {
		t.Errorf("Qingpu counts %+v", n)
	}
	if got, err = b.Get(t.Context(), b.Env.Handler, lead); err != nil || got.Snapshot.State != referral.Closed {
		t.Errorf("the lead ends %s, %v", got.Snapshot.State, err)
	}
}

// Real case F (Jiashan → Tongling, 2017): 62.88 t of pickling sludge dumped inside the dike.
// Tongling has the place, Jiashan the origin: help to find it, then the source enterprises
// go to where they are, each decided on for itself.
func TestSludgeOnTheBank(t *testing.T) {
	t.Parallel()
	a, b := neighbours(t, [2]string{"anhui", "340706"}, [2]string{"zhejiang", "330421"})
	d := casework.DraftInput{Title: "江堤内倾倒酸洗污泥协助调查", Content: referral.Content{
		Purpose: referral.JointInvestigation, Basis: "行政处罚法第二十六条", Facts: "江堤内侧发现危险废物酸洗污泥62.88吨，据查由嘉善运来；2017年7月22日接报，水退后于10月发现。",
	}}
	help := a.sends(t, referral.Assistance, d, "现场照片.jpg", "assistance.request", b.Env.ID)
	carry(t, a, b)
	fetch(t, b, a)
	b.Do(t, b.Env.Desk, help, "sign_for", referral.Input{Officer: "联络员"})
	b.Do(t, b.Env.Handler, help, "assistance.agree", referral.Input{Officer: "执法人员"})
	_, err := b.AddEvidence(t.Context(), b.Env.Handler, help, "产废单位名单.txt", bytes.NewReader([]byte("16家（演示虚构）")), 1<<20)
	ok(t, err)
	b.Do(t, b.Env.Handler, help, "assistance.deliver", referral.Input{Text: "已查明来源，涉及产废单位16家"})
	carry(t, a, b)
	fetch(t, a, b)
	same(t, a, b, help)

	sources := casework.DraftInput{Title: "酸洗污泥产废单位违法处置危险废物", Content: referral.Content{Facts: "产废单位将酸洗污泥交由无资质人员处置。", Basis: "产废单位所在地管辖"}}
	for i := range 16 {
		sources.Parties = append(sources.Parties, casework.PartyInput{Person: referral.Person{Kind: "enterprise", Name: fmt.Sprintf("产废单位%d（演示虚构）", i+1)}, Charges: []casework.ChargeInput{{Offence: "将危险废物交由无资质人员处置"}}})
	}
	id := a.sends(t, referral.Administrative, sources, "", "administrative.send", b.Env.ID)
	carry(t, a, b)
	b.Do(t, b.Env.Handler, id, "sign_for", referral.Input{Officer: "执法人员"})
	b.Do(t, b.Env.Handler, id, "administrative.file", referral.Input{})
	b.Do(t, b.Env.Handler, id, "administrative.decide", referral.Input{Text: "逐家作出处罚决定", DocumentNo: "演环罚〔2017〕1号"})
	b.Do(t, b.Env.Handler, id, "administrative.report_result", referral.Input{Text: "16家均已处罚"})
	carry(t, a, b)
	here, there := same(t, a, b, id)
	if len(here.Snapshot.Charges) != 16 || len(there.Snapshot.Parties) != 16 {
		t.Errorf("%d source enterprises here, %d there", len(here.Snapshot.Charges), len(there.Snapshot.Parties))
	}
	a.Do(t, a.Env.Handler, help, "close", referral.Input{Text: "来源已查明"})
	a.Do(t, a.Env.Handler, id, "close", referral.Input{Text: "已处罚"})
	carry(t, a, b)
	same(t, a, b, help)
	same(t, a, b, id)
}
