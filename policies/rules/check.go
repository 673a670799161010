package rules

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"

	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Problem is one thing wrong with a pack.
type Problem struct {
	File string
	Line int
	Rule string // id, if the problem lies in a rule
	Text string
}

func (p Problem) String() string {
	if p.Rule != "" {
		return fmt.Sprintf("%s:%d: %s: %s", p.File, p.Line, p.Rule, p.Text)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// Check reads packs as LoadFS does and reports everything wrong with them, in
// the order of the files.
func Check(fsys fs.FS) []Problem {
	_, problems := read(fsys, "")
	return sortProblems(problems)
}

func (r *reader) sorted() []Problem { return sortProblems(r.problems) }

func sortProblems(problems []Problem) []Problem {
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), a.Line-b.Line)
	})
	return slices.Compact(problems)
}

// reportField reports at the line of a field of an edition, or where the
// edition begins if it has no such field.
func (r *reader) reportField(l located, field, text string) {
	r.report(l.file, lineOf(r.texts[l.file], l.line, field), l.ID, text)
}

func (r *reader) report(file string, at int, rule, text string) {
	r.problems = append(r.problems, Problem{file, at, rule, text})
}

var yamlLine = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)

// syntax turns the parser's complaints into problems with their lines.
func (r *reader) syntax(file string, err error) {
	list := []string{err.Error()}
	if t, ok := errors.AsType[*yaml.TypeError](err); ok {
		list = t.Errors
	}
	for _, s := range list {
		at, text := 0, s
		if m := yamlLine.FindStringSubmatch(s); m != nil {
			at, _ = strconv.Atoi(m[1])
			text = m[2]
		}
		r.report(file, at, "", text)
	}
}

var ruleID = regexp.MustCompile(`^[a-z][a-z0-9]*(_[A-Za-z0-9]+)+$`)

// checkAlone reports what is wrong with a rule whatever the others say.
func (r *reader) checkAlone(l located) {
	bad := func(field string, wrong bool, format string, args ...any) {
		if wrong {
			r.reportField(l, field, fmt.Sprintf(format, args...))
		}
	}
	bad("id", !ruleID.MatchString(l.ID), "id is not words joined by _")
	bad("title", l.Title.ZH == "" || l.Title.EN == "", "title missing in a language")
	bad("says", l.Says.ZH == "" || l.Says.EN == "", "says missing in a language")
	if l.Trigger == (fault.Text{}) && len(l.after) == 0 {
		bad("trigger", true, "dead: nothing starts it, neither a trigger nor a rule (after)")
	} else {
		bad("trigger", l.Trigger.ZH == "" || l.Trigger.EN == "", "trigger missing in a language")
	}
	bad("on_miss", half(l.OnMiss), "on_miss in one language only")
	bad("note", half(l.Note), "note in one language only")
	bad("basis", len(l.Basis) == 0, "basis missing")
	bad("confidence", !slices.Contains(deadline.Confidences, l.Confidence), "unknown confidence %q", l.Confidence)
	bad("owes", !slices.Contains(deadline.Roles, l.Owes), "unknown role %q", l.Owes)
	bad("applies_to", len(l.AppliesTo) == 0, "applies_to missing")
	for _, s := range l.AppliesTo {
		bad("applies_to", !slices.Contains(deadline.Sectors, s), "unknown sector %q", s)
	}
	bad("from", l.From.IsZero(), "from missing")
	bad("to", !l.To.IsZero() && l.To.Before(l.From), "to lies before from")
	r.checkLength(l, "", l.Length, bad)
	for _, a := range l.Also {
		r.checkLength(l, "also", a.Length, bad)
		bad("also", !l.Unit.Runs() || l.Before, "another reading of a rule that has no line or is counted backwards")
		bad("also", len(a.Basis) == 0 || a.Says.ZH == "" || a.Says.EN == "", "another reading without basis or words")
	}
	for _, x := range l.Limits {
		bad("limits", x.Name == "" || x.Unit == "" || x.Says.ZH == "" || x.Says.EN == "", "limit without name, unit or words")
	}
	bad("suspend", len(l.Suspend) > 0 && (l.Unit == deadline.Hours || l.Unit == deadline.ByDate || l.Before), "this kind of period cannot be suspended")
	for _, s := range l.Suspend {
		bad("suspend", s.Reason == "" || len(s.Basis) == 0 || s.Says.ZH == "" || s.Says.EN == "", "suspension without reason, basis or words")
	}
	for _, e := range l.Extend {
		bad("extend", len(e.Basis) == 0 || e.Who.ZH == "" || e.Who.EN == "", "extension without basis or without who grants it")
		bad("extend", !slices.Contains(deadline.Roles, e.By), "extension by unknown role %q", e.By)
		bad("extend", e.Unit != l.Unit, "extension in unit %q of a rule in %q", e.Unit, l.Unit)
	}
	bad("extend", len(l.Extend) > 0 && (l.Unit == deadline.Hours || l.Unit == deadline.ByDate || !l.Unit.Runs()), "this kind of period cannot be extended")
}

// checkLength checks a period; in is the field that holds another reading.
func (r *reader) checkLength(l located, in string, n deadline.Length, bad func(string, bool, string, ...any)) {
	at := func(field string) string { return cmp.Or(in, field) }
	bad(at("unit"), !n.Unit.Known(), "unknown unit %q", n.Unit)
	counted := n.Unit.Runs() && n.Unit != deadline.ByDate
	bad(at("n"), counted && n.N < 1, "n missing")
	bad(at("n"), !counted && n.N != 0, "n given for unit %s", n.Unit)
	bad(at("on"), (n.Unit == deadline.ByDate) != (l.On != deadline.MonthDay{}), "on belongs to unit by_date and only there")
	bad(at("counting"), n.Unit == deadline.Hours && n.Counting.Start == deadline.NextDay, "hours with a counting mode for days")
	bad(at("counting"), counted && n.Unit != deadline.Hours && n.Counting.Start != deadline.NextDay, "days with a counting mode for hours")
}

func half(t fault.Text) bool { return (t.ZH == "") != (t.EN == "") }

// checkAcross reports what is wrong between rules. What replaced versions say
// is kept for their clocks and no longer held against anybody.
func (r *reader) checkAcross() {
	r.merge()
	r.applyEnds()
	r.applySwitches()
	known := map[string]bool{}
	for _, f := range r.found {
		known[f.ID] = known[f.ID] || !f.ended
	}
	for i, f := range r.found {
		if f.ended {
			continue
		}
		for _, s := range f.Suspend {
			if s.Rule != "" && !known[s.Rule] {
				r.reportField(f, "suspend", "suspension names unknown rule "+s.Rule)
			}
		}
		for _, e := range f.Extend {
			if e.Rule != "" && !known[e.Rule] {
				r.reportField(f, "extend", "extension names unknown rule "+e.Rule)
			}
		}
		for _, g := range r.found[:i] {
			if f.ID != g.ID || g.ended {
				continue
			}
			if f.Edition == g.Edition {
				r.report(f.file, f.line, f.ID, fmt.Sprintf("edition %s given twice (also %s:%d)", f.Edition, g.file, g.line))
			} else if f.Region == g.Region && share(f.AppliesTo, g.AppliesTo) && overlap(f.Rule, g.Rule) {
				r.report(f.file, f.line, f.ID, fmt.Sprintf("in force at the same time as edition %s (%s:%d); ends: [%s] would end it", g.Edition, g.file, g.line, g.Edition))
			}
		}
	}
	r.checkStarts(known)
	r.checkCycles()
}

func share(a, b []deadline.Sector) bool {
	return slices.ContainsFunc(a, func(s deadline.Sector) bool { return slices.Contains(b, s) })
}

func overlap(a, b deadline.Rule) bool {
	if never(a) || never(b) {
		return false
	}
	return (a.To.IsZero() || !b.From.After(a.To)) && (b.To.IsZero() || !a.From.After(b.To))
}

// never reports whether an edition was ended before it began: a wrong one that
// its successor took the place of from the same day.
func never(r deadline.Rule) bool { return !r.To.IsZero() && r.To.Before(r.From) }

// CheckBuiltIn checks the packs built into the binary.
func CheckBuiltIn() []Problem { return Check(packs) }
