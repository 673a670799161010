package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/identity"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// DraftInput is what a drafter fills in; it replaces the draft as a whole.
type DraftInput struct {
	Title    string
	Content  referral.Content
	Parties  []PartyInput
	Items    []referral.Item // without ids: they are made anew
	Reporter *Reporter       // sealed; nil: what is sealed stays as it is
}

// PartyInput is a party with the offences it is suspected of.
type PartyInput struct {
	referral.Person
	Charges []ChargeInput
}

// ChargeInput is one suspected offence.
type ChargeInput struct{ Offence, Article string }

// FirstAct is a step that a new draft takes at once: a lead is written and sent
// in one request.
type FirstAct struct {
	Action referral.Action
	Input  referral.Input
	To     ids.Agency
	Copy   ids.Agency
}

// OpenReferral begins a draft; with a first act it goes on at once, and either
// both happen or nothing.
func (o *Office) OpenReferral(ctx context.Context, a Actor, key Key, kind referral.Kind, d DraftInput, first *FirstAct) (Detail, error) {
	now := o.Now()
	err := d.check()
	if first != nil {
		err = errors.Join(err, cleanInput(&first.Input))
	}
	if err != nil {
		return Detail{}, err
	}
	return o.begin(ctx, a, key, now, first, func(tx pgx.Tx, q *dbsqlc.Queries) (ids.Case, error) {
		return o.insert(ctx, tx, q, a, opening{sender: a.Agency, kind: kind, draft: d}, now)
	})
}

// OpenByOpinion begins a draft at an administrative organ that ought to have
// transferred a case: the procuratorial opinion and the draft are one act.
func (o *Office) OpenByOpinion(ctx context.Context, a Actor, key Key, sender ids.Agency, d DraftInput, in referral.Input) (Detail, error) {
	now := o.Now()
	if err := errors.Join(d.check(), cleanInput(&in)); err != nil {
		return Detail{}, err
	}
	first := &FirstAct{Action: "criminal.opinion_to_transfer", Input: in}
	return o.begin(ctx, a, key, now, first, func(tx pgx.Tx, q *dbsqlc.Queries) (ids.Case, error) {
		if referral.Sector(a.Sector) != referral.Procuratorates {
			return ids.Case{}, denied("criminal.opinion_to_transfer")
		}
		return o.insert(ctx, tx, q, a, opening{sender: sender, copied: a.Agency, kind: referral.Criminal, draft: d}, now)
	})
}

// begin makes a case and takes its first act, once per idempotency key.
func (o *Office) begin(ctx context.Context, a Actor, key Key, now time.Time, first *FirstAct, insert func(pgx.Tx, *dbsqlc.Queries) (ids.Case, error)) (Detail, error) {
	var answer Detail
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		again, err := claim(ctx, q, a, key, now)
		if err != nil {
			return err
		}
		if again != nil {
			answer, err = o.detail(ctx, q, a, again.Case, now)
			answer.Replayed = true
			return err
		}
		id, err := insert(tx, q)
		if err != nil {
			return err
		}
		if first != nil {
			if err := o.firstAct(ctx, tx, q, a, id, *first, now); err != nil {
				return err
			}
		}
		if err := settle(ctx, q, a, key, id); err != nil {
			return err
		}
		answer, err = o.detail(ctx, q, a, id, now)
		return err
	})
	return answer, err
}

// firstAct takes a step of a case that was made in the same transaction.
func (o *Office) firstAct(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, a Actor, id ids.Case, first FirstAct, now time.Time) error {
	s, err := o.lock(ctx, q, a, id, string(first.Action), AnyVersion)
	if err != nil {
		return err
	}
	r := Request{Case: id, Version: s.Case.Version, Action: first.Action, Input: first.Input, To: first.To, Copy: first.Copy}
	as, err := s.party(r)
	if err != nil {
		return err
	}
	proc, err := referral.For(s.Snapshot.Kind)
	if err != nil {
		return err
	}
	if err := o.freshLogin(a, proc, r, now); err != nil {
		return err
	}
	t := lookedUp{seen: s}
	if t.organs, err = q.ReadAgencies(ctx, []ids.Entry{ids.Entry(r.To), ids.Entry(r.Copy)}); err != nil {
		return err
	}
	in, err := o.complete(ctx, q, t, r, now)
	if err != nil {
		return err
	}
	out, refusal := referral.Decide(proc, s.Snapshot, r.Action, as, in)
	if refusal != nil {
		return o.cite(refusal, s, now)
	}
	batch := &store.Batch{}
	if err := o.carryOut(ctx, tx, q, batch, change{seen: s, in: in, as: as, out: out, proc: proc, now: now, request: r}); err != nil {
		return err
	}
	if err := batch.Send(ctx, tx); err != nil {
		return fmt.Errorf("carry out %s: %w", r.Action, err)
	}
	return nil
}

// opening is a case to be made.
type opening struct {
	sender, copied ids.Agency
	kind           referral.Kind
	draft          DraftInput
	from           *origin // the case it comes from
}

// insert writes a new draft with its first event.
func (o *Office) insert(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, a Actor, n opening, now time.Time) (ids.Case, error) {
	sender, copied, kind, d := n.sender, n.copied, n.kind, n.draft
	id := ids.New[ids.Case](now)
	organs, err := q.ReadAgencies(ctx, []ids.Entry{ids.Entry(sender)})
	if err != nil {
		return id, err
	}
	if len(organs) == 0 {
		return id, invalid("body.sender", "机关不存在", "There is no such organ")
	}
	organ := organs[0]
	if organ.Peer != "" {
		return id, invalid("body.sender", "该机关属于其他枢纽", "That organ belongs to another hub")
	}
	if o.policyDenies(a, kind, copied) {
		return id, denied("case.open")
	}
	proc, err := referral.For(kind)
	if err != nil {
		return id, err
	}
	if !proc.MaySend(referral.Sector(organ.Sector)) {
		return id, fault.New(fault.Rule, "referral.sender_sector", fault.T("本机关不能发起“"+proc.Title.ZH+"”", "Your organ does not start a “"+proc.Title.EN+"”"))
	}
	running, err := q.NextCaseNumber(ctx)
	if err != nil {
		return id, err
	}
	number := caseNumber(organ.Region, civil.DateOf(now), running)
	found := findable{title: d.Title, number: number, content: d.Content, parties: d.people()}
	content, err := json.Marshal(d.Content)
	if err != nil {
		return id, fmt.Errorf("write content: %w", err)
	}
	batch := &store.Batch{}
	b := batch.Queries()
	// The case and its first participation come in one batch: row-level security
	// shows the one through the other.
	if err := b.InsertCase(ctx, dbsqlc.InsertCaseParams{
		ID: id, Kind: string(kind), Number: number, Title: d.Title, Region: organ.Region, State: string(referral.Draft),
		Flags: json.RawMessage("{}"), Content: content, OwnerID: sender, SenderID: sender, CopiedID: copied,
		CustodyID: sender, Synthetic: organ.Synthetic, CreatedBy: a.User, CreatedAt: now,
	}); err != nil {
		return id, err
	}
	for agency, relation := range map[ids.Agency]referral.Party{sender: referral.Sender, copied: referral.Procuratorate} {
		if agency.IsZero() {
			continue
		}
		if err := b.UpsertParticipation(ctx, dbsqlc.UpsertParticipationParams{
			CaseID: id, AgencyID: agency, Relation: string(relation), Level: "content", Stage: string(referral.Draft),
			Turn: relation == referral.Sender, TouchedAt: now, CaseKind: string(kind),
		}); err != nil {
			return id, err
		}
		if err := found.index(ctx, b, id, agency, "content"); err != nil {
			return id, err
		}
	}
	if err := d.insertRows(ctx, b, id, sender, now); err != nil {
		return id, err
	}
	if d.Reporter != nil {
		if err := d.Reporter.seal(ctx, b, id, a, now); err != nil {
			return id, err
		}
	}
	if _, err := o.enter(ctx, q, b, entry{
		Case: id, Kind: "case.open", OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a,
		Fields: n.fields(),
	}); err != nil {
		return id, err
	}
	if n.from != nil {
		if err := o.follow(ctx, q, b, a, id, n.from, now); err != nil {
			return id, err
		}
	}
	return id, batch.Send(ctx, tx)
}

// fields are what the first event of a case says.
func (n opening) fields() map[string]any {
	f := map[string]any{"title": n.draft.Title, "kind": n.kind, "sender": n.sender.String(), "draft": n.draft.digestible()}
	if n.draft.Reporter != nil {
		f["reporter"] = "sealed"
	}
	if n.from != nil {
		f["from"] = map[string]string{"case": n.from.seen.Case.ID.String(), "relation": string(n.from.relation)}
	}
	return f
}

// MayStart reports whether the actor may begin a referral of a kind, for the
// pages' offer; the refusal itself comes from opening it.
func (o *Office) MayStart(a Actor, kind referral.Kind) bool {
	proc, err := referral.For(kind)
	return err == nil && proc.MaySend(referral.Sector(a.Sector)) && !o.policyDenies(a, kind, ids.Agency{})
}

// policyDenies asks whether the actor may open a case at all; copied is set when
// the procuratorate opens it by an opinion.
func (o *Office) policyDenies(a Actor, kind referral.Kind, copied ids.Agency) bool {
	s := seen{policies: o.Access, actor: a}
	s.resource.Kind = string(kind)
	s.resource.Relation, s.resource.Level = string(referral.Sender), "content"
	action := "case.open"
	if !copied.IsZero() {
		s.resource.Relation, action = string(referral.Procuratorate), "criminal.opinion_to_transfer"
	}
	return !s.may(action)
}

// caseNumber is the hub's own number: year, region, running number. It is no
// official document number and may have gaps.
func caseNumber(region string, day civil.Date, n int64) string {
	return fmt.Sprintf("XJ-%d-%s-%05d", day.Year, region, n)
}

// EditDraft replaces the draft. Nothing can be edited once it was reported.
func (o *Office) EditDraft(ctx context.Context, a Actor, id ids.Case, version int64, d DraftInput) (Detail, error) {
	now := o.Now()
	if err := d.check(); err != nil {
		return Detail{}, err
	}
	var answer Detail
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "case.edit", version)
		if err != nil {
			return err
		}
		if s.resource.Relation != string(referral.Sender) || s.Snapshot.State != referral.Draft {
			return fault.New(fault.Rule, "referral.not_a_draft", fault.T("只有移送机关可以在拟稿阶段修改；如需补充，请走补正或者重新拟稿", "Only the sender may edit, and only a draft; later on supplement or draft again"))
		}
		batch := &store.Batch{}
		b := batch.Queries()
		// Opinions are acts of their own and survive the edit.
		d.Content.EnforcementView, d.Content.LegalView, d.Content.HeadView = s.Snapshot.Content.EnforcementView, s.Snapshot.Content.LegalView, s.Snapshot.Content.HeadView
		content, err := json.Marshal(d.Content)
		if err != nil {
			return fmt.Errorf("write content: %w", err)
		}
		s.Case.Title, s.Case.Content = d.Title, content
		if s.Case.Flags, err = withoutOpinions(s.Snapshot.Flags); err != nil {
			return err
		}
		d.keepMasked(s.Snapshot.Parties)
		for _, clear := range []func(context.Context, ids.Case) error{b.ReleaseCharges, b.DeleteCharges, b.DeleteParties, b.DeleteItems} {
			if err := clear(ctx, id); err != nil {
				return err
			}
		}
		if err := d.insertRows(ctx, b, id, s.Case.SenderID, now); err != nil {
			return err
		}
		fields := map[string]any{"title": d.Title, "draft": d.digestible()}
		if d.Reporter != nil {
			fields["reporter"] = "sealed"
			if err := d.Reporter.seal(ctx, b, id, a, now); err != nil {
				return err
			}
		}
		if err := touch(ctx, b, s, now); err != nil {
			return err
		}
		found := findableOf(s.Loaded)
		found.title, found.content, found.parties = d.Title, d.Content, d.people()
		if err := found.indexAll(ctx, b, id, s.Parts); err != nil {
			return err
		}
		if _, err := o.enter(ctx, q, b, entry{
			Case: id, Kind: "case.edit", OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a,
			Fields: fields,
		}); err != nil {
			return err
		}
		if err := batch.Send(ctx, tx); err != nil {
			return fmt.Errorf("edit a draft: %w", err)
		}
		answer, err = o.detail(ctx, q, a, id, now)
		return err
	})
	return answer, err
}

// touch saves the case row of a change that moves no state.
func touch(ctx context.Context, b *dbsqlc.Queries, s *seen, now time.Time) error {
	c := s.Case
	return b.SaveCase(ctx, dbsqlc.SaveCaseParams{
		ID: c.ID, Title: c.Title, State: c.State, Flags: c.Flags, Content: c.Content, ReceiverID: c.ReceiverID, CopiedID: c.CopiedID,
		CustodyEpoch: c.CustodyEpoch, CustodyID: c.CustodyID, UpdatedAt: now, SentAt: c.SentAt, ClosedAt: c.ClosedAt, Version: c.Version,
		NextRule: c.NextRule, NextID: c.NextID, ThirdID: c.ThirdID,
	})
}

func (d *DraftInput) insertRows(ctx context.Context, b *dbsqlc.Queries, id ids.Case, holder ids.Agency, now time.Time) error {
	position := int32(0)
	for i, p := range d.Parties {
		party := ids.New[ids.Party](now)
		if err := b.InsertParty(ctx, dbsqlc.InsertPartyParams{
			ID: party, CaseID: id, Position: int32(i + 1), Kind: p.Kind, Name: p.Name, CreditCode: p.CreditCode, IDNumber: p.IDNumber, Note: p.Note,
		}); err != nil {
			return err
		}
		for _, x := range p.Charges {
			position++
			if err := b.InsertCharge(ctx, dbsqlc.InsertChargeParams{
				ID: ids.New[ids.Charge](now), CaseID: id, PartyID: party, Position: position, Offence: x.Offence, Article: x.Article, State: string(referral.Pending),
			}); err != nil {
				return err
			}
		}
	}
	for i, it := range d.Items {
		if err := b.InsertItem(ctx, dbsqlc.InsertItemParams{
			ID: ids.New[ids.Item](now), CaseID: id, Position: int32(i + 1), Name: it.Name, Quantity: it.Quantity, Feature: it.Feature,
			Place: it.Place, SeizedOn: it.SeizedOn, CustodianID: holder,
		}); err != nil {
			return err
		}
	}
	return nil
}

// people are the parties without their charges.
func (d *DraftInput) people() []referral.Person {
	out := make([]referral.Person, len(d.Parties))
	for i, p := range d.Parties {
		out[i] = p.Person
	}
	return out
}

// withoutOpinions asks for the opinions again: they were given on other facts.
func withoutOpinions(f referral.Flags) (json.RawMessage, error) {
	f.EnforcementOpinion, f.LegalOpinion = false, false
	raw, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("write flags: %w", err)
	}
	return raw, nil
}

// keepMasked restores numbers that came back masked, as the pages show them.
func (d *DraftInput) keepMasked(old []referral.Person) {
	for i := range d.Parties {
		for _, was := range old {
			if was.IDNumber != "" && d.Parties[i].IDNumber == identity.Mask(was.IDNumber) {
				d.Parties[i].IDNumber = was.IDNumber
			}
		}
	}
}

// digestible is the draft as the record commits to it.
func (d *DraftInput) digestible() map[string]any {
	return map[string]any{"content": d.Content, "parties": d.Parties, "items": d.Items}
}

// check cleans the texts and refuses what may not enter the hub at all.
func (d *DraftInput) check() error {
	var t texts
	t.clean("body.title", &d.Title)
	for path, s := range map[string]*string{
		"body.content.facts": &d.Content.Facts, "body.content.source": &d.Content.Source, "body.content.basis": &d.Content.Basis,
		"body.content.threshold": &d.Content.Threshold, "body.content.disposal": &d.Content.Disposal, "body.content.officer": &d.Content.Officer,
		"body.content.penalty_case": &d.Content.PenaltyCase, "body.content.officer_phone": &d.Content.OfficerPhone,
		"body.content.place": &d.Content.Place, "body.content.item": &d.Content.Item, "body.content.decision_no": &d.Content.DecisionNo,
		"body.content.override": &d.Content.Override, "body.content.manner": &d.Content.Manner, "body.content.purpose": &d.Content.Purpose, "body.content.ground": &d.Content.Ground, "body.content.measures": &d.Content.Measures, "body.content.joint_action": &d.Content.JointAction,
		"body.content.pollutant": &d.Content.Pollutant, "body.content.outlet": &d.Content.Outlet, "body.content.grade": &d.Content.Grade, "body.content.happened": &d.Content.Happened, "body.content.sensitive": &d.Content.Sensitive,
		"body.content.channel": &d.Content.Channel, "body.content.other_organ": &d.Content.OtherOrgan, "body.content.lead_organ": &d.Content.LeadOrgan,
	} {
		t.clean(path, s)
	}
	for i := range d.Content.Major {
		t.clean(fmt.Sprintf("body.content.major[%d]", i), &d.Content.Major[i])
	}
	for i := range d.Parties {
		p := &d.Parties[i]
		t.clean(fmt.Sprintf("body.parties[%d].name", i), &p.Name)
		t.clean(fmt.Sprintf("body.parties[%d].note", i), &p.Note)
		t.clean(fmt.Sprintf("body.parties[%d].credit_code", i), &p.CreditCode)
		t.clean(fmt.Sprintf("body.parties[%d].id_number", i), &p.IDNumber)
		for j := range p.Charges {
			t.clean(fmt.Sprintf("body.parties[%d].charges[%d].offence", i, j), &p.Charges[j].Offence)
			t.clean(fmt.Sprintf("body.parties[%d].charges[%d].article", i, j), &p.Charges[j].Article)
		}
	}
	for i := range d.Items {
		item := &d.Items[i]
		for name, s := range map[string]*string{"name": &item.Name, "quantity": &item.Quantity, "feature": &item.Feature, "place": &item.Place} {
			t.clean(fmt.Sprintf("body.items[%d].%s", i, name), s)
		}
	}
	if d.Reporter != nil {
		d.Reporter.check(&t)
	}
	return t.err()
}
