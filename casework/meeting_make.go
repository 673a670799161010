package casework

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// NewSeries founds a series (联席会议制度).
type NewSeries struct {
	Title, Place string
	Agencies     []ids.Agency // without one's own
}

// NewMeeting is what the convener fixes. A meeting of a series has the members of
// the series.
type NewMeeting struct {
	Series       ids.Entry // zero: a single meeting
	Title, Place string
	From, To     time.Time
	Agencies     []ids.Agency // of a single meeting, without one's own
}

// mayCall asks whether the actor may found series and call meetings.
func (o *Office) mayCall(a Actor) error {
	if o.mayMeet(a, "meeting.make", "own") {
		return nil
	}
	return meetingDenied()
}

func (o *Office) mayListMeetings(a Actor) error {
	if o.mayMeet(a, "meetings.list", "own") {
		return nil
	}
	return fault.New(fault.Denied, "not_allowed", fault.T("您的岗位不办理联席会议", "Your function has no part in joint meetings"))
}

// FoundSeries founds a series with its members.
func (o *Office) FoundSeries(ctx context.Context, a Actor, in NewSeries) (id ids.Entry, err error) {
	if err := o.mayCall(a); err != nil {
		return id, err
	}
	var bad complaints
	bad.text("body.title", &in.Title, 2, 120)
	bad.text("body.place", &in.Place, 0, 120)
	if len(in.Agencies) == 0 {
		bad.add("body.agencies", "至少一个其他成员单位", "One other agency at least")
	}
	if err := bad.err(); err != nil {
		return id, err
	}
	now := o.Now()
	id = ids.New[ids.Entry](now)
	err = o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		far, err := invitable(ctx, q, a, &in.Agencies)
		if err != nil {
			return err
		}
		in.Agencies = append(in.Agencies, far...) // invited to each meeting across hubs
		if err := q.InsertSeries(ctx, dbsqlc.InsertSeriesParams{ID: id, AgencyID: a.Agency, Title: in.Title, Place: in.Place, CreatedBy: a.User, CreatedAt: now}); err != nil {
			return err
		}
		for _, member := range append([]ids.Agency{a.Agency}, in.Agencies...) {
			if err := q.InsertSeriesAgency(ctx, id, member); err != nil {
				return err
			}
		}
		_, err = o.meetingEvent(ctx, q, a, id, "meeting.series", now, map[string]any{"members": idTexts(in.Agencies)})
		return err
	})
	return id, err
}

func idTexts(list []ids.Agency) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = x.String()
	}
	return out
}

// AllSeries lists the series that one's agency is a member of.
func (o *Office) AllSeries(ctx context.Context, a Actor) (list []Series, err error) {
	if err := o.mayListMeetings(a); err != nil {
		return nil, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		list, err = q.ListSeries(ctx)
		return err
	})
	return list, err
}

// MakeMeeting prepares a meeting. Nobody else sees it before it is shared.
func (o *Office) MakeMeeting(ctx context.Context, a Actor, in NewMeeting) (m Meeting, err error) {
	if err := o.mayCall(a); err != nil {
		return m, err
	}
	if err := in.check(); err != nil {
		return m, err
	}
	now := o.Now()
	id := ids.New[ids.Entry](now)
	err = o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		members, err := o.membersOf(ctx, q, a, &in)
		if err != nil {
			return err
		}
		n, err := q.NextMeetingNumber(ctx)
		if err != nil {
			return err
		}
		number := fmt.Sprintf("LX-%d-%05d", civil.DateOf(now).Year, n)
		if err := q.InsertMeeting(ctx, dbsqlc.InsertMeetingParams{
			ID: id, SeriesID: in.Series, AgencyID: a.Agency, Number: number, Title: in.Title, Place: in.Place, StartsAt: in.From, EndsAt: in.To, CreatedBy: a.User, CreatedAt: now,
		}); err != nil {
			return err
		}
		for _, member := range members {
			if err := q.InsertMeetingAgency(ctx, id, member); err != nil {
				return err
			}
		}
		if _, err := o.meetingEvent(ctx, q, a, id, "meeting.make", now, map[string]any{"number": number, "starts_at": in.From.UTC(), "ends_at": in.To.UTC(), "agencies": idTexts(members)}); err != nil {
			return err
		}
		m, err = o.meetingIn(ctx, q, a, id)
		return err
	})
	return m, err
}

func (in *NewMeeting) check() error {
	var bad complaints
	bad.text("body.title", &in.Title, 2, 120)
	bad.text("body.place", &in.Place, 0, 120)
	if in.From.Year() < 2000 || in.From.Year() > 2100 {
		bad.add("body.from", "会议时间不对", "Not a time for a meeting")
	}
	if in.Series.IsZero() && len(in.Agencies) == 0 {
		bad.add("body.agencies", "至少邀请一个单位", "Invite one agency at least")
	}
	if !in.Series.IsZero() && len(in.Agencies) > 0 {
		bad.add("body.agencies", "联席会议制度下的会议邀请其全部成员，不另选单位", "A meeting of a series has the members of the series")
	}
	if err := bad.err(); err != nil {
		return err
	}
	return meeting.Span(in.From, in.To)
}

// membersOf gives the agencies of a new meeting, the own one first.
func (o *Office) membersOf(ctx context.Context, q *dbsqlc.Queries, a Actor, in *NewMeeting) ([]ids.Agency, error) {
	if in.Series.IsZero() {
		far, err := invitable(ctx, q, a, &in.Agencies)
		return append(append([]ids.Agency{a.Agency}, in.Agencies...), far...), err
	}
	s, err := q.ReadSeries(ctx, in.Series)
	if noRows(err) {
		return nil, invalid("body.series", "没有这一联席会议制度，或者本机关不是成员", "There is no such series, or your agency is no member")
	}
	if err != nil {
		return nil, err
	}
	list := make([]ids.Agency, len(s.Members))
	for i, x := range s.Members {
		list[i] = ids.Agency(x)
	}
	return list, nil
}

// MeetingCursor is where a page of the list ends.
type MeetingCursor struct {
	At time.Time
	ID ids.Entry
}

// Meetings lists the meetings that one's agency takes part in, latest first.
func (o *Office) Meetings(ctx context.Context, a Actor, after *MeetingCursor, size int) (list []MeetingRow, next *MeetingCursor, err error) {
	if err := o.mayListMeetings(a); err != nil {
		return nil, nil, err
	}
	size = min(max(size, 1), MaxPage)
	p := dbsqlc.ListMeetingsParams{AgencyID: a.Agency, PageSize: int32(size + 1)}
	if after != nil {
		p.BeforeAt, p.PageAfter = &after.At, after.ID
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		list, err = q.ListMeetings(ctx, p)
		return err
	})
	if len(list) > size {
		list = list[:size]
		next = &MeetingCursor{list[size-1].StartsAt, list[size-1].ID}
	}
	return list, next, err
}
