package casework

import (
	"io"
	"slices"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/reviews"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Opening a PDF takes some three times its size in memory, so that what is larger
// is left to a person, and no request opens more than so much in all.
const (
	readableFile = 32 << 20
	readableCase = 128 << 20
)

const pdfType = "application/pdf"

// countPages opens the files behind the materials and counts their pages.
func (o *Office) countPages(materials []referral.Material, files []dbsqlc.ListEvidenceRow) (map[ids.Evidence]reviews.Scan, error) {
	out := map[ids.Evidence]reviews.Scan{}
	left := int64(readableCase)
	for _, e := range files {
		if !slices.ContainsFunc(materials, func(m referral.Material) bool { return m.Evidence == e.ID }) {
			continue
		}
		switch {
		case e.Detected != pdfType: // a photo or a recording has no pages
			out[e.ID] = reviews.Scan{}
		case e.State != "available" || e.Size > readableFile || e.Size > left:
			out[e.ID] = reviews.Scan{Paged: true, Unread: true}
		default:
			left -= e.Size
			raw, err := o.content(e.Sha256)
			if err != nil {
				return nil, err
			}
			pages, err := documents.PageCount(raw)
			out[e.ID] = reviews.Scan{Paged: true, Pages: pages, Broken: err != nil}
		}
	}
	return out, nil
}

// content reads a whole file of the evidence store.
func (o *Office) content(digest []byte) ([]byte, error) {
	file, err := o.Blobs.Get(blobs.Digest(digest))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}
