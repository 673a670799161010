package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/policies/disclosure"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// shown carries out a message that shows what an earlier one withholds (后续披露). All of it
// holds against the signed message, or nothing of it counts.
func (a *applying) shown(ctx context.Context) error {
	g, err := federation.ReadGiven(a.envelope.Content)
	if err != nil {
		return refusedAs(codeDisclosure)
	}
	by, err := a.withholding(ctx, g)
	if err != nil {
		return err
	}
	list, opened, err := a.unseal(ctx, g)
	if err != nil {
		return err
	}
	var fields []federation.Shown
	if opened {
		if fields, err = by.Show(list); err != nil {
			return refusedAs(codeDisclosure)
		}
		if err := a.takeShown(ctx, by, fields); err != nil {
			return err
		}
	}
	if err := a.enterShown(ctx, g, fields); err != nil {
		return err
	}
	paths := make([]string, len(fields))
	for i, f := range fields {
		paths[i] = f.Path
	}
	ev, err := a.enter(ctx, a.q, a.q, entry{
		Case: a.row.CaseID, Kind: string(federation.Give), OccurredAt: a.row.CreatedAt, RecordedAt: a.now, Agency: a.envelope.From.Agency, Actor: Actor{Agency: a.row.AgencyID, Name: a.peer.Hub},
		Fields: map[string]any{"group": g.Group, "fields": paths, "message": a.envelope.ID.String(), "sealed": g.Sealed != "", "opened": opened, "reason": g.Reason},
	})
	if err != nil {
		return err
	}
	c, err := a.q.CaseLabel(ctx, a.row.CaseID)
	if err != nil {
		return err
	}
	words := fault.T("对方机关提供了此前未随函提供的信息", "The other organ shows what its message withheld")
	if !opened {
		words = fault.T("对方机关密封提供了此前未随函提供的信息，请用本机关私钥打开", "The other organ shows, sealed, what its message withheld; open it with your organ's private key")
	}
	if err := a.put(ctx, a.q, a.q, notice{
		Case: a.row.CaseID, Event: ev.ID, Agency: a.row.AgencyID, Topic: string(federation.Give), Level: LevelInfo, Dedup: "shown:" + a.envelope.ID.String(),
		Params: NoticeParams{Number: c.Number, CaseKind: c.Kind, ZH: words.ZH, EN: words.EN, Link: a.link(a.row.CaseID)},
	}, a.now); err != nil {
		return err
	}
	if err := a.wake(ctx, a.tx); err != nil {
		return err
	}
	return a.applied(ctx, "applied", ev, federation.Delivered, "")
}

func refusedAs(code string) error {
	return noEffect{fault.New(fault.Rule, code, effectWords(code))}
}

// withholding finds the message that withholds the fields: one of the same organ to the same
// organ, in this conversation, with the very bytes.
func (a *applying) withholding(ctx context.Context, g federation.Given) (*federation.Opened, error) {
	row, err := a.q.ReadEnvelope(ctx, ids.Entry(g.Message))
	if noRows(err) {
		return nil, refusedAs(codeDisclosure)
	}
	if err != nil {
		return nil, err
	}
	if row.Outgoing || row.PeerID != a.peer.ID || row.Conversation != a.row.Conversation || federation.Hash(row.Hash) != g.EnvelopeHash ||
		row.FromID != a.envelope.From.Agency || row.AgencyID != a.row.AgencyID {
		return nil, refusedAs(codeDisclosure)
	}
	raw, err := a.q.ReadEnvelopeBytes(ctx, row.ID)
	if err != nil {
		return nil, err
	}
	opened, err := federation.Opener{Hub: a.Hub, Keys: a.peer.keys().Find, Understands: understands}.Open(raw, row.CreatedAt)
	if err != nil {
		return nil, fmt.Errorf("open a kept message again: %w", err)
	}
	return &opened, nil
}

// unseal gives the disclosures of a message. Sealed ones are opened here only where the hub
// keeps the organ's private key (代管); those that the organ opens itself stay as they came.
func (a *applying) unseal(ctx context.Context, g federation.Given) (list []federation.Disclosure, opened bool, err error) {
	if g.Sealed == "" {
		return g.Disclosures, true, nil
	}
	part, err := federation.ReadSealed(g.Sealed)
	if err != nil || part.Agency != a.row.AgencyID || part.Message != a.envelope.ID {
		return nil, false, refusedAs(codeSealed)
	}
	own, err := a.q.OrganHasSealingKey(ctx, a.row.AgencyID, part.KeyID)
	if err != nil {
		return nil, false, err
	}
	if own {
		return nil, false, nil
	}
	private, err := a.custodialSealing(a.row.AgencyID)
	if err != nil {
		return nil, false, err
	}
	err = federation.ErrOtherKey
	for _, key := range private {
		if list, err = part.Open(key, a.envelope.ID); !errors.Is(err, federation.ErrOtherKey) {
			break
		}
	}
	switch {
	case errors.Is(err, federation.ErrOtherKey):
		return nil, false, refusedAs(codeSealedKey)
	case err != nil:
		return nil, false, refusedAs(codeSealed)
	}
	return list, true, nil
}

// takeShown puts shown fields where the organ works with them: a reporter is sealed for it,
// an identity number stands with its party.
func (a *applying) takeShown(ctx context.Context, by *federation.Opened, fields []federation.Shown) error {
	act := readAct(&by.Envelope)
	var reporter wireReporter
	told := map[string]*string{
		"/reporter/name": &reporter.Name, "/reporter/phone": &reporter.Phone, "/reporter/identity_no": &reporter.IdentityNo, "/reporter/account": &reporter.Account, "/reporter/note": &reporter.Note,
	}
	for _, f := range fields {
		if into, known := told[f.Path]; known {
			if json.Unmarshal(f.Value, into) != nil {
				return refusedAs(codeDisclosure)
			}
			continue
		}
		if !disclosure.Matches("/base/parties/*/id_number", f.Path) || act.Base == nil {
			continue // a field of a newer hub: it stands in the ledger and in the message
		}
		n, err := strconv.Atoi(strings.Split(f.Path, "/")[3])
		var number string
		if err != nil || n >= len(act.Base.Parties) || json.Unmarshal(f.Value, &number) != nil {
			return refusedAs(codeDisclosure)
		}
		if _, err := a.q.PartyIdentityArrives(ctx, number, act.Base.Parties[n].ID, a.row.CaseID); err != nil {
			return err
		}
	}
	if reporter == (wireReporter{}) {
		return nil
	}
	return a.reporterArrives(ctx, reporter)
}

// enterShown enters what was shown into the ledger: each field, or the group while it is sealed.
func (a *applying) enterShown(ctx context.Context, g federation.Given, fields []federation.Shown) error {
	book, err := disclosure.Load()
	if err != nil {
		return err
	}
	group, known := book.Group(g.Group)
	if !known {
		group.Title = fault.T(g.Group, g.Group)
	}
	cited, err := json.Marshal(a.envelope.LegalBasis)
	if err != nil {
		return fmt.Errorf("write the basis of a field: %w", err)
	}
	p := dbsqlc.InsertShownFieldParams{
		CaseID: a.row.CaseID, AgencyID: a.row.AgencyID, PeerID: a.peer.ID, OtherID: ids.Entry(a.envelope.From.Agency), EnvelopeID: ids.Entry(g.Message), Grp: g.Group,
		Title: group.Title.ZH, State: fieldSealed, Basis: cited, ShownIn: a.row.ID, Reason: g.Reason, At: a.now, ShownAt: &a.now,
	}
	if len(fields) == 0 {
		p.ID = ids.New[ids.Entry](a.now)
		return a.q.InsertShownField(ctx, p)
	}
	for _, f := range fields {
		p.ID, p.Path, p.Title, p.State = ids.New[ids.Entry](a.now), f.Path, group.Title.ZH, fieldShown
		if x, ok := group.Field(f.Path); ok {
			p.Title = x.Title.ZH
		}
		if err := a.q.InsertShownField(ctx, p); err != nil {
			return err
		}
	}
	return nil
}
