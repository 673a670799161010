package casework

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/rules"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// fenPerYuan turns the yuan of a rule into fen.
const fenPerYuan = 100

// completeClaim adds what the rules and the case say to an act of a claim: up to which
// amount the simple track is open, the ground that was named, the digests of the files.
func (o *Office) completeClaim(ctx context.Context, q *dbsqlc.Queries, in *referral.Input, t lookedUp, action referral.Action) error {
	if slices.Contains([]referral.Action{"compensation.report", "compensation.sue", "compensation.enforce"}, action) && in.Claimed == nil {
		in.Claimed = &referral.Claimed{}
	}
	if in.Claimed == nil || t.Snapshot.Kind != referral.Compensation {
		return nil
	}
	c := *in.Claimed
	c.SimpleMax = o.simpleTrack(t.seen, civil.DateOf(in.OccurredAt))
	if action == "compensation.meet" {
		c.MeetingsMax = o.meetingsMax(t.seen, civil.DateOf(in.OccurredAt))
	}
	find := o.Rules.Book().ClaimGround
	if action == "compensation.fail" {
		find = o.Rules.Book().ClaimFailure
	}
	if g, ok := find(in.Result); ok {
		c.Ground = &referral.NotStarting{ID: g.ID, Says: g.Says, Basis: g.Basis}
		for _, x := range g.Exceptions {
			c.Ground.Exceptions = append(c.Ground.Exceptions, referral.Choice{Value: x.ID, Label: x.Says})
		}
	}
	var err error
	if c.Evidence, err = digested(c.Evidence, t.outlook.evidence.Value); err != nil {
		return err
	}
	c.Denied = slices.DeleteFunc(slices.Clone(c.Denied), func(id string) bool { // only what the ground asks for
		return c.Ground == nil || !slices.ContainsFunc(c.Ground.Exceptions, func(x referral.Choice) bool { return x.Value == id })
	})
	if action == "compensation.agree" || action == "compensation.settle" {
		if c.Open, err = o.openTerms(ctx, q, t.seen, c, *in); err != nil {
			return err
		}
	}
	in.Claimed = &c
	return o.completeRivals(ctx, q, in, t.seen, action)
}

// digested finds the files that an act names among those of the case: what stays in the
// record is their digest.
func digested(named []referral.EvidenceRef, files []dbsqlc.ListEvidenceRow) ([]referral.EvidenceRef, error) {
	var out []referral.EvidenceRef
	for n, e := range named {
		i := slices.IndexFunc(files, func(f dbsqlc.ListEvidenceRow) bool { return f.ID == e.ID && f.State != "destroyed" })
		if i < 0 {
			return nil, invalid(fmt.Sprintf("body.evidence[%d]", n), "材料不在本案中，请先上传", "Upload the file into this case first")
		}
		out = append(out, referral.EvidenceRef{ID: e.ID, SHA256: hex.EncodeToString(files[i].Sha256)})
	}
	return out, nil
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

// meetingsMax is how many meetings a consultation has in principle (磋商次数); 0 unless a
// local pack has switched the unconfirmed number on.
func (o *Office) meetingsMax(s *seen, on civil.Date) int {
	const rule = "dmg_consult_meetings_max"
	region, sector := s.Snapshot.Sender.Region, string(s.Snapshot.Sender.Sector)
	if r, err := o.Rules.Pick(rule, on, region, sector); err != nil || r.Off() {
		return 0
	}
	l, _ := o.Rules.Book().Limit(rule, "meetings_max", on, region, sector)
	return l.N
}

// ClaimGround is a ground of the lists.
type ClaimGround = rules.ClaimGround

// ClaimGrounds are the grounds on which a claim is not started or is ended.
func (o *Office) ClaimGrounds() []ClaimGround { return o.Rules.Book().ClaimGrounds() }

// ClaimFailures are the grounds on which consultation is found to have failed.
func (o *Office) ClaimFailures() []ClaimGround { return o.Rules.Book().ClaimFailures() }

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
		if len(in.Open) > 0 {
			f["content_open"] = in.Open
		}
	}
	if len(in.Works) > 0 {
		f["works"] = worksField(in.Works)
	}
	if in.Work > 0 {
		f["work"] = in.Work
	}
	if len(in.Evidence) > 0 {
		f["shown_by"] = digestsOf(in.Evidence)
	}
	if in.Major != "" {
		f["major"] = in.Major
	}
	if was, is := c.Snapshot.Flags.Claim, c.out.Flags.Claim; is.Commission != was.Commission {
		f["commission"] = is.Commission
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
	if len(in.Rivals) > 0 {
		f["rivals"] = in.Rivals
	}
	return f
}

// worksField is what an act says of works: what, whose, until when, for how much.
func worksField(works []referral.WorkInput) []map[string]any {
	out := make([]map[string]any, len(works))
	for i, w := range works {
		out[i] = map[string]any{"what": w.What, "kind": string(w.Kind), "party": w.Party, "by": w.By, "fen": w.Fen}
	}
	return out
}

func digestsOf(files []referral.EvidenceRef) []map[string]string {
	out := make([]map[string]string, len(files))
	for i, f := range files {
		out[i] = map[string]string{"evidence": f.ID.String(), "sha256": f.SHA256}
	}
	return out
}
