package rules

import (
	"cmp"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Ground is one edition of a ground of administrative detention (行政拘留依据).
type Ground struct {
	ID            string
	Conduct, Note fault.Text
	From, To      civil.Date // To is zero while it holds
	Basis         []fault.Basis
	Days          []Detention // empty: the scale could not be read
	Decides       []string    // police, coast_guard (海警)
	// TransferNamed says whether the article itself orders the transfer (将案件移送
	// 公安机关). Where it does not, the referral is made all the same.
	TransferNamed bool
	Confidence    deadline.Confidence
}

// Detention is a scale in days. When is empty for the usual case, else lighter
// (情节较轻) or serious (情节严重).
type Detention struct {
	When     string
	Min, Max int
}

// Grounds gives what could ground a detention for an act of a day: the ground is
// substance, so the law of the day of the act holds (从旧兼从轻 is for a person
// to compare, 生态环境法典第一千零五十七条).
func (b *Book) Grounds(act civil.Date) []Ground {
	var out []Ground
	for _, g := range b.grounds {
		if !act.Before(g.From) && (g.To.IsZero() || !act.After(g.To)) {
			out = append(out, g)
		}
	}
	return out
}

type groundsFile struct {
	Grounds []struct {
		ID       line          `yaml:"id"`
		Conduct  text          `yaml:"conduct"`
		Editions []groundField `yaml:"editions"`
	} `yaml:"grounds"`
}

type groundField struct {
	From          day          `yaml:"from"` // default: when the first basis took effect
	To            day          `yaml:"to"`
	Basis         []basisField `yaml:"basis"`
	Days          []daysField  `yaml:"days"`
	Decides       []string     `yaml:"decides"`
	TransferNamed bool         `yaml:"transfer_named"`
	Confidence    string       `yaml:"confidence"`
	Note          text         `yaml:"note"`
}

type daysField struct {
	When string `yaml:"when"`
	Min  int    `yaml:"min"`
	Max  int    `yaml:"max"`
}

// readGrounds reads the table of grounds and checks it.
func (r *reader) readGrounds() {
	const file = "grounds.yaml"
	var f groundsFile
	r.decode(packs, file, &f)
	for _, x := range f.Grounds {
		bad := func(wrong bool, text string) {
			if wrong {
				r.report(file, x.ID.Line, x.ID.Value, text)
			}
		}
		bad(x.Conduct.ZH == "" || x.Conduct.EN == "", "conduct missing in a language")
		var last civil.Date
		for i, e := range x.Editions {
			g := Ground{
				ID: x.ID.Value, Conduct: x.Conduct.fault(), Note: e.Note.fault(), From: e.From.Date, To: e.To.Date, Basis: r.basis(file, x.ID, e.Basis),
				Decides: e.Decides, TransferNamed: e.TransferNamed, Confidence: deadline.Confidence(e.Confidence),
			}
			if g.From.IsZero() && len(e.Basis) > 0 {
				g.From = r.documents[e.Basis[0].Doc].From.Date
			}
			bad(len(g.Basis) == 0, "basis missing")
			bad(!slices.Contains(deadline.Confidences, g.Confidence), "unknown confidence "+e.Confidence)
			bad(i > 0 && (last.IsZero() || !g.From.After(last)), "editions overlap")
			bad(!g.To.IsZero() && g.To.Before(g.From), "to lies before from")
			for _, d := range e.Days {
				bad(d.Min < 1 || d.Max < d.Min || d.When != "" && d.When != "lighter" && d.When != "serious", "scale of days that is none")
				g.Days = append(g.Days, Detention(d))
			}
			last = g.To
			r.grounds = append(r.grounds, g)
		}
	}
	slices.SortStableFunc(r.grounds, func(a, b Ground) int { return cmp.Compare(a.ID, b.ID) })
}
