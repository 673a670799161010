package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
	"github.com/xianjie-hub/xianjie/workers/job"
)

// Levels of a notice. An urgent one goes to the duty roster at once.
const (
	LevelInfo   = "info"
	LevelWarn   = "warn"
	LevelUrgent = "urgent"
)

// NoticeParams is all that a notification may carry: number, kind and link,
// never the content of a case.
type NoticeParams struct {
	Number   string     `json:"number"`
	CaseKind string     `json:"case_kind"`
	ZH       string     `json:"zh"` // what happened, in a few words
	EN       string     `json:"en"`
	Link     string     `json:"link"`
	DueAt    *time.Time `json:"due_at,omitempty"`
	BasisZH  string     `json:"basis_zh,omitempty"`

	Meeting ids.Entry  `json:"meeting,omitzero"` // of a joint meeting: an invitation carries it as a calendar
	Visit   *VisitTime `json:"visit,omitempty"`  // of a visit on the spot: likewise

	LateSeconds int `json:"late_s,omitempty"` // how long after its moment a clock's notice was written
}

// notice is one thing one organ has to be told.
type notice struct {
	Case   ids.Case
	Event  ids.Event
	Agency ids.Agency
	User   ids.User // zero: the whole organ; else this person of it alone
	Topic  string
	Level  string
	Params NoticeParams
	Dedup  string // stable: the same notice is written once

	organs map[ids.Agency]dbsqlc.ReadAgenciesRow // those already read
	quiet  bool                                  // somebody else announces it to open pages
}

// tell writes the notices of an act and wakes the workers, in the act's own
// transaction.
func (o *Office) tell(ctx context.Context, q *dbsqlc.Queries, batch *store.Batch, tx pgx.Tx, c change, event ids.Event) error {
	b := batch.Queries()
	told := c.out.Tells
	if c.out.Step.Inside || c.actor.Desk != nil {
		told = append(told, c.actorAgency()) // the head has to sign, the handler has to go on; what a shared desk took in is to be given to somebody
	}
	pages := make([]string, 0, len(c.Parts)+len(told)) // every organ's open pages reload what they show
	for _, p := range c.Parts {
		pages = append(pages, p.AgencyID.String())
	}
	for _, agency := range told {
		if page := agency.String(); !slices.Contains(pages, page) {
			pages = append(pages, page)
		}
		n := notice{
			organs: c.Agencies, quiet: true,
			Case: c.Case.ID, Event: event, Agency: agency, Topic: string(c.request.Action), Level: LevelInfo,
			Dedup: event.String() + ":" + agency.String(),
			Params: NoticeParams{
				Number: c.Case.Number, CaseKind: c.Case.Kind, ZH: c.out.Step.Title.ZH, EN: c.out.Step.Title.EN, Link: o.link(c.Case.ID),
			},
		}
		var due time.Time
		if n.Level, due = o.urgency(c, agency); !due.IsZero() {
			n.Params.DueAt = &due
		}
		if err := o.put(ctx, q, b, n, c.now); err != nil {
			return err
		}
	}
	if err := b.Announce(ctx, pages); err != nil {
		return err
	}
	if len(told) == 0 {
		return nil
	}
	if _, err := o.Jobs.InsertManyFastTx(ctx, batch.Tx(tx), []river.InsertManyParams{{Args: job.WakeDeliveries{}}}); err != nil {
		return fmt.Errorf("wake the deliveries: %w", err)
	}
	return nil
}

// wake has the workers look at the deliveries that the transaction leaves behind.
func (o *Office) wake(ctx context.Context, tx pgx.Tx) error {
	if _, err := o.Jobs.InsertTx(ctx, tx, job.WakeDeliveries{}, nil); err != nil {
		return fmt.Errorf("wake the deliveries: %w", err)
	}
	return nil
}

func (o *Office) link(id ids.Case) string { return o.PublicURL + "/referrals/" + id.String() }

// paperLink is what the QR code of a paper holds: the case, at its papers, where the
// sealed version is added.
func (o *Office) paperLink(id ids.Case) string { return o.link(id) + "?seal=1" }

// urgency says how pressing an act is for an organ. A duty that counts hours or
// ends before the next working morning is urgent, with the time it ends; one
// that the law wants at once (及时、立即) does not wait for the morning digest.
func (o *Office) urgency(c change, agency ids.Agency) (string, time.Time) {
	level, cal := LevelInfo, o.Rules.Calendar()
	for _, st := range c.out.Starts {
		if st.Owes != agency || st.Option {
			continue
		}
		rule, due, runs := o.dueFrom(st.Rule, c.Snapshot.Content.ActOn, st.At, st.Binds...)
		switch {
		case rule.Confidence == deadline.Internal:
			continue
		case runs && (rule.Unit == deadline.Hours || due.Before(nextMorning(cal, c.now))):
			return LevelUrgent, due
		case rule.Unit == deadline.Prompt && !rule.Off():
			level = LevelWarn
		}
	}
	return level, time.Time{}
}

// put writes the deliveries of one notice: in the pages always, to the endpoints of
// the organ, by e-mail to its desk, and when urgent to everybody on duty, by mail and text message.
func (o *Office) put(ctx context.Context, q, b *dbsqlc.Queries, n notice, now time.Time) error {
	organ, known := n.organs[n.Agency]
	if !known {
		organs, err := q.ReadAgencies(ctx, []ids.Entry{ids.Entry(n.Agency)})
		if err != nil {
			return err
		}
		if known = len(organs) > 0; known {
			organ = organs[0]
		}
	}
	if organ.Peer != "" { // its own hub tells it
		return nil
	}
	params, err := json.Marshal(n.Params)
	if err != nil {
		return fmt.Errorf("write a notice: %w", err)
	}
	row := dbsqlc.InsertDeliveryParams{
		CaseID: n.Case, EventID: n.Event, AgencyID: n.Agency, Topic: n.Topic, Level: n.Level, Params: params, CreatedAt: now, NextAt: now,
	}
	add := func(channel, state, to string, user ids.User, at time.Time) error {
		row.ID, row.Channel, row.State, row.UserID, row.NextAt = ids.New[ids.Delivery](now), channel, state, user, at
		row.Dedup = n.Dedup + ":" + channel + ":" + to
		row.SentAt = nil
		if state == "sent" {
			row.SentAt = &now
		}
		return b.InsertDelivery(ctx, row)
	}
	person, desk := "", "desk"
	if !n.User.IsZero() {
		person, desk = n.User.String(), n.User.String()
	}
	if err := add("inapp", "sent", person, n.User, now); err != nil {
		return err
	}
	if n.User.IsZero() {
		if err := o.toEndpoints(ctx, b, row, n.Dedup, now); err != nil {
			return err
		}
	}
	if !n.quiet {
		if err := b.Announce(ctx, []string{n.Agency.String()}); err != nil {
			return err
		}
	}
	if !known {
		return nil
	}
	mail := organ.Email != ""
	if !n.User.IsZero() { // who has no address reads it in the pages: a mail to nowhere would become work
		u, err := q.ReadUser(ctx, n.User)
		if err != nil {
			return err
		}
		mail = u.Email != ""
	}
	if mail {
		state, at := "pending", now
		if open := officeOpens(o.Rules.Calendar(), now); n.Level == LevelInfo && open.After(now) {
			state, at = "digest", open // outside office hours a plain notice waits for the morning digest
		}
		if err := add("email", state, desk, n.User, at); err != nil {
			return err
		}
	}
	if n.Level != LevelUrgent {
		return nil
	}
	shifts, err := q.OnDuty(ctx, n.Agency, now)
	if err != nil {
		return err
	}
	for _, s := range shifts {
		if err := add("email", "pending", s.UserID.String(), s.UserID, now); err != nil {
			return err
		}
		if err := add("sms", "pending", s.UserID.String(), s.UserID, now); err != nil {
			return err
		}
	}
	return nil
}

// Office hours of the notices. They are a courtesy of the hub, no legal number.
const (
	opensAt  = 8*time.Hour + 30*time.Minute
	closesAt = 18 * time.Hour
)

// officeOpens gives now during office hours, else the next opening.
func officeOpens(cal *deadline.Calendar, now time.Time) time.Time {
	today := civil.DateOf(now)
	if cal.IsWorkingDay(today) {
		if now.Before(today.Start().Add(opensAt)) {
			return today.Start().Add(opensAt)
		}
		if now.Before(today.Start().Add(closesAt)) {
			return now
		}
	}
	return nextMorning(cal, now)
}

// nextMorning is the opening on the next working day after today.
func nextMorning(cal *deadline.Calendar, now time.Time) time.Time {
	return cal.NextWorkingDay(civil.DateOf(now)).Start().Add(opensAt)
}
