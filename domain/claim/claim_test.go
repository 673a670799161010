package claim_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

var day = civil.Date{Year: 2023, Month: time.October, Day: 30}

func parties(n int) []ids.Party {
	out := make([]ids.Party, n)
	for i := range out {
		out[i] = ids.New[ids.Party](time.Date(2023, 10, 30, 0, 0, i, 0, time.UTC))
	}
	return out
}

// split cuts an amount into n parts, each at least one fen.
func split(t *rapid.T, total int64, n int) []int64 {
	out := make([]int64, n)
	rest := total - int64(n)
	for i := range n - 1 {
		part := rapid.Int64Range(0, rest).Draw(t, "part")
		out[i], rest = part+1, rest-part
	}
	out[n-1] = rest + 1
	return out
}

// terms draws an agreement over a total that adds up.
func terms(t *rapid.T, total int64, who []ids.Party) claim.Terms {
	var out claim.Terms
	shares := []int64{total}
	owes := []ids.Party{{}}
	if rapid.Bool().Draw(t, "by share") && total >= int64(len(who)) {
		shares, owes = split(t, total, len(who)), who
		for i, p := range who {
			out.Shares = append(out.Shares, claim.Share{Party: p, Fen: shares[i]})
		}
	}
	if !rapid.Bool().Draw(t, "in instalments") {
		return out
	}
	for i, share := range shares {
		for k, fen := range split(t, share, int(min(share, int64(rapid.IntRange(1, 4).Draw(t, "instalments"))))) {
			out.Plan = append(out.Plan, claim.Instalment{On: day.AddDays(30 * k), Party: owes[i], Fen: fen})
		}
	}
	return out
}

// TestMoneyHolds is the model: over random costs, shares, plans and payments no more
// is paid than is owed, by anybody or altogether; every refusal leaves the claim as it
// was; and the sums agree with a second book kept beside it. 10,000 runs.
func TestMoneyHolds(t *testing.T) {
	t.Parallel()
	for range 100 { // rapid checks 100 each
		rapid.Check(t, moneyHolds)
	}
}

func moneyHolds(t *rapid.T) {
	who := parties(rapid.IntRange(1, 5).Draw(t, "parties"))
	costs := claim.Costs{
		DamageFen:    rapid.Int64Range(10, claim.MaxFen-4_000_000).Draw(t, "damage"),
		AppraisalFen: rapid.Int64Range(0, 2_000_000).Draw(t, "appraisal"),
		EmergencyFen: rapid.Int64Range(0, 2_000_000).Draw(t, "emergency"),
	}
	if f := costs.Check(); f != nil {
		t.Fatalf("costs refused: %v", f)
	}
	c := claim.Claim{Costs: costs, Method: claim.Appraisal, Agreed: true, AgreedOn: day, Terms: terms(t, costs.Sum(), who)}
	if f := c.Terms.Check(costs.Sum(), who, day); f != nil {
		t.Fatalf("terms that add up are refused: %v of %+v", f, c.Terms)
	}
	if off := costs.Sum() + rapid.SampledFrom([]int64{-1, 1, 100}).Draw(t, "off"); !c.Terms.Joint() || len(c.Terms.Plan) > 0 {
		if c.Terms.Check(off, who, day) == nil {
			t.Fatal("terms that do not add up are accepted")
		}
	}
	book := map[ids.Party]int64{} // the second book
	var paid int64
	for range rapid.IntRange(1, 12).Draw(t, "payments") {
		p := claim.Payment{
			On: day.AddDays(rapid.IntRange(0, 200).Draw(t, "days")), Party: rapid.SampledFrom(who).Draw(t, "who"),
			Fen: amount(t, c), Manner: claim.Restoration,
		}
		before := c.PaidFen()
		if p.Check(c) != nil || p.Fen > c.OpenOf(p.Party) {
			continue
		}
		old := c
		c = c.Pay(p)
		if old.PaidFen() != before {
			t.Fatal("a payment changes the claim it was made of")
		}
		book[p.Party] += p.Fen
		paid += p.Fen
	}
	holds(t, c, book, paid)
}

// amount is some of what is open, all of it, or too much.
func amount(t *rapid.T, c claim.Claim) int64 {
	open := max(1, c.OpenFen())
	return rapid.SampledFrom([]int64{1, (open + 1) / 2, open, open + 1}).Draw(t, "fen")
}

func holds(t *rapid.T, c claim.Claim, book map[ids.Party]int64, paid int64) {
	if c.PaidFen() != paid || c.PaidFen()+c.OpenFen() != c.AgreedFen() || c.OpenFen() < 0 || c.AgreedFen() != c.Costs.Sum() {
		t.Fatalf("paid %d (book %d), open %d, agreed %d", c.PaidFen(), paid, c.OpenFen(), c.AgreedFen())
	}
	var open, late int64
	for _, s := range c.Terms.Shares {
		if o := c.OpenOf(s.Party); o != s.Fen-book[s.Party] || o < 0 {
			t.Fatalf("open %d of a share of %d, book %d", o, s.Fen, book[s.Party])
		}
		open += c.OpenOf(s.Party)
		late += c.ArrearsOf(s.Party, day.AddDays(5000))
	}
	if !c.Terms.Joint() && open != c.OpenFen() {
		t.Fatalf("open by share %d, altogether %d", open, c.OpenFen())
	}
	if end := c.Arrears(day.AddDays(5000)); len(c.Terms.Plan) > 0 && end != c.OpenFen() || !c.Terms.Joint() && end != late {
		t.Fatalf("behind at the end %d, open %d", end, c.OpenFen())
	}
	if c.Arrears(day.AddDays(-1)) != 0 {
		t.Fatal("behind before the agreement")
	}
}

// TestTermsThatDoNotAddUp: each error is told with its place.
func TestTermsThatDoNotAddUp(t *testing.T) {
	t.Parallel()
	who := parties(3)
	a, b, stranger := who[0], who[1], who[2]
	later := day.AddDays(10)
	for _, c := range []struct {
		name  string
		terms claim.Terms
		path  string
	}{
		{"jointly, all at once", claim.Terms{}, ""},
		{"shares short of a fen", claim.Terms{Shares: []claim.Share{{a, 60}, {b, 39}}}, "body.shares"},
		{"one twice", claim.Terms{Shares: []claim.Share{{a, 60}, {a, 40}}}, "body.shares[1].party"},
		{"a stranger", claim.Terms{Shares: []claim.Share{{a, 60}, {stranger, 40}}}, "body.shares[1].party"},
		{"nothing", claim.Terms{Shares: []claim.Share{{a, 100}, {b, 0}}}, "body.shares[1].fen"},
		{"instalments short of a fen", claim.Terms{Plan: []claim.Instalment{{On: later, Fen: 50}, {On: later, Fen: 49}}}, "body.plan"},
		{"due before the agreement", claim.Terms{Plan: []claim.Instalment{{On: day.AddDays(-1), Fen: 100}}}, "body.plan[0].on"},
		{"jointly, yet by name", claim.Terms{Plan: []claim.Instalment{{On: later, Party: a, Fen: 100}}}, "body.plan[0].party"},
		{"by share, yet by nobody", claim.Terms{Shares: []claim.Share{{a, 60}, {b, 40}}, Plan: []claim.Instalment{{On: later, Fen: 100}}}, "body.plan[0].party"},
		{"one pays the other's", claim.Terms{Shares: []claim.Share{{a, 60}, {b, 40}}, Plan: []claim.Instalment{{later, a, 50}, {later, b, 50}}}, "body.shares[0]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := c.terms.Check(100, []ids.Party{a, b}, day)
			switch {
			case c.path == "" && f != nil:
				t.Errorf("refused: %v", f)
			case c.path != "" && (len(f) == 0 || f[0].Path != c.path):
				t.Errorf("got %v, want %s", f, c.path)
			}
		})
	}
}

// TestNobodyHidesAnothersDefault: who pays early does not cover who is late.
func TestNobodyHidesAnothersDefault(t *testing.T) {
	t.Parallel()
	who := parties(2)
	c := claim.Claim{Costs: claim.Costs{DamageFen: 100}, Agreed: true, AgreedOn: day, Terms: claim.Terms{
		Shares: []claim.Share{{who[0], 60}, {who[1], 40}}, Plan: []claim.Instalment{{day, who[0], 10}, {day.AddDays(30), who[0], 50}, {day, who[1], 40}},
	}}
	c = c.Pay(claim.Payment{On: day, Party: who[0], Fen: 60, Manner: claim.Treasury, Number: "1"})
	if got := c.Arrears(day); got != 40 {
		t.Errorf("behind %d, want 40", got)
	}
	if !c.Twice("1") || c.Twice("2") || c.Twice("") {
		t.Error("the number of a payment is not known again")
	}
}
