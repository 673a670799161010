package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Swept is what one pass over the clocks told.
type Swept struct {
	Told   map[string]int // notices by topic, each for one clock
	Latest time.Duration  // how late the latest of them came
	More   bool           // the page was full: sweep again at once
}

// sweepPage bounds one transaction of the sweep.
const sweepPage = 200

// SweepClocks tells what clocks have come to: half time, the approaching end,
// the end. It is level-triggered: it reads what is due and not told yet, so a
// pass that was missed or died costs time and loses nothing. Mark, notices and
// wake-up are one transaction; two sweepers never see the same clock.
//
// No clock changes the legal state of a case: silence stays silence until
// somebody acts (规则：届满不改变法律状态).
//
// When a page fails, its clocks are told one by one: a single one whose notices
// can't be written holds up no other. The error then names those that failed.
func (o *Office) SweepClocks(ctx context.Context) (Swept, error) {
	out, err := o.sweep(ctx, o.sweepParams(o.Now()))
	if err != nil && ctx.Err() == nil {
		out, err = o.sweepSingly(ctx)
	}
	if err != nil {
		return out, fmt.Errorf("sweep the clocks: %w", err)
	}
	return out, nil
}

// sweepSingly goes through everything that is due, a transaction for each clock.
func (o *Office) sweepSingly(ctx context.Context) (Swept, error) {
	all := Swept{Told: map[string]int{}}
	var failed []error
	p := o.sweepParams(o.Now())
	for {
		var page []dbsqlc.SweepClocksRow
		err := o.write(ctx, nobody, func(_ pgx.Tx, q *dbsqlc.Queries) (err error) {
			page, err = q.SweepClocks(ctx, p)
			return err
		})
		if err != nil {
			return all, errors.Join(append(failed, err)...)
		}
		for _, row := range page {
			one := p
			one.Single, one.AfterID = ids.Entry(row.ID), ids.Entry{}
			out, err := o.sweep(ctx, one)
			if err != nil {
				failed = append(failed, fmt.Errorf("clock %s: %w", row.ID, err))
			}
			all.add(out)
			p.AfterDue, p.AfterID = *row.DueAt, ids.Entry(row.ID)
		}
		if len(page) < sweepPage || ctx.Err() != nil {
			return all, errors.Join(append(failed, ctx.Err())...)
		}
	}
}

func (s *Swept) add(other Swept) {
	for topic, n := range other.Told {
		s.Told[topic] += n
	}
	s.Latest = max(s.Latest, other.Latest)
}

// sweep tells one page in one transaction.
func (o *Office) sweep(ctx context.Context, p dbsqlc.SweepClocksParams) (Swept, error) {
	var out Swept
	err := o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		out = Swept{Told: map[string]int{}}
		rows, err := q.SweepClocks(ctx, p)
		if err != nil || len(rows) == 0 {
			return err
		}
		out.More = len(rows) == sweepPage
		cases, err := sweptCases(ctx, q, rows)
		if err != nil {
			return err
		}
		batch := &store.Batch{}
		w := sweeper{Office: o, q: q, b: batch.Queries(), now: p.At, out: &out, heads: map[ids.Agency][]superior{}}
		if w.organs, err = owing(ctx, q, rows); err != nil {
			return err
		}
		for _, row := range rows {
			c, ok := cases[row.CaseID]
			if !ok {
				return errors.New("a clock's case is not visible: sweeps connect as " + store.RoleWorker)
			}
			if err := w.fire(ctx, row, c); err != nil {
				return err
			}
		}
		if err := o.wake(ctx, tx); err != nil {
			return err
		}
		return batch.Send(ctx, tx)
	})
	if err != nil {
		return Swept{}, err
	}
	return out, nil
}

func (o *Office) sweepParams(now time.Time) dbsqlc.SweepClocksParams {
	l := o.lines(now)
	p := dbsqlc.SweepClocksParams{At: now, Ended: l.ended, Soon: l.soon, Ahead: l.ahead, LongerThan: aheadOf.Seconds(), PageSize: sweepPage}
	for _, r := range o.Rules.All() {
		if r.Unit == deadline.Hours {
			p.Hourly = append(p.Hourly, r.ID+" "+r.Edition)
		}
		if referral.Background(r.ID) {
			p.Background = append(p.Background, r.ID)
		}
	}
	return p
}

func sweptCases(ctx context.Context, q *dbsqlc.Queries, rows []dbsqlc.SweepClocksRow) (map[ids.Case]dbsqlc.SweptCasesRow, error) {
	var list []ids.Entry
	for _, r := range rows {
		list = append(list, ids.Entry(r.CaseID))
	}
	slices.SortFunc(list, func(a, b ids.Entry) int { return slices.Compare(a[:], b[:]) })
	found, err := q.SweptCases(ctx, slices.Compact(list))
	if err != nil {
		return nil, err
	}
	cases := make(map[ids.Case]dbsqlc.SweptCasesRow, len(found))
	for _, c := range found {
		cases[c.ID] = c
	}
	return cases, nil
}

// owing reads the organs that owe the acts, once for all.
func owing(ctx context.Context, q *dbsqlc.Queries, rows []dbsqlc.SweepClocksRow) (map[ids.Agency]dbsqlc.ReadAgenciesRow, error) {
	var list []ids.Entry
	for _, r := range rows {
		if id := ids.Entry(r.OwesID); !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	found, err := q.ReadAgencies(ctx, list)
	organs := make(map[ids.Agency]dbsqlc.ReadAgenciesRow, len(found))
	for _, a := range found {
		organs[a.ID] = a
	}
	return organs, err
}

// sweeper is one transaction of the sweep.
type sweeper struct {
	*Office
	q, b *dbsqlc.Queries
	now  time.Time
	out  *Swept

	organs map[ids.Agency]dbsqlc.ReadAgenciesRow
	heads  map[ids.Agency][]superior
}
