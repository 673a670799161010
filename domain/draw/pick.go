package draw

import (
	"math/big"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// count is how many of n objects a stratum draws: its ratio rounded up, its
// minimum, never more than there are.
func (s Stratum) count(n int) int {
	product := new(big.Int).Mul(big.NewInt(int64(n)), big.NewInt(s.Numerator)) // a ratio from a file may be of any size
	part, rest := new(big.Int).QuoRem(product, big.NewInt(s.Denominator), new(big.Int))
	if rest.Sign() > 0 {
		part.Add(part, big.NewInt(1))
	}
	if !part.IsInt64() || part.Int64() > int64(n) {
		return n
	}
	return int(min(int64(n), max(part.Int64(), s.Minimum)))
}

// result follows from terms, lists and seed alone.
func result(t *Terms, objects []Object, o *Officers, seed Hash) []Visit {
	at, in := t.strata(), make([][]int32, len(t.Strata))
	for i := range objects {
		s := at[objects[i].Stratum]
		in[s] = append(in[s], int32(i))
	}
	var visits []Visit
	for s, stratum := range t.Strata {
		list := in[s]
		k := stratum.count(len(list))
		shuffle(list, k, newStream(seed, forObjects, s))
		visits = slices.Grow(visits, k)
		for _, i := range list[:k] {
			visits = append(visits, Visit{Object: objects[i].ID, Stratum: stratum.Name})
		}
	}
	teams := newTeams(t, o)
	numbers := newStream(seed, forOfficers, 0)
	for i := range visits {
		visits[i].Team = teams.form(visits[i].Object, numbers)
	}
	return visits
}

// shuffle brings k elements, drawn one after the other, to the front (Fisher–Yates).
func shuffle(list []int32, k int, numbers *stream) {
	for i := range k {
		j := i + numbers.below(len(list)-i)
		list[i], list[j] = list[j], list[i]
	}
}

// teams forms a team for one visit after another.
type teams struct {
	perAgency int
	agencies  []staff
	recused   map[string][]ids.Entry // object → officers
}

// staff are the officers of one agency.
type staff struct {
	needs    []string // competences of its items, ascending
	officers []Officer
	visits   []int // so far, by officer
}

func newTeams(t *Terms, o *Officers) *teams {
	all := &teams{perAgency: int(t.PerAgency), recused: map[string][]ids.Entry{}}
	for _, a := range t.Agencies {
		s := staff{needs: needs(t.Items, a.ID)}
		for _, officer := range o.List {
			if officer.Agency == a.ID {
				s.officers = append(s.officers, officer)
			}
		}
		s.visits = make([]int, len(s.officers))
		all.agencies = append(all.agencies, s)
	}
	for _, r := range o.Recusals {
		all.recused[r.Object] = append(all.recused[r.Object], r.Officer)
	}
	return all
}

// needs are the competences that the items of an agency ask for.
func needs(items []Item, agency ids.Agency) []string {
	var all []string
	for _, i := range items {
		if i.Agency == agency && i.Competence != "" {
			all = append(all, i.Competence)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (t *teams) form(object string, numbers *stream) (team []ids.Entry) {
	for i := range t.agencies {
		team = t.agencies[i].choose(team, t.recused[object], t.perAgency, numbers)
	}
	return team
}

func (s *staff) choose(team []ids.Entry, recused []ids.Entry, perAgency int, numbers *stream) []ids.Entry {
	var chosen, least []int
	pick := func(fits func(*Officer) bool) {
		least = least[:0]
		for i := range s.officers {
			switch o := &s.officers[i]; {
			case len(least) > 0 && s.visits[i] > s.visits[least[0]]: // most of them, and quickly told
			case slices.Contains(chosen, i) || slices.Contains(recused, o.ID) || !fits(o):
			case len(least) == 0 || s.visits[i] == s.visits[least[0]]:
				least = append(least, i)
			case s.visits[i] < s.visits[least[0]]:
				least = append(least[:0], i)
			}
		}
		i := least[numbers.below(len(least))] // never empty: the freeze excluded what has no team
		s.visits[i]++
		chosen = append(chosen, i)
		team = append(team, s.officers[i].ID)
	}
	for _, need := range s.needs {
		has := func(o *Officer) bool { return slices.Contains(o.Competences, need) }
		if !slices.ContainsFunc(chosen, func(i int) bool { return has(&s.officers[i]) }) {
			pick(has)
		}
	}
	for len(chosen) < perAgency {
		pick(func(*Officer) bool { return true })
	}
	return team
}

// short reports the first agency that cannot form a team without those officers.
func (t *teams) short(recused []ids.Entry) (agency int, need string, yes bool) {
	for i, s := range t.agencies {
		free := 0
		for _, o := range s.officers {
			if !slices.Contains(recused, o.ID) {
				free++
			}
		}
		if free < t.perAgency {
			return i, "", true
		}
		for _, need := range s.needs {
			if !slices.ContainsFunc(s.officers, func(o Officer) bool {
				return !slices.Contains(recused, o.ID) && slices.Contains(o.Competences, need)
			}) {
				return i, need, true
			}
		}
	}
	return 0, "", false
}
