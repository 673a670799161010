package deadline

import (
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Compute gives the legal line of a rule from the fact that started it.
//
// A rule without a number answers with steps only. Pauses must be among the
// rule's suspensions and grants among its extension rights, else Compute
// returns a fault of kind Rule; an hour rule started by a bare day and a
// start without a day are of kind Invalid. A year without a holiday table is
// no error: the result is provisional.
func Compute(r Rule, s Start, cal *Calendar, pauses []Pause, grants []Grant) (Result, error) {
	if !r.Unit.Runs() {
		return Result{Steps: []Step{noNumber(r)}}, nil
	}
	rungs, err := admit(r, s, pauses, grants)
	if err != nil {
		return Result{}, err
	}
	if r.Unit == Hours {
		res := hours(r.Length, s)
		res.Also = readings(r, s, cal, res.DueAt, nil, grants)
		res.AmberAt = amber(s.At, res)
		return res, nil
	}
	res := days(r, r.Length, s, cal, pauses, rungs)
	if res.Paused {
		return res, nil
	}
	res.Also = readings(r, s, cal, res.DueAt, pauses, grants)
	if r.Before {
		// What is counted back from a fixed day has no half time: the
		// warning comes on the working day before the last one.
		res.AmberAt = cal.PrevWorkingDay(res.DueDay).Start()
		return res, nil
	}
	res.AmberAt = amber(s.Day.AddDays(1).Start(), res)
	return res, nil
}

// hours adds n hours to an instant: no holiday moves it (cal_24h).
func hours(l Length, s Start) Result {
	from := s.At
	if l.Counting.Start == NextHour {
		from = from.Truncate(time.Hour).Add(time.Hour)
	}
	due := from.Add(time.Duration(l.N) * time.Hour).In(civil.Office)
	return Result{DueDay: civil.DateOf(due), DueAt: due, Steps: hourSteps(l, s.At, from, due)}
}

// days counts a period of days, months, or to a fixed date.
func days(r Rule, l Length, s Start, cal *Calendar, pauses []Pause, rungs []rung) Result {
	w := newWalk(r, l, cal, s.Day, pauses)
	left := 0
	if l.Unit == ByDate {
		w.toDate(civil.Date{Year: s.Day.Year, Month: time.Month(r.On.Month), Day: r.On.Day})
	} else {
		left = w.count(l.N, l.Unit)
	}
	for _, g := range rungs {
		w.note(StepExtend, w.day, g.who)
		left += w.count(g.n, g.unit)
	}
	if left > 0 {
		w.missing = nil
		return Result{Paused: true, Left: left, Steps: w.said(l)}
	}
	raw := w.day
	w.roll(l, s.Held)
	w.note(StepDue, w.day, fault.Text{})
	res := Result{
		DueDay: w.day, DueAt: w.day.End(), Steps: w.said(l),
		Provisional: len(w.missing) > 0, MissingYears: w.missing,
	}
	if l.Unit != WorkingDays {
		res.RawEnd = raw
	}
	slices.Sort(res.MissingYears)
	return res
}

// readings computes the other readings. They describe the period as the law
// gives it; once more time was granted they no longer say anything.
func readings(r Rule, s Start, cal *Calendar, due time.Time, pauses []Pause, grants []Grant) []Reading {
	if len(grants) > 0 {
		return nil
	}
	var out []Reading
	for _, a := range r.Also {
		var res Result
		switch {
		case a.Unit == Hours && s.At.IsZero():
			continue
		case a.Unit == Hours:
			res = hours(a.Length, s)
		default:
			res = days(r, a.Length, s, cal, pauses, nil)
		}
		if res.Paused {
			continue
		}
		out = append(out, Reading{
			N: a.N, Unit: a.Unit, DueDay: res.DueDay, DueAt: res.DueAt,
			Stricter: res.DueAt.Before(due), Provisional: res.Provisional,
			Says: a.Says, Basis: a.Basis,
		})
	}
	return out
}

// amber is half time between from and the line, or the end of a stricter
// reading if that comes first.
func amber(from time.Time, res Result) time.Time {
	at := from.Add(res.DueAt.Sub(from) / 2).Truncate(time.Second)
	for _, a := range res.Also {
		if a.Stricter && a.DueAt.Before(at) {
			at = a.DueAt
		}
	}
	return at.In(civil.Office)
}
