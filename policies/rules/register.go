package rules

import (
	"sync"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Document is a text that data may stand on, as documents.yaml registers it.
type Document struct {
	Title    string
	Number   string     // 文号; empty for statutes
	From, To civil.Date // first and last day; To is zero while it holds
}

// Cite names an article of the document.
func (d Document) Cite(article string) fault.Basis {
	return fault.Basis{Document: d.Title, Number: d.Number, Article: article}
}

// Register gives the registered documents by their keys, for other data that
// cites them: a document is registered once.
var Register = sync.OnceValue(func() map[string]Document {
	r := newReader("")
	r.registers(packs)
	out := make(map[string]Document, len(r.documents))
	for key, d := range r.documents {
		out[key] = Document{Title: d.Title, Number: d.Number, From: d.From.Date, To: d.To.Date}
	}
	return out
})
