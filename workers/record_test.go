package workers

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/mod/sumdb/note"

	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/workers/job"
)

// eventually looks again until the condition holds or the test's time is over.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	tick, end := time.NewTicker(20*time.Millisecond), time.NewTimer(30*time.Second)
	defer tick.Stop()
	defer end.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-end.C:
			t.Fatal("never happened: " + what)
		}
	}
}

func TestEventsGetTheirPlaceInTheLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Sent(t)
	path := filepath.Join(t.TempDir(), "checkpoints")
	key := officetest.Key("log")
	w.start(t, func(o *Options) { o.Record = &LogOptions{Name: "test.hub", Key: key, File: path} })
	verifier, err := record.NoteVerifier("test.hub", key.Public())
	if err != nil {
		t.Fatal(err)
	}
	var report record.Report
	eventually(t, "every event in the log", func() bool {
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := store.ReadRecord(t.Context(), w.DB.Worker, func(src record.Source) (err error) {
			report, err = record.Verify(t.Context(), src, record.Options{Keys: note.VerifierList(verifier), File: file})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return report.Unanchored == 0 && report.FileCheckpoints > 0 && report.Events > 0
	})
	if !report.OK() {
		t.Error(report.Text("en"))
	}
}

// log keeps what was logged.
type log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestRestoredDumpStopsTheLogLoudly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Sent(t)
	path := filepath.Join(t.TempDir(), "checkpoints")
	options := LogOptions{Name: "test.hub", Key: officetest.Key("log"), File: path}
	first, err := openSequencing(w.DB.Worker, options, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := first.RunOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := first.File.Close(); err != nil {
		t.Fatal(err)
	}
	w.exec(t, "delete from checkpoints")
	w.exec(t, "delete from log_hashes")
	w.exec(t, "update log_leaves set leaf = null")
	var said log
	registry := prometheus.NewPedanticRegistry()
	w.start(t, func(o *Options) {
		o.Record, o.Metrics = &options, registry
		o.Log = slog.New(slog.NewTextHandler(&said, nil))
	})
	eventually(t, "an error in the log", func() bool { return strings.Contains(said.String(), "record.rolled_back") })
	if strings.Count(said.String(), "record.rolled_back") > 2 {
		t.Error("the same failure is said again and again")
	}
	if n := figure(t, registry, "hub_log_failing"); n != 1 {
		t.Errorf("hub_log_failing is %v", n)
	}
}

// figure gathers one figure of a registry by name and values of labels.
func figure(t testing.TB, r prometheus.Gatherer, name string, labels ...string) float64 {
	t.Helper()
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			var values []string
			for _, l := range m.GetLabel() {
				values = append(values, l.GetValue())
			}
			missing := slices.ContainsFunc(labels, func(l string) bool { return !slices.Contains(values, l) })
			if f.GetName() == name && !missing {
				return m.GetGauge().GetValue()
			}
		}
	}
	t.Fatalf("no figure %s%v", name, labels)
	return 0
}

func TestFigures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Sent(t)
	w.exec(t, "update deliveries set state = 'undeliverable' where channel = 'email' and agency_id = $1", w.Police.ID)
	w.exec(t, "update deliveries set state = 'read' where channel = 'email' and agency_id = $1", w.Env.ID)
	w.Clock.Advance(100 * time.Hour)
	registry := prometheus.NewPedanticRegistry()
	if _, err := New(Options{Office: w.Office, Pool: w.DB.Worker, Metrics: registry, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		labels []string
		want   float64
	}{
		{"hub_deliveries", []string{"undeliverable", "email"}, 1},
		{"hub_deliveries", []string{"pending", "email"}, 1},
		{"hub_lag_seconds", []string{"delivery"}, 100 * 3600},
		{"hub_lag_seconds", []string{"log"}, 100 * 3600},
	} {
		if got := figure(t, registry, c.name, c.labels...); got != c.want {
			t.Errorf("%s%v is %v, want %v", c.name, c.labels, got, c.want)
		}
	}
	if got := figure(t, registry, "hub_log_unsequenced"); got < 5 {
		t.Errorf("%v events wait for the log", got)
	}
	if got := figure(t, registry, "hub_lag_seconds", "sweep"); got <= 0 {
		t.Errorf("sweep lag %v while ends passed untold", got)
	}
	if _, err := w.worker.SweepClocks(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := figure(t, registry, "hub_lag_seconds", "sweep"); got != 0 {
		t.Errorf("sweep lag %v after a sweep", got)
	}
}

func TestPeriodicSweepTellsClocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Sent(t)
	w.Clock.Advance(30 * 24 * time.Hour)
	w.start(t, nil) // the sweeps run at the start, too
	eventually(t, "an expired clock in the pages", func() bool {
		for _, topic := range w.inApp(t, w.Police.Desk) {
			if topic == "clock.expired" {
				return true
			}
		}
		return false
	})
}

func TestCleanUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	now := w.Clock.Now()
	w.exec(t, "insert into sessions (hash, user_id, agency_id, issuer_id, functions, created_at, seen_at) values ('\\x01', $1, $2, $3, '{}', $4, $4), ('\\x02', $1, $2, $3, '{}', $5, $5)",
		w.Env.Head.User, w.Env.ID, w.Env.Issuer, now.Add(-25*time.Hour), now.Add(-23*time.Hour))
	w.exec(t, "insert into logout_tokens (issuer_id, jti, seen_at) values ($1, 'old', $2), ($1, 'new', $3)", w.Env.Issuer, now.Add(-200*time.Hour), now)
	id := w.Opened(t)
	upload, err := w.BeginUpload(t.Context(), w.Env.Handler, id, "a.pdf", 10, 100)
	if err != nil {
		t.Fatal(err)
	}
	w.exec(t, "update uploads set created_at = $1", now.Add(-200*time.Hour))
	w.start(t, nil)
	if _, err := w.jobs.Insert(t.Context(), job.CleanUp{}, nil); err != nil {
		t.Fatal(err)
	}
	w.idle(t)
	var sessions, tokens int
	if err := w.DB.Owner.QueryRow(t.Context(), "select (select count(*) from sessions), (select count(*) from logout_tokens)").Scan(&sessions, &tokens); err != nil {
		t.Fatal(err)
	}
	if sessions != 1 || tokens != 1 {
		t.Errorf("%d sessions and %d tokens are left", sessions, tokens)
	}
	if _, _, err := w.UploadOffset(t.Context(), w.Env.Handler, upload); err == nil {
		t.Error("the abandoned upload is still there")
	}
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, change := range map[string]func(*Options){
		"no pool":        func(o *Options) { o.Pool = nil },
		"bad mail":       func(o *Options) { o.Mail.Addr = "nowhere" },
		"bad gateway":    func(o *Options) { o.SMS.URL = "http://gateway.example.test" },
		"bad log name":   func(o *Options) { o.Record = &LogOptions{Name: "two words", Key: officetest.Key("log"), File: "x"} },
		"no log address": func(o *Options) { o.Record = &LogOptions{Name: "hub", Key: officetest.Key("log"), File: ""} },
	} {
		o := Options{Office: w.Office, Pool: w.DB.Worker, Log: slog.New(slog.DiscardHandler)}
		change(&o)
		if _, err := New(o); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
