package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Loaded is a case with everything that hangs on it, as rows and as the
// snapshot that the procedures look at.
type Loaded struct {
	Case      dbsqlc.Case
	Snapshot  referral.Snapshot
	Agencies  map[ids.Agency]dbsqlc.ReadAgenciesRow
	Handoffs  []dbsqlc.Handoff
	Clocks    []dbsqlc.Clock
	Parts     []dbsqlc.Participation
	Documents []dbsqlc.ListDocumentsRow
	Waiting   []dbsqlc.Confirmation

	opening *Opening
}

// Opening is a case that was asked for and may not have been answered yet.
type Opening struct {
	row       *Answer[dbsqlc.Case]
	parties   *Answer[[]dbsqlc.Party]
	charges   *Answer[[]dbsqlc.Charge]
	materials *Answer[[]dbsqlc.ListMaterialsRow]
	items     *Answer[[]dbsqlc.Item]
	documents *Answer[[]dbsqlc.ListDocumentsRow]
	handoffs  *Answer[[]dbsqlc.Handoff]
	clocks    *Answer[[]dbsqlc.Clock]
	parts     *Answer[[]dbsqlc.Participation]
	waiting   *Answer[[]dbsqlc.Confirmation]
	organs    *Answer[[]dbsqlc.CaseAgenciesRow]
}

// Parts of a case that an act may change besides its row and its participations.
type Parts uint

// What an act may change.
const (
	Charges Parts = 1 << iota
	Items
	Handoffs
	Clocks
	Waiting // confirmations asked for
	Organs  // who takes part
)

// OpenCase asks for a case and all that hangs on it. With lock the row is locked
// first, so that everything behind it is read as it then stands.
func OpenCase(ctx context.Context, b *Batch, id ids.Case, lock bool) *Opening {
	read := (*dbsqlc.Queries).ReadCase
	if lock {
		read = (*dbsqlc.Queries).LockCase
	}
	o := &Opening{row: Ask(b, func(q *dbsqlc.Queries) (dbsqlc.Case, error) { return read(q, ctx, id) })}
	o.ask(ctx, b, id)
	return o
}

func (o *Opening) ask(ctx context.Context, b *Batch, id ids.Case) {
	o.parties = Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.Party, error) { return q.ListParties(ctx, id) })
	o.materials = Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.ListMaterialsRow, error) { return q.ListMaterials(ctx, id) })
	o.documents = Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.ListDocumentsRow, error) { return q.ListDocuments(ctx, id) })
	o.askAgain(ctx, b, id, Charges|Items|Handoffs|Clocks|Waiting|Organs)
}

// askAgain asks for what an act may have changed.
func (o *Opening) askAgain(ctx context.Context, b *Batch, id ids.Case, changed Parts) {
	o.parts = Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.Participation, error) { return q.ListParticipations(ctx, id) })
	if changed&Charges != 0 {
		o.charges = Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.Charge, error) { return q.ListCharges(ctx, id) })
	}
	if changed&Items != 0 {
		o.items = Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.Item, error) { return q.ListItems(ctx, id) })
	}
	if changed&Handoffs != 0 {
		o.handoffs = Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.Handoff, error) { return q.ListHandoffs(ctx, id) })
	}
	if changed&Clocks != 0 {
		o.clocks = Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.Clock, error) { return q.ListClocks(ctx, id) })
	}
	if changed&Waiting != 0 {
		o.waiting = Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.Confirmation, error) { return q.ListConfirmations(ctx, id) })
	}
	if changed&Organs != 0 {
		o.organs = Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.CaseAgenciesRow, error) { return q.CaseAgencies(ctx, id) })
	}
}

// Again asks for the case as it is after an act that changed some parts of it;
// the others are taken from the first opening.
func (l *Loaded) Again(ctx context.Context, b *Batch, changed Parts) *Opening {
	o, id := *l.opening, l.Case.ID
	o.row = Ask(b, func(q *dbsqlc.Queries) (dbsqlc.Case, error) { return q.ReadCase(ctx, id) })
	o.askAgain(ctx, b, id, changed)
	return &o
}

// LoadCase reads all that hangs on a case row, statement by statement.
func LoadCase(ctx context.Context, q *dbsqlc.Queries, c dbsqlc.Case) (*Loaded, error) {
	b := AtOnce(q)
	o := &Opening{row: &Answer[dbsqlc.Case]{Value: c}}
	o.ask(ctx, b, c.ID)
	if b.failed != nil {
		return nil, fmt.Errorf("load case: %w", b.failed)
	}
	return o.Case()
}

// Case gives the case once the batch has been sent: pgx.ErrNoRows when there is
// none, or none that the transaction's agency sees.
func (o *Opening) Case() (*Loaded, error) {
	if o.row.Err != nil {
		return nil, o.row.Err
	}
	c := o.row.Value
	l := &Loaded{
		Case: c, Agencies: make(map[ids.Agency]dbsqlc.ReadAgenciesRow, len(o.organs.Value)), Handoffs: o.handoffs.Value, Clocks: o.clocks.Value,
		Parts: o.parts.Value, Documents: o.documents.Value, Waiting: o.waiting.Value, opening: o,
	}
	s := &l.Snapshot
	s.Kind, s.State, s.Epoch, s.Custody = referral.Kind(c.Kind), referral.State(c.State), int(c.CustodyEpoch), c.CustodyID
	if err := json.Unmarshal(c.Flags, &s.Flags); err != nil {
		return nil, fmt.Errorf("read flags of a case: %w", err)
	}
	if err := json.Unmarshal(c.Content, &s.Content); err != nil {
		return nil, fmt.Errorf("read content of a case: %w", err)
	}
	l.people(o)
	l.things(o)
	l.course()
	return l, l.organs(o)
}

func (l *Loaded) people(o *Opening) {
	for _, p := range o.parties.Value {
		l.Snapshot.Parties = append(l.Snapshot.Parties, referral.Person{ID: p.ID, Kind: p.Kind, Name: p.Name, CreditCode: p.CreditCode, IDNumber: p.IDNumber, Note: p.Note})
	}
	for _, c := range o.charges.Value {
		l.Snapshot.Charges = append(l.Snapshot.Charges, referral.Charge{
			ID: c.ID, Party: c.PartyID, Offence: c.Offence, Article: c.Article, State: referral.ChargeState(c.State),
			Before: referral.ChargeState(c.Before), Notified: c.Notified, Result: c.Result, DecidedOn: c.DecidedOn,
		})
	}
}

func (l *Loaded) things(o *Opening) {
	for _, m := range o.materials.Value {
		l.Snapshot.Materials = append(l.Snapshot.Materials, referral.Material{
			ID: m.ID, Code: m.Code, Title: m.Title, Form: m.Form, Pages: int(m.Pages), OriginalAt: m.OriginalAt, Evidence: m.EvidenceID, Round: int(m.Round),
		})
	}
	for _, i := range o.items.Value {
		l.Snapshot.Items = append(l.Snapshot.Items, referral.Item{
			ID: i.ID, Name: i.Name, Quantity: i.Quantity, Feature: i.Feature, Place: i.Place, SeizedOn: i.SeizedOn,
			Form: i.Form, Keeper: i.Keeper, SealNo: i.SealNo, DailyFen: i.DailyFen, Payer: i.Payer,
		})
	}
	for _, d := range l.Documents {
		if d.State == "void" || d.AgencyID != l.Case.SenderID {
			continue
		}
		switch d.Kind {
		case "transfer_letter", "detention_letter":
			l.Snapshot.LetterMade = true
			l.Snapshot.LetterSeal = l.Snapshot.LetterSeal || d.State == "sealed"
		case "approval_form", "matter_approval":
			l.Snapshot.FormMade = true
		}
	}
}

func (l *Loaded) course() {
	if n := len(l.Handoffs); n > 0 {
		last := l.Handoffs[n-1]
		l.Snapshot.Accepted = last.SentAt
		if last.ArrivedAt != nil {
			l.Snapshot.Accepted = *last.ArrivedAt
		}
		if last.SignedAt != nil {
			l.Snapshot.Accepted = *last.SignedAt
		}
	}
	for _, c := range l.Clocks {
		if c.State == "running" || c.State == "paused" {
			l.Snapshot.Clocks = append(l.Snapshot.Clocks, RunningClock(c))
		}
	}
}

func (l *Loaded) organs(o *Opening) error {
	for _, a := range o.organs.Value {
		l.Agencies[a.ID] = dbsqlc.ReadAgenciesRow(a)
	}
	for _, id := range []ids.Agency{l.Case.SenderID, l.Case.ReceiverID, l.Case.CopiedID, l.Case.ThirdID, l.Case.CustodyID} {
		if _, known := l.Agencies[id]; !known && !id.IsZero() {
			return fmt.Errorf("case %s: its organ %s takes no part in it", l.Case.ID, id)
		}
	}
	s := &l.Snapshot
	s.Sender = *l.Organ(l.Case.SenderID)
	s.Receiver, s.Copied, s.Third = l.Organ(l.Case.ReceiverID), l.Organ(l.Case.CopiedID), l.Organ(l.Case.ThirdID)
	for _, h := range l.Handoffs {
		if h.State == string(referral.HandoffMoves) || h.State == string(referral.HandoffForwards) && s.Kind != referral.Criminal {
			s.Past = l.Organ(h.ToID)
		}
	}
	return nil
}

// Organ gives what the rules need to know of an organ of this case; nil if it
// takes no part.
func (l *Loaded) Organ(id ids.Agency) *referral.Organ {
	a, ok := l.Agencies[id]
	if !ok {
		return nil
	}
	o := OrganOf(a)
	return &o
}

// OrganOf converts an organ's row.
func OrganOf(a dbsqlc.ReadAgenciesRow) referral.Organ {
	return referral.Organ{ID: a.ID, Hub: a.Peer, Sector: referral.Sector(a.Sector), Level: a.Level, Region: a.Region}
}

// RunningClock converts a clock's row.
func RunningClock(c dbsqlc.Clock) referral.RunningClock {
	out := referral.RunningClock{
		ID: c.ID, Rule: c.RuleID, Edition: c.Edition, Owes: c.OwesID, Charge: c.ChargeID,
		Paused: c.State == "paused", Started: c.StartedAt, Option: c.OptionRight, Internal: c.Internal, Pauses: Pauses(c.Pauses), Grants: Grants(c.Grants),
	}
	if c.DueAt != nil {
		out.DueAt = *c.DueAt
	}
	return out
}

// Span is a stretch of days during which a clock stood still.
type Span struct {
	From civil.Date `json:"from"`
	To   civil.Date `json:"to,omitzero"`

	Reason string `json:"reason,omitempty"`
}

// Grants reads the grants column; what is not readable counts as none, and the
// verification of the record finds it.
func Grants(raw json.RawMessage) []referral.Grant {
	var list []referral.Grant
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list
}

// GrantsColumn writes the grants column.
func GrantsColumn(list []referral.Grant) json.RawMessage {
	raw, err := json.Marshal(list)
	if err != nil {
		panic("store: grants always encode: " + err.Error())
	}
	return raw
}

// Pauses reads the pauses column; what is not readable counts as none, and the
// verification of the record finds it.
func Pauses(raw json.RawMessage) []referral.Pause {
	var spans []Span
	if json.Unmarshal(raw, &spans) != nil {
		return nil
	}
	out := make([]referral.Pause, len(spans))
	for i, s := range spans {
		out[i] = referral.Pause(s)
	}
	return out
}

// PausesColumn writes the pauses column.
func PausesColumn(pauses []referral.Pause) json.RawMessage {
	spans := make([]Span, len(pauses))
	for i, p := range pauses {
		spans[i] = Span(p)
	}
	raw, err := json.Marshal(spans)
	if err != nil {
		panic("store: civil dates always encode: " + err.Error())
	}
	return raw
}

// Instant turns the zero time into NULL.
func Instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
