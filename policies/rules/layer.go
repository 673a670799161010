package rules

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/xianjie-hub/xianjie/domain/deadline"
)

// Kind says what a file is that is laid over the built-in book.
type Kind string

// Kinds of layers.
const (
	RulePack     Kind = "rules"    // 规则包
	HolidayTable Kind = "holidays" // 放假安排
)

// Layer is one file that is laid over the built-in packs: a rule pack or the
// holiday table of a year.
type Layer struct {
	File string // how problems name it; its stem names a pack that has no name
	Text []byte
	// Ended says that a later version took its place. Its editions are kept for
	// the clocks that run under them and are picked no more.
	Ended bool
}

// Heading is what a layer says of itself. Name is the year of a holiday table;
// for a rule pack its name, else the stem of the file's name.
type Heading struct {
	Kind Kind
	Name string
}

var packName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{1,60}$`)

// HeadingOf reads what a layer says of itself. It never fails: what cannot be
// read is a rule pack, and Compose says what is wrong with it.
func HeadingOf(l Layer) Heading {
	var top struct {
		Name string `yaml:"name"`
		Year string `yaml:"year"`
	}
	_ = yaml.Unmarshal(l.Text, &top) // Compose reports the fault with its line
	if top.Year != "" {
		return Heading{HolidayTable, top.Year}
	}
	stem := path.Base(l.File)
	return Heading{RulePack, cmp.Or(top.Name, strings.TrimSuffix(stem, path.Ext(stem)))}
}

// Compose lays files over the built-in packs, in their order, and says what is
// wrong with them. The book is of use only where there are no problems.
func Compose(layers ...Layer) (*Book, []Problem) {
	r := newReader("")
	r.registers(packs)
	r.packs(packs)
	r.tables()
	r.besides()
	for i, l := range layers {
		r.layer(i+1, l)
	}
	r.checkAcross()
	return r.book(), r.sorted()
}

// ComposeSound lays over the built-in packs what can be laid over them. A
// file that cannot is left out and its problems are given; the editions it
// holds are kept for the clocks that run under them.
func ComposeSound(layers ...Layer) (*Book, []Problem) {
	book, problems := Compose(layers...)
	if len(problems) == 0 {
		return book, nil
	}
	var taken []Layer
	problems = nil
	for _, l := range layers {
		b, bad := Compose(append(slices.Clone(taken), l)...)
		if len(bad) == 0 {
			taken, book = append(taken, l), b
			continue
		}
		problems = append(problems, bad...)
		l.Ended = true
		if b, bad = Compose(append(slices.Clone(taken), l)...); len(bad) == 0 {
			taken, book = append(taken, l), b
		}
	}
	if len(taken) == 0 {
		book, _ = Compose()
	}
	return book, problems
}

// layer reads one file over the built-in packs.
func (r *reader) layer(n int, l Layer) {
	r.at, r.ended = n, l.Ended
	defer func() { r.at, r.ended = 0, false }()
	h := HeadingOf(l)
	if h.Kind == HolidayTable {
		if !l.Ended {
			r.table(l.File, l.Text)
		}
		return
	}
	if !packName.MatchString(h.Name) {
		r.report(l.File, 1, "", "name missing: lower-case letters, digits, - and _")
	}
	var p packFile
	r.decodeText(l.File, l.Text, &p)
	for _, c := range p.Counting {
		r.countingMode(l.File, c)
	}
	r.pack(l.File, p)
	if l.Ended {
		return
	}
	for _, s := range p.Switches {
		r.switches = append(r.switches, switched{s, l.File})
	}
	if len(p.Rules)+len(p.Switches) == 0 && !bytes.Contains(l.Text, []byte("rules:")) {
		r.report(l.File, 1, "", "neither rules nor switches nor a year: nothing to load (rules: [] withdraws a pack)")
	}
}

type switched struct {
	switchField
	file string
}

// applySwitches turns rules of low confidence on.
func (r *reader) applySwitches() {
	for _, s := range r.switches {
		low := false
		for i := range r.found {
			if f := &r.found[i]; f.ID == s.Rule.Value && f.Confidence == deadline.Low {
				f.SwitchedOn, low = s.On, true
			}
		}
		if !low {
			r.report(s.file, s.Rule.Line, s.Rule.Value, "only a rule of low confidence is switched on or off")
		}
	}
}

// applyEnds ends editions on the day before their successor begins.
func (r *reader) applyEnds() {
	for _, f := range r.found {
		for _, name := range f.ends {
			found := false
			for i := range r.found {
				g := &r.found[i]
				if g.ID != f.ID || g.Edition != name || f.ended || g.Edition == f.Edition {
					continue
				}
				found = true
				if last := f.From.AddDays(-1); g.To.IsZero() || g.To.After(last) {
					g.To = last
				}
			}
			if !found && !f.ended {
				r.reportField(f, "ends", fmt.Sprintf("ends edition %s, which does not exist", name))
			}
		}
	}
}

// merge drops what stands twice in the same words: an edition of a replaced
// version, or one that a later release brings along itself. The same edition in
// other words is refused, for clocks run under it.
func (r *reader) merge() {
	var kept []located
	for _, f := range r.found {
		i := slices.IndexFunc(kept, func(g located) bool { return g.ID == f.ID && g.Edition == f.Edition })
		switch {
		case i < 0 || f.layer == kept[i].layer: // twice in one file is told by checkAcross
			kept = append(kept, f)
		case !sameWords(f.Rule, kept[i].Rule):
			r.report(f.file, f.line, f.ID, fmt.Sprintf("edition %s stands in other words at %s:%d; clocks run under it: give the new one another edition", f.Edition, kept[i].file, kept[i].line))
		case !f.ended:
			kept[i] = f
		}
	}
	r.found = kept
}

// sameWords compares editions but for their last day and their switch.
func sameWords(a, b deadline.Rule) bool {
	a.To, a.SwitchedOn, b.SwitchedOn = b.To, false, false
	return reflect.DeepEqual(a, b)
}
