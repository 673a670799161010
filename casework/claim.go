package casework

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

// fenPerYuan turns the yuan of a rule into fen.
const fenPerYuan = 100

// completeClaim adds what the rules say to an act of a claim: up to which amount the
// simple track is open, and the ground that was named.
func (o *Office) completeClaim(in *referral.Input, s *seen) {
	if in.Claimed == nil {
		return
	}
	c := *in.Claimed
	c.SimpleMax = o.simpleTrack(s, civil.DateOf(in.OccurredAt))
	if g, ok := o.Rules.Book().ClaimGround(in.Result); ok {
		c.Ground = &referral.NotStarting{ID: g.ID, Says: g.Says, Basis: g.Basis}
		for _, x := range g.Exceptions {
			c.Ground.Exceptions = append(c.Ground.Exceptions, referral.Choice{Value: x.ID, Label: x.Says})
		}
	}
	c.Denied = slices.DeleteFunc(slices.Clone(c.Denied), func(id string) bool { // only what the ground asks for
		return c.Ground == nil || !slices.ContainsFunc(c.Ground.Exceptions, func(x referral.Choice) bool { return x.Value == id })
	})
	in.Claimed = &c
}

// simpleTrack is the damage up to which the simple track is open on a day, in fen; 0
// where no rule says (简易评估的上限).
func (o *Office) simpleTrack(s *seen, on civil.Date) int64 {
	l, ok := o.Rules.Book().Limit("dmg_simple_assessment", "amount_max", on, s.Snapshot.Sender.Region, string(s.Snapshot.Sender.Sector))
	if !ok || l.Unit != "yuan" {
		return 0
	}
	return int64(l.N) * fenPerYuan
}

// ClaimGrounds are the grounds on which a claim is not started or is ended.
func (o *Office) ClaimGrounds() []rules.ClaimGround { return o.Rules.Book().ClaimGrounds() }

// claimFields are what an act says of a claim, for the record: amounts in fen, shares
// and instalments, who took part.
func claimFields(c change) map[string]any {
	in := c.in.Claimed
	if in == nil {
		return nil
	}
	f := map[string]any{}
	if in.Costs.Sum() > 0 {
		f["costs"], f["method"] = in.Costs, in.Method
		if in.SimpleMax > 0 {
			f["simple_max_fen"] = in.SimpleMax
		}
	}
	if c.out.Flags.Claim.Agreed && !c.Snapshot.Flags.Claim.Agreed {
		f["agreed_fen"], f["terms"] = c.out.Flags.Claim.AgreedFen(), in.Terms
	}
	if n := len(c.out.Flags.Claim.Payments); n > len(c.Snapshot.Flags.Claim.Payments) {
		p := c.out.Flags.Claim.Payments[n-1]
		f["fen"], f["manner"], f["party"] = p.Fen, p.Manner, p.Party
	}
	if len(in.Present) > 0 {
		f["present"] = in.Present
	}
	for name, text := range map[string]string{"assessed": in.Assessed, "agreed": in.Agreed} {
		if text != "" {
			f[name] = text
		}
	}
	if g := in.Ground; g != nil {
		f["claim_ground"] = map[string]string{"id": g.ID, "says": g.Says.ZH, "basis": articles(g.Basis)}
		if len(in.Denied) > 0 {
			f["denied"] = in.Denied
		}
	}
	if in.Told {
		f["default_told"] = true
	}
	return f
}
