package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// A joint meeting with organs of other hubs (跨枢纽联席会议): the meeting stays here, and a
// case for each such organ carries invitation, papers, resolutions and minutes over, and
// replies, signatures and reports back (docs/adr/0047-meetings-across-hubs.md).

// invitation is the case that goes with an organ of another hub.
type invitation struct {
	id     ids.Case
	organ  ids.Agency
	state  referral.State
	stands referral.Invited
}

// goesOn reports whether something can still be said in it.
func (i invitation) goesOn() bool {
	return slices.Contains([]referral.State{referral.Sent, referral.Received, referral.Handling, referral.Answered}, i.state)
}

// far are the agencies of the meeting that belong to other hubs.
func (m *Meeting) far() (list []MeetingAgency) {
	for _, x := range m.Agencies {
		if x.Peer != "" {
			list = append(list, x)
		}
	}
	return list
}

// invitations of the meeting, as the convener has them.
func (o *Office) invitations(ctx context.Context, c *meetingChange) (list []invitation, err error) {
	if len(c.far()) == 0 || !c.convener(c.actor) {
		return nil, nil
	}
	rows, err := c.q.ListInvitations(ctx, c.ID.String())
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		var f referral.Flags
		if err := json.Unmarshal(r.Flags, &f); err != nil {
			return nil, fmt.Errorf("read an invitation: %w", err)
		}
		list = append(list, invitation{r.ID, r.ReceiverID, referral.State(r.State), f.Invited})
	}
	return list, nil
}

// inviteAcross sends the invitation to the organs of other hubs. They are asked as those
// of this one are: number, time, place and the convener's words on the agenda.
func (o *Office) inviteAcross(ctx context.Context, c *meetingChange) error {
	for _, x := range c.far() {
		d := DraftInput{Title: c.Title, Content: referral.Content{
			Happened: hanTime(c.StartsAt) + "至" + c.EndsAt.In(civil.Office).Format("15:04"), Place: c.Place, Facts: c.agendaWords(), Plan: c.ID.String(),
		}}
		id, err := o.insert(ctx, c.tx, c.q, c.actor, opening{sender: c.actor.Agency, kind: referral.MeetingInvitation, draft: d}, c.now)
		if err != nil {
			return err
		}
		for _, p := range c.Papers {
			if err := o.encloseFile(ctx, c, id, p.Name, p.Sha256); err != nil {
				return err
			}
		}
		if err := o.sayIn(ctx, c, id, FirstAct{Action: "meeting_invitation.send", Input: referral.Input{NoSecret: true}, To: x.AgencyID}); err != nil {
			return err
		}
	}
	return nil
}

// agendaWords lists what is talked about in the convener's words; a case is not named.
func (m *Meeting) agendaWords() string {
	var lines []string
	for i, x := range m.Agenda {
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, strings.TrimRight(x.Title, "。")))
	}
	if len(lines) == 0 {
		return "议题另行通知"
	}
	return strings.Join(lines, "\n")
}

func (o *Office) sayIn(ctx context.Context, c *meetingChange, id ids.Case, act FirstAct) error {
	act.Input.OccurredAt, act.Input.RecordedAt = c.now, c.now
	return o.firstAct(ctx, c.tx, c.q, c.actor, id, act, c.now)
}

// tellAcross says something to every invited organ of another hub that is named.
func (o *Office) tellAcross(ctx context.Context, c *meetingChange, action referral.Action, text string, to ...ids.Agency) error {
	list, err := o.invitations(ctx, c)
	if err != nil {
		return err
	}
	for _, i := range list {
		if i.goesOn() && (len(to) == 0 || slices.Contains(to, i.organ)) {
			if err := o.sayIn(ctx, c, i.id, FirstAct{Action: action, Input: referral.Input{Text: text}}); err != nil {
				return err
			}
		}
	}
	return nil
}

// sendAcross sends a paper of the meeting to invited organs of other hubs.
func (o *Office) sendAcross(ctx context.Context, c *meetingChange, name string, sum []byte, to ...ids.Agency) error {
	list, err := o.invitations(ctx, c)
	if err != nil {
		return err
	}
	for _, i := range list {
		if !i.goesOn() || len(to) > 0 && !slices.Contains(to, i.organ) {
			continue
		}
		if err := o.encloseFile(ctx, c, i.id, name, sum); err != nil {
			return err
		}
		if err := o.sayIn(ctx, c, i.id, FirstAct{Action: "meeting_invitation.papers", Input: referral.Input{Text: name}}); err != nil {
			return err
		}
	}
	return nil
}

// encloseFile lists a paper of the meeting among the files of an invitation, so that it
// goes with the next message.
func (o *Office) encloseFile(ctx context.Context, c *meetingChange, id ids.Case, name string, sum []byte) error {
	blob, err := o.Blobs.Verify(ctx, blobs.Digest(sum))
	if err != nil {
		return fmt.Errorf("enclose a paper of a meeting: %w", err)
	}
	if err := c.q.UpsertBlob(ctx, dbsqlc.UpsertBlobParams{Sha256: sum, Sm3: blob.SM3[:], Size: blob.Size, Detected: blob.Detected, FirstAt: c.now}); err != nil {
		return err
	}
	return c.q.InsertEvidence(ctx, dbsqlc.InsertEvidenceParams{
		ID: ids.New[ids.Evidence](c.now), CaseID: id, AgencyID: c.actor.Agency, Sha256: sum, Name: name, CreatedBy: c.actor.User, CreatedAt: c.now,
	})
}

// minutesAcross sends what was resolved to the organs of other hubs that owe it, and the
// minutes to those that were there.
func (o *Office) minutesAcross(ctx context.Context, c *meetingChange) error {
	list, err := o.invitations(ctx, c)
	if err != nil || len(list) == 0 {
		return err
	}
	text := c.minutesFile()
	blob, err := o.Blobs.Put(ctx, bytes.NewReader([]byte(text)), mostMinutes*2)
	if err != nil {
		return err
	}
	for _, i := range list {
		if !i.goesOn() {
			continue
		}
		for n, p := range i.stands.Promises { // of minutes that were objected to
			still := slices.ContainsFunc(c.Resolutions, func(r Resolution) bool { return r.OwnerID == i.organ && r.Text == p.Text })
			if !still && (p.State == referral.PromiseOpen || p.State == referral.PromiseReported) {
				if err := o.sayIn(ctx, c, i.id, FirstAct{Action: "meeting_invitation.drop", Input: referral.Input{Line: n + 1, Reason: "纪要修改，不再列为议定事项"}}); err != nil {
					return err
				}
			}
		}
		for _, r := range c.Resolutions {
			known := slices.ContainsFunc(i.stands.Promises, func(p referral.Promise) bool { return p.Text == r.Text && p.State != referral.PromiseDropped })
			if r.OwnerID != i.organ || known {
				continue
			}
			if err := o.sayIn(ctx, c, i.id, FirstAct{Action: "meeting_invitation.resolve", Input: referral.Input{Text: r.Text, Until: r.DueOn}}); err != nil {
				return err
			}
		}
		if !slices.ContainsFunc(c.Agencies, func(x MeetingAgency) bool { return x.AgencyID == i.organ && x.Present }) {
			continue
		}
		if err := o.encloseFile(ctx, c, i.id, "会议纪要（送会签）"+c.Number+".txt", blob.SHA256[:]); err != nil {
			return err
		}
		if err := o.sayIn(ctx, c, i.id, FirstAct{Action: "meeting_invitation.minutes", Input: referral.Input{Result: c.digest(), Text: "请会签"}}); err != nil {
			return err
		}
	}
	return nil
}

// minutesFile is what an organ of another hub reads before it signs: what the digest is of.
func (m *Meeting) minutesFile() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n%s\n\n议定事项\n", m.Title, m.Number, m.Minutes.Text)
	for _, r := range m.Resolutions {
		fmt.Fprintf(&b, "%d. %s（%s，%s前）\n", r.Number, r.Text, m.named(r.OwnerID), r.DueOn)
	}
	fmt.Fprintf(&b, "\n会签摘要 %s\n", m.digest())
	return b.String()
}

// taskAcross says to an organ of another hub what the convener made of its resolution.
func (o *Office) taskAcross(ctx context.Context, c *meetingChange, r Resolution, act TaskAct) error {
	list, err := o.invitations(ctx, c)
	if err != nil {
		return err
	}
	action := map[meeting.TaskStep]referral.Action{
		meeting.Accept: "meeting_invitation.accept", meeting.SendBack: "meeting_invitation.send_back", meeting.PutOff: "meeting_invitation.put_off", meeting.Withdraw: "meeting_invitation.drop",
	}[act.Step]
	for _, i := range list {
		n := slices.IndexFunc(i.stands.Promises, func(p referral.Promise) bool {
			return p.Text == r.Text && (p.State == referral.PromiseOpen || p.State == referral.PromiseReported)
		})
		if i.organ != r.OwnerID || n < 0 || action == "" || !i.goesOn() {
			continue
		}
		if err := o.sayIn(ctx, c, i.id, FirstAct{Action: action, Input: referral.Input{Line: n + 1, Reason: act.Text, Until: act.DueOn}}); err != nil {
			return err
		}
	}
	return nil
}

// heard carries what an organ of another hub said in its invitation into the meeting.
func (a *applying) heard(ctx context.Context, c change) error {
	if c.Snapshot.Kind != referral.MeetingInvitation || !c.ours(c.Snapshot.Sender.ID) {
		return nil
	}
	id, err := ids.Parse[ids.Entry](c.Snapshot.Content.Plan)
	if err != nil {
		return nil // made by hand: it belongs to no meeting of this hub
	}
	if slices.ContainsFunc(a.settled, func(s settlement) bool { return s.Message == a.envelope.ID.String() }) {
		return nil // it crossed another and had no effect
	}
	organ, stands := a.envelope.From.Agency, c.out.Flags.Invited
	changed, kind := true, ""
	switch a.act.Action {
	case "meeting_invitation.attend":
		kind, err = "meeting.reply", a.q.HeardReply(ctx, dbsqlc.HeardReplyParams{Reply: "accepted", Note: a.act.Input.Officer, At: a.now, MeetingID: id, AgencyID: organ})
	case "meeting_invitation.decline":
		kind, err = "meeting.reply", a.q.HeardReply(ctx, dbsqlc.HeardReplyParams{Reply: "declined", Note: a.act.Input.Reason, At: a.now, MeetingID: id, AgencyID: organ})
	case "meeting_invitation.countersign":
		kind = "meeting.countersign"
		changed, err = a.heardSignature(ctx, id, organ, stands.Signed)
	case "meeting_invitation.object":
		kind = "meeting.object"
		n, failed := a.q.HeardObjection(ctx, c.Agencies[organ].ShortName+"："+a.act.Input.Reason, id)
		changed, err = n > 0, failed
		if changed && err == nil {
			err = a.q.DropSignatures(ctx, id)
		}
	case "meeting_invitation.done":
		kind = "resolution.report"
		if n := a.act.Input.Line - 1; n >= 0 && n < len(stands.Promises) {
			rows, failed := a.q.HeardReport(ctx, dbsqlc.HeardReportParams{Report: a.act.Input.Text, At: a.now, MeetingID: id, OwnerID: organ, Text: stands.Promises[n].Text})
			changed, err = rows > 0, failed
		}
	default:
		return nil
	}
	if err != nil || !changed {
		return err
	}
	_, err = a.meetingEvent(ctx, a.q, Actor{Agency: organ, Name: a.peer.Hub}, id, kind, a.now, map[string]any{"hub": a.peer.Hub, "message": a.envelope.ID.String(), "case": c.Case.ID.String()})
	return err
}

func (a *applying) heardSignature(ctx context.Context, id ids.Entry, organ ids.Agency, signed string) (bool, error) {
	if signed == "" { // minutes that were sent meanwhile took its place
		return false, nil
	}
	n, err := a.q.HeardSignature(ctx, dbsqlc.HeardSignatureParams{At: a.now, Signed: signed, MeetingID: id, AgencyID: organ})
	if err != nil || n == 0 {
		return false, err
	}
	_, err = a.q.AllSigned(ctx, id)
	return true, err
}
