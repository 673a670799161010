package referral_test

import (
	"testing"

	"github.com/xianjie-hub/xianjie/domain/referral"
)

// fenFor is an amount that every step of a claim accepts: a part of what is owed,
// what was assessed, or something to begin with.
func fenFor(c referral.Claim) int64 {
	switch {
	case c.OpenFen() > 0:
		return (c.OpenFen() + 1) / 2
	case c.AssessedFen > 0:
		return c.AssessedFen
	}
	return 4_809_000
}

// TestClaimMoney: the assessed amount is not negotiable, nothing is paid twice,
// and an agreement that no court confirmed is sued upon, not enforced.
func TestClaimMoney(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		claim  referral.Claim
		state  referral.State
		action referral.Action
		fen    int64
		code   string
	}{
		{"agree on less", referral.Claim{AssessedFen: 100, Meetings: 1}, referral.Handling, "compensation.agree", 99, "referral.amount_not_assessed"},
		{"agree on it", referral.Claim{AssessedFen: 100, Meetings: 1}, referral.Handling, "compensation.agree", 100, ""},
		{"pay too much", referral.Claim{AgreedFen: 100, PaidFen: 60}, referral.Decided, "compensation.pay", 41, "referral.paid_twice"},
		{"pay the rest", referral.Claim{AgreedFen: 100, PaidFen: 60}, referral.Decided, "compensation.pay", 40, ""},
		{"pay again", referral.Claim{AgreedFen: 100, PaidFen: 100}, referral.Decided, "compensation.pay", 1, "referral.nothing_owed"},
		{"finish unpaid", referral.Claim{AgreedFen: 100, PaidFen: 99}, referral.Decided, "compensation.perform", 0, "referral.not_paid"},
		{"enforce unconfirmed", referral.Claim{AgreedFen: 100}, referral.Decided, "compensation.enforce", 0, "referral.not_confirmed"},
		{"sue unconfirmed", referral.Claim{AgreedFen: 100}, referral.Decided, "compensation.sue", 0, ""},
		{"sue confirmed", referral.Claim{AgreedFen: 100, Confirmed: true}, referral.Decided, "compensation.sue", 0, "referral.sue_confirmed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := worldOf(referral.Compensation, referral.Forestry, 1)
			w.s.State, w.s.Flags.Claim = c.state, c.claim
			in := referral.Input{OccurredAt: w.now, RecordedAt: w.now, Fen: c.fen, Text: "内容", Reason: "理由", DocumentNo: "演〔2026〕1号"}
			_, err := referral.Decide(referral.Procedures[referral.Compensation], w.s, c.action, referral.Sender, in)
			switch {
			case c.code == "" && err != nil:
				t.Errorf("refused: %s %v", err.Code, err.Fields)
			case c.code != "" && (err == nil || err.Code != c.code):
				t.Errorf("got %v, want %s", err, c.code)
			}
		})
	}
}
