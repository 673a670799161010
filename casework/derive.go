package casework

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Relation says how a case follows another (案件之间的来源关系).
type Relation string

// Relations of a case to the one it comes from.
const (
	Upgraded Relation = "upgraded" // 线索转为正式移送、由一案引出另一案
	Part     Relation = "part"     // 同一移送分送多个机关的一份
	Merged   Relation = "merged"   // 重复线索并入一并办理
	Related  Relation = "related"  // 有关联
)

// origin is the case that a new one comes from.
type origin struct {
	*seen
	relation Relation
}

// Derive begins a case from another one (转为正式移送、分送): the organ that acts
// becomes the sender, and title, facts, parties, things and files come along, so
// that nothing is typed twice. The new case stands on its own: its clocks, its
// custody and its record are its own, the link is in both records.
func (o *Office) Derive(ctx context.Context, a Actor, key Key, from ids.Case, kind referral.Kind, relation Relation, title string, first *FirstAct) (Detail, error) {
	now := o.Now()
	if relation != Upgraded && relation != Part {
		return Detail{}, invalid("body.relation", "只能转为正式移送或者分送", "A case is upgraded or split")
	}
	if err := cleanText("body.title", &title); err != nil {
		return Detail{}, err
	}
	if first != nil {
		if err := cleanInput(&first.Input); err != nil {
			return Detail{}, err
		}
	}
	return o.begin(ctx, a, key, now, first, func(tx pgx.Tx, q *dbsqlc.Queries) (ids.Case, error) {
		s, err := o.lock(ctx, q, a, from, "case.content", AnyVersion)
		if err != nil {
			return ids.Case{}, err
		}
		if relation == Part && (s.resource.Relation != string(referral.Sender) || string(kind) != s.Case.Kind) {
			return ids.Case{}, fault.New(fault.Rule, "referral.split_by_sender", fault.T("只有移送机关可以把同一移送分送其他机关", "Only the sender splits a referral, into the same kind"))
		}
		d := s.draftFor(kind)
		if title != "" {
			d.Title = title
		}
		return o.insert(ctx, tx, q, a, opening{sender: a.Agency, kind: kind, draft: d, from: &origin{s, relation}}, now)
	})
}

// draftFor is a case as a draft of a kind: a claim on a procuratorate's lead says so, for
// whoever does not pursue it answers.
func (s *seen) draftFor(kind referral.Kind) DraftInput {
	d := s.draftOf()
	if kind == referral.Compensation && d.Content.Channel == "" && s.Snapshot.Sender.Sector == referral.Procuratorates {
		d.Content.Channel = "procuratorate"
	}
	return d
}

// draftOf is a case as a draft: what a person would type again.
func (s *seen) draftOf() DraftInput {
	c := s.Snapshot.Content
	c.EnforcementView, c.LegalView, c.HeadView = "", "", "" // opinions belong to the case they were given in
	c.Assessment, c.Minutes, c.Agreement, c.Present = "", "", "", nil
	c.Works, c.Inquiry, c.Effect, c.Failure = nil, "", "", ""
	d := DraftInput{Title: s.Case.Title, Content: c}
	for _, p := range s.Snapshot.Parties {
		in := PartyInput{Person: p}
		for _, x := range s.Snapshot.Charges {
			if x.Party == p.ID {
				in.Charges = append(in.Charges, ChargeInput{Offence: x.Offence, Article: x.Article})
			}
		}
		d.Parties = append(d.Parties, in)
	}
	for _, i := range s.Snapshot.Items {
		d.Items = append(d.Items, referral.Item{Name: i.Name, Quantity: i.Quantity, Feature: i.Feature, Place: i.Place, SeizedOn: i.SeizedOn})
	}
	return d
}

// follow links a new case with the one it comes from and takes its files along:
// the same bytes under the same digest, listed in the new case as well.
func (o *Office) follow(ctx context.Context, q, b *dbsqlc.Queries, a Actor, id ids.Case, from *origin, now time.Time) error {
	if err := b.InsertCaseLink(ctx, dbsqlc.InsertCaseLinkParams{FromID: id, ToID: from.Case.ID, Relation: string(from.relation), AgencyID: a.Agency, LinkedAt: now}); err != nil {
		return err
	}
	if err := b.BindDerived(ctx, ids.Entry(id), now, ids.Entry(from.Case.ID)); err != nil {
		return err
	}
	if err := o.copyFiles(ctx, q, b, a, id, from.seen, now); err != nil {
		return err
	}
	_, err := o.enter(ctx, q, b, entry{
		Case: from.Case.ID, Kind: "case.linked", OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a,
		Fields: map[string]any{"case": id.String(), "relation": string(from.relation)},
	})
	return err
}

func (o *Office) copyFiles(ctx context.Context, q, b *dbsqlc.Queries, a Actor, id ids.Case, from *seen, now time.Time) error {
	files, err := q.ListEvidence(ctx, from.Case.ID)
	if err != nil {
		return err
	}
	copies := map[ids.Evidence]ids.Evidence{}
	for _, f := range files {
		if slices.ContainsFunc(from.Documents, func(d dbsqlc.ListDocumentsRow) bool { return d.SealedID == f.ID }) {
			continue // the sealed paper of another act
		}
		if f.State == "destroyed" || f.CameSealed { // what came sealed opens in the case that it came in
			continue
		}
		copies[f.ID] = ids.New[ids.Evidence](now)
		if err := b.InsertEvidence(ctx, dbsqlc.InsertEvidenceParams{
			ID: copies[f.ID], CaseID: id, AgencyID: a.Agency, Sha256: f.Sha256, Name: f.Name, Claimed: f.Claimed, Lies: f.Lies, CreatedBy: a.User, CreatedAt: now,
		}); err != nil {
			return err
		}
		if f.Sealed {
			if err := b.InsertSealedFile(ctx, dbsqlc.InsertSealedFileParams{EvidenceID: copies[f.ID], CaseID: id, AgencyID: a.Agency, At: now}); err != nil {
				return err
			}
		}
	}
	for _, m := range from.Snapshot.Materials {
		if err := b.InsertMaterial(ctx, dbsqlc.InsertMaterialParams{
			ID: ids.New[ids.Material](now), CaseID: id, Code: m.Code, Title: m.Title, Form: m.Form, Pages: int32(m.Pages), OriginalAt: m.OriginalAt,
			EvidenceID: copies[m.Evidence], AgencyID: a.Agency,
		}); err != nil {
			return err
		}
	}
	return nil
}

// LinkCases notes that two cases have to do with each other. Who links must see
// both; either organ then sees the link as far as it sees both ends.
func (o *Office) LinkCases(ctx context.Context, a Actor, id, other ids.Case, relation Relation) (Family, error) {
	now := o.Now()
	if relation != Related && relation != Merged {
		return Family{}, invalid("body.relation", "没有这种关联", "There is no such relation")
	}
	if id == other {
		return Family{}, invalid("body.case", "不能关联自身", "A case is not linked with itself")
	}
	var f Family
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		both := []ids.Case{id, other}
		slices.SortFunc(both, func(x, y ids.Case) int { return slices.Compare(x[:], y[:]) }) // every transaction locks in the same order
		for _, c := range both {
			s, err := o.lock(ctx, q, a, c, "case.remark", AnyVersion)
			if err != nil {
				return err
			}
			if relation == Merged && (s.Case.Kind != string(referral.Lead) || s.resource.Relation != string(referral.Receiver)) {
				return fault.New(fault.Rule, "referral.merge_leads", fault.T("只能由接收机关合并本机关收到的线索", "Only the receiver merges leads, those it has received itself"))
			}
		}
		batch := &store.Batch{}
		b := batch.Queries()
		if err := b.InsertCaseLink(ctx, dbsqlc.InsertCaseLinkParams{FromID: id, ToID: other, Relation: string(relation), AgencyID: a.Agency, LinkedAt: now}); err != nil {
			return err
		}
		for c, with := range map[ids.Case]ids.Case{id: other, other: id} {
			if relation == Merged { // what is dealt with together is bound together
				if err := b.BindDerived(ctx, ids.Entry(c), now, ids.Entry(with)); err != nil {
					return err
				}
			}
			if _, err := o.enter(ctx, q, b, entry{
				Case: c, Kind: "case.linked", OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a,
				Fields: map[string]any{"case": with.String(), "relation": string(relation)},
			}); err != nil {
				return err
			}
		}
		if err := batch.Send(ctx, tx); err != nil {
			return err
		}
		var err error
		f, err = family(ctx, q, id)
		return err
	})
	return f, err
}

// Family is every case that hangs together with one, as far as the asking organ
// takes part in them (案件家族).
type Family struct {
	Cases    []dbsqlc.CaseFamilyRow
	Links    []dbsqlc.FamilyLinksRow
	Agencies map[ids.Agency]dbsqlc.ReadAgenciesRow
}

// Family shows the cases around one.
func (o *Office) Family(ctx context.Context, a Actor, id ids.Case) (f Family, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		if _, err := o.open(ctx, q, a, id); err != nil {
			return err
		}
		f, err = family(ctx, q, id)
		return err
	})
	return f, err
}

func family(ctx context.Context, q *dbsqlc.Queries, id ids.Case) (f Family, err error) {
	if f.Cases, err = q.CaseFamily(ctx, ids.Entry(id)); err != nil {
		return f, err
	}
	list := make([]ids.Entry, len(f.Cases))
	var organs []ids.Entry
	for i, c := range f.Cases {
		list[i] = ids.Entry(c.ID)
		organs = append(organs, ids.Entry(c.SenderID), ids.Entry(c.ReceiverID))
	}
	if f.Links, err = q.FamilyLinks(ctx, list); err != nil {
		return f, err
	}
	rows, err := q.ReadAgencies(ctx, organs)
	if err != nil {
		return f, err
	}
	f.Agencies = make(map[ids.Agency]dbsqlc.ReadAgenciesRow, len(rows))
	for _, r := range rows {
		f.Agencies[r.ID] = r
	}
	return f, nil
}
