package identity

import (
	"strings"
	"unicode"
)

// CleanText takes the characters out of a text that a reader cannot see:
// direction marks that turn a name around, zero-width characters that make two
// equal-looking names differ, control characters, fillers. Line breaks and
// tabs stay. hidden lists what was taken out, each character once; it is empty
// for a clean text. Numbers with hidden characters are refused, longer texts
// may be cleaned with the writer's knowledge.
func CleanText(s string) (clean string, hidden []rune) {
	if strings.IndexFunc(s, invisible) < 0 {
		return s, nil
	}
	seen := map[rune]bool{}
	clean = strings.Map(func(r rune) rune {
		if !invisible(r) {
			return r
		}
		if !seen[r] {
			seen[r] = true
			hidden = append(hidden, r)
		}
		return -1
	}, s)
	return clean, hidden
}

// invisible reports characters that are never meant to be seen. Format
// characters (Cf) hold the bidirectional and zero-width ones, the tags and the
// soft hyphen; the others are listed.
func invisible(r rune) bool {
	switch r {
	case '\n', '\r', '\t':
		return false
	case '\u034f', // combining grapheme joiner
		'\u115f', '\u1160', '\u3164', '\uffa0', // Hangul fillers
		'\u17b4', '\u17b5', // Khmer inherent vowels
		'\u2028', '\u2029', // line and paragraph separator
		'\u2800', // blank braille pattern
		'\ufffd': // stands for what was lost on the way, for example bytes that were no UTF-8
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector)
}
