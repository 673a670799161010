package casework

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// SettleClocks computes provisional clocks again once the holiday table of their
// year is loaded, each under the very rule it was started under. It says how many
// lines became final or moved. One transaction per case, entered in its record.
func (o *Office) SettleClocks(ctx context.Context) (int, error) {
	settled := 0
	var failed []error // one case that can't be settled holds up no other
	var after ids.Entry
	for {
		var page []dbsqlc.ListProvisionalClocksRow
		err := o.read(ctx, nobody, func(q *dbsqlc.Queries) (err error) {
			page, err = q.ListProvisionalClocks(ctx, after, sweepPage)
			return err
		})
		if err != nil {
			return settled, fmt.Errorf("list provisional clocks: %w", errors.Join(append(failed, err)...))
		}
		done := map[ids.Case]bool{}
		for _, row := range page {
			after = ids.Entry(row.ID)
			if done[row.CaseID] {
				continue
			}
			done[row.CaseID] = true
			n, err := o.settleCase(ctx, row.CaseID)
			if err != nil {
				failed = append(failed, fmt.Errorf("settle the clocks of case %s: %w", row.CaseID, err))
			}
			settled += n
		}
		if len(page) < sweepPage || ctx.Err() != nil {
			return settled, errors.Join(append(failed, ctx.Err())...)
		}
	}
}

func (o *Office) settleCase(ctx context.Context, id ids.Case) (int, error) {
	now, settled := o.Now(), 0
	err := o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		settled = 0
		c, err := q.LockCase(ctx, id)
		if err != nil {
			return err
		}
		clocks, err := q.ListClocks(ctx, id)
		if err != nil {
			return err
		}
		b := q // at once: the second clock of a case is entered after the first in its chain
		owing := map[ids.Agency]bool{}
		for i, k := range clocks {
			moved, err := o.settleClock(ctx, q, b, c, &clocks[i], now)
			if err != nil {
				return err
			}
			if moved {
				settled++
				owing[k.OwesID] = true
			}
		}
		if settled == 0 {
			return nil
		}
		for agency := range owing {
			if err := b.SetDue(ctx, id, agency, store.Instant(earliest(running(clocks), agency))); err != nil {
				return err
			}
		}
		if err := o.wake(ctx, tx); err != nil {
			return err
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return settled, nil
}

func running(clocks []dbsqlc.Clock) []referral.RunningClock {
	var out []referral.RunningClock
	for _, k := range clocks {
		if k.State == "running" || k.State == "paused" {
			out = append(out, store.RunningClock(k))
		}
	}
	return out
}

// settleClock computes one clock again and, if its line is final now or lies
// elsewhere, writes it, enters it in the record and tells the owing organ.
func (o *Office) settleClock(ctx context.Context, q, b *dbsqlc.Queries, c dbsqlc.Case, k *dbsqlc.Clock, now time.Time) (bool, error) {
	if !k.Provisional || k.State != "running" {
		return false, nil
	}
	rule, ok := o.Rules.Edition(k.RuleID, k.Edition)
	if !ok {
		return false, nil // started by a newer version of the hub, which settles it
	}
	res, err := o.Rules.Again(rule.ID, rule.Edition, startOf(rule, k.StartedAt), pausesOf(rule, store.Pauses(k.Pauses)), grantsOf(store.Grants(k.Grants)))
	if err != nil {
		return false, fmt.Errorf("compute %s: %w", rule.ID, err)
	}
	was := *k.DueAt // a clock without a line is never provisional
	if res.Provisional && res.DueAt.Equal(was) {
		return false, nil
	}
	also, err := readingsColumn(res.Also)
	if err != nil {
		return false, err
	}
	k.DueAt, k.AmberAt, k.DueDay, k.Provisional = &res.DueAt, store.Instant(res.AmberAt), res.DueDay, res.Provisional
	reached := tracked{rule: rule, row: dbsqlc.SweepClocksRow{RuleID: k.RuleID, StartedAt: k.StartedAt, DueAt: k.DueAt, AmberAt: k.AmberAt}}.reached(o.lines(now))
	if err := b.SettleClock(ctx, dbsqlc.SettleClockParams{
		ID: k.ID, DueAt: k.DueAt, DueDay: k.DueDay, AmberAt: k.AmberAt, Also: also, Provisional: k.Provisional, Fired: still(k.Fired, reached),
	}); err != nil {
		return false, err
	}
	return true, o.recordSettled(ctx, q, b, c, *k, rule, was, now)
}

func (o *Office) recordSettled(ctx context.Context, q, b *dbsqlc.Queries, c dbsqlc.Case, k dbsqlc.Clock, rule deadline.Rule, was, now time.Time) error {
	event, err := o.enter(ctx, q, b, entry{
		Case: c.ID, Kind: "clock.settle", OccurredAt: now, RecordedAt: now, // the hub's own act: no agency, no person
		Fields: map[string]any{"clock": k.ID.String(), "rule": rule.ID, "edition": rule.Edition, "was": was, "due": k.DueAt},
	})
	if err != nil {
		return err
	}
	if k.DueAt.Equal(was) {
		return nil
	}
	return o.put(ctx, q, b, notice{
		Case: c.ID, Event: event.ID, Agency: k.OwesID, Topic: "clock.settled", Level: LevelWarn, Dedup: event.ID.String() + ":" + k.OwesID.String(),
		Params: NoticeParams{
			Number: c.Number, CaseKind: c.Kind, Link: o.link(c.ID), DueAt: k.DueAt, BasisZH: basisOf(rule),
			ZH: "放假安排公布，期限重新计算：" + rule.Title.ZH, EN: "A period was computed again with the published holidays: " + rule.Title.EN,
		},
	}, now)
}
