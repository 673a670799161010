package documents

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"text/template"

	"github.com/xianjie-hub/xianjie/documents/markup"
	"github.com/xianjie-hub/xianjie/documents/templates"
	"github.com/xianjie-hub/xianjie/domain/civil"
)

// Form is what a paper's template says about itself. Keep Edition and Digest
// with an issued paper: they say which words it was made with.
type Form struct {
	Edition civil.Date // the day of its wording
	Digest  string     // SHA-256 of its source, in hexadecimal
	Basis   []Basis    // the articles that belong to the form
}

type form struct {
	Form
	template *template.Template
}

// view is what a template sees.
type view struct {
	Case
	Info Info
	Form Form

	Entries               []entry // of a volume's contents
	PartTitle, PartReason string  // of a part that could not be merged
	Archive               Archive // of a sheet of an archived case
}

// loadForms reads the template of every kind, the agency's own first.
func loadForms(own fs.FS) (map[Kind]form, error) {
	forms := make(map[Kind]form)
	kinds := append([]Kind{"contents", "placeholder"}, archiveSheets...) // sheets that are no papers
	for _, info := range Kinds() {
		kinds = append(kinds, info.Kind)
	}
	for _, kind := range kinds {
		source, err := readTemplate(own, string(kind)+".tmpl")
		if err != nil {
			return nil, err
		}
		if forms[kind], err = loadForm(kind, source); err != nil {
			return nil, fmt.Errorf("template %s: %w", kind, err)
		}
	}
	return forms, nil
}

func readTemplate(own fs.FS, name string) ([]byte, error) {
	if own != nil {
		source, err := fs.ReadFile(own, name)
		if err == nil {
			return source, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("read own template %s: %w", name, err)
		}
	}
	source, err := templates.Files.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read template %s: %w", name, err)
	}
	return source, nil
}

func loadForm(kind Kind, source []byte) (form, error) {
	prepared, err := markup.Prepare(string(source))
	if err != nil {
		return form{}, err
	}
	edition, err := civil.ParseDate(prepared.Edition)
	if err != nil {
		return form{}, fmt.Errorf("@edition: %w", err)
	}
	parsed, err := template.New(string(kind)).Funcs(words).Parse(prepared.Body)
	if err != nil {
		return form{}, err
	}
	digest := sha256.Sum256(source)
	f := form{Form: Form{Edition: edition, Digest: hex.EncodeToString(digest[:])}, template: parsed}
	for _, b := range prepared.Basis {
		f.Basis = append(f.Basis, Basis{Document: b[0], Number: b[1], Article: b[2]})
	}
	return f, nil
}

// text runs the template.
func (f form) text(v view) (string, error) {
	v.Form = f.Form
	var out bytes.Buffer
	if err := f.template.Execute(&out, v); err != nil {
		return "", fmt.Errorf("run template %s: %w", f.template.Name(), err)
	}
	return out.String(), nil
}
