package rules

import (
	"cmp"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// step turns one step of a file into its editions.
func (r *reader) step(file, region string, s stepRule) {
	if len(s.Editions) == 0 {
		r.edition(file, region, s.ID, line{Value: s.Edition.Value, Line: s.ID.Line}, s.Fields)
		return
	}
	for _, e := range s.Editions {
		at := e.Edition
		at.Line = cmp.Or(at.Line, e.Fields.From.line, s.ID.Line)
		r.edition(file, region, s.ID, at, e.Fields.over(s.Fields))
	}
}

// over gives f with what it leaves out taken from base. An empty list that is
// written out ("extend: []") is not left out.
func (f fields) over(base fields) fields {
	f.Title, f.Says, f.Trigger = cmp.Or(f.Title, base.Title), cmp.Or(f.Says, base.Says), cmp.Or(f.Trigger, base.Trigger)
	f.OnMiss, f.Note = cmp.Or(f.OnMiss, base.OnMiss), cmp.Or(f.Note, base.Note)
	f.Owes, f.Unit, f.Counting = cmp.Or(f.Owes, base.Owes), cmp.Or(f.Unit, base.Unit), cmp.Or(f.Counting, base.Counting)
	f.N, f.On, f.Confidence = cmp.Or(f.N, base.N), cmp.Or(f.On, base.On), cmp.Or(f.Confidence, base.Confidence)
	f.Before = f.Before || base.Before
	f.Substance = f.Substance || base.Substance
	f.From.Date, f.To.Date = cmp.Or(f.From.Date, base.From.Date), cmp.Or(f.To.Date, base.To.Date)
	f.Limits, f.Suspend, f.Extend = orList(f.Limits, base.Limits), orList(f.Suspend, base.Suspend), orList(f.Extend, base.Extend)
	f.Also, f.AppliesTo, f.Basis = orList(f.Also, base.Also), orList(f.AppliesTo, base.AppliesTo), orList(f.Basis, base.Basis)
	f.After, f.Ends = orList(f.After, base.After), orList(f.Ends, base.Ends)
	return f
}

func orList[T any](a, b []T) []T {
	if a == nil {
		return b
	}
	return a
}

// edition builds one rule and checks it on its own.
func (r *reader) edition(file, region string, id, at line, f fields) {
	where := line{Value: id.Value, Line: at.Line}
	rule := deadline.Rule{
		ID: id.Value, Title: f.Title.fault(), Says: f.Says.fault(), Trigger: f.Trigger.fault(),
		OnMiss: f.OnMiss.fault(), Note: f.Note.fault(),
		Length: deadline.Length{N: f.N, Unit: deadline.Unit(f.Unit), Counting: r.mode(file, where, f.Counting, f.Unit), Before: f.Before},
		Owes:   deadline.Role(f.Owes), Region: region, Substance: f.Substance,
		From: f.From.Date, To: f.To.Date,
		Basis:      r.basis(file, where, f.Basis),
		Confidence: deadline.Confidence(f.Confidence),
	}
	if rule.From.IsZero() && len(f.Basis) > 0 {
		rule.From = r.documents[f.Basis[0].Doc].From.Date
	}
	rule.Edition = cmp.Or(at.Value, edition(region, rule.From))
	if f.On != "" {
		on, err := monthDay(f.On)
		if err != nil {
			r.reportField(located{Rule: rule, file: file, line: at.Line}, "on", err.Error())
		}
		rule.On = on
	}
	for _, s := range f.AppliesTo {
		rule.AppliesTo = append(rule.AppliesTo, deadline.Sector(s))
	}
	for _, l := range f.Limits {
		rule.Limits = append(rule.Limits, deadline.Limit{Name: l.Name, N: l.N, Unit: l.Unit, Says: l.Says.fault()})
	}
	for _, s := range f.Suspend {
		rule.Suspend = append(rule.Suspend, deadline.Suspension{
			Reason: s.Reason, Rule: s.Rule, Says: s.Says.fault(), Basis: r.basis(file, where, s.Basis)})
	}
	for _, e := range f.Extend {
		rule.Extend = append(rule.Extend, deadline.Extension{
			By: deadline.Role(e.By), Who: e.Who.fault(), N: e.N, Unit: deadline.Unit(e.Unit), Max: e.Max,
			Rule: e.Rule, Basis: r.basis(file, where, e.Basis)})
	}
	for _, a := range f.Also {
		rule.Also = append(rule.Also, deadline.Alternative{
			Length: deadline.Length{N: a.N, Unit: deadline.Unit(a.Unit), Counting: r.mode(file, where, a.Counting, a.Unit)},
			Says:   a.Says.fault(), Basis: r.basis(file, where, a.Basis)})
	}
	l := located{Rule: rule, file: file, line: at.Line, layer: r.at, ended: r.ended, after: f.After, ends: f.Ends}
	r.checkAlone(l)
	r.found = append(r.found, l)
}

// edition names an edition that has no name of its own: the day it takes
// effect, with the region in front of a local one.
func edition(region string, from civil.Date) string {
	if region == "" {
		return from.String()
	}
	return region + "-" + from.String()
}

func (r *reader) mode(file string, where line, id, unit string) deadline.Counting {
	if u := deadline.Unit(unit); id == "" && (!u.Runs() || u == deadline.ByDate) {
		return deadline.Counting{}
	}
	m, ok := r.counting[id]
	if !ok {
		r.report(file, lineOf(r.texts[file], where.Line, "counting"), where.Value, "unknown counting mode "+id)
	}
	return m
}

func (r *reader) basis(file string, where line, list []basisField) []fault.Basis {
	var out []fault.Basis
	for _, b := range list {
		d, ok := r.documents[b.Doc]
		if !ok {
			r.report(file, lineOf(r.texts[file], where.Line, "basis"), where.Value, "unknown document "+b.Doc)
		}
		out = append(out, d.article(b.Article))
	}
	return out
}
