package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// positionsRule holds how long before a meeting the agencies of a case on its agenda
// say what they think (会前表态). The law names no number: it is an internal limit.
const positionsRule = "meeting_positions"

// mostAhead is how far ahead the sweep looks for meetings, whatever the rule says.
const mostAhead = 62 * 24 * time.Hour

// positionsDay is the day by whose end positions are taken; zero where no rule of the
// convener says.
func (o *Office) positionsDay(convener referral.Organ, starts time.Time) (civil.Date, error) {
	day := civil.DateOf(starts)
	rule, err := o.pick(positionsRule, civil.Date{}, civil.DateOf(o.Now()), []referral.Organ{convener})
	if fault.KindOf(err) == fault.Rule && err != nil || err == nil && rule.Off() {
		return civil.Date{}, nil
	}
	if err != nil {
		return civil.Date{}, err
	}
	due, err := deadline.Compute(rule, deadline.OnDay(day), o.Rules.Calendar(), nil, nil)
	if err != nil {
		return civil.Date{}, fmt.Errorf("compute %s: %w", rule.ID, err)
	}
	return civil.DateOf(due.DueAt), nil
}

// positionsBy is that day of a meeting that is called, as long as it is not over when
// the invitations leave.
func (o *Office) positionsBy(ctx context.Context, q *dbsqlc.Queries, m dbsqlc.Meeting) (civil.Date, error) {
	if m.State != string(meeting.Called) || m.SharedAt == nil {
		return civil.Date{}, nil
	}
	organ, err := q.ReadAgency(ctx, m.AgencyID)
	if err != nil {
		return civil.Date{}, err
	}
	day, err := o.positionsDay(referral.Organ{Region: organ.Region, Sector: referral.Sector(organ.Sector)}, m.StartsAt)
	if err != nil || day.IsZero() || day.Before(civil.DateOf(*m.SharedAt)) {
		return civil.Date{}, err
	}
	return day, nil
}

// open says which cases of the agenda row-level security lets the organ see, and
// which agencies of them have their word to say.
func (m *Meeting) open(ctx context.Context, q *dbsqlc.Queries) error {
	m.Opened, m.Awaited = map[ids.Case]bool{}, map[ids.Entry][]ids.Agency{}
	for _, i := range m.Agenda {
		if i.CaseID.IsZero() {
			continue
		}
		row, err := q.ReadAgendaCase(ctx, i.CaseID)
		switch {
		case err == nil:
			m.Opened[i.CaseID] = true
			m.Awaited[i.ID] = slices.DeleteFunc(organsIn(row.SenderID, row.ReceiverID), func(x ids.Agency) bool { return m.named(x) == "" })
		case !noRows(err):
			return err
		}
	}
	return nil
}

// await leaves of the agencies of each case those that have not taken a position.
func (m *Meeting) await() {
	for _, i := range m.Agenda {
		if i.State != "open" {
			delete(m.Awaited, i.ID)
			continue
		}
		m.Awaited[i.ID] = slices.DeleteFunc(m.Awaited[i.ID], func(x ids.Agency) bool {
			return slices.ContainsFunc(m.Positions, func(p MeetingPosition) bool { return p.ItemID == i.ID && p.AgencyID == x })
		})
	}
}

// RemindPositions reminds agencies whose case stands on the agenda of a meeting and
// that have not said what they think of it: once, on the day that the rule gives, or
// later where the sweep did not run; after a move for the new time again. Who was
// invited on that very day, or later, is not reminded of what it has just read.
func (o *Office) RemindPositions(ctx context.Context) (told int, err error) {
	for {
		n, more, err := o.remindPositions(ctx)
		if told += n; err != nil {
			return told, fmt.Errorf("remind of positions before a meeting: %w", err)
		}
		if !more {
			return told, nil
		}
	}
}

func (o *Office) remindPositions(ctx context.Context) (told int, more bool, err error) {
	now := o.Now()
	today := civil.DateOf(now)
	err = o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		rows, err := q.SilentBefore(ctx, now, now.Add(mostAhead), sweepPage)
		if err != nil {
			return err
		}
		batch := &store.Batch{}
		b := batch.Queries()
		for _, r := range rows {
			day, err := o.positionsDay(referral.Organ{Region: r.Region, Sector: referral.Sector(r.Sector)}, r.StartsAt)
			if err != nil {
				return err
			}
			if day.IsZero() || today.Before(day) || r.SharedAt == nil || !civil.DateOf(*r.SharedAt).Before(today) {
				continue
			}
			if err := o.remindPosition(ctx, q, b, r, now); err != nil {
				return err
			}
			told++
		}
		if told == 0 {
			return nil
		}
		more = len(rows) == sweepPage
		if err := o.wake(ctx, tx); err != nil {
			return err
		}
		return batch.Send(ctx, tx)
	})
	return told, more && err == nil, err
}

func (o *Office) remindPosition(ctx context.Context, q, b *dbsqlc.Queries, r dbsqlc.SilentBeforeRow, now time.Time) error {
	if err := b.MarkReminded(ctx, &r.StartsAt, r.MeetingID, r.AgencyID); err != nil {
		return err
	}
	return o.put(ctx, q, b, notice{
		Agency: r.AgencyID, Topic: "meeting.position", Level: LevelInfo, Dedup: "position:" + r.MeetingID.String() + ":" + r.AgencyID.String() + ":" + r.StartsAt.UTC().Format(time.RFC3339),
		Params: NoticeParams{Number: r.Number, CaseKind: meetingSubject, ZH: "联席会议议题请会前表态", EN: "Take a position on the agenda of a joint meeting", Link: o.meetingLink(r.MeetingID), Meeting: r.MeetingID},
	}, now)
}
