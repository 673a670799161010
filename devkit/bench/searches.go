package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/devkit/bench/rig"
	"github.com/xianjie-hub/xianjie/devkit/story"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// smallCrowd is the size that the large one is compared with.
const smallCrowd = 10_000

// searchFigures are what search and lists cost among few cases and among many,
// and what the index costs who writes.
type searchFigures struct {
	Pages []listFigures `json:"pages"`
	Terms []costFigures `json:"costs"`
}

// costFigures is the median of one statement, in its own transaction without the commit.
type costFigures struct {
	Cases int     `json:"cases"`
	What  string  `json:"what"`
	P50   float64 `json:"p50_ms"`
	P95   float64 `json:"p95_ms"`
}

// searcher measures search and lists in a crowd.
type searcher struct {
	o    options
	rig  *rig.Rig
	conn *pgx.Conn
}

func (s *searcher) measure(ctx context.Context) (f searchFigures, err error) {
	c := &crowd{conn: s.conn, now: time.Now().UTC()}
	for code, to := range map[string]*ids.Agency{story.Environment: &c.sender, story.Police: &c.receiver} {
		if err := s.conn.QueryRow(ctx, "SELECT id FROM agencies WHERE code = $1", code).Scan(to); err != nil {
			return f, fmt.Errorf("find %s: %w", code, err)
		}
	}
	small := map[string]float64{}
	for _, size := range []int{smallCrowd, s.o.crowd} {
		began := time.Now()
		if err := c.grow(ctx, size); err != nil {
			return f, err
		}
		s.o.say("%d cases, written in %s", size, time.Since(began).Round(time.Second))
		// A login of before would have run out meanwhile.
		cookie, err := signIn(ctx, s.rig.URL, story.Environment, "env-handler")
		if err != nil {
			return f, err
		}
		police, err := signIn(ctx, s.rig.URL, story.Police, "police-desk")
		if err != nil {
			return f, err
		}
		for _, p := range s.pages(size, cookie, police) {
			r, err := drive(ctx, s.rig.URL, 1, asks, func(i int) request { return request{method: http.MethodGet, path: p.path(i), cookie: p.cookie} })
			if err != nil {
				return f, fmt.Errorf("%s: %w", p.name, err)
			}
			g := listFigures{Referrals: size, Page: p.name, P50: ms(r.p50), P95: ms(r.p95)}
			if size == smallCrowd {
				small[p.name] = g.P95
			} else if base := small[p.name]; base > 0 {
				g.Growth = g.P95 / base
			}
			s.o.say("  %-36s p50 %7.1f ms  p95 %7.1f ms", p.name, g.P50, g.P95)
			f.Pages = append(f.Pages, g)
		}
		costs, err := s.costs(ctx, c)
		if err != nil {
			return f, err
		}
		f.Terms = append(f.Terms, costs...)
	}
	return f, nil
}

// crowdPage is a question to the hub; what it asks for differs from time to time
// where a reader's would.
type crowdPage struct {
	name, cookie string
	path         func(i int) string
}

func (s *searcher) pages(size int, cookie, police string) []crowdPage {
	other := func(i int) int { return (i*7919 + 13) % size }
	find := func(name string, q func(i int) string, more string) crowdPage {
		return crowdPage{"search: " + name, cookie, func(i int) string { return "/v1/referrals?limit=50&q=" + url.QueryEscape(q(i)) + more }}
	}
	say := func(word string) func(int) string { return func(int) string { return word } }
	list := func(name, who, query string) crowdPage {
		return crowdPage{"list: " + name, who, func(int) string { return "/v1/referrals?limit=50&" + query }}
	}
	return []crowdPage{
		find("word of every case", say(inEvery), ""),
		find("word of one case in 20", say(inTwenty), ""),
		find("word of one case in 10,000", say(inMany), ""),
		find("two words, one case in 20", say(inTwenty+" "+inEvery), ""),
		find("two usual words at random", func(i int) string { return words[i%len(words[:40])] + "，" + words[(i*3+1)%40] }, ""),
		find("one company", func(i int) string { return companyOf(other(i))[6:] }, ""),
		find("credit code", func(i int) string { return creditOf(other(i)) }, ""),
		find("number", func(i int) string { return numberOf(other(i)) }, ""),
		find("nothing", say("永不出现的词语"), ""),
		find("word of every case, open ones only", say(inEvery), "&state=sent,received"),
		list("sent", cookie, "box=sent"),
		list("closed", cookie, "box=closed"),
		list("done", cookie, "box=done"),
		list("my turn", police, "box=todo"),
		list("received, open ones only", police, "box=received&state=sent,received"),
		{"counts, sender", cookie, func(int) string { return "/v1/referral-counts" }},
		{"counts, receiver", police, func(int) string { return "/v1/referral-counts" }},
	}
}

// writings is how often a statement is run for its cost.
const writings = 300

// costs measures what a write pays: the keys of one organ, and the row of a
// participation that each act rewrites, under these indexes and under the one
// that they replaced.
func (s *searcher) costs(ctx context.Context, c *crowd) (out []costFigures, err error) {
	note := func(what string, f func(pgx.Tx, int) error) error {
		var times []time.Duration
		for i := range writings {
			tx, err := s.conn.Begin(ctx)
			if err != nil {
				return fmt.Errorf("begin: %w", err)
			}
			began := time.Now()
			err = f(tx, i)
			times = append(times, time.Since(began))
			if back := tx.Rollback(ctx); err != nil || back != nil {
				return fmt.Errorf("%s: %w %w", what, err, back)
			}
		}
		slices.Sort(times)
		g := costFigures{Cases: c.have, What: what, P50: ms(quantile(times, 50)), P95: ms(quantile(times, 95))}
		s.o.say("  %-36s p50 %7.2f ms  p95 %7.2f ms", what, g.P50, g.P95)
		out = append(out, g)
		return nil
	}
	if err := note("keys of one organ", func(tx pgx.Tx, i int) error {
		m := c.member(i)
		_, err := tx.Exec(ctx, "INSERT INTO case_terms (agency_id, case_id, terms) SELECT $1, c.id, $2 FROM (SELECT id FROM cases LIMIT 1) c ON CONFLICT (agency_id, case_id) DO UPDATE SET terms = excluded.terms", c.sender, c.keys(c.sender, m))
		return err
	}); err != nil {
		return out, err
	}
	touch := func(tx pgx.Tx, i int) error {
		_, err := tx.Exec(ctx, "UPDATE participations SET touched_at = now(), stage = 'decided' WHERE (case_id, agency_id) IN (SELECT id, $2::uuid FROM cases WHERE number = $1)", numberOf((i*7919)%c.have), c.sender)
		return err
	}
	if err := note("participation, these indexes", touch); err != nil {
		return out, err
	}
	if c.have > smallCrowd {
		return out, nil
	}
	for _, sql := range []string{
		"BEGIN", "DROP INDEX participations_open, participations_over, participations_side, participations_supervised",
		"CREATE INDEX participations_inbox ON participations (agency_id, touched_at DESC, case_id DESC)",
	} {
		if _, err := s.conn.Exec(ctx, sql); err != nil {
			return out, fmt.Errorf("%s: %w", sql, err)
		}
	}
	err = note("participation, the earlier index", touch) // in savepoints of the open transaction
	if _, back := s.conn.Exec(ctx, "ROLLBACK"); back != nil {
		return out, fmt.Errorf("put the indexes back: %w", back)
	}
	return out, err
}
