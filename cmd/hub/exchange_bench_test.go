package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/xianjie-hub/xianjie/api"
	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/store/storetest"
	"github.com/xianjie-hub/xianjie/workers"
)

// BenchmarkDelivery measures the way of a message over HTTPS on one machine: from a hub
// with b.N messages in its outbox until it holds the receipts and the other one has
// carried them out. Beside it the same bytes as a plain POST, and as one whose receiver
// commits them as a row before it answers. cpu-µs/op is of this process and PostgreSQL.
func BenchmarkDelivery(b *testing.B) {
	b.Run("exchange", benchExchange)
	b.Run("post", func(b *testing.B) { benchPost(b, nil) })
	b.Run("post-and-commit", func(b *testing.B) {
		db := storetest.DB(b)
		if _, err := db.Owner.Exec(b.Context(), "CREATE TABLE posted (id bigserial PRIMARY KEY, raw bytea NOT NULL)"); err != nil {
			b.Fatal(err)
		}
		benchPost(b, db.Owner)
	})
}

func benchExchange(b *testing.B) {
	var both [2]*bureau
	var own [2]casework.Identity
	var over [2]*httptest.Server
	for i, name := range []string{"sichuan", "chongqing"} {
		h := officetest.New(b, storetest.DB(b))
		asHub(h.Office, name)
		over[i] = httptest.NewTLSServer((&api.Server{Office: h.Office, Pages: http.NotFoundHandler()}).Handler())
		b.Cleanup(over[i].Close)
		both[i], own[i] = newBureau(h, uint64(i+1)), signsAs(b, h, over[i].URL)
	}
	for i, p := range both {
		p.pin(b, own[1-i], both[1-i].Env.ID)
	}
	for range b.N {
		if _, err := both[0].opens(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	before := cpuWith(b, both[0].DB.Worker)
	b.ResetTimer()
	for i, p := range both {
		w, err := workers.New(workers.Options{Office: p.Office, Pool: p.DB.Worker, Partners: over[1-i].Client().Transport, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			b.Fatal(err)
		}
		if err := w.Start(context.Background()); err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() {
			if err := w.Stop(context.Background()); err != nil {
				b.Error(err)
			}
		})
	}
	for tick := time.NewTicker(10 * time.Millisecond); ; <-tick.C {
		n, err := both[0].waiting(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		carried := 0
		if err := both[1].DB.Worker.QueryRow(b.Context(), "SELECT count(*) FROM envelopes WHERE state = 'applied'").Scan(&carried); err != nil {
			b.Fatal(err)
		}
		if n == 0 && carried == b.N {
			break
		}
	}
	b.StopTimer()
	perMessage(b, before, both[0].DB.Worker)
	paced(b, both[0])
}

// paced sends one message after the other, each when the one before has its receipt, and
// reports how long one was under way.
func paced(b *testing.B, p *bureau) {
	for range b.N {
		if _, err := p.opens(b.Context()); err != nil {
			b.Fatal(err)
		}
		for tick := time.NewTicker(2 * time.Millisecond); ; <-tick.C {
			if n, err := p.waiting(b.Context()); err != nil {
				b.Fatal(err)
			} else if n == 0 {
				break
			}
		}
	}
	var p50, p99 float64
	if err := p.DB.Worker.QueryRow(b.Context(), `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms), percentile_cont(0.99) WITHIN GROUP (ORDER BY ms)
		FROM (SELECT extract(epoch FROM received_at - created_at)::float8 * 1000 AS ms FROM envelopes WHERE outgoing ORDER BY created_at DESC LIMIT $1) AS last`, b.N).Scan(&p50, &p99); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(p50, "p50-ms")
	b.ReportMetric(p99, "p99-ms")
}

// postSize is about the size of a sealed message with a short case in it.
const postSize = 4 << 10

func benchPost(b *testing.B, pool *pgxpool.Pool) {
	far := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil && pool != nil {
			_, err = pool.Exec(r.Context(), "INSERT INTO posted (raw) VALUES ($1)", body)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	b.Cleanup(far.Close)
	client, body := far.Client(), bytes.Repeat([]byte("x"), postSize)
	before := cpuWith(b, pool)
	for b.Loop() {
		resp, err := client.Post(far.URL, "application/octet-stream", bytes.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusAccepted {
			b.Fatal(resp.Status)
		}
	}
	perMessage(b, before, pool)
}

// cpuWith is the processor time of this process and of the PostgreSQL behind a pool.
func cpuWith(b *testing.B, pool *pgxpool.Pool) (sum time.Duration) {
	b.Helper()
	sum = cpuOf(b, "self")
	if pool == nil {
		return sum
	}
	var backend int
	if err := pool.QueryRow(b.Context(), "SELECT pg_backend_pid()").Scan(&backend); err != nil {
		b.Fatal(err)
	}
	server := stat(b, strconv.Itoa(backend))[1] // its parent
	all, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		b.Fatal(err)
	}
	for _, file := range all {
		pid := filepath.Base(filepath.Dir(file))
		if fields := stat(b, pid); pid == server || len(fields) > 1 && fields[1] == server {
			sum += cpuOf(b, pid)
		}
	}
	return sum
}

// stat gives the fields of /proc/PID/stat after the name; none of a process that has ended.
func stat(b *testing.B, pid string) []string {
	b.Helper()
	raw, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	if err != nil {
		return nil
	}
	return strings.Fields(string(raw[bytes.LastIndexByte(raw, ')')+1:]))
}

// cpuOf adds user and system time, of children that ended too; USER_HZ is 100 on Linux.
func cpuOf(b *testing.B, pid string) (sum time.Duration) {
	fields := stat(b, pid)
	for _, f := range fields[min(11, len(fields)):min(15, len(fields))] {
		ticks, err := strconv.Atoi(f)
		if err != nil {
			b.Fatal(fmt.Errorf("read processor time: %w", err))
		}
		sum += time.Duration(ticks) * 10 * time.Millisecond
	}
	return sum
}

func perMessage(b *testing.B, before time.Duration, pool *pgxpool.Pool) {
	b.Helper()
	b.ReportMetric(float64((cpuWith(b, pool)-before).Microseconds())/float64(b.N), "cpu-µs/op")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
