package casework

import (
	"context"
	"strconv"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// CallMeeting sends the invitations (发出会议通知). From now on every agency that is
// invited sees the meeting.
func (o *Office) CallMeeting(ctx context.Context, a Actor, id ids.Entry) (Meeting, error) {
	return o.changeMeeting(ctx, a, id, meeting.Call, func(c *meetingChange) error {
		if err := meeting.MayCall(c.now, c.StartsAt); err != nil {
			return err
		}
		c.SharedAt = &c.now
		if err := c.save(ctx); err != nil {
			return err
		}
		if err := c.q.SaveReply(ctx, dbsqlc.SaveReplyParams{MeetingID: id, AgencyID: a.Agency, Reply: "accepted", RepliedAt: &c.now}); err != nil {
			return err
		}
		ev, err := o.enterMeeting(ctx, c, "meeting.call", map[string]any{"starts_at": c.StartsAt.UTC(), "ends_at": c.EndsAt.UTC(), "sequence": c.Sequence})
		if err != nil {
			return err
		}
		if err := o.inviteAcross(ctx, c); err != nil {
			return err
		}
		return o.tellMeeting(ctx, c, ev, "meeting.call", LevelWarn, fault.T("联席会议通知，请答复参会", "Invitation to a joint meeting; please reply"), c.others())
	})
}

// MovedTo is the new time and place of a meeting.
type MovedTo struct {
	From, To time.Time
	Place    string
	Reason   string
}

// MoveMeeting changes time or place of a called meeting (改期). The invitations are
// sent anew under a higher sequence, and what the agencies replied is asked again.
func (o *Office) MoveMeeting(ctx context.Context, a Actor, id ids.Entry, in MovedTo) (Meeting, error) {
	var bad complaints
	bad.text("body.place", &in.Place, 0, 120)
	bad.text("body.reason", &in.Reason, 2, 300)
	if in.From.Year() < 2000 || in.From.Year() > 2100 {
		bad.add("body.from", "会议时间不对", "Not a time for a meeting")
	}
	wrong := bad.err()
	return o.changeMeeting(ctx, a, id, meeting.Move, func(c *meetingChange) error {
		if wrong != nil {
			return wrong
		}
		if err := meeting.Span(in.From, in.To); err != nil {
			return err
		}
		if err := meeting.MayCall(c.now, in.From); err != nil {
			return err
		}
		was := c.StartsAt
		c.StartsAt, c.EndsAt, c.Place, c.Reason = in.From, in.To, in.Place, in.Reason
		c.Sequence++
		if err := c.save(ctx); err != nil {
			return err
		}
		if err := c.q.ClearReplies(ctx, id, a.Agency); err != nil {
			return err
		}
		ev, err := o.enterMeeting(ctx, c, "meeting.move", map[string]any{"was": was.UTC(), "starts_at": in.From.UTC(), "ends_at": in.To.UTC(), "sequence": c.Sequence, "reason": in.Reason})
		if err != nil {
			return err
		}
		words := "改期：" + hanTime(in.From) + "至" + in.To.In(civil.Office).Format("15:04") + inPlace(in.Place) + "。" + in.Reason
		if err := o.tellAcross(ctx, c, "meeting_invitation.change", words); err != nil {
			return err
		}
		return o.tellMeeting(ctx, c, ev, "meeting.move", LevelWarn, fault.T("联席会议改期，请重新答复", "A joint meeting was moved; please reply again"), c.others())
	})
}

// CancelMeeting cancels a meeting (取消). The agencies that know of it are told.
func (o *Office) CancelMeeting(ctx context.Context, a Actor, id ids.Entry, reason string) (Meeting, error) {
	var bad complaints
	bad.text("body.reason", &reason, 2, 300)
	wrong := bad.err()
	return o.changeMeeting(ctx, a, id, meeting.Cancel, func(c *meetingChange) error {
		if wrong != nil {
			return wrong
		}
		c.Reason = reason
		c.Sequence++
		if err := c.save(ctx); err != nil {
			return err
		}
		ev, err := o.enterMeeting(ctx, c, "meeting.cancel", map[string]any{"sequence": c.Sequence, "reason": reason})
		if err != nil || c.SharedAt == nil {
			return err
		}
		if err := o.tellAcross(ctx, c, "meeting_invitation.change", "会议取消："+reason); err != nil {
			return err
		}
		return o.tellMeeting(ctx, c, ev, "meeting.cancel", LevelWarn, fault.T("联席会议已取消", "A joint meeting was cancelled"), c.others())
	})
}

// ReplyToMeeting says whether one's agency comes (答复参会): accepted, declined or tentative.
func (o *Office) ReplyToMeeting(ctx context.Context, a Actor, id ids.Entry, reply, note string) (Meeting, error) {
	var bad complaints
	bad.oneOf("body.reply", reply, []string{"accepted", "declined", "tentative"})
	bad.text("body.note", &note, 0, 300)
	wrong := bad.err()
	return o.changeMeeting(ctx, a, id, meeting.Reply, func(c *meetingChange) error {
		if wrong != nil {
			return wrong
		}
		if err := meeting.MayReply(c.now, c.EndsAt); err != nil {
			return err
		}
		if err := c.q.SaveReply(ctx, dbsqlc.SaveReplyParams{MeetingID: id, AgencyID: a.Agency, Reply: reply, ReplyNote: note, RepliedAt: &c.now}); err != nil {
			return err
		}
		ev, err := o.enterMeeting(ctx, c, "meeting.reply", map[string]any{"reply": reply, "sequence": c.Sequence})
		if err != nil {
			return err
		}
		return o.tellMeeting(ctx, c, ev, "meeting.reply", LevelInfo, fault.T("参会单位已答复", "An agency replied to the invitation"), []ids.Agency{c.AgencyID})
	})
}

// Attendance says who came for an agency.
type Attendance struct {
	Agency    ids.Agency
	Present   bool
	Attendees string // as the minutes say them
}

// HoldMeeting records that the meeting took place and who came (召开、登记到会).
func (o *Office) HoldMeeting(ctx context.Context, a Actor, id ids.Entry, who []Attendance) (Meeting, error) {
	return o.changeMeeting(ctx, a, id, meeting.Hold, func(c *meetingChange) error {
		if err := meeting.MayHold(c.now, c.StartsAt); err != nil {
			return err
		}
		return o.beginMeeting(ctx, c, "meeting.hold", c.now, c.fromSignIns(who))
	})
}

// RecordMeeting records a meeting that took place before the hub knew of it
// (补记): no invitations, and the record says that it was written afterwards, and why.
func (o *Office) RecordMeeting(ctx context.Context, a Actor, id ids.Entry, reason string, who []Attendance) (Meeting, error) {
	var bad complaints
	bad.text("body.reason", &reason, 2, 300)
	wrong := bad.err()
	return o.changeMeeting(ctx, a, id, meeting.RecordLate, func(c *meetingChange) error {
		if wrong != nil {
			return wrong
		}
		if err := meeting.MayRecordLate(c.now, c.EndsAt); err != nil {
			return err
		}
		c.Reason, c.SharedAt = reason, &c.now
		return o.beginMeeting(ctx, c, "meeting.record_late", c.StartsAt, who)
	})
}

func (o *Office) beginMeeting(ctx context.Context, c *meetingChange, kind string, at time.Time, who []Attendance) error {
	present, err := c.attend(ctx, who)
	if err != nil {
		return err
	}
	c.HeldAt = &at
	if err := c.save(ctx); err != nil {
		return err
	}
	fields := map[string]any{"held_at": at.UTC(), "present": idTexts(present), "agencies": len(c.Agencies)}
	if kind == "meeting.record_late" {
		fields["reason"] = c.Reason
	}
	_, err = o.enterMeeting(ctx, c, kind, fields)
	return err
}

// attend writes the attendance. The convener is there: it holds the meeting.
func (c *meetingChange) attend(ctx context.Context, who []Attendance) (present []ids.Agency, err error) {
	var bad complaints
	seen := map[ids.Agency]bool{}
	for i, x := range who {
		at := "body.attendance[" + strconv.Itoa(i) + "]"
		if c.named(x.Agency) == "" || seen[x.Agency] {
			bad.add(at+".agency", "不是参会单位，或者重复", "Is no agency of the meeting, or stands twice")
		}
		seen[x.Agency] = true
		bad.text(at+".attendees", &x.Attendees, 0, mostAttendees)
		who[i] = x
		if x.Present || x.Agency == c.AgencyID {
			present = append(present, x.Agency)
		}
	}
	if !seen[c.AgencyID] {
		who = append(who, Attendance{Agency: c.AgencyID})
		present = append(present, c.AgencyID)
	}
	if len(present) < 2 {
		bad.add("body.attendance", "至少两个单位到会", "Two agencies at least are there")
	}
	if err := bad.err(); err != nil {
		return nil, err
	}
	for _, x := range who {
		if err := c.q.SaveAttendance(ctx, dbsqlc.SaveAttendanceParams{MeetingID: c.ID, AgencyID: x.Agency, Present: x.Present || x.Agency == c.AgencyID, Attendees: x.Attendees}); err != nil {
			return nil, err
		}
	}
	return present, nil
}
