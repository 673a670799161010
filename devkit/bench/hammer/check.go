package hammer

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Report is what a run found.
type Report struct {
	Target       Target   `json:"target"`
	Acknowledged int      `json:"acknowledged"`
	Kills        int      `json:"kills"`
	Cuts         int64    `json:"cuts"`     // answers cut after the commit
	Attempts     int64    `json:"attempts"` // requests, retries included
	Replayed     int64    `json:"replayed"` // acts found done when they were asked for again
	Seconds      float64  `json:"seconds"`
	Lost         int      `json:"lost"`    // acknowledged, and not in the database as promised
	Doubled      int      `json:"doubled"` // in the database more often than acknowledged
	Refused      int      `json:"refused"` // acts refused that followed from acknowledged ones
	Notices      int      `json:"notices"`
	Mails        int      `json:"mails"`       // of them by mail, each arrived at least once
	MailsTwice   int      `json:"mails_twice"` // arrived more than once, with the same Message-ID
	Waiting      int      `json:"waiting"`     // mails not noted as sent when the time to settle was over; they may have arrived
	Coming       int      `json:"coming"`      // of them, those that had not arrived
	Settled      float64  `json:"settled_s"`   // how long the notices took after the last act
	Findings     []string `json:"findings,omitempty"`
}

// OK says that nothing was lost and nothing doubled.
func (r Report) OK() bool {
	return r.Lost == 0 && r.Doubled == 0 && r.Refused == 0 && len(r.Findings) == 0
}

// maxFindings are told in full; more would only repeat them.
const maxFindings = 20

func (r *Report) find(count *int, format string, args ...any) {
	*count++
	if len(r.Findings) < maxFindings {
		r.Findings = append(r.Findings, fmt.Sprintf(format, args...))
	}
}

// compare holds the database to the ledger.
func (h *hammer) compare(ctx context.Context, acks []Ack, rep *Report) error {
	conn, err := h.super(ctx)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if err := h.acts(ctx, conn, acks, rep); err != nil {
		return err
	}
	if err := h.notices(ctx, conn, acks, rep); err != nil {
		return err
	}
	return h.record(ctx, conn, rep)
}

// pair is a case and what happened to it.
type pair struct{ id, action string }

// acts looks for every act: its case, its event and its key exactly once, and
// nothing beyond them.
func (h *hammer) acts(ctx context.Context, conn *pgx.Conn, acks []Ack, rep *Report) error {
	events, err := count(ctx, conn, `SELECT e.case_id::text, e.kind, count(*) FROM events e JOIN cases c ON c.id = e.case_id
		WHERE c.title LIKE $1 GROUP BY 1, 2`, h.run+"-%")
	if err != nil {
		return err
	}
	keys, err := count(ctx, conn, `SELECT key, coalesce(case_id::text, ''), count(*) FROM idempotency_keys WHERE key LIKE $1 GROUP BY 1, 2`, h.run+"-%")
	if err != nil {
		return err
	}
	cases, err := count(ctx, conn, `SELECT title, id::text, count(*) FROM cases WHERE title LIKE $1 GROUP BY 1, 2`, h.run+"-%")
	if err != nil {
		return err
	}
	for _, a := range acks {
		if n := events[pair{a.Case, a.Action}]; n == 0 {
			rep.find(&rep.Lost, "%s of %s was acknowledged and is not in the record", a.Action, a.Number)
		}
		if keys[pair{a.Key, a.Case}] != 1 {
			rep.find(&rep.Lost, "the key %s of an acknowledged act is not kept with its case", a.Key)
		}
		if a.Action == opened && cases[pair{a.Key, a.Case}] != 1 {
			rep.find(&rep.Lost, "the acknowledged case %s does not exist", a.Number)
		}
		delete(keys, pair{a.Key, a.Case})
		delete(cases, pair{a.Key, a.Case})
		if n := events[pair{a.Case, a.Action}]; n > 1 {
			rep.find(&rep.Doubled, "%s of %s is recorded %d times", a.Action, a.Number, n)
		}
		delete(events, pair{a.Case, a.Action})
	}
	for p := range cases {
		rep.find(&rep.Doubled, "a second case %s came of the key %s", p.action, p.id)
	}
	for p, n := range events {
		rep.find(&rep.Doubled, "%d × %s of case %s was never acknowledged", n, p.action, p.id)
	}
	for p := range keys {
		rep.find(&rep.Doubled, "the key %s was never acknowledged", p.id)
	}
	return nil
}

func count(ctx context.Context, conn *pgx.Conn, sql string, args ...any) (map[pair]int, error) {
	rows, err := conn.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("look into the database: %w", err)
	}
	found := map[pair]int{}
	var p pair
	var n int
	if _, err := pgx.ForEachRow(rows, []any{&p.id, &p.action, &n}, func() error { found[p] = n; return nil }); err != nil {
		return nil, fmt.Errorf("look into the database: %w", err)
	}
	return found, nil
}

// notices waits until what was to be told is told: one row in the pages and one
// mail for every report, and the mail really arrived.
func (h *hammer) notices(ctx context.Context, conn *pgx.Conn, acks []Ack, rep *Report) error {
	const mine = ` FROM deliveries d JOIN cases c ON c.id = d.case_id WHERE c.title LIKE $1 AND d.topic = '` + reported + `'`
	begin := time.Now()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		if err := morning(ctx, conn); err != nil {
			return err
		}
		err := conn.QueryRow(ctx, `SELECT count(*)`+mine+` AND d.channel = 'email' AND d.state NOT IN ('sent', 'read', 'undeliverable', 'failed')`, h.run+"-%").Scan(&rep.Waiting)
		if err != nil {
			return fmt.Errorf("count what is on its way: %w", err)
		}
		if rep.Waiting == 0 || time.Since(begin) > h.o.Settle {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
	rep.Settled = time.Since(begin).Seconds()
	rows, err := count(ctx, conn, `SELECT d.case_id::text, d.channel, count(*)`+mine+` GROUP BY 1, 2`, h.run+"-%")
	if err != nil {
		return err
	}
	for _, a := range acks {
		if a.Action != reported {
			continue
		}
		for _, channel := range []string{"inapp", "email"} {
			switch n := rows[pair{a.Case, channel}]; {
			case n == 0:
				rep.find(&rep.Lost, "the notice of %s (%s) was never written", a.Number, channel)
			case n > 1:
				rep.find(&rep.Doubled, "the notice of %s (%s) was written %d times", a.Number, channel, n)
			}
			rep.Notices++
		}
	}
	return h.mails(ctx, conn, mine, rep)
}

// morning makes plain notices due that wait for the next office hours: here the
// morning comes at once, on a day off too.
func morning(ctx context.Context, conn *pgx.Conn) error {
	if _, err := conn.Exec(ctx, `UPDATE deliveries SET state = 'pending', next_at = now() WHERE state = 'digest'`); err != nil {
		return fmt.Errorf("let the morning come: %w", err)
	}
	return nil
}

// mornings lets it come again and again while acts are going on, so that workers
// are killed while they send. When the database is killed it connects anew.
func (h *hammer) mornings(ctx context.Context) {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	var conn *pgx.Conn
	for {
		select {
		case <-ctx.Done():
			if conn != nil {
				_ = conn.Close(context.WithoutCancel(ctx)) // nothing more is asked of it
			}
			return
		case <-tick.C:
		}
		if conn == nil || conn.IsClosed() {
			conn, _ = pgx.Connect(ctx, h.address) // a killed database is back by the next time
		}
		if conn != nil {
			_ = morning(ctx, conn) // what is missed now is done in a moment
		}
	}
}

// mails compares what is noted as sent with what the mail server received.
func (h *hammer) mails(ctx context.Context, conn *pgx.Conn, mine string, rep *Report) error {
	arrived := map[string]int{}
	for _, m := range h.rig.Mails.Mails() {
		id, _, _ := strings.Cut(strings.TrimPrefix(m.Header("Message-ID"), "<"), "@")
		arrived[id]++
	}
	states, err := count(ctx, conn, `SELECT d.id::text, d.state, 1`+mine+` AND d.channel = 'email'`, h.run+"-%")
	if err != nil {
		return err
	}
	for p := range states {
		switch n := arrived[p.id]; {
		case p.action == "sent" && n == 0:
			rep.find(&rep.Lost, "the mail %s is noted as sent and never arrived", p.id)
		case p.action == "undeliverable" || p.action == "failed":
			rep.find(&rep.Lost, "the mail %s is %s though the server takes everything", p.id, p.action)
		case n > 1:
			rep.MailsTwice++
			fallthrough
		case n == 1:
			rep.Mails++
		case p.action != "sent":
			rep.Coming++
		}
	}
	return nil
}

// record waits for the sequencer and verifies the whole record, against the
// checkpoints outside the database too.
func (h *hammer) record(ctx context.Context, conn *pgx.Conn, rep *Report) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		var unanchored int
		err := conn.QueryRow(ctx, `SELECT count(*) FROM events e WHERE NOT EXISTS (SELECT 1 FROM log_leaves l WHERE l.event_id = e.id AND l.leaf IS NOT NULL)`).Scan(&unanchored)
		if err != nil {
			return fmt.Errorf("count events without a leaf: %w", err)
		}
		if unanchored == 0 {
			break
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d events never got their leaf: %w", unanchored, ctx.Err())
		case <-tick.C:
		}
	}
	if err := h.rig.Run(ctx, "record", "verify", "--lang", "en"); err != nil {
		rep.Findings = append(rep.Findings, err.Error())
	}
	return nil
}
