package casework

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// openCase makes the case of another hub under the id it has there, as it stood before
// the act that sends it.
func (a *applying) openCase(ctx context.Context) (dbsqlc.Case, error) {
	b := a.act.Base
	s := b.snapshot(a.Hub)
	flags, err := json.Marshal(b.Flags)
	if err != nil {
		return dbsqlc.Case{}, fmt.Errorf("write flags: %w", err)
	}
	written, err := json.Marshal(b.Content)
	if err != nil {
		return dbsqlc.Case{}, fmt.Errorf("write content: %w", err)
	}
	// Both hubs call the case by one number; ours begin alike, so the hub stands behind it.
	number := b.Number + "@" + a.peer.Hub
	if err := a.q.InsertCase(ctx, dbsqlc.InsertCaseParams{
		ID: a.row.CaseID, Kind: string(b.Kind), Number: number, Title: b.Title, Region: b.Sender.Region, State: string(b.State), Flags: flags, Content: written,
		OwnerID: b.Sender.ID, SenderID: b.Sender.ID, ReceiverID: organID(s.Receiver), CopiedID: organID(s.Copied), CustodyEpoch: int32(b.Epoch), CustodyID: b.Custody,
		Synthetic: b.Synthetic, CreatedAt: a.now,
	}); err != nil {
		return dbsqlc.Case{}, err
	}
	found := findable{title: b.Title, number: number, content: b.Content, parties: s.Parties}
	for _, part := range []struct {
		organ    *referral.Organ
		relation referral.Party
	}{{&s.Sender, referral.Sender}, {s.Past, referral.PastReceiver}, {s.Copied, referral.Procuratorate}, {s.Third, referral.Superior}, {s.Receiver, referral.Receiver}} {
		if part.organ == nil {
			continue
		}
		if err := a.q.UpsertParticipation(ctx, dbsqlc.UpsertParticipationParams{
			CaseID: a.row.CaseID, AgencyID: part.organ.ID, Relation: string(part.relation), Level: "content", Stage: string(b.State), TouchedAt: a.now, CaseKind: string(b.Kind),
		}); err != nil {
			return dbsqlc.Case{}, err
		}
		if err := found.index(ctx, a.q, a.row.CaseID, part.organ.ID, "content"); err != nil {
			return dbsqlc.Case{}, err
		}
	}
	if err := a.people(ctx); err != nil {
		return dbsqlc.Case{}, err
	}
	if _, err := a.enter(ctx, a.q, a.q, entry{
		Case: a.row.CaseID, Kind: "case.arrive", OccurredAt: a.row.CreatedAt, RecordedAt: a.now, Agency: a.envelope.From.Agency, Actor: Actor{Agency: a.row.AgencyID, Name: a.peer.Hub},
		Fields: map[string]any{
			"title": b.Title, "kind": b.Kind, "sender": b.Sender.ID.String(), "hub": a.peer.Hub, "number": b.Number,
			"draft": map[string]any{"content": b.Content, "parties": b.Parties, "items": b.Items},
		},
	}); err != nil {
		return dbsqlc.Case{}, err
	}
	return a.q.LockCase(ctx, a.row.CaseID)
}

// redraft replaces the draft of a case that is sent anew.
func (a *applying) redraft(ctx context.Context, c dbsqlc.Case) (dbsqlc.Case, error) {
	for _, clear := range []func(context.Context, ids.Case) error{a.q.ReleaseCharges, a.q.DeleteCharges, a.q.DeleteParties, a.q.DeleteItems} {
		if err := clear(ctx, c.ID); err != nil {
			return c, err
		}
	}
	written, err := json.Marshal(a.act.Base.Content)
	if err != nil {
		return c, fmt.Errorf("write content: %w", err)
	}
	if err := a.q.SaveDraft(ctx, a.act.Base.Title, written, c.ID); err != nil {
		return c, err
	}
	if err := a.people(ctx); err != nil {
		return c, err
	}
	return a.q.LockCase(ctx, c.ID)
}

// people writes parties, what they are charged with, and the things of the case, under
// the ids that they have at the other hub.
func (a *applying) people(ctx context.Context) error {
	b := a.act.Base
	for i, p := range b.Parties {
		if err := a.q.InsertParty(ctx, dbsqlc.InsertPartyParams{
			ID: p.ID, CaseID: a.row.CaseID, Position: int32(i + 1), Kind: p.Kind, Name: p.Name, CreditCode: p.CreditCode, IDNumber: p.IDNumber, Note: p.Note,
		}); err != nil {
			return err
		}
		for _, x := range p.Charges {
			state := x.State
			if state == "" {
				state = referral.Pending
			}
			if err := a.q.InsertCharge(ctx, dbsqlc.InsertChargeParams{
				ID: x.ID, CaseID: a.row.CaseID, PartyID: p.ID, Position: int32(x.Position), Offence: x.Offence, Article: x.Article, State: string(state),
			}); err != nil {
				return err
			}
		}
	}
	for i, it := range b.Items {
		if err := a.q.InsertItem(ctx, dbsqlc.InsertItemParams{
			ID: it.ID, CaseID: a.row.CaseID, Position: int32(i + 1), Name: it.Name, Quantity: it.Quantity, Feature: it.Feature, Place: it.Place, SeizedOn: it.SeizedOn, CustodianID: b.Sender.ID,
		}); err != nil {
			return err
		}
	}
	return nil
}
