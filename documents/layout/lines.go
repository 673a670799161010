package layout

import (
	"strings"

	"github.com/rivo/uniseg"
)

// style is how a piece of text is set.
type style struct {
	role  Role
	size  float64
	pitch float64 // distance of baselines
}

// line is one line of set text.
type line struct {
	glyphs []glyph
	style  style
	indent float64 // from the left edge of its column
	gap    float64 // added between characters to justify
}

func (l line) natural() float64 {
	w := 0.0
	for _, g := range l.glyphs {
		w += g.width() * l.style.size
	}
	return w
}

// width is what the line takes once justified.
func (l line) width() float64 { return l.natural() + l.gap*float64(l.gaps()) }

// gaps counts the places where justification may add space: beside a wide
// character or a blank, never inside a word or a number.
func (l line) gaps() int {
	n := 0
	for i := range l.glyphs {
		if l.stretches(i) {
			n++
		}
	}
	return n
}

func (l line) stretches(i int) bool {
	if i+1 >= len(l.glyphs) {
		return false
	}
	a, b := l.glyphs[i].char, l.glyphs[i+1].char
	return wide(a) || wide(b) || a == ' '
}

// wide reports whether a character stands in a square of its own.
func wide(r rune) bool {
	return r >= 0x2E80 || r >= 0x2014 && r <= 0x2026 || r >= 0x2100 && r <= 0x2BFF
}

// hangs reports whether a character's right half is empty, so that it may
// stand half outside at the end of a line (标点挤压).
func hangs(r rune) bool { return strings.ContainsRune("。，、；：！？」』）》〉】〕", r) }

// indents are the left indents of a paragraph's first and of its turned lines.
type indents struct{ first, turned float64 }

// wrap breaks one paragraph into lines that end at most at width.
// Breaks follow UAX #14, which keeps closing marks off line starts and opening
// marks off line ends (行首行末禁则). A piece longer than a line is cut.
func (r *ruler) wrap(text string, st style, width float64, in indents, justify bool) ([]line, error) {
	var lines []line
	current := line{style: st, indent: in.first}
	used := 0.0
	flush := func(last bool) {
		current.trimRight()
		if n := len(current.glyphs); n > 0 {
			current.glyphs[n-1].tuck = 0
		}
		if justify && !last {
			current.justify(width - current.indent)
		}
		lines = append(lines, current)
		current, used = line{style: st, indent: in.turned}, 0
	}
	state, rest := -1, text
	for rest != "" {
		var piece string
		piece, rest, state = segment(rest, state)
		glyphs, err := r.glyphs(piece, st)
		if err != nil {
			return nil, err
		}
		w := extent(glyphs, st.size)
		if n := len(current.glyphs); n > 0 && len(glyphs) > 0 {
			tuck(&current.glyphs[n-1], glyphs[0])
			w -= current.glyphs[n-1].tuck * st.size
		}
		if used > 0 && used+w-overhang(glyphs, st.size) > width-current.indent+0.01 {
			flush(false)
		}
		for used == 0 && extent(glyphs, st.size)-overhang(glyphs, st.size) > width-current.indent+0.01 && len(glyphs) > 1 {
			n := fitting(glyphs, st.size, width-current.indent)
			current.glyphs = append(current.glyphs, glyphs[:n]...)
			glyphs = glyphs[n:]
			flush(false)
			w = extent(glyphs, st.size)
		}
		current.glyphs = append(current.glyphs, glyphs...)
		used += w
	}
	flush(true)
	return lines, nil
}

// segment takes the text up to the next place where a line may end. A unit
// with a stroke (mg/kg) stays whole, where UAX #14 would allow a break.
func segment(text string, state int) (piece, rest string, next int) {
	rest, next = text, state
	for {
		var part string
		part, rest, _, next = uniseg.FirstLineSegmentInString(rest, next)
		piece += part
		if rest == "" || !strings.HasSuffix(part, "/") || !latin(rest[0]) {
			return piece, rest, next
		}
	}
}

func latin(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

func (r *ruler) glyphs(text string, st style) ([]glyph, error) {
	out := make([]glyph, 0, len(text)/3+1)
	for _, c := range text {
		g, err := r.glyph(c, st.role)
		if err != nil {
			return nil, err
		}
		if n := len(out); n > 0 {
			tuck(&out[n-1], g)
		}
		out = append(out, g)
	}
	return out, nil
}

// tuck closes the blank between two marks that follow one another: 》（ and ）。
// take one and a half characters, not two (标点挤压).
func tuck(left *glyph, right glyph) {
	opens := func(c rune) bool { return strings.ContainsRune("（《〈「『【〔", c) }
	switch {
	case left.advance < 1 || right.advance < 1:
	case hangs(left.char) && (hangs(right.char) || opens(right.char)), opens(left.char) && opens(right.char):
		left.tuck = 0.5
	}
}

// justify spreads the line over width, unless that would tear it apart: a line
// before a long code stays ragged.
func (l *line) justify(width float64) {
	gaps := l.gaps()
	if gaps == 0 || len(l.glyphs) == 0 {
		return
	}
	room := width - (l.natural() - overhang(l.glyphs, l.style.size))
	if overfull := width - l.natural(); overfull >= 0 {
		room = overfull
	}
	gap := room / float64(gaps)
	if gap < l.style.size/5 {
		l.gap = gap
	}
}

func (l *line) trimRight() {
	for n := len(l.glyphs); n > 0 && l.glyphs[n-1].char == ' '; n = len(l.glyphs) {
		l.glyphs = l.glyphs[:n-1]
	}
}

func extent(glyphs []glyph, size float64) float64 {
	w := 0.0
	for _, g := range glyphs {
		w += g.width() * size
	}
	return w
}

// overhang is how much of the last character may stand outside the line.
func overhang(glyphs []glyph, size float64) float64 {
	if n := len(glyphs); n > 0 && hangs(glyphs[n-1].char) {
		return glyphs[n-1].advance * size / 2
	}
	return 0
}

// fitting counts the characters that fit into width, at least one. The cut
// does not leave a closing mark to the next line.
func fitting(glyphs []glyph, size, width float64) int {
	w := 0.0
	for n, g := range glyphs {
		if w += g.width() * size; w <= width || n == 0 {
			continue
		}
		for n > 1 && strings.ContainsRune("。，、；：！？”’」』）》〉】〕", glyphs[n].char) {
			n--
		}
		return n
	}
	return len(glyphs)
}
