package rules_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

func TestPick(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct{ why, id, on, region, sector, edition string }{
		{"environment has its own text", "fwd_decide_transfer", "2026-09-30", "310105", "environment", "2017-01-25"},
		{"others stand on 310号", "fwd_decide_transfer", "2026-09-30", "310105", "market", "2020-08-07"},
		{"an unlisted sector is any agency", "fwd_decide_transfer", "2026-09-30", "310105", "water", "2020-08-07"},
		{"no sector prefers environment", "fwd_decide_transfer", "2026-09-30", "", "", "2017-01-25"},
		{"before the revision", "det_police_decide", "2025-12-31", "", "", "2013-01-01"},
		{"after the revision", "det_police_decide", "2026-01-01", "", "", "2026-01-01"},
		{"before the code", "rev_limitation_period", "2026-08-14", "", "", "2021-07-15"},
		{"under the code", "rev_limitation_period", "2026-08-15", "", "", "2026-08-15"},
		{"national elsewhere", "fwd_joint_meeting", "2026-09-30", "310105", "environment", "2017-01-25"},
		{"local goes first", "fwd_joint_meeting", "2026-09-30", "500152", "environment", "500152-2024-01-01"},
		{"a province covers its districts", "insp_special_plan", "2026-09-30", "310105", "environment", "310000-2026-01-01"},
		{"no region prefers national", "insp_special_plan", "2026-09-30", "", "", "2025-07-11"},
		{"no region finds a local rule", "clk_online_excess_file_7", "2026-09-30", "", "", "310000-2019-12-01"},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			r, err := b.Pick(c.id, day(t, c.on), c.region, c.sector)
			if err != nil {
				t.Fatal(err)
			}
			if r.Edition != c.edition {
				t.Errorf("edition %s, want %s", r.Edition, c.edition)
			}
		})
	}
}

func TestPickRefuses(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct{ why, id, on, region, sector, code string }{
		{"not in the book", "fwd_no_such_step", "2026-09-30", "", "", "rule.unknown"},
		{"before it took effect", "fwd_code_general_duty", "2026-08-14", "", "", "rule.not_in_force"},
		{"environment only", "fwd_police_decide_30", "2026-09-30", "", "market", "rule.not_binding"},
		{"another region", "clk_online_excess_file_7", "2026-09-30", "500152", "environment", "rule.not_binding"},
	} {
		_, err := b.Pick(c.id, day(t, c.on), c.region, c.sector)
		if f, ok := errors.AsType[*fault.Error](err); !ok || f.Code != c.code {
			t.Errorf("%s: %v, want %s", c.why, err, c.code)
		}
	}
}

// A stored clock keeps its rule though a newer one is in force.
func TestEditionOutlivesItsDays(t *testing.T) {
	t.Parallel()
	r, ok := book(t).Edition("det_police_decide", "2013-01-01")
	if !ok || r.To.String() != "2025-12-31" || len(r.Extend) != 1 || r.Extend[0].Max != 1 {
		t.Errorf("found %v: %+v", ok, r)
	}
	if _, ok := book(t).Edition("det_police_decide", "1999-01-01"); ok {
		t.Error("an edition that never was")
	}
}

// A book read for one rule answers as the whole book does.
func TestLoadOnlyAnswersAlike(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"fwd_joint_meeting", "insp_freq_cap", "rev_penalty_decide"} {
		one, err := rules.LoadOnly(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, region := range []string{"", "500152", "331123"} {
			a, errA := one.Pick(id, day(t, "2026-09-30"), region, "environment")
			b, errB := book(t).Pick(id, day(t, "2026-09-30"), region, "environment")
			if (errA == nil) != (errB == nil) || a.Edition != b.Edition {
				t.Errorf("%s in %q: %s (%v), want %s (%v)", id, region, a.Edition, errA, b.Edition, errB)
			}
		}
	}
}

func TestNear(t *testing.T) {
	t.Parallel()
	for typed, meant := range map[string]string{
		"fwd_decide_transfr": "fwd_decide_transfer",
		"decide_transfer":    "fwd_decide_transfer",
		"det_transmitt":      "det_transmit",
	} {
		if got := book(t).Near(typed); !slices.Contains(got, meant) {
			t.Errorf("%s: %v", typed, got)
		}
	}
	if got := book(t).Near("zzzzzzzz"); len(got) != 0 {
		t.Errorf("nonsense is near %v", got)
	}
}

// The tables of 2019 to 2026 are loaded; 2026 has 248 working days.
func TestCalendars(t *testing.T) {
	t.Parallel()
	cal := book(t).Calendar()
	var got []int
	for _, y := range cal.Years() {
		got = append(got, y.Year)
	}
	if !slices.Equal(got, []int{2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026}) {
		t.Errorf("years %v", got)
	}
	n := 0
	for d := day(t, "2026-01-01"); d.Year == 2026; d = d.AddDays(1) {
		if cal.IsWorkingDay(d) {
			n++
		}
	}
	if n != 248 {
		t.Errorf("%d working days in 2026, want 248", n)
	}
	for in, want := range map[string]bool{
		"2018-12-29": true, "2018-12-31": false, "2020-01-31": false, "2020-02-01": false, "2020-02-03": true,
		"2022-12-31": false, "2023-10-07": true, "2024-02-09": true, "2025-10-08": false, "2025-10-11": true,
		"2027-01-01": false, "2027-01-04": true, "2027-10-02": false,
	} {
		if cal.IsWorkingDay(day(t, in)) != want {
			t.Errorf("%s: working %v, want %v", in, !want, want)
		}
	}
}

func day(t *testing.T, s string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
