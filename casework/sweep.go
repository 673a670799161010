package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
	"github.com/xianjie-hub/xianjie/workers/job"
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
func (o *Office) SweepClocks(ctx context.Context) (Swept, error) {
	now := o.Now()
	var out Swept
	err := o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		out = Swept{Told: map[string]int{}}
		rows, err := q.SweepClocks(ctx, o.sweepParams(now))
		if err != nil || len(rows) == 0 {
			return err
		}
		out.More = len(rows) == sweepPage
		cases, err := sweptCases(ctx, q, rows)
		if err != nil {
			return err
		}
		batch := &store.Batch{}
		w := sweeper{Office: o, q: q, b: batch.Queries(), now: now, out: &out}
		for _, row := range rows {
			c, ok := cases[row.CaseID]
			if !ok {
				return errors.New("a clock's case is not visible: sweeps connect as " + store.RoleWorker)
			}
			if err := w.fire(ctx, row, c); err != nil {
				return err
			}
		}
		if _, err := o.Jobs.InsertTx(ctx, tx, job.WakeDeliveries{}, nil); err != nil {
			return fmt.Errorf("wake the deliveries: %w", err)
		}
		return batch.Send(ctx, tx)
	})
	if err != nil {
		return Swept{}, fmt.Errorf("sweep the clocks: %w", err)
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

// sweeper is one transaction of the sweep.
type sweeper struct {
	*Office
	q, b *dbsqlc.Queries
	now  time.Time
	out  *Swept
}

// fire marks the highest rung that a clock has come to, and the lower ones with
// it: whoever learns that the time is over need not be told that half of it is.
func (w *sweeper) fire(ctx context.Context, row dbsqlc.SweepClocksRow, c dbsqlc.SweptCasesRow) error {
	rule, known := w.Rules.Edition(row.RuleID, row.Edition)
	if !known { // started by a newer version of the hub that runs beside this one
		rule = deadline.Rule{ID: row.RuleID, Edition: row.Edition, Confidence: deadline.Flagged}
		rule.Title.ZH, rule.Title.EN = row.RuleID, row.RuleID
	}
	k := tracked{row: row, rule: rule}
	reached := k.reached(w.lines(w.now))
	r := highest(reached)
	if r == nil || row.Fired&r.bit != 0 {
		return nil
	}
	if err := w.b.MarkFired(ctx, reached|r.below(), row.ID); err != nil {
		return err
	}
	if c.State == string(referral.Void) || row.OptionRight && r == rungExpired {
		return nil // nobody owes anything: a right that was not used has lapsed, that is all
	}
	late := w.now.Sub(k.moment(r, w.Rules.Calendar())).Truncate(time.Second)
	w.out.Told[r.topic]++
	w.out.Latest = max(w.out.Latest, late)
	return w.tellClock(ctx, k, c, r, late)
}

// tellClock writes the notices of one rung: to the desk of the organ that owes
// the act; at the end also to its responsible superiors, and one polite line in
// the pages to the organ that waits. The ladder never leaves the owing organ.
func (w *sweeper) tellClock(ctx context.Context, k tracked, c dbsqlc.SweptCasesRow, r *rung, late time.Duration) error {
	n := notice{
		Case: c.ID, Agency: k.row.OwesID, Topic: r.topic, Level: k.level(r),
		Dedup: fmt.Sprintf("clock:%s:%d:%s", k.row.ID, k.row.DueAt.Unix(), r.topic),
		Params: NoticeParams{
			Number: c.Number, CaseKind: c.Kind, ZH: r.zh + "：" + k.rule.Title.ZH, EN: r.en + ": " + k.rule.Title.EN,
			Link: w.link(c.ID), DueAt: k.row.DueAt, BasisZH: basisOf(k.rule), LateSeconds: int(late.Seconds()),
		},
	}
	if err := w.put(ctx, w.q, w.b, n, w.now); err != nil {
		return err
	}
	if r != rungExpired {
		return nil
	}
	if err := w.tellHeads(ctx, n); err != nil {
		return err
	}
	waiting := waits(k.row, c)
	if waiting.IsZero() {
		return nil
	}
	n.Agency, n.Topic, n.Level, n.Dedup = waiting, "clock.waiting", LevelInfo, n.Dedup+":waiting"
	n.Params.ZH = "对方机关的一项期限已到，可以电话了解进展：" + k.rule.Title.ZH
	n.Params.EN = "A period of the other organ has ended; a call may help: " + k.rule.Title.EN
	return w.line(ctx, w.b, n, ids.User{}, w.now)
}

// tellHeads tells those who answer for the organ. The line in the pages can't be
// muted; the mail can.
func (w *sweeper) tellHeads(ctx context.Context, n notice) error {
	heads, err := w.q.HeadsOf(ctx, civil.DateOf(w.now), n.Agency)
	if err != nil {
		return err
	}
	n.Dedup += ":head"
	for _, h := range heads {
		if err := w.line(ctx, w.b, n, h.ID, w.now); err != nil {
			return err
		}
		if h.Email == "" {
			continue
		}
		muted, err := mutes(ctx, w.q, h.ID, n.Topic, "email")
		if err != nil {
			return err
		}
		if !muted {
			if err := w.post(ctx, w.b, n, "email", h.ID, w.now); err != nil {
				return err
			}
		}
	}
	return nil
}

func mutes(ctx context.Context, q *dbsqlc.Queries, user ids.User, topic, channel string) (bool, error) {
	list, err := q.ListPreferences(ctx, user)
	for _, p := range list {
		if p.Topic == topic && p.Channel == channel {
			return !p.OnOff, err
		}
	}
	return false, err
}

// waits is the organ that waits for the act: the counterpart; before anything was
// sent only a procuratorate whose opinion asked for the transfer.
func waits(row dbsqlc.SweepClocksRow, c dbsqlc.SweptCasesRow) ids.Agency {
	switch {
	case referral.Background(row.RuleID):
		return ids.Agency{}
	case c.SentAt == nil:
		return c.CopiedID
	case row.OwesID == c.SenderID:
		return c.ReceiverID
	}
	return c.SenderID
}

func basisOf(r deadline.Rule) string {
	if len(r.Basis) == 0 {
		return ""
	}
	return "《" + r.Basis[0].Document + "》" + r.Basis[0].Article
}
