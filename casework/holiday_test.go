package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// april is an instant in April 2026: 清明节 is from Saturday the 4th to Monday the
// 6th, so Friday the 3rd is the last working day and Tuesday the 7th the first.
func april(day, hour, minute int) time.Time {
	return time.Date(2026, time.April, day, hour, minute, 0, 0, civil.Office)
}

func (d *desk) tellHolidays(t *testing.T, at time.Time) int {
	t.Helper()
	d.Clock.Set(at)
	n, err := d.worker.TellHolidays(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func holidayDesk(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	police := func(rule string) kind { return kind{rule: rule, owes: d.Police.ID} }
	d.clock(t, police("fwd_police_decide_7"), april(1, 9, 0), civil.DateOf(april(5, 12, 0)).End())
	d.clock(t, police("fwd_police_notify_incomplete"), april(6, 10, 0), april(7, 10, 0)) // hours
	d.clock(t, police("fwd_police_decide_3"), april(1, 9, 0), civil.DateOf(april(7, 12, 0)).End())
	d.clock(t, police("fwd_police_decide_30"), april(1, 9, 0), civil.DateOf(april(3, 12, 0)).End()) // the evening before: an ordinary day
	d.clock(t, police("fwd_police_decide_30"), april(1, 9, 0), civil.DateOf(april(8, 12, 0)).End()) // the second working day
	d.exec(t, "delete from deliveries")
	return d
}

// TestHolidayListIsToldOnce: on the morning of the last working day everybody who
// handles cases of the owing organ is told, hour clocks first, and nobody twice.
func TestHolidayListIsToldOnce(t *testing.T) {
	t.Parallel()
	d := holidayDesk(t)
	d.exec(t, "insert into preferences (user_id, topic, channel, on_off) values ($1, 'clock', 'email', false)", d.Police.Handler.User)
	d.exec(t, "insert into preferences (user_id, topic, channel, on_off) values ($1, 'clock', 'inapp', false)", d.Police.Head.User)
	if n := d.tellHolidays(t, april(3, 8, 29)); n != 0 {
		t.Fatalf("told %d organs before the office opened", n)
	}
	if n := d.tellHolidays(t, april(3, 8, 30)); n != 1 {
		t.Fatalf("told %d organs, want the police alone", n)
	}
	for _, later := range []time.Time{april(3, 17, 0), april(5, 9, 0)} {
		if n := d.tellHolidays(t, later); n != 0 {
			t.Errorf("told %d organs again at %s", n, later)
		}
	}
	all := "holiday warn email police; "
	want := strings.Repeat(all, 3) + strings.Repeat("holiday warn email police/desk; ", 3) + strings.Repeat("holiday warn email police/head; ", 3) +
		"holiday warn inapp police/desk; holiday warn inapp police/handler"
	if got := d.shown(t); got != want {
		t.Errorf("told\n%s, want\n%s", got, want)
	}
	var order []string
	for _, n := range d.told(t) {
		switch {
		case n.Channel == "email" && n.User == d.Police.Head.User:
			order = append(order, n.Params.DueAt.In(civil.Office).Format("02 15:04"))
			if n.State != "digest" || n.Params.BasisZH == "" {
				t.Errorf("mail %+v", n)
			}
		case n.Channel == "inapp" && (!strings.Contains(n.Params.ZH, "清明节") || !strings.Contains(n.Params.ZH, "3项") || strings.Contains(n.Params.ZH, "暂按")):
			t.Errorf("the line says %s", n.Params.ZH)
		}
	}
	if !slices.Equal(order, []string{"07 10:00", "05 23:59", "07 23:59"}) {
		t.Errorf("the mail lists %v", order)
	}
	if n, _, err := d.worker.GatherDigests(t.Context()); err != nil || n != 3 {
		t.Errorf("%d mails for the desk, its officer and the head (%v)", n, err)
	}
}

// TestHolidayListReachesSomehow: who muted pages and mail, and has no number, is
// told in the pages all the same.
func TestHolidayListReachesSomehow(t *testing.T) {
	t.Parallel()
	d := holidayDesk(t)
	d.exec(t, "update users set email = '', phone = ''")
	d.exec(t, "update users set phone = '00000000001' where id = $1", d.Police.Head.User)
	d.exec(t, "insert into preferences (user_id, topic, channel, on_off) select id, 'clock', 'inapp', false from users")
	d.tellHolidays(t, april(5, 9, 0)) // the hub was down on the last working day
	got := d.shown(t)
	for _, want := range []string{"holiday warn inapp police/desk", "holiday warn inapp police/handler", "holiday warn sms police/head"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing from %s", want, got)
		}
	}
	if strings.Contains(got, "inapp police/head") {
		t.Errorf("the head muted the pages and has a number: %s", got)
	}
}

func TestNoListAfterTheHolidayNorBeforeAWeekend(t *testing.T) {
	t.Parallel()
	d := holidayDesk(t)
	for _, at := range []time.Time{april(7, 9, 0), time.Date(2026, time.March, 27, 9, 0, 0, 0, civil.Office)} {
		if n := d.tellHolidays(t, at); n != 0 {
			t.Errorf("told %d organs at %s", n, at)
		}
	}
}

func TestHolidayListOfAnOrgan(t *testing.T) {
	t.Parallel()
	d := holidayDesk(t)
	d.Clock.Set(april(2, 9, 0))
	l, err := d.ReadHolidayList(t.Context(), d.Police.Handler)
	if err != nil {
		t.Fatal(err)
	}
	if l.Name.ZH != "清明节" || l.Active || l.Provisional || len(l.Items) != 3 || l.Items[0].RuleID != "fwd_police_notify_incomplete" || l.Items[0].Number == "" {
		t.Errorf("the list is %+v %+v", l.Break, l.Items)
	}
	if other, err := d.ReadHolidayList(t.Context(), d.Env.Handler); err != nil || len(other.Items) != 0 {
		t.Errorf("the sender owes %d (%v)", len(other.Items), err)
	}
	d.Clock.Set(time.Date(2026, time.December, 31, 9, 0, 0, 0, civil.Office))
	if l, err = d.ReadHolidayList(t.Context(), d.Police.Handler); err != nil || !l.Active || !l.Provisional || l.From.String() != "2027-01-01" {
		t.Errorf("the next year, without a table: %+v (%v)", l.Break, err)
	}
	operator := d.Police.Handler
	operator.Functions = []string{"operator"}
	_, err = d.ReadHolidayList(t.Context(), operator)
	wants(t, err, fault.Denied, "not_allowed")
}
