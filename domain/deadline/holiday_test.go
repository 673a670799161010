package deadline_test

import (
	"testing"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

func TestNextBreak(t *testing.T) {
	t.Parallel()
	on := func(s string) civil.Date {
		d, err := civil.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	// Monday the 5th to Wednesday the 7th, the weekend before joins it; Sunday the 11th is worked.
	cal, err := deadline.NewCalendar([]deadline.Year{{
		Year: 2026, Holidays: []deadline.Holiday{{Name: fault.T("某节", "A day"), From: on("2026-10-05"), To: on("2026-10-07")}}, Workdays: []civil.Date{on("2026-10-11")},
	}}, []deadline.Fixed{{Name: fault.T("元旦", "New Year"), On: deadline.MonthDay{Month: 1, Day: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string][4]string{
		"2026-09-21": {"2026-10-02", "2026-10-03", "2026-10-07", "2026-10-08"}, // two weekends lie between
		"2026-10-02": {"2026-10-02", "2026-10-03", "2026-10-07", "2026-10-08"},
		"2026-10-04": {"2026-10-02", "2026-10-03", "2026-10-07", "2026-10-08"}, // in it
		"2026-10-07": {"2026-10-02", "2026-10-03", "2026-10-07", "2026-10-08"},
		"2026-10-08": {"2026-12-31", "2027-01-01", "2027-01-03", "2027-01-04"}, // a year without a table
	} {
		b := cal.NextBreak(on(day))
		got := [4]string{b.LastDay.String(), b.From.String(), b.To.String(), b.FirstDay.String()}
		if got != want || b.Name.ZH == "" || b.Provisional != (b.From.Year == 2027) {
			t.Errorf("%s: %v %s provisional %v, want %v", day, got, b.Name.ZH, b.Provisional, want)
		}
	}
	none, err := deadline.NewCalendar(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if b := none.NextBreak(on("2026-10-08")); b != (deadline.Break{}) {
		t.Errorf("a calendar without holidays gave %+v", b)
	}
}
