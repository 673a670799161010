package federation_test

import (
	"slices"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/federation"
)

func TestLadder(t *testing.T) {
	t.Parallel()
	var at []time.Duration
	var since time.Duration
	for attempts := 0; ; attempts++ {
		wait, alive := federation.Wait(attempts, since)
		if !alive {
			break
		}
		since += wait
		at = append(at, since)
	}
	first := []time.Duration{0, 10 * time.Second, 40 * time.Second, 160 * time.Second, 760 * time.Second, 2560 * time.Second, 6160 * time.Second}
	if !slices.Equal(at[:7], first) {
		t.Errorf("begins with %v", at[:7])
	}
	hourly, four := 0, 0
	for i := 7; i < len(at); i++ {
		switch step := at[i] - at[i-1]; step {
		case time.Hour:
			hourly++
		case 4 * time.Hour:
			four++
		default:
			t.Errorf("a step of %v", step)
		}
	}
	if last := at[len(at)-1]; hourly != 23 || four != 83 || last > federation.DeadAfter || last < federation.DeadAfter-4*time.Hour {
		t.Errorf("%d hourly and %d four-hourly, the last after %v", hourly, four, last)
	}
	if wait, _ := federation.WaitAsked(1, 0, time.Hour); wait != time.Hour {
		t.Errorf("Retry-After of an hour: %v", wait)
	}
	if wait, _ := federation.WaitAsked(1, 0, 1000*time.Hour); wait != 24*time.Hour {
		t.Errorf("Retry-After without end: %v", wait)
	}
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]federation.Step{
		202: federation.Done, 0: federation.Again, 302: federation.Again, 404: federation.Again, 429: federation.Again, 500: federation.Again, 503: federation.Again,
		400: federation.Stop, 409: federation.Stop, 413: federation.Stop, 422: federation.Stop, 401: federation.Refresh, 403: federation.Refresh,
	} {
		if got := federation.Answer(status); got != want {
			t.Errorf("%d: %s, want %s", status, got, want)
		}
	}
}

// Of a duty of a day: half an hour, two hours, eight hours.
func TestAlarmsFollowTheLegalClock(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	for waited, want := range map[time.Duration]int{29 * time.Minute: 0, 30 * time.Minute: 1, 2 * time.Hour: 2, 8 * time.Hour: 3} {
		if got := federation.Reached(day, waited); len(got) != want {
			t.Errorf("after %v: %v", waited, got)
		}
	}
	if got := federation.Reached(-time.Hour, 0); len(got) != 3 {
		t.Errorf("a duty that is overdue already: %v", got)
	}
}
