package deadline_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// The second implementation. It shares no code with the first and works the
// other way round: days are plain numbers, the whole stretch is laid out as a
// table, days that do not count are filtered away, and the end is looked up by
// its index. It knows no walk, no step and no civil date arithmetic. Hours are
// counted on plain seconds.

// world is a stretch of days, day 0 being 2000-03-01.
type world struct {
	working []bool
	year    []int
	loaded  map[int]bool
}

const stretch = 366 * 40

var monthLengths = [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func leap(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

func monthLength(y, m int) int {
	if m == 2 && leap(y) {
		return 29
	}
	return monthLengths[m-1]
}

// number counts days since 2000-03-01 with years that begin in March.
func number(y, m, d int) int {
	if m < 3 {
		y, m = y-1, m+12
	}
	y -= 2000
	return 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d - 1
}

func numberOf(d civil.Date) int { return number(d.Year, int(d.Month), d.Day) }

// lay builds the table of a calendar given as years and fixed holidays.
func lay(years []deadline.Year, fixed []deadline.Fixed) world {
	w := world{working: make([]bool, stretch), year: make([]int, stretch), loaded: map[int]bool{}}
	for _, y := range years {
		w.loaded[y.Year] = true
	}
	for y := 2000; y < 2040; y++ {
		for m := 1; m <= 12; m++ {
			for d := 1; d <= monthLength(y, m); d++ {
				i := number(y, m, d)
				if i < 0 || i >= stretch {
					continue
				}
				w.year[i] = y
				w.working[i] = i%7 < 3 || i%7 > 4 // 2000-03-01 was a Wednesday
				off := slices.ContainsFunc(fixed, func(f deadline.Fixed) bool { return f.On == deadline.MonthDay{Month: m, Day: d} })
				if off && !w.loaded[y] {
					w.working[i] = false
				}
			}
		}
	}
	for _, y := range years {
		for _, h := range y.Holidays {
			for i := numberOf(h.From); i <= numberOf(h.To); i++ {
				w.working[i] = false
			}
		}
		for _, d := range y.Workdays {
			w.working[numberOf(d)] = true
		}
	}
	return w
}

type answer struct {
	due, raw int
	paused   bool
	left     int
	missing  []int
}

type phase struct {
	n    int
	unit deadline.Unit
}

func (w world) solve(start civil.Date, phases []phase, before, roll bool, pauses []deadline.Pause) answer {
	at, dir := numberOf(start), 1
	if before {
		dir = -1
	}
	needed := map[int]bool{}
	months, here := 0, at
	left := 0
	for _, p := range phases {
		n := p.n
		if p.unit == deadline.Months {
			from := shift(start, dir*months)
			months += p.n
			n = dir * (shift(start, dir*months) - from)
		}
		days := w.countable(here, dir, p.unit == deadline.WorkingDays, pauses)
		if len(days) < n || left > 0 {
			left += n
			if left == n {
				left = n - len(days)
				if len(days) > 0 {
					here = days[len(days)-1]
				}
			}
			continue
		}
		end := days[n-1]
		if p.unit == deadline.WorkingDays {
			for i := here + dir; i != end+dir; i += dir {
				if !covered(i, pauses) {
					needed[w.year[i]] = true
				}
			}
		}
		here = end
	}
	if left > 0 {
		return answer{paused: true, left: left}
	}
	a := answer{raw: here, due: here}
	if roll && phases[0].unit != deadline.WorkingDays {
		for !w.working[a.due] {
			needed[w.year[a.due]] = true
			a.due += dir
		}
		needed[w.year[a.due]] = true
	}
	for y := range needed {
		if !w.loaded[y] {
			a.missing = append(a.missing, y)
		}
	}
	slices.Sort(a.missing)
	return a
}

// countable lists the days after a day that count, up to an open pause.
func (w world) countable(after, dir int, working bool, pauses []deadline.Pause) []int {
	var out []int
	for i := after + dir; i >= 0 && i < stretch; i += dir {
		if blocked(i, pauses) {
			break
		}
		if !covered(i, pauses) && (!working || w.working[i]) {
			out = append(out, i)
		}
	}
	return out
}

func covered(i int, pauses []deadline.Pause) bool {
	return slices.ContainsFunc(pauses, func(p deadline.Pause) bool {
		return i > numberOf(p.From) && (p.To.IsZero() || i <= numberOf(p.To))
	})
}

func blocked(i int, pauses []deadline.Pause) bool {
	return slices.ContainsFunc(pauses, func(p deadline.Pause) bool { return p.To.IsZero() && i > numberOf(p.From) })
}

// shift is the number of the corresponding day months later.
func shift(d civil.Date, months int) int {
	all := d.Year*12 + int(d.Month) - 1 + months
	y, m := all/12, all%12+1
	return number(y, m, min(d.Day, monthLength(y, m)))
}

// drawYears draws tables of some of the years 2024 to 2027.
func drawYears(t *rapid.T) []deadline.Year {
	var out []deadline.Year
	for y := 2024; y <= 2027; y++ {
		if !rapid.Bool().Draw(t, "loaded") {
			continue
		}
		year := deadline.Year{Year: y}
		next := number(y, 1, 1)
		for next < number(y, 11, 20) {
			from := next + rapid.IntRange(0, 90).Draw(t, "gap")
			to := min(from+rapid.IntRange(0, 9).Draw(t, "days off"), number(y, 12, 20))
			if from > to {
				break
			}
			year.Holidays = append(year.Holidays, deadline.Holiday{Name: fault.T("节", "feast"), From: dateOf(from), To: dateOf(to)})
			for i := to + 1; i < to+8; i++ {
				if i%7 == 3 && rapid.Bool().Draw(t, "make-up") {
					year.Workdays = append(year.Workdays, dateOf(i))
				}
			}
			next = to + 8
		}
		out = append(out, year)
	}
	return out
}

// dateOf undoes number by search: slow, but with nothing to share.
func dateOf(i int) civil.Date {
	for y := 2000; ; y++ {
		for m := 1; m <= 12; m++ {
			if d := i - number(y, m, 1) + 1; d >= 1 && d <= monthLength(y, m) {
				return civil.Date{Year: y, Month: time.Month(m), Day: d}
			}
		}
	}
}

func TestTwoImplementationsAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		if rapid.IntRange(0, 3).Draw(t, "in hours") == 0 {
			hoursAgree(t)
			return
		}
		years := drawYears(t)
		cal, err := deadline.NewCalendar(years, fixed)
		if err != nil {
			t.Fatal(err)
		}
		unit := rapid.SampledFrom([]deadline.Unit{deadline.CalendarDays, deadline.WorkingDays, deadline.Months}).Draw(t, "unit")
		most := map[deadline.Unit]int{deadline.CalendarDays: 120, deadline.WorkingDays: 60, deadline.Months: 30}[unit]
		mode := rapid.SampledFrom([]deadline.Counting{natural, working, held}).Draw(t, "mode")
		r := rule(rapid.IntRange(1, most).Draw(t, "n"), unit, mode)
		start := deadline.Start{
			Day:  dateOf(rapid.IntRange(number(2024, 1, 1), number(2028, 6, 1)).Draw(t, "start")),
			Held: rapid.Bool().Draw(t, "held"),
		}
		r.Before = rapid.IntRange(0, 3).Draw(t, "backwards") == 0
		phases := []phase{{r.N, unit}}
		var pauses []deadline.Pause
		var grants []deadline.Grant
		if !r.Before {
			pauses = drawPauses(t, start.Day, &r)
			grants = drawGrants(t, &r)
			for _, g := range grants {
				phases = append(phases, phase{g.N, unit})
			}
		}
		roll := mode.Roll == deadline.RollToWorkingDay || mode.Roll == deadline.RollUnlessHeld
		got, err := deadline.Compute(r, start, cal, pauses, grants)
		if err != nil {
			t.Fatal(err)
		}
		// In custody the line stays where counting stopped.
		want := lay(years, fixed).solve(start.Day, phases, r.Before, roll, pauses)
		if mode.Roll == deadline.RollUnlessHeld && start.Held && unit != deadline.WorkingDays && !want.paused {
			want.due = want.raw
			want.missing = nil
			if y := got.RawEnd.Year; !cal.Loaded(y) {
				want.missing = []int{y}
			}
		}
		compare(t, got, want, unit)
		if r.Before {
			warnsTheDayBefore(t, got, lay(years, fixed))
		}
	})
}

// warnsTheDayBefore: what is counted backwards has no half time; the warning
// comes on the last working day before the line.
func warnsTheDayBefore(t *rapid.T, got deadline.Result, w world) {
	day := numberOf(got.DueDay) - 1
	for !w.working[day] {
		day--
	}
	if want := dateOf(day).Start(); !got.AmberAt.Equal(want) {
		t.Fatalf("warned at %s, want %s", got.AmberAt, want)
	}
}

// hoursAgree counts hours on a plain number of seconds of the office's own clock:
// no holiday and no calendar has a say, a first hour that does not count is
// filled up to the next full one.
func hoursAgree(t *rapid.T) {
	n := rapid.IntRange(1, 400).Draw(t, "hours")
	mode := deadline.Counting{ID: "h", Start: rapid.SampledFrom([]deadline.StartRule{deadline.Instant, deadline.NextHour}).Draw(t, "from"), Roll: deadline.NoRoll}
	day, second := rapid.IntRange(number(2024, 1, 1), number(2028, 6, 1)).Draw(t, "day"), rapid.IntRange(0, 86399).Draw(t, "second")
	d := dateOf(day)
	at := time.Date(d.Year, d.Month, d.Day, 0, 0, second, 0, civil.Office)
	r := rule(n, deadline.Hours, mode)
	other := rapid.IntRange(1, 400).Draw(t, "other reading")
	r.Also = []deadline.Alternative{{Length: deadline.Length{N: other, Unit: deadline.Hours, Counting: mode}}}
	cal, err := deadline.NewCalendar(drawYears(t), fixed)
	if err != nil {
		t.Fatal(err)
	}
	got, err := deadline.Compute(r, deadline.AtInstant(at), cal, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	start := day*86400 + second
	end := func(n int) int {
		if mode.Start == deadline.NextHour {
			return (start/3600 + 1 + n) * 3600
		}
		return start + n*3600
	}
	due, also := end(n), end(other)
	is := func(what string, got time.Time, want int) {
		w := dateOf(want / 86400)
		if at := time.Date(w.Year, w.Month, w.Day, 0, 0, want%86400, 0, civil.Office); !got.Equal(at) {
			t.Fatalf("%s %s, want %s", what, got, at)
		}
	}
	is("due", got.DueAt, due)
	is("other reading", got.Also[0].DueAt, also)
	amber := start + (due-start)/2
	if also < due && also < amber {
		amber = also
	}
	is("amber", got.AmberAt, amber)
	if numberOf(got.DueDay) != due/86400 || got.Also[0].Stricter != (also < due) || got.Provisional || !got.RawEnd.IsZero() {
		t.Fatalf("due day %s, stricter %v, provisional %v, raw end %s", got.DueDay, got.Also[0].Stricter, got.Provisional, got.RawEnd)
	}
}

func drawPauses(t *rapid.T, start civil.Date, r *deadline.Rule) []deadline.Pause {
	r.Suspend = []deadline.Suspension{{Reason: "a"}, {Reason: "b"}}
	var out []deadline.Pause
	for range rapid.IntRange(0, 3).Draw(t, "pauses") {
		p := deadline.Pause{Reason: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "reason")}
		from := numberOf(start) + rapid.IntRange(-5, 90).Draw(t, "pause from")
		p.From = dateOf(from)
		if rapid.IntRange(0, 5).Draw(t, "open") > 0 {
			p.To = dateOf(from + rapid.IntRange(0, 60).Draw(t, "pause days"))
		}
		out = append(out, p)
	}
	return out
}

func drawGrants(t *rapid.T, r *deadline.Rule) []deadline.Grant {
	r.Extend = []deadline.Extension{{By: deadline.Superior, Unit: r.Unit}}
	var out []deadline.Grant
	for range rapid.IntRange(0, 2).Draw(t, "grants") {
		out = append(out, deadline.Grant{By: deadline.Superior, N: rapid.IntRange(1, 30).Draw(t, "granted")})
	}
	return out
}

func compare(t *rapid.T, got deadline.Result, want answer, unit deadline.Unit) {
	if got.Paused != want.paused || got.Left != want.left {
		t.Fatalf("paused %v left %d, want %v %d", got.Paused, got.Left, want.paused, want.left)
	}
	if want.paused {
		if got.Runs() {
			t.Fatal("paused clock has a line")
		}
		return
	}
	if numberOf(got.DueDay) != want.due {
		t.Fatalf("due %s, want %s", got.DueDay, dateOf(want.due))
	}
	if unit != deadline.WorkingDays && numberOf(got.RawEnd) != want.raw {
		t.Fatalf("raw end %s, want %s", got.RawEnd, dateOf(want.raw))
	}
	if got.DueAt != got.DueDay.End() {
		t.Fatalf("due at %s", got.DueAt)
	}
	if !slices.Equal(got.MissingYears, want.missing) || got.Provisional != (len(want.missing) > 0) {
		t.Fatalf("missing years %v, want %v", got.MissingYears, want.missing)
	}
}
