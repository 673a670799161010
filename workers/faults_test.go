package workers

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/emersion/go-smtp"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/devkit/mailsink"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
)

// notices is how many the fault test sends: 400, or 20,000 with
// HUB_TEST_SCALE=soak (promise P2).
func notices() int {
	if os.Getenv("HUB_TEST_SCALE") == "soak" {
		return 20_000
	}
	return 400
}

// TestNoNoticeIsLostUnderFaults: the mail server refuses, hangs up and lies about
// what it took, connections to the database are cut, jobs are thrown away and two
// processes work at once. Every notice arrives, known by its stable id.
func TestNoNoticeIsLostUnderFaults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.Sent(t)
	w.exec(t, "delete from deliveries")
	wanted := w.post(t, id, notices())
	var turn sync.Mutex
	dice := rand.New(rand.NewPCG(7, 7))
	roll := func(n int) int {
		turn.Lock()
		defer turn.Unlock()
		return dice.IntN(n)
	}
	w.server(func(context.Context, mailsink.Mail) error {
		switch roll(10) {
		case 0:
			return &smtp.SMTPError{Code: 451, Message: "later"}
		case 1:
			return &smtp.SMTPError{Code: 554, Message: "never"}
		case 2:
			return &smtp.SMTPError{Code: 421, Message: "closing"}
		}
		return nil
	})
	w.start(t, nil)
	second := w.pool(t)
	w.start(t, func(o *Options) { o.Pool = second; o.Log = slog.New(slog.DiscardHandler) })
	super, err := pgx.Connect(t.Context(), w.DB.SuperURL)
	if err != nil {
		t.Fatal(err)
	}
	defer super.Close(context.Background())
	for round := 0; ; round++ {
		if round == 200 {
			t.Fatalf("not all out after %d rounds: %s", round, w.states(t))
		}
		switch round % 4 {
		case 1: // every job that waits is thrown away
			w.exec(t, "delete from river.river_job where state in ('available', 'scheduled', 'retryable')")
		case 2: // connections are cut under statements
			if _, err := super.Exec(t.Context(), "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'hub_worker' and query ilike '%deliveries%' and state <> 'idle'"); err != nil {
				t.Fatal(err)
			}
		}
		w.sweep(t)
		if got := w.states(t); got == fmt.Sprint(len(wanted), " sent") {
			break
		}
		if round < 100 {
			w.Clock.Advance(90 * time.Second) // leases, stale claims and the first rungs run out
		} else {
			w.Clock.Advance(time.Hour) // of 20,000 some are refused ten times, and the later rungs are hours
		}
	}
	arrived := map[string]int{}
	for _, m := range w.sink.Mails() {
		key, _, _ := strings.Cut(strings.TrimPrefix(m.Header("Message-ID"), "<"), "@")
		arrived[key]++
	}
	lost, twice := 0, 0
	for key := range wanted {
		switch n := arrived[key]; {
		case n == 0:
			lost++
		case n > 1:
			twice++
		}
	}
	if lost > 0 || len(arrived) != len(wanted) {
		t.Errorf("%d of %d notices lost, %d ids arrived", lost, len(wanted), len(arrived))
	}
	t.Logf("%d notices, %d of them more than once", len(wanted), twice)
}

// post writes notices to the desk of the police and gives their ids.
func (w *world) post(t testing.TB, id ids.Case, n int) map[string]bool {
	t.Helper()
	wanted := map[string]bool{}
	var rows [][]any
	for i := range n {
		delivery := ids.New[ids.Delivery](w.Clock.Now())
		wanted[delivery.String()] = true
		rows = append(rows, []any{delivery, id, w.Police.ID, "email", "sign_for", casework.LevelInfo, `{"number":"XJ-1","case_kind":"criminal","link":"https://hub.example.test/"}`,
			"pending", w.Clock.Now(), fmt.Sprint("fault:", i), w.Clock.Now()})
	}
	columns := []string{"id", "case_id", "agency_id", "channel", "topic", "level", "params", "state", "next_at", "dedup", "created_at"}
	if _, err := w.DB.Owner.CopyFrom(t.Context(), pgx.Identifier{"deliveries"}, columns, pgx.CopyFromRows(rows)); err != nil {
		t.Fatal(err)
	}
	return wanted
}

// pool opens connections as a second process of workers has them.
func (w *world) pool(t testing.TB) *pgxpool.Pool {
	t.Helper()
	pool, err := store.Open(t.Context(), w.DB.WorkerURL, store.AllowUnsafe())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}
