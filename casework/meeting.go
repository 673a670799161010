package casework

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/policies/access"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Joint meetings (联席会议): the procedure is the table of domain/meeting; ADR 0025
// says what is shown to whom and what goes out in a mail.

// meetingSubject is the kind of chain a meeting has in the record.
const meetingSubject = "meeting"

// What the edge may see of a meeting.
type (
	MeetingRow      = dbsqlc.ListMeetingsRow
	MeetingAgency   = dbsqlc.ListMeetingAgenciesRow
	AgendaItem      = dbsqlc.MeetingItem
	Resolution      = dbsqlc.ListResolutionsRow
	Carried         = dbsqlc.ListCarriedRow
	MeetingPaper    = dbsqlc.MeetingPaper
	MeetingDocument = dbsqlc.ListMeetingDocumentsRow
	MeetingSeal     = dbsqlc.ListMeetingSealsRow
	Series          = dbsqlc.ListSeriesRow
	Minutes         = dbsqlc.MeetingMinute
	Promises        = dbsqlc.CountPromisesRow
	Task            = dbsqlc.ListTasksRow
)

// Meeting is a meeting as one of its agencies sees it.
type Meeting struct {
	dbsqlc.Meeting
	Series      string // its title; empty: a single meeting
	Agencies    []MeetingAgency
	Mine        MeetingAgency
	Carried     []Carried // unkept resolutions of earlier meetings: they head the agenda
	Agenda      []AgendaItem
	Opened      map[ids.Case]bool          // cases of the agenda that the asking organ takes part in
	Awaited     map[ids.Entry][]ids.Agency // agencies of such a case that have not taken a position, by item
	PositionsBy civil.Date                 // until when positions are taken; zero: no rule says, or too late to ask
	Minutes     *Minutes
	Resolutions []Resolution
	Papers      []MeetingPaper
	Documents   []MeetingDocument
	SignedIn    []SignedIn
	Slots       []Slot
	Positions   []MeetingPosition
	Seals       []MeetingSeal
	Warnings    []fault.Text // what is odd about its time
	Actions     []string     // steps that the asking person may take now
	Today       civil.Date
}

func (m *Meeting) convener(a Actor) bool { return m.AgencyID == a.Agency }

func (m *Meeting) relation(a Actor) string {
	if m.convener(a) {
		return "convener"
	}
	return "participant"
}

// state of the meeting in the words of its table.
func (m *Meeting) state() meeting.State { return meeting.State(m.State) }

// named gives the short name of one of its agencies.
func (m *Meeting) named(id ids.Agency) string {
	for _, x := range m.Agencies {
		if x.AgencyID == id {
			return x.ShortName
		}
	}
	return ""
}

// rightOf is the action of the policies behind a step.
func rightOf(s meeting.Step) string {
	switch s {
	case meeting.Reply, meeting.Answer, meeting.Position, meeting.Attach, meeting.SignIn:
		return "meeting.share"
	case meeting.Countersign, meeting.Object:
		return "meeting.sign"
	}
	return "meeting.hold"
}

func (o *Office) mayMeet(a Actor, action, relation string) bool {
	return o.Access.AllowsOrgan(a.principal(), action, access.Organ{Agency: a.Agency, Relation: relation})
}

func meetingDenied() *fault.Error {
	return fault.New(fault.Denied, "not_allowed", fault.T("您的岗位不能办理这一步骤；召集、纪要和会签由联席会议召集人或者负责人办理", "Your function may not do this; calling, minutes and countersigning are the coordinator's or the head's"))
}

// Meeting gives one meeting.
func (o *Office) Meeting(ctx context.Context, a Actor, id ids.Entry) (m Meeting, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		m, err = o.meetingIn(ctx, q, a, id)
		return err
	})
	return m, err
}

func (o *Office) meetingIn(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Entry) (Meeting, error) {
	row, err := q.ReadMeeting(ctx, id)
	if err != nil {
		return Meeting{}, orMissing(err)
	}
	return o.meetingOf(ctx, q, a, row)
}

func (o *Office) meetingOf(ctx context.Context, q *dbsqlc.Queries, a Actor, row dbsqlc.Meeting) (m Meeting, err error) {
	m.Meeting, m.Today = row, civil.DateOf(o.Now())
	if m.Agencies, err = q.ListMeetingAgencies(ctx, row.ID); err != nil {
		return m, err
	}
	mine := slices.IndexFunc(m.Agencies, func(x MeetingAgency) bool { return x.AgencyID == a.Agency })
	if mine < 0 || !o.mayMeet(a, "meeting.read", m.relation(a)) {
		return m, missing()
	}
	m.Mine = m.Agencies[mine]
	if !row.SeriesID.IsZero() {
		s, err := q.ReadSeries(ctx, row.SeriesID)
		if err != nil && !noRows(err) {
			return m, err
		}
		m.Series = s.Title
	}
	if err := o.fillMeeting(ctx, q, a, &m); err != nil {
		return m, err
	}
	if m.PositionsBy, err = o.positionsBy(ctx, q, row); err != nil {
		return m, err
	}
	if st := m.state(); st == meeting.Draft || st == meeting.Called {
		m.Warnings = meeting.Warnings(o.Rules.Calendar(), m.StartsAt)
	}
	m.Actions = o.meetingActions(a, &m)
	return m, nil
}

// fillMeeting reads what hangs on a meeting. While it is prepared, the others see
// when it may be and nothing of what it is about.
func (o *Office) fillMeeting(ctx context.Context, q *dbsqlc.Queries, a Actor, m *Meeting) (err error) {
	if m.Slots, err = slotsOf(ctx, q, m.ID); err != nil {
		return err
	}
	if m.state() == meeting.Draft && !m.convener(a) {
		return nil
	}
	if !m.SeriesID.IsZero() {
		held := farAhead
		if m.HeldAt != nil {
			held = *m.HeldAt
		}
		if m.Carried, err = q.ListCarried(ctx, dbsqlc.ListCarriedParams{SeriesID: m.SeriesID, MeetingID: m.ID, StartsAt: m.StartsAt, HeldAt: held}); err != nil {
			return err
		}
	}
	if m.Agenda, err = q.ListAgenda(ctx, m.ID); err != nil {
		return err
	}
	if err := m.open(ctx, q); err != nil {
		return err
	}
	if m.Positions, err = q.ListPositions(ctx, m.ID); err != nil {
		return err
	}
	m.await()
	if m.Resolutions, err = q.ListResolutions(ctx, m.ID); err != nil {
		return err
	}
	if m.Papers, err = q.ListMeetingPapers(ctx, m.ID); err != nil {
		return err
	}
	if m.Seals, err = q.ListMeetingSeals(ctx, m.ID); err != nil {
		return err
	}
	if m.Documents, err = q.ListMeetingDocuments(ctx, m.ID); err != nil {
		return err
	}
	if m.SignedIn, err = q.ListSignIns(ctx, m.ID); err != nil {
		return err
	}
	if m.state() == meeting.Held && !m.convener(a) {
		return nil // minutes are the convener's until they are sent for countersignature
	}
	minutes, err := q.ReadMinutes(ctx, m.ID)
	if err == nil {
		m.Minutes = &minutes
	} else if !noRows(err) {
		return err
	}
	return nil
}

// farAhead stands for a meeting that was not held yet.
var farAhead = time.Date(9999, time.January, 1, 0, 0, 0, 0, time.UTC)

// meetingActions are the steps that the asking person may take now.
func (o *Office) meetingActions(a Actor, m *Meeting) []string {
	list := []string{}
	now := o.Now()
	for _, s := range meeting.Possible(m.state(), m.convener(a)) {
		possible := true
		switch s {
		case meeting.Hold:
			possible = meeting.MayHold(now, m.StartsAt) == nil
		case meeting.Call:
			possible = meeting.MayCall(now, m.StartsAt) == nil
		case meeting.RecordLate:
			possible = meeting.MayRecordLate(now, m.EndsAt) == nil
		case meeting.Reply, meeting.Position:
			possible = meeting.MayReply(now, m.EndsAt) == nil
		case meeting.Answer:
			possible = len(m.Slots) > 0
		case meeting.Countersign:
			possible = m.Mine.Present && m.Mine.SignedAt == nil
		case meeting.Object:
			possible = m.Mine.Present
		case meeting.Minute:
			possible = m.Minutes != nil
		case meeting.Urge:
			possible = slices.ContainsFunc(m.Resolutions, func(r Resolution) bool { return meeting.Light(meeting.Promise(r.State), r.DueOn, m.Today) == "red" })
		}
		if possible && o.mayMeet(a, rightOf(s), m.relation(a)) {
			list = append(list, string(s))
		}
	}
	return list
}

// meetingChange is a step under way: the meeting is locked, the step possible.
type meetingChange struct {
	*Meeting
	q     *dbsqlc.Queries
	tx    pgx.Tx
	actor Actor
	to    meeting.State
	now   time.Time
}

// changeMeeting runs f with the meeting locked: first the lock, then who may see
// it, then who may do this, then whether it is possible now.
func (o *Office) changeMeeting(ctx context.Context, a Actor, id ids.Entry, step meeting.Step, f func(c *meetingChange) error) (m Meeting, err error) {
	now := o.Now()
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		row, err := q.LockMeeting(ctx, id)
		if err != nil {
			return orMissing(err)
		}
		if m, err = o.meetingOf(ctx, q, a, row); err != nil {
			return err
		}
		if !o.mayMeet(a, rightOf(step), m.relation(a)) {
			return meetingDenied()
		}
		to, err := meeting.Decide(m.state(), step, m.convener(a))
		if err != nil {
			return err
		}
		c := &meetingChange{Meeting: &m, q: q, tx: tx, actor: a, to: to, now: now}
		if err := f(c); err != nil {
			return o.withActions(err, &m)
		}
		m, err = o.meetingIn(ctx, q, a, id)
		return err
	})
	return m, err
}

// withActions adds to a refusal what is possible instead.
func (o *Office) withActions(err error, m *Meeting) error {
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Kind == fault.Rule && len(f.Allowed) == 0 {
		f.Allowed = m.Actions
	}
	return err
}

// save writes the meeting with its new state.
func (c *meetingChange) save(ctx context.Context) error {
	m := c.Meeting
	m.State = string(c.to)
	return c.q.SaveMeeting(ctx, dbsqlc.SaveMeetingParams{
		ID: m.ID, Title: m.Title, Place: m.Place, StartsAt: m.StartsAt, EndsAt: m.EndsAt, State: m.State, Sequence: m.Sequence, SharedAt: m.SharedAt,
		HeldAt: m.HeldAt, ClosedAt: m.ClosedAt, Reason: m.Reason,
	})
}

// enterMeeting records an act in the meeting's chain: states, days, numbers and
// digests. What was said stands in the minutes, whose digest is recorded.
func (o *Office) enterMeeting(ctx context.Context, c *meetingChange, kind string, fields map[string]any) (record.Event, error) {
	return o.meetingEvent(ctx, c.q, c.actor, c.ID, kind, c.now, fields)
}

func (o *Office) meetingEvent(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Entry, kind string, now time.Time, fields map[string]any) (record.Event, error) {
	return o.enter(ctx, q, q, entry{
		Subject: record.Subject{Kind: meetingSubject, ID: id.String()}, Kind: kind, OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: fields,
	})
}

// tellMeeting writes a notice to agencies of a meeting: number and link, and with
// the invitation of a mail its time. The workers are woken in the same transaction.
func (o *Office) tellMeeting(ctx context.Context, c *meetingChange, ev record.Event, topic, level string, text fault.Text, to []ids.Agency) error {
	batch := &store.Batch{}
	b := batch.Queries()
	for _, agency := range to {
		if slices.ContainsFunc(c.far(), func(x MeetingAgency) bool { return x.AgencyID == agency }) {
			continue // told across hubs, in its invitation
		}
		n := notice{
			Event: ev.ID, Agency: agency, Topic: topic, Level: level, Dedup: ev.ID.String() + ":" + agency.String(),
			Params: NoticeParams{Number: c.Number, CaseKind: meetingSubject, ZH: text.ZH, EN: text.EN, Link: o.meetingLink(c.ID), Meeting: c.ID},
		}
		if err := o.put(ctx, c.q, b, n, c.now); err != nil {
			return err
		}
	}
	if err := o.wake(ctx, c.tx); err != nil {
		return err
	}
	return batch.Send(ctx, c.tx)
}

func (o *Office) meetingLink(id ids.Entry) string { return o.PublicURL + "/meetings/" + id.String() }

// others are the agencies of the meeting without the actor's.
func (c *meetingChange) others() (list []ids.Agency) {
	for _, x := range c.Agencies {
		if x.AgencyID != c.actor.Agency {
			list = append(list, x.AgencyID)
		}
	}
	return list
}

func hexDigest(sum [32]byte) string { return hex.EncodeToString(sum[:]) }
