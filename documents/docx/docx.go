// Package docx writes the blocks of an official paper as WordprocessingML
// (ISO/IEC 29500), in the layout of GB/T 9704-2012, for an office that edits it
// in WPS or Word before it goes out. The file is a working copy: its properties
// say what it was made from. The paper that is issued and sealed is the PDF.
//
// The same blocks give the same bytes: parts stand in one order, and no clock
// is read.
package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"time"

	"github.com/xianjie-hub/xianjie/documents/layout"
)

// MediaType is what a DOCX is called in a Content-Type.
const MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// Property is one entry of the file's own properties (自定义属性).
type Property struct{ Name, Value string }

// Origin says what a working copy was made from.
type Origin struct {
	Note       string     // one sentence for whoever opens the properties
	Version    string     // of the case, or the digest of the issued paper
	Properties []Property // further entries, in this order
}

// Write sets a paper in a frame (layout.Measure) and gives its file.
func Write(paper layout.Paper, frame layout.Frame, origin Origin) ([]byte, error) {
	b := &body{frame: frame}
	for _, block := range paper.Blocks {
		if err := b.block(block); err != nil {
			return nil, err
		}
	}
	parts := []struct {
		name string
		root *element
	}{
		{"[Content_Types].xml", contentTypes(paper.Marks)},
		{"_rels/.rels", packageRelations()},
		{"docProps/app.xml", appProperties()},
		{"docProps/core.xml", coreProperties(paper, origin)},
		{"docProps/custom.xml", customProperties(origin)},
		{"word/document.xml", b.document(paper.Marks)},
		{"word/_rels/document.xml.rels", documentRelations(paper.Marks)},
		{"word/styles.xml", styles(frame)},
		{"word/settings.xml", settings()},
		{"word/fontTable.xml", fontTable()},
	}
	for _, f := range furniture(paper.Marks) {
		parts = append(parts, struct {
			name string
			root *element
		}{"word/" + f.file, f.root(frame, paper.Marks)})
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: dayOne})
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", p.name, err)
		}
		if _, err := w.Write(p.root.part()); err != nil {
			return nil, fmt.Errorf("write %s: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("close the archive: %w", err)
	}
	return out.Bytes(), nil
}

// dayOne is the first day an archive can name; every entry has it.
var dayOne = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)
