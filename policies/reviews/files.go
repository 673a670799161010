package reviews

import (
	"fmt"

	"go.yaml.in/yaml/v3"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// The shapes of the files. They are the format's documentation: a field that is
// not here is an error (KnownFields). What a problem may have to point at
// remembers its line.

type sheetsFile struct {
	Sheets []sheetField `yaml:"sheets"`
}

type sheetField struct {
	ID      word         `yaml:"id"`
	Title   text         `yaml:"title"`
	Kind    word         `yaml:"kind"`    // of referral
	Senders []word       `yaml:"senders"` // sectors; none: all
	From    day          `yaml:"from"`
	To      day          `yaml:"to"` // last day
	Basis   []basisField `yaml:"basis"`
	Points  number       `yaml:"points"` // what its lines must add up to, bonus left out
	Lines   []lineField  `yaml:"lines"`
}

type lineField struct {
	ID         word         `yaml:"id"`
	Title      text         `yaml:"title"`
	Todo       text         `yaml:"todo"`
	Points     number       `yaml:"points"`
	Bonus      bool         `yaml:"bonus"`
	Basis      []basisField `yaml:"basis"` // default: that of the sheet
	Confidence word         `yaml:"confidence"`
	Gate       word         `yaml:"gate"`
	When       word         `yaml:"when"`
	None       word         `yaml:"none"`
	Check      word         `yaml:"check"`
	Codes      []word       `yaml:"codes"`
	Words      []string     `yaml:"words"`
	Fields     []entryField `yaml:"fields"`
	Any        bool         `yaml:"any"`
	AtLeast    number       `yaml:"at_least"`
	Papers     []word       `yaml:"papers"`
	Sealed     bool         `yaml:"sealed"`
	Flags      []word       `yaml:"flags"`
	Original   bool         `yaml:"original"`
	States     []word       `yaml:"states"`
	Term       word         `yaml:"term"`
}

type entryField struct {
	Name  word `yaml:"name"`
	Label text `yaml:",inline"`
}

// basisField names a document that policies/rules/documents.yaml registers, and
// the article in it.
type basisField struct {
	Doc     word   `yaml:"doc"`
	Article string `yaml:"article"`
}

type text struct {
	ZH string `yaml:"zh"`
	EN string `yaml:"en"`
}

func (t text) fault() fault.Text { return fault.T(t.ZH, t.EN) }
func (t text) whole() bool       { return t.ZH != "" && t.EN != "" }

// word remembers where it stands.
type word struct {
	Value string
	line  int
}

func (w *word) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		return wrong(n, "a word is wanted here")
	}
	w.Value, w.line = n.Value, n.Line
	return nil
}

// number is a count that remembers where it stands.
type number struct{ Value, line int }

func (c *number) UnmarshalYAML(n *yaml.Node) error {
	c.line = n.Line
	if n.Decode(&c.Value) != nil || c.Value < 1 {
		return wrong(n, "not a number above 0")
	}
	return nil
}

type day struct {
	civil.Date
	line int
}

func (d *day) UnmarshalYAML(n *yaml.Node) error {
	got, err := civil.ParseDate(n.Value)
	if err != nil {
		return wrong(n, err.Error())
	}
	d.Date, d.line = got, n.Line
	return nil
}

func wrong(n *yaml.Node, what string) error {
	return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: %s", n.Line, what)}}
}

func values[T ~string](list []word) (out []T) {
	for _, w := range list {
		out = append(out, T(w.Value))
	}
	return out
}
