// Package documentstest reads papers back for tests.
package documentstest

import (
	"bytes"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

var (
	mapping = regexp.MustCompile(`<([0-9A-F]{4})><[0-9A-F]{4}><([0-9A-F]{4,6})>`)
	shown   = regexp.MustCompile(`/F(\d+) [^\n]*\n(?:[^\[\n]*\n)*?\[<([0-9A-F<>-]*)>\] TJ`)
)

// PageTexts reads the characters of every page in the order in which they were
// drawn: it follows the glyph numbers back through the font's ToUnicode map, as
// a viewer's search does. It reads what the layout writes, not PDF in general.
func PageTexts(t testing.TB, pdf []byte) []string {
	t.Helper()
	conf := model.NewDefaultConfiguration()
	ctx, err := api.ReadValidateAndOptimize(bytes.NewReader(pdf), conf)
	if err != nil {
		t.Fatalf("not a sound PDF: %v", err)
	}
	unicode := map[uint64]rune{}
	for _, m := range mapping.FindAllSubmatch(pdf, -1) {
		glyph, _ := strconv.ParseUint(string(m[1]), 16, 32)
		char, _ := strconv.ParseUint(string(m[2]), 16, 32)
		unicode[glyph] = rune(char)
	}
	var pages []string
	for n := 1; n <= ctx.PageCount; n++ {
		content, err := pdfcpu.ExtractPageContent(ctx, n)
		if err != nil {
			t.Fatalf("page %d: %v", n, err)
		}
		if content == nil {
			pages = append(pages, "")
			continue
		}
		stream, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, m := range shown.FindAllSubmatch(stream, -1) {
			hex := string(m[2])
			for i := 0; i+4 <= len(hex); i += 4 {
				glyph, err := strconv.ParseUint(hex[i:i+4], 16, 32)
				if err != nil {
					t.Fatalf("page %d: %v", n, err)
				}
				text.WriteRune(unicode[glyph])
			}
		}
		pages = append(pages, text.String())
	}
	return pages
}
