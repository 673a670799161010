package casework

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// madePaper is a paper that was just issued.
type madePaper struct {
	id             ids.Document
	number, sha256 string
	sum            [sha256.Size]byte
}

// makePaper draws the number, renders, keeps the bytes and writes the row. The
// caller enters it in the record and sends the batch.
func (o *Office) makePaper(ctx context.Context, q, b *dbsqlc.Queries, s *seen, info documents.Info, view documents.Case, number string, now time.Time) (madePaper, error) {
	made := madePaper{id: ids.New[ids.Document](now)}
	var err error
	if made.number, err = drawNumber(ctx, q, s, info, number, now); err != nil {
		return made, err
	}
	view.Paper.Number, view.Paper.Date, view.Paper.Draft = made.number, civil.DateOf(now), false
	pdf, err := o.Documents.Render(info.Kind, view)
	if err != nil {
		return made, err
	}
	if _, err := o.Blobs.Put(ctx, bytes.NewReader(pdf), int64(len(pdf))+1); err != nil {
		return made, err
	}
	form, err := o.Documents.Form(info.Kind)
	if err != nil {
		return made, err
	}
	input, err := json.Marshal(view)
	if err != nil {
		return made, fmt.Errorf("keep the input of a document: %w", err)
	}
	sum := sha256.Sum256(pdf)
	made.sum, made.sha256 = sum, fmt.Sprintf("%x", sum)
	if err := b.InsertDocument(ctx, dbsqlc.InsertDocumentParams{
		ID: made.id, CaseID: s.Case.ID, AgencyID: s.actor.Agency, Kind: string(info.Kind), Number: made.number, Template: form.Edition.String() + " " + form.Digest[:12], Input: input, Sha256: sum[:], IssuedBy: s.actor.User, IssuedAt: now,
	}); err != nil {
		return made, err
	}
	if err := touch(ctx, b, s, now); err != nil {
		return made, err
	}
	if made.number == "" {
		return made, nil
	}
	found := findableOf(s.Loaded)
	found.papers = append(found.papers, paperNumber{string(info.Kind), made.number})
	return made, found.indexAll(ctx, b, s.Case.ID, s.Parts)
}

// drawNumber gives the next number of the organ's series, or checks one that was
// entered by hand.
func drawNumber(ctx context.Context, q *dbsqlc.Queries, s *seen, info documents.Info, number string, now time.Time) (string, error) {
	if number != "" {
		n, err := documents.ParseNumber(number)
		if err != nil {
			return "", err
		}
		taken, err := q.NumberTaken(ctx, n.String())
		if err != nil {
			return "", err
		}
		if taken {
			return "", numberTaken(nil)
		}
		return n.String(), nil
	}
	if !info.Numbered {
		return "", nil
	}
	prefix := s.Agencies[s.actor.Agency].DocPrefix
	if prefix == "" { // a branch without a series of its own numbers with the organ it acts for
		prefix = s.Agencies[s.actingOrgan(s.actor.Agency)].DocPrefix
	}
	if prefix == "" {
		return "", invalid("body.number", "本机关尚未登记机关代字，请手工填写文号，或者在“机关与人员”登记代字", "Your organ has no number prefix yet: give the number, or register the prefix")
	}
	year := civil.DateOf(now).Year
	// The row lock makes the sequence gap-free: a rolled-back issue gives its
	// number back.
	for {
		last, err := q.DrawNumber(ctx, s.actor.Agency, string(info.Kind), int32(year))
		if err != nil {
			return "", err
		}
		n := documents.Number{Prefix: prefix + numberWord[info.Kind], Year: year, Seq: int(last)}
		taken, err := q.NumberTaken(ctx, n.String())
		if err != nil || !taken {
			return n.String(), err
		}
	}
}

// numberTaken answers who asks for a number that exists, also when two ask at
// once and only the index knows.
func numberTaken(err error) error {
	if pg, ok := errors.AsType[*pgconn.PgError](err); err != nil && (!ok || pg.ConstraintName != "documents_number") {
		return fmt.Errorf("issue a document: %w", err)
	}
	return fault.Wrap(fault.Clash, "document.number_taken", fault.T("该文号已使用", "This document number is taken"), err)
}

// numberWord tells the series of one organ apart.
var numberWord = map[documents.Kind]string{
	documents.TransferLetter: "移", documents.PartyNotice: "告", documents.ItemsHandover: "物", documents.ReconsiderationRequest: "复", documents.SupervisionSuggestion: "监", documents.UrgingLetter: "催",
	documents.AcceptanceReceipt: "受", documents.SupplementNotice: "补", documents.FilingDecisionNotice: "立", documents.NoFilingNotice: "不立",
	documents.ConsultNotice: "磋", documents.CompensationAgreement: "赔", documents.FailureStatement: "磋", documents.PerformanceStatement: "履",
	documents.LeadLetter: "线",
}
