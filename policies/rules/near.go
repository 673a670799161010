package rules

import (
	"cmp"
	"slices"
	"strings"
)

// Near gives up to five ids that somebody who typed an unknown one may have meant.
func (b *Book) Near(id string) []string {
	type guess struct {
		id   string
		away int
	}
	var out []guess
	for known := range b.byID {
		away := distance(id, known)
		if strings.Contains(known, id) || strings.Contains(id, known) {
			away = min(away, 2)
		}
		if away <= max(3, len(id)/3) {
			out = append(out, guess{known, away})
		}
	}
	slices.SortFunc(out, func(x, y guess) int {
		return cmp.Or(cmp.Compare(x.away, y.away), cmp.Compare(x.id, y.id))
	})
	var ids []string
	for _, g := range out[:min(5, len(out))] {
		ids = append(ids, g.id)
	}
	return ids
}

// distance counts the letters to add, drop or change (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := corner
			if a[i] != b[j] {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
