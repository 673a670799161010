package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Paper is a document ready to be read.
type Paper struct {
	Name    string // file name
	Format  PaperFormat
	Content []byte
}

// PaperFormat is how a paper is handed out: as the PDF that it is, or as a
// working copy (可编辑副本) for WPS and Word.
type PaperFormat string

// The formats of papers.
const (
	PDF  PaperFormat = "pdf"
	DOCX PaperFormat = "docx"
)

// MediaType is the format's name in a Content-Type.
func (f PaperFormat) MediaType() string {
	if f == DOCX {
		return documents.DOCXType
	}
	return "application/pdf"
}

// IssueDocument draws the number, renders the document and keeps it: number and
// PDF are issued together, and the same input renders to the same bytes for
// ever. An empty number is drawn by the hub, one entered by hand must be free.
func (o *Office) IssueDocument(ctx context.Context, a Actor, id ids.Case, kind documents.Kind, number string) (Detail, ids.Document, error) {
	now := o.Now()
	var doc ids.Document
	var answer Detail
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "document.issue", AnyVersion)
		if err != nil {
			return err
		}
		info, ok := documents.InfoOf(kind)
		if !ok || !info.Suits(s.Case.Kind) {
			return invalid("body.kind", "这类案件没有这种文书", "Cases of this kind have no such document")
		}
		if err := s.mayIssue(info); err != nil {
			return err
		}
		view, err := o.paperView(ctx, q, s, kind, now)
		if err != nil {
			return err
		}
		batch := &store.Batch{}
		b := batch.Queries()
		made, err := o.makePaper(ctx, q, b, s, info, view, number, now)
		if err != nil {
			return err
		}
		doc = made.id
		ev, err := o.enter(ctx, q, b, entry{
			Case: id, Kind: "document.issue", OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a,
			Fields: map[string]any{"document": doc.String(), "kind": kind, "number": made.number, "sha256": made.sha256},
		})
		if err != nil {
			return err
		}
		if err := o.correctAcross(ctx, tx, q, batch, s, made, kind, ev, now); err != nil {
			return err
		}
		if err := batch.Send(ctx, tx); err != nil {
			return numberTaken(err)
		}
		answer, err = o.detail(ctx, q, a, id, now)
		return err
	})
	return answer, doc, err
}

// mayIssue lets an organ issue its own papers: the sender its group, the others
// the papers of organs without a system.
func (s *seen) mayIssue(info documents.Info) error {
	own := info.Group == documents.Own && s.resource.Relation == "sender"
	theirs := info.Group == documents.Counterpart && (s.resource.Relation == "receiver" || s.resource.Relation == "procuratorate")
	if own || theirs {
		return nil
	}
	if info.Group == documents.Waiting {
		return fault.New(fault.Rule, "document.by_silence", fault.T("催办函在“对方逾期”一栏起草，由本机关负责人发出", "The letter is drafted where the case shows the silence, and sent by the head of your organ"))
	}
	return fault.New(fault.Rule, "document.not_yours", fault.T("这份文书由对方机关制作；可以登记对方文书的文号、日期和扫描件", "The counterpart makes this paper; record its number, date and scan instead"))
}

// reviewed reports whether a paper prints what the case was laid beside.
func reviewed(kind documents.Kind) bool {
	return kind == documents.PrecheckSheet || kind == documents.AgreementSheet
}

// PreviewDocument renders the very document that would be issued, marked as a
// draft. As a working copy it carries no number and names the version of the
// case it was made from.
func (o *Office) PreviewDocument(ctx context.Context, a Actor, id ids.Case, kind documents.Kind, format PaperFormat) (Paper, error) {
	now := o.Now()
	var view documents.Case
	var s *seen
	var file precheckFile
	err := o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		if s, err = o.open(ctx, q, a, id); err != nil {
			return err
		}
		if info, ok := documents.InfoOf(kind); !ok || !info.Suits(s.Case.Kind) || !s.may("case.content") {
			return missing()
		}
		if reviewed(kind) {
			if file, err = o.precheckFile(ctx, q, s, now); err != nil {
				return err
			}
		}
		view, err = o.paperView(ctx, q, s, kind, now)
		return err
	})
	if err != nil {
		return Paper{}, err
	}
	if reviewed(kind) {
		p, err := o.precheck(file)
		if err != nil {
			return Paper{}, err
		}
		view.Reviews = p.paper()
	}
	info, _ := documents.InfoOf(kind)
	view.Paper.Draft = info.Group != documents.Desk
	view.Paper.Date = civil.DateOf(now)
	p := Paper{Name: info.ZH + "." + string(format), Format: format}
	if format == DOCX {
		p.Content, err = o.Documents.DOCX(kind, view, documents.Copy{Version: fmt.Sprintf("案件第%d版", s.Case.Version)})
	} else {
		p.Content, err = o.Documents.Render(kind, view)
	}
	if err != nil {
		return Paper{}, err
	}
	return p, o.noteRead(ctx, s, "preview:"+string(kind), "", now)
}

// OpenDocument gives an issued document as it was issued, or a working copy
// made from what it was issued from.
func (o *Office) OpenDocument(ctx context.Context, a Actor, id ids.Case, doc ids.Document, format PaperFormat) (Paper, error) {
	var row dbsqlc.Document
	var s *seen
	err := o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		if s, err = o.look(ctx, q, a, id); err != nil {
			return err
		}
		if row, err = q.ReadDocument(ctx, doc, id); err != nil {
			return orMissing(err)
		}
		if s.may("document.read") || row.AgencyID == a.Agency || row.Kind == string(documents.TransferLetter) && s.may("document.read_letter") {
			return nil
		}
		return missing()
	})
	if err != nil {
		return Paper{}, err
	}
	if row.DestroyedAt != nil {
		return Paper{}, destroyed()
	}
	info, _ := documents.InfoOf(documents.Kind(row.Kind))
	name := info.ZH
	if row.Number != "" {
		name += " " + row.Number
	}
	if row.Hub != "" && format == DOCX {
		return Paper{}, fault.New(fault.Rule, "exchange.paper_as_issued", fault.T("对方枢纽机关制作的文书只有原件，没有可编辑副本", "A paper of another hub's organ is here as issued; there is no copy to edit"))
	}
	if format == DOCX {
		file, err := o.issuedCopy(row)
		if err != nil {
			return Paper{}, err
		}
		return Paper{Name: name + ".docx", Format: DOCX, Content: file}, o.noteRead(ctx, s, "document:"+doc.String(), "", o.Now())
	}
	pdf, err := o.paperBytes(row)
	if row.Hub != "" && fault.KindOf(err) == fault.Missing && err != nil {
		return Paper{}, fault.Wrap(fault.Clash, "exchange.paper_under_way", fault.T("文书随函传送中，原件还没有到达", "The paper is under way: its bytes are not here yet"), err)
	}
	if err != nil {
		return Paper{}, err
	}
	return Paper{Name: name + ".pdf", Format: PDF, Content: pdf}, o.noteRead(ctx, s, "document:"+doc.String(), "", o.Now())
}

// issuedCopy makes a working copy of an issued document from the input that is
// kept with it; the words are those of today's template, and say so where that
// is no longer the one it was issued with.
func (o *Office) issuedCopy(row dbsqlc.Document) ([]byte, error) {
	var view documents.Case
	if err := json.Unmarshal(row.Input, &view); err != nil {
		return nil, fmt.Errorf("read the input of a document: %w", err)
	}
	from := documents.Copy{Issued: true, Version: fmt.Sprintf("%x", row.Sha256), Template: row.Template}
	if row.State == "void" {
		from.Warnings = []string{"已作废"}
	}
	return o.Documents.DOCX(documents.Kind(row.Kind), view, from)
}

// VoidDocument takes a spoiled document and its number out of use, with the reason.
func (o *Office) VoidDocument(ctx context.Context, a Actor, id ids.Case, doc ids.Document, reason string) (Detail, error) {
	if reason == "" {
		return Detail{}, invalid("body.reason", "请写明作废理由", "Give the reason")
	}
	if err := cleanText("body.reason", &reason); err != nil {
		return Detail{}, err
	}
	return o.changeDocument(ctx, a, id, doc, "document.void", map[string]any{"reason": reason}, func(ctx context.Context, _, b *dbsqlc.Queries, _ dbsqlc.Document) error {
		return b.VoidDocument(ctx, doc, reason)
	})
}

func (o *Office) changeDocument(ctx context.Context, a Actor, id ids.Case, doc ids.Document, kind string, f map[string]any, change func(context.Context, *dbsqlc.Queries, *dbsqlc.Queries, dbsqlc.Document) error) (Detail, error) {
	now := o.Now()
	var answer Detail
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, "document.issue", AnyVersion)
		if err != nil {
			return err
		}
		row, err := q.ReadDocument(ctx, doc, id)
		if err != nil {
			return orMissing(err)
		}
		if kind == "document.void" {
			if err := refuseArchived(ctx, q, s); err != nil {
				return err
			}
		}
		if row.AgencyID != a.Agency || row.State == "void" {
			return fault.New(fault.Rule, "document.not_yours", fault.T("只能处理本机关制作且未作废的文书", "Only your own documents that are not void can be changed"))
		}
		if row.Kind == string(documents.TransferLetter) && s.Case.SentAt != nil && s.Snapshot.State.Open() && kind == "document.void" {
			return fault.New(fault.Rule, "document.sent", fault.T("移送书已随案移送，不能作废；可以商请撤回", "The letter has been sent; ask to withdraw instead"))
		}
		batch := &store.Batch{}
		b := batch.Queries()
		if err := change(ctx, q, b, row); err != nil {
			return err
		}
		if err := touch(ctx, b, s, now); err != nil {
			return err
		}
		f["document"] = doc.String()
		ev, err := o.enter(ctx, q, b, entry{Case: id, Kind: kind, OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: f})
		if err != nil {
			return err
		}
		if kind == "document.void" {
			reason, _ := f["reason"].(string)
			if err := o.voidAcross(ctx, tx, q, batch, s, row, reason, ev, now); err != nil {
				return err
			}
		}
		if err := batch.Send(ctx, tx); err != nil {
			return err
		}
		answer, err = o.detail(ctx, q, a, id, now)
		return err
	})
	return answer, err
}

// Volume is the whole case for the police desk: intake sheet, letter, forms and
// files in the order of the checklist, merged and bookmarked (一卷 PDF).
func (o *Office) Volume(ctx context.Context, a Actor, id ids.Case) (Paper, error) {
	now := o.Now()
	var view documents.Case
	var s *seen
	var files []dbsqlc.ListEvidenceRow
	err := o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		if s, err = o.open(ctx, q, a, id); err != nil {
			return err
		}
		if !s.may("case.content") || !s.may("evidence.read") {
			return missing()
		}
		if files, err = q.ListEvidence(ctx, id); err != nil {
			return err
		}
		view, err = o.paperView(ctx, q, s, documents.IntakeSheet, now)
		return err
	})
	if err != nil {
		return Paper{}, err
	}
	intake, err := o.Documents.Render(documents.IntakeSheet, view)
	if err != nil {
		return Paper{}, err
	}
	parts := []documents.Part{{Title: "接案一张纸", PDF: intake}}
	more, err := o.volumeParts(s, files)
	if err != nil {
		return Paper{}, err
	}
	pdf, _, err := o.Documents.Volume(view, append(parts, more...)) // what could not be merged stands as a page of its own
	if err != nil {
		return Paper{}, err
	}
	return Paper{Name: s.Case.Number + " 案卷.pdf", Format: PDF, Content: pdf}, o.noteRead(ctx, s, "volume", "", now)
}

func (o *Office) volumeParts(s *seen, files []dbsqlc.ListEvidenceRow) ([]documents.Part, error) {
	var parts []documents.Part
	load := func(title string, digest []byte) error {
		content, err := o.Blobs.Get(blobs.Digest(digest))
		if err != nil {
			return err
		}
		defer content.Close()
		raw, err := io.ReadAll(content)
		parts = append(parts, documents.Part{Title: title, PDF: raw})
		return err
	}
	byID := map[ids.Evidence]dbsqlc.ListEvidenceRow{}
	for _, f := range files {
		byID[f.ID] = f
	}
	for _, d := range s.Documents {
		if d.State == "void" || d.AgencyID != s.Case.SenderID {
			continue
		}
		info, _ := documents.InfoOf(documents.Kind(d.Kind))
		digest := d.Sha256
		if sealed, ok := byID[d.SealedID]; ok && sealed.Detected == "application/pdf" && sealed.State == "available" {
			digest = sealed.Sha256
		}
		if err := load(info.ZH+" "+d.Number, digest); err != nil {
			return nil, err
		}
	}
	for _, line := range s.lines(nil) {
		for _, m := range line.Materials {
			if f, ok := byID[m.Evidence]; ok && f.Detected == "application/pdf" && f.State == "available" {
				if err := load(m.Title, f.Sha256); err != nil {
					return nil, err
				}
			}
		}
	}
	return parts, nil
}
