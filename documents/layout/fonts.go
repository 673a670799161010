package layout

import (
	"bytes"
	"fmt"

	"github.com/signintech/gopdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Role is what a face is used for.
type Role int

// The roles of GB/T 9704-2012: 仿宋 for text, 小标宋 for titles, 黑体 for
// first-level headings and the labels of forms.
const (
	Body Role = iota
	Title
	Heading
)

// Fonts holds the faces of a renderer, parsed once. It is safe for concurrent use.
type Fonts struct {
	faces []face // own faces first, the fallback last
	roles [3]int // index of the face for each role
	store gopdf.FontContainer
}

type face struct {
	family string
	font   *sfnt.Font
}

// NewFonts parses TrueType faces. A role without bytes uses the body's face,
// the body without bytes uses fallback; characters that a face lacks are taken
// from fallback.
func NewFonts(byRole map[Role][]byte, fallback []byte) (*Fonts, error) {
	f := &Fonts{}
	for _, role := range []Role{Body, Title, Heading} {
		f.roles[role] = -1
		if data := byRole[role]; len(data) > 0 {
			if err := f.add(data); err != nil {
				return nil, fmt.Errorf("font for role %d: %w", role, err)
			}
			f.roles[role] = len(f.faces) - 1
		}
	}
	if err := f.add(fallback); err != nil {
		return nil, fmt.Errorf("fallback font: %w", err)
	}
	if f.roles[Body] < 0 {
		f.roles[Body] = len(f.faces) - 1
	}
	for role := range f.roles {
		if f.roles[role] < 0 {
			f.roles[role] = f.roles[Body]
		}
	}
	return f, nil
}

func (f *Fonts) add(data []byte) (err error) {
	defer func() { // gopdf's parser indexes without looking on damaged tables
		if p := recover(); p != nil {
			err = fmt.Errorf("damaged TrueType file: %v", p)
		}
	}()
	if !bytes.HasPrefix(data, []byte{0, 1, 0, 0}) && !bytes.HasPrefix(data, []byte("true")) {
		return fmt.Errorf("not a TrueType file (.ttf with glyf outlines)")
	}
	parsed, err := sfnt.Parse(data)
	if err != nil {
		return fmt.Errorf("parse: %w", err)
	}
	family := fmt.Sprintf("hub%d", len(f.faces))
	if err := f.store.AddTTFFontData(family, data); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	f.faces = append(f.faces, face{family: family, font: parsed})
	return nil
}

// MissingGlyph says that no face can draw a character.
type MissingGlyph struct{ Char rune }

func (e *MissingGlyph) Error() string {
	return fmt.Sprintf("no font has a glyph for %q (U+%04X)", e.Char, e.Char)
}

// glyph is one character as it will be set.
type glyph struct {
	char    rune
	face    int
	advance float64 // in ems
	tuck    float64 // in ems: how far the next character moves into it
}

func (g glyph) width() float64 { return g.advance - g.tuck }

// ruler measures for one document; it is not safe for concurrent use.
type ruler struct {
	fonts *Fonts
	buf   sfnt.Buffer
	seen  map[rulerKey]glyph
}

type rulerKey struct {
	char rune
	role Role
}

func newRuler(f *Fonts) *ruler { return &ruler{fonts: f, seen: make(map[rulerKey]glyph)} }

// glyph finds a face for a character and measures it. It returns a
// *MissingGlyph if there is none.
func (r *ruler) glyph(char rune, role Role) (glyph, error) {
	key := rulerKey{char, role}
	if g, ok := r.seen[key]; ok {
		return g, nil
	}
	for _, i := range []int{r.fonts.roles[role], len(r.fonts.faces) - 1} {
		index, err := r.fonts.faces[i].font.GlyphIndex(&r.buf, char)
		if err != nil {
			return glyph{}, fmt.Errorf("look up U+%04X: %w", char, err)
		}
		if index == 0 {
			continue
		}
		advance, err := r.fonts.faces[i].font.GlyphAdvance(&r.buf, index, fixed.I(1000), font.HintingNone)
		if err != nil {
			return glyph{}, fmt.Errorf("measure U+%04X: %w", char, err)
		}
		g := glyph{char: char, face: i, advance: float64(advance) / 64 / 1000}
		r.seen[key] = g
		return g, nil
	}
	return glyph{}, &MissingGlyph{char}
}
