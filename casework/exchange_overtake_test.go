package casework_test

import (
	"testing"

	"github.com/xianjie-hub/xianjie/domain/referral"
)

// The receipt of a withdrawal overtakes the acceptance that crossed it: as long as what the
// other hub had said by then is not all here, the sender has nothing back. Found by ten
// thousand messages over a rough line: two hubs held one case for a moment.
func TestReceiptOvertakesAcceptance(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	carry(t, a, b)
	a.Do(t, a.Env.Handler, id, "withdraw", referral.Input{Reason: "已自行查清"})
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	messages, _ := a.outbox(t)
	for _, m := range messages {
		a.hand(t, b, m)
	}
	b.apply(t)
	late, receipts := b.outbox(t)
	if len(late) == 0 || len(receipts) == 0 {
		t.Fatalf("%d messages and %d receipts are on their way back: nothing can be overtaken", len(late), len(receipts))
	}
	for _, r := range receipts {
		if err := a.TakeReceipt(t.Context(), a.peer, r.Raw); err != nil {
			t.Fatal(err)
		}
		if err := b.ReceiptTaken(t.Context(), r.ID); err != nil {
			t.Fatal(err)
		}
	}
	goesOn := func(s *side) bool {
		d, err := s.Get(t.Context(), s.Env.Handler, id)
		if err != nil {
			t.Fatal(err)
		}
		return s.GoesOn(d)
	}
	if !goesOn(b) {
		t.Error("who signed for it first does not hold it")
	}
	if goesOn(a) {
		t.Error("the case is held twice: the acceptance is still on its way")
	}
	carry(t, b, a)
	da, _ := same(t, a, b, id)
	if da.Snapshot.State != referral.Received || da.Snapshot.Custody != b.Env.ID {
		t.Errorf("%s, held by %v", da.Snapshot.State, da.Snapshot.Custody)
	}
}

// A withdrawal that nothing crossed holds with its receipt.
func TestReceiptOfAWithdrawalIsEnough(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	carry(t, a, b)
	a.Do(t, a.Env.Handler, id, "withdraw", referral.Input{Reason: "已自行查清"})
	carry(t, a, b)
	d, err := a.Get(t.Context(), a.Env.Handler, id)
	if err != nil {
		t.Fatal(err)
	}
	if d.Snapshot.State != referral.Withdrawn || d.Snapshot.Flags.WithdrawalUnconfirmed || !a.GoesOn(d) {
		t.Errorf("%s, unconfirmed %v", d.Snapshot.State, d.Snapshot.Flags.WithdrawalUnconfirmed)
	}
}
