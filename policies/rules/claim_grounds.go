package rules

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// ClaimGround is a ground on which a claim for damage is not started or is ended
// (不启动、终止索赔的情形).
type ClaimGround struct {
	ID         string
	Says       fault.Text
	Basis      []fault.Basis
	Exceptions []ClaimException // where one applies the claim starts all the same
	Confidence deadline.Confidence
}

// ClaimException is an exception to a ground.
type ClaimException struct {
	ID   string
	Says fault.Text
}

// claimTables are what is known of claims beside their rules.
type claimTables struct {
	grounds, failures []ClaimGround
	suit              []SuitPaper
}

// ClaimGrounds are the grounds of not starting and of ending, in the order of the table.
func (b *Book) ClaimGrounds() []ClaimGround { return b.claims.grounds }

// ClaimFailures are the grounds on which consultation is found to have failed (磋商不成).
func (b *Book) ClaimFailures() []ClaimGround { return b.claims.failures }

// ClaimGround finds a ground of not starting or ending.
func (b *Book) ClaimGround(id string) (ClaimGround, bool) { return groundIn(b.claims.grounds, id) }

// ClaimFailure finds a ground of failure.
func (b *Book) ClaimFailure(id string) (ClaimGround, bool) { return groundIn(b.claims.failures, id) }

func groundIn(list []ClaimGround, id string) (ClaimGround, bool) {
	i := slices.IndexFunc(list, func(g ClaimGround) bool { return g.ID == id })
	if i < 0 {
		return ClaimGround{}, false
	}
	return list[i], true
}

// Limit is a number of a rule that is no time, as it holds on a day for an organ: the
// amount up to which the simple track is open. False where no edition holds.
func (b *Book) Limit(rule, name string, on civil.Date, region, sector string) (deadline.Limit, bool) {
	r, err := b.Pick(rule, on, region, sector)
	if err != nil {
		return deadline.Limit{}, false
	}
	i := slices.IndexFunc(r.Limits, func(l deadline.Limit) bool { return l.Name == name })
	if i < 0 {
		return deadline.Limit{}, false
	}
	return r.Limits[i], true
}

type claimGroundField struct {
	ID         line         `yaml:"id"`
	Says       text         `yaml:"says"`
	Basis      []basisField `yaml:"basis"`
	Confidence string       `yaml:"confidence"`
	Exceptions []struct {
		ID   string `yaml:"id"`
		Says text   `yaml:"says"`
	} `yaml:"exceptions"`
}

type claimGroundsFile struct {
	Grounds  []claimGroundField `yaml:"claim_grounds"`
	Failures []claimGroundField `yaml:"claim_failures"`
	Suit     []suitPaperField   `yaml:"suit_papers"`
}

// readClaimGrounds reads what is known of claims beside their rules, and checks it.
func (r *reader) readClaimGrounds() {
	const file = "claim_grounds.yaml"
	var f claimGroundsFile
	r.decode(packs, file, &f)
	r.claims = claimTables{grounds: r.grounded(file, f.Grounds), failures: r.grounded(file, f.Failures), suit: r.suitPapers(file, f.Suit)}
}

// grounded reads one list of grounds.
func (r *reader) grounded(file string, fields []claimGroundField) (out []ClaimGround) {
	for _, x := range fields {
		bad := func(wrong bool, text string) {
			if wrong {
				r.report(file, x.ID.Line, x.ID.Value, text)
			}
		}
		g := ClaimGround{ID: x.ID.Value, Says: x.Says.fault(), Basis: r.basis(file, x.ID, x.Basis), Confidence: deadline.Confidence(x.Confidence)}
		bad(x.Says.ZH == "" || x.Says.EN == "", "says is missing in a language")
		bad(len(g.Basis) == 0, "basis missing")
		bad(!slices.Contains(deadline.Confidences, g.Confidence), "unknown confidence "+x.Confidence)
		bad(slices.ContainsFunc(out, func(o ClaimGround) bool { return o.ID == g.ID }), "named twice")
		for _, e := range x.Exceptions {
			bad(e.ID == "" || e.Says.ZH == "" || e.Says.EN == "", "an exception lacks its id or its words")
			g.Exceptions = append(g.Exceptions, ClaimException{ID: e.ID, Says: e.Says.fault()})
		}
		out = append(out, g)
	}
	return out
}
