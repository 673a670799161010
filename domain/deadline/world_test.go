package deadline_test

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// TestMain sets how many cases the property tests try: 5,000, or 50,000 when
// HUB_TEST_SCALE is soak.
func TestMain(m *testing.M) {
	checks := "5000"
	if os.Getenv("HUB_TEST_SCALE") == "soak" {
		checks = "50000"
	}
	if err := flag.Set("rapid.checks", checks); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func date(s string) civil.Date {
	d, err := civil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func holiday(name, from, to string) deadline.Holiday {
	return deadline.Holiday{Name: fault.T(name, name), From: date(from), To: date(to)}
}

func dates(list ...string) []civil.Date {
	var out []civil.Date
	for _, s := range list {
		out = append(out, date(s))
	}
	return out
}

// y2025 and y2026 are the tables of rule book §9.1.
var y2025 = deadline.Year{
	Year: 2025,
	Holidays: []deadline.Holiday{
		holiday("元旦", "2025-01-01", "2025-01-01"), holiday("春节", "2025-01-28", "2025-02-04"),
		holiday("清明节", "2025-04-04", "2025-04-06"), holiday("劳动节", "2025-05-01", "2025-05-05"),
		holiday("端午节", "2025-05-31", "2025-06-02"), holiday("国庆节", "2025-10-01", "2025-10-08"),
	},
	Workdays: dates("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
}

var y2026 = deadline.Year{
	Year: 2026,
	Holidays: []deadline.Holiday{
		holiday("元旦", "2026-01-01", "2026-01-03"), holiday("春节", "2026-02-15", "2026-02-23"),
		holiday("清明节", "2026-04-04", "2026-04-06"), holiday("劳动节", "2026-05-01", "2026-05-05"),
		holiday("端午节", "2026-06-19", "2026-06-21"), holiday("中秋节", "2026-09-25", "2026-09-27"),
		holiday("国庆节", "2026-10-01", "2026-10-07"),
	},
	Workdays: dates("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
}

var fixed = []deadline.Fixed{
	{Name: fault.T("元旦", "New Year"), On: deadline.MonthDay{Month: 1, Day: 1}},
	{Name: fault.T("国庆节", "National Day"), On: deadline.MonthDay{Month: 10, Day: 1}},
}

func calendar(t *testing.T) *deadline.Calendar {
	t.Helper()
	c, err := deadline.NewCalendar([]deadline.Year{y2025, y2026}, fixed)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var (
	natural = deadline.Counting{ID: "natural", Start: deadline.NextDay, Roll: deadline.RollToWorkingDay}
	working = deadline.Counting{ID: "working", Start: deadline.NextDay, Roll: deadline.NoRoll}
	held    = deadline.Counting{ID: "held", Start: deadline.NextDay, Roll: deadline.RollUnlessHeld}
	exact   = deadline.Counting{ID: "exact", Start: deadline.Instant, Roll: deadline.NoRoll}
)

func rule(n int, u deadline.Unit, c deadline.Counting) deadline.Rule {
	return deadline.Rule{
		ID: fmt.Sprintf("test_%d_%s", n, u), Length: deadline.Length{N: n, Unit: u, Counting: c},
		Basis: []fault.Basis{{Document: "试验规则", Article: "第一条"}},
	}
}
