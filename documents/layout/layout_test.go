package layout

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/documents/fonts"
)

func faces(t testing.TB) *Fonts {
	t.Helper()
	f, err := NewFonts(nil, fonts.Serif)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// sample is text with everything that makes lines hard to break.
const sample = "依据《行政执法机关移送涉嫌犯罪案件的规定》（国务院令第310号）第五条第二款、《环境保护行政执法与刑事司法衔接工作办法》（环环监〔2017〕17号）第六条，排口处总砷3180 mg/kg，超标126.2倍（“达到”）；统一社会信用代码91350100M000100Y43，详见https://hub.example.org/r/01920f3a-7c00-7000-8000-000000000017/documents/transfer_letter?version=3。"

// randomText cuts and joins pieces of the sample.
func randomText(rng *rand.Rand, n int) string {
	runes := []rune(sample)
	var out []rune
	for len(out) < n {
		i := rng.IntN(len(runes))
		out = append(out, runes[i:min(len(runes), i+1+rng.IntN(40))]...)
	}
	return strings.TrimSpace(string(out[:n]))
}

// Whatever the text and the width: nothing is lost, no line is too wide, no
// line of any length begins with a closing mark or ends with an opening one.
func TestWrapKeepsTheRulesOfLineEnds(t *testing.T) {
	t.Parallel()
	r := newRuler(faces(t))
	rng := rand.New(rand.NewPCG(9704, 2012))
	st := style{role: Body, size: size3, pitch: linePitch}
	for range 400 {
		text := randomText(rng, 1+rng.IntN(300))
		width := 60 + rng.Float64()*400
		in := indents{first: float64(rng.IntN(3)) * st.size}
		lines, err := r.wrap(text, st, width, in, true)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for n, l := range lines {
			for i, g := range l.glyphs {
				all.WriteRune(g.char)
				if i == 0 && n > 0 && width > 200 && strings.ContainsRune("。，、；：）》〉”", g.char) {
					t.Fatalf("line %d of %q at %.0f begins with %c", n+1, text, width, g.char)
				}
				if i == len(l.glyphs)-1 && n < len(lines)-1 && width > 200 && strings.ContainsRune("（《〈“〔", g.char) {
					t.Fatalf("line %d of %q at %.0f ends with %c", n+1, text, width, g.char)
				}
			}
			if over := l.indent + l.width() - overhang(l.glyphs, st.size) - width; over > 0.1 && len(l.glyphs) > 1 {
				t.Fatalf("line %d of %q is %.2f wider than %.0f", n+1, text, over, width)
			}
		}
		if got, want := strings.ReplaceAll(all.String(), " ", ""), strings.ReplaceAll(text, " ", ""); got != want {
			t.Fatalf("%q became %q", want, got)
		}
	}
}

func TestAFullLineHolds28CharactersAndAPage22Lines(t *testing.T) {
	t.Parallel()
	r := newRuler(faces(t))
	st := style{role: Body, size: size3, pitch: linePitch}
	lines, err := r.wrap(strings.Repeat("文", 28*22), st, areaWidth, indents{}, true)
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != 22 || len(lines[0].glyphs) != 28 {
		t.Errorf("%d lines of %d characters", len(lines), len(lines[0].glyphs))
	}
	s := &setter{ruler: r, area: officialArea, text: st}
	for range 23 {
		s.addLine(lines[0], Left, false)
	}
	pages := paginate(s.pieces, officialArea)
	if len(pages) != 2 || len(pages[0]) != 22 {
		t.Errorf("%d pages, %d lines on the first", len(pages), len(pages[0]))
	}
}

func TestJustifiedLinesEndAtTheEdge(t *testing.T) {
	t.Parallel()
	r := newRuler(faces(t))
	st := style{role: Body, size: size3, pitch: linePitch}
	lines, err := r.wrap(strings.Repeat("总砷3180倍，", 40), st, areaWidth, indents{first: 2 * size3}, true)
	if err != nil {
		t.Fatal(err)
	}
	for n, l := range lines[:len(lines)-1] {
		end := l.indent + l.width()
		if hang := overhang(l.glyphs, st.size); math.Abs(end-areaWidth) > 0.01 && math.Abs(end-hang-areaWidth) > 0.01 {
			t.Errorf("line %d ends at %.2f of %.2f", n+1, end, areaWidth)
		}
	}
}

// pagesOf sets blocks and gives the pages with their pieces.
func pagesOf(t *testing.T, blocks ...Block) [][]placed {
	t.Helper()
	s := &setter{ruler: newRuler(faces(t)), area: officialArea, text: style{role: Body, size: size3, pitch: linePitch}}
	for _, b := range blocks {
		if err := b.set(s); err != nil {
			t.Fatal(err)
		}
	}
	return paginate(s.pieces, officialArea)
}

// However much text stands before them, signature and 版记 share their page
// with at least two lines of text, and the 版记 stands at its foot.
func TestSignatureAndColophonNeverStandAlone(t *testing.T) {
	t.Parallel()
	for lines := 4; lines < 50; lines++ {
		pages := pagesOf(t,
			Para{Text: strings.Repeat("文", 28*lines-3)},
			Sign{Organ: "某市生态环境局", Date: "2026年11月20日", Notes: []string{"（联系人：某）"}},
			Colophon{Copies: []string{"某市人民检察院"}, PrintedBy: "某市生态环境局", PrintedOn: "2026年11月20日印发"})
		last := pages[len(pages)-1]
		foot := last[len(last)-1]
		if !foot.bottom || math.Abs(foot.y+foot.height-officialArea.bottom()) > 0.01 {
			t.Errorf("%d lines: the 版记 is not at the foot", lines)
		}
		before := 0
		for _, p := range last {
			if p.height == linePitch {
				before++
			}
		}
		if before < 2+3 { // two lines of text; organ, date and note
			t.Errorf("%d lines: %d lines on the last page", lines, before)
		}
		for i, p := range last[:len(last)-1] {
			if p.y+p.height > foot.y+0.01 {
				t.Errorf("%d lines: piece %d runs into the 版记", lines, i)
			}
		}
	}
}

func TestTableHeadsAreRepeatedAndRowsKept(t *testing.T) {
	t.Parallel()
	columns := []Column{{Share: 1}, {Share: 5}}
	table := Table{Rows: []Row{{Columns: columns, Cells: []string{"序号", "名称"}, Head: true}}}
	for range 100 {
		table.Rows = append(table.Rows, Row{Columns: columns, Cells: []string{"1", "现场检查（勘察）笔录"}})
	}
	pages := pagesOf(t, Para{Text: "说明"}, table)
	if len(pages) < 3 {
		t.Fatalf("%d pages", len(pages))
	}
	rows := 0
	for n, page := range pages {
		for i, p := range page {
			if p.row == nil {
				continue
			}
			if first := i == 0 || page[i-1].row == nil; first != p.row.head {
				t.Errorf("page %d piece %d: head is %v", n+1, i, p.row.head)
			}
			if !p.row.head {
				rows++
			}
			if p.y+p.height > officialArea.bottom()+0.01 {
				t.Errorf("page %d runs over", n+1)
			}
		}
	}
	if rows != 100 {
		t.Errorf("%d rows", rows)
	}
}

// A row taller than pages is cut; every line of it stands once, its label on
// every part, its foot at the end.
func TestTallRowsAreCutWithoutLoss(t *testing.T) {
	t.Parallel()
	columns := []Column{{Share: 1, Label: true, Align: Centre}, {Share: 5, Top: true}}
	text := strings.Repeat(sample+"\n", 30)
	pages := pagesOf(t,
		Para{Text: strings.Repeat("文", 200)},
		Table{Rows: []Row{{Columns: columns, Cells: []string{"案情简介", text}, Foot: "签名：某"}, {Columns: columns, Cells: []string{"备注", "完"}}}})
	var all strings.Builder
	parts, feet := 0, 0
	for n, page := range pages {
		for _, p := range page {
			if p.y+p.height > officialArea.bottom()+0.01 {
				t.Errorf("page %d runs over", n+1)
			}
			if p.row == nil {
				continue
			}
			if len(p.row.cells[0]) == 0 {
				t.Errorf("page %d: a part without its label", n+1)
			}
			parts++
			feet += len(p.row.foot)
			for _, l := range p.row.cells[1] {
				for _, g := range l.glyphs {
					all.WriteRune(g.char)
				}
			}
		}
	}
	want := strings.NewReplacer("\n", "", " ", "").Replace(text) + "完"
	if got := strings.ReplaceAll(all.String(), " ", ""); got != want {
		t.Errorf("%d characters of %d", len([]rune(got)), len([]rune(want)))
	}
	if parts < 4 || feet != 1 {
		t.Errorf("%d parts, %d feet", parts, feet)
	}
}

// Paginating ends, places every piece once and in order, and overfills a page
// only with a single piece that is taller than it.
func TestPaginatingHoldsForAnyPieces(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var in []piece
		for range 1 + rng.IntN(60) {
			in = append(in, piece{
				height: rng.Float64() * []float64{20, 60, 300, 900}[rng.IntN(4)],
				keep:   rng.IntN(3) == 0, blank: rng.IntN(8) == 0, page: rng.IntN(20) == 0,
			})
		}
		visible := 0
		for _, p := range in {
			if !p.blank && !p.page {
				visible++
			}
		}
		out := 0
		for n, page := range paginate(in, officialArea) {
			for _, p := range page {
				if !p.blank {
					out++
				}
				if p.y+p.height > officialArea.bottom()+0.02 && p.y > officialArea.top+0.01 && p.height <= officialArea.height {
					t.Fatalf("page %d: a piece of %.0f at %.0f runs over", n+1, p.height, p.y)
				}
			}
		}
		if out < visible {
			t.Fatalf("%d of %d pieces", out, visible)
		}
	}
}

func TestOnePageShrinksButStaysReadable(t *testing.T) {
	t.Parallel()
	columns := []Column{{Share: 1}, {Share: 5, Top: true}}
	sheet := func(n int) Paper {
		return Paper{OnePage: true, Form: true, Size: 12, Blocks: []Block{Table{Rows: []Row{{Columns: columns, Cells: []string{"事实", strings.Repeat(sample, n)}}}}}}
	}
	if _, pages, err := Write(sheet(10), faces(t)); err != nil || pages != 1 {
		t.Errorf("%d pages: %v", pages, err)
	}
	if _, pages, err := Write(sheet(60), faces(t)); err != nil || pages < 2 {
		t.Errorf("a text that cannot be read on one page is on %d: %v", pages, err)
	}
}

func TestMissingGlyphAndEmptyPaper(t *testing.T) {
	t.Parallel()
	_, _, err := Write(Paper{Blocks: []Block{Para{Text: "某\U0001F600"}}}, faces(t))
	if missing, ok := errors.AsType[*MissingGlyph](err); !ok || missing.Char != '\U0001F600' {
		t.Errorf("got %v", err)
	}
	if pdf, pages, err := Write(Paper{}, faces(t)); err != nil || pages != 1 || len(pdf) == 0 {
		t.Errorf("an empty paper: %d pages, %v", pages, err)
	}
}
