package casework_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// Two hubs act as they like while the line between them loses, doubles and turns around
// what it carries. Once it is mended they hold the same messages, each once, and have
// come to the same case with one holder.
func TestHubsConverge(t *testing.T) {
	t.Parallel()
	cases, steps := 6, 25
	if os.Getenv("HUB_TEST_SCALE") == "soak" {
		cases, steps = 200, 50
	}
	a, b := twoHubs(t)
	dice := rand.New(rand.NewPCG(27, 32))
	total, crossed, unseen := 0, 0, 0
	for n := range cases {
		id := request(t, a, b)
		switch n % 3 {
		case 1:
			id = sendLead(t, a, b)
		case 2: // a kind with supplements, which may cross a return
			id = report(t, a, b)
		}
		for range steps {
			a.Clock.Advance(time.Duration(1+dice.IntN(600)) * time.Second)
			for _, s := range []*side{a, b} {
				if dice.IntN(2) == 0 {
					s.tryAnything(t, dice, id)
				}
			}
			badLine(t, dice, a, b)
			badLine(t, dice, b, a)
		}
		carry(t, a, b)
		same(t, a, b, id)
		sa, err := a.SharedCase(t.Context(), a.Env.Handler, id)
		if err != nil {
			t.Fatal(err)
		}
		sb, err := b.SharedCase(t.Context(), b.Env.Handler, id)
		if err != nil {
			t.Fatal(err)
		}
		total += len(sa.Messages)
		if len(sa.Messages) != len(sb.Messages) {
			t.Errorf("%d messages here, %d there", len(sa.Messages), len(sb.Messages))
		}
		crossed += a.crossings(t, id) + b.crossings(t, id)
		unseen += a.unseen(t, id)
	}
	t.Logf("%d messages in %d cases, %d settled crossings, %d of them of a return and a supplement", total, cases, crossed, unseen)
	if crossed == 0 {
		t.Error("nothing crossed: the test shows nothing")
	}
	for _, s := range []*side{a, b} {
		p, err := s.Peer(t.Context(), casework.CommandLine(), s.peer.Hub)
		if err != nil || p.Alarm != "" || p.Waiting+p.Dead+p.Stored != 0 {
			t.Errorf("%s: alarm %q, %d wait, %d given up, %d held, %v", s.Hub, p.Alarm, p.Waiting, p.Dead, p.Stored, err)
		}
	}
}

func sendLead(t *testing.T, a, b *side) ids.Case {
	t.Helper()
	got, err := a.OpenReferral(t.Context(), a.Env.Handler, officetest.NewKey("open"), referral.Lead, leadDraft(), &casework.FirstAct{
		Action: "lead.send", To: b.Env.ID, Input: referral.Input{NoSecret: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	return got.Case.ID
}

// badLine loses half of what waits, doubles some of it, and turns the order around; some
// receipts get lost on the way back. What the line swallowed still waits.
func badLine(t *testing.T, dice *rand.Rand, from, to *side) {
	t.Helper()
	messages, receipts := from.outbox(t)
	dice.Shuffle(len(messages), func(i, j int) { messages[i], messages[j] = messages[j], messages[i] })
	for _, m := range messages {
		switch dice.IntN(5) {
		case 0, 1: // lost on the way
		case 2: // arrived; the receipt got lost
			first, err := to.TakeEnvelope(t.Context(), to.peer, m.Raw)
			if err != nil {
				t.Fatal(err)
			}
			again, err := to.TakeEnvelope(t.Context(), to.peer, m.Raw)
			if err != nil || !bytes.Equal(first, again) {
				t.Fatalf("the same bytes again got another receipt, %v", err)
			}
		default:
			from.hand(t, to, m)
		}
	}
	if dice.IntN(3) > 0 {
		to.apply(t)
	}
	for _, r := range receipts {
		if dice.IntN(2) == 0 {
			continue
		}
		if err := to.TakeReceipt(t.Context(), to.peer, r.Raw); err != nil {
			t.Fatal(err)
		}
		if err := from.ReceiptTaken(t.Context(), r.ID); err != nil {
			t.Fatal(err)
		}
	}
}

// tryAnything takes some step that the page offers to somebody of the side's bureau.
func (s *side) tryAnything(t *testing.T, dice *rand.Rand, id ids.Case) {
	t.Helper()
	agencies := s.peer.Metadata.Agencies
	to := agencies[slices.IndexFunc(agencies, func(x casework.PeerAgency) bool { return x.Sector == "environment" })].ID
	if _, err := s.Anything(t.Context(), dice, id, to); err != nil {
		t.Fatal(err)
	}
}

// unseen counts the returns of a case that crossed a supplement.
func (s *side) unseen(t *testing.T, id ids.Case) (n int) {
	t.Helper()
	if err := s.DB.Worker.QueryRow(t.Context(), "SELECT count(*) FROM clocks WHERE case_id = $1 AND rule_id = $2", id, referral.ConfirmReturn).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// crossings counts the acts of a case that were settled against others.
func (s *side) crossings(t *testing.T, id ids.Case) int {
	t.Helper()
	var n int
	if err := s.DB.Worker.QueryRow(t.Context(), "SELECT count(*) FROM event_values v JOIN events e ON e.id = v.event_id WHERE e.case_id = $1 AND v.name = 'crossed'", id).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
