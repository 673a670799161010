package rules

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// SuitPaper is one line of what a suit needs (起诉材料), with where a case holds it.
type SuitPaper struct {
	ID        string
	Says      fault.Text
	Basis     []fault.Basis
	Papers    []string // kinds of papers that the hub makes
	Materials []string // words in the title of a material or file
	Texts     []string // entries of the content
	Optional  bool     // only where there is one
}

// SuitPapers is what a suit for damage needs, in the order of the packet.
func (b *Book) SuitPapers() []SuitPaper { return b.claims.suit }

type suitPaperField struct {
	ID        line         `yaml:"id"`
	Says      text         `yaml:"says"`
	Basis     []basisField `yaml:"basis"`
	Papers    []string     `yaml:"papers"`
	Materials []string     `yaml:"materials"`
	Texts     []string     `yaml:"texts"`
	Optional  bool         `yaml:"optional"`
}

func (r *reader) suitPapers(file string, fields []suitPaperField) (out []SuitPaper) {
	for _, x := range fields {
		bad := func(wrong bool, text string) {
			if wrong {
				r.report(file, x.ID.Line, x.ID.Value, text)
			}
		}
		p := SuitPaper{ID: x.ID.Value, Says: x.Says.fault(), Basis: r.basis(file, x.ID, x.Basis), Papers: x.Papers, Materials: x.Materials, Texts: x.Texts, Optional: x.Optional}
		bad(x.Says.ZH == "" || x.Says.EN == "", "says is missing in a language")
		bad(len(p.Basis) == 0, "basis missing")
		bad(len(p.Papers)+len(p.Materials)+len(p.Texts) == 0, "nothing in a case would fill it")
		bad(slices.ContainsFunc(out, func(o SuitPaper) bool { return o.ID == p.ID }), "named twice")
		out = append(out, p)
	}
	return out
}
