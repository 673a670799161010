package search

import "slices"

// Part is a piece of a snippet; Hit marks what was looked for.
type Part struct {
	Text string
	Hit  bool
}

// Around is how many characters a snippet shows before and behind its first hit.
const Around = 24

// Holds reports whether a text holds a folded word.
func Holds(text, word string) bool { return index(fold(text).runes, []rune(word), 0) >= 0 }

// Snippet cuts the neighbourhood of the first hit out of a text and marks every
// word in it. Nothing comes back when the text holds none of the words.
func Snippet(text string, words []string) []Part {
	original, f := []rune(text), fold(text)
	marks := make([]bool, len(original))
	first := -1
	for _, w := range words {
		needle := []rune(w)
		for at := index(f.runes, needle, 0); at >= 0; at = index(f.runes, needle, at+len(needle)) {
			from, to := f.from[at], f.from[at+len(needle)-1]
			for i := from; i <= to; i++ {
				marks[i] = true
			}
			if first < 0 || from < first {
				first = from
			}
		}
	}
	if first < 0 {
		return nil
	}
	begin, end := max(first-Around, 0), min(first+2*Around, len(original))
	for end < len(original) && marks[end] { // no hit is cut in two
		end++
	}
	var parts []Part
	if begin > 0 {
		parts = append(parts, Part{Text: "…"})
	}
	for i := begin; i < end; {
		j := i
		for j < end && marks[j] == marks[i] {
			j++
		}
		parts = append(parts, Part{Text: string(original[i:j]), Hit: marks[i]})
		i = j
	}
	if end < len(original) {
		parts = append(parts, Part{Text: "…"})
	}
	return parts
}

func index(text, word []rune, from int) int {
	if len(word) == 0 {
		return -1
	}
	for i := from; i+len(word) <= len(text); i++ {
		if slices.Equal(text[i:i+len(word)], word) {
			return i
		}
	}
	return -1
}
