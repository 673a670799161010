package casework

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// MarkForMeeting puts a case on the list for the next joint meeting (列入联席会议),
// with the reason. It names the longest silence of another organ, or the clock that
// the caller names. Every organ of the case sees it.
func (o *Office) MarkForMeeting(ctx context.Context, a Actor, id ids.Case, clock ids.Clock, reason string) (Silence, error) {
	return o.meetingAct(ctx, a, id, reason, func(c *meetingDeed) error {
		s := c.seen
		if s.Case.SentAt == nil || !s.Snapshot.State.Open() {
			return fault.New(fault.Rule, "meeting.not_open", fault.T("案件尚未送出或者已经办结，不能列入联席会议", "The case has not been sent, or is over: it can't be put on the joint meeting"))
		}
		if err := o.mayPassOn(ctx, c.q, s, nil); err != nil { // the other members of the meeting look at it
			return err
		}
		marks, err := c.q.ListCaseMarks(ctx, id)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(marks, func(m dbsqlc.MeetingMark) bool { return m.AgencyID == a.Agency && m.OffAt == nil }) {
			return fault.New(fault.Rule, "meeting.marked", fault.T("本机关已将本案列入联席会议", "Your organ has put the case on the joint meeting already"))
		}
		if clock, err = o.silentClock(ctx, c, clock); err != nil {
			return err
		}
		c.kind, c.zh, c.en = "meeting.mark", "列入联席会议", "Put on the joint meeting"
		if !clock.IsZero() {
			c.fields["clock"] = clock.String()
		}
		return c.b.InsertMeetingMark(ctx, dbsqlc.InsertMeetingMarkParams{
			ID: ids.New[ids.Entry](c.now), CaseID: id, AgencyID: a.Agency, ClockID: clock, Reason: c.reason, MarkedBy: a.User, MarkedAt: c.now,
		})
	})
}

// silentClock is the clock that a mark is about: the named one, which must be of
// the case, or the longest silence; zero where nothing is overdue.
func (o *Office) silentClock(ctx context.Context, c *meetingDeed, named ids.Clock) (ids.Clock, error) {
	if !named.IsZero() {
		if !slices.ContainsFunc(c.seen.Clocks, func(k dbsqlc.Clock) bool { return k.ID == named }) {
			return named, invalid("body.clock", "本案没有这一期限", "The case has no such clock")
		}
		return named, nil
	}
	list, err := o.silent(ctx, c.q, c.seen, c.now)
	if err != nil || len(list) == 0 {
		return ids.Clock{}, err
	}
	return list[0].Clock.Row.ID, nil
}

// TakeOffMeeting takes the own mark off the list, with the reason.
func (o *Office) TakeOffMeeting(ctx context.Context, a Actor, id ids.Case, mark ids.Entry, reason string) (Silence, error) {
	return o.meetingAct(ctx, a, id, reason, func(c *meetingDeed) error {
		marks, err := c.q.ListCaseMarks(ctx, id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(marks, func(m dbsqlc.MeetingMark) bool { return m.ID == mark })
		switch {
		case i < 0:
			return missing()
		case marks[i].AgencyID != a.Agency:
			return fault.New(fault.Rule, "meeting.not_yours", fault.T("由列入的机关撤下", "It is taken off by the organ that put it there"))
		case marks[i].OffAt != nil:
			return fault.New(fault.Rule, "meeting.off_already", fault.T("已经撤下", "It was taken off already"))
		}
		c.kind, c.zh, c.en = "meeting.off", "撤下联席会议议题", "Taken off the joint meeting"
		c.fields["mark"] = mark.String()
		_, err = c.b.TakeOffMeetingMark(ctx, dbsqlc.TakeOffMeetingMarkParams{ID: mark, CaseID: id, AgencyID: a.Agency, OffAt: &c.now, OffReason: c.reason})
		return err
	})
}

// meetingDeed is a change of the list under way.
type meetingDeed struct {
	q, b         *dbsqlc.Queries
	seen         *seen
	reason       string
	kind, zh, en string
	fields       map[string]any
	now          time.Time
}

func (o *Office) meetingAct(ctx context.Context, a Actor, id ids.Case, reason string, do func(*meetingDeed) error) (Silence, error) {
	if err := cleanText("body.reason", &reason); err != nil {
		return Silence{}, err
	}
	now := o.Now()
	var out Silence
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "meeting.mark", AnyVersion)
		if err != nil {
			return err
		}
		if reason == "" {
			return invalid("body.reason", "请写明理由", "Give the reason")
		}
		batch := &store.Batch{}
		b := batch.Queries()
		c := &meetingDeed{q: q, b: b, seen: s, reason: reason, fields: map[string]any{"reason": reason}, now: now}
		if err := do(c); err != nil {
			return err
		}
		ev, err := o.enter(ctx, q, b, entry{Case: id, Kind: c.kind, OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: c.fields})
		if err != nil {
			return err
		}
		for _, other := range []ids.Agency{s.Case.SenderID, s.Case.ReceiverID, s.Case.CopiedID} {
			if other.IsZero() || other == a.Agency {
				continue
			}
			if err := o.put(ctx, q, b, notice{
				Case: id, Event: ev.ID, Agency: other, Topic: "remark.meeting", Level: LevelInfo, Dedup: ev.ID.String() + ":" + other.String(),
				Params: NoticeParams{Number: s.Case.Number, CaseKind: s.Case.Kind, ZH: c.zh, EN: c.en, Link: o.link(id)},
			}, now); err != nil {
				return err
			}
		}
		if err := o.wake(ctx, tx); err != nil {
			return err
		}
		if err := batch.Send(ctx, tx); err != nil {
			return err
		}
		out, err = o.silence(ctx, q, s, now)
		return err
	})
	return out, err
}

// MeetingMark is one line of the list for the next joint meeting.
type MeetingMark struct {
	dbsqlc.ListMeetingMarksRow
	Rule deadline.Rule // of the silence; zero where there was none
	Days int           // of silence until today, or until the act came
}

// MeetingMarks is a page of the list.
type MeetingMarks struct {
	Items    []MeetingMark
	Agencies map[ids.Agency]Agency
	Next     *MarkCursor
}

// MarkCursor is where a page of the list ends.
type MarkCursor struct {
	Off bool
	At  time.Time
	ID  ids.Entry
}

// MeetingMarks lists what was put on the next joint meeting in the cases of the
// actor's organ, by whomever: open ones first, newest first.
func (o *Office) MeetingMarks(ctx context.Context, a Actor, openOnly bool, after *MarkCursor, size int) (MeetingMarks, error) {
	var out MeetingMarks
	if !o.mayList(a) {
		return out, denied("case.list")
	}
	size = min(max(size, 1), MaxPage)
	p := dbsqlc.ListMeetingMarksParams{OpenOnly: openOnly, PageSize: int32(size + 1)}
	if after != nil {
		p.After, p.AfterOff, p.AfterID = &after.At, after.Off, after.ID
	}
	now := o.Now()
	err := o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err := q.ListMeetingMarks(ctx, p)
		if err != nil {
			return err
		}
		if len(rows) > size {
			rows = rows[:size]
			last := rows[size-1]
			out.Next = &MarkCursor{last.Off, last.MarkedAt, last.ID}
		}
		var organs []ids.Entry
		for _, r := range rows {
			out.Items = append(out.Items, o.meetingMark(r, now))
			for _, id := range []ids.Agency{r.AgencyID, r.SenderID, r.ReceiverID, r.OwesID} {
				if e := ids.Entry(id); !id.IsZero() && !slices.Contains(organs, e) {
					organs = append(organs, e)
				}
			}
		}
		found, err := q.ReadAgencies(ctx, organs)
		out.Agencies = make(map[ids.Agency]Agency, len(found))
		for _, x := range found {
			out.Agencies[x.ID] = x
		}
		return err
	})
	return out, err
}

func (o *Office) meetingMark(r dbsqlc.ListMeetingMarksRow, now time.Time) MeetingMark {
	m := MeetingMark{ListMeetingMarksRow: r}
	if r.RuleID == nil {
		return m
	}
	m.Rule, _ = o.Rules.Edition(*r.RuleID, *r.Edition)
	until := now
	if r.EndedAt != nil {
		until = *r.EndedAt
	}
	if r.DueAt != nil && until.After(*r.DueAt) {
		m.Days = civil.DateOf(*r.DueAt).DaysUntil(civil.DateOf(until))
	}
	return m
}
