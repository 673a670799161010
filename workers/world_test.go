package workers

import (
	"context"
	"encoding/json"
	"log/slog"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/devkit/mailsink"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/storetest"
	"github.com/xianjie-hub/xianjie/workers/job"
	"github.com/xianjie-hub/xianjie/workers/notify"
)

// world is an office with workers and a mail server that does as it is told.
type world struct {
	*officetest.House
	worker *casework.Office
	sink   *mailsink.Sink
	jobs   *river.Client[pgx.Tx]

	mu     sync.Mutex
	accept func(context.Context, mailsink.Mail) error
	after  []<-chan *river.Event
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{House: officetest.New(t, storetest.DB(t))}
	w.worker = w.WithPool(w.DB.Worker)
	sink, err := mailsink.Start(mailsink.Options{Now: w.Clock.Now, Keep: 1 << 20, Accept: w.ask})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sink.Stop() })
	w.sink = sink
	if w.jobs, err = InsertOnly(w.DB.Worker); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) ask(ctx context.Context, m mailsink.Mail) error {
	w.mu.Lock()
	accept := w.accept
	w.mu.Unlock()
	if accept == nil {
		return nil
	}
	return accept(ctx, m)
}

// server changes how the mail server answers; nil takes everything.
func (w *world) server(accept func(context.Context, mailsink.Mail) error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.accept = accept
}

// start runs workers until the test ends.
func (w *world) start(t testing.TB, change func(*Options)) *Workers {
	t.Helper()
	o := Options{
		Office: w.Office, Pool: w.DB.Worker, Log: slog.New(slog.DiscardHandler), Dice: rand.NewPCG(1, 2),
		Mail: notify.MailConfig{Addr: w.sink.Addr(), From: "hub@hub.example.test", TLS: notify.TLSNone, Timeout: 5 * time.Second},
	}
	if change != nil {
		change(&o)
	}
	running, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	events, unsubscribe := running.client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed, river.EventKindJobCancelled)
	w.after = append(w.after, events)
	if err := running.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		unsubscribe()
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := running.Stop(ctx); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	return running
}

// sweep runs the sweep of deliveries and waits until no job is left.
func (w *world) sweep(t testing.TB) {
	t.Helper()
	if _, err := w.jobs.Insert(t.Context(), job.SweepDeliveries{}, nil); err != nil {
		t.Fatal(err)
	}
	w.idle(t)
}

// idle waits until every job has run. Events only shorten the wait.
func (w *world) idle(t testing.TB) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		var n int
		if err := w.DB.Owner.QueryRow(t.Context(), "select count(*) from river.river_job where state in ('available', 'running', 'retryable', 'scheduled', 'pending')").Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
		select {
		case <-w.after[0]:
		case <-tick.C:
		case <-t.Context().Done():
			t.Fatal("jobs never ended")
		}
	}
}

type row struct {
	ID                                ids.Delivery
	Case                              ids.Case
	Agency                            ids.Agency
	Channel, Topic, Level, State, Err string
	Proof                             string
	Attempts                          int
	NextAt                            time.Time
	Params                            json.RawMessage
}

// rows reads the deliveries that leave the hub.
func (w *world) rows(t testing.TB) []row {
	t.Helper()
	found, err := w.DB.Owner.Query(t.Context(), `select id, case_id, agency_id, channel, topic, level, state, last_error, proof, attempts, next_at, params
		from deliveries where channel <> 'inapp' order by created_at, id`)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(found, pgx.RowToStructByPos[row])
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// states counts them by state, for example "2 pending, 1 sent".
func (w *world) states(t testing.TB) string {
	t.Helper()
	var all string
	err := w.DB.Owner.QueryRow(t.Context(), `select coalesce(string_agg(n || ' ' || state, ', ' order by state), '')
		from (select state, count(*) as n from deliveries where channel <> 'inapp' group by state) s`).Scan(&all)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (w *world) exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	if _, err := w.DB.Owner.Exec(context.Background(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// inApp lists the topics an organ reads in the pages.
func (w *world) inApp(t testing.TB, a casework.Actor) []string {
	t.Helper()
	list, err := w.Notices(t.Context(), a, false, nil, 100)
	if err != nil {
		t.Fatal(err)
	}
	var topics []string
	for _, n := range list {
		topics = append(topics, n.Topic)
	}
	return topics
}
