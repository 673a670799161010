package routing

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Mentioned are the items that a text speaks of by their search words, the one with
// the most characters of them first; at most n, each code once. It is a guess for a
// person to look at, never a decision.
func Mentioned(text string, items []Item, n int) (list []Item) {
	score := map[string]int{}
	for _, i := range items {
		if s := i.mentionedIn(text); s > score[i.Code] {
			if score[i.Code] == 0 {
				list = append(list, i)
			}
			score[i.Code] = s
		}
	}
	slices.SortStableFunc(list, func(a, b Item) int {
		return cmp.Or(cmp.Compare(score[b.Code], score[a.Code]), cmp.Compare(a.Code, b.Code))
	})
	return list[:min(n, len(list))]
}

// mentionedIn counts the characters of the words that a text holds. A word of one
// character says nothing, and a word within a longer one counts once.
func (i Item) mentionedIn(text string) (score int) {
	var met []string
	for _, w := range i.Words {
		if utf8.RuneCountInString(w) >= 2 && strings.Contains(text, w) {
			met = append(met, w)
		}
	}
	for n, w := range met {
		within := func(longer string) bool { return longer != w && strings.Contains(longer, w) }
		if !slices.ContainsFunc(met, within) && !slices.Contains(met[:n], w) {
			score += utf8.RuneCountInString(w)
		}
	}
	return score
}
