package rules

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Book is all rules and calendars of one release. It never changes once loaded.
type Book struct {
	rules      []deadline.Rule // by id, then edition
	byID       map[string][]deadline.Rule
	ended      map[string][]deadline.Rule // of replaced packs: for clocks that run under them
	after      map[string][]string        // which rules start a rule
	regions    map[string]fault.Text
	grounds    []Ground
	claims     claimTables
	thresholds thresholdTable
	silence    map[string]Silence
	leads      []Lead
	venues     []Venue
	calendar   *deadline.Calendar
}

// Load reads the packs and calendars built into the binary, once.
var Load = sync.OnceValues(func() (*Book, error) { return LoadFS(packs) })

// Pick gives the edition of a rule that holds on a day, in a region, for a
// sender of a sector.
//
// A local rule goes before the national one, a rule for the very sector
// before one for any agency; Check leaves no two that fit alike. An empty
// region prefers national rules and takes a local one only where there is no
// other; an empty sector prefers environment. It returns a fault of kind Missing for an id that
// is not in the book and of kind Rule if no edition applies.
func (b *Book) Pick(id string, on civil.Date, region, sector string) (deadline.Rule, error) {
	all, ok := b.byID[id]
	if !ok {
		return deadline.Rule{}, fault.New(fault.Missing, "rule.unknown",
			fault.T("规则库中没有 "+id, "there is no rule "+id))
	}
	var best *deadline.Rule
	applies := false
	for i := range all {
		r := &all[i]
		if region != "" && !covers(r.Region, region) || sector != "" && !r.Binds(deadline.Sector(sector)) {
			continue
		}
		applies = true
		if r.InForce(on) && (best == nil || closer(r, best, region, sector)) {
			best = r
		}
	}
	switch {
	case best != nil:
		return *best, nil
	case applies:
		return deadline.Rule{}, fault.New(fault.Rule, "rule.not_in_force",
			fault.T(fmt.Sprintf("%s 在 %s 没有施行中的版本；现有版本：%s", id, on, editions(all)),
				fmt.Sprintf("no edition of %s is in force on %s; there are: %s", id, on, editions(all))))
	}
	return deadline.Rule{}, fault.New(fault.Rule, "rule.not_binding",
		fault.T(id+" 不适用于该地区或该类机关", id+" does not apply in that region or to that kind of agency"))
}

// PickFor is Pick with the day that the rule asks for: a rule of substance holds
// as of the day of the act, one of procedure as of the day of the step
// (生态环境法典第一千零五十七条：适用违法行为发生时的规定). An act of an unknown day is taken
// as done on the day of the step. The milder law is for a person to compare.
func (b *Book) PickFor(id string, act, step civil.Date, region, sector string) (deadline.Rule, error) {
	on := step
	if !act.IsZero() && slices.ContainsFunc(b.byID[id], func(r deadline.Rule) bool { return r.Substance }) {
		on = act
	}
	return b.Pick(id, on, region, sector)
}

func editions(all []deadline.Rule) string {
	var out []string
	for _, r := range all {
		out = append(out, r.From.String()+"…"+r.To.String())
	}
	return strings.Join(out, ", ")
}

// closer reports whether a fits better than b.
func closer(a, b *deadline.Rule, region, sector string) bool {
	if x, y := len(prefix(a.Region)), len(prefix(b.Region)); x != y {
		return (x > y) == (region != "")
	}
	if sector == "" {
		sector = string(deadline.Environment)
	}
	return aim(a, sector) > aim(b, sector)
}

// aim is how closely a rule's sectors fit: by name, as any agency, not at all.
func aim(r *deadline.Rule, sector string) int {
	switch {
	case slices.Contains(r.AppliesTo, deadline.Sector(sector)):
		return 2
	case slices.Contains(r.AppliesTo, deadline.Any):
		return 1
	}
	return 0
}

// Edition gives the very rule a stored clock was started under, in force or not.
func (b *Book) Edition(id, edition string) (deadline.Rule, bool) {
	for _, r := range b.byID[id] {
		if r.Edition == edition {
			return r, true
		}
	}
	for _, r := range b.ended[id] {
		if r.Edition == edition {
			return r, true
		}
	}
	return deadline.Rule{}, false
}

// After lists the rules whose fulfilment starts a rule; none where its trigger
// comes from outside.
func (b *Book) After(id string) []string { return slices.Clone(b.after[id]) }

// Has reports whether the book knows the id.
func (b *Book) Has(id string) bool { return len(b.byID[id]) > 0 }

// Editions gives all editions of a rule; none: there is no such rule.
func (b *Book) Editions(id string) []deadline.Rule { return slices.Clone(b.byID[id]) }

// All are all editions, by id, then edition. The caller may not change them.
func (b *Book) All() []deadline.Rule { return slices.Clone(b.rules) }

// Calendar is the calendar of all loaded years.
func (b *Book) Calendar() *deadline.Calendar { return b.calendar }

// RegionName names a region of regions.yaml; nothing for an unknown one.
func (b *Book) RegionName(code string) fault.Text { return b.regions[code] }

// covers reports whether a rule of region r holds at code: 310000 covers 310105.
func covers(r, code string) bool { return strings.HasPrefix(code, prefix(r)) }

func prefix(region string) string {
	for strings.HasSuffix(region, "00") {
		region = strings.TrimSuffix(region, "00")
	}
	return region
}

// Again computes a stored clock under the rule it was started under, for
// example once the table of a missing year is loaded. It returns a fault of
// kind Missing if the book does not hold that edition.
func (b *Book) Again(id, edition string, s deadline.Start, pauses []deadline.Pause, grants []deadline.Grant) (deadline.Result, error) {
	r, ok := b.Edition(id, edition)
	if !ok {
		return deadline.Result{}, fault.New(fault.Missing, "rule.unknown",
			fault.T("规则库中没有 "+id+" 的版本 "+edition, "there is no edition "+edition+" of rule "+id))
	}
	return deadline.Compute(r, s, b.calendar, pauses, grants)
}
