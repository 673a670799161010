package casework

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// CandidateDecision is what becomes of a lead.
type CandidateDecision struct {
	Claim  bool     // a claim is begun for it, or Existing is the one
	Ground string   // why it is not pursued
	Denied []string // exceptions of the ground that do not apply
	Reason string

	Existing ids.Case // a claim of the organ that is there already
}

// DecideCandidate decides on a lead: it becomes a claim, whose draft is begun with what is
// known of it, or it is not pursued on a ground of the list. A claim is begun once.
func (o *Office) DecideCandidate(ctx context.Context, a Actor, round, id ids.Entry, in CandidateDecision) (s Screening, err error) {
	var t texts
	t.clean("body.reason", &in.Reason)
	if err := t.err(); err != nil {
		return s, err
	}
	if !o.mayScreen(a) {
		return s, screeningDenied()
	}
	now := o.Now()
	err = o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		have, err := o.openRound(ctx, q, a, round)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(have.Candidates, func(c Candidate) bool { return c.ID == id })
		if i < 0 {
			return missing()
		}
		c := have.Candidates[i]
		if c.Decision == "claim" {
			return fault.New(fault.Rule, "screening.decided", fault.T("该线索已经启动索赔："+c.ClaimNumber, "This lead has become a claim: "+c.ClaimNumber))
		}
		p := dbsqlc.DecideCandidateParams{ID: id, Decision: "claim", Denied: []string{}, Reason: in.Reason, DecidedAt: &now, DecidedBy: a.Name}
		if in.Claim {
			claimed, err := o.claimOf(ctx, tx, q, a, c, in.Existing)
			if err != nil {
				return err
			}
			p.ClaimID = ids.Entry(claimed)
		} else {
			if err := o.notPursued(in); err != nil {
				return err
			}
			p.Decision, p.Ground, p.Denied = "not_pursued", in.Ground, append(p.Denied, in.Denied...)
		}
		if err := q.DecideCandidate(ctx, p); err != nil {
			return err
		}
		fields := map[string]any{"candidate": c.Seq, "decision": p.Decision}
		if p.Ground != "" {
			fields["ground"] = p.Ground
		}
		if !p.ClaimID.IsZero() {
			fields["claim"] = p.ClaimID.String()
		}
		if err := o.enterScreening(ctx, q, a, round, now, "screening.decide", fields); err != nil {
			return err
		}
		s, err = o.reread(ctx, q, a, round)
		return err
	})
	return s, err
}

// notPursued asks for a ground, for the word that no exception applies, and for the reason.
func (o *Office) notPursued(in CandidateDecision) error {
	g, ok := o.Rules.Book().ClaimGround(in.Ground)
	if !ok {
		return invalid("body.ground", "请选择不启动的情形", "Choose the ground")
	}
	for _, x := range g.Exceptions {
		if !slices.Contains(in.Denied, x.ID) {
			return invalid("body.denied", "存在“"+x.Says.ZH+"”的，应当启动索赔；请确认没有该情形", "Where “"+x.Says.EN+"” applies the claim starts: confirm that it does not")
		}
	}
	if strings.TrimSpace(in.Reason) == "" {
		return invalid("body.reason", "请写明理由", "Give the reason")
	}
	return nil
}

// claimOf finds or begins the claim of a lead. One that came through the hub is upgraded,
// with its parties and files.
func (o *Office) claimOf(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, a Actor, c Candidate, existing ids.Case) (ids.Case, error) {
	if !existing.IsZero() {
		s, err := o.open(ctx, q, a, existing)
		if err != nil || s.Case.Kind != string(referral.Compensation) || s.Case.SenderID != a.Agency {
			return existing, invalid("body.claim", "没有这个索赔案件", "There is no such claim")
		}
		return existing, nil
	}
	n := opening{sender: a.Agency, kind: referral.Compensation, draft: DraftInput{Title: c.Title}}
	if !c.LeadID.IsZero() {
		s, err := o.lock(ctx, q, a, ids.Case(c.LeadID), "case.content", AnyVersion)
		if err != nil {
			return existing, err
		}
		n.draft, n.from = s.draftOf(), &origin{s, Upgraded}
		n.draft.Title = c.Title
	}
	d := &n.draft.Content
	d.Channel, d.FoundOn = c.Channel, c.FoundOn
	if c.Place != "" {
		d.Place = c.Place
	}
	if c.Reference != "" {
		d.Source = c.Reference
	}
	return o.insert(ctx, tx, q, a, n, o.Now())
}
