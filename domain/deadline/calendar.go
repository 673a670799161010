package deadline

import (
	"fmt"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Year is the State Council's holiday table of one year (国务院办公厅关于部分节假日安排的通知).
// Its days may lie in the last week of the year before.
type Year struct {
	Year     int
	Notice   string // 文号 or date of the notice
	Holidays []Holiday
	Workdays []civil.Date // rest days on which everybody works (调休上班)
}

// Holiday is a run of days off under one name.
type Holiday struct {
	Name     fault.Text
	From, To civil.Date
}

// Fixed is a public holiday whose date does not move; years without a table
// know only these (全国年节及纪念日放假办法).
type Fixed struct {
	Name fault.Text
	On   MonthDay
}

// DayKind says why a day is or is not a working day.
type DayKind int

// Kinds of days.
const (
	Weekday DayKind = iota // Monday to Friday
	MakeUp                 // a rest day worked in exchange for a holiday
	Weekend
	PublicHoliday
)

// Working reports whether people work on such a day.
func (k DayKind) Working() bool { return k == Weekday || k == MakeUp }

// Calendar knows the working days of the years it was given.
type Calendar struct {
	years   map[int]Year
	special map[civil.Date]mark
	fixed   map[MonthDay]fault.Text
}

type mark struct {
	kind DayKind
	name fault.Text
}

// NewCalendar builds a calendar. It refuses a year given twice, a day marked
// twice, a holiday that ends before it begins and a make-up day that is no
// rest day.
func NewCalendar(years []Year, fixed []Fixed) (*Calendar, error) {
	c := &Calendar{years: map[int]Year{}, special: map[civil.Date]mark{}, fixed: map[MonthDay]fault.Text{}}
	for _, f := range fixed {
		c.fixed[f.On] = f.Name
	}
	for _, y := range years {
		if _, twice := c.years[y.Year]; twice {
			return nil, fmt.Errorf("calendar of %d given twice", y.Year)
		}
		c.years[y.Year] = y
		if err := c.mark(y); err != nil {
			return nil, fmt.Errorf("calendar of %d: %w", y.Year, err)
		}
	}
	return c, nil
}

func (c *Calendar) mark(y Year) error {
	put := func(d civil.Date, m mark) error {
		if d.Year != y.Year && d.Year != y.Year-1 {
			return fmt.Errorf("%s lies outside the year", d)
		}
		if _, twice := c.special[d]; twice {
			return fmt.Errorf("%s is marked twice", d)
		}
		c.special[d] = m
		return nil
	}
	for _, h := range y.Holidays {
		if h.To.Before(h.From) {
			return fmt.Errorf("holiday %s ends before it begins", h.From)
		}
		for d := h.From; !d.After(h.To); d = d.AddDays(1) {
			if err := put(d, mark{PublicHoliday, h.Name}); err != nil {
				return err
			}
		}
	}
	for _, d := range y.Workdays {
		if !weekend(d) {
			return fmt.Errorf("make-up day %s is a weekday", d)
		}
		if err := put(d, mark{MakeUp, fault.T("调休上班", "make-up working day")}); err != nil {
			return err
		}
	}
	return nil
}

// Day says what kind of day d is and, for a holiday or make-up day, its name.
// Outside the loaded years the answer is provisional: Monday to Friday and
// the fixed holidays.
func (c *Calendar) Day(d civil.Date) (DayKind, fault.Text) {
	if m, ok := c.special[d]; ok {
		return m.kind, m.name
	}
	if !c.Loaded(d.Year) {
		if name, ok := c.fixed[MonthDay{int(d.Month), d.Day}]; ok {
			return PublicHoliday, name
		}
	}
	if weekend(d) {
		return Weekend, fault.T("周末", "weekend")
	}
	return Weekday, fault.Text{}
}

// IsWorkingDay reports whether d is a working day, provisionally outside the
// loaded years.
func (c *Calendar) IsWorkingDay(d civil.Date) bool {
	k, _ := c.Day(d)
	return k.Working()
}

// Loaded reports whether the table of the year is known.
func (c *Calendar) Loaded(year int) bool {
	_, ok := c.years[year]
	return ok
}

// Years are the loaded years, earliest first.
func (c *Calendar) Years() []Year {
	var out []Year
	for _, y := range c.years {
		out = append(out, y)
	}
	slices.SortFunc(out, func(a, b Year) int { return a.Year - b.Year })
	return out
}

// NextWorkingDay is the first working day after d, PrevWorkingDay the last before it.
func (c *Calendar) NextWorkingDay(d civil.Date) civil.Date { return c.seek(d, 1) }

// PrevWorkingDay is the last working day before d.
func (c *Calendar) PrevWorkingDay(d civil.Date) civil.Date { return c.seek(d, -1) }

func (c *Calendar) seek(d civil.Date, dir int) civil.Date {
	for d = d.AddDays(dir); !c.IsWorkingDay(d); d = d.AddDays(dir) {
	}
	return d
}

func weekend(d civil.Date) bool { w := d.Weekday(); return w == 0 || w == 6 }
