package referral

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Invited is how the invitation of an organ of another hub to a joint meeting stands
// (跨枢纽联席会议): whether it comes, what it promised, what it signed.
type Invited struct {
	Attends  string    `json:"attends,omitempty"` // yes, no; empty: not answered
	Promises []Promise `json:"promises,omitempty"`
	Minutes  string    `json:"minutes,omitempty"` // digest of minutes and resolutions, as sent for countersignature
	Signed   string    `json:"signed,omitempty"`  // the digest that was countersigned
}

// waits reports whether minutes wait for the signature of the invited organ (待会签).
func (i Invited) waits() bool { return i.Minutes != "" && i.Signed == "" }

// Promise is a resolution that the invited organ is to keep (议定事项).
type Promise struct {
	Text   string     `json:"text"`
	DueOn  civil.Date `json:"due_on"`
	State  string     `json:"state"` // open, reported, kept, dropped
	Report string     `json:"report,omitempty"`
}

// States of a promise.
const (
	PromiseOpen     = "open"     // 办理中
	PromiseReported = "reported" // 已报告办结
	PromiseKept     = "kept"     // 已认可
	PromiseDropped  = "dropped"  // 已撤销
)

// mostPromises bounds the resolutions of one meeting that one organ owes.
const mostPromises = 60

// meetingInvitation takes a joint meeting to an organ of another hub
// (环环监〔2017〕17号第二十三条；川渝四机关机制). The meeting stays where it was called:
// what goes over are the invitation, papers, resolutions and minutes, and back come the
// reply, the signature under the minutes and what was done.
var meetingInvitation = Procedure{
	Kind: MeetingInvitation, Title: fault.T("联席会议邀请（跨枢纽）", "Joint meeting across hubs"),
	About: fault.T("邀请其他枢纽的机关参加联席会议：答复、会议材料、议定事项及期限、会签、办结报告", "Invites an organ of another hub to a joint meeting: reply, papers, resolutions with their days, countersignature, reports"),
	Turn:  usualTurns(map[State]Party{Handling: Sender}), Form: meetingForm, Checklist: attachments("会议材料", "Papers of the meeting"),
	Steps: concat([]Step{
		with(sending("meeting_invitation.send", fault.T("发出邀请", "Invite"), "fwd_joint_meeting", []State{Draft, Returned}, filledIn(meetingForm), invitedAcross), func(s *Step) {
			s.Starts = []Start{{Rule: "meeting_reply", Owes: Receiver}}
		}),
		with(signing("fwd_joint_meeting"), func(s *Step) { s.Custody = CustodyStays }),
		{
			Action: "meeting_invitation.attend", Title: fault.T("答复参加", "Will come"), Rule: "fwd_joint_meeting", By: byReceiver, From: meetingStates, To: Handling, Needs: []Need{NeedOfficer},
			Meets: []string{"meeting_reply"}, Tells: []Party{Sender}, Receipt: "decided", Effect: func(f Flags, _ Deed) Flags { f.Invited.Attends = "yes"; return f },
		},
		{
			Action: "meeting_invitation.decline", Aside: true, Title: fault.T("答复不参加", "Will not come"), Rule: "fwd_joint_meeting", By: byReceiver, From: []State{Sent, Received, Handling}, To: Answered, Needs: []Need{NeedReason},
			Meets: []string{"meeting_reply"}, Tells: []Party{Sender}, Receipt: "decided", Effect: func(f Flags, _ Deed) Flags { f.Invited.Attends = "no"; return f },
		},
		{
			Action: "meeting_invitation.change", Title: fault.T("告知变更或者取消", "Tell of a change"), Rule: "fwd_joint_meeting", By: bySender, From: meetingStates, Needs: []Need{NeedText}, Tells: []Party{Receiver},
			Effect: func(f Flags, _ Deed) Flags { f.Invited.Attends = ""; return f }, // it is asked again
		},
		{
			Action: "meeting_invitation.papers", Title: fault.T("送会议材料", "Send papers"), Rule: "fwd_joint_meeting", By: bySender, From: meetingStates, Needs: []Need{NeedText}, Tells: []Party{Receiver},
		},
		{
			Action: "meeting_invitation.resolve", Title: fault.T("送议定事项", "Send a resolution"), Rule: "fwd_joint_meeting", By: bySender, From: meetingStates, Needs: []Need{NeedText, NeedUntil}, Guard: all(fewPromises),
			Tells: []Party{Receiver}, Effect: func(f Flags, d Deed) Flags {
				f.Invited.Promises = append(slices.Clone(f.Invited.Promises), Promise{Text: d.Input.Text, DueOn: d.Input.Until, State: PromiseOpen})
				return f
			},
		},
		{
			Action: "meeting_invitation.minutes", Title: fault.T("送会签纪要", "Send the minutes"), Rule: "fwd_joint_meeting", By: bySender, From: meetingStates, Needs: []Need{NeedResult}, Tells: []Party{Receiver},
			Effect: func(f Flags, d Deed) Flags { f.Invited.Minutes, f.Invited.Signed = d.Input.Result, ""; return f },
		},
		{
			Action: "meeting_invitation.countersign", Title: fault.T("会签纪要", "Countersign the minutes"), Rule: "fwd_joint_meeting", By: byReceiver, From: []State{Received, Handling, Answered}, Needs: []Need{NeedResult}, Guard: all(minutesWait, asRead), Tells: []Party{Sender}, Receipt: "decided",
			Effect: func(f Flags, _ Deed) Flags { f.Invited.Signed = f.Invited.Minutes; return f },
		},
		{
			Action: "meeting_invitation.object", Aside: true, Title: fault.T("对纪要提出意见", "Object to the minutes"), Rule: "fwd_joint_meeting", By: byReceiver, From: []State{Received, Handling, Answered}, Needs: []Need{NeedReason}, Guard: all(minutesWait), Tells: []Party{Sender},
			Effect: func(f Flags, _ Deed) Flags { f.Invited.Minutes, f.Invited.Signed = "", ""; return f },
		},
		{
			Action: "meeting_invitation.done", Title: fault.T("报告议定事项办结", "Report a resolution done"), Rule: "fwd_joint_meeting", By: byReceiver, From: []State{Received, Handling, Answered}, Needs: []Need{NeedLine, NeedText}, Guard: promiseIn(PromiseOpen),
			Tells: []Party{Sender}, Receipt: "decided", Effect: promiseMoved(PromiseReported),
		},
		{
			Action: "meeting_invitation.accept", Title: fault.T("认可办结", "Accept a report"), Rule: "fwd_joint_meeting", By: bySender, From: []State{Received, Handling, Answered}, Needs: []Need{NeedLine}, Guard: promiseIn(PromiseReported),
			Tells: []Party{Receiver}, Effect: promiseMoved(PromiseKept),
		},
		{
			Action: "meeting_invitation.send_back", Aside: true, Title: fault.T("退回继续办理", "Send a report back"), Rule: "fwd_joint_meeting", By: bySender, From: []State{Received, Handling, Answered}, Needs: []Need{NeedLine, NeedReason}, Guard: promiseIn(PromiseReported),
			Tells: []Party{Receiver}, Effect: promiseMoved(PromiseOpen),
		},
		{
			Action: "meeting_invitation.put_off", Aside: true, Title: fault.T("延期", "Put a resolution off"), Rule: "fwd_joint_meeting", By: bySender, From: []State{Received, Handling, Answered}, Needs: []Need{NeedLine, NeedUntil, NeedReason}, Guard: promiseIn(PromiseOpen, PromiseReported),
			Tells: []Party{Receiver}, Effect: promiseMoved(PromiseOpen),
		},
		{
			Action: "meeting_invitation.drop", Aside: true, Title: fault.T("撤销议定事项", "Drop a resolution"), Rule: "fwd_joint_meeting", By: bySender, From: []State{Received, Handling, Answered}, Needs: []Need{NeedLine, NeedReason}, Guard: promiseIn(PromiseOpen, PromiseReported),
			Tells: []Party{Receiver}, Effect: promiseMoved(PromiseDropped),
		},
		returning("fwd_joint_meeting", fault.T("退回（邀请对象有误）", "Return: wrong addressee")),
	}, changed(changed(changed(endings(Handling, Answered), "close", func(s *Step) { s.Guard = all(promisesKept) }),
		"ask_withdrawal", func(s *Step) { s.From = []State{Received} }), "grant_withdrawal", func(s *Step) { s.From = []State{Received} })),
}

var meetingStates = []State{Sent, Received, Handling, Answered}

var meetingForm = []Field{
	{Name: "happened", Kind: FieldLine, Label: fault.T("会议时间", "When"), Required: true}, {Name: "place", Kind: FieldLine, Label: fault.T("会议地点", "Where")},
	facts("议题", "Agenda"), fieldReplyBy, fieldOfficer, fieldPhone,
}

var (
	invitedAcross = require("same_hub", "本枢纽的机关在联席会议中直接邀请；这里邀请其他枢纽的机关", "Organs of this hub are invited in the meeting itself; this invites one of another hub", func(s Snapshot, in Input) bool {
		return in.Target == nil || in.Target.ID.IsZero() || (in.Target.Hub != "") != (s.Sender.Hub != "")
	})
	fewPromises = require("promises_many", "议定事项太多，请合并", "Too many resolutions; join some", func(s Snapshot, _ Input) bool { return len(s.Flags.Invited.Promises) < mostPromises })
	minutesWait = require("no_minutes", "没有等待会签的纪要", "No minutes wait to be signed", func(s Snapshot, _ Input) bool { return s.Flags.Invited.waits() })
	// asRead: a signature names the digest that was read; minutes that were changed meanwhile
	// are not signed unread, whichever message came first.
	asRead       = require("minutes_changed", "纪要已经变化，请重新阅读后会签", "The minutes have changed; read them again before you sign", func(s Snapshot, in Input) bool { return in.Result == "" || in.Result == s.Flags.Invited.Minutes })
	promisesKept = require("promises_open", "还有议定事项没有办结", "A resolution is still open", func(s Snapshot, _ Input) bool {
		return !slices.ContainsFunc(s.Flags.Invited.Promises, func(p Promise) bool { return p.State == PromiseOpen || p.State == PromiseReported })
	})
)

// promiseIn asks for a resolution in a state: any of them where none is named, the one
// that is named otherwise.
func promiseIn(states ...string) Guard {
	return func(s Snapshot, in Input) *fault.Error {
		list := s.Flags.Invited.Promises
		if in.Line == 0 && slices.ContainsFunc(list, func(p Promise) bool { return slices.Contains(states, p.State) }) {
			return nil
		}
		if in.Line > 0 && in.Line <= len(list) && slices.Contains(states, list[in.Line-1].State) {
			return nil
		}
		err := refuse("no_promise", "没有处于这一阶段的议定事项", "No resolution is at that stage")
		if in.Line > 0 {
			err.Fields = []fault.Field{{Path: "body.line", Text: err.Detail}}
		}
		return err
	}
}

func promiseMoved(to string) Effect {
	return func(f Flags, d Deed) Flags {
		n := d.Input.Line - 1
		if n < 0 || n >= len(f.Invited.Promises) {
			return f
		}
		f.Invited.Promises = slices.Clone(f.Invited.Promises)
		p := &f.Invited.Promises[n]
		if p.State = to; to == PromiseReported {
			p.Report = d.Input.Text
		}
		if !d.Input.Until.IsZero() {
			p.DueOn = d.Input.Until
		}
		return f
	}
}
