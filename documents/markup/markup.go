// Package markup reads the language of the document templates.
//
// A template is text for text/template whose lines beginning with @ say how
// something is set; every other line is a paragraph. The marks are turned into
// control characters before the template runs, so nothing a person typed into
// a case can be taken for one. templates/README.md describes the language.
package markup

import (
	"fmt"
	"regexp"
	"strings"
)

// The marks while a template runs. Case data may not contain them.
const (
	record = "\x1e" // begins a directive
	unit   = "\x1f" // parts the cells of a directive
)

// Form is what a template says about itself.
type Form struct {
	Edition string     // YYYY-MM-DD, the day of its wording
	Basis   [][]string // document, number, article: the articles that belong to the form
	Body    string     // source for text/template, marks replaced
}

// control matches a line that only steers the template and prints nothing.
var control = regexp.MustCompile(`^(\s*\{\{-?\s*((if|else|end|range|with|define|block|template|break|continue)\b|/\*|\$\w+\s*(:=|=))[^}]*\}\})+\s*$`)

// action matches one action of text/template.
var action = regexp.MustCompile(`\{\{.*?\}\}`)

// Prepare reads a template's source.
func Prepare(source string) (Form, error) {
	var form Form
	var body strings.Builder
	for n, line := range strings.Split(source, "\n") {
		line = strings.TrimRight(line, " \r")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "@edition "):
			form.Edition = strings.TrimSpace(strings.TrimPrefix(line, "@edition "))
		case strings.HasPrefix(line, "@basis "):
			parts := strings.Split(strings.TrimPrefix(line, "@basis "), "|")
			if len(parts) != 3 {
				return form, fmt.Errorf("line %d: @basis takes document | number | article", n+1)
			}
			for i := range parts {
				parts[i] = strings.TrimSpace(parts[i])
			}
			form.Basis = append(form.Basis, parts)
		case strings.HasPrefix(line, "@+"):
			body.WriteString("\n" + cells(strings.TrimLeft(line[2:], " ")))
		case strings.HasPrefix(line, "@"):
			body.WriteString(record + cells(line[1:]))
		case control.MatchString(line):
			body.WriteString(strings.TrimSpace(line))
		default:
			body.WriteString(record + "p " + line)
		}
	}
	if form.Edition == "" {
		return form, fmt.Errorf("a template names its edition: @edition YYYY-MM-DD")
	}
	form.Body = body.String()
	return form, nil
}

// cells replaces the bars of a directive, but not those inside an action.
func cells(line string) string {
	var out strings.Builder
	for {
		at := action.FindStringIndex(line)
		if at == nil {
			out.WriteString(strings.ReplaceAll(line, "|", unit))
			return out.String()
		}
		out.WriteString(strings.ReplaceAll(line[:at[0]], "|", unit))
		out.WriteString(line[at[0]:at[1]])
		line = line[at[1]:]
	}
}

// Readable shows the text a template has made, with its marks as @ and |.
// Goldens are kept in this form.
func Readable(text string) string {
	text = strings.ReplaceAll(text, record, "\n@")
	return strings.TrimPrefix(strings.ReplaceAll(text, unit, "|"), "\n") + "\n"
}

// directive is one mark with its cells.
type directive struct {
	name string
	args []string
}

// directives splits a finished text.
func directives(text string) ([]directive, error) {
	var out []directive
	parts := strings.Split(text, record)
	if stray := strings.TrimSpace(parts[0]); stray != "" {
		return nil, fmt.Errorf("text before the first directive")
	}
	for _, part := range parts[1:] {
		name, rest, _ := strings.Cut(part, " ")
		if i := strings.IndexAny(name, "\n"+unit); i >= 0 {
			name, rest = name[:i], name[i:]+" "+rest
		}
		d := directive{name: name}
		for _, arg := range strings.Split(rest, unit) {
			d.args = append(d.args, strings.Trim(arg, " \n"))
		}
		out = append(out, d)
	}
	return out, nil
}

func (d directive) arg(i int) string {
	if i < len(d.args) {
		return d.args[i]
	}
	return ""
}
