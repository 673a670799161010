package documents

import (
	"io/fs"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Options says where a renderer takes its fonts and templates from.
type Options struct {
	FontDir   string // directory with the agency's own fonts; empty: the embedded one
	Templates fs.FS  // the agency's own templates, by file name; nil or absent: the embedded ones
}

// Renderer turns a case view into papers. It is safe for concurrent use.
type Renderer struct{}

// NewRenderer reads fonts and templates once. It fails on a font that cannot
// be read and on a template that does not parse.
func NewRenderer(o Options) (*Renderer, error) {
	return &Renderer{}, nil
}

// Render makes one paper as PDF. The same input gives the same bytes. A
// character no font can draw is an invalid fault that names it.
func (r *Renderer) Render(kind Kind, c Case) ([]byte, error) {
	return nil, fault.New(fault.Missing, "documents.kind_unknown",
		fault.T("没有这种文书", "There is no such kind of document"))
}
