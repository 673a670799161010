package deadline

import (
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Break is a public holiday with the rest days that join it (假期): nobody works from
// From to To. A weekend alone is none.
type Break struct {
	Name        fault.Text
	LastDay     civil.Date // last working day before it (节前最后一个工作日)
	From, To    civil.Date
	FirstDay    civil.Date // first working day after it
	Provisional bool       // a year of it has no table yet
}

// longestWait bounds the search for a holiday, in days: no year is without one.
const longestWait = 800

// NextBreak is the holiday that a day lies in, or the next one after it; zero only
// for a calendar that knows no holiday at all.
func (c *Calendar) NextBreak(day civil.Date) Break {
	from := day
	for !c.IsWorkingDay(from.AddDays(-1)) && !c.IsWorkingDay(from) {
		from = from.AddDays(-1)
	}
	for end := day.AddDays(longestWait); from.Before(end); from = c.NextWorkingDay(from) {
		if c.IsWorkingDay(from) {
			from = c.nextRest(from)
		}
		b := Break{From: from, LastDay: c.PrevWorkingDay(from), FirstDay: c.NextWorkingDay(from)}
		b.To = b.FirstDay.AddDays(-1)
		for d := from; !d.After(b.To); d = d.AddDays(1) {
			kind, name := c.Day(d)
			if kind == PublicHoliday && b.Name.ZH == "" {
				b.Name = name
			}
			b.Provisional = b.Provisional || !c.Loaded(d.Year)
		}
		b.Provisional = b.Provisional || !c.Loaded(b.FirstDay.Year)
		if b.Name.ZH != "" {
			return b
		}
	}
	return Break{}
}

func (c *Calendar) nextRest(d civil.Date) civil.Date {
	for c.IsWorkingDay(d) {
		d = d.AddDays(1)
	}
	return d
}
