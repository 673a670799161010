package documents

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
)

// Rendition is a message between hubs as a paper for human eyes (可读文本): where a hub
// does not understand the message, people act on this by hand.
type Rendition struct {
	Title    string // what the act is called
	Number   string // of the case, as its hub writes it
	From, To string
	At       string // when it was done, by the sender's clock
	Purpose  string
	Basis    []string
	Marks    []string // how it is to be handled
	Sections []RenditionSection
	Message  string // id of the envelope
}

// RenditionSection is a heading with what stands below it.
type RenditionSection struct {
	Title string
	Rows  []RenditionRow
}

// RenditionRow is one thing that is said; without a label it stands alone.
type RenditionRow struct{ Label, Value string }

//go:embed rendition.html
var renditionText string

var renditionPage = template.Must(template.New("rendition").Parse(renditionText))

// HTML gives the page: no script, no other file, every word of a sender escaped.
func (r Rendition) HTML() ([]byte, error) {
	var b bytes.Buffer
	if err := renditionPage.Execute(&b, r); err != nil {
		return nil, fmt.Errorf("write a rendition: %w", err)
	}
	return b.Bytes(), nil
}
