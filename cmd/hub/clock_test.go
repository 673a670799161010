package main

import (
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/xianjie-hub/xianjie/devkit/story"
	"github.com/xianjie-hub/xianjie/domain/civil"
)

func TestStartAt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2027-02-01": "2027-02-01T09:00:00+08:00", "2027-02-01T16:30": "2027-02-01T16:30:00+08:00",
		"2027-02-30": "", "tomorrow": "", "": "", "2027-02-01T16:30Z": "",
	} {
		var s startAt
		err := s.UnmarshalText([]byte(text))
		if got := s.at.In(civil.Office).Format(time.RFC3339); (err != nil) != (want == "") || err == nil && got != want {
			t.Errorf("%q: %s, %v; want %s", text, got, err, want)
		}
	}
}

// TestHubInAYearWithoutCalendar: nothing depends on the day the hub is tried. On 1
// February 2027, whose holidays are not published, it tells its whole story; clocks
// in working days say that they are provisional, and the record verifies.
func TestHubInAYearWithoutCalendar(t *testing.T) {
	figures := prometheus.DefaultRegisterer // one process has one hub, else: so this test runs alone
	t.Cleanup(func() { prometheus.DefaultRegisterer = figures })
	prometheus.DefaultRegisterer = prometheus.NewRegistry()
	at := startAt{time.Date(2027, 2, 1, 9, 0, 0, 0, civil.Office)}
	h, err := startHub(t.Context(), hubOptions{Listen: "127.0.0.1:0", Unsafe: true, Story: true, Now: at.clock(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := h.stop(); err != nil {
			t.Error(err)
		}
	}()
	police, err := story.SignIn(t.Context(), h.url, story.Police, "police-handler")
	if err != nil {
		t.Fatal(err)
	}
	var box struct {
		Items []struct{ ID, Number string }
	}
	if err := police.Get(t.Context(), "/v1/referrals?box=received&kind=criminal", &box); err != nil {
		t.Fatal(err)
	}
	provisional, clocks := 0, 0
	for _, r := range box.Items {
		var detail struct {
			Clocks []struct {
				Rule        string
				DueAt       *time.Time `json:"due_at"`
				Provisional bool
			}
		}
		if err := police.Get(t.Context(), "/v1/referrals/"+r.ID, &detail); err != nil {
			t.Fatal(err)
		}
		for _, k := range detail.Clocks {
			clocks++
			if k.DueAt != nil && k.DueAt.Before(at.at.AddDate(0, 0, -30)) {
				t.Errorf("%s: %s ends on %s, before the hub was started", r.Number, k.Rule, k.DueAt)
			}
			if k.Provisional {
				provisional++
			}
		}
	}
	if len(box.Items) == 0 || clocks == 0 || provisional == 0 {
		t.Errorf("%d cases with %d clocks, %d of them provisional", len(box.Items), clocks, provisional)
	}
	if ok, err := h.verifyRecord(t.Context()); !ok || err != nil {
		t.Errorf("the record does not verify: %v", err)
	}
}

// TestDevClock: it is moved on by days, never back, and goes on after a restart where the
// data have arrived.
func TestDevClock(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 11, 29, 9, 0, 0, 0, civil.Office)
	base := func() time.Time { return start }
	dir := t.TempDir()
	c, err := newDevClock(base, dir)
	if err != nil {
		t.Fatal(err)
	}
	post := func(days string) int {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("POST", "/dev/clock", strings.NewReader("days="+days))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		c.ServeHTTP(w, r)
		return w.Code
	}
	for days, want := range map[string]int{"-1": 422, "0": 422, "367": 422, "x": 422} {
		if got := post(days); got != want {
			t.Errorf("days=%s: %d, want %d", days, got, want)
		}
	}
	if got := post("8"); got != 303 {
		t.Errorf("8 days: %d", got)
	}
	again, err := newDevClock(base, dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]time.Time{"moved": c.now(), "after a restart": again.now()} {
		if want := start.AddDate(0, 0, 8); !got.Equal(want) {
			t.Errorf("%s it shows %s, want %s", name, got, want)
		}
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, httptest.NewRequest("GET", "/dev/clock", nil))
	if !strings.Contains(w.Body.String(), "2026-12-07 09:00") {
		t.Errorf("the page says %s", w.Body)
	}
	if err := os.WriteFile(filepath.Join(dir, "clock-ahead"), []byte("soon"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := newDevClock(base, dir); err == nil {
		t.Error("a file that nobody can read is taken")
	}
}
