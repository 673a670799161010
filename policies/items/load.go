// Package items holds the list of enforcement items (执法事项清单) as data: the
// starter list that is built in, with its articles, and the CSV files in which
// agencies exchange lists of their own.
//
// national.yaml and law.yaml are read once; Check finds what is wrong with them,
// with file and line. A list of an installation is read by ReadCSV, which names
// every line that it refuses and why.
package items

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/routing"
)

//go:embed law.yaml national.yaml
var files embed.FS

// List is the starter list with the articles on jurisdiction.
type List struct {
	Items []routing.Item
	Law   routing.Law
}

// BuiltIn reads the starter list, once. It panics if it is not sound, which a
// test of this package would have said before.
var BuiltIn = sync.OnceValue(func() *List {
	l, problems := load(files)
	if len(problems) > 0 {
		panic("items: " + problems[0].String())
	}
	return l
})

// Problem is one thing wrong with a list: of a file built in, or of a line of a
// CSV file.
type Problem struct {
	File string
	Line int
	Text fault.Text
}

func (p Problem) String() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text.EN) }

// Check reports everything wrong with a list laid out as this folder.
func Check(fsys fs.FS) []Problem {
	_, problems := load(fsys)
	return problems
}

// CheckBuiltIn checks the list built into the binary.
func CheckBuiltIn() []Problem { return Check(files) }

type lawFile struct {
	Documents map[string]document `yaml:"documents"`
	Law       struct {
		Place    []cited `yaml:"place"`
		Level    []cited `yaml:"level"`
		Township []cited `yaml:"township"`
		Dispute  []cited `yaml:"dispute"`
	} `yaml:"law"`
}

type document struct {
	Title  string `yaml:"title"`
	Number string `yaml:"number"`
	From   day    `yaml:"from"`
	To     day    `yaml:"to"`
}

type cited struct {
	Doc     string `yaml:"doc"`
	Article string `yaml:"article"`
}

type listFile struct {
	Items []itemField `yaml:"items"`
}

type itemField struct {
	Code       place     `yaml:"code"`
	Title      text      `yaml:"title"`
	Kind       string    `yaml:"kind"`
	Region     string    `yaml:"region"`
	Sectors    []string  `yaml:"sectors"`
	Designated bool      `yaml:"designated"`
	Levels     []string  `yaml:"levels"` // default: county, then city
	Words      []string  `yaml:"words"`
	Editions   []edition `yaml:"editions"`
}

type edition struct {
	From       day     `yaml:"from"` // default: the days of the first document
	To         day     `yaml:"to"`
	Basis      []cited `yaml:"basis"`
	Confidence string  `yaml:"confidence"`
}

type text struct {
	ZH string `yaml:"zh"`
	EN string `yaml:"en"`
}

// place is a word that remembers its line.
type place struct {
	Value string
	Line  int
}

func (p *place) UnmarshalYAML(n *yaml.Node) error {
	p.Value, p.Line = n.Value, n.Line
	return nil
}

type day struct{ civil.Date }

func (d *day) UnmarshalYAML(n *yaml.Node) error {
	got, err := civil.ParseDate(n.Value)
	if err != nil {
		return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: %v", n.Line, err)}}
	}
	d.Date = got
	return nil
}

// usualLevels are those of an item that says none: 县级以上, the lowest first.
var usualLevels = []string{"county", "city", "province"}

type loader struct {
	documents map[string]document
	problems  []Problem
}

func load(fsys fs.FS) (*List, []Problem) {
	l := &loader{documents: map[string]document{}}
	var law lawFile
	l.decode(fsys, "law.yaml", &law)
	l.documents = law.Documents
	out := &List{Law: routing.Law{
		Place: l.basis("law.yaml", 0, law.Law.Place), Level: l.basis("law.yaml", 0, law.Law.Level),
		Township: l.basis("law.yaml", 0, law.Law.Township), Dispute: l.basis("law.yaml", 0, law.Law.Dispute),
	}}
	var f listFile
	l.decode(fsys, "national.yaml", &f)
	for _, x := range f.Items {
		out.Items = append(out.Items, l.editions("national.yaml", x)...)
	}
	l.overlaps("national.yaml", out.Items, f.Items)
	slices.SortStableFunc(l.problems, func(a, b Problem) int { return cmp.Or(cmp.Compare(a.File, b.File), a.Line-b.Line) })
	return out, l.problems
}

var yamlLine = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)

func (l *loader) decode(fsys fs.FS, name string, into any) {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		l.report(name, 0, "%v", err)
		return
	}
	dec := yaml.NewDecoder(bytes.NewReader(raw))
	dec.KnownFields(true)
	err = dec.Decode(into)
	if err == nil || errors.Is(err, io.EOF) {
		return
	}
	list := []string{err.Error()}
	if t, ok := errors.AsType[*yaml.TypeError](err); ok {
		list = t.Errors
	}
	for _, s := range list {
		if m := yamlLine.FindStringSubmatch(s); m != nil {
			at, _ := strconv.Atoi(m[1])
			l.report(name, at, "%s", m[2])
			continue
		}
		l.report(name, 0, "%s", s)
	}
}

func (l *loader) report(file string, at int, format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	l.problems = append(l.problems, Problem{file, at, fault.T(s, s)})
}

func (l *loader) basis(file string, at int, list []cited) (out []fault.Basis) {
	if len(list) == 0 {
		l.report(file, at, "basis missing")
	}
	for _, c := range list {
		d, known := l.documents[c.Doc]
		if !known || c.Article == "" {
			l.report(file, at, "basis names no document of law.yaml, or no article: %q", c.Doc)
			continue
		}
		out = append(out, fault.Basis{Document: d.Title, Number: d.Number, Article: c.Article})
	}
	return out
}

// editions reads one item and checks it.
func (l *loader) editions(file string, x itemField) (out []routing.Item) {
	bad := func(wrong bool, format string, args ...any) {
		if wrong {
			l.report(file, x.Code.Line, x.Code.Value+": "+format, args...)
		}
	}
	levels := x.Levels
	if len(levels) == 0 {
		levels = usualLevels
	}
	bad(!codeForm.MatchString(x.Code.Value), "code is not 2 to 40 letters, digits and . _ / -")
	bad(x.Title.ZH == "" || x.Title.EN == "", "title missing in a language")
	bad(!slices.Contains(routing.ItemKinds, routing.ItemKind(x.Kind)), "unknown kind %q", x.Kind)
	bad(x.Region != "" && !regionForm.MatchString(x.Region), "region is not six digits")
	bad(len(x.Sectors) == 0, "sectors missing")
	for _, s := range x.Sectors {
		bad(!knownSector(s), "unknown sector %q", s)
	}
	for _, s := range levels {
		bad(!knownLevel(s), "unknown level %q", s)
	}
	bad(len(x.Editions) == 0, "editions missing")
	for _, e := range x.Editions {
		i := routing.Item{
			Code: x.Code.Value, Title: fault.T(x.Title.ZH, x.Title.EN), Kind: routing.ItemKind(x.Kind), Basis: l.basis(file, x.Code.Line, e.Basis), Region: x.Region,
			Sectors: x.Sectors, Designated: x.Designated, Levels: levels, Words: x.Words, From: e.From.Date, To: e.To.Date, Confidence: deadline.Confidence(e.Confidence),
		}
		if len(e.Basis) > 0 {
			d := l.documents[e.Basis[0].Doc]
			if i.From.IsZero() {
				i.From = d.From.Date
			}
			if i.To.IsZero() {
				i.To = d.To.Date
			}
		}
		bad(i.From.IsZero(), "from missing")
		bad(!i.To.IsZero() && i.To.Before(i.From), "to lies before from")
		bad(!slices.Contains(deadline.Confidences, i.Confidence), "unknown confidence %q", e.Confidence)
		out = append(out, i)
	}
	return out
}

// overlaps reports two editions of one code that hold at the same time.
func (l *loader) overlaps(file string, list []routing.Item, fields []itemField) {
	for i, a := range list {
		for _, b := range list[:i] {
			if a.Code == b.Code && a.Region == b.Region && overlap(a, b) {
				n := slices.IndexFunc(fields, func(f itemField) bool { return f.Code.Value == a.Code })
				l.report(file, fields[n].Code.Line, "%s: two editions hold at the same time", a.Code)
			}
		}
	}
}

func overlap(a, b routing.Item) bool {
	return (a.To.IsZero() || !b.From.After(a.To)) && (b.To.IsZero() || !a.From.After(b.To))
}

var (
	codeForm   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]{1,39}$`)
	regionForm = regexp.MustCompile(`^[0-9]{6}$`)
)

func knownLevel(s string) bool { _, ok := routing.LevelWords[s]; return ok }

func knownSector(s string) bool { _, ok := routing.SectorWords[s]; return ok }
