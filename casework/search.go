package casework

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/search"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Search looks through the cases in which the actor's organ takes part, in what
// the organ may read of each: a case whose number was given comes first, then the
// cases that hold every word, those opened last first.
func (o *Office) Search(ctx context.Context, a Actor, typed string, f Filter, after *Cursor, size int) (Page, error) {
	if !o.mayList(a) {
		return Page{}, denied("case.list")
	}
	if err := cleanText("query.q", &typed); err != nil {
		return Page{}, err
	}
	words, ok := search.Words(typed)
	if !ok {
		return Page{}, invalid("query.q", "每个词至少两个字，最多八个词", "Words of two characters at least, eight words at most")
	}
	page := Page{Now: o.Now(), Hits: map[ids.Case]Hit{}}
	err := store.Read(ctx, o.Pool, a.Agency, func(tx pgx.Tx) error {
		q := dbsqlc.New(tx)
		s := searching{tx: tx, q: q, actor: a, words: words, whole: search.Fold(typed), where: f.conditions(a, page.Now), filter: f, page: &page}
		err := s.run(ctx, after, min(max(size, 1), MaxPage))
		if err != nil {
			return err
		}
		page.Agencies, err = organsOf(ctx, q, page.Rows)
		return err
	})
	return page, err
}

// searching is one search under way.
type searching struct {
	tx     pgx.Tx
	q      *dbsqlc.Queries
	actor  Actor
	words  []string
	whole  string // all that was typed, as one number
	where  dbsqlc.ListOverParams
	filter Filter
	page   *Page
}

const (
	mostExact = 5   // cases that are shown first because their number was given
	spare     = 8   // candidates read beyond a page: a hash may stand for two words
	mostSteps = 40  // questions to the database before a page is given as it is
	mostRead  = 300 // candidates read in one step
	mostFalse = 500 // candidates that were none before a page is given as it is
)

// last is behind every case.
var last = ids.Case{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

func (s *searching) run(ctx context.Context, after *Cursor, size int) error {
	known, err := s.q.SearchedFrom(ctx, s.actor.Agency)
	if noRows(err) {
		return nil
	}
	if err != nil {
		return err
	}
	newest, oldest := search.MonthOf(known.Newest.At()), search.MonthOf(known.Oldest.At())
	first, err := s.exact(ctx, newest, oldest, min(size, mostExact))
	if err != nil {
		return err
	}
	before := last
	if after == nil {
		s.page.Rows = append(s.page.Rows, first...)
	} else if before = after.Case; before != last {
		newest = min(newest, search.MonthOf(before.At()))
	}
	room := size - len(s.page.Rows)
	found, end, err := s.rest(ctx, newest, oldest, before, room, func(id ids.Case) bool {
		return slices.ContainsFunc(first, func(r Row) bool { return r.ID == id })
	})
	if err != nil {
		return err
	}
	switch {
	case len(found) > room:
		found = found[:room]
		end = before
		if room > 0 {
			end = found[room-1].ID
		}
	case end.IsZero():
		s.page.Rows = append(s.page.Rows, found...)
		return nil
	}
	s.page.Rows = append(s.page.Rows, found...)
	s.page.Next = &Cursor{At: s.page.Now, Case: end}
	return nil
}

// exact finds the cases with a number that is just what was typed.
func (s *searching) exact(ctx context.Context, newest, oldest search.Month, most int) ([]Row, error) {
	var keys []search.Key
	for m := newest; m >= oldest; m-- {
		keys = append(keys, search.Exact(s.actor.Agency, m, s.whole))
	}
	w := s.where
	list, err := s.q.SearchExact(ctx, dbsqlc.SearchExactParams{
		Keys: keys, AgencyID: s.actor.Agency, Kinds: w.Kinds, States: w.States, Officer: w.Officer, Since: w.Since, Until: w.Until, DueFrom: w.DueFrom, DueBefore: w.DueBefore,
		Side: s.filter.Side, Turn: s.filter.Turn, PageSize: int32(most),
	})
	if err != nil {
		return nil, err
	}
	return s.verify(ctx, list, func(t text) bool { return t.whole && search.Fold(t.value) == s.whole })
}

// rest finds more than room cases that hold every word, newest first, or all
// there are. end says where it stopped looking; zero: everything was looked at.
// Months are asked for a few at a time, in one round trip each: a word that many
// cases hold fills the page from the first, a rare one costs a probe per month.
func (s *searching) rest(ctx context.Context, newest, oldest search.Month, before ids.Case, room int, shown func(ids.Case) bool) (found []Row, end ids.Case, err error) {
	step := search.Month(1)
	limit, read := room+1+spare, 0
	for range mostSteps {
		if newest < oldest {
			return found, ids.Case{}, nil
		}
		if read-len(found) > mostFalse {
			break
		}
		months, err := s.months(ctx, newest, max(oldest, newest-step+1), before, limit)
		if err != nil {
			return nil, end, err
		}
		var candidates []ids.Case
		for _, list := range months {
			for _, id := range list {
				end = id
				if !shown(id) {
					candidates = append(candidates, id)
				}
			}
			if len(list) == limit { // there may be more of this month
				before = end
				break
			}
			newest--
		}
		rows, err := s.verify(ctx, candidates, nil)
		if err != nil {
			return nil, end, err
		}
		if found = append(found, rows...); len(found) > room {
			return found, end, nil
		}
		// Where most candidates are none, the index is asked seldom and for many: each
		// question costs the whole month.
		if read += len(candidates); len(rows)*4 < len(candidates) {
			limit = min(limit*2, max(mostRead, limit))
		}
		step = min(step*4, 64)
	}
	return found, end, nil
}

// months asks each month from the newer down to the older.
func (s *searching) months(ctx context.Context, newer, older search.Month, before ids.Case, limit int) ([][]ids.Case, error) {
	b := &store.Batch{}
	var answers []*store.Answer[[]ids.Case]
	w := s.where
	for m := newer; m >= older; m-- {
		p := dbsqlc.SearchMonthParams{
			Keys: search.Needles(s.actor.Agency, m, s.words), AgencyID: s.actor.Agency, Before: ids.Entry(before), Kinds: w.Kinds, States: w.States, Officer: w.Officer, Since: w.Since,
			Until: w.Until, DueFrom: w.DueFrom, DueBefore: w.DueBefore, Side: s.filter.Side, Turn: s.filter.Turn, PageSize: int32(limit),
		}
		answers = append(answers, store.Ask(b, func(q *dbsqlc.Queries) ([]ids.Case, error) { return q.SearchMonth(ctx, p) }))
	}
	if err := b.Send(ctx, s.tx); err != nil {
		return nil, err
	}
	out := make([][]ids.Case, len(answers))
	for i, a := range answers {
		out[i] = a.Value
	}
	return out, nil
}
