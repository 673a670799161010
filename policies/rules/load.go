package rules

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/policies/calendars"
)

// LoadFS reads packs from a file system laid out as this folder. A folder
// without documents.yaml is an addition to the built-in packs. It fails on
// the first problem Check would report.
func LoadFS(fsys fs.FS) (*Book, error) {
	return sound(read(fsys, ""))
}

// LoadOnly reads of the built-in packs only those that hold one rule: a
// command that explains a single rule starts in a third of the time. The book
// knows nothing else, not even that other rules exist.
func LoadOnly(id string) (*Book, error) { return sound(read(packs, id)) }

func sound(b *Book, problems []Problem) (*Book, error) {
	if len(problems) > 0 {
		return nil, fmt.Errorf("load rules: %s (%d problems)", problems[0], len(problems))
	}
	return b, nil
}

// reader collects what the files say and what is wrong with them.
type reader struct {
	documents map[string]documentField
	counting  map[string]deadline.Counting
	regions   map[string]fault.Text
	only      string // read only packs that hold this rule; empty for all
	found     []located
	problems  []Problem
}

// located is a rule with the place it was read from.
type located struct {
	deadline.Rule
	file string
	line int
}

func read(fsys fs.FS, only string) (*Book, []Problem) {
	r := &reader{
		only:      only,
		documents: map[string]documentField{},
		counting:  map[string]deadline.Counting{},
		regions:   map[string]fault.Text{},
	}
	if _, err := fs.Stat(fsys, "documents.yaml"); err != nil {
		r.registers(packs)
		r.packs(packs)
	}
	r.registers(fsys)
	r.packs(fsys)
	cal := r.calendar(calendars.Files)
	if only == "" {
		r.checkAcross()
	}
	b := &Book{byID: map[string][]deadline.Rule{}, regions: r.regions, calendar: cal}
	slices.SortStableFunc(r.found, func(x, y located) int {
		return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(x.Edition, y.Edition))
	})
	for _, f := range r.found {
		b.rules = append(b.rules, f.Rule)
		b.byID[f.ID] = append(b.byID[f.ID], f.Rule)
	}
	return b, r.problems
}

// registers reads the three registers, where there are any.
func (r *reader) registers(fsys fs.FS) {
	var docs documentsFile
	r.decode(fsys, "documents.yaml", &docs)
	for key, d := range docs.Documents {
		r.documents[key] = d
		if d.Title == "" || d.From.IsZero() {
			r.report("documents.yaml", 0, key, "document without title or without the day it took effect")
		}
	}
	var regions regionsFile
	r.decode(fsys, "regions.yaml", &regions)
	for code, name := range regions.Regions {
		r.regions[code] = name.fault()
	}
	var modes countingFile
	r.decode(fsys, "counting.yaml", &modes)
	for _, c := range modes.Counting {
		r.countingMode(c)
	}
}

func (r *reader) countingMode(c countingField) {
	const file = "counting.yaml"
	if _, twice := r.counting[c.ID.Value]; twice {
		r.report(file, c.ID.Line, c.ID.Value, "counting mode given twice")
	}
	mode := deadline.Counting{
		ID: c.ID.Value, Says: c.Says.fault(),
		Start: deadline.StartRule(c.Start), Roll: deadline.RollRule(c.Roll),
		Confidence: deadline.Confidence(c.Confidence),
		Basis:      r.basis(file, c.ID, c.Basis),
	}
	if !slices.Contains(deadline.StartRules, mode.Start) || !slices.Contains(deadline.RollRules, mode.Roll) {
		r.report(file, c.ID.Line, c.ID.Value, "unknown start or roll rule")
	}
	r.counting[mode.ID] = mode
}

// packs reads every pack: all YAML files one folder down.
func (r *reader) packs(fsys fs.FS) {
	names, err := fs.Glob(fsys, "*/*.yaml")
	if err != nil {
		r.report("", 0, "", err.Error())
	}
	for _, name := range names {
		if r.only != "" {
			raw, err := fs.ReadFile(fsys, name)
			if err == nil && !bytes.Contains(raw, []byte("- id: "+r.only+"\n")) {
				continue
			}
		}
		var p packFile
		r.decode(fsys, name, &p)
		if _, known := r.regions[p.Region]; p.Region != "" && !known {
			r.report(name, 1, "", "unknown region "+p.Region)
		}
		for _, step := range p.Rules {
			r.step(name, p.Region, step)
		}
	}
}

// decode reads one file strictly; a file that is not there says nothing.
func (r *reader) decode(fsys fs.FS, name string, into any) {
	raw, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		r.report(name, 0, "", err.Error())
		return
	}
	dec := yaml.NewDecoder(bytes.NewReader(raw))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		r.syntax(name, err)
	}
}

// calendar reads the holiday tables.
func (r *reader) calendar(fsys fs.FS) *deadline.Calendar {
	names, _ := fs.Glob(fsys, "[0-9]*.yaml") // the pattern is constant and well formed
	var years []deadline.Year
	for _, name := range names {
		var y yearFile
		r.decode(fsys, name, &y)
		if path.Base(name) != fmt.Sprintf("%d.yaml", y.Year) || y.Notice == "" {
			r.report(name, 1, "", "the file name is not the year, or the notice is missing")
		}
		years = append(years, y.table())
	}
	var f fixedFile
	r.decode(fsys, "fixed.yaml", &f)
	var fixed []deadline.Fixed
	for _, x := range f.Fixed {
		on, err := monthDay(x.On)
		if err != nil {
			r.report("fixed.yaml", 1, "", err.Error())
		}
		fixed = append(fixed, deadline.Fixed{Name: x.Name.fault(), On: on})
	}
	cal, err := deadline.NewCalendar(years, fixed)
	if err != nil {
		r.report("calendars", 0, "", err.Error())
	}
	return cal
}

func (y yearFile) table() deadline.Year {
	out := deadline.Year{Year: y.Year, Notice: y.Notice}
	for _, h := range y.Holidays {
		out.Holidays = append(out.Holidays, deadline.Holiday{Name: h.Name.fault(), From: h.From.Date, To: h.To.Date})
	}
	for _, d := range y.Workdays {
		out.Workdays = append(out.Workdays, d.Date)
	}
	return out
}
