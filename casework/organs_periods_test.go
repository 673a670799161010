package casework

import (
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// TestPresidingWarnings: days are of 2026-03; today is the 10th; an end of 0 is open.
func TestPresidingWarnings(t *testing.T) {
	t.Parallel()
	day := func(n int) civil.Date {
		if n == 0 {
			return civil.Date{}
		}
		return civil.Date{Year: 2026, Month: time.March, Day: n}
	}
	type period struct{ who, from, to int }
	for name, c := range map[string]struct {
		periods []period
		want    []period // from, to of the warnings
	}{
		"none":                   {nil, nil},
		"one, open":              {[]period{{1, 1, 0}}, nil},
		"one after the other":    {[]period{{1, 1, 12}, {2, 13, 20}}, nil},
		"in any order":           {[]period{{2, 13, 20}, {1, 1, 12}}, nil},
		"a day between":          {[]period{{1, 1, 12}, {2, 14, 0}}, []period{{0, 13, 13}}},
		"a gap long ago":         {[]period{{1, 1, 2}, {2, 5, 9}}, nil},
		"overlap":                {[]period{{1, 1, 12}, {2, 12, 20}}, []period{{0, 12, 12}}},
		"overlap long ago":       {[]period{{1, 1, 5}, {2, 4, 20}}, nil},
		"overlap of the same":    {[]period{{1, 1, 12}, {1, 12, 20}}, nil},
		"open beside bounded":    {[]period{{1, 1, 0}, {2, 12, 20}}, []period{{0, 12, 20}}},
		"both open":              {[]period{{1, 1, 0}, {2, 12, 0}}, []period{{0, 12, 0}}},
		"inside, then a gap":     {[]period{{1, 1, 20}, {2, 12, 14}, {2, 25, 0}}, []period{{0, 12, 14}, {0, 21, 24}}},
		"the long one goes on":   {[]period{{1, 1, 20}, {2, 12, 14}, {2, 18, 30}}, []period{{0, 12, 14}, {0, 18, 20}}},
		"same day, next follows": {[]period{{1, 11, 11}, {2, 12, 12}, {3, 13, 13}}, nil},
	} {
		var list []Presiding
		for _, p := range c.periods {
			list = append(list, Presiding{User: ids.User{byte(p.who)}, From: day(p.from), To: day(p.to)})
		}
		got := presidingWarnings(list, day(10))
		if len(got) != len(c.want) {
			t.Errorf("%s: %+v, want %v", name, got, c.want)
			continue
		}
		for i, w := range c.want {
			if got[i].From != day(w.from) || got[i].To != day(w.to) || got[i].Text.ZH == "" || got[i].Text.EN == "" {
				t.Errorf("%s: %+v, want %v", name, got[i], w)
			}
		}
	}
}

// TestDutyGaps: hours from the beginning of a time of 24.
func TestDutyGaps(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, time.March, 2, 8, 0, 0, 0, civil.Office)
	at := func(h int) time.Time { return start.Add(time.Duration(h) * time.Hour) }
	type span [2]int
	for name, c := range map[string]struct{ shifts, want []span }{
		"nobody":          {nil, []span{{0, 24}}},
		"all of it":       {[]span{{-5, 30}}, nil},
		"two that meet":   {[]span{{12, 24}, {0, 12}}, nil},
		"in between":      {[]span{{0, 8}, {10, 24}}, []span{{8, 10}}},
		"before and past": {[]span{{-9, -1}, {4, 6}, {30, 40}}, []span{{0, 4}, {6, 24}}},
		"one in another":  {[]span{{0, 20}, {2, 4}}, []span{{20, 24}}},
	} {
		var list []Shift
		for _, s := range c.shifts {
			list = append(list, Shift{From: at(s[0]), To: at(s[1])})
		}
		got := dutyGaps(list, at(0), at(24))
		if len(got) != len(c.want) {
			t.Errorf("%s: %+v, want %v", name, got, c.want)
			continue
		}
		for i, w := range c.want {
			if !got[i].From.Equal(at(w[0])) || !got[i].To.Equal(at(w[1])) {
				t.Errorf("%s: %+v, want %v", name, got[i], w)
			}
		}
	}
}
