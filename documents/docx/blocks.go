package docx

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xianjie-hub/xianjie/documents/layout"
)

// body collects the paragraphs and tables of a paper.
type body struct {
	frame  layout.Frame
	items  []item
	breaks bool         // the next paragraph begins a page
	rows   []layout.Row // of the table that is being collected
}

// item is a paragraph, or a table with what it must do to stay with its successor.
type item struct {
	p     *paragraph
	table *table
}

const red = "D21414" // as the PDF has it

// ruleSpace is how far a rule under a paragraph stands, in whole points.
const ruleSpace = 11 // layout.RedRuleBelow is 11.3

// block adds one block of the paper. Tables that touch are one table, as they
// are on the page of the PDF.
func (b *body) block(block layout.Block) error {
	if t, ok := block.(layout.Table); ok {
		b.rows = append(b.rows, t.Rows...)
		return nil
	}
	b.endTable()
	switch block := block.(type) {
	case layout.RedHead:
		b.redHead(block)
	case layout.Line:
		b.line(block)
	case layout.Para:
		b.para(block)
	case layout.Annexes:
		b.annexes(block)
	case layout.Gap:
		b.add(b.blank(block.Lines * b.frame.Pitch))
	case layout.NewPage:
		b.breaks = true
	case layout.Sign:
		b.sign(block)
	case layout.Cut:
		b.cut(block)
	case layout.Colophon:
		b.colophon(block)
	default:
		return fmt.Errorf("no way to write a %T", block)
	}
	return nil
}

func (b *body) add(p *paragraph) *paragraph {
	p.breaks, b.breaks = b.breaks, false
	b.items = append(b.items, item{p: p})
	return p
}

// keepLast ties what stands last to what follows.
func (b *body) keepLast() {
	for n := len(b.items) - 1; n >= 0; n-- {
		last := b.items[n]
		if last.p == nil {
			last.table.keepLast()
			return
		}
		last.p.keep = true
		if last.p.style != "Annexes" { // a list of annexes is no text to stay with
			return
		}
	}
}

// text is a paragraph in a style at a size; 0 is the text's own.
func (b *body) text(style string, role layout.Role, size float64, text string) *paragraph {
	points, pitch := b.frame.Sized(size)
	return &paragraph{style: style, text: text, role: role, size: points, line: pitch, grid: b.frame.Grid && points == b.frame.Size}
}

// blank is an empty line of a height.
func (b *body) blank(height float64) *paragraph {
	return &paragraph{style: "Blank", role: layout.Body, size: min(b.frame.Size, max(height, 1)), line: height}
}

func (b *body) endTable() {
	if len(b.rows) == 0 {
		return
	}
	if b.breaks { // a table cannot begin a page by itself
		b.add(b.blank(1))
	}
	b.items = append(b.items, item{table: b.table(b.rows)})
	b.rows = nil
}

// redHead sets the organ on one line, smaller where it is long (§7.2.4), the
// number two lines below and the red rule 4 mm below that.
func (b *body) redHead(h layout.RedHead) {
	size := layout.RedHeadSize
	if w, most := layout.Ems(h.Organ)*size, 0.94*b.frame.Width; w > most {
		size = float64(int(2*size*most/w)) / 2
	}
	organ := &paragraph{style: "RedHead", text: h.Organ, role: layout.Title, size: size, line: 1.25 * size, align: "center", colour: red, keep: true}
	organ.before, organ.after = layout.RedHeadDrop-0.125*size, 2*b.frame.Pitch-0.125*size
	b.add(organ)
	number := b.text("Number", layout.Body, 0, h.Number)
	number.align, number.after, number.keep = "center", 2*b.frame.Pitch, true
	number.under = el("w:bottom", attrs{"w:val", "single", "w:sz", eighths(layout.RedRuleWidth), "w:space", strconv.Itoa(ruleSpace), "w:color", red})
	b.add(number)
}

func (b *body) line(l layout.Line) {
	style := "Line"
	switch l.Role {
	case layout.Title:
		style = "Title"
	case layout.Heading:
		style = "Caption"
	}
	parts := strings.Split(l.Text, "\n")
	for i, part := range parts {
		p := b.text(style, l.Role, l.Size, part)
		p.align = map[layout.Align]string{layout.Centre: "center", layout.Right: "right"}[l.Align]
		p.keep = l.Keep || i+1 < len(parts)
		if i == 0 {
			p.before = l.Before * b.frame.Pitch
		}
		if i+1 == len(parts) {
			p.after = l.After * b.frame.Pitch
		}
		b.add(p)
	}
}

func (b *body) para(para layout.Para) {
	if para.Follows {
		b.keepLast()
	}
	style := "Normal"
	switch {
	case para.Role == layout.Heading:
		style = "Heading1"
	case para.Flush:
		style = "Addressee"
	case para.Size > 0:
		style = "Fine"
	}
	for _, part := range strings.Split(para.Text, "\n") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		p := b.text(style, para.Role, para.Size, part)
		p.align, p.keep, p.outline = "both", para.Keep, style == "Heading1"
		if !para.Flush {
			p.first = 2 * p.size
		}
		b.add(p)
	}
}

// annexes aligns turned lines with the first character of the name (§7.3.4).
func (b *body) annexes(a layout.Annexes) {
	for i, name := range a.Names {
		label := "附件："
		if i > 0 {
			label = "　　　"
		}
		if len(a.Names) > 1 {
			label += strconv.Itoa(i+1) + "．"
		}
		p := b.text("Annexes", layout.Body, 0, label+name)
		width := layout.Ems(label) * p.size
		p.left, p.first = 2*p.size+width, -width
		b.add(p)
	}
}

// sign puts the date four characters from the right edge and the organ centred
// over it, with two lines above them for the seal (§7.3.5.1).
func (b *body) sign(s layout.Sign) {
	b.keepLast()
	organ, date := b.text("Sign", layout.Body, 0, s.Organ), b.text("Sign", layout.Body, 0, s.Date)
	organ.before, organ.keep, organ.align = 2*b.frame.Pitch, true, "right"
	date.align, date.keep, date.right = "right", len(s.Notes) > 0, 4*date.size
	over := (layout.Ems(s.Organ) - layout.Ems(s.Date)) / 2 * organ.size
	organ.right = max(0, date.right-over)
	b.add(organ)
	b.add(date)
	for _, note := range s.Notes {
		b.para(layout.Para{Text: note})
	}
}

// cut is a broken line with its text in the middle, drawn by leaders.
func (b *body) cut(c layout.Cut) {
	size := layout.Size4
	b.add(&paragraph{
		style: "Cut", text: "\t" + c.Text + "\t", role: layout.Body, size: size, line: 1.25 * size, keep: true,
		before: b.frame.Pitch - 0.75*size, after: b.frame.Pitch - 0.5*size,
		stops: []stop{{"center", b.frame.Width / 2, "hyphen"}, {"right", b.frame.Width, "hyphen"}},
	})
}

// document is the main part: the items, then the section's properties.
func (b *body) document(m layout.Marks) *element {
	b.endTable()
	if n := len(b.items); n == 0 || b.items[n-1].table != nil { // a body ends with a paragraph
		b.add(b.blank(1))
	}
	content := el("w:body", nil)
	for _, i := range b.items {
		if i.p != nil {
			content.add(i.p.element())
		} else {
			content.add(i.table.element())
		}
	}
	content.add(section(b.frame, m))
	return el("w:document", namespaces, content)
}
