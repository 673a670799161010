package reviews

import (
	"cmp"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// line takes a line and checks it.
func (r *reader) line(s Sheet, proc *referral.Procedure, f lineField) Line {
	id, at := f.ID.Value, f.ID.line
	l := Line{
		ID: id, Title: f.Title.fault(), Todo: f.Todo.fault(), Points: f.Points.Value, Bonus: f.Bonus, Basis: r.basis(id, f.Basis),
		Confidence: deadline.Confidence(f.Confidence.Value), Gate: f.Gate.Value, When: f.When.Value, None: f.None.Value, Check: Check(f.Check.Value),
		Codes: values[string](f.Codes), Words: f.Words, Any: f.Any, AtLeast: f.AtLeast.Value,
		Papers: values[string](f.Papers), Sealed: f.Sealed, Flags: values[string](f.Flags), Original: f.Original, States: values[referral.ChargeState](f.States), Term: Term(f.Term.Value),
	}
	named := []word{f.When, f.None}
	for _, e := range f.Fields {
		l.Fields, named = append(l.Fields, Entry{e.Name.Value, e.Label.fault()}), append(named, e.Name)
		if !e.Label.whole() {
			r.bad(e.Name.line, id, "label missing in a language")
		}
	}
	if l.Basis == nil {
		l.Basis = s.Basis
	}
	if !name.MatchString(id) {
		r.bad(at, id, "id is not words joined by _")
	}
	if !f.Title.whole() {
		r.bad(at, id, "title missing in a language")
	}
	if !f.Todo.whole() {
		r.bad(at, id, "todo missing in a language")
	}
	if !slices.Contains(deadline.Confidences, l.Confidence) {
		r.bad(cmp.Or(f.Confidence.line, at), id, "unknown confidence %q", l.Confidence)
	}
	for _, w := range f.Codes {
		if !slices.ContainsFunc(proc.Checklist, func(e referral.ChecklistEntry) bool { return e.Code == w.Value }) {
			r.bad(w.line, id, "the kind has no material %q", w.Value)
		}
	}
	for _, w := range named {
		if w.Value != "" && !referral.IsEntry(w.Value) {
			r.bad(w.line, id, "the draft has no entry %q", w.Value)
		}
	}
	for _, w := range f.Flags {
		if !referral.IsFlag(w.Value) {
			r.bad(w.line, id, "a case has no flag %q", w.Value)
		}
	}
	r.gate(f)
	r.needs(l, f)
	return l
}

// gate: only a rule whose text was read may stand behind a line that a step of
// the procedure insists on.
func (r *reader) gate(f lineField) {
	if f.Gate.Value == "" {
		return
	}
	editions := r.book.Editions(f.Gate.Value)
	switch {
	case len(editions) == 0:
		r.bad(f.Gate.line, f.ID.Value, "unknown rule %q", f.Gate.Value)
	case f.Confidence.Value != string(deadline.High) || slices.ContainsFunc(editions, func(e deadline.Rule) bool { return e.Confidence != deadline.High }):
		r.bad(f.Gate.line, f.ID.Value, "a gate needs high confidence, of the line and of the rule")
	}
}

// needs: what each way of answering has to be told, and what it would not look at.
func (r *reader) needs(l Line, f lineField) {
	at := cmp.Or(f.Check.line, f.ID.line)
	if !slices.Contains(Checks, l.Check) {
		r.bad(at, l.ID, "unknown check %q", l.Check)
		return
	}
	for _, n := range []struct {
		what  string
		given bool
		by    []Check
		must  bool
	}{
		{"codes", len(l.Codes) > 0, []Check{Material, Files, Originals}, false},
		{"words", len(l.Words) > 0, []Check{Material, Agreed}, false},
		{"fields", len(l.Fields) > 0, []Check{Fields}, true},
		{"any", l.Any, []Check{Fields}, false},
		{"at_least", l.AtLeast > 0, []Check{Fields}, false},
		{"papers", len(l.Papers) > 0, []Check{Paper}, true},
		{"sealed", l.Sealed, []Check{Paper}, false},
		{"flags", len(l.Flags) > 0, []Check{Flags}, true},
		{"original", l.Original, []Check{Originals}, false},
		{"states", len(l.States) > 0, []Check{Reached}, true},
		{"term", l.Term != "", []Check{Agreed}, true},
	} {
		used := slices.Contains(n.by, l.Check)
		if n.given && !used {
			r.bad(at, l.ID, "%s means nothing to the check %s", n.what, l.Check)
		}
		if n.must && used && !n.given {
			r.bad(at, l.ID, "the check %s needs %s", l.Check, n.what)
		}
	}
	if l.Check == Material && len(l.Codes)+len(l.Words) == 0 {
		r.bad(at, l.ID, "the check material needs codes or words")
	}
	if l.Check == Agreed {
		r.term(l, f)
	}
	if l.Bonus && l.Points == 0 {
		r.bad(at, l.ID, "bonus without points")
	}
}

// term: a term that is known, with the words that name it in a text where nothing else
// shows it.
func (r *reader) term(l Line, f lineField) {
	at := cmp.Or(f.Term.line, f.ID.line)
	switch {
	case l.Term == "": // said already
	case !slices.Contains(terms, l.Term):
		r.bad(at, l.ID, "an agreement has no term %q", l.Term)
	case l.Term.read() && len(l.Words) == 0:
		r.bad(at, l.ID, "the term %s needs words", l.Term)
	case !l.Term.read() && len(l.Words) > 0:
		r.bad(at, l.ID, "words mean nothing to the term %s", l.Term)
	}
}
