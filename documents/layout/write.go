package layout

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"time"

	"github.com/boombuler/barcode/qr"
	"github.com/signintech/gopdf"
)

// smallest is the size of text below which a one-page sheet is not shrunk, and
// tightest how far lines may be moved together to save a page, in percent.
const (
	smallest = 8.5
	tightest = 90
)

// Write sets a paper and gives its PDF and number of pages. It returns a
// *MissingGlyph if a character cannot be drawn. The bytes depend on nothing
// but the paper, the fonts and this code.
func Write(paper Paper, fonts *Fonts) (pdf []byte, pages int, err error) {
	a, text := frame(paper)
	r := newRuler(fonts)
	sheets, _, err := arrange(paper, r, a, text)
	if err != nil {
		return nil, 0, err
	}
	pdf, err = draw(paper, sheets, a, r)
	return pdf, len(sheets), err
}

// frame gives the area and the text of a paper before anything is shrunk.
func frame(paper Paper) (area, style) {
	text := style{role: Body, size: size3, pitch: linePitch}
	if paper.Size > 0 {
		text.size = paper.Size
		text.pitch = paper.Size * linePitch / size3
	}
	if paper.Pitch > 0 {
		text.pitch = paper.Pitch
	}
	if paper.Form {
		return formArea, text
	}
	return officialArea, text
}

// tightened is the text of a paper set at a percentage.
func (st style) tightened(percent int, form bool) style {
	st.pitch *= float64(percent) / 100
	if form {
		st.size *= float64(percent) / 100
	}
	return st
}

// arrange distributes the blocks over pages. Where a slightly tighter setting
// saves a page, it is taken: the standard lets lines be moved closer when the
// signature would not fit (§7.3.5.1). A one-page sheet is shrunk further. The
// percentage taken is given back.
func arrange(paper Paper, r *ruler, a area, text style) ([][]placed, int, error) {
	set := func(percent int) ([][]placed, error) {
		s := &setter{ruler: r, area: a, text: text.tightened(percent, paper.Form)}
		for _, b := range paper.Blocks {
			if err := b.set(s); err != nil {
				return nil, err
			}
		}
		return paginate(s.pieces, a), nil
	}
	plain, err := set(100)
	if err != nil || len(plain) == 1 {
		return plain, 100, err
	}
	least := tightest
	if paper.OnePage {
		least = int(100 * smallest / text.size)
	}
	best, err := set(least)
	if err != nil || len(best) == len(plain) {
		return plain, 100, err
	}
	for percent := 98; percent > least; percent -= 2 {
		if sheets, err := set(percent); err != nil || len(sheets) == len(best) {
			return sheets, percent, err
		}
	}
	return best, least, nil
}

func draw(paper Paper, sheets [][]placed, a area, r *ruler) ([]byte, error) {
	p := newPen(r.fonts)
	info := gopdf.PdfInfo{Title: paper.Title, Subject: paper.Subject, Producer: "Xianjie"}
	if day, err := time.Parse(time.DateOnly, paper.Created); err == nil {
		info.CreationDate = day
	}
	p.pdf.SetInfo(info)
	for i, sheet := range sheets {
		p.pdf.AddPage()
		if err := drawMarks(p, r, a, paper.Marks, i+1, len(sheets)); err != nil {
			return nil, err
		}
		for k, item := range sheet {
			switch {
			case item.row != nil:
				opens := k == 0 || sheet[k-1].row == nil
				closes := k+1 == len(sheet) || sheet[k+1].row == nil
				item.row.draw(p, item.y, opens, closes)
			case item.draw != nil:
				item.draw(p, item.y)
			}
		}
	}
	if p.err != nil {
		return nil, p.err
	}
	var out bytes.Buffer
	if _, err := p.pdf.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	return out.Bytes(), nil
}

func drawMarks(p *pen, r *ruler, a area, m Marks, page, pages int) error {
	for i, warning := range m.Warnings {
		glyphs, err := r.glyphs(warning, style{role: Body})
		if err != nil {
			return err
		}
		watermark(p, line{glyphs: glyphs, style: style{size: 70}}, i)
		head := line{glyphs: glyphs, style: style{size: Size4}}
		p.line(head, a.left+float64(i)*(head.width()+2*Size4), 20*mm, red)
	}
	if !m.Unnumbered {
		if err := pageNumber(p, r, a, page); err != nil {
			return err
		}
	}
	if m.Code == "" || page > 1 {
		return nil
	}
	caption := m.Caption
	if caption != "" {
		caption += "　"
	}
	glyphs, err := r.glyphs(fmt.Sprintf("%s共%d页", caption, pages), style{role: Body})
	if err != nil {
		return err
	}
	l := line{glyphs: glyphs, style: style{size: sizeS}}
	p.line(l, a.right()-l.width(), 31*mm, black)
	return qrCode(p, m.Code, a.right()-codeSide, 9.5*mm)
}

// watermark draws a warning across the page, further ones above each other.
func watermark(p *pen, l line, nth int) {
	x, y := PageWidth/2, PageHeight/2+float64(nth)*150-75
	p.pdf.Rotate(35, x, y)
	p.line(l, x-l.width()/2, y, pale)
	p.pdf.RotateReset()
}

// pageNumber stands outside: right on odd pages, left on even ones (§7.5).
func pageNumber(p *pen, r *ruler, a area, page int) error {
	glyphs, err := r.glyphs(fmt.Sprintf("— %d —", page), style{role: Body})
	if err != nil {
		return err
	}
	l := line{glyphs: glyphs, style: style{size: Size4}}
	x := a.right() - l.width() - Size4
	if page%2 == 0 {
		x = a.left + Size4
	}
	p.line(l, x, a.bottom()+PageNumberDrop+0.88*Size4, black)
	return nil
}

// codeSide is the side of the QR code: 18 mm read well from a 150 dpi scan.
const codeSide = 18 * mm

// qrCode draws with the quality that survives a stamp over a seventh of it.
func qrCode(p *pen, content string, x, y float64) error {
	code, err := qr.Encode(content, qr.M, qr.Auto)
	if err != nil {
		return fmt.Errorf("encode QR code: %w", err)
	}
	n := code.Bounds().Dx()
	side := codeSide / float64(n)
	for row := range n {
		for col := 0; col < n; col++ {
			start := col
			for col < n && dark(code.At(col, row)) {
				col++
			}
			if col > start { // one rectangle for a run: fewer seams when printed
				p.block(x+float64(start)*side, y+float64(row)*side, float64(col-start)*side, math.Nextafter(side, 2*side), black)
			}
		}
	}
	return nil
}

func dark(c color.Color) bool {
	r, _, _, _ := c.RGBA()
	return r < 0x8000
}
