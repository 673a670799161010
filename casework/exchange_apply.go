package casework

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// ApplyStored carries out what arrived from other hubs, each conversation in its order,
// and says how many messages. It needs the rights of a worker. What cannot be carried
// out holds up its own conversation alone.
func (o *Office) ApplyStored(ctx context.Context) (n int, err error) {
	var waiting []dbsqlc.StoredConversationsRow
	if err := o.read(ctx, nobody, func(q *dbsqlc.Queries) (err error) {
		waiting, err = q.StoredConversations(ctx, 200)
		return err
	}); err != nil {
		return 0, err
	}
	for _, w := range waiting {
		for {
			done, failed := o.applyNext(ctx, w.PeerID, w.Conversation, w.CaseID)
			if failed != nil {
				err = fmt.Errorf("carry out a message of %s: %w", w.Conversation, failed)
			}
			if failed != nil || !done {
				break
			}
			n++
		}
	}
	return n, err
}

// applyNext carries out the next message of a conversation, if it is here.
func (o *Office) applyNext(ctx context.Context, peer ids.Entry, conversation string, id ids.Case) (done bool, err error) {
	now := o.Now()
	err = o.write(ctx, nobody, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		row, err := q.ReadPeer(ctx, peer)
		if err != nil {
			return err
		}
		p, err := peerOf(row)
		if err != nil {
			return err
		}
		if err := q.LockConversation(ctx, p.Hub+" "+conversation); err != nil {
			return err
		}
		c, err := q.LockCase(ctx, id) // before the heads are read: a local act queues here
		there := !noRows(err)
		if err != nil && there {
			return err
		}
		heads, err := q.ConversationHeads(ctx, peer, conversation)
		if err != nil {
			return err
		}
		next, err := q.NextStored(ctx, peer, conversation, heads.Applied+1)
		if noRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		done = true
		raw, err := q.ReadEnvelopeBytes(ctx, next.ID)
		if err != nil {
			return err
		}
		opened, err := federation.Opener{Hub: o.Hub, Keys: p.kept().Find, Understands: understands}.Open(raw, next.CreatedAt)
		if err != nil {
			return fmt.Errorf("open a stored message again: %w", err)
		}
		a := &applying{Office: o, tx: tx, q: q, now: now, arrival: arrival{row: next, envelope: opened.Envelope, peer: p}, act: readAct(&opened.Envelope), heads: heads}
		if err := a.witnessed(ctx); err != nil {
			return err
		}
		return a.carryOut(ctx, c, there)
	})
	return done, err
}

// applying is one message of another hub under way.
type applying struct {
	*Office
	tx  pgx.Tx
	q   *dbsqlc.Queries
	now time.Time
	arrival
	act   *wireAct
	heads dbsqlc.ConversationHeadsRow
}

// noEffect says why a message has no effect here: the partner's table allowed what ours
// does not, so the two hubs no longer agree.
type noEffect struct{ why *fault.Error }

func (n noEffect) Error() string { return n.why.Error() }

// carryOut runs inside a savepoint, so that a message without effect leaves nothing.
func (a *applying) carryOut(ctx context.Context, c dbsqlc.Case, there bool) error {
	inner, err := a.tx.Begin(ctx)
	if err != nil {
		return err
	}
	in := *a
	in.tx, in.q = inner, dbsqlc.New(inner)
	err = in.run(ctx, c, there)
	none, ok := errors.AsType[noEffect](err)
	if !ok {
		if err != nil {
			return err
		}
		return inner.Commit(ctx)
	}
	if err := inner.Rollback(ctx); err != nil {
		return err
	}
	return a.without(ctx, none.why)
}

func (a *applying) run(ctx context.Context, c dbsqlc.Case, there bool) error {
	if a.act.beside {
		return a.besideTables(ctx, c, there)
	}
	if !a.act.known() {
		return noEffect{fault.New(fault.Rule, codeByHand, fault.T("来函的内容是本枢纽尚不支持的类型或者版本，请按可读文本人工办理", "The message is of a type or version that is not supported here; act on its rendition by hand"))}
	}
	err := a.mayCome(ctx, there)
	if err == nil && a.act.Note != nil {
		return a.note(ctx, c)
	}
	if err == nil && !there {
		c, err = a.openCase(ctx)
	} else if err == nil && a.act.Base != nil {
		c, err = a.redraft(ctx, c)
	}
	if err != nil {
		return err
	}
	return a.decide(ctx, c)
}

// mayCome checks what a signature alone does not say: that the organs are whose the
// message says, and that the conversation and its case belong together.
func (a *applying) mayCome(ctx context.Context, there bool) error {
	hub, _, err := a.envelope.Conversation.Split()
	if err != nil {
		return err
	}
	if !there && (hub != a.peer.Hub || a.act.Base == nil) {
		return noEffect{fault.New(fault.Rule, codeNoCase, fault.T("来函所指的案件不存在", "There is no such case"))}
	}
	if there {
		own, err := a.q.ConversationOf(ctx, a.row.CaseID)
		if err != nil && !noRows(err) {
			return err
		}
		if noRows(err) || own.Conversation != a.row.Conversation || own.PeerID != a.peer.ID {
			return noEffect{fault.New(fault.Clash, codeCaseTaken, fault.T("来函所用的案件编号已属于另一案件", "The case's id belongs to another case"))}
		}
	}
	for _, organ := range a.act.organs() {
		row, err := a.q.ReadAgency(ctx, organ.ID)
		if err != nil && !noRows(err) {
			return err
		}
		mine := organ.Hub == a.Hub && row.Peer == ""
		if noRows(err) || !mine && (organ.Hub != a.peer.Hub || row.Peer != a.peer.Hub) {
			return noEffect{fault.New(fault.Rule, codeOrganUnknown, fault.T("来函涉及本枢纽不认识的机关", "The message names an organ that this hub does not know"))}
		}
	}
	return nil
}

// decide runs the act through the same table that its author ran it through.
func (a *applying) decide(ctx context.Context, c dbsqlc.Case) error {
	l, err := store.LoadCase(ctx, a.q, c)
	if err != nil {
		return err
	}
	author, err := a.q.ReadAgency(ctx, a.envelope.From.Agency)
	if err != nil {
		return err
	}
	s := &seen{Loaded: l, policies: a.Access, actor: Actor{Agency: author.ID, Sector: author.Sector, Name: author.ShortName, Functions: []string{a.act.Function}}}
	if b := a.act.Base; b != nil {
		s.Snapshot.LetterMade, s.Snapshot.LetterSeal, s.Snapshot.FormMade = b.Papers.Letter, b.Papers.Sealed, b.Papers.Form
	}
	proc, err := referral.For(s.Snapshot.Kind)
	if err != nil {
		return err
	}
	step, ok := proc.Step(a.act.Action)
	if !ok || referral.Playing(s.Snapshot, a.act.As) != a.envelope.From.Agency && !a.crossed() {
		return noEffect{fault.New(fault.Rule, codeNotItsPart, fault.T("来函的机关在本案中没有这一身份，或者没有这一步骤", "The organ plays no such part in this case, or there is no such step"))}
	}
	in := a.act.input(a.Hub)
	in.RecordedAt = a.now
	ch := change{seen: s, in: in, as: a.act.As, proc: proc, now: a.now, arrived: &a.arrival, request: Request{Case: c.ID, Version: c.Version, Action: a.act.Action, Input: in}}
	if a.crossed() {
		if err := a.settle(ctx, &ch, step); err != nil {
			return err
		}
	} else {
		out, refusal := referral.Decide(proc, s.Snapshot, a.act.Action, a.act.As, in)
		if refusal != nil {
			return noEffect{refusal}
		}
		ch.out = out
		a.fromArrival(&ch)
	}
	if err := a.files(ctx, c.ID); err != nil {
		return err
	}
	if err := a.fieldsArrive(ctx); err != nil {
		return err
	}
	if err := a.bind(ctx); err != nil {
		return err
	}
	if err := a.toClosedOrgan(ctx); err != nil {
		return err
	}
	if err := a.heard(ctx, ch); err != nil {
		return err
	}
	return a.save(ctx, ch)
}

// crossed reports whether its author had not seen all that we had said by then.
// What was only said moves nothing and is not counted.
func (a *applying) crossed() bool { return a.heads.LastAct > a.envelope.Observed.Seq }

// fromArrival lets the periods of our organs run from the arrival here (到达), not from
// the moment at which the other hub wrote.
func (a *applying) fromArrival(c *change) {
	for i, st := range c.out.Starts {
		if st.At.Equal(c.in.OccurredAt) && a.row.CreatedAt.After(st.At) && c.ours(st.Owes) {
			c.out.Starts[i].At = a.row.CreatedAt
		}
	}
}

// save keeps the act like one of our own, and says to the other hub how far it came.
func (a *applying) save(ctx context.Context, c change) error {
	batch := &store.Batch{}
	event := &record.Event{}
	c.recorded = event
	if err := a.Office.carryOut(ctx, a.tx, a.q, batch, c); err != nil {
		return err
	}
	if err := batch.Send(ctx, a.tx); err != nil {
		return fmt.Errorf("carry out %s: %w", a.act.Action, err)
	}
	return a.applied(ctx, "applied", *event, federation.Delivered, "")
}

// applied says to the other hub how far its message came: before the organ (送达), for why
// without effect, or before nobody (无法送达).
func (a *applying) applied(ctx context.Context, state string, ev record.Event, kind federation.ReceiptKind, why string) error {
	if err := a.q.ApplyEnvelope(ctx, dbsqlc.ApplyEnvelopeParams{ID: a.row.ID, State: state, EventID: ev.ID, At: a.now, Error: why}); err != nil {
		return err
	}
	if err := a.q.ConfirmWithdrawal(ctx, a.row.CaseID); err != nil {
		return err
	}
	r := federation.Receipt{Kind: kind, EnvelopeHash: federation.Hash(a.row.Hash), Agency: a.row.AgencyID, Time: a.now, Reason: why}
	if kind == federation.Delivered {
		r.Said = &a.heads.LastOut
	}
	r, sealed, err := a.receipt(ctx, a.q, &a.envelope, ev, r)
	if err != nil {
		return err
	}
	if err := keepReceipt(ctx, a.q, a.peer.ID, a.envelope.ID, r, sealed, nil); err != nil {
		return err
	}
	_, err = a.Jobs.InsertManyFastTx(ctx, a.tx, a.exchangeJobs(a.peer.ID))
	return err
}

// without enters a message that has no effect here and tells the operators: what the
// other hub's table allowed is refused by ours.
func (a *applying) without(ctx context.Context, why *fault.Error) error {
	e := entry{
		Subject: record.Subject{Kind: conversationSubject, ID: a.peer.Hub + " " + a.row.Conversation}, Kind: "envelope.refuse", OccurredAt: a.act.OccurredAt, RecordedAt: a.now,
		Agency: a.envelope.From.Agency, Actor: Actor{Agency: a.row.AgencyID, Name: a.peer.Hub},
		Fields: map[string]any{"message": a.envelope.ID.String(), "action": a.act.Action, "why": why.Code},
	}
	ev, err := a.enter(ctx, a.q, a.q, e)
	if err != nil {
		return err
	}
	code := "diverged"
	if slices.Contains([]string{codeDisclosure, codeSealed, codeSealedKey}, why.Code) {
		code = "disclosure"
	}
	if err := a.alarm(ctx, a.tx, a.q, a.peer, code, fault.T("一份来函在本枢纽不能办理（"+why.Detail.ZH+"），两边的案件状态可能不一致", "A message cannot be carried out here ("+why.Detail.EN+"); the two hubs may disagree about a case"), "diverged:"+a.envelope.ID.String(), a.now); err != nil {
		return err
	}
	if why.Code == codeByHand {
		if err := a.tellByHand(ctx); err != nil {
			return err
		}
	}
	kind := federation.Delivered
	if slices.Contains([]string{codeNoCase, codeCaseTaken, codeOrganUnknown}, why.Code) {
		kind = federation.Undeliverable
	}
	return a.applied(ctx, "crossed", ev, kind, why.Code)
}

// settle puts all acts of both hubs in the one order that both come to, runs the table
// over them, and makes the difference to what stands here the outcome of this message.
func (a *applying) settle(ctx context.Context, c *change, step *referral.Step) error {
	order, err := a.everything(ctx)
	if err != nil {
		return err
	}
	r := referral.Replay(c.proc, actsOf(order, a.Hub))
	a.settled = fates(order, r.Took, a.envelope.Seq, a.heads, a.envelope.Observed.Seq)
	final, s := r.Snapshot, c.Snapshot
	moved := *step
	moved.Handoff, moved.Names, moved.Inside, moved.Receipt = referral.HandoffStays, false, false, ""
	c.in.Items = nil
	switch {
	case final.Receiver != nil && (s.Receiver == nil || final.Receiver.ID != s.Receiver.ID):
		moved.Handoff, c.in.Target = referral.HandoffForwards, final.Receiver
	case r.Handoff != referral.HandoffOpens && len(c.Handoffs) > 0 && c.Handoffs[len(c.Handoffs)-1].State != string(r.Handoff):
		moved.Handoff = r.Handoff
		if r.Handoff == referral.HandoffSigned {
			c.in.Officer = r.Signed.Officer
		}
	}
	final.Flags.SenderEntered, final.Flags.ReceiverEntered = s.Flags.SenderEntered, s.Flags.ReceiverEntered
	c.out = referral.Outcome{Step: &moved, State: final.State, Flags: final.Flags, Charges: final.Charges, Custody: final.Custody, Epoch: final.Epoch}
	c.out.Cancels, c.out.Starts = clockDifference(s.Clocks, final.Clocks, r.Begun)
	for i, st := range c.out.Starts {
		if st.Rule == referral.ConfirmReturn { // nobody could know of it before the two met here
			c.out.Starts[i].At = a.row.CreatedAt
		}
	}
	for _, p := range c.Parts {
		if c.ours(p.AgencyID) {
			c.out.Tells = append(c.out.Tells, p.AgencyID)
		}
	}
	a.fromArrival(c)
	return nil
}

// everything reads all messages of the conversation up to this one, in order.
func (a *applying) everything(ctx context.Context) ([]*message, error) {
	rows, err := a.q.ConversationBytes(ctx, a.peer.ID, a.row.Conversation)
	if err != nil {
		return nil, err
	}
	ours, err := a.ownKeys(ctx, a.q)
	if err != nil {
		return nil, err
	}
	both := ours.Kept()
	maps.Copy(both, a.peer.kept())
	var list []*message
	for _, r := range rows {
		if !r.Outgoing && (r.Seq > a.envelope.Seq || r.State == "refused") {
			continue
		}
		opened, err := federation.Opener{Keys: both.Find, Understands: understands}.Open(r.Raw, r.CreatedAt)
		if err != nil {
			return nil, fmt.Errorf("open a kept message again: %w", err)
		}
		act := readAct(&opened.Envelope)
		if !act.known() || act.Note != nil {
			continue
		}
		list = append(list, &message{Envelope: &opened.Envelope, act: act})
	}
	return ordered(list), nil
}

// fates says what became of the messages that crossed this one, and of it.
func fates(order []*message, took []bool, seq int64, heads dbsqlc.ConversationHeadsRow, observed int64) []settlement {
	var out []settlement
	for i, m := range order {
		if m.fate == federation.Stands && took[i] {
			continue
		}
		fate := m.fate
		if fate == federation.Stands {
			fate = federation.Lapses
		}
		out = append(out, settlement{Message: m.ID.String(), Action: m.act.Action, Fate: fate, Against: m.by, Text: m.why})
	}
	return out
}

// clockDifference compares the clocks that run with those that ought to: duties that
// run beside the procedure are left alone.
func clockDifference(have, want []referral.RunningClock, begun map[ids.Clock]referral.ClockStart) (cancels []ids.Clock, starts []referral.ClockStart) {
	same := func(x, y referral.RunningClock) bool {
		return x.Rule == y.Rule && x.Owes == y.Owes && x.Charge == y.Charge
	}
	for _, h := range have {
		if !referral.Background(h.Rule) && h.Rule != referral.Resend && !slices.ContainsFunc(want, func(w referral.RunningClock) bool { return same(h, w) }) {
			cancels = append(cancels, h.ID)
		}
	}
	for _, w := range want {
		if !referral.Background(w.Rule) && !slices.ContainsFunc(have, func(h referral.RunningClock) bool { return same(h, w) }) {
			starts = append(starts, begun[w.ID])
		}
	}
	return cancels, starts
}
