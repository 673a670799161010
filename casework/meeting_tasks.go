package casework

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// NewResolution is what a meeting agreed (议定事项): who does what until when.
type NewResolution struct {
	Text  string
	Owner ids.Agency
	DueOn civil.Date
}

const mostResolutions = 60

// Resolve notes a resolution while the minutes are written.
func (o *Office) Resolve(ctx context.Context, a Actor, id ids.Entry, in NewResolution) (Meeting, error) {
	return o.changeMeeting(ctx, a, id, meeting.Resolve, func(c *meetingChange) error {
		var bad complaints
		bad.text("body.text", &in.Text, 2, 500)
		if c.named(in.Owner) == "" {
			bad.add("body.owner", "责任单位应是参会单位", "The owner is an agency of the meeting")
		}
		if held := civil.DateOf(*c.HeldAt); in.DueOn.IsZero() || in.DueOn.Before(held) || held.DaysUntil(in.DueOn) > longestPromise {
			bad.add("body.due_on", "完成日期不能早于会议日期，也不能超过三年", "Due on or after the day of the meeting, within three years")
		}
		if len(c.Resolutions) >= mostResolutions {
			bad.add("body.text", "议定事项太多，请合并", "Too many resolutions; join some")
		}
		if err := bad.err(); err != nil {
			return err
		}
		r := ids.New[ids.Entry](c.now)
		if err := c.q.InsertResolution(ctx, dbsqlc.InsertResolutionParams{ID: r, MeetingID: id, SeriesID: c.SeriesID, Text: in.Text, OwnerID: in.Owner, DueOn: in.DueOn, CreatedAt: c.now}); err != nil {
			return err
		}
		_, err := o.enterMeeting(ctx, c, "resolution.make", map[string]any{"resolution": r.String(), "owner": in.Owner.String(), "due_on": in.DueOn.String(), "text_sha256": hexOf(in.Text)})
		return err
	})
}

// longestPromise is in days; it catches a wrong year.
const longestPromise = 3 * 366

// Unresolve takes a resolution out again while the minutes are written.
func (o *Office) Unresolve(ctx context.Context, a Actor, id, resolution ids.Entry) (Meeting, error) {
	return o.changeMeeting(ctx, a, id, meeting.Resolve, func(c *meetingChange) error {
		n, err := c.q.DeleteResolution(ctx, resolution, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return missing()
		}
		_, err = o.enterMeeting(ctx, c, "resolution.unmake", map[string]any{"resolution": resolution.String()})
		return err
	})
}

// TaskAct is a step with a resolution: the owner's report, or the convener's answer.
type TaskAct struct {
	Step  meeting.TaskStep
	Text  string     // report, or why
	DueOn civil.Date // of PutOff
}

// ActOnResolution reports a resolution done, accepts it, sends it back, puts it off
// or withdraws it.
func (o *Office) ActOnResolution(ctx context.Context, a Actor, id, resolution ids.Entry, act TaskAct) (m Meeting, err error) {
	var bad complaints
	least := 2
	if act.Step == meeting.Accept {
		least = 0
	}
	bad.text("body.text", &act.Text, least, 1000)
	wrong := bad.err()
	now := o.Now()
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		row, err := q.LockMeeting(ctx, id)
		if err != nil {
			return orMissing(err)
		}
		if m, err = o.meetingOf(ctx, q, a, row); err != nil {
			return err
		}
		r, err := q.LockResolution(ctx, resolution)
		if err != nil || r.MeetingID != id || !slices.Contains([]meeting.State{meeting.Minuted, meeting.Countersigned, meeting.Closed}, m.state()) {
			if err == nil {
				err = missing()
			}
			return orMissing(err)
		}
		right := "meeting.hold"
		if act.Step == meeting.Report {
			right = "meeting.share"
		}
		if !o.mayMeet(a, right, m.relation(a)) {
			return meetingDenied()
		}
		to, err := meeting.DecideTask(meeting.Promise(r.State), act.Step, r.OwnerID == a.Agency, m.convener(a))
		if err != nil {
			return err
		}
		if wrong != nil {
			return wrong
		}
		c := &meetingChange{Meeting: &m, q: q, tx: tx, actor: a, now: now}
		if err := o.carryTask(ctx, c, Resolution(r), to, act); err != nil {
			return err
		}
		m, err = o.meetingIn(ctx, q, a, id)
		return err
	})
	return m, err
}

func (o *Office) carryTask(ctx context.Context, c *meetingChange, r Resolution, to meeting.Promise, act TaskAct) error {
	p := dbsqlc.SaveResolutionParams{ID: r.ID, State: string(to), Report: r.Report, ReportedAt: r.ReportedAt, EndedAt: r.EndedAt, Note: r.Note, DueOn: r.DueOn}
	fields := map[string]any{"resolution": r.ID.String(), "text_sha256": hexOf(act.Text)}
	told, text := r.OwnerID, fault.T("联席会议议定事项有新的处理", "A resolution of a joint meeting was dealt with")
	switch act.Step {
	case meeting.Report:
		p.Report, p.ReportedAt, told, text = act.Text, &c.now, c.AgencyID, fault.T("责任单位报告议定事项办结", "A resolution is reported done")
	case meeting.Accept:
		p.EndedAt = &c.now
	case meeting.Withdraw:
		p.EndedAt, p.Note = &c.now, act.Text
	case meeting.SendBack:
		p.ReportedAt, p.Note = nil, act.Text
	case meeting.PutOff:
		if act.DueOn.IsZero() || !act.DueOn.After(r.DueOn) || r.DueOn.DaysUntil(act.DueOn) > longestPromise {
			return invalid("body.due_on", "延期后的日期应在原日期之后", "The new day lies after the old one")
		}
		p.ReportedAt, p.DueOn, p.Note = nil, act.DueOn, act.Text
		fields["was"], fields["due_on"] = r.DueOn.String(), act.DueOn.String()
	}
	if err := c.q.SaveResolution(ctx, p); err != nil {
		return err
	}
	if err := o.taskAcross(ctx, c, r, act); err != nil {
		return err
	}
	ev, err := o.enterMeeting(ctx, c, "resolution."+string(act.Step), fields)
	if err != nil || told == c.actor.Agency {
		return err
	}
	return o.tellMeeting(ctx, c, ev, "meeting.task", LevelInfo, text, []ids.Agency{told})
}

// Tasks lists resolutions of all meetings: those that one's own agency owes, or all
// that one's agency may see. Open ones come first, the most urgent at the top; size
// bounds them.
func (o *Office) Tasks(ctx context.Context, a Actor, mine, openOnly bool, size int) (list []Task, agencies map[ids.Agency]Agency, err error) {
	if err := o.mayListMeetings(a); err != nil {
		return nil, nil, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		if list, err = q.ListTasks(ctx, dbsqlc.ListTasksParams{Mine: mine, OwnerID: a.Agency, OpenOnly: openOnly, PageSize: int32(min(max(size, 1), MostTasks))}); err != nil {
			return err
		}
		var organs []ids.Entry
		for _, r := range list {
			organs = append(organs, ids.Entry(r.OwnerID), ids.Entry(r.AgencyID))
		}
		found, err := q.ReadAgencies(ctx, organs)
		agencies = make(map[ids.Agency]Agency, len(found))
		for _, x := range found {
			agencies[x.ID] = x
		}
		return err
	})
	return list, agencies, err
}

// MostTasks is how many are listed at once.
const MostTasks = 500

// PromisesKept counts the resolutions of the meetings that one's agency called, by
// the agency that owes them: kept in time, late, open, overdue, put off.
func (o *Office) PromisesKept(ctx context.Context, a Actor) (list []Promises, err error) {
	if err := o.mayCall(a); err != nil {
		return nil, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		list, err = q.CountPromises(ctx, civil.DateOf(o.Now()), a.Agency)
		return err
	})
	return list, err
}

// What the sweep has told of a resolution.
const (
	toldNear   = 1
	toldPassed = 2
)

// SweepResolutions reminds the owners of resolutions whose day is near, and tells
// owner and convener when it has passed. It is level-triggered like SweepClocks.
func (o *Office) SweepResolutions(ctx context.Context) (told int, err error) {
	now := o.Now()
	today := civil.DateOf(now)
	for more := true; more; {
		err = o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
			rows, err := q.DueResolutions(ctx, today.AddDays(meeting.Near), today, sweepPage)
			if err != nil || len(rows) == 0 {
				more = false
				return err
			}
			more = len(rows) == sweepPage
			batch := &store.Batch{}
			for _, r := range rows {
				if err := o.remind(ctx, q, batch.Queries(), r, now); err != nil {
					return err
				}
			}
			told += len(rows)
			if err := o.wake(ctx, tx); err != nil {
				return err
			}
			return batch.Send(ctx, tx)
		})
		if err != nil {
			return told, err
		}
	}
	return told, nil
}

func (o *Office) remind(ctx context.Context, q, b *dbsqlc.Queries, r dbsqlc.DueResolutionsRow, now time.Time) error {
	due := r.DueOn.End()
	n := notice{
		Agency: r.OwnerID, Topic: "meeting.near", Level: LevelInfo, Dedup: r.ID.String() + ":" + r.DueOn.String() + ":near",
		Params: NoticeParams{Number: r.MeetingNumber, CaseKind: meetingSubject, ZH: "议定事项将到完成日期", EN: "A resolution is due soon", Link: o.meetingLink(r.MeetingID), DueAt: &due, Meeting: r.MeetingID},
	}
	fired := int32(toldNear)
	if r.DueOn.Before(civil.DateOf(now)) {
		fired = toldPassed
		n.Topic, n.Level, n.Dedup = "meeting.passed", LevelWarn, r.ID.String()+":"+r.DueOn.String()+":passed"
		n.Params.ZH, n.Params.EN = "议定事项逾期未办结", "A resolution is overdue"
		if r.AgencyID != r.OwnerID {
			c := n
			c.Agency, c.Dedup = r.AgencyID, n.Dedup+":convener"
			if err := o.put(ctx, q, b, c, now); err != nil {
				return err
			}
		}
	}
	if err := o.put(ctx, q, b, n, now); err != nil {
		return err
	}
	return b.MarkResolutionFired(ctx, r.ID, fired)
}
