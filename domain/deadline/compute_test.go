package deadline_test

import (
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// TestWorkedExamples is rule book §9.2, all of it.
func TestWorkedExamples(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	at := time.Date(2026, 9, 30, 17, 0, 0, 0, civil.Office)
	for _, c := range []struct {
		name     string
		rule     deadline.Rule
		start    deadline.Start
		raw, due string
	}{
		{"A", rule(3, deadline.CalendarDays, natural), deadline.OnDay(date("2026-09-30")), "2026-10-03", "2026-10-08T23:59:59+08:00"},
		{"B", rule(3, deadline.WorkingDays, working), deadline.OnDay(date("2026-09-30")), "", "2026-10-10T23:59:59+08:00"},
		{"C", rule(24, deadline.Hours, exact), deadline.AtInstant(at), "", "2026-10-01T17:00:00+08:00"},
		{"D", rule(5, deadline.WorkingDays, working), deadline.OnDay(date("2026-09-18")), "", "2026-09-24T23:59:59+08:00"},
		{"E", rule(90, deadline.CalendarDays, natural), deadline.OnDay(date("2026-07-03")), "2026-10-01", "2026-10-08T23:59:59+08:00"},
		{"F", rule(30, deadline.CalendarDays, natural), deadline.OnDay(date("2026-01-16")), "2026-02-15", "2026-02-24T23:59:59+08:00"},
		{"G", rule(2, deadline.Months, natural), deadline.OnDay(date("2025-12-31")), "2026-02-28", "2026-02-28T23:59:59+08:00"},
		{"H", rule(7, deadline.WorkingDays, working), deadline.OnDay(date("2026-02-13")), "", "2026-03-02T23:59:59+08:00"},
		{"I", rule(3, deadline.CalendarDays, natural), deadline.OnDay(date("2026-11-21")), "2026-11-24", "2026-11-24T23:59:59+08:00"},
		{"J", rule(15, deadline.CalendarDays, natural), deadline.OnDay(date("2026-11-20")), "2026-12-05", "2026-12-07T23:59:59+08:00"},
		{"K", rule(20, deadline.WorkingDays, working), deadline.OnDay(date("2026-11-20")), "", "2026-12-18T23:59:59+08:00"},
		{"L", rule(3, deadline.WorkingDays, working), deadline.OnDay(date("2026-05-08")), "", "2026-05-12T23:59:59+08:00"},
		{"M", rule(3, deadline.CalendarDays, natural), deadline.OnDay(date("2026-09-22")), "2026-09-25", "2026-09-28T23:59:59+08:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := deadline.Compute(c.rule, c.start, cal, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			if s := got.DueAt.Format(time.RFC3339); s != c.due {
				t.Errorf("due %s, want %s", s, c.due)
			}
			if got.DueDay.String() != c.due[:10] {
				t.Errorf("due day %s, want %s", got.DueDay, c.due[:10])
			}
			if got.RawEnd.String() != c.raw {
				t.Errorf("raw end %s, want %s", got.RawEnd, c.raw)
			}
			if got.Provisional || !got.Runs() || len(got.Steps) < 2 {
				t.Errorf("provisional %v, runs %v, %d steps", got.Provisional, got.Runs(), len(got.Steps))
			}
		})
	}
}

func due(t *testing.T, r deadline.Rule, s deadline.Start, pauses []deadline.Pause, grants []deadline.Grant) deadline.Result {
	t.Helper()
	got, err := deadline.Compute(r, s, calendar(t), pauses, grants)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// In custody a criminal period ends on its last day, holiday or not
// (刑事诉讼法第一百零五条).
func TestCustodyDoesNotRoll(t *testing.T) {
	t.Parallel()
	r := rule(3, deadline.CalendarDays, held)
	free := due(t, r, deadline.OnDay(date("2026-09-30")), nil, nil)
	kept := due(t, r, deadline.Start{Day: date("2026-09-30"), Held: true}, nil, nil)
	if free.DueDay != date("2026-10-08") || kept.DueDay != date("2026-10-03") {
		t.Errorf("free %s, in custody %s", free.DueDay, kept.DueDay)
	}
}

// With 刑事诉讼法第一百零五条 the hour it starts is not counted.
func TestHourNotCounted(t *testing.T) {
	t.Parallel()
	later := exact
	later.Start = deadline.NextHour
	got := due(t, rule(24, deadline.Hours, later), deadline.AtInstant(time.Date(2026, 9, 30, 17, 20, 0, 0, civil.Office)), nil, nil)
	if want := time.Date(2026, 10, 1, 18, 0, 0, 0, civil.Office); !got.DueAt.Equal(want) {
		t.Errorf("due %s, want %s", got.DueAt, want)
	}
}

// A pause of k days moves the end by k days; while it lasts there is no end.
func TestPause(t *testing.T) {
	t.Parallel()
	r := rule(90, deadline.CalendarDays, natural)
	r.Suspend = []deadline.Suspension{{Reason: "with_police"}}
	start := deadline.OnDay(date("2026-03-02"))
	open := []deadline.Pause{{Reason: "with_police", From: date("2026-03-12")}}
	got := due(t, r, start, open, nil)
	if !got.Paused || got.Left != 80 || got.Runs() {
		t.Errorf("open pause: paused %v, left %d, due %s", got.Paused, got.Left, got.DueDay)
	}
	open[0].To = date("2026-04-11")
	if got := due(t, r, start, open, nil); got.DueDay != date("2026-06-30") {
		t.Errorf("closed pause: due %s, want 2026-06-30", got.DueDay)
	}
	late := []deadline.Pause{{Reason: "with_police", From: date("2026-07-01")}}
	if got := due(t, r, start, late, nil); got.DueDay != date("2026-06-01") {
		t.Errorf("pause after the end: due %s, want 2026-06-01", got.DueDay)
	}
}

// Extensions follow the ladder of the rule: whom, how long, how often.
func TestExtension(t *testing.T) {
	t.Parallel()
	r := rule(30, deadline.CalendarDays, natural)
	r.Extend = []deadline.Extension{{By: deadline.Superior, Who: fault.T("上一级公安机关", "the next higher police"), N: 30, Unit: deadline.CalendarDays, Max: 2}}
	start := deadline.OnDay(date("2026-03-02"))
	once := []deadline.Grant{{By: deadline.Superior}}
	if got := due(t, r, start, nil, once); got.DueDay != date("2026-05-06") || got.RawEnd != date("2026-05-01") {
		t.Errorf("one extension: %s after %s", got.DueDay, got.RawEnd)
	}
	twice := append(once, deadline.Grant{By: deadline.Superior, N: 10})
	if got := due(t, r, start, nil, twice); got.DueDay != date("2026-05-11") {
		t.Errorf("two extensions: %s", got.DueDay)
	}
	for name, c := range map[string]struct {
		grants []deadline.Grant
		code   string
	}{
		"a third":     {append(twice, deadline.Grant{By: deadline.Superior}), "deadline.extension_spent"},
		"wrong organ": {[]deadline.Grant{{By: deadline.Receiver}}, "deadline.extension_by"},
		"too long":    {[]deadline.Grant{{By: deadline.Superior, N: 31}}, "deadline.extension_length"},
	} {
		refused(t, name, r, start, nil, c.grants, c.code)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	start := deadline.OnDay(date("2026-03-02"))
	days := rule(3, deadline.CalendarDays, natural)
	days.Suspend = []deadline.Suspension{{Reason: "known"}}
	refused(t, "bare day for hours", rule(24, deadline.Hours, exact), start, nil, nil, "deadline.instant_missing")
	refused(t, "no start", days, deadline.Start{}, nil, nil, "deadline.start_missing")
	refused(t, "no number", rule(0, deadline.CalendarDays, natural), start, nil, nil, "deadline.no_number")
	refused(t, "pause of another kind", days, start, []deadline.Pause{{Reason: "other", From: start.Day}}, nil, "deadline.pause_unknown")
	refused(t, "pause backwards", days, start, []deadline.Pause{{Reason: "known", From: date("2026-03-04"), To: date("2026-03-03")}}, nil, "deadline.pause_dates")
	refused(t, "no right to extend", days, start, nil, []deadline.Grant{{By: deadline.Superior}}, "deadline.extension_spent")
}

func refused(t *testing.T, name string, r deadline.Rule, s deadline.Start, p []deadline.Pause, g []deadline.Grant, code string) {
	t.Helper()
	_, err := deadline.Compute(r, s, calendar(t), p, g)
	f, ok := err.(*fault.Error)
	if !ok || f.Code != code {
		t.Errorf("%s: got %v, want %s", name, err, code)
		return
	}
	if f.RuleID != r.ID || f.Basis == nil || f.Detail.ZH == "" || f.Detail.EN == "" {
		t.Errorf("%s: refusal without rule, article or words: %+v", name, f)
	}
}

// A stricter reading turns the clock amber when it ends before half time.
func TestStricterReading(t *testing.T) {
	t.Parallel()
	r := rule(20, deadline.WorkingDays, working)
	r.Also = []deadline.Alternative{
		{Length: deadline.Length{N: 3, Unit: deadline.CalendarDays, Counting: natural}},
		{Length: deadline.Length{N: 60, Unit: deadline.CalendarDays, Counting: natural}},
	}
	got := due(t, r, deadline.OnDay(date("2026-11-20")), nil, nil)
	if len(got.Also) != 2 || !got.Also[0].Stricter || got.Also[1].Stricter {
		t.Fatalf("readings %+v", got.Also)
	}
	if want := date("2026-11-23").End(); !got.AmberAt.Equal(want) {
		t.Errorf("amber %s, want %s", got.AmberAt, want)
	}
	r.Also = nil
	got = due(t, r, deadline.OnDay(date("2026-11-20")), nil, nil)
	if got.AmberAt.Before(date("2026-12-04").Start()) || got.AmberAt.After(date("2026-12-05").End()) {
		t.Errorf("half time %s", got.AmberAt)
	}
}

// 举行听证的七日前: seven working days back, and a warning the working day before.
func TestCountedBackwards(t *testing.T) {
	t.Parallel()
	r := rule(7, deadline.WorkingDays, working)
	r.Before = true
	got := due(t, r, deadline.OnDay(date("2026-10-12")), nil, nil)
	if got.DueDay != date("2026-09-24") || !got.AmberAt.Equal(date("2026-09-23").Start()) {
		t.Errorf("due %s, amber %s", got.DueDay, got.AmberAt)
	}
}

func TestFixedDate(t *testing.T) {
	t.Parallel()
	r := rule(0, deadline.ByDate, deadline.Counting{})
	r.On = deadline.MonthDay{Month: 3, Day: 31}
	if got := due(t, r, deadline.OnDay(date("2026-01-01")), nil, nil); got.DueDay != date("2026-03-31") {
		t.Errorf("due %s", got.DueDay)
	}
}

// A rule without a number has no line and says so.
func TestNoNumber(t *testing.T) {
	t.Parallel()
	for _, u := range []deadline.Unit{deadline.Prompt, deadline.Periodic, deadline.Gate} {
		got := due(t, rule(0, u, deadline.Counting{}), deadline.OnDay(date("2026-01-01")), nil, nil)
		if got.Runs() || len(got.Steps) != 1 || got.Steps[0].Text.ZH == "" || got.Steps[0].Text.EN == "" {
			t.Errorf("%s: %+v", u, got)
		}
	}
}

// A year without a table gives a provisional line, no refusal.
func TestProvisional(t *testing.T) {
	t.Parallel()
	got := due(t, rule(5, deadline.WorkingDays, working), deadline.OnDay(date("2026-12-30")), nil, nil)
	if !got.Provisional || len(got.MissingYears) != 1 || got.MissingYears[0] != 2027 || got.DueDay != date("2027-01-07") {
		t.Errorf("working days: %s provisional %v %v", got.DueDay, got.Provisional, got.MissingYears)
	}
	got = due(t, rule(3, deadline.CalendarDays, natural), deadline.OnDay(date("2026-12-20")), nil, nil)
	if got.Provisional {
		t.Error("a line inside a loaded year is not provisional")
	}
}

func TestCalendarRefusesNonsense(t *testing.T) {
	t.Parallel()
	for name, years := range map[string][]deadline.Year{
		"twice the year":    {y2026, y2026},
		"ends before start": {{Year: 2026, Holidays: []deadline.Holiday{holiday("x", "2026-01-02", "2026-01-01")}}},
		"day marked twice":  {{Year: 2026, Holidays: []deadline.Holiday{holiday("x", "2026-01-04", "2026-01-04")}, Workdays: dates("2026-01-04")}},
		"make-up weekday":   {{Year: 2026, Workdays: dates("2026-01-05")}},
		"another year":      {{Year: 2026, Workdays: dates("2027-01-03")}},
	} {
		if _, err := deadline.NewCalendar(years, nil); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// 2026 has 248 working days (rule book §9.1).
func TestWorkingDaysOfTheYear(t *testing.T) {
	t.Parallel()
	cal, n := calendar(t), 0
	for d := date("2026-01-01"); d.Year == 2026; d = d.AddDays(1) {
		if cal.IsWorkingDay(d) {
			n++
		}
	}
	if n != 248 {
		t.Errorf("%d working days, want 248", n)
	}
}
