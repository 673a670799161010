package referral_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// claimedFor is what every step of a claim accepts now: several who owe bear shares,
// in two instalments each, and whoever still owes pays a half of it.
func claimedFor(s referral.Snapshot, a referral.Action, now time.Time) *referral.Claimed {
	c := s.Flags.Claim
	in := &referral.Claimed{
		Costs: claim.Costs{DamageFen: 3_309_000, AppraisalFen: 1_500_000}, Method: claim.Appraisal, Told: true, Ground: &referral.NotStarting{ID: "slight"},
		Payment: claim.Payment{Manner: claim.Treasury, Fen: 1}, Major: "incident",
	}
	if c.Costs.Sum() > 0 {
		in.Costs = c.Costs
	}
	in.Work = workFor(c, a)
	if in.Work > 0 {
		in.Evidence = []referral.EvidenceRef{{SHA256: strings.Repeat("a", 64)}}
	}
	in.Terms = shared(s, in.Costs.Sum(), civil.DateOf(now))
	for _, p := range s.Parties {
		if free := c.FreeOf(p.ID); free > 0 {
			in.Payment.Party, in.Payment.Fen = p.ID, (free+1)/2
		}
	}
	in.Works = worksFor(s, a, now)
	return in
}

// workFor is a work that an act may name.
func workFor(c claim.Claim, a referral.Action) int {
	fits := func(w claim.Work) bool { return !w.Over() }
	switch a {
	case "compensation.restore":
		fits = claim.Work.Reportable
	case "compensation.accept_work", "compensation.return_work":
		fits = func(w claim.Work) bool { return w.State == claim.WorkReported }
	}
	return slices.IndexFunc(c.Works, fits) + 1
}

// worksFor are a work for each who owes, which performs a third of what is open, and
// one that is worth nothing.
func worksFor(s referral.Snapshot, a referral.Action, now time.Time) (out []referral.WorkInput) {
	c := s.Flags.Claim
	if a == "compensation.settle" || a == "compensation.agree" {
		return nil
	}
	if a == "compensation.plan_works" && len(c.Works) > 8 {
		return []referral.WorkInput{{What: "管护", Work: claim.Work{Kind: claim.InPlace, Party: s.Parties[0].ID, By: civil.DateOf(now)}}}
	}
	n := int64(1)
	if c.Terms.Joint() {
		n = int64(len(s.Parties))
	}
	for _, p := range s.Parties {
		out = append(out, referral.WorkInput{What: "补植", Work: claim.Work{Kind: claim.Substitute, Party: p.ID, By: civil.DateOf(now).AddDays(30), Fen: c.FreeOf(p.ID) / 3 / n}})
	}
	return out
}

// resultFor is a word that the act counts by.
func resultFor(a referral.Action) string {
	switch a {
	case "compensation.evaluate":
		return "reached"
	case "compensation.suit_over":
		return "dismissed"
	case "compensation.check":
		return "damage"
	case "public_interest.answer_start":
		return "not_start"
	}
	return "handled"
}

func shared(s referral.Snapshot, total int64, day civil.Date) (t claim.Terms) {
	n := int64(len(s.Parties))
	if n < 2 {
		return t
	}
	for i, p := range s.Parties {
		fen := total / n
		if i == 0 {
			fen += total % n
		}
		t.Shares = append(t.Shares, claim.Share{Party: p.ID, Fen: fen})
		t.Plan = append(t.Plan, claim.Instalment{On: day, Party: p.ID, Fen: fen / 2}, claim.Instalment{On: day.AddDays(90), Party: p.ID, Fen: fen - fen/2})
	}
	return t
}

// reconciles says what is wrong with the money of a claim.
func reconciles(c claim.Claim) string {
	switch {
	case c.OpenFen() < 0:
		return "more was paid than agreed"
	case c.Agreed && c.AgreedFen() != c.Costs.Sum():
		return "something else was agreed than assessed"
	case c.PaidFen()+c.OpenFen() != c.AgreedFen():
		return "paid and open are not what was agreed"
	case len(c.Payments) > 0 && !c.Agreed:
		return "paid without an agreement"
	case c.Performed && !c.Reconciled():
		return "found performed, and something is open"
	case c.Free() > c.OpenFen():
		return "more can be paid than is owed"
	}
	var sum int64
	for _, s := range c.Terms.Shares {
		if c.OpenOf(s.Party) < 0 {
			return "one paid more than the share"
		}
		sum += s.Fen
	}
	if len(c.Terms.Shares) > 0 && sum != c.AgreedFen() {
		return "shares do not add up"
	}
	return ""
}

// TestCompensationCourses walks the claim at random with one to five who owe, and after
// every step tries to pay what is not owed. More than 10,000
// courses.
func TestCompensationCourses(t *testing.T) {
	t.Parallel()
	proc := referral.Procedures[referral.Compensation]
	parties := []referral.Party{referral.Sender, referral.Receiver}
	for range 67 { // 150 each
		rapid.Check(t, func(t *rapid.T) {
			w := claimWorld(rapid.IntRange(1, 5).Draw(t, "who owe"))
			for n := range 30 {
				if w.stepAtRandom(t, proc, parties) {
					return
				}
				w.overpays(t, proc, n)
			}
		})
	}
}

func claimWorld(owe int) *world {
	w := worldOf(referral.Compensation, referral.Environment, 1)
	w.s.Content.Channel = "procuratorate" // whose lead is answered
	for i := 1; i < owe; i++ {
		w.s.Parties = append(w.s.Parties, referral.Person{ID: ids.New[ids.Party](start.Add(time.Duration(i) * time.Second)), Kind: "enterprise", Name: fmt.Sprintf("义务人%d", i)})
	}
	return w
}

// overpays: nobody can pay a fen more than is open, in whatever state.
func (w *world) overpays(t *rapid.T, proc *referral.Procedure, n int) {
	for _, p := range w.s.Parties {
		in := w.input("compensation.pay", nil)
		in.DocumentNo = fmt.Sprintf("多缴%d", n)
		in.Claimed.Payment.Party, in.Claimed.Payment.Fen = p.ID, max(0, w.s.Flags.Claim.OpenOf(p.ID))+1
		if _, err := referral.Decide(proc, w.s, "compensation.pay", referral.Sender, in); err == nil {
			t.Fatalf("paid a fen too much: %+v", w.s.Flags.Claim)
		}
	}
}

// TestClaimMoney: the assessed amount is not negotiable, nothing is paid twice,
// and an agreement that no court confirmed is sued upon, not enforced.
func TestClaimMoney(t *testing.T) {
	t.Parallel()
	hundred := claim.Costs{DamageFen: 100}
	agreed := claim.Claim{Costs: hundred, Agreed: true}
	paid := agreed.Pay(claim.Payment{Fen: 60, Manner: claim.Treasury, Number: "1"})
	confirmed := agreed
	confirmed.Confirmed = true
	in := func(c referral.Claimed) *referral.Claimed { return &c }
	pay := func(fen int64) *referral.Claimed {
		return in(referral.Claimed{Payment: claim.Payment{Fen: fen, Manner: claim.Treasury}})
	}
	small := referral.Claimed{Costs: hundred, Method: claim.Experts, Told: true, SimpleMax: 100, Assessed: "专家意见", Agreed: "当场缴清"}
	large, silent := small, small
	large.Costs.DamageFen, silent.Told = 101, false
	exception := referral.Choice{Value: "red_line", Label: fault.T("红线", "red line")}
	slight := referral.Claimed{Ground: &referral.NotStarting{ID: "slight", Exceptions: []referral.Choice{exception}}}
	denied := slight
	denied.Denied = []string{"red_line"}
	for _, c := range []struct {
		name   string
		claim  claim.Claim
		state  referral.State
		action referral.Action
		in     *referral.Claimed
		code   string
	}{
		{"agree on more in instalments", claim.Claim{Costs: hundred, Meetings: 1}, referral.Handling, "compensation.agree", in(referral.Claimed{Terms: claim.Terms{Plan: []claim.Instalment{{On: civil.DateOf(start), Fen: 101}}}}), "referral.claim_broken"},
		{"agree on it", claim.Claim{Costs: hundred, Meetings: 1}, referral.Handling, "compensation.agree", in(referral.Claimed{Told: true}), ""},
		{"agree without saying what follows", claim.Claim{Costs: hundred, Meetings: 1}, referral.Handling, "compensation.agree", in(referral.Claimed{}), "referral.default_not_said"},
		{"a fourth meeting, the number off", claim.Claim{Costs: hundred, Meetings: 3}, referral.Handling, "compensation.meet", in(referral.Claimed{}), ""},
		{"answer no procuratorate's lead", claim.Claim{Ended: true}, referral.Answered, "compensation.answer_lead", nil, "referral.no_lead_to_answer"},
		{"agree without a meeting", claim.Claim{Costs: hundred}, referral.Handling, "compensation.agree", in(referral.Claimed{}), "referral.not_met"},
		{"settle in one sitting", claim.Claim{}, referral.Approved, "compensation.settle", &small, ""},
		{"settle above the simple track", claim.Claim{}, referral.Approved, "compensation.settle", &large, "referral.above_simple_track"},
		{"settle without saying what follows", claim.Claim{}, referral.Approved, "compensation.settle", &silent, "referral.default_not_said"},
		{"pay too much", paid, referral.Decided, "compensation.pay", pay(41), "referral.paid_twice"},
		{"pay the rest", paid, referral.Decided, "compensation.pay", pay(40), ""},
		{"pay by the same slip", agreed.Pay(claim.Payment{Fen: 60, Number: "演〔2026〕1号"}), referral.Decided, "compensation.pay", pay(40), "referral.payment_known"},
		{"pay again", agreed.Pay(claim.Payment{Fen: 100}), referral.Decided, "compensation.pay", pay(1), "referral.nothing_owed"},
		{"finish unpaid", paid, referral.Decided, "compensation.perform", nil, "referral.not_paid"},
		{"fail after a payment", paid, referral.Decided, "compensation.fail", nil, "referral.paid_already"},
		{"fail on no ground", claim.Claim{Costs: hundred}, referral.Handling, "compensation.fail", in(referral.Claimed{}), "referral.claim_broken"},
		{"enforce unconfirmed", agreed, referral.Decided, "compensation.enforce", nil, "referral.not_confirmed"},
		{"sue unconfirmed", agreed, referral.Decided, "compensation.sue", nil, ""},
		{"sue confirmed", confirmed, referral.Decided, "compensation.sue", nil, "referral.sue_confirmed"},
		{"end without a ground", claim.Claim{}, referral.Handling, "compensation.end", in(referral.Claimed{}), "referral.claim_broken"},
		{"end as slight", claim.Claim{}, referral.Handling, "compensation.end", &slight, "referral.exception_not_denied"},
		{"end as slight, exceptions denied", claim.Claim{}, referral.Handling, "compensation.end", &denied, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := worldOf(referral.Compensation, referral.Forestry, 1)
			w.s.State, w.s.Flags.Claim = c.state, c.claim
			in := referral.Input{OccurredAt: w.now, RecordedAt: w.now, Text: "内容", DocumentNo: "演〔2026〕1号", Claimed: c.in}
			if c.action != "compensation.settle" {
				in.Reason = "理由"
			}
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

// TestMarineDamageGoesElsewhere: it is refused before the head sees it, under the rule
// that says so.
func TestMarineDamageGoesElsewhere(t *testing.T) {
	t.Parallel()
	w := claimWorld(1)
	w.s.Content.Marine = true
	_, err := referral.Decide(referral.Procedures[referral.Compensation], w.s, "compensation.report", referral.Sender, w.input("compensation.report", nil))
	if err == nil || err.RuleID != "dmg_marine_excluded" {
		t.Errorf("got %v", err)
	}
}
