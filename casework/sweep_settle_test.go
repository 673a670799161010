package casework_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

func onDay(t testing.TB, s string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// provisional stores a clock as a hub does that has no holiday table for its year.
func (d *desk) provisional(t testing.TB, rule, start, due string) ids.Clock {
	t.Helper()
	id := d.clock(t, kind{rule: rule, owes: d.Env.ID}, onDay(t, start).Start().Add(9*time.Hour), onDay(t, due).End())
	d.exec(t, "update clocks set provisional = true, fired = 15 where id = $1", id)
	return id
}

func TestProvisionalClockIsSettledOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.provisional(t, "fwd_decide_transfer", "2026-04-02", "2026-04-06") // the table makes the Monday part of Qingming
	d.exec(t, "update participations set due_at = $2 where agency_id = $1", d.Env.ID, onDay(t, "2026-04-06").End())
	d.Clock.Set(at(30, 9, 0))
	n, err := d.worker.SettleClocks(t.Context())
	if err != nil || n != 1 {
		t.Fatalf("settled %d, %v", n, err)
	}
	var due time.Time
	var open bool
	var fired int
	var listed *time.Time
	err = d.DB.Owner.QueryRow(t.Context(), "select c.due_at, c.provisional, c.fired, p.due_at from clocks c join participations p on p.case_id = c.case_id and p.agency_id = c.owes_id where c.id = $1", id).
		Scan(&due, &open, &fired, &listed)
	if err != nil {
		t.Fatal(err)
	}
	want := onDay(t, "2026-04-07").End()
	if !due.Equal(want) || open || fired != 0 || listed == nil || !listed.Equal(want) {
		t.Errorf("due %s, provisional %v, fired %d, listed %v; want %s", due, open, fired, listed, want)
	}
	if got := d.shown(t); got != "settled warn email env; settled warn inapp env" {
		t.Errorf("told %s", got)
	}
	line, err := d.ReadTimeline(t.Context(), d.Env.Handler, d.id)
	if err != nil {
		t.Fatal(err)
	}
	last := line.Events[len(line.Events)-1]
	if last.Event.Kind != "clock.settle" || !last.Event.AgencyID.IsZero() || !strings.Contains(string(last.Values["due"]), "2026-04-07") {
		t.Errorf("recorded as %s by %s: %s", last.Event.Kind, last.Event.AgencyID, last.Values["due"])
	}
	var was time.Time
	if err := json.Unmarshal(last.Values["was"], &was); err != nil || !was.Equal(onDay(t, "2026-04-06").End()) {
		t.Errorf("was %s, %v", was, err)
	}
	if n, err := d.worker.SettleClocks(t.Context()); err != nil || n != 0 {
		t.Errorf("a second run settled %d, %v", n, err)
	}
}

func TestSettlingKeepsTheRungsThatStillHold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.provisional(t, "fwd_decide_transfer", "2026-04-02", "2026-04-06")
	d.Clock.Set(onDay(t, "2026-04-05").Start().Add(18 * time.Hour)) // half time is over on either line, the end is not
	if _, err := d.worker.SettleClocks(t.Context()); err != nil {
		t.Fatal(err)
	}
	var fired int
	if err := d.DB.Owner.QueryRow(t.Context(), "select fired from clocks where id = $1", id).Scan(&fired); err != nil || fired != 1 {
		t.Errorf("fired %d, want 1, %v", fired, err)
	}
}

func TestClockOfAMissingYearStaysProvisional(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Clock.Set(time.Date(2099, time.February, 1, 9, 0, 0, 0, civil.Office))
	id := d.OpenedWith(t, officetest.Draft())
	d.Do(t, d.Env.Handler, id, "criminal.give_enforcement_opinion", referral.Input{Text: "同意"})
	d.Do(t, d.Env.Legal, id, "criminal.give_legal_opinion", referral.Input{Text: "同意"})
	d.Do(t, d.Env.Handler, id, "criminal.report", referral.Input{})
	before, err := d.Get(t.Context(), d.Env.Handler, id)
	if err != nil {
		t.Fatal(err)
	}
	n, err := d.worker.SettleClocks(t.Context())
	if err != nil || n != 0 {
		t.Errorf("settled %d without a table, %v", n, err)
	}
	after, err := d.Get(t.Context(), d.Env.Handler, id)
	if err != nil {
		t.Fatal(err)
	}
	if len(before.Clocks) == 0 || !before.Clocks[0].Row.Provisional || !after.Clocks[0].Row.Provisional {
		t.Error("the clock is not provisional")
	}
}
