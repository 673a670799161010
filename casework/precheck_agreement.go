package casework

import (
	"context"

	"github.com/xianjie-hub/xianjie/domain/civil"
	damage "github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/reviews"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// The agreement on a claim is laid beside its list before it is signed (赔偿协议内容核对).
// The list was not confirmed, so it advises: nothing is refused for it. What stood open at
// the signing is kept in the record, so that nobody can say it was not seen.

// Agreement is what is about to be signed, as somebody typed it.
type Agreement struct {
	Costs      damage.Costs // of a sitting; zero: what was assessed before
	Assessment string
	Text       string
	Terms      damage.Terms
	Works      []referral.WorkInput
	Told       bool
}

// CheckAgreement lays an agreement that is about to be signed beside the list of its
// content, without writing anything.
func (o *Office) CheckAgreement(ctx context.Context, a Actor, id ids.Case, d Agreement) (Precheck, error) {
	now := o.Now()
	var f precheckFile
	err := o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		if f, err = o.precheckFile(ctx, q, s, now); err != nil {
			return err
		}
		if s.Snapshot.Kind != referral.Compensation {
			return fault.New(fault.Rule, "precheck.no_agreement", fault.T("只有生态环境损害赔偿案件签订赔偿协议", "Only a claim for ecological damage ends in such an agreement"))
		}
		return s.mayPrecheck()
	})
	if err != nil {
		return Precheck{}, err
	}
	f.draft = d.beside(f.seen.Snapshot, civil.DateOf(now))
	return o.precheck(f)
}

// beside completes a draft by what the case knows already.
func (d Agreement) beside(s referral.Snapshot, on civil.Date) *reviews.Agreement {
	a := &reviews.Agreement{On: on, Costs: d.Costs, Assessment: d.Assessment, Text: d.Text, Terms: d.Terms, Told: d.Told}
	if a.Costs.Sum() == 0 {
		a.Costs, a.Assessment = s.Flags.Claim.Costs, s.Content.Assessment
	}
	for _, w := range d.Works {
		if w.Party.IsZero() && len(s.Parties) == 1 {
			w.Party = s.Parties[0].ID
		}
		a.Works = append(a.Works, w.Work)
	}
	return a
}

// heldAgreement is the agreement on a claim as far as the case holds it: before one is
// signed the amount alone. A case of another kind has none.
func heldAgreement(s referral.Snapshot) *reviews.Agreement {
	if s.Kind != referral.Compensation {
		return nil
	}
	c := s.Flags.Claim
	a := &reviews.Agreement{On: c.AgreedOn, Costs: c.Costs, Assessment: s.Content.Assessment}
	if !c.Agreed || c.Judged { // a judgment is no agreement
		return a
	}
	a.Text, a.Terms, a.Told = s.Content.Agreement, c.Terms, c.Warned
	for _, w := range c.Works {
		if w.State != damage.WorkWaived {
			a.Works = append(a.Works, w)
		}
	}
	return a
}

// mayCheckAgreement: answered until it is signed, read as it was then afterwards.
func (s *seen) mayCheckAgreement() error {
	switch s.Snapshot.State {
	case referral.Draft, referral.Reported, referral.Refused, referral.Approved, referral.Handling:
		return nil
	}
	return fault.New(fault.Rule, "precheck.signed", fault.T("现在没有待签订的赔偿协议，内容核对不再修改；需要变更的，先记录再次磋商", "No agreement waits to be signed: the check of its content stays as it was. To change it, consult again first"))
}

// openTerms are the lines of the list that stand open in an agreement as it is signed: not
// met, and nobody has said anything of them.
func (o *Office) openTerms(ctx context.Context, q *dbsqlc.Queries, s *seen, c referral.Claimed, in referral.Input) ([]string, error) {
	f, err := o.precheckFile(ctx, q, s, in.RecordedAt)
	if err != nil {
		return nil, err
	}
	text := c.Agreed
	if text == "" {
		text = in.Text
	}
	d := Agreement{Costs: c.Costs, Assessment: c.Assessed, Text: text, Terms: c.Terms, Works: c.Works, Told: c.Told}
	f.draft = d.beside(s.Snapshot, civil.DateOf(in.OccurredAt))
	p, err := o.precheck(f)
	var open []string
	for _, sheet := range p.Sheets {
		for _, l := range sheet.Lines {
			if l.Answer == nil && (l.State == reviews.Missing || l.State == reviews.Judge) {
				open = append(open, l.Line.ID)
			}
		}
	}
	return open, err
}
