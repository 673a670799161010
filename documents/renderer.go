package documents

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/xianjie-hub/xianjie/documents/fonts"
	"github.com/xianjie-hub/xianjie/documents/layout"
	"github.com/xianjie-hub/xianjie/documents/markup"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Options says where a renderer takes its fonts and templates from.
type Options struct {
	FontDir   string // directory with the agency's own fonts (fonts/README.md); empty: the embedded one
	Templates fs.FS  // the agency's own templates, by file name; nil or absent: the embedded ones
}

// Renderer turns a case view into papers. It is safe for concurrent use.
type Renderer struct {
	fonts *layout.Fonts
	forms map[Kind]form
}

// NewRenderer reads fonts and templates once. It fails on a font that cannot
// be read and on a template that does not parse.
func NewRenderer(o Options) (*Renderer, error) {
	own, err := readFonts(o.FontDir)
	if err != nil {
		return nil, err
	}
	faces, err := layout.NewFonts(own, fonts.Serif)
	if err != nil {
		return nil, fmt.Errorf("load fonts: %w", err)
	}
	forms, err := loadForms(o.Templates)
	if err != nil {
		return nil, fmt.Errorf("load templates: %w", err)
	}
	return &Renderer{fonts: faces, forms: forms}, nil
}

// fontFiles are the names an agency's own faces have in its font directory.
var fontFiles = map[layout.Role]string{
	layout.Body:    "body.ttf",
	layout.Title:   "title.ttf",
	layout.Heading: "heading.ttf",
}

func readFonts(dir string) (map[layout.Role][]byte, error) {
	own := make(map[layout.Role][]byte)
	if dir == "" {
		return own, nil
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("font directory: %w", err)
	}
	for role, name := range fontFiles {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("font directory: %w", err)
		}
		own[role] = data
	}
	return own, nil
}

// Form tells which template a kind is made with. It fails for a kind that
// does not exist.
func (r *Renderer) Form(kind Kind) (Form, error) {
	f, ok := r.forms[kind]
	if !ok {
		return Form{}, unknownKind()
	}
	return f.Form, nil
}

// Render makes one paper as PDF. The same input gives the same bytes. Invalid
// faults name a character that no font can draw (documents.glyph_missing) and
// a field with characters a reader cannot see (documents.hidden_character).
func (r *Renderer) Render(kind Kind, c Case) ([]byte, error) {
	f, ok := r.forms[kind]
	info, known := InfoOf(kind)
	if !ok || !known {
		return nil, unknownKind()
	}
	pdf, _, err := r.set(f, view{Case: c, Info: info}, marks(c))
	return pdf, err
}

// Text gives the words of a paper with the marks of its template, one block a
// line: what a preview compares and a golden keeps.
func (r *Renderer) Text(kind Kind, c Case) (string, error) {
	f, ok := r.forms[kind]
	info, known := InfoOf(kind)
	if !ok || !known {
		return "", unknownKind()
	}
	if err := refuseHidden(c); err != nil {
		return "", err
	}
	text, err := f.text(view{Case: c, Info: info})
	if err != nil {
		return "", err
	}
	return markup.Readable(text), nil
}

// sheet makes a page of a volume.
func (r *Renderer) sheet(name Kind, c Case, title, reason string, entries []entry) (pdf []byte, pages int, err error) {
	v := view{Case: c, Info: Info{ZH: "卷内目录"}, Entries: entries, PartTitle: title, PartReason: reason}
	m := marks(c)
	m.Code, m.Unnumbered = "", true
	return r.set(r.forms[name], v, m)
}

// compose runs a template and gives the paper to be set.
func (r *Renderer) compose(f form, v view, m layout.Marks) (layout.Paper, error) {
	if err := refuseHidden(v); err != nil {
		return layout.Paper{}, err
	}
	text, err := f.text(v)
	if err != nil {
		return layout.Paper{}, err
	}
	paper, err := markup.Parse(text)
	if err != nil {
		return layout.Paper{}, fmt.Errorf("template %s: %w", f.template.Name(), err)
	}
	paper.Title, paper.Subject = v.Info.ZH, number(v.Paper.Number)
	if v.Paper.Number == "" {
		paper.Subject = v.Title
	}
	paper.Created = v.Paper.Date.String()
	paper.Marks = m
	return paper, nil
}

// set runs a template and lays its text out.
func (r *Renderer) set(f form, v view, m layout.Marks) (pdf []byte, pages int, err error) {
	pdf, pages, err = r.lay(f, v, m)
	if missing, is := errors.AsType[*layout.MissingGlyph](err); is {
		return nil, 0, glyphMissing(missing.Char)
	}
	return pdf, pages, err
}

func (r *Renderer) lay(f form, v view, m layout.Marks) (pdf []byte, pages int, err error) {
	paper, err := r.compose(f, v, m)
	if err != nil {
		return nil, 0, err
	}
	if pdf, pages, err = layout.Write(paper, r.fonts); err != nil {
		return nil, 0, fmt.Errorf("set %s: %w", f.template.Name(), err)
	}
	return pdf, pages, nil
}

// marks puts the warnings and the code that finds the case into the margins.
func marks(c Case) layout.Marks {
	m := layout.Marks{Code: c.Link, Caption: c.Number}
	if m.Code == "" {
		m.Code = c.Number
	}
	if c.Synthetic {
		m.Warnings = append(m.Warnings, "演示虚构")
	}
	if c.Paper.Draft {
		m.Warnings = append(m.Warnings, "草稿")
	}
	return m
}

func unknownKind() error {
	return fault.New(fault.Missing, "documents.kind_unknown",
		fault.T("没有这种文书", "There is no such kind of document"))
}

func glyphMissing(char rune) error {
	return fault.New(fault.Invalid, "documents.glyph_missing", fault.T(
		fmt.Sprintf("字库中没有“%c”（U+%04X），文书无法生成；请联系管理员安装含此字的字库", char, char),
		fmt.Sprintf("No installed font has the character %c (U+%04X), so the document cannot be made; ask the administrator for a font that has it", char, char)))
}
