package layout

import (
	"fmt"

	"github.com/signintech/gopdf"
)

type colour struct{ r, g, b uint8 }

var (
	black = colour{0, 0, 0}
	red   = colour{210, 20, 20}
	pale  = colour{238, 238, 238}
)

// pen draws on the current page of one PDF.
type pen struct {
	pdf   gopdf.GoPdf
	fonts *Fonts
	added map[int]bool
	err   error // the first failure; later strokes are dropped
}

func newPen(fonts *Fonts) *pen {
	p := &pen{fonts: fonts, added: make(map[int]bool)}
	p.pdf.Start(gopdf.Config{Unit: gopdf.UnitPT, PageSize: gopdf.Rect{W: PageWidth, H: PageHeight}})
	return p
}

func (p *pen) fail(op string, err error) {
	if p.err == nil && err != nil {
		p.err = fmt.Errorf("%s: %w", op, err)
	}
}

// line draws a line of text with its baseline at y, its column beginning at x.
func (p *pen) line(l line, x, y float64, c colour) {
	x += l.indent
	for start := 0; start < len(l.glyphs); {
		end, gap := start+1, l.gapAfter(start)
		for end < len(l.glyphs) && l.glyphs[end].face == l.glyphs[start].face && l.gapAfter(end) == gap {
			end++
		}
		run := make([]rune, 0, end-start)
		w := 0.0
		for i := start; i < end; i++ {
			run = append(run, l.glyphs[i].char)
			w += l.glyphs[i].advance*l.style.size + l.gapAfter(i)
		}
		p.run(l.glyphs[start].face, string(run), l.style.size, gap, x, y, c)
		x += w
		start = end
	}
}

func (l line) gapAfter(i int) float64 {
	gap := -l.glyphs[i].tuck * l.style.size
	if l.stretches(i) {
		gap += l.gap
	}
	return gap
}

func (p *pen) run(face int, text string, size, spacing, x, y float64, c colour) {
	if p.err != nil {
		return
	}
	family := p.fonts.faces[face].family
	if !p.added[face] {
		p.fail("add font", p.pdf.AddTTFFontFromFontContainer(family, &p.fonts.store))
		p.added[face] = true
	}
	p.fail("set font", p.pdf.SetFont(family, "", size))
	p.fail("set spacing", p.pdf.SetCharSpacing(spacing))
	p.pdf.SetTextColor(c.r, c.g, c.b)
	p.pdf.SetXY(x, y)
	p.fail("write text", p.pdf.Text(text))
}

// rule draws a straight line.
func (p *pen) rule(x1, y1, x2, y2, width float64, c colour) {
	p.pdf.SetLineWidth(width)
	p.pdf.SetStrokeColor(c.r, c.g, c.b)
	p.pdf.Line(x1, y1, x2, y2)
}

// dashed draws a broken line, along which a stub is cut off.
func (p *pen) dashed(x1, x2, y float64) {
	p.pdf.SetCustomLineType([]float64{4, 3}, 0)
	p.rule(x1, y, x2, y, ThinRule, black)
	p.pdf.SetLineType("solid")
}

// block fills a rectangle.
func (p *pen) block(x, y, w, h float64, c colour) {
	p.pdf.SetFillColor(c.r, c.g, c.b)
	p.pdf.RectFromUpperLeftWithStyle(x, y, w, h, "F")
}

// baseline gives the baseline of text of a size, centred in a box.
// The em box of Han faces reaches 0.88 above and 0.12 below the baseline.
func baseline(top, height, size float64) float64 { return top + (height-size)/2 + 0.88*size }
