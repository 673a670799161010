package deadline

import (
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// walk goes from day to day and writes down why each one counts or does not.
type walk struct {
	cal     *Calendar
	pauses  []Pause
	words   map[string]fault.Text // of the reasons to pause
	start   civil.Date
	day     civil.Date // last day reached
	dir     int        // 1, or -1 for periods counted backwards
	n       int        // days counted so far
	months  int        // months counted so far
	runs    []Step     // texts still hold only the name of the day
	missing []int      // years without a table whose days mattered
}

func newWalk(r Rule, l Length, cal *Calendar, start civil.Date, pauses []Pause) *walk {
	w := &walk{cal: cal, pauses: pauses, words: map[string]fault.Text{}, start: start, day: start, dir: 1}
	for _, s := range r.Suspend {
		w.words[s.Reason] = s.Says
	}
	if l.Before {
		w.dir = -1
	}
	w.note(StepStart, start, fault.Text{})
	return w
}

// count goes on by n units. It returns how many days an open pause keeps
// from being counted, 0 if it reached the end.
func (w *walk) count(n int, u Unit) (left int) {
	if u != Months {
		return w.advance(n, u == WorkingDays)
	}
	// A month ends on the corresponding day; a pause inside it moves the end
	// by its days, so months are counted as the days they have.
	here := addMonths(w.start, w.dir*w.months)
	w.months += n
	there := addMonths(w.start, w.dir*w.months)
	left = w.advance(w.dir*here.DaysUntil(there), false)
	if left == 0 {
		w.note(StepMonth, w.day, fault.Text{})
	}
	return left
}

func (w *walk) advance(n int, working bool) (left int) {
	for n > 0 {
		if p, held := w.paused(w.day.AddDays(w.dir)); held {
			if p.To.IsZero() {
				w.note(StepPause, w.day.AddDays(1), w.words[p.Reason])
				return n
			}
			w.day = w.day.AddDays(w.dir)
			w.note(StepPause, w.day, w.words[p.Reason])
			continue
		}
		w.day = w.day.AddDays(w.dir)
		kind, name := w.cal.Day(w.day)
		if working {
			w.needs(w.day.Year)
			if !kind.Working() {
				w.note(StepSkip, w.day, name)
				continue
			}
		} else {
			name = fault.Text{}
		}
		n--
		w.n++
		w.note(StepCount, w.day, name)
	}
	return 0
}

// toDate jumps to a fixed date.
func (w *walk) toDate(d civil.Date) { w.day = d }

// roll moves a last day that is a rest day to the next working day, or to the
// one before for periods counted backwards.
func (w *walk) roll(l Length, held bool) {
	if r := l.Counting.Roll; l.Unit == WorkingDays || r != RollToWorkingDay && r != RollUnlessHeld {
		return
	}
	w.needs(w.day.Year)
	kind, name := w.cal.Day(w.day)
	if kind.Working() {
		return
	}
	if l.Counting.Roll == RollUnlessHeld && held {
		w.note(StepHeld, w.day, name)
		return
	}
	for !kind.Working() {
		w.note(StepRoll, w.day, name)
		w.day = w.day.AddDays(w.dir)
		w.needs(w.day.Year)
		kind, name = w.cal.Day(w.day)
	}
}

func (w *walk) paused(d civil.Date) (Pause, bool) {
	for _, p := range w.pauses {
		if p.covers(d) {
			return p, true
		}
	}
	return Pause{}, false
}

func (w *walk) needs(year int) {
	if !w.cal.Loaded(year) && !slices.Contains(w.missing, year) {
		w.missing = append(w.missing, year)
	}
}

// note writes a line, or lengthens the last one if it goes on the same way.
func (w *walk) note(k StepKind, d civil.Date, name fault.Text) {
	if i := len(w.runs) - 1; i >= 0 && (k == StepCount || k == StepSkip || k == StepPause || k == StepRoll) {
		if last := &w.runs[i]; last.Kind == k && last.Text == name && last.To.AddDays(w.dir) == d {
			last.To, last.Last = d, w.n
			return
		}
	}
	w.runs = append(w.runs, Step{Kind: k, From: d, To: d, First: w.n, Last: w.n, Text: name})
}

// addMonths goes to the corresponding day n months on, or to the last day of
// that month where there is none (民法典第二百零二条).
func addMonths(d civil.Date, n int) civil.Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, civil.Office)
	last := first.AddDate(0, 1, -1).Day()
	return civil.Date{Year: first.Year(), Month: first.Month(), Day: min(d.Day, last)}
}
