// Package disclosure holds what of a case goes to an organ of another hub (字段披露): groups
// of fields and the rules by which each is given, withheld until somebody decides, or never
// shown, as YAML that a lawyer can read. The hub that sends evaluates it before it signs.
package disclosure

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

//go:embed *.yaml
var files embed.FS

// Give is whether a group of fields goes to an organ.
type Give string

// The ways.
const (
	Given      Give = "given"       // 随函提供
	OnDecision Give = "on_decision" // 不随函提供，由负责人决定后提供
	Never      Give = "never"       // 不提供
)

// Stage is how far the case has come at the receiver.
type Stage string

// The stages.
const (
	Offer    Stage = "offer"    // until the receiver has signed for it
	Accepted Stage = "accepted" // afterwards
)

// Field is one field of a group, by its JSON pointer in the content of an act.
type Field struct {
	Path  string
	Title fault.Text
}

// Pad says of the objects of a pattern how many digests they have at least.
type Pad struct {
	Path    string
	Digests int
}

// Group is what is given or withheld together (字段组).
type Group struct {
	ID     string
	Title  fault.Text
	Fields []Field
	Pads   []Pad
}

// Field finds the field of a group that a pointer is of; false if it has none.
func (g Group) Field(pointer string) (Field, bool) {
	i := slices.IndexFunc(g.Fields, func(f Field) bool { return Matches(f.Path, pointer) })
	if i < 0 {
		return Field{}, false
	}
	return g.Fields[i], true
}

// Matches says whether a pointer is one of a pattern, in which * is any element of a list.
func Matches(pattern, pointer string) bool {
	p, x := strings.Split(pattern, "/"), strings.Split(pointer, "/")
	if len(p) != len(x) {
		return false
	}
	for i := range p {
		if p[i] != x[i] && (p[i] != "*" || strings.Trim(x[i], "0123456789") != "" || x[i] == "") {
			return false
		}
	}
	return true
}

// Rule is whether groups go to whom, with the article.
type Rule struct {
	Groups         []string
	Sectors, Kinds []string
	Stages         []Stage
	From, To       civil.Date
	Give           Give
	Sealed         bool // what is given on decision is sealed to the organ (密封)
	Says           fault.Text
	Basis          []fault.Basis
	Confidence     deadline.Confidence
}

// Onward says that what came may not go on without a grant (不得转发).
type Onward struct {
	Sectors, Kinds []string
	From, To       civil.Date
	Says           fault.Text
	Basis          []fault.Basis
	Confidence     deadline.Confidence
}

// Book is all of it.
type Book struct {
	Groups []Group
	rules  []Rule
	onward []Onward
}

// Load reads the file built into the binary, once.
var Load = sync.OnceValues(func() (*Book, error) { return LoadFS(files) })

// Group finds a group by its id.
func (b *Book) Group(id string) (Group, bool) {
	i := slices.IndexFunc(b.Groups, func(g Group) bool { return g.ID == id })
	if i < 0 {
		return Group{}, false
	}
	return b.Groups[i], true
}

// Case is what a rule is asked about.
type Case struct {
	Sector string // of the organ that receives
	Kind   string // of the referral
	Stage  Stage
	On     civil.Date
}

// Rule says whether a group goes to an organ. Where nothing fits it does not.
func (b *Book) Rule(group string, c Case) Rule {
	for _, r := range slices.Backward(b.rules) {
		if slices.Contains(r.Groups, group) && holds(r.From, r.To, c.On) && fits(r.Sectors, c.Sector) && fits(r.Kinds, c.Kind) && (len(r.Stages) == 0 || slices.Contains(r.Stages, c.Stage)) {
			return r
		}
	}
	return Rule{Groups: []string{group}, Give: Never, Confidence: deadline.Internal, Says: fault.T("没有规定可以提供", "Nothing says that it may be given")}
}

// Onward says whether what goes to an organ may not go on from there; false: it may.
func (b *Book) Onward(c Case) (Onward, bool) {
	for _, o := range slices.Backward(b.onward) {
		if holds(o.From, o.To, c.On) && fits(o.Sectors, c.Sector) && fits(o.Kinds, c.Kind) {
			return o, true
		}
	}
	return Onward{}, false
}

func holds(from, to, on civil.Date) bool { return !on.Before(from) && (to.IsZero() || !to.Before(on)) }

func fits(list []string, one string) bool { return len(list) == 0 || slices.Contains(list, one) }

type text struct{ ZH, EN string }

func (t text) whole() bool { return t.ZH != "" && t.EN != "" }

type basisField struct{ Doc, Article string }

type day struct{ civil.Date }

// UnmarshalYAML reads a day.
func (d *day) UnmarshalYAML(n *yaml.Node) (err error) {
	d.Date, err = civil.ParseDate(n.Value)
	return err
}

type policyFile struct {
	Groups []struct {
		ID     string
		Title  text
		Fields []struct {
			Path  string
			Title text
		}
		Pad []Pad
	}
	Rules []struct {
		Groups, Sectors, Kinds []string
		Stages                 []Stage
		Give                   Give
		Sealed                 bool
		From, To               day
		Says                   text
		Basis                  []basisField
		Confidence             deadline.Confidence
	}
	Onward []struct {
		Sectors, Kinds []string
		From, To       day
		Says           text
		Basis          []basisField
		Confidence     deadline.Confidence
	}
}

// LoadFS reads such a file and fails on the first thing that is wrong with it.
func LoadFS(fsys fs.FS) (*Book, error) {
	const name = "policy.yaml"
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("read the disclosure policies: %w", err)
	}
	var f policyFile
	dec := yaml.NewDecoder(bytes.NewReader(raw))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	b := &Book{}
	for _, x := range f.Groups {
		g := Group{ID: x.ID, Title: fault.T(x.Title.ZH, x.Title.EN), Pads: x.Pad}
		for _, y := range x.Fields {
			if !strings.HasPrefix(y.Path, "/") || !y.Title.whole() {
				return nil, fmt.Errorf("%s: a field of group %q is not whole", name, x.ID)
			}
			g.Fields = append(g.Fields, Field{y.Path, fault.T(y.Title.ZH, y.Title.EN)})
		}
		if _, twice := b.Group(x.ID); twice || x.ID == "" || !x.Title.whole() || len(g.Fields) == 0 {
			return nil, fmt.Errorf("%s: group %q stands twice or is not whole", name, x.ID)
		}
		b.Groups = append(b.Groups, g)
	}
	for i, x := range f.Rules {
		where := fmt.Sprintf("%s: rule %d", name, i+1)
		basis, err := sound(where, x.From.Date, x.To.Date, x.Confidence, x.Says, x.Basis)
		if err != nil {
			return nil, err
		}
		if x.Give != Given && x.Give != OnDecision && x.Give != Never {
			return nil, fmt.Errorf("%s: unknown way to give %q", where, x.Give)
		}
		for _, id := range x.Groups {
			if _, known := b.Group(id); !known {
				return nil, fmt.Errorf("%s: unknown group %q", where, id)
			}
		}
		for _, st := range x.Stages {
			if st != Offer && st != Accepted {
				return nil, fmt.Errorf("%s: unknown stage %q", where, st)
			}
		}
		b.rules = append(b.rules, Rule{x.Groups, x.Sectors, x.Kinds, x.Stages, x.From.Date, x.To.Date, x.Give, x.Sealed, fault.T(x.Says.ZH, x.Says.EN), basis, x.Confidence})
	}
	for i, x := range f.Onward {
		basis, err := sound(fmt.Sprintf("%s: onward %d", name, i+1), x.From.Date, x.To.Date, x.Confidence, x.Says, x.Basis)
		if err != nil {
			return nil, err
		}
		b.onward = append(b.onward, Onward{x.Sectors, x.Kinds, x.From.Date, x.To.Date, fault.T(x.Says.ZH, x.Says.EN), basis, x.Confidence})
	}
	return b, nil
}

func sound(where string, from, to civil.Date, c deadline.Confidence, says text, cited []basisField) (out []fault.Basis, err error) {
	switch {
	case from.IsZero(), !to.IsZero() && to.Before(from):
		return nil, fmt.Errorf("%s: from is missing or lies after to", where)
	case !slices.Contains(deadline.Confidences, c):
		return nil, fmt.Errorf("%s: unknown confidence %q", where, c)
	case !says.whole():
		return nil, fmt.Errorf("%s: says is missing in a language", where)
	case len(cited) == 0:
		return nil, fmt.Errorf("%s: no article stands behind it", where)
	}
	for _, x := range cited {
		d, known := rules.Register()[x.Doc]
		if !known {
			return nil, fmt.Errorf("%s: document %q is not registered in rules/documents.yaml", where, x.Doc)
		}
		out = append(out, d.Cite(x.Article))
	}
	return out, nil
}
