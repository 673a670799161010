package casework

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/domain/search"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// findable are the texts of a case that a search looks into. Identity numbers,
// notes on parties and opinions are none of them.
type findable struct {
	title, number string
	content       referral.Content
	parties       []referral.Person
	papers        []paperNumber
}

// paperNumber is the number of a document of the case.
type paperNumber struct{ kind, number string }

// text is one value that a case can be found by.
type text struct {
	field, value string
	whole        bool // a number: found as a whole it comes first
}

// texts are what a reader of a level may read, and so may find. What follows the
// flow only reads neither facts nor other papers than the letter (see hideContent).
func (f findable) texts(level string) []text {
	out := []text{{"title", f.title, false}, {"number", f.number, true}}
	for _, p := range f.parties {
		out = append(out, text{"party", p.Name, false}, text{"credit_code", p.CreditCode, true})
	}
	for _, p := range f.papers {
		if level == "content" || p.kind == string(documents.TransferLetter) {
			out = append(out, text{"document", p.number, true})
		}
	}
	if level == "content" {
		c := f.content
		out = append(out, text{"facts", c.Facts, false}, text{"place", c.Place, false}, text{"decision_no", c.DecisionNo, true}, text{"penalty_case", c.PenaltyCase, true})
	}
	return out
}

// findableOf gives the texts of a case that was read.
func findableOf(l *store.Loaded) findable {
	f := findable{title: l.Case.Title, number: l.Case.Number, content: l.Snapshot.Content, parties: l.Snapshot.Parties}
	for _, d := range l.Documents {
		f.papers = append(f.papers, paperNumber{d.Kind, d.Number})
	}
	return f
}

// index writes what one organ can find a case by, in the transaction that changes
// the texts or the organ's part in the case.
func (f findable) index(ctx context.Context, b *dbsqlc.Queries, id ids.Case, agency ids.Agency, level string) error {
	var texts, whole []string
	for _, t := range f.texts(level) {
		if t.whole {
			whole = append(whole, t.value)
		} else {
			texts = append(texts, t.value)
		}
	}
	return b.SaveTerms(ctx, agency, id, search.Of(agency, search.MonthOf(id.At()), texts, whole))
}

// indexAll writes it for every organ that takes part.
func (f findable) indexAll(ctx context.Context, b *dbsqlc.Queries, id ids.Case, parts []dbsqlc.Participation) error {
	for _, p := range parts {
		if err := f.index(ctx, b, id, p.AgencyID, p.Level); err != nil {
			return err
		}
	}
	return nil
}

// indexPage bounds one transaction of IndexOldCases.
const indexPage = 200

// IndexOldCases lets cases be found that were there before search was, newest
// first, and says how many. It needs the rights of a worker.
func (o *Office) IndexOldCases(ctx context.Context) (int, error) {
	total := 0
	for {
		n := 0
		err := o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
			list, err := q.TakeUnsearched(ctx, indexPage)
			if err != nil {
				return err
			}
			n = len(list)
			batch := &store.Batch{}
			for _, id := range list {
				// The lock keeps an edit that runs at the same time from being overwritten.
				c, err := q.LockCase(ctx, id)
				if err != nil {
					return err
				}
				l, err := store.LoadCase(ctx, q, c)
				if err != nil {
					return err
				}
				if err := findableOf(l).indexAll(ctx, batch.Queries(), id, l.Parts); err != nil {
					return err
				}
			}
			return batch.Send(ctx, tx)
		})
		if err != nil {
			return total, fmt.Errorf("index old cases: %w", err)
		}
		total += n
		if n < indexPage {
			return total, ctx.Err()
		}
	}
}
