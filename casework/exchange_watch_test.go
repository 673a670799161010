package casework_test

import (
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
)

// told counts the notices of a topic.
func (s *side) told(t *testing.T, topic string) (n int) {
	t.Helper()
	list, err := s.Notices(t.Context(), s.Env.Desk, false, nil, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range list {
		if l.Topic == topic {
			n++
		}
	}
	return n
}

func (s *side) watch(t *testing.T) {
	t.Helper()
	if err := s.worker.WatchExchange(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A message without a receipt is told by the shares of the period that runs, here the
// protocol's own day: after 30 minutes, 2 hours and 8 hours, each once.
func TestUnreceivedIsTold(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	began := a.Clock.Now()
	levels := map[time.Duration]int32{29 * time.Minute: 0, 31 * time.Minute: 1, 121 * time.Minute: 2, 9 * time.Hour: 3}
	for _, after := range []time.Duration{29 * time.Minute, 31 * time.Minute, 121 * time.Minute, 9 * time.Hour} {
		a.Clock.Set(began.Add(after))
		a.watch(t)
		a.watch(t)
		var level int32
		if err := a.DB.Owner.QueryRow(t.Context(), "SELECT alarmed FROM envelopes WHERE case_id = $1", id).Scan(&level); err != nil || level != levels[after] {
			t.Errorf("after %s level %d was told, want %d, %v", after, level, levels[after], err)
		}
	}
	if n := a.told(t, "exchange.late"); n < 3 {
		t.Errorf("%d notices", n)
	}
	carry(t, a, b)
	a.Clock.Set(began.Add(30 * time.Hour))
	before := a.told(t, "exchange.late")
	a.watch(t)
	if a.told(t, "exchange.late") != before {
		t.Error("a message that arrived was told as late")
	}
}

// A message of theirs that stays missing for an hour is told to the operators' organ and
// marks the partner.
func TestGapIsTold(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	carry(t, a, b)
	a.Do(t, a.Env.Handler, id, "withdraw", referral.Input{Reason: "已自行查清"})
	carry(t, a, b)
	a.Do(t, a.Env.Handler, id, "redraft", referral.Input{})
	ask(t, a, b, id)
	waiting, _ := a.outbox(t)
	if len(waiting) < 2 {
		t.Fatalf("%d messages wait", len(waiting))
	}
	a.hand(t, b, waiting[len(waiting)-1]) // the one before it is lost
	b.watch(t)
	alarm := func() string {
		p, err := b.Peer(t.Context(), casework.CommandLine(), "sichuan")
		if err != nil {
			t.Fatal(err)
		}
		return p.Alarm
	}
	if alarm() != "" {
		t.Errorf("told at once: %s", alarm())
	}
	b.Clock.Advance(federation.GapAlarm + time.Minute)
	b.watch(t)
	if alarm() != "gap" {
		t.Errorf("the gap is told as %q", alarm())
	}
}

// Heads on both sides: what is missing is asked for, and a hub that holds less than it
// has taken was restored from an older copy.
func TestHeadsAreCompared(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	carry(t, a, b)
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"}) // waits there
	mine, err := a.worker.OwnHeads(t.Context(), a.peer)
	if err != nil || len(mine) != 1 || mine[0].Delivered != 1 {
		t.Fatalf("our heads: %+v, %v", mine, err)
	}
	theirs, err := b.worker.Heads(t.Context(), b.peer, []federation.Head{mine[0].Head})
	if err != nil {
		t.Fatal(err)
	}
	asked, err := a.worker.CompareHeads(t.Context(), a.peer, mine, theirs)
	if err != nil || len(asked) != 1 || asked[0].After != 0 {
		t.Errorf("asked for %+v, %v", asked, err)
	}
	alarm := func() string {
		p, err := a.Peer(t.Context(), casework.CommandLine(), "chongqing")
		if err != nil {
			t.Fatal(err)
		}
		return p.Alarm
	}
	if alarm() != "" {
		t.Errorf("two good hubs alarm: %s", alarm())
	}
	if _, err := a.worker.CompareHeads(t.Context(), a.peer, mine, nil); err != nil || alarm() != "restored" {
		t.Errorf("a partner that forgot everything: %q, %v", alarm(), err)
	}
}
