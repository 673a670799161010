package casework

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// owesResend makes a message that did not arrive (死信、拒收、无法送达) a task of its organ: an
// internal duty without a number begins, and the case lies in 待办 until a message of the organ
// has arrived. The period of the law that runs beside it is what the line shows.
func (o *Office) owesResend(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, row dbsqlc.Envelope, now time.Time) error {
	s, err := o.lockedFor(ctx, q, row)
	if err != nil {
		return err
	}
	owes := func(c referral.RunningClock) bool { return c.Rule == referral.Resend && c.Owes == row.AgencyID }
	if slices.ContainsFunc(s.Snapshot.Clocks, owes) || !s.Snapshot.State.Open() {
		return nil
	}
	ev, err := o.enter(ctx, q, q, entry{
		Case: row.CaseID, Kind: "exchange.not_arrived", OccurredAt: now, RecordedAt: now, Agency: row.AgencyID, Actor: s.actor,
		Fields: map[string]any{"message": federation.Message(row.ID).String(), "action": row.Action},
	})
	if err != nil {
		return err
	}
	return o.beginDuty(ctx, tx, q, s, referral.Resend, row.AgencyID, now, ev.ID)
}

// beginDuty starts an internal duty of an organ that no procedure knows of.
func (o *Office) beginDuty(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, s *seen, rule string, owes ids.Agency, at time.Time, event ids.Event) error {
	if slices.ContainsFunc(s.Snapshot.Clocks, func(c referral.RunningClock) bool { return c.Rule == rule && c.Owes == owes }) {
		return nil
	}
	c := change{seen: s, now: o.Now(), in: referral.Input{OccurredAt: at}}
	batch := &store.Batch{}
	k, err := o.start(ctx, batch.Queries(), c, referral.ClockStart{Rule: rule, Owes: owes, At: at, Binds: []referral.Organ{s.Snapshot.Sender, {}}}, event)
	if err != nil || k == nil {
		return err
	}
	if err := batch.Send(ctx, tx); err != nil {
		return err
	}
	return saveTurns(ctx, q, s, append(slices.Clone(s.Snapshot.Clocks), *k), owes)
}

// endDuty ends such a duty as met.
func (o *Office) endDuty(ctx context.Context, q *dbsqlc.Queries, s *seen, rule string, owes ids.Agency, event ids.Event, now time.Time) error {
	var rest []referral.RunningClock
	for _, k := range s.Snapshot.Clocks {
		if k.Rule != rule || k.Owes != owes {
			rest = append(rest, k)
			continue
		}
		if err := q.EndClock(ctx, dbsqlc.EndClockParams{ID: k.ID, State: "met", EndedAt: &now, EndedBy: event}); err != nil {
			return err
		}
	}
	return saveTurns(ctx, q, s, rest, owes)
}

// resendMet ends the duty once nothing of the organ lies undelivered in the case.
func (o *Office) resendMet(ctx context.Context, q *dbsqlc.Queries, row dbsqlc.Envelope, now time.Time) error {
	owed, err := q.ResendOwed(ctx, row.CaseID, row.AgencyID, referral.Resend)
	if err != nil || !owed.Running || owed.Open {
		return err
	}
	s, err := o.lockedFor(ctx, q, row)
	if err != nil {
		return err
	}
	ev, err := o.enter(ctx, q, q, entry{
		Case: row.CaseID, Kind: "exchange.arrived", OccurredAt: now, RecordedAt: now, Agency: row.AgencyID, Actor: s.actor,
		Fields: map[string]any{"message": federation.Message(row.ID).String(), "action": row.Action},
	})
	if err != nil {
		return err
	}
	return o.endDuty(ctx, q, s, referral.Resend, row.AgencyID, ev.ID, now)
}

// lockedFor locks the case of a message and looks at it as the organ of ours.
func (o *Office) lockedFor(ctx context.Context, q *dbsqlc.Queries, row dbsqlc.Envelope) (*seen, error) {
	c, err := q.LockCase(ctx, row.CaseID)
	if err != nil {
		return nil, err
	}
	l, err := store.LoadCase(ctx, q, c)
	return &seen{Loaded: l, policies: o.Access, actor: Actor{Agency: row.AgencyID, Name: o.Hub}}, err
}

// saveTurns writes whose turn it is after a clock began or ended by itself.
func saveTurns(ctx context.Context, q *dbsqlc.Queries, s *seen, clocks []referral.RunningClock, agency ids.Agency) error {
	proc, err := referral.For(s.Snapshot.Kind)
	if err != nil {
		return err
	}
	after := s.Snapshot
	after.Clocks = clocks
	if err := q.SaveTurn(ctx, referral.Turns(proc, after)[agency], s.Case.ID, agency); err != nil {
		return err
	}
	rule, owner := nextDuty(proc, after)
	return q.SaveNext(ctx, rule, owner, s.Case.ID)
}
