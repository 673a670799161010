package casework

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// maxPrinted bounds the papers of one print job.
const maxPrinted = 20

// PrintDocuments gives several issued papers of a case as one file, in the order they
// were asked for (一次打印). Void papers are not printed.
func (o *Office) PrintDocuments(ctx context.Context, a Actor, id ids.Case, docs []ids.Document) (Paper, error) {
	var rows []dbsqlc.Document
	var s *seen
	err := o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		if s, err = o.open(ctx, q, a, id); err != nil {
			return err
		}
		if len(docs) == 0 || len(docs) > maxPrinted {
			return invalid("query.document", fmt.Sprintf("请选择一至%d份文书", maxPrinted), fmt.Sprintf("Choose one to %d papers", maxPrinted))
		}
		for _, d := range docs {
			row, err := q.ReadDocument(ctx, d, id)
			if err != nil {
				return orMissing(err)
			}
			if !s.may("document.read") && row.AgencyID != a.Agency || row.State == "void" {
				return missing()
			}
			if row.DestroyedAt != nil {
				return destroyed()
			}
			rows = append(rows, row)
		}
		return nil
	})
	if err != nil {
		return Paper{}, err
	}
	var papers [][]byte
	var read []string
	for _, row := range rows {
		pdf, err := o.paperBytes(row)
		if err != nil {
			return Paper{}, err
		}
		papers, read = append(papers, pdf), append(read, row.ID.String())
	}
	pdf, err := documents.PrintJob(papers)
	if err != nil {
		return Paper{}, err
	}
	for _, d := range read {
		if err := o.noteRead(ctx, s, "document:"+d, "", o.Now()); err != nil {
			return Paper{}, err
		}
	}
	return Paper{Name: strings.TrimSpace(s.Case.Number+" 文书") + ".pdf", Format: PDF, Content: pdf}, nil
}

// paperBytes reads the PDF of an issued paper.
func (o *Office) paperBytes(row dbsqlc.Document) ([]byte, error) {
	content, err := o.Blobs.Get(blobs.Digest(row.Sha256))
	if err != nil {
		return nil, err
	}
	defer content.Close()
	pdf, err := io.ReadAll(content)
	if err != nil {
		return nil, fmt.Errorf("read a document: %w", err)
	}
	return pdf, nil
}
