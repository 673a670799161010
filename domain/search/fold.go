// Package search says what a text can be found by (检索): how it is folded, which
// pairs of characters stand for it in an index, and where a hit lies in it.
//
// Chinese is written without spaces, so a text is indexed by every pair of
// neighbouring characters (bigrams): 排放 is found in the middle of a sentence.
package search

import (
	"slices"
	"strings"
	"unicode"
)

// folded is a text in the form that is compared, with the place in the original
// that each character comes from.
type folded struct {
	runes []rune
	from  []int // index of the rune in the original
}

// fold makes alike what a reader takes for alike: full-width and half-width
// letters, capital and small ones, every form of bracket. What a reader does not
// see as part of a word is left out: spaces, and line breaks inside a sentence.
func fold(s string) folded {
	var f folded
	i := -1
	for _, r := range s {
		i++
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			continue
		}
		f.runes = append(f.runes, foldRune(r))
		f.from = append(f.from, i)
	}
	return f
}

func foldRune(r rune) rune {
	if r >= 0xFF01 && r <= 0xFF5E { // full-width ASCII
		r -= 0xFEE0
	}
	switch r {
	case '(', '[', '{', '〔', '【', '〖', '［', '﹝', '「', '『', '<', '〈', '《':
		return '('
	case ')', ']', '}', '〕', '】', '〗', '］', '﹞', '」', '』', '>', '〉', '》':
		return ')'
	case '—', '–', '‐', '‑', '－', '−':
		return '-'
	case '·', '•', '・':
		return '·'
	}
	return unicode.ToLower(r)
}

// Fold is the form in which two texts are compared.
func Fold(s string) string { return string(fold(s).runes) }

// MinWord is how many characters a word must have to be looked for.
const MinWord = 2

// MaxWords bounds one question.
const MaxWords = 8

// Words splits what was typed at its spaces, and at its commas and stops where that
// leaves words of two characters and more, and folds each word: a text must hold all
// of them. (A comma stands beside every other word of a Chinese text: its pairs of
// characters tell nothing apart.) The 号 behind a number belongs to it, with or
// without a space. ok is false when a word is too short to be looked for, when there
// is none, or when there are too many.
func Words(typed string) (words []string, ok bool) {
	for _, w := range parts(typed) {
		w = Fold(w)
		if n := len(words); n > 0 && len([]rune(w)) < MinWord && endsInNumber(words[n-1]) {
			words[n-1] += w
			continue
		}
		words = append(words, w)
	}
	short := slices.ContainsFunc(words, func(w string) bool { return len([]rune(w)) < MinWord })
	if short || len(words) == 0 || len(words) > MaxWords {
		return nil, false
	}
	return words, true
}

func parts(typed string) []string {
	fields := strings.Fields(typed)
	var out []string
	for _, w := range fields {
		split := strings.FieldsFunc(w, func(r rune) bool { return strings.ContainsRune("，。；、！？,;", r) })
		short := slices.ContainsFunc(split, func(part string) bool { return len([]rune(Fold(part))) < MinWord })
		if len(split) == 0 || short {
			split = []string{w}
		}
		out = append(out, split...)
	}
	if len(out) > MaxWords { // a sentence that was pasted is looked for as it stands
		return fields
	}
	return out
}

func endsInNumber(w string) bool {
	if w == "" { // nothing but what is left out
		return false
	}
	last := w[len(w)-1:]
	return last >= "0" && last <= "9"
}
