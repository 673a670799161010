package casework

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Slot is a time that the convener proposes, with what the agencies answered (征询时间).
type Slot struct {
	dbsqlc.MeetingSlot
	Answers map[ids.Agency]string // yes, maybe, no
}

// MeetingPosition is what an agency thinks of an item before the meeting.
type MeetingPosition = dbsqlc.MeetingPosition

// Span is a time from–to.
type Span struct{ From, To time.Time }

const mostSlots = 10

func slotsOf(ctx context.Context, q *dbsqlc.Queries, id ids.Entry) ([]Slot, error) {
	rows, err := q.ListSlots(ctx, id)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	answers, err := q.ListSlotAnswers(ctx, id)
	list := make([]Slot, len(rows))
	for i, r := range rows {
		list[i] = Slot{r, map[ids.Agency]string{}}
		for _, a := range answers {
			if a.SlotID == r.ID {
				list[i].Answers[a.AgencyID] = a.Answer
			}
		}
	}
	return list, err
}

// PollMeeting proposes times; the agencies are told that they are asked. They see
// the number and the times, and nothing of the agenda.
func (o *Office) PollMeeting(ctx context.Context, a Actor, id ids.Entry, times []Span) (Meeting, error) {
	return o.changeMeeting(ctx, a, id, meeting.Poll, func(c *meetingChange) error {
		var bad complaints
		if len(times)+len(c.Slots) > mostSlots || len(times) == 0 {
			bad.add("body.slots", "征询一至十个时间", "Propose one to ten times")
		}
		for i, s := range times {
			if meeting.Span(s.From, s.To) != nil || meeting.MayCall(c.now, s.From) != nil || s.To.Year() > 2100 {
				bad.add("body.slots["+strconv.Itoa(i)+"]", "应是将来的时间，先始后终", "A time to come, ending after it begins")
			}
		}
		if err := bad.err(); err != nil {
			return err
		}
		for _, s := range times {
			slot := ids.New[ids.Entry](c.now)
			if err := c.q.InsertSlot(ctx, dbsqlc.InsertSlotParams{ID: slot, MeetingID: id, StartsAt: s.From, EndsAt: s.To}); err != nil {
				return err
			}
			if err := c.q.SaveSlotAnswer(ctx, dbsqlc.SaveSlotAnswerParams{SlotID: slot, AgencyID: a.Agency, Answer: "yes", AnsweredAt: c.now}); err != nil {
				return err
			}
		}
		if c.SharedAt == nil {
			c.SharedAt = &c.now
		}
		if err := c.save(ctx); err != nil {
			return err
		}
		ev, err := o.enterMeeting(ctx, c, "meeting.poll", map[string]any{"slots": len(times)})
		if err != nil {
			return err
		}
		return o.tellMeeting(ctx, c, ev, "meeting.poll", LevelInfo, fault.T("联席会议征询时间，请答复", "Which time suits for a joint meeting? Please answer"), c.others())
	})
}

// AnswerPoll says which of the proposed times suit one's agency. Times that are not
// named keep their earlier answer.
func (o *Office) AnswerPoll(ctx context.Context, a Actor, id ids.Entry, answers map[ids.Entry]string) (Meeting, error) {
	return o.changeMeeting(ctx, a, id, meeting.Answer, func(c *meetingChange) error {
		var bad complaints
		for slot, answer := range answers {
			if !slices.ContainsFunc(c.Slots, func(s Slot) bool { return s.ID == slot }) {
				bad.add("body.answers", "没有征询这一时间", "This time was not proposed")
			}
			bad.oneOf("body.answers", answer, []string{"yes", "maybe", "no"})
		}
		if len(answers) == 0 {
			bad.add("body.answers", "至少答复一个时间", "Answer one time at least")
		}
		if err := bad.err(); err != nil {
			return err
		}
		for slot, answer := range answers {
			if err := c.q.SaveSlotAnswer(ctx, dbsqlc.SaveSlotAnswerParams{SlotID: slot, AgencyID: a.Agency, Answer: answer, AnsweredAt: c.now}); err != nil {
				return err
			}
		}
		_, err := o.enterMeeting(ctx, c, "meeting.answer", map[string]any{"answers": len(answers)})
		return err
	})
}

// ChooseSlot makes a proposed time the meeting's; the invitations are sent with
// CallMeeting.
func (o *Office) ChooseSlot(ctx context.Context, a Actor, id, slot ids.Entry) (Meeting, error) {
	return o.changeMeeting(ctx, a, id, meeting.Poll, func(c *meetingChange) error {
		i := slices.IndexFunc(c.Slots, func(s Slot) bool { return s.ID == slot })
		if i < 0 {
			return missing()
		}
		if err := meeting.MayCall(c.now, c.Slots[i].StartsAt); err != nil {
			return err
		}
		c.StartsAt, c.EndsAt = c.Slots[i].StartsAt, c.Slots[i].EndsAt
		if err := c.save(ctx); err != nil {
			return err
		}
		_, err := o.enterMeeting(ctx, c, "meeting.choose", map[string]any{"starts_at": c.StartsAt.UTC(), "ends_at": c.EndsAt.UTC()})
		return err
	})
}

// TakePosition says before the meeting what one's agency thinks of an item (会前表态).
// Where nobody disagrees, the convener may settle the item, and it drops off the agenda
// (会前消化).
func (o *Office) TakePosition(ctx context.Context, a Actor, id, item ids.Entry, stance, text string) (Meeting, error) {
	var bad complaints
	bad.oneOf("body.stance", stance, []string{"agree", "disagree", "discuss"})
	bad.text("body.text", &text, 0, 1000)
	wrong := bad.err()
	return o.changeMeeting(ctx, a, id, meeting.Position, func(c *meetingChange) error {
		if wrong != nil {
			return wrong
		}
		if err := meeting.MayReply(c.now, c.StartsAt); err != nil {
			return fault.New(fault.Rule, "meeting.begun", fault.T("会议已经开始，请在会上发表意见", "The meeting has begun; say it there"))
		}
		at := slices.IndexFunc(c.Agenda, func(i AgendaItem) bool { return i.ID == item })
		if at < 0 {
			return missing()
		}
		if c.Agenda[at].State != "open" {
			return fault.New(fault.Rule, "meeting.settled", fault.T("该议题已经会前消化", "This item was settled before the meeting"))
		}
		if err := c.q.SavePosition(ctx, dbsqlc.SavePositionParams{ItemID: item, AgencyID: a.Agency, Stance: stance, Text: text, TakenAt: c.now}); err != nil {
			return err
		}
		_, err := o.enterMeeting(ctx, c, "meeting.position", map[string]any{"item": item.String(), "stance": stance, "text_sha256": hexOf(text)})
		return err
	})
}
