package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// change is an act that was decided and has to be written.
type change struct {
	*seen
	in       referral.Input
	as       referral.Party
	out      referral.Outcome
	proc     *referral.Procedure
	now      time.Time
	request  Request
	last     *store.Answer[dbsqlc.LastEventRow] // end of the case's chain; nil: to be read
	recorded *record.Event                      // where the act's event is told to who asks
	arrived  *arrival                           // the envelope of another hub's organ that the act came in; nil: taken here
}

// touched is what the act changes besides the case's row and participations.
func (c change) touched() store.Parts {
	var p store.Parts
	if len(c.out.Charges) > 0 {
		p |= store.Charges
	}
	if len(c.in.Items) > 0 || c.out.Flags.ItemsSigned != c.Snapshot.Flags.ItemsSigned {
		p |= store.Items
	}
	if c.out.Step.Handoff != referral.HandoffStays {
		p |= store.Handoffs
	}
	if len(c.out.Starts)+len(c.out.Meets)+len(c.out.Cancels)+len(c.out.Pauses)+len(c.out.Resumes)+len(c.out.Extends) > 0 {
		p |= store.Clocks
	}
	if c.in.Paper != nil {
		p |= store.Waiting
	}
	if c.in.Target != nil || c.in.Copy != nil {
		p |= store.Organs
	}
	return p
}

// carryOut puts an outcome into a batch: state, charges, handoff, clocks,
// participations, the event with its receipt, and the notices.
func (o *Office) carryOut(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, batch *store.Batch, c change) error {
	b := batch.Queries()
	ev, err := o.recordAct(ctx, q, b, c)
	if err != nil {
		return err
	}
	event := ev.ID
	if c.recorded != nil {
		*c.recorded = ev
	}
	after := c.Snapshot
	after.State, after.Flags, after.Custody, after.Epoch = c.out.State, c.out.Flags, c.out.Custody, c.out.Epoch
	after.Flags.WithdrawalUnconfirmed = c.unconfirmed()
	after.Content = referral.Write(after.Content, c.request.Action, c.in)
	after.Charges = slices.Clone(after.Charges)
	for _, moved := range c.out.Charges {
		i := slices.IndexFunc(after.Charges, func(x referral.Charge) bool { return x.ID == moved.ID })
		if moved.State != after.Charges[i].State {
			moved.DecidedOn = civil.DateOf(c.in.OccurredAt)
		}
		after.Charges[i] = moved
		if err := b.SaveCharge(ctx, dbsqlc.SaveChargeParams{
			ID: moved.ID, State: string(moved.State), Before: string(moved.Before), Notified: moved.Notified, Result: moved.Result, DecidedOn: moved.DecidedOn,
		}); err != nil {
			return err
		}
	}
	if err := c.moveHandoff(ctx, b, &after); err != nil {
		return err
	}
	if err := c.handItems(ctx, b); err != nil {
		return err
	}
	if after.Clocks, err = o.moveClocks(ctx, b, c, event); err != nil {
		return err
	}
	if err := c.saveCase(ctx, b, after); err != nil {
		return err
	}
	if err := c.saveParts(ctx, b, after); err != nil {
		return err
	}
	if err := o.dispatch(ctx, tx, q, batch, c, ev, after); err != nil {
		return err
	}
	return o.tell(ctx, q, batch, tx, c, event)
}

func (c change) saveCase(ctx context.Context, b *dbsqlc.Queries, after referral.Snapshot) error {
	flags, err := json.Marshal(after.Flags)
	if err != nil {
		return fmt.Errorf("write flags: %w", err)
	}
	content, err := json.Marshal(after.Content)
	if err != nil {
		return fmt.Errorf("write content: %w", err)
	}
	p := dbsqlc.SaveCaseParams{
		ID: c.Case.ID, Title: c.Case.Title, State: string(after.State), Flags: flags, Content: content,
		ReceiverID: organID(after.Receiver), CopiedID: organID(after.Copied), CustodyEpoch: int32(after.Epoch), CustodyID: after.Custody,
		UpdatedAt: c.now, SentAt: c.Case.SentAt, ClosedAt: c.Case.ClosedAt, Version: c.Case.Version, ThirdID: organID(after.Third),
	}
	p.NextRule, p.NextID = nextDuty(c.proc, after)
	if c.out.Step.Handoff == referral.HandoffOpens {
		p.SentAt = &c.in.OccurredAt
	}
	if !after.State.Open() && p.ClosedAt == nil {
		p.ClosedAt = &c.in.OccurredAt
	}
	return b.SaveCase(ctx, p)
}

// nextDuty is the duty that ends first and who owes it; without a running duty,
// the organ that the state waits for.
func nextDuty(proc *referral.Procedure, after referral.Snapshot) (string, ids.Agency) {
	var rule string
	var owner ids.Agency
	var first time.Time
	for _, k := range after.Clocks {
		if k.Rule == referral.Resend { // until it is sent nobody else can go on
			return k.Rule, k.Owes
		}
		if k.Paused || k.Option || k.DueAt.IsZero() || referral.Background(k.Rule) {
			continue
		}
		if first.IsZero() || k.DueAt.Before(first) {
			rule, owner, first = k.Rule, k.Owes, k.DueAt
		}
	}
	if !first.IsZero() {
		return rule, owner
	}
	if id := referral.Awaited(proc, after); !id.IsZero() {
		return "", id
	}
	turns := referral.Turns(proc, after)
	for _, id := range []ids.Agency{organID(after.Third), organID(after.Receiver), organID(after.Copied), after.Sender.ID} {
		if turns[id] {
			return "", id
		}
	}
	return "", ids.Agency{}
}

func organID(o *referral.Organ) ids.Agency {
	if o == nil {
		return ids.Agency{}
	}
	return o.ID
}

// moveHandoff ends or begins an attempt at an authority. Arrival between organs
// of one hub is the commit itself.
func (c change) moveHandoff(ctx context.Context, b *dbsqlc.Queries, after *referral.Snapshot) error {
	move, at := c.out.Step.Handoff, c.in.OccurredAt
	if n := len(c.Handoffs); n > 0 && move != referral.HandoffStays && move != referral.HandoffOpens {
		last := c.Handoffs[n-1]
		end := dbsqlc.SaveHandoffParams{ID: last.ID, State: string(move), Reason: c.in.Reason, SignedAt: last.SignedAt, EndedAt: &at}
		if move == referral.HandoffSigned {
			end.SignedAt, end.EndedAt = &at, nil
		}
		if err := b.SaveHandoff(ctx, end); err != nil {
			return err
		}
	}
	if c.out.Step.Names {
		after.Third = c.in.Target
	}
	switch move {
	case referral.HandoffOpens:
		after.Receiver, after.Copied = c.in.Target, c.in.Copy
	case referral.HandoffForwards:
		after.Receiver = c.in.Target
		if c.Snapshot.Kind != referral.Criminal {
			after.Past = c.Snapshot.Receiver
		}
	case referral.HandoffMoves:
		after.Past, after.Receiver = c.Snapshot.Receiver, c.in.Target
	default:
		return nil
	}
	next := dbsqlc.InsertHandoffParams{
		ID: ids.New[ids.Handoff](c.now), CaseID: c.Case.ID, Seq: int32(len(c.Handoffs) + 1), FromID: c.actorAgency(), ToID: after.Receiver.ID,
		State: string(referral.HandoffOpens), Reason: c.in.Reason, SentAt: at, ArrivedAt: &at,
	}
	if after.Receiver.Hub != "" { // it arrives when the other hub says so
		next.ArrivedAt = nil
	} else if c.arrived != nil {
		next.ArrivedAt = &c.arrived.row.CreatedAt
	}
	if move == referral.HandoffMoves {
		next.State, next.SignedAt = string(referral.HandoffSigned), &at
	}
	return b.InsertHandoff(ctx, next)
}

// actorAgency is the organ whose act it is in law.
func (c change) actorAgency() ids.Agency {
	switch c.as {
	case referral.Receiver:
		return c.Case.ReceiverID
	case referral.Procuratorate:
		return c.Case.CopiedID
	case referral.PastReceiver:
		if c.Snapshot.Past != nil {
			return c.Snapshot.Past.ID
		}
	case referral.Superior:
		return c.Case.ThirdID
	case referral.Sender, referral.Either:
	}
	return c.Case.SenderID
}

func (c change) handItems(ctx context.Context, b *dbsqlc.Queries) error {
	for _, i := range c.in.Items {
		if err := b.HandOverItem(ctx, dbsqlc.HandOverItemParams{
			ID: i.ID, Form: i.Form, Keeper: i.Keeper, SealNo: i.SealNo, Place: i.Place, DailyFen: i.DailyFen, Payer: i.Payer,
		}); err != nil {
			return err
		}
	}
	if c.out.Flags.ItemsSigned && !c.Snapshot.Flags.ItemsSigned {
		return b.SetItemCustodian(ctx, c.Case.ID, c.Case.ReceiverID)
	}
	return nil
}

// saveParts writes one participation per organ: relation, level, whether it is
// its turn and by when.
func (c change) saveParts(ctx context.Context, b *dbsqlc.Queries, after referral.Snapshot) error {
	turns := referral.Turns(c.proc, after)
	parts := map[ids.Agency]dbsqlc.UpsertParticipationParams{}
	for _, p := range c.Parts {
		parts[p.AgencyID] = dbsqlc.UpsertParticipationParams{AgencyID: p.AgencyID, Relation: p.Relation, Level: p.Level}
	}
	put := func(o *referral.Organ, relation referral.Party, level string) {
		if o == nil {
			return
		}
		if old, ok := parts[o.ID]; ok && old.Level == "content" {
			level = "content"
		}
		parts[o.ID] = dbsqlc.UpsertParticipationParams{AgencyID: o.ID, Relation: string(relation), Level: level}
	}
	if c.Snapshot.Receiver != nil && after.Receiver != nil && c.Snapshot.Receiver.ID != after.Receiver.ID {
		put(c.Snapshot.Receiver, referral.PastReceiver, "content")
	}
	if c.Snapshot.Copied != nil && after.Copied != nil && c.Snapshot.Copied.ID != after.Copied.ID {
		put(c.Snapshot.Copied, "granted", "flow") // it keeps what it was sent, and acts no more
	}
	put(after.Third, c.proc.Third, "content")
	put(after.Receiver, referral.Receiver, "content") // after the superior, which may take a case itself
	level := c.proc.CopyLevel                         // flow: only the letter is copied (17号第六条) until filing is supervised
	if level == "" || slices.ContainsFunc(after.Charges, func(x referral.Charge) bool { return x.State == referral.Supervising || x.Before != "" }) || c.as == referral.Procuratorate && c.in.Paper == nil {
		level = "content"
	}
	put(after.Copied, referral.Procuratorate, level)
	for _, id := range slices.SortedFunc(maps.Keys(parts), func(a, b ids.Agency) int { return bytes.Compare(a[:], b[:]) }) { // every transaction in the same order
		p := parts[id]
		p.CaseID, p.Stage, p.Turn, p.TouchedAt, p.CaseKind = c.Case.ID, string(after.State), turns[id], c.now, c.Case.Kind
		p.DueAt = store.Instant(earliest(after.Clocks, id))
		if err := b.UpsertParticipation(ctx, p); err != nil {
			return err
		}
		// A step changes none of the texts that a case is found by, only who reads them.
		if c.reads(id) != p.Level {
			if err := findableOf(c.Loaded).index(ctx, b, c.Case.ID, id, p.Level); err != nil {
				return err
			}
		}
	}
	return nil
}

// reads is the level at which an organ took part before the act; empty: not at all.
func (c change) reads(id ids.Agency) string {
	for _, p := range c.Parts {
		if p.AgencyID == id {
			return p.Level
		}
	}
	return ""
}

// earliest is when the first duty of an organ ends; rights, internal limits and
// background clocks do not count.
func earliest(clocks []referral.RunningClock, id ids.Agency) time.Time {
	var first time.Time
	for _, k := range clocks {
		if k.Owes != id || k.Paused || k.Option || k.Internal || k.DueAt.IsZero() || referral.Background(k.Rule) {
			continue
		}
		if first.IsZero() || k.DueAt.Before(first) {
			first = k.DueAt
		}
	}
	return first
}
