package casework

import (
	"context"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/domain/search"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// verify reads candidates with their texts and keeps those that truly match, as
// far as the organ may read them. exact, when given, decides on single texts;
// otherwise every word has to stand in one of them.
func (s *searching) verify(ctx context.Context, list []ids.Case, exact func(text) bool) ([]Row, error) {
	if len(list) == 0 {
		return nil, nil
	}
	rows, err := readLines(ctx, s.q, s.actor, list)
	if err != nil {
		return nil, err
	}
	texts, err := s.readTexts(ctx, rows)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(rows, func(r Row) bool {
		hit, ok := s.match(texts[r.ID].texts(r.Level), exact)
		if ok {
			s.page.Hits[r.ID] = hit
		}
		return !ok
	}), nil
}

// match says where a case was met. The field with the most words is shown.
func (s *searching) match(all []text, exact func(text) bool) (Hit, bool) {
	var hit Hit
	best, met := 0, make([]bool, len(s.words))
	for _, t := range all {
		if exact != nil && !exact(t) {
			continue
		}
		n := 0
		for i, w := range s.words {
			if search.Holds(t.value, w) {
				met[i] = true
				n++
			}
		}
		if n > best {
			best, hit = n, Hit{Field: t.field, Parts: search.Snippet(t.value, s.words)}
		}
	}
	return hit, best > 0 && !slices.Contains(met, false)
}

// readTexts reads what the candidates can be found by, in one round trip.
func (s *searching) readTexts(ctx context.Context, rows []Row) (map[ids.Case]findable, error) {
	list := make([]ids.Case, len(rows))
	out := map[ids.Case]findable{}
	for i, r := range rows {
		list[i] = r.ID
		out[r.ID] = findable{title: r.Title, number: r.Number}
	}
	b := &store.Batch{}
	contents := store.Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.ReadSearchableRow, error) {
		return q.ReadSearchable(ctx, entries(list))
	})
	parties := store.Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.ReadSearchablePartiesRow, error) {
		return q.ReadSearchableParties(ctx, entries(list))
	})
	papers := store.Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.ReadSearchableDocumentsRow, error) {
		return q.ReadSearchableDocuments(ctx, entries(list))
	})
	if err := b.Send(ctx, s.tx); err != nil {
		return nil, err
	}
	for _, c := range contents.Value {
		f := out[c.ID]
		f.content.Facts, f.content.Place, f.content.DecisionNo, f.content.PenaltyCase = c.Facts, c.Place, c.DecisionNo, c.PenaltyCase
		out[c.ID] = f
	}
	for _, p := range parties.Value {
		f := out[p.CaseID]
		f.parties = append(f.parties, referral.Person{Name: p.Name, CreditCode: p.CreditCode})
		out[p.CaseID] = f
	}
	for _, p := range papers.Value {
		f := out[p.CaseID]
		f.papers = append(f.papers, paperNumber{p.Kind, p.Number})
		out[p.CaseID] = f
	}
	return out, nil
}
