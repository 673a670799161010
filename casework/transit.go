package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Transit is what an organ says of a decision whose paper has not arrived
// (已决定，文书在途).
type Transit struct {
	DecidedOn  civil.Date // zero: today
	DocumentNo string     // of the decision; may be empty
	Clock      ids.Clock  // the duty it answers; zero: every one that the organ owes
	Text       string
}

// quietRule holds how long the alarm is quiet.
const quietRule = "in_transit_quiet"

// InTransit notes that the actor's organ has decided and its papers are on their
// way. It stops no clock and changes no state: it is told to whoever waits, stands
// in the record, and keeps the ladder quiet for the days that the rule names. Each
// clock is kept quiet once; who says it again is noted and heard, and not spared.
func (o *Office) InTransit(ctx context.Context, a Actor, id ids.Case, in Transit) (Timeline, error) {
	now := o.Now()
	var t texts
	t.clean("body.document_no", &in.DocumentNo)
	t.clean("body.text", &in.Text)
	if t.err() != nil {
		return Timeline{}, t.err()
	}
	if in.DecidedOn.IsZero() {
		in.DecidedOn = civil.DateOf(now)
	}
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "case.remark", AnyVersion)
		if err != nil {
			return err
		}
		owed := s.owedBy(a.Agency, in.Clock)
		if err := in.check(owed, civil.DateOf(now)); err != nil {
			return err
		}
		quiet := slices.DeleteFunc(slices.Clone(owed), func(k dbsqlc.Clock) bool { return k.QuietUntil != nil })
		if len(quiet) == 0 {
			if err := in.news(ctx, q, id, a.Agency); err != nil {
				return err
			}
		}
		batch := &store.Batch{}
		b := batch.Queries()
		until, err := o.quieten(ctx, b, s, quiet, now)
		if err != nil {
			return err
		}
		if err := o.sayInTransit(ctx, tx, q, batch, s, in, owed, until, now); err != nil {
			return err
		}
		if err := o.wake(ctx, tx); err != nil {
			return err
		}
		return batch.Send(ctx, tx)
	})
	if err != nil {
		return Timeline{}, err
	}
	return o.ReadTimeline(ctx, a, id)
}

// owedBy gives the duties that an organ owes now, or one of them. Rights and the
// clocks beside the procedure wait for nobody's paper.
func (s *seen) owedBy(agency ids.Agency, one ids.Clock) []dbsqlc.Clock {
	return slices.DeleteFunc(slices.Clone(s.Clocks), func(k dbsqlc.Clock) bool {
		return k.OwesID != agency || k.State != "running" || k.OptionRight || referral.Background(k.RuleID) || k.RuleID == referral.Resend || k.RuleID == referral.ConfirmReturn || !one.IsZero() && k.ID != one
	})
}

func (in Transit) check(owed []dbsqlc.Clock, today civil.Date) error {
	if len(owed) == 0 {
		return fault.New(fault.Rule, "silence.nothing_owed", fault.T("本机关在本案中没有正在计时、等待文书的事项", "Your organ owes nothing in this case that a paper would answer"))
	}
	first := slices.MinFunc(owed, func(x, y dbsqlc.Clock) int { return x.StartedAt.Compare(y.StartedAt) })
	switch {
	case in.DecidedOn.After(today):
		return invalid("body.decided_on", "决定日期不能在今天之后", "The day of the decision lies in the future")
	case in.DecidedOn.Before(civil.DateOf(first.StartedAt)):
		return invalid("body.decided_on", "决定日期早于期限起算之日", "The day of the decision lies before the clock began")
	}
	return nil
}

// news refuses to say the same thing twice, where it would change nothing.
func (in Transit) news(ctx context.Context, q *dbsqlc.Queries, id ids.Case, agency ids.Agency) error {
	said, err := q.ListRemarks(ctx, id)
	if err != nil {
		return err
	}
	for _, r := range said {
		if r.Kind == string(InTransit) && r.AgencyID == agency && r.DecidedOn == in.DecidedOn && r.DocumentNo == in.DocumentNo && r.Text == in.Text {
			return fault.New(fault.Rule, "silence.said_already", fault.T(
				"已经这样说明过；提醒不因重复说明再次暂停，请送达文书，或者登记决定", "This was said already, and saying it again spares nobody: serve the paper, or record the decision"))
		}
	}
	return nil
}

// quieten keeps the ladders of clocks quiet; zero where no rule says for how long,
// or nothing is left to quieten.
func (o *Office) quieten(ctx context.Context, b *dbsqlc.Queries, s *seen, clocks []dbsqlc.Clock, now time.Time) (time.Time, error) {
	organ := s.Organ(s.actor.Agency)
	if len(clocks) == 0 || organ == nil {
		return time.Time{}, nil
	}
	today := civil.DateOf(now)
	rule, err := o.pick(quietRule, civil.Date{}, today, []referral.Organ{*organ})
	if fault.KindOf(err) == fault.Rule && err != nil || err == nil && rule.Off() {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	res, err := deadline.Compute(rule, deadline.OnDay(today), o.Rules.Calendar(), nil, nil)
	if err != nil {
		return time.Time{}, fmt.Errorf("compute %s: %w", rule.ID, err)
	}
	for _, k := range clocks {
		if err := b.QuietenClock(ctx, k.ID, &res.DueAt); err != nil {
			return time.Time{}, err
		}
	}
	return res.DueAt, nil
}

// sayInTransit notes it, enters it in the record and tells whoever waits.
func (o *Office) sayInTransit(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, batch *store.Batch, s *seen, in Transit, owed []dbsqlc.Clock, until, now time.Time) error {
	a, id, b := s.actor, s.Case.ID, batch.Queries()
	fields := map[string]any{"decided_on": in.DecidedOn.String()}
	if in.DocumentNo != "" {
		fields["document_no"] = in.DocumentNo
	}
	if in.Text != "" {
		fields["text"] = in.Text
	}
	if !until.IsZero() {
		fields["quiet_until"] = until
	}
	var waiting []ids.Agency
	clocks, rules := make([]string, len(owed)), make([]string, len(owed))
	for i, k := range owed {
		clocks[i], rules[i] = k.ID.String(), k.RuleID
		if w := o.waits(k.RuleID, k.OwesID, partiesOf(s.Case)); !w.IsZero() && !slices.Contains(waiting, w) {
			waiting = append(waiting, w)
		}
	}
	fields["clocks"] = clocks
	row := dbsqlc.InsertRemarkParams{
		ID: ids.New[ids.Entry](now), CaseID: id, AgencyID: a.Agency, Kind: string(InTransit), Text: in.Text, MadeBy: a.User, MadeAt: now,
		DecidedOn: in.DecidedOn, DocumentNo: in.DocumentNo, QuietUntil: store.Instant(until),
	}
	if len(waiting) == 1 {
		row.ToID = waiting[0]
	}
	if err := b.InsertRemark(ctx, row); err != nil {
		return err
	}
	ev, err := o.enter(ctx, q, b, entry{
		Case: id, Kind: "remark." + string(InTransit), OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: fields,
	})
	if err != nil {
		return err
	}
	title := remarkTitles[InTransit]
	for _, w := range waiting {
		if err := o.put(ctx, q, b, notice{
			Case: id, Event: ev.ID, Agency: w, Topic: "remark." + string(InTransit), Level: LevelInfo, Dedup: ev.ID.String() + ":" + w.String(),
			Params: NoticeParams{Number: s.Case.Number, CaseKind: s.Case.Kind, ZH: title.ZH, EN: title.EN, Link: o.link(id)},
		}, now); err != nil {
			return err
		}
	}
	note := wireNote{Kind: InTransit, Text: in.Text, DecidedOn: in.DecidedOn, DocumentNo: in.DocumentNo, Rules: rules}
	return o.sendNote(ctx, tx, q, batch, s, note, waiting, ev, now)
}
