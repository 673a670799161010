// Package archives holds what an organ goes by when it archives a closed case (归档):
// which pieces lie in the main volume (正卷) and which in the side volume (副卷), and
// how long the case is kept (保管期限), as YAML that an archivist can read.
package archives

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

//go:embed *.yaml
var files embed.FS

// Volume is one of the two volumes of an archived case.
type Volume string

// The volumes.
const (
	Main Volume = "main" // 正卷
	Side Volume = "side" // 副卷: never leaves the organ
)

// Known reports whether there is such a volume.
func (v Volume) Known() bool { return v == Main || v == Side }

// Class is how long something is kept (保管期限).
type Class struct {
	ID    string
	Title fault.Text
	Years int // 0: for ever, or what the organ itself says
}

// Period says which class a case gets, as far as that is known.
type Period struct {
	Sectors    []string // of the organ; none: all
	Kinds      []string // of the referral; none: all
	From, To   civil.Date
	Class      string // empty: the organ says it, with its basis
	Says       fault.Text
	Basis      []fault.Basis
	Confidence deadline.Confidence
}

// Asks reports whether the organ has to name its own basis: the class is not known,
// or what it stands on was not verified (依据未核实).
func (p Period) Asks() bool { return p.Class == "" || p.Confidence.Off() }

// Sorting is which kinds lie in the side volume, from a day on.
type Sorting struct {
	From, To                civil.Date
	Papers, Materials, Acts []string
	Says                    fault.Text
	Basis                   []fault.Basis
	Confidence              deadline.Confidence
}

// Of names the volume of a piece or act of a kind.
func (s Sorting) of(list []string, kind string) Volume {
	if slices.Contains(list, kind) {
		return Side
	}
	return Main
}

// Paper names the volume of a document of a kind.
func (s Sorting) Paper(kind string) Volume { return s.of(s.Papers, kind) }

// Material names the volume of a material of a kind.
func (s Sorting) Material(kind string) Volume { return s.of(s.Materials, kind) }

// Act names the volume of an act of the record.
func (s Sorting) Act(kind string) Volume { return s.of(s.Acts, kind) }

// Book is all of it.
type Book struct {
	Classes  []Class
	periods  []Period
	sortings []Sorting
}

// Load reads the files built into the binary, once.
var Load = sync.OnceValues(func() (*Book, error) { return LoadFS(files) })

// Class finds a class by its id.
func (b *Book) Class(id string) (Class, bool) {
	i := slices.IndexFunc(b.Classes, func(c Class) bool { return c.ID == id })
	if i < 0 {
		return Class{}, false
	}
	return b.Classes[i], true
}

// Period says how long a case of a kind is kept by an organ of a sector that archives
// it on a day. Where nothing fits the organ is asked.
func (b *Book) Period(sector, kind string, on civil.Date) Period {
	for _, p := range slices.Backward(b.periods) {
		if holds(p.From, p.To, on) && fits(p.Sectors, sector) && fits(p.Kinds, kind) {
			return p
		}
	}
	return Period{Confidence: deadline.Low}
}

// Sorting says which pieces lie in the side volume on a day.
func (b *Book) Sorting(on civil.Date) (Sorting, error) {
	for _, s := range slices.Backward(b.sortings) {
		if holds(s.From, s.To, on) {
			return s, nil
		}
	}
	return Sorting{}, fmt.Errorf("no volumes are sorted on %s", on)
}

// Sortings gives every edition, oldest first.
func (b *Book) Sortings() []Sorting { return b.sortings }

func holds(from, to, on civil.Date) bool { return !on.Before(from) && (to.IsZero() || !to.Before(on)) }

func fits(list []string, one string) bool { return len(list) == 0 || slices.Contains(list, one) }

type text struct{ ZH, EN string }

type basisField struct{ Doc, Article string }

type day struct{ civil.Date }

func (d *day) UnmarshalYAML(n *yaml.Node) (err error) {
	d.Date, err = civil.ParseDate(n.Value)
	return err
}

// LoadFS reads such files and fails on the first thing that is wrong with them.
func LoadFS(fsys fs.FS) (*Book, error) {
	var v struct {
		Volumes []struct {
			From, To                day
			Confidence              deadline.Confidence
			Says                    text
			Basis                   []basisField
			Papers, Materials, Acts []string
		}
	}
	var r struct {
		Classes []struct {
			ID    string
			Title text
			Years int
		}
		Periods []struct {
			Sectors, Kinds []string
			From, To       day
			Class          string
			Says           text
			Basis          []basisField
			Confidence     deadline.Confidence
		}
	}
	if err := cmp.Or(read(fsys, "volumes.yaml", &v), read(fsys, "retention.yaml", &r)); err != nil {
		return nil, err
	}
	b := &Book{}
	for _, x := range v.Volumes {
		basis, err := cite(x.Basis)
		if err = cmp.Or(err, sound("volumes.yaml", x.From.Date, x.To.Date, x.Confidence, x.Says)); err != nil {
			return nil, err
		}
		b.sortings = append(b.sortings, Sorting{x.From.Date, x.To.Date, x.Papers, x.Materials, x.Acts, fault.T(x.Says.ZH, x.Says.EN), basis, x.Confidence})
	}
	for _, x := range r.Classes {
		if _, twice := b.Class(x.ID); twice || x.ID == "" || x.Title.ZH == "" || x.Title.EN == "" || x.Years < 0 {
			return nil, fmt.Errorf("retention.yaml: class %q stands twice or is not whole", x.ID)
		}
		b.Classes = append(b.Classes, Class{x.ID, fault.T(x.Title.ZH, x.Title.EN), x.Years})
	}
	for _, x := range r.Periods {
		basis, err := cite(x.Basis)
		if err = cmp.Or(err, sound("retention.yaml", x.From.Date, x.To.Date, x.Confidence, x.Says)); err != nil {
			return nil, err
		}
		if _, known := b.Class(x.Class); x.Class != "" && !known {
			return nil, fmt.Errorf("retention.yaml: unknown class %q", x.Class)
		}
		if len(basis) == 0 && !x.Confidence.Off() {
			return nil, fmt.Errorf("retention.yaml: a period without a basis is of low confidence")
		}
		b.periods = append(b.periods, Period{x.Sectors, x.Kinds, x.From.Date, x.To.Date, x.Class, fault.T(x.Says.ZH, x.Says.EN), basis, x.Confidence})
	}
	return b, nil
}

func read(fsys fs.FS, name string, into any) error {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("read the archive policies: %w", err)
	}
	dec := yaml.NewDecoder(bytes.NewReader(raw))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

func sound(file string, from, to civil.Date, c deadline.Confidence, says text) error {
	switch {
	case from.IsZero(), !to.IsZero() && to.Before(from):
		return fmt.Errorf("%s: from is missing or lies after to", file)
	case !slices.Contains(deadline.Confidences, c):
		return fmt.Errorf("%s: unknown confidence %q", file, c)
	case says.ZH == "" || says.EN == "":
		return fmt.Errorf("%s: says is missing in a language", file)
	}
	return nil
}

func cite(list []basisField) (out []fault.Basis, err error) {
	for _, b := range list {
		d, known := rules.Register()[b.Doc]
		if !known {
			return nil, fmt.Errorf("document %q is not registered in rules/documents.yaml", b.Doc)
		}
		out = append(out, d.Cite(b.Article))
	}
	return out, nil
}
