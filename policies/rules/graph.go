package rules

import (
	"slices"
	"strings"
)

// checkStarts reports duties that nothing can start: what starts them is no
// rule, or is never in force at the same time and place.
func (r *reader) checkStarts(known map[string]bool) {
	for _, f := range r.found {
		if f.ended || len(f.after) == 0 {
			continue
		}
		alive := false
		for _, id := range f.after {
			if !known[id] {
				r.reportField(f, "after", "starts after unknown rule "+id)
				alive = true // told already
			}
			alive = alive || slices.ContainsFunc(r.found, func(g located) bool {
				return g.ID == id && !g.ended && overlap(f.Rule, g.Rule) && meet(f.Region, g.Region)
			})
		}
		if !alive && !never(f.Rule) {
			r.reportField(f, "after", "dead: "+strings.Join(f.after, ", ")+" is never in force in its days and region, so nothing starts it")
		}
	}
}

// meet reports whether there is a place where both regions hold.
func meet(a, b string) bool {
	return strings.HasPrefix(a, prefix(b)) || strings.HasPrefix(b, prefix(a))
}

// checkCycles reports rules that wait for each other: none of them ever begins,
// or none of them ever runs on.
func (r *reader) checkCycles() {
	starts, rests := map[string][]string{}, map[string][]string{}
	place := map[string]located{}
	for _, f := range r.found {
		if f.ended {
			continue
		}
		if have, ok := place[f.ID]; !ok || f.layer > have.layer {
			place[f.ID] = f // the layer on top closed the circle
		}
		starts[f.ID] = append(starts[f.ID], f.after...)
		for _, s := range f.Suspend {
			if s.Rule != "" {
				rests[f.ID] = append(rests[f.ID], s.Rule)
			}
		}
	}
	for _, g := range []struct {
		edges       map[string][]string
		field, text string
	}{
		{starts, "after", "cycle: none of these ever begins: "},
		{rests, "suspend", "cycle: each of these rests while the other does: "},
	} {
		for _, round := range cycles(g.edges) {
			at := place[round[0]]
			for _, id := range round {
				if p := place[id]; p.layer > at.layer {
					at = p
				}
			}
			r.reportField(at, g.field, g.text+strings.Join(append(round, round[0]), " → "))
		}
	}
}

// cycles finds the rounds in a graph, each once, beginning at its first id.
func cycles(edges map[string][]string) [][]string {
	var out [][]string
	done, path := map[string]bool{}, []string{}
	var visit func(string)
	visit = func(id string) {
		if i := slices.Index(path, id); i >= 0 {
			round := slices.Clone(path[i:])
			first := slices.Index(round, slices.Min(round))
			round = append(round[first:], round[:first]...)
			if !slices.ContainsFunc(out, func(x []string) bool { return slices.Equal(x, round) }) {
				out = append(out, round)
			}
			return
		}
		if done[id] {
			return
		}
		path = append(path, id)
		for _, next := range edges[id] {
			visit(next)
		}
		path, done[id] = path[:len(path)-1], true
	}
	ids := make([]string, 0, len(edges))
	for id := range edges {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		visit(id)
	}
	return out
}
