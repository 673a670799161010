package main

import (
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// quiet waits until nothing is under way between the two hubs, at most a minute from the
// moment at which the line was mended.
func (r *roughRun) quiet(t *testing.T, mended time.Time) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		under := 0
		for _, p := range r.both {
			n, err := p.waiting(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			under += n
		}
		if under == 0 {
			return
		}
		if time.Since(mended) > time.Minute {
			t.Fatalf("a minute after the line was mended %d messages and receipts are under way", under)
		}
		<-tick.C
	}
}

// check holds both hubs against one another: every message written there is here, once,
// with its bytes, and carried out once; every case is the same, with one holder.
func (r *roughRun) check(t *testing.T) {
	t.Helper()
	lost, doubled := 0, 0
	for i, p := range r.both {
		there := r.both[1-i]
		sent, came := p.messages(t, true), there.messages(t, false)
		for id, hash := range sent {
			if came[id] != hash {
				lost++
			}
		}
		for id := range came {
			if sent[id] == "" {
				doubled++
			}
		}
		doubled += there.count(t, "SELECT count(*) FROM (SELECT convert_from(value, 'UTF8')::jsonb->>'message' FROM event_values WHERE name = 'envelope' GROUP BY 1 HAVING count(*) > 1) AS twice")
		doubled += there.count(t, "SELECT count(*) - count(DISTINCT (conversation, seq, outgoing)) FROM envelopes")
		if n := there.count(t, "SELECT count(*) FROM envelopes e WHERE NOT e.outgoing AND NOT EXISTS (SELECT 1 FROM events v WHERE v.id = e.event_id)"); n > 0 {
			t.Errorf("%s carried out %d messages without a trace", there.Hub, n)
		}
		if n := there.count(t, "SELECT count(*) FROM envelope_refusals"); n > 0 {
			t.Errorf("%s refused %d messages", there.Hub, n)
		}
		q, err := p.Peer(t.Context(), casework.CommandLine(), p.peer.Hub)
		if err != nil || q.Alarm != "" {
			t.Errorf("%s is alarmed of %q, %v", p.Hub, q.Alarm, err)
		}
	}
	t.Logf("%d lost, %d doubled, %d split custody", lost, doubled, r.split.Load())
	if lost+doubled > 0 || r.split.Load() > 0 {
		t.Errorf("%d lost, %d doubled, %d looks at two holders", lost, doubled, r.split.Load())
	}
	r.same(t, r.all)
}

// same fails for every one of these cases of which the two hubs show something else.
func (r *roughRun) same(t *testing.T, cases []ids.Case) {
	t.Helper()
	for _, id := range cases {
		var seen [2]*casework.Shared
		var held [2]casework.Detail
		for i, p := range r.both {
			var err error
			if seen[i], err = p.SharedCase(t.Context(), p.Env.Handler, id); err != nil || seen[i] == nil {
				t.Fatalf("%s does not show case %s: %v", p.Hub, id, err)
			}
			if held[i], err = p.Get(t.Context(), p.Env.Handler, id); err != nil {
				t.Fatal(err)
			}
		}
		if seen[0].Digest != seen[1].Digest || !seen[0].Settled || !seen[1].Settled {
			t.Errorf("case %s differs: %s and %s", id, held[0].Snapshot.State, held[1].Snapshot.State)
		}
		if a, b := held[0].Snapshot, held[1].Snapshot; a.Custody != b.Custody || a.Epoch != b.Epoch {
			t.Errorf("case %s is held twice", id)
		}
	}
}

// messages gives the digest of every message a hub wrote or took.
func (p *bureau) messages(t *testing.T, outgoing bool) map[ids.Entry]string {
	t.Helper()
	rows, err := p.DB.Worker.Query(t.Context(), "SELECT id, encode(hash, 'hex') FROM envelopes WHERE outgoing = $1", outgoing)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := map[ids.Entry]string{}
	for rows.Next() {
		var id ids.Entry
		var hash string
		if err := rows.Scan(&id, &hash); err != nil {
			t.Fatal(err)
		}
		all[id] = hash
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	return all
}

func (p *bureau) count(t *testing.T, query string) (n int) {
	t.Helper()
	if err := p.DB.Worker.QueryRow(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
