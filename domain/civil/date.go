// Package civil holds the calendar date of the office: a day, not an instant.
package civil

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Office is the zone in which Chinese offices count days (UTC+8, no summer time).
var Office = time.FixedZone("Asia/Shanghai", 8*60*60)

// Date is a day in the office's calendar. The zero Date is no day at all.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf gives the day on which an instant falls in the office's zone.
func DateOf(t time.Time) Date {
	y, m, d := t.In(Office).Date()
	return Date{y, m, d}
}

// ParseDate reads YYYY-MM-DD. It refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("not a date (YYYY-MM-DD): %w", err)
	}
	y, m, d := t.Date()
	return Date{y, m, d}, nil
}

// IsZero reports whether the date is no day.
func (d Date) IsZero() bool { return d == Date{} }

// String gives YYYY-MM-DD, and nothing for the zero date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Start is the first instant of the day in the office's zone.
func (d Date) Start() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, Office) }

// End is the last second of the day: civil periods end at 24:00 of their last
// day (民法典第二百零三条), which is shown and stored as 23:59:59.
func (d Date) End() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 23, 59, 59, 0, Office)
}

// AddDays moves by calendar days, backwards for a negative n.
func (d Date) AddDays(n int) Date { return DateOf(d.Start().AddDate(0, 0, n)) }

// DaysUntil counts calendar days from d to other; negative if other is earlier.
func (d Date) DaysUntil(other Date) int {
	return int(other.Start().Sub(d.Start()).Hours() / 24)
}

// Before and After compare two days.
func (d Date) Before(other Date) bool { return d.Start().Before(other.Start()) }

// After reports whether d is later than other.
func (d Date) After(other Date) bool { return other.Before(d) }

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return d.Start().Weekday() }

// MarshalText writes YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD; nothing becomes the zero date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	got, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = got
	return nil
}

// Value stores the date; the zero date is stored as NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads a date column; NULL becomes the zero date.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		y, m, day := v.Date()
		*d = Date{y, m, day}
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	}
	return fmt.Errorf("cannot read a date from %T", src)
}
