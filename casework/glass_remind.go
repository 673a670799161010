package casework

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// topicGlassOverdue is the reminder of a review that is overdue.
const topicGlassOverdue = "glass.overdue"

// RemindGlass reminds of break-glass looks whose review is past its internal limit
// (紧急查阅复核催办): the desk of the sending organ and whoever answers for it, at the
// limit and again each time as long as the limit gave, until somebody has decided. Like
// the sweep of clocks it reads what is due and was not told. It reports how many looks
// it reminded of.
func (o *Office) RemindGlass(ctx context.Context) (int, error) {
	return pageByPage(ctx, "remind of reviews of break-glass looks", o.remindGlass)
}

// pageByPage does what is due a page at a time, each in a transaction of its own, until a
// page is not full; what says what it does, for the error.
func pageByPage(ctx context.Context, what string, page func(context.Context) (int, error)) (done int, err error) {
	for n := sweepPage; n >= sweepPage; done += n {
		if n, err = page(ctx); err != nil {
			return done + n, fmt.Errorf("%s: %w", what, err)
		}
	}
	return done, nil
}

func (o *Office) remindGlass(ctx context.Context) (n int, err error) {
	now := o.Now()
	err = o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		rows, err := q.OverdueGlass(ctx, now, now.Add(-o.Access.Reading.GlassReview), sweepPage)
		if n = len(rows); err != nil || n == 0 {
			return err
		}
		batch := &store.Batch{}
		w := sweeper{Office: o, q: q, b: batch.Queries(), now: now, out: &Swept{Told: map[string]int{}}, heads: map[ids.Agency][]superior{}}
		for _, g := range rows {
			if err := w.b.MarkGlassReminded(ctx, now, g.ID); err != nil {
				return err
			}
			days := civil.DateOf(g.ReviewDueAt).DaysUntil(civil.DateOf(now))
			text := fault.T("紧急查阅超过复核期限（内部时限，非法定），请负责人或者审计人员复核", "The review of a break-glass look is overdue (internal limit, not statutory): a head or auditor decides")
			notice := notice{
				Case: g.CaseID, Agency: g.SenderID, Topic: topicGlassOverdue, Level: LevelWarn, Dedup: fmt.Sprintf("glass:%s:overdue:%d", g.ID, days),
				Params: NoticeParams{Number: g.Number, CaseKind: g.Kind, ZH: text.ZH, EN: text.EN, Link: o.PublicURL + "/reads?tab=glass&waiting=1", DueAt: &g.ReviewDueAt},
			}
			if err := w.put(ctx, q, w.b, notice, now); err != nil {
				return err
			}
			if err := w.tellHeads(ctx, notice); err != nil {
				return err
			}
		}
		if err := o.wake(ctx, tx); err != nil {
			return err
		}
		return batch.Send(ctx, tx)
	})
	return n, err
}
