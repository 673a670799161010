package casework

import (
	"context"
	"fmt"
	"path"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/material"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// enclosure is a file that goes with a message (随函材料): evidence, or a paper that an
// organ of ours has issued.
type enclosure struct {
	id             ids.Evidence // a paper goes under its own id
	sha256, sm3    []byte
	size           int64
	name, detected string
	paper          *wirePaper
	seal           bool   // to the receiving organ (密封)
	sealedTo       string // the key that it was sealed to
}

// role of the file in its message.
func (f enclosure) role() string {
	if f.paper != nil {
		return "paper"
	}
	if f.sealedTo != "" {
		return "sealed"
	}
	return "evidence"
}

// wirePaper ties an attachment to the paper that it is (文书): what was issued stands in the
// receiver's case under its number, byte for byte. The signature of the organ under the
// message that names the digest is what a receiver can prove of it.
type wirePaper struct {
	ID       ids.Document    `json:"id"`
	Kind     string          `json:"kind"`
	Number   string          `json:"number,omitempty"`
	IssuedAt time.Time       `json:"issued_at"`
	SHA256   federation.Hash `json:"sha256"`
	Sealed   ids.Evidence    `json:"sealed,omitzero"` // the sealed version (盖章件), which travels as evidence
}

// unsentFiles are the files and papers of our organs that the partner was not told of yet.
func (o *Office) unsentFiles(ctx context.Context, q *dbsqlc.Queries, c change) ([]enclosure, error) {
	all, err := q.ListEvidence(ctx, c.Case.ID)
	if err != nil {
		return nil, err
	}
	told, err := q.CaseEnvelopeFiles(ctx, c.Case.ID)
	if err != nil {
		return nil, err
	}
	known := func(id ids.Evidence) bool {
		return slices.ContainsFunc(told, func(f dbsqlc.CaseEnvelopeFilesRow) bool { return f.EvidenceID == id })
	}
	var out []enclosure
	for _, e := range all {
		if e.State == "available" && !known(e.ID) {
			out = append(out, enclosure{id: e.ID, sha256: e.Sha256, sm3: e.Sm3, size: e.Size, name: e.Name, detected: e.Detected, seal: e.Sealed && !e.CameSealed})
		}
	}
	for _, d := range c.Documents {
		if !travels(d) || c.Agencies[d.AgencyID].Peer != "" || known(ids.Evidence(d.ID)) {
			continue
		}
		f, err := o.enclosePaper(ctx, d)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	if len(out) > federation.MaxAttachments {
		return nil, fault.New(fault.Rule, "exchange.too_many_files", fault.T(fmt.Sprintf("一次最多随函%d个文件", federation.MaxAttachments), fmt.Sprintf("At most %d files go with one message", federation.MaxAttachments)))
	}
	return out, nil
}

// travels reports whether a paper is one for the other side: numbered, or sealed, and no
// inner sheet of its organ (审批表、工作单).
func travels(d dbsqlc.ListDocumentsRow) bool {
	info, ok := documents.InfoOf(documents.Kind(d.Kind))
	outward := ok && (info.Group == documents.Own || info.Group == documents.Counterpart || info.Group == documents.Waiting)
	return outward && d.State != "void" && d.DestroyedAt == nil && (d.Number != "" || d.State == "sealed")
}

func (o *Office) enclosePaper(ctx context.Context, d dbsqlc.ListDocumentsRow) (enclosure, error) {
	blob, err := o.Blobs.Verify(ctx, blobs.Digest(d.Sha256))
	if err != nil {
		return enclosure{}, fmt.Errorf("enclose an issued paper: %w", err)
	}
	info, _ := documents.InfoOf(documents.Kind(d.Kind))
	name := info.ZH
	if d.Number != "" {
		name += " " + d.Number
	}
	return enclosure{
		id: ids.Evidence(d.ID), sha256: d.Sha256, sm3: blob.SM3[:], size: blob.Size, name: name + ".pdf", detected: pdfType,
		paper: &wirePaper{ID: d.ID, Kind: d.Kind, Number: d.Number, IssuedAt: d.IssuedAt, SHA256: federation.Hash(d.Sha256), Sealed: d.SealedID},
	}, nil
}

// files enters the evidence, the papers and the materials that come with a message. The
// bytes are fetched afterwards, by digest; until then a file is there and cannot be opened.
func (a *applying) files(ctx context.Context, id ids.Case) error {
	for _, f := range a.act.Files {
		att, ok := attachmentOf(&a.envelope, f.SHA256)
		if !ok {
			continue // not in the signed manifest: it is not part of the message
		}
		if there, err := a.q.EvidenceThere(ctx, f.Evidence); err != nil || there {
			if err != nil {
				return err
			}
			continue
		}
		if err := a.await(ctx, id, f.Evidence, att); err != nil {
			return err
		}
		ext := path.Ext(att.Name)
		if err := a.q.InsertEvidence(ctx, dbsqlc.InsertEvidenceParams{
			ID: f.Evidence, CaseID: id, AgencyID: a.envelope.From.Agency, Sha256: att.SHA256[:], Name: att.Name, Claimed: ext, Lies: material.Lying(ext, att.Media), CreatedAt: a.now,
		}); err != nil {
			return err
		}
		if f.SealedTo != "" {
			if err := a.q.InsertSealedFile(ctx, dbsqlc.InsertSealedFileParams{EvidenceID: f.Evidence, CaseID: id, AgencyID: a.row.AgencyID, EnvelopeID: a.row.ID, Kid: f.SealedTo, At: a.now}); err != nil {
				return err
			}
		}
	}
	if err := a.papers(ctx, id); err != nil {
		return err
	}
	list := a.act.Materials
	if a.act.Base != nil {
		list = a.act.Base.Materials
	}
	for i, m := range list {
		evidence := m.Evidence
		if there, err := a.q.EvidenceThere(ctx, evidence); err != nil {
			return err
		} else if !there {
			evidence = ids.Evidence{}
		}
		if err := a.q.UpsertMaterial(ctx, dbsqlc.UpsertMaterialParams{
			ID: m.ID, CaseID: id, Position: int32(i + 1), Code: m.Code, Title: m.Title, Form: m.Form, Pages: int32(m.Pages), OriginalAt: m.OriginalAt, EvidenceID: evidence,
			Round: int32(m.Round), AgencyID: a.envelope.From.Agency,
		}); err != nil {
			return err
		}
	}
	return nil
}

// await notes that the bytes of an attachment are to be fetched.
func (a *applying) await(ctx context.Context, id ids.Case, file ids.Evidence, att federation.Attachment) error {
	if err := a.q.AwaitBlob(ctx, dbsqlc.AwaitBlobParams{Sha256: att.SHA256[:], Sm3: att.SM3[:], Size: att.Bytes, Detected: att.Media, FirstAt: a.now}); err != nil {
		return err
	}
	return a.q.InsertEnvelopeFile(ctx, dbsqlc.InsertEnvelopeFileParams{
		EnvelopeID: a.row.ID, PeerID: a.peer.ID, CaseID: id, AgencyID: a.row.AgencyID, EvidenceID: file, Sha256: att.SHA256[:], Size: att.Bytes, Name: att.Name, NextAt: a.now,
	})
}

// papers enters what the other organ issued: as issued, under its number. A paper whose
// kind this hub does not know is kept as a file.
func (a *applying) papers(ctx context.Context, id ids.Case) error {
	entered := false
	for _, p := range a.act.Issued {
		att, ok := attachmentOf(&a.envelope, p.SHA256)
		if !ok {
			continue
		}
		info, known := documents.InfoOf(documents.Kind(p.Kind))
		if !known || info.Group == documents.Desk {
			if err := a.asFile(ctx, id, p, att); err != nil {
				return err
			}
			continue
		}
		state, sealed := "issued", p.Sealed
		if there, err := a.q.EvidenceThere(ctx, sealed); err != nil {
			return err
		} else if there {
			state = "sealed"
		} else {
			sealed = ids.Evidence{}
		}
		n, err := a.q.InsertPeerDocument(ctx, dbsqlc.InsertPeerDocumentParams{
			ID: p.ID, CaseID: id, AgencyID: a.envelope.From.Agency, Hub: a.peer.Hub, Kind: p.Kind, Number: p.Number, Sha256: att.SHA256[:], SealedID: sealed, State: state, IssuedAt: p.IssuedAt,
		})
		if err != nil {
			return err
		}
		if n == 0 {
			continue // told twice, or a number that the partner has used before
		}
		entered = true
		if err := a.await(ctx, id, ids.Evidence(p.ID), att); err != nil {
			return err
		}
	}
	if !entered {
		return nil
	}
	c, err := a.q.LockCase(ctx, id)
	if err != nil {
		return err
	}
	l, err := store.LoadCase(ctx, a.q, c)
	if err != nil {
		return err
	}
	return findableOf(l).indexAll(ctx, a.q, id, l.Parts) // a case is found by the numbers of its papers
}

func (a *applying) asFile(ctx context.Context, id ids.Case, p wirePaper, att federation.Attachment) error {
	file := ids.Evidence(p.ID)
	if there, err := a.q.EvidenceThere(ctx, file); err != nil || there {
		return err
	}
	if err := a.await(ctx, id, file, att); err != nil {
		return err
	}
	ext := path.Ext(att.Name)
	return a.q.InsertEvidence(ctx, dbsqlc.InsertEvidenceParams{
		ID: file, CaseID: id, AgencyID: a.envelope.From.Agency, Sha256: att.SHA256[:], Name: att.Name, Claimed: ext, Lies: material.Lying(ext, att.Media), CreatedAt: a.now,
	})
}

func attachmentOf(e *federation.Envelope, digest federation.Hash) (federation.Attachment, bool) {
	for _, at := range e.Attachments {
		if at.SHA256 == digest {
			return at, true
		}
	}
	return federation.Attachment{}, false
}

// arrivedFrom is whose a file is whose bytes have come: a file of the case, or a paper.
func arrivedFrom(ctx context.Context, q *dbsqlc.Queries, w Wanted) (ids.Agency, error) {
	row, err := q.ReadEvidence(ctx, w.Evidence, w.caseID)
	if !noRows(err) {
		return row.AgencyID, err
	}
	doc, err := q.ReadDocument(ctx, ids.Document(w.Evidence), w.caseID)
	return doc.AgencyID, err
}
