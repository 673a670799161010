package casework

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ical"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// VisitFeed is a calendar of visits that a program fetches by its secret link
// (日程订阅): of one officer, of a plan's joint team (联合检查组), or of the whole agency. It tells when, in which district
// and under which plan, and never whom: a link is passed on sooner than a password.
type VisitFeed = dbsqlc.ListVisitFeedsRow

// mostVisitFeeds is how many links a person has at once.
const mostVisitFeeds = 20

// Days that a calendar shows, before and after the day on which it is fetched.
const feedBefore, feedAfter = 60, 400

// VisitFeeds lists the links that the asking person has made and not taken back.
func (o *Office) VisitFeeds(ctx context.Context, a Actor) (list []VisitFeed, err error) {
	if err := o.mayLists(a, "lists.read"); err != nil {
		return nil, err
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		list, err = q.ListVisitFeeds(ctx, a.User)
		return err
	})
	return list, err
}

// FeedOf says whose visits a calendar shows: an officer's, those of a plan's joint team,
// or, with neither, those of the whole agency.
type FeedOf struct{ Inspector, Plan ids.Entry }

// MakeVisitFeed makes a link; its address is told once and not kept.
func (o *Office) MakeVisitFeed(ctx context.Context, a Actor, of FeedOf) (address string, err error) {
	if err := o.mayLists(a, "lists.read"); err != nil {
		return "", err
	}
	secret := make([]byte, 32)
	if _, err := io.ReadFull(o.rand(), secret); err != nil {
		return "", fmt.Errorf("make the secret of a calendar: %w", err)
	}
	sum := sha256.Sum256(secret)
	err = o.changeFeeds(ctx, a, func(q *dbsqlc.Queries, now time.Time) error {
		have, err := q.ListVisitFeeds(ctx, a.User)
		if err != nil {
			return err
		}
		if len(have) >= mostVisitFeeds {
			return fault.New(fault.Rule, "feed.too_many", fault.T(fmt.Sprintf("一人最多%d个日历订阅，请先停用不用的", mostVisitFeeds), fmt.Sprintf("A person has %d calendars at most; revoke one first", mostVisitFeeds)))
		}
		if err := of.known(ctx, q, a); err != nil {
			return err
		}
		id := ids.New[ids.Entry](now)
		if err := q.InsertVisitFeed(ctx, dbsqlc.InsertVisitFeedParams{ID: id, AgencyID: a.Agency, UserID: a.User, InspectorID: of.Inspector, PlanID: of.Plan, Secret: sum[:], CreatedAt: now}); err != nil {
			return err
		}
		return o.enterLibrary(ctx, q, a, "feed.make", map[string]any{"feed": id.String(), "whole": of == FeedOf{}})
	})
	return o.PublicURL + "/v1/public/feeds/" + base64.RawURLEncoding.EncodeToString(secret) + ".ics", err
}

// known refuses an officer of another agency, and a plan that the agency has not joined.
func (of FeedOf) known(ctx context.Context, q *dbsqlc.Queries, a Actor) error {
	switch {
	case !of.Inspector.IsZero() && !of.Plan.IsZero():
		return invalid("body.plan", "检查人员和方案只能选一个", "Choose an officer or a plan, not both")
	case !of.Inspector.IsZero():
		people, err := q.ListInspectors(ctx, a.Agency)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(people, func(p dbsqlc.ListInspectorsRow) bool { return p.ID == of.Inspector }) {
			return invalid("body.inspector", "不在本部门的检查人员名录库", "Is not in your agency's library")
		}
	case !of.Plan.IsZero():
		parts, err := q.ListPlanAgencies(ctx, of.Plan)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(parts, func(p dbsqlc.ListPlanAgenciesRow) bool { return p.AgencyID == a.Agency && p.State == "joined" }) {
			return invalid("body.plan", "本部门没有参加这个检查方案", "Your agency has not joined this plan")
		}
	}
	return nil
}

// RevokeVisitFeed takes a link back (停用订阅): from then on it leads nowhere.
func (o *Office) RevokeVisitFeed(ctx context.Context, a Actor, id ids.Entry) error {
	if err := o.mayLists(a, "lists.read"); err != nil {
		return err
	}
	return o.changeFeeds(ctx, a, func(q *dbsqlc.Queries, now time.Time) error {
		n, err := q.RevokeVisitFeed(ctx, now, id, a.User)
		if err != nil {
			return err
		}
		if n == 0 {
			return missing()
		}
		return o.enterLibrary(ctx, q, a, "feed.revoke", map[string]any{"feed": id.String()})
	})
}

// changeFeeds runs f with the agency's row locked, as every change of its library chain.
func (o *Office) changeFeeds(ctx context.Context, a Actor, f func(*dbsqlc.Queries, time.Time) error) error {
	now := o.Now()
	return o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		if _, err := q.LockAgency(ctx, a.Agency); err != nil {
			return err
		}
		return f(q, now)
	})
}

// VisitCalendar is what a link leads to. A link of somebody who may no longer read the
// lists leads nowhere.
func (o *Office) VisitCalendar(ctx context.Context, secret string) ([]byte, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(secret)
	if err != nil || len(raw) != 32 {
		return nil, missing()
	}
	sum := sha256.Sum256(raw)
	var feed dbsqlc.VisitFeedOfRow
	if err := o.read(ctx, nobody, func(q *dbsqlc.Queries) error {
		feed, err = q.VisitFeedOf(ctx, sum[:])
		return orMissing(err)
	}); err != nil {
		return nil, err
	}
	a := Actor{Agency: ids.Agency(feed.AgencyID), User: ids.User(feed.UserID), Functions: feed.Functions}
	if o.mayLists(a, "lists.read") != nil {
		return nil, missing()
	}
	now := o.Now()
	today := civil.DateOf(now)
	var rows []dbsqlc.ListFeedVisitsRow
	if err := o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err = q.ListFeedVisits(ctx, dbsqlc.ListFeedVisitsParams{FromOn: today.AddDays(-feedBefore), ToOn: today.AddDays(feedAfter), AgencyID: a.Agency, Whole: feed.InspectorID.IsZero(), InspectorID: feed.InspectorID, OfPlan: !feed.PlanID.IsZero(), PlanID: feed.PlanID})
		return err
	}); err != nil {
		return nil, err
	}
	events := make([]ical.Event, len(rows))
	for i, r := range rows {
		events[i] = o.visitEvent(r, now)
	}
	return ical.Feed("联合检查", events), nil
}

// visitEvent shows a half day of the calendar.
func (o *Office) visitEvent(r dbsqlc.ListFeedVisitsRow, now time.Time) ical.Event {
	e := ical.Event{Method: ical.Request, UID: r.ID.String() + "@" + o.Hub, Sequence: int(r.Version), Stamp: now, Summary: "现场检查 " + r.Number, Text: "企业名称请登录平台查看"}
	if r.Title != "" {
		e.Summary, e.Text = "联合检查 第"+r.Number+"号 "+r.District, r.Title+"。企业名称请登录平台查看"
	}
	e.Start, e.End = halfDay(r.Day, r.Half)
	if r.State == "cancelled" {
		e.Method, e.Sequence = ical.Cancel, e.Sequence+1
	}
	return e
}
