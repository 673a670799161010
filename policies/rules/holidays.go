package rules

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/policies/calendars"
)

// tables reads the built-in holiday tables and the fixed holidays.
func (r *reader) tables() {
	fsys := calendars.Files
	var f fixedFile
	r.decode(fsys, "fixed.yaml", &f)
	for _, x := range f.Fixed {
		on, err := monthDay(x.On)
		if err != nil {
			r.report("fixed.yaml", 1, "", err.Error())
		}
		r.fixed = append(r.fixed, deadline.Fixed{Name: x.Name.fault(), On: on})
	}
	names, _ := fs.Glob(fsys, "[0-9]*.yaml") // the pattern is constant and well formed
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			r.report(name, 0, "", err.Error())
			continue
		}
		if y := r.table(name, text); path.Base(name) != fmt.Sprintf("%d.yaml", y.Year) {
			r.report(name, 1, "", "the file name is not the year")
		}
	}
}

// table reads one holiday table. It takes the place of an earlier one of its year.
func (r *reader) table(file string, text []byte) deadline.Year {
	var y yearFile
	r.decodeText(file, text, &y)
	year, err := strconv.Atoi(y.Year.Value)
	if err != nil || year < 2000 || year > 2100 {
		r.report(file, max(y.Year.Line, 1), "", fmt.Sprintf("%q is no year", y.Year.Value))
		return deadline.Year{}
	}
	if y.Notice == "" {
		r.report(file, max(y.Year.Line, 1), "", "notice missing: the number of the State Council's notice")
	}
	r.checkTable(file, year, y)
	out := deadline.Year{Year: year, Notice: y.Notice}
	for _, h := range y.Holidays {
		out.Holidays = append(out.Holidays, deadline.Holiday{Name: h.Name.fault(), From: h.From.Date, To: h.To.Date})
	}
	for _, d := range y.Workdays {
		out.Workdays = append(out.Workdays, d.Date)
	}
	r.years[year] = out
	return out
}

// checkTable reports what cannot be right in a holiday table.
func (r *reader) checkTable(file string, year int, y yearFile) {
	bad := func(at int, format string, args ...any) { r.report(file, max(at, 1), "", fmt.Sprintf(format, args...)) }
	off := map[civil.Date]bool{}
	mark := func(d civil.Date, at int) {
		switch {
		case d.Year != year && d.Year != year-1:
			bad(at, "%s lies outside the year %d and the last week before it", d, year)
		case off[d]:
			bad(at, "%s is marked twice", d)
		}
		off[d] = true
	}
	for _, h := range y.Holidays {
		switch at := h.From.line; {
		case h.From.IsZero() || h.To.IsZero():
			bad(max(at, h.To.line, y.Year.Line), "holiday without its first or last day")
		case h.Name.ZH == "" || h.Name.EN == "":
			bad(at, "holiday without its name in a language")
		case h.To.Before(h.From.Date):
			bad(at, "holiday %s ends before it begins", h.From)
		case h.From.DaysUntil(h.To.Date) > 14:
			bad(at, "holiday %s lasts more than 15 days", h.From)
		default:
			for d := h.From.Date; !d.After(h.To.Date); d = d.AddDays(1) {
				mark(d, at)
			}
		}
	}
	for _, f := range r.fixed {
		d := civil.Date{Year: year, Month: time.Month(f.On.Month), Day: f.On.Day}
		if year > 2024 && !off[d] {
			bad(y.Year.Line, "%s (%s) is a public holiday by law and missing", d, f.Name.EN)
		}
	}
	for _, w := range y.Workdays {
		if wd := w.Weekday(); wd != 0 && wd != 6 {
			bad(w.line, "make-up day %s is no Saturday or Sunday", w)
		}
		mark(w.Date, w.line)
	}
}

// calendar builds the calendar of all tables.
func (r *reader) calendar() *deadline.Calendar {
	var years []deadline.Year
	for _, y := range r.years {
		years = append(years, y)
	}
	slices.SortFunc(years, func(a, b deadline.Year) int { return a.Year - b.Year })
	cal, err := deadline.NewCalendar(years, r.fixed)
	if err != nil && len(r.problems) == 0 {
		r.report("calendars", 0, "", err.Error())
	}
	return cal
}
