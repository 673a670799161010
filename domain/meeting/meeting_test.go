package meeting_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/meeting"
)

var states = []meeting.State{meeting.Draft, meeting.Called, meeting.Held, meeting.Minuted, meeting.Countersigned, meeting.Closed, meeting.Cancelled}

// TestTableIsTotal asks every step in every state: it leads to a state, or is
// refused with exactly what is possible instead.
func TestTableIsTotal(t *testing.T) {
	t.Parallel()
	for _, s := range states {
		for _, row := range meeting.Table {
			for _, convener := range []bool{true, false} {
				possible := meeting.Possible(s, convener)
				to, err := meeting.Decide(s, row.Step, convener)
				if slices.Contains(possible, row.Step) {
					if err != nil || !slices.Contains(states, to) {
						t.Errorf("%s in %s: %v to %s", row.Step, s, err, to)
					}
					continue
				}
				f, ok := err.(*fault.Error)
				if !ok || f.Kind != fault.Rule || len(f.Allowed) != len(possible) || to != s || f.Detail.ZH == "" || f.Detail.EN == "" {
					t.Errorf("%s in %s: %v to %s", row.Step, s, err, to)
				}
			}
		}
	}
	if _, err := meeting.Decide(meeting.Draft, "dance", true); err == nil {
		t.Error("a step that does not exist is taken")
	}
}

// TestCourse is the usual way, and where it ends.
func TestCourse(t *testing.T) {
	t.Parallel()
	s := meeting.Draft
	for _, x := range []struct {
		step     meeting.Step
		convener bool
		want     meeting.State
	}{
		{meeting.Call, true, meeting.Called}, {meeting.Reply, false, meeting.Called}, {meeting.Hold, true, meeting.Held}, {meeting.Write, true, meeting.Held},
		{meeting.Minute, true, meeting.Minuted}, {meeting.Object, false, meeting.Held}, {meeting.Minute, true, meeting.Minuted}, {meeting.Countersign, false, meeting.Minuted},
	} {
		to, err := meeting.Decide(s, x.step, x.convener)
		if err != nil || to != x.want {
			t.Fatalf("%s from %s: %s, %v", x.step, s, to, err)
		}
		s = to
	}
	for _, end := range []meeting.State{meeting.Closed, meeting.Cancelled} {
		for _, step := range meeting.Possible(end, true) {
			if row, _ := meeting.RowOf(step); row.To != "" {
				t.Errorf("%s leads out of %s", step, end)
			}
		}
	}
	if _, err := meeting.Decide(meeting.Cancelled, meeting.Reply, false); err == nil || !strings.Contains(err.(*fault.Error).Detail.ZH, "取消") {
		t.Errorf("a reply to a cancelled meeting: %v", err)
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, civil.Office)
	hour := now.Add(time.Hour)
	for name, c := range map[string]struct {
		err  error
		code string
	}{
		"call what has begun":      {meeting.MayCall(now, now), "meeting.past"},
		"call what comes":          {meeting.MayCall(now, hour), ""},
		"hold too early":           {meeting.MayHold(now, hour), "meeting.not_begun"},
		"hold at its time":         {meeting.MayHold(now, now), ""},
		"record what is not over":  {meeting.MayRecordLate(now, hour), "meeting.not_over"},
		"record what is over":      {meeting.MayRecordLate(now, now), ""},
		"reply when it is over":    {meeting.MayReply(now, now), "meeting.over"},
		"reply before":             {meeting.MayReply(now, hour), ""},
		"an end before the start":  {meeting.Span(hour, now), "meeting.span"},
		"a month of talk":          {meeting.Span(now, now.AddDate(0, 1, 0)), "meeting.span"},
		"two hours, as they often": {meeting.Span(now, now.Add(2*time.Hour)), ""},
	} {
		got := ""
		if c.err != nil {
			got = c.err.(*fault.Error).Code
		}
		if got != c.code {
			t.Errorf("%s: %q, want %q", name, got, c.code)
		}
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	d := func(month time.Month, day int) civil.Date { return civil.Date{Year: 2026, Month: month, Day: day} }
	cal, err := deadline.NewCalendar([]deadline.Year{{Year: 2026, Holidays: []deadline.Holiday{{Name: fault.T("国庆节", "National Day"), From: d(10, 1), To: d(10, 7)}}, Workdays: []civil.Date{d(10, 10)}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{
		"2026-10-01 09:30": "法定节假日（国庆节）", "2026-10-17 09:30": "休息日", "2026-10-10 09:30": "", "2026-10-12 19:00": "办公时间", "2027-03-01 09:30": "放假安排",
	} {
		when, err := time.ParseInLocation("2006-01-02 15:04", at, civil.Office)
		if err != nil {
			t.Fatal(err)
		}
		var said strings.Builder
		for _, w := range meeting.Warnings(cal, when) {
			said.WriteString(w.ZH)
		}
		if want == "" && said.Len() > 0 || !strings.Contains(said.String(), want) {
			t.Errorf("%s: %q, want %q", at, said.String(), want)
		}
	}
}

func TestResolutions(t *testing.T) {
	t.Parallel()
	if p, err := meeting.DecideTask(meeting.Open, meeting.Report, true, false); err != nil || p != meeting.Reported {
		t.Errorf("reported: %s, %v", p, err)
	}
	if _, err := meeting.DecideTask(meeting.Open, meeting.Accept, false, true); err == nil {
		t.Error("accepted before it was reported")
	}
	if _, err := meeting.DecideTask(meeting.Reported, meeting.Accept, true, false); err == nil {
		t.Error("the owner accepts its own report")
	}
	for _, end := range []meeting.Promise{meeting.Accepted, meeting.Withdrawn} {
		if len(meeting.TaskSteps(end, true, true)) != 0 {
			t.Errorf("%s is no end", end)
		}
	}
	today := civil.Date{Year: 2026, Month: 3, Day: 10}
	for n, want := range map[int]string{-1: "red", 0: "amber", meeting.Near: "amber", meeting.Near + 1: "green"} {
		if got := meeting.Light(meeting.Open, today.AddDays(n), today); got != want {
			t.Errorf("due in %d days: %s, want %s", n, got, want)
		}
	}
	if got := meeting.Light(meeting.Accepted, today.AddDays(-9), today); got != "none" {
		t.Errorf("accepted late: %s", got)
	}
}
