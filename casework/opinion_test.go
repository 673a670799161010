package casework_test

import (
	"testing"

	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

var opinion = referral.Input{Text: "应当移送涉嫌污染环境犯罪案件", DocumentNo: "演检意见〔2026〕1号"}

// TestOpenByOpinion: the procuratorate's opinion and the draft at the organ that
// ought to have transferred are one act; the organ goes on from there.
func TestOpenByOpinion(t *testing.T) {
	t.Parallel()
	h := house(t)
	key := officetest.NewKey("opinion")
	n := jobs(t, h)
	got, err := h.OpenByOpinion(t.Context(), h.Procuratorate.Procurator, key, h.Env.ID, officetest.Draft(), opinion)
	ok(t, err)
	id := got.Case.ID
	verify(t, h, id)
	if got.Relation != "procuratorate" || got.Snapshot.State != referral.Draft || !got.Snapshot.Flags.OpinionToTransfer {
		t.Errorf("opened as %s in %s, flags %+v", got.Relation, got.Snapshot.State, got.Snapshot.Flags)
	}
	if c := clock(t, h, id, "fwd_pp_opinion_transfer"); c.OwesID != h.Env.ID || c.DueDay.String() != "2026-03-05" {
		t.Errorf("owed by %s until %s", c.OwesID, c.DueDay)
	}
	if jobs(t, h) != n+1 || count(t, h, "deliveries where agency_id = $1", h.Env.ID) == 0 {
		t.Error("the organ that has to transfer was not told")
	}
	again, err := h.OpenByOpinion(t.Context(), h.Procuratorate.Procurator, key, h.Env.ID, officetest.Draft(), opinion)
	ok(t, err)
	if !again.Replayed || again.Case.ID != id || count(t, h, "cases") != 1 {
		t.Error("the same opinion opened a second case")
	}

	h.Do(t, h.Env.Handler, id, "criminal.give_enforcement_opinion", referral.Input{Text: "同意移送"})
	h.Do(t, h.Env.Legal, id, "criminal.give_legal_opinion", referral.Input{Text: "同意移送"})
	h.Do(t, h.Env.Handler, id, "criminal.report", referral.Input{})
	h.Do(t, h.Env.Head, id, "criminal.approve", referral.Input{})
	seal(t, h, h.Env.Handler, id)
	transmit(t, h, h.Env.Handler, id, h.Police.ID, h.Procuratorate.ID)
	verify(t, h, id)
	if c := clock(t, h, id, "fwd_pp_opinion_transfer"); c.State != "met" {
		t.Errorf("the duty to transfer is %s", c.State)
	}
}

// TestWhoGivesOpinions: only a procuratorate, only to an administrative organ,
// and nothing stays behind when it is refused.
func TestWhoGivesOpinions(t *testing.T) {
	t.Parallel()
	h := house(t)
	_, err := h.OpenByOpinion(t.Context(), h.Env.Head, officetest.NewKey("opinion"), h.Market.ID, officetest.Draft(), opinion)
	wants(t, err, fault.Denied, "not_allowed")
	_, err = h.OpenByOpinion(t.Context(), h.Procuratorate.Desk, officetest.NewKey("opinion"), h.Env.ID, officetest.Draft(), opinion)
	wants(t, err, fault.Denied, "not_allowed")
	_, err = h.OpenByOpinion(t.Context(), h.Procuratorate.Procurator, officetest.NewKey("opinion"), h.Police.ID, officetest.Draft(), opinion)
	wants(t, err, fault.Rule, "referral.sender_sector")
	_, err = h.OpenByOpinion(t.Context(), h.Procuratorate.Procurator, officetest.NewKey("opinion"), h.Env.ID, officetest.Draft(), referral.Input{Text: "意见"})
	wants(t, err, fault.Invalid, "referral.input_incomplete")
	for _, table := range []string{"cases", "events", "deliveries", "idempotency_keys"} {
		if n := count(t, h, table); n != 0 {
			t.Errorf("%d rows in %s", n, table)
		}
	}
}
