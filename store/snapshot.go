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
	Documents []dbsqlc.Document
	Waiting   []dbsqlc.Confirmation
}

// LoadCase reads all that hangs on a case row.
func LoadCase(ctx context.Context, q *dbsqlc.Queries, c dbsqlc.Case) (*Loaded, error) {
	l := &Loaded{Case: c, Agencies: map[ids.Agency]dbsqlc.ReadAgenciesRow{}}
	s := &l.Snapshot
	s.Kind, s.State, s.Epoch, s.Custody = referral.Kind(c.Kind), referral.State(c.State), int(c.CustodyEpoch), c.CustodyID
	if err := json.Unmarshal(c.Flags, &s.Flags); err != nil {
		return nil, fmt.Errorf("read flags of a case: %w", err)
	}
	if err := json.Unmarshal(c.Content, &s.Content); err != nil {
		return nil, fmt.Errorf("read content of a case: %w", err)
	}
	for _, load := range []func(context.Context, *dbsqlc.Queries) error{l.loadPeople, l.loadThings, l.loadCourse, l.loadOrgans} {
		if err := load(ctx, q); err != nil {
			return nil, fmt.Errorf("load case: %w", err)
		}
	}
	return l, nil
}

func (l *Loaded) loadPeople(ctx context.Context, q *dbsqlc.Queries) error {
	parties, err := q.ListParties(ctx, l.Case.ID)
	if err != nil {
		return err
	}
	for _, p := range parties {
		l.Snapshot.Parties = append(l.Snapshot.Parties, referral.Person{ID: p.ID, Kind: p.Kind, Name: p.Name, CreditCode: p.CreditCode, IDNumber: p.IDNumber, Note: p.Note})
	}
	charges, err := q.ListCharges(ctx, l.Case.ID)
	if err != nil {
		return err
	}
	for _, c := range charges {
		l.Snapshot.Charges = append(l.Snapshot.Charges, referral.Charge{
			ID: c.ID, Party: c.PartyID, Offence: c.Offence, Article: c.Article, State: referral.ChargeState(c.State),
			Before: referral.ChargeState(c.Before), Notified: c.Notified, Result: c.Result, DecidedOn: c.DecidedOn,
		})
	}
	return nil
}

func (l *Loaded) loadThings(ctx context.Context, q *dbsqlc.Queries) error {
	materials, err := q.ListMaterials(ctx, l.Case.ID)
	if err != nil {
		return err
	}
	for _, m := range materials {
		l.Snapshot.Materials = append(l.Snapshot.Materials, referral.Material{
			ID: m.ID, Code: m.Code, Title: m.Title, Form: m.Form, Pages: int(m.Pages), OriginalAt: m.OriginalAt, Evidence: m.EvidenceID, Round: int(m.Round),
		})
	}
	items, err := q.ListItems(ctx, l.Case.ID)
	if err != nil {
		return err
	}
	for _, i := range items {
		l.Snapshot.Items = append(l.Snapshot.Items, referral.Item{
			ID: i.ID, Name: i.Name, Quantity: i.Quantity, Feature: i.Feature, Place: i.Place, SeizedOn: i.SeizedOn,
			Form: i.Form, Keeper: i.Keeper, SealNo: i.SealNo, DailyFen: i.DailyFen, Payer: i.Payer,
		})
	}
	if l.Documents, err = q.ListDocuments(ctx, l.Case.ID); err != nil {
		return err
	}
	for _, d := range l.Documents {
		if d.State == "void" || d.AgencyID != l.Case.SenderID {
			continue
		}
		switch d.Kind {
		case "transfer_letter":
			l.Snapshot.LetterMade = true
			l.Snapshot.LetterSeal = l.Snapshot.LetterSeal || d.State == "sealed"
		case "approval_form":
			l.Snapshot.FormMade = true
		}
	}
	return nil
}

func (l *Loaded) loadCourse(ctx context.Context, q *dbsqlc.Queries) (err error) {
	if l.Handoffs, err = q.ListHandoffs(ctx, l.Case.ID); err != nil {
		return err
	}
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
	if l.Clocks, err = q.ListClocks(ctx, l.Case.ID); err != nil {
		return err
	}
	for _, c := range l.Clocks {
		if c.State == "running" || c.State == "paused" {
			l.Snapshot.Clocks = append(l.Snapshot.Clocks, RunningClock(c))
		}
	}
	if l.Parts, err = q.ListParticipations(ctx, l.Case.ID); err != nil {
		return err
	}
	l.Waiting, err = q.ListConfirmations(ctx, l.Case.ID)
	return err
}

func (l *Loaded) loadOrgans(ctx context.Context, q *dbsqlc.Queries) error {
	seen := map[ids.Agency]bool{l.Case.SenderID: true, l.Case.ReceiverID: true, l.Case.CopiedID: true, l.Case.CustodyID: true}
	for _, p := range l.Parts {
		seen[p.AgencyID] = true
	}
	var list []ids.Entry
	for id := range seen {
		if !id.IsZero() {
			list = append(list, ids.Entry(id))
		}
	}
	rows, err := q.ReadAgencies(ctx, list)
	if err != nil {
		return err
	}
	var inWhoseName []ids.Entry // a branch acts in the name of another organ
	for _, a := range rows {
		l.Agencies[a.ID] = a
		if !a.ActsForID.IsZero() && !seen[a.ActsForID] {
			inWhoseName = append(inWhoseName, ids.Entry(a.ActsForID))
		}
	}
	if len(inWhoseName) > 0 {
		if rows, err = q.ReadAgencies(ctx, inWhoseName); err != nil {
			return err
		}
		for _, a := range rows {
			l.Agencies[a.ID] = a
		}
	}
	s := &l.Snapshot
	s.Sender = *l.Organ(l.Case.SenderID)
	s.Receiver, s.Copied = l.Organ(l.Case.ReceiverID), l.Organ(l.Case.CopiedID)
	for _, h := range l.Handoffs {
		if h.State == string(referral.HandoffMoves) {
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
	return referral.Organ{ID: a.ID, Sector: referral.Sector(a.Sector), Level: a.Level, Region: a.Region}
}

// RunningClock converts a clock's row.
func RunningClock(c dbsqlc.Clock) referral.RunningClock {
	out := referral.RunningClock{
		ID: c.ID, Rule: c.RuleID, Edition: c.Edition, Owes: c.OwesID, Charge: c.ChargeID,
		Paused: c.State == "paused", Started: c.StartedAt, Option: c.OptionRight, Pauses: Pauses(c.Pauses),
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
