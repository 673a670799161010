package casework

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// entry is one thing to be written into the record.
type entry struct {
	Case       ids.Case
	Subject    record.Subject // zero: the case
	Kind       string
	OccurredAt time.Time
	RecordedAt time.Time
	Agency     ids.Agency // whose act it is in law
	Actor      Actor      // who wrote it
	Fields     map[string]any

	Last *store.Answer[dbsqlc.LastEventRow] // end of the subject's chain; nil: to be read
}

// verbatim is a value of an entry that is kept as it is and is no JSON.
type verbatim []byte

func caseSubject(id ids.Case) record.Subject { return record.Subject{Kind: "case", ID: id.String()} }

// lastOf asks for the end of a chain.
func lastOf(ctx context.Context, b *store.Batch, s record.Subject) *store.Answer[dbsqlc.LastEventRow] {
	return store.Ask(b, func(q *dbsqlc.Queries) (dbsqlc.LastEventRow, error) { return q.LastEvent(ctx, s.Kind, s.ID) })
}

// enter seals an entry into the chain of its subject. The row lock on what the
// subject names makes the chain's end stable.
func (o *Office) enter(ctx context.Context, q, b *dbsqlc.Queries, e entry) (record.Event, error) {
	subject := e.Subject
	if subject == (record.Subject{}) {
		subject = caseSubject(e.Case)
	}
	var prev record.Hash
	var seq int64
	if e.Last == nil {
		e.Last = lastOf(ctx, store.AtOnce(q), subject)
	}
	switch {
	case e.Last.Err == nil:
		seq = e.Last.Value.Seq
		copy(prev[:], e.Last.Value.Hash)
	case !noRows(e.Last.Err):
		return record.Event{}, e.Last.Err
	}
	draft := record.Draft{
		ID: ids.New[ids.Event](e.RecordedAt), Subject: subject, Kind: e.Kind, OccurredAt: e.OccurredAt, RecordedAt: e.RecordedAt,
		Actor:  record.Actor{Agency: e.Agency, Recorder: e.Actor.home(), Function: e.Actor.function()},
		Person: record.Person{User: e.Actor.User, Client: e.Actor.Client, Name: e.Actor.Name},
	}
	if d := e.Actor.Desk; d != nil { // the record says in whose name, by whom and on what paper
		e.Fields = maps.Clone(e.Fields)
		e.Fields["entrusted"] = map[string]string{"desk": d.Home.String(), "entrustment": d.ID.String(), "document": d.Document}
	}
	for name, value := range e.Fields {
		if raw, ok := value.(verbatim); ok {
			draft.Fields = append(draft.Fields, record.Field{Name: name, Value: raw})
			continue
		}
		raw, err := json.Marshal(value)
		if err != nil {
			return record.Event{}, fmt.Errorf("write field %s of an event: %w", name, err)
		}
		draft.Fields = append(draft.Fields, record.Field{Name: name, Value: raw})
	}
	ev, openings, err := record.Seal(draft, prev, seq+1, o.rand())
	if err != nil {
		return ev, fmt.Errorf("seal an event: %w", err)
	}
	encoded, err := ev.Encode()
	if err != nil {
		return ev, fmt.Errorf("encode an event: %w", err)
	}
	commitments, err := json.Marshal(ev.Fields)
	if err != nil {
		return ev, fmt.Errorf("write commitments: %w", err)
	}
	if err := b.InsertEvent(ctx, dbsqlc.InsertEventParams{
		ID: ev.ID, SubjectKind: subject.Kind, SubjectID: subject.ID, CaseID: e.Case, Seq: ev.Seq, Kind: e.Kind,
		AgencyID: ev.Actor.Agency, RecorderID: ev.Actor.Recorder, UserID: e.Actor.User, Function: ev.Actor.Function,
		OccurredAt: ev.OccurredAt, RecordedAt: ev.RecordedAt, Prev: ev.Prev[:], Commitments: commitments, Hash: ev.Hash[:], Encoded: encoded,
	}); err != nil {
		return ev, err
	}
	values := dbsqlc.InsertEventValuesParams{EventID: ids.Entry(ev.ID)}
	for _, op := range openings {
		values.Names = append(values.Names, op.Name)
		values.Salts = append(values.Salts, op.Salt)
		values.Openings = append(values.Openings, op.Value)
	}
	if err := b.InsertEventValues(ctx, values); err != nil {
		return ev, err
	}
	return ev, b.InsertLeaf(ctx, ev.ID)
}

// recordAct enters an act of a procedure and signs the receipt it gives.
func (o *Office) recordAct(ctx context.Context, q, b *dbsqlc.Queries, c change) (record.Event, error) {
	ev, err := o.enter(ctx, q, b, entry{
		Case: c.Case.ID, Kind: string(c.request.Action), OccurredAt: c.in.OccurredAt, RecordedAt: c.now,
		Agency: c.actorAgency(), Actor: c.actor, Fields: c.fields(), Last: c.last,
	})
	if err != nil {
		return ev, err
	}
	if c.in.Paper != nil {
		if err := b.InsertConfirmation(ctx, ev.ID, c.Case.ID, c.actorAgency()); err != nil {
			return ev, err
		}
	}
	kind, ok := receiptKinds[c.out.Step.Receipt]
	if !ok || c.givenElsewhere(kind) {
		return ev, nil
	}
	kinds := []record.ReceiptKind{kind}
	if kind == record.Received { // between organs of one hub arrival and delivery to the desk are the same commit
		kinds = append(kinds, record.Delivered)
	}
	for _, k := range kinds {
		if err := o.giveReceipt(ctx, b, c, ev, k); err != nil {
			return ev, err
		}
	}
	return ev, nil
}

// givenElsewhere reports whether another hub gives the receipt of an act: for what its
// organ does, and for what arrives there.
func (c change) givenElsewhere(kind record.ReceiptKind) bool {
	return c.arrived != nil || kind == record.Received && c.in.Target != nil && c.in.Target.Hub != ""
}

func (o *Office) giveReceipt(ctx context.Context, b *dbsqlc.Queries, c change, ev record.Event, kind record.ReceiptKind) error {
	receiver := c.actorAgency()
	if c.in.Target != nil {
		receiver = c.in.Target.ID
	}
	message := ev.ID.String()
	if n := len(c.Handoffs); n > 0 && kind != record.Received && kind != record.Delivered {
		message = c.Handoffs[n-1].ID.String()
	}
	r := record.Receipt{
		Protocol: record.ReceiptProtocol, ID: ids.New[ids.Receipt](c.now), Kind: kind, Message: message, Conversation: c.Case.ID.String(),
		Seq: ev.Seq, Hub: o.Hub, Agency: receiver, Time: c.in.OccurredAt.UTC().Truncate(time.Second), Reason: string(c.request.Action),
		Event: ev.ID, ChainHash: ev.Hash,
	}
	jws, err := record.SignReceipt(r, record.Signer{Key: o.HubKey, Role: record.RoleHub})
	if err != nil {
		return fmt.Errorf("sign a receipt: %w", err)
	}
	return b.InsertReceipt(ctx, dbsqlc.InsertReceiptParams{ID: r.ID, CaseID: c.Case.ID, EventID: ev.ID, Kind: string(kind), Jws: jws, At: c.in.OccurredAt})
}

// fields are what an act says; what it does not say is left out.
func (c change) fields() map[string]any {
	f := map[string]any{"state": map[string]string{"from": string(c.Snapshot.State), "to": string(c.out.State)}}
	in := c.in
	for name, text := range map[string]string{
		"text": in.Text, "reason": in.Reason, "document_no": in.DocumentNo, "officer": in.Officer, "ground": in.Ground,
		"track": string(in.Track), "outcome": in.Outcome,
	} {
		if text != "" {
			f[name] = text
		}
	}
	if len(in.Missing) > 0 {
		f["missing"] = in.Missing
	}
	if in.Pages > 0 {
		f["pages"] = in.Pages
	}
	if in.Result != "" {
		f["result"] = in.Result
	}
	if in.Days > 0 {
		f["days"] = in.Days
	}
	for name, value := range claimFields(c) {
		f[name] = value
	}
	if !in.Until.IsZero() {
		f["until"] = in.Until.String()
	}
	if in.Unable {
		f["unable"] = true
	}
	if in.NoSecret {
		f["no_state_secret"] = true
	}
	if c.out.Late {
		f["late"] = true
	}
	if !in.ApprovedOn.IsZero() {
		f["approved_on"] = in.ApprovedOn.String()
	}
	if in.Target != nil {
		f["to"] = in.Target.ID.String()
	}
	if in.Copy != nil {
		f["copy_to"] = in.Copy.ID.String()
	}
	if len(c.out.Charges) > 0 {
		f["charges"] = chargesField(c.out.Charges)
	}
	if c.out.Epoch != c.Snapshot.Epoch {
		f["custody"] = map[string]any{"epoch": c.out.Epoch, "holder": c.out.Custody.String()}
	}
	if len(in.Items) > 0 {
		f["items"] = itemsField(in.Items)
	}
	if d := in.Doubt; d != nil {
		f["not_competent"] = map[string]string{"item": d.Item, "says": d.Says.ZH, "basis": articles(d.Basis)}
	}
	if a := c.arrived; a != nil {
		f["envelope"] = map[string]any{"hub": a.peer.Hub, "message": a.envelope.ID.String(), "sha256": hex.EncodeToString(a.row.Hash)}
		if len(a.settled) > 0 {
			f["crossed"] = a.settled
		}
	}
	if p := in.Paper; p != nil {
		f["paper"] = map[string]string{"number": p.Number, "date": p.Date.String(), "evidence": p.Evidence.String()}
	}
	return f
}

func articles(list []fault.Basis) string {
	out := make([]string, len(list))
	for i, b := range list {
		out[i] = b.Document + b.Article
	}
	return strings.Join(out, "、")
}

func chargesField(list []referral.Charge) []map[string]string {
	out := make([]map[string]string, len(list))
	for i, x := range list {
		out[i] = map[string]string{"id": x.ID.String(), "state": string(x.State)}
	}
	return out
}

func itemsField(list []referral.Item) []map[string]string {
	out := make([]map[string]string, len(list))
	for i, x := range list {
		out[i] = map[string]string{"id": x.ID.String(), "form": x.Form, "seal_no": x.SealNo, "keeper": x.Keeper, "place": x.Place}
	}
	return out
}
