package reviews

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"

	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

// Problems reads the sheets of a folder and says everything wrong with them, with
// file and line.
func Problems(fsys fs.FS, book *rules.Book) []rules.Problem {
	_, problems := read(fsys, book)
	return problems
}

// reader collects what the files say and what is wrong with them.
type reader struct {
	book     *rules.Book
	file     string
	sheets   []Sheet
	problems []rules.Problem
}

func read(fsys fs.FS, book *rules.Book) ([]Sheet, []rules.Problem) {
	r := &reader{book: book}
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		r.bad(0, "", "%v", err)
	}
	for _, name := range names {
		r.file = name
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			r.bad(0, "", "%v", err)
			continue
		}
		var f sheetsFile
		dec := yaml.NewDecoder(bytes.NewReader(raw))
		dec.KnownFields(true)
		if err := dec.Decode(&f); err != nil && !errors.Is(err, io.EOF) {
			r.syntax(err)
			continue
		}
		for _, s := range f.Sheets {
			r.sheet(s)
		}
	}
	slices.SortStableFunc(r.problems, func(a, b rules.Problem) int { return cmp.Or(cmp.Compare(a.File, b.File), a.Line-b.Line) })
	return r.sheets, r.problems
}

func (r *reader) bad(line int, id, format string, args ...any) {
	r.problems = append(r.problems, rules.Problem{File: r.file, Line: line, Rule: id, Text: fmt.Sprintf(format, args...)})
}

var yamlLine = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)

// syntax turns the parser's complaints into problems with their lines.
func (r *reader) syntax(err error) {
	list := []string{err.Error()}
	if t, ok := errors.AsType[*yaml.TypeError](err); ok {
		list = t.Errors
	}
	for _, s := range list {
		at := 0
		if m := yamlLine.FindStringSubmatch(s); m != nil {
			at, _ = strconv.Atoi(m[1])
			s = m[2]
		}
		r.bad(at, "", "%s", s)
	}
}

// sheet takes a sheet and checks it whole.
func (r *reader) sheet(f sheetField) {
	id, at := f.ID.Value, f.ID.line
	s := Sheet{ID: id, Title: f.Title.fault(), Kind: referral.Kind(f.Kind.Value), Senders: values[referral.Sector](f.Senders), From: f.From.Date, To: f.To.Date, Basis: r.basis(id, f.Basis)}
	if !name.MatchString(id) {
		r.bad(at, id, "id is not words joined by _")
	}
	if !f.Title.whole() {
		r.bad(at, id, "title missing in a language")
	}
	proc, err := referral.For(s.Kind)
	if err != nil {
		r.bad(cmp.Or(f.Kind.line, at), id, "unknown kind %q", f.Kind.Value)
		return
	}
	for _, w := range f.Senders {
		if !proc.MaySend(referral.Sector(w.Value)) || !deadline.Sector(w.Value).Known() {
			r.bad(w.line, id, "no organ of sector %q sends this kind", w.Value)
		}
	}
	if s.From.IsZero() {
		r.bad(at, id, "from missing")
	}
	if !s.To.IsZero() && s.To.Before(s.From) {
		r.bad(f.To.line, id, "to lies before from")
	}
	if len(s.Basis) == 0 {
		r.bad(at, id, "basis missing")
	}
	for _, other := range r.sheets {
		if other.ID == id && (other.holds(s.From) || s.holds(other.From)) {
			r.bad(at, id, "holds at the same time as another edition")
		}
	}
	sum := 0
	for _, l := range f.Lines {
		line := r.line(s, proc, l)
		if _, twice := s.Line(line.ID); twice {
			r.bad(l.ID.line, line.ID, "line given twice")
		}
		if s.Lines = append(s.Lines, line); !line.Bonus {
			sum += line.Points
		}
	}
	if len(s.Lines) == 0 {
		r.bad(at, id, "no lines")
	}
	if f.Points.Value != sum {
		r.bad(cmp.Or(f.Points.line, at), id, "points of the lines add up to %d, not to %d", sum, f.Points.Value)
	}
	r.sheets = append(r.sheets, s)
}

var name = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

func (r *reader) basis(id string, list []basisField) (out []fault.Basis) {
	for _, b := range list {
		d, known := rules.Register()[b.Doc.Value]
		if !known {
			r.bad(b.Doc.line, id, "unknown document %s", b.Doc.Value)
		}
		if b.Article == "" {
			r.bad(b.Doc.line, id, "article missing")
		}
		out = append(out, d.Cite(b.Article))
	}
	return out
}
