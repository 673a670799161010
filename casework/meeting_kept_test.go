package casework_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/store"
)

// TestMeetingMoves asks the database for every way from state to state, as convener
// and as another agency: it lets through what the table of the procedure knows.
func TestMeetingMoves(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	m := w.prepared(t)
	_, err := w.CallMeeting(t.Context(), w.env, m.ID)
	ok(t, err)
	states := []meeting.State{meeting.Draft, meeting.Called, meeting.Held, meeting.Minuted, meeting.Countersigned, meeting.Closed, meeting.Cancelled}
	leads := func(from, to meeting.State, convener bool) bool {
		for _, row := range meeting.Table {
			if row.To == to && row.Fits(convener) {
				if got, err := meeting.Decide(from, row.Step, convener); err == nil && got == to {
					return true
				}
			}
		}
		return from == meeting.Minuted && to == meeting.Countersigned // the last signature, whosever it is
	}
	for _, from := range states {
		for _, to := range states {
			for _, a := range []casework.Actor{w.env, w.police} {
				if from == to {
					continue
				}
				_, err := w.DB.Owner.Exec(t.Context(), "update meetings set state = $2 where id = $1", m.ID, string(from))
				ok(t, err)
				err = changeAs(t, w, a, "update meetings set state = $2 where id = $1", m.ID, string(to))
				if got, want := err == nil, leads(from, to, a.Agency == w.env.Agency); got != want {
					t.Errorf("%s from %s to %s: %v, want %v", a.Sector, from, to, err, want)
				}
			}
		}
	}
}

// changeAs runs one statement with the rights of an agency's people; it fails if nothing was changed.
func changeAs(t *testing.T, w table, a casework.Actor, sql string, args ...any) error {
	t.Helper()
	return store.Write(t.Context(), w.DB.App, a.Agency, func(tx pgx.Tx) error {
		tag, err := tx.Exec(t.Context(), sql, args...)
		if err == nil && tag.RowsAffected() == 0 {
			err = &pgconn.PgError{Code: "42501", Message: "no row"}
		}
		return err
	})
}

// TestMeetingSeats: below the policies the database keeps what is another's: its
// reply, its signature, the attendance, the words of the convener, the signatures that
// are missing.
func TestMeetingSeats(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	m := w.minuted(t)
	mine, theirs := w.police.Agency, w.procurator.Agency
	for what, try := range map[string]struct {
		a    casework.Actor
		sql  string
		args []any
		may  bool
	}{
		"sign for another":          {w.police, "update meeting_agencies set signed_at = now(), signed = 'x' where meeting_id = $1 and agency_id = $2", []any{m.ID, theirs}, false},
		"the convener signs for it": {w.env, "update meeting_agencies set signed_at = now(), signed = 'x' where meeting_id = $1 and agency_id = $2", []any{m.ID, theirs}, false},
		"reply for another":         {w.police, "update meeting_agencies set reply = 'declined' where meeting_id = $1 and agency_id = $2", []any{m.ID, theirs}, false},
		"the convener replies":      {w.env, "update meeting_agencies set reply = 'accepted' where meeting_id = $1 and agency_id = $2", []any{m.ID, theirs}, false},
		"be there after all":        {w.procurator, "update meeting_agencies set present = true where meeting_id = $1 and agency_id = $2", []any{m.ID, theirs}, false},
		"move it":                   {w.police, "update meetings set starts_at = starts_at - interval '1 day' where id = $1", []any{m.ID}, false},
		"take it over":              {w.police, "update meetings set agency_id = $2 where id = $1", []any{m.ID, mine}, false},
		"final without signatures":  {w.env, "update meetings set state = 'countersigned' where id = $1", []any{m.ID}, false},
		"an outsider":               {w.Market.Head, "update meetings set reason = 'x' where id = $1", []any{m.ID}, false},
		"its own reply":             {w.police, "update meeting_agencies set reply = 'tentative' where meeting_id = $1 and agency_id = $2", []any{m.ID, mine}, true},
		"its own signature":         {w.police, "update meeting_agencies set signed_at = now(), signed = 'x' where meeting_id = $1 and agency_id = $2", []any{m.ID, mine}, true},
	} {
		err := changeAs(t, w, try.a, try.sql, try.args...)
		var pg *pgconn.PgError
		if (err == nil) != try.may || err != nil && (!errors.As(err, &pg) || pg.Code != "42501") {
			t.Errorf("%s: %v, want allowed %v", what, err, try.may)
		}
	}
}

// TestMarksSettled: a case that was agreed on beforehand, or talked about and minuted,
// is off the list of the marked, also where another organ had put it there; one that
// was not talked about stays.
func TestMarksSettled(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	m := w.prepared(t)
	var cases [3]ids.Case
	for i := range cases {
		cases[i] = w.Received(t)
		_, err := w.MarkForMeeting(t.Context(), w.Police.Desk, cases[i], ids.Clock{}, fmt.Sprintf("第%d件请会议协商", i+1))
		ok(t, err)
	}
	var items []casework.NewItem
	for _, id := range cases {
		items = append(items, casework.NewItem{Source: "marked", Case: id, Title: "协商取样时间"})
	}
	m, err := w.AddItems(t.Context(), w.env, m.ID, items)
	ok(t, err)
	open := func(want int) {
		t.Helper()
		list, err := w.MeetingMarks(t.Context(), w.Env.Handler, true, nil, 10)
		if err != nil || len(list.Items) != want {
			t.Errorf("%d marks are open, want %d: %v", len(list.Items), want, err)
		}
	}
	_, err = w.CallMeeting(t.Context(), w.env, m.ID)
	ok(t, err)
	open(3)
	_, err = w.SettleItem(t.Context(), w.env, m.ID, m.Agenda[0].ID, "agreed", "按期取样")
	ok(t, err)
	open(2)
	w.Clock.Set(m.StartsAt)
	_, err = w.HoldMeeting(t.Context(), w.env, m.ID, []casework.Attendance{{Agency: w.police.Agency, Present: true}})
	ok(t, err)
	_, err = w.SettleItem(t.Context(), w.env, m.ID, m.Agenda[1].ID, "discussed", "一周内决定")
	ok(t, err)
	open(2)
	_, err = w.DraftMinutes(t.Context(), w.env, m.ID)
	ok(t, err)
	_, err = w.SubmitMinutes(t.Context(), w.env, m.ID)
	ok(t, err)
	open(1)
	s, err := w.ReadSilence(t.Context(), w.Police.Desk, cases[0])
	if err != nil || len(s.Marks) != 1 || s.Marks[0].MeetingID != m.ID {
		t.Errorf("taken off by %+v, %v", s.Marks, err)
	}
	line, err := w.ReadTimeline(t.Context(), w.Police.Desk, cases[0])
	ok(t, err)
	if last := line.Events[len(line.Events)-1].Event; last.Kind != "meeting.off" {
		t.Errorf("the record of the case ends with %s", last.Kind)
	}
	// Who convenes nothing about a case leaves the marks of others alone.
	if err := changeAs(t, w, w.env, "update meeting_marks set off_at = now(), off_reason = 'x' where case_id = $1", cases[2]); err == nil {
		t.Error("a mark of the police is taken off without a meeting")
	}
}

// TestPositionsReminded: a week ahead, once, and after a move again for the new time.
func TestPositionsReminded(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	id := w.Received(t)
	from := w.Clock.Now().AddDate(0, 0, 20)
	m, err := w.MakeMeeting(t.Context(), w.env, casework.NewMeeting{Series: w.series, Title: "行刑衔接联席会议", From: from, To: from.Add(time.Hour)})
	ok(t, err)
	m, err = w.AddItems(t.Context(), w.env, m.ID, []casework.NewItem{{Source: "stuck", Case: id, Title: "协商由谁办理"}, {Source: "own", Title: "明年计划"}})
	ok(t, err)
	m, err = w.CallMeeting(t.Context(), w.env, m.ID)
	ok(t, err)
	if got := m.Awaited[m.Agenda[0].ID]; len(got) != 2 || m.PositionsBy.DaysUntil(m.Today) != -13 {
		t.Errorf("awaited %v by %s", got, m.PositionsBy)
	}
	office := w.WithPool(w.DB.Worker)
	remind := func(days, want int) {
		t.Helper()
		w.Clock.Advance(time.Duration(days) * 24 * time.Hour)
		if n, err := office.RemindPositions(t.Context()); err != nil || n != want {
			t.Errorf("%d reminded on %s, want %d: %v", n, w.Clock.Now(), want, err)
		}
	}
	remind(12, 0)
	_, err = w.TakePosition(t.Context(), w.police, m.ID, m.Agenda[0].ID, "discuss", "")
	ok(t, err)
	remind(1, 1) // the environment has not said anything; the procuratorate takes no part in the case
	remind(1, 0)
	_, err = w.MoveMeeting(t.Context(), w.env, m.ID, casework.MovedTo{From: from.AddDate(0, 0, 10), To: from.AddDate(0, 0, 10).Add(time.Hour), Reason: "主持人出差"})
	ok(t, err)
	remind(1, 0)
	remind(9, 1)
	var inbox int
	ok(t, w.DB.Owner.QueryRow(context.Background(), "select count(*) from deliveries where topic = 'meeting.position' and channel = 'inapp' and agency_id = $1", w.env.Agency).Scan(&inbox))
	if inbox != 2 {
		t.Errorf("%d notices", inbox)
	}
}
