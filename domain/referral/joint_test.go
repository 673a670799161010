package referral_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// jointWorld is a joint action under way between a bureau of Sichuan and one of Chongqing.
type jointWorld struct {
	t *testing.T
	s referral.Snapshot
}

var (
	zigong = referral.Organ{ID: ids.Agency{1}, Sector: referral.Environment, Level: "city", Region: "510300"}
	dazu   = referral.Organ{ID: ids.Agency{2}, Hub: "chongqing", Sector: referral.Environment, Level: "district", Region: "500111"}
	march  = time.Date(2026, time.March, 9, 9, 0, 0, 0, civil.Office)
)

func newJointWorld(t *testing.T) *jointWorld {
	w := &jointWorld{t: t, s: referral.Snapshot{Kind: referral.JointAction, State: referral.Handling, Sender: zigong, Receiver: &dazu}}
	w.s.Content.FromOn, w.s.Content.ToOn = civil.DateOf(march), civil.DateOf(march).AddDays(20)
	w.does(referral.Sender, "joint_action.members", &referral.JointInput{Members: []referral.Member{{Name: "执法人员甲", Certificate: "S1"}, {Name: "执法人员乙", Certificate: "S2"}}}, "")
	w.does(referral.Receiver, "joint_action.members", &referral.JointInput{Members: []referral.Member{{Name: "执法人员丙", Certificate: "C1"}, {Name: "执法人员丁", Certificate: "C2"}}}, "")
	return w
}

// does takes a step and wants it to be refused with a code, or taken.
func (w *jointWorld) does(as referral.Party, action referral.Action, in *referral.JointInput, refused string) {
	w.t.Helper()
	out, err := referral.Decide(referral.Procedures[referral.JointAction], w.s, action, as, referral.Input{OccurredAt: march, Joint: in, Reason: "理由", Text: "说明"})
	switch {
	case err != nil && err.Code != "referral."+refused && err.Code != refused:
		w.t.Errorf("%s: %s (%s), want %q", action, err.Code, err.Detail.ZH, refused)
	case err == nil && refused != "":
		w.t.Errorf("%s was taken, want %q", action, refused)
	case err == nil:
		w.s.State, w.s.Flags = out.State, out.Flags
	}
}

func visitIn(number, region string, team ...string) *referral.JointInput {
	return &referral.JointInput{Visit: referral.JointVisit{Number: number, Name: "演示企业", Region: region, Day: civil.DateOf(march), Team: team}}
}

// A visit across the border carries its mark and has somebody of the place in its team; one
// at home may do without the other side, one in nobody's area is refused.
func TestVisitAcrossTheBorder(t *testing.T) {
	t.Parallel()
	w := newJointWorld(t)
	w.does(referral.Sender, "joint_action.arrange", visitIn("JC-1", "500111", "S1", "S2"), "joint_visit") // nobody of Dazu
	w.does(referral.Sender, "joint_action.arrange", visitIn("JC-1", "120000", "S1", "S2", "C1"), "joint_visit")
	w.does(referral.Sender, "joint_action.arrange", visitIn("JC-1", "500111", "S1", "C1"), "joint_visit") // one officer of its own
	w.does(referral.Sender, "joint_action.arrange", visitIn("JC-1", "500111", "S1", "S2", "X9"), "joint_visit")
	w.does(referral.Sender, "joint_action.arrange", visitIn("JC-1", "500111", "S1", "S2", "C1"), "")
	w.does(referral.Sender, "joint_action.arrange", visitIn("JC-1", "510302", "S1", "S2"), "joint_visit") // the number is taken
	w.does(referral.Sender, "joint_action.arrange", visitIn("JC-2", "510302", "S1", "S2"), "")
	w.does(referral.Receiver, "joint_action.arrange", visitIn("CQ-1", "500111", "C1", "C2", "S1"), "")
	if j := w.s.Flags.Joint; len(j.Visits) != 3 || !j.Visits[0].Crossing || j.Visits[1].Crossing || j.Visits[2].Crossing || j.Visits[2].By != dazu.ID {
		t.Errorf("visits %+v", j.Visits)
	}
}

// Both sides count what the acts say: 次, 家次 and 个 apart from one another.
func TestJointCounts(t *testing.T) {
	t.Parallel()
	w := newJointWorld(t)
	of := func(number string, problems, handed int) *referral.JointInput {
		return &referral.JointInput{Visit: referral.JointVisit{Number: number, Problems: problems, Handed: handed}}
	}
	w.does(referral.Sender, "joint_action.arrange", visitIn("JC-1", "500111", "S1", "S2", "C1"), "")
	w.does(referral.Receiver, "joint_action.arrange", visitIn("CQ-1", "500111", "C1", "C2"), "")
	w.does(referral.Sender, "joint_action.arrange", visitIn("JC-2", "510302", "S1", "S2"), "")
	w.does(referral.Receiver, "joint_action.found", of("JC-1", 3, 0), "joint_visit")   // not its own
	w.does(referral.Sender, "joint_action.hand_over", of("JC-1", 0, 1), "joint_visit") // it is not made yet
	w.does(referral.Sender, "joint_action.found", of("JC-1", 3, 0), "")
	w.does(referral.Sender, "joint_action.hand_over", of("JC-1", 0, 4), "joint_visit") // more than were found
	w.does(referral.Sender, "joint_action.hand_over", of("JC-1", 0, 2), "")
	w.does(referral.Receiver, "joint_action.found", of("CQ-1", 0, 0), "")
	w.does(referral.Sender, "joint_action.finish", nil, "visits_open")
	w.does(referral.Sender, "joint_action.call_off", of("JC-2", 0, 0), "")
	w.does(referral.Sender, "joint_action.finish", nil, "")
	w.does(referral.Sender, "joint_action.hand_over", of("JC-1", 0, 1), "") // what is left may follow
	if got, want := w.s.Flags.Joint.CountAll(), (referral.JointCount{Actions: 1, Visits: 2, Problems: 3}); got != want {
		t.Errorf("counts %+v, want %+v", got, want)
	}
	if got := w.s.Flags.Joint.Count(civil.DateOf(march).AddDays(1), civil.DateOf(march).AddDays(9)); got != (referral.JointCount{}) {
		t.Errorf("other days count %+v", got)
	}
}

// Whoever is in the team of a visit that is arranged stays among the members, and one
// certificate belongs to one organ.
func TestMembersStand(t *testing.T) {
	t.Parallel()
	w := newJointWorld(t)
	one := func(names ...string) *referral.JointInput {
		in := &referral.JointInput{}
		for _, n := range names {
			in.Members = append(in.Members, referral.Member{Name: "执法人员", Certificate: n})
		}
		return in
	}
	w.does(referral.Receiver, "joint_action.members", one("S1"), "joint_members")
	w.does(referral.Receiver, "joint_action.members", one("C3", "C3"), "joint_members")
	w.does(referral.Sender, "joint_action.arrange", visitIn("JC-1", "500111", "S1", "S2", "C1"), "")
	w.does(referral.Receiver, "joint_action.members", one("C2"), "joint_members")
	w.does(referral.Receiver, "joint_action.members", one("C1"), "")
	w.does(referral.Receiver, "joint_action.arrange", visitIn("CQ-1", "500111", "C1"), "members_missing")
}

// acrossFor fills in what an act of a joint action or of an invitation asks for.
func acrossFor(s referral.Snapshot, a referral.Action, as referral.Party, in *referral.Input) {
	own := s.Sender.ID
	if as == referral.Receiver && s.Receiver != nil {
		own = s.Receiver.ID
	}
	joint := &referral.JointInput{}
	pick := func(fits func(v referral.JointVisit) bool) {
		for _, v := range s.Flags.Joint.Visits {
			if v.By == own && fits(v) {
				joint.Visit = referral.JointVisit{Number: v.Number, Problems: 3, Handed: 1}
			}
		}
		in.Joint = joint
	}
	line := func(states ...string) {
		for i, p := range s.Flags.Invited.Promises {
			if slices.Contains(states, p.State) {
				in.Line = i + 1
			}
		}
	}
	switch a {
	case "joint_action.members":
		joint.Members = []referral.Member{{Name: "执法人员", Certificate: string(as) + "1"}, {Name: "执法人员", Certificate: string(as) + "2"}}
		in.Joint = joint
	case "joint_action.arrange":
		day := civil.DateOf(in.OccurredAt)
		joint.Visit = referral.JointVisit{Number: fmt.Sprintf("JC-%d", len(s.Flags.Joint.Visits)), Name: "企业", Region: "430903", Day: day, Team: []string{string(as) + "1", string(as) + "2"}}
		in.Joint = joint
	case "joint_action.found", "joint_action.call_off":
		pick(func(v referral.JointVisit) bool { return v.State == referral.VisitArranged })
	case "joint_action.hand_over":
		pick(func(v referral.JointVisit) bool { return v.State == referral.VisitDone && v.Handed < v.Problems })
	case "meeting_invitation.countersign":
		in.Result = s.Flags.Invited.Minutes
	case "meeting_invitation.done":
		line(referral.PromiseOpen)
	case "meeting_invitation.accept", "meeting_invitation.send_back":
		line(referral.PromiseReported)
	case "meeting_invitation.put_off", "meeting_invitation.drop":
		line(referral.PromiseOpen, referral.PromiseReported)
	}
}

// Minutes are signed as they were read, and what an organ promised moves one at a time.
func TestInvitedOrganKeepsItsPromises(t *testing.T) {
	t.Parallel()
	s := referral.Snapshot{Kind: referral.MeetingInvitation, State: referral.Sent, Sender: zigong, Receiver: &dazu}
	do := func(as referral.Party, action referral.Action, in referral.Input, refused string) {
		t.Helper()
		in.OccurredAt = march
		out, err := referral.Decide(referral.Procedures[referral.MeetingInvitation], s, action, as, in)
		switch {
		case err != nil && err.Code != "referral."+refused:
			t.Errorf("%s: %s, want %q", action, err.Code, refused)
		case err == nil && refused != "":
			t.Errorf("%s was taken, want %q", action, refused)
		case err == nil:
			s.State, s.Flags = out.State, out.Flags
		}
	}
	until := civil.DateOf(march).AddDays(30)
	do(referral.Receiver, "meeting_invitation.attend", referral.Input{Officer: "联络员"}, "")
	do(referral.Receiver, "meeting_invitation.countersign", referral.Input{Result: "d1"}, "no_minutes")
	do(referral.Sender, "meeting_invitation.resolve", referral.Input{Text: "互通名单", Until: until}, "")
	do(referral.Sender, "meeting_invitation.minutes", referral.Input{Result: "d1"}, "")
	do(referral.Sender, "meeting_invitation.minutes", referral.Input{Result: "d2"}, "")
	turn := func(want bool) { // minutes that wait for it make it the organ's turn, and the signature what it owes
		t.Helper()
		if got := referral.Awaited(referral.Procedures[referral.MeetingInvitation], s) == dazu.ID; got != want {
			t.Errorf("the invitation waits for the organ: %v, want %v", got, want)
		}
		if got := referral.Turns(referral.Procedures[referral.MeetingInvitation], s)[dazu.ID]; got != want || referral.Answers("meeting_invitation.countersign", s) != want {
			t.Errorf("the turn of the organ is %v, want %v", got, want)
		}
	}
	turn(true)
	do(referral.Receiver, "meeting_invitation.countersign", referral.Input{Result: "d1"}, "minutes_changed")
	do(referral.Receiver, "meeting_invitation.countersign", referral.Input{Result: "d2"}, "")
	turn(false)
	do(referral.Sender, "meeting_invitation.accept", referral.Input{Line: 1}, "no_promise")
	do(referral.Receiver, "meeting_invitation.done", referral.Input{Line: 2, Text: "已办"}, "no_promise")
	do(referral.Receiver, "meeting_invitation.done", referral.Input{Line: 1, Text: "已办"}, "")
	do(referral.Sender, "close", referral.Input{}, "promises_open")
	do(referral.Sender, "meeting_invitation.send_back", referral.Input{Line: 1, Reason: "名单不全"}, "")
	do(referral.Receiver, "meeting_invitation.done", referral.Input{Line: 1, Text: "已补全"}, "")
	do(referral.Sender, "meeting_invitation.accept", referral.Input{Line: 1}, "")
	if i := s.Flags.Invited; i.Signed != "d2" || i.Attends != "yes" || len(i.Promises) != 1 || i.Promises[0].State != referral.PromiseKept || i.Promises[0].Report != "已补全" {
		t.Errorf("invited %+v", i)
	}
	do(referral.Sender, "close", referral.Input{}, "")
}
