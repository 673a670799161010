package rules

import (
	"fmt"

	"go.yaml.in/yaml/v3"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// The shapes of the files. They are the format's documentation: a field that
// is not here is an error (KnownFields).

type packFile struct {
	Name       string                   `yaml:"name"`        // of a pack that is loaded into an installation
	Region     line                     `yaml:"region"`      // six digits; empty nationwide
	RegionName text                     `yaml:"region_name"` // what regions.yaml does not know yet is named here
	Documents  map[string]documentField `yaml:"documents"`   // that documents.yaml does not know yet
	Counting   []countingField          `yaml:"counting"`    // modes that counting.yaml does not know yet
	Switches   []switchField            `yaml:"switches"`
	Rules      []stepRule               `yaml:"rules"`
}

// switchField turns a rule of low confidence on or off for one installation.
type switchField struct {
	Rule line `yaml:"rule"`
	On   bool `yaml:"on"`
}

// stepRule is one step of the rule book. What its editions leave out they
// take from it; a step without editions is its own only edition.
type stepRule struct {
	ID       line          `yaml:"id"`
	Edition  line          `yaml:"edition"` // of a step that is its own only edition
	Fields   fields        `yaml:",inline"`
	Editions []editionRule `yaml:"editions"`
}

type editionRule struct {
	Edition line   `yaml:"edition"` // default: the day it takes effect
	Fields  fields `yaml:",inline"`
}

type fields struct {
	Title      text          `yaml:"title"`
	Says       text          `yaml:"says"`    // what the article asks, in own words
	Trigger    text          `yaml:"trigger"` // the fact that starts the clock
	OnMiss     text          `yaml:"on_miss"`
	Note       text          `yaml:"note"`
	Owes       string        `yaml:"owes"`
	N          int           `yaml:"n"`
	Unit       string        `yaml:"unit"`
	Counting   string        `yaml:"counting"` // id in counting.yaml
	Before     bool          `yaml:"before"`
	On         string        `yaml:"on"` // MM-DD, for by_date
	Limits     []limitField  `yaml:"limits"`
	Suspend    []pauseField  `yaml:"suspend"`
	Extend     []extendField `yaml:"extend"`
	Also       []alsoField   `yaml:"also"`
	Substance  bool          `yaml:"substance"` // picked by the day of the act, not of the step
	After      []string      `yaml:"after"`     // rules whose fulfilment starts this one; empty: the trigger comes from outside
	Ends       []string      `yaml:"ends"`      // editions of this rule that end on the day before this one begins
	AppliesTo  []string      `yaml:"applies_to"`
	From       day           `yaml:"from"` // default: when the first basis took effect
	To         day           `yaml:"to"`
	Basis      []basisField  `yaml:"basis"`
	Confidence string        `yaml:"confidence"`
}

type limitField struct {
	Name string `yaml:"name"`
	N    int    `yaml:"n"`
	Unit string `yaml:"unit"`
	Says text   `yaml:"says"`
}

type pauseField struct {
	Reason string       `yaml:"reason"`
	Rule   string       `yaml:"rule"`
	Says   text         `yaml:"says"`
	Basis  []basisField `yaml:"basis"`
}

type extendField struct {
	By    string       `yaml:"by"`
	Who   text         `yaml:"who"`
	N     int          `yaml:"n"`
	Unit  string       `yaml:"unit"`
	Max   int          `yaml:"max"`
	Rule  string       `yaml:"rule"`
	Basis []basisField `yaml:"basis"`
}

type alsoField struct {
	N        int          `yaml:"n"`
	Unit     string       `yaml:"unit"`
	Counting string       `yaml:"counting"`
	Says     text         `yaml:"says"`
	Basis    []basisField `yaml:"basis"`
}

// basisField names a document of documents.yaml and the article in it.
type basisField struct {
	Doc     string `yaml:"doc"`
	Article string `yaml:"article"`
}

type documentsFile struct {
	Documents map[string]documentField `yaml:"documents"`
}

type documentField struct {
	Title  string `yaml:"title"`
	Number string `yaml:"number"`
	From   day    `yaml:"from"`
	To     day    `yaml:"to"`
	Note   string `yaml:"note"`
}

// plain forgets where the document was registered.
func (d documentField) plain() documentField {
	d.From.line, d.To.line = 0, 0
	return d
}

func (d documentField) article(a string) fault.Basis {
	return fault.Basis{Document: d.Title, Number: d.Number, Article: a}
}

type countingFile struct {
	Counting []countingField `yaml:"counting"`
}

type countingField struct {
	ID         line         `yaml:"id"`
	Says       text         `yaml:"says"`
	Start      string       `yaml:"start"`
	Roll       string       `yaml:"roll"`
	Basis      []basisField `yaml:"basis"`
	Confidence string       `yaml:"confidence"`
}

type regionsFile struct {
	Regions map[string]text `yaml:"regions"`
}

type yearFile struct {
	Year     line           `yaml:"year"`
	Notice   string         `yaml:"notice"`
	Note     string         `yaml:"note"`
	Holidays []holidayField `yaml:"holidays"`
	Workdays []day          `yaml:"workdays"`
}

type holidayField struct {
	Name text `yaml:"name"`
	From day  `yaml:"from"`
	To   day  `yaml:"to"`
}

type fixedFile struct {
	Basis string       `yaml:"basis"`
	Fixed []fixedField `yaml:"fixed"`
}

type fixedField struct {
	Name text   `yaml:"name"`
	On   string `yaml:"on"`
}

// text is a sentence in both languages.
type text struct {
	ZH string `yaml:"zh"`
	EN string `yaml:"en"`
}

func (t text) fault() fault.Text { return fault.T(t.ZH, t.EN) }

// line is a word that remembers where it stands.
type line struct {
	Value string
	Line  int
}

func (l *line) UnmarshalYAML(n *yaml.Node) error {
	l.Value, l.Line = n.Value, n.Line
	return nil
}

// day is a civil date that remembers where it stands; YAML's own timestamps
// have no zone we could trust.
type day struct {
	civil.Date
	line int
}

func (d *day) UnmarshalYAML(n *yaml.Node) error {
	got, err := civil.ParseDate(n.Value)
	if err != nil {
		return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: %v", n.Line, err)}}
	}
	d.Date, d.line = got, n.Line
	return nil
}

func monthDay(s string) (deadline.MonthDay, error) {
	// 2000 is a leap year, so that 02-29 is a day.
	d, err := civil.ParseDate("2000-" + s)
	return deadline.MonthDay{Month: int(d.Month), Day: d.Day}, err
}
