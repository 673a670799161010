package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/devkit/bench/rig"
	"github.com/xianjie-hub/xianjie/devkit/postgres"
	"github.com/xianjie-hub/xianjie/devkit/story"
)

// deed is an act that the benchmark repeats, each time on a copy of its own.
type deed struct {
	name        string
	state       string // of the referral of the story that is copied
	issuer, sub string // who does it
	path, body  string
}

// deeds are a light act inside the sending organ and a heavy one that moves the
// state, gives receipts, ends and begins clocks and tells other organs.
var deeds = []deed{
	{"opinion", "draft", story.Environment, "env-handler", "criminal/give-enforcement-opinion", `{"text":"主体和程序合法，有证据证明有涉嫌环境犯罪的事实发生，建议移送。"}`},
	{"sign", "sent", story.Police, "police-desk", "sign-for", `{"officer":"值班民警"}`},
}

// writeFigures of one deed. Rates are acts per second, medians over the rounds.
type writeFigures struct {
	Deed        string  `json:"deed"`
	Acts        int     `json:"acts"`
	Statements  int     `json:"statements"`
	Trips       int     `json:"round_trips"`
	HTTP        float64 `json:"http_per_second"`
	Office      float64 `json:"casework_per_second"`
	Reference   float64 `json:"pgbench_per_second"`
	Ratio       float64 `json:"ratio"`
	OfficeRatio float64 `json:"casework_ratio"`
	P50         float64 `json:"http_p50_ms"`
	P95         float64 `json:"http_p95_ms"`
	HubCPU      float64 `json:"hub_cpu_us"`      // per act
	DBCPU       float64 `json:"database_cpu_us"` // per act over HTTP
	RefCPU      float64 `json:"pgbench_cpu_us"`  // per replayed act: pgbench and database
	LoadCPU     float64 `json:"load_cpu_us"`     // per act, of the HTTP clients
	CPURatio    float64 `json:"cpu_ratio"`       // RefCPU over hub and database
	AnswerBytes int64   `json:"answer_bytes"`
}

// writer measures the write path.
type writer struct {
	o    options
	rig  *rig.Rig
	conn *pgx.Conn // superuser
	next int       // number of the next copy that nobody has touched
	warm seconds   // what pgbench spends until its connections are warm
}

// measure runs the rounds of one deed: each does the same number of acts over
// HTTP, without HTTP, and by pgbench, so that a neighbour's noise hits all three.
func (w *writer) measure(ctx context.Context, d deed) (writeFigures, error) {
	f := writeFigures{Deed: d.name}
	id, version, err := w.original(ctx, d.state)
	if err != nil {
		return f, err
	}
	share := max(w.o.acts/w.o.rounds/w.o.clients, 1) * w.o.clients // of one round
	f.Acts = share * w.o.rounds
	w.next = 0
	c := copier{w.conn}
	if err := c.copies(ctx, id, whole, 0, (3*share+warmUp*w.o.clients)*(w.o.rounds+1)+warmUp*w.o.clients+40, nil); err != nil {
		return f, err
	}
	if err := c.settle(ctx, whole); err != nil {
		return f, err
	}
	cookie, err := signIn(ctx, w.rig.URL, d.issuer, d.sub)
	if err != nil {
		return f, err
	}
	ask := func(n int) request {
		return request{
			method: http.MethodPost, path: "/v1/referrals/" + copyID(id, n) + "/" + d.path, cookie: cookie, body: d.body,
			key: fmt.Sprintf("bench-%s-%d", d.name, n), version: version,
		}
	}
	script, err := w.record(ctx, d, ask, &f)
	if err != nil {
		return f, err
	}
	office, err := w.openOffice(ctx, d)
	if err != nil {
		return f, err
	}
	defer office.close()
	if w.warm, err = w.warming(ctx, script); err != nil {
		return f, err
	}
	var rounds []round
	for i := range w.o.rounds + 1 { // the first warms up
		r, err := w.round(ctx, share, ask, func(n int) error { return office.act(ctx, copyID(id, n), version, n) }, script)
		if err != nil {
			return f, err
		}
		if i > 0 {
			rounds = append(rounds, r)
			w.o.say("  %s round %d: http %.0f/s, casework %.0f/s, pgbench %.0f/s, ratio %.2f", d.name, i, r.http.rate, r.office, r.reference, r.http.rate/r.reference)
		}
	}
	f.fill(rounds)
	return f, nil
}

// round is what one round measured.
type round struct {
	http                    result
	office, reference       float64
	hub, db, refCPU, client seconds // per act
}

func (w *writer) round(ctx context.Context, n int, ask func(int) request, act func(int) error, script string) (r round, err error) {
	first := w.take(n)
	before, err := w.cpu()
	if err != nil {
		return r, err
	}
	if r.http, err = drive(ctx, w.rig.URL, w.o.clients, n, func(i int) request { return ask(first + i) }); err != nil {
		return r, err
	}
	after, err := w.cpu()
	if err != nil {
		return r, err
	}
	per := seconds(n)
	r.hub, r.db, r.client = (after.hub-before.hub)/per, (after.db-before.db)/per, (after.self-before.self)/per
	first = w.take(n)
	if r.office, err = together(w.o.clients, n, func(i int) error { return act(first + i) }); err != nil {
		return r, err
	}
	if before, err = w.cpu(); err != nil {
		return r, err
	}
	ref, err := w.replay(ctx, script, n/w.o.clients)
	if err != nil {
		return r, err
	}
	if after, err = w.cpu(); err != nil {
		return r, err
	}
	r.reference, r.refCPU = ref.rate, (after.db-before.db+ref.own-w.warm)/per
	return r, nil
}

// replay lets every client of pgbench warm up and replay a share.
func (w *writer) replay(ctx context.Context, script string, share int) (replay, error) {
	return pgbench(ctx, w.rig.DB, script, w.o.clients, share, w.take(w.o.clients*(warmUp+share)))
}

// warming measures what warming pgbench's connections costs.
func (w *writer) warming(ctx context.Context, script string) (seconds, error) {
	before, err := w.cpu()
	if err != nil {
		return 0, err
	}
	r, err := w.replay(ctx, script, 0)
	if err != nil {
		return 0, err
	}
	after, err := w.cpu()
	return after.db - before.db + r.own, err
}

// take reserves copies.
func (w *writer) take(n int) (first int) {
	first = w.next
	w.next += n
	return first
}

type spent struct{ hub, db, self seconds }

func (w *writer) cpu() (s spent, err error) {
	if s.hub, err = cpuOf(w.rig.Hub.PID()); err != nil {
		return s, err
	}
	if s.db, err = cpuOf(w.rig.DB.PID()); err != nil {
		return s, err
	}
	s.self, err = times(os.Getpid())
	return s, err
}

func (f *writeFigures) fill(rounds []round) {
	pick := func(of func(round) float64) float64 {
		var list []float64
		for _, r := range rounds {
			list = append(list, of(r))
		}
		return median(list)
	}
	f.HTTP = pick(func(r round) float64 { return r.http.rate })
	f.Office = pick(func(r round) float64 { return r.office })
	f.Reference = pick(func(r round) float64 { return r.reference })
	f.Ratio = pick(func(r round) float64 { return r.http.rate / r.reference })
	f.OfficeRatio = pick(func(r round) float64 { return r.office / r.reference })
	f.P50 = pick(func(r round) float64 { return r.http.p50.Seconds() * 1e3 })
	f.P95 = pick(func(r round) float64 { return r.http.p95.Seconds() * 1e3 })
	f.HubCPU = pick(func(r round) float64 { return float64(r.hub) * 1e6 })
	f.DBCPU = pick(func(r round) float64 { return float64(r.db) * 1e6 })
	f.RefCPU = pick(func(r round) float64 { return float64(r.refCPU) * 1e6 })
	f.LoadCPU = pick(func(r round) float64 { return float64(r.client) * 1e6 })
	f.CPURatio = pick(func(r round) float64 { return float64(r.refCPU / (r.hub + r.db)) })
	if len(rounds) > 0 {
		f.AnswerBytes = rounds[len(rounds)-1].http.size
	}
}

// original finds the referral of the story that stands in a state.
func (w *writer) original(ctx context.Context, state string) (id string, version int64, err error) {
	err = w.conn.QueryRow(ctx, "SELECT id::text, version FROM cases WHERE state = $1 ORDER BY created_at LIMIT 1", state).Scan(&id, &version)
	if err != nil {
		return "", 0, fmt.Errorf("find a referral in state %s: %w", state, err)
	}
	return id, version, nil
}

// record lets a hub of its own, with a tap in front of the database, do the deed
// on two copies, and makes the script that does the same.
func (w *writer) record(ctx context.Context, d deed, ask func(int) request, f *writeFigures) (string, error) {
	dir, err := os.MkdirTemp("", "tap-")
	if err != nil {
		return "", fmt.Errorf("make a directory for the tap: %w", err)
	}
	defer os.RemoveAll(dir)
	t, err := openTap(dir, w.rig.Socket())
	if err != nil {
		return "", err
	}
	defer t.close()
	other, err := w.rig.Second(ctx, dir)
	if err != nil {
		return "", err
	}
	defer func() { _ = other.Stop() }() // nothing more is asked of it
	c, err := dial(ctx, other.URL)
	if err != nil {
		return "", err
	}
	defer c.conn.Close()
	for range 8 { // every statement is prepared and planned by then
		if _, err := c.do(ask(w.take(1))); err != nil {
			return "", err
		}
	}
	trips, numbers, err := w.twice(t, func(n int) error { _, err := c.do(ask(n)); return err })
	if err != nil {
		return "", err
	}
	f.Trips = len(trips[0])
	for _, tr := range trips[0] {
		f.Statements += len(tr)
	}
	conn, err := pgx.Connect(ctx, w.rig.DB.URL(rig.Database, "hub_app"))
	if err != nil {
		return "", fmt.Errorf("connect as the hub: %w", err)
	}
	defer conn.Close(ctx)
	text, err := (&scripter{conn: conn}).script(ctx, trips[0], trips[1], numbers)
	if err != nil {
		return "", err
	}
	path := filepath.Join(w.o.out, "bench-"+d.name+".pgbench.sql")
	if err := os.MkdirAll(w.o.out, 0o755); err != nil {
		return "", fmt.Errorf("keep the script: %w", err)
	}
	return path, os.WriteFile(path, []byte(text), 0o644)
}

// recordings is how often a deed is recorded at most. River tells its workers of
// new jobs at most every few milliseconds, so not every recording is like the other.
const recordings = 12

// twice records a deed until two recordings hold the same statements.
func (w *writer) twice(t *tap, do func(n int) error) (trips [2][]trip, numbers [2]int, err error) {
	type recording struct {
		trips  []trip
		number int
	}
	earlier := map[string]recording{}
	for range recordings {
		n := w.take(1)
		got, err := t.record(func() error { return do(n) })
		if err != nil {
			return trips, numbers, err
		}
		if twin, ok := earlier[shape(got)]; ok {
			return [2][]trip{twin.trips, got}, [2]int{twin.number, n}, nil
		}
		earlier[shape(got)] = recording{got, n}
	}
	return trips, numbers, fmt.Errorf("%d recordings of the same act, all different: %v", recordings, slices.Collect(maps.Keys(earlier)))
}

// openSuper connects as superuser, which seeds and looks.
func openSuper(ctx context.Context, r *rig.Rig) (*pgx.Conn, error) {
	conn, err := pgx.Connect(ctx, r.DB.URL(rig.Database, postgres.Superuser))
	if err != nil {
		return nil, fmt.Errorf("connect as superuser: %w", err)
	}
	return conn, nil
}
