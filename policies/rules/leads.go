package rules

import (
	"slices"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Lead is a ground on which a procuratorate looks into a criminal referral (监督线索).
type Lead struct {
	ID     string
	Title  fault.Text
	Clocks []string   // rules whose period has passed; empty: a state of the charge or the case
	Under  []string   // rules whose articles stand behind it; empty: the rule of the clock
	Next   string     // rule of the procuratorate's next step; empty: no period is given
	Says   fault.Text // that step in words
	Advice bool       // a hint, no finding of a violation
}

// Leads are the grounds of the table of supervision leads, in its order.
func (b *Book) Leads() []Lead { return b.leads }

// Leads is Book.Leads of the book at the moment.
func (s *Shelf) Leads() []Lead { return s.Book().Leads() }

type leadsFile struct {
	Leads []struct {
		ID     line   `yaml:"id"`
		Title  text   `yaml:"title"`
		Clocks []line `yaml:"clocks"`
		Under  []line `yaml:"under"`
		Next   line   `yaml:"next"`
		Says   text   `yaml:"says"`
		Advice bool   `yaml:"advice"`
	} `yaml:"leads"`
}

// readLeads reads the grounds. That each is looked for in the database is held by a
// test of casework.
func (r *reader) readLeads() {
	const file = "leads.yaml"
	known := map[string]bool{}
	for _, l := range r.found {
		known[l.ID] = true
	}
	var f leadsFile
	r.decode(packs, file, &f)
	for _, x := range f.Leads {
		bad := func(wrong bool, text string) {
			if wrong {
				r.report(file, x.ID.Line, x.ID.Value, text)
			}
		}
		l := Lead{ID: x.ID.Value, Title: x.Title.fault(), Clocks: lineValues(x.Clocks), Under: lineValues(x.Under), Next: x.Next.Value, Says: x.Says.fault(), Advice: x.Advice}
		bad(slices.ContainsFunc(r.leads, func(o Lead) bool { return o.ID == l.ID }), "named twice")
		bad(l.Title.ZH == "" || l.Title.EN == "", "title is missing in a language")
		bad(l.Says.ZH == "" || l.Says.EN == "", "says is missing in a language")
		bad(len(l.Clocks)+len(l.Under) == 0, "no article stands behind it: neither clocks nor under")
		for _, id := range append(slices.Concat(l.Clocks, l.Under), l.Next) {
			bad(id != "" && !known[id], "names "+id+", no rule of the packs")
		}
		r.leads = append(r.leads, l)
	}
}

func lineValues(list []line) []string {
	var out []string
	for _, l := range list {
		out = append(out, l.Value)
	}
	return out
}
