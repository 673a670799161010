package casework

import (
	"context"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/rules"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// CrimeWatch is advice against a penalty in place of a referral (以罚代刑): what was
// recorded in a case seems to cross a threshold of crime, and no criminal referral
// stands beside it. It blocks nothing and finds nothing.
type CrimeWatch struct {
	Crossed   []rules.Crossed // empty: nothing to say
	Penalised bool            // a penalty was decided already
	Referred  string          // number of the criminal referral beside it; then nothing is said
}

// CrimeWatchNote stands beside every advice.
var CrimeWatchNote = fault.T("按文字和数字初步比对得出，只供核查，不是涉嫌犯罪的结论，也不影响本案任何步骤；是否移送由本机关依行政处罚法第二十七条、310号第三条判断",
	"Found by words and figures, to be looked into: no finding of a crime, and no step of this case is held up by it; whether to refer is the organ's to decide (行政处罚法 Art. 27, 310号 Art. 3)")

// CrimeWatch looks through what was recorded in a case. Whoever may not read the
// facts is told nothing.
func (o *Office) CrimeWatch(ctx context.Context, a Actor, id ids.Case) (w CrimeWatch, err error) {
	now := o.Now()
	var s *seen
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		if s, err = o.open(ctx, q, a, id); err != nil {
			return err
		}
		book := o.Rules.Book()
		if !s.may("case.content") || !book.Watches(s.Case.Kind) || s.Snapshot.State == referral.Void {
			return nil
		}
		f, err := family(ctx, q, id)
		if err != nil {
			return err
		}
		for _, c := range f.Cases {
			if c.Kind == string(referral.Criminal) && c.State != string(referral.Void) && c.State != string(referral.Withdrawn) {
				w.Referred = c.Number
				return nil
			}
		}
		c := s.Snapshot.Content
		w.Penalised = c.PenaltyDecided || s.Snapshot.Kind == referral.Detention && c.DecisionNo != "" // 853号: the penalty comes first
		w.Crossed = book.Crosses(s.actOn(civil.DateOf(now)), s.recorded())
		return nil
	})
	if err != nil {
		return w, err
	}
	return w, o.noteRead(ctx, s, "case", "", now)
}

// actOn is the day whose law holds for the act: its own, that of its discovery, or today.
func (s *seen) actOn(today civil.Date) civil.Date {
	for _, d := range []civil.Date{s.Snapshot.Content.ActOn, s.Snapshot.Content.FoundOn} {
		if !d.IsZero() {
			return d
		}
	}
	return today
}

// recorded is every sentence of a case that says what was done.
func (s *seen) recorded() string {
	c := s.Snapshot.Content
	lines := []string{s.Case.Title, c.Facts, c.Threshold, c.Pollutant, c.Measures, c.Basis, c.Disposal}
	for _, x := range s.Snapshot.Charges {
		lines = append(lines, x.Offence)
	}
	return strings.Join(lines, "\n")
}
