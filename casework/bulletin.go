package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Bulletin is a periodic bulletin of joint work (联席会议简报): figures over a period,
// each with the rows behind it. It is counted when it is read, from what the reader's
// organ takes part in, and never stored: who reads it can open every row.
type Bulletin struct {
	From, To civil.Date
	Figures  []Figure
	Agencies map[ids.Agency]Agency
}

// Figure is one number with its rows; the number is how many they are.
type Figure struct {
	ID    string
	Title fault.Text
	Rows  []FigureRow
}

// FigureRow is what stands behind a number: a case, a meeting, or a resolution.
type FigureRow struct {
	Case    ids.Case
	Meeting ids.Entry
	Number  string
	What    fault.Text // kind of case, duty or resolution
	Organ   ids.Agency // whose turn it was
	On      civil.Date // day it was sent, closed, due, held
	Days    int        // late by
}

// Bounds of one bulletin.
const (
	mostBulletinDays = 366
	mostBulletinRows = 2000
)

// The figures of a bulletin, in the order in which it prints them.
var bulletinFigures = []Figure{
	{ID: "sent", Title: fault.T("移送和通报", "Cases sent")},
	{ID: "closed", Title: fault.T("办结", "Cases closed")},
	{ID: "in_time", Title: fault.T("按期办理的法定事项", "Duties of the law done in time")},
	{ID: "late", Title: fault.T("逾期办理的法定事项", "Duties done late")},
	{ID: "overdue", Title: fault.T("逾期未办的法定事项", "Duties overdue")},
	{ID: "meetings", Title: fault.T("召开联席会议", "Joint meetings held")},
	{ID: "resolved", Title: fault.T("议定事项", "Resolutions made")},
	{ID: "kept", Title: fault.T("按期办结的议定事项", "Resolutions kept in time")},
	{ID: "kept_late", Title: fault.T("逾期办结的议定事项", "Resolutions kept late")},
	{ID: "unkept", Title: fault.T("逾期未办结的议定事项", "Resolutions overdue")},
}

// Bulletin counts the period from one day to another, both included.
func (o *Office) Bulletin(ctx context.Context, a Actor, from, to civil.Date) (b Bulletin, err error) {
	if err := o.mayListMeetings(a); err != nil {
		return b, err
	}
	now := o.Now()
	if err := countable(from, to, civil.DateOf(now)); err != nil {
		return b, err
	}
	b = Bulletin{From: from, To: to, Figures: slices.Clone(bulletinFigures)}
	count := bulletinCount{Bulletin: &b, since: from.Start(), until: to.AddDays(1).Start(), now: now}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		for _, part := range []func(context.Context, *dbsqlc.Queries, *bulletinCount) error{o.bulletinCases, o.bulletinDuties, bulletinMeetings, bulletinPromises} {
			if err := part(ctx, q, &count); err != nil {
				return err
			}
		}
		b.Agencies, err = organsNamed(ctx, q, b.Figures)
		return err
	})
	return b, err
}

// organsNamed reads the organs that figures name.
func organsNamed(ctx context.Context, q *dbsqlc.Queries, figures []Figure) (map[ids.Agency]Agency, error) {
	var organs []ids.Entry
	for _, f := range figures {
		for _, r := range f.Rows {
			if e := ids.Entry(r.Organ); !r.Organ.IsZero() && !slices.Contains(organs, e) {
				organs = append(organs, e)
			}
		}
	}
	found, err := q.ReadAgencies(ctx, organs)
	out := make(map[ids.Agency]Agency, len(found))
	for _, x := range found {
		out[x.ID] = x
	}
	return out, err
}

// countable refuses a period that cannot be counted.
func countable(from, to, today civil.Date) error {
	switch {
	case to.Before(from):
		return badPeriod("结束日期早于开始日期", "The period ends before it begins")
	case today.Before(to):
		return badPeriod("期间不能晚于今天", "The period may not lie in the future")
	case from.AddDays(mostBulletinDays).Before(to):
		return badPeriod(fmt.Sprintf("一次最多%d天", mostBulletinDays), fmt.Sprintf("%d days at most", mostBulletinDays))
	}
	return nil
}

// bulletinCount is a bulletin being counted.
type bulletinCount struct {
	*Bulletin
	since, until, now time.Time
	only              ids.Case // zero: every case of the organ
}

func (c *bulletinCount) add(figure string, r FigureRow) {
	i := slices.IndexFunc(c.Figures, func(f Figure) bool { return f.ID == figure })
	c.Figures[i].Rows = append(c.Figures[i].Rows, r)
}

// in reports whether something happened in the period.
func (c *bulletinCount) in(at *time.Time) bool {
	return at != nil && !at.Before(c.since) && at.Before(c.until)
}

// bound refuses a period that has more rows than one bulletin holds: a figure that
// left some out would be wrong.
func bound(n int) error {
	if n > mostBulletinRows {
		return badPeriod(fmt.Sprintf("这段时间的事项超过%d项，请缩短期间", mostBulletinRows), fmt.Sprintf("There are more than %d rows in it; choose a shorter period", mostBulletinRows))
	}
	return nil
}

func (o *Office) bulletinCases(ctx context.Context, q *dbsqlc.Queries, c *bulletinCount) error {
	rows, err := q.BulletinCases(ctx, c.since, c.until, mostBulletinRows+1)
	if err != nil {
		return err
	}
	for _, r := range rows {
		row := FigureRow{Case: r.ID, Number: r.Number, What: fault.T(r.Kind, r.Kind), Organ: r.ReceiverID}
		if p, err := referral.For(referral.Kind(r.Kind)); err == nil {
			row.What = p.Title
		}
		if c.in(r.SentAt) {
			row.On = civil.DateOf(*r.SentAt)
			c.add("sent", row)
		}
		if c.in(r.ClosedAt) {
			row.On = civil.DateOf(*r.ClosedAt)
			c.add("closed", row)
		}
	}
	return bound(len(rows))
}

func (o *Office) bulletinDuties(ctx context.Context, q *dbsqlc.Queries, c *bulletinCount) error {
	rows, err := q.BulletinClocks(ctx, dbsqlc.BulletinClocksParams{Since: c.since, Until: c.until, CaseID: ids.Entry(c.only), PageSize: mostBulletinRows + 1})
	if err != nil {
		return err
	}
	for _, r := range rows {
		rule, ok := o.Rules.Edition(r.RuleID, r.Edition)
		if !ok || referral.Background(r.RuleID) || r.DueAt == nil {
			continue
		}
		row := FigureRow{Case: r.CaseID, Number: r.Number, What: rule.Title, Organ: r.OwesID, On: civil.DateOf(*r.DueAt)}
		switch {
		case r.State == "running" && c.now.After(*r.DueAt):
			row.Days = row.On.DaysUntil(civil.DateOf(c.now))
			c.add("overdue", row)
		case r.State == "met" && r.EndedAt != nil && r.EndedAt.After(*r.DueAt):
			row.Days = row.On.DaysUntil(civil.DateOf(*r.EndedAt))
			c.add("late", row)
		case r.State == "met":
			c.add("in_time", row)
		}
	}
	return bound(len(rows))
}

func bulletinMeetings(ctx context.Context, q *dbsqlc.Queries, c *bulletinCount) error {
	rows, err := q.BulletinMeetings(ctx, c.since, c.until, mostBulletinRows+1)
	if err != nil {
		return err
	}
	for _, r := range rows {
		c.add("meetings", FigureRow{Meeting: r.ID, Number: r.Number, Organ: r.AgencyID, On: civil.DateOf(*r.HeldAt), What: fault.T("联席会议", "Joint meeting")})
	}
	return bound(len(rows))
}

// bulletinPromises counts resolutions: kept in time means reported by the end of the day.
func bulletinPromises(ctx context.Context, q *dbsqlc.Queries, c *bulletinCount) error {
	rows, err := q.BulletinResolutions(ctx, c.until, c.since, mostBulletinRows+1)
	if err != nil {
		return err
	}
	for _, r := range rows {
		row := FigureRow{Meeting: r.MeetingID, Number: r.Number, What: fault.T(r.Text, r.Text), Organ: r.OwnerID, On: r.DueOn}
		if c.in(r.HeldAt) {
			c.add("resolved", row)
		}
		switch end := r.DueOn.AddDays(1).Start(); {
		case r.State == string(meeting.Accepted) && c.in(r.EndedAt) && r.ReportedAt != nil && r.ReportedAt.Before(end):
			c.add("kept", row)
		case r.State == string(meeting.Accepted) && c.in(r.EndedAt):
			c.add("kept_late", row)
		case r.EndedAt == nil && r.DueOn.Before(civil.DateOf(c.until)):
			if row.Days = r.DueOn.DaysUntil(civil.DateOf(c.now)); row.Days > 0 {
				c.add("unkept", row)
			}
		}
	}
	return bound(len(rows))
}
