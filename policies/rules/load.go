package rules

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
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
	documents  map[string]documentField
	counting   map[string]deadline.Counting
	regions    map[string]fault.Text
	years      map[int]deadline.Year
	fixed      []deadline.Fixed
	switches   []switched
	texts      map[string][]byte // what was read, to find lines in
	only       string            // read only packs that hold this rule; empty for all
	at         int               // layer that is being read; 0 for the built-in packs
	ended      bool              // it was replaced
	grounds    []Ground
	claims     claimTables
	thresholds thresholdTable
	silence    map[string]Silence
	leads      []Lead
	venues     []Venue
	found      []located
	problems   []Problem
}

// located is a rule with the place it was read from.
type located struct {
	deadline.Rule
	file        string
	line        int
	layer       int
	ended       bool // of a replaced version: kept for clocks, picked no more
	after, ends []string
}

func newReader(only string) *reader {
	return &reader{
		only:      only,
		documents: map[string]documentField{},
		counting:  map[string]deadline.Counting{},
		regions:   map[string]fault.Text{},
		years:     map[int]deadline.Year{},
		texts:     map[string][]byte{},
	}
}

func read(fsys fs.FS, only string) (*Book, []Problem) {
	r := newReader(only)
	if _, err := fs.Stat(fsys, "documents.yaml"); err != nil {
		r.registers(packs)
		r.packs(packs)
	}
	r.registers(fsys)
	r.packs(fsys)
	r.tables()
	if only == "" {
		r.besides()
		r.checkAcross()
	}
	return r.book(), r.problems
}

// book is what was read, by id, then edition.
func (r *reader) book() *Book {
	b := &Book{byID: map[string][]deadline.Rule{}, ended: map[string][]deadline.Rule{}, after: map[string][]string{}, regions: r.regions, grounds: r.grounds, claims: r.claims, thresholds: r.thresholds, silence: r.silence, leads: r.leads, venues: r.venues, calendar: r.calendar()}
	slices.SortStableFunc(r.found, func(x, y located) int {
		return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(x.Edition, y.Edition))
	})
	for _, f := range r.found {
		if f.ended {
			b.ended[f.ID] = append(b.ended[f.ID], f.Rule)
			continue
		}
		b.rules = append(b.rules, f.Rule)
		b.byID[f.ID] = append(b.byID[f.ID], f.Rule)
		for _, a := range f.after {
			if !slices.Contains(b.after[f.ID], a) {
				b.after[f.ID] = append(b.after[f.ID], a)
			}
		}
	}
	return b
}

// besides reads the tables beside the rules. A book without one of them is silent where
// it should speak, so whoever makes a whole book reads all.
func (r *reader) besides() {
	r.readGrounds()
	r.readClaimGrounds()
	r.readThresholds()
	r.readSilence()
	r.readLeads()
	r.readVenue()
}

// registers reads the three registers, where there are any.
func (r *reader) registers(fsys fs.FS) {
	var docs documentsFile
	r.decode(fsys, "documents.yaml", &docs)
	r.register("documents.yaml", docs.Documents)
	var regions regionsFile
	r.decode(fsys, "regions.yaml", &regions)
	for code, name := range regions.Regions {
		r.regions[code] = name.fault()
	}
	var modes countingFile
	r.decode(fsys, "counting.yaml", &modes)
	for _, c := range modes.Counting {
		r.countingMode("counting.yaml", c)
	}
}

func (r *reader) register(file string, docs map[string]documentField) {
	for key, d := range docs {
		if have, known := r.documents[key]; known && r.at > 0 && have != d.plain() {
			r.report(file, d.From.line, key, "document registered in other words already")
			continue
		}
		r.documents[key] = d.plain()
		if d.Title == "" || d.From.IsZero() {
			r.report(file, d.From.line, key, "document without title or without the day it took effect")
		}
	}
}

func (r *reader) countingMode(file string, c countingField) {
	mode := deadline.Counting{
		ID: c.ID.Value, Says: c.Says.fault(),
		Start: deadline.StartRule(c.Start), Roll: deadline.RollRule(c.Roll),
		Confidence: deadline.Confidence(c.Confidence),
		Basis:      r.basis(file, c.ID, c.Basis),
	}
	if have, twice := r.counting[c.ID.Value]; twice {
		if r.at == 0 || !reflect.DeepEqual(have, mode) {
			r.report(file, c.ID.Line, c.ID.Value, "counting mode given twice")
		}
		return
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
		r.pack(name, p)
	}
}

// pack takes the rules of one file.
func (r *reader) pack(name string, p packFile) {
	r.register(name, p.Documents)
	r.region(name, p)
	for _, step := range p.Rules {
		r.step(name, p.Region.Value, step)
	}
}

// regionCode is a district, city or province of GB/T 2260.
var regionCode = regexp.MustCompile(`^[1-9]\d{5}$`)

// region takes the place a pack binds. regions.yaml holds only codes that were confirmed;
// any other place names itself in its own pack, so that a typing error binds nobody.
func (r *reader) region(file string, p packFile) {
	code := p.Region.Value
	if code == "" {
		return
	}
	name, known := r.regions[code]
	switch {
	case !known && (!regionCode.MatchString(code) || p.RegionName.ZH == ""):
		r.report(file, p.Region.Line, "", "unknown region "+code+": six digits, and region_name says what it is called")
	case !known:
		r.regions[code] = p.RegionName.fault()
	case p.RegionName.ZH != "" && p.RegionName.ZH != name.ZH:
		r.report(file, p.Region.Line, "", "region "+code+" is called "+name.ZH+" already")
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
	r.decodeText(name, raw, into)
}

func (r *reader) decodeText(name string, raw []byte, into any) {
	r.texts[name] = raw
	dec := yaml.NewDecoder(bytes.NewReader(raw))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		r.syntax(name, err)
	}
}
