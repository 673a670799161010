package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// SealCheck is a sealed version laid beside its paper (盖章件核对). It is kept with
// the document and in the record.
type SealCheck struct {
	State      string `json:"state,omitempty"`       // same, differs, unchecked; empty: sealed before there was a check
	PaperPages int    `json:"paper_pages,omitempty"` // pages of the paper as issued
	ScanPages  int    `json:"scan_pages,omitempty"`  // pages of the sealed version; 0: not countable
	Why        string `json:"why,omitempty"`         // why it was not checked: format, size, broken
	Reason     string `json:"reason,omitempty"`      // why it was attached although it differs
}

// What a check comes to.
const (
	sealSame      = "same"
	sealDiffers   = "differs"
	sealUnchecked = "unchecked"
)

// SealDocument attaches the sealed version (盖章件) to an issued document. A scan
// with another number of pages is attached for a reason only; the upload stays in
// the case either way. Formats whose pages the hub cannot count, such as OFD, are
// taken as they are, and it is said that nobody counted.
func (o *Office) SealDocument(ctx context.Context, a Actor, id ids.Case, doc ids.Document, evidence ids.Evidence, reason string) (Detail, error) {
	reason = strings.TrimSpace(reason)
	textErr := cleanText("body.reason", &reason)
	fields := map[string]any{"evidence": evidence.String()}
	return o.changeDocument(ctx, a, id, doc, "document.seal", fields, func(ctx context.Context, q, b *dbsqlc.Queries, row dbsqlc.Document) error {
		if textErr != nil {
			return textErr
		}
		scan, err := q.ReadEvidence(ctx, evidence, id)
		if noRows(err) {
			return invalid("body.evidence_id", "盖章件不在本案中，请先上传", "Upload the sealed version first")
		}
		if err != nil {
			return err
		}
		check, err := o.compareSealed(row, scan)
		if err != nil {
			return err
		}
		if check.State == sealDiffers {
			if reason == "" {
				return check.refusal()
			}
			check.Reason = reason
		}
		kept, err := json.Marshal(check)
		if err != nil {
			return fmt.Errorf("keep the check of a sealed version: %w", err)
		}
		fields["check"] = check
		return b.SealDocument(ctx, doc, evidence, kept)
	})
}

// compareSealed lays the scan of a case beside its paper.
func (o *Office) compareSealed(row dbsqlc.Document, scan dbsqlc.ReadEvidenceRow) (SealCheck, error) {
	return o.compareScan(row.Sha256, scannedFile{scan.Detected, scan.Size, scan.Sha256})
}

// scannedFile is a sealed version as it is kept.
type scannedFile struct {
	detected string
	size     int64
	sha256   []byte
}

// compareScan counts the pages of an issued paper, by its digest, and of a scan.
func (o *Office) compareScan(issued []byte, scan scannedFile) (SealCheck, error) {
	paper, err := o.content(issued)
	if err != nil {
		return SealCheck{}, err
	}
	check := SealCheck{State: sealUnchecked}
	if check.PaperPages, err = documents.PageCount(paper); err != nil {
		return check, fmt.Errorf("count the pages of an issued paper: %w", err)
	}
	switch {
	case strings.HasPrefix(scan.detected, "image/"):
		check.ScanPages = 1
	case scan.detected != pdfType:
		check.Why = "format"
		return check, nil
	case scan.size > readableFile:
		check.Why = "size"
		return check, nil
	default:
		raw, err := o.content(scan.sha256)
		if err != nil {
			return check, err
		}
		if check.ScanPages, err = documents.PageCount(raw); err != nil {
			check.Why = "broken"
			return check, nil
		}
	}
	if check.State = sealSame; check.ScanPages != check.PaperPages {
		check.State = sealDiffers
	}
	return check, nil
}

func (c SealCheck) refusal() *fault.Error {
	return fault.New(fault.Rule, "document.seal_differs", fault.T(
		fmt.Sprintf("文书共%d页，盖章件共%d页，请核对是否漏扫或者传错；确属本文书的，写明理由后再附上。文件已保存在本案中", c.PaperPages, c.ScanPages),
		fmt.Sprintf("The paper has %d pages, the sealed version %d: see whether a page is missing or it is another paper; if it is this one, give the reason. The file stays in the case", c.PaperPages, c.ScanPages)))
}

// SealCheckOf reads how the sealed version of a document compared.
func SealCheckOf(d Document) (c SealCheck) {
	if json.Unmarshal(d.SealedCheck, &c) != nil {
		return SealCheck{}
	}
	return c
}
