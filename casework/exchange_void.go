package casework

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// A paper that another hub was told of is taken out of use there as well (文书作废、更正): the
// sheet that lies there is the same paper, and whoever acts on it must know. It is said beside
// the procedure, so it comes in its order and crosses nothing.

// wireVoid names a paper that its organ has taken out of use.
type wireVoid struct {
	Document ids.Document    `json:"document"`
	SHA256   federation.Hash `json:"sha256"`
}

// voidAcross tells the partner of a paper that it was told of and that is void now. Where
// nothing can be written to the partner the paper stays in use: one that is void on one side
// alone is worse than one that is void tomorrow.
func (o *Office) voidAcross(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, batch *store.Batch, s *seen, d dbsqlc.Document, reason string, ev record.Event, now time.Time) error {
	told, err := toldAcross(ctx, q, s.Case.ID)
	if err != nil || !slices.Contains(told, ids.Evidence(d.ID)) {
		return err
	}
	n := wireNote{Kind: Voided, Text: reason, DocumentNo: d.Number, Void: &wireVoid{Document: d.ID, SHA256: federation.Hash(d.Sha256)}}
	return o.sendNote(ctx, tx, q, batch, s, n, s.farOrgans(), ev, now)
}

// correctAcross sends a paper at once that takes the place of a void one which the partner
// was told of; others go with the next act. Before a case goes out again nothing is sent:
// the next offer brings the paper, perhaps to somebody else.
func (o *Office) correctAcross(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, batch *store.Batch, s *seen, made madePaper, kind documents.Kind, ev record.Event, now time.Time) error {
	if slices.Contains([]referral.State{referral.Draft, referral.Reported, referral.Refused, referral.Approved, referral.Returned, referral.Withdrawn, referral.Void}, s.Snapshot.State) {
		return nil
	}
	told, err := toldAcross(ctx, q, s.Case.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(s.Documents, func(d dbsqlc.ListDocumentsRow) bool {
		return d.AgencyID == s.actor.Agency && d.Kind == string(kind) && d.State == "void" && slices.Contains(told, ids.Evidence(d.ID))
	})
	paper := dbsqlc.ListDocumentsRow{ID: made.id, AgencyID: s.actor.Agency, Kind: string(kind), Number: made.number, Sha256: made.sum[:], State: "issued", IssuedAt: now}
	if at < 0 || !travels(paper) {
		return nil
	}
	f, err := o.enclosePaper(ctx, paper)
	if err != nil {
		return err
	}
	old := s.Documents[at].Number
	n := wireNote{Kind: Corrected, DocumentNo: made.number, Text: "代替已作废的" + old}
	return o.sendNote(ctx, tx, q, batch, s, n, s.farOrgans(), ev, now, f)
}

// toldAcross are the files and papers of a case that another hub was told of.
func toldAcross(ctx context.Context, q *dbsqlc.Queries, id ids.Case) (list []ids.Evidence, err error) {
	rows, err := q.CaseEnvelopeFiles(ctx, id)
	for _, r := range rows {
		if r.Outgoing {
			list = append(list, r.EvidenceID)
		}
	}
	return list, err
}

// farOrgans are the organs of a case that belong to other hubs.
func (s *seen) farOrgans() (list []ids.Agency) {
	for _, p := range s.Parts {
		if s.Agencies[p.AgencyID].Peer != "" {
			list = append(list, p.AgencyID)
		}
	}
	return list
}

// voidPaper strikes a paper that an organ of another hub has taken out of use. Only the organ
// that issued it can; one that is kept here as a file, because its kind is not known, stays a
// file, and the remark says what it is worth.
func (a *applying) voidPaper(ctx context.Context, id ids.Case, v *wireVoid, reason string) error {
	n, err := a.q.VoidPeerDocument(ctx, dbsqlc.VoidPeerDocumentParams{ID: v.Document, CaseID: id, AgencyID: a.envelope.From.Agency, Hub: a.peer.Hub, Sha256: v.SHA256[:], Reason: reason})
	if err != nil || n > 0 {
		return err
	}
	file, err := a.q.ReadEvidence(ctx, ids.Evidence(v.Document), id)
	if err == nil && file.AgencyID == a.envelope.From.Agency {
		return nil
	}
	if err != nil && !noRows(err) {
		return err
	}
	return noEffect{fault.New(fault.Rule, codeNoPaper, effectWords(codeNoPaper))}
}
