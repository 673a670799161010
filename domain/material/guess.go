package material

import (
	"strings"
	"unicode"
)

// Guess gives the checklist kind of a file from its name, which may be a path in an exported
// case folder, with / or \. The file's own name goes before its folder's, the nearest folder before
// outer ones, and a picture or a recording without a telling name is one of the photos. What nothing
// is known of is Other, Unsure.
func Guess(name string) (code string, c Confidence) {
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '/' || r == '\\' })
	if len(parts) == 0 {
		return Other, Unsure
	}
	file := parts[len(parts)-1]
	stem, ext := split(file)
	if code, c := read(stem); c != Unsure {
		return code, c
	}
	for i := len(parts) - 2; i >= 0; i-- {
		if code, c := read(parts[i]); c != Unsure {
			return code, c
		}
	}
	if visual[ext] || audible[ext] {
		return PhotosAndAV, Likely
	}
	return Other, Unsure
}

// read finds the terms in one name. In Chinese the head noun stands last (处罚决定书送达回证 is a
// 送达回证), so the term that ends last decides, the longest of those that end there. A term of another
// kind before it makes the guess less sure.
func read(name string) (string, Confidence) {
	text := normalize(name)
	bare := withoutBrackets(text)
	if code, c := lastTerm(bare); c != Unsure {
		return code, c
	}
	return lastTerm(text)
}

func lastTerm(text string) (string, Confidence) {
	best, end := term{}, -1
	kinds := map[string]bool{}
	for _, t := range terms {
		i := strings.LastIndex(text, t.text)
		if i < 0 {
			continue
		}
		if at := i + len(t.text); at > end || at == end && len(t.text) > len(best.text) {
			best, end = t, at
		}
	}
	if end < 0 {
		return Other, Unsure
	}
	rest := text[:end-len(best.text)]
	for _, t := range terms {
		if t.c == Sure && strings.Contains(rest, t.text) {
			kinds[t.code] = true
		}
	}
	delete(kinds, best.code)
	if len(kinds) > 0 {
		return best.code, Likely
	}
	return best.code, best.c
}

// normalize makes full-width letters and brackets plain, drops spaces and
// separators, and lowers Latin letters.
func normalize(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xff01 && r <= 0xff5e {
			r -= 0xfee0
		}
		switch r {
		case '〔', '【', '[', '{', '〈', '《':
			return '('
		case '〕', '】', ']', '}', '〉', '》':
			return ')'
		case '_', '-', '·', '\u200b', '\u200c', '\u200d', '\ufeff':
			return -1
		}
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// withoutBrackets drops what stands in brackets: 现场检查(勘察)笔录 is a 现场检查笔录.
func withoutBrackets(text string) string {
	var b strings.Builder
	depth := 0
	for _, r := range text {
		switch {
		case r == '(':
			depth++
		case r == ')' && depth > 0:
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// split cuts a file name into stem and lower-case extension without the dot.
func split(file string) (stem, ext string) {
	i := strings.LastIndexByte(file, '.')
	if i <= 0 {
		return file, ""
	}
	return file[:i], strings.ToLower(normalize(file[i+1:]))
}
